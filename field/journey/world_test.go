// SPDX-License-Identifier: Apache-2.0

package journey_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"safar/desk"
	"safar/field/journey"
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

// homeward is a way home with every plain step.
const homeward = `
programme: homeward
currency: USD
grants: {echo: {donor: echo, from: 2025-01-01, until: 2027-12-31, ceiling: 100000000}}
inputs:
  destination: {from: commons.place, max_age: 30d}
pathways:
  solution:
    for: household
    exclusive: true
    steps:
      - ask: intention
      - tell: profile
        to: destination
        valid: 60d
      - choose: solution
        options: [return, stay]
        by: each_adult
        to: destination
        needs: [profile]
        requires: destination.safe
      - ask: stay_plan
        when: solution == "stay"
        needs: [solution]
      - decide: approval
        by: protection_officer
        needs: [intention]
      - pay: transport
        needs: [intention]
        grant: echo
        gives: {transport: 2000 * size}
      - move: departure
        needs: [transport]
      - check: settled
        after: departure
        at: [30d, 90d]
      - close: end
        needs: [intention]
        reasons: [returned, moved_on]
  listening:
    for: household
    steps:
      - ask: story
`

// tb is what a test and a property's run have in common.
type tb interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
	Errorf(string, ...any)
}

// world is an operation with people of every role, who are one person here.
type world struct {
	tb
	desk  *desk.Desk
	clock *clock.Settable
	actor access.Actor
	scope access.Scope
	site  id.ID
}

// noted is any mark on a journey, without a rule: what packages above write.
type noted struct {
	Step  string          `cbor:"1,keyasint"`
	State programme.State `cbor:"2,keyasint"`
	By    id.ID           `cbor:"3,keyasint"`
	Place id.ID           `cbor:"4,keyasint"`
	Value string          `cbor:"5,keyasint"`
	Minor int64           `cbor:"6,keyasint"`
}

var markNoted = register.NewFact(journey.Story, "test.noted", 1, func(j *journey.Journey, f *journal.Fact, r noted, _ *register.None) {
	m := journey.Mark{Step: r.Step, State: r.State, By: r.By, Place: r.Place, Value: r.Value}
	if r.Minor > 0 {
		m.Amounts = []journey.Amount{{Name: "transport", Minor: r.Minor}}
	}
	j.Add(f, m)
})

type begun struct {
	Version journey.Version `cbor:"1,keyasint"`
	Subject id.ID           `cbor:"2,keyasint"`
}

// journeyBegun begins a journey without a rule.
var journeyBegun = register.NewFact(journey.Story, "test.begun", 1, func(j *journey.Journey, f *journal.Fact, r begun, _ *register.None) {
	j.Subject, j.Kind, j.Pathway = r.Subject, "household", "solution"
	j.Version.Put(f, "version", r.Version)
})

// note is the command that writes such a mark.
type note struct {
	Journey id.ID
	Step    string
	State   programme.State
	By      id.ID
	Place   id.ID
	Value   string
	Minor   int64
}

func (note) Act() access.Act { return access.JourneyStep }

func (n note) Decide(tx *desk.Tx) error {
	return tx.Record(markNoted.Draft(n.Journey, clock.NoDay, noted{n.Step, n.State, n.By, n.Place, n.Value, n.Minor}))
}

func house() *register.House {
	return register.NewHouse(slices.Concat(desk.Declarations(), staff.Declarations(), people.Declarations(), places.Declarations(), subjects.Declarations(), journey.Declarations(),
		[]register.Declaration{markNoted, journeyBegun})...)
}

func newWorld(t testing.TB) *world {
	t.Helper()
	folder := t.TempDir()
	open := func(name string, key []byte) store.Store {
		st, err := store.OpenSQLite(t.Context(), filepath.Join(folder, name), store.SQLiteOptions{Key: key, Synchronous: "OFF"})
		if err != nil {
			t.Fatal(err)
		}
		return st
	}
	w := &world{tb: t, clock: clock.At(time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC))}
	ring, err := keys.CreateAt(t.Context(), open("keys.db", nil), "correct horse battery", keys.MadeUp)
	if err != nil {
		t.Fatal(err)
	}
	st := open("safar.db", ring.FileKey())
	if w.desk, err = desk.Open(t.Context(), st, ring, house(), w.clock); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.desk.Close(); st.Close(); ring.Close() })
	w.actor = access.Founder(id.New())
	w.actor.User = w.common(staff.AddUser{Name: "manager"}).IDs[0]
	for _, role := range access.Roles() {
		w.actor.Grants = append(w.actor.Grants, access.NewGrant(role, id.ID{}))
	}
	w.common(journey.Publish{Source: []byte(homeward)})
	return w.elsewhere(t)
}

// elsewhere returns the same operation with a caseload and a site of its own.
func (w *world) elsewhere(t tb) *world {
	other := *w
	other.tb = t
	other.scope = access.Scope{Caseload: id.New(), Compartment: access.General}
	other.site = other.common(places.Add{Kind: places.Site, Name: "Site " + id.New().String()}).IDs[0]
	return &other
}

func (w *world) in(scope access.Scope, c desk.Command) (desk.Receipt, error) {
	return w.desk.Do(context.Background(), w.actor, scope, id.New(), c)
}

// common does a command of the commons that must succeed.
func (w *world) common(c desk.Command) desk.Receipt {
	w.Helper()
	r, err := w.in(access.Commons, c)
	if err != nil {
		w.Fatalf("%T: %v", c, err)
	}
	return r
}

// ok does a command of the caseload that must succeed.
func (w *world) ok(c desk.Command) desk.Receipt {
	w.Helper()
	r, err := w.in(w.scope, c)
	if err != nil {
		w.Fatalf("%T: %v", c, err)
	}
	return r
}

// refuses demands that a command of the caseload is refused for a reason.
func (w *world) refuses(c desk.Command, key string) *fault.Error {
	w.Helper()
	return w.refused(w.scope, c, key)
}

func (w *world) refused(scope access.Scope, c desk.Command, key string) *fault.Error {
	w.Helper()
	_, err := w.in(scope, c)
	if err == nil || fault.KeyOf(err) != key {
		w.Fatalf("%T: %v, want %s", c, err, key)
	}
	var f *fault.Error
	errors.As(err, &f)
	return f
}

func ask[T any](w *world, q desk.Query[T]) T {
	w.Helper()
	got, err := desk.Ask(context.Background(), w.desk, w.actor, "task.test", q)
	if err != nil {
		w.Fatal(err)
	}
	return got
}

// home is a household on its way.
type home struct {
	household, journey id.ID
	adults             []id.ID
}

// household registers adults and starts their journey home.
func (w *world) household(adults int) home {
	w.Helper()
	c := people.Register{Site: w.site, Arrived: w.desk.Today(), Card: id.New().String()}
	for range adults {
		c.Members = append(c.Members, people.Member{Names: people.Names{Given: "Neema"}, Sex: people.Female, Relation: people.Head,
			Born: people.Born{Day: clock.Date(1990, 1, 1), Precision: people.BirthYear}})
	}
	r := w.ok(c)
	h := home{household: r.IDs[0], adults: slices.Clip(r.IDs[1:])}
	h.journey = w.ok(start(h, "solution")).IDs[0]
	return h
}

func start(h home, pathway string) journey.Start {
	return journey.Start{Programme: "homeward", Pathway: pathway, Subject: h.household}
}

// read returns a journey as it stands.
func (w *world) read(of id.ID) *journey.Journey {
	w.Helper()
	var j *journey.Journey
	ask(w, desk.Query[struct{}]{Act: access.PeopleLook, Scope: w.scope, Run: func(r *desk.Reader) (struct{}, error) {
		f, err := desk.Read(r, journey.Story, of)
		j = f.State
		return struct{}{}, err
	}})
	return j
}

// stands returns the state of a step of a household's journey, as pages show it.
func (w *world) stands(h home, step string) string {
	w.Helper()
	for _, s := range ask(w, journey.WayOf(w.scope, h.journey)).Ways[0].Steps {
		if s.ID == step {
			return s.State
		}
	}
	return ""
}
