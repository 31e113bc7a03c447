// SPDX-License-Identifier: Apache-2.0

package match

import "fmt"

// Plan is who goes where.
type Plan struct {
	// Options are where everybody is: household → the position of its option in Problem, or -1 for one that must be placed and could not be.
	Options []int
	// Cost is the sum of the options' costs. Bound is what no plan that places all who must be costs less than, where Left is 0.
	Cost, Bound int64
	// Left is how many must be placed, and could not be.
	Left int
	// Exchanges are what chains by wishes changed in the end, where Search had Ranks: nobody is where they wished less than in the plan of the least cost that was found.
	Exchanges Exchanges
	// Overrides say, where Search asked for it and nobody is left, what it costs everybody together that one household has another option instead: household → option → how much more the best plan with it costs than this one. Where Exact,
	// that is so; otherwise it costs at least so much. Of an option that could never fit it is -1.
	Overrides [][]int64
	Exact     bool // Overrides are what they cost, and not only at least that
}

func (h *hunt) plan() *Plan {
	if h.cost > h.bound {
		h.problem.settleAlone(h.best)
		h.problem.chains(h.best, chainMost)
	}
	plan := &Plan{Options: h.best, Bound: h.bound}
	if h.Ranks != nil {
		plan.Exchanges = h.problem.exchange(h.best, h.Ranks)
	}
	for i, o := range plan.Options {
		if o < 0 {
			plan.Left++
			continue
		}
		plan.Cost += h.problem.Households[i].Options[o].Cost
	}
	return plan
}

// Places returns the place of each household, in order; Unplaced for none.
func (p *Plan) Places(of *Problem) []int {
	places := make([]int, len(p.Options))
	for h, o := range p.Options {
		places[h] = Unplaced
		if o >= 0 {
			places[h] = of.Households[h].Options[o].Place
		}
	}
	return places
}

// Verify holds a plan against the problem, by the problem alone: each household at one of its options, no place over its room, the cost as said and not below
// the bound. It returns the first that is not so.
func (p *Plan) Verify(of *Problem) error {
	if len(p.Options) != len(of.Households) {
		return fmt.Errorf("%d households in the plan, %d in the problem", len(p.Options), len(of.Households))
	}
	load := make([][]int64, len(of.Room))
	for i := range load {
		load[i] = make([]int64, of.Dimensions())
	}
	cost, left := int64(0), 0
	for h, o := range p.Options {
		options := of.Households[h].Options
		if o < 0 {
			left++
			continue
		}
		if o >= len(options) {
			return fmt.Errorf("household %d has no option %d", h, o)
		}
		cost += options[o].Cost
		if options[o].Place == Unplaced {
			continue
		}
		for d, n := range options[o].Needs {
			load[options[o].Place][d] += n
		}
	}
	for i, room := range of.Room {
		for d, r := range room {
			if load[i][d] > r {
				return fmt.Errorf("place %d: %d of %d in dimension %d", i, load[i][d], r, d)
			}
		}
	}
	if cost != p.Cost || left != p.Left || left == 0 && cost < p.Bound {
		return fmt.Errorf("cost %d with %d left, not %d with %d; bound %d", cost, left, p.Cost, p.Left, p.Bound)
	}
	return nil
}
