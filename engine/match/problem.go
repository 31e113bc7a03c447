// SPDX-License-Identifier: Apache-2.0

package match

import (
	"errors"
	"fmt"
)

// Unplaced is the place of who is given none.
const Unplaced = -1

// Limits of what is taken.
const (
	MostCost       = 1 << 27 // of one option, either way
	MostNeed       = 1 << 24 // of one household in one dimension, and the most room of one place
	MostHouseholds = 1 << 20
	MostPlaces     = 1 << 16
	MostDimensions = 64
)

// Problem is who is to be placed, and where there is room. Places and households are known by their position, from 0.
type Problem struct {
	// Room is what each place has of each dimension: Room[place][dimension]. All rows are as long as the first.
	Room [][]int64
	// Households are those who go together, each to one place.
	Households []Household
}

// Household is one that cannot be split.
type Household struct {
	// Options are where it may go; what a hard rule excludes is not among them. One of place Unplaced says what it costs to place it
	// nowhere. A household without it must be placed, or the plan is not complete.
	Options []Option
}

// Option is one place where a household may go.
type Option struct {
	Place int     // or Unplaced
	Cost  int64   // what is to be small: the score, turned round
	Needs []int64 // what it takes of each dimension there; empty is nothing
}

// Dimensions is how many kinds of room the places have.
func (p *Problem) Dimensions() int {
	if len(p.Room) == 0 {
		return 0
	}
	return len(p.Room[0])
}

// Check returns all that is wrong with the problem, each with the household or place and the option by position, from 0.
func (p *Problem) Check() error {
	var wrong []error
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Errorf(format, args...)) }
	if len(p.Households) > MostHouseholds || len(p.Room) > MostPlaces || p.Dimensions() > MostDimensions {
		say("%d households, %d places with %d dimensions: at most %d, %d and %d", len(p.Households), len(p.Room), p.Dimensions(),
			MostHouseholds, MostPlaces, MostDimensions)
		return errors.Join(wrong...)
	}
	for i, room := range p.Room {
		if len(room) != p.Dimensions() {
			say("place %d: %d dimensions, the first place has %d", i, len(room), p.Dimensions())
		}
		for d, r := range room {
			if r < 0 || r > MostNeed {
				say("place %d: room %d in dimension %d, not between 0 and %d", i, r, d, MostNeed)
			}
		}
	}
	for h, household := range p.Households {
		p.checkOptions(h, household.Options, say)
	}
	return errors.Join(wrong...)
}

func (p *Problem) checkOptions(h int, options []Option, say func(string, ...any)) {
	seen := make(map[int]bool, len(options))
	for o, option := range options {
		switch {
		case option.Place < Unplaced || option.Place >= len(p.Room):
			say("household %d, option %d: there is no place %d", h, o, option.Place)
		case seen[option.Place]:
			say("household %d, option %d: place %d is there twice", h, o, option.Place)
		case option.Cost < -MostCost || option.Cost > MostCost:
			say("household %d, option %d: cost %d is beyond %d", h, o, option.Cost, MostCost)
		case len(option.Needs) > p.Dimensions():
			say("household %d, option %d: %d needs, places have %d dimensions", h, o, len(option.Needs), p.Dimensions())
		}
		seen[option.Place] = true
		for d, need := range option.Needs {
			if need < 0 || need > MostNeed {
				say("household %d, option %d: needs %d in dimension %d, not between 0 and %d", h, o, need, d, MostNeed)
			}
			if option.Place == Unplaced && need != 0 {
				say("household %d, option %d: who is unplaced needs no room", h, o)
			}
		}
	}
}
