// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"testing"

	"safar/field/journey"
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
