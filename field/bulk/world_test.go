// SPDX-License-Identifier: Apache-2.0

package bulk_test

import (
	"testing"

	"safar/desk"
	"safar/field"
	"safar/field/bulk"
	"safar/field/officetest"
	"safar/field/people"
	"safar/field/places"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// world is an office with sites, households and people who are known by name.
type world struct {
	*officetest.Office
	works      *bulk.Works
	admin      access.Actor
	caseworker access.Actor
	sites      []id.ID
	homes      []id.ID
}

func newWorld(t testing.TB, homes int) *world {
	o := officetest.Open(t, field.Declarations())
	w := &world{Office: o, works: bulk.NewWorks(o.Desk), admin: access.Founder(id.New())}
	t.Cleanup(func() { w.works.Close() })
	w.caseworker = w.hired("amani", access.Caseworker)
	manager := o.Person(access.ProgrammeManager)
	for _, name := range []string{"Kalonda", "Kalunga", "Mukuku"} {
		w.sites = append(w.sites, o.Common(manager, places.Add{Kind: places.Site, Name: name}).IDs[0])
	}
	var all []desk.Numbered
	for range homes {
		all = append(all, desk.Numbered{ID: id.New(), Command: w.alone()})
	}
	for _, done := range o.Desk.DoAll(t.Context(), w.caseworker, o.Scope, all) {
		w.need(done.Err)
		w.homes = append(w.homes, done.Receipt.IDs[0])
	}
	return w
}

// alone registers a household of one at the first site.
func (w *world) alone() people.Register {
	return people.Register{Site: w.sites[0], Arrived: clock.NoDay,
		Members: []people.Member{{Relation: people.Head, Born: people.Born{Day: clock.Date(1980, 1, 1), Precision: people.BirthYear}}}}
}

// hired adds a user with roles over the caseload.
func (w *world) hired(name string, roles ...access.Role) access.Actor {
	w.Helper()
	user := w.Common(w.admin, staff.AddUser{Name: name}).IDs[0]
	a := access.Actor{User: user}
	for _, r := range roles {
		g := access.NewGrant(r, w.Scope.Caseload)
		w.Common(w.admin, staff.GrantRole{User: user, Grant: g})
		a.Grants = append(a.Grants, g)
	}
	return a
}

// crash is what a program leaves that ended: the register, and no memory.
func (w *world) crash() {
	w.works.Close()
	w.works = bulk.NewWorks(w.Desk)
}

// stands says of each household at which site it is, and how many facts its story has.
func (w *world) stands(of []id.ID) (at []id.ID, facts []int) {
	w.Helper()
	q := desk.Query[[]people.Household]{Act: access.PeopleList, Scope: w.Scope, Run: func(r *desk.Reader) ([]people.Household, error) {
		for _, h := range of {
			s, err := desk.Read(r, people.HouseholdStory, h)
			if err != nil {
				return nil, err
			}
			at = append(at, s.State.Site.Value())
			all, err := r.Places("household", h)
			if err != nil {
				return nil, err
			}
			facts = append(facts, len(all))
		}
		return nil, nil
	}}
	officetest.Ask(w.Office, w.caseworker, q)
	return at, facts
}

func items(homes []id.ID) (all []bulk.Item) {
	for _, h := range homes {
		all = append(all, bulk.Item{Household: h})
	}
	return all
}

// looked chooses households, looks at a deed for them, and returns the work.
func (w *world) looked(by access.Actor, deed string, asked bulk.Asked, homes []id.ID) bulk.Work {
	w.Helper()
	of, err := w.works.Choose(by, w.Scope, "/households", items(homes))
	w.need(err)
	w.need(w.works.Look(by, of, deed, asked, bulk.Words{}))
	return w.rested(by, of)
}

// rested waits until nothing of a work goes on.
func (w *world) rested(by access.Actor, of id.ID) bulk.Work {
	w.Helper()
	got, err := w.works.Rested(w.Context(), by, of)
	w.need(err)
	return got
}

func (w *world) need(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}
