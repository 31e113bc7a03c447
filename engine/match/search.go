// SPDX-License-Identifier: Apache-2.0

package match

import (
	"slices"
	"sync"
)

// Search says how a plan is looked for.
type Search struct {
	Seed    uint64 // of chance
	Threads int    // searches side by side; 0 is one
	Steps   int    // groups that each of them settles; 0 is as many as there is time for
	// Spent says which share of the time has gone, in thousandths; nil where Steps alone count. With it, a plan is of this machine and hour.
	Spent func() int
	// Overrides asks for Plan.Overrides.
	Overrides bool
	// Ranks say how much each household wishes each of its options, household → option; less is wished more. With them, households exchange their places by wishes in the end (Plan.Exchanges). Nil for no exchanges.
	Ranks [][]uint8
	// Found is told each better plan's cost and each higher bound; nil tells nobody.
	Found func(cost, bound int64)
}

const (
	climbFirst = 200  // rounds for prices to begin with, towards a guess
	climbLong  = 1500 // rounds towards the cost of a plan
	climbUntil = 200  // thousandths of the time after which they end
	nearPlan   = 50   // a plan costs so much more than the first bound, or so it is guessed: one part of so many
	whole      = 1000 // the whole of the time, in thousandths

	between = 20 // steps after which searches side by side share what they found
	least   = 2  // what that is at least, in units of cost: where they are few, a plan's neighbours cost a whole unit more
	warm    = 1  // how much worse a settling is taken at the beginning: as many times what each household loses, in the mean
)

// Solve looks for a plan of the least cost. It returns the best that it found, also where it ends at once. The problem is to have passed Check; error where its
// numbers are too large together.
func Solve(p *Problem, s Search) (*Plan, error) {
	prices, err := newPrices(compacted(p))
	if err != nil {
		return nil, err
	}
	h := &hunt{Search: s, prices: prices, problem: p, until: whole, bound: -1 << 62}
	if p.thin() {
		h.until = chainFrom
	}
	h.Threads = max(1, min(h.Threads, prices.places/2))
	if h.assign() {
		return h.told(h.plan()), nil
	}
	floor := prices.bound(prices.price)
	h.price(climbFirst, floor+max(floor, -floor)/10)
	now := newState(h.priced)
	now.greedy()
	h.keep(now)
	now = h.assigned(now)
	if !h.over() {
		now = h.improve(now, 0)
	}
	h.price(climbLong, min(h.cost, h.bound+max(h.bound, -h.bound)/nearPlan+1)<<prices.scale)
	now = h.better(stateAt(h.priced, h.moved(now)))
	now = h.bid(now)
	for done := between; (s.Steps == 0 || done < s.Steps) && !h.over(); done += between {
		now = h.improve(now, done)
	}
	return h.told(h.plan()), nil
}

// hunt is a search while it goes on.
type hunt struct {
	Search
	problem  *Problem
	prices   *prices
	until    int // thousandths of the time after which it ends
	priced   *priced
	berths   *assignment // where places hold few; nil otherwise
	settled  bool        // all have berths for the least cost, and fit
	offers   *offers
	dives    []*dive // of each thread
	proof    *proof
	variants variants // good plans for everybody, where those are looked for
	idle     int      // rounds without a better plan
	branches int64    // of bundles that dives for everybody looked at
	bound    int64    // no plan costs less
	best     []int    // household → the position of its option among those given, -1 for none of them
	cost     int64    // of best
	round    uint64
}

func (h *hunt) spent() int {
	if h.Spent == nil {
		return 0
	}
	return h.Spent()
}

// over reports whether there is nothing left to look for, or no time.
func (h *hunt) over() bool { return h.cost == h.bound || h.spent() >= h.until }

// price looks for better prices, and puts the options in their order.
func (h *hunt) price(rounds int, target int64) {
	floor := h.prices.climb(rounds, target, func() bool { return h.spent() >= climbUntil })
	h.priced = h.prices.sorted()
	if bound := ceil(floor, h.prices.scale); bound > h.bound {
		h.bound = bound
		h.tell()
	}
}

// ceil is v/1<<scale, rounded up: costs are whole.
func ceil(v int64, scale uint) int64 { return -(-v >> scale) }

// better is a state, or one that begins anew at the present prices where that costs less.
func (h *hunt) better(s *state) *state {
	anew := newState(h.priced)
	if anew.greedy(); anew.total < s.total {
		h.keep(anew)
		return anew
	}
	return s
}

// keep notes a plan that is better than the best.
func (h *hunt) keep(s *state) {
	if h.best != nil && s.total >= h.cost {
		return
	}
	h.cost = s.total
	h.idle = 0
	h.best = make([]int, len(s.at))
	for i, o := range s.at {
		h.best[i] = int(s.given[o])
	}
	h.tell()
}

func (h *hunt) tell() {
	if h.Found != nil && h.best != nil {
		h.Found(h.cost, h.bound)
	}
}

// moved says at which option everybody is, after these were put into another order.
func (h *hunt) moved(s *state) []int32 {
	at := make([]int32, len(s.at))
	for i := range int32(s.households) {
		from, to := h.priced.options(i)
		at[i] = from + int32(slices.Index(h.priced.given[from:to], s.given[s.at[i]]))
	}
	return at
}

// tolerance is how much worse a settling may be, at most, after so many steps: less and less.
func (h *hunt) tolerance(s *state, done int) int64 {
	left := whole - h.spent()
	if h.Steps > 0 {
		left = min(left, whole-int(int64(whole)*int64(done)/int64(h.Steps)))
	}
	left = max(left, 0)
	gap := max(0, s.total-h.bound) << s.scale
	return max(gap/int64(s.households)*warm, least<<s.scale) * int64(left) / whole * int64(left) / whole
}

// improve goes on from a plan for some steps, in as many threads as there are: each has places of its own, drawn anew each time, and settles nobody anew but those
// in them, so that what they find can be put together. Some of them dive for a plan of everybody besides, and one may go on with the proof.
func (h *hunt) improve(s *state, done int) *state {
	h.round++
	proving := h.proves()
	tolerance := h.tolerance(s, done)
	parts := make([]*state, h.Threads)
	wholes, merged := make([]*state, h.Threads), make([]bool, h.Threads)
	var all sync.WaitGroup
	for i := range parts {
		parts[i] = s.part(func(of uint64) bool { return drawn(h.round, of, h.Threads) == i })
		if proving && i == 0 {
			all.Go(func() { h.proof.advance(forksARound) })
			continue
		}
		all.Go(func() {
			g := newRegroup(parts[i], h.Seed, h.round*uint64(h.Threads)+uint64(i))
			g.mine = func(place int32) bool { return drawn(h.round, uint64(place), h.Threads) == i }
			if h.dives != nil {
				if s.households > againHouseholds {
					h.dives[i].again(g, h.offers)
				}
				if wholes[i] = h.whole(i, s, g.rng); wholes[i] != nil && h.merges() {
					wholes[i], merged[i] = h.merge(wholes[i], g.rng)
				}
			}
			for range between {
				g.step(2 * g.chance(tolerance))
			}
		})
	}
	all.Wait()
	joined := join(s, parts, wholes)
	h.keep(joined)
	h.note(wholes, merged)
	return h.proved(joined)
}

// note notes variants of the plan that were found.
func (h *hunt) note(wholes []*state, merged []bool) {
	for i, s := range wholes {
		if s != nil {
			h.variants.add(s)
			if h.merges() {
				h.variants.adapt(merged[i])
			}
		}
	}
}

// join puts together what was found side by side in parts of a plan; where a plan of everybody costs less, it is that.
func join(s *state, parts, wholes []*state) *state {
	at := slices.Clone(s.at)
	for _, part := range parts {
		for i, o := range part.at {
			if o != s.at[i] {
				at[i] = o
			}
		}
	}
	joined := stateAt(s.priced, at)
	for _, anew := range wholes {
		if anew != nil && anew.total < joined.total {
			joined = anew
		}
	}
	return joined
}

// drawn says whose a place, or somebody who is nowhere, is for a round.
func drawn(round, of uint64, threads int) int {
	x := (round*0x9e3779b97f4a7c15 + of) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>29) * 0x94d049bb133111eb
	return int((x ^ x>>32) % uint64(threads))
}
