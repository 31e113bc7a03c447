// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"safar/kernel/access"
	"safar/kernel/clock"
)

// A visit that is late stands on the office's list, as its own failure; what was answered is on the file, each answer for those whom its class
// is for.
func TestAFollowUpVisitAndWhoReadsIt(t *testing.T) {
	c := clock.At(townDay.Time().Add(6 * time.Hour))
	w := newTownWith(t, 60, c)
	const worker = access.Caseworker
	c.Advance(200 * 24 * time.Hour) // nobody of the office made a visit for half a year
	due := w.open(worker, "/follow-ups")
	if !strings.Contains(due, "never the family") {
		t.Errorf("the list does not say whose failure it is: %s", said(due))
	}
	visit := firstMatch(t, due, `href="(/households/[0-9a-z]+/ways/[0-9a-z]+/settled)"`)
	file, _, _ := strings.Cut(visit, "/ways/")
	before := strings.Count(due, visit)
	for range 4 {
		w.send(worker, http.MethodPost, visit, form("q_who_was_met", "woman_alone", "q_safety", "partly", "q_living_standard", "met", "q_livelihood", "met",
			"q_housing_land", "not_met", "q_in_their_words", "canary-in-their-words"))
	}
	if now := w.open(worker, "/follow-ups"); before != 1 || strings.Contains(now, visit) {
		t.Error("every visit was made, and one is still said to be late")
	}
	for role, sees := range map[access.Role]bool{worker: false, access.SiteManager: false, access.Enumerator: false, access.DataProtectionOfficer: false, access.ProtectionOfficer: true} {
		body := w.open(role, file)
		if strings.Contains(body, "canary-in-their-words") != sees || strings.Contains(body, "In part") != sees {
			t.Errorf("%s reads what was answered: %v, want %v", role, !sees, sees)
		}
		if !strings.Contains(body, "A woman alone") || !sees && !strings.Contains(body, "are not for your role") {
			t.Errorf("%s is not told that the visit was made, or that something is held back: %s", role, said(body))
		}
	}
	if got := w.send(access.FinanceOfficer, http.MethodGet, "/follow-ups", nil); got.status != http.StatusForbidden {
		t.Errorf("finance reads the list of visits: %d", got.status)
	}
}
