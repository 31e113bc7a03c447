// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"safar/desk"
	"safar/field/journey"
	"safar/field/payment"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/kernel/register"
)

// From the choice to the statement of the one who paid, the amount is one and the same, and the ledger sums to zero at every step.
func TestMoneyGoesOneWay(t *testing.T) {
	w := newWorld(t)
	a, b := w.willing(w.family()), w.willing(w.family())
	const each = 3*2000 + 12000
	list := w.prepared(a, b)
	w.accounts("owed and listed", map[payment.Account]int64{payment.Committed: 2 * each, payment.OnLists: -2 * each})
	w.must(w.approver, payment.Approve{List: list, Digest: w.digest(list)})
	w.must(w.finance, payment.Send{List: list})
	w.accounts("sent", map[payment.Account]int64{payment.Committed: 2 * each, payment.OnLists: -2 * each,
		payment.WithProvider: 2 * each, payment.Granted: -2 * each})
	w.must(w.finance, w.deliver(a))
	w.accounts("one is paid", map[payment.Account]int64{payment.Committed: each, payment.OnLists: -each,
		payment.WithProvider: each, payment.Granted: -2 * each, payment.DeliveredTo: each})
	w.must(w.finance, payment.Return{Journey: b.journey, Step: "first", Reason: "nobody came"})
	w.accounts("one came back", map[payment.Account]int64{payment.Committed: each, payment.Payable: -each,
		payment.GivenBack: each, payment.Granted: -2 * each, payment.DeliveredTo: each})
	w.must(w.finance, payment.Reconcile{List: list, Lines: []payment.Stated{{Reference: w.deliver(a).Reference, Amount: each}}})
	w.must(w.finance, payment.Close{List: list})
	w.accounts("closed", map[payment.Account]int64{payment.Committed: each, payment.Payable: -each, payment.Granted: -each, payment.DeliveredTo: each})

	again := w.approved(b)
	w.assessed(again)
	w.must(w.finance, payment.Deliver{Journey: b.journey, Step: "first", To: b.father})
	w.accounts("paid by the office", map[payment.Account]int64{payment.Granted: -2 * each, payment.DeliveredTo: 2 * each})
	w.must(w.finance, payment.Reconcile{List: again, Lines: []payment.Stated{{Amount: each}}})
	w.must(w.finance, payment.Close{List: again})
	book := ask(w, w.finance, payment.Ledgers(w.scope))[0]
	if book.SetAside != 2*each || book.Left != book.Ceiling-2*each {
		t.Errorf("the book has %d set aside and %d left", book.SetAside, book.Left)
	}
}

// accounts compares the balances of the grant and demands that they sum to zero.
func (w *world) accounts(when string, want map[payment.Account]int64) {
	w.t.Helper()
	got, sum := map[payment.Account]int64{}, int64(0)
	for account, minor := range w.balances() {
		sum += minor
		if minor != 0 {
			got[account] = minor
		}
	}
	if sum != 0 {
		w.t.Errorf("%s: the ledger sums to %d", when, sum)
	}
	if d := cmp.Diff(want, got); d != "" {
		w.t.Errorf("%s (-want +got):\n%s", when, d)
	}
}

// What nobody has earned is not owed, and no list takes it.
func TestNothingIsOwedUnearned(t *testing.T) {
	w := newWorld(t)
	h := w.family()
	w.refuse("journey.blocked_by_step", w.caseworker, payment.Owe{Journey: h.journey, Step: "first"})
	w.refuse("payment.lines_held", w.finance, first(h))
	w.must(w.caseworker, w.yes(h, h.mother))
	w.refuse("payment.lines_held", w.finance, first(h)) // the father has not answered
	w.must(w.caseworker, w.yes(h, h.father))
	w.must(w.caseworker, payment.Owe{Journey: h.journey, Step: "first"})
	w.refuse("payment.owed_already", w.caseworker, payment.Owe{Journey: h.journey, Step: "first"})
	w.refuse("journey.blocked_by_step", w.caseworker, payment.Owe{Journey: h.journey, Step: "second"})
}

// What is owed is frozen with its reason: the amounts, the version, what it was earned by.
func TestWhatIsOwedSaysWhy(t *testing.T) {
	w := newWorld(t)
	h := w.willing(w.family())
	w.days(3)
	w.must(w.caseworker, payment.Owe{Journey: h.journey, Step: "first"})
	w.must(w.caseworker, people.AddMember{Household: h.household, Member: people.Member{Born: born(2026)}})
	d := ask(w, w.caseworker, payment.OwedTo(w.scope, h.journey))[0]
	want := payment.Due{Step: "first", State: "owed", Currency: "USD", Programme: "homeward", Version: d.Version, Grant: "echo", Size: 3,
		Amounts: []payment.Part{{Name: "transport", Minor: 6000}, {Name: "house", Minor: 12000}},
		Earned:  []payment.EarnedBy{{Step: "solution", Since: w.desk.Today() - 3}}, On: w.desk.Today()}
	if diff := cmp.Diff(want, d); diff != "" {
		t.Errorf("a birth after it was owed changes nothing of it (-want +got):\n%s", diff)
	}
	if d.Version == [32]byte{} {
		t.Error("no version of the programme")
	}
}

// Two pairs of eyes: not who prepared it, not who stated its amounts, and not blindly.
func TestAListIsApprovedBySomebodyElse(t *testing.T) {
	w := newWorld(t)
	a, b, c := w.willing(w.family()), w.willing(w.family()), w.willing(w.family())
	own := w.must(w.both, first(a)).IDs[0]
	w.refuse("payment.own_list", w.both, payment.Approve{List: own, Digest: w.digest(own)})

	w.must(w.both, payment.Owe{Journey: b.journey, Step: "first"})
	stated := w.prepared(b)
	w.refuse("payment.own_lines", w.both, payment.Approve{List: stated, Digest: w.digest(stated)})
	w.must(w.approver, payment.Approve{List: stated, Digest: w.digest(stated)})
	w.refuse("payment.list_is_approved", w.approver, payment.Approve{List: stated, Digest: w.digest(stated)})

	blind := w.prepared(c)
	w.refuse("payment.list_changed", w.approver, payment.Approve{List: blind})
	w.refuse("payment.list_is_prepared", w.finance, w.deliver(c))
	w.refuse("payment.list_is_prepared", w.finance, payment.Send{List: blind})
	w.refuse("access.not_allowed", w.finance, payment.Approve{List: blind, Digest: w.digest(blind)})
}

// A change of mind stops a line. The approver sees another list than the one prepared, and what they approve has no such line.
func TestAChangeOfMindStopsTheMoney(t *testing.T) {
	w := newWorld(t)
	a, b := w.willing(w.family()), w.willing(w.family())
	list := w.prepared(a, b)
	before := w.digest(list)
	w.must(w.caseworker, w.no(a, a.father))
	w.refuse("payment.list_changed", w.approver, payment.Approve{List: list, Digest: before})
	now := w.seen(w.approver, list).Now
	if now.Count != 1 || now.Stopped != 1 || now.Lines != 2 {
		t.Errorf("the approver sees %+v", now)
	}
	w.must(w.approver, payment.Approve{List: list, Digest: now.Digest})
	w.refuse("payment.stopped", w.finance, w.deliver(a))

	w.willing(a) // and wants to go after all: owed anew, on another list, under another approval
	w.refuse("payment.stopped", w.finance, w.deliver(a))
	w.approved(a)
	w.must(w.finance, w.deliver(a))
	w.must(w.finance, w.deliver(b))
	w.must(w.caseworker, w.no(b, b.father))
	if line := w.line(b, "first"); line.State != programme.Delivered {
		t.Errorf("what was paid stays paid, not %v", line.State)
	}
}

func (w *world) line(h home, step string) payment.Line {
	w.t.Helper()
	for _, d := range ask(w, w.caseworker, payment.OwedTo(w.scope, h.journey)) {
		if d.Step == step {
			state, _ := programme.StateNamed(d.State)
			return payment.Line{Step: step, State: state}
		}
	}
	w.t.Fatalf("no payment %s", step)
	return payment.Line{}
}

// The village is not safe any more, or the choice is too old: nobody is paid to go there.
func TestMoneyWaitsWhereTheChoiceDoesNotHold(t *testing.T) {
	w := newWorld(t)
	h := w.willing(w.family())
	w.approved(h)
	w.safe(false)
	w.refuse("journey.blocked_by_step", w.finance, w.deliver(h))
	w.safe(true)
	w.days(100) // the choice is valid for 90 days
	w.refuse("journey.blocked_by_step", w.finance, w.deliver(h))
	w.willing(h)
	w.must(w.finance, w.deliver(h))
}

// Once, and into the hand of the one they chose.
func TestADeliveryIsMadeOnce(t *testing.T) {
	w := newWorld(t)
	h, other := w.willing(w.family()), w.family()
	w.refuse("payment.not_owed", w.finance, w.deliver(h))
	w.approved(h)
	wrong := w.deliver(h)
	wrong.To = other.mother
	w.refuse("payment.not_the_collector", w.finance, wrong)
	self := w.finance
	self.User = h.mother
	w.refuse("payment.to_oneself", self, w.deliver(h))
	w.must(w.finance, w.deliver(h))
	w.refuse("payment.delivered_already", w.finance, w.deliver(h))
	w.refuse("payment.delivered_already", w.second, w.deliver(h))
	w.refuse("payment.lines_held", w.finance, first(h))
}

// Who was to collect it is ill on the day: the household chooses another in private, and somebody who neither prepared the list nor wrote that down
// confirms it. The list, its approval and what is owed stay; nobody else receives it.
func TestACollectorIsChangedOnAnApprovedList(t *testing.T) {
	w := newWorld(t)
	a := w.willing(w.family())
	list := w.approved(a)
	confirm := payment.ConfirmCollector{Journey: a.journey, Step: "first"}
	w.refuse("payment.collector_stands", w.approver, confirm)
	w.must(w.caseworker, people.ChooseCollector{Household: a.household, Private: true, Collector: people.Collector{Person: a.father}})
	w.refuse("payment.collector_changed", w.finance, w.deliver(a))
	both := w.caseworker
	both.Grants = slices.Concat(both.Grants, w.approver.Grants)
	w.refuse("payment.own_choice", both, confirm)
	prepared := w.finance
	prepared.Grants = slices.Concat(prepared.Grants, w.approver.Grants)
	w.refuse("payment.own_list", prepared, confirm)
	themselves := w.approver
	themselves.User = a.father
	w.refuse("payment.to_oneself", themselves, confirm)
	w.must(w.approver, confirm)
	w.refuse("payment.not_the_collector", w.finance, w.deliver(a))
	to := w.deliver(a)
	to.To = a.father
	if lines := ask(w, w.finance, payment.ListLines(w.scope, list, "", id.ID{}, 9)).Lines; len(lines) != 1 || lines[0].Collector != a.father || lines[0].Changed {
		t.Errorf("the list shows %+v", lines)
	}
	w.must(w.finance, to)
	w.refuse("payment.delivered_already", w.approver, confirm)
}

// A list that lies with the provider is in their hands: the line is stopped there and listed anew.
func TestACollectorIsNotChangedOnAListThatWasSent(t *testing.T) {
	w := newWorld(t)
	a := w.willing(w.family())
	list := w.approved(a)
	w.must(w.finance, payment.Send{List: list})
	w.must(w.caseworker, people.ChooseCollector{Household: a.household, Private: true, Collector: people.Collector{Person: a.father}})
	w.refuse("payment.list_is_sent", w.approver, payment.ConfirmCollector{Journey: a.journey, Step: "first"})
}

// A collector chosen after the list was prepared is not the one the approver saw: the line is stopped and listed anew.
func TestAnotherCollectorIsAnotherLine(t *testing.T) {
	w := newWorld(t)
	a, b := w.willing(w.family()), w.willing(w.family())
	swap := func(h home) {
		w.must(w.caseworker, people.ChooseCollector{Household: h.household, Private: true, Collector: people.Collector{Person: h.father}})
	}
	list := w.approved(a)
	swap(a)
	to := w.deliver(a)
	to.To = a.father
	w.refuse("payment.collector_changed", w.finance, to)
	w.must(w.finance, payment.Stop{Journey: a.journey, Step: "first", Reason: "another collector"})
	w.must(w.approver, payment.Lift{Journey: a.journey, Step: "first", Reason: "the other collector is known"})
	anew := w.approved(a)
	if anew == list {
		t.Error("the same list")
	}
	w.assessed(anew)
	w.must(w.finance, to)

	unseen := w.prepared(b)
	swap(b)
	w.refuse("payment.lines_changed", w.approver, payment.Approve{List: unseen, Digest: w.digest(unseen)})
}

// Whatever stands against a payment holds it back from the list, and the list says how many and why.
func TestWhatHoldsAPaymentBack(t *testing.T) {
	w := newWorld(t)
	ready, listed, nobody, held, unsure := w.willing(w.family()), w.willing(w.family()), w.family(), w.willing(w.family()), w.family()
	w.prepared(listed)
	resolver := w.approver
	w.refuse("payment.hold_until", w.caseworker, payment.HoldPayment{Journey: held.journey, Step: "first", Reason: "a double?",
		Resolver: resolver.User, Until: w.desk.Today() + 200})
	w.must(w.caseworker, payment.HoldPayment{Journey: held.journey, Step: "first", Reason: "a double?", Resolver: resolver.User,
		Until: w.desk.Today() + 10})
	c := registration("08200")
	c.Members[0].Flags = []people.Flag{people.FlagPhoneShort}
	unsure = w.registered(w.must(w.caseworker, c))
	unsure.journey = w.must(w.caseworker, journey.Start{Programme: "homeward", Pathway: "solution", Subject: unsure.household}).IDs[0]
	w.willing(unsure)

	all := first(ready, listed, nobody, held, unsure)
	all.Method = payment.MobileMoney
	w.refuse("payment.lines_held", w.finance, all)
	preview := ask(w, w.finance, payment.Try(w.scope, all))
	why := map[id.ID]payment.Reason{}
	for _, h := range preview.Held {
		why[h.Journey] = h.Why
	}
	want := map[id.ID]payment.Reason{listed.journey: payment.OnAnotherList, nobody.journey: payment.NotReady, held.journey: payment.Disputed,
		unsure.journey: payment.PhoneFlagged}
	if d := cmp.Diff(want, why); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	all.SkipHeld = true
	list := w.must(w.finance, all).IDs[0]
	row := w.seen(w.approver, list).List
	if row.Count != 1 || row.Held[payment.Disputed] != 1 || len(row.Held) != 4 {
		t.Errorf("the list says %d lines, held %v", row.Count, row.Held)
	}
	w.refuse("payment.another_resolves", w.both, payment.Release{Journey: held.journey, Step: "first", Reason: "no double"})
	w.must(resolver, payment.Release{Journey: held.journey, Step: "first", Reason: "no double"})
	w.prepared(held)
}

// A hold ends on its day by itself, and stops a delivery while it lasts.
func TestAHoldEnds(t *testing.T) {
	w := newWorld(t)
	h := w.willing(w.family())
	w.approved(h)
	w.must(w.caseworker, payment.HoldPayment{Journey: h.journey, Step: "first", Reason: "a double?", Resolver: w.approver.User,
		Until: w.desk.Today() + 3})
	w.refuse("payment.held.on_hold", w.finance, w.deliver(h))
	if holds := ask(w, w.finance, payment.Holds(w.scope, 10)); len(holds) != 1 || holds[0].Resolver != w.approver.User {
		t.Errorf("holds %+v", holds)
	}
	w.days(4)
	w.must(w.finance, w.deliver(h))
}

// What a person stopped stays stopped, whatever is chosen and asked for since, until somebody who may release says why it goes on.
func TestAStopHoldsUntilItIsLifted(t *testing.T) {
	w := newWorld(t)
	h := w.willing(w.family())
	w.approved(h)
	w.must(w.caseworker, payment.Stop{Journey: h.journey, Step: "first", Reason: "registered at two sites?"})

	stays := func(when string) {
		t.Helper()
		w.refuse("payment.held.stopped_by_person", w.finance, payment.Owe{Journey: h.journey, Step: "first"})
		w.refuse("payment.lines_held", w.finance, first(h))
		w.refuse("payment.stopped", w.finance, w.deliver(h))
		if line := w.line(h, "first"); line.State != programme.Stopped {
			t.Errorf("%s it is %v", when, line.State)
		}
	}
	stays("at once")
	w.must(w.caseworker, w.no(h, h.father))
	w.willing(h)
	stays("after a mind that changed and changed back")
	w.days(85)
	stays("a quarter later")
	stops := ask(w, w.finance, payment.Stops(w.scope, 10))
	if len(stops) != 1 || stops[0].Journey != h.journey || stops[0].By != w.caseworker.User {
		t.Errorf("the list of stops says %+v", stops)
	}

	lift := payment.Lift{Journey: h.journey, Step: "first", Reason: "two cousins of one name"}
	w.refuse("access.not_allowed", w.caseworker, lift)
	w.refuse("payment.reason_missing", w.approver, payment.Lift{Journey: h.journey, Step: "first"})
	w.must(w.protection, lift)
	w.refuse("payment.no_stop", w.protection, lift)
	w.refuse("payment.stopped", w.finance, w.deliver(h)) // lifting pays nothing
	w.approved(h)
	w.must(w.finance, w.deliver(h))
	if stops := ask(w, w.finance, payment.Stops(w.scope, 10)); len(stops) != 0 {
		t.Errorf("nothing is stopped any more, but %+v", stops)
	}
}

// What a change of mind stopped is no stop of a person: nobody needs to lift it when the mind is made up again.
func TestAChangedMindIsNoStop(t *testing.T) {
	w := newWorld(t)
	h := w.willing(w.family())
	w.prepared(h)
	w.must(w.caseworker, w.no(h, h.father))
	w.refuse("payment.no_stop", w.approver, payment.Lift{Journey: h.journey, Step: "first", Reason: "they want to go"})
	w.willing(h)
	w.approved(h)
	w.must(w.finance, w.deliver(h))
}

// Of a stop and a lifting that did not see each other, the stop holds.
func TestTheSaferOfAStopAndALiftingHolds(t *testing.T) {
	stop := register.Stated[payment.StopBy]{Value: payment.StopBy{By: id.New()}}
	lift := register.Stated[payment.StopBy]{Value: payment.StopBy{By: id.New(), Lifted: true}}
	for _, standing := range [][]register.Stated[payment.StopBy]{{stop, lift}, {lift, stop}} {
		h := payment.Hold{Stops: register.Held[payment.StopBy]{Standing: standing}}
		if _, stands := h.Stopped(); !stands {
			t.Errorf("%+v does not hold", standing)
		}
	}
	if _, stands := (&payment.Hold{Stops: register.Held[payment.StopBy]{Standing: []register.Stated[payment.StopBy]{lift}}}).Stopped(); stands {
		t.Error("what was lifted holds")
	}
}

// A hold goes with its payment when a new version of the programme calls that by another name.
func TestAHoldOutlivesARenaming(t *testing.T) {
	w := newWorld(t)
	h := w.willing(w.family())
	w.must(w.caseworker, payment.HoldPayment{Journey: h.journey, Step: "first", Reason: "a double?", Resolver: w.approver.User,
		Until: w.desk.Today() + 10})
	text := strings.NewReplacer("pay: first", "pay: cash", "[first]", "[cash]").Replace(homeward) + "migrate: {solution: {first: {to: cash}}}\n"
	_, err := w.desk.Do(t.Context(), w.manager, access.Commons, id.New(), journey.Publish{Source: []byte(text)})
	must(t, err)
	w.must(w.manager, journey.Migrate{Programme: "homeward", Journeys: []id.ID{h.journey}})
	c := first(h)
	c.Steps = []string{"cash"}
	if held := ask(w, w.finance, payment.Try(w.scope, c)).Held; len(held) != 1 || held[0].Why != payment.Disputed {
		t.Errorf("held: %+v", held)
	}
	w.must(w.approver, payment.Release{Journey: h.journey, Step: "cash", Reason: "no double"})
	w.must(w.finance, c)
}

// Who says that walls stand does not pay for them.
func TestWhoInspectsDoesNotPay(t *testing.T) {
	w := newWorld(t)
	h := w.willing(w.family())
	w.must(w.caseworker, mark{Journey: h.journey, Step: "walls", State: programme.Reported})
	inspector := w.person(access.FinanceOfficer, access.Caseworker)
	w.must(inspector, mark{Journey: h.journey, Step: "walls", State: programme.Failed})
	w.refuse("payment.lines_held", inspector, first(h))
	w.approved(h)
	w.refuse("payment.held.paid_by_inspector", inspector, w.deliver(h))
	w.must(w.finance, w.deliver(h))
}

// The share that was entrusted is never exceeded, and a rejected list gives back what it set aside.
func TestTheShareIsTheCeiling(t *testing.T) {
	w := newWorld(t)
	var gifts []id.ID
	for range 3 {
		h := w.family()
		gifts = append(gifts, w.must(w.caseworker, journey.Start{Programme: "homeward", Pathway: "extra", Subject: h.household}).IDs[0])
	}
	list := func(of ...id.ID) payment.Prepare {
		return payment.Prepare{Programme: "homeward", Grant: "other", Steps: []string{"gift"}, Journeys: of}
	}
	w.refuse("payment.ceiling", w.finance, list(gifts...))
	two := w.must(w.finance, list(gifts[:2]...)).IDs[0]
	w.refuse("payment.ceiling", w.finance, list(gifts[2]))
	w.refuse("payment.reason_missing", w.approver, payment.Reject{List: two})
	w.must(w.approver, payment.Reject{List: two, Reason: "a wrong site"})
	w.refuse("payment.list_is_rejected", w.approver, payment.Approve{List: two, Digest: w.digest(two)})
	w.must(w.finance, list(gifts[2]))
	w.must(w.finance, list(gifts[0]))
	w.refuse("payment.share", w.manager, payment.Entrust{Programme: "homeward", Grant: "other", Share: 79_999})
	w.refuse("payment.share", w.manager, payment.Entrust{Programme: "homeward", Grant: "other", Share: 100_001})
}

// Custody lies with one node. Once it is handed on, this node pays nothing under the grant, and cannot take it back.
func TestOnlyTheNodeWithCustodyPays(t *testing.T) {
	w := newWorld(t)
	h, other := w.willing(w.family()), w.willing(w.family())
	list := w.approved(h)
	w.must(w.manager, payment.Entrust{Programme: "homeward", Grant: "echo", Node: id.New()})
	w.refuse("payment.no_custody", w.finance, w.deliver(h))
	w.refuse("payment.no_custody", w.finance, first(other))
	w.refuse("payment.no_custody", w.finance, payment.Send{List: list})
	w.refuse("payment.no_custody", w.manager, payment.Entrust{Programme: "homeward", Grant: "echo"})
}

// A grant pays only in its period, and nothing is owed for a day on which it was not yet earned.
func TestDays(t *testing.T) {
	w := newWorld(t)
	h := w.willing(w.family())
	early := first(h)
	early.Day = w.desk.Today() - 1
	w.refuse("payment.lines_held", w.finance, early)
	w.clock.Set(w.clock.Now().AddDate(1, 0, 0)) // 2027: the grant ended with 2026
	w.safe(false)
	w.safeAgain()
	w.willing(h)
	w.refuse("payment.lines_held", w.finance, first(h))
	if held := ask(w, w.finance, payment.Try(w.scope, first(h))).Held; len(held) != 1 || held[0].Why != payment.GrantClosed {
		t.Errorf("held: %+v", held)
	}
}

// Reconciling finds every difference, to the last cent.
func TestReconcilingFindsDifferences(t *testing.T) {
	w := newWorld(t)
	a, b, c := w.willing(w.family()), w.willing(w.family()), w.willing(w.family())
	list := w.approved(a, b, c)
	w.refuse("payment.list_is_approved", w.finance, payment.Close{List: list})
	for _, h := range []home{a, b, c} {
		w.must(w.finance, w.deliver(h))
	}
	w.must(w.finance, payment.Reconcile{List: list, Lines: []payment.Stated{
		{w.deliver(a).Reference, 18000}, {w.deliver(b).Reference, 17999}, {"MP-unknown", 5}}})
	got := w.seen(w.finance, list).List.Compared
	if got.Matched != 1 || len(got.Differences) != 3 || got.Delivered != 54000 || got.Stated != 36004 {
		t.Errorf("compared: %+v", got)
	}
	w.refuse("payment.differences", w.finance, payment.Close{List: list})
	w.must(w.finance, payment.Return{Journey: b.journey, Step: "first", Reason: "given back"})
	w.refuse("payment.reconcile_again", w.finance, payment.Close{List: list, Reason: "settled with the provider"})
	w.must(w.finance, payment.Reconcile{List: list, Lines: []payment.Stated{{w.deliver(a).Reference, 18000}, {w.deliver(c).Reference, 18000}}})
	w.must(w.finance, payment.Close{List: list})
	w.refuse("payment.list_is_closed", w.finance, payment.Reconcile{List: list})
}

// Where two nodes paid nevertheless, nothing is hidden: it is listed, and the ledger says how much too much.
func TestWhatTwoNodesPaidTwiceIsShown(t *testing.T) {
	w := newWorld(t)
	h, once := w.willing(w.family()), w.willing(w.family())
	w.approved(h, once)
	w.must(w.finance, w.deliver(h))
	w.must(w.finance, w.deliver(once))
	w.must(w.caseworker, mark{Journey: h.journey, Step: "first", State: programme.Delivered, Minor: 18000}) // as it comes from the other node
	rows := ask(w, w.finance, payment.PaidTwice(w.scope))
	if len(rows) != 1 || rows[0].Journey != h.journey || rows[0].Times != 2 {
		t.Errorf("paid twice: %+v", rows)
	}
	w.accounts("paid twice", map[payment.Account]int64{payment.DeliveredTo: 54000, payment.Granted: -54000, payment.Payable: 18000,
		payment.Committed: -18000})
	w.refuse("payment.delivered_already", w.finance, w.deliver(h))
}

// A stop that comes from another node after the money was received stops nothing: what was paid stays paid, and is not paid again.
func TestAStopThatComesTooLate(t *testing.T) {
	w := newWorld(t)
	h := w.willing(w.family())
	w.approved(h)
	w.must(w.finance, w.deliver(h))
	w.must(w.caseworker, mark{Journey: h.journey, Step: "first", State: programme.Stopped})
	w.refuse("payment.delivered_already", w.finance, w.deliver(h))
	w.refuse("payment.lines_held", w.finance, first(h))
	w.accounts("stopped too late", map[payment.Account]int64{payment.DeliveredTo: 18000, payment.Granted: -18000})
}

// Every field that a page may show says its class.
func TestEveryFieldHasAClass(t *testing.T) {
	for _, row := range []any{payment.ListRow{}, payment.ToApprove{}, payment.LinesPage{}, payment.Preview{}, payment.Due{}, payment.FundLedger{},
		payment.HoldRow{}, payment.TwiceRow{}} {
		for _, path := range access.Untagged(reflect.TypeOf(row)) {
			t.Errorf("%s has no class", path)
		}
	}
}

// A list is shown page by page, with the names for those who pay and without them for nobody else.
func TestLinesComeInPages(t *testing.T) {
	w := newWorld(t)
	list := w.approved(w.willing(w.family()), w.willing(w.family()), w.willing(w.family()))
	var lines []payment.ListLine
	after := id.ID{}
	for {
		page := ask(w, w.finance, payment.ListLines(w.scope, list, "", after, 2))
		lines = append(lines, page.Lines...)
		if after = page.Next; after.IsZero() {
			break
		}
	}
	if len(lines) != 3 || lines[0].Given != "Furaha" || lines[0].Phone == "" || lines[0].State != "listed" || lines[0].Total != 18000 {
		t.Errorf("lines: %+v", lines)
	}
	if rows := ask(w, w.approver, payment.AllLists(w.scope, nil, 10)); len(rows) != 1 || rows[0].Status != payment.StatusApproved {
		t.Errorf("lists: %+v", rows)
	}
}

// How many have not come so far is told from five on: of one, it would say that somebody answered for that village, while nobody may know that the
// household differs.
func TestWhoAnswersAloneIsNoNumberOfThoseWhoPay(t *testing.T) {
	w := newWorld(t)
	notReady := func() int {
		return ask(w, w.finance, payment.CandidatesAt(w.scope, w.village, first(), desk.Part{}, desk.Part{})).NotReady
	}
	for n := range access.FewestTold {
		if told := notReady(); told != 0 {
			t.Errorf("of %d who answered alone %d are told", n, told)
		}
		h := w.family()
		w.must(w.caseworker, w.yes(h, h.mother))
	}
	if told := notReady(); told != access.FewestTold {
		t.Errorf("%d are told", told)
	}
}
