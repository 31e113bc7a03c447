// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"slices"

	"safar/field/journey"
	"safar/field/programme"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/operation"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// Caseload names the caseload that a visitor works with, or the part of it, for those who have several: for the top of every page.
func Caseload(op *operation.Operation) func(*web.Request) string {
	p := newPages(op)
	return func(r *web.Request) string {
		all, err := p.ownCaseloads(r)
		if err != nil || len(all) < 2 {
			return "" // a page without this line is better than none
		}
		if i := slices.IndexFunc(all, func(c caseload) bool { return c.Scope == r.Visitor.In(r.Visitor.Caseload) }); i >= 0 {
			return all[i].Name
		}
		return r.Words.T("caseload.several")
	}
}

// ownCaseloads are the caseloads over which the visitor holds a role today, by name; each with those further compartments in which they work with
// people and some programme is carried out.
func (p Pages) ownCaseloads(r *web.Request) (own []caseload, err error) {
	today := p.op.Desk.Today()
	if len(r.Visitor.Actor.Grants) == 0 {
		return nil, nil
	}
	rows, err := asked(p, r, "task.start", staff.Caseloads())
	for _, row := range rows {
		scope := access.Scope{Caseload: row.ID, Compartment: access.General}
		if !slices.ContainsFunc(r.Visitor.Actor.Grants, func(g access.Grant) bool { return g.Holds(today) && g.Covers(scope) }) {
			continue
		}
		own = append(own, caseload{row.Name, scope})
		apart, err := p.apartFrom(r, row)
		if err != nil {
			return nil, err
		}
		own = append(own, apart...)
	}
	return own, err
}

// apartFrom are the compartments beside the general one of a caseload in which the visitor works with people and some programme is carried out.
func (p Pages) apartFrom(r *web.Request, row staff.CaseloadRow) (apart []caseload, err error) {
	for _, part := range programme.Compartments()[1:] {
		scope := access.Scope{Caseload: row.ID, Compartment: part}
		if !p.may(r.Visitor, access.PeopleList, scope) || !p.may(r.Visitor, access.FiguresRead, scope) {
			continue
		}
		here, err := asked(p, r, "task.start", journey.CarriedOut(scope))
		if err != nil {
			return nil, err
		}
		if len(here) > 0 {
			apart = append(apart, caseload{r.Words.T("caseload.part", words.Args{"Caseload": row.Name, "Compartment": r.Words.T("compartment." + part.String())}), scope})
		}
	}
	return apart, nil
}

// chooseCaseload lets somebody with roles over several caseloads say with which they work. Lists, search and forms follow; the choice is kept for
// the session, and stands in no address.
func (p Pages) chooseCaseload(r *web.Request) error {
	all, err := p.ownCaseloads(r)
	if err != nil {
		return err
	}
	w := r.Words
	s := &paper{title: w.T("caseload.title"), lead: w.T("caseload.lead"), do: w.T("caseload.do"), action: r.URL.Path, crumbs: []page.Link{start(w)}}
	if s.closed = len(all) < 2; s.closed {
		s.lead = w.T("caseload.only_one")
	}
	var options []page.Option
	for _, c := range all {
		options = append(options, page.Option{Value: c.Scope.String(), Label: c.Name})
	}
	chosen := ""
	if !r.Visitor.Caseload.IsZero() {
		chosen = r.Visitor.In(r.Visitor.Caseload).String()
	}
	s.lines = []line{{Field: page.Field{Name: "caseload", Label: w.T("caseload.which"), Options: options, Value: chosen}, as: lineRadios}}
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		of, _ := access.ParseScope(v.Get("caseload")) // what is none is none of theirs
		if !slices.ContainsFunc(all, func(c caseload) bool { return c.Scope == of }) {
			return "", "", wrongs{"caseload": w.T("form.choose_one")}
		}
		if _, err := r.Command(); err != nil {
			return "", "", fault.Wrap("pages.chooseCaseload", err)
		}
		r.ChooseCaseload(of)
		return "/", "caseload", nil
	})
}
