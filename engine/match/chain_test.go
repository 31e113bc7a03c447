// SPDX-License-Identifier: Apache-2.0

package match

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Three homes for one household each: the newcomer fits the first alone, who is there the first two, who is in the second the last two, and the third is free. Nobody alone can better it; a chain of three does.
func TestAChainFindsRoomForOneMore(t *testing.T) {
	to := func(places ...int) (h Household) {
		for _, place := range places {
			h.Options = append(h.Options, Option{Place: place, Needs: []int64{1}})
		}
		h.Options = append(h.Options, Option{Place: Unplaced, Cost: 100})
		return h
	}
	p := &Problem{Room: [][]int64{{1}, {1}, {1}}, Households: []Household{to(0), to(0, 1), to(1, 2)}}
	options := []int{1, 0, 0}
	if p.settleAlone(options); !slices.Equal(options, []int{1, 0, 0}) {
		t.Fatalf("alone: %v", options)
	}
	if p.chains(options, chainMost); !slices.Equal(options, []int{0, 1, 1}) {
		t.Errorf("%v", options)
	}
}

// Whatever the plan: chains keep to the room of every place, and make no plan dearer.
func TestChainsKeepToRoomAndCostNoMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := homes(rapid.Uint64Range(0, 5000).Draw(t, "problem"))
		options := make([]int, len(p.Households))
		for h := range options {
			options[h] = len(p.Households[h].Options) - 1 // unplaced
		}
		if rapid.Bool().Draw(t, "settled first") {
			p.settleAlone(options)
		}
		before := costOf(p.Stand(&Plan{Options: options}))
		p.chains(options, rapid.SampledFrom([]int{0, 10, 100, chainMost}).Draw(t, "most"))
		after := p.Stand(&Plan{Options: options})
		if costOf(after) > before {
			t.Fatalf("%d, and then %d", before, costOf(after))
		}
		for place, left := range after.left {
			if slices.Min(left) < 0 {
				t.Fatalf("place %d: %v", place, left)
			}
		}
	})
}
