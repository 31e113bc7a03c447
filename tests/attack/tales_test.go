// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"slices"
	"testing"

	"safar/desk"
	"safar/field/capacity"
	"safar/field/choice"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/payment"
	"safar/field/people"
	"safar/field/places"
	"safar/field/works"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// Promise 1: an answer comes after being told of that very place, lately, of a place that is safe, from an adult, in private.
func TestTaleOfAnInformedAnswer(t *testing.T) {
	w := tell(t, 35, 17)
	w.no("journey.blocked_by_step", w.answer(0, "return", w.village))
	w.ok(w.told(w.village))
	w.no("journey.blocked_by_step", w.answer(0, "return", w.elsewhere))
	w.ok(w.answer(0, "stay", id.ID{}))
	w.no("choice.not_an_adult", w.answer(1, "return", w.village))
	public := w.answer(0, "return", w.village)
	public.Private = false
	w.no("choice.in_private", public)
	w.safe(w.village, false)
	w.no("journey.blocked", w.answer(0, "return", w.village)) // also of somebody who had chosen to stay
	w.safe(w.village, true)
	w.ok(w.answer(0, "return", w.village))
	w.days(61)
	w.no("journey.blocked_by_step", w.answer(0, "return", w.village))
}

// Promise 1: each adult is told in their own right, before their own answer; what others of the household heard does not count for them.
func TestTaleOfEachAdultTold(t *testing.T) {
	w := tell(t, 35, 33, 10)
	alone := w.told(w.village)
	alone.Heard = w.members[:1]
	w.ok(alone)
	w.no("choice.yet_to_be_told", w.answer(1, "return", w.village))
	w.ok(w.answer(0, "return", w.village))
	w.ok(w.checks("occupants", "customary_authority", "state_authority", "attestation"))
	w.no("journey.blocked_by_step", w.promise(0))
	alone.Heard = w.members[1:2]
	w.ok(alone)
	w.ok(w.answer(1, "return", w.village))
	w.ok(w.promise(0))

	w.ok(people.AddMember{Household: w.household, Member: people.Member{Born: people.Born{Day: clock.Date(1990, 1, 1), Precision: people.BirthDay}}})
	w.no("journey.blocked_by_step", w.prepareOwe()) // a third adult, who has heard nothing
	w.days(59)
	w.ok(w.told(w.village)) // to all three
	alone.Heard, alone.Day = w.members[:1], clock.NoDay
	w.days(40)
	w.ok(alone) // what the two others heard is not yet too old
	w.days(30)
	w.no("journey.blocked_by_step", w.answer(1, "return", w.village)) // and now it is
}

// Promise 1: every adult answers, in their own right; the dead do not, and children cannot be decided over beside somebody who may be one.
func TestTaleOfEveryAdult(t *testing.T) {
	w := tell(t, 35, 33, 10)
	w.chosen(0)
	w.ok(w.checks("occupants", "customary_authority", "state_authority", "attestation"))
	w.no("journey.blocked_by_step", w.promise(0))
	w.ok(w.answer(1, "stay", id.ID{}))
	w.no("journey.blocked_by_step", w.promise(0))
	w.ok(people.RecordDeath{Person: w.members[1]})
	w.ok(w.promise(0))
	w.ok(people.RecordDeath{Person: w.members[0]})
	w.no("movement.not_on_a_load", movement.Board{Trip: w.planned(), Journey: w.journey, Step: "departure"})
	w.no("journey.blocked_by_step", w.prepareOwe())
	decide := choice.BestInterests{Journey: w.journey, Step: "solution", Option: "return", Place: w.village, Words: choice.Words{Text: "an aunt", Officer: "Mwamba"}, Day: w.desk.Today()}
	w.no("choice.authority_missing", decide)
	decide.Authority = "child protection"
	decide.Guardian = w.members[len(w.members)-1]
	w.no("choice.guardian_unfit", decide) // one of the children themselves
	decide.Guardian = w.members[0]
	w.no("choice.guardian_unfit", decide) // who has died
	decide.Guardian = id.ID{}
	undated, byNobody := decide, decide
	undated.Day, byNobody.Words.Officer = clock.NoDay, ""
	w.no("choice.authority_day", undated)
	w.no("choice.officer_missing", byNobody)
	w.ok(decide)
	household, journey, members := w.household, w.journey, w.members
	w.register(40)
	decide.Guardian, decide.Authority = w.members[0], ""
	w.no("choice.authority_missing", decide) // a guardian stands beside the authority, never in its stead
	decide.Authority = "child protection"
	w.household, w.journey, w.members = household, journey, members
	w.ok(decide)
	w.ok(w.promise(0)) // the plot was free again since the last adult died
	w.ok(people.AddMember{Household: w.household, Member: people.Member{Sex: people.Male}})
	w.ok(w.told(w.village)) // he has heard of it as well, and may be an adult
	w.no("journey.blocked_by_step", w.prepareOwe())
	w.no("choice.an_adult_answers", decide)
}

func (w *tale) planned() id.ID { w.plan(5, 1); return w.trip }

func (w *tale) prepareOwe() desk.Command {
	return payment.Owe{Journey: w.journey, Step: "first_tranche"}
}

// Promise 1: what was chosen lapses, is asked again before leaving, and may be taken back until then, on the truck and without a reason.
func TestTaleOfAChangedMind(t *testing.T) {
	w := tell(t, 35, 33)
	w.chosen(0, 1)
	w.settled()
	w.paid("first_tranche")
	w.no("movement.ask_again", w.own())
	w.ok(w.again(0, true))
	w.no("movement.ask_again", w.own())
	w.ok(w.again(1, true))
	w.days(4)
	w.no("movement.ask_again", w.own())
	w.ok(w.again(0, true))
	w.ok(w.again(1, true))
	w.plan(5, 0)
	w.ok(w.load())
	w.safe(w.village, false)
	w.no("journey.blocked_by_step", w.board())
	w.safe(w.village, true)
	w.ok(w.board())
	w.ok(choice.Withdraw{Journey: w.journey, Step: "solution", Person: w.members[1]})
	w.no("movement.nobody_boarded", movement.Depart{Trip: w.trip})
	w.no("journey.blocked_by_step", w.promise(0))
	w.ok(w.answer(1, "return", w.village))
	w.ok(w.promise(0))
	w.ok(w.load())
	w.ok(w.again(0, false))
	w.no("movement.nobody_boarded", movement.Depart{Trip: w.trip})
	w.no("journey.blocked_by_step", w.load())
}

// Promise 1: a choice lapses after ninety days, and protection's word on a village after thirty.
func TestTaleOfTime(t *testing.T) {
	w := tell(t, 35)
	w.chosen(0)
	w.days(31)
	w.ok(w.checks("occupants", "customary_authority", "state_authority", "attestation"))
	w.no("journey.blocked_by_step", w.promise(0))
	w.hear(w.village, "market_women", "chief_of_the_twa")
	w.safe(w.village, true)
	w.ok(w.promise(0))
	w.days(60)
	w.hear(w.village, "market_women", "chief_of_the_twa")
	w.safe(w.village, true)
	w.ok(w.told(w.village))
	w.no("journey.blocked_by_step", w.prepareOwe())
	w.ok(w.answer(0, "return", w.village))
	w.ok(w.prepareOwe())
}

// Promise 1: a place is safe on the word of two sources, women and minorities among them, and of protection.
func TestTaleOfSources(t *testing.T) {
	w := tell(t, 35)
	w.days(31)
	decide := places.DecideSafety{Place: w.village, Safe: true, Reason: "heard"}
	refuse := func(key string, by access.Role) {
		t.Helper()
		if _, err := w.do(w.as(by), access.Commons, id.New(), decide); err == nil || !plain(err) || key != keyOf(err) {
			t.Fatalf("%v, want %s", err, key)
		}
	}
	refuse("places.two_sources", access.ProtectionOfficer)
	w.hear(w.village, "market_women")
	refuse("places.two_sources", access.ProtectionOfficer)
	w.hear(w.village, "chief_of_the_twa")
	refuse("access.not_allowed", access.Caseworker)
	w.safe(w.village, true)

	against := places.Report{Source: "Market women", Kind: "community", Day: w.desk.Today(), Words: "shots at night"}
	w.common(w.as(access.ProtectionOfficer), places.ReportSafety{Place: w.village, Report: against})
	refuse("places.two_sources", access.ProtectionOfficer) // the same source by another spelling took its word back
	w.hear(w.village, "health_post")
	refuse("places.contrary_words", access.ProtectionOfficer)
	decide.Contrary = "The shots were of a wedding: three who were there say so."
	w.common(w.as(access.ProtectionOfficer), decide)
}

// Promise 2: a list is approved by somebody else, as it stands; an amount is delivered once, to who was chosen; what comes back is owed again.
func TestTaleOfMoney(t *testing.T) {
	w := tell(t, 35, 33)
	w.chosen(0, 1)
	w.settled()
	both := w.users[slices.IndexFunc(w.users, func(u access.Actor) bool {
		return len(u.Grants) == 2 && u.Grants[0].Role == access.FinanceOfficer && u.Grants[1].Role == access.Approver
	})]
	w.list = w.by(both, w.prepare("first_tranche")).IDs[0]
	w.notBy(both, "payment.own_list", w.approve())
	w.no("payment.list_is_prepared", w.deliver("first_tranche"))
	w.no("payment.lines_held", w.prepare("first_tranche"))
	stale := w.approve()
	stale.Digest[0]++
	w.no("payment.list_changed", stale)
	w.ok(w.approve())
	wrong := w.deliver("first_tranche")
	wrong.To = w.members[1]
	w.no("payment.not_the_collector", wrong)
	w.ok(payment.HoldPayment{Journey: w.journey, Step: "first_tranche", Until: w.desk.Today(), Resolver: w.as(access.Approver).User, Reason: "a double?"})
	w.no("payment.held.on_hold", w.deliver("first_tranche"))
	w.days(1)
	w.ok(w.deliver("first_tranche"))
	w.no("payment.delivered_already", w.deliver("first_tranche"))
	w.no("payment.lines_held", w.prepare("first_tranche"))
	if got := w.accounts()[payment.DeliveredTo]; got != 22000 {
		t.Fatalf("%d delivered, want 22000: 20 dollars of transport and 30 for a month for each of two, and 120 for a house", got)
	}
	w.ok(payment.Return{Journey: w.journey, Step: "first_tranche", Reason: "given back"})
	w.no("payment.not_listed", w.deliver("first_tranche"))
	sum := int64(0)
	for _, minor := range w.accounts() {
		sum += minor
	}
	if sum != 0 {
		t.Fatalf("the ledger sums to %d", sum)
	}
}

func (w *tale) accounts() map[payment.Account]int64 {
	w.t.Helper()
	funds, err := desk.Ask(w.t.Context(), w.desk, w.as(access.FinanceOfficer), "task.pay", payment.Ledgers(w.scope))
	must(w.t, err)
	return funds[0].Accounts
}

// Promise 2: a changed mind stops what was not paid; what stands above the share is not prepared.
func TestTaleOfAStoppedPayment(t *testing.T) {
	w := tell(t, 35)
	w.chosen(0)
	w.settled()
	w.ok(payment.Entrust{Programme: tanganyika, Grant: "echo_tanganyika", Share: 16999})
	w.no("payment.ceiling", w.prepare("first_tranche"))
	w.ok(payment.Entrust{Programme: tanganyika, Grant: "echo_tanganyika", Share: 17000})
	w.list = w.ok(w.prepare("first_tranche")).IDs[0]
	w.ok(w.approve())
	w.ok(w.answer(0, "stay", id.ID{}))
	w.no("payment.stopped", w.deliver("first_tranche"))
}

// Promise 2: what a person stopped becomes owed again when somebody lifts the stop, and not before.
func TestTaleOfAStopByAPerson(t *testing.T) {
	w := tell(t, 35)
	w.chosen(0)
	w.settled()
	w.list = w.ok(w.prepare("first_tranche")).IDs[0]
	w.ok(w.approve())
	w.ok(payment.Stop{Journey: w.journey, Step: "first_tranche", Reason: "a double"})
	w.no("payment.stopped", w.deliver("first_tranche"))
	w.no("payment.held.stopped_by_person", payment.Owe{Journey: w.journey, Step: "first_tranche"})
	w.no("payment.lines_held", w.prepare("first_tranche"))
	w.ok(w.answer(0, "stay", id.ID{}))
	w.chosen(0)
	w.ok(w.promise(1))
	w.no("payment.lines_held", w.prepare("first_tranche"))
	w.ok(payment.Lift{Journey: w.journey, Step: "first_tranche", Reason: "two cousins of one name"})
	w.list = w.ok(w.prepare("first_tranche")).IDs[0]
	w.ok(w.approve())
	w.ok(w.deliver("first_tranche"))
}

// Promises 2 and 3: a changed mind that is said again stays changed. The plot is another family's, the payment stopped.
func TestTaleOfAMindThatStaysChanged(t *testing.T) {
	w := tell(t, 35)
	w.chosen(0)
	w.settled()
	w.list = w.ok(w.prepare("first_tranche")).IDs[0]
	w.ok(w.approve())
	for range 3 {
		w.ok(w.answer(0, "stay", id.ID{}))
		w.no("payment.stopped", w.deliver("first_tranche"))
	}
	w.no("capacity.nothing_promised", capacity.Release{Journey: w.journey, Step: "plot"})
	w.register(40)
	w.chosen(0)
	w.ok(w.checks("occupants", "customary_authority", "state_authority", "attestation"))
	w.ok(w.promise(1))
}

// Promise 2: the next amount is earned by a milestone that passed, inspected by somebody who neither reported nor pays.
func TestTaleOfAMilestone(t *testing.T) {
	w := tell(t, 35)
	w.chosen(0)
	w.settled()
	w.paid("first_tranche")
	w.ok(w.again(0, true))
	w.ok(w.own())
	w.no("journey.condition_failed", works.Report{Journey: w.journey, Step: "foundation"})
	w.ok(movement.ConfirmArrival{Journey: w.journey, Step: "departure"})
	w.built("foundation")
	w.no("payment.lines_held", w.prepare("second_tranche"))
	builder := w.users[slices.IndexFunc(w.users, func(u access.Actor) bool { return len(u.Grants) == 3 })]
	w.by(builder, works.Report{Journey: w.journey, Step: "walls"})
	pass := works.Inspect{Journey: w.journey, Step: "walls", Passed: true, Seen: works.Seen{Answers: houseSeen}}
	w.notBy(builder, "works.inspector_reported", pass)
	payer := w.users[slices.IndexFunc(w.users, func(u access.Actor) bool {
		return len(u.Grants) == 2 && u.Grants[1].Role == access.FinanceOfficer
	})]
	w.notBy(payer, "works.inspector_pays", pass)
	w.no("payment.lines_held", w.prepare("second_tranche"))
	w.by(w.as(access.Inspector), works.Inspect{Journey: w.journey, Step: "walls", Defects: []string{"corner_cracked"}, Seen: works.Seen{Answers: houseSeen}})
	w.no("payment.lines_held", w.prepare("second_tranche"))
	w.built("walls")
	w.paid("second_tranche")
	w.no("payment.lines_held", w.prepare("third_tranche"))
}

// Promise 3: a plot is promised once, within custody, after its checks, where it is offered.
func TestTaleOfAPlot(t *testing.T) {
	w := tell(t, 35)
	w.chosen(0)
	w.ok(w.checks("occupants", "customary_authority", "state_authority"))
	w.no("capacity.unchecked", w.promise(1))
	paper := w.checks("attestation")
	paper.Names = nil
	w.no("capacity.attestation_names_both", paper)
	w.ok(w.checks("attestation"))
	w.no("capacity.no_custody", w.promise(3))
	w.no("capacity.no_such_unit", w.promise(4))
	w.no("capacity.unchecked", w.promise(2)) // the checks are of another plot
	w.ok(w.promise(0))                       // the one that was checked
	w.no("capacity.promised_already", w.promise(2))
	first := w.journey
	w.register(40)
	w.chosen(0)
	w.ok(w.checks("occupants", "customary_authority", "state_authority", "attestation"))
	w.no("capacity.taken", w.promise(1))
	w.ok(capacity.Release{Journey: first, Step: "plot"})
	w.ok(w.promise(1))
}

// Promise 3: what a check found against a plot stands against promising it to anybody, until it is looked into again.
func TestTaleOfAPlotThatOthersLiveOn(t *testing.T) {
	all := []string{"occupants", "customary_authority", "state_authority", "attestation"}
	w := tell(t, 35)
	w.chosen(0)
	w.ok(w.checks(all...))
	first := w.checks("occupants")
	first.Good = false
	w.no("capacity.found_missing", first)
	first.Words.Text = "a family has built on it"
	nowhere := first
	nowhere.Unit = 999
	w.no("capacity.no_such_unit", nowhere)
	w.register(40)
	w.chosen(0)
	w.ok(w.checks(all...))
	w.ok(first) // what was found for the first household stands against the second too, whose checks were good
	w.no("capacity.check_failed", w.promise(1))
	w.ok(w.checks(all...)) // whoever looks again, and finds that the family has moved, saw what was found before
	w.ok(w.promise(1))
	second := w.journey
	w.ok(capacity.Release{Journey: second, Step: "plot"})
	w.journey = first.Journey
	w.no("capacity.unchecked", w.promise(1)) // the last that was found for them
}

// Promise 3: no paper is right where nobody is recorded whom it could name.
func TestTaleOfAHouseholdThatNobodyHeads(t *testing.T) {
	w := tell(t, 35)
	w.admit(people.Member{Relation: "relative", Born: born(35)})
	w.chosen(0)
	paper := w.checks("attestation")
	w.no("capacity.nobody_heads", paper)
}

// Promise 3: the plot of those who have gone there is not given to others.
func TestTaleOfAPlotThatIsLivedOn(t *testing.T) {
	w := tell(t, 35)
	w.chosen(0)
	w.settled()
	w.paid("first_tranche")
	w.ok(w.again(0, true))
	w.ok(w.own())
	w.no("capacity.they_have_gone_there", capacity.Release{Journey: w.journey, Step: "plot"})
}

// Promise 3: a truck has a seat for everyone of two years and more; a younger child sits on a lap of its family, or needs a seat.
func TestTaleOfSeats(t *testing.T) {
	w := tell(t, 35, 33, 1)
	w.chosen(0, 1)
	w.settled()
	w.paid("first_tranche")
	w.plan(2, 0)
	w.no("movement.no_seat", w.load())
	w.plan(2, 1)
	w.ok(w.load())
	w.ok(people.AddMember{Household: w.household, Member: people.Member{Relation: people.Child, Born: born(0)}})
	w.no("movement.no_seat", w.board())
	w.no("movement.over_seats", movement.Freeze{Trip: w.trip})
}

// Promise 4: a family boards together; it parts by each adult's own word alone, and no child goes or stays without an adult.
func TestTaleOfAFamily(t *testing.T) {
	w := tell(t, 35, 33, 10)
	w.chosen(0, 1)
	w.settled()
	w.paid("first_tranche")
	w.plan(5, 1)
	w.no("movement.each_own_word", w.load(w.members[0]))
	one := w.load(w.members[0])
	one.OwnWord = w.members[:1]
	w.no("movement.each_own_word", one)
	child := w.load(w.members[2])
	child.OwnWord = w.members[:2]
	w.no("movement.children_with_an_adult", child)
	ahead := w.load(w.members[0])
	ahead.OwnWord = w.members[:2]
	w.ok(ahead)
	alone := w.load(w.members[1]) // nobody would be left with the child: the first sits on the truck
	alone.OwnWord = w.members[:2]
	alone.Trip = w.planned()
	w.no("movement.children_with_an_adult", alone)
	w.ok(w.load())
	w.no("movement.ask_again", w.board())
	w.ok(w.again(0, true))
	w.ok(w.again(1, true))
	missing := w.board()
	missing.Persons = w.members[:2]
	w.no("movement.somebody_is_missing", missing)
	w.ok(w.board())
	w.no("people.leavers_own_word", journey.Split{Household: w.household, Leaving: w.members[:1]})
	w.no("people.children_leave_with_an_adult", journey.Split{Household: w.household, Leaving: w.members[2:]})
}

// A journey ends when every adult of the household agrees.
func TestTaleOfAnEnd(t *testing.T) {
	w := tell(t, 35, 33)
	w.ok(w.answer(0, "stay", id.ID{}))
	w.ok(w.answer(1, "stay", id.ID{}))
	w.ok(journey.Ask{Journey: w.journey, Step: "stay_plan", Words: journey.Words{Answers: planToStay}})
	end := journey.Close{Journey: w.journey, Step: "solution_reached", Reason: "integrated_locally", Agree: w.members[:1]}
	w.no("journey.not_everyone_agrees", end)
	end.Agree = w.members
	w.ok(end)
}

// The auditor knows that whoever says no on the truck has got off: they go by the next one, and contradict nothing.
func TestTaleOfANoOnTheTruckAndAYesToTheNext(t *testing.T) {
	w := tell(t, 35)
	audit := newAuditor(w.desk, w.staff, w.scope)
	w.chosen(0)
	w.settled()
	w.paid("first_tranche")
	ride := func() {
		t.Helper()
		w.ok(w.again(0, true))
		w.plan(5, 1)
		w.ok(w.load())
		w.ok(w.board())
	}
	ride()
	w.ok(w.again(0, false))
	w.chosen(0)
	w.ok(w.promise(0))
	ride()
	for _, scope := range []access.Scope{access.Commons, w.scope} {
		_, err := audit.follow(scope)
		must(t, err)
	}
	if found := audit.fails(); len(found) > 0 {
		t.Errorf("broken: %s", found)
	}
}
