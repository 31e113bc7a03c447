// SPDX-License-Identifier: Apache-2.0

package pledging

import (
	"cmp"
	"slices"
	"strings"

	"safar/desk"
	"safar/engine/match"
	"safar/engine/match/groups"
	"safar/engine/match/pledges"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// The search for a plan is bounded, so that the same people get the same plan on every machine: more where few wait, less where many do and somebody waits for the page.
const (
	planSteps = 1000
	manyCases = 1000
	manySteps = 300
)

// steps are those of the search for a plan of so many cases.
func steps(cases int) int {
	if cases > manyCases {
		return manySteps
	}
	return planSteps
}

// Where there are so many cases at most it is looked for what the best other State of each would cost everybody; where there are more, that would take longer than somebody waits for a page, and the plan says what it costs at least.
const (
	mostPriced = 40
	priceSteps = 100
)

// mostByHand bounds how many locks and how many forbids a plan has.
const mostByHand = 200

// Terms are what a plan is to keep to, as whoever plans sets them. Locks say that a case goes to a State or to none, Forbids that it does not go there.
type Terms struct {
	Weights pledges.Weights      // of the parts of a score
	Floors  map[groups.Group]int // points that a group is to have in the mean at least, of those who could go somewhere
	Locks   []Pin
	Forbids []Pin
}

// Pin is a case by its way and a State by its place.
type Pin struct {
	Case  id.ID // the way
	State id.ID // the place
}

// Usual are the terms where nobody sets any.
func Usual() Terms { return Terms{Weights: pledges.Usual} }

// Plan is what the placement engine would propose to everybody at once who waits for a State. It is a proposal to those who tell people of States: nobody was told anything by it, and none of it is stored.
type Plan struct {
	Programme string `class:"open"`      // its id
	Step      string `class:"open"`      // at which people are told of a State
	Placed    int    `class:"sensitive"` // cases for whom there is a State
	Nowhere   int    `class:"sensitive"` // for whom there is none
	Within    int    `class:"sensitive"` // points that any other plan could have more, all together; 0: none has more
	States    []StateRow
	Rows      []Row     // those without a State first, then by who has waited longest
	Fares     []FareRow // how groups fare

	FloorsCost    int `class:"sensitive"` // points that all together have less than without the floors of groups
	PlacedWithout int `class:"sensitive"` // cases for whom there would be a State without them
}

// StateRow is a State, and what it pledged.
type StateRow struct {
	Place    id.ID  `class:"open"`      // the State; zero where nobody said of which State a pledge is
	Name     string `class:"open"`      // of the State, or of the pledge where no State is known
	Open     int    `class:"open"`      // pledges that stand
	Ended    int    `class:"open"`      // pledges that have ended
	Unsaid   int    `class:"open"`      // pledges of which the State has not yet said that it pledges
	Pledged  int    `class:"open"`      // places of the pledges that stand
	Missing  bool   `class:"open"`      // nobody wrote down how many places it pledged
	Spoken   bool   `class:"open"`      // it was written down which languages are spoken there
	Used     int    `class:"sensitive"` // people whom it accepted, or who went there
	Proposed int    `class:"sensitive"` // people to whom the plan proposes it, those who were told of it among them
	Left     int    `class:"sensitive"` // places that the plan leaves
}

// Row is what the plan says of a case. State is the place that is proposed, zero for none.
type Row struct {
	Journey   id.ID    `class:"sensitive"` // their way
	Household id.ID    `class:"sensitive"` // the household
	Name      string   `class:"sensitive"` // of who heads them
	People    int      `class:"sensitive"` // how many they are
	Waiting   int      `class:"sensitive"` // days
	Asked     bool     `class:"sensitive"` // it was written down what binds them to States
	ToldOf    string   `class:"sensitive"` // the place of which they were told and on which they wait; "" for none
	Lapsed    bool     `class:"sensitive"` // that was so long ago that they must be told again
	State     id.ID    `class:"sensitive"`
	StateName string   `class:"sensitive"` // its name
	Told      bool     `class:"sensitive"` // it is what they were told
	Moves     bool     `class:"sensitive"` // what they were told cannot be any more
	ByHand    bool     `class:"sensitive"` // somebody who plans set or ruled out a State for them
	Score     [2]int   `class:"sensitive"` // points of each part, in the order of pledges.Parts
	Total     int      `class:"sensitive"` // points of all parts
	Best      WhyRow   // the best other State that no rule removes; of no name for none
	Others    []WhyRow // every other State
}

// WhyRow is another State for a case: the rule that removes it, or what it would score and cost.
type WhyRow struct {
	State   id.ID  `class:"sensitive"` // the place
	Name    string `class:"sensitive"` // of the State
	Rule    string `class:"sensitive"` // that removes it; Full where others have the places; "" where they could go there as well
	Short   int    `class:"sensitive"` // places too few
	Total   int    `class:"sensitive"` // its points, where no rule removes it
	Costs   int    `class:"sensitive"` // points that all together would have less if they went there instead; -1 where that was not worked out
	AtLeast bool   `class:"sensitive"` // it may cost more than Costs
}

// Full is the Rule of a State whose places others have.
const Full = "full"

// FareRow is how a group fares: how many cases are of it, how many of them have a State in the plan, and their points in the mean.
type FareRow struct {
	Group   string `class:"sensitive"` // an id of the field's words
	Cases   int    `class:"sensitive"` // of the group
	Placed  int    `class:"sensitive"` // of them, who have a State
	Points  int    `class:"sensitive"` // in the mean, of those who could go somewhere
	Floored bool   `class:"sensitive"` // a floor was set for it
	Floor   int    `class:"sensitive"` // points in the mean that it is to have at least, where Floored
	Reached bool   `class:"sensitive"` // it has them
}

// PlanFor works out a plan for everybody who waits for a State in the compartment. What was told to people stays unless it cannot be.
func PlanFor(scope access.Scope) desk.Query[[]Plan] { return PlanBy(scope, Usual()) }

// PlanBy works the same plan out by terms: with floors for groups, other weights, and what is set by hand. Faults: Invalid pledging.terms, where they are beyond their bounds; Invalid pledging.not_in_plan, where a case or State that was set by hand is not there.
func PlanBy(scope access.Scope, terms Terms) desk.Query[[]Plan] {
	return desk.Query[[]Plan]{Act: access.CapacityPlan, Scope: scope, Run: func(r *desk.Reader) (all []Plan, err error) {
		const op = "pledging.PlanBy"
		if !terms.Weights.InBounds() || !groups.InBounds(terms.Floors) || max(len(terms.Locks), len(terms.Forbids)) > mostByHand {
			return nil, fault.New(op, fault.Invalid, "pledging.terms", fault.Args{"weight": pledges.MostWeight, "floor": groups.MostFloor, "most": mostByHand})
		}
		found := 0
		err = eachScheme(r, scope.Compartment, func(s scheme) error {
			c := &chancery{scheme: s, reader: r, terms: terms}
			err := c.read()
			if err != nil {
				return err
			}
			plan, err := c.plan()
			found += c.pinned()
			all = append(all, plan)
			for i := range c.rows {
				r.Looked(c.rows[i].Household)
			}
			return err
		})
		if err == nil && found < len(terms.Locks)+len(terms.Forbids) {
			err = fault.New(op, fault.Invalid, "pledging.not_in_plan", nil)
		}
		return all, err
	}}
}

// pinned counts what was set by hand of cases and States that are there.
func (c *chancery) pinned() (found int) {
	for _, p := range slices.Concat(c.terms.Locks, c.terms.Forbids) {
		if slices.ContainsFunc(c.rows, func(r Row) bool { return r.Journey == p.Case }) && slices.ContainsFunc(c.states, func(s StateRow) bool { return s.Place == p.State && !p.State.IsZero() }) {
			found++
		}
	}
	return found
}

// plan works the plan out, and holds it against the problem: a plan beyond what was pledged would be nobody's.
func (c *chancery) plan() (Plan, error) {
	p := c.round.Problem()
	fair, err := p.Solve(c.terms.Floors, match.Search{Seed: 1, Threads: 1, Steps: steps(len(c.rows)), Overrides: true})
	if err == nil {
		err = fair.Plan.Verify(p.Placed.Problem)
	}
	if err != nil {
		return Plan{}, err
	}
	out := Plan{Programme: c.pledge.Programme.ID, Step: c.tell.ID, Within: int(max(0, fair.Plan.Cost-fair.Plan.Bound)), FloorsCost: int(max(0, fair.Price))}
	for i, proposal := range p.Proposals(fair.Plan) {
		if best := proposal.Best(); best != pledges.Nowhere && len(c.rows) <= mostPriced && fair.Plan == fair.Without && !fair.Plan.Exact {
			if err := price(p, fair.Plan, i, &proposal.Others[best]); err != nil {
				return Plan{}, err
			}
		}
		c.propose(i, &proposal)
	}
	out.Rows, out.States = slices.Clone(c.rows), c.statesOf(p.Placed.Problem.Left(fair.Plan))
	for _, row := range out.Rows {
		out.Placed += row.placed()
	}
	out.Nowhere = len(out.Rows) - out.Placed
	for _, place := range fair.Without.Places(p.Placed.Problem) {
		if place != pledges.Nowhere {
			out.PlacedWithout++
		}
	}
	slices.SortStableFunc(out.Rows, func(a, b Row) int {
		return cmp.Or(a.placed()-b.placed(), cmp.Compare(b.Waiting, a.Waiting))
	})
	out.Fares = c.fares(p, fair)
	return out, nil
}

// price looks for what it would cost everybody that a case is told of another State instead.
func price(p *pledges.Problem, plan *match.Plan, of int, other *pledges.Other) error {
	more, exact, can, err := p.Placed.Problem.OverrideOf(plan, of, other.State, match.Search{Seed: 1, Threads: 1, Steps: priceSteps})
	if can {
		other.Costs, other.AtLeast = max(other.Costs, int(more)), !exact
	}
	return err
}

func (c *chancery) fares(p *pledges.Problem, fair *match.Fairness) (rows []FareRow) {
	reached := p.Reached(c.terms.Floors, fair)
	for _, f := range p.Fare(fair.Plan) {
		row := FareRow{Group: string(f.Group), Cases: f.Households, Placed: f.Placed, Points: f.Points, Floor: c.terms.Floors[f.Group]}
		row.Reached, row.Floored = reached[f.Group]
		rows = append(rows, row)
	}
	return rows
}

func (r *Row) placed() int {
	if r.State.IsZero() {
		return 0
	}
	return 1
}

// propose writes down what the plan proposes to a case, and why nothing else.
func (c *chancery) propose(i int, p *pledges.Proposal) {
	row, of := &c.rows[i], &c.round.Cases[i]
	row.ByHand = of.Lock != "" || len(of.Forbid) > 0
	if p.State != pledges.Nowhere {
		s := &c.states[p.State]
		row.State, row.StateName, row.Told, row.Score, row.Total = s.Place, s.Name, p.Told, p.Score, p.Score.Total()
		s.Proposed += of.People()
	}
	row.Moves = row.ToldOf != "" && !row.Told
	row.Best.Costs = pledges.NotSaid
	for _, o := range p.Others {
		row.Others = append(row.Others, c.why(o))
	}
	if best := p.Best(); best != pledges.Nowhere {
		row.Best = row.Others[best]
	}
}

func (c *chancery) why(o pledges.Other) WhyRow {
	s := c.states[o.State]
	row := WhyRow{State: s.Place, Name: s.Name, Rule: string(o.Rule), Short: o.Short, Total: o.Score.Total(), Costs: o.Costs, AtLeast: o.AtLeast}
	if o.Full {
		row.Rule = Full
	}
	return row
}

// statesOf are the States with what the plan leaves of what they pledged.
func (c *chancery) statesOf(left [][]int64) []StateRow {
	rows := slices.Clone(c.states)
	for i := range rows {
		rows[i].Left, rows[i].Missing, rows[i].Spoken = int(left[i][0]), rows[i].Open > 0 && c.round.States[i].Places == pledges.NotSaid, len(c.round.States[i].Languages) > 0
	}
	return rows
}

// commas are the parts of a text with commas between them.
func commas(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;،؛", r) })
}
