// SPDX-License-Identifier: Apache-2.0

package match

import (
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// leastWith tries all plans in which one household is at an option.
func leastWith(p *Problem, h, o int) int64 {
	locked := *p
	locked.Households = append([]Household{}, p.Households...)
	locked.Households[h] = Household{Options: []Option{p.Households[h].Options[o]}}
	prices, err := newPrices(compacted(&locked))
	if err != nil {
		panic(err)
	}
	return leastCost(newState(prices.sorted()), 0)
}

// What an override is said to cost everybody it costs at least, and where it is said to be exact it costs that: what trying all plans with it finds.
func TestWhatAnOverrideCosts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := homes(rapid.Uint64Range(0, 5000).Draw(t, "problem"))
		p.Households = p.Households[:rapid.IntRange(1, 6).Draw(t, "households")]
		switch rapid.IntRange(0, 3).Draw(t, "homes") {
		case 0: // of one each, and some of none
			for place := range p.Room {
				p.Room[place][1] = int64(place % 2)
			}
		case 1: // of two, in which beds are scarce
			for place := range p.Room {
				p.Room[place] = []int64{int64(place * 2 % 8), 2}
			}
		case 2:
			p = tiny(t)
		}
		plan, err := Solve(p, Search{Seed: 1, Steps: rapid.SampledFrom([]int{1, 20, 100}).Draw(t, "steps"), Overrides: true})
		if err != nil {
			t.Fatal(err)
		}
		h := rapid.IntRange(0, len(p.Households)-1).Draw(t, "household")
		for o, says := range plan.Overrides[h] {
			costs := leastWith(p, h, o) - plan.Cost
			if o == plan.Options[h] && says != 0 || says > max(0, costs) || plan.Exact && says >= 0 && says != costs {
				t.Fatalf("household %d at %d and not %d is said to cost %d, exact %v, and costs %d", h, o, plan.Options[h], says, plan.Exact, costs)
			}
		}
	})
}

// Whatever is offered, and whatever room costs: no plan with an option costs less than is said of it.
func TestNoPlanWithAnOptionIsBelowItsBound(t *testing.T) {
	for seed := range uint64(300) {
		r, p := rand.New(rand.NewPCG(seed, 2)), homes(seed)
		p.Households = p.Households[:2+seed%3]
		prices, err := newPrices(compacted(p))
		if err != nil {
			t.Fatal(err)
		}
		for i := range prices.price {
			prices.price[i] = r.Int64N(9 << prices.scale)
		}
		o := newOffers(prices.sorted(), 1)
		for h := range o.offer {
			o.offer[h] = min(r.Int64N(500<<o.scale), o.mostOffered(int32(h)))
		}
		offered, lost := o.least(0), (&hunt{prices: prices, priced: o.priced}).lossAbove(0)
		for i := range o.place {
			if costs := leastWith(p, int(o.of[i]), int(o.given[i])); max(offered[i], lost[i]) > costs {
				t.Fatalf("problem %d: option %d is said to cost %d or %d at least, and costs %d", seed, i, offered[i], lost[i], costs)
			}
		}
	}
}

// What an override costs is the difference of the best plans, where both are proved; one that is no option is none.
func TestAnOverrideIsLookedFor(t *testing.T) {
	two := func(costs ...int64) Household {
		var h Household
		for place, cost := range costs {
			h.Options = append(h.Options, Option{Place: place, Cost: cost, Needs: []int64{2}})
		}
		h.Options = append(h.Options, Option{Place: Unplaced, Cost: 9000})
		return h
	}
	p := &Problem{Room: [][]int64{{2}, {2}}, Households: []Household{two(-150, 0), two(-100, -20)}}
	plan, err := Solve(p, Search{Seed: 1, Steps: 100})
	if err != nil {
		t.Fatal(err)
	}
	more, exact, can, err := p.OverrideOf(plan, 1, 0, Search{Seed: 1, Steps: 100})
	if err != nil || !can || !exact || more != 70 {
		t.Errorf("%d %v %v %v", more, exact, can, err)
	}
	if _, _, can, _ := p.OverrideOf(plan, 1, 7, Search{}); can {
		t.Error("there is no such place")
	}
}
