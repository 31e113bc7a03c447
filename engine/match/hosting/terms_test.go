// SPDX-License-Identifier: Apache-2.0

package hosting

import (
	"testing"

	"pgregory.net/rapid"

	"safar/engine/match"
	"safar/engine/match/groups"
)

// Whatever is set, nobody is placed against a rule or beyond room; a floor that is said to be reached is, by the points of those who could live somewhere; and what floors cost is what is missing to the plan without.
func TestFloorsThatAreReachedHoldAndCostWhatIsSaid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := drawnOffice(t)
		terms := Terms{Weights: Usual, Floors: map[Group]int{}, Exchange: rapid.Bool().Draw(t, "exchange")}
		for _, g := range Groups() {
			if rapid.Bool().Draw(t, "set") {
				terms.Floors[g] = rapid.IntRange(-100, 250).Draw(t, string(g))
			}
		}
		p := o.Problem()
		fair, err := p.Solve(terms, match.Search{Seed: 1, Steps: 100})
		if err == nil {
			err = fair.Plan.Verify(p.Problem)
		}
		if err != nil {
			t.Fatal(err)
		}
		if fair.Plan != fair.Without && fair.Price != fair.Plan.Cost-fair.Without.Cost {
			t.Fatalf("floors cost %d, and %d is said", fair.Plan.Cost-fair.Without.Cost, fair.Price)
		}
		reached := p.Reached(terms.Floors, fair)
		for _, f := range p.Fare(fair.Plan) {
			if reached[f.Group] && f.Points < terms.Floors[f.Group] {
				t.Fatalf("%s have %d points, and are said to have %d", f.Group, f.Points, terms.Floors[f.Group])
			}
		}
	})
}

func TestWhatIsSetIsWithinBounds(t *testing.T) {
	for says, bad := range map[string]Terms{
		"a part that counts less than nothing": {Weights: Weights{Spare: -1}},
		"a part that counts more than all":     {Weights: Weights{Wish: MostWeight + 1}},
		"a floor that nobody reaches":          {Weights: Usual, Floors: map[Group]int{Large: groups.MostFloor + 1}},
		"a group that there is none of":        {Weights: Usual, Floors: map[Group]int{"nationality": 1}},
	} {
		if bad.InBounds() {
			t.Error(says)
		}
	}
	if !(Terms{Weights: Usual, Floors: map[Group]int{Large: -groups.MostFloor}}).InBounds() {
		t.Error("the usual is out of bounds")
	}
}
