// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"math/bits"
	"strings"

	"safar/kernel/clock"
	"safar/kernel/fault"
)

var moveVerb = &Verb{Name: "move", Built: true, Lasting: true, Settles: true, Binds: true, rule: moving{},
	Summary: "Nobody boards who may not; manifest versions; no-shows; arrival confirmed.",
	States:  []State{Willing, Loaded, Unloaded, Boarded, NoShow, Departed, Arrived},
	Keys: []Key{toKey,
		{"still_willing", "a duration such as 3d", "how long before the departure each adult is asked again, in private",
			func(r *reader, s *Step, n *node) { s.StillWilling = r.span(n) }},
		{"means", "a list of ids", "how one may leave, such as [convoy, own_means]",
			func(r *reader, s *Step, n *node) { s.Means = r.ids(n) }}}}

// moving is the rule of a departure: done when all who live with the subject have left, together or each on their word.
type moving struct{}

func (moving) check(*reader, *Step) {}

func (moving) judge(j *judgement) {
	o := j.out
	o.State = Happened
	for m := range j.marks {
		if !m.By.IsZero() || m.State == Willing {
			continue
		}
		switch m.State {
		case Unloaded, NoShow:
			if o.State < Departed {
				o.State, o.reached, o.Times = m.State, 1<<m.State, 0
			}
		case Loaded, Boarded, Departed, Arrived:
			j.happened(m)
			j.reach(m.State)
			o.Value = max(o.Value, m.Value)
		}
	}
	together := o.has(Departed)
	o.Since = clock.NoDay
	j.oneByOne()
	for m := range j.marks {
		if m.State == Departed && (m.By.IsZero() || !together) && (o.Since == clock.NoDay || m.Day > o.Since) {
			o.Since, o.Place = m.Day, m.Place // who follows a household that has left moves no day of its own
		}
	}
	o.done = o.has(Departed) || o.has(Arrived)
	o.begun = !o.done && (o.has(Loaded) || o.has(Boarded) || o.Times > 0)
	if !o.done {
		o.Since = clock.NoDay
		j.askAgain()
	}
}

// oneByOne counts members who moved on a mark of their own: the subject has reached a state when each of them has. Who came to it
// when the last had left, born on the way or to join them, does not undo that they left.
func (j *judgement) oneByOne() {
	left := j.lastDay(Departed)
	for _, state := range [...]State{Loaded, Boarded, Departed, Arrived} {
		if j.out.has(state) {
			continue
		}
		all, some := true, false
		for i := range j.run.story.Subject.Members {
			member := &j.run.story.Subject.Members[i]
			if !member.here() || state >= Departed && left.Known() && !member.cameBefore(left) && !j.reachedBy(member.ID, Departed) {
				continue
			}
			if j.reachedBy(member.ID, state) {
				some = true
			} else {
				all = false
			}
		}
		if all && some {
			j.reach(state)
		}
		if some {
			j.out.Times = max(j.out.Times, 1)
		}
	}
}

// askAgain lists the adults who have not lately said that they are still willing.
func (j *judgement) askAgain() {
	span := j.step.StillWilling
	if span.IsZero() {
		return
	}
	for i := range j.run.story.Subject.Members {
		member := &j.run.story.Subject.Members[i]
		if !member.here() || member.Adult == No {
			continue
		}
		m := j.lastStateBy(member.ID, Willing)
		if m == nil || j.run.today > span.After(m.Day) {
			j.run.members = append(j.run.members, member.ID)
			j.out.Members = j.run.membersFrom(j.out.Members)
		}
	}
}

var payVerb = &Verb{Name: "pay", Built: true, Lasting: true, Binds: true, rule: paying{},
	Summary: "Owed for a reason frozen at that moment; two pairs of eyes; delivered once; reconciled.",
	States:  []State{Owed, Listed, Approved, Sent, Delivered, Stopped, Returned, Signed, Seen},
	Keys: []Key{givesKey,
		{"grant", "the id of a grant", "the money it comes from",
			func(r *reader, s *Step, n *node) { r.grant(s, n) }},
		{"ceiling", "a whole number in minor units", "the most one subject can be owed at this step",
			func(r *reader, s *Step, n *node) { s.Ceiling = r.money(n) }}}}

var givesKey = Key{"gives", "a mapping of names to amounts in CEL", "what is given, and how much of it",
	func(r *reader, s *Step, n *node) { s.Gives = r.parts(n) }}

func (r *reader) grant(s *Step, n *node) {
	id := r.id(n)
	if id == "" {
		return
	}
	var known []string
	for _, g := range r.p.Grants {
		if g.ID == id {
			s.Grant = g
			return
		}
		known = append(known, g.ID)
	}
	r.unknownWord(n, "programme.no_such_grant", known)
}

// paying is the rule of promise 2: owed, listed, approved, delivered once.
type paying struct{}

func (paying) check(r *reader, s *Step) {
	if s.values.get("gives") == nil {
		r.at(s.node, "programme.key_missing", "", fault.Args{"key": "gives", "of": verbPhrase("pay")})
	}
	if s.Grant == nil && s.values.get("grant") == nil {
		if len(r.p.Grants) == 1 {
			s.Grant = r.p.Grants[0]
			return
		}
		r.at(s.node, "programme.no_grant", "programme.no_grant.hint", fault.Args{"id": s.ID})
	}
}

func (paying) judge(j *judgement) {
	o := j.out
	paid := 0
	for m := range j.marks {
		switch m.State {
		case Owed, Listed, Approved, Sent, Delivered:
			if m.State == Delivered {
				paid++
			}
			j.happened(m)
			j.reach(m.State)
			o.frozen(j.run, m)
		case Stopped:
			if !o.has(Delivered) {
				o.reset(j.step)
				j.reach(Stopped)
			}
		case Returned:
			if paid = max(paid-1, 0); paid > 0 {
				break // two offices paid it, and one amount came back
			}
			o.reached = 1<<Owed | 1<<Returned
			o.State = Returned
		case Signed:
			o.SeeBy = m.Until
		case Seen:
			o.SeeBy = clock.NoDay
		}
	}
	o.done = o.has(Delivered)
	o.begun = !o.done && o.reached&^(1<<Stopped) != 0
}

var giveVerb = &Verb{Name: "give", Summary: "Stock, distribution list, receipt.", Built: true, Lasting: true, Settles: true, Binds: true,
	rule: giving{}, States: []State{Allotted, Given}, Keys: []Key{givesKey, formKey}}

// giving is the rule of goods: on a distribution list, with what is given frozen that day, and handed out once.
type giving struct{}

func (giving) check(r *reader, s *Step) {
	if s.values.get("gives") == nil {
		r.at(s.node, "programme.key_missing", "", fault.Args{"key": "gives", "of": verbPhrase("give")})
	}
}

func (giving) judge(j *judgement) {
	o := j.out
	for m := range j.marks {
		if m.State != Allotted && m.State != Given || o.has(Given) {
			continue // what was given is neither listed again nor given again
		}
		j.happened(m)
		j.reach(m.State)
		o.frozen(j.run, m)
	}
	o.done = o.has(Given)
	o.begun = !o.done && o.has(Allotted)
}

var buildVerb = &Verb{Name: "build", Built: true, Lasting: true, Settles: true, rule: building{},
	Summary: "Milestones, inspected by someone other than the payer, with photo and place.",
	States:  []State{Reported, Passed, Failed},
	Keys: []Key{kindKey, formKey, {"inspected", "true or false", "whether it is done only when an inspection passed",
		func(r *reader, s *Step, n *node) { s.Inspected = r.flag(n) }}}}

// building is the rule of a milestone: reported, and passed by an inspector; a report that failed must be made again.
type building struct{}

func (building) check(*reader, *Step) {}

func (building) judge(j *judgement) {
	o := j.out
	for m := range j.marks {
		switch m.State {
		case Reported, Passed:
			j.happened(m)
			j.reach(m.State)
		case Failed:
			o.reset(j.step)
			j.happened(m)
			j.reach(Failed)
		}
	}
	o.done = o.has(Passed) || (o.has(Reported) && !j.step.Inspected)
	o.begun = !o.done && o.has(Reported)
}

var checkVerb = &Verb{Name: "check", Summary: "A verification or follow-up visit, on a calendar.", Built: true, Lasting: true,
	States: []State{Happened}, rule: checking{},
	Keys: []Key{formKey,
		{"at", "a list of durations", "when, counted from the day the step under “after” was done",
			func(r *reader, s *Step, n *node) { s.At = r.spans(n) }},
		{"after", "a step", "the step the calendar counts from; the last departure before it unless said",
			func(r *reader, s *Step, n *node) { s.After = r.id(n) }},
		{"early", "a duration such as 14d", "how long before its day a visit counts for it; 14d unless said",
			func(r *reader, s *Step, n *node) { s.Early = r.span(n) }},
		{"every", "a duration such as 14d", "how long after one the next is due at the latest, again and again; whoever makes one says a sooner day",
			func(r *reader, s *Step, n *node) { s.Every = r.span(n) }}}}

// usualEarly is how long before its day a visit counts for it, where a programme says nothing.
var usualEarly = Span{Days: 14}

// checking is the rule of a calendar of visits. A visit counts for the day it is nearest to, of those whose time has come: one made
// earlier is a visit, and uses up none of them. A visit late is the office's failure, never the family's: a day that was passed over is
// missed, and nobody waits for it any more.
type checking struct{}

func (checking) check(r *reader, s *Step) {
	if !s.Every.IsZero() && len(s.At) > 0 {
		r.at(r.stepNode(s, "every"), "programme.every_and_at", "", nil)
		s.Every = Span{}
	}
	if s.After != "" && len(s.At) == 0 && s.Every.IsZero() {
		r.at(r.stepNode(s, "after"), "programme.after_without_at", "", nil)
	}
	if len(s.At) > maxSteps {
		r.at(r.stepNode(s, "at"), "programme.how_many_visits", "", fault.Args{"limit": maxSteps})
		s.At = nil
	}
}

func (checking) judge(j *judgement) {
	o := j.out
	from := clock.NoDay
	if j.step.after >= 0 && j.run.steps[j.step.after].done {
		from = j.run.steps[j.step.after].Since
	}
	if !j.step.Every.IsZero() {
		j.again(from)
		return
	}
	var made uint64
	next := 0
	for m := range j.marks {
		j.happened(m)
		if i := j.step.VisitOn(from, m.Day, m.Value); i >= 0 {
			made |= 1 << i
			next = max(next, i+1)
		}
	}
	if len(j.step.At) == 0 {
		o.done = o.Times > 0
		return
	}
	o.Missed = next - bits.OnesCount64(made)
	if o.done = next == len(j.step.At); !o.done {
		o.Due = j.step.At[next].After(from)
	}
}

// again judges what is made again and again: it is never done, and the next is due on the day that was said at the last one, or so long after it, whichever
// comes first.
func (j *judgement) again(from clock.Day) {
	o := j.out
	said := clock.NoDay
	for m := range j.marks {
		j.happened(m)
		said, o.until = m.Until, clock.NoDay
	}
	if o.Times > 0 {
		from = o.Since
	}
	if from.Known() {
		o.Due = j.step.Every.After(from)
	}
	if said.Known() && (!o.Due.Known() || said < o.Due) {
		o.Due = said
	}
}

// VisitOn returns which visit of a calendar, from 0, one made on a day counts for: the one that is named, or the one whose day is
// nearest, of those whose time has come. It is -1 for a visit that comes before its time, and where the calendar has not begun.
func (s *Step) VisitOn(from, day clock.Day, named string) int {
	at, nearest := -1, clock.Day(0)
	for i, span := range s.At {
		if !s.visitOpen(from, day, span) {
			continue
		}
		if named != "" && span.is(named) {
			return i
		}
		away := span.After(from) - day
		if away = max(away, -away); at < 0 || away < nearest {
			at, nearest = i, away
		}
	}
	return at
}

// visitOpen reports whether a visit of a day may count for one of the calendar.
func (s *Step) visitOpen(from, day clock.Day, span Span) bool {
	early := s.Early
	if early.IsZero() {
		early = usualEarly
	}
	return from.Known() && day >= from && early.After(day) >= span.After(from)
}

// is reports whether s is written as text, without making text of s.
func (s Span) is(text string) bool {
	got, err := ParseSpan(strings.TrimSpace(text))
	return err == nil && got == s
}
