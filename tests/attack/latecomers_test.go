// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"slices"
	"testing"

	"safar/desk"
	"safar/field/figures"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/id"
)

// comes registers somebody into the household of the tale, whatever it has done since.
func (w *tale) comes(age int, relation people.Relation) int {
	w.t.Helper()
	w.members = append(w.members, w.ok(people.AddMember{Household: w.household, Member: people.Member{Relation: relation, Born: born(age)}}).IDs[0])
	return len(w.members) - 1
}

// counts demands what some figures are.
func (w *tale) counts(want map[string]int64) {
	w.t.Helper()
	reader := w.as(access.Caseworker)
	board, err := figures.Open(w.t.Context(), w.desk, reader, w.scope, tanganyika)
	must(w.t, err)
	defer board.Close()
	for figure, n := range want {
		cells, err := board.Count(w.t.Context(), reader, figure)
		must(w.t, err)
		sum := int64(0)
		for _, c := range cells {
			if len(c.By) == 0 {
				sum = c.Value
			}
		}
		if sum != n {
			w.t.Errorf("%s is %d, want %d", figure, sum, n)
		}
	}
}

// asked tells one who follows of the village, and asks them alone.
func (w *tale) asked(person int) {
	w.t.Helper()
	told := w.told(w.village)
	told.Heard = []id.ID{w.members[person]}
	w.ok(told)
	w.ok(w.answer(person, "return", w.village))
}

// Promises 1, 3 and 4: who joins a household that has left is asked themselves, holds a seat of their own on a later load, and is counted once.
func TestTaleOfSomebodyWhoFollowsTheHousehold(t *testing.T) {
	w := tell(t, 35, 33)
	w.gone(0, 1)
	w.days(30)
	w.ok(w.visit())
	she := w.comes(28, people.Carer)
	w.plan(1, 0)
	w.counts(map[string]int64{"left_the_sites": 2, "remaining": 1, "households_left": 1})
	w.no("journey.blocked_by_step", w.load())
	w.no("choice.yet_to_be_told", w.answer(she, "return", w.village))
	w.asked(she)
	w.ok(w.load())
	w.carries(1, w.trip)
	if rows := w.ready(); len(rows) != 0 {
		t.Errorf("she holds a seat, and is ready for another: %+v", rows)
	}
	w.no("movement.ask_again", w.board())
	w.ok(w.again(she, true))
	w.ok(w.board())
	w.ok(movement.Depart{Trip: w.trip})
	if rows := w.onRoad(); len(rows) != 1 || rows[0].Persons != 1 || rows[0].Trip != w.trip {
		t.Fatalf("on the road: %+v", rows)
	}
	w.counts(map[string]int64{"left_the_sites": 3, "remaining": 0, "households_left": 1, "follow_ups": 1, "arrived": 1})
	w.ok(movement.Arrive{Trip: w.trip})
	if rows := w.onRoad(); len(rows) != 0 {
		t.Fatalf("still on the road: %+v", rows)
	}
	w.counts(map[string]int64{"left_the_sites": 3, "remaining": 0, "households_left": 1, "follow_ups": 1, "arrived": 1})
	w.no("journey.step_is_done", w.own())
}

// Who follows changes their mind as anybody does: the seat is free, and nothing that the household has stops. By their own means they may be turned back
// alone.
func TestTaleOfSomebodyWhoFollowsAndTurnsBack(t *testing.T) {
	w := tell(t, 35, 33)
	w.gone(0, 1)
	w.built("foundation")
	w.built("walls")
	w.list = w.ok(w.prepare("second_tranche")).IDs[0]
	she := w.comes(28, people.Carer)
	w.asked(she)
	w.plan(1, 0)
	w.ok(w.load())
	w.ok(w.withdraw(she))
	w.carries(0, w.trip)
	w.ok(w.answer(she, "stay", id.ID{}))
	w.counts(map[string]int64{"with_choice": 1}) // hers is no answer of those who have left
	w.ok(w.approve())
	w.ok(w.deliver("second_tranche"))
	w.built("roof")
	w.paid("third_tranche")
	w.asked(she)
	w.ok(w.again(she, true))
	w.ok(w.own())
	w.counts(map[string]int64{"left_the_sites": 3})
	w.ok(movement.LookFor{Journey: w.journey, Step: "departure", Outcome: movement.CameBack})
	w.counts(map[string]int64{"left_the_sites": 2, "remaining": 1, "arrived": 1})
	if rows := w.onRoad(); len(rows) != 0 {
		t.Fatalf("on the road: %+v", rows)
	}
	w.ok(w.again(she, true))
	w.ok(w.own())
	w.ok(w.confirmed())
	w.counts(map[string]int64{"left_the_sites": 3, "remaining": 0, "arrived": 1})
}

// Somebody has a seat to follow the household while it is on the road: it arrives, and the seat stays theirs. A child does not follow alone; with an adult
// it does; and who was born on the way is where its mother is.
func TestTaleOfSomebodyWhoFollowsWhileTheyAreOnTheRoad(t *testing.T) {
	w := tell(t, 35, 33)
	w.onTrip()
	first := w.trip
	w.ok(people.Birth{Household: w.household, BornTo: w.members[1]})
	if rows := w.ready(); len(rows) != 0 {
		t.Errorf("a child that was born on the road is to follow its mother: %+v", rows)
	}
	w.comes(9, people.Child)
	w.plan(2, 0)
	w.no("journey.blocked_by_step", w.load())
	she := w.comes(28, people.Carer)
	w.asked(she)
	if rows := w.ready(); len(rows) != 1 || rows[0].Persons != 2 || rows[0].AskAgain != 1 {
		t.Errorf("ready are %+v", rows)
	}
	w.ok(w.load())
	w.ok(movement.Arrive{Trip: first})
	w.carries(2, w.trip)
	w.ok(w.again(she, true))
	w.ok(w.board())
	w.ok(movement.Depart{Trip: w.trip})
	if n := w.stoppable(); n != 2 {
		t.Errorf("%d on the road, want two", n)
	}
	w.ok(movement.StopOrTurnBack{Trip: w.trip, TurnBack: true, Reason: "the road is cut"})
	w.counts(map[string]int64{"left_the_sites": 2, "remaining": 2, "arrived": 1})
}

// Where a child is who was born since the household left: with those who left, where nobody else was there to bear one; with the one to whom it was born, where
// somebody said so; and with an adult who had come by then and is still to follow, where nobody did. File, list and figure say the same.
func TestTaleOfAChildWhoWasBornToThoseWhoHadLeft(t *testing.T) {
	w := tell(t, 35, 33)
	w.gone(0, 1)
	w.days(29)
	w.ok(w.visit())
	newborn := people.Member{Relation: people.Child, Born: people.Born{Day: w.desk.Today() - 3, Precision: people.BirthDay}}
	w.ok(people.AddMember{Household: w.household, Member: newborn})
	w.remain(0)
	w.comes(9, people.Child) // was born before they left, and is fetched later
	w.remain(1)
	w.days(1)
	she := w.comes(28, people.Spouse)
	w.remain(2) // the newborn was there before she came
	w.ok(people.AddMember{Household: w.household, Member: newborn})
	w.remain(3) // this one may be hers: it is on a list beside the one who may carry it
	w.asked(she)
	if rows := w.ready(); len(rows) != 1 || rows[0].Persons != 3 {
		t.Errorf("ready are %+v", rows)
	}
	w.ok(w.again(she, true))
	w.ok(w.own())
	w.remain(0)
	w.ok(people.Birth{Household: w.household, BornTo: w.members[1], Day: w.desk.Today()})
	w.remain(0)
}

// Who is born to somebody who is still to follow is there with her; who is born to one who has left is not, whoever else follows.
func TestTaleOfAChildWhoWasBornToSomebodyWhoFollows(t *testing.T) {
	w := tell(t, 35, 33)
	w.gone(0, 1)
	w.days(30)
	w.ok(w.visit())
	she := w.comes(28, people.Spouse)
	w.ok(people.Birth{Household: w.household, BornTo: w.members[1]})
	w.remain(1)
	w.ok(people.Birth{Household: w.household, BornTo: w.members[she]})
	w.remain(2)
}

// remain demands how many remain where the household lived: by the figure, by its file, and by the list of those who remain.
func (w *tale) remain(n int) {
	w.t.Helper()
	w.counts(map[string]int64{"remaining": int64(n)})
	file, err := desk.Ask(w.t.Context(), w.desk, w.as(access.Caseworker), "task.find_the_way", journey.FileOf(w.scope, w.household))
	must(w.t, err)
	later := 0
	for _, way := range file.Ways {
		for _, s := range way.Steps {
			later += len(s.Later)
		}
	}
	if later != n {
		w.t.Errorf("the file says that %d follow, want %d", later, n)
	}
	rows, err := desk.Ask(w.t.Context(), w.desk, w.as(access.Caseworker), "task.find_the_way", journey.HouseholdsWhere(w.scope, journey.Remaining, people.Listing{Limit: 50}))
	must(w.t, err)
	if listed := slices.ContainsFunc(rows.Rows, func(r journey.HouseholdRow) bool { return r.Household.ID == w.household }); listed != (n > 0) {
		w.t.Errorf("the household stands with those who remain: %v, and %d do", listed, n)
	}
}

// ready lists who may be put on a trip to the village.
func (w *tale) ready() []movement.ReadyRow {
	w.t.Helper()
	rows, err := desk.Ask(w.t.Context(), w.desk, w.as(access.MovementOfficer), "task.move", movement.ReadyFor(w.scope, w.village, ""))
	must(w.t, err)
	return rows
}

// Promise 4: somebody follows the household and is on the road when one of those who arrived leaves it together with her. On the way of the two she is
// on the road still: on the list of those who are stopped, on the start page, and expected until she has arrived herself.
func TestTaleOfSomebodyOnTheRoadWhoPartsWithWhoHasArrived(t *testing.T) {
	for name, first := range map[string]bool{"they arrived before she left": true, "they arrived while she was on the road": false} {
		t.Run(name, func(t *testing.T) {
			w := tell(t, 35, 33)
			w.onTrip()
			if first {
				w.ok(movement.Arrive{Trip: w.trip})
			}
			she := w.comes(28, people.Carer)
			w.asked(she)
			w.ok(w.again(she, true))
			w.ok(w.own())
			if !first {
				w.ok(movement.Arrive{Trip: w.trip})
			}
			w.watched(1, id.ID{})
			two := []id.ID{w.members[1], w.members[she]}
			w.journey = w.ok(journey.Split{Household: w.household, Leaving: two, OwnWord: two}).IDs[1]
			w.watched(1, id.ID{})
			if rows := w.onRoad(); len(rows) != 1 || rows[0].Journey != w.journey || rows[0].Who[0].Person != two[1] {
				t.Errorf("on the road: %+v", rows)
			}
			w.safe(w.village, false)
			if rows := w.alerts(); len(rows) != 1 || rows[0].Persons != 1 {
				t.Errorf("the start page tells of %+v", rows)
			}
			w.ok(w.confirmed())
			w.watched(0, id.ID{})
		})
	}
}

// alerts are the places of which the start page says that they are not safe any more, and whom it concerns.
func (w *tale) alerts() []movement.AlertRow {
	w.t.Helper()
	rows, err := desk.Ask(w.t.Context(), w.desk, w.as(access.MovementOfficer), "task.home", movement.Alerts(w.scope))
	must(w.t, err)
	return rows
}
