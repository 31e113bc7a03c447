// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"slices"
	"strconv"

	"safar/kernel/clock"
	"safar/kernel/fault"
)

// Nature is as what a subject of a kind is registered, and so what may be known of it.
type Nature uint8

// The natures of subjects.
const (
	Thing     Nature = iota // something of its own, such as a committee or a project: it has a name, a place, and perhaps members
	Household               // people who live together: a household, a host family, a case of resettlement
	Person                  // one person
	Place                   // a place of the commons: a site
)

// NatureOf returns the nature of a kind of subject. A kind that a programme has of its own is a Thing.
func NatureOf(kind string) Nature {
	switch kind {
	case "household", "host", "case":
		return Household
	case "person":
		return Person
	case "site":
		return Place
	}
	return Thing
}

// Parse reads a value as it is kept of a subject: yes or no for a bool, digits for an int, a date such as 2026-01-31 for a day, and any
// text, or one of Options, for a text. It returns the Value that is not known for what is none.
func (d FieldDecl) Parse(text string) Value {
	switch {
	case text == "", d.Type == TypeText && len(d.Options) > 0 && !slices.Contains(d.Options, text):
		return Value{}
	case d.Type == TypeText:
		return Text(text)
	case d.Type == TypeInt:
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return Int(n)
		}
	case d.Type == TypeDay:
		if day, err := clock.ParseDay(text); err == nil {
			return DayValue(day)
		}
	case text == "yes" || text == "no":
		return Bool(text == "yes")
	}
	return Value{}
}

// ofPeople reports whether subjects of a kind are people who decide for themselves.
func ofPeople(kind string) bool {
	nature := NatureOf(kind)
	return nature == Household || nature == Person
}

// Kind is a kind of subject: what one is called, and what several are called where figures count them.
type Kind struct {
	Name   string // an id in the singular, such as committee
	Plural string // an id, such as committees
	Public bool   // none of them is anybody, or belongs to somebody: their numbers are told to everybody, however small they are
}

// kinds are the kinds that every programme knows, in the order of the mission.
var kinds = []Kind{{"household", "households", false}, {"person", "people", false}, {"host", "hosts", false}, {"site", "sites", true}, {"committee", "committees", true},
	{"house", "houses", false}, {"project", "projects", true}, {"case", "cases", false}, {"city", "cities", true}, {"practice", "practices", true},
	{"complaint", "complaints", false}}

// Kinds returns the kinds of subject that every programme knows; a programme may add kinds of its own under subjects.
func Kinds() []Kind { return slices.Clone(kinds) }

// Plural returns what several subjects of a kind are called; "" for a kind that neither the language nor the programme knows.
func (p *Programme) Plural(kind string) string {
	for _, k := range slices.Concat(kinds, p.Subjects) {
		if k.Name == kind {
			return k.Plural
		}
	}
	return ""
}

// Public reports whether a figure of the programme that counts something may be told however small its numbers are: what it counts is nobody. Persons never are.
func (p *Programme) Public(count string) bool {
	return slices.ContainsFunc(slices.Concat(kinds, p.Subjects), func(k Kind) bool { return k.Plural == count && k.Public })
}

// public reads which of the programme's own kinds are nobody.
func (r *reader) public(n *node) {
	if n == nil {
		return
	}
	for _, name := range r.ids(n) {
		if i := slices.IndexFunc(r.p.Subjects, func(k Kind) bool { return k.Name == name }); i >= 0 {
			r.p.Subjects[i].Public = true
			continue
		}
		at := slices.IndexFunc(n.items, func(item *node) bool { return item.text == name })
		r.at(n.items[at], "programme.not_public", "programme.not_public.hint", fault.Args{"kind": name})
	}
}

// kinds returns the names of all kinds that a pathway of p may be for.
func (p *Programme) kinds() []string {
	var names []string
	for _, k := range slices.Concat(kinds, p.Subjects) {
		names = append(names, k.Name)
	}
	return names
}

// subjects reads the kinds of subject that the programme has of its own, each with its plural: {school: schools}.
func (r *reader) subjects(n *node) {
	if n == nil || !r.is(n, mapNode, "programme.takes.subjects") {
		return
	}
	for _, p := range n.pairs {
		k := Kind{Name: r.id(p.key), Plural: r.id(p.value)}
		switch {
		case k.Name == "" || k.Plural == "":
		case k.Plural == Persons || slices.Contains(r.countable(), k.Plural) || r.p.Plural(k.Name) != "":
			r.at(p.key, "programme.kind_taken", "programme.kind_taken.hint", fault.Args{"kind": k.Name, "plural": k.Plural})
		default:
			r.p.Subjects = append(r.p.Subjects, k)
		}
	}
}

// countable are the words for what a figure counts.
func (r *reader) countable() []string {
	words := []string{Persons}
	for _, k := range slices.Concat(kinds, r.p.Subjects) {
		words = append(words, k.Plural)
	}
	slices.Sort(words)
	return words
}
