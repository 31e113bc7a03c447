// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
)

// claim is what a solver says that it found.
type claim struct {
	cost, bound int64
	places      []int    // household → place; -1 nowhere
	left        int      // how many must be placed and are not, as it says
	seconds     float64  // on the clock
	worked      float64  // seconds of processors
	curve       []moment // what was known when
}

// moment is what was known after some seconds.
type moment struct {
	second      float64
	cost, bound int64
	planned     bool // there was a plan
}

// judge holds what a solver says against the problem.
func judge(p *problem, c claim) error {
	if len(c.places) != len(p.ways) {
		return fmt.Errorf("%d households are placed, of %d", len(c.places), len(p.ways))
	}
	cost, left := int64(0), 0
	taken := make([][]int64, len(p.room))
	for i, room := range p.room {
		taken[i] = make([]int64, len(room))
	}
	for h, place := range c.places {
		way, may := p.ways[h][place]
		if !may && place == -1 {
			left++
			continue
		}
		if !may {
			return fmt.Errorf("household %d may not go to place %d", h, place)
		}
		cost += way.cost
		if place >= 0 {
			for d, n := range way.takes {
				taken[place][d] += n
			}
		}
	}
	return errors.Join(judgeRoom(p, taken), judgeSums(c, cost, left))
}

func judgeRoom(p *problem, taken [][]int64) error {
	for i, room := range p.room {
		for d, r := range room {
			if taken[i][d] > r {
				return fmt.Errorf("place %d: %d is taken of %d in dimension %d", i, taken[i][d], r, d)
			}
		}
	}
	return nil
}

func judgeSums(c claim, cost int64, left int) error {
	switch {
	case left != c.left:
		return fmt.Errorf("%d are left, not %d", left, c.left)
	case cost != c.cost:
		return fmt.Errorf("the plan costs %d, not %d", cost, c.cost)
	case left == 0 && c.bound > cost:
		return fmt.Errorf("the bound %d is above the plan's cost %d", c.bound, cost)
	}
	for _, m := range c.curve {
		if left == 0 && m.bound > cost {
			return fmt.Errorf("the bound %d after %.2f seconds is above the plan's cost %d", m.bound, m.second, cost)
		}
	}
	return nil
}

// judgeKnown holds it against what the best plan is known to cost.
func judgeKnown(c claim, optimum int64) error {
	if c.bound > optimum {
		return fmt.Errorf("the bound %d is above the best plan's cost %d", c.bound, optimum)
	}
	if c.left == 0 && c.cost < optimum {
		return fmt.Errorf("the plan costs %d, and the best %d", c.cost, optimum)
	}
	return nil
}
