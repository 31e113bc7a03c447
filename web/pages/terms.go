// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"strings"

	"safar/field/people"
	"safar/web/page"
	"safar/web/words"
)

// The last parts of the keys under which the values of a person are said, by their numbers.
var (
	sexNames    = [...]string{"unknown", "female", "male", "other"}
	answerNames = [...]string{"unknown", "yes", "no"}
)

// nameOf returns a member's names as they are said.
func nameOf(m people.MemberRow) string {
	return people.Names{Given: m.Given, Family: m.Family}.String()
}

// unnamed is what somebody without a name is called.
func unnamed(w *words.Printer, m people.MemberRow) string {
	if m.NewbornOf != "" && !m.Forgotten {
		return w.T("member.newborn_of", words.Args{"Name": m.NewbornOf})
	}
	return nameless(w, m.Forgotten)
}

// nameless says what stands where a name is not: that whose it was is forgotten, or that nobody gave one.
func nameless(w *words.Printer, forgotten bool) string {
	if forgotten {
		return w.T("member.forgotten")
	}
	return w.T("household.no_name")
}

// relations are those that have a word.
var relations = []people.Relation{people.Head, people.Spouse, people.Child, "parent", "sibling", "grandchild", "relative", people.Carer, "other"}

// relationIn says how a member stands to the head; one without a word is said as it was written.
func relationIn(w *words.Printer, relation people.Relation) string {
	if key := "relation." + string(relation); relation != "" && w.Has(key) {
		return w.T(key)
	}
	if relation == "" {
		return w.T("date.unknown")
	}
	return string(relation)
}

// terms are the facts at the head of a household's file.
func (h *householdFile) terms(w *words.Printer) []page.Term {
	who := h.file.People
	terms := []page.Term{{Label: w.T("household.card"), Value: who.Row.Card, Class: "id"}, {Label: w.T("household.site"), Value: h.names.of(who.Row.Site)}, {Label: w.T("shelters.lives_in"), Value: strings.Join(notEmpty(h.home.Block, h.home.Called), ", ")},
		{Label: w.T("household.origin"), Value: h.names.of(who.Origin)}, {Label: w.T("household.language"), Value: languageName(w, who.Language)},
		{Label: w.T("household.arrived"), Value: w.Date(who.Arrived), Class: "date"},
		{Label: w.T("household.since"), Value: w.Date(who.Row.Since), Class: "date"}, {Label: w.T("household.consent"), Value: who.Consent}}
	for _, m := range who.Members {
		switch m.ID {
		case who.Collector:
			terms = append(terms, page.Term{Label: w.T("household.collector"), Value: nameOf(m)})
		case who.Alternate:
			terms = append(terms, page.Term{Label: w.T("household.alternate"), Value: nameOf(m)})
		}
	}
	known := terms[:0]
	for _, t := range terms {
		if t.Value != "" {
			known = append(known, t)
		}
	}
	return known
}

// languageName says a language by its tag where it has a word, and else the tag.
func languageName(w *words.Printer, tag string) string {
	if key := "spoken." + tag; tag != "" && w.Has(key) {
		return w.T(key)
	}
	return tag
}
