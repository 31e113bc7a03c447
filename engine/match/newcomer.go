// SPDX-License-Identifier: Apache-2.0

package match

import (
	"cmp"
	"slices"
)

// Standing is a plan that stands, to which households come one by one. It is worked out once; each newcomer is then looked at in the places where they may go, and nowhere else.
type Standing struct {
	problem *Problem
	options []int     // household → option
	left    [][]int64 // place → dimension
	in      [][]int   // place → households
}

// Stand returns how a plan stands. The plan is one of the problem; neither may be changed afterwards but by Settle.
func (p *Problem) Stand(plan *Plan) *Standing {
	s := &Standing{problem: p, options: slices.Clone(plan.Options), left: p.leftBy(plan.Options), in: make([][]int, len(p.Room))}
	for h, o := range s.options {
		if place := s.placeOf(h, o); place != Unplaced {
			s.in[place] = append(s.in[place], h)
		}
	}
	return s
}

func (s *Standing) placeOf(h, o int) int {
	if o < 0 {
		return Unplaced
	}
	return s.problem.Households[h].Options[o].Place
}

// Possible is one possibility of a newcomer: which of their options, and what it costs all together. Full are the dimensions in which the place lacks room; nil where it has it, and nobody
// moves. Where it has not, Moves is the household that would make room by going To another of its options; -1 where none alone could, and Cost is then that of the option alone.
type Possible struct {
	Option int   // position among the newcomer's
	Cost   int64 // of the option, with what the move of another costs
	Full   []int // dimensions
	Moves  int   // household, -1 for none
	To     int   // its option, -1 for none
}

// Possibilities are those of a newcomer, of those that nobody else moves for and those for which one does together the cheapest first, and at the end those for which there is no room. kept says of a household that it was told
// where it goes, and does not move.
func (s *Standing) Possibilities(newcomer Household, kept func(household int) bool) []Possible {
	all := make([]Possible, len(newcomer.Options))
	for o, option := range newcomer.Options {
		all[o] = Possible{Option: o, Cost: option.Cost, Moves: -1, To: -1}
		if option.Place == Unplaced {
			continue
		}
		if all[o].Full = s.lacking(option); all[o].Full != nil {
			s.makeRoom(&all[o], option, kept)
		}
	}
	slices.SortStableFunc(all, func(a, b Possible) int { return cmp.Or(a.hopeless()-b.hopeless(), cmp.Compare(a.Cost, b.Cost)) })
	return all
}

// hopeless is one where there is no room and nobody alone could make any.
func (p Possible) hopeless() int {
	if p.Full != nil && p.Moves < 0 {
		return 1
	}
	return 0
}

// lacking are the dimensions in which a place lacks room for an option.
func (s *Standing) lacking(o Option) (full []int) {
	for d, n := range o.Needs {
		if n > s.left[o.Place][d] {
			full = append(full, d)
		}
	}
	return full
}

// makeRoom looks for the household whose going elsewhere makes room for an option, and costs least.
func (s *Standing) makeRoom(p *Possible, option Option, kept func(int) bool) {
	least := int64(0)
	for _, h := range s.in[option.Place] {
		at := s.problem.Households[h].Options[s.options[h]]
		if kept(h) || !s.roomAfter(option, at) {
			continue
		}
		for to, other := range s.problem.Households[h].Options {
			if extra := other.Cost - at.Cost; other.Place != option.Place && (p.Moves < 0 || extra < least) && fits(other, s.left) {
				p.Moves, p.To, least = h, to, extra
			}
		}
	}
	p.Cost += least
}

// roomAfter reports whether a place has room for an option once somebody left it.
func (s *Standing) roomAfter(o, leaves Option) bool {
	for d, n := range o.Needs {
		room := s.left[o.Place][d]
		if d < len(leaves.Needs) {
			room += leaves.Needs[d]
		}
		if n > room {
			return false
		}
	}
	return true
}

// Settle places a newcomer at one of their Possibilities, and returns which household of the problem they are from now on.
func (s *Standing) Settle(newcomer Household, at Possible) int {
	if at.Moves >= 0 {
		s.moveTo(at.Moves, s.options[at.Moves], at.To)
	}
	h := len(s.options)
	s.problem.Households = append(s.problem.Households, newcomer)
	s.options = append(s.options, -1)
	s.moveTo(h, -1, at.Option)
	return h
}

// moveTo moves a household from one of its options to another.
func (s *Standing) moveTo(h, from, to int) {
	s.problem.move(h, from, 1, s.left)
	s.problem.move(h, to, -1, s.left)
	if place := s.placeOf(h, from); place != Unplaced {
		s.in[place] = slices.DeleteFunc(s.in[place], func(other int) bool { return other == h })
	}
	if place := s.placeOf(h, to); place != Unplaced {
		s.in[place] = append(s.in[place], h)
	}
	s.options[h] = to
}

// Places returns the place of each household as they stand, Unplaced for none.
func (s *Standing) Places() []int {
	places := make([]int, len(s.options))
	for h, o := range s.options {
		places[h] = s.placeOf(h, o)
	}
	return places
}
