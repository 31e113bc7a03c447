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
