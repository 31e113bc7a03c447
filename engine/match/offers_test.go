// SPDX-License-Identifier: Apache-2.0

package match

import (
	"testing"

	"pgregory.net/rapid"
)

// tiny draws a problem that can be solved by trying all.
func tiny(t *rapid.T) *Problem {
	places, kinds := rapid.IntRange(1, 3).Draw(t, "places"), rapid.IntRange(1, 3).Draw(t, "kinds")
	p := &Problem{}
	for range places {
		p.Room = append(p.Room, rapid.SliceOfN(rapid.Int64Range(0, 7), kinds, kinds).Draw(t, "room"))
	}
	for range rapid.IntRange(1, 6).Draw(t, "households") {
		h := Household{Options: []Option{{Place: Unplaced, Cost: rapid.Int64Range(-5, 40).Draw(t, "nowhere")}}}
		for place := range places {
			h.Options = append(h.Options, Option{Place: place, Cost: rapid.Int64Range(-20, 20).Draw(t, "cost"),
				Needs: rapid.SliceOfN(rapid.Int64Range(0, 4), kinds, kinds).Draw(t, "needs")})
		}
		p.Households = append(p.Households, h)
	}
	return p
}

// leastCost tries all plans.
func leastCost(s *state, h int32) int64 {
	if int(h) == s.households {
		return s.total
	}
	least := int64(1 << 60)
	for o, to := s.options(h); o < to; o++ {
		if s.fits(o) {
			s.put(h, o)
			least = min(least, leastCost(s, h+1))
			s.take(h)
		}
	}
	return least
}

func pricedOf(t *rapid.T, p *Problem) *prices {
	if err := p.Check(); err != nil {
		t.Fatal(err)
	}
	prices, err := newPrices(compacted(p))
	if err != nil {
		t.Fatal(err)
	}
	for i := range prices.price {
		prices.price[i] = rapid.Int64Range(0, 9<<prices.scale).Draw(t, "price")
	}
	return prices
}

// Whatever is offered, and however few branches are looked at, no plan costs less than the bound.
func TestNoPlanIsBelowTheBoundOfOffers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		prices := pricedOf(t, tiny(t))
		o := newOffers(prices.sorted(), 2)
		o.limit = rapid.IntRange(0, 6).Draw(t, "branches")
		for h := range o.offer {
			o.offer[h] = min(rapid.Int64Range(-30<<o.scale, 50<<o.scale).Draw(t, "offer"), o.mostOffered(int32(h)))
		}
		least := leastCost(newState(o.priced), 0) << o.scale
		if bound := o.bound(o.offer); bound > least {
			t.Fatalf("bound %d, and a plan costs %d", bound, least)
		}
		if bound := newOffering(o).climb(40, least+5<<o.scale, func() bool { return false }); bound > least {
			t.Fatalf("bound %d after the climb, and a plan costs %d", bound, least)
		}
	})
}

// mostGained tries all sets of options that fit into a place.
func mostGained(c *compact, options []int32, room []int32, gain func(int32) int64) int64 {
	if len(options) == 0 {
		return 0
	}
	most, left := mostGained(c, options[1:], room, gain), make([]int32, len(room))
	for d, n := range c.needsAt(options[0]) {
		if left[d] = room[d] - n; left[d] < 0 {
			return most
		}
	}
	return max(most, gain(options[0])+mostGained(c, options[1:], left, gain))
}

// A bundle is what trying all finds, and it fits; where the branches run out, none gains more than is said.
func TestABundleIsTheBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		prices := pricedOf(t, tiny(t))
		o := newOffers(prices.sorted(), 1)
		gain := func(i int32) int64 { return 7<<o.scale - o.cost[i]<<o.scale }
		options, room := o.into[o.from[0]:o.from[1]], o.room[:o.dims]
		want := mostGained(o.compact, options, room, gain)
		b := &o.workers[0].bundles
		if got := b.fill(options, room, gain, o.weight[:o.dims], rapid.IntRange(0, 5).Draw(t, "branches")); got < want {
			t.Fatalf("at most %d is said to be gained, and %d is", got, want)
		}
		got, sum := b.fill(options, room, gain, o.weight[:o.dims], 1000), int64(0)
		for _, i := range b.best {
			sum += b.items[i].gain
			b.take(b.items[i].option, -1)
		}
		if got != want || sum != want {
			t.Fatalf("%d is gained by a bundle of %d, and %d could be", got, sum, want)
		}
		for d, left := range b.left {
			if left < 0 {
				t.Fatalf("dimension %d of the room is short by %d", d, -left)
			}
		}
	})
}

// A dive settles everybody who is free where there is room, and moves nobody else.
func TestADiveKeepsToRoom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		prices := pricedOf(t, tiny(t))
		o := newOffers(prices.sorted(), 1)
		s := newState(o.priced)
		s.greedy()
		var places, households []int32
		for p := range int32(s.places) {
			if rapid.Bool().Draw(t, "open") {
				places = append(places, p)
				households = append(households, s.in[p]...)
			}
		}
		d := newDive(o.alone(1))
		d.release(s, places, households, o)
		if !d.down(s.total<<o.scale, func() bool { return false }) {
			return
		}
		for _, h := range households {
			s.take(h)
		}
		for _, h := range households {
			if !s.fits(d.at[h]) {
				t.Fatalf("household %d does not fit", h)
			}
			s.put(h, d.at[h])
		}
	})
}

// Where it is said that a plan is proved, no plan costs less; and from any cost above it the best plan is found.
func TestWhatIsProvedIsTheBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		prices := pricedOf(t, tiny(t))
		o := newOffers(prices.sorted(), 1)
		least := leastCost(newState(o.priced), 0)
		cost := least + rapid.Int64Range(0, 9).Draw(t, "above")
		p := newProof(o, cost)
		for range 10000 {
			if p.floor > least && !p.ended && p.cost > least {
				t.Fatalf("said to be at least %d, and a plan costs %d", p.floor, least)
			}
			if p.advance(1); p.ended {
				break
			}
		}
		if !p.ended || p.cost != least || (p.found == nil) != (cost == least) {
			t.Fatalf("ended %v with %d, from %d; the best plan costs %d", p.ended, p.cost, cost, least)
		}
		if p.found != nil {
			s := newState(o.priced)
			for h, i := range p.found {
				if !s.fits(i) {
					t.Fatal("what was found does not fit")
				}
				s.put(int32(h), i)
			}
			if s.total != least {
				t.Fatalf("what was found costs %d, not %d", s.total, least)
			}
		}
	})
}

// What needs no room stands before all, however little it gains: a bundle has it besides what fills the room.
func TestWhatNeedsNoRoomIsGainedToo(t *testing.T) {
	p := &Problem{Room: [][]int64{{1}}, Households: []Household{
		{Options: []Option{{Place: Unplaced}, {Place: 0, Cost: -10, Needs: []int64{1}}}},
		{Options: []Option{{Place: Unplaced}, {Place: 0, Cost: -9, Needs: []int64{1}}}},
		{Options: []Option{{Place: Unplaced}, {Place: 0, Cost: -1}}},
	}}
	prices, err := newPrices(compacted(p))
	if err != nil {
		t.Fatal(err)
	}
	o := newOffers(prices.sorted(), 1)
	for _, branches := range []int{0, 1, 9} {
		if got := o.workers[0].fill(o.into, o.room, func(i int32) int64 { return -o.cost[i] }, []int64{1}, branches); got < 11 {
			t.Errorf("at most %d is said to be gained with %d branches, and 11 is", got, branches)
		}
	}
}
