// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"slices"

	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/operation"
	"safar/web"
	"safar/web/page"
)

// Caseload names the caseload that a visitor works with, for those who have several: for the top of every page.
func Caseload(op *operation.Operation) func(*web.Request) string {
	p := newPages(op)
	return func(r *web.Request) string {
		all, err := p.ownCaseloads(r)
		if err != nil || len(all) < 2 {
			return "" // a page without this line is better than none
		}
		for _, c := range all {
			if c.Scope.Caseload == r.Visitor.Caseload {
				return c.Name
			}
		}
		return r.Words.T("caseload.several")
	}
}

// ownCaseloads are the caseloads over which the visitor holds a role today, by name.
func (p Pages) ownCaseloads(r *web.Request) (own []caseload, err error) {
	today := p.op.Desk.Today()
	if len(r.Visitor.Actor.Grants) == 0 {
		return nil, nil
	}
	rows, err := asked(p, r, "task.start", staff.Caseloads())
	for _, row := range rows {
		scope := access.Scope{Caseload: row.ID, Compartment: access.General}
		if slices.ContainsFunc(r.Visitor.Actor.Grants, func(g access.Grant) bool { return g.Holds(today) && g.Covers(scope) }) {
			own = append(own, caseload{row.Name, scope})
		}
	}
	return own, err
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
		options = append(options, page.Option{Value: c.Scope.Caseload.String(), Label: c.Name})
	}
	chosen := ""
	if !r.Visitor.Caseload.IsZero() {
		chosen = r.Visitor.Caseload.String()
	}
	s.lines = []line{{Field: page.Field{Name: "caseload", Label: w.T("caseload.which"), Options: options, Value: chosen}, as: lineRadios}}
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		of := oneID(v, "caseload")
		if !slices.ContainsFunc(all, func(c caseload) bool { return c.Scope.Caseload == of }) {
			return "", "", wrongs{"caseload": w.T("form.choose_one")}
		}
		if _, err := r.Command(); err != nil {
			return "", "", fault.Wrap("pages.chooseCaseload", err)
		}
		r.ChooseCaseload(of)
		return "/", "caseload", nil
	})
}
