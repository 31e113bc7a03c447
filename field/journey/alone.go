// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"safar/field/programme"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Alone reports whether the people of the case are children of whom none is, or may be, an adult.
func (c *Case) Alone() bool {
	switch programme.NatureOf(c.Journey.Kind) {
	case programme.Household, programme.Person:
		return len(c.Members) > 0 && len(c.Adults()) == 0
	}
	return false
}

// ForChildrenAlone refuses to promise children alone a place, or to let them leave for it, unless the child-protection authority decided that they go
// there: a fault of kind Blocked. It holds whatever the file of their programme asks or leaves out; nobody else is concerned.
func (c *Case) ForChildrenAlone(to id.ID) error {
	if !c.Alone() {
		return nil
	}
	for i := len(c.Story.Marks) - 1; i >= 0; i-- {
		if m := &c.Story.Marks[i]; m.State == programme.BestInterests && !m.Withdrawn {
			if m.AuthorityDecided() && m.Value != programme.Stay && m.Place == to {
				return nil
			}
			break
		}
	}
	return fault.New("journey.ForChildrenAlone", fault.Blocked, "journey.authority_not_heard", nil).WithHint("journey.authority_not_heard_hint")
}
