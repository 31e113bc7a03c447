// SPDX-License-Identifier: Apache-2.0

package match_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"safar/engine/match"
)

// small draws a problem that can be solved by trying all.
func small(t *rapid.T) *match.Problem {
	places, kinds := rapid.IntRange(1, 3).Draw(t, "places"), rapid.IntRange(1, 3).Draw(t, "kinds")
	p := &match.Problem{}
	for range places {
		p.Room = append(p.Room, rapid.SliceOfN(rapid.Int64Range(0, 6), kinds, kinds).Draw(t, "room"))
	}
	for range rapid.IntRange(0, 5).Draw(t, "households") {
		var h match.Household
		for place := match.Unplaced; place < places; place++ {
			if rapid.IntRange(0, 3).Draw(t, "excluded") == 0 {
				continue
			}
			o := match.Option{Place: place, Cost: rapid.Int64Range(-20, 20).Draw(t, "cost")}
			if place != match.Unplaced {
				o.Needs = rapid.SliceOfN(rapid.Int64Range(0, 4), kinds, kinds).Draw(t, "needs")
			}
			h.Options = append(h.Options, o)
		}
		p.Households = append(p.Households, h)
	}
	return p
}

// best tries all plans. It returns how many must be left out at least, and what costs least of the plans that leave out so many.
func best(p *match.Problem) (left int, cost int64) {
	plan := match.Plan{Options: make([]int, len(p.Households))}
	found := false
	var try func(h, out int, sum int64)
	try = func(h, out int, sum int64) {
		if h == len(p.Households) {
			if plan.Cost, plan.Left = sum, out; plan.Verify(p) == nil && (!found || out < left || out == left && sum < cost) {
				found, left, cost = true, out, sum
			}
			return
		}
		for o, option := range p.Households[h].Options {
			plan.Options[h] = o
			try(h+1, out, sum+option.Cost)
		}
		if !slices.ContainsFunc(p.Households[h].Options, func(o match.Option) bool { return o.Place == match.Unplaced }) {
			plan.Options[h] = -1
			try(h+1, out+1, sum)
		}
	}
	plan.Bound = -1 << 40
	try(0, 0, 0)
	return left, cost
}

// What is found for a few households is what is found by trying everything, and the bound is below it.
func TestFewAreGivenTheBestPlan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := small(t)
		if err := p.Check(); err != nil {
			t.Fatal(err)
		}
		plan, err := match.Solve(p, match.Search{Seed: 1, Steps: 600})
		if err != nil {
			t.Fatal(err)
		}
		if err := plan.Verify(p); err != nil {
			t.Fatal(err)
		}
		left, cost := best(p)
		if plan.Left != left || plan.Cost != cost {
			t.Fatalf("%d left at %d; the best plan leaves %d at %d", plan.Left, plan.Cost, left, cost)
		}
		if left == 0 && plan.Bound > cost {
			t.Fatalf("the bound %d is above the best plan's cost %d", plan.Bound, cost)
		}
	})
}

// many draws a problem of some size from a seed, by whole numbers alone.
func many(households, places int) *match.Problem {
	x := uint64(1)
	below := func(n uint64) int64 {
		x = x*6364136223846793005 + 1442695040888963407
		return int64(x >> 33 % n)
	}
	p := &match.Problem{}
	for range places {
		p.Room = append(p.Room, []int64{int64(households*26/10/places) + below(5), 1 + below(4)})
	}
	for range households {
		size, chair := 1+below(5), int64(0)
		if below(12) == 0 {
			chair = 1
		}
		h := match.Household{Options: []match.Option{{Place: match.Unplaced, Cost: 10000 * size}}}
		for place := range places {
			if below(3) > 0 {
				h.Options = append(h.Options, match.Option{Place: place, Cost: -below(9000) * size, Needs: []int64{size, chair}})
			}
		}
		p.Households = append(p.Households, h)
	}
	return p
}

// The same seed, steps and threads give the same plan, however the threads run.
func TestTheSameSeedGivesTheSamePlan(t *testing.T) {
	p := many(300, 20)
	var first *match.Plan
	for range 4 {
		plan, err := match.Solve(p, match.Search{Seed: 7, Steps: 200, Threads: 3})
		if err != nil {
			t.Fatal(err)
		}
		if err := plan.Verify(p); err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = plan
		}
		if !slices.Equal(first.Options, plan.Options) || first.Bound != plan.Bound {
			t.Fatalf("cost %d bound %d, before %d and %d", plan.Cost, plan.Bound, first.Cost, first.Bound)
		}
	}
}

// What is told of a search only gets better.
func TestASearchOnlyGetsBetter(t *testing.T) {
	type told struct{ cost, bound int64 }
	var all []told
	p := many(200, 10)
	plan, err := match.Solve(p, match.Search{Steps: 1000, Found: func(cost, bound int64) { all = append(all, told{cost, bound}) }})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 2 || all[len(all)-1] != (told{plan.Cost, plan.Bound}) {
		t.Fatalf("told %v, and the plan costs %d with bound %d", all, plan.Cost, plan.Bound)
	}
	for i, now := range all[1:] {
		if now.cost > all[i].cost || now.bound < all[i].bound {
			t.Errorf("%v after %v", now, all[i])
		}
	}
	if gap := float64(plan.Cost-plan.Bound) / float64(-plan.Bound); gap > .02 {
		t.Errorf("the plan may be %.1f %% from the best", 100*gap)
	}
}

// A search that has no time returns a plan that holds.
func TestWithoutTimeThereIsAPlan(t *testing.T) {
	p := many(100, 8)
	plan, err := match.Solve(p, match.Search{Spent: func() int { return 1000 }})
	if err != nil {
		t.Fatal(err)
	}
	if err := plan.Verify(p); err != nil {
		t.Error(err)
	}
}

// What is wrong with a problem is said, all of it, with where it stands.
func TestWhatIsWrongIsSaid(t *testing.T) {
	p := &match.Problem{
		Room: [][]int64{{3, 1}, {2}, {-1, 0}},
		Households: []match.Household{
			{Options: []match.Option{{Place: 0, Needs: []int64{1}}, {Place: 0}}},
			{Options: []match.Option{{Place: 7}, {Place: match.Unplaced, Needs: []int64{1}}, {Place: 1, Needs: []int64{1, 1, 1}}, {Place: 0, Needs: []int64{-2}}}},
			{Options: []match.Option{{Place: 0, Cost: match.MostCost + 1}}},
		},
	}
	err := p.Check()
	if err == nil {
		t.Fatal("nothing is wrong")
	}
	for _, want := range []string{
		"place 1: 1 dimensions, the first place has 2",
		"place 2: room -1 in dimension 0, not between 0 and 16777216",
		"household 0, option 1: place 0 is there twice",
		"household 1, option 0: there is no place 7",
		"household 1, option 1: who is unplaced needs no room",
		"household 1, option 2: 3 needs, places have 2 dimensions",
		"household 1, option 3: needs -2 in dimension 0, not between 0 and 16777216",
		"household 2, option 0: cost 134217729 is beyond 134217728",
	} {
		if !strings.Contains(err.Error()+"\n", want+"\n") {
			t.Errorf("%q is not said in:\n%v", want, err)
		}
	}
}

// Numbers that are too large together are refused, rather than summed wrongly.
func TestTooLargeNumbersAreRefused(t *testing.T) {
	p := &match.Problem{}
	for range 300 {
		p.Room = append(p.Room, []int64{match.MostNeed})
	}
	for range 600 {
		var h match.Household
		for place := range p.Room {
			h.Options = append(h.Options, match.Option{Place: place, Cost: match.MostCost, Needs: []int64{match.MostNeed}})
		}
		p.Households = append(p.Households, h)
	}
	if _, err := match.Solve(p, match.Search{Steps: 1}); err == nil || !strings.Contains(err.Error(), "larger units") {
		t.Errorf("%v", err)
	}
}

// A plan that does not hold is not taken for one.
func TestAPlanThatDoesNotHoldIsRefused(t *testing.T) {
	p := &match.Problem{Room: [][]int64{{2}}, Households: []match.Household{
		{Options: []match.Option{{Place: 0, Cost: 3, Needs: []int64{2}}, {Place: match.Unplaced, Cost: 9}}},
		{Options: []match.Option{{Place: 0, Cost: 4, Needs: []int64{1}}, {Place: match.Unplaced, Cost: 9}}},
	}}
	for what, plan := range map[string]match.Plan{
		"too many in a place":   {Options: []int{0, 0}, Cost: 7},
		"another cost":          {Options: []int{0, 1}, Cost: 11},
		"below its bound":       {Options: []int{0, 1}, Cost: 12, Bound: 13},
		"an option of nobody":   {Options: []int{0, 2}, Cost: 3},
		"somebody is missing":   {Options: []int{0}, Cost: 3},
		"left, and not said so": {Options: []int{0, -1}, Cost: 3},
	} {
		if plan.Verify(p) == nil {
			t.Error(what)
		}
	}
	if err := (&match.Plan{Options: []int{0, 1}, Cost: 12, Bound: 12}).Verify(p); err != nil {
		t.Error(err)
	}
}
