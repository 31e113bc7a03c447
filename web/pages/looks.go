// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"cmp"
	"slices"

	"github.com/a-h/templ"

	"safar/field/journey"
	"safar/field/people"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// looksScope is where the looks of the caseload stand that somebody works with.
func (e *errand) looksScope() access.Scope {
	return access.Scope{Caseload: e.scope.Caseload, Compartment: access.Looks}
}

// showLookers lists the colleagues of the caseload, for those who watch over what they open. That somebody stands there says nothing of what they looked at.
func showLookers(e *errand) error {
	w := e.Words
	rows, err := ask(e, "task.looks", staff.Colleagues(access.LooksRead, e.looksScope(), access.LooksRead))
	if err != nil {
		return err
	}
	slices.SortStableFunc(rows, func(a, b staff.Colleague) int { return cmp.Compare(a.Name, b.Name) })
	cut, pages := pageOf(e, rows, perPage)
	g := grid{caption: w.T("looks.all_title"), empty: w.T("looks.none"), columns: columns(w, "looks.colleague")}
	for _, r := range cut {
		g.rows = append(g.rows, []templ.Component{linked(r.Name, "/looks/"+r.ID.String())})
	}
	return e.Show(officePage(e.frame(w.T("looks.all_title")), w.T("looks.all_lead"), nil, gridOf(g), page.Pager(w, pages)))
}

// showLooksBy lists which files a colleague opened, the latest first, and for which task.
func showLooksBy(e *errand) error {
	of, err := e.PathID("id")
	if err != nil {
		return err
	}
	rows, err := ask(e, "task.looks", people.LooksBy(e.scope.Caseload, of))
	if err != nil {
		return err
	}
	known, err := ask(e, "task.looks", journey.StaffNamed(access.Scope{Caseload: e.scope.Caseload, Compartment: access.General}, []id.ID{of}))
	if err != nil {
		return err
	}
	w := e.Words
	cut, pages := pageOf(e, rows, perPage)
	g := grid{caption: w.T("looks.all_title"), empty: w.T("looks.none"), columns: columns(w, "looks.when", "looks.why", "looks.where", "looks.file")}
	for _, r := range cut {
		g.rows = append(g.rows, []templ.Component{page.Moment(w, e.op.Desk.Moment(r.At)), lookedFor(w, r), plain(w.T("compartment." + r.Compartment.String())), e.filesOf(r)})
	}
	return e.Show(officePage(e.frame(known.Names[of], e.crumb("looks.all_title", "/looks")), w.T("looks.lead"), nil, gridOf(g), page.Pager(w, pages)))
}

// filesOf says how many files a look opened; where it was one of the general compartment, it leads to who looked at that.
func (e *errand) filesOf(r people.LookRow) templ.Component {
	said := e.Words.N("looks.files", int64(len(r.Files)))
	if len(r.Files) == 1 && r.Compartment == access.General {
		return linked(said, "/households/"+r.Files[0].String()+"/looks")
	}
	return plain(said)
}

// lookedFor says for which task somebody looked; and that a program did, where it was one.
func lookedFor(w *words.Printer, r people.LookRow) templ.Component {
	if !r.Program {
		return plain(w.T(r.Why))
	}
	return cells(plain(w.T(r.Why)), hushed(w.T("looks.by_program")))
}
