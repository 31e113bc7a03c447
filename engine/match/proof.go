// SPDX-License-Identifier: Apache-2.0

package match

import (
	"cmp"
	"slices"
)

// proof looks for a plan that costs less than the best that is known, everywhere where one could be: where it has been everywhere, the best is proved. It settles
// one household after another, each at every option that it may have, and turns back where the bound of offers says that nothing better lies ahead.
type proof struct {
	*dive
	cost  int64   // of the best plan that is known; sought is less
	found []int32 // household → its option in a plan that costs less, which was found; nil for none
	floor int64   // no plan costs less, but one of cost
	begun bool
	ended bool // nothing that is better is left
	vast  bool // so much is left at the beginning of the path that there is no hope to get through

	core  []bool  // option → whether a better plan could have it, as the path goes
	loses []int64 // option → how much higher the bound is with it, at least
	trail []int32 // options at which households are settled, in turn
	path  []fork
}

// fork is a household that is settled at one option after another, and what was known there.
type fork struct {
	ways  []int32 // its options
	next  int     // the first that was not tried
	trail int     // how many were settled

	free       []int32
	offer      []int64
	core, must []bool
	entrances  *entrances
}

const (
	proofBranches = 2000 // of a bundle, at most
	coreBranches  = 200  // of a bundle, to see whether an option could be in it
	rootRounds    = 150  // in which offers are moved, at the beginning of the path
	forkRounds    = 12   // in which offers are moved after each settling
)

// newProof begins where nobody is settled.
func newProof(from *offers, cost int64) *proof {
	p := &proof{dive: newDive(from.alone(1)), cost: cost, floor: -1 << 62, core: slices.Repeat([]bool{true}, len(from.place)), loses: make([]int64, len(from.place))}
	p.open, p.free = slices.Clone(from.open), slices.Clone(from.free)
	p.must = make([]bool, p.households)
	copy(p.spare, p.room)
	for _, h := range p.free {
		p.settled[h] = false
	}
	for i := range p.opened {
		p.opened[i] = true
	}
	p.each = p.note
	return p
}

// advance goes on for so many forks.
func (p *proof) advance(forks int) {
	if !p.begun {
		p.begun = true
		all := len(p.into)
		p.finish(p.enter(rootRounds))
		p.vast = len(p.into)*3 > all*2
		return
	}
	for range forks {
		if p.ended {
			return
		}
		p.finish(p.follow())
	}
}

// finish notes whether nothing that is better is left.
func (p *proof) finish(ended bool) {
	if ended {
		p.ended, p.floor = true, p.cost
	}
}

// target is what those who are free are to cost less than, times 1<<scale.
func (p *proof) target() int64 { return p.cost<<p.scale - p.paid }

// hopeless moves the offers, and reports whether no plan from here on costs less than is known.
func (p *proof) hopeless(rounds int) bool {
	return p.climb(rounds, p.target(), func() bool { return false }) > p.target()-1<<p.scale
}

// enter looks at where the path has come to: it ends where a plan is found or nothing better lies ahead, and forks otherwise. It reports whether it ends.
func (p *proof) enter(rounds int) bool {
	if p.shrink(rounds) {
		return true
	}
	if len(p.free) == 0 {
		if p.paid < p.cost<<p.scale {
			p.cost, p.found = p.paid>>p.scale, slices.Clone(p.at)
		}
		return true
	}
	h := p.disputed()
	p.path = append(p.path, fork{ways: p.ways(h), trail: len(p.trail), free: slices.Clone(p.free), offer: slices.Clone(p.offer), core: slices.Clone(p.core),
		must: slices.Clone(p.must), entrances: p.entrances})
	return false
}

// follow takes the next way at the end of the path, or goes back. It reports whether there is no path left.
func (p *proof) follow() bool {
	for len(p.path) > 0 {
		f := &p.path[len(p.path)-1]
		for len(p.trail) > f.trail {
			p.undo()
		}
		if f.next == len(f.ways) {
			p.path = p.path[:len(p.path)-1]
			continue
		}
		p.back(f)
		p.do(f.ways[f.next])
		p.free = slices.DeleteFunc(p.free, func(h int32) bool { return p.settled[h] })
		f.next++
		p.enter(forkRounds)
		return false
	}
	return true
}

// back takes up what was known at a fork.
func (p *proof) back(f *fork) {
	p.free = append(p.free[:0], f.free...)
	copy(p.offer, f.offer)
	copy(p.core, f.core)
	copy(p.must, f.must)
	p.entrances = f.entrances
}

func (p *proof) do(o int32) {
	h := p.of[o]
	p.settled[h], p.at[h] = true, o
	p.paid += p.dive.cost[o] << p.scale
	p.spend(o, -1)
	p.trail = append(p.trail, o)
}

func (p *proof) undo() {
	o := p.trail[len(p.trail)-1]
	p.trail = p.trail[:len(p.trail)-1]
	p.settled[p.of[o]] = false
	p.paid -= p.dive.cost[o] << p.scale
	p.spend(o, 1)
}

// ways are the options that a household still has, those first that lose least.
func (p *proof) ways(h int32) (ways []int32) {
	for o, to := p.options(h); o < to; o++ {
		if p.core[o] && p.hasRoom(o) {
			ways = append(ways, o)
		}
	}
	slices.SortStableFunc(ways, func(a, b int32) int { return cmp.Compare(p.loses[a], p.loses[b]) })
	return ways
}

// disputed is the household about whom places agree least, the more the dearer the room that it needs.
func (p *proof) disputed() int32 {
	best, most := p.free[0], int64(-1)
	for _, h := range p.free {
		largest, all, stake := int32(0), int32(0), int64(0)
		for o, to := p.options(h); o < to; o++ {
			if p.core[o] && p.place[o] != nowhere {
				largest, all = max(largest, p.share[o]), all+p.share[o]
				stake = max(stake, p.worth(p.place[o], p.needsAt(o))>>p.scale)
			}
		}
		if dispute := int64(min(largest, max(all, 1<<shareFine)-largest)) * (stake + 1); dispute > most {
			best, most = h, dispute
		}
	}
	return best
}
