// SPDX-License-Identifier: Apache-2.0

package match

// offering moves offers towards those of the highest bound: more is offered for whom no place chooses, and less for whom several do, averaged over rounds, by steps in
// the manner of Polyak (1969) towards a bound that is hoped for. Where it stays away for some rounds less is hoped for, from the best offers on.
type offering struct {
	*offers
	try    []int64 // household → the offers that are tried
	miss   []int64 // household → averaged: one, less how often it is chosen, times 1<<fine
	reach  int64   // how far towards what is hoped for a step goes, times 1<<reachFine
	level  int64   // how much higher a bound is hoped for than the highest so far, times 1<<scale
	idle   int     // rounds without a better bound
	nearer bool    // there was a better bound since less was hoped for
	each   func()  // is called after each round; nil for nothing
}

const offerPatience = 60 // rounds without a better bound, until less is hoped for

func newOffering(o *offers) *offering {
	return &offering{offers: o, try: make([]int64, o.households), miss: make([]int64, o.households), reach: 1 << reachFine}
}

// climb moves the offers, for so many rounds at most, or until stop says so. It returns the highest bound. target is what a plan is known to cost, times 1<<scale.
func (c *offering) climb(rounds int, target int64, stop func() bool) (best int64) {
	copy(c.try, c.offer)
	best = c.bound(c.try)
	c.begin()
	now := best
	c.level = max(1, target-best)
	for range rounds {
		if best > target-1<<c.scale || c.level < 1<<c.scale/4 || stop() {
			break
		}
		c.step(c.try, min(best+c.level, target)-now)
		now = c.bound(c.try)
		c.average()
		if c.each != nil {
			c.each()
		}
		if now > best {
			if now > best+c.level/2 {
				c.level += c.level / 2
			}
			best, c.idle, c.nearer = now, 0, true
			copy(c.offer, c.try)
		} else if c.idle++; c.idle >= c.patience {
			c.idle = 0
			c.hopeLess()
			copy(c.try, c.offer)
			clear(c.miss)
			now = best
		}
	}
	return best
}

// hopeLess hopes for less: much less, where there was no better bound at all.
func (c *offering) hopeLess() {
	if c.nearer {
		c.level = max(c.level*3/4, 1)
	} else {
		c.level = max(c.level/2, 1)
	}
	c.nearer = false
}

// begin takes how often each is chosen now for the mean.
func (c *offering) begin() {
	for _, h := range c.free {
		c.miss[h] = (1 - int64(c.times[h])) << fine
	}
}

func (c *offering) average() {
	for _, h := range c.free {
		c.miss[h] += ((1-int64(c.times[h]))<<fine - c.miss[h]) / 2
	}
}

// step moves offers as far along what is missed as would lead to a bound gap higher, if it went on as it begins.
func (c *offering) step(offer []int64, gap int64) {
	norm := uint64(1)
	for _, h := range c.free {
		if m := c.miss[h]; m < 0 || offer[h] < c.mostOffered(h) {
			norm += uint64(m * m)
		}
	}
	length := (uint64(max(gap, 1))>>reachFine + 1) * uint64(c.reach)
	for _, h := range c.free {
		m := c.miss[h]
		d := int64(mulDiv(length, uint64(max(m, -m))<<fine, norm))
		if m < 0 {
			d = -d
		}
		offer[h] = max(min(offer[h]+d, c.mostOffered(h)), -c.dear<<c.scale)
	}
}
