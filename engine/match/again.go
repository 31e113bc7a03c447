// SPDX-License-Identifier: Apache-2.0

package match

import (
	"math/rand/v2"
	"slices"
)

const (
	againHouseholds = 150 // so many are taken out at a time, about
	againOutside    = 20  // and so many of who is nowhere
)

// again takes some places that are near one another out of a plan, with who is in them and some who are nowhere, dives for a plan of them alone, and keeps it where it costs
// no more than before.
func (d *dive) again(g *regroup, from *offers) {
	g.widen(againHouseholds/3, againHouseholds)
	defer g.leave()
	households := d.household(g)
	before := g.costOf(households, g.at)
	d.release(g.state, g.group, households, from)
	d.vary(g.rng)
	if !d.down(before<<d.scale, func() bool { return false }) || g.costOf(households, d.at) > before {
		return
	}
	for _, h := range households {
		g.take(h)
	}
	for _, h := range households {
		g.put(h, d.at[h])
	}
}

// costOf is what some households cost at their options.
func (c *compact) costOf(households, at []int32) (sum int64) {
	for _, h := range households {
		sum += c.cost[at[h]]
	}
	return sum
}

// vary draws how the next dive goes, so that not all end alike.
func (d *dive) vary(rng *rand.Rand) {
	d.rounds, d.part = 2<<rng.IntN(3)+rng.IntN(2), 5+rng.IntN(20)
	d.reach = 1 << reachFine >> rng.IntN(6)
}

// household lists who is in the places of the group, and some who are nowhere.
func (d *dive) household(g *regroup) (households []int32) {
	for _, p := range g.group {
		households = append(households, g.in[p]...)
	}
	if n := len(g.out); n > 0 {
		first := g.rng.IntN(n)
		for i := range min(n, againOutside) {
			households = append(households, g.out[(first+i)%n])
		}
	}
	slices.Sort(households)
	return households
}

// widen chooses places as choose does, from two on, until enough households are in them: as many as least, and up to so many more.
func (g *regroup) widen(least, more int) {
	g.choose(2)
	in := 0
	for _, p := range g.group {
		in += len(g.in[p])
	}
	most := least + g.rng.IntN(more)
	for try := 0; in < most && len(g.group) > 0 && try < 4*len(g.group)+8; try++ {
		if of := g.in[g.group[g.rng.IntN(len(g.group))]]; len(of) > 0 {
			size := len(g.group)
			if g.join(g.wished(of[g.rng.IntN(len(of))])); len(g.group) > size {
				in += len(g.in[g.group[size]])
			}
		}
	}
}

// leave ends the group.
func (g *regroup) leave() {
	for _, p := range g.group {
		g.member[p] = false
	}
}

// seldom is every how manyth round a plan is merged where there are more than againHouseholds: a merge of many takes as long as several rounds of groups.
const seldom = 4

// wholeHouseholds is how many households there are at most, where a dive for everybody takes so little time that many are tried.
const wholeHouseholds = 1000

// whole dives for a plan of everybody, for one thread. It returns nil where there are too many households for that.
func (h *hunt) whole(thread int, s *state, rng *rand.Rand) *state {
	if s.households > wholeHouseholds {
		return nil
	}
	d := h.dives[thread]
	d.release(s, h.offers.open, h.offers.free, h.offers)
	d.vary(rng)
	d.down(h.cost<<s.scale, func() bool { return false })
	return h.completed(d)
}

// merges reports whether plans of everybody are merged in this round.
func (h *hunt) merges() bool {
	return (h.priced.households <= againHouseholds || h.round%seldom == 0) && !h.tooMany()
}

// merge betters a plan group by group, and merges it with some of those that are known already. It returns what came of it, and whether the merge was looked through.
func (h *hunt) merge(s *state, rng *rand.Rand) (found *state, whole bool) {
	g := newRegroup(s, rng.Uint64(), 0)
	g.mine = func(int32) bool { return true }
	for range variantGroups {
		g.step(0)
	}
	better, whole := h.merged(append(h.variants.some(rng), variant{s.at, s.total}), h.hoped(rng))
	if better == nil {
		return s, whole
	}
	return better, whole
}

// completed is the plan to which a dive led; who had no place left is placed where there is room.
func (h *hunt) completed(d *dive) *state {
	s := newState(h.priced)
	for i, o := range d.at {
		if o >= 0 {
			s.put(int32(i), o)
		}
	}
	s.greedy()
	return s
}
