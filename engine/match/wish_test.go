// SPDX-License-Identifier: Apache-2.0

package match

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// wishes draws how much each household wishes each of its options: nowhere least.
func wishes(p *Problem, r *rand.Rand) [][]uint8 {
	ranks := make([][]uint8, len(p.Households))
	for h, household := range p.Households {
		for _, o := range household.Options {
			rank := uint8(r.IntN(4))
			if o.Place == Unplaced {
				rank = 9
			}
			ranks[h] = append(ranks[h], rank)
		}
	}
	return ranks
}

// Whatever is wished: by exchanges nobody comes where they wished less, of equal wishes nobody where they cost more, the rules and the room of every place hold, what it costs is said, and who has one option stays.
func TestExchangesWorsenNobody(t *testing.T) {
	moved := 0
	for seed := range uint64(300) {
		p := homes(seed)
		ranks := wishes(p, rand.New(rand.NewPCG(seed, 3)))
		told := &p.Households[seed%12]
		told.Options, ranks[seed%12] = told.Options[len(told.Options)-1:], ranks[seed%12][:1]
		before, err := Solve(p, Search{Seed: 1, Steps: 20})
		if err != nil {
			t.Fatal(err)
		}
		after, err := Solve(p, Search{Seed: 1, Steps: 20, Ranks: ranks})
		if err == nil {
			err = after.Verify(p)
		}
		if err != nil {
			t.Fatal(seed, err)
		}
		var who []int
		for h, o := range after.Options {
			was := before.Options[h]
			if o == was {
				continue
			}
			who = append(who, h)
			of := p.Households[h].Options
			if ranks[h][o] > ranks[h][was] || ranks[h][o] == ranks[h][was] && of[o].Cost > of[was].Cost {
				t.Errorf("problem %d: household %d goes from rank %d to rank %d", seed, h, ranks[h][was], ranks[h][o])
			}
		}
		if !slices.Equal(who, after.Exchanges.Moved) || after.Cost-before.Cost != after.Exchanges.Price {
			t.Errorf("problem %d: %v move for %d, and it is said %+v", seed, who, after.Cost-before.Cost, after.Exchanges)
		}
		moved += len(who)
	}
	if moved == 0 {
		t.Error("nobody ever moves")
	}
}

// Two who each wish the other's home exchange them, although all together have fewer points then; a third who wishes one of them as much keeps nobody from it.
func TestTwoExchangeTheirHomes(t *testing.T) {
	to := func(costs ...int64) (h Household) {
		for place, cost := range costs {
			h.Options = append(h.Options, Option{Place: place, Cost: cost, Needs: []int64{1}})
		}
		h.Options = append(h.Options, Option{Place: Unplaced, Cost: 100})
		return h
	}
	p := &Problem{Room: [][]int64{{1}, {1}, {1}}, Households: []Household{to(0, 5, 50), to(5, 0, 50), to(50, 50, 0)}}
	plan, err := Solve(p, Search{Steps: 1, Ranks: [][]uint8{{1, 0, 2, 9}, {0, 1, 2, 9}, {0, 1, 2, 9}}})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(plan.Options, []int{1, 0, 2}) || plan.Exchanges.Price != 10 || plan.Bound != 0 {
		t.Errorf("%+v", plan)
	}
}
