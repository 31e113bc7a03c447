// SPDX-License-Identifier: Apache-2.0

package match

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Whatever plans are found: the cheapest is kept, the cheapest stand first, no more are kept than is said, and none are nearer to one another than is said.
func TestVariantsAreUnlikeOneAnother(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v, least := variants{}, int64(1<<60)
		for range rapid.IntRange(1, 60).Draw(t, "plans") {
			at := rapid.SliceOfN(rapid.Int32Range(0, 2), 12, 12).Draw(t, "plan")
			cost := rapid.Int64Range(0, 50).Draw(t, "cost")
			v.add(&state{at: at, total: cost})
			least = min(least, cost)
		}
		if len(v.plans) > mostVariants || v.plans[0].cost != least {
			t.Fatalf("%d plans, the first costs %d; the cheapest found cost %d", len(v.plans), v.plans[0].cost, least)
		}
		for i, one := range v.plans {
			for _, other := range v.plans[i+1:] {
				if one.cost > other.cost || one.near(other.at) {
					t.Fatalf("%v stands before %v", one, other)
				}
			}
		}
	})
}

// anyPlan draws a plan that keeps to room.
func anyPlan(t *rapid.T, p *priced) variant {
	s := newState(p)
	for h := range int32(p.households) {
		from, to := s.options(h)
		free := []int32{}
		for o := from; o < to; o++ {
			if s.fits(o) {
				free = append(free, o)
			}
		}
		s.put(h, rapid.SampledFrom(free).Draw(t, "option"))
	}
	return variant{s.at, s.total}
}

// leastAmong tries all plans that have each household at one of some options.
func leastAmong(s *state, h int32, core []bool) int64 {
	if int(h) == s.households {
		return s.total
	}
	least := int64(1 << 60)
	for o, to := s.options(h); o < to; o++ {
		if core[o] && s.fits(o) {
			s.put(h, o)
			least = min(least, leastAmong(s, h+1, core))
			s.take(h)
		}
	}
	return least
}

// A merge that is looked through to its end finds the best plan of all that have each household where one of the merged has it, or a better one; and what it finds keeps to room and costs what is said.
func TestAMergeIsTheBestOfWhatIsMerged(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		prices := pricedOf(t, tiny(t))
		o := newOffers(prices.sorted(), 1)
		plans := []variant{anyPlan(t, o.priced), anyPlan(t, o.priced), anyPlan(t, o.priced)}
		core := make([]bool, len(o.place))
		for _, v := range plans {
			for _, i := range v.at {
				core[i] = true
			}
		}
		cost := slices.MinFunc(plans, func(a, b variant) int { return int(a.cost - b.cost) }).cost
		h := &hunt{Search: Search{Steps: 1}, prices: prices, priced: o.priced, offers: o, until: whole, cost: cost, bound: -1 << 62}
		least, all := leastAmong(newState(o.priced), 0, core), leastCost(newState(o.priced), 0)
		found, ended := h.merged(plans, cost)
		switch {
		case !ended:
			t.Fatal("so few are merged to the end")
		case found == nil && least < cost:
			t.Fatalf("nothing was found below %d, and a plan costs %d", cost, least)
		case found != nil && (found.total > least || found.total < all || found.total >= cost):
			t.Fatalf("a plan of %d was found, below %d; merged they could cost %d, and the best plan costs %d", found.total, cost, least, all)
		case found != nil && slices.Min(append(found.left, 0)) < 0:
			t.Fatal("what was found does not fit")
		}
	})
}
