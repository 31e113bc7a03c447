// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"safar/field/people"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// foundByNumber is a household that was found by a number, and where it lies.
type foundByNumber struct {
	people.NumberedRow
	in caseload
}

// value is what the form calls it by.
func (n foundByNumber) value() string { return n.in.Scope.String() + "/" + n.Household.String() }

// keptIn are the compartments in which people are registered.
var keptIn = []access.Compartment{access.General, access.Protection, access.Detention}

// forgetNumbered has people forgotten by a number that they bring, in every part of every caseload in which the data-protection officer answers such
// requests, those among them whose files the officer does not read. The number comes in the body, so that none stands in an address.
func (p Pages) forgetNumbered(r *web.Request) error {
	parts, err := p.partsToForget(r)
	if err != nil {
		return err
	}
	values, err := r.Values()
	if err != nil {
		return err
	}
	w, number := r.Words, strings.TrimSpace(values.Get("number"))
	s := &paper{title: w.T("forget.by_number"), lead: w.T("forget.by_number_lead"), do: w.T("forget.find"), action: r.URL.Path, crumbs: []page.Link{start(w)},
		lines: []line{{Field: page.Field{Name: "number", Label: w.T("forget.number"), Hint: w.T("forget.number_hint"), Value: number, LTR: true}}}}
	if r.Method != http.MethodPost {
		return r.Show(paperPage(r.Frame(s.title), s))
	}
	found, err := p.allNumbered(r, parts, number)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		s.lines[0].Error = w.T("forget.nobody")
		return r.ShowAs(http.StatusUnprocessableEntity, paperPage(r.Frame(s.title), s))
	}
	return p.forgetFound(r, number, found, values)
}

// partsToForget are the parts of caseloads in which the visitor may have people forgotten.
func (p Pages) partsToForget(r *web.Request) (parts []caseload, err error) {
	rows, err := asked(p, r, "task.forget", staff.Caseloads())
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		for _, part := range keptIn {
			c := caseload{row.Name, access.Scope{Caseload: row.ID, Compartment: part}}
			if part != access.General {
				c.Name = r.Words.T("caseload.part", words.Args{"Caseload": row.Name, "Compartment": r.Words.T("compartment." + part.String())})
			}
			if p.may(r.Visitor, access.PeopleErase, c.Scope) {
				parts = append(parts, c)
			}
		}
	}
	if len(parts) == 0 {
		err = fault.New("pages.forgetNumbered", fault.NotAllowed, "access.not_allowed", fault.Args{"act": string(access.PeopleErase)})
	}
	return parts, err
}

// allNumbered are the households that a number is of and that are not forgotten yet.
func (p Pages) allNumbered(r *web.Request, parts []caseload, number string) (found []foundByNumber, err error) {
	for _, c := range parts {
		rows, err := asked(p, r, "task.forget", people.Numbered(c.Scope, number))
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			if row.Records > 0 || !row.Forgotten {
				found = append(found, foundByNumber{row, c})
			}
		}
	}
	return found, nil
}

// forgetFound asks which of those found are forgotten, why, and once more.
func (p Pages) forgetFound(r *web.Request, number string, found []foundByNumber, values url.Values) error {
	w := r.Words
	s := &paper{title: w.T("forget"), lead: w.T("forget.unread"), do: w.T("forget_do"), action: r.URL.Path, grave: true, terms: forgettingTerms(w),
		crumbs: []page.Link{start(w), {Text: w.T("forget.by_number"), To: r.URL.Path}}, hidden: map[string]string{"number": number, "found": "yes"},
		at: map[string]string{"people.forget_whom": "who", "people.forget_everyone": "who", "people.forget_reason": "reason"}}
	s.lines = []line{{Field: page.Field{Name: "which", Label: w.T("forget.which"), Options: foundOptions(w, found), Value: found[0].value()}, as: lineRadios},
		{Field: page.Field{Name: "who", Label: w.T("forget.who"), Options: wholeOrOne(w, found)}, as: lineRadios}}
	s.lines = append(s.lines, sureLines(w)...)
	if values.Get("found") == "" {
		return r.Show(paperPage(r.Frame(s.title), s))
	}
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		i := slices.IndexFunc(found, func(n foundByNumber) bool { return n.value() == v.Get("which") })
		bad := unsure(w, v)
		if i < 0 {
			bad["which"] = w.T("form.choose_one")
		}
		if v.Get("who") == "" {
			bad["who"] = w.T("form.choose_one")
		}
		if len(bad) > 0 {
			return "", "", bad
		}
		rows, err := asked(p, r, "task.forget", people.Remembered(found[i].in.Scope, found[i].Household))
		if err != nil {
			return "", "", err
		}
		_, err = p.carryOut(r, found[i].in.Scope, forgetting(found[i].Household, rows, v))
		return r.URL.Path, "forgotten", err
	})
}

// foundOptions say where each was found and how many records it is.
func foundOptions(w *words.Printer, found []foundByNumber) (out []page.Option) {
	for _, n := range found {
		out = append(out, page.Option{Value: n.value(), Label: w.T("forget.found_in", words.Args{"Caseload": n.in.Name}), Hint: w.N("forget.records", int64(n.Records))})
	}
	return out
}

// wholeOrOne offers to forget the household, or the one person whose number it is.
func wholeOrOne(w *words.Printer, found []foundByNumber) []page.Option {
	all := []page.Option{{Value: "everyone", Label: w.T("forget.everyone"), Hint: w.T("forget.everyone_hint")}}
	for _, n := range found {
		one := page.Option{Value: n.Person.String(), Label: w.T("forget.this_person")}
		if !n.Person.IsZero() && !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	return all
}
