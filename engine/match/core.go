// SPDX-License-Identifier: Apache-2.0

package match

import "slices"

// shrink moves the offers, and takes out options that no better plan can have, as long as that leads further: those with which the bound would be as high as what is known
// to cost. Whoever has one option left is settled there. It reports whether nothing better is left.
func (p *proof) shrink(rounds int) bool {
	for before := 2*len(p.into) + 2; len(p.free) > 0 && len(p.into)*10 < before*9; {
		before = len(p.into)
		if p.limit = proofBranches; p.hopeless(rounds) || p.takeOut() {
			return true
		}
	}
	return false
}

// takeOut takes options out once. It reports whether somebody has none left.
func (p *proof) takeOut() bool {
	floor, gains := p.floors()
	if len(p.path) == 0 {
		p.floor = max(p.floor, ceil(p.paid+floor, p.scale))
	}
	p.limit = coreBranches
	for i, place := range p.open {
		p.takeOutAt(place, floor, gains[i])
	}
	for _, h := range p.free {
		none := p.none[h]
		p.loses[none] = p.mostOffered(h) - p.offer[h]
		if p.core[none] && floor+p.loses[none] > p.target()-1<<p.scale {
			p.core[none], p.must[h] = false, true
		}
	}
	p.entrances = p.entrances.only(p.core, p.opened)
	return p.settleForced()
}

// floors is the bound of the present offers, and what each place gains at most in it.
func (p *proof) floors() (sum int64, gains []int64) {
	for _, place := range p.open {
		from, to := p.roomAt(place), p.roomAt(place+1)
		gains = append(gains, p.gains(place, -1, p.spare[from:to], p.weight[from:to]))
		sum -= gains[len(gains)-1]
	}
	for _, h := range p.free {
		sum += p.offer[h]
	}
	return sum, gains
}

// gains is what a place gains at most with some room and without one of the households.
func (p *proof) gains(place, without int32, room []int32, weight []int64) int64 {
	gain := func(i int32) int64 {
		if h := p.of[i]; h != without && !p.settled[h] {
			return p.offer[h] - p.dive.cost[i]<<p.scale
		}
		return 0
	}
	if p.few[place] {
		return p.workers[0].pairs.fill(p.into[p.from[place]:p.from[place+1]], room, gain)
	}
	return p.workers[0].fill(p.into[p.from[place]:p.from[place+1]], room, gain, weight, p.limit)
}

// takeOutAt takes out options into one place: those with which the bound would be as high as what is known to cost. The place gains so much in the bound floor.
func (p *proof) takeOutAt(place int32, floor, gains int64) {
	room, weight := make([]int32, p.dims), make([]int64, p.dims)
	for _, o := range p.into[p.from[place]:p.from[place+1]] {
		h := p.of[o]
		if p.settled[h] || !p.hasRoom(o) {
			p.core[o] = false
			continue
		}
		for d, n := range p.needsAt(o) {
			room[d] = p.spare[p.roomAt(place)+d] - n
		}
		copy(weight, p.weight[p.roomAt(place):])
		p.loses[o] = gains - (p.offer[h] - p.dive.cost[o]<<p.scale + p.gains(place, h, room, weight))
		if floor+p.loses[o] > p.target()-1<<p.scale {
			p.core[o] = false
		}
	}
}

// only are the entrances of some options, into the places that are open.
func (e *entrances) only(core, opened []bool) *entrances {
	c := &entrances{of: e.of, none: e.none, from: make([]int32, 1, len(e.from))}
	for place, open := range opened {
		if open {
			for _, o := range e.into[e.from[place]:e.from[place+1]] {
				if core[o] {
					c.into = append(c.into, o)
				}
			}
		}
		c.from = append(c.from, int32(len(c.into)))
	}
	return c
}

// settleForced settles who has one option left. It reports whether somebody has none.
func (p *proof) settleForced() bool {
	for _, h := range p.free {
		switch ways := p.ways(h); len(ways) {
		case 0:
			return true
		case 1:
			p.do(ways[0])
		}
	}
	p.free = slices.DeleteFunc(p.free, func(h int32) bool { return p.settled[h] })
	return false
}
