// SPDX-License-Identifier: Apache-2.0

package figures_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"safar/desk"
	"safar/field/choice"
	"safar/field/figures"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/keys"
	"safar/kernel/register"
	"safar/kernel/store"
)

const tanganyika = "durable_solutions_tanganyika"

// world is a small operation on a real database: one caseload, two sites, three villages, the Tanganyika programme in force.
type world struct {
	desk     *desk.Desk
	ring     *keys.Ring
	clock    *clock.Settable
	actor    access.Actor
	auditor  access.Actor // does not work with the persons
	caseload access.Scope
	sites    []id.ID
	villages []id.ID
	source   []byte // of the programme
}

// noted is any mark on a journey, without a rule: what rules allow is not the matter of this package.
type noted struct {
	Step  string           `cbor:"1,keyasint"`
	State programme.State  `cbor:"2,keyasint"`
	By    id.ID            `cbor:"3,keyasint"`
	Place id.ID            `cbor:"4,keyasint"`
	Value string           `cbor:"5,keyasint"`
	Until clock.Day        `cbor:"6,keyasint"`
	Minor int64            `cbor:"7,keyasint"`
	Site  id.ID            `cbor:"8,keyasint"`
	Who   []journey.Person `cbor:"9,keyasint"`
	_     struct{}         `cbor:"-"`
}

var markNoted = register.NewFact(journey.Story, "test.noted", 1, func(j *journey.Journey, f *journal.Fact, r noted, _ *register.None) {
	m := journey.Mark{Step: r.Step, State: r.State, By: r.By, Place: r.Place, Value: r.Value, Until: r.Until}
	if r.Minor > 0 {
		m.Amounts = []journey.Amount{{Name: "transport", Minor: r.Minor}}
	}
	j.Add(f, m)
	j.Names(f, r.Site, r.Who)
})

// note is the command that writes such a mark.
type note struct {
	Journey id.ID
	Step    string
	State   programme.State
	By      id.ID
	Place   id.ID
	Value   string
	Until   clock.Day
	Minor   int64
	Day     clock.Day
}

func (note) Act() access.Act { return access.JourneyStep }

func (n note) Decide(tx *desk.Tx) error {
	if _, err := desk.Must(tx, journey.Story, n.Journey); err != nil {
		return err
	}
	r := noted{Step: n.Step, State: n.State, By: n.By, Place: n.Place, Value: n.Value, Until: n.Until, Minor: n.Minor}
	if n.State == programme.Departed {
		if err := n.leaving(tx, &r); err != nil {
			return err
		}
	}
	return tx.Record(markNoted.Draft(n.Journey, n.Day, r))
}

// leaving names who leaves, as a departure does: all of the household who have not, or the one.
func (n note) leaving(tx *desk.Tx, r *noted) error {
	k, err := journey.Take(tx, n.Journey)
	if err != nil {
		return err
	}
	r.Site = k.Site
	for _, m := range k.Members {
		if n.By == m.ID || n.By.IsZero() && !k.Journey.HasLeft(m.ID) {
			r.Who = append(r.Who, journey.KnownAs(m, tx.Today()))
		}
	}
	return nil
}

func house() *register.House {
	return register.NewHouse(slices.Concat(desk.Declarations(), people.Declarations(), places.Declarations(), subjects.Declarations(), journey.Declarations(),
		choice.Declarations(), []register.Declaration{markNoted})...)
}

var start = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

func newWorld(t testing.TB) *world {
	t.Helper()
	return newWorldOn(t, func(key []byte) (store.Store, error) {
		return store.OpenSQLite(t.Context(), filepath.Join(t.TempDir(), "safar.db"), store.SQLiteOptions{Key: key})
	})
}

// newWorldOn makes a world on a database; open is handed the key of the file.
func newWorldOn(t testing.TB, open func(key []byte) (store.Store, error)) *world {
	t.Helper()
	w := &world{clock: clock.At(start)}
	kept, err := store.OpenSQLite(t.Context(), filepath.Join(t.TempDir(), "keys.db"), store.SQLiteOptions{})
	must(t, err)
	w.ring, err = keys.CreateAt(t.Context(), kept, "correct horse battery", keys.MadeUp)
	must(t, err)
	st, err := open(w.ring.FileKey())
	must(t, err)
	w.desk, err = desk.Open(t.Context(), st, w.ring, house(), w.clock)
	must(t, err)
	t.Cleanup(func() { w.desk.Close(); st.Close(); w.ring.Close() })
	w.caseload = access.Scope{Caseload: id.New(), Compartment: access.General}
	w.actor = access.Actor{User: id.New(), Grants: []access.Grant{access.NewGrant(access.Caseworker, id.ID{}),
		access.NewGrant(access.ProgrammeManager, id.ID{}), access.NewGrant(access.ProtectionOfficer, id.ID{})}}
	w.auditor = access.Actor{User: id.New(), Grants: []access.Grant{access.NewGrant(access.Auditor, id.ID{})}}
	source, err := os.ReadFile(filepath.Join("..", "..", "programmes", tanganyika, "programme.yaml"))
	must(t, err)
	source = bytes.Replace(source, []byte("\n  no_way_begun:"), []byte("\n  people_there: {count: persons, begun: any, pathway: solution, by: [sex, age, site]}\n  no_way_begun:"), 1)
	w.source = source
	w.common(t, journey.Publish{Source: source})
	for i := range 2 {
		w.sites = append(w.sites, w.common(t, places.Add{Kind: places.Site, Name: fmt.Sprint("Site ", i+1)}).IDs[0])
	}
	for i := range 3 {
		village := w.common(t, places.Add{Kind: places.Village, Name: fmt.Sprint("Village ", i+1)}).IDs[0]
		w.villages = append(w.villages, village)
		w.safe(t, village)
	}
	return w
}

// safe has a village reported on by two sources and decided safe.
func (w *world) safe(t tester, village id.ID) {
	t.Helper()
	for _, source := range []string{"chief", "nurse"} {
		w.common(t, places.ReportSafety{Place: village, Report: places.Report{Source: source, Kind: "key_informant", Day: w.desk.Today(),
			Safe: true, Women: true, Minority: true}})
	}
	w.common(t, places.DecideSafety{Place: village, Safe: true, Reason: "two sources"})
}

// tester is a test, or one run of a property.
type tester interface {
	Helper()
	Fatal(...any)
}

func must(t tester, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// common does a command of the commons that must succeed.
func (w *world) common(t tester, c desk.Command) desk.Receipt {
	t.Helper()
	r, err := w.desk.Do(context.Background(), w.actor, access.Commons, id.New(), c)
	must(t, err)
	return r
}

// do does a command of the caseload that must succeed.
func (w *world) do(t tester, c desk.Command) desk.Receipt {
	t.Helper()
	r, err := w.desk.Do(context.Background(), w.actor, w.caseload, id.New(), c)
	must(t, err)
	return r
}

// family is a household with its journey: the first two of its people are adults.
type family struct {
	household, journey id.ID
	people             []id.ID
}

func born(year int, month time.Month, day int) people.Born {
	return people.Born{Day: clock.Date(year, month, day), Precision: people.BirthDay}
}

// register registers a mother, a father, and children, and starts their journey.
func (w *world) register(t tester, site id.ID, children ...people.Born) family {
	t.Helper()
	members := []people.Member{
		{Born: born(1990, 1, 1), Sex: people.Female, Relation: people.Head, Disability: people.No},
		{Born: born(1985, 6, 15), Sex: people.Male, Relation: people.Spouse, Disability: people.Yes},
	}
	for _, b := range children {
		members = append(members, people.Member{Born: b, Sex: people.Female, Relation: people.Child})
	}
	r := w.do(t, people.Register{Site: site, Arrived: clock.Date(2024, 1, 1), Language: "sw", Consent: "yes", Members: members})
	f := family{household: r.IDs[0], people: r.IDs[1:]}
	f.journey = w.do(t, journey.Start{Programme: tanganyika, Pathway: "solution", Subject: f.household}).IDs[0]
	return f
}

// leave marks the way of a household that goes to a village, up to its departure.
func (w *world) leave(t tester, f family, village id.ID, day clock.Day) {
	t.Helper()
	w.do(t, note{Journey: f.journey, Step: "village_profile", Place: village, Day: day - 3})
	for _, adult := range f.people[:2] {
		w.do(t, note{Journey: f.journey, Step: "solution", By: adult, Place: village, Value: "return", Day: day - 2})
	}
	w.do(t, note{Journey: f.journey, Step: "plot", State: programme.Promised, Place: village, Day: day - 1})
	w.do(t, note{Journey: f.journey, Step: "first_tranche", State: programme.Owed, Minor: 22000, Day: day - 1})
	w.do(t, note{Journey: f.journey, Step: "first_tranche", State: programme.Delivered, Day: day - 1})
	w.do(t, note{Journey: f.journey, Step: "departure", State: programme.Departed, Place: village, Value: "convoy", Day: day})
}

func (w *world) board(t tester) *figures.Board {
	t.Helper()
	b, err := figures.Open(context.Background(), w.desk, w.actor, w.caseload, tanganyika)
	must(t, err)
	return b
}

// counter is what answers questions about figures: a board, or a past one.
type counter interface {
	Count(context.Context, access.Actor, string, ...figures.By) ([]figures.Cell, error)
	CountAll(context.Context, access.Actor) ([]figures.Cell, error)
}

func (w *world) all(t tester, b counter) []figures.Cell {
	t.Helper()
	cells, err := b.CountAll(context.Background(), w.actor)
	must(t, err)
	return cells
}

func (w *world) count(t tester, b counter, figure string, by ...figures.By) []figures.Cell {
	t.Helper()
	cells, err := b.Count(context.Background(), w.actor, figure, by...)
	must(t, err)
	return cells
}

func (w *world) total(t tester, b counter, figure string, by ...figures.By) int64 {
	t.Helper()
	var sum int64
	for _, c := range w.count(t, b, figure, by...) {
		sum += c.Value
	}
	return sum
}

// mustProgramme returns the programme in force.
func mustProgramme(t tester, w *world) *programme.Programme {
	t.Helper()
	p, err := journey.Parsed(w.source)
	must(t, err)
	return p
}
