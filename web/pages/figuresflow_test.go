// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"strings"
	"testing"

	"safar/demo"
	"safar/kernel/access"
)

// TestWhoWentWhereIsDrawn: for who may read each number; whoever is told no small numbers gets no picture that would show them.
func TestWhoWentWhereIsDrawn(t *testing.T) {
	w := newTown(t, 200)
	figure := "/figures/" + demo.Programme + "/households_left"
	page := w.open(access.Caseworker, figure+"?by=site&by=destination")
	if strings.Count(page, `class="band `) < 5 || !strings.Contains(page, "Cinquantenaire to ") || !strings.Contains(page, `href="`+figure+"/facts?is_destination=") {
		t.Error("who went where is not drawn")
	}
	for _, other := range []string{"?by=site", "?by=site&by=month", "?by=site&by=destination&by=month"} {
		if strings.Contains(w.open(access.Caseworker, figure+other), `class="band `) {
			t.Errorf("a flow is drawn of %s", other)
		}
	}
	if strings.Contains(w.open(access.Auditor, figure+"?by=site&by=destination"), `class="band `) {
		t.Error("an auditor sees small numbers in a picture")
	}
	if list := w.open(access.ProgrammeManager, "/figures"); !strings.Contains(list, "households_left?by=site&amp;by=destination") {
		t.Error("no way leads to the picture")
	}
}
