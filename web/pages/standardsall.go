// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"cmp"
	"slices"

	"github.com/a-h/templ"

	"safar/field/places"
	"safar/field/standards"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web"
)

// heldSites holds every site of the caseload at which somebody lives, or something stands, against the standards.
func (e *errand) heldSites() (all []heldSite, err error) {
	rows, err := ask(e, "task.sites", places.Of(places.Site))
	if err != nil {
		return nil, err
	}
	counted, err := e.population()
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		h, err := e.holdSite(row, counted, 0)
		if err != nil {
			return nil, err
		}
		if h.lives.People > 0 || len(h.Facilities) > 0 {
			all = append(all, h)
		}
	}
	return all, nil
}

// breached is something of a site that is below a standard, with the site.
type breached struct {
	heldSite
	standards.AnswerRow
}

// breaches are what is below the standards in some sites: first what was given to the reader, by the day until which; then the rest.
func (e *errand) breaches(sites []heldSite) (all []breached) {
	for _, h := range sites {
		for _, a := range h.Answers {
			if a.Breached() {
				all = append(all, breached{h, a})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b breached) int {
		return cmp.Or(boolFirst(a.mine(e.Visitor.Actor.User), b.mine(e.Visitor.Actor.User)), cmp.Compare(a.until(), b.until()))
	})
	return all
}

func boolFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// mine reports whether a breach was given to somebody.
func (b breached) mine(user id.ID) bool {
	return slices.ContainsFunc(b.Assigned, func(t standards.TaskRow) bool { return t.Owner == user })
}

// until is the first day by which a breach is to be mended; that of no day is after all others.
func (b breached) until() int64 {
	first := int64(1) << 40
	for _, t := range b.Assigned {
		first = min(first, int64(t.Until))
	}
	return first
}

// showStandards shows all sites of the caseload in one look: what suffices in each, and what does not and whose it is.
func showStandards(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.SubjectsRead, e.scope, e.today); err != nil {
		return err
	}
	sites, err := e.heldSites()
	if err != nil {
		return err
	}
	w := e.Words
	each := grid{caption: w.T("sites.title"), empty: w.T("standards.no_sites"), columns: columns(w, "household.site", "#standards.lives", "#standards.below", "#standards.unmeasured", "#standards.met")}
	for _, h := range sites {
		count := map[standards.Verdict]int{}
		for _, a := range h.Answers {
			if a.Verdict != standards.Below || a.Breached() {
				count[a.Verdict]++
			}
		}
		each.rows = append(each.rows, []templ.Component{linked(h.place.Name, standardsPath(h.Site)), num(w, int(h.lives.People)), num(w, count[standards.Below]),
			num(w, count[standards.NotMeasured]), num(w, count[standards.Met])})
	}
	mend := grid{caption: w.T("standards.breaches"), empty: w.T("standards.no_breaches"), columns: columns(w, "household.site", "standards.standard", "#standards.measured", "#standards.asked",
		"standards.to_do", "standards.whose")}
	for _, b := range e.breaches(sites) {
		mend.rows = append(mend.rows, []templ.Component{linked(b.place.Name, standardsPath(b.Site)), standardCell(w, b.Standard), decimal(w, b.Value), decimal(w, b.Bound),
			plain(e.toDo(b.AnswerRow)), b.whoseCell(e, b.AnswerRow)})
	}
	return e.Show(officePage(e.frame(w.T("standards.all_title"), e.crumb("sites.title", "/sites")), w.T("standards.lead"),
		e.way(e.mayInCommons(access.PlacesRead), "handbooks.title", "/handbooks"), headed(w.T("standards.breaches"), gridOf(mend)), headed(w.T("sites.title"), gridOf(each))))
}

// myBreaches counts what was given to the visitor and is still below a standard, in the caseloads that they work with.
func (p Pages) myBreaches(r *web.Request) (n int64, err error) {
	return p.inEach(r, access.SubjectsStep, (*errand).mineStill)
}

// mineStill counts what was given to the reader in their caseload and is still below.
func (e *errand) mineStill() (n int64, err error) {
	tasks, err := ask(e, "task.start", standards.TasksOf(e.scope))
	if err != nil || len(tasks) == 0 {
		return 0, err
	}
	counted, err := e.population()
	if err != nil {
		return 0, err
	}
	var sites []id.ID
	for _, t := range tasks {
		sites = append(sites, t.Breach.Site)
	}
	slices.SortFunc(sites, id.ID.Compare)
	rows, err := ask(e, "task.sites", places.Named(slices.Compact(sites)...))
	for _, row := range rows {
		h, err := e.holdSite(row, counted, 0)
		if err != nil {
			return 0, err
		}
		for _, b := range e.breaches([]heldSite{h}) {
			if b.mine(e.Visitor.Actor.User) {
				n++
			}
		}
	}
	return n, err
}
