// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"testing"

	"safar/desk"
	"safar/field/movement"
	"safar/field/works"
	"safar/kernel/access"
)

// notThere says that nobody of the household arrived after all.
func (w *tale) notThere() movement.TakeBackArrival {
	return movement.TakeBackArrival{Journey: w.journey, Step: "departure", Reason: "another family was ticked"}
}

func (w *tale) confirmed() movement.ConfirmArrival {
	return movement.ConfirmArrival{Journey: w.journey, Step: "departure"}
}

// onRoad lists the journeys that are on the road to the village.
func (w *tale) onRoad() []movement.ArrivalRow {
	w.t.Helper()
	rows, err := desk.Ask(w.t.Context(), w.desk, w.as(access.MovementOfficer), "task.confirm_arrival", movement.OnTheRoadTo(w.scope, w.village))
	must(w.t, err)
	return rows
}

// An arrival that was confirmed by mistake is taken back: they are on the road again, and the house waits.
func TestTaleOfAnArrivalThatWasNone(t *testing.T) {
	w := tell(t, 35, 33)
	w.no("movement.has_not_arrived", w.notThere())
	w.gone(0, 1)
	silent := w.notThere()
	silent.Reason = ""
	w.no("movement.reason_missing", silent)
	w.by(w.as(access.SiteManager), works.Report{Journey: w.journey, Step: "foundation"})
	w.ok(w.notThere())
	w.no("movement.has_not_arrived", w.notThere())
	if rows := w.onRoad(); len(rows) != 1 || rows[0].Journey != w.journey || rows[0].Persons != 2 {
		t.Fatalf("on the road: %+v", rows)
	}
	inspect := works.Inspect{Journey: w.journey, Step: "foundation", Passed: true, Seen: works.Seen{Answers: houseSeen}}
	w.notBy(w.as(access.Inspector), "journey.condition_failed", inspect)
	w.days(1)
	w.ok(w.confirmed())
	w.by(w.as(access.Inspector), inspect)
	if rows := w.onRoad(); len(rows) != 0 {
		t.Fatalf("still on the road: %+v", rows)
	}
}

// What was inspected, paid or ended because they had arrived cannot be undone, so the arrival stands; it is said what stands on it.
func TestTaleOfAnArrivalOnWhichAHouseStands(t *testing.T) {
	w := tell(t, 35, 33)
	w.gone(0, 1)
	w.built("foundation")
	w.no("movement.stands_on_arrival", w.notThere())
	w.built("walls")
	w.paid("second_tranche")
	w.no("movement.stands_on_arrival", w.notThere())

	other := tell(t, 35)
	other.gone(0)
	other.days(365)
	other.ok(other.visit())
	other.ok(other.end("returned"))
	other.no("movement.stands_on_arrival", other.notThere())
}

// The wrong trip was said to be there: it is on the road with everybody on it, and nobody is lost.
func TestTaleOfATripThatWasNotThere(t *testing.T) {
	w := tell(t, 35, 33)
	w.onTrip()
	wrong := movement.TakeBackTripArrival{Trip: w.trip, Reason: "the other convoy was meant"}
	w.no("movement.not_there", wrong)
	w.ok(movement.Arrive{Trip: w.trip})
	silent := wrong
	silent.Reason = ""
	w.no("movement.reason_missing", silent)
	w.ok(wrong)
	if rows := w.onRoad(); len(rows) != 1 || rows[0].Trip != w.trip {
		t.Fatalf("on the road: %+v", rows)
	}
	w.ok(movement.StopOrTurnBack{Trip: w.trip, Reason: "the bridge is cut"})
	w.ok(movement.GoOn{Trip: w.trip, Reason: "it is mended"})
	w.ok(movement.Arrive{Trip: w.trip})
	w.built("foundation")
	w.no("movement.stands_on_arrival", wrong)
}

// onTrip has the household leave on a trip.
func (w *tale) onTrip() {
	w.t.Helper()
	w.chosen(0, 1)
	w.settled()
	w.paid("first_tranche")
	w.plan(5, 0)
	w.ok(w.load())
	w.ok(w.again(0, true))
	w.ok(w.again(1, true))
	w.ok(w.board())
	w.ok(movement.Depart{Trip: w.trip})
}
