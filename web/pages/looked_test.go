// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"strings"
	"testing"
	"time"

	"safar/kernel/access"
	"safar/kernel/clock"
)

// Half an hour after midnight in Lubumbashi it is the day before in Greenwich: who looked at a file then is told by the clock on their wall.
func TestWhenSomebodyLookedIsToldInTheTimeZoneOfTheOperation(t *testing.T) {
	lubumbashi := time.FixedZone("Lubumbashi", 2*60*60)
	c := clock.At(townDay.Time().Add(6 * time.Hour).In(lubumbashi))
	w := newTownWith(t, 100, c)
	c.Set(time.Date(2026, time.November, 25, 0, 30, 0, 0, lubumbashi))
	file := householdLinks.FindStringSubmatch(w.open(access.Caseworker, "/households"))[1]
	w.open(access.Caseworker, file)
	looks := w.open(access.DataProtectionOfficer, file+"/looks")
	if !strings.Contains(looks, `datetime="2026-11-25T00:30:00+02:00"`) || strings.Contains(looks, "2026-11-24T") {
		t.Errorf("the look of 00:30 is told otherwise:\n%s", looks)
	}
}
