// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"slices"

	"safar/kernel/fault"
	"safar/kernel/id"
)

var referVerb = &Verb{Name: "refer", Built: true, rule: referring{},
	Summary: "Handed to another organisation under an agreement: which fields, until when, accepted or not.",
	States:  []State{Consented, Shared, Offered, Accepted, Declined, Served, Recalled, AskedBack},
	Keys: []Key{formKey, dueKey,
		{"partner", "an id", "to whom, or from whom where it is inbound", func(r *reader, s *Step, n *node) { s.Partner = r.id(n) }},
		{"shares", "a list of ids", "which fields are handed over, at most", func(r *reader, s *Step, n *node) { s.Shares = r.shares(n) }},
		{"until", "a duration such as 90d", "for how long the partner may keep them", func(r *reader, s *Step, n *node) { s.Until = r.span(n) }},
		{"inbound", "true or false", "whether the partner hands over to us", func(r *reader, s *Step, n *node) { s.Inbound = r.flag(n) }}}}

// Shares are the fields that may be handed to another organisation, where a step names them, an agreement covers them and the person consents. The last four are of a complaint: of
// what it is, of which facility, on which day it was said, and its words.
var Shares = []string{"names", "sex", "born", "disability", "phone", "safe_contact", "language", "site", "household_size", "need", "theme", "facility", "said_on", "words"}

// shares reads which fields are handed over. One that nobody can fill is advice: what was published once is read for ever.
func (r *reader) shares(n *node) []string {
	for _, item := range n.items {
		if !slices.Contains(Shares, item.text) {
			r.advise(item, "programme.not_a_share", "programme.not_a_share.hint", fault.Args{"word": item.text})
		}
	}
	return r.ids(n)
}

// referring is the rule of a referral: done when the partner, or where it is inbound we, accepted, and nobody took their consent back.
type referring struct{}

func (referring) check(r *reader, s *Step) {
	if s.values.get("partner") == nil {
		r.at(s.node, "programme.key_missing", "", fault.Args{"key": "partner", "of": verbPhrase("refer")})
	}
	if !s.Inbound && s.values.get("shares") == nil {
		r.at(s.node, "programme.key_missing", "", fault.Args{"key": "shares", "of": verbPhrase("refer")})
	}
}

func (referring) judge(j *judgement) {
	o, consent := j.out, j.step.Inbound
	for m := range j.marks {
		switch {
		case m.State == Recalled:
			j.reach(Recalled)
		case j.recalled(m.By):
		case m.State == Consented:
			consent = consent || !m.Until.Known() || j.run.today <= m.Until
		case m.State == Declined && !o.has(Accepted):
			o.reset(j.step)
			j.reach(Declined)
		case m.State == Offered || m.State == Accepted || m.State == Served:
			j.happened(m)
			j.reach(m.State)
		}
	}
	o.done = o.has(Accepted)
	o.begun = !o.done && o.has(Offered)
	if !o.done && !o.begun && !consent {
		j.misses("consent", false)
	}
}

// recalled reports whether somebody took their consent back: what was handed over of them counts for nothing.
func (j *judgement) recalled(of id.ID) bool {
	for m := range j.marks {
		if m.State == Recalled && m.By == of {
			return true
		}
	}
	return false
}
