// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"slices"
	"strings"

	"safar/field/journey"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// unmerge says that records which were made one are of two people after all.
func (p Pages) unmerge(r *web.Request) error {
	o, err := p.open(r, access.PeopleMerge, "task.unmerge")
	if err != nil {
		return err
	}
	w := r.Words
	s := o.paper(r, "unmerge")
	doubles := o.file.People.Doubles
	for _, key := range []string{"unmerge.back", "unmerge.stays", "unmerge.then"} {
		s.terms = append(s.terms, page.Term{Label: w.T(key + "_title"), Value: w.T(key)})
	}
	s.terms = append(s.terms, foundApart(w, o.file.People, func(id.ID) bool { return true })...)
	if len(doubles) == 0 {
		s.closed, s.wrong = true, w.T("unmerge.none")
	}
	s.at = map[string]string{"journey.undo_nobody": "apart", "journey.reason_missing": "why", "journey.reason_too_long": "why"}
	s.lines = []line{{Field: page.Field{Name: "apart", Label: w.T("unmerge.who"), Options: doubleOptions(w, doubles)}, as: lineChecks},
		{Field: page.Field{Name: "why", Label: w.T("form.reason"), Rows: 3}, as: lineArea},
		{Field: page.Field{Name: "sure", Label: w.T("unmerge.sure")}, as: lineCheck}}
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		if !yes(v, "sure") {
			return "", "", wrongs{"sure": w.T("merge.not_sure")}
		}
		c := journey.UndoMerge{Household: o.of, Why: strings.TrimSpace(v.Get("why"))}
		to := o.base
		for _, d := range doubles {
			if slices.Contains(v["apart"], d.Gone.String()) {
				c.Apart = append(c.Apart, people.UndoMerge{Kept: d.Kept, Gone: d.Gone})
				to = "/households/" + d.Household.String()
			}
		}
		_, err := p.carryOut(r, o.scope, c)
		return to, "unmerged", err
	})
}

// doubleOptions are the records that went: under which names and card they stood, and of whom they were said to be.
func doubleOptions(w *words.Printer, doubles []people.DoubleRow) []page.Option {
	var options []page.Option
	for _, d := range doubles {
		parts := []string{orNameless(w, d.Names)}
		if d.Age >= 0 {
			parts = append(parts, w.Number(int64(d.Age)))
		}
		options = append(options, page.Option{Value: d.Gone.String(), Label: w.List(notEmpty(append(parts, d.Card)...)),
			Hint: w.T("unmerge.is_said", words.Args{"Who": orNameless(w, d.KeptNames)})})
	}
	return options
}

// orNameless is a name, or that there is none.
func orNameless(w *words.Printer, name string) string {
	if name == "" {
		return nameless(w, false)
	}
	return name
}

// foundApart says of whom of a household somebody found already that they are not one with another, when and why.
func foundApart(w *words.Printer, f people.File, another func(id.ID) bool) (terms []page.Term) {
	for _, m := range f.Members {
		for _, a := range m.Apart {
			if another(a.Kept) {
				terms = append(terms, page.Term{Label: w.T("merge.apart_title", words.Args{"Day": w.Date(a.Day)}), Value: w.List(notEmpty(nameOf(m), a.Why))})
			}
		}
	}
	return terms
}

// isOf reports whether somebody is a member of a household.
func isOf(f people.File) func(id.ID) bool {
	return func(person id.ID) bool {
		return slices.ContainsFunc(f.Members, func(m people.MemberRow) bool { return m.ID == person })
	}
}
