// SPDX-License-Identifier: Apache-2.0

package movement_test

import (
	"testing"

	"safar/field/journey"
	"safar/field/movement"
	"safar/field/programme"
	"safar/kernel/id"
)

func TestWhoHasLeftIsOnNoOtherLoadWhateverAnotherNodeWrote(t *testing.T) {
	first, second, person := id.New(), id.New(), id.New()
	j := &journey.Journey{Marks: []journey.Mark{
		{Step: "departure", State: programme.Boarded, Link: first, Unit: 1},
		{Step: "departure", State: programme.Departed, Link: first, Unit: 1},
		{Step: "departure", State: programme.Loaded, Link: second, Unit: 4}, // by a node that had not heard
	}}
	if s := movement.SeatOf(j, "departure", person); !s.Gone() || s.Trip != first {
		t.Errorf("%+v", s)
	}
	j.Marks[1].Withdrawn = true // turned back
	if s := movement.SeatOf(j, "departure", person); s.Gone() || s.Trip != second || s.Load != 4 {
		t.Errorf("%+v", s)
	}
}

func TestASeatIsThatOfThePersonOrOfTheWholeHousehold(t *testing.T) {
	trip, ada, bem := id.New(), id.New(), id.New()
	j := &journey.Journey{Marks: []journey.Mark{
		{Step: "departure", State: programme.Loaded, Link: trip, Unit: 1},
		{Step: "departure", State: programme.Loaded, Link: trip, Unit: 2, By: bem},
		{Step: "onward", State: programme.Loaded, Link: id.New(), Unit: 9},
	}}
	if a, b := movement.SeatOf(j, "departure", ada), movement.SeatOf(j, "departure", bem); a.Load != 1 || b.Load != 2 {
		t.Errorf("%+v, %+v", a, b)
	}
}
