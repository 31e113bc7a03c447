// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"cmp"

	"github.com/a-h/templ"

	"safar/field/hosting"
	"safar/web/page"
	"safar/web/words"
)

// showHostsPlan shows what the engine would propose to everybody at once who seeks a home: a proposal to those who propose.
func showHostsPlan(e *errand) error {
	plans, err := ask(e, "task.hosts", hosting.PlanFor(e.scope))
	if err != nil {
		return err
	}
	w := e.Words
	var parts []templ.Component
	for _, p := range plans {
		if len(p.Rows) == 0 {
			continue
		}
		parts = append(parts, noticed(page.Plain, w.T("hosts.plan_sum", words.Args{"Placed": p.Placed, "Nowhere": p.Nowhere}), w.T("hosting.how_far", words.Args{"points": p.Within})), gridOf(e.planGrid(p)), gridOf(e.faresGrid(p)))
	}
	if len(parts) == 0 {
		parts = append(parts, gridOf(grid{caption: w.T("hosts.plan"), empty: w.T("hosts.nobody_seeks"), columns: columns(w, "hosts.guest")}))
	}
	return e.Show(officePage(e.frame(w.T("hosts.plan"), e.crumb("hosts.title", "/hosts")), w.T("hosts.plan_lead"), nil, parts...))
}

// mostPlanned is how many households of a plan stand on the page: those without a home first.
const mostPlanned = 500

func (e *errand) planGrid(p hosting.Plan) grid {
	w := e.Words
	g := grid{caption: w.T("hosts.plan"), columns: columns(w, "hosts.guest", "hosting.head_home", "hosting.head_best", "hosts.others_why")}
	for _, row := range p.Rows[:min(len(p.Rows), mostPlanned)] {
		guest := []templ.Component{linked(cmp.Or(row.Name, w.T("household.no_name")), guestsPath(row.Journey)), hushed(w.N("guests.days", int64(row.Waiting)))}
		if row.Lives {
			guest = append(guest, status(page.Warn, w.T("hosts.must_move")))
		}
		g.rows = append(g.rows, []templ.Component{cells(guest...), e.plannedHome(row), e.plannedBest(row), e.plannedAgainst(row)})
	}
	return g
}

func (e *errand) plannedHome(row hosting.PlanRow) templ.Component {
	w := e.Words
	if row.Host.IsZero() {
		return status(page.Warn, w.T("hosting.nowhere"))
	}
	parts := []templ.Component{linked(cmp.Or(row.HostName, w.T("household.no_name")), hostPath(row.Host)), hushed(row.Town), hushed(w.T("hosts.points", words.Args{"Points": row.Total, "Parts": e.partsOf(row.Score)}))}
	if row.Told {
		parts = append(parts, status(page.Good, w.T("hosts.told_already")))
	} else {
		parts = append(parts, e.nextFor(row))
	}
	return cells(parts...)
}

// nextFor leads to what comes next: who has no home is proposed one, and who must leave one moves tonight.
func (e *errand) nextFor(row hosting.PlanRow) templ.Component {
	if row.Lives {
		return linked(e.Words.T("guests.move"), guestsPath(row.Journey)+"/move")
	}
	return linked(e.Words.T("guests.propose"), pairPath(row.Journey, row.Host)+"/propose")
}

func (e *errand) plannedBest(row hosting.PlanRow) templ.Component {
	w := e.Words
	if row.Best == "" {
		return hushed(w.T("hosts.no_other"))
	}
	parts := []templ.Component{plain(row.Best), hushed(w.T("hosts.points_alone", words.Args{"Points": row.BestTotal}))}
	switch {
	case row.BestCosts < 0:
	case row.AtLeast:
		parts = append(parts, hushed(w.T("hosts.costs_at_least", words.Args{"Points": row.BestCosts})))
	default:
		parts = append(parts, hushed(w.T("hosts.costs", words.Args{"Points": row.BestCosts})))
	}
	if row.BestFull {
		parts = append(parts, hushed(w.T("hosting.full_briefly")))
	}
	return cells(parts...)
}

// plannedAgainst says what stands against the other homes: against how many each.
func (e *errand) plannedAgainst(row hosting.PlanRow) templ.Component {
	w := e.Words
	var said []templ.Component
	for _, c := range row.Against[:min(len(row.Against), 4)] {
		why := w.T("hosting.full_briefly")
		if c.Rule != hosting.Full {
			why = w.T("hosting.rule_" + c.Rule)
		}
		said = append(said, plain(w.T("hosting.of_homes", words.Args{"why": why, "homes": c.Homes})))
	}
	return cells(said...)
}

// faresGrid tells how groups fare in a plan.
func (e *errand) faresGrid(p hosting.Plan) grid {
	w := e.Words
	g := grid{caption: w.T("hosts.fares"), columns: columns(w, "hosts.group", "#hosts.of_group", "#hosts.placed", "#hosting.head_points")}
	for _, f := range p.Fares {
		g.rows = append(g.rows, []templ.Component{plain(w.T("hosting.group_" + f.Group)), num(w, f.Households), num(w, f.Placed), num(w, f.Points)})
	}
	return g
}
