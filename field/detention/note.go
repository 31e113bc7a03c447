// SPDX-License-Identifier: Apache-2.0

package detention

import (
	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Note writes down in the compartment of detention that a family was handed over, after Receive has registered them where they are cared for: HandOver alone gives it. A form that is filled in by itself is refused (journey.Ask),
// or a family would count as handed over of whom nobody knows outside.
type Note struct {
	Way     id.ID             // the family's way
	Step    string            // of verb ask, which says which pathway begins
	Answers programme.Answers // of the step's form
}

// Act is the act of asking.
func (Note) Act() access.Act { return access.JourneyAsk }

// Decide records it, where they may be handed over still. Faults: Blocked detention.somebody_held; Conflict detention.handed_over_already.
func (n Note) Decide(tx *desk.Tx) error {
	k, err := journey.Take(tx, n.Way)
	if err == nil {
		_, err = n.mayGo(k)
	}
	if err != nil {
		return err
	}
	return journey.Ask{Journey: n.Way, Step: n.Step, Words: journey.Words{Answers: n.Answers}}.HandedOver(tx)
}

// mayGo returns the pathway that begins, or refuses: where the step is none at which people are handed over, while somebody of the family is held, where it was done already, and where the form is not filled.
func (n Note) mayGo(k *journey.Case) (*programme.Pathway, error) {
	const op = "detention.HandOver"
	s, err := k.At(n.Step, "ask")
	if err != nil {
		return nil, err
	}
	next := k.Pathway.Programme.Pathway(s.Step.Begins)
	switch {
	case next == nil:
		return nil, fault.New(op, fault.Invalid, "journey.no_such_step", fault.Args{"step": n.Step, "verb": "ask"})
	case s.Times > 0:
		return nil, fault.New(op, fault.Conflict, "detention.handed_over_already", nil)
	case held(k):
		return nil, fault.New(op, fault.Blocked, "detention.somebody_held", nil).WithHint("detention.somebody_held_hint")
	}
	if _, err := k.Open(n.Step, "ask", false); err != nil {
		return nil, err
	}
	return next, k.Filled(s.Step, n.Answers)
}
