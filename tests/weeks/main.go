// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"time"

	"safar/engine/match"
	"safar/exchange/placement"
)

// measure is what is measured: in how many weeks the households of a problem come, with how many steps of the search each.
type measure struct {
	problem   *match.Problem
	before    []match.Household // of an earlier year at the same places; nil where none is known
	weeks     int
	steps     int
	hindsight int64 // the cost of the plan with hindsight
}

// asked is what the command is asked for.
type asked struct {
	file, before         string
	made                 uint64
	weeks, orders, steps int
	seconds              float64
	hindsight            int64
	briefly              bool
}

func main() {
	var a asked
	flag.StringVar(&a.file, "file", "", "a file of households and places, in the format col; without it a year is made up")
	flag.StringVar(&a.before, "before", "", "a file of the households of an earlier year at the same places, in the same format")
	flag.Uint64Var(&a.made, "made", 1, "the seed of the year that is made up, and of an earlier year at the same places")
	flag.IntVar(&a.weeks, "weeks", 52, "in how many batches they come")
	flag.IntVar(&a.orders, "orders", 5, "in how many orders: the first as in the file, the others shuffled by their number as seed")
	flag.IntVar(&a.steps, "steps", 2000, "of the search for a week's plan")
	flag.Float64Var(&a.seconds, "seconds", 30, "for the plan with hindsight")
	flag.Int64Var(&a.hindsight, "hindsight", 0, "the score of the plan with hindsight, where it is known; it is looked for otherwise")
	flag.BoolVar(&a.briefly, "briefly", false, "measure only what knows most: the earlier year, where there is one")
	flag.Parse()
	if err := run(a); err != nil {
		fmt.Fprintln(os.Stderr, "weeks:", err)
		os.Exit(1)
	}
}

// year reads a year, and an earlier one where there is one; without a file both are made up.
func (a asked) year() (*match.Problem, []match.Household, error) {
	if a.file == "" {
		p, before := made(a.made)
		return p, before, nil
	}
	p, err := read(a.file)
	if err != nil || a.before == "" {
		return p, nil, err
	}
	earlier, err := read(a.before)
	if err == nil && !slices.EqualFunc(p.Room, earlier.Room, slices.Equal) {
		err = errors.New("the earlier year is one of other places")
	}
	if err != nil {
		return nil, nil, err
	}
	return p, earlier.Households, nil
}

func read(file string) (*match.Problem, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return placement.Read(f, "col")
}

func run(a asked) error {
	p, before, err := a.year()
	if err != nil {
		return err
	}
	m := measure{problem: p, before: before, weeks: a.weeks, steps: a.steps, hindsight: -a.hindsight}
	if a.hindsight == 0 {
		if m.hindsight, err = a.lookBack(p); err != nil {
			return err
		}
	}
	fmt.Println("order  earlier year known   looking ahead   without   one by one   seconds a week")
	for order := range a.orders {
		if err := m.order(order, a.briefly); err != nil {
			return err
		}
	}
	return nil
}

// lookBack finds the plan with hindsight, and returns what it costs.
func (a asked) lookBack(p *match.Problem) (int64, error) {
	began := time.Now()
	plan, err := match.Solve(p, match.Search{Seed: 1, Threads: 2, Spent: func() int { return min(1000, int(1000*time.Since(began).Seconds()/a.seconds)) }})
	if err != nil {
		return 0, err
	}
	fmt.Printf("with hindsight: score %d, at most %d is possible\n", -plan.Cost, -plan.Bound)
	return plan.Cost, nil
}

// order measures one order in which households come, and prints the share of the score with hindsight; briefly, of what knows most alone.
func (m measure) order(order int, briefly bool) error {
	households := append([]match.Household{}, m.problem.Households...)
	if order > 0 {
		r := rand.New(rand.NewPCG(uint64(order), 0))
		r.Shuffle(len(households), func(i, j int) { households[i], households[j] = households[j], households[i] })
	}
	began := time.Now()
	known, err := m.came(households, len(households), m.before)
	if err != nil {
		return err
	}
	took := time.Since(began).Seconds() / float64(m.weeks)
	if briefly {
		fmt.Printf("%5d  %16.2f %%  %61.2f\n", order, m.share(known), took)
		return nil
	}
	ahead, err := m.came(households, len(households), nil)
	if err != nil {
		return err
	}
	without, err := m.came(households, 0, nil)
	if err != nil {
		return err
	}
	fmt.Printf("%5d  %16.2f %%  %11.2f %%  %7.2f %%  %9.2f %%  %13.2f\n", order, m.share(known), m.share(ahead), m.share(without), m.share(m.greedy(households)), took)
	return nil
}

func (m measure) share(cost int64) float64 { return 100 * float64(cost) / float64(m.hindsight) }

// came places households week by week, where so many are expected in all and some are known of an earlier year, and returns what that costs by the problem itself.
func (m measure) came(households []match.Household, expected int, before []match.Household) (cost int64, err error) {
	a := match.NewArrivals(m.problem.Room, expected, before)
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
