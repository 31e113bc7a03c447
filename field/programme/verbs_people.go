// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"slices"

	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

var askVerb = &Verb{Name: "ask", Summary: "A form is filled, by whom and from which source.", Built: true, Lasting: true,
	States: []State{Happened}, Keys: []Key{byKey, countKey, toKey, formKey, dueKey, anotherKey, beginsKey}, rule: attended{}}

var tellVerb = &Verb{Name: "tell", Summary: "Information is given: what, when, in which language, with what source; it ages.",
	Built: true, States: []State{Happened}, rule: attended{}, Keys: []Key{byKey, toKey, countKey, formKey,
		{"languages", "a list of language codes", "the languages in which it can be told",
			func(r *reader, s *Step, n *node) { s.Languages = r.languages(n) }}}}

var gatherVerb = &Verb{Name: "gather", Summary: "A meeting of many: focus group, come-and-tell, training, orientation.",
	Built: true, Lasting: true, States: []State{Happened}, Keys: []Key{byKey, kindKey, countKey, formKey}, rule: attended{}}

var visitVerb = &Verb{Name: "visit", Summary: "Some went to see, found something, and told the others.",
	Built: true, Lasting: true, States: []State{Happened}, Keys: []Key{byKey, toKey, countKey, formKey}, rule: attended{}}

var countKey = Key{"count", "a whole number", "how often it must have taken place",
	func(r *reader, s *Step, n *node) { s.Count = int(min(r.count(n), 1000)) }}

// attended is the rule of what is done by taking place: once, or so often, or with each adult.
type attended struct{}

func (attended) check(r *reader, s *Step) {
	if s.Form == "" && s.Verb == askVerb {
		s.Form = s.ID
		r.formRefs = append(r.formRefs, formRef{s.ID, s.node})
	}
}

func (attended) judge(j *judgement) {
	for m := range j.marks {
		if j.elsewhere(m) {
			continue
		}
		j.happened(m)
	}
	if j.step.Verb == tellVerb && !j.spent {
		j.heard()
	}
	if j.step.By == ByEachAdult && !j.spent {
		j.eachAdult(Happened)
		j.out.done = !j.waits()
		j.out.begun = !j.out.done && j.out.Times > 0
		return
	}
	if j.out.done = j.out.Times >= max(1, j.step.Count); !j.out.done && j.out.Times > 0 {
		j.out.begun = true
	}
}

// heard dates a telling by the adult whose last one is the oldest: what they heard ages for each of them.
func (j *judgement) heard() {
	oldest := clock.NoDay
	place := id.ID{}
	if in := j.run.story.input(j.step.To); in != nil {
		place = in.Place
	}
	for i := range j.run.story.Subject.Members {
		member := &j.run.story.Subject.Members[i]
		if !member.here() || member.Adult == No {
			continue
		}
		if m := j.toldOf(j.step.Index, member, place); m != nil && (!oldest.Known() || m.Day < oldest) {
			oldest = m.Day
		}
	}
	if oldest.Known() {
		j.out.Since = oldest
	}
}

var chooseVerb = &Verb{Name: "choose", Built: true, Value: TypeText, rule: choosing{},
	Summary: "Informed, current, each adult in their own right, changeable until departure; stay is always an answer.",
	States:  []State{Happened, BestInterests, DecidedFor},
	Keys: []Key{byKey, toKey,
		{"options", "a list of ids", "the answers among which they choose",
			func(r *reader, s *Step, n *node) { s.Options = r.ids(n) }}}}

// leaving are the answers beside which people must always be able to answer "stay" (see Stay).
var leaving = []string{"return", "relocate", "resettle", "local_integration", "move"}

// Stay is the answer that must stand among the options wherever people are asked whether they leave. It needs no village to
// be safe and no profile to be told.
const Stay = "stay"

// choosing is the rule of promise 1: nobody moves without their own informed, current choice.
type choosing struct{}

func (choosing) check(r *reader, s *Step) {
	n := r.stepNode(s, "options")
	switch {
	case len(s.Options) == 0 && n.line == 0:
		r.at(s.node, "programme.key_missing", "", fault.Args{"key": "options", "of": verbPhrase("choose")})
		return
	case len(s.Options) == 1:
		r.at(n, "programme.no_choice", "programme.no_choice.hint", fault.Args{"option": s.Options[0]})
	}
	if !ofPeople(r.kindOf(s)) {
		if s.By == "" {
			s.By = ByAnyone
		}
		return
	}
	leaves := slices.ContainsFunc(s.Options, func(o string) bool { return slices.Contains(leaving, o) })
	if leaves && !slices.Contains(s.Options, Stay) {
		r.at(n, "programme.stay_missing", "programme.stay_missing.hint", nil)
	}
	if s.By == ByAnyone {
		r.at(r.stepNode(s, "by"), "programme.each_adult", "programme.each_adult.hint", nil)
	}
	s.By = ByEachAdult
}

func (choosing) judge(j *judgement) {
	o := j.out
	if j.step.By == ByAnyone {
		for m := range j.marks {
			j.happened(m)
			o.Value, o.Place = m.Value, m.Place
		}
		o.done = o.Value != ""
		return
	}
	if j.anyAdult() || j.run.story.Subject.Follows {
		j.answers()
		return
	}
	j.bestInterests()
}

// answers compares the latest answer of each adult. An answer taken back, or too old, is no answer; nor is one for a place of which that
// adult was not told, whoever else of the household was. Of people who have left, what somebody says who came to them since is no part of.
// What the child-protection authority decided for a separated child among them stands beside the answers: it must be the same, and is nobody's answer.
func (j *judgement) answers() {
	o, agree, untold := j.out, true, false
	for i := range j.run.story.Subject.Members {
		member := &j.run.story.Subject.Members[i]
		if !member.here() || member.Adult == No || j.spent && j.run.follows(member) {
			continue
		}
		m := j.lastBy(member.ID)
		if m != nil && m.Value != Stay && !j.spent && !j.informed(member, m.Place) {
			m, untold = nil, true // what somebody says of a place that they never heard of is no choice
		}
		if m == nil || j.stale(m.Day) {
			if m == nil || !j.spent {
				j.owes(member)
			}
			if m == nil {
				continue
			}
		}
		o.Times++
		if o.Times == 1 {
			o.Value, o.Place, o.Since = m.Value, m.Place, m.Day
			continue
		}
		agree = agree && m.Value == o.Value && (m.Place == o.Place || m.Value == Stay)
		o.Since = min(o.Since, m.Day)
	}
	same, decided := j.decisions()
	agree = agree && same
	o.Disagree = !agree
	o.done = agree && decided && o.Times > 0 && !untold && (len(o.Members) == 0 || j.spent || j.onlyStale())
	if !o.done {
		o.begun = o.Times > 0
		o.Value, o.Place = "", id.ID{}
	}
}

// onlyStale reports whether everybody did answer, all the same, and only time went by.
func (j *judgement) onlyStale() bool {
	for _, member := range j.out.Members {
		if j.lastBy(member) == nil {
			return false
		}
	}
	return true
}

// bestInterests is the way of children without an adult: a decision in their best interests, by the child-protection authority. What was done on an
// older one, which names a guardian alone, was done.
func (j *judgement) bestInterests() {
	o := j.out
	for m := range j.marks {
		if m.State != BestInterests {
			continue
		}
		j.happened(m)
		o.Value, o.Place = m.Value, m.Place
		if !m.AuthorityDecided() && !(j.spent && m.Details != nil && !m.Details.Guardian.IsZero()) {
			o.Value = ""
		}
	}
	for i := range j.run.story.Subject.Members {
		if m := &j.run.story.Subject.Members[i]; m.here() && m.Adult == Unknown {
			j.owes(m) // somebody who may be an adult came after the decision: nobody decides over them
		}
	}
	if len(o.Members) > 0 && !j.spent || len(j.run.story.Subject.Members) == 0 {
		o.Value, o.Place = "", id.ID{}
		j.misses("adults", false)
		return
	}
	if o.Value != "" {
		o.done = true
		return
	}
	if o.Times > 0 {
		j.misses(AuthorityNotHeard, false)
		return
	}
	j.misses("best_interests", false)
}

// AuthorityNotHeard is what is missing of a decision for children alone that was made without the child-protection authority.
const AuthorityNotHeard = "authority_not_heard"

// AuthorityDecided reports whether m is a decision of the child-protection authority: for children alone, or for one separated child.
func (m *Mark) AuthorityDecided() bool {
	return (m.State == BestInterests || m.State == DecidedFor) && !m.Withdrawn && m.Details != nil && !m.Details.Authority.IsZero()
}

var closeVerb = &Verb{Name: "close", Summary: "How it ended, and that the person agrees.",
	Built: true, Lasting: true, Settles: true, Value: TypeText, States: []State{Closed, Agreed, Reopened}, rule: closing{},
	Keys: []Key{byKey, formKey, dueKey, {"reasons", "a list of ids", "how it may end",
		func(r *reader, s *Step, n *node) { s.Reasons = r.ids(n) }}}}

// closing is the rule of an end: a reason, and the word of each adult that it is so.
type closing struct{}

func (closing) check(r *reader, s *Step) {
	if s.By == "" && ofPeople(r.kindOf(s)) {
		s.By = ByEachAdult
	}
}

func (closing) judge(j *judgement) {
	o := j.out
	for m := range j.marks {
		switch m.State {
		case Closed:
			j.happened(m)
			j.reach(Closed)
			o.Value = m.Value
		case Reopened:
			o.reset(j.step)
		}
	}
	if o.Times == 0 {
		return
	}
	o.done = true
	if j.step.By == ByEachAdult {
		j.eachAgrees()
		o.done = !j.waits()
		o.begun = !o.done
	}
	if o.done {
		j.reach(Agreed)
	}
}

// eachAgrees asks for the word of each adult who lived there on the day of the end: who came later, or was a child then, does not undo it.
// For children alone somebody answers who speaks for them; where nobody lives there any more, nobody is left to be asked.
func (j *judgement) eachAgrees() {
	end, anybody, said := j.lastDay(Closed), false, false
	for m := range j.marks {
		said = said || m.State == Agreed
	}
	for i := range j.run.story.Subject.Members {
		member := &j.run.story.Subject.Members[i]
		if !member.here() || !member.cameBefore(end) {
			continue
		}
		anybody = true
		if member.Adult != No && j.lastStateBy(member.ID, Agreed) == nil && !member.childOn(end) {
			j.owes(member)
		}
	}
	if anybody && !said && !j.waits() {
		j.misses("guardian", false)
	}
}

// childOn reports whether a member is known to have been a child on a day.
func (m *Member) childOn(day clock.Day) bool { return m.Grown != 0 && m.Grown.Known() && m.Grown > day }
