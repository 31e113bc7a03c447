// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"slices"
	"strings"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
)

var placeVerb = &Verb{Name: "place", Built: true, Binds: true, rule: placing{},
	Summary: "Room promised once; families together; proposals explained; both sides agree.",
	States:  []State{Proposed, Checked, Failed, Promised, Agreed, Released},
	Keys: []Key{toKey, kindKey,
		{"checks", "a list of ids", "what must be checked before the promise",
			func(r *reader, s *Step, n *node) { s.Checks = r.ids(n) }},
		{"offers", "true or false", "whether the subject offers the room to others, instead of being promised some",
			func(r *reader, s *Step, n *node) { s.Offers = r.flag(n) }},
		{"with", "a pathway, a dot and a step", "the step at which those who receive offer the room: they must be allowed to on the day",
			func(r *reader, s *Step, n *node) { s.With = r.offer(s, n) }}}}

// placing is the rule of promise 3 as far as one journey knows: promised after its checks, and not released since; of an offer, that something is
// offered. How often they were placed with hosts is counted on, whatever ended.
type placing struct{}

func (placing) check(*reader, *Step) {}

func (placing) judge(j *judgement) {
	o := j.out
	unit := 0
	for m := range j.marks {
		switch m.State {
		case Proposed, Promised, Agreed:
			j.happened(m)
			j.reach(m.State)
			o.Place, unit = m.Place, m.Unit
		case Released:
			times := o.Times
			o.reset(j.step)
			j.reach(Released)
			if unit = 0; j.step.With != (Offer{}) {
				o.Times = times
			}
		}
	}
	for _, check := range j.step.Checks {
		if !j.checked(check, unit) {
			j.misses(check, false)
		}
	}
	o.done = o.has(Promised) && len(o.Missing) == 0 || j.step.Offers && o.has(Agreed) && unit > 0
	o.begun = !o.done && o.has(Proposed)
}

// checked reports whether a check of the unit that is proposed or promised stands good: what was found last counts. Before there is one, any
// unit of the place will do.
func (j *judgement) checked(check string, unit int) bool {
	good := map[int]bool{}
	for m := range j.marks {
		if (m.State != Checked && m.State != Failed) || m.Value != check ||
			(!m.Place.IsZero() && !j.out.Place.IsZero() && m.Place != j.out.Place) {
			continue
		}
		if unit == 0 || m.Unit == 0 || m.Unit == unit {
			good[m.Unit] = m.State == Checked
		}
	}
	for _, is := range good {
		if is {
			return true
		}
	}
	return false
}

var clearVerb = &Verb{Name: "clear", Built: true, rule: clearing{},
	Summary: "A clearance of a person or household: fit or not, valid from, valid to; the reason stays sealed.",
	States:  []State{Requested, Fit, NotFit},
	Keys: []Key{{"kind", strings.Join(Clearances, ", "), "which clearance",
		func(r *reader, s *Step, n *node) { s.Kind = r.oneOf(n, Clearances...) }}, formKey}}

// Medical is the clearance of which nothing is known outside the medical compartment but whether somebody is ready, and travels by when.
const Medical = "medical"

// Clearances are the kinds of clearances. They are few and fixed: one of a clinic's own, under another name, would tell what somebody has.
var Clearances = []string{Medical, "security", "exit_permit", "visa", "travel_document", Release}

// Release is the clearance that somebody is let go from detention: of each of a family, so that the release of some is not that of all.
const Release = "release"

// ValidFrom is the name of the number by which a mark of a clearance says on which day it begins.
const ValidFrom = "valid_from"

// OfAll is the value of the marks of a clearance that was said of all who were of the subject then, one for each of them.
const OfAll = "of_all"

// clearing is the rule of a clearance: everyone who travels is cleared, and the earliest end governs. Where two offices that did not see
// each other wrote of somebody, the safest of what they wrote stands.
type clearing struct{}

// check refuses, of a medical clearance, what would tell in the general compartment how long something takes, or what was found.
func (clearing) check(r *reader, s *Step) {
	if s.values.get("kind") == nil {
		r.at(s.node, "programme.key_missing", "", fault.Args{"key": "kind", "of": verbPhrase("clear")})
	}
	for _, key := range [...]string{"valid", "form"} {
		if s.Medical() && s.values.get(key) != nil {
			r.medicalTells(s, key)
		}
	}
}

// Medical reports whether the step is a medical clearance.
func (s *Step) Medical() bool { return s.Kind == Medical && s.Verb.Name == "clear" }

// medicalTells refuses a key by which something of a medical clearance would be known.
func (r *reader) medicalTells(s *Step, key string) {
	r.at(r.stepNode(s, key), "programme.medical_tells", "programme.medical_tells.hint", fault.Args{"key": key})
}

func (clearing) judge(j *judgement) {
	o := j.out
	members := j.run.story.Subject.Members
	for i := range members {
		if member := &members[i]; member.here() && !j.clear(member) {
			j.run.members = append(j.run.members, member.ID)
			o.Members = j.run.membersFrom(o.Members)
		}
	}
	if len(members) == 0 {
		j.clear(nil)
	}
	o.done = o.Times > 0 && len(o.Members) == 0
	o.begun = !o.done && (o.Times > 0 || j.lastDay(Requested).Known())
	if o.done {
		j.reach(Fit)
	}
	if j.step.Medical() {
		o.Since = clock.NoDay // no start: neither a page nor a figure's month knows it
	}
}

// clear reports whether a member, or a subject without members, is cleared today, and counts it: by what stands of them and what stands of the
// subject as a whole since they belong to it.
func (j *judgement) clear(member *Member) bool {
	var fit []*Mark
	for m := range j.marks {
		switch {
		case member == nil && !m.By.IsZero(), member != nil && m.By != member.ID && !(m.By.IsZero() && member.cameBefore(m.Day)):
		case m.State == NotFit:
			return false
		case m.State == Fit && m.begins() <= j.run.today:
			fit = append(fit, m)
		}
	}
	for _, m := range governing(fit) {
		until, since, times := j.out.until, j.out.Since, j.out.Times
		j.happened(m)
		if j.out.Since = m.begins(); times > 0 {
			j.out.Since = min(since, j.out.Since)
		}
		if until.Known() {
			j.out.until = min(until, j.out.until)
		}
	}
	return len(fit) > 0
}

// governing leaves, of what clears somebody today, what governs: what was said of them alone before what was said of all, and what begins on a day
// of its own before what it follows.
func governing(fit []*Mark) (governs []*Mark) {
	own := slices.ContainsFunc(fit, func(m *Mark) bool { return !m.ofAll() })
	for _, m := range fit {
		followed := slices.ContainsFunc(fit, func(n *Mark) bool { return n.ofAll() == m.ofAll() && n.validFrom().Known() && n.begins() > m.begins() })
		if !followed && !(own && m.ofAll()) {
			governs = append(governs, m)
		}
	}
	return governs
}

// ofAll reports whether a clearance was said of all of the subject.
func (m *Mark) ofAll() bool { return m.By.IsZero() || m.Value == OfAll }

// begins returns the day from which a clearance holds.
func (m *Mark) begins() clock.Day { return m.validFrom().Or(m.Day) }

// validFrom returns the day on which a clearance says that it begins; NoDay where it says none.
func (m *Mark) validFrom() clock.Day {
	if m.Details != nil {
		for _, n := range m.Details.Numbers {
			if n.Name == ValidFrom {
				return clock.Day(n.Value)
			}
		}
	}
	return clock.NoDay
}

var decideVerb = &Verb{Name: "decide", Summary: "An approval by a named role, with the reason.", Built: true, Value: TypeBool,
	States: []State{Approval, Refusal}, rule: deciding{},
	Keys: []Key{dueKey, {"by", "the id of a role", "who decides, or who writes down what the authority decided",
		func(r *reader, s *Step, n *node) { s.Role = r.id(n) }},
		{"authority", "an id", "whose decision it is, where that is nobody of this operation: a ministry, a province; its source is asked for",
			func(r *reader, s *Step, n *node) { s.Authority = r.id(n) }},
		{"expires", "a duration such as 30d", "how long a “no” counts; after that it stops nobody, and is asked again",
			func(r *reader, s *Step, n *node) { s.Expires = r.span(n) }},
		{"options", "a list of ids", "what a “yes” says: one of these; a “no” is always there",
			func(r *reader, s *Step, n *node) { s.Options = r.ids(n) }},
		{"answers", "the id of a step of verb ask", "the step at which it is asked for: before, there is nothing to decide; asked again, a “no” counts no more",
			func(r *reader, s *Step, n *node) { s.Answers = r.id(n) }}, toKey, kindKey, formKey, anotherKey}}

// deciding is the rule of an approval: the latest word stands, of those about the place to which people would go today, where the decision is about
// one: another State has decided nothing. A “no” that expires counts for nothing after its time, and is asked again; so does one that answered a
// request, once somebody asks anew.
type deciding struct{}

func (deciding) check(r *reader, s *Step) {
	r.decidesAmong(s)
	r.story(s)
	if s.values.get("by") == nil {
		r.at(s.node, "programme.key_missing", "", fault.Args{"key": "by", "of": verbPhrase("decide")})
		return
	}
	if _, err := access.ParseRole(s.Role); err != nil { // advice: what was published once is read for ever
		r.advise(r.stepNode(s, "by"), "programme.no_such_role", "programme.no_such_role.hint", fault.Args{"word": s.Role})
	}
}

func (deciding) judge(j *judgement) {
	o, last := j.out, clock.NoDay
	var decided *Mark
	for m := range j.marks {
		if m.State != Approval && m.State != Refusal || j.elsewhere(m) || !j.step.sayable(m) {
			continue
		}
		last, decided = m.Day, m
		j.happened(m)
		o.reached, o.Value = 0, j.step.said(m)
		j.reach(m.State)
	}
	j.expires(last)
	j.requested(decided)
	o.done = o.has(Approval)
}

// expires dates the end of a “no” of a day, where it holds only for a time. Who has not said it again by then has said nothing.
func (j *judgement) expires(said clock.Day) {
	o := j.out
	if !o.has(Refusal) || j.step.Expires.IsZero() {
		return
	}
	if o.Expires = j.step.Expires.After(said) + 1; o.Expires <= j.run.today {
		o.reached, o.Value = 0, ""
	}
}

// languages reads codes of languages such as fr or sw (ISO 639).
func (r *reader) languages(n *node) []string {
	out := r.ids(n)
	for _, item := range n.items {
		if len(item.text) != 2 && len(item.text) != 3 {
			r.at(item, "programme.not_a_language", "", fault.Args{"text": item.text})
		}
	}
	return out
}

// kindOf returns the kind of subject of the pathway being read.
func (r *reader) kindOf(*Step) string { return r.reading.For }

// stayLeadsOn advises where people may answer "stay" and nothing in the pathway is for those who did.
func (r *reader) stayLeadsOn(w *Pathway) {
	for _, s := range w.Steps {
		if s.Verb != chooseVerb || !slices.Contains(s.Options, Stay) {
			continue
		}
		if !w.leadsOn(s) {
			r.advise(s.node, "programme.stay_leads_nowhere", "programme.stay_leads_nowhere.hint", fault.Args{"id": s.ID})
		}
	}
}

// leadsOn reports whether a step other than the end is for those, and only for those, who stay.
func (w *Pathway) leadsOn(choice *Step) bool {
	e := w.NewEvaluator()
	for _, s := range w.Steps {
		if s.When == nil || s.When.program == nil || s.Verb == closeVerb || !slices.ContainsFunc(s.When.refs,
			func(ref *slot) bool { return ref.kind == slotStep && ref.a == choice.Index }) {
			continue
		}
		if e.suppose(s.When, choice, Stay) == Yes && e.suppose(s.When, choice, choice.Options[0]) != Yes {
			return true
		}
	}
	return false
}
