// SPDX-License-Identifier: Apache-2.0

package hosting

import "slices"

// Part is a named part of a score.
type Part string

// The parts of a score, in the order in which they are told.
const (
	Language Part = "language"
	Wish     Part = "wish"
	Spare    Part = "spare"
	Access   Part = "access"
)

// Parts are the parts of a score.
func Parts() []Part { return []Part{Language, Wish, Spare, Access} }

// Score is how well a home suits guests: the points of each part, in the order of Parts. It is a score, and promises nobody anything.
type Score [4]int

// Total is the sum of its parts.
func (s Score) Total() (sum int) {
	for _, points := range s {
		sum += points
	}
	return sum
}

// ScoreOf scores a pair that no rule removes.
func ScoreOf(g *Guests, h *Host, w Weights) (s Score) {
	if slices.ContainsFunc(g.Languages, func(l string) bool { return slices.Contains(h.Languages, l) }) {
		s[0] = w.Language
	}
	s[1] = wished(g, h, w)
	s[2] = -w.Spare * (h.Beds - g.People())
	if h.StepFree == Yes && g.StepFree == No {
		s[3] = -w.Access
	}
	return s
}

// wished is the part of a wish.
func wished(g *Guests, h *Host, w Weights) int { return w.Wish * (wishes - rank(g, h)) / wishes }

const wishes = 3 // that count

// rank is which of their wishes a home is, from 0: of the first three that name the home or its town, the most wished; 3 where none does.
func rank(g *Guests, h *Host) int {
	for rank, wish := range g.Wishes[:min(wishes, len(g.Wishes))] {
		if wish == h.ID || wish == h.Town {
			return rank
		}
	}
	return wishes
}
