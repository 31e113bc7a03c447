// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"maps"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"safar/field/journey"
	"safar/field/payment"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/kernel/register"
)

// sameAsFromNothing demands of the sums of a list, as a page shows them to somebody, that they are those counted by opening each of its lines.
func (w *world) sameAsFromNothing(t interface{ Fatalf(string, ...any) }, by access.Actor, list id.ID) payment.ToApprove {
	got, want := w.seen(by, list), ask(w, by, payment.FromNothing(w.scope, list))
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("a page says\n%+v %+v\nand each line opened gives\n%+v %+v", got.Now, got.Held, want.Now, want.Held)
	}
	return got
}

// Whatever becomes of the households of a list, and whatever is written of their payments: the sums at its top are those that come of opening each of its lines.
func TestTheSumsOfAListAreThoseOfItsLines(t *testing.T) {
	w := newWorld(t)
	dpo := w.person(access.DataProtectionOfficer)
	rapid.Check(t, func(rt *rapid.T) {
		o := &anyOffice{office{world: w, rt: rt}, dpo}
		for range 3 {
			o.homes = append(o.homes, w.willing(w.family()))
		}
		o.lists = append(o.lists, w.prepared(o.homes...))
		if rapid.Bool().Draw(rt, "paying") {
			w.must(w.approver, payment.Approve{List: o.lists[0], Digest: w.digest(o.lists[0])})
			w.must(w.finance, w.deliver(o.homes[0]))
		}
		for range rapid.IntRange(2, 10).Draw(rt, "deeds") {
			o.anything(rt)
			for _, list := range o.lists {
				w.sameAsFromNothing(rt, rapid.SampledFrom([]access.Actor{o.approver, o.finance}).Draw(rt, "who"), list)
			}
		}
	})
}

// The top of a list says of each reason for which lines are held how many they are; and what was delivered already is no line to hold.
func TestTheTopOfAListSaysWhyLinesAreHeld(t *testing.T) {
	w := newWorld(t)
	o := &anyOffice{office{world: w}, w.person(access.DataProtectionOfficer)}
	for range 7 {
		o.homes = append(o.homes, w.willing(w.family()))
	}
	list := w.approved(o.homes...)
	h := o.homes
	w.must(w.finance, w.deliver(h[0]))
	hold := payment.HoldPayment{Journey: h[1].journey, Step: "first", Until: w.desk.Today() + 3, Resolver: w.approver.User, Reason: "two cards"}
	w.must(w.approver, hold)
	w.must(w.caseworker, people.ChooseCollector{Household: h[2].household, Private: true, Collector: people.Collector{Person: h[2].father}})
	w.must(w.caseworker, people.RecordDeath{Person: h[3].mother})
	w.must(w.caseworker, people.RecordDeath{Person: h[3].father})
	w.must(w.caseworker, journey.Join{Person: h[0].father, Household: h[4].household, OwnWord: true})
	for range 2 {
		w.must(w.caseworker, mark{Journey: h[5].journey, Step: "second", State: programme.Delivered, Minor: 15000})
	}
	w.must(o.dpo, people.Forget{Household: h[6].household, Whole: true, Persons: o.everybody(h[6]), Reason: register.ErasureAsked})
	got := w.sameAsFromNothing(t, w.approver, list)
	reasons := map[payment.Reason]int64{}
	for _, sum := range got.Held {
		reasons[sum.Why] = sum.Total
	}
	want := map[payment.Reason]int64{payment.Disputed: 18000, payment.CollectorChanged: 18000, payment.CollectorGone: 18000, payment.PaidElsewhere: 18000,
		payment.Contradicted: 18000, payment.Forgotten: 18000}
	if !reflect.DeepEqual(reasons, want) {
		t.Errorf("held are %v, want %v", reasons, want)
	}
	hold.Journey = h[0].journey
	w.refuse("payment.hold_delivered", w.approver, hold)
}

// anyOffice is an office in which somebody can be forgotten.
type anyOffice struct {
	office
	dpo access.Actor
}

// anything does something that may hold a line, change it, or have it paid.
func (o *anyOffice) anything(rt *rapid.T) {
	h, other := o.home(rt), o.home(rt)
	who := o.adult(rt, h)
	deeds := map[string]func(){
		"hold": func() {
			o.try(o.approver, payment.HoldPayment{Journey: h.journey, Step: "first", Until: o.desk.Today() + 3, Resolver: o.approver.User, Reason: "two cards"})
		},
		"release": func() { o.try(o.approver, payment.Release{Journey: h.journey, Step: "first", Reason: "one card"}) },
		"stop":    func() { o.try(o.caseworker, payment.Stop{Journey: h.journey, Step: "first", Reason: "a mistake"}) },
		"lift":    func() { o.try(o.approver, payment.Lift{Journey: h.journey, Step: "first", Reason: "no mistake"}) },
		"collector": func() {
			o.try(o.caseworker, people.ChooseCollector{Household: h.household, Private: true, Collector: people.Collector{Person: who}})
		},
		"confirm": func() { o.try(o.both, payment.ConfirmCollector{Journey: h.journey, Step: "first"}) },
		"mind":    func() { o.try(o.caseworker, o.no(h, who)) },
		"again":   func() { o.try(o.caseworker, o.yes(h, who)) },
		"died":    func() { o.try(o.caseworker, people.RecordDeath{Person: who}) },
		"moved": func() {
			o.try(o.caseworker, journey.Join{Person: who, Household: other.household, OwnWord: true})
		},
		"forget": func() {
			o.try(o.dpo, people.Forget{Household: h.household, Whole: true, Persons: o.everybody(h), Reason: register.ErasureAsked})
		},
		"twice": func() {
			o.try(o.caseworker, mark{Journey: h.journey, Step: "second", State: programme.Delivered, Minor: 15000})
		},
		"walls": func() { o.try(o.approver, mark{Journey: h.journey, Step: "walls", State: programme.Passed}) },
		"listed": func() {
			if r, done := o.try(o.second, first(o.homes...)); done {
				o.lists = append(o.lists, r.IDs[0])
			}
		},
		"approve": func() { o.try(o.approver, payment.Approve{List: o.lists[0], Digest: o.digest(o.lists[0])}) },
		"reject":  func() { o.try(o.approver, payment.Reject{List: o.lists[0], Reason: "look again"}) },
		"pay":     func() { o.try(o.finance, o.deliver(h)) },
		"back":    func() { o.try(o.finance, payment.Return{Journey: h.journey, Step: "first", Reason: "came back"}) },
		"days":    func() { o.days(1) },
	}
	deeds[rapid.SampledFrom(slices.Sorted(maps.Keys(deeds))).Draw(rt, "deed")]()
}

// everybody returns all records of a household.
func (o *anyOffice) everybody(h home) (all []id.ID) {
	for _, row := range ask(o.world, o.dpo, people.Remembered(o.scope, h.household)) {
		all = append(all, row.ID)
	}
	return all
}
