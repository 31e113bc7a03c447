// SPDX-License-Identifier: Apache-2.0

package match

import "slices"

// Floor is what a group of households is to have at least: what they cost in the mean is to be Most at most.
type Floor struct {
	Households []int // positions; not empty
	Most       int64 // cost, in the mean
}

// Fairness is a plan in which no group is below its floor, as far as that was found, beside the plan that looks at no group.
//
// Means are what each group costs in the mean, rounded up, in Plan; Reached says of which the floor is reached. Price is what the floors cost everybody together: the cost of Plan above that of Without.
type Fairness struct {
	Plan, Without *Plan
	Means         []int64
	Reached       []bool
	Price         int64
}

const (
	fairTries = 7 // plans with floors, at most
	evenly    = 8 // the weight of a household whose group has its floor; that of others grows
)

// Fair looks for a plan of the least cost in which each group has its floor: what a group costs that is below its floor counts more, and more again, until it is not. Of two groups a household may be in both. Where no plan with
// all floors is found, it returns the one with most of them, and of these the cheapest. The bound is that of Without: no plan at all costs less. Errors as Solve.
func Fair(p *Problem, floors []Floor, s Search) (*Fairness, error) {
	without, err := Solve(p, s.share(0, whole/2)) // mostly it is the plan that is taken
	if err != nil {
		return nil, err
	}
	best := p.fairness(without, without, floors)
	weight := make([]int64, len(floors))
	for try := 0; try < fairTries && !best.all(); try++ {
		for i, reached := range p.fairness(best.Plan, without, floors).Reached {
			if !reached {
				weight[i] = max(evenly/4, 2*weight[i])
			}
		}
		plan, err := Solve(p.weighed(floors, weight), s.share(whole/2+try*whole/2/fairTries, whole/2+(try+1)*whole/2/fairTries))
		if err != nil {
			return nil, err
		}
		if f := p.fairness(p.priced(plan, without), without, floors); f.fairer(best) {
			best = f
		}
	}
	return p.exchanged(best, floors, s.Ranks), nil
}

// exchanged is a plan with floors after exchanges by wishes, where no group loses its floor by them.
func (p *Problem) exchanged(f *Fairness, floors []Floor, ranks [][]uint8) *Fairness {
	if ranks == nil {
		return f
	}
	options := slices.Clone(f.Plan.Options)
	exchanges := p.exchange(options, ranks)
	plan := p.priced(&Plan{Options: options}, f.Without)
	plan.Exchanges = exchanges
	if after := p.fairness(plan, f.Without, floors); after.reached() >= f.reached() {
		return after
	}
	return f
}

// share is a search that has the time between two thousandths of it.
func (s Search) share(from, to int) Search {
	spent := s.Spent
	s.Found = nil // costs that are weighed are nobody's
	s.Overrides, s.Ranks = s.Overrides && from == 0, nil
	if spent != nil {
		s.Spent = func() int { return min(whole, max(0, (spent()-from)*whole/(to-from))) }
	}
	return s
}

// weighed is the problem in which the households of each group count more by its weight.
func (p *Problem) weighed(floors []Floor, weight []int64) *Problem {
	counts := make([]int64, len(p.Households))
	for i, floor := range floors {
		for _, h := range floor.Households {
			counts[h] += weight[i]
		}
	}
	w := &Problem{Room: p.Room, Households: make([]Household, len(p.Households))}
	for h, household := range p.Households {
		options := append([]Option{}, household.Options...)
		for o := range options {
			options[o].Cost = max(-MostCost, min(MostCost, options[o].Cost*(evenly+counts[h])/evenly))
		}
		w.Households[h].Options = options
	}
	return w
}

// priced is a plan of a problem that was weighed, at the costs of this one. An override of it costs what it costs without floors at least, less what the floors cost.
func (p *Problem) priced(plan, without *Plan) *Plan {
	as := &Plan{Options: plan.Options, Bound: without.Bound}
	for h, o := range plan.Options {
		if o < 0 {
			as.Left++
			continue
		}
		as.Cost += p.Households[h].Options[o].Cost
	}
	if as.Left > 0 {
		return as
	}
	for h, more := range without.Overrides {
		as.Overrides = append(as.Overrides, slices.Clone(more))
		for o, v := range more {
			if v >= 0 {
				as.Overrides[h][o] = max(0, v+without.Cost-as.Cost)
			}
		}
	}
	return as
}

// fairness says how each group stands in a plan.
func (p *Problem) fairness(plan, without *Plan, floors []Floor) *Fairness {
	f := &Fairness{Plan: plan, Without: without, Price: plan.Cost - without.Cost}
	for _, floor := range floors {
		sum := int64(0)
		for _, h := range floor.Households {
			if o := plan.Options[h]; o >= 0 {
				sum += p.Households[h].Options[o].Cost
			} else {
				sum += MostCost
			}
		}
		n := int64(len(floor.Households))
		mean := sum / n
		if sum%n > 0 {
			mean++
		}
		f.Means = append(f.Means, mean)
		f.Reached = append(f.Reached, sum <= floor.Most*n)
	}
	return f
}

// all reports whether every group has its floor.
func (f *Fairness) all() bool { return f.reached() == len(f.Reached) }

func (f *Fairness) reached() (n int) {
	for _, is := range f.Reached {
		if is {
			n++
		}
	}
	return n
}

// fairer reports whether more groups have their floor than in another plan, or as many and everybody is placed who must be for less.
func (f *Fairness) fairer(than *Fairness) bool {
	switch {
	case f.Plan.Left != than.Plan.Left:
		return f.Plan.Left < than.Plan.Left
	case f.reached() != than.reached():
		return f.reached() > than.reached()
	}
	return f.Plan.Cost < than.Plan.Cost
}
