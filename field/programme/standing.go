// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"slices"

	"safar/kernel/clock"
	"safar/kernel/id"
)

// Standing is where one subject stands on its pathway on one day. It is worked out at reading and never stored; it
// belongs to the Evaluator that made it, until that evaluates the next story.
type Standing struct {
	Pathway *Pathway       // that the subject walks
	Today   clock.Day      // the day that was asked for
	Steps   []StepStanding // in order of Pathway.Steps
	Next    clock.Day      // earliest day after Today on which something changes by itself; NoDay when nothing will

	run *Evaluator
}

// Release gives the memory of a standing, some 12 KB of thirty steps, to the next that the pathway evaluates: a page of fifty households would else take it
// fifty times. Nothing of the standing may be read any more, nor of what hangs on it.
func (s *Standing) Release() {
	e := s.run
	if e == nil {
		return
	}
	e.story, e.member, e.leaver, e.standing, e.judging = &Story{}, nil, nil, Standing{}, judgement{}
	e.pathway.released.Put(e)
}

// Step returns the standing of a step, or nil when the pathway has no such step.
func (s *Standing) Step(name string) *StepStanding {
	i, ok := s.Pathway.index[name]
	if !ok {
		return nil
	}
	return &s.Steps[i]
}

// Since returns the day on which a step was done; NoDay where it was not.
func (s *Standing) Since(name string) clock.Day {
	if of := s.Step(name); of != nil && of.done {
		return of.Since
	}
	return clock.NoDay
}

// ForPeople reports whether an amount that the step gives depends on how many people there are: it is given for each of them.
func (s *Step) ForPeople() bool {
	for _, part := range s.Gives {
		if part.Amount != nil && slices.ContainsFunc(part.Amount.refs, func(r *slot) bool { return r.kind == slotSubject }) {
			return true
		}
	}
	return false
}

// StepStanding is where one subject stands with one step.
type StepStanding struct {
	Step     *Step      // as the file has it
	Status   Status     // what a list shows
	State    State      // the state of the latest mark that counts; see Reached for those before it
	OnHold   bool       // it was done, and what it requires does not hold (or is not known to hold) today
	Disagree bool       // choose: what adults answered, and was decided for separated children, is not the same: talk again, wait, or split
	Undo     bool       // it does not apply any more and something was promised or begun: free the plot, stop the payment
	Asked    bool       // decide: somebody asked for it, and nothing was decided since
	Value    string     // the option all chose, yes or no or which of several, how it ended; "" while there is none
	Place    id.ID      // the place it is about
	Times    int        // how often it took place; answers, for choose
	Since    clock.Day  // the day it was done; of answers the oldest; NoDay while not done
	Lapses   clock.Day  // first day on which it is no longer valid; NoDay when it does not end
	Missed   int        // check: visits of the calendar that were passed over
	SeeBy    clock.Day  // pay: last day on which somebody else sees in time the sheet on which it was signed for; NoDay when none waits
	Due      clock.Day  // check: day of the next visit; it may lie in the past. NoDay when none is due
	Expires  clock.Day  // decide: first day on which the “no” that was said counts no more; it may lie in the past. NoDay where none does
	Failed   *Condition // the last condition that does not hold or could not be decided; nil for none
	Missing  []Missing  // what is not known, or not yet made
	Members  []id.ID    // who must still answer or be asked, each in private. Never shown to other members
	Children []id.ID    // choose: the separated children for each of whom the child-protection authority is still to decide, or to decide again
	Open     []string   // choose: the options that may be answered today, also while the step is blocked
	Amounts  []Term     // pay, give: the amounts frozen when owed; before that, what would be owed today

	done, begun, isFrozen bool
	off                   bool      // on a branch that does not apply: neither it nor what builds on it alone
	sound                 bool      // done and valid, and all it needs in turn
	until                 clock.Day // last day its marks hold, where they say so
	reached               uint64    // bits of states
	blockers              uint64    // bits of the nearest steps not done that stand before it, or before what builds on it
	pathway               *Pathway
}

// Missing is something a step cannot be decided without.
type Missing struct {
	Name   string // as in conditions, or the name of a check: destination.safe, adults, guardian, occupants
	Stale  bool   // it is known, but older than the programme allows
	Broken bool   // it could not be computed: a division by zero, an amount too large
}

// Reached reports whether the subject has reached a state of the step's verb.
func (s *StepStanding) Reached(state State) bool { return s.has(state) }

// Sound reports whether the step is done and still valid, and all it needs in turn: whether others may build on it.
func (s *StepStanding) Sound() bool { return s.sound }

// Blockers returns the steps that stand before this one: those that are themselves not done or no longer valid. Nothing
// stands before what is done or does not apply.
func (s *StepStanding) Blockers() []*Step {
	if s.Status == Done || s.Status == NotApplicable {
		return nil
	}
	var out []*Step
	for i, step := range s.pathway.Steps {
		if s.blockers&(1<<i) != 0 {
			out = append(out, step)
		}
	}
	return out
}

// Amount returns the sum of Amounts, in minor units for pay.
func (s *StepStanding) Amount() int64 {
	var sum int64
	for _, t := range s.Amounts {
		sum += t.Value
	}
	return sum
}

// Frozen reports whether the amounts are those of the day on which they became owed: nothing changes them any more.
func (s *StepStanding) Frozen() bool { return s.isFrozen }

func (s *StepStanding) has(state State) bool { return s.reached&(1<<state) != 0 }

// reset makes s the standing of a step on which nothing happened.
func (s *StepStanding) reset(step *Step) {
	*s = StepStanding{Step: step, pathway: s.pathway, Since: clock.NoDay, Lapses: clock.NoDay, Due: clock.NoDay, Expires: clock.NoDay, SeeBy: clock.NoDay,
		until: clock.NoDay}
}

// frozen takes the amounts that were frozen when a payment became owed, or when goods were put on a list.
func (s *StepStanding) frozen(e *Evaluator, m *Mark) {
	if (m.State == Owed || m.State == Allotted) && m.Details != nil && len(m.Details.Numbers) > 0 {
		s.Amounts, s.isFrozen = m.Details.Numbers, true
	}
}
