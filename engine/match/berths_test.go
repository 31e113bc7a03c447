// SPDX-License-Identifier: Apache-2.0

package match

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// However far the berths were given out: no plan costs less than the bound. Where all are given out and everybody fits, no plan costs less than theirs.
func TestNoPlanIsBelowTheBoundOfBerths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		prices := pricedOf(t, tiny(t))
		b := prices.berths()
		if b == nil {
			return // places hold many
		}
		a, left := newAssignment(b), rapid.IntRange(0, 8).Draw(t, "households")
		through := a.solve(func() bool { left--; return left < 0 })
		least := leastCost(newState(prices.sorted()), 0)
		if a.bound() > least {
			t.Fatalf("bound %d, and a plan costs %d", a.bound(), least)
		}
		if through && a.fits() && a.bound() != least {
			t.Fatalf("all fit for %d, and the best plan costs %d", a.bound(), least)
		}
		if through {
			more := a.detours()
			for o, v := range a.reduced(a.bound()) {
				if v < 0 || v > more[o] {
					t.Fatalf("option %d is said to cost %d more at least, and costs %d", o, v, more[o])
				}
			}
		}
	})
}

// In homes of one household each the best plan is found at once, and proved, whatever else there is to room; and in homes of two, where nothing else is short.
func TestHomesOfFewAreAnAssignment(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := homes(rapid.Uint64Range(0, 5000).Draw(t, "problem"))
		two := rapid.Bool().Draw(t, "two each")
		for place := range p.Room {
			if p.Room[place][1] = 1; two {
				p.Room[place] = []int64{6, 2}
			}
		}
		p.Households = p.Households[:rapid.IntRange(1, 7).Draw(t, "households")]
		plan, err := Solve(p, Search{Steps: 1})
		if err != nil {
			t.Fatal(err)
		}
		if err := plan.Verify(p); err != nil {
			t.Fatal(err)
		}
		prices, err := newPrices(compacted(p))
		if err != nil {
			t.Fatal(err)
		}
		if least := leastCost(newState(prices.sorted()), 0); plan.Cost != least || plan.Bound != least {
			t.Fatalf("cost %d, bound %d, and the best plan costs %d", plan.Cost, plan.Bound, least)
		}
	})
}

// Who best fills a place for two is what trying all finds.
func TestAPairIsTheBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		prices := pricedOf(t, homes(rapid.Uint64Range(0, 5000).Draw(t, "problem")))
		o := newOffers(prices.sorted(), 1)
		most := rapid.Int64Range(1, 300).Draw(t, "offer")
		gain := func(i int32) int64 { return most - o.cost[i] }
		for place := range int32(o.places) {
			if !o.few[place] {
				t.Fatal("more than two fit")
			}
			options, room := o.into[o.from[place]:o.from[place+1]], o.room[o.roomAt(place):o.roomAt(place+1)]
			pairs := &o.workers[0].pairs
			got, sum := pairs.fill(options, room, gain), int64(0)
			left := slices.Clone(room)
			for _, i := range pairs.chosen(nil) {
				sum += gain(i)
				for d, n := range o.needsAt(i) {
					if left[d] -= n; left[d] < 0 {
						t.Fatalf("too little room of dimension %d", d)
					}
				}
			}
			if want := mostGained(o.compact, options, room, gain); got != want || sum != want {
				t.Fatalf("%d is gained by a pair of %d, and %d could be", got, sum, want)
			}
		}
	})
}
