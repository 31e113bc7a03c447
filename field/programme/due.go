// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"safar/kernel/clock"
	"safar/kernel/fault"
)

// Otherwise is what a file calls every category that it does not name under due.
const Otherwise = "otherwise"

// Due is within what time the office is to have done a step, after the way of a thing began: a complaint is to be acknowledged, passed on, settled. It binds the office and
// nobody else, so that a way of people has none. It is worked out at reading, and blocks nothing.
type Due struct {
	Attribute string // whose value is the category; "" for Otherwise
	Category  string // one of that attribute's options, or Otherwise
	Within    Within // how long
}

// Within is a length of time for the office's own deeds: hours, or a Span of whole days and more. One of both is zero.
type Within struct {
	Hours int  // of which each is sixty minutes
	Span  Span // of whole days, to the end of the last
}

// maxHours is the longest Within in hours; what is longer is said in days.
const maxHours = 240

// ParseWithin reads 24h, or what ParseSpan reads.
func ParseWithin(text string) (Within, error) {
	digits, hours := strings.CutSuffix(text, "h")
	if !hours {
		s, err := ParseSpan(text)
		return Within{Span: s}, err
	}
	n, err := strconv.Atoi(digits)
	if err != nil || n < 1 || n > maxHours || digits[0] == '+' || digits[0] == '0' {
		return Within{}, fmt.Errorf("programme: %q is not a number of hours such as 24h", text)
	}
	return Within{Hours: n}, nil
}

// IsZero reports whether w is no time at all.
func (w Within) IsZero() bool { return w == Within{} }

// String returns w as it is written in a file.
func (w Within) String() string {
	if w.Hours > 0 {
		return strconv.Itoa(w.Hours) + "h"
	}
	return w.Span.String()
}

// After returns the moment at which w is over, counted from another: to the minute for hours, and the end of the last day for days, in the time zone of from.
func (w Within) After(from time.Time) time.Time {
	if w.Hours > 0 {
		return from.Add(time.Duration(w.Hours) * time.Hour)
	}
	y, m, d := w.Span.After(clock.DayOf(from)).Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, from.Location())
}

// DueFor returns within what time the step is to be done for a subject of which value tells the attributes, and whether it is due at all.
func (s *Step) DueFor(value func(attribute string) string) (Within, bool) {
	otherwise, some := Within{}, false
	for _, d := range s.Due {
		switch {
		case d.Category == Otherwise:
			otherwise, some = d.Within, true
		case value(d.Attribute) == d.Category:
			return d.Within, true
		}
	}
	return otherwise, some
}

// dueKey is taken by the verbs that are the office's own deeds about a thing.
var dueKey = Key{"due", "a mapping of categories to durations, such as {otherwise: 5d, safety: 24h}", "within what time the office does it, after the way began",
	func(r *reader, s *Step, n *node) {
		if !r.is(n, mapNode, "programme.takes.due") {
			return
		}
		for _, p := range n.pairs {
			d := Due{Category: r.id(p.key), Within: r.within(p.value)}
			if !d.Within.IsZero() {
				s.Due = append(s.Due, d)
			}
		}
	}}

// within reads a length of time of the office's own deeds.
func (r *reader) within(n *node) Within {
	if !r.is(n, scalarNode, "programme.takes.duration") {
		return Within{}
	}
	w, err := ParseWithin(n.text)
	if err != nil {
		r.at(n, "programme.not_a_duration", "programme.not_within.hint", fault.Args{"text": n.text})
	}
	return w
}

// due finds the attribute of each category, and refuses what no category is, and what would count down at people.
func (r *reader) due(w *Pathway, s *Step) {
	at := s.values.get("due")
	if at == nil {
		return
	}
	if NatureOf(w.For) != Thing {
		r.at(at, "programme.due_of_people", "programme.due_of_people.hint", fault.Args{"kind": w.For})
		return
	}
	known := []string{Otherwise}
	for _, a := range w.Attributes {
		known = append(known, a.Options...)
	}
	for i := range s.Due {
		d := &s.Due[i]
		if d.Category == Otherwise {
			continue
		}
		of := slices.IndexFunc(w.Attributes, func(a FieldDecl) bool { return slices.Contains(a.Options, d.Category) })
		if of < 0 {
			r.unknownWord(&node{kind: scalarNode, text: d.Category, line: at.line, col: at.col}, "programme.no_such_category", known)
			continue
		}
		d.Attribute = w.Attributes[of].Name
	}
}
