// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"slices"

	"safar/desk"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

// PersonFileOf opens what one person walks on their own: their ways, what happened, and what was filled in of forms, each answer by the class that
// its question had then. Of the others they live with it tells nothing. It notes the look.
func PersonFileOf(scope access.Scope, person id.ID, forms FormOf, others ...FilledOf) desk.Query[File] {
	return desk.Query[File]{Act: access.PeopleLook, Scope: scope, Run: func(r *desk.Reader) (f File, err error) {
		if f.People, err = homeOf(r, person); err != nil {
			return f, err
		}
		t := teller{reader: r, others: others, staff: map[id.ID]string{}, names: map[id.ID]string{}}
		for _, m := range f.People.Members {
			t.names[m.ID] = people.Names{Given: m.Given, Family: m.Family}.String()
		}
		if err := f.readWays(r, &t, person, forms, others); err != nil {
			return f, err
		}
		f.Story = t.ordered()
		return f, nil
	}}
}

// homeOf reads the file of the household that a person lives with, with nobody of it but them, and notes the look at both.
func homeOf(r *desk.Reader, person id.ID) (people.File, error) {
	const op = "journey.homeOf"
	p, err := desk.Read(r, people.PersonStory, person)
	if err == nil && !p.Exists {
		err = fault.New(op, fault.NotFound, "people.no_such_household", nil)
	}
	if err != nil {
		return people.File{}, err
	}
	home := p.State.Household.Value().Household
	f, err := people.ReadFile(r, home)
	if err != nil {
		return people.File{}, err
	}
	f.Members = slices.DeleteFunc(f.Members, func(m people.MemberRow) bool { return m.ID != person })
	if len(f.Members) == 0 {
		return people.File{}, fault.New(op, fault.NotFound, "people.no_such_household", nil)
	}
	r.Looked(home)
	r.Looked(person)
	return f, nil
}

// PersonRow is somebody who walks a pathway on their own, and where they stand.
type PersonRow struct {
	Person    id.ID  `class:"open"`     // who walks
	Household id.ID  `class:"open"`     // with which they live
	Name      string `class:"personal"` // as they are called
	Journey   id.ID  `class:"open"`     // the way
	Step      string `class:"open"`     // the step at which they stand; "" where all is done
	State     string `class:"open"`     // of that step, as for a household; done
}

// PersonPage is one page of those who walk a pathway on their own.
type PersonPage struct {
	Rows []PersonRow // at most as many as were asked for
	Next Cursor      // where the next page begins
}

// mostWalkers bounds how many a page looks at whom it does not show.
const mostWalkers = 1_000

// PersonsOn lists those who walk a pathway of a programme on their own, page by page; where a step is named, only those who stand at it. Each row
// names somebody: a look at each that is shown.
func PersonsOn(scope access.Scope, programmeID, pathway, step string, after *register.Entry, limit int) desk.Query[PersonPage] {
	return desk.Query[PersonPage]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) (page PersonPage, err error) {
		for looked := 0; len(page.Rows) < limit && looked < mostWalkers; {
			some, err := r.Scan(ByPathway, register.Range{Prefix: PathwayKey(programmeID, pathway), After: after, Limit: limit})
			if err != nil {
				return page, err
			}
			for i := range some {
				after, page.Next = &some[i], cursorOf(&some[i])
				row, walks, err := personRow(r, some[i].Story)
				if err != nil {
					return page, err
				}
				if walks && (step == "" || row.Step == step) {
					r.Looked(row.Household)
					r.Looked(row.Person)
					page.Rows = append(page.Rows, row)
				}
				if len(page.Rows) == limit {
					return page, nil
				}
			}
			if looked += len(some); len(some) < limit {
				page.Next = Cursor{}
				return page, nil
			}
		}
		return page, nil
	}}
}

// personRow reads one way; walks is false where nobody walks it on their own any more, or it cannot be judged here.
func personRow(r *desk.Reader, way id.ID) (row PersonRow, walks bool, err error) {
	c, err := Take(r, way)
	if !judged(err) {
		return row, false, err
	}
	if err != nil || c.Journey.Aside || programme.NatureOf(c.Journey.Kind) != programme.Person || len(c.Members) == 0 {
		return row, false, nil
	}
	who := c.Members[0]
	row = PersonRow{Person: who.ID, Household: who.Person.Household.Value().Household, Name: who.Person.Names.Value().String(), Journey: way}
	row.Step, row.State = c.Stands()
	row.State = toldState(row.State, speaksWithEach(r))
	return row, true, nil
}
