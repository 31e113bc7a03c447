// SPDX-License-Identifier: Apache-2.0

package hosting

import (
	"slices"

	"safar/engine/match"
)

// Group is some of those who seek a home, of whom it is told how they fare. A group is made of who they are together and of how long they have waited; there is none of nationality, ethnicity, religion or
// disability.
type Group string

// The groups, in the order in which they are told. A household may be in several.
const (
	WomenAlone    Group = "women_alone"    // women without men, with or without children
	MenAlone      Group = "men_alone"      // men without women or children
	WithChildren  Group = "with_children"  // adults with children
	ChildrenAlone Group = "children_alone" // children without an adult
	Large         Group = "large"          // five people or more
	NeedStepFree  Group = "step_free"      // who need a home without steps
	WaitLong      Group = "wait_long"      // the third who have waited longest
)

// Groups are all groups.
func Groups() []Group {
	return []Group{WomenAlone, MenAlone, WithChildren, ChildrenAlone, Large, NeedStepFree, WaitLong}
}

const largeFrom = 5 // people

// Of returns the households of a group, by their positions in the problem.
func (p *Problem) Of(group Group) (households []int) {
	long := p.waitsLong()
	for i, together := range p.Together {
		if p.isOf(group, together, long) {
			households = append(households, i)
		}
	}
	return households
}

func (p *Problem) isOf(group Group, together []int, long int) bool {
	women, men, children, stepFree, waiting := 0, 0, 0, false, 0
	for _, i := range together {
		g := &p.office.Guests[i]
		women, men, children = women+max(0, g.Women), men+max(0, g.Men), children+max(0, g.Girls)+max(0, g.Boys)
		stepFree, waiting = stepFree || g.StepFree == Yes, max(waiting, g.Waiting)
	}
	switch group {
	case WomenAlone:
		return women > 0 && men == 0
	case MenAlone:
		return men > 0 && women+children == 0
	case WithChildren:
		return women+men > 0 && children > 0
	case ChildrenAlone:
		return women+men == 0 && children > 0
	case Large:
		return women+men+children >= largeFrom
	case NeedStepFree:
		return stepFree
	case WaitLong:
		return waiting > 0 && waiting >= long
	}
	return false
}

// waitsLong is for how many days those have waited at least who are of the third that waited longest.
func (p *Problem) waitsLong() int {
	var all []int
	for _, g := range p.office.Guests {
		all = append(all, g.Waiting)
	}
	slices.Sort(all)
	if len(all) == 0 {
		return 0
	}
	return all[len(all)-(len(all)+2)/3]
}

// Fares is how a group fares in a plan.
type Fares struct {
	Group      Group // which
	Households int   // of the group
	Could      int   // of them, who could live somewhere: some home is removed by no rule
	Placed     int   // of them, who have a home
	Points     int   // what those who could live somewhere score in the mean; having no home is nought points
}

// Fare says how each group fares that is somebody.
func (p *Problem) Fare(plan *match.Plan) (all []Fares) {
	places := plan.Places(p.Problem)
	for _, group := range Groups() {
		f, sum := Fares{Group: group}, 0
		for _, i := range p.Of(group) {
			f.Households++
			if p.could(i) {
				f.Could++
			}
			if places[i] != Nowhere {
				f.Placed++
				sum += p.office.score(p.Together[i], places[i]).Total()
			}
		}
		if f.Households > 0 {
			f.Points = sum / max(1, f.Could)
			all = append(all, f)
		}
	}
	return all
}

// could reports whether a household could live somewhere.
func (p *Problem) could(household int) bool {
	return slices.ContainsFunc(p.Households[household].Options, func(o match.Option) bool { return o.Place != match.Unplaced })
}

// Floors are the floors of groups, each so many points in the mean, for the engine: of those of each who could live somewhere. Groups of nobody have none.
func (p *Problem) Floors(points map[Group]int) (floors []match.Floor) {
	for _, group := range Groups() {
		if least, is := points[group]; is {
			if of := p.couldOf(group); len(of) > 0 {
				floors = append(floors, match.Floor{Households: of, Most: -int64(least)})
			}
		}
	}
	return floors
}

// couldOf are the households of a group who could live somewhere.
func (p *Problem) couldOf(group Group) []int {
	return slices.DeleteFunc(p.Of(group), func(i int) bool { return !p.could(i) })
}

// Reached says which groups have the floor that was set for them, each of theirs with a home, in a plan that was found with these floors.
func (p *Problem) Reached(points map[Group]int, fair *match.Fairness) map[Group]bool {
	reached, i := map[Group]bool{}, 0
	for _, group := range Groups() {
		if _, is := points[group]; is && len(p.couldOf(group)) > 0 {
			reached[group] = fair.Reached[i]
			i++
		}
	}
	return reached
}
