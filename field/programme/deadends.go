// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"slices"
	"strings"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/interpreter"

	"safar/kernel/fault"
)

// ends advises of every answer after which a pathway cannot end: nobody could close the way of those to whom it was given. What is looked for is a road
// to an end on which everything goes well but that one answer, so that what is found is a dead end whatever else happens.
func (r *reader) ends(w *Pathway) {
	if !(&supposition{w: w}).endable() {
		return // it has no end, or something else stands in the way of it
	}
	for _, s := range w.Steps {
		var dead []string
		for _, answer := range w.answersThatTurn(s) {
			if !(&supposition{w: w, at: s, said: answer}).endable() {
				dead = append(dead, answer)
			}
		}
		if len(dead) > 0 {
			r.advise(s.node, "programme.dead_end", "programme.dead_end.hint",
				fault.Args{"id": s.ID, "answers": strings.Join(dead, ", "), "condition": s.toldBy(dead[0])})
		}
	}
}

// The answers that are none of a step's options.
const (
	answerNo       = "no"
	answerDeclined = "declined"
)

// answersThatTurn are the answers at a step after which a way may have to go another way: a “no” that does not pass by itself, a referral that is
// declined, each of several options. The “no” to a thing counts until it is a “yes”, where nobody asked and nothing else could be answered: a project
// that nobody approved waits for it. People do not wait for ever.
func (w *Pathway) answersThatTurn(s *Step) (all []string) {
	switch {
	case s.Verb == decideVerb && s.Expires.IsZero() && (ofPeople(w.For) || len(s.Options) > 0 || s.asked >= 0):
		all = append(all, answerNo)
	case s.Verb == referVerb:
		return []string{answerDeclined}
	}
	return append(all, s.Options...)
}

// toldBy is the condition that says that an answer was given at a step.
func (s *Step) toldBy(answer string) string {
	switch {
	case s.Verb == referVerb:
		return s.ID + ".declined"
	case answer == answerNo && s.Verb == decideVerb:
		return s.ID + ".refusal"
	}
	return s.ID + ` == "` + answer + `"`
}

// supposition is a pathway on which one answer was given, if any, and nothing else is known: what can still come of each of its steps.
type supposition struct {
	w    *Pathway
	at   *Step  // where the answer was given; nil for none
	said string // the answer

	done  uint64 // bits of the steps that can be done
	sound uint64 // of those that can stand in nobody's way
	off   uint64 // of those that do not apply, whatever happens
}

// endable reports whether some end of the pathway can be reached.
func (u *supposition) endable() bool {
	for _, i := range u.w.order {
		u.step(u.w.Steps[i])
	}
	return slices.ContainsFunc(u.w.Steps, func(s *Step) bool { return s.Verb == closeVerb && u.done&(1<<s.Index) != 0 })
}

// step says what can come of a step of which all that it depends on was looked at.
func (u *supposition) step(s *Step) {
	bit, needs := uint64(1)<<s.Index, s.needs&^u.sound == 0
	if s == u.at {
		u.given(s, bit, needs)
		return
	}
	applies, behind := u.holds(s.When), s.needs&u.off != 0 || s.after >= 0 && u.off&(1<<s.after) != 0
	if applies == No || s.When == nil && s.Verb != closeVerb && behind {
		u.off |= bit
		if needs {
			u.sound |= bit
		}
		return
	}
	counts := s.after < 0 || u.done&(1<<s.after) != 0
	if needs && counts && u.holds(s.Requires) != No {
		u.done |= bit
	}
	if u.done&bit != 0 || needs && (s.Optional || s.When != nil && applies == Unknown || s.asked >= 0) {
		u.sound |= bit
	}
}

// given notes the step at which the answer was given.
func (u *supposition) given(s *Step, bit uint64, needs bool) {
	refused := u.refused()
	if needs && !refused {
		u.done |= bit
	}
	if needs && (!refused || s.Optional) {
		u.sound |= bit
	}
}

// refused reports whether the answer leaves its step undone.
func (u *supposition) refused() bool {
	return u.at.Verb == referVerb || u.at.Verb == decideVerb && u.said == answerNo
}

// holds evaluates a condition; one that there is not always holds.
func (u *supposition) holds(c *Condition) Tri {
	if c == nil || c.program == nil {
		return Yes
	}
	switch v, _, err := c.program.Eval(u); {
	case err != nil:
		return Unknown
	case v == types.True:
		return Yes
	case v == types.False:
		return No
	}
	return Unknown
}

// Parent returns nil: there is nothing behind a supposition.
func (u *supposition) Parent() interpreter.Activation { return nil }

// ResolveName returns what a name stands for, or its own unknown.
func (u *supposition) ResolveName(name string) (any, bool) {
	s, ok := u.w.slots[name]
	if !ok {
		return nil, false
	}
	if s.kind == slotStep {
		if v := u.known(s); v != nil {
			return v, true
		}
	}
	return s.unknown, true
}

// known returns what is known of a step; nil for nothing.
func (u *supposition) known(s *slot) ref.Val {
	step, bit := u.w.Steps[s.a], uint64(1)<<s.a
	switch {
	case step == u.at:
		return u.answered(s)
	case s.b == propApplies && u.off&bit != 0,
		u.done&bit == 0 && (s.b == propDone || s.b == propLapsed || s.b == propValue && step.value() == TypeBool && step.Verb != decideVerb):
		return types.False
	}
	return nil
}

// answered returns what is known of the step at which the answer was given.
func (u *supposition) answered(s *slot) ref.Val {
	refused := u.refused()
	switch {
	case s.b == propValue && u.at.value() == TypeText:
		return types.String(u.said)
	case s.b == propValue, s.b == propDone:
		return types.Bool(!refused)
	case s.b == propApplies:
		return types.True
	case s.b == propLapsed && refused:
		return types.False
	case s.b < propState:
		return nil
	}
	switch State(s.b - propState) {
	case Refusal, Declined:
		return types.Bool(refused)
	case Approval, Accepted, Served:
		return types.Bool(!refused)
	}
	return nil
}
