// SPDX-License-Identifier: Apache-2.0

package match

import "slices"

// Exchanges are what chains by wishes changed in a plan: who moved (households, in order), and what it costs all together.
type Exchanges struct {
	Moved []int // households
	Price int64 // the plan's cost above what it was
}

// exchange lets households exchange their places by what they wish: chains of households who each go where the next was, until one finds room, or the place that the first left. Nobody is where they wished less than before, of equal wishes
// nobody goes where they cost more, and each chain brings somebody where they wished more, or costs less. ranks says how much each wishes each option, household → option; less is wished more.
//
// Source of the method: the Pareto-improving chains of Delacrétaz, Kominers and Teytelboym, Matching Mechanisms for Refugee Resettlement (American Economic Review 113(10), 2023).
func (p *Problem) exchange(options []int, ranks [][]uint8) Exchanges {
	before := slices.Clone(options)
	c := &chainer{Standing: p.byRank(ranks).Stand(&Plan{Options: options}), most: chainMost}
	c.may = func(h, o int) bool {
		at := c.options[h]
		if at < 0 {
			return true
		}
		of := p.Households[h].Options
		return ranks[h][o] < ranks[h][at] || ranks[h][o] == ranks[h][at] && of[o].Cost <= of[at].Cost
	}
	c.all()
	copy(options, c.options)
	return p.exchanges(before, options)
}

// byRank is the problem in which an option costs its rank before all, and then what it costs.
func (p *Problem) byRank(ranks [][]uint8) *Problem {
	most := int64(1)
	for _, h := range p.Households {
		for _, o := range h.Options {
			most = max(most, o.Cost, -o.Cost)
		}
	}
	by := &Problem{Room: p.Room, Households: make([]Household, len(p.Households))}
	for h, household := range p.Households {
		by.Households[h].Options = slices.Clone(household.Options)
		for o := range household.Options {
			by.Households[h].Options[o].Cost += int64(ranks[h][o]) * (2*chainLong*most + 1)
		}
	}
	return by
}

// exchanges says what changed between two plans.
func (p *Problem) exchanges(before, after []int) (e Exchanges) {
	for h, o := range after {
		if o == before[h] {
			continue
		}
		e.Moved = append(e.Moved, h)
		e.Price += p.Households[h].Options[o].Cost
		if was := before[h]; was >= 0 {
			e.Price -= p.Households[h].Options[was].Cost
		}
	}
	return e
}
