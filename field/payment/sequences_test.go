// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"safar/desk"
	"safar/field/journey"
	"safar/field/payment"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/id"
)

// Whatever officers do in whatever order, again and again: nothing is paid twice, unapproved or unearned, what is refused
// writes nothing, and the ledger sums to zero.
func TestAnyOrderOfDeedsKeepsThePromise(t *testing.T) {
	w := newWorld(t)
	rapid.Check(t, func(rt *rapid.T) {
		o := &office{world: w, rt: rt, willing: map[id.ID]map[id.ID]bool{}, approvedBy: map[id.ID]id.ID{}, preparedBy: map[id.ID]id.ID{},
			on: map[unit]id.ID{}, cash: map[unit]int{}, built: map[id.ID]bool{}, gone: map[id.ID]bool{}, held: map[unit]bool{},
			stopped: map[unit]bool{}}
		for range 2 {
			h := w.family()
			o.homes = append(o.homes, h)
			o.willing[h.journey] = map[id.ID]bool{}
		}
		deeds := map[string]func(*rapid.T){
			"answer": o.answer, "withdraw": o.withdraw, "prepare": o.prepare, "approve": o.approve, "reject": o.reject, "send": o.send,
			"deliver": o.deliverOne, "return": o.giveBack, "stop": o.stop, "lift": o.lift, "hold": o.hold, "collector": o.collector, "build": o.build,
			"depart": o.depart, "reconcile": o.reconcile, "close": o.close, "again": o.again, "usual": o.usual,
		}
		for range rapid.IntRange(25, 60).Draw(rt, "deeds") {
			deeds[rapid.SampledFrom(likely).Draw(rt, "deed")](rt)
			o.check(rt)
		}
	})
	if deliveries == 0 {
		t.Error("no sequence came to a delivery")
	}
	t.Logf("%d deliveries", deliveries)
}

// likely are the deeds of an office, the frequent ones several times.
var likely = strings.Fields(`deliver usual prepare approve deliver usual approve withdraw return send depart build deliver answer stop collector reconcile
	close again reject hold lift deliver build depart usual deliver`)

var deliveries int

type unit struct {
	journey id.ID
	step    string
}

// office is the memory of what was promised, apart from the program's own.
type office struct {
	*world
	rt         *rapid.T
	homes      []home
	lists      []id.ID
	willing    map[id.ID]map[id.ID]bool // journey → adult
	approvedBy map[id.ID]id.ID
	preparedBy map[id.ID]id.ID
	on         map[unit]id.ID // the list a payment stands on
	cash       map[unit]int   // how often it is in the household's hands
	built      map[id.ID]bool
	gone       map[id.ID]bool
	held       map[unit]bool
	stopped    map[unit]bool // by a person, and not lifted
	last       struct {
		by access.Actor
		c  desk.Command
		id id.ID
	}
}

// try does a command and demands that a refusal writes nothing.
func (o *office) try(by access.Actor, c desk.Command) (desk.Receipt, bool) {
	before := o.facts()
	o.last.by, o.last.c, o.last.id = by, c, id.New()
	r, err := o.desk.Do(o.t.Context(), by, o.scope, o.last.id, c)
	if err != nil && o.facts() != before {
		o.rt.Fatalf("%T was refused (%v) and wrote facts", c, err)
	}
	return r, err == nil
}

// again sends the last command once more under its id: nothing happens.
func (o *office) again(*rapid.T) {
	if o.last.c == nil {
		return
	}
	before := o.facts()
	first, err := o.desk.Do(o.t.Context(), o.last.by, o.scope, o.last.id, o.last.c)
	if err == nil && first.Again && o.facts() != before {
		o.rt.Fatalf("%T done again under the same id wrote facts", o.last.c)
	}
	if err == nil && !first.Again {
		o.rt.Fatalf("%T was refused before and done now, though nothing changed", o.last.c)
	}
}

func (o *office) home(rt *rapid.T) home { return rapid.SampledFrom(o.homes).Draw(rt, "home") }
func (o *office) payer(rt *rapid.T) access.Actor {
	return rapid.SampledFrom([]access.Actor{o.finance, o.second, o.both}).Draw(rt, "payer")
}
func (o *office) step(rt *rapid.T) string {
	return rapid.SampledFrom([]string{"first", "first", "second"}).Draw(rt, "step")
}
func (o *office) list(rt *rapid.T) (id.ID, bool) {
	if len(o.lists) == 0 {
		return id.ID{}, false
	}
	latest := slices.Clone(o.lists)
	slices.Reverse(latest)
	return rapid.SampledFrom(latest).Draw(rt, "list"), true
}
func (o *office) adult(rt *rapid.T, h home) id.ID {
	return rapid.SampledFrom([]id.ID{h.mother, h.father}).Draw(rt, "adult")
}

func (o *office) answer(rt *rapid.T) {
	h := o.home(rt)
	for _, p := range []id.ID{h.mother, h.father} {
		if _, done := o.try(o.caseworker, o.yes(h, p)); done {
			o.willing[h.journey][p] = true
		}
	}
}

// usual does what mostly comes next: people who want to go, a list, and its approval.
func (o *office) usual(rt *rapid.T) {
	o.answer(rt)
	o.prepare(rt)
	o.approve(rt)
}

func (o *office) withdraw(rt *rapid.T) {
	h := o.home(rt)
	p := o.adult(rt, h)
	if _, done := o.try(o.caseworker, o.no(h, p)); done {
		delete(o.willing[h.journey], p)
		o.forget(h)
	}
}

// forget takes what a change of mind stops off the lists.
func (o *office) forget(h home) {
	if u := (unit{h.journey, "first"}); o.cash[u] == 0 {
		delete(o.on, u)
	}
}

func (o *office) prepare(rt *rapid.T) {
	by := o.payer(rt)
	c := first(o.homes[:rapid.IntRange(1, len(o.homes)).Draw(rt, "homes")]...)
	c.Steps, c.SkipHeld = []string{o.step(rt)}, rapid.Bool().Draw(rt, "skip")
	var ready []unit
	for _, u := range o.ready(by, c) {
		ready = append(ready, u)
	}
	r, done := o.try(by, c)
	if !done {
		return
	}
	list := r.IDs[0]
	o.lists, o.preparedBy[list] = append(o.lists, list), by.User
	for _, u := range ready {
		if _, standing := o.on[u]; standing {
			rt.Fatalf("%s is put on a second list", u.step)
		}
		if o.cash[u] > 0 {
			rt.Fatalf("%s is listed though it was paid", u.step)
		}
		if o.stopped[u] {
			rt.Fatalf("%s is owed again though a person stopped it and nobody lifted the stop", u.step)
		}
		o.on[u] = list
	}
}

// ready asks which lines a list would have.
func (o *office) ready(by access.Actor, c payment.Prepare) []unit {
	heldBack := map[id.ID]bool{}
	for _, h := range ask(o.world, by, payment.Try(o.scope, c)).Held {
		heldBack[h.Journey] = true
	}
	var units []unit
	for _, j := range c.Journeys {
		if !heldBack[j] {
			units = append(units, unit{j, c.Steps[0]})
		}
	}
	return units
}

func (o *office) approve(rt *rapid.T) {
	list, any := o.list(rt)
	if !any {
		return
	}
	by := rapid.SampledFrom([]access.Actor{o.approver, o.both, o.finance}).Draw(rt, "approver")
	if _, done := o.try(by, payment.Approve{List: list, Digest: o.digest(list)}); done {
		if o.preparedBy[list] == by.User || by.User == o.finance.User {
			rt.Fatal("approved by one who prepares")
		}
		o.approvedBy[list] = by.User
	}
}

func (o *office) reject(rt *rapid.T) {
	if list, any := o.list(rt); any {
		if _, done := o.try(o.approver, payment.Reject{List: list, Reason: "look again"}); done {
			o.over(list)
		}
	}
}

// over takes every payment off a list that ended.
func (o *office) over(list id.ID) {
	for u, on := range o.on {
		if on == list {
			delete(o.on, u)
		}
	}
}

func (o *office) send(rt *rapid.T) {
	if list, any := o.list(rt); any {
		o.try(o.finance, payment.Send{List: list})
	}
}

func (o *office) deliverOne(rt *rapid.T) {
	h, by := o.home(rt), o.payer(rt)
	c := o.deliver(h)
	c.Step, c.To = o.step(rt), o.adult(rt, h)
	if _, done := o.try(by, c); !done {
		return
	}
	u := unit{h.journey, c.Step}
	switch {
	case o.approvedBy[o.on[u]].IsZero():
		rt.Fatal("paid unapproved")
	case o.cash[u] > 0:
		rt.Fatal("paid twice")
	case c.Step == "first" && !o.gone[h.journey] && len(o.willing[h.journey]) < 2:
		rt.Fatal("paid to people who do not want to go")
	case c.Step == "second" && !o.built[h.journey]:
		rt.Fatal("paid for walls that do not stand")
	case o.stopped[u]:
		rt.Fatal("paid though a person stopped it")
	case o.held[u]:
		rt.Fatal("paid though it is on hold")
	}
	o.cash[u]++
	deliveries++
	delete(o.on, u)
}

func (o *office) giveBack(rt *rapid.T) {
	u := unit{o.home(rt).journey, o.step(rt)}
	if _, done := o.try(o.payer(rt), payment.Return{Journey: u.journey, Step: u.step, Reason: "came back"}); done {
		o.cash[u] = 0
		delete(o.on, u)
	}
}

func (o *office) stop(rt *rapid.T) {
	u := unit{o.home(rt).journey, o.step(rt)}
	if _, done := o.try(o.caseworker, payment.Stop{Journey: u.journey, Step: u.step, Reason: "a mistake"}); done {
		if o.cash[u] > 0 {
			rt.Fatal("what was paid was stopped")
		}
		delete(o.on, u)
		o.stopped[u] = true
	}
}

func (o *office) lift(rt *rapid.T) {
	u := unit{o.home(rt).journey, o.step(rt)}
	_, done := o.try(o.approver, payment.Lift{Journey: u.journey, Step: u.step, Reason: "no mistake"})
	if done != o.stopped[u] {
		rt.Fatalf("a stop was lifted: %v, one stood: %v", done, o.stopped[u])
	}
	delete(o.stopped, u)
}

func (o *office) hold(rt *rapid.T) {
	u := unit{o.home(rt).journey, o.step(rt)}
	if o.held[u] {
		if _, done := o.try(o.approver, payment.Release{Journey: u.journey, Step: u.step, Reason: "no double"}); done {
			delete(o.held, u)
		}
		return
	}
	c := payment.HoldPayment{Journey: u.journey, Step: u.step, Reason: "a double?", Resolver: o.approver.User, Until: o.desk.Today() + 5}
	if _, done := o.try(o.caseworker, c); done {
		o.held[u] = true
	}
}

func (o *office) collector(rt *rapid.T) {
	h := o.home(rt)
	o.try(o.caseworker, people.ChooseCollector{Household: h.household, Private: true, Collector: people.Collector{Person: o.adult(rt, h)}})
}

func (o *office) depart(rt *rapid.T) {
	h := o.home(rt)
	if o.cash[unit{h.journey, "first"}] > 0 && len(o.willing[h.journey]) == 2 && !o.gone[h.journey] {
		o.try(o.caseworker, mark{Journey: h.journey, Step: "departure", State: programme.Departed})
		o.gone[h.journey] = true
	}
}

func (o *office) build(rt *rapid.T) {
	h := o.home(rt)
	if o.gone[h.journey] && !o.built[h.journey] {
		o.try(o.caseworker, mark{Journey: h.journey, Step: "walls", State: programme.Reported})
		o.try(o.protection, mark{Journey: h.journey, Step: "walls", State: programme.Passed})
		o.built[h.journey] = true
	}
}

func (o *office) reconcile(rt *rapid.T) {
	if list, any := o.list(rt); any {
		o.try(o.finance, payment.Reconcile{List: list})
	}
}

func (o *office) close(rt *rapid.T) {
	if list, any := o.list(rt); any {
		if _, done := o.try(o.finance, payment.Close{List: list, Reason: "settled"}); done {
			o.over(list)
		}
	}
}

// check compares the ledger of these households with what the office remembers.
func (o *office) check(rt *rapid.T) {
	sum, paid := int64(0), int64(0)
	b := ask(o.world, o.finance, o.ledger()).Accounts
	for _, minor := range b {
		sum += minor
	}
	if sum != 0 {
		rt.Fatalf("the ledger sums to %d: %v", sum, b)
	}
	if b[payment.Committed] != -b[payment.Payable]-b[payment.OnLists] {
		rt.Fatalf("what is promised is not what is owed: %v", b)
	}
	for u, times := range o.cash {
		if u.step == "first" {
			paid += 18000 * int64(times)
		} else {
			paid += 15000 * int64(times)
		}
	}
	if paid != b[payment.DeliveredTo] {
		rt.Fatalf("%d is in the hands of households, the ledger says %v", paid, b)
	}
}

// ledger reads the balances of these households and lists alone.
func (o *office) ledger() desk.Query[payment.FundLedger] {
	return desk.Query[payment.FundLedger]{Act: access.PaymentList, Scope: o.scope, Run: func(r *desk.Reader) (payment.FundLedger, error) {
		all, ledger := payment.FundLedger{Accounts: map[payment.Account]int64{}}, payment.Ledger{}
		for _, h := range o.homes {
			j, err := desk.Read(r, journey.Story, h.journey)
			if err != nil {
				return all, err
			}
			payment.Entries(j.State, ledger.Post)
		}
		for _, list := range o.lists {
			l, err := desk.Read(r, payment.ListStory, list)
			if err != nil {
				return all, err
			}
			for _, e := range l.State.Entries() {
				ledger.Post(l.State.Fund(), e)
			}
		}
		for _, f := range ledger.Funds() {
			for account, minor := range ledger[f] {
				all.Accounts[account] += minor
			}
		}
		return all, nil
	}}
}

// A ledger of any deeds, in any order and of any amounts, sums to zero.
func TestAnyLedgerSumsToZero(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		ledger := payment.Ledger{}
		for range rapid.IntRange(0, 50).Draw(rt, "deeds") {
			e := payment.Entry{Deed: payment.Deed(rapid.IntRange(0, 8).Draw(rt, "deed")), Minor: rapid.Int64Range(0, 1e12).Draw(rt, "minor"),
				From: rapid.SampledFrom([]payment.Source{payment.FromOffice, payment.FromProvider}).Draw(rt, "from")}
			e.FromList = rapid.Int64Range(0, e.Minor).Draw(rt, "list")
			sum := int64(0)
			for _, p := range e.Postings() {
				sum += p.Minor
			}
			if sum != 0 || len(e.Postings()) == 0 {
				rt.Fatalf("%+v posts %+v", e, e.Postings())
			}
			ledger.Post(payment.Fund{Grant: rapid.SampledFrom([]string{"a", "b"}).Draw(rt, "grant")}, e)
		}
		for _, f := range ledger.Funds() {
			sum := int64(0)
			for _, minor := range ledger[f] {
				sum += minor
			}
			if sum != 0 {
				rt.Fatalf("%v sums to %d", f, sum)
			}
		}
	})
}
