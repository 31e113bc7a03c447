// SPDX-License-Identifier: Apache-2.0

package hosting

import (
	"cmp"
	"slices"

	"safar/desk"
	"safar/engine/match"
	"safar/engine/match/groups"
	"safar/engine/match/hosting"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// planSteps bounds the search for a plan, so that the same people get the same plan on every machine. Where so many seek a home at most, it is looked for what the best other home of each would cost everybody; where there are more, somebody would wait long for the page, and the plan says what it costs at least.
const (
	planSteps  = 3000
	mostPriced = 40
	priceSteps = 100
)

// Plan is what the placement engine would propose to everybody at once who seeks a home. It is a proposal to those who propose: nobody was told anything by it.
type Plan struct {
	Placed  int       `class:"sensitive"` // households for whom there is a home
	Nowhere int       `class:"sensitive"` // for whom there is none
	Within  int       `class:"sensitive"` // points that any other plan could have more, all together; 0: none has more
	Rows    []PlanRow // those without a home first, then by who has waited longest
	Fares   []FareRow // how groups fare

	FloorsCost    int  `class:"sensitive"` // points that all together have less than without the floors of groups
	PlacedWithout int  `class:"sensitive"` // households for whom there would be a home without them
	Exchanged     bool `class:"sensitive"` // homes were exchanged by wishes in the end: of those whose row says so
	ExchangeCost  int  `class:"sensitive"` // points that all together have less by it
}

// PlanRow is what the plan says of guests. Host is the way of the host who is proposed, zero for none; Told says that it is told to both sides already, and Lives that they live with somebody whose host may not receive any more.
type PlanRow struct {
	Journey   id.ID       `class:"sensitive"` // their way
	Household id.ID       `class:"sensitive"` // the household
	Name      string      `class:"sensitive"` // of who heads them
	Waiting   int         `class:"sensitive"` // days
	Lives     bool        `class:"sensitive"`
	Host      id.ID       `class:"sensitive"`
	HostName  string      `class:"sensitive"` // of who heads the host
	Town      string      `class:"sensitive"` // of the home
	Told      bool        `class:"sensitive"`
	Score     [4]int      `class:"sensitive"` // points of each part, in the order of hosting.Parts
	Total     int         `class:"sensitive"` // points of all parts
	Best      string      `class:"sensitive"` // who heads the best other possibility; "" for none
	BestTotal int         `class:"sensitive"` // its points
	BestFull  bool        `class:"sensitive"` // others have its room
	BestCosts int         `class:"sensitive"` // points that all together would have less if they went there instead; -1 where that was not worked out
	AtLeast   bool        `class:"sensitive"` // it may cost more than BestCosts
	Exchanged bool        `class:"sensitive"` // they have another home by an exchange by wishes
	Against   []RuleCount // what stands against the other homes, what stands against most first
}

// RuleCount is a rule and how many homes it removes for somebody; Rule is full where others have the room.
type RuleCount struct {
	Rule  string `class:"sensitive"`
	Homes int    `class:"sensitive"` // how many
}

// FareRow is how a group fares: how many households are of it, how many of them have a home in the plan, and their points in the mean.
type FareRow struct {
	Group      string `class:"sensitive"` // an id of the field's words
	Households int    `class:"sensitive"` // at one time, or of the group
	Placed     int    `class:"sensitive"` // of them, who have a home
	Points     int    `class:"sensitive"` // in the mean, of those who could live somewhere
	Floored    bool   `class:"sensitive"` // a floor was set for it
	Floor      int    `class:"sensitive"` // points in the mean that it is to have at least, where Floored
	Reached    bool   `class:"sensitive"` // it has them
}

// PlanFor works out a plan for everybody who seeks a home in the compartment, or lives with a host who may not receive any more. Whoever lives with a host who may receive stays, and so does what was told to people unless it cannot be.
func PlanFor(scope access.Scope) desk.Query[[]Plan] {
	return PlanBy(scope, hosting.Terms{Weights: hosting.Usual})
}

// PlanBy works the same plan out by terms: with floors for groups, other weights, exchanges by wishes. Faults: Invalid hosting.terms, where they are beyond their bounds.
func PlanBy(scope access.Scope, terms hosting.Terms) desk.Query[[]Plan] {
	return desk.Query[[]Plan]{Act: access.CapacityPropose, Scope: scope, Run: func(r *desk.Reader) (all []Plan, err error) {
		if !terms.InBounds() {
			return nil, fault.New("hosting.PlanBy", fault.Invalid, "hosting.terms", fault.Args{"weight": hosting.MostWeight, "floor": groups.MostFloor})
		}
		err = eachHosting(r, scope.Compartment, func(p *programme.Programme, s *programme.Step) error {
			o := &office{reader: r, step: s, terms: terms}
			err := o.read(p)
			if err != nil {
				return err
			}
			plan, err := o.plan()
			o.looked()
			all = append(all, plan)
			return err
		})
		return all, err
	}}
}

// office is every home of a programme and everybody who seeks one, as the engine knows them and as pages name them. Whoever lives with a host who may receive stays: they are none of the guests, and the home has less room.
type office struct {
	reader *desk.Reader
	step   *programme.Step
	terms  hosting.Terms
	engine hosting.Office
	hosts  []HostRow       // by hosts
	cases  []*journey.Case // by hosts
	rows   []PlanRow       // by guests
}

// looked notes that a plan names those who seek a home, and hosts.
func (o *office) looked() {
	for i := range o.rows {
		o.reader.Looked(o.rows[i].Household)
	}
	for i := range o.hosts {
		o.reader.Looked(o.hosts[i].Host)
	}
}

func (o *office) read(p *programme.Programme) error {
	o.engine.Today, o.engine.Weights = int(o.reader.Today()), o.terms.Weights
	if err := eachHost(o.reader, p, o.step, o.addHost); err != nil {
		return err
	}
	for _, w := range p.Pathways {
		if !slices.ContainsFunc(w.Steps, func(s *programme.Step) bool { return s.With == o.step.With }) {
			continue
		}
		ids, err := o.reader.Find(journey.ByPathway, journey.PathwayKey(p.ID, w.ID), most)
		for _, of := range ids {
			if err == nil {
				err = o.addGuests(of)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// addHost adds a home, with the room that those who stay leave.
func (o *office) addHost(host *journey.Case) error {
	row, err := hostRow(o.reader, o.step, host)
	if err != nil || host.Journey.Ended() {
		return err
	}
	home, err := desk.Read(o.reader, HomeStory, HomeID(host.ID))
	if err != nil {
		return err
	}
	h := hostIn(host, o.step.With, home.State, o.reader.Today())
	if row.Receives {
		h.Beds, h.Households = row.Free, max(0, h.Households-len(row.Guests))
	}
	o.engine.Hosts, o.hosts, o.cases = append(o.engine.Hosts, h), append(o.hosts, row), append(o.cases, host)
	return nil
}

// addGuests adds those who walk a way, where they seek a home or live with somebody who may not receive any more.
func (o *office) addGuests(of id.ID) error {
	j, err := desk.Read(o.reader, journey.Story, of)
	if err != nil || j.State.Ended() || j.State.Aside || o.stay(j.State) {
		return err
	}
	k, err := journey.Take(o.reader, of)
	if err != nil {
		return err
	}
	step := placingOf(k)
	if step == nil || len(k.Journey.Hosted()) == 0 && !seeks(k.Standing.Step(step.ID)) {
		return nil
	}
	g, err := seekersOn(o.reader, k, step)
	if err != nil {
		return err
	}
	row := PlanRow{Journey: of, Household: k.Journey.Subject, Name: people.HeadOf(k.Members, k.Journey.Subject), Waiting: g.rules.Waiting, Lives: len(k.Journey.Hosted()) > 0}
	for i := range o.engine.Hosts {
		if g.bars(o.engine.Hosts[i], o.cases[i]) != "" {
			g.rules.Not = append(g.rules.Not, o.engine.Hosts[i].ID)
		}
		o.engine.Hosts[i].Seeks = o.engine.Hosts[i].Seeks || o.hosts[i].Host == row.Household
	}
	if open := g.open(); open != nil && !row.Lives { // what was told to those who have no home stays
		g.rules.Told = open.Host.String()
	}
	o.engine.Guests, o.rows = append(o.engine.Guests, g.rules), append(o.rows, row)
	return nil
}

// stay reports whether somebody lives with a host who may receive.
func (o *office) stay(j *journey.Journey) bool {
	return slices.ContainsFunc(j.Hosted(), func(h journey.Hosting) bool {
		return slices.ContainsFunc(o.hosts, func(host HostRow) bool { return host.Journey == h.With && host.Receives })
	})
}

// seeks reports whether a home may be sought at a step today.
func seeks(s *programme.StepStanding) bool {
	return s.Status == programme.Ready || s.Status == programme.Waiting || s.Status == programme.Lapsed
}

// plan works the plan out, and holds it against the problem: a plan beyond room would be nobody's.
func (o *office) plan() (Plan, error) {
	p := o.engine.Problem()
	fair, err := p.Solve(o.terms, match.Search{Seed: 1, Threads: 1, Steps: planSteps, Overrides: true})
	if err == nil {
		err = fair.Plan.Verify(p.Problem)
	}
	if err != nil {
		return Plan{}, err
	}
	found := fair.Plan
	out := Plan{Within: int(max(0, found.Cost-found.Bound))}
	proposals := p.Proposals(found)
	for i := range proposals {
		if len(proposals) <= mostPriced && fair.Plan == fair.Without && len(found.Exchanges.Moved) == 0 {
			if err := price(p, found, i, &proposals[i]); err != nil {
				return Plan{}, err
			}
		}
		out.add(o.row(&proposals[i]))
	}
	out.price(fair, p)
	slices.SortStableFunc(out.Rows, func(a, b PlanRow) int {
		return cmp.Or(a.placed()-b.placed(), cmp.Compare(b.Waiting, a.Waiting))
	})
	reached := p.Reached(o.terms.Floors, fair)
	for _, f := range p.Fare(found) {
		row := FareRow{Group: string(f.Group), Households: f.Households, Placed: f.Placed, Points: f.Points}
		row.Reached, row.Floored = reached[f.Group]
		row.Floor = o.terms.Floors[f.Group]
		out.Fares = append(out.Fares, row)
	}
	return out, nil
}

// price looks for what it would cost everybody that guests live in the best other home instead, where the plan does not say it.
func price(p *hosting.Problem, plan *match.Plan, of int, proposal *hosting.Proposal) error {
	best := proposal.Best()
	if best == hosting.Nowhere || plan.Exact {
		return nil
	}
	other := &proposal.Others[best]
	more, exact, can, err := p.OverrideOf(plan, of, other.Host, match.Search{Seed: 1, Threads: 1, Steps: priceSteps})
	if can {
		other.Costs, other.AtLeast = max(other.Costs, int(more)), !exact
	}
	return err
}

// price says what floors and exchanges cost all together, of rows in the order of the problem.
func (p *Plan) price(fair *match.Fairness, of *hosting.Problem) {
	exchanges := fair.Plan.Exchanges
	p.Exchanged, p.ExchangeCost = len(exchanges.Moved) > 0, int(max(0, exchanges.Price))
	for _, household := range exchanges.Moved {
		p.Rows[household].Exchanged = true
	}
	without := fair.Without.Places(of.Problem)
	p.PlacedWithout = len(without)
	for _, place := range without {
		if place == match.Unplaced {
			p.PlacedWithout--
		}
	}
	if fair.Plan != fair.Without {
		p.FloorsCost = int(max(0, fair.Price-exchanges.Price))
	}
}

func (p *Plan) add(row PlanRow) {
	p.Rows = append(p.Rows, row)
	if row.Host.IsZero() {
		p.Nowhere++
	} else {
		p.Placed++
	}
}

func (r *PlanRow) placed() int {
	if r.Host.IsZero() {
		return 0
	}
	return 1
}

// row is what the plan proposes to guests, and why nothing else.
func (o *office) row(proposal *hosting.Proposal) PlanRow {
	row := o.rows[proposal.Guests[0]]
	if proposal.Host != hosting.Nowhere {
		host := o.hosts[proposal.Host]
		row.Host, row.HostName, row.Town, row.Told = host.Journey, host.Name, host.Town, proposal.Told
		row.Score, row.Total = proposal.Score, proposal.Score.Total()
	}
	if best := proposal.Best(); best != hosting.Nowhere {
		other := proposal.Others[best]
		row.Best, row.BestTotal, row.BestFull = o.hosts[other.Host].Name, other.Score.Total(), other.Full
		row.BestCosts, row.AtLeast = other.Costs, other.AtLeast
	}
	row.Against = against(proposal.Others)
	return row
}

// Full is the Rule of a RuleCount of homes whose room others have.
const Full = "full"

// against counts what stands against homes.
func against(others []hosting.Other) (counts []RuleCount) {
	for _, other := range others {
		if other.Rule != "" || other.Full {
			counts = counted(counts, string(other.Rule))
		}
	}
	slices.SortStableFunc(counts, func(a, b RuleCount) int { return b.Homes - a.Homes })
	return counts
}

// counted counts one home more that a rule removes, or that others have where none does.
func counted(counts []RuleCount, rule string) []RuleCount {
	rule = cmp.Or(rule, Full)
	i := slices.IndexFunc(counts, func(c RuleCount) bool { return c.Rule == rule })
	if i < 0 {
		i, counts = len(counts), append(counts, RuleCount{Rule: rule})
	}
	counts[i].Homes++
	return counts
}
