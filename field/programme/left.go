// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"slices"

	"safar/kernel/clock"
	"safar/kernel/id"
)

// leaver is one who left: as they were known on the day, from where, to where.
type leaver struct {
	member      Member
	site, place id.ID
	day         clock.Day
}

// leavers returns those who left on the departure that a figure counts, each once: the people whom its marks name. A birth, a death, a
// split since does not change them. Where an older mark names nobody, it is the members of today.
func (f *Figure) leavers(st *Standing) []*leaver {
	var all []*leaver
	for _, m := range st.run.leaving(f.move) {
		for _, who := range st.run.named(m) {
			if !who.Elsewhere && !slices.ContainsFunc(all, func(l *leaver) bool { return l.member.ID == who.Member.ID }) {
				l := &leaver{member: who.Member, place: m.Place, day: m.Day}
				if m.Details != nil {
					l.site = m.Details.Site
				}
				all = append(all, l)
			}
		}
	}
	return all
}

// Persons returns whom a figure of persons looks at, in the order in which Cells does: the members; of those who left, as they were known on
// that day; of those who did not, the others.
func (f *Figure) Persons(st *Standing) []*Member {
	var all []*Member
	if f.Who != "" {
		for _, l := range f.leavers(st) {
			all = append(all, &l.member)
		}
		return all
	}
	members := st.run.story.Subject.Members
	for i := range members {
		if f.Without == "" || f.remains(st, &members[i]) {
			all = append(all, &members[i])
		}
	}
	return all
}

// leaving returns the marks by which people left on a step, in order of day; where nobody is said to have left, those of arriving.
func (e *Evaluator) leaving(step int) []*Mark {
	var left, there []*Mark
	for m := range (&judgement{run: e, step: e.pathway.Steps[step]}).marks {
		switch m.State {
		case Departed:
			left = append(left, m)
		case Arrived:
			there = append(there, m)
		}
	}
	if len(left) == 0 {
		return there
	}
	return left
}

// named returns whom a mark of leaving is about: those it names, with what is known of them today where it only names them.
func (e *Evaluator) named(m *Mark) []Left {
	if m.Details == nil || len(m.Details.Left) == 0 {
		return e.unnamed(m)
	}
	out := slices.Clone(m.Details.Left)
	for i := range out {
		if got := e.memberNamed(out[i].Member.ID); got != nil && out[i].Member.unknown() {
			out[i].Member = *got
		}
		out[i].Member.Dead, out[i].Member.Away = false, false
	}
	return out
}

// unnamed returns whom a mark that names nobody is about.
func (e *Evaluator) unnamed(m *Mark) (out []Left) {
	for i := range e.story.Subject.Members {
		if who := &e.story.Subject.Members[i]; who.here() && (m.By.IsZero() || m.By == who.ID) {
			out = append(out, Left{Member: *who})
		}
	}
	return out
}

func (e *Evaluator) memberNamed(of id.ID) *Member {
	for i := range e.story.Subject.Members {
		if e.story.Subject.Members[i].ID == of {
			return &e.story.Subject.Members[i]
		}
	}
	return nil
}

func (m *Member) unknown() bool {
	return m.Sex == SexUnknown && m.Age == AgeUnknown && m.Disability == Unknown
}

// remains reports whether a member neither left on the departure of a figure nor was born to those who had left: they are where they were, or came to
// the household since and are still to follow it.
func (f *Figure) remains(st *Standing, m *Member) bool {
	return !st.run.hasLeft(f.move, m.ID) && !st.run.bornAway(f.move, m)
}

// bornAway reports whether a member who did not leave on a step is with those who did, because they were born to them, on the way or there. See
// journey.bornAway, which says the same of a file.
func (e *Evaluator) bornAway(step int, m *Member) bool {
	left := e.steps[step].Since
	if !e.steps[step].done || !m.Added || !left.Known() {
		return false
	}
	if !m.BornTo.IsZero() {
		return e.hasLeft(step, m.BornTo)
	}
	return m.bornSince(left) && !slices.ContainsFunc(e.story.Subject.Members, func(o Member) bool {
		return o.here() && o.Adult != No && o.Since <= m.Since && !e.hasLeft(step, o.ID)
	})
}

// bornSince reports whether a member was born on a day or after it: to people who had left, on the way or there.
func (m *Member) bornSince(day clock.Day) bool {
	return m.Grown != 0 && m.Grown.Known() && m.Grown >= day.AddYears(18)
}

// follows reports whether a member came to the others when they had left, and has not left: what they say is for themselves alone.
func (e *Evaluator) follows(m *Member) bool {
	for i, s := range e.pathway.Steps {
		if s.Verb != moveVerb || !e.steps[i].done {
			continue
		}
		left := (&judgement{run: e, step: s}).lastDay(Departed)
		if m.Since.Known() && m.Since >= left && left.Known() && !e.hasLeft(i, m.ID) {
			return true
		}
	}
	return false
}

// hasLeft reports whether a person left on a departure, here or on the journey that they brought it along from.
func (e *Evaluator) hasLeft(step int, person id.ID) bool {
	for _, m := range e.leaving(step) {
		if slices.ContainsFunc(e.named(m), func(l Left) bool { return l.Member.ID == person }) {
			return true
		}
	}
	return false
}
