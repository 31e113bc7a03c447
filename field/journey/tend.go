// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"safar/desk"
	"safar/field/programme"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Tend carries out a command about a subject that is neither a household, a person nor a place: a committee, a project, a practice. Who
// looks after those may do for them what only a caseworker does for people; it is refused for anyone else's way.
type Tend struct {
	Kind string       // of the subject; not of people or places
	Do   desk.Command // Start, Ask, Attend, FollowUp, DecideStep, Close or SetAside
}

// Act is the act of the steps of a subject of the kind; of adding one, for Start.
func (c Tend) Act() access.Act {
	if _, starts := c.Do.(Start); starts {
		return subjects.ActsOf(c.Kind).Add
	}
	return subjects.ActsOf(c.Kind).Step
}

// Decide has the command decided, where the way is that of a subject of the kind.
func (c Tend) Decide(tx *desk.Tx) error {
	const op = "journey.Tend"
	if programme.NatureOf(c.Kind) != programme.Thing {
		return fault.New(op, fault.Invalid, "subjects.kind", fault.Args{"kind": c.Kind})
	}
	var err error
	switch d := c.Do.(type) {
	case Start:
		_, err = subjects.Must(tx, d.Subject, c.Kind)
	case Ask:
		err = c.walks(tx, d.Journey)
	case Attend:
		err = c.walks(tx, d.Journey)
	case FollowUp:
		err = c.walks(tx, d.Journey)
	case DecideStep:
		err = c.walks(tx, d.Journey)
	case Close:
		err = c.walks(tx, d.Journey)
	case SetAside:
		err = c.walks(tx, d.Journey)
	default:
		err = fault.New(op, fault.Invalid, "journey.not_tended", nil)
	}
	if err != nil {
		return err
	}
	return c.Do.Decide(tx)
}

// walks refuses a way that a subject of another kind walks.
func (c Tend) walks(tx *desk.Tx, journey id.ID) error {
	j, err := desk.Must(tx, Story, journey)
	if err == nil && j.Kind != c.Kind {
		err = fault.New("journey.Tend", fault.NotFound, "journey.no_such_journey", nil)
	}
	return err
}
