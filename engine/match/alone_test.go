// SPDX-License-Identifier: Apache-2.0

package match

import (
	"math/rand/v2"
	"testing"
)

// homes draws a problem of few homes, most of which have room for one household, and of households of which some need nothing but that.
func homes(seed uint64) *Problem {
	r, p := rand.New(rand.NewPCG(seed, 1)), &Problem{}
	const places = 6
	for range places {
		p.Room = append(p.Room, []int64{r.Int64N(6), 1 + r.Int64N(2)})
	}
	for range 2 * places {
		var h Household
		people := r.Int64N(4)
		for place := range places {
			if r.IntN(2) == 0 {
				h.Options = append(h.Options, Option{Place: place, Cost: r.Int64N(300), Needs: []int64{people, 1}})
			}
		}
		h.Options = append(h.Options, Option{Place: Unplaced, Cost: 5000 * max(1, people)})
		p.Households = append(p.Households, h)
	}
	return p
}

// However short the search, nobody is left where they cost more than elsewhere while there is room for them alone.
func TestNobodyAloneCostsLessElsewhere(t *testing.T) {
	for seed := range uint64(400) {
		p := homes(seed)
		if seed%2 == 1 { // places that hold many
			for place := range p.Room {
				p.Room[place][0], p.Room[place][1] = 3*p.Room[place][0], 5*p.Room[place][1]
			}
			for h := range 40 {
				p.Households = append(p.Households, homes(seed + 1000).Households[h%12])
			}
		}
		plan, err := Solve(p, Search{Seed: 1, Steps: 1})
		if err == nil {
			err = plan.Verify(p)
		}
		if err != nil {
			t.Fatal(seed, err)
		}
		left := p.leftBy(plan.Options)
		for h, o := range plan.Options {
			if better := p.cheaper(h, o, left); better != o {
				t.Errorf("problem %d: household %d at %d, and %d costs less", seed, h, o, better)
			}
		}
	}
}
