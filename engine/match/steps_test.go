// SPDX-License-Identifier: Apache-2.0

package match

import "testing"

// alike are households who are nearly the same everywhere, in places that hold many: branch and bound has nothing to go by, and looks at all it may.
func alike() *Problem {
	p := &Problem{Room: [][]int64{{61, 67}, {61, 67}, {61, 67}}}
	for h := range 90 {
		needs := []int64{int64(2 + h%2), int64(3 - h%2)}
		p.Households = append(p.Households, Household{Options: []Option{{Place: 0, Cost: -100, Needs: needs}, {Place: 1, Cost: -100, Needs: needs}, {Place: 2, Cost: -100, Needs: needs}, {Place: Unplaced}}})
	}
	return p
}

// However much alike all are: offers and dives end once the branches are looked at that go with the steps, and those that one round may look at besides.
func TestStepsBoundTheBranches(t *testing.T) {
	p := alike()
	prices, err := newPrices(compacted(p))
	if err != nil {
		t.Fatal(err)
	}
	prices.bound(prices.price)
	for _, steps := range []int{1, 5, 20} {
		h := &hunt{Search: Search{Seed: 1, Steps: steps, Threads: 1}, prices: prices, problem: p, until: whole, bound: -1 << 62}
		h.price(climbFirst, -8000<<prices.scale)
		now := newState(h.priced)
		now.greedy()
		h.keep(now)
		h.bid(now)
		used, round := h.branches+h.offers.used(), int64(len(p.Room)*carefully)
		if most := int64(steps) * aStep; used > most+8*round {
			t.Errorf("%d branches are looked at in %d steps", used, steps)
		}
	}
}
