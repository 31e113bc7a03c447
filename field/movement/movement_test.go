// SPDX-License-Identifier: Apache-2.0

package movement_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"safar/desk"
	"safar/field/capacity"
	"safar/field/choice"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/id"
)

func TestAHouseholdGoesHomeInAConvoy(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h := w.decided(2, 3, village)
	trip := w.trip(village, 40)
	w.ok(load(h, trip, 1))
	w.ok(movement.Freeze{Trip: trip})
	w.willingAll(h)
	w.ok(board(h, trip))
	w.ok(movement.Depart{Trip: trip})
	if on := ask(w, movement.OnTheRoadTo(w.scope, village)); len(on) != 1 || on[0].Persons != 5 || on[0].Trip != trip {
		t.Fatalf("on the road: %+v", on)
	}
	w.days(1)
	w.ok(movement.Arrive{Trip: trip})
	if on := ask(w, movement.OnTheRoadTo(w.scope, village)); len(on) != 0 {
		t.Errorf("still on the road: %+v", on)
	}
	row := ask(w, movement.Trips(w.scope, w.desk.Today()-30, 10))[0]
	if row.Status != movement.There || row.Persons != 5 || row.Households != 1 || row.Manifest != 2 {
		t.Errorf("trip %+v", row)
	}
	for _, p := range h.all() {
		if s := w.seat(h, p); s.State != programme.Arrived || s.Place != village {
			t.Errorf("seat %+v", s)
		}
	}
}

func TestAHouseholdLeavesByItsOwnMeansAndItsArrivalIsConfirmed(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h := w.decided(1, 2, village)
	leave := movement.LeaveByOwnMeans{Journey: h.journey, Step: "departure"}
	w.refuses(leave, "movement.ask_again")
	w.willingAll(h)
	w.stands(h, journey.Remaining)
	w.ok(leave)
	w.stands(h, journey.OnTheRoad)
	w.refuses(leave, "journey.step_is_done")
	confirm := movement.ConfirmArrival{Journey: h.journey, Step: "departure"}
	w.days(4)
	early := confirm
	early.Day = w.desk.Today() - 5
	w.refuses(early, "movement.arrived_before_leaving")
	if on := ask(w, movement.OnTheRoadTo(w.scope, village)); len(on) != 1 || !on[0].Trip.IsZero() || on[0].Persons != 3 {
		t.Fatalf("arrivals to confirm: %+v", on)
	}
	w.ok(confirm)
	w.stands(h, journey.HaveLeft)
	w.refuses(confirm, "movement.has_not_left")
}

func TestNobodyStandsOnALoadWithoutTheirChoice(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	trip := w.trip(village, 40)
	h := w.household(2, 1)
	w.refuses(load(h, trip, 1), "journey.blocked_by_step")
	w.ok(tell(h, village))
	w.ok(answer(h, h.adults[0], village))
	w.refuses(load(h, trip, 1), "journey.blocked_by_step") // one of two adults is not every adult
	w.ok(answer(h, h.adults[1], village))
	w.ok(capacity.Promise{Journey: h.journey, Step: "plot", Place: village})
	w.ok(load(h, trip, 1))

	elsewhere := w.trip(w.village(), 40)
	w.refuses(load(h, elsewhere, 1), "movement.another_destination")
}

func TestAProgrammeThatForgetsToAskMovesNobody(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h := w.household(1, 0)
	careless := w.ok(journey.Start{Programme: "homeward", Pathway: "careless", Subject: h.household}).IDs[0]
	w.refuses(movement.Load{Journey: careless, Step: "departure", Trip: w.trip(village, 9), Load: 1}, "movement.no_choice_asked")
}

func TestAChoiceThatIsTooOldMovesNobody(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h := w.decided(1, 0, village)
	trip := w.trip(village, 9)
	w.ok(load(h, trip, 1))
	w.days(70) // what was told holds for 60 days
	w.decide(village, true, "")
	w.ok(movement.Freeze{Trip: trip})
	if m := w.sheet(trip); m.Version.Persons != 0 || m.Version.Held != 1 || m.Lines[0].Held == "" {
		t.Errorf("manifest %+v", m)
	}
	w.refuses(board(h, trip), "journey.blocked_by_step")
}

func TestEachAdultIsAskedAgainInPrivateWithinThreeDays(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h := w.decided(2, 1, village)
	trip := w.trip(village, 9)
	w.ok(load(h, trip, 1))
	public := willing(h, h.adults[0], true)
	public.Private = false
	w.refuses(public, "movement.in_private")
	w.refuses(willing(h, h.children[0], true), "movement.not_an_adult")
	w.refuses(board(h, trip), "movement.ask_again")
	w.ok(willing(h, h.adults[0], true))
	w.refuses(board(h, trip), "movement.ask_again") // one of two adults is not every adult
	if err := w.do(board(h, trip)); names(err.Error(), h.all()) {
		t.Errorf("the refusal says who was asked: %v", err)
	}
	if line := w.sheet(trip).Lines[0]; line.AskAgain != 1 {
		t.Errorf("still to be asked: %d", line.AskAgain)
	}
	for _, row := range ask(w, movement.AskAgainList(w.scope, h.journey, "departure")) {
		if row.Asked != (row.Person == h.adults[0]) {
			t.Errorf("who was asked: %+v", row)
		}
	}
	w.ok(willing(h, h.adults[1], true))
	w.ok(board(h, trip))
	w.days(4)
	w.refuses(movement.Depart{Trip: trip}, "movement.some_may_not_leave")
	w.willingAll(h)
	w.ok(movement.Depart{Trip: trip})
	w.refuses(willing(h, h.adults[0], false), "movement.has_left")
}

func TestNoIsAChangeOfMindThatNobodyElseSees(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h := w.decided(2, 1, village)
	trip := w.trip(village, 9)
	w.ok(load(h, trip, 1))
	w.willingAll(h)
	w.ok(board(h, trip))
	w.ok(willing(h, h.adults[0], false))
	if got := w.seats(trip); got != 0 {
		t.Errorf("%d people hold a seat after a no", got)
	}
	if rooms := w.journeyOf(h).Room(); len(rooms) != 0 {
		t.Errorf("the plot is still promised: %v", rooms)
	}
	if left := w.journeyOf(h).Standing("solution", programme.Happened); len(left) != 1 || left[0].By != h.adults[1] {
		t.Errorf("answers that stand: %+v", left)
	}
	w.refuses(capacity.Promise{Journey: h.journey, Step: "plot", Place: village}, "journey.blocked_by_step")
	w.refuses(movement.Depart{Trip: trip}, "movement.nobody_boarded")
	w.refuses(load(h, trip, 1), "journey.blocked_by_step")
	if err := w.do(load(h, trip, 1)); err == nil || names(err.Error(), h.all()) {
		t.Errorf("the refusal names somebody: %v", err)
	}
	for _, row := range ask(w, movement.AskAgainList(w.scope, h.journey, "departure")) {
		if row.Asked {
			t.Error("after a no somebody is still shown as asked: the other answer can be read from it")
		}
	}
	never := w.household(2, 1)
	for _, q := range []home{h, never} { // whoever said no is to be asked like whoever was never asked
		for _, row := range ask(w, movement.AskAgainList(w.scope, q.journey, "departure")) {
			if row.Person == q.adults[0] && row.Asked {
				t.Errorf("asked: %+v", row)
			}
		}
	}
	w.ok(answer(h, h.adults[0], village)) // and they may change it again
	w.ok(capacity.Promise{Journey: h.journey, Step: "plot", Place: village})
	w.ok(load(h, trip, 1))
}

// names reports whether a text names one of the persons.
func names(text string, persons []id.ID) bool {
	return slices.ContainsFunc(persons, func(p id.ID) bool { return strings.Contains(text, p.String()) })
}

func TestAChangeOfMindFreesTheSeat(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h, other := w.decided(2, 3, village), w.decided(1, 3, village)
	trip := w.trip(village, 5)
	w.ok(load(h, trip, 1))
	w.refuses(load(other, trip, 1), "movement.no_seat")
	w.ok(choice.Withdraw{Journey: h.journey, Step: "solution", Person: h.adults[1]})
	w.ok(load(other, trip, 1))
}

func TestWhoSaidNoOnTheTruckIsOnTheNextTripAlone(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h := w.decided(1, 0, village)
	first, next := w.trip(village, 5), w.trip(village, 5)
	w.ok(load(h, first, 1))
	w.willingAll(h)
	w.ok(board(h, first))
	w.ok(willing(h, h.adults[0], false))
	w.choose(h, village)
	w.willingAll(h)
	w.ok(load(h, next, 1))
	w.ok(board(h, next))
	if is := w.journeyOf(h).Contradictions(); len(is) > 0 || w.seats(first) != 0 || w.seats(next) != 1 {
		t.Errorf("she got off the first and is on the next: %v", is)
	}
}

func TestNoSeatIsPromisedTwice(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	trip := w.trip(village, 6, 4)
	a, b := w.decided(1, 3, village), w.decided(1, 3, village)
	w.ok(load(a, trip, 1))
	w.refuses(load(b, trip, 1), "movement.no_seat")
	w.ok(load(b, trip, 2))
	w.ok(load(a, trip, 1)) // again: the same seats
	w.refuses(load(a, trip, 2), "movement.no_seat")
	w.refuses(load(a, trip, 3), "movement.no_such_load")
	w.refuses(movement.Replan{Trip: trip, Leaves: w.desk.Today(), Loads: []movement.Vehicle{{Number: 1, Kind: "bus", Seats: 6}}},
		"movement.seats_are_taken")
	w.ok(movement.Unload{Journey: b.journey, Step: "departure"})
	w.ok(movement.Replan{Trip: trip, Leaves: w.desk.Today(), Loads: []movement.Vehicle{{Number: 1, Kind: "bus", Seats: 6}}})
}

func TestSeatsAreGivenOutOnOneNodeOnly(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	trip := w.trip(village, 6)
	h := w.decided(1, 0, village)
	w.ok(movement.HandOver{Trip: trip, To: id.New()})
	w.refuses(load(h, trip, 1), "movement.custody_elsewhere")
}

func TestABirthInTheYardBoardsOnALap(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h, other := w.decided(1, 2, village), w.decided(1, 1, village)
	trip := w.trip(village, 5)
	w.ok(load(h, trip, 1))
	w.ok(load(other, trip, 1))
	w.ok(people.AddMember{Household: h.household, Member: w.aged(0, people.Child)})
	w.willingAll(h)
	w.willingAll(other)
	w.ok(board(h, trip))
	w.ok(board(other, trip))
	w.ok(movement.Depart{Trip: trip})
	if row := w.sheet(trip).Trip; row.Persons != 6 {
		t.Errorf("%d left, want the newborn among six", row.Persons)
	}
}

func TestANewbornIsAddedInOneStepAndKeepsNobodyInTheYard(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h := w.decided(2, 0, village)
	trip := w.trip(village, 9)
	w.ok(load(h, trip, 1))
	w.refuses(people.AddMember{Household: h.household}, "people.nothing_known") // a form sent empty is nobody
	stranger := w.household(1, 0)
	w.refuses(people.Birth{Household: h.household, BornTo: stranger.adults[0]}, "people.not_a_member")
	w.refuses(people.Birth{Household: h.household, Day: w.desk.Today() - 500}, "people.not_newborn")
	child := w.ok(people.Birth{Household: h.household, BornTo: h.adults[0]}).IDs[0]
	w.willingAll(h)
	w.ok(board(h, trip))
	entry := func() (found movement.ManifestEntry) {
		for _, p := range w.sheet(trip).Lines[0].Persons {
			if p.Person == child {
				found = p
			}
		}
		return found
	}
	if p := entry(); p.Age != 0 || p.Newborn != "Neema" {
		t.Errorf("the newborn on the manifest: %+v", p)
	}
	w.ok(movement.Depart{Trip: trip})
	given := people.Names{Given: "Amani"}
	w.ok(people.CorrectOwn{Person: child, Names: &given}) // who wrote it down may mend it
	if p := entry(); p.Given != "Amani" || p.Newborn != "" {
		t.Errorf("after the child was named: %+v", p)
	}
	w.refuses(people.CorrectOwn{Person: h.adults[0], Names: &given}, "people.not_yours_to_correct")
	w.actor.User = id.New()
	w.refuses(people.CorrectOwn{Person: child, Names: &given}, "people.not_yours_to_correct")
}

func TestALoadAboveItsSeatsNeitherBoardsNorLeaves(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h := w.decided(1, 2, village)
	trip := w.trip(village, 3)
	w.ok(load(h, trip, 1))
	w.ok(people.AddMember{Household: h.household, Member: w.aged(9, people.Child)}) // found again on the day
	if !w.sheet(trip).Trip.OverSeats {
		t.Error("a load above its seats does not show")
	}
	w.refuses(movement.Freeze{Trip: trip}, "movement.over_seats")
	w.refuses(board(h, trip), "movement.no_seat")
}

func TestSomebodyMissingHoldsTheirFamilyUntilEachAdultHasSpoken(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h := w.decided(2, 2, village)
	trip := w.trip(village, 9, 9)
	w.ok(load(h, trip, 1))
	b := board(h, trip)
	b.Persons = []id.ID{h.adults[0], h.children[0], h.children[1]}
	w.refuses(b, "movement.somebody_is_missing")

	part := load(h, trip, 2)
	part.Persons = []id.ID{h.adults[0], h.children[0]}
	w.refuses(part, "movement.each_own_word")
	part.OwnWord = h.adults[:1]
	w.refuses(part, "movement.each_own_word")
	part.OwnWord = h.adults
	w.ok(part)
	w.willingAll(h)
	w.ok(board(h, trip))
	w.ok(movement.Depart{Trip: trip})
}

func TestOneGoesAheadOnTheWordOfEachAndTheOthersFollow(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h := w.decided(2, 2, village)
	w.willingAll(h)
	ahead := movement.LeaveByOwnMeans{Journey: h.journey, Step: "departure", Persons: h.adults[:1]}
	w.refuses(ahead, "movement.each_own_word")
	ahead.OwnWord = h.adults
	if apart := ask(w, movement.ApartFamilies(w.scope)); len(apart) != 0 {
		t.Errorf("nobody has left, and apart are %+v", apart)
	}
	w.ok(ahead)
	if apart := ask(w, movement.ApartFamilies(w.scope)); len(apart) != 1 || apart[0].Gone != 1 || apart[0].Behind != 3 || apart[0].Household.ID != h.household ||
		apart[0].Place != village {
		t.Errorf("one has gone ahead, and apart are %+v", apart)
	}
	w.stands(h, journey.Remaining, journey.OnTheRoad)
	for _, s := range ask(w, movement.Apart(w.scope, h.journey, "departure")).Seats {
		if s.Gone != (s.Person == h.adults[0]) || s.WordGiven != slices.Contains(h.adults, s.Person) {
			t.Errorf("a member of a family that is apart: %+v", s)
		}
	}
	trip := w.trip(village, 3)
	w.ok(load(h, trip, 1)) // three seats for the three who are left
	w.ok(board(h, trip))
	w.ok(movement.Depart{Trip: trip})
	if on := ask(w, movement.OnTheRoadTo(w.scope, village)); len(on) != 1 || on[0].Persons != 4 {
		t.Errorf("on the road: %+v", on)
	}
	if apart := ask(w, movement.ApartFamilies(w.scope)); len(apart) != 0 {
		t.Errorf("the others followed, and apart are %+v", apart)
	}
	w.stands(h, journey.OnTheRoad)
	w.ok(movement.ConfirmArrival{Journey: h.journey, Step: "departure"})
}

func TestNoChildGoesOrStaysWithoutAnAdultOfTheirs(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h := w.decided(2, 1, village)
	trip := w.trip(village, 9)
	c := load(h, trip, 1)
	c.OwnWord = h.adults
	c.Persons = h.children
	w.refuses(c, "movement.children_with_an_adult")
	c.Persons = h.adults
	w.refuses(c, "movement.children_with_an_adult")
}

func TestChildrenAloneBoardOnlyOnABestInterestsDecision(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h := w.household(0, 3)
	trip := w.trip(village, 9)
	w.ok(tell(h, village))
	w.refuses(load(h, trip, 1), "journey.blocked_by_step")
	w.ok(choice.BestInterests{Journey: h.journey, Step: "solution", Option: "return", Place: village, Authority: "child protection, Kalemie",
		Day: w.desk.Today(), Words: choice.Words{Text: "their aunt lives there", Children: "they want to go to her", Officer: "Mwamba"}})
	w.ok(capacity.Promise{Journey: h.journey, Step: "plot", Place: village})
	w.ok(load(h, trip, 1))
	w.ok(board(h, trip))
	w.ok(movement.Depart{Trip: trip})
}

func TestWithdrawnSafetyStopsWhoHasNotLeftAndListsWhoHas(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	gone, waiting := w.decided(1, 1, village), w.decided(1, 2, village)
	first, second := w.trip(village, 9), w.trip(village, 9)
	w.ok(load(gone, first, 1))
	w.ok(load(waiting, second, 1))
	for _, h := range []home{gone, waiting} {
		w.willingAll(h)
	}
	w.ok(board(gone, first))
	w.ok(board(waiting, second))
	w.ok(movement.Depart{Trip: first})
	chosen := w.decided(1, 0, village)
	w.decide(village, false, "")
	w.refuses(movement.Depart{Trip: second}, "movement.some_may_not_leave")
	if on := ask(w, movement.OnTheRoadTo(w.scope, village)); len(on) != 1 || on[0].Journey != gone.journey {
		t.Fatalf("on the road: %+v", on)
	}
	concerned := ask(w, movement.ConcernedBy(w.scope, village)) // beside those on the road, the boarded first
	if len(concerned) != 2 || concerned[0].Journey != waiting.journey || concerned[1].Journey != chosen.journey {
		t.Errorf("concerned: %+v", concerned)
	}
	w.ok(movement.StopOrTurnBack{Trip: first, Reason: "fighting near the village"})
	w.refuses(movement.GoOn{Trip: first, Reason: "quiet"}, "movement.not_safe")
	w.ok(movement.StopOrTurnBack{Trip: first, TurnBack: true, Reason: "fighting near the village"})
	if w.journeyOf(gone).Left() {
		t.Error("who was turned back counts as having left")
	}
	w.decide(village, true, "")
	again := w.trip(village, 9)
	w.ok(load(gone, again, 1))
	w.willingAll(gone)
	w.ok(board(gone, again))
	w.ok(movement.Depart{Trip: again})
}

func TestAnUnsafeRouteStopsTheTripsThatTakeIt(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h := w.decided(1, 0, village)
	w.decide(village, false, "lake_road")
	byLake := w.ok(movement.Plan{Destination: village, Leaves: w.desk.Today(), Route: "lake_road",
		Loads: []movement.Vehicle{{Number: 1, Kind: "truck", Seats: 9}}}).IDs[0]
	w.refuses(load(h, byLake, 1), "movement.not_safe")
	w.refuses(load(h, w.trip(village, 9), 1), "movement.which_route") // it may go by the lake
	byHills := w.ok(movement.Plan{Destination: village, Leaves: w.desk.Today(), Route: "hill_road",
		Loads: []movement.Vehicle{{Number: 1, Kind: "truck", Seats: 9}}}).IDs[0]
	w.ok(load(h, byHills, 1))
}

// who returns the persons of the lines of a manifest, by household.
func who(s movement.ManifestSheet) map[id.ID][]id.ID {
	by := map[id.ID][]id.ID{}
	for _, l := range s.Lines {
		for _, p := range l.Persons {
			by[l.Household] = append(by[l.Household], p.Person)
		}
	}
	return by
}

func TestWhoLeavesTheHouseholdKeepsHerSeatAndTravelsOnAWayOfHerOwn(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h := w.decided(2, 2, village)
	trip := w.trip(village, 9)
	w.ok(load(h, trip, 1))
	w.willingAll(h)
	w.ok(board(h, trip))
	leaving := []id.ID{h.adults[1], h.children[0]}
	r := w.ok(journey.Split{Household: h.household, Leaving: leaving, OwnWord: leaving[:1]})
	if got := who(w.sheet(trip)); w.seats(trip) != 4 || len(got[h.household]) != 2 || len(got[r.IDs[0]]) != 2 {
		t.Fatalf("on the manifest after two of four left the household: %v", got)
	}
	hers := home{household: r.IDs[0], journey: r.IDs[1], adults: leaving[:1], children: leaving[1:]}
	w.refuses(movement.Depart{Trip: trip}, "movement.some_may_not_leave") // the plot was the household's: she gets one of her own
	w.ok(capacity.Promise{Journey: hers.journey, Step: "plot", Place: village})
	w.ok(movement.Depart{Trip: trip})
	if w.seat(hers, hers.children[0]).State != programme.Departed || w.seat(h, h.adults[0]).State != programme.Departed {
		t.Error("somebody on board did not leave")
	}
	w.refuses(answer(hers, hers.adults[0], village), "choice.has_left")
}

func TestWhoLeavesTheHouseholdOnTheRoadIsOnTheListOfThoseToStop(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	convoy, own := w.decided(2, 1, village), w.decided(2, 0, village)
	trip := w.trip(village, 9)
	w.ok(load(convoy, trip, 1))
	for _, h := range []home{convoy, own} {
		w.willingAll(h)
	}
	w.ok(board(convoy, trip))
	w.ok(movement.Depart{Trip: trip})
	w.ok(movement.LeaveByOwnMeans{Journey: own.journey, Step: "departure"})
	w.days(1)
	for _, h := range []home{convoy, own} {
		w.ok(journey.Split{Household: h.household, Leaving: h.adults[1:], OwnWord: h.adults[1:]})
	}
	w.decide(village, false, "")
	persons := 0
	rows := ask(w, movement.OnTheRoadTo(w.scope, village))
	for _, row := range rows {
		persons += row.Persons
		if row.Left != w.desk.Today()-1 {
			t.Errorf("left on %v", row.Left)
		}
	}
	if len(rows) != 4 || persons != 5 {
		t.Errorf("%d households, %d persons on the road, want 4 and 5", len(rows), persons)
	}
	w.ok(movement.StopOrTurnBack{Trip: trip, TurnBack: true, Reason: "shots were heard"})
	if rows = ask(w, movement.OnTheRoadTo(w.scope, village)); len(rows) != 2 {
		t.Errorf("after the convoy turned back: %+v", rows)
	}
}

func TestWhoLeavesTakesHerOwnWordsAndNothingThatWasTheHouseholds(t *testing.T) {
	w := newWorld(t)
	village, other := w.village(), w.village()
	h := w.decided(2, 0, village)
	r := w.ok(journey.Split{Household: h.household, Leaving: h.adults[1:], OwnWord: h.adults[1:]})
	hers := home{household: r.IDs[0], journey: r.IDs[1], adults: h.adults[1:]}
	j := w.journeyOf(hers)
	if answers := j.Standing("solution", programme.Happened); len(answers) != 1 || answers[0].By != h.adults[1] || len(j.Room()) != 0 {
		t.Errorf("brought along: %+v, room %v", answers, j.Room())
	}
	w.ok(tell(hers, other))
	w.ok(answer(hers, hers.adults[0], other)) // she replaces what she said, and nothing else
	if j := w.journeyOf(hers); j.Destination() != other || len(j.Standing("profile")) != 2 {
		t.Errorf("after a change of mind: %+v", j.Marks)
	}
	if w.journeyOf(h).Destination() != village || len(w.journeyOf(h).Room()) != 1 {
		t.Error("who stays lost the plot because somebody left")
	}
}

func TestNobodyJoinsAnotherHouseholdFromTheRoad(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h, aunt := w.decided(2, 0, village), w.household(1, 0)
	join := journey.Join{Person: h.adults[1], Household: aunt.household, OwnWord: true}
	w.willingAll(h)
	w.ok(movement.LeaveByOwnMeans{Journey: h.journey, Step: "departure"})
	w.refuses(join, "journey.join_on_the_road")
	w.ok(movement.ConfirmArrival{Journey: h.journey, Step: "departure"})
	w.ok(join)
}

// Who parted from the household on the road, and comes back to it when both have arrived, is not on the road any more.
func TestWhoComesBackToTheHouseholdHasArrivedAsTheyDid(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h := w.decided(2, 0, village)
	w.willingAll(h)
	w.ok(movement.LeaveByOwnMeans{Journey: h.journey, Step: "departure"})
	hers := w.ok(journey.Split{Household: h.household, Leaving: h.adults[1:], OwnWord: h.adults[1:]}).IDs[1]
	for _, way := range []id.ID{h.journey, hers} {
		w.ok(movement.ConfirmArrival{Journey: way, Step: "departure"})
	}
	w.ok(journey.Join{Person: h.adults[1], Household: h.household, OwnWord: true})
	if seat := w.seat(h, h.adults[1]); seat.State != programme.Arrived {
		t.Errorf("she arrived, and is %v", seat.State)
	}
	if rows := ask(w, movement.OnTheRoadTo(w.scope, village)); len(rows) != 0 {
		t.Errorf("on the road are %+v", rows)
	}
	w.stands(h, journey.HaveLeft)
}

// Who parted from the household on the road and turned back does not arrive with it, and has not left with it when they come back to it.
func TestWhoTurnedBackDoesNotArriveWithTheHouseholdTheyParted(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h := w.decided(2, 0, village)
	w.willingAll(h)
	w.ok(movement.LeaveByOwnMeans{Journey: h.journey, Step: "departure"})
	r := w.ok(journey.Split{Household: h.household, Leaving: h.adults[1:], OwnWord: h.adults[1:]})
	w.ok(lookFor(home{household: r.IDs[0], journey: r.IDs[1]}, movement.CameBack))
	if rows := ask(w, movement.Unseen(w.scope)); len(rows) != 0 {
		t.Errorf("she turned back, as her own way says, and is asked for: %+v", rows)
	}
	w.ok(movement.ConfirmArrival{Journey: h.journey, Step: "departure"})
	if seat := w.seat(h, h.adults[1]); seat.State == programme.Arrived {
		t.Error("she turned back, and arrived with those she had parted from")
	}
	w.ok(journey.Join{Person: h.adults[1], Household: h.household, OwnWord: true})
	if rows := ask(w, movement.OnTheRoadTo(w.scope, village)); len(rows) != 0 || w.seat(h, h.adults[1]).Gone() {
		t.Errorf("she turned back, and on the road are %+v; her seat is %+v", rows, w.seat(h, h.adults[1]))
	}
}

// Two records of one person become one, but not while that person would vanish from a list of those to be stopped; and how they may safely
// be reached is kept.
func TestARecordUnderWhichSomebodyTravelsStays(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h, double := w.decided(2, 0, village), w.household(1, 0)
	merge := journey.Merge{Household: double.household, Other: h.household, Same: []people.Merge{{Kept: double.adults[0], Gone: h.adults[1]}}}
	w.willingAll(h)
	w.ok(people.SetSafeContact{Person: h.adults[1], Contact: people.SafeContact{How: "none"}})
	w.ok(movement.LeaveByOwnMeans{Journey: h.journey, Step: "departure"})
	w.refuses(merge, "journey.merge_on_the_road")
	w.ok(movement.ConfirmArrival{Journey: h.journey, Step: "departure"})
	w.refuses(journey.Merge{Household: h.household, Other: double.household, Same: merge.Same}, "people.not_a_member")
	w.ok(people.SetSafeContact{Person: double.adults[0], Contact: people.SafeContact{How: "visit"}})
	w.refuses(merge, "people.merge_contact")
	w.ok(people.SetSafeContact{Person: double.adults[0], Contact: people.SafeContact{How: "none"}})
	w.ok(merge)
	w.refuses(merge, "people.not_a_member")
	w.refuses(journey.Merge{Household: h.household, Other: double.household, Same: []people.Merge{{Kept: h.adults[1], Gone: double.adults[0]}}}, "people.not_a_member")

	third := w.household(1, 0)
	w.refuses(journey.Merge{Household: third.household, Other: double.household}, "journey.merge_nobody")
	w.ok(journey.Merge{Household: third.household, Other: double.household, Same: []people.Merge{{Kept: third.adults[0], Gone: double.adults[0]}}})
	file := ask(w, desk.Query[people.File]{Act: access.PeopleLook, Scope: w.scope, Run: func(r *desk.Reader) (people.File, error) {
		return people.ReadFile(r, third.household)
	}})
	if len(file.Members) != 1 || !file.Members[0].ContactStated {
		t.Error("how they may safely be reached went with the record")
	}
}

func TestANoShowFreesTheSeatAndCostsNothing(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h, other := w.decided(1, 1, village), w.decided(1, 1, village)
	trip := w.trip(village, 9)
	w.ok(load(h, trip, 1))
	w.ok(load(other, trip, 1))
	w.willingAll(other)
	w.ok(board(other, trip))
	w.refuses(movement.Depart{Trip: trip}, "movement.not_accounted_for")
	w.ok(movement.NoShow{Trip: trip, Journey: h.journey, Step: "departure"})
	w.ok(movement.Depart{Trip: trip})
	if rows := ask(w, movement.NoShows(w.scope, trip)); len(rows) != 1 || rows[0].Persons != 2 || rows[0].Card == "" {
		t.Errorf("no-shows: %+v", rows)
	}
	ready := ask(w, movement.ReadyFor(w.scope, village, ""))
	if len(ready) != 1 || ready[0].Journey != h.journey || !ready[0].NoShow {
		t.Errorf("ready for the next trip: %+v", ready)
	}
	if rooms := w.journeyOf(h).Room(); len(rooms) != 1 {
		t.Errorf("the plot was taken from them: %v", rooms)
	}
}

func TestACancelledTripLeavesEveryoneWithTheirChoice(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h := w.decided(1, 1, village)
	trip := w.trip(village, 9)
	w.ok(load(h, trip, 1))
	w.ok(movement.Cancel{Trip: trip, Reason: "no truck"})
	w.refuses(load(h, trip, 1), "movement.trip_is_over")
	w.ok(load(h, w.trip(village, 9), 1))
}

func TestTheDeadTravelOnNoManifest(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h := w.decided(2, 1, village)
	trip := w.trip(village, 9)
	w.ok(load(h, trip, 1))
	w.ok(people.RecordDeath{Person: h.adults[1]})
	w.willingAll(home{journey: h.journey, adults: h.adults[:1]})
	w.ok(board(h, trip))
	w.ok(movement.Depart{Trip: trip})
	if row := w.sheet(trip).Trip; row.Persons != 2 {
		t.Errorf("%d left, want 2", row.Persons)
	}
}

func TestAManifestSaysWhenItIsNotTrueAnyMore(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	trip := w.trip(village, 9)
	w.ok(load(w.decided(1, 0, village), trip, 1))
	w.ok(movement.Freeze{Trip: trip})
	if row := w.sheet(trip).Trip; row.Stale || row.Manifest != 1 {
		t.Errorf("just frozen: %+v", row)
	}
	w.ok(load(w.decided(1, 0, village), trip, 1))
	if !w.sheet(trip).Trip.Stale {
		t.Error("one more came on, and the manifest does not show it")
	}
}

func TestEveryFieldThatIsShownHasAClass(t *testing.T) {
	for _, v := range []any{movement.TripRow{}, movement.ManifestSheet{}, movement.ArrivalRow{}, movement.ReadyRow{},
		movement.AskRow{}, movement.ConcernedRow{}, movement.NoShowRow{}, movement.CalledOffRow{}} {
		if paths := access.Untagged(reflect.TypeOf(v)); len(paths) > 0 {
			t.Errorf("without a class: %v", paths)
		}
	}
}

func TestAPlanOfATripIsChecked(t *testing.T) {
	w := newWorld(t)
	village := w.place(places.Village)
	truck := movement.Vehicle{Number: 1, Kind: "truck", Seats: 30}
	for key, c := range map[string]movement.Plan{
		"desk.no_such_story":   {Destination: id.New(), Leaves: w.desk.Today(), Loads: []movement.Vehicle{truck}},
		"movement.loads":       {Destination: village, Leaves: w.desk.Today()},
		"movement.load_number": {Destination: village, Leaves: w.desk.Today(), Loads: []movement.Vehicle{truck, truck}},
		"movement.load_seats":  {Destination: village, Leaves: w.desk.Today(), Loads: []movement.Vehicle{{Number: 1, Seats: 0}}},
	} {
		w.refuses(c, key)
	}
}
