// SPDX-License-Identifier: Apache-2.0

package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"time"

	"safar/engine/match"
	"safar/exchange/placement"
)

// measure is what is measured: in how many weeks the households of a problem come, with how many steps of the search each.
type measure struct {
	problem   *match.Problem
	weeks     int
	steps     int
	hindsight int64 // the cost of the plan with hindsight
}

func main() {
	file := flag.String("file", "", "a file of households and places, in the format col")
	weeks := flag.Int("weeks", 52, "in how many batches they come")
	orders := flag.Int("orders", 5, "in how many orders: the first as in the file, the others shuffled by their number as seed")
	steps := flag.Int("steps", 2000, "of the search for a week's plan")
	seconds := flag.Float64("seconds", 30, "for the plan with hindsight")
	flag.Parse()
	if err := run(*file, *weeks, *orders, *steps, *seconds); err != nil {
		fmt.Fprintln(os.Stderr, "weeks:", err)
		os.Exit(1)
	}
}

func run(file string, weeks, orders, steps int, seconds float64) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	p, err := placement.Read(f, "col")
	if err != nil {
		return err
	}
	began := time.Now()
	plan, err := match.Solve(p, match.Search{Seed: 1, Threads: 2, Spent: func() int { return min(1000, int(1000*time.Since(began).Seconds()/seconds)) }})
	if err != nil {
		return err
	}
	m := measure{problem: p, weeks: weeks, steps: steps, hindsight: plan.Cost}
	fmt.Printf("with hindsight: score %d, at most %d is possible\n", -plan.Cost, -plan.Bound)
	fmt.Println("order  looking ahead   without   one by one   seconds a week")
	for order := range orders {
		if err := m.order(order); err != nil {
			return err
		}
	}
	return nil
}

// order measures one order in which households come, and prints the share of the score with hindsight.
func (m measure) order(order int) error {
	households := append([]match.Household{}, m.problem.Households...)
	if order > 0 {
		r := rand.New(rand.NewPCG(uint64(order), 0))
		r.Shuffle(len(households), func(i, j int) { households[i], households[j] = households[j], households[i] })
	}
	began := time.Now()
	ahead, err := m.came(households, len(households))
	if err != nil {
		return err
	}
	took := time.Since(began).Seconds() / float64(m.weeks)
	without, err := m.came(households, 0)
	if err != nil {
		return err
	}
	fmt.Printf("%5d  %11.2f %%  %7.2f %%  %9.2f %%  %13.2f\n", order, m.share(ahead), m.share(without), m.share(m.greedy(households)), took)
	return nil
}

func (m measure) share(cost int64) float64 { return 100 * float64(cost) / float64(m.hindsight) }

// came places households week by week, where so many are expected in all, and returns what that costs by the problem itself.
func (m measure) came(households []match.Household, expected int) (cost int64, err error) {
	a := match.NewArrivals(m.problem.Room, expected, nil)
	for week := range m.weeks {
		batch := households[len(households)*week/m.weeks : len(households)*(week+1)/m.weeks]
		options, err := a.Place(batch, match.Search{Seed: 1, Threads: 2, Steps: m.steps})
		if err != nil {
			return 0, err
		}
		for i, o := range options {
			cost += batch[i].Options[o].Cost
		}
	}
	for place, left := range a.Left() {
		for d, n := range left {
			if n < 0 {
				return 0, fmt.Errorf("place %d holds %d too many of kind %d", place, -n, d)
			}
		}
	}
	return cost, nil
}

// greedy places each household in turn where it costs least and there is room.
func (m measure) greedy(households []match.Household) (cost int64) {
	left := make([][]int64, len(m.problem.Room))
	for place, room := range m.problem.Room {
		left[place] = append([]int64{}, room...)
	}
	for _, h := range households {
		best := -1
		for o, option := range h.Options {
			if (best < 0 || option.Cost < h.Options[best].Cost) && fits(option, left) {
				best = o
			}
		}
		cost += h.Options[best].Cost
		if h.Options[best].Place == match.Unplaced {
			continue
		}
		for d, n := range h.Options[best].Needs {
			left[h.Options[best].Place][d] -= n
		}
	}
	return cost
}

func fits(o match.Option, left [][]int64) bool {
	if o.Place == match.Unplaced {
		return true
	}
	for d, n := range o.Needs {
		if n > left[o.Place][d] {
			return false
		}
	}
	return true
}
