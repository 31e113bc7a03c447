// SPDX-License-Identifier: Apache-2.0

package programme

import "safar/kernel/id"

// decisions holds what the child-protection authority decided for each separated child beside what the adults answer. It reports whether all of it
// is the same, and whether every such child was decided for. A child who has left has left, and so have those who left with it.
func (j *judgement) decisions() (same, decided bool) {
	if same, decided = true, true; j.spent {
		return same, decided
	}
	for i := range j.run.story.Subject.Members {
		child := &j.run.story.Subject.Members[i]
		if !child.here() || !child.Separated || j.run.left(child.ID) {
			continue
		}
		m := j.decidedFor(child.ID)
		if m == nil || j.stale(m.Day) {
			j.out.Children = append(j.out.Children, child.ID)
		}
		if m == nil {
			decided = false
			continue
		}
		same = j.accords(m) && same
	}
	return same, decided
}

// accords reports whether a decision for a child names what was answered, or decided, before it. Where nobody of those who follow others answers for
// themselves, the first decision says what the next are compared with.
func (j *judgement) accords(m *Mark) bool {
	o := j.out
	switch {
	case o.Times > 0:
		o.Since = min(o.Since, m.Day)
		return m.Value == o.Value && (m.Place == o.Place || m.Value == Stay)
	case j.run.story.Subject.Follows && len(o.Members) == 0:
		o.Times, o.Value, o.Place, o.Since = 1, m.Value, m.Place, m.Day
	}
	return true
}

// decidedFor returns the latest decision of the child-protection authority for one child that stands; nil where there is none. One for another place than
// the others go to is no less a decision.
func (j *judgement) decidedFor(child id.ID) (last *Mark) {
	for m := range j.marks {
		if m.State == DecidedFor && m.By == child && m.AuthorityDecided() {
			last = m
		}
	}
	return last
}

// left reports whether a person has left on any departure of the pathway.
func (e *Evaluator) left(person id.ID) bool {
	for i, s := range e.pathway.Steps {
		if s.Verb == moveVerb && e.hasLeft(i, person) {
			return true
		}
	}
	return false
}
