// SPDX-License-Identifier: Apache-2.0

package hosting

import (
	"safar/engine/match"
	"safar/engine/match/groups"
)

// MostWeight bounds what whoever plans may set as the weight of a part, from nought, in points.
const MostWeight = 1000

// Terms are what a plan is to keep to, as whoever plans sets them.
type Terms struct {
	Weights  Weights       // of the parts of a score
	Floors   map[Group]int // points that a group is to have in the mean at least, of those who could live somewhere; a group that is not there has none
	Exchange bool          // whether homes are exchanged by wishes in the end
}

// Plain reports whether nothing is set beyond the usual.
func (t Terms) Plain() bool { return t.Weights == Usual && len(t.Floors) == 0 && !t.Exchange }

// InBounds reports whether weights and floors are within their bounds, and each floor is of a group that there is.
func (t Terms) InBounds() bool {
	for _, weight := range []int{t.Weights.Language, t.Weights.Wish, t.Weights.Spare, t.Weights.Access} {
		if weight < 0 || weight > MostWeight {
			return false
		}
	}
	return groups.InBounds(t.Floors)
}

// Solve looks for a plan that keeps to terms, whose weights are those of the office. Where no floor is set, Fairness has the same plan with and without.
func (p *Problem) Solve(t Terms, s match.Search) (*match.Fairness, error) {
	if s.Ranks = nil; t.Exchange {
		s.Ranks = p.Ranks()
	}
	return p.placed().Solve(t.Floors, s)
}
