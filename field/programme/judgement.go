// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"safar/kernel/clock"
	"safar/kernel/id"
)

// judgement is what a verb's rule works with: one step, its marks, and the standing it fills.
type judgement struct {
	run   *Evaluator
	step  *Step
	out   *StepStanding
	spent bool // a deed settled what led to it: it need not be current any longer
}

// marks yields the marks of the step that were not taken back, in order of day.
func (j *judgement) marks(yield func(*Mark) bool) {
	for i := j.run.head[j.step.Index]; i >= 0; i = j.run.next[i] {
		if m := &j.run.story.Marks[i]; !m.Withdrawn && !yield(m) {
			return
		}
	}
}

// happened counts a mark: it took place once more, and the step stands on its day.
func (j *judgement) happened(m *Mark) {
	j.out.Times++
	j.out.Since = m.Day
	j.out.State = m.State
	if !m.Place.IsZero() {
		j.out.Place = m.Place
	}
	if m.Until > 0 {
		j.out.until = m.Until
	}
}

// reach notes that a state was reached.
func (j *judgement) reach(s State) {
	j.out.reached |= 1 << s
	j.out.State = s
}

// elsewhere reports whether a mark is about another place than the one the step is about today.
func (j *judgement) elsewhere(m *Mark) bool {
	if j.step.To == "" || m.Place.IsZero() {
		return false
	}
	in := j.run.story.input(j.step.To)
	return in != nil && !in.Place.IsZero() && in.Place != m.Place
}

// stale reports whether something of a day is older than the step's validity.
func (j *judgement) stale(day clock.Day) bool {
	return !j.step.Valid.IsZero() && j.run.today > j.step.Valid.After(day)
}

// lastBy returns the latest answer of a member, or nil when there is none or it was taken back: an earlier answer does
// not come back to life.
func (j *judgement) lastBy(member id.ID) *Mark { return j.lastStateBy(member, Happened) }

func (j *judgement) lastStateBy(member id.ID, state State) *Mark {
	var last *Mark
	for i := j.run.head[j.step.Index]; i >= 0; i = j.run.next[i] {
		if m := &j.run.story.Marks[i]; m.By == member && m.State == state && !j.elsewhere(m) {
			last = m
		}
	}
	if last != nil && last.Withdrawn {
		return nil
	}
	return last
}

// toldOf returns the latest telling of a step that a member heard, about a place or about none in particular; nil where there is none. What
// the household was told together was heard by those who lived there on that day.
func (j *judgement) toldOf(step int, member *Member, place id.ID) *Mark {
	var last *Mark
	for i := j.run.head[step]; i >= 0; i = j.run.next[i] {
		m := &j.run.story.Marks[i]
		heard := m.By == member.ID || m.By.IsZero() && member.cameBefore(m.Day)
		if !m.Withdrawn && heard && (m.Place.IsZero() || m.Place == place) {
			last = m
		}
	}
	return last
}

// informed reports whether a member has heard of a place all that the step rests on, as far as it applies.
func (j *judgement) informed(member *Member, place id.ID) bool {
	for i, rest := 0, j.step.tells; rest != 0; i, rest = i+1, rest>>1 {
		if rest&1 != 0 && !j.run.steps[i].off && j.toldOf(i, member, place) == nil {
			return false
		}
	}
	return true
}

// reachedBy reports whether a member reached a state of a departure on a mark of their own, or with the whole subject.
func (j *judgement) reachedBy(member id.ID, state State) bool {
	reached := false
	for m := range j.marks {
		if m.By != member && !m.By.IsZero() {
			continue
		}
		switch {
		case m.State == state:
			reached = true
		case (m.State == Unloaded || m.State == NoShow) && state < Departed:
			reached = false
		}
	}
	return reached
}

// lastDay returns the latest day of a mark of a state; NoDay where there is none.
func (j *judgement) lastDay(state State) clock.Day {
	last := clock.NoDay
	for m := range j.marks {
		if m.State == state && (!last.Known() || m.Day > last) {
			last = m.Day
		}
	}
	return last
}

// owes notes a member who must still answer; where nobody knows whether they are an adult, that is missing too.
func (j *judgement) owes(member *Member) {
	j.run.members = append(j.run.members, member.ID)
	j.out.Members = j.run.membersFrom(j.out.Members)
	if member.Adult == Unknown && !j.lacks("age") {
		j.misses("age", false)
	}
}

// misses notes something that is not known or not yet made.
func (j *judgement) misses(name string, stale bool) {
	j.run.misses(j.out, Missing{Name: name, Stale: stale})
}

func (j *judgement) lacks(name string) bool {
	for i := range j.out.Missing {
		if j.out.Missing[i].Name == name {
			return true
		}
	}
	return false
}

// waits reports whether somebody must still answer or something is missing.
func (j *judgement) waits() bool { return len(j.out.Members) > 0 || len(j.out.Missing) > 0 }

// anyAdult reports whether anybody who is there is known to be an adult.
func (j *judgement) anyAdult() bool {
	for i := range j.run.story.Subject.Members {
		if m := &j.run.story.Subject.Members[i]; m.here() && m.Adult == Yes {
			return true
		}
	}
	return false
}

// eachAdult asks for a mark of a state by each adult in their own right. Where there is no adult, a mark that names a
// guardian is asked for: every adult is never satisfied by none.
func (j *judgement) eachAdult(state State) {
	if !j.anyAdult() {
		for m := range j.marks {
			if m.State == state && m.Details != nil && !m.Details.Guardian.IsZero() {
				return
			}
		}
		j.misses("guardian", false)
		return
	}
	for i := range j.run.story.Subject.Members {
		member := &j.run.story.Subject.Members[i]
		if member.here() && member.Adult != No && j.lastStateBy(member.ID, state) == nil {
			j.owes(member)
		}
	}
}
