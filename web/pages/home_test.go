// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"testing"

	"safar/field/journey"
	"safar/field/lately"
	"safar/kernel/access"
	"safar/kernel/id"
)

// Where only protection knows anybody of a caseload, its general part is no tile of nothing; an empty caseload is told as one.
func TestNoTileIsOfNothing(t *testing.T) {
	hosts, new := id.ID{1}, id.ID{2}
	tile := func(of id.ID, part access.Compartment, households int64) homeCaseload {
		return homeCaseload{of: access.Scope{Caseload: of, Compartment: part}, held: journey.Caseload{Households: households}}
	}
	shown := withoutEmpty([]homeCaseload{tile(hosts, access.General, 0), tile(hosts, access.Protection, 46), tile(new, access.General, 0)})
	if len(shown) != 2 || shown[0].of.Compartment != access.Protection || shown[1].of.Caseload != new {
		t.Errorf("shown are %+v", shown)
	}
	if shown = withoutEmpty([]homeCaseload{tile(hosts, access.General, 3), tile(hosts, access.Protection, 46)}); len(shown) != 2 {
		t.Errorf("people are left out: %+v", shown)
	}
}

// The way of a site that has ended is found at the sites, which are places; that of a committee among the committees.
func TestWhatEndedIsFoundWhereItStands(t *testing.T) {
	for kind, want := range map[string]string{"site": "/sites", "committee": "/subjects/committee"} {
		if got := changePath(lately.Row{Change: lately.Settled, Kind: kind}, true); got != want {
			t.Errorf("the way of a %s that ended is found at %s, not at %s", kind, got, want)
		}
	}
}
