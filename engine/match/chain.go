// SPDX-License-Identifier: Apache-2.0

package match

import (
	"cmp"
	"slices"
)

// chains betters a plan by chains: somebody goes where another is, who goes where a third is, and so on, until one finds room, or the place that the first left, or nowhere. Where places hold one household or two, that
// is how a good plan differs from the best. It ends when no chain of chainLong households betters the plan, or so many options were looked at.
func (p *Problem) chains(options []int, most int) {
	c := &chainer{Standing: p.Stand(&Plan{Options: options}), most: most}
	if p.thin() {
		c.all()
		copy(options, c.options)
	}
}

// all takes chains until none betters the plan.
func (c *chainer) all() {
	for bettered := true; bettered; {
		bettered = false
		for _, h := range c.dearest() {
			for c.most > 0 && c.better(h) {
				bettered = true
			}
		}
		bettered = bettered && c.most > 0
	}
}

const (
	chainLong = 6         // households in a chain, at most
	chainFrom = 960       // thousandths of the time after which chains are looked for
	chainMost = 4_000_000 // options that are looked at in all
	chainThin = 6         // households to a place, at most: where places hold many, groups settle more than chains do
)

// thin reports whether places hold few households each.
func (p *Problem) thin() bool { return len(p.Households) <= chainThin*len(p.Room) }

// chainer looks for chains in a plan as it stands.
type chainer struct {
	*Standing
	most  int
	may   func(household, option int) bool // who may go where; nil for everybody everywhere
	links []link
	least map[int]int64 // household → the least that a chain costs until it is moved
}

// link is a household that is moved, because the one of the link before takes its place. Cost is what all before it cost in their new places, less what all, it among them, cost in their old ones.
type link struct {
	household int
	cost      int64
	before    int // position of the link before it; -1 for the first
	option    int // where the household before it goes
}

// better takes the best chain that begins with a household, where it betters the plan, and reports whether it did.
func (c *chainer) better(first int) bool {
	c.links, c.least = append(c.links[:0], link{household: first, cost: -c.costAt(first), before: -1}), map[int]int64{first: -c.costAt(first)}
	best, end, last := int64(0), -1, -1
	for from, long := 0, 0; long < chainLong && from < len(c.links) && c.most > 0; long++ {
		to := len(c.links)
		for ; from < to; from++ {
			h := c.links[from].household
			for o, option := range c.problem.Households[h].Options {
				c.most--
				cost := c.links[from].cost + option.Cost
				switch {
				case o == c.options[h] || c.passed(from, option.Place) || c.may != nil && !c.may(h, o):
				case c.ends(option, first):
					if cost < best {
						best, end, last = cost, from, o
					}
				default:
					c.lengthen(from, o, cost)
				}
			}
		}
	}
	if end < 0 {
		return false
	}
	c.take(end, last)
	return true
}

// costAt is what a household costs where it is; more than anything where it must be placed, and is not.
func (c *chainer) costAt(h int) int64 {
	if c.options[h] < 0 {
		return 1 << 40
	}
	return c.problem.Households[h].Options[c.options[h]].Cost
}

// dearest are all households, those first who cost most where they are.
func (c *chainer) dearest() []int {
	all := make([]int, len(c.options))
	for h := range all {
		all[h] = h
	}
	slices.SortStableFunc(all, func(a, b int) int { return cmp.Compare(c.costAt(b), c.costAt(a)) })
	return all
}

// passed reports whether a chain has been in a place before. To go where the first was is to end.
func (c *chainer) passed(at, place int) bool {
	for ; c.links[at].before >= 0; at = c.links[at].before {
		if place != Unplaced && c.placeOf(c.links[at].household, c.options[c.links[at].household]) == place {
			return true
		}
	}
	return false
}

// ends reports whether there is room for an option once the first of a chain left.
func (c *chainer) ends(o Option, first int) bool {
	if o.Place == Unplaced {
		return true
	}
	if c.placeOf(first, c.options[first]) == o.Place {
		return c.roomAfter(o, c.problem.Households[first].Options[c.options[first]])
	}
	return fits(o, c.left)
}

// lengthen goes on to those whose leaving would make room for an option, where no other chain came to them for less.
func (c *chainer) lengthen(from, option int, cost int64) {
	to := c.problem.Households[c.links[from].household].Options[option]
	for _, h := range c.in[to.Place] {
		now := cost - c.costAt(h)
		if known, is := c.least[h]; is && known <= now || !c.roomAfter(to, c.problem.Households[h].Options[c.options[h]]) {
			continue
		}
		c.least[h] = now
		c.links = append(c.links, link{household: h, cost: now, before: from, option: option})
	}
}

// take moves everybody of a chain, whose last goes to an option.
func (c *chainer) take(at, option int) {
	var moved []link
	for ; at >= 0; at = c.links[at].before {
		moved = append(moved, link{household: c.links[at].household, option: option})
		option = c.links[at].option
	}
	for _, m := range moved {
		c.moveTo(m.household, c.options[m.household], -1)
	}
	for _, m := range moved {
		c.moveTo(m.household, -1, m.option)
	}
}
