// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"cmp"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"safar/engine/match/groups"
	"safar/engine/match/pledges"
	"safar/field/pledging"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// handset is what whoever plans sets by hand on the page of a plan for States.
type handset struct {
	w                    *words.Printer
	cases, hands, states []page.Option
	set                  []handSet
	wrong                string // what is wrong with it
}

// handSet is one case and State that were set by hand.
type handSet struct{ name, value, said string }

// The names of what is set by hand in the address: a way and a place, with a dot between them.
const (
	byLock   = "lock"
	byForbid = "forbid"
)

// showPledgesPlan shows which State could be told to whom who waits for one: a proposal to those who tell people of States. By what it is worked out stands in the address; where something is wrong there, all of it is as usual, and what was set by hand stays to be sent again.
func showPledgesPlan(e *errand) error {
	t := e.terms("/pledges/plan", pledges.MostWeight, groups.MostFloor)
	set, h := t.ofPledges()
	by := set
	if t.wrong() || h.wrong != "" {
		by = pledging.Usual()
	}
	plans, err := ask(e, "task.pledges", pledging.PlanBy(e.scope, by))
	if fault.Is(err, fault.Invalid) {
		h.wrong, by = e.Words.T("pledging.not_in_plan"), pledging.Usual()
		plans, err = ask(e, "task.pledges", pledging.PlanBy(e.scope, by))
	}
	if err != nil {
		return err
	}
	if h.wrong != "" {
		t.faults["by_hand"] = h.wrong
	}
	w := e.Words
	parts := []templ.Component{t.notices()}
	for _, p := range plans {
		floored := slices.ContainsFunc(p.Fares, func(f pledging.FareRow) bool { return f.Floored })
		sums := e.sums(w.T("pledges.plan_sum", words.Args{"Placed": p.Placed, "Nowhere": p.Nowhere}), p.Within, floored, p.FloorsCost, p.Placed, p.PlacedWithout)
		parts = append(parts, noticed(page.Plain, sums...), gridOf(e.casesGrid(p)), gridOf(e.statesGrid(p)), gridOf(e.pledgesFares(p)))
		for _, f := range p.Fares {
			t.offer(f.Group, w.T("hosting.group_"+f.Group))
		}
		h.offer(p, set)
	}
	if len(plans) == 0 {
		parts = append(parts, page.Empty(w.T("pledges.nothing_pledged")))
	}
	t.more = append(t.more, byHandForm(h))
	return e.Show(officePage(e.frame(w.T("pledges.plan"), e.crumb("subjects.title", "/subjects"), e.crumb("pledges.title", "/pledges")), w.T("pledges.plan_lead"), nil, append(parts, planTermsForm(t))...))
}

// ofPledges reads what a plan for States is to keep to.
func (t *planTerms) ofPledges() (by pledging.Terms, h *handset) {
	w := t.e.Words
	by.Floors = map[groups.Group]int{}
	by.Weights.Relatives = t.weight(string(pledges.Relatives), w.T("pledges.part_"+string(pledges.Relatives)), pledges.Usual.Relatives)
	by.Weights.Language = t.weight(string(pledges.Language), w.T("pledges.part_"+string(pledges.Language)), pledges.Usual.Language)
	for _, group := range groups.All() {
		if points, said := t.floor(string(group)); said {
			by.Floors[group] = points
		}
	}
	h = &handset{w: w, hands: []page.Option{{Value: byLock, Label: w.T("pledges.lock")}, {Value: byForbid, Label: w.T("pledges.forbid")}}}
	by.Locks, by.Forbids = h.pins(t.values[byLock]), h.pins(t.values[byForbid])
	if t.text("case") != "" || t.text("state") != "" {
		one := h.pins([]string{t.text("case") + "." + t.text("state")})
		if t.text("hand") == byForbid {
			by.Forbids = append(by.Forbids, one...)
		} else {
			by.Locks = append(by.Locks, one...)
		}
	}
	t.set = t.set || len(by.Locks)+len(by.Forbids) > 0
	return by, h
}

// pins reads what was set by hand.
func (h *handset) pins(said []string) (pins []pledging.Pin) {
	for _, text := range said {
		way, place, _ := strings.Cut(text, ".")
		of, err := id.Parse(way)
		state, wrong := id.Parse(place)
		if err != nil || wrong != nil {
			h.wrong = h.w.T("pledges.by_hand_both")
			continue
		}
		if pin := (pledging.Pin{Case: of, State: state}); !slices.Contains(pins, pin) {
			pins = append(pins, pin)
		}
	}
	return pins
}

// offer shows what is set by hand, of whomever, and what more can be of those on the page.
func (h *handset) offer(p pledging.Plan, by pledging.Terms) {
	called, states := map[id.ID]string{}, map[id.ID]string{}
	for i, row := range p.Rows {
		called[row.Journey] = cmp.Or(row.Name, h.w.T("household.no_name"))
		if i >= mostPlanned {
			continue
		}
		h.cases = append(h.cases, page.Option{Value: row.Journey.String(), Label: called[row.Journey]})
	}
	for _, s := range p.States {
		if !s.Place.IsZero() {
			states[s.Place] = s.Name
			h.states = append(h.states, page.Option{Value: s.Place.String(), Label: s.Name})
		}
	}
	add := func(name, key string, pins []pledging.Pin) {
		for _, pin := range pins {
			if who, state := called[pin.Case], states[pin.State]; who != "" && state != "" {
				h.set = append(h.set, handSet{name, pin.Case.String() + "." + pin.State.String(), h.w.T(key, words.Args{"Case": who, "State": state})})
			}
		}
	}
	add(byLock, "pledges.locked", by.Locks)
	add(byForbid, "pledges.forbidden", by.Forbids)
}

// casesGrid shows what the plan says of each case: those without a State first.
func (e *errand) casesGrid(p pledging.Plan) grid {
	w := e.Words
	g := grid{caption: w.T("pledges.plan"), empty: w.T("pledges.nobody_waits"), columns: columns(w, "pledges.case", "pledges.state", "pledges.best", "hosts.others_why")}
	for _, row := range p.Rows[:min(len(p.Rows), mostPlanned)] {
		g.rows = append(g.rows, []templ.Component{e.waitingCase(row), e.proposedState(p, row), e.bestState(row), e.whyNoOther(row)})
	}
	return g
}

func (e *errand) waitingCase(row pledging.Row) templ.Component {
	w := e.Words
	parts := []templ.Component{linked(cmp.Or(row.Name, w.T("household.no_name")), householdPath(row.Household)), hushed(w.N("pledges.of_people", int64(row.People))), hushed(w.N("guests.days", int64(row.Waiting)))}
	if row.Moves {
		parts = append(parts, status(page.Warn, w.T("pledges.told_cannot", words.Args{"State": row.ToldOf})))
	}
	if row.ByHand {
		parts = append(parts, status(page.Plain, w.T("pledges.by_hand")))
	}
	return cells(append(parts, e.tiesLink(row.Journey, row.Asked))...)
}

// proposedState is the State that is proposed, and the way to the form on which people are told of it.
func (e *errand) proposedState(p pledging.Plan, row pledging.Row) templ.Component {
	w := e.Words
	if row.State.IsZero() {
		return status(page.Warn, w.T("pledges.nowhere"))
	}
	parts := []templ.Component{plain(row.StateName), hushed(w.T("hosts.points", words.Args{"Points": row.Total, "Parts": e.pledgeParts(row.Score)}))}
	if row.Told {
		parts = append(parts, status(page.Good, w.T("hosts.told_already")))
	}
	if !row.Told || row.Lapsed {
		parts = append(parts, linked(w.T("pledges.tell"), householdPath(row.Household)+"/ways/"+row.Journey.String()+"/"+p.Step+"?place="+row.State.String()))
	}
	return cells(parts...)
}

// pledgeParts are the parts of a score, in words.
func (e *errand) pledgeParts(score [2]int) string {
	var said []string
	for i, part := range pledges.Parts() {
		if score[i] != 0 {
			said = append(said, e.Words.T("guests.part", words.Args{"Part": e.Words.T("pledges.part_" + string(part)), "Points": e.Words.Number(int64(score[i]))}))
		}
	}
	if len(said) == 0 {
		return e.Words.T("pledges.nothing_binds")
	}
	return e.Words.List(said)
}

func (e *errand) bestState(row pledging.Row) templ.Component {
	w := e.Words
	if row.Best.Name == "" {
		return hushed(w.T("pledges.no_other"))
	}
	parts := []templ.Component{plain(row.Best.Name), hushed(w.T("hosts.points_alone", words.Args{"Points": row.Best.Total}))}
	parts = append(parts, e.insteadCosts(row.Best.Costs, row.Best.AtLeast)...)
	if row.Best.Rule == pledging.Full {
		parts = append(parts, hushed(w.T("pledges.rule_full")))
	}
	return cells(parts...)
}

// whyNoOther says of each other State what stands against it, and of whoever has none also what would have to change.
func (e *errand) whyNoOther(row pledging.Row) templ.Component {
	w := e.Words
	var said []templ.Component
	for _, o := range row.Others {
		if o.Rule == "" {
			continue
		}
		everywhere := o.Rule == string(pledges.TiesMissing) || o.Rule == string(pledges.NoPeople)
		if why := w.T("pledges.rule_" + o.Rule); everywhere {
			said = append(said, plain(why))
		} else {
			said = append(said, whyState(cmp.Or(o.Name, w.T("pledges.no_state")), why))
		}
		if row.State.IsZero() {
			said = append(said, hushed(w.N("pledges.change_"+o.Rule, int64(o.Short))))
		}
		if everywhere {
			break
		}
	}
	return cells(said...)
}

// statesGrid shows the States with what they pledged, and what the plan makes of it.
func (e *errand) statesGrid(p pledging.Plan) grid {
	w := e.Words
	g := grid{caption: w.T("pledges.states"), empty: w.T("pledges.nothing_pledged"), columns: columns(w, "pledges.state", "#pledges.pledged", "#pledges.used", "#pledges.proposed", "#pledges.left")}
	for _, s := range p.States {
		g.rows = append(g.rows, []templ.Component{e.pledgingState(s), num(w, s.Pledged), num(w, s.Used), num(w, s.Proposed), num(w, s.Left)})
	}
	return g
}

// pledgingState is a State with what is missing of its pledges.
func (e *errand) pledgingState(s pledging.StateRow) templ.Component {
	w := e.Words
	parts := []templ.Component{plain(cmp.Or(s.Name, w.T("pledges.no_state")))}
	for _, m := range []struct {
		is  bool
		key string
	}{{s.Place.IsZero(), "pledges.rule_state_missing"}, {s.Missing, "pledges.rule_places_missing"}, {s.Open == 0 && s.Ended > 0, "pledges.rule_ended"}, {s.Open+s.Ended == 0, "pledges.rule_not_pledged"}, {s.Open > 0 && !s.Spoken, "pledges.unspoken"}} {
		if m.is {
			parts = append(parts, status(page.Warn, w.T(m.key)))
		}
	}
	return cells(parts...)
}

func (e *errand) pledgesFares(p pledging.Plan) grid {
	var rows []faring
	for _, f := range p.Fares {
		rows = append(rows, faring{f.Group, f.Cases, f.Placed, f.Points, f.Floor, f.Floored, f.Reached})
	}
	return e.faresTable("hosts.fares", "pledges.cases", "pledges.with_state", rows)
}
