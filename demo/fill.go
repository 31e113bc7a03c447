// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"sync"

	"safar/field/programme"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/operation"
	"safar/programmes"
)

// Programme is the programme that the demo walks, and Pathway the way of its households.
const (
	Programme = "durable_solutions_tanganyika"
	pathway   = "solution"
)

// Options say what is filled in.
type Options struct {
	People   int       // how many people are made up; 0 is the published 21,340
	Seed     uint64    // the same seed gives the same people
	Today    clock.Day // the day on which the demo stands
	Progress func(done, total int)
}

// SignIn is one of the users the demo has made.
type SignIn struct {
	Role       access.Role
	Name       string
	Passphrase string
	Codes      []string // printed recovery codes
	user       id.ID
}

// Filled says what was made.
type Filled struct {
	SignIns  []SignIn
	Caseload id.ID
	Facts    int
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
	{"manager", []access.Role{access.ProgrammeManager}},
	{"enumerator", []access.Role{access.Enumerator}},
	{"dpo", []access.Role{access.DataProtectionOfficer}},
	{"administrator", []access.Role{access.Administrator}},
	{"donor", []access.Role{access.Auditor}},
}

// filling is an operation being filled.
type filling struct {
	operation *operation.Operation
	clock     *clock.Settable
	plan      *plan
	calendar  []happening
	scope     access.Scope
	actors    map[access.Role]access.Actor
	sites     []id.ID
	villages  []id.ID
	closures  []id.ID             // journeys of the sites
	assessed  map[id.ID]clock.Day // cash sites, and the day on which each was assessed last
	happening happening
	sent      []sending // on their way, the first sent first
	facts     int
	signIns   []SignIn
}

// Fill fills a new operation, whose clock it sets as it goes. The clock stands on the morning of today when it returns.
func Fill(ctx context.Context, op *operation.Operation, c *clock.Settable, o Options) (*Filled, error) {
	if o.People == 0 {
		o.People = fullPeople
	}
	f := &filling{operation: op, clock: c, plan: newPlan(o.Seed, o.Today, o.People), actors: map[access.Role]access.Actor{},
		assessed: map[id.ID]clock.Day{}}
	first := o.Today - 540
	c.Set(first.Time())
	if err := f.found(ctx); err != nil {
		return nil, err
	}
	enrolled := make(chan error, 1)
	go func() { enrolled <- f.enrol(ctx) }() // half a second a passphrase, on the second core
	f.arrange(first)
	if o.Progress == nil {
		o.Progress = func(int, int) {}
	}
	err := f.run(ctx, o.Progress)
	if err := errors.Join(err, <-enrolled); err != nil {
		return nil, err
	}
	c.Set(clockMorning(o.Today))
	return &Filled{SignIns: f.signIns, Caseload: f.scope.Caseload, Facts: f.facts}, nil
}

// found founds the operation: caseload and users.
func (f *filling) found(ctx context.Context) error {
	founder, err := f.operation.Found(ctx)
	if err != nil {
		return err
	}
	caseload, err := founder.Caseload(ctx, "Kalemie")
	if err != nil {
		return err
	}
	f.scope = access.Scope{Caseload: caseload, Compartment: access.General}
	for _, u := range users {
		s := SignIn{Role: u.roles[0], Name: u.name, Passphrase: passphrase(f.plan.random.IntN)}
		over := caseload
		if s.Role == access.Administrator || s.Role == access.Auditor {
			over = id.ID{}
		}
		if s.user, err = founder.User(ctx, s.Name, over, u.roles...); err != nil {
			return err
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

// programmeForms returns the files of the programme's forms.
func programmeForms() (map[string][]byte, error) {
	folder, err := fs.Sub(programmes.FS(), Programme)
	if err != nil {
		return nil, err
	}
	return programme.FormFiles(folder)
}

// programmeFile returns the programme with its grant's period moved to where the demo stands: the file that comes with the program says
// the years in which it was written.
func (f *filling) programmeFile() ([]byte, error) {
	source, err := fs.ReadFile(programmes.FS(), Programme+"/programme.yaml")
	if err != nil {
		return nil, err
	}
	year, _, _ := f.plan.today.Date()
	source = bytes.Replace(source, []byte("from: 2025-01-01"), fmt.Appendf(nil, "from: %d-01-01", year-2), 1)
	return bytes.Replace(source, []byte("until: 2027-12-31"), fmt.Appendf(nil, "until: %d-12-31", year+1), 1), nil
}
