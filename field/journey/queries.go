// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"safar/desk"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

// HouseholdRow is one household of a list, with where it is on its way.
type HouseholdRow struct {
	Household people.Row // as lists of households show it
	Journey   id.ID      `class:"open"`     // zero where it walks no pathway
	Programme string     `class:"open"`     // its id; "" without a pathway
	Step      string     `class:"open"`     // the step at which it stands; "" where there is none, or all is done
	State     string     `class:"open"`     // of that step: ready, waiting, blocked, lapsed, on_hold, disagree; done; "" without a pathway
	Found     string     `class:"personal"` // of a search: the name of the member who was found; "" where the household was, by its card
}

// Cursor is where a page of a list begins or ends. Key is where the story stands in the list.
type Cursor struct {
	Key   []byte `class:"open"`
	Story id.ID  `class:"open"` // zero: there is no such page
}

func cursorOf(e *register.Entry) Cursor {
	if e == nil {
		return Cursor{}
	}
	return Cursor{e.Key, e.Story}
}

// HouseholdPage is one page of a list of households. Rows are in the order of the list; Previous and Next lead to the pages before
// and after it.
type HouseholdPage struct {
	Rows           []HouseholdRow
	Previous, Next Cursor
	Total          int64 `class:"open"` // households in the whole list; -1 where they were not counted
	More           bool  `class:"open"` // there are more than are shown, and no page leads to them
	Like           bool  `class:"open"` // nobody is called as was asked: these have names that are like it
}

// Households lists households, page by page. Only the households on the page are evaluated.
func Households(scope access.Scope, want people.Listing) desk.Query[HouseholdPage] {
	return desk.Query[HouseholdPage]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) (HouseholdPage, error) {
		listed, err := people.List(r, want)
		if err != nil {
			return HouseholdPage{}, err
		}
		page := HouseholdPage{Previous: cursorOf(listed.Previous), Next: cursorOf(listed.Next), Total: listed.Total}
		page.Rows, err = householdRows(r, listed.IDs)
		return page, err
	}}
}

// HouseholdsOf lists the given households, in their order; those that are not in the caseload are left out.
func HouseholdsOf(scope access.Scope, ids []id.ID) desk.Query[HouseholdPage] {
	return desk.Query[HouseholdPage]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) (HouseholdPage, error) {
		rows, err := householdRows(r, ids)
		return HouseholdPage{Rows: rows, Total: -1}, err
	}}
}

// Search finds households by card, phone or name: see people.Find. Without spellings a name must be typed as it is written.
func Search(scope access.Scope, spellings *people.Spellings, text, phone string) desk.Query[HouseholdPage] {
	return desk.Query[HouseholdPage]{Act: access.PeopleSearch, Scope: scope, Run: func(r *desk.Reader) (HouseholdPage, error) {
		found, err := people.Find(r, spellings, text, phone)
		if err != nil {
			return HouseholdPage{}, err
		}
		page := HouseholdPage{Total: -1, More: found.More, Like: found.Like}
		if page.Rows, err = householdRows(r, found.Households); err != nil {
			return HouseholdPage{}, err
		}
		for i, person := range found.Persons {
			if page.Rows[i].Found, err = nameOf(r, person); err != nil {
				return HouseholdPage{}, err
			}
		}
		return page, nil
	}}
}

// nameOf returns the name of somebody who was found; "" for nobody.
func nameOf(r *desk.Reader, person id.ID) (string, error) {
	if person.IsZero() {
		return "", nil
	}
	p, err := desk.Read(r, people.PersonStory, person)
	if err != nil {
		return "", err
	}
	name, _ := p.State.Names.Latest()
	return name.String(), nil
}

// householdRows reads rows of a list, which names who is in them: a look at each.
func householdRows(r *desk.Reader, ids []id.ID) ([]HouseholdRow, error) {
	rows := make([]HouseholdRow, len(ids))
	for i, of := range ids {
		r.Looked(of)
		members, err := rows[i].stand(r, of)
		if err == nil && members == nil {
			members, err = people.Members(r, of)
		}
		if err == nil {
			rows[i].Household, err = people.ReadRow(r, of, members)
		}
		if err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// stand says where a household is on its way, and returns its members where they had to be read for that.
func (row *HouseholdRow) stand(r *desk.Reader, household id.ID) (members []people.Someone, err error) {
	ways, err := r.Find(BySubject, household[:], 20)
	for _, way := range ways {
		c, err := Take(r, way)
		if !judged(err) {
			return nil, err
		}
		if err != nil {
			continue
		}
		members = c.Members
		row.Journey, row.Programme = way, c.Journey.Version.Value().Programme
		row.Step, row.State = c.Stands()
		row.State = toldState(row.State, speaksWithEach(r))
		c.release()
		if row.State != "done" {
			break // the way that is still being walked
		}
	}
	return members, err
}

// judged reports whether an error only says that a journey cannot be judged here.
func judged(err error) bool { return err == nil || fault.Is(err, fault.Undecidable) }

// Caseload is how much of a kind a caseload holds: what a start page tells.
type Caseload struct {
	Households int64 `class:"open"` // that were registered
	Persons    int64 `class:"open"` // living members of a household; who is in two counts once
	Few        bool  `class:"open"` // of both 0 is said: it holds fewer households than whoever does not work with them is told of
	Journeys   int64 `class:"open"` // of all kinds of subjects
	Disputed   int64 `class:"open"` // journeys of which two offices wrote what cannot both be
	InTwo      int64 `class:"open"` // persons in two households
	TwiceRoom  int64 `class:"open"` // units that two households were promised
}

// CaseloadOf counts what a caseload holds. It names nobody.
func CaseloadOf(scope access.Scope, act access.Act) desk.Query[Caseload] {
	return desk.Query[Caseload]{Act: act, Scope: scope, Run: func(r *desk.Reader) (c Caseload, err error) {
		var dead int64
		for list, n := range map[register.List]*int64{people.AllHouseholds: &c.Households, people.MembersOf: &c.Persons, people.Deceased: &dead,
			BySubject: &c.Journeys, Disputed: &c.Disputed, people.Contradictory: &c.InTwo} {
			if *n, err = r.Count(list, nil); err != nil {
				return c, err
			}
		}
		c.Persons -= c.InTwo + dead // those in two stand among the members of both, the dead among those of theirs
		if few := 0 < c.Households && c.Households < access.FewestTold; few && !access.WorksWithPersons(r.By(), scope, r.Today()) {
			c.Households, c.Persons, c.Few = 0, 0, true
		}
		c.TwiceRoom, err = r.CountTwice(ByRoom)
		return c, err
	}}
}

// Authors are names of members of staff.
type Authors struct {
	Names map[id.ID]string `class:"personal"` // by user
}

// StaffNamed names members of staff to those who may open files: who wrote, who looked.
func StaffNamed(scope access.Scope, of []id.ID) desk.Query[Authors] {
	return desk.Query[Authors]{Act: access.PeopleLook, Scope: scope, Run: func(r *desk.Reader) (Authors, error) {
		t := teller{reader: r, staff: map[id.ID]string{}}
		for _, user := range of {
			if _, err := t.author(user); err != nil {
				return Authors{}, err
			}
		}
		return Authors{t.staff}, nil
	}}
}
