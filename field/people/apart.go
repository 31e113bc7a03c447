// SPDX-License-Identifier: Apache-2.0

package people

import (
	"slices"

	"safar/desk"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// UndoMerge says that two records which were made one are of two people after all: Gone is found again, where they belonged. What was written
// meanwhile of Kept stays with Kept; a way to reach Gone safely, which was carried over to Kept, governs no call to Kept any more. It is no
// command by itself: journey.UndoMerge asks first whether those to whom Gone goes back sit on a load.
type UndoMerge struct {
	Kept, Gone id.ID
}

// Record judges the two records, and records that Gone is not Kept, and why.
func (c UndoMerge) Record(tx *desk.Tx, why string) error {
	kept, err := desk.Must(tx, PersonStory, c.Kept)
	if err != nil {
		return err
	}
	gone, err := desk.Must(tx, PersonStory, c.Gone)
	if err != nil {
		return err
	}
	if err := c.mayBeTwo(kept, gone); err != nil {
		return err
	}
	d := mergeUndone.DraftFor(c.Gone, c.Gone, clock.NoDay, sameAs{c.Kept}, whyApart{why})
	if err := tx.Record(d.Replacing("same_as", gone.mergedInto(c.Kept))); err != nil {
		return err
	}
	if theirs := kept.carriedFrom(c.Gone); len(theirs) > 0 {
		return tx.Record(contactGoneBack.Draft(c.Kept, clock.NoDay, mergedIn{Gone: c.Gone}).Replacing("safe_contact", theirs))
	}
	return nil
}

// mayBeTwo refuses records that are not one; and one that stayed and has gone on into another household since: which of the two people it was
// that went nobody can tell from what is written.
func (c UndoMerge) mayBeTwo(kept, gone *Person) error {
	const op = "people.UndoMerge"
	if len(gone.mergedInto(c.Kept)) == 0 {
		return fault.New(op, fault.Conflict, "people.not_merged", nil)
	}
	if in, known := kept.keptIn(c.Gone); known && (!kept.SaidOf(in) || kept.InTwoHouseholds()) {
		return fault.New(op, fault.Blocked, "people.merged_and_moved", nil).WithHint("people.merged_and_moved_hint")
	}
	return nil
}

// mergedInto names the facts that say the record is of another one's person.
func (p *Person) mergedInto(kept id.ID) (refs []journal.Ref) {
	for _, s := range p.SameAs.Standing {
		if s.Value == kept {
			refs = append(refs, s.Ref)
		}
	}
	return refs
}

// IsDoubleOf reports whether the record is said to be of another one's person.
func (p *Person) IsDoubleOf(kept id.ID) bool { return len(p.mergedInto(kept)) > 0 }

// keptIn returns the household of which the person was when a record was last merged into theirs; older facts do not say it.
func (p *Person) keptIn(gone id.ID) (household id.ID, known bool) {
	for _, k := range p.KeptIn {
		if k.Gone == gone {
			household, known = k.Household, true
		}
	}
	return household, known
}

// SaidOf reports whether the person is said to belong to a household, living or dead.
func (p *Person) SaidOf(household id.ID) bool {
	return slices.ContainsFunc(p.Household.Standing, func(m register.Stated[Membership]) bool { return m.Value.Household == household })
}

// carriedFrom names the facts by which a record that was merged into this one still says how its person may safely be reached.
func (p *Person) carriedFrom(gone id.ID) (refs []journal.Ref) {
	for _, ref := range p.SafeContact.Seen() {
		if slices.ContainsFunc(p.Carried, func(c Carried) bool { return c.Gone == gone && c.Ref == ref }) {
			refs = append(refs, ref)
		}
	}
	return refs
}

// DoubleRow is a record that was found to be of a person of a household, and is found no more under its own names. Gone is the
// record, Names how it called them, and KeptNames how the record that stayed does.
type DoubleRow struct {
	Gone      id.ID  `class:"open"`
	Kept      id.ID  `class:"open"` // the record that stayed
	KeptNames string `class:"personal"`
	Names     string `class:"personal"`
	Age       int    `class:"personal"` // completed years; -1 where nobody knows
	Household id.ID  `class:"open"`     // to which it belonged
	Card      string `class:"personal"` // of that household
}

// doublesOf returns the records that were merged into those of a household's people, living or dead.
func doublesOf(r *desk.Reader, household id.ID) (rows []DoubleRow, err error) {
	everyone, err := r.Find(MembersOf, household[:], 10*MaxMembers)
	for _, of := range everyone {
		if err != nil {
			return nil, err
		}
		kept, got := desk.Read(r, PersonStory, of)
		if got != nil {
			return nil, got
		}
		for _, gone := range kept.State.Also {
			var row DoubleRow
			if row, err = doubleRow(r, Someone{of, kept.State}, gone); err != nil {
				return nil, err
			}
			if !row.Gone.IsZero() {
				rows = append(rows, row)
			}
		}
	}
	return rows, err
}

// doubleRow is a record that was merged into another one; nothing where that was taken back.
func doubleRow(r *desk.Reader, kept Someone, gone id.ID) (row DoubleRow, err error) {
	p, err := desk.Read(r, PersonStory, gone)
	if err != nil || !p.State.IsDoubleOf(kept.ID) {
		return row, err
	}
	home := p.State.Household.Value().Household
	h, err := desk.Read(r, HouseholdStory, home)
	return DoubleRow{Gone: gone, Kept: kept.ID, KeptNames: kept.Person.Names.Value().String(), Names: p.State.Names.Value().String(),
		Age: p.State.AgeOn(r.Today()), Household: home, Card: h.State.Card}, err
}
