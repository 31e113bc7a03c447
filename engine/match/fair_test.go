// SPDX-License-Identifier: Apache-2.0

package match

import (
	"testing"

	"pgregory.net/rapid"
)

// Two groups want the same two homes: the plan that looks at no group gives both to the one that gains a little more there. With a floor one is the other's, and it is said what that costs everybody.
func TestAFloorForAGroupHasAPrice(t *testing.T) {
	p := &Problem{Room: [][]int64{{1}, {1}, {9}}}
	for h := range 4 {
		good := []int64{-110, -110, -100, -80}[h]
		p.Households = append(p.Households, Household{Options: []Option{{Place: 0, Cost: good, Needs: []int64{1}}, {Place: 1, Cost: good, Needs: []int64{1}}, {Place: 2, Cost: -20, Needs: []int64{1}}}})
	}
	f, err := Fair(p, []Floor{{Households: []int{2, 3}, Most: -60}}, Search{Seed: 1, Steps: 200})
	if err != nil {
		t.Fatal(err)
	}
	if f.Without.Cost != -260 || f.Plan.Cost != -250 || f.Price != 10 || !f.Reached[0] || f.Means[0] != -60 {
		t.Errorf("%d without, %d with, for %d: %v %v", f.Without.Cost, f.Plan.Cost, f.Price, f.Means, f.Reached)
	}
}

// What is said of floors is so, whatever they are: the plan holds, no plan costs less than its bound, and where a floor is said to be reached it is.
func TestWhatIsSaidOfFloorsIsSo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := homes(rapid.Uint64Range(0, 1000).Draw(t, "problem"))
		var floors []Floor
		for range rapid.IntRange(0, 3).Draw(t, "groups") {
			floors = append(floors, Floor{rapid.SliceOfNDistinct(rapid.IntRange(0, len(p.Households)-1), 1, 5, func(h int) int { return h }).Draw(t, "group"), rapid.Int64Range(0, 9000).Draw(t, "most")})
		}
		f, err := Fair(p, floors, Search{Seed: 1, Steps: 100})
		if err == nil {
			err = f.Plan.Verify(p)
		}
		if err != nil {
			t.Fatal(err)
		}
		if f.Price != f.Plan.Cost-f.Without.Cost || f.Plan.Bound > f.Without.Cost {
			t.Fatalf("price %d, bound %d: %d and %d", f.Price, f.Plan.Bound, f.Plan.Cost, f.Without.Cost)
		}
		for i, floor := range floors {
			sum := int64(0)
			for _, h := range floor.Households {
				sum += p.Households[h].Options[f.Plan.Options[h]].Cost
			}
			if f.Reached[i] != (sum <= floor.Most*int64(len(floor.Households))) {
				t.Fatalf("group %d costs %d, and its floor of %d is reached: %t", i, sum, floor.Most, f.Reached[i])
			}
		}
	})
}
