// SPDX-License-Identifier: Apache-2.0

package movement_test

import (
	"strings"
	"testing"

	"safar/field/journey"
	"safar/field/movement"
	"safar/kernel/access"
	"safar/kernel/id"
)

// followed is the way home, after which whoever has left is visited twice.
var followed = strings.NewReplacer("programme: homeward", "programme: followed", "  careless:", `      - check: settled
        at: [30d, 90d]
        early: 7d
        needs: [departure]
  careless:`).Replace(homeward)

// settled is a household of one adult that has left for a village and arrived there.
func (w *world) settled(village id.ID) home {
	w.Helper()
	h := w.household(1, 0)
	h.journey = w.ok(journey.Start{Programme: "followed", Pathway: "solution", Subject: h.household}).IDs[0]
	w.choose(h, village)
	w.willingAll(h)
	w.ok(movement.LeaveByOwnMeans{Journey: h.journey, Step: "departure"})
	w.ok(movement.ConfirmArrival{Journey: h.journey, Step: "departure"})
	return h
}

// Those who were visited, however many, neither hide nor cost anything to those who wait for a visit.
func TestWhoWaitsForAVisitIsCountedBehindManyWhoWereVisited(t *testing.T) {
	w := newWorld(t)
	w.must(access.Commons, journey.Publish{Source: []byte(followed)})
	village := w.village()
	var visited []home
	for range 70 {
		visited = append(visited, w.settled(village))
	}
	w.days(1)
	forgotten := w.settled(village)
	waits := func(want int, when string) {
		t.Helper()
		if got := ask(w, journey.WaitingToday(access.JourneyFollowUp, w.scope)).Visits; got != want {
			t.Errorf("%s %d wait for a visit, want %d", when, got, want)
		}
	}
	w.days(27)
	waits(0, "before any is due")
	for _, h := range visited {
		w.ok(journey.FollowUp{Journey: h.journey, Step: "settled"})
	}
	w.days(5)
	waits(1, "when all but one were visited")
	w.ok(journey.FollowUp{Journey: forgotten.journey, Step: "settled"})
	waits(0, "when all were visited")
	w.days(31)
	waits(0, "between the visits")
	w.days(28)
	waits(60, "when the second is due for more than are counted")
}
