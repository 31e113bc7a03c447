// SPDX-License-Identifier: Apache-2.0

package match

import (
	"cmp"
	"slices"
)

// state is a plan while it is searched: each household at one of its options, and no place over its room.
type state struct {
	*priced
	at    []int32   // household → the option where it is; -1 at none
	left  []int32   // place*dims + dimension → room that is left
	in    [][]int32 // place → who is there, in no order
	out   []int32   // who is nowhere, in no order
	pos   []int32   // household → its position in the list of its place, or in out
	total int64     // what the plan costs
}

func newState(p *priced) *state {
	s := &state{priced: p, at: make([]int32, p.households), left: slices.Clone(p.room), in: make([][]int32, p.places), pos: make([]int32, p.households)}
	for h := range s.at {
		s.at[h] = -1
	}
	return s
}

// stateAt is the state in which each household is at an option.
func stateAt(p *priced, at []int32) *state {
	s := newState(p)
	for h, o := range at {
		s.put(int32(h), o)
	}
	return s
}

// part is a copy for a search that has some of the places to itself: of who is nowhere it lists those whom mine takes.
func (s *state) part(mine func(household uint64) bool) *state {
	c := &state{priced: s.priced, at: slices.Clone(s.at), left: slices.Clone(s.left), in: make([][]int32, s.places), pos: slices.Clone(s.pos), total: s.total}
	for i, in := range s.in {
		c.in[i] = slices.Clone(in)
	}
	for _, h := range s.out {
		if mine(uint64(h)) {
			c.pos[h] = int32(len(c.out))
			c.out = append(c.out, h)
		}
	}
	return c
}

// fits reports whether there is room for an option.
func (s *state) fits(o int32) bool {
	if s.place[o] == nowhere {
		return true
	}
	at := s.roomAt(s.place[o])
	for d, n := range s.needsAt(o) {
		if s.left[at+d] < n {
			return false
		}
	}
	return true
}

// fill gives back, or takes with sign -1, the room of an option.
func (s *state) fill(o, sign int32) {
	if s.place[o] == nowhere {
		return
	}
	at := s.roomAt(s.place[o])
	for d, n := range s.needsAt(o) {
		s.left[at+d] += sign * n
	}
}

// list is where those are listed who are at an option.
func (s *state) list(o int32) *[]int32 {
	if s.place[o] == nowhere {
		return &s.out
	}
	return &s.in[s.place[o]]
}

// put places a household that is at no option.
func (s *state) put(h, o int32) {
	s.at[h] = o
	s.total += s.cost[o]
	s.fill(o, -1)
	list := s.list(o)
	s.pos[h] = int32(len(*list))
	*list = append(*list, h)
}

// take takes a household from where it is.
func (s *state) take(h int32) {
	o := s.at[h]
	s.at[h] = -1
	s.total -= s.cost[o]
	s.fill(o, 1)
	list := s.list(o)
	last := len(*list) - 1
	moved := (*list)[last]
	(*list)[s.pos[h]] = moved
	s.pos[moved] = s.pos[h]
	*list = (*list)[:last]
}

// greedy places who is at no option, one household after another, where it loses least of what fits, those first who need the dearest room.
func (s *state) greedy() {
	order := make([]int32, s.households)
	needs := make([]int64, s.households)
	for h := range order {
		order[h] = int32(h)
		if o := s.first[h]; s.place[o] != nowhere {
			needs[h] = s.worth(s.place[o], s.needsAt(o))
		}
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(needs[b], needs[a]) })
	for _, h := range order {
		if s.at[h] >= 0 {
			continue
		}
		o, _ := s.options(h)
		for !s.fits(o) {
			o++ // one of them is to be nowhere, which always fits
		}
		s.put(h, o)
	}
}
