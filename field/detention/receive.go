// SPDX-License-Identifier: Apache-2.0

package detention

import (
	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// Receive registers a family that was let go in the compartment of those who care for it now, and begins a way of theirs. The receipt's ids are the household, its members in order, and
// the way.
type Receive struct {
	Family    people.Register      // who they are
	Contacts  []people.SafeContact // how each member may safely be reached, in their order; a zero one where they did not say
	Programme string               // the id of the programme whose way begins
	Pathway   string               // the id of the way
}

// Act is the act of registering.
func (Receive) Act() access.Act { return access.PeopleRegister }

// Decide records the family, how each of them is reached, and the beginning of the way: all of it or nothing.
func (c Receive) Decide(tx *desk.Tx) error {
	household, persons, err := c.Family.As(tx)
	if err != nil {
		return err
	}
	for i, person := range persons {
		if i >= len(c.Contacts) || c.Contacts[i] == (people.SafeContact{}) {
			continue
		}
		if err := (people.SetSafeContact{Person: person, Contact: c.Contacts[i]}).Decide(tx); err != nil {
			return err
		}
	}
	way, err := tx.NewID()
	if err != nil {
		return err
	}
	return journey.Start{Programme: c.Programme, Pathway: c.Pathway, Subject: household, Day: clock.NoDay}.As(tx, way)
}

// doing are the acts of whoever hands over: in the compartment of detention, and in that of the pathway that begins.
func doing(inside, outside access.Scope) map[access.Scope][]access.Act {
	return map[access.Scope][]access.Act{inside: {access.PeopleLook, access.JourneyAsk}, outside: {access.PeopleRegister, access.PeopleContact, access.JourneyStart}}
}

// May says whether somebody works in both compartments today, as whoever hands over must; nil where they do.
func May(by access.Actor, inside, outside access.Scope, today clock.Day) error {
	for scope, acts := range doing(inside, outside) {
		for _, act := range acts {
			if err := access.May(by, act, scope, today); err != nil {
				return err
			}
		}
	}
	return nil
}

// commandID is the id of the nth command of a hand-over. Whoever knows the way in detention works out the same; nobody works out the way from it.
func commandID(way id.ID, step string, n byte) id.ID {
	of, _ := id.FromBytes(digest(way, step, n)[:id.Size])
	return of
}
