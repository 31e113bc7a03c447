// SPDX-License-Identifier: Apache-2.0

package movement_test

import (
	"testing"

	"safar/field/journey"
	"safar/field/movement"
	"safar/field/people"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/id"
)

// gone is a household that left for a village by its own means.
func (w *world) gone(adults, children int, village id.ID) home {
	w.Helper()
	h := w.decided(adults, children, village)
	w.willingAll(h)
	w.ok(movement.LeaveByOwnMeans{Journey: h.journey, Step: "departure"})
	return h
}

func lookFor(h home, outcome movement.Outcome) movement.LookFor {
	return movement.LookFor{Journey: h.journey, Step: "departure", Outcome: outcome}
}

func TestWhoLeftByTheirOwnMeansIsLookedForWhenTheVillageIsNotSafe(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h := w.gone(2, 1, village)
	w.ok(people.SetSafeContact{Person: h.adults[0], Contact: people.SafeContact{Who: "her sister", How: "call", When: "evenings"}})
	w.days(1)
	w.decide(village, false, "")
	row := ask(w, movement.OnTheRoadTo(w.scope, village))[0]
	if row.Persons != 3 || len(row.Who) != 3 || row.Reached != "" {
		t.Fatalf("on the road: %+v", row)
	}
	stated := 0
	for _, p := range row.Who {
		if p.ContactStated && p.Contact.Who == "her sister" {
			stated++
		}
	}
	if stated != 1 {
		t.Errorf("safe contacts: %+v", row.Who)
	}
	for _, outcome := range []movement.Outcome{movement.NotReached, movement.ToldThem, movement.WentOn} {
		w.ok(lookFor(h, outcome))
		if row := ask(w, movement.OnTheRoadTo(w.scope, village))[0]; row.Reached != outcome || row.Persons != 3 {
			t.Errorf("after %s: %+v", outcome, row)
		}
	}
	w.refuses(lookFor(h, "lost"), "movement.no_such_outcome")
}

func TestASafeContactIsShownToThoseClearedForIt(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h := w.gone(1, 0, village)
	w.ok(people.SetSafeContact{Person: h.adults[0], Contact: people.SafeContact{Who: "her sister", How: "call", When: "evenings"}})
	for role, sees := range map[access.Role]string{access.ProtectionOfficer: "her sister", access.MovementOfficer: "", access.Caseworker: ""} {
		w.actor = access.Actor{User: id.New(), Grants: []access.Grant{access.NewGrant(role, id.ID{})}}
		if p := ask(w, movement.OnTheRoadTo(w.scope, village))[0].Who[0]; p.Contact.Who != sees || !p.ContactStated {
			t.Errorf("%v sees %+v", role, p)
		}
	}
}

func TestWhoTurnedBackHasNotLeftAndKeepsWhatTheyHad(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h := w.gone(1, 2, village)
	w.decide(village, false, "")
	w.ok(lookFor(h, movement.CameBack))
	if on := ask(w, movement.OnTheRoadTo(w.scope, village)); len(on) != 0 {
		t.Errorf("still on the road: %+v", on)
	}
	j := w.journeyOf(h)
	if j.Left() || j.HasLeft(h.adults[0]) || len(j.Room()) != 1 || len(j.Standing("solution")) != 1 {
		t.Errorf("after they turned back: left %v, room %v, answers %+v", j.Left(), j.Room(), j.Standing("solution"))
	}
	held := ask(w, movement.ConcernedBy(w.scope, village))
	if len(held) != 1 || held[0].Back != w.desk.Today() {
		t.Errorf("concerned: %+v", held)
	}
	w.refuses(movement.LeaveByOwnMeans{Journey: h.journey, Step: "departure"}, "journey.blocked_by_step") // on hold while it is not safe
	w.refuses(lookFor(h, movement.ToldThem), "movement.not_on_the_road_themselves")
	w.decide(village, true, "")
	w.willingAll(h)
	w.ok(movement.LeaveByOwnMeans{Journey: h.journey, Step: "departure"}) // and nobody lost anything
	if row := ask(w, movement.OnTheRoadTo(w.scope, village))[0]; row.Reached != "" {
		t.Errorf("a new departure remembers the old road: %+v", row)
	}
}

func TestAConvoyIsStoppedAsAConvoy(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h := w.decided(1, 0, village)
	trip := w.trip(village, 9)
	w.ok(load(h, trip, 1))
	w.willingAll(h)
	w.ok(board(h, trip))
	if w.sheet(trip).Trip.Unsafe {
		t.Error("a safe way is marked")
	}
	w.ok(movement.Depart{Trip: trip})
	w.refuses(lookFor(h, movement.CameBack), "movement.not_on_the_road_themselves")
	w.decide(village, false, "")
	if row := ask(w, movement.Trips(w.scope, w.desk.Today(), 9))[0]; !row.Unsafe || !w.sheet(trip).Trip.Unsafe {
		t.Errorf("a trip to a place that is not safe is not marked: %+v", row)
	}
	w.ok(movement.StopOrTurnBack{Trip: trip, Reason: "shots were heard"})
	if row := ask(w, movement.OnTheRoadTo(w.scope, village))[0]; !row.Stopped {
		t.Errorf("a stopped convoy looks like one that rolls on: %+v", row)
	}
}

func TestAWithdrawalIsToldToWhoMustAct(t *testing.T) {
	w := newWorld(t)
	village, quiet := w.village(), w.village()
	there, road := w.gone(1, 1, village), w.gone(2, 0, village)
	w.ok(movement.ConfirmArrival{Journey: there.journey, Step: "departure"})
	w.decided(1, 0, village)
	w.decided(1, 0, quiet)
	w.ok(journey.Split{Household: road.household, Leaving: road.adults[1:], OwnWord: road.adults[1:]})
	if rows := ask(w, movement.Alerts(w.scope)); len(rows) != 0 {
		t.Fatalf("alerts while all is safe: %+v", rows)
	}
	w.decide(village, false, "")
	rows := ask(w, movement.Alerts(w.scope))
	if want := (movement.AlertRow{Place: village, Road: 2, Persons: 2, Promised: 1, Chosen: 1, Arrived: 1}); len(rows) != 1 || rows[0] != want {
		t.Errorf("%+v, want %+v", rows, want)
	}
	settled := ask(w, movement.ArrivedAt(w.scope, village))
	if len(settled) != 1 || settled[0].Household != there.household || settled[0].Persons != 2 {
		t.Errorf("who lives there: %+v", settled)
	}
}

func TestASourceThatSaysNotSafeIsHeardUntilProtectionAnswers(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	row := func() places.Row { w.Helper(); return ask(w, places.One(village)).Row }
	report := func(source string, safe bool) {
		w.Helper()
		w.must(access.Commons, places.ReportSafety{Place: village, Report: places.Report{Source: source, Kind: "community",
			Day: w.desk.Today(), Safe: safe}})
	}
	report("market women", false)
	report("market women", false)
	report("teacher", false)
	if got := row(); got.Doubts != 2 || len(ask(w, places.Questioned())) != 1 {
		t.Fatalf("two sources of three reports: %+v", got)
	}
	report("teacher", true) // took it back
	if got := row(); got.Doubts != 1 {
		t.Errorf("after a source took it back: %+v", got)
	}
	w.decide(village, true, "")
	if got := row(); got.Doubts != 0 || len(ask(w, places.Questioned())) != 0 {
		t.Errorf("after protection answered: %+v", got)
	}
	w.decide(village, false, "lake_road")
	if got := row(); !got.Safe || !got.Partly || len(ask(w, places.Questioned())) != 1 {
		t.Errorf("not safe by one route: %+v", got)
	}
}

// Some of a household turned back, and the others went on: each is where they are, the figure of who left is that of those who go on, and those who
// are back keep what they had.
func TestSomeTurnBackAndTheOthersGoOn(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h := w.gone(2, 1, village)
	back := h.adults[1]
	c := lookFor(h, movement.CameBack)
	c.Persons = []id.ID{back}
	w.ok(c)
	row := ask(w, movement.OnTheRoadTo(w.scope, village))[0]
	if row.Persons != 2 || row.Who[0].Person == back || row.Who[1].Person == back {
		t.Errorf("on the road: %+v", row)
	}
	j := w.journeyOf(h)
	if j.HasLeft(back) || !j.HasLeft(h.adults[0]) || len(j.OnRoad("departure")) != 2 || len(j.Room()) != 1 {
		t.Errorf("has left: %v, %v; on the road %v; room %v", j.HasLeft(back), j.HasLeft(h.adults[0]), j.OnRoad("departure"), j.Room())
	}
	w.refuses(c, "movement.not_on_the_road_themselves")
	w.ok(movement.ConfirmArrival{Journey: h.journey, Step: "departure"})
	if j := w.journeyOf(h); len(j.OnRoad("departure")) != 0 || j.HasLeft(back) {
		t.Errorf("after they arrived, %v are on the road", j.OnRoad("departure"))
	}
}
