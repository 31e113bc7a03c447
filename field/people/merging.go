// SPDX-License-Identifier: Apache-2.0

package people

import (
	"safar/desk"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Merge says that two records are one person: Gone is found no more, Kept stays. What was written of Gone stays in its story, and is not
// carried over but for how they may safely be reached, and that they are a separated child. It is no command by itself: journey.Merge asks first whether Gone is on the road.
// UndoMerge takes it back.
type Merge struct {
	Kept, Gone id.ID
}

// Record judges the two records, and records that Gone is Kept.
func (c Merge) Record(tx *desk.Tx) error {
	if c.Kept == c.Gone {
		return fault.New("people.Merge", fault.Invalid, "people.same_record", nil)
	}
	kept, err := desk.Must(tx, PersonStory, c.Kept)
	if err != nil {
		return err
	}
	gone, err := desk.Must(tx, PersonStory, c.Gone)
	if err != nil {
		return err
	}
	if err := mayBeOne(kept, gone); err != nil {
		return err
	}
	if err := c.carryContact(tx, kept, gone); err != nil {
		return err
	}
	if err := c.carrySeparated(tx, kept, gone); err != nil {
		return err
	}
	err = tx.Record(personMerged.Draft(c.Gone, clock.NoDay, sameAs{c.Kept}).Replacing("same_as", gone.SameAs.Seen()))
	if err != nil {
		return err
	}
	return tx.Record(personKept.Draft(c.Kept, clock.NoDay, mergedIn{c.Gone, kept.Household.Value().Household}))
}

// mayBeOne refuses two records that say differently how the person may safely be reached: one of the two ways may not be safe. All that stands counts, not what was said last alone.
func mayBeOne(kept, gone *Person) error {
	for _, theirs := range gone.SafeContact.Standing {
		for _, ours := range kept.SafeContact.Standing {
			if ours.Value != theirs.Value {
				return fault.New("people.Merge", fault.Blocked, "people.merge_contact", nil).WithHint("people.merge_contact_hint")
			}
		}
	}
	return nil
}

// carryContact keeps how they may safely be reached, where only the record that goes says it: it governs every call. Where two offices said it differently both are carried over, for the safest
// governs.
func (c Merge) carryContact(tx *desk.Tx, kept, gone *Person) error {
	if len(kept.SafeContact.Standing) > 0 {
		return nil
	}
	for _, said := range gone.SafeContact.Standing {
		if err := tx.Record(contactCarried.DraftFor(c.Kept, c.Kept, clock.NoDay, mergedIn{Gone: c.Gone}, said.Value)); err != nil {
			return err
		}
	}
	return nil
}
