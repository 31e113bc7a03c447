// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"slices"
	"strings"
	"testing"
	"time"

	"safar/desk"
	"safar/field/capacity"
	"safar/field/choice"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/payment"
	"safar/field/people"
	"safar/field/supply"
	"safar/field/works"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// second is a tale as another office tells it, which holds a copy of what the first has written so far.
func (w *tale) second() (*tale, *post) {
	w.t.Helper()
	other := *w
	other.world = w.another(w.t)
	p := &post{t: w.t, has: map[*world]map[journal.FeedID]uint64{}}
	other.exchange(p, w)
	return &other, p
}

// exchange brings everything that either office has written to the other.
func (w *tale) exchange(p *post, other *tale) {
	w.t.Helper()
	for _, scope := range []access.Scope{access.Commons, w.scope} {
		if _, err := other.desk.Ring().Epoch(w.t.Context(), scope); err != nil {
			w.t.Fatal(err)
		}
		p.carry(other.world, w.world, scope, whole)
		p.carry(w.world, other.world, scope, whole)
	}
}

// caseload is what the start page tells of a caseload.
func (w *tale) caseload() journey.Caseload {
	w.t.Helper()
	c, err := desk.Ask(w.t.Context(), w.desk, w.as(access.ProgrammeManager), "task.home", journey.CaseloadOf(w.scope, access.FiguresRead))
	must(w.t, err)
	return c
}

// shows demands that the household's file shows what contradicts itself.
func (w *tale) shows(want ...journey.Contradiction) {
	w.t.Helper()
	f, err := desk.Ask(w.t.Context(), w.desk, w.as(access.Caseworker), "task.file", journey.WayOf(w.scope, w.journey))
	must(w.t, err)
	var got []journey.Contradiction
	for _, what := range f.Ways[0].Contradicts {
		got = append(got, journey.Contradiction(what))
	}
	if !slices.Equal(got, want) {
		w.t.Fatalf("the file shows %v, want %v", got, want)
	}
}

// held demands that a payment is held back for a reason.
func (w *tale) held(step string, want payment.Reason) {
	w.t.Helper()
	c := w.prepare(step)
	c.SkipHeld = true
	_, err := w.do(w.as(access.FinanceOfficer), w.scope, id.New(), c)
	if fault.KeyOf(err) != "payment.lines_held" || !strings.Contains(err.Error(), "reasons:"+string(want)+": 1") {
		w.t.Fatalf("%v, want %s", err, want)
	}
}

// Promise 3: two offices that did not see each other took themselves for the one that may promise a plot, and each promised it. Both see it, and
// neither family is paid for it nor boards, until one is promised another.
func TestTaleOfAPlotThatTwoOfficesPromised(t *testing.T) {
	a := tell(t, 35)
	a.village = a.ungranted("Moba")
	b, p := a.second()
	b.register(40)
	for _, w := range []*tale{a, b} {
		w.grant(w.village, 1, 1, w.scope.Caseload)
		w.chosen(0)
		w.settled()
	}
	a.plan(5, 1)
	a.exchange(p, b)
	for _, w := range []*tale{a, b} {
		w.shows(journey.PromisedTwice)
		if c := w.caseload(); c.TwiceRoom != 1 || c.Disputed != 0 {
			t.Errorf("the start page tells of %d plots promised twice", c.TwiceRoom)
		}
	}
	theirs := *a
	theirs.household, theirs.journey, theirs.members = b.household, b.journey, b.members
	for _, w := range []*tale{a, &theirs} {
		w.held("first_tranche", payment.Contradicted)
	}
	a.register(50)
	a.chosen(0)
	a.ok(a.checks("occupants", "customary_authority", "state_authority", "attestation"))
	a.no("capacity.custody_contested", a.promise(1))
	theirs.ok(capacity.Release{Journey: theirs.journey, Step: "plot"})
	a.grant(a.village, 1, 2, a.scope.Caseload) // whoever sees both grants decides
	theirs.ok(theirs.promise(2))
	theirs.paid("first_tranche")
	theirs.ok(theirs.again(0, true))
	theirs.trip = a.trip
	theirs.ok(theirs.load())
	a.exchange(p, b)
	b.shows()
}

// Promise 3: two offices promised one family a plot each. Both are kept for them until somebody decides.
func TestTaleOfAFamilyWithTwoPlots(t *testing.T) {
	a := tell(t, 35)
	a.chosen(0)
	a.ok(a.checks("occupants", "customary_authority", "state_authority", "attestation"))
	a.common(a.as(access.ProgrammeManager), capacity.GrantCustody{Place: a.village, Kind: "plot", From: 3, To: 3, Caseload: a.scope.Caseload})
	b, p := a.second()
	a.common(a.as(access.ProgrammeManager), capacity.GrantCustody{Place: a.village, Kind: "plot", From: 3, To: 3, Caseload: a.scope.Caseload,
		Node: b.desk.Ring().Node().Node})
	p.carry(a.world, b.world, access.Commons, whole)
	a.ok(a.promise(1))
	third := b.checks("occupants", "customary_authority", "state_authority", "attestation")
	third.Unit = 3
	b.ok(third)
	b.ok(b.promise(3))
	a.exchange(p, b)
	a.shows(journey.TwoRooms)
	a.held("first_tranche", payment.Contradicted)
	one := a.journey
	a.register(40)
	a.chosen(0)
	a.ok(a.checks("occupants", "customary_authority", "state_authority", "attestation"))
	a.no("capacity.taken", a.promise(1))
	a.ok(capacity.Release{Journey: one, Step: "plot"})
	a.ok(a.promise(1))
	a.exchange(p, b)
	b.no("capacity.promised_already", capacity.Promise{Journey: a.journey, Step: "plot", Place: a.village, Unit: 3})
	b.ok(b.promise(3))
}

// Promise 3: on one node plots are never granted to two caseloads; two nodes that did so show it, and what was promised on it waits.
func TestTaleOfPlotsForTwoCaseloads(t *testing.T) {
	a := tell(t, 35)
	other := id.New()
	manager := a.as(access.ProgrammeManager)
	refuse := func(w *tale, key string, c capacity.GrantCustody) {
		t.Helper()
		if _, err := w.do(manager, access.Commons, id.New(), c); fault.KeyOf(err) != key {
			t.Fatalf("%v, want %s", err, key)
		}
	}
	refuse(a, "capacity.another_caseloads", capacity.GrantCustody{Place: a.village, Kind: "plot", From: 2, To: 3, Caseload: other})
	refuse(a, "capacity.caseload_missing", capacity.GrantCustody{Place: a.village, Kind: "plot", From: 3, To: 3})
	a.grant(a.village, 3, 3, other)
	a.chosen(0)
	a.ok(a.checks("occupants", "customary_authority", "state_authority", "attestation"))
	a.no("capacity.no_custody", a.promise(3))

	a.village = a.ungranted("Moba")
	b, p := a.second()
	refuse(b, "capacity.no_custody", capacity.GrantCustody{Place: a.elsewhere, Kind: "plot", From: 1, To: 1, Caseload: a.scope.Caseload})
	a.grant(a.village, 1, 3, a.scope.Caseload)
	b.grant(a.village, 1, 3, other)
	a.register(35)
	a.chosen(0)
	a.settled()
	a.exchange(p, b)
	a.held("first_tranche", payment.Contradicted)
	a.grant(a.village, 1, 3, a.scope.Caseload) // it is decided
	a.paid("first_tranche")
	a.exchange(p, b)
	refuse(b, "capacity.another_caseloads", capacity.GrantCustody{Place: a.village, Kind: "plot", From: 1, To: 1, Caseload: other})
}

// Promise 2: two offices to which a grant was entrusted without either knowing of the other paid one amount each. It shows, what else the
// household is owed is held, and they owe nothing: somebody who paid neither says that it stays with them.
func TestTaleOfAnAmountThatTwoOfficesPaid(t *testing.T) {
	a := untrusted(t, newWorld(t, nil), 35)
	a.chosen(0)
	a.settled()
	b, p := a.second()
	for _, w := range []*tale{a, b} {
		w.ok(payment.Entrust{Programme: tanganyika, Grant: "echo_tanganyika"})
		w.paid("first_tranche")
	}
	a.ok(a.again(0, true))
	a.ok(a.own())
	a.ok(movement.ConfirmArrival{Journey: a.journey, Step: "departure"})
	a.exchange(p, b)
	for _, w := range []*tale{a, b} {
		w.shows(journey.PaidTwice)
		if c := w.caseload(); c.Disputed != 1 {
			t.Errorf("the start page tells of %d ways", c.Disputed)
		}
		w.no("payment.not_entrusted", w.prepare("second_tranche"))
	}
	a.ok(payment.Entrust{Programme: tanganyika, Grant: "echo_tanganyika"})
	a.exchange(p, b)
	b.no("payment.no_custody", b.prepare("second_tranche"))
	a.built("foundation")
	a.built("walls")
	a.held("second_tranche", payment.Contradicted)
	sum, given := int64(0), a.accounts()[payment.DeliveredTo]
	for _, minor := range a.accounts() {
		sum += minor
	}
	if sum != 0 || given != 2*17000 {
		t.Fatalf("the ledger sums to %d, with %d in the household's hands", sum, given)
	}
	settle := payment.Settle{Journey: a.journey, Step: "first_tranche", Reason: "it stays with them"}
	a.by(a.as(access.ProtectionOfficer), settle)
	a.no("payment.not_paid_twice", settle)
	a.shows()
	a.paid("second_tranche")
	a.exchange(p, b)
	a.no("payment.delivered_already", a.deliver("first_tranche"))
}

// Promise 2: of an amount that two offices paid one came back. The other is paid still, and is not owed again.
func TestTaleOfAnAmountThatCameBackOnce(t *testing.T) {
	a := untrusted(t, newWorld(t, nil), 35)
	a.chosen(0)
	a.settled()
	b, p := a.second()
	for _, w := range []*tale{a, b} {
		w.ok(payment.Entrust{Programme: tanganyika, Grant: "echo_tanganyika"})
		w.paid("first_tranche")
	}
	a.exchange(p, b)
	a.ok(payment.Entrust{Programme: tanganyika, Grant: "echo_tanganyika"})
	a.ok(payment.Return{Journey: a.journey, Step: "first_tranche", Reason: "given back"})
	a.shows()
	a.no("payment.delivered_already", a.deliver("first_tranche"))
	a.held("first_tranche", payment.AlreadyPaid)
}

// Promise 2: what two offices put on a list each is delivered by neither list before one of them is over.
func TestTaleOfAnAmountOnTwoLists(t *testing.T) {
	a := untrusted(t, newWorld(t, nil), 35)
	a.chosen(0)
	a.settled()
	b, p := a.second()
	for _, w := range []*tale{a, b} {
		w.ok(payment.Entrust{Programme: tanganyika, Grant: "echo_tanganyika"})
		w.list = w.ok(w.prepare("first_tranche")).IDs[0]
		w.ok(w.approve())
	}
	a.exchange(p, b)
	a.ok(payment.Entrust{Programme: tanganyika, Grant: "echo_tanganyika"})
	a.no("payment.held.two_lists", a.deliver("first_tranche"))
	a.ok(payment.Stop{Journey: a.journey, Step: "first_tranche", Reason: "on two lists"})
	a.ok(payment.Lift{Journey: a.journey, Step: "first_tranche", Reason: "once is right"})
	a.paid("first_tranche")
}

// Promises 1 and 4: two offices had the same family leave, each on a trip of its own. Nobody's arrival is confirmed, and nothing paid, before
// somebody has said on which they were not.
func TestTaleOfAFamilyOnTwoTrips(t *testing.T) {
	a := tell(t, 35, 33)
	a.chosen(0, 1)
	a.settled()
	a.paid("first_tranche")
	a.ok(a.again(0, true))
	a.ok(a.again(1, true))
	b, p := a.second()
	for _, w := range []*tale{a, b} {
		w.plan(5, 1)
		w.ok(w.load())
		w.ok(w.board())
		w.ok(movement.Depart{Trip: w.trip})
	}
	a.exchange(p, b)
	for _, w := range []*tale{a, b} {
		w.shows(journey.TwoTrips)
		w.no("journey.contradiction.two_trips", movement.ConfirmArrival{Journey: w.journey, Step: "departure"})
	}
	a.ok(movement.NotAboard{Trip: b.trip, Journey: a.journey, Step: "departure", Reason: "the list was wrong"})
	a.exchange(p, b)
	b.shows()
	b.no("movement.on_one_trip", movement.NotAboard{Trip: a.trip, Journey: a.journey, Step: "departure", Reason: "the list was wrong"})
	b.ok(movement.ConfirmArrival{Journey: b.journey, Step: "departure"})
}

// Promises 1 and 4: two offices put the same family on a load of a trip of its own each. Both trips keep the seats and show it, the family boards
// neither, and no money waits for that. Somebody takes them off one; they travel on the other.
func TestTaleOfAFamilyOnTwoLoads(t *testing.T) {
	a := tell(t, 35, 33)
	a.chosen(0, 1)
	a.settled()
	a.paid("first_tranche")
	a.ok(a.again(0, true))
	a.ok(a.again(1, true))
	b, p := a.second()
	for _, w := range []*tale{a, b} {
		w.plan(2, 0)
		w.ok(w.load())
	}
	a.exchange(p, b)
	for _, w := range []*tale{a, b} {
		w.shows(journey.TwoLoads)
		w.twice(2)
		w.no("journey.contradiction.two_loads", w.board())
		w.no("journey.contradiction.two_loads", w.own())
		w.no("journey.contradiction.two_loads", w.load())
		w.no("movement.off_which_load", movement.Unload{Journey: w.journey, Step: "departure"})
	}
	b.ok(movement.Unload{Journey: a.journey, Step: "departure", Trip: a.trip})
	a.exchange(p, b)
	for _, w := range []*tale{a, b} {
		w.shows()
		w.twice(0)
	}
	a.no("movement.not_on_a_load", a.board())
	b.ok(b.board())
	b.ok(movement.Depart{Trip: b.trip})
}

// Promise 3: a seat of which somebody else may make use as well is given to nobody else before it is decided. Both offices count it on both trips,
// whichever of the two put the family on its load last.
func TestTaleOfASeatThatIsKeptOnBothTrips(t *testing.T) {
	for name, last := range map[string]int{"the first office put them on last": 0, "the second office put them on last": 1} {
		t.Run(name, func(t *testing.T) {
			a := tell(t, 35)
			a.chosen(0)
			a.settled()
			a.paid("first_tranche")
			b, p := a.second()
			offices := []*tale{a, b}
			offices[last].clock.Set(began.Add(time.Hour))
			for _, w := range offices {
				w.plan(1, 0)
				w.ok(w.load())
			}
			a.exchange(p, b)
			first := a.journey
			a.register(40)
			a.chosen(0)
			a.settled()
			a.paid("first_tranche")
			a.exchange(p, b)
			b.journey = a.journey
			for _, w := range offices {
				w.carries(1, a.trip, b.trip)
				w.no("movement.no_seat", w.load())
			}
			a.ok(movement.Unload{Journey: first, Step: "departure", Trip: a.trip})
			a.ok(a.load())
			a.exchange(p, b)
			b.carries(1, a.trip, b.trip)
			b.no("movement.no_seat", b.load())
		})
	}
}

// carries demands that the first load of some trips carries so many people, as their pages say.
func (w *tale) carries(persons int, trips ...id.ID) {
	w.t.Helper()
	for _, trip := range trips {
		sheet, err := desk.Ask(w.t.Context(), w.desk, w.as(access.MovementOfficer), "task.move", movement.ManifestOf(w.scope, trip))
		must(w.t, err)
		if sheet.Loads[0].Persons != persons {
			w.t.Errorf("a load carries %d, want %d", sheet.Loads[0].Persons, persons)
		}
	}
}

// Whoever knows of a load and puts the family on another has it change over: nothing contradicts itself.
func TestTaleOfAFamilyThatChangesOver(t *testing.T) {
	a := tell(t, 35, 33)
	a.chosen(0, 1)
	a.settled()
	a.paid("first_tranche")
	a.plan(5, 0)
	a.ok(a.load())
	a.plan(5, 0)
	a.ok(a.load())
	b, p := a.second()
	b.plan(5, 0)
	b.ok(b.load())
	a.exchange(p, b)
	for _, w := range []*tale{a, b} {
		w.shows()
	}
	a.no("movement.not_on_a_load", a.board())
}

// twice demands that those on two loads stand, with so many trips, on the page of a trip and on the list of who decides.
func (w *tale) twice(trips int) {
	w.t.Helper()
	rows, err := desk.Ask(w.t.Context(), w.desk, w.as(access.MovementOfficer), "task.move", movement.TwoLoads(w.scope))
	must(w.t, err)
	sheet, err := desk.Ask(w.t.Context(), w.desk, w.as(access.MovementOfficer), "task.move", movement.ManifestOf(w.scope, w.trip))
	must(w.t, err)
	if len(rows) != min(trips, 1) || len(sheet.Twice) != min(trips, 1) || trips > 0 && len(rows[0].Trips) != trips {
		w.t.Fatalf("the list shows %+v, the trip %+v", rows, sheet.Twice)
	}
}

// Promise 4: one office had somebody leave their household, the other had them leave the site with it. They are on the lists of those with whom they
// are on the road, and on the start page, until somebody says how it was; then they are on the way of the household in which they live, or here.
func TestTaleOfSomebodyWhoLeftUnseen(t *testing.T) {
	for name, travels := range map[string]bool{"they travel": true, "they do not": false} {
		t.Run(name, func(t *testing.T) {
			a := tell(t, 35, 33)
			a.chosen(0, 1)
			a.settled()
			a.paid("first_tranche")
			a.ok(a.again(0, true))
			a.ok(a.again(1, true))
			b, p := a.second()
			b.plan(5, 1)
			b.ok(b.load())
			b.ok(b.board())
			b.ok(movement.Depart{Trip: b.trip})
			a.ok(journey.Split{Household: a.household, Leaving: a.members[1:], OwnWord: a.members[1:]})
			a.exchange(p, b)
			for _, w := range []*tale{a, b} {
				if rows := w.unseen(); len(rows) != 1 || rows[0].Person != w.members[1] || w.stoppable() != 2 {
					t.Fatalf("unseen are %+v, %d on the road", rows, w.stoppable())
				}
			}
			b.ok(movement.SayHow{Journey: a.journey, Step: "departure", Person: a.members[1], Travels: travels, Reason: "she was called"})
			b.no("movement.nothing_unseen", movement.SayHow{Journey: a.journey, Step: "departure", Person: a.members[0], Travels: true, Reason: "he was called"})
			a.exchange(p, b)
			for _, w := range []*tale{a, b} {
				if rows, want := w.unseen(), map[bool]int{true: 2, false: 1}[travels]; len(rows) > 0 || w.stoppable() != want {
					t.Errorf("unseen are %+v, %d on the road", rows, w.stoppable())
				}
			}
			b.ok(movement.StopOrTurnBack{Trip: b.trip, TurnBack: true, Reason: "the road is cut"})
			if n := b.stoppable(); n != 0 {
				t.Errorf("all turned back, and %d are on the road", n)
			}
		})
	}
}

// unseen are those who are shown as on the road with a household that they had left.
func (w *tale) unseen() []movement.UnseenRow {
	w.t.Helper()
	rows, err := desk.Ask(w.t.Context(), w.desk, w.as(access.MovementOfficer), "task.confirm_arrival", movement.Unseen(w.scope))
	must(w.t, err)
	return rows
}

// stoppable counts who is on the list of those to be stopped.
func (w *tale) stoppable() (n int) {
	w.t.Helper()
	rows, err := desk.Ask(w.t.Context(), w.desk, w.as(access.MovementOfficer), "task.move", movement.OnTheRoadTo(w.scope, w.village))
	must(w.t, err)
	for _, row := range rows {
		n += row.Persons
	}
	return n
}

// Promise 3: a house is not built on a plot that another household was promised too, as nothing is paid for it.
func TestTaleOfAHouseOnAPlotPromisedTwice(t *testing.T) {
	a := tell(t, 35)
	a.village = a.ungranted("Moba")
	b, p := a.second()
	b.register(40)
	for _, w := range []*tale{a, b} {
		w.grant(w.village, 1, 1, w.scope.Caseload)
		w.chosen(0)
		w.settled()
	}
	a.paid("first_tranche")
	a.ok(a.again(0, true))
	a.ok(a.own())
	a.ok(movement.ConfirmArrival{Journey: a.journey, Step: "departure"})
	a.exchange(p, b)
	a.no("capacity.promised_twice", works.Report{Journey: a.journey, Step: "foundation"})
}

// Promise 1: an office wrote down an answer while another heard it taken back. Nobody knows which came last: the person is asked again.
func TestTaleOfAnAnswerTakenBackElsewhere(t *testing.T) {
	a := tell(t, 35)
	a.chosen(0)
	b, p := a.second()
	a.days(1)
	a.ok(a.answer(0, "return", a.village))
	b.ok(b.withdraw(0))
	a.exchange(p, b)
	for _, w := range []*tale{a, b} {
		w.shows(journey.TwoAnswers)
		w.no("journey.blocked_by_step", w.promise(1))
	}
	a.ok(a.answer(0, "return", a.village))
	a.exchange(p, b)
	b.shows()
	a.ok(a.checks("occupants", "customary_authority", "state_authority", "attestation"))
	a.ok(a.promise(1))
}

// Promise 4: somebody left their household on the road, and another office had them come back to it; meanwhile the others arrived. They are on the
// list of those to be stopped until they have arrived too.
func TestTaleOfAHouseholdThatArrivedWithoutSomebody(t *testing.T) {
	a := tell(t, 35, 33)
	a.chosen(0, 1)
	a.settled()
	a.paid("first_tranche")
	a.ok(a.again(0, true))
	a.ok(a.again(1, true))
	a.ok(a.own())
	b, p := a.second()
	back := journey.Join{Person: a.members[1], Household: a.household, Relation: people.Spouse, OwnWord: true}
	a.ok(journey.Split{Household: a.household, Leaving: a.members[1:], OwnWord: a.members[1:]})
	b.ok(back)
	a.ok(movement.ConfirmArrival{Journey: a.journey, Step: "departure"})
	a.exchange(p, b)
	a.ok(back) // it is decided
	a.exchange(p, b)
	for _, w := range []*tale{a, b} {
		if n := w.stoppable(); n != 1 {
			t.Errorf("%d on the road, and she has not arrived", n)
		}
	}
	b.ok(movement.ConfirmArrival{Journey: b.journey, Step: "departure"})
	if n := b.stoppable(); n != 0 {
		t.Errorf("all arrived, and %d are on the road", n)
	}
}

// Promise 4: of whom somebody is still to say how it was stays on the start page when those arrive with whom they are said to have left.
func TestTaleOfAnArrivalBesideSomebodyUnseen(t *testing.T) {
	a := tell(t, 35, 33)
	a.chosen(0, 1)
	a.settled()
	a.paid("first_tranche")
	a.ok(a.again(0, true))
	a.ok(a.again(1, true))
	b, p := a.second()
	b.ok(b.own())
	a.ok(journey.Split{Household: a.household, Leaving: a.members[1:], OwnWord: a.members[1:]})
	a.exchange(p, b)
	a.ok(movement.ConfirmArrival{Journey: a.journey, Step: "departure", Persons: a.members[:1]})
	a.exchange(p, b)
	for _, w := range []*tale{a, b} {
		if rows := w.unseen(); len(rows) != 1 || rows[0].Person != w.members[1] || w.stoppable() != 1 {
			t.Errorf("unseen are %+v, %d on the road", rows, w.stoppable())
		}
	}
}

// Promise 3: two offices each hear the authority anew for children alone, unseen of one another, and promise them a plot each. Neither decision takes back
// what followed from the other, for both replace the one before: both plots are kept for them until somebody releases one.
func TestTaleOfTwoDecisionsForChildrenAlone(t *testing.T) {
	a := tell(t, 15, 9)
	decide := choice.BestInterests{Journey: a.journey, Step: "solution", Option: "return", Place: a.village, Authority: "child protection",
		Words: choice.Words{Text: "an aunt", Officer: "Mwamba"}, Day: a.desk.Today()}
	a.ok(a.told(a.village))
	a.ok(decide)
	a.ok(a.checks("occupants", "customary_authority", "state_authority", "attestation"))
	third := a.checks("occupants", "customary_authority", "state_authority", "attestation")
	third.Unit = 3
	a.ok(third)
	b, p := a.second()
	for unit, w := range map[int]*tale{1: a, 3: b} {
		w.common(w.as(access.ProgrammeManager), capacity.GrantCustody{Place: a.village, Kind: "plot", From: unit, To: unit, Caseload: a.scope.Caseload,
			Node: w.desk.Ring().Node().Node})
		w.ok(decide)
		w.ok(w.promise(unit))
	}
	a.exchange(p, b)
	for _, w := range []*tale{a, b} {
		w.shows(journey.TwoRooms)
		if c := w.caseload(); c.Disputed != 1 {
			t.Errorf("the start page tells of %d ways", c.Disputed)
		}
	}
	a.ok(decide) // heard again by who has both before them: no plot is theirs before it is promised anew
	a.shows()
}

// Promise 2: two offices that did not see each other gave one family the same kit. It shows at both, holds nobody up, and stays until somebody who
// handed out neither says that it was seen.
func TestTaleOfAKitThatTwoOfficesGave(t *testing.T) {
	a := tell(t, 35)
	a.journey = a.ok(journey.Start{Programme: helping, Pathway: "help", Subject: a.household}).IDs[0]
	a.ok(people.ChooseCollector{Household: a.household, Private: true, Collector: people.Collector{Person: a.members[0]}})
	b, p := a.second()
	for _, w := range []*tale{a, b} {
		for _, item := range []string{"blanket", "bucket"} {
			w.ok(supply.Receive{Place: w.site, Item: item, Count: 5, Source: "a warehouse"})
		}
		w.ok(supply.MakeList{Programme: helping, Step: "kit", Place: w.site, Journeys: []id.ID{w.journey}, Ahead: true})
		w.ok(supply.HandOut{Journey: w.journey, Step: "kit", Receipt: supply.Receipt{To: w.members[0]}})
	}
	a.exchange(p, b)
	for _, w := range []*tale{a, b} {
		w.shows(journey.GivenTwice)
		w.knownAsDisputed(1)
	}
	settle := supply.Settle{Journey: a.journey, Step: "kit", Reason: "a family of nine"}
	hands := supply.HandOut{}.Act()
	a.notBy(a.may[hands][0], "supply.own_hand", settle)
	a.by(a.may[hands][1], settle)
	a.exchange(p, b)
	for _, w := range []*tale{a, b} {
		w.shows()
		w.knownAsDisputed(0)
	}
}

// knownAsDisputed demands how many ways contradict themselves, as the start page tells and as an auditor reads.
func (w *tale) knownAsDisputed(ways int) {
	w.t.Helper()
	_, read, _ := w.followed().contradicting()
	if told := w.caseload(); int(told.Disputed) != ways || read != ways {
		w.t.Errorf("the start page tells of %d ways, the facts of %d, want %d", told.Disputed, read, ways)
	}
}
