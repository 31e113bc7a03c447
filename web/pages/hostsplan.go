// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"cmp"
	"slices"

	"github.com/a-h/templ"

	"safar/engine/match/groups"
	enginehosting "safar/engine/match/hosting"
	"safar/field/hosting"
	"safar/web/page"
	"safar/web/words"
)

// showHostsPlan shows what the engine would propose to everybody at once who seeks a home: a proposal to those who propose. By what it is worked out stands in the address; where something is wrong there, all of it is as usual.
func showHostsPlan(e *errand) error {
	t := e.terms("/hosts/plan", enginehosting.MostWeight, groups.MostFloor)
	by := t.ofHosts()
	if t.wrong() {
		by = enginehosting.Terms{Weights: enginehosting.Usual}
	}
	plans, err := ask(e, "task.hosts", hosting.PlanBy(e.scope, by))
	if err != nil {
		return err
	}
	w := e.Words
	parts := []templ.Component{t.notices()}
	for _, p := range plans {
		if len(p.Rows) == 0 {
			continue
		}
		parts = append(parts, noticed(page.Plain, e.plannedSums(p)...), gridOf(e.planGrid(p)), gridOf(e.faresGrid(p)))
		for _, f := range p.Fares {
			t.offer(f.Group, w.T("hosting.group_"+f.Group))
		}
	}
	if len(parts) == 1 {
		parts = append(parts, gridOf(grid{caption: w.T("hosts.plan"), empty: w.T("hosts.nobody_seeks"), columns: columns(w, "hosts.guest")}))
	}
	return e.Show(officePage(e.frame(w.T("hosts.plan"), e.crumb("hosts.title", "/hosts")), w.T("hosts.plan_lead"), nil, append(parts, planTermsForm(t))...))
}

// ofHosts reads what a plan of homes is to keep to.
func (t *planTerms) ofHosts() enginehosting.Terms {
	by, usual := enginehosting.Terms{Floors: map[enginehosting.Group]int{}}, enginehosting.Usual
	part := func(p enginehosting.Part, usual int) int {
		return t.weight(string(p), t.e.Words.T("hosting.part_"+string(p)), usual)
	}
	by.Weights = enginehosting.Weights{Language: part(enginehosting.Language, usual.Language), Wish: part(enginehosting.Wish, usual.Wish), Spare: part(enginehosting.Spare, usual.Spare), Access: part(enginehosting.Access, usual.Access)}
	for _, group := range enginehosting.Groups() {
		if points, said := t.floor(string(group)); said {
			by.Floors[group] = points
		}
	}
	by.Exchange = t.exchanges()
	return by
}

// plannedSums say how many have a home in a plan, how far it is from the best, and what floors and exchanges cost all together.
func (e *errand) plannedSums(p hosting.Plan) []string {
	w := e.Words
	floored := slices.ContainsFunc(p.Fares, func(f hosting.FareRow) bool { return f.Floored })
	said := e.sums(w.T("hosts.plan_sum", words.Args{"Placed": p.Placed, "Nowhere": p.Nowhere}), p.Within, floored, p.FloorsCost, p.Placed, p.PlacedWithout)
	if p.Exchanged {
		said = append(said, w.T("plan.exchanged", words.Args{"Points": p.ExchangeCost}))
	}
	return said
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
	if row.Exchanged {
		parts = append(parts, status(page.Plain, w.T("plan.by_exchange")))
	}
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
	parts = append(parts, e.insteadCosts(row.BestCosts, row.AtLeast)...)
	if row.BestFull {
		parts = append(parts, hushed(w.T("hosting.full_briefly")))
	}
	return cells(parts...)
}

// plannedAgainst says what stands against the other homes: against how many each.
func (e *errand) plannedAgainst(row hosting.PlanRow) templ.Component {
	var said []templ.Component
	for _, c := range row.Against[:min(len(row.Against), 4)] {
		said = append(said, plain(e.againstSaid(c)))
	}
	return cells(said...)
}

// againstSaid says against how many homes something stands.
func (e *errand) againstSaid(c hosting.RuleCount) string {
	why := e.Words.T("hosting.full_briefly")
	if c.Rule != hosting.Full {
		why = e.Words.T("hosting.rule_" + c.Rule)
	}
	return e.Words.T("hosting.of_homes", words.Args{"why": why, "homes": c.Homes})
}

// faresGrid tells how groups fare in a plan.
func (e *errand) faresGrid(p hosting.Plan) grid {
	var rows []faring
	for _, f := range p.Fares {
		rows = append(rows, faring{f.Group, f.Households, f.Placed, f.Points, f.Floor, f.Floored, f.Reached})
	}
	return e.faresTable("hosts.fares", "hosts.of_group", "hosts.placed", rows)
}
