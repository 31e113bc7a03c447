// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"regexp"
	"slices"
	"sync"

	"safar/field/journey"
	"safar/field/programme"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/operation"
	"safar/programmes"
)

// The operations of the demo.
const (
	Kalemie      = "kalemie"      // five displacement sites close
	Nyunzu       = "nyunzu"       // five sites are managed, and people are heard
	Cities       = "cities"       // municipalities share what works
	Kosovo       = "kosovo"       // houses, schools, work and projects after return
	Resettlement = "resettlement" // people go to live in States that take them
	Hosts        = "hosts"        // families receive people who were detained
)

// operations are the operations of the demo: how their caseloads are called, and what happens in them.
var operations = []struct {
	id, caseload string
	arrange      func(*office)
}{
	{Kalemie, "Kalemie", arrangeKalemie},
	{Nyunzu, "Nyunzu", arrangeNyunzu},
	{Cities, "Cities", arrangeCities},
	{Kosovo, "Kosovo (UNSCR 1244)", arrangeKosovo},
	{Resettlement, "Resettlement", arrangeResettlement},
	{Hosts, "Host families", arrangeHosts},
}

// Operations are the ids of all operations of the demo.
func Operations() (all []string) {
	for _, o := range operations {
		all = append(all, o.id)
	}
	return all
}

// Options say what is filled in.
type Options struct {
	Operations []string              // ids; none is Kalemie alone
	People     int                   // how many people Kalemie is made up of; 0 is the published 21,340. The other operations are scaled with it
	Seed       uint64                // the same seed gives the same people
	Today      clock.Day             // the day on which the demo stands
	Progress   func(done, total int) // told how much of its calendar is filled in, of how much; nil for nobody
}

// SignIn is one of the users the demo has made. Role is the first of the roles they have, Name and Passphrase are what is typed at
// the door.
type SignIn struct {
	Role       access.Role
	Name       string
	Passphrase string
	Codes      []string // printed recovery codes
	user       id.ID
}

// Filled says what was made.
type Filled struct {
	SignIns   []SignIn         // one for each user, in the order in which they were made
	Caseloads map[string]id.ID // by operation
	Facts     int              // how many were written, of all operations
}

// users are who works in the demo: one for each role that a visitor may want to be.
var users = []struct {
	name  string
	roles []access.Role
}{
	{"caseworker", []access.Role{access.Caseworker}},
	{"protection", []access.Role{access.ProtectionOfficer}},
	{"sites", []access.Role{access.SiteManager}},
	{"movements", []access.Role{access.MovementOfficer}},
	{"finance", []access.Role{access.FinanceOfficer}},
	{"approver", []access.Role{access.Approver}},
	{"inspector", []access.Role{access.Inspector}},
	{"municipality", []access.Role{access.Municipality}},
	{"manager", []access.Role{access.ProgrammeManager}},
	{"enumerator", []access.Role{access.Enumerator}},
	{"dpo", []access.Role{access.DataProtectionOfficer}},
	{"administrator", []access.Role{access.Administrator}},
	{"donor", []access.Role{access.Auditor}},
}

// clinic is who says who is fit to travel, and no role of its own: a protection officer whom a grant lets into the medical compartment.
const clinic access.Role = 255

// second is who looks at stories that somebody else wrote, and no role of its own: another protection officer.
const second access.Role = 254

// filling is a data folder being filled.
type filling struct {
	operation *operation.Operation
	clock     *clock.Settable
	today     clock.Day
	random    *rand.Rand
	calendar  []happening
	actors    map[access.Role]access.Actor
	placed    map[string]id.ID    // places that are there, by p-code, or by what they are in and their name
	assessed  map[id.ID]clock.Day // cash sites, and the day on which each was assessed last
	happening happening
	sent      []sending // on their way, the first sent first
	refused   error     // the first command that was refused
	facts     int
	signIns   []SignIn
}

// Fill fills a new data folder, whose clock it sets as it goes. The clock stands on the morning of today when it returns.
func Fill(ctx context.Context, op *operation.Operation, c *clock.Settable, o Options) (*Filled, error) {
	if o.People == 0 {
		o.People = fullPeople
	}
	if len(o.Operations) == 0 {
		o.Operations = []string{Kalemie}
	}
	if o.Progress == nil {
		o.Progress = func(int, int) {}
	}
	f := &filling{operation: op, clock: c, today: o.Today, random: rand.New(rand.NewPCG(o.Seed, 0x5afa)), actors: map[access.Role]access.Actor{},
		placed: map[string]id.ID{}, assessed: map[id.ID]clock.Day{}}
	c.Set(began(o).Time())
	caseloads, err := f.found(ctx, o)
	if err != nil {
		return nil, err
	}
	enrolled := make(chan error, 1)
	go func() { enrolled <- f.enrol(ctx) }() // half a second a passphrase, on the second core
	err = f.run(ctx, o.Progress)
	if err := errors.Join(err, <-enrolled); err != nil {
		return nil, err
	}
	c.Set(clockMorning(o.Today))
	return &Filled{SignIns: f.signIns, Caseloads: caseloads, Facts: f.facts}, nil
}

// began is the day on which the first of the operations began.
func began(o Options) clock.Day {
	if slices.Contains(o.Operations, Kosovo) {
		return kosovoBegan
	}
	return o.Today - 540
}

// found founds the caseloads of the operations, arranges what happens in each, and adds the users, who work for all of them.
func (f *filling) found(ctx context.Context, o Options) (map[string]id.ID, error) {
	founder, err := f.operation.Found(ctx)
	if err != nil {
		return nil, err
	}
	caseloads := map[string]id.ID{}
	for i, is := range operations {
		if !slices.Contains(o.Operations, is.id) {
			continue
		}
		caseload, err := founder.Caseload(ctx, is.caseload)
		if err != nil {
			return nil, err
		}
		caseloads[is.id] = caseload
		is.arrange(&office{filling: f, scope: access.Scope{Caseload: caseload, Compartment: access.General}, seed: o.Seed, people: o.People,
			random: rand.New(rand.NewPCG(o.Seed, uint64(i)))})
	}
	over := id.ID{} // all of them
	if len(o.Operations) == 1 {
		over = caseloads[o.Operations[0]]
	}
	if err := f.staff(ctx, founder, over); err != nil {
		return nil, err
	}
	f.openLanes(caseloads)
	if at, is := caseloads[Resettlement]; is {
		if err := f.alsoProtects(ctx, founder, clinic, "clinic", at, access.SetOf(access.Medical)); err != nil {
			return nil, err
		}
	}
	if at, is := caseloads[Hosts]; is {
		return caseloads, f.alsoProtects(ctx, founder, second, "second", at, 0)
	}
	return caseloads, nil
}

// alsoProtects adds another protection officer, who works for one caseload, let into some compartments of it.
func (f *filling) alsoProtects(ctx context.Context, founder *operation.Founder, as access.Role, name string, caseload id.ID, opens access.CompartmentSet) (err error) {
	s := SignIn{Role: access.ProtectionOfficer, Name: name, Passphrase: passphrase(f.random.IntN)}
	if s.user, err = founder.User(ctx, s.Name, id.ID{}); err != nil {
		return err
	}
	grant := access.NewGrant(s.Role, caseload)
	grant.Opens = opens
	if err := founder.Grant(ctx, s.user, grant); err != nil {
		return err
	}
	known, err := staff.Identify(ctx, f.operation.Desk, s.user)
	f.actors[as] = known.Actor
	f.signIns = append(f.signIns, s)
	return err
}

// staff adds the users, with their roles over a caseload, or over all for the zero id.
func (f *filling) staff(ctx context.Context, founder *operation.Founder, over id.ID) (err error) {
	for _, u := range users {
		s, its := SignIn{Role: u.roles[0], Name: u.name, Passphrase: passphrase(f.random.IntN)}, over
		if s.Role == access.Administrator || s.Role == access.Auditor {
			its = id.ID{}
		}
		if s.user, err = founder.User(ctx, s.Name, its); err != nil {
			return err
		}
		for _, role := range u.roles {
			grant := access.NewGrant(role, its)
			if role == access.ProtectionOfficer {
				grant.Opens = access.SetOf(access.SealedComplaints)
			}
			if err := founder.Grant(ctx, s.user, grant); err != nil {
				return err
			}
		}
		known, err := staff.Identify(ctx, f.operation.Desk, s.user)
		if err != nil {
			return err
		}
		f.actors[s.Role] = known.Actor
		f.signIns = append(f.signIns, s)
	}
	return nil
}

// enrol gives every user their passphrase and recovery codes. They queue at the door all at once, which hashes one passphrase after the
// other and gives its memory back after the last.
func (f *filling) enrol(ctx context.Context) error {
	failed := make([]error, len(f.signIns))
	var queue sync.WaitGroup
	for i := range f.signIns {
		s := &f.signIns[i]
		queue.Go(func() { s.Codes, failed[i] = f.operation.Door.Enrol(ctx, s.user, s.Name, s.Passphrase) })
	}
	queue.Wait()
	return errors.Join(failed...)
}

// programmeOf is the command that puts a programme in force, with its grants' periods moved to where the demo stands, or to the day from which the programme is
// carried out there, where that lies further back: the files that come with the program say the years in which they were written.
func (f *filling) programmeOf(name string, first clock.Day) (c journey.Publish, err error) {
	folder, err := fs.Sub(programmes.FS(), name)
	if err != nil {
		return c, err
	}
	if c.Forms, err = programme.FormFiles(folder); err != nil {
		return c, err
	}
	source, err := fs.ReadFile(folder, "programme.yaml")
	year, _, _ := f.today.Date()
	began, _, _ := first.Date()
	source = grantFrom.ReplaceAll(source, fmt.Appendf(nil, "${1}from: %d-01-01", min(began, year-2)))
	c.Source = grantUntil.ReplaceAll(source, fmt.Appendf(nil, "${1}until: %d-12-31", year+1))
	return c, err
}

// The lines of a programme file that say from when until when a grant pays.
var (
	grantFrom  = regexp.MustCompile(`(?m)^( +)from: \d{4}-\d\d-\d\d`)
	grantUntil = regexp.MustCompile(`(?m)^( +)until: \d{4}-\d\d-\d\d`)
)
