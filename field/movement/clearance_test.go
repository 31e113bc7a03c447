// SPDX-License-Identifier: Apache-2.0

package movement_test

import (
	"strings"
	"testing"

	"safar/field/clearance"
	"safar/field/journey"
	"safar/field/movement"
	"safar/kernel/access"
	"safar/kernel/clock"
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

// TestWhoStoodOnATripThatIsCalledOffIsListedWithWhatLapsesFirst: whose clearance would not last until the new day stands before all others, with
// when each ends; who stands on another trip, or said no, is not looked for twice, and whoever may not travel today is listed with what stands
// against it.
func TestWhoStoodOnATripThatIsCalledOffIsListedWithWhatLapsesFirst(t *testing.T) {
	w := newWorld(t)
	w.must(access.Commons, journey.Publish{Source: []byte(cleared)})
	village := w.village()
	charter := w.trip(village, 40)
	today := w.desk.Today()
	var homes []home
	for _, until := range []clock.Day{clock.NoDay, today + 30, today + 5, today + 9, today + 9} {
		h := w.household(2, 1)
		h.journey = w.ok(journey.Start{Programme: "cleared", Pathway: "solution", Subject: h.household}).IDs[0]
		w.choose(h, village)
		w.ok(clearance.State{Journey: h.journey, Step: "permit", Fit: true, Until: until})
		w.ok(load(h, charter, 1))
		homes = append(homes, h)
	}
	if rows := ask(w, movement.CalledOff(w.scope, charter, clock.NoDay)); len(rows) != 0 {
		t.Fatalf("it is not called off, and lists %d", len(rows))
	}
	w.ok(movement.Cancel{Trip: charter, Reason: "the airline does not fly"})
	w.ok(load(homes[4], w.trip(village, 10), 1))
	if ready := ask(w, movement.ReadyFor(w.scope, village, "")); len(ready) != 4 || ready[0].Journey != homes[2].journey || ready[3].Journey != homes[0].journey {
		t.Errorf("who is ready stands otherwise than by the day by which they travel: %+v", ready)
	}
	w.days(6)

	rows := ask(w, movement.CalledOff(w.scope, charter, today+12))
	if len(rows) != 4 {
		t.Fatalf("%d are listed, want 4", len(rows))
	}
	for i, want := range []struct {
		of     home
		until  clock.Day
		lapses bool
		held   string
	}{{homes[2], clock.NoDay, true, "journey.blocked_by_step"}, {homes[3], today + 9, true, ""}, {homes[1], today + 30, false, ""}, {homes[0], clock.NoDay, false, ""}} {
		row := rows[i]
		if row.Journey != want.of.journey || row.Lapses != want.lapses || row.Held != want.held || row.Persons != 3 || row.Card == "" {
			t.Errorf("%d: %+v", i, row)
		}
		if row.TravelBy != want.until && row.Held == "" {
			t.Errorf("%d: they travel by %s, want %s", i, row.TravelBy, want.until)
		}
	}
}
