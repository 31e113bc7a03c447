// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"slices"
	"strings"

	"safar/kernel/clock"
	"safar/kernel/fault"
)

type dimensionKind uint8

const (
	bySex dimensionKind = iota
	byAge
	byDisability
	bySite
	byMonth
	byAttribute
	byInput
	byStep
	byStatus
	byState
	byPlace
	byYear
)

type dimension struct {
	kind dimensionKind
	name string
	step int
}

// AgeBands are the bands in which ages are shown: those of UNHCR's and IOM's standard tables, each with its first year.
var AgeBands = []struct {
	From int
	Name string
}{{0, "0-4"}, {5, "5-11"}, {12, "12-17"}, {18, "18-59"}, {60, "60+"}}

// AgeBand returns the band of an age in completed years; "unknown" for AgeUnknown. A person of unknown age who is known
// to be an adult or a child still has no band.
func AgeBand(age int8) string {
	name := "unknown"
	for _, b := range AgeBands {
		if int(age) >= b.From {
			name = b.Name
		}
	}
	return name
}

// BandOf returns the first year of the band of an age: all that is kept of an age where it is to survive forgetting.
func BandOf(age int8) int8 {
	first := int8(AgeUnknown)
	for _, b := range AgeBands {
		if int(age) >= b.From {
			first = int8(b.From)
		}
	}
	return first
}

// AdultAt says whether somebody of an age answers in their own right.
func AdultAt(age int8) Tri {
	switch {
	case age < 0:
		return Unknown
	case age >= 18: // Convention on the Rights of the Child, article 1
		return Yes
	}
	return No
}

// dimensions reads what a figure is broken down by.
func (r *reader) dimensions(f *Figure) {
	list := f.node.get("by")
	if list == nil || !r.is(list, listNode, "programme.takes.dimensions") {
		return
	}
	for _, item := range list.items {
		if !r.is(item, scalarNode, "programme.takes.dimension") {
			continue
		}
		d, ok := f.dimension(item.text)
		switch {
		case !ok:
			r.unknownWord(item, "programme.no_such_dimension", f.knownDimensions())
			continue
		case d.kind <= byDisability && f.Count != Persons:
			r.at(item, "programme.dimension_of_persons", "", fault.Args{"word": item.text, "count": f.Count})
			continue
		case d.kind == byMonth && f.month < 0 && f.node.get("month_of") == nil: // a step that it names and that is not there is said there
			r.at(item, "programme.month_of_what", "programme.month_of_what.hint", nil)
			continue
		case d.kind == byYear && f.month < 0:
			r.at(item, "programme.year_of_what", "programme.month_of_what.hint", nil)
			continue
		case d.kind == byMonth && f.breaks(byYear) || d.kind == byYear && f.breaks(byMonth):
			r.at(item, "programme.month_and_year", "programme.month_and_year.hint", nil)
			continue
		case slices.Contains(f.By, item.text):
			r.at(item, "programme.listed_twice", "", fault.Args{"id": item.text})
			continue
		}
		f.By, f.dimensions = append(f.By, item.text), append(f.dimensions, d)
	}
}

// breaks reports whether a figure is broken down by a dimension of a kind already.
func (f *Figure) breaks(kind dimensionKind) bool {
	return slices.ContainsFunc(f.dimensions, func(d dimension) bool { return d.kind == kind })
}

func (f *Figure) dimension(text string) (dimension, bool) {
	if i := slices.Index(plainDimensions, text); i >= 0 {
		return dimension{kind: dimensionKind(i)}, true
	}
	head, property, dotted := strings.Cut(text, ".")
	if step, ok := f.Pathway.index[head]; ok {
		kind, known := map[string]dimensionKind{"": byStep, "status": byStatus, "state": byState, "place": byPlace}[property]
		return dimension{kind: kind, name: head, step: step}, known && dotted == (property != "")
	}
	if slices.ContainsFunc(f.Pathway.Attributes, func(d FieldDecl) bool { return d.Name == text }) {
		return dimension{kind: byAttribute, name: text}, true
	}
	if text == Year {
		return dimension{kind: byYear}, true
	}
	if slices.ContainsFunc(f.Pathway.Programme.Inputs, func(in *Source) bool { return in.Name == text }) {
		return dimension{kind: byInput, name: text}, true
	}
	return dimension{}, false
}

// value returns where a subject, or a member, falls in a dimension; "unknown" where nobody knows.
func (d dimension) value(f *Figure, st *Standing, m *Member) string {
	subject := &st.run.story.Subject
	out := ""
	switch d.kind {
	case bySex, byAge, byDisability:
		out = d.ofMember(m)
	case bySite:
		site := subject.Site
		if subject.Kind == "site" {
			site = subject.ID
		}
		if l := st.run.leaver; l != nil && !l.site.IsZero() {
			site = l.site
		}
		if !site.IsZero() {
			out = site.String()
		}
	case byMonth:
		if day := f.day(st); day.Known() {
			out = month(day)
		}
	case byYear:
		if day := f.day(st); day.Known() {
			out = month(day)[:len("2026")]
		}
	case byAttribute:
		out = Value{field(subject.Attributes, d.name)}.String()
	case byInput:
		if in := st.run.story.input(d.name); in != nil && !in.Place.IsZero() {
			out = in.Place.String()
		}
		if l := st.run.leaver; l != nil && d.name == st.Steps[f.move].Step.To && !l.place.IsZero() {
			out = l.place.String()
		}
	case byStep:
		out = st.Steps[d.step].Value
	case byStatus:
		out = st.Steps[d.step].Status.String()
	case byState:
		out = st.Steps[d.step].State.String()
	case byPlace:
		if p := st.Steps[d.step].Place; !p.IsZero() {
			out = p.String()
		}
	}
	if out == "" {
		return "unknown"
	}
	return out
}

// day returns the day that gives a figure its month and its year.
func (f *Figure) day(st *Standing) clock.Day {
	if l := st.run.leaver; l != nil && f.month == f.move {
		return l.day
	}
	return st.Steps[f.month].Since
}

func (d dimension) ofMember(m *Member) string {
	switch {
	case m == nil:
		return ""
	case d.kind == bySex:
		return m.Sex.String()
	case d.kind == byAge:
		return AgeBand(m.Age)
	}
	return [...]string{"unknown", "yes", "no"}[min(int(m.Disability), 2)]
}

// month returns the month of a day as 2026-01.
func month(d clock.Day) string { return d.String()[:len("2026-01")] }
