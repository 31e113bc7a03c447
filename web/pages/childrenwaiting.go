// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"github.com/a-h/templ"

	"safar/field/journey"
	"safar/kernel/access"
	"safar/web"
)

// mostWaiting bounds how many households with children who wait stand on the start page: those that have waited longest.
const mostWaiting = 40

// childrenWaiting lists, for those who write down what the child-protection authority decides, the children who wait for it, with a way to their file. It says of nobody of
// the staff whose they are.
func (p Pages) childrenWaiting(r *web.Request) ([]templ.Component, error) {
	caseloads, err := p.caseloads(r.Context(), r.Visitor, access.ChoiceBestInterests)
	var rows []journey.WaitingChildrenRow
	for _, c := range caseloads {
		if err != nil {
			return nil, err
		}
		if !r.Visitor.Caseload.IsZero() && c.Scope.Caseload != r.Visitor.Caseload {
			continue
		}
		var some []journey.WaitingChildrenRow
		some, err = asked(p, r, "task.start", journey.ChildrenWaiting(c.Scope))
		rows = append(rows, some...)
	}
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	w := r.Words
	g := grid{caption: w.T("children_wait.caption"), columns: columns(w, "office.household", "children_wait.who", "children_wait.since")}
	for _, row := range rows[:min(len(rows), mostWaiting)] {
		who := "children_wait.separated"
		if row.Alone {
			who = "children_wait.alone"
		}
		g.rows = append(g.rows, []templ.Component{cardLink(w, row.Card, householdPath(row.Household)), plain(w.N(who, int64(row.Children))),
			aged(w, row.Since, p.op.Desk.Today())})
	}
	parts := []templ.Component{para(hushed(w.T("children_wait.lead"))), gridOf(g)}
	if more := len(rows) - mostWaiting; more > 0 {
		parts = append(parts, para(hushed(w.N("children_wait.more", int64(more)))))
	}
	return []templ.Component{headed(w.T("children_wait.title"), parts...)}, nil
}
