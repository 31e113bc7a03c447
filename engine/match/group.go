// SPDX-License-Identifier: Apache-2.0

package match

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// regroup betters a plan by taking a few places at a time and settling anew, exactly, who of those who are in them, or nowhere, goes to which.
type regroup struct {
	*state
	rng  *rand.Rand
	mine func(place int32) bool // which places it may take; nobody else takes them meanwhile

	group   []int32 // its places
	member  []bool  // place → whether it is of the group
	movers  []mover
	choices []int32 // options of all movers, one after another
	settling

	most int // movers of a group at most: as many as are mostly settled before the branches run out
	ease int // groups in a row that were
}

// mover is a household that may move within the group; choices[from:to] are the options that it may have.
type mover struct {
	household int32
	from, to  int32
	was       int32 // the option where it is
	size      int64 // what the room that it needs is worth
}

const (
	groupPlaces  = 10 // in a group at most
	groupOutside = 8  // who are nowhere, in a group at most
	fewestMovers = 6  // see regroup.most
	mostMovers   = 60 // see regroup.most
)

func newRegroup(s *state, seed, stream uint64) *regroup {
	return &regroup{state: s, rng: rand.New(rand.NewPCG(seed, stream)), member: make([]bool, s.places), most: 16}
}

// chance is as much as most, or less.
func (g *regroup) chance(most int64) int64 {
	if most <= 0 {
		return 0
	}
	return g.rng.Int64N(most + 1)
}

// step settles one group anew. It takes a plan that costs as much more as tolerance at most, times 1<<scale.
func (g *regroup) step(tolerance int64) {
	g.choose(2 + g.rng.IntN(groupPlaces-1))
	g.gather(tolerance)
	if len(g.movers) > 0 {
		g.adapt(g.settle(tolerance))
	}
	g.leave()
}

// adapt has groups be as large as can mostly be settled whole.
func (g *regroup) adapt(whole bool) {
	switch {
	case !whole:
		g.ease = 0
		g.most = max(g.most-1, fewestMovers)
	case len(g.movers) == g.most:
		if g.ease++; g.ease > 8 {
			g.ease = 0
			g.most = min(g.most+1, mostMovers)
		}
	}
}

// choose chooses the places of the group, so many at most: of a household that loses much, where it is and where it would rather be, and places that others of
// the group would rather be in.
func (g *regroup) choose(size int) {
	g.group = g.group[:0]
	h := g.unhappy()
	g.join(g.place[g.at[h]])
	g.join(g.wished(h))
	for try := 0; len(g.group) < size && try < 3*size; try++ {
		if len(g.group) == 0 {
			g.join(g.wished(g.anybody()))
		} else if in := g.in[g.group[g.rng.IntN(len(g.group))]]; len(in) > 0 {
			g.join(g.wished(in[g.rng.IntN(len(in))]))
		}
	}
}

func (g *regroup) join(place int32) {
	if place != nowhere && !g.member[place] && g.mine(place) {
		g.member[place] = true
		g.group = append(g.group, place)
	}
}

func (g *regroup) anybody() int32 { return int32(g.rng.IntN(g.households)) }

// unhappy is one who is nowhere, or who loses most of some.
func (g *regroup) unhappy() int32 {
	if len(g.out) > 0 && g.rng.IntN(4) == 0 {
		return g.out[g.rng.IntN(len(g.out))]
	}
	h := g.anybody()
	for range g.rng.IntN(4) {
		if k := g.anybody(); g.loss[g.at[k]] > g.loss[g.at[h]] {
			h = k
		}
	}
	return h
}

// wished is a place in which a household would lose little.
func (g *regroup) wished(h int32) int32 {
	o, to := g.options(h)
	for o+1 < to && g.rng.IntN(2) == 0 {
		o++
	}
	return g.place[o]
}

// gather lists who may move within the group, and by which options: none that alone loses more than the whole group could save.
func (g *regroup) gather(tolerance int64) {
	g.movers, g.choices = g.movers[:0], g.choices[:0]
	slack, lost := int64(0), int64(0)
	for _, p := range g.group {
		at := g.roomAt(p)
		slack += g.worth(p, g.left[at:at+g.dims])
		for _, h := range g.in[p] {
			lost += g.loss[g.at[h]]
		}
	}
	for _, p := range g.group {
		for _, h := range g.in[p] {
			g.consider(h, slack+lost+tolerance)
		}
	}
	for i, n := 0, len(g.out); i < min(n, groupOutside); i++ {
		h := g.out[(g.rng.IntN(n)+i)%n]
		if !slices.ContainsFunc(g.movers, func(m mover) bool { return m.household == h }) {
			g.consider(h, farthest)
		}
	}
	if len(g.movers) > g.most {
		g.rng.Shuffle(len(g.movers), func(i, j int) { g.movers[i], g.movers[j] = g.movers[j], g.movers[i] })
		g.movers = g.movers[:g.most]
	}
	slices.SortFunc(g.movers, func(a, b mover) int {
		return cmp.Or(cmp.Compare(b.size, a.size), cmp.Compare(a.household, b.household))
	})
	g.begin(slack + tolerance)
}

// consider lets a household move, if it has an option in the group besides the one that it has.
func (g *regroup) consider(h int32, most int64) {
	from, to := g.options(h)
	begin := int32(len(g.choices))
	size := int64(0)
	for o := from; o < to && g.loss[o] <= most; o++ {
		p := g.place[o]
		if o != g.at[h] && p != nowhere && !g.member[p] {
			continue
		}
		g.choices = append(g.choices, o)
		if p != nowhere {
			size = max(size, g.worth(p, g.needsAt(o)))
		}
	}
	if end := int32(len(g.choices)); end-begin > 1 {
		g.movers = append(g.movers, mover{h, begin, end, g.at[h], size})
		return
	}
	g.choices = g.choices[:begin]
}
