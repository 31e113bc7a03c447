// SPDX-License-Identifier: Apache-2.0

package match

import "math/bits"

// climb moves the prices towards those of the highest bound, which it returns: each goes up where more is asked for than there is, and down where less is, averaged
// over rounds, by steps in the manner of Polyak (1969). It ends after so many rounds, or when stop says so. target is what a plan is known to cost, or a guess of
// it, times 1<<scale.
func (p *prices) climb(rounds int, target int64, stop func() bool) (best int64) {
	best = p.bound(p.price)
	c := newClimber(p)
	start, now := best, best
	target = max(target, best+1)
	for range rounds {
		if stop() {
			break
		}
		if target-best <= (target-start)/20 { // the guess was too low: look further
			start, target = best, best+2*(target-start)
		}
		c.step(p, target-now)
		now = p.bound(c.try)
		c.average(p)
		switch {
		case now > best:
			best = now
			copy(p.price, c.try)
			c.idle = 0
		case c.tired():
			now = best
			copy(c.try, p.price)
		}
	}
	return best
}

// climber is what the rounds of climb remember.
type climber struct {
	try   []int64 // the prices that are tried
	over  []int64 // place*dims + dimension → averaged: what is asked for beyond the room, times 1<<fine
	unit  []int64 // dimension → the mean need in it, times 1<<fine: rare kinds of room take longer steps
	reach int64   // how far towards the target a step goes, times 1<<reachFine
	idle  int     // rounds without a better bound
}

const (
	fine      = 8
	reachFine = 14
	patience  = 25 // rounds without a better bound, until steps become shorter
)

func newClimber(p *prices) *climber {
	c := &climber{try: append([]int64(nil), p.price...), over: make([]int64, len(p.price)), unit: make([]int64, p.dims), reach: 1 << reachFine}
	for d := range c.unit {
		sum := int64(0)
		for _, at := range p.need {
			sum += int64(p.needs[int(at)+d])
		}
		c.unit[d] = max(1, sum<<fine/int64(max(1, len(p.need))))
	}
	for i, r := range p.room {
		c.over[i] = (p.load[i] - int64(r)) << fine
	}
	return c
}

func (c *climber) average(p *prices) {
	for i, r := range p.room {
		c.over[i] += ((p.load[i]-int64(r))<<fine - c.over[i]) * 3 / 10
	}
}

// tired reports whether there was no better bound for long; steps become shorter then, from the best prices on.
func (c *climber) tired() bool {
	if c.idle++; c.idle < patience {
		return false
	}
	c.idle = 0
	c.reach = max(c.reach*4/5, 1)
	return true
}

// step moves the prices that are tried: as far along what is asked for too much as would lead to a bound gap higher, if it went on as it begins.
func (c *climber) step(p *prices, gap int64) {
	coarse := 0
	for _, over := range c.over {
		coarse = max(coarse, bits.Len64(uint64(max(over, -over)))-24)
	}
	norm := uint64(1)
	for i, over := range c.over {
		if over >= 0 || c.try[i] > 0 {
			over >>= coarse
			norm += uint64(over * over / c.unit[i%p.dims])
		}
	}
	length := (uint64(gap)>>reachFine + 1) * uint64(c.reach) >> coarse
	for i, over := range c.over {
		along := uint64(max(over, -over)) >> coarse << fine / uint64(c.unit[i%p.dims])
		d := int64(mulDiv(length, along, norm))
		if over < 0 {
			d = -d
		}
		c.try[i] = min(max(0, c.try[i]+d), p.dearest)
	}
}

// mulDiv is a*b/c, or as much as 62 bits hold.
func mulDiv(a, b, c uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	if hi >= c {
		return 1<<62 - 1
	}
	q, _ := bits.Div64(hi, lo, c)
	return min(q, 1<<62-1)
}
