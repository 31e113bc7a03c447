// SPDX-License-Identifier: Apache-2.0

package pledges

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"safar/engine/match"
)

// BenchmarkPlan plans for made-up cases and eight States, who have three places for every four people; it tells how far the plan is from its bound, in points.
func BenchmarkPlan(b *testing.B) {
	for _, of := range []struct{ cases, steps int }{{400, 1000}, {3000, 300}} {
		b.Run(fmt.Sprintf("%d cases", of.cases), func(b *testing.B) {
			r := madeUp(of.cases)
			for b.Loop() {
				fair, err := r.Problem().Solve(nil, match.Search{Seed: 1, Threads: 1, Steps: of.steps, Overrides: true})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(fair.Plan.Cost-fair.Plan.Bound), "points-of-gap")
			}
		})
	}
}

func madeUp(cases int) *Round {
	draw, r := rand.New(rand.NewPCG(1, 2)), &Round{Weights: Usual}
	for i := range 8 {
		r.States = append(r.States, State{ID: fmt.Sprint(i), Pledged: true, Open: true, Places: cases / 3, Languages: []string{fmt.Sprint(i % 4)}})
	}
	for i := range cases {
		r.Cases = append(r.Cases, Case{ID: fmt.Sprint("c", i), Women: 1 + draw.IntN(3), Men: draw.IntN(2), Girls: draw.IntN(3), Asked: true, Languages: []string{fmt.Sprint(draw.IntN(5))}, Relatives: []string{fmt.Sprint(draw.IntN(12))}, Waiting: draw.IntN(400)})
	}
	return r
}
