// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"cmp"
	"slices"

	"github.com/a-h/templ"

	"safar/field/journey"
	"safar/field/lately"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// addLately adds the lists behind what has changed since yesterday.
func (o *office) addLately() { o.handle("GET /lately/{change}", showLately) }

// lastDay is the day from which on the start page tells what has changed: the last one before today on which something was written where the visitor works.
func (p Pages) lastDay(r *web.Request, scopes []access.Scope) (clock.Day, error) {
	last := clock.NoDay
	for _, scope := range scopes {
		if scope == access.Commons && len(scopes) > 1 {
			continue
		}
		day, err := p.news.LastDay(r.Context(), p.op.Desk, r.Visitor.Actor, scope)
		if err != nil {
			return last, err
		}
		last = max(last, day)
	}
	return last, nil
}

// changed lists what has changed since the last day of work in the caseloads that the visitor works with, and in the commons; and which day that is.
func (p Pages) changed(r *web.Request) (all []waiting, since clock.Day, err error) {
	scopes, err := p.newsScopes(r)
	if err != nil {
		return nil, since, err
	}
	if since, err = p.lastDay(r, scopes); err != nil {
		return nil, since, err
	}
	counts := map[lately.Row]int{}
	listed := false
	for _, scope := range scopes {
		rows, err := p.news.Told(r.Context(), p.op.Desk, r.Visitor.Actor, scope, since)
		if err != nil {
			return nil, since, err
		}
		for _, row := range rows {
			counts[lately.Row{Change: row.Change, Kind: row.Kind}] += row.Count
		}
		listed = listed || p.may(r.Visitor, access.PeopleList, scope)
	}
	for _, change := range lately.Changes() {
		for _, row := range rowsOfChange(counts, change) {
			all = append(all, waiting{p.changeSaid(r.Words, row, counts[row]), changePath(row, listed)})
		}
	}
	return all, since, nil
}

// newsScopes are the commons and the parts of caseloads of which the visitor may be told something.
func (p Pages) newsScopes(r *web.Request) ([]access.Scope, error) {
	scopes := []access.Scope{access.Commons}
	for _, act := range []access.Act{access.PeopleList, access.FiguresRead, access.PaymentList, access.WorksList, access.SubjectsRead} {
		all, err := p.caseloads(r.Context(), r.Visitor, act)
		if err != nil {
			return nil, err
		}
		for _, c := range all {
			chosen := r.Visitor.Caseload
			if !slices.Contains(scopes, c.Scope) && (chosen.IsZero() || chosen == c.Scope.Caseload) {
				scopes = append(scopes, c.Scope)
			}
		}
	}
	return scopes, nil
}

// rowsOfChange are the rows of one change, in order of the kinds of subjects.
func rowsOfChange(counts map[lately.Row]int, change lately.Change) (rows []lately.Row) {
	for row := range counts {
		if row.Change == change {
			rows = append(rows, row)
		}
	}
	slices.SortFunc(rows, func(a, b lately.Row) int { return cmp.Compare(a.Kind, b.Kind) })
	return rows
}

// changeSaid is a change with its number; of subjects with the word that their programme has for them.
func (p Pages) changeSaid(w *words.Printer, row lately.Row, n int) string {
	if row.Kind == "" {
		return w.N("lately."+string(row.Change), int64(n))
	}
	kind := spaced(row.Kind)
	for _, name := range p.spokenOf() {
		if said := p.speech(w, name).subject(row.Kind, row.Kind); said != kind && said != row.Kind {
			kind = said
			break
		}
	}
	return w.T("lately."+string(row.Change), words.Args{"Kind": kind, "Count": n})
}

// changePath is the list behind a change: of households for those who may list them.
func changePath(row lately.Row, listed bool) string {
	switch row.Change {
	case lately.Safety:
		return "/villages"
	case lately.Approved:
		return "/payments"
	case lately.Inspected:
		return "/houses"
	case lately.Added, lately.Settled:
		if programme.NatureOf(row.Kind) == programme.Place {
			return "/sites"
		}
		return kindPath(row.Kind)
	}
	if !listed {
		return "/figures"
	}
	return "/lately/" + string(row.Change)
}

// lateHousehold is a household of whom a change tells, with where it is known.
type lateHousehold struct {
	scope access.Scope
	of    id.ID
}

// showLately lists the households of which a change tells.
func showLately(e *errand) error {
	change := lately.Change(e.PathValue("change"))
	scopes, err := e.newsScopes(e.Request)
	if err != nil {
		return err
	}
	since, err := e.lastDay(e.Request, scopes)
	if err != nil {
		return err
	}
	scopes = slices.DeleteFunc(scopes, func(s access.Scope) bool { return !e.Pages.may(e.Visitor, access.PeopleList, s) })
	if len(scopes) == 0 {
		return access.May(e.Visitor.Actor, access.PeopleList, e.scope, e.today)
	}
	if !slices.Contains(lately.Changes(), change) || changePath(lately.Row{Change: change}, true) != "/lately/"+string(change) {
		return notThere("pages.lately")
	}
	var all []lateHousehold
	for _, scope := range scopes {
		rows, err := e.news.Households(e.Context(), e.op.Desk, e.Visitor.Actor, scope, since, change)
		if err != nil {
			return err
		}
		for _, row := range rows {
			all = append(all, lateHousehold{scope, row.ID})
		}
	}
	return e.latelyPage(change, since, scopes, all)
}

// latelyPage shows one page of them.
func (e *errand) latelyPage(change lately.Change, since clock.Day, scopes []access.Scope, all []lateHousehold) error {
	cut, pages := pageOf(e, all, onPage)
	var lines []householdLine
	for _, scope := range scopes {
		var ids []id.ID
		for _, h := range cut {
			if h.scope == scope {
				ids = append(ids, h.of)
			}
		}
		found, err := ask(e, "task.list", journey.HouseholdsOf(scope, ids))
		if err != nil {
			return err
		}
		some, err := e.lines(e.Request, found.Rows)
		if err != nil {
			return err
		}
		lines = append(lines, some...)
	}
	w := e.Words
	title := w.T("lately.list_" + string(change))
	var parts []templ.Component
	if len(lines) == 0 {
		parts = []templ.Component{page.Empty(w.T("lately.none"))}
	} else {
		parts = []templ.Component{householdTable(w, title, lines, picking{}), page.Pager(w, pages)}
	}
	return e.Show(officePage(e.frame(title), w.T("lately.since", words.Args{"Day": since}), nil, parts...))
}
