// SPDX-License-Identifier: Apache-2.0

package movement_test

import (
	"testing"

	"safar/field/capacity"
	"safar/field/movement"
	"safar/field/people"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/id"
)

// unsafe has protection decide that a village is not safe for a group, by a route.
func (w *world) unsafe(village id.ID, group, route string) {
	w.Helper()
	w.must(access.Commons, places.DecideSafety{Place: village, Group: group, Route: route, Reason: "heard and seen"})
}

func of(h home, groups ...string) people.SayGroups {
	return people.SayGroups{Household: h.household, Groups: groups, Private: true}
}

// What is not safe for a group is not safe for a household of that group, from the choice to the boarding; for others it is.
func TestADecisionForAGroupGovernsIt(t *testing.T) {
	w := newWorld(t)
	v := w.village()
	theirs, others := w.household(1, 1), w.household(1, 0)
	w.refuses(people.SayGroups{Household: theirs.household, Groups: []string{"Twa"}}, "people.groups_in_private")
	w.ok(of(theirs, " Twa "))
	w.unsafe(v, "twa", "")

	for _, h := range []home{theirs, others} {
		w.ok(tell(h, v))
	}
	w.refuses(answer(theirs, theirs.adults[0], v), "journey.condition_failed")
	w.ok(answer(others, others.adults[0], v))
	w.ok(capacity.Promise{Journey: others.journey, Step: "plot", Place: v})
}

// A household that had chosen, holds a plot and stands on a load is off the manifest, and does not board, once protection decides for its group.
func TestADecisionForAGroupStopsWhatWasBegun(t *testing.T) {
	w := newWorld(t)
	v := w.village()
	theirs, others := w.decided(1, 0, v), w.decided(1, 0, v)
	w.ok(of(theirs, "twa"))
	trip := w.trip(v, 10)
	for _, h := range []home{theirs, others} {
		w.ok(load(h, trip, 1))
		w.willingAll(h)
	}
	w.unsafe(v, "Twa", "")
	w.ok(movement.Freeze{Trip: trip})
	w.refuses(board(theirs, trip), "journey.blocked_by_step")
	w.ok(board(others, trip))
	w.ok(capacity.Release{Journey: theirs.journey, Step: "plot"})
	w.refuses(capacity.Promise{Journey: theirs.journey, Step: "plot", Place: v}, "journey.blocked_by_step")
}

// What is not safe by a route is not safe for who goes by it; who does not say by which they go is asked.
func TestADecisionForARouteGovernsWhoGoesByIt(t *testing.T) {
	w := newWorld(t)
	v := w.village()
	h := w.decided(1, 0, v)
	w.unsafe(v, "", "by the lake")
	w.willingAll(h)
	leave := movement.LeaveByOwnMeans{Journey: h.journey, Step: "departure", Route: "By the lake"}
	w.refuses(leave, "movement.not_safe")
	leave.Route = ""
	w.refuses(leave, "movement.which_route")
	leave.Route = "by the road"
	w.ok(leave)
}

// A road that is not safe for one group is closed to it alone.
func TestARouteForAGroup(t *testing.T) {
	w := newWorld(t)
	v := w.village()
	theirs, others := w.decided(1, 0, v), w.decided(1, 0, v)
	w.ok(of(theirs, "twa"))
	w.unsafe(v, "twa", "by the road")
	for _, h := range []home{theirs, others} {
		w.willingAll(h)
	}
	leave := movement.LeaveByOwnMeans{Journey: theirs.journey, Step: "departure", Route: "by the road"}
	w.refuses(leave, "movement.not_safe")
	leave.Journey = others.journey
	w.ok(leave)
}
