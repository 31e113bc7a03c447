// SPDX-License-Identifier: Apache-2.0

package movement_test

import (
	"testing"

	"safar/field/choice"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/people"
	"safar/kernel/id"
)

// comes registers somebody into a household, whatever it has done since.
func (w *world) comes(h *home, age int, relation people.Relation) id.ID {
	w.Helper()
	who := w.ok(people.AddMember{Household: h.household, Member: w.aged(age, relation)}).IDs[0]
	h.adults = append(h.adults, who)
	return who
}

// hears is a telling that one of a household heard alone.
func hears(h home, person, village id.ID) choice.Tell {
	c := tell(h, village)
	c.Heard = []id.ID{person}
	return c
}

// Who follows a household goes where it went, also on a way that promises no plot there: whoever wants to live elsewhere leaves the household first.
func TestWhoFollowsGoesWhereTheOthersWent(t *testing.T) {
	w := newWorld(t)
	village, another := w.village(), w.village()
	h := w.household(2, 0)
	h.journey = w.ok(journey.Start{Programme: "homeward", Pathway: "landless", Subject: h.household}).IDs[0]
	w.ok(tell(h, village))
	for _, a := range h.adults {
		w.ok(answer(h, a, village))
	}
	w.willingAll(h)
	leave := movement.LeaveByOwnMeans{Journey: h.journey, Step: "departure"}
	w.ok(leave)
	she := w.comes(&h, 30, people.Carer)
	w.ok(hears(h, she, another))
	w.ok(answer(h, she, another))
	w.ok(willing(h, she, true))
	w.refuses(leave, "movement.another_destination")
	w.ok(hears(h, she, village))
	w.ok(answer(h, she, village))
	w.ok(willing(h, she, true))
	w.ok(leave)
	w.refuses(leave, "journey.step_is_done")
}

// A household of whom only a latecomer remains stands with those who remain until she has left too; a child who was born on the way is with its mother.
func TestAHouseholdOfWhomOnlyALatecomerRemainsIsListed(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h := w.decided(1, 0, village)
	w.willingAll(h)
	leave := movement.LeaveByOwnMeans{Journey: h.journey, Step: "departure"}
	w.ok(leave)
	w.ok(people.Birth{Household: h.household, BornTo: h.adults[0]})
	w.stands(h, journey.OnTheRoad)
	she := w.comes(&h, 30, people.Spouse)
	w.stands(h, journey.Remaining, journey.OnTheRoad)
	w.ok(hears(h, she, village))
	w.ok(answer(h, she, village))
	w.ok(willing(h, she, true))
	w.ok(leave)
	w.stands(h, journey.OnTheRoad)
	w.ok(movement.ConfirmArrival{Journey: h.journey, Step: "departure"})
	w.stands(h, journey.HaveLeft)
	w.comes(&h, 40, people.Carer)
	w.stands(h, journey.Remaining, journey.HaveLeft)
}

// Who comes to a household of which each had left on their own word follows it like any other, and a change of their mind leaves the others' seats and plot.
func TestWhoFollowsAHouseholdThatLeftOneByOne(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h := w.decided(2, 0, village)
	w.willingAll(h)
	apart := func(who id.ID, words ...id.ID) movement.LeaveByOwnMeans {
		return movement.LeaveByOwnMeans{Journey: h.journey, Step: "departure", Persons: []id.ID{who}, OwnWord: words}
	}
	w.ok(apart(h.adults[0], h.adults[0], h.adults[1]))
	w.ok(apart(h.adults[1]))
	w.days(100) // what the others chose is too old for anybody who travels on it
	w.decide(village, true, "")
	she := w.comes(&h, 30, people.Spouse)
	w.stands(h, journey.Remaining, journey.OnTheRoad)
	leave := movement.LeaveByOwnMeans{Journey: h.journey, Step: "departure"}
	w.refuses(leave, "journey.blocked_by_step")
	w.ok(hears(h, she, village))
	w.ok(answer(h, she, village))
	trip := w.trip(village, 9)
	w.ok(load(h, trip, 1))
	w.ok(choice.Withdraw{Journey: h.journey, Step: "solution", Person: she})
	if n := w.seats(trip); n != 0 {
		t.Errorf("%d hold a seat", n)
	}
	w.ok(answer(h, she, village))
	w.ok(load(h, trip, 1))
	w.ok(willing(h, she, true))
	w.ok(board(h, trip))
	w.ok(movement.Depart{Trip: trip})
	w.stands(h, journey.OnTheRoad)
	w.ok(movement.Arrive{Trip: trip})
	if on := ask(w, movement.OnTheRoadTo(w.scope, village)); len(on) != 1 || on[0].Persons != 2 {
		t.Errorf("on the road are %+v", on)
	}
}

// What the authority decided for children who have left was not decided for a child who comes to them since: it decides for that child.
func TestAChildWhoFollowsOthersGoesOnADecisionOfTheirOwn(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h := w.household(0, 2)
	h.journey = w.ok(journey.Start{Programme: "homeward", Pathway: "landless", Subject: h.household}).IDs[0]
	w.ok(tell(h, village))
	decide := choice.BestInterests{Journey: h.journey, Step: "solution", Option: "return", Place: village, Authority: "child protection, Kalemie",
		Day: w.desk.Today(), Words: choice.Words{Text: "their aunt lives there", Officer: "Mwamba"}}
	w.ok(decide)
	leave := movement.LeaveByOwnMeans{Journey: h.journey, Step: "departure"}
	w.ok(leave)
	decide.Child = w.comes(&h, 7, people.Child)
	w.refuses(leave, "journey.blocked_by_step")
	w.ok(hears(h, decide.Child, village))
	w.ok(decide)
	w.ok(leave)
	w.refuses(decide, "choice.has_left")
}

// A separated child is held at the gate of the road as well as at the choice, and whoever holds a seat already is asked about again.
func TestASeparatedChildBoardsOnlyOnADecisionForThem(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h := w.decided(1, 1, village)
	w.willingAll(h)
	trip := w.trip(village, 9)
	w.ok(load(h, trip, 1))
	yes := people.Yes
	w.ok(people.Correct{Person: h.children[0], Separated: &yes})
	w.refuses(board(h, trip), "journey.blocked_by_step")
	decide := choice.BestInterests{Journey: h.journey, Step: "solution", Child: h.children[0], Option: "return", Place: village,
		Authority: "child protection, Kalemie", Day: w.desk.Today(), Words: choice.Words{Text: "they stay together", Officer: "Mwamba"}}
	w.ok(decide)
	w.ok(board(h, trip))
	decide.Option, decide.Place = "stay", id.ID{}
	w.ok(decide) // it changes its mind: they are off the truck
	if n := w.seats(trip); n != 0 {
		t.Errorf("%d hold a seat", n)
	}
}
