// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"safar/web/page"
	"safar/web/words"
)

// planTerms is what whoever plans may set on the page of a plan: what each part of a score counts, what groups are to have at least, and whether places are exchanged by wishes. What was set stands in the address,
// and names nobody.
type planTerms struct {
	*input
	at         string // the page of the plan
	mostWeight int
	mostFloor  int
	weights    []page.Field
	floors     []page.Field
	exchange   bool              // whether exchanges may be asked for
	more       []templ.Component // further fields
	set        bool              // something was set, and is within its bounds
}

// The names of what is set in the address, before the ids of parts and groups.
const (
	weightOf   = "weight_"
	floorOf    = "floor_"
	byExchange = "exchange"
)

// terms begins what is set in the address of a page.
func (e *errand) terms(at string, mostWeight, mostFloor int) *planTerms {
	return &planTerms{input: &input{e: e, values: e.URL.Query(), faults: map[string]string{}}, at: at, mostWeight: mostWeight, mostFloor: mostFloor}
}

// weight reads what a part of the score counts, by its id and what it is called: the usual where nothing is set.
func (t *planTerms) weight(part, called string, usual int) int {
	name := weightOf + part
	weight, said := t.within(name, 0, t.mostWeight)
	if !said {
		weight = usual
	}
	value := t.text(name)
	if value == "" {
		value = strconv.Itoa(usual)
	}
	t.weights = append(t.weights, t.field(name, called, value))
	t.set = t.set || weight != usual
	return weight
}

// floor reads what a group is to have at least; false for nothing.
func (t *planTerms) floor(group string) (points int, said bool) {
	points, said = t.within(floorOf+group, -t.mostFloor, t.mostFloor)
	t.set = t.set || said
	return points, said
}

// offer shows a field for the floor of a group, by its id and what it is called: once.
func (t *planTerms) offer(group, called string) {
	if slices.ContainsFunc(t.floors, func(f page.Field) bool { return f.Name == floorOf+group }) {
		return
	}
	f := t.field(floorOf+group, called, t.text(floorOf+group))
	f.Optional = true
	t.floors = append(t.floors, f)
}

// exchanges reads whether places are exchanged by wishes.
func (t *planTerms) exchanges() bool {
	t.exchange = true
	t.set = t.set || t.yes(byExchange)
	return t.yes(byExchange)
}

func (t *planTerms) field(name, label, value string) page.Field {
	return page.Field{Name: name, Label: label, Kind: "number", Value: value, Error: t.faults[name], LTR: true}
}

// within reads a whole number between bounds; false where nothing is said, or nothing that can be read.
func (t *planTerms) within(name string, least, most int) (n int, said bool) {
	text := t.text(name)
	if text == "" {
		return 0, false
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		t.faults[name] = t.e.Words.T("plan.between", words.Args{"Least": least, "Most": most})
		return 0, false
	}
	return n, true
}

// notices say what of it holds: where something is wrong nothing does, and where something is set there is a way back.
func (t *planTerms) notices() templ.Component {
	w := t.e.Words
	switch {
	case t.wrong():
		return noticed(page.Bad, w.T("plan.wrong"))
	case t.set:
		return together(noticed(page.Plain, w.T("plan.set")), para(linked(w.T("plan.usual"), t.at)))
	}
	return together()
}

// faring is how a group fares in a plan, whatever it is a plan of.
type faring struct {
	group                             string // an id of the field's words
	households, placed, points, floor int
	floored, reached                  bool
}

// faresTable tells how groups fare in a plan, and whether each has what was set for it.
func (e *errand) faresTable(caption, of, placed string, rows []faring) grid {
	w := e.Words
	g := grid{caption: w.T(caption), columns: columns(w, "hosts.group", "#"+of, "#"+placed, "#hosting.head_points")}
	for _, f := range rows {
		group := plain(w.T("hosting.group_" + f.group))
		if f.floored {
			group = cells(group, e.floorSaid(f.reached, f.floor))
		}
		g.rows = append(g.rows, []templ.Component{group, num(w, f.households), num(w, f.placed), num(w, f.points)})
	}
	return g
}

// floorSaid says whether a group has what was set for it.
func (e *errand) floorSaid(reached bool, points int) templ.Component {
	if reached {
		return status(page.Good, e.Words.T("hosting.floor_reached", words.Args{"points": points}))
	}
	return status(page.Warn, e.Words.T("hosting.floor_missed", words.Args{"points": points}))
}

// sums say how far a plan is from the best, and what its floors cost all together: points, and how many would be placed without them.
func (e *errand) sums(first string, within int, floored bool, cost, placed, without int) []string {
	w := e.Words
	far := w.T("hosting.how_far", words.Args{"points": within})
	if within == 0 {
		far = w.T("hosting.none_better", nil)
	}
	said := []string{first, far}
	if floored {
		said = append(said, w.T("hosting.floors_cost", words.Args{"points": cost}))
	}
	if placed != without {
		said = append(said, w.T("plan.placed_without", words.Args{"Placed": without}))
	}
	return said
}

// insteadCosts says what it would cost everybody that somebody is elsewhere instead; nothing where that was not worked out.
func (e *errand) insteadCosts(points int, atLeast bool) []templ.Component {
	switch {
	case points < 0, atLeast && points == 0: // that much is said of every plan
		return nil
	case atLeast:
		return []templ.Component{hushed(e.Words.T("hosts.costs_at_least", words.Args{"Points": points}))}
	}
	return []templ.Component{hushed(e.Words.T("hosts.costs", words.Args{"Points": points}))}
}
