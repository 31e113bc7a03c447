// SPDX-License-Identifier: Apache-2.0

package figures

import (
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/clock"
)

// stood is where one journey stands on the steps of its pathway, as the board keeps it beside what it adds to the figures.
type stood struct {
	steps []uint8   // by step of the pathway: the status, and the bits below
	at    int16     // the step at which it stands; -1 where nothing waits any more
	since clock.Day // since when it stands there; NoDay where that is not told
	why   Why       // what it waits for there; Count is nothing
}

// What is kept of a step beside its status, which takes the bits below.
const (
	heldBit    = 0x10 // it was done, and what it requires does not hold
	unaskedBit = 0x20 // a choice that leads to it is not made: nobody is behind with it
	statusBits = 0x0f
)

// choicesBefore returns, for each step of a pathway, the choices that lead to it, as bits of steps.
func choicesBefore(w *programme.Pathway) []uint64 {
	before := make([]uint64, len(w.Steps))
	leads := w.Leads()
	for range w.Steps { // a lead may stand before that on which it rests
		for _, l := range leads {
			before[l.To] |= before[l.From]
			if w.Steps[l.From].Verb.Name == choose {
				before[l.To] |= 1 << l.From
			}
		}
	}
	return before
}

// The verb of a choice, and that of the step that ends a way.
const (
	choose = "choose"
	closes = "close"
)

// standOf notes where a journey stands.
func standOf(path *way, st *programme.Standing, opened clock.Day) stood {
	s := stood{steps: make([]uint8, len(st.Steps)), at: int16(journey.StandsAt(st)), since: clock.NoDay}
	undone := uint64(0)
	for i := range st.Steps {
		if st.Steps[i].Status != programme.Done {
			undone |= 1 << i
		}
	}
	for i := range st.Steps {
		step := &st.Steps[i]
		s.steps[i] = uint8(step.Status)
		if step.OnHold {
			s.steps[i] |= heldBit
		}
		if path.choices[i]&undone != 0 {
			s.steps[i] |= unaskedBit
		}
	}
	if s.at >= 0 {
		step := &st.Steps[s.at]
		s.why, s.since = whyOf(st, step), sinceOf(st, step, opened)
	}
	return s
}

// sinceOf is since when somebody stands at a step: since the last step before it was done, since it lapsed, or since the way began. A choice takes the time
// that it takes, and the days of a clearance would tell of its kind: of these it is NoDay.
func sinceOf(st *programme.Standing, s *programme.StepStanding, opened clock.Day) clock.Day {
	if s.Step.Verb.Name == choose || s.Step.Medical() {
		return clock.NoDay
	}
	since := clock.NoDay
	for _, need := range s.Step.Needs {
		if done := st.Since(need); done.Known() {
			since = max(since, done)
		}
	}
	if !since.Known() {
		since = opened
	}
	if s.Status == programme.Lapsed && s.Lapses.Known() {
		since = max(since, s.Lapses)
	}
	return since
}

// The kinds of what somebody waits for at a step.
const (
	WhySpeak     = "speak"     // to be spoken with: a choice that not all have made, or that differs, which is told to nobody here
	WhyReady     = "ready"     // nothing: it can be done now
	WhyWaiting   = "waiting"   // it is begun: a date, or the work of others
	WhyLapsed    = "lapsed"    // it was done, and must be done again
	WhyStep      = "step"      // a step before it; Of is its id
	WhyCondition = "condition" // a condition that does not hold; Of is its text
	WhyMissing   = "missing"   // what is not known; Of is its name
	WhyOther     = "other"     // what is not told
)

// whyOf says what somebody waits for at a step. Of a choice that is not settled nothing is said but that people are to be spoken with, and of a clearance
// nothing at all.
func whyOf(st *programme.Standing, s *programme.StepStanding) Why {
	switch {
	case journey.Unsettled(s):
		return Why{Kind: WhySpeak}
	case s.Step.Medical():
		return Why{Kind: WhyOther}
	case s.Status == programme.Ready:
		return Why{Kind: WhyReady}
	case s.Status == programme.Waiting:
		return Why{Kind: WhyWaiting}
	case s.Status == programme.Lapsed:
		return Why{Kind: WhyLapsed}
	}
	if before := s.Blockers(); len(before) > 0 {
		return Why{Kind: WhyStep, Of: before[0].ID}
	}
	for i := range st.Steps {
		if journey.Unsettled(&st.Steps[i]) && st.Steps[i].Status != programme.NotApplicable {
			return Why{Kind: WhyOther} // what does not hold of a place tells who wants to go there
		}
	}
	switch {
	case s.Failed != nil:
		return Why{Kind: WhyCondition, Of: s.Failed.Text}
	case len(s.Missing) > 0:
		return Why{Kind: WhyMissing, Of: s.Missing[0].Name}
	}
	return Why{Kind: WhyOther}
}
