// SPDX-License-Identifier: Apache-2.0

//go:build linux

package bench

import (
	"context"
	"encoding/gob"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"testing"
	"time"

	"safar/demo"
	"safar/desk"
	"safar/field/choice"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/keys"
	"safar/kernel/store"
	"safar/operation"
)

// today is the day on which every measured operation stands.
var today = clock.Date(2026, time.November, 22)

// corePeople are made up by the demo: with them come the places, the programme in force and the users.
const corePeople = 500

// family is what a question needs to know of a household: its ids, its card, and the name and phone of its head.
type family struct {
	Household, Journey id.ID
	Persons            []id.ID
	Card, Name, Phone  string
}

// manifest is what is kept beside the data of an operation, so that it can be opened again.
type manifest struct {
	Caseload        id.ID
	Sites, Villages []id.ID
	Families        []family
	SignIn          [2]string     // name and passphrase of a caseworker
	Took, Worked    time.Duration // to make it: by the clock, and of processors
	Highest         int64         // KB that the process took at most by then
}

// world is an operation of some size, open as it is served.
type world struct {
	manifest
	folder string
	people int
	op     *operation.Operation

	spellings *people.Spellings
	scope     access.Scope
	worker    access.Actor
}

const passphrase = "only for what is measured"

// keptWorld returns an operation of so many people that is only read. Where SAFAR_BENCH_KEEP names a folder, it is made in there
// once and found again by its size.
func keptWorld(b *testing.B, size int) *world {
	b.Helper()
	w := &world{people: size, folder: b.TempDir(), spellings: people.NewSpellings()}
	if keep := os.Getenv("SAFAR_BENCH_KEEP"); keep != "" {
		w.folder = filepath.Join(keep, fmt.Sprintf("people-%d", size))
	}
	if !w.found(b) {
		w.make(b, "")
	}
	w.tell(b)
	w.open(b, "")
	return w
}

// newWorld makes an operation of so many people. database is "" for the folder's own.
func newWorld(b *testing.B, size int, database string) *world {
	b.Helper()
	w := &world{people: size, folder: b.TempDir(), spellings: people.NewSpellings()}
	w.make(b, database)
	w.open(b, database)
	return w
}

// open opens an operation as `safar serve` does.
func (w *world) open(b *testing.B, database string) {
	b.Helper()
	var err error
	w.op, err = operation.Open(b.Context(), operation.Options{Folder: w.folder, Passphrase: passphrase, Database: database, Clock: morning()})
	must(b, err)
	b.Cleanup(func() { must(b, w.op.Close()) })
	w.scope = access.Scope{Caseload: w.Caseload, Compartment: access.General}
	w.worker = actor(access.Caseworker, w.Caseload)
}

// told are the operations whose making stands in the table.
var told = map[int]bool{}

// tell adds to the table what making the operation took, now or when it was kept.
func (w *world) tell(b *testing.B) {
	b.Helper()
	if told[w.people] {
		return
	}
	told[w.people] = true
	size := int64(0)
	for _, name := range []string{"safar.db", "keys.db"} {
		info, err := os.Stat(filepath.Join(w.folder, name))
		must(b, err)
		size += info.Size()
	}
	tables[ofMaking].add(fmt.Sprintf("%d people", w.people), fmt.Sprintf("%.0f", w.Took.Seconds()), fmt.Sprintf("%.0f", w.Worked.Seconds()),
		fmt.Sprintf("%.0f", float64(w.people)/w.Worked.Seconds()), fmt.Sprint(size/int64(w.people)), fmt.Sprint(w.Highest/1000))
}

func morning() *clock.Settable {
	c := clock.At(today.Time().Add(6 * time.Hour))
	c.Run()
	return c
}

func actor(role access.Role, caseload id.ID) access.Actor {
	return access.Actor{User: id.New(), Grants: []access.Grant{access.NewGrant(role, caseload)}}
}

func must(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func (w *world) manifestFile() string { return filepath.Join(w.folder, "manifest") }

// found reads the manifest of an operation that was kept.
func (w *world) found(b *testing.B) bool {
	b.Helper()
	file, err := os.Open(w.manifestFile())
	if err != nil {
		return false
	}
	defer file.Close()
	must(b, gob.NewDecoder(file).Decode(&w.manifest))
	return true
}

// make makes the operation: a demo for the ground, then households up to the size.
func (w *world) make(b *testing.B, database string) {
	b.Helper()
	began, before := time.Now(), usage()
	must(b, os.RemoveAll(w.folder)) // what was left half made
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	c := clock.At(today.Time())
	var err error
	w.op, err = operation.Create(b.Context(), operation.Options{Folder: w.folder, Passphrase: passphrase, Database: database, Clock: c,
		SQLite: store.SQLiteOptions{WriterCache: 64 << 20, CheckpointPages: 16000, Synchronous: "OFF"}, Keys: keys.MadeUp})
	must(b, err)
	filled, err := demo.Fill(b.Context(), w.op, c, demo.Options{People: corePeople, Seed: 1, Today: today})
	must(b, err)
	w.Caseload = filled.Caseloads[demo.Kalemie]
	for _, s := range filled.SignIns {
		if s.Role == access.Caseworker {
			w.SignIn = [2]string{s.Name, s.Passphrase}
		}
	}
	w.scope = access.Scope{Caseload: w.Caseload, Compartment: access.General}
	w.Sites, w.Villages = w.placesOf(b, places.Site), w.placesOf(b, places.Village)
	w.fill(b)
	must(b, w.op.Close())
	if database == "" {
		must(b, operation.Sync(w.folder))
	}
	after := usage()
	w.Took, w.Worked, w.Highest = time.Since(began), worked(after)-worked(before), after.Maxrss
	file, err := os.Create(w.manifestFile())
	must(b, err)
	must(b, gob.NewEncoder(file).Encode(&w.manifest))
	must(b, file.Close())
	b.Logf("%d people made in %.0f s", w.people, w.Took.Seconds())
}

func (w *world) placesOf(b *testing.B, kind places.Kind) []id.ID {
	b.Helper()
	found, err := desk.Identify(b.Context(), w.op.Desk, func(r *desk.Reader) (of []id.ID, err error) {
		err = desk.EachCommons(r, places.Story, func(place id.ID, p *places.Place) error {
			safe, _, _ := p.SafeFor(nil, "")
			if p.Kind == kind && (kind != places.Village || safe) {
				of = append(of, place)
			}
			return nil
		})
		return of, err
	})
	must(b, err)
	return found
}

// fill registers households of one to nine people until there are enough, and sets them on their way: all begin it, three of four were
// asked what they intend, half were told of a village, and in a quarter each adult has answered.
func (w *world) fill(b *testing.B) {
	b.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	names := newNameMaker(r)
	for made := corePeople; made < w.people; {
		var some []family
		var commands []desk.Command
		for len(some) < 2000 && made < w.people {
			size := min(1+r.IntN(5)+r.IntN(5), w.people-made)
			made += size
			f, c := w.draw(r, names, len(w.Families)+len(some), size)
			some, commands = append(some, f), append(commands, c)
		}
		for i, ids := range w.all(b, access.Caseworker, commands) {
			some[i].Household, some[i].Persons = ids[0], ids[1:]
		}
		w.setOut(b, some)
		w.Families = append(w.Families, some...)
	}
}

func (w *world) draw(r *rand.Rand, names *nameMaker, n, size int) (family, desk.Command) {
	f := family{Card: fmt.Sprintf("BEN-%07d", n), Phone: fmt.Sprintf("+24397%07d", n)}
	c := people.Register{Site: w.Sites[r.IntN(len(w.Sites))], Origin: w.Villages[r.IntN(len(w.Villages))], Language: "sw", Card: f.Card,
		Arrived: today - 900, Consent: "Ndiyo, nakubali.", Members: members(r, names, size), Day: today - clock.Day(r.IntN(500))}
	c.Members[0].Phone = f.Phone
	f.Name = c.Members[0].Names.String()
	return f, c
}

// members draws a head, a spouse and children.
func members(r *rand.Rand, names *nameMaker, size int) []people.Member {
	all := make([]people.Member, size)
	for i := range all {
		born := clock.Date(2009+r.IntN(16), 1, 1)
		m := people.Member{Names: people.Names{Given: names.givenName(), Family: names.familyName()}, Sex: people.Sex(1 + r.IntN(2)),
			Disability: people.No, Relation: people.Child}
		switch i {
		case 0:
			m.Relation, born = people.Head, clock.Date(1950+r.IntN(50), 1, 1)
		case 1:
			m.Relation, born = people.Spouse, clock.Date(1960+r.IntN(45), 1, 1)
		}
		m.Born = people.Born{Day: born, Precision: people.BirthYear}
		all[i] = m
	}
	return all
}

// setOut lets households begin their way, and some go further on it.
func (w *world) setOut(b *testing.B, some []family) {
	b.Helper()
	var starts, asks, tells, answers []desk.Command
	for i := range some {
		starts = append(starts, journey.Start{Programme: demo.Programme, Pathway: "solution", Subject: some[i].Household})
	}
	for i, ids := range w.all(b, access.Caseworker, starts) {
		f, village := &some[i], w.Villages[i%len(w.Villages)]
		f.Journey = ids[0]
		if i%4 != 0 {
			asks = append(asks, journey.Ask{Journey: f.Journey, Step: "intention", By: f.Persons[0], Words: journey.Words{
				Answers: programme.Answers{"consents": "yes", "prefers": "return", "needs_first": "land"}}})
		}
		if i%4 > 1 {
			tells = append(tells, choice.Tell{Journey: f.Journey, Step: "village_profile", Place: village, Language: "sw", Source: "profile",
				Answers: programme.Answers{"told_about": "safety water land", "understood": "yes"}})
		}
		for k := 0; i%4 > 2 && k < min(2, len(f.Persons)); k++ {
			answers = append(answers, choice.Answer{Journey: f.Journey, Step: "solution", Person: f.Persons[k], Option: "return",
				Place: village, Private: true})
		}
	}
	w.all(b, access.Enumerator, asks)
	w.all(b, access.Enumerator, tells)
	w.all(b, access.Caseworker, answers)
}

// all has commands done that must not be refused, and returns the ids that each made.
func (w *world) all(b *testing.B, role access.Role, commands []desk.Command) [][]id.ID {
	b.Helper()
	numbered := make([]desk.Numbered, len(commands))
	for i, c := range commands {
		numbered[i] = desk.Numbered{ID: id.New(), Command: c}
	}
	made := make([][]id.ID, len(commands))
	for i, o := range w.op.Desk.DoAll(context.Background(), actor(role, w.Caseload), w.scope, numbered) {
		if o.Err != nil {
			b.Fatalf("%T: %v", commands[i], o.Err)
		}
		made[i] = o.Receipt.IDs
	}
	return made
}

// Nothing is measured on an operation that a new rule has kept from being made.
func TestTheMeasuredOperationIsMade(t *testing.T) {
	made := false
	testing.Benchmark(func(b *testing.B) {
		newWorld(b, 300, "")
		made = true
	})
	if !made {
		t.Error("it was not made: go test -run '^$' -bench Pages ./tests/bench says why")
	}
}
