// SPDX-License-Identifier: Apache-2.0

package match

import "slices"

// overrideBerths is how many berths there are at most where it is worked out exactly what every override costs: the time grows with the third power of them.
const overrideBerths = 1000

// Instead says what it costs everybody together that a household goes to each other place instead, place → how much more at least (Unplaced: nowhere); of places that could never fit it says nothing. Nil where that was not asked for.
func (p *Plan) Instead(of *Problem, household int) map[int]int64 {
	if p.Overrides == nil {
		return nil
	}
	costs := map[int]int64{}
	for o, option := range of.Households[household].Options {
		if v := p.Overrides[household][o]; v >= 0 {
			costs[option.Place] = v
		}
	}
	return costs
}

// OverrideOf looks for the best plan in which a household goes to a place and nowhere else, and says how much more it costs than a plan: exactly, where both are proved to be the best, and otherwise at least. False where the household has no such option: no override goes
// against a rule. Errors as Solve.
func (p *Problem) OverrideOf(plan *Plan, household, place int, s Search) (more int64, exact, can bool, err error) {
	o := slices.IndexFunc(p.Households[household].Options, func(o Option) bool { return o.Place == place })
	if o < 0 {
		return 0, false, false, nil
	}
	locked := &Problem{Room: p.Room, Households: slices.Clone(p.Households)}
	locked.Households[household] = Household{Options: p.Households[household].Options[o : o+1]}
	s.Overrides, s.Found, s.Ranks = false, nil, nil
	other, err := Solve(locked, s)
	if err != nil || other.Left > 0 {
		return 0, false, false, err
	}
	exact = plan.Cost == plan.Bound && other.Cost == other.Bound
	return max(0, other.Bound-plan.Cost), exact, true, nil
}

// told says in a plan what overrides of it cost, where that is asked for: exactly where berths are all there is to it, and otherwise by what no plan with them costs less than.
func (h *hunt) told(plan *Plan) *Plan {
	if !h.Overrides || plan.Left > 0 {
		return plan
	}
	plan.Overrides = make([][]int64, len(plan.Options))
	for i := range plan.Overrides {
		plan.Overrides[i] = make([]int64, len(h.problem.Households[i].Options))
		for o := range plan.Overrides[i] {
			plan.Overrides[i][o] = -1
		}
	}
	switch {
	case h.settled && len(h.berths.owner) <= overrideBerths:
		plan.Exact = h.berths.alwaysFit() && plan.Cost == plan.Bound
		plan.note(h.berths.compact, h.berths.detours(), plan.Cost-plan.Bound)
	case h.offers != nil && h.offers.twoEach():
		plan.note(h.offers.compact, h.offers.least(plan.Cost), 0)
	case h.priced != nil:
		plan.note(h.priced.compact, h.lossAbove(plan.Cost), 0)
	default:
		plan.note(h.berths.compact, h.berths.reduced(plan.Cost), 0)
	}
	for i, o := range plan.Options {
		plan.Overrides[i][o] = 0
	}
	return plan
}

// note notes what the options cost more, by their positions as they were given, less what the plan itself costs more than the best.
func (p *Plan) note(c *compact, more []int64, less int64) {
	for i := range p.Options {
		for o, to := c.options(int32(i)); o < to; o++ {
			if c.given[o] >= 0 {
				p.Overrides[i][c.given[o]] = max(0, more[o]-less)
			}
		}
	}
}

// least is how much more than some cost a plan costs at least with each option, by what is offered: what the place gains less, when the household is in it.
func (o *offers) least(cost int64) []int64 {
	floor := o.bound(o.offer)
	more := make([]int64, len(o.place))
	above := func(i int32, loses int64) { more[i] = ceil(floor+loses, o.scale) - cost }
	for place := range int32(o.places) {
		options, room := o.into[o.from[place]:o.from[place+1]], o.room[o.roomAt(place):o.roomAt(place+1)]
		gain := func(i int32) int64 { return o.offer[o.of[i]] - o.cost[i]<<o.scale }
		pairs := &o.workers[0].pairs
		gains := pairs.fill(options, room, gain)
		for _, i := range options {
			above(i, gains-pairs.with(i, gain(i), room))
		}
	}
	for h, none := range o.none {
		above(none, o.cost[none]<<o.scale-o.offer[h])
	}
	return more
}

// lossAbove is how much more than some cost a plan costs at least with each option, by what room costs.
func (h *hunt) lossAbove(cost int64) []int64 {
	floor := h.prices.bound(h.priced.price)
	more := make([]int64, len(h.priced.place))
	for o, loss := range h.priced.loss {
		more[o] = ceil(floor+loss, h.priced.scale) - cost
	}
	return more
}
