// SPDX-License-Identifier: Apache-2.0

package people

import (
	"slices"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

// Forget has people forgotten, on this copy now and on every other when it hears of it: their names, dates, numbers and words go; what
// is needed to count and to balance stays, too coarse to recognise anybody by. Nothing more can be written about them. Household is
// theirs; Reason is one of the constants of package register.
type Forget struct {
	Household id.ID
	Persons   []id.ID // who is forgotten: those who belong to it, living or dead, and records merged into theirs
	Whole     bool    // the household as well: its card, its consent, the answers it gave as a whole; then nobody of it may be left out
	Reason    register.ErasureReason
}

// Act is the act of forgetting.
func (Forget) Act() access.Act { return access.PeopleErase }

// Owners are all who are forgotten.
func (c Forget) Owners() []id.ID {
	if c.Whole {
		return append([]id.ID{c.Household}, c.Persons...)
	}
	return c.Persons
}

// Decide records the erasures; the desk carries them out.
func (c Forget) Decide(tx *desk.Tx) error {
	if err := c.check(tx); err != nil {
		return err
	}
	for _, owner := range c.Owners() {
		if err := tx.Record(register.Erase(owner, clock.NoDay, c.Reason)); err != nil {
			return err
		}
	}
	return nil
}

// check refuses who does not belong to the household, and a household forgotten while somebody of it is not.
func (c Forget) check(tx *desk.Tx) error {
	const op = "people.Forget"
	if c.Reason < register.ErasureAsked || c.Reason > register.ErasureProtection {
		return fault.New(op, fault.Invalid, "people.forget_reason", nil)
	}
	if len(c.Owners()) == 0 {
		return fault.New(op, fault.Invalid, "people.forget_whom", nil)
	}
	if _, err := desk.Must(tx, HouseholdStory, c.Household); err != nil {
		return err
	}
	everyone, err := everyoneOf(tx.Find, c.Household)
	if err != nil {
		return err
	}
	for _, p := range c.Persons {
		if !slices.Contains(everyone, p) {
			return fault.New(op, fault.Invalid, "people.not_a_member", nil)
		}
	}
	for _, p := range everyone {
		if c.Whole && !slices.Contains(c.Persons, p) {
			return fault.New(op, fault.Blocked, "people.forget_everyone", nil)
		}
	}
	return nil
}

// everyoneOf returns all who belong to a household, living or dead, and the records that were merged into theirs.
func everyoneOf(find func(register.List, []byte) ([]id.ID, error), household id.ID) ([]id.ID, error) {
	all, err := find(MembersOf, household[:])
	for i := 0; i < len(all) && err == nil; i++ {
		var merged []id.ID
		merged, err = find(MergedInto, all[i][:])
		for _, m := range merged {
			if !slices.Contains(all, m) {
				all = append(all, m)
			}
		}
	}
	return all, err
}

// RememberedRow is one record of a person of a household, for who decides what is forgotten. ID is the record, Given and Family its
// names, "" once they were forgotten; Dead says that a death was recorded, and Forgotten that an erasure was.
type RememberedRow struct {
	ID        id.ID  `class:"open"`
	Given     string `class:"personal"`
	Family    string `class:"personal"`
	Age       int    `class:"personal"` // completed years; -1 where nobody knows
	Dead      bool   `class:"personal"`
	Merged    bool   `class:"open"` // found to be the same person as another record
	Forgotten bool   `class:"open"`
}

// Remembered lists all records of people of a household, and notes the look.
func Remembered(scope access.Scope, household id.ID) desk.Query[[]RememberedRow] {
	return desk.Query[[]RememberedRow]{Act: access.PeopleErase, Scope: scope, Run: func(r *desk.Reader) ([]RememberedRow, error) {
		all, err := everyoneOf(func(l register.List, key []byte) ([]id.ID, error) { return r.Find(l, key, 10*MaxMembers) }, household)
		if err != nil {
			return nil, err
		}
		r.Looked(household)
		var rows []RememberedRow
		for _, of := range all {
			p, err := desk.Read(r, PersonStory, of)
			if err != nil {
				return nil, err
			}
			names := p.State.Names.Value()
			row := RememberedRow{ID: of, Given: names.Given, Family: names.Family, Age: p.State.AgeOn(r.Today()), Dead: !p.State.Alive(),
				Merged: len(p.State.SameAs.Standing) > 0}
			if row.Forgotten, err = IsForgotten(r, of); err != nil {
				return nil, err
			}
			rows = append(rows, row)
		}
		return rows, nil
	}}
}

// NumberedRow is a household that is found by a number which somebody brought: that of its card, its own, or that of one of its people. Records are how
// many of it are not forgotten yet; Person is the record that has the number, zero where it is the household's.
type NumberedRow struct {
	Household id.ID `class:"open"` // which was found
	Person    id.ID `class:"open"` // the record that has the number
	Records   int   `class:"open"` // that are not forgotten
	Forgotten bool  `class:"open"` // all of it was
}

// Numbered finds households of a scope by a number, exactly, for who decides what is forgotten: so a request is answered also in a part whose files
// they do not read. It tells no name, and notes the look.
func Numbered(scope access.Scope, number string) desk.Query[[]NumberedRow] {
	return desk.Query[[]NumberedRow]{Act: access.PeopleErase, Scope: scope, Run: func(r *desk.Reader) (rows []NumberedRow, err error) {
		if number == "" {
			return nil, nil
		}
		homes, err := r.Find(ByCard, []byte(number), MostFound)
		if err != nil {
			return nil, err
		}
		for _, home := range homes {
			rows = append(rows, NumberedRow{Household: home})
		}
		if of, bad := id.Parse(number); bad == nil {
			if rows, err = numberedBy(r, of, rows); err != nil {
				return nil, err
			}
		}
		for i := range rows {
			if err := rows[i].count(r); err != nil {
				return nil, err
			}
		}
		return rows, nil
	}}
}

// numberedBy adds the household that an id is of, or those of the person that it is of.
func numberedBy(r *desk.Reader, of id.ID, rows []NumberedRow) ([]NumberedRow, error) {
	home, err := desk.Read(r, HouseholdStory, of)
	if err != nil {
		return nil, err
	}
	if home.Exists {
		rows = append(rows, NumberedRow{Household: of})
	}
	person, err := desk.Read(r, PersonStory, of)
	for _, m := range person.State.Household.Standing {
		if !m.Value.Household.IsZero() {
			rows = append(rows, NumberedRow{Household: m.Value.Household, Person: of})
		}
	}
	return rows, err
}

// count notes the look, and how many records are not forgotten.
func (row *NumberedRow) count(r *desk.Reader) error {
	r.Looked(row.Household)
	all, err := everyoneOf(func(l register.List, key []byte) ([]id.ID, error) { return r.Find(l, key, 10*MaxMembers) }, row.Household)
	if err != nil {
		return err
	}
	for _, of := range all {
		gone, err := IsForgotten(r, of)
		if err != nil {
			return err
		}
		if !gone {
			row.Records++
		}
	}
	row.Forgotten, err = IsForgotten(r, row.Household)
	return err
}

// IsForgotten reports whether an erasure of a person or household is recorded: no word can be written about them any more.
func IsForgotten(s desk.Source, owner id.ID) (bool, error) {
	e, err := desk.See(s, register.ErasureStory, owner)
	return e.Exists, err
}
