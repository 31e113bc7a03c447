// SPDX-License-Identifier: Apache-2.0

package hosting

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"safar/engine/match"
)

// madeUp draws an office from a seed: homes of one household, some of two, with one to seven beds, and more guests than have room.
func madeUp(guests, homes int, seed uint64) *Office {
	r := rand.New(rand.NewPCG(seed, 0))
	languages := []string{"arabic", "dari", "english", "french", "somali", "tigrinya"}
	town := func() string { return fmt.Sprint("t", r.IntN(max(1, homes/9))) }
	o := &Office{Today: today, Weights: Usual}
	for i := range guests {
		o.Guests = append(o.Guests, Guests{ID: fmt.Sprint("g", i), Women: 1 + r.IntN(2), Men: r.IntN(2), Girls: r.IntN(2), Boys: r.IntN(2) * r.IntN(3), StepFree: No + Answer(r.IntN(9)/8),
			Languages: []string{languages[r.IntN(6)]}, Wishes: []string{town()}, Waiting: r.IntN(400)})
	}
	for i := range homes {
		o.Hosts = append(o.Hosts, Host{ID: fmt.Sprint("h", i), Town: town(), Beds: 1 + r.IntN(7), Households: 1 + r.IntN(4)/3, Women: r.IntN(3), StepFree: No + Answer(r.IntN(2)),
			Languages: []string{languages[r.IntN(6)], languages[r.IntN(6)]}, Checked: today, Trained: Yes, Signed: Yes, Paused: NotSaid})
	}
	return o
}

// BenchmarkHomes finds plans of lists of two sizes, with as many seconds as are told, and says how many points better another plan could be at most.
func BenchmarkHomes(b *testing.B) {
	for _, size := range []struct {
		guests, homes int
		seconds       float64
	}{{500, 220, 1}, {500, 220, 2}, {500, 220, 3}, {500, 220, 10}, {5000, 2200, 10}} {
		p := madeUp(size.guests, size.homes, 1).Problem()
		b.Run(fmt.Sprintf("%dx%d in %gs", size.guests, size.homes, size.seconds), func(b *testing.B) {
			for b.Loop() {
				began := time.Now()
				plan, err := match.Solve(p.Problem, match.Search{Seed: 1, Threads: 2, Spent: func() int { return min(1000, int(1000*time.Since(began).Seconds()/size.seconds)) }})
				if err == nil {
					err = plan.Verify(p.Problem)
				}
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(plan.Cost-plan.Bound), "points")
				b.ReportMetric(float64(plan.Cost), "cost")
			}
		})
	}
}

// BenchmarkHomesOfOne finds the best plan where each home holds one household.
func BenchmarkHomesOfOne(b *testing.B) {
	for _, size := range [][2]int{{500, 220}, {5000, 2200}} {
		o := madeUp(size[0], size[1], 1)
		for h := range o.Hosts {
			o.Hosts[h].Households = 1
		}
		p := o.Problem()
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			for b.Loop() {
				plan, err := match.Solve(p.Problem, match.Search{Steps: 1})
				if err == nil {
					err = plan.Verify(p.Problem)
				}
				if err != nil || plan.Cost != plan.Bound {
					b.Fatal(plan, err)
				}
			}
		})
	}
}
