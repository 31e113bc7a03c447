// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"safar/desk"
	"safar/field/choice"
	"safar/field/journey"
	"safar/field/payment"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/field/staff"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/keys"
	"safar/kernel/register"
	"safar/kernel/store"
)

// homeward is a programme that pays twice: before people leave, and when walls stand.
const homeward = `
programme: homeward
currency: USD
grants:
  echo: {donor: echo, from: 2025-01-01, until: 2026-12-31, ceiling: 1000000000}
  other: {donor: dra, from: 2025-01-01, until: 2026-12-31, ceiling: 100000}
inputs:
  destination: {from: commons.place, max_age: 365d}
pathways:
  solution:
    for: household
    steps:
      - choose: solution
        options: [return, stay]
        by: each_adult
        to: destination
        requires: destination.safe
        valid: 90d
      - pay: first
        needs: [solution]
        when: solution != "stay"
        grant: echo
        gives: {transport: 2000 * size, house: 12000}
      - move: departure
        needs: [first]
      - build: walls
        needs: [departure]
        inspected: true
      - pay: second
        needs: [walls]
        grant: echo
        gives: {walls: 15000}
  extra:
    for: household
    steps:
      - pay: gift
        grant: other
        gives: {gift: 40000}
`

// marked is a fact of these tests: it stands for what other packages record on a journey.
var marked = register.NewFact(journey.Story, "test.marked", 1,
	func(j *journey.Journey, f *journal.Fact, r mark, _ *register.None) {
		m := journey.Mark{Step: r.Step, State: r.State, Author: f.Author}
		if r.Minor != 0 {
			m.Amounts = []journey.Amount{{Name: string(payment.FromOffice), Minor: r.Minor}}
		}
		j.Add(f, m)
	})

type mark struct {
	Journey id.ID           `cbor:"1,keyasint"`
	Step    string          `cbor:"2,keyasint"`
	State   programme.State `cbor:"3,keyasint"`
	Minor   int64           `cbor:"4,keyasint,omitempty"`
}

func (mark) Act() access.Act { return access.PeopleLook }
func (m mark) Decide(tx *desk.Tx) error {
	return tx.Record(marked.Draft(m.Journey, clock.NoDay, m))
}

// world is an office with its people: two finance officers, an approver, one who is both, a caseworker, protection.
type world struct {
	t                                           testing.TB
	desk                                        *desk.Desk
	clock                                       *clock.Settable
	scope                                       access.Scope
	village                                     id.ID
	finance, second, approver, both, caseworker access.Actor
	protection, manager                         access.Actor
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{t: t, clock: clock.At(time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC))}
	folder := t.TempDir()
	ring, err := keys.CreateAt(t.Context(), openStore(t, filepath.Join(folder, "keys.db"), nil), "correct horse battery", keys.MadeUp)
	must(t, err)
	st := openStore(t, filepath.Join(folder, "safar.db"), ring.FileKey())
	house := register.NewHouse(joined(desk.Declarations(), people.Declarations(), places.Declarations(), staff.Declarations(), subjects.Declarations(), journey.Declarations(),
		choice.Declarations(), payment.Declarations(), []register.Declaration{marked})...)
	w.desk, err = desk.Open(t.Context(), st, ring, house, w.clock)
	must(t, err)
	t.Cleanup(func() { must(t, w.desk.Close()); must(t, st.Close()); ring.Close() })
	w.scope = access.Scope{Caseload: id.New(), Compartment: access.General}
	w.finance, w.second = w.person(access.FinanceOfficer), w.person(access.FinanceOfficer)
	w.approver, w.both = w.person(access.Approver), w.person(access.Approver, access.FinanceOfficer)
	w.caseworker = w.person(access.Caseworker, access.Enumerator)
	w.protection, w.manager = w.person(access.ProtectionOfficer), w.person(access.ProgrammeManager)
	w.found()
	return w
}

// found puts the programme in force, a village that is safe, and the grants into this office's care.
func (w *world) found() {
	w.t.Helper()
	do := func(by access.Actor, c desk.Command) desk.Receipt {
		r, err := w.desk.Do(w.t.Context(), by, access.Commons, id.New(), c)
		must(w.t, err)
		return r
	}
	do(w.manager, journey.Publish{Source: []byte(homeward)})
	w.village = do(w.manager, places.Add{Kind: "village", Name: "Kabalo"}).IDs[0]
	for _, source := range []string{"chief", "women"} {
		do(w.protection, places.ReportSafety{Place: w.village, Report: places.Report{Source: source, Day: w.desk.Today(), Safe: true, Women: true,
			Minority: true}})
	}
	w.safe(true)
	w.must(w.manager, payment.Entrust{Programme: "homeward", Grant: "echo"})
	w.must(w.manager, payment.Entrust{Programme: "homeward", Grant: "other", Share: 100_000})
}

func (w *world) safe(yes bool) {
	w.t.Helper()
	_, err := w.desk.Do(w.t.Context(), w.protection, access.Commons, id.New(),
		places.DecideSafety{Place: w.village, Safe: yes, Reason: "what sources say"})
	must(w.t, err)
}

func (w *world) person(roles ...access.Role) access.Actor {
	a := access.Actor{User: id.New()}
	for _, r := range roles {
		a.Grants = append(a.Grants, access.NewGrant(r, w.scope.Caseload))
	}
	return a
}

func (w *world) do(by access.Actor, c desk.Command) (desk.Receipt, error) {
	return w.desk.Do(w.t.Context(), by, w.scope, id.New(), c)
}

func (w *world) must(by access.Actor, c desk.Command) desk.Receipt {
	w.t.Helper()
	r, err := w.do(by, c)
	must(w.t, err)
	return r
}

// refuse demands that a command is refused with a key, and that nothing was written.
func (w *world) refuse(key string, by access.Actor, c desk.Command) {
	w.t.Helper()
	before := w.facts()
	_, err := w.do(by, c)
	if err == nil {
		w.t.Fatalf("%T was done, want %s", c, key)
	}
	if got := fault.KeyOf(err); got != key {
		w.t.Fatalf("%T: %v, want %s", c, err, key)
	}
	if after := w.facts(); after != before {
		w.t.Fatalf("%T was refused and wrote %d facts", c, after-before)
	}
}

// facts counts the facts of the scope.
func (w *world) facts() (n uint64) {
	err := w.desk.Store().Read(w.t.Context(), func(db store.Tx) error {
		feeds, err := journal.Feeds(w.t.Context(), db, w.scope)
		for _, f := range feeds {
			n += f.Head.Seq
		}
		return err
	})
	must(w.t, err)
	return n
}

// home is a household on its way, with a collector and an alternate.
type home struct {
	journey, household, mother, father id.ID
}

// family registers a household of three and lets it walk; nobody has answered yet.
func (w *world) family() home {
	w.t.Helper()
	h := w.registered(w.must(w.caseworker, registration("0820000001")))
	h.journey = w.must(w.caseworker, journey.Start{Programme: "homeward", Pathway: "solution", Subject: h.household}).IDs[0]
	return h
}

func registration(phone string) people.Register {
	return people.Register{Arrived: clock.NoDay, Members: []people.Member{
		{Names: people.Names{Given: "Furaha", Family: "Kisimba"}, Born: born(1984), Sex: people.Female, Relation: people.Head, Phone: phone},
		{Names: people.Names{Given: "Mwamba", Family: "Kisimba"}, Born: born(1980), Sex: people.Male, Relation: people.Spouse},
		{Born: born(2015), Relation: people.Child},
	}}
}

func (w *world) registered(r desk.Receipt) home {
	h := home{household: r.IDs[0], mother: r.IDs[1], father: r.IDs[2]}
	w.must(w.caseworker, people.ChooseCollector{Household: h.household, Private: true,
		Collector: people.Collector{Person: h.mother, Alternate: h.father}})
	return h
}

func born(year int) people.Born {
	return people.Born{Day: clock.Date(year, 1, 1), Precision: people.BirthYear}
}

// willing lets both adults choose to return.
func (w *world) willing(h home) home {
	w.t.Helper()
	for _, p := range []id.ID{h.mother, h.father} {
		w.must(w.caseworker, w.yes(h, p))
	}
	return h
}

func (w *world) yes(h home, person id.ID) desk.Command {
	return choice.Answer{Journey: h.journey, Step: "solution", Person: person, Option: "return", Place: w.village, Private: true}
}

func (w *world) no(h home, person id.ID) desk.Command {
	return choice.Withdraw{Journey: h.journey, Step: "solution", Person: person}
}

func first(homes ...home) payment.Prepare {
	c := payment.Prepare{Programme: "homeward", Grant: "echo", Steps: []string{"first"}}
	for _, h := range homes {
		c.Journeys = append(c.Journeys, h.journey)
	}
	return c
}

func (w *world) prepared(homes ...home) id.ID {
	w.t.Helper()
	return w.must(w.finance, first(homes...)).IDs[0]
}

// approved prepares and approves a list.
func (w *world) approved(homes ...home) id.ID {
	w.t.Helper()
	list := w.prepared(homes...)
	w.must(w.approver, payment.Approve{List: list, Digest: w.digest(list)})
	return list
}

func (w *world) digest(list id.ID) [32]byte { return w.seen(w.approver, list).Now.Digest }

func (w *world) seen(by access.Actor, list id.ID) payment.ToApprove {
	return ask(w, by, payment.ListToApprove(w.scope, list))
}

// assessed plans that a list is paid in the village today, and has protection look at the risks there.
func (w *world) assessed(list id.ID) {
	w.t.Helper()
	if _, err := w.do(w.finance, payment.PlanPaying{List: list, Place: w.village, Day: clock.NoDay}); err != nil {
		return // a list that is over, or whose grant is in other hands
	}
	if site := ask(w, w.protection, payment.SiteOn(access.PaymentAssess, w.scope, w.village, w.desk.Today())); site.Outcome == payment.NotAssessed {
		w.must(w.protection, w.assessment(payment.Go))
	}
}

// assessment is one of the village today, in which no risk was found.
func (w *world) assessment(says payment.Outcome) payment.AssessSite {
	c := payment.AssessSite{Place: w.village, From: clock.NoDay, Until: clock.NoDay, Outcome: says, Words: "armed men on the road"}
	for _, r := range payment.Risks {
		c.Findings = append(c.Findings, payment.Finding{Risk: r})
	}
	return c
}

// deliver hands out what a household is listed for, at a cash site that was assessed.
func (w *world) deliver(h home) payment.Deliver {
	w.t.Helper()
	for _, d := range ask(w, w.caseworker, payment.OwedTo(w.scope, h.journey)) {
		if d.Step == "first" && !d.List.IsZero() {
			w.assessed(d.List)
		}
	}
	return w.handed(h)
}

func (w *world) handed(h home) payment.Deliver {
	return payment.Deliver{Journey: h.journey, Step: "first", To: h.mother, Reference: "MP-" + h.journey.String()[:6]}
}

func (w *world) balances() map[payment.Account]int64 {
	for _, f := range ask(w, w.finance, payment.Ledgers(w.scope)) {
		if f.Grant == "echo" {
			return f.Accounts
		}
	}
	return nil
}

func ask[T any](w *world, by access.Actor, q desk.Query[T]) T {
	w.t.Helper()
	got, err := desk.Ask(w.t.Context(), w.desk, by, "task.test", q)
	must(w.t, err)
	return got
}

func (w *world) days(n int) { w.clock.Set(w.clock.Now().AddDate(0, 0, n)) }

func openStore(t testing.TB, path string, key []byte) store.Store {
	t.Helper()
	st, err := store.OpenSQLite(t.Context(), path, store.SQLiteOptions{Key: key})
	must(t, err)
	return st
}

func joined(lists ...[]register.Declaration) (all []register.Declaration) {
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(fmt.Errorf("%w", err))
	}
}

// safeAgain reports and decides the village safe, on today's sources.
func (w *world) safeAgain() {
	w.t.Helper()
	for _, source := range []string{"chief", "women"} {
		_, err := w.desk.Do(w.t.Context(), w.protection, access.Commons, id.New(), places.ReportSafety{Place: w.village,
			Report: places.Report{Source: source, Day: w.desk.Today(), Safe: true, Women: true, Minority: true}})
		must(w.t, err)
	}
	w.safe(true)
}
