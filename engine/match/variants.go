// SPDX-License-Identifier: Apache-2.0

package match

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// variants are good plans for everybody that differ from one another, the cheapest first. Where many households stand well in one plan, others stand well in another; so some of them are merged: of all plans
// that have each household where one of them has it, the proof finds the best, mostly in some milliseconds.
type variants struct {
	plans []variant
	merge int // so many are merged at a time: as many as are mostly merged before the forks run out
	ease  int // merges in a row, or about, that were
}

// variant is a plan: household → option, and what it costs.
type variant struct {
	at   []int32
	cost int64
}

const (
	mostVariants  = 20
	fewestMerged  = 2
	apart         = 6   // households at least stand elsewhere in two variants; of those nearer to one another the cheaper is kept
	mergeForks    = 60  // of the proof in one merge, at most
	variantGroups = 300 // settled anew in each variant before it is merged
	mergeBeside   = 6   // options that lose least are open to who stands differently in the variants, besides those that it has there
	mergeHope     = 3   // by as much more, at most, than by the least is a merge to be cheaper than the best: the more is hoped for, the more options are out of the question
)

// add notes a plan, unless it is too near one that is cheaper, or dearer than as many as are kept.
func (v *variants) add(s *state) {
	if len(v.plans) == mostVariants && s.total >= v.plans[mostVariants-1].cost {
		return
	}
	near := func(other variant) bool { return other.near(s.at) }
	if i := slices.IndexFunc(v.plans, near); i >= 0 && v.plans[i].cost <= s.total {
		return
	}
	v.plans = slices.DeleteFunc(v.plans, near)
	v.plans = append(v.plans, variant{slices.Clone(s.at), s.total})
	slices.SortStableFunc(v.plans, func(a, b variant) int { return cmp.Compare(a.cost, b.cost) })
	v.plans = v.plans[:min(len(v.plans), mostVariants)]
}

// near reports whether few households stand elsewhere in another plan.
func (v variant) near(at []int32) bool {
	elsewhere := 0
	for h, o := range v.at {
		if o != at[h] {
			elsewhere++
		}
	}
	return elsewhere < apart
}

// some draws as many variants as are merged with another plan.
func (v *variants) some(rng *rand.Rand) (drawn []variant) {
	for range min(v.merge, len(v.plans)) {
		drawn = append(drawn, v.plans[rng.IntN(len(v.plans))])
	}
	return drawn
}

// adapt has as many be merged at a time as can mostly be merged to the end.
func (v *variants) adapt(whole bool) {
	if !whole {
		v.merge = max(v.merge-1, fewestMerged)
		return
	}
	if v.ease++; v.ease > 4 {
		v.ease = 0
		v.merge = min(v.merge+1, mostVariants)
	}
}

// hoped is what a merge is to cost less than.
func (h *hunt) hoped(rng *rand.Rand) int64 { return max(h.cost-rng.Int64N(mergeHope+1), h.bound+1) }

// merged looks for a plan that costs less than below, and has each household where one of some plans has it; who stands differently in them may also go where it loses little. It returns nil where it finds
// none, and whether it looked everywhere.
func (h *hunt) merged(plans []variant, below int64) (better *state, whole bool) {
	p := newProof(h.offers, below)
	p.among(plans)
	for range mergeForks {
		if p.advance(1); p.ended || h.over() {
			break
		}
	}
	if p.found != nil {
		better = stateAt(h.priced, p.found)
	}
	return better, p.ended
}

// among has a proof look at nothing but what some plans have, and a little beside.
func (p *proof) among(plans []variant) {
	clear(p.core)
	differs := make([]bool, p.households)
	for _, v := range plans {
		for h, o := range v.at {
			p.core[o] = true
			differs[h] = differs[h] || o != plans[0].at[h]
		}
	}
	for h := range int32(p.households) {
		if from, to := p.options(h); differs[h] {
			for o := from; o < min(to, from+mergeBeside); o++ {
				p.core[o] = true
			}
		}
		p.must[h] = !p.core[p.none[h]]
	}
	p.entrances = p.entrances.only(p.core, p.opened)
}
