// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"safar/desk"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Merge says that records of one household are people of another, or of the same, under a second record: see people.Merge. Somebody who holds a seat or is on
// the road under the record that would go gets off, or arrives, first: nobody would look for them on the stop list of that trip any more.
//
// What was promised, owed, paid or answered under the other household's way stays there and shows: it is for people to free, to stop and
// to end. UndoMerge takes it back.
type Merge struct {
	Household id.ID          // in which the records stand that stay
	Other     id.ID          // in which those stand that go
	Same      []people.Merge // pair by pair
}

// Act is the act of merging.
func (Merge) Act() access.Act { return access.PeopleMerge }

// Decide judges each pair and records it.
func (c Merge) Decide(tx *desk.Tx) error {
	const op = "journey.Merge"
	if len(c.Same) == 0 {
		return fault.New(op, fault.Invalid, "journey.merge_nobody", nil)
	}
	for _, pair := range c.Same {
		if err := c.mayGo(tx, pair); err != nil {
			return err
		}
		if err := pair.Record(tx); err != nil {
			return err
		}
	}
	return nil
}

// mayGo refuses records of others, records that are found no more, and one under which somebody travels.
func (c Merge) mayGo(tx *desk.Tx, pair people.Merge) error {
	const op = "journey.Merge"
	for _, in := range []struct{ person, household id.ID }{{pair.Kept, c.Household}, {pair.Gone, c.Other}} {
		p, err := desk.Must(tx, people.PersonStory, in.person)
		if err != nil {
			return err
		}
		if !p.Belongs(in.household) {
			return fault.New(op, fault.Invalid, "people.not_a_member", nil)
		}
	}
	travels, err := onTheWay(tx, c.Other, pair.Gone)
	if err == nil && travels {
		err = fault.New(op, fault.Blocked, "journey.merge_on_the_road", nil).WithHint("journey.merge_on_the_road_hint")
	}
	return err
}
