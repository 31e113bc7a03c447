// SPDX-License-Identifier: Apache-2.0

package movement_test

import (
	"strings"
	"testing"

	"safar/field/clearance"
	"safar/field/journey"
	"safar/field/movement"
	"safar/kernel/access"
)

// cleared is the way home with a permit before the departure.
var cleared = strings.NewReplacer("programme: homeward", "programme: cleared", "      - move: departure\n        to: destination\n        needs: [plot]",
	"      - clear: permit\n        kind: exit_permit\n        when: solution != \"stay\"\n        needs: [solution]\n"+
		"      - move: departure\n        to: destination\n        needs: [plot, permit]").Replace(homeward)

func TestAClearanceThatEndsBeforeTheDayOfTravelBlocksLoadingAndBoarding(t *testing.T) {
	w := newWorld(t)
	w.must(access.Commons, journey.Publish{Source: []byte(cleared)})
	village := w.village()
	h := w.household(2, 0)
	h.journey = w.ok(journey.Start{Programme: "cleared", Pathway: "solution", Subject: h.household}).IDs[0]
	w.choose(h, village)
	trip := w.trip(village, 10) // it leaves in two days
	w.refuses(load(h, trip, 1), "journey.blocked_by_step")

	permit := clearance.State{Journey: h.journey, Step: "permit", Fit: true, Until: w.desk.Today() + 1}
	w.ok(permit)
	w.refuses(load(h, trip, 1), "movement.clearance_ends")
	permit.Until = w.desk.Today() + 2
	w.ok(permit)
	w.ok(load(h, trip, 1))
	w.willingAll(h)

	permit.Until = w.desk.Today() + 1 // said again: it ends before they travel
	w.ok(permit)
	w.refuses(board(h, trip), "movement.clearance_ends")
	w.ok(movement.Freeze{Trip: trip})
	if m := w.sheet(trip); m.Version.Held == 0 {
		t.Errorf("the manifest holds nobody back: %+v", m.Version)
	}
	w.days(2)
	w.willingAll(h)
	w.refuses(board(h, trip), "journey.blocked_by_step")
	permit.Until = w.desk.Today()
	w.ok(permit)
	w.ok(board(h, trip))
}
