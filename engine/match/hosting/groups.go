// SPDX-License-Identifier: Apache-2.0

package hosting

import (
	"safar/engine/match"
	"safar/engine/match/groups"
)

// Group is some of those who seek a home, of whom it is told how they fare.
type Group = groups.Group

// Fares is how a group fares in a plan.
type Fares = groups.Fares

// The groups, in the order in which they are told. A household may be in several.
const (
	WomenAlone    = groups.WomenAlone
	MenAlone      = groups.MenAlone
	WithChildren  = groups.WithChildren
	ChildrenAlone = groups.ChildrenAlone
	Large         = groups.Large
	NeedStepFree  = groups.NeedStepFree
	WaitLong      = groups.WaitLong
)

// Groups are all groups.
func Groups() []Group { return groups.All() }

// placed is the problem as groups know it.
func (p *Problem) placed() *groups.Placed {
	placed := &groups.Placed{Problem: p.Problem, Points: func(household, host int) int { return p.office.score(p.Together[household], host).Total() }}
	for _, together := range p.Together {
		who := groups.Who{}
		for _, i := range together {
			g := &p.office.Guests[i]
			who.Women, who.Men, who.Girls, who.Boys = who.Women+max(0, g.Women), who.Men+max(0, g.Men), who.Girls+max(0, g.Girls), who.Boys+max(0, g.Boys)
			who.StepFree, who.Waiting = who.StepFree || g.StepFree == Yes, max(who.Waiting, g.Waiting)
		}
		placed.Who = append(placed.Who, who)
	}
	return placed
}

// Of returns the households of a group, by their positions in the problem.
func (p *Problem) Of(group Group) (households []int) { return p.placed().Of(group) }

// Fare says how each group fares that is somebody.
func (p *Problem) Fare(plan *match.Plan) []Fares { return p.placed().Fare(plan) }

// Floors are the floors of groups, each so many points in the mean, for the engine: of those of each who could live somewhere. Groups of nobody have none.
func (p *Problem) Floors(points map[Group]int) []match.Floor { return p.placed().Floors(points) }

// Reached says which groups have the floor that was set for them, each of theirs with a home, in a plan that was found with these floors.
func (p *Problem) Reached(points map[Group]int, fair *match.Fairness) map[Group]bool {
	return p.placed().Reached(points, fair)
}
