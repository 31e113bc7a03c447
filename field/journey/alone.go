// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"slices"

	"safar/field/people"
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

// Separated returns the children of the case for each of whom the child-protection authority decides: those who live among adults that are neither their
// parents nor usual carers, and children who follow others without an adult. Who has left has left. Of children alone none stands out: one decision is
// made for all of them.
func (c *Case) Separated() (children []people.Someone) {
	switch {
	case programme.NatureOf(c.Journey.Kind) != programme.Household, c.Alone() && !c.Late():
		return nil
	}
	for _, m := range c.Members {
		if (c.Alone() || m.Person.SeparatedOn(c.today)) && !c.Journey.HasLeft(m.ID) {
			children = append(children, m)
		}
	}
	return children
}

// IsSeparated reports whether a person is one of those for each of whom the child-protection authority decides: see Separated.
func (c *Case) IsSeparated(person id.ID) bool {
	return slices.ContainsFunc(c.Separated(), func(m people.Someone) bool { return m.ID == person })
}

// ForChildren refuses to promise children alone, or people with a separated child among them, a place, or to let them leave for it, unless the
// child-protection authority decided that the children go there: a fault of kind Blocked. It holds whatever the file of their programme asks or leaves out;
// nobody else is concerned.
func (c *Case) ForChildren(to id.ID) error {
	const op = "journey.ForChildren"
	if c.Alone() && !c.Late() && !c.decided(programme.BestInterests, id.ID{}, to) {
		return fault.New(op, fault.Blocked, "journey.authority_not_heard", nil).WithHint("journey.authority_not_heard_hint")
	}
	for _, child := range c.Separated() {
		if !c.decided(programme.DecidedFor, child.ID, to) { // it says no more than of anybody who has not chosen
			return fault.New(op, fault.Blocked, "journey.not_all_chose", nil).WithHint("journey.not_all_chose_hint")
		}
	}
	return nil
}

// decided reports whether the latest decision of a state that stands, for a child or for children alone (the zero id), is that they go to a place.
func (c *Case) decided(state programme.State, of, to id.ID) bool {
	for i := len(c.Story.Marks) - 1; i >= 0; i-- {
		if m := &c.Story.Marks[i]; m.State == state && m.By == of && !m.Withdrawn {
			return m.AuthorityDecided() && m.Value != programme.Stay && m.Place == to
		}
	}
	return false
}
