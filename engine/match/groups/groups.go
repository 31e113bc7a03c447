// SPDX-License-Identifier: Apache-2.0

// Package groups says how groups of people fare in a plan (engine/match), and sets floors for them: the same groups wherever households are placed, with a host family or in a State. A group is made of who they are together and of how long
// they have waited; there is none of nationality, ethnicity, religion or disability.
//
// A package of pure functions.
package groups

import (
	"slices"

	"safar/engine/match"
)

// Group is some of those who are to be placed, of whom it is told how they fare.
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

// All are all groups.
func All() []Group {
	return []Group{WomenAlone, MenAlone, WithChildren, ChildrenAlone, Large, NeedStepFree, WaitLong}
}

const largeFrom = 5 // people

// Who is what a household is, for groups: how many Women and Men are its adults, Girls and Boys its children, whether somebody needs a home without steps, and for how many days they have waited.
type Who struct {
	Women, Men, Girls, Boys int
	StepFree                bool // somebody of them needs a home without steps
	Waiting                 int  // days
}

// Placed is a plan of a problem, and who its households are. Points are what a household scores at a place, without what it would cost that it has none.
type Placed struct {
	Problem *match.Problem // with a place and an option for each that no rule removes
	Who     []Who          // household of the problem → who they are
	Points  func(household, place int) int
}

// Of returns the households of a group, by their positions in the problem.
func (p *Placed) Of(group Group) (households []int) {
	long := p.long()
	for i, who := range p.Who {
		if who.is(group, long) {
			households = append(households, i)
		}
	}
	return households
}

func (w Who) is(group Group, long int) bool {
	switch adults, children := w.Women+w.Men, w.Girls+w.Boys; group {
	case WomenAlone:
		return w.Women > 0 && w.Men == 0
	case MenAlone:
		return w.Men > 0 && w.Women+children == 0
	case WithChildren:
		return adults > 0 && children > 0
	case ChildrenAlone:
		return adults == 0 && children > 0
	case Large:
		return adults+children >= largeFrom
	case NeedStepFree:
		return w.StepFree
	case WaitLong:
		return w.Waiting > 0 && w.Waiting >= long
	}
	return false
}

// long is for how many days those have waited at least who are of the third that waited longest.
func (p *Placed) long() int {
	var all []int
	for _, w := range p.Who {
		all = append(all, w.Waiting)
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
	Could      int   // of them, who could go somewhere: some place is removed by no rule
	Placed     int   // of them, who have a place
	Points     int   // what those who could go somewhere score in the mean; having no place is nought points
}

// Fare says how each group fares that is somebody.
func (p *Placed) Fare(plan *match.Plan) (all []Fares) {
	places := plan.Places(p.Problem)
	for _, group := range All() {
		f, sum := Fares{Group: group}, 0
		for _, i := range p.Of(group) {
			f.Households++
			if p.could(i) {
				f.Could++
			}
			if places[i] != match.Unplaced {
				f.Placed++
				sum += p.Points(i, places[i])
			}
		}
		if f.Households > 0 {
			f.Points = sum / max(1, f.Could)
			all = append(all, f)
		}
	}
	return all
}

// could reports whether a household could go somewhere.
func (p *Placed) could(household int) bool {
	return slices.ContainsFunc(p.Problem.Households[household].Options, func(o match.Option) bool { return o.Place != match.Unplaced })
}

// couldOf are the households of a group who could go somewhere.
func (p *Placed) couldOf(group Group) []int {
	return slices.DeleteFunc(p.Of(group), func(i int) bool { return !p.could(i) })
}

// Floors are the floors of groups, each so many points in the mean, for the engine: of those of each who could go somewhere. Groups of nobody have none.
func (p *Placed) Floors(points map[Group]int) (floors []match.Floor) {
	for _, group := range All() {
		if least, is := points[group]; is {
			if of := p.couldOf(group); len(of) > 0 {
				floors = append(floors, match.Floor{Households: of, Most: -int64(least)})
			}
		}
	}
	return floors
}

// Reached says which groups have the floor that was set for them, each of theirs with a place, in a plan that was found with these floors.
func (p *Placed) Reached(points map[Group]int, fair *match.Fairness) map[Group]bool {
	reached, i := map[Group]bool{}, 0
	for _, group := range All() {
		if _, is := points[group]; is && len(p.couldOf(group)) > 0 {
			reached[group] = fair.Reached[i]
			i++
		}
	}
	return reached
}

// Solve looks for a plan with floors. Where none is set, Fairness has the same plan with and without.
func (p *Placed) Solve(points map[Group]int, s match.Search) (*match.Fairness, error) {
	if floors := p.Floors(points); len(floors) > 0 {
		return match.Fair(p.Problem, floors, s)
	}
	plan, err := match.Solve(p.Problem, s)
	return &match.Fairness{Plan: plan, Without: plan}, err
}

// MostFloor bounds a floor either way, in points in the mean.
const MostFloor = 2000

// InBounds reports whether floors are within their bounds, and each is of a group that there is.
func InBounds(points map[Group]int) bool {
	for g, n := range points {
		if !slices.Contains(All(), g) || n < -MostFloor || n > MostFloor {
			return false
		}
	}
	return true
}
