// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"strconv"

	"safar/field/gathering"
	"safar/field/programme"
)

// What was filled in of the programme's forms, in the words of people who are made up.

// intends is what somebody of a household said they would like to do.
func intends(h *household) programme.Answers {
	said := programme.Answers{"consents": "yes", "prefers": leaves(h, 0), "needs_first": neededFirst[h.index%len(neededFirst)]}
	switch h.fate {
	case stays:
		said["prefers"] = "stay"
	case undecided, disagrees:
		said["prefers"] = "undecided"
	}
	return said
}

// neededFirst are what households said must be there first, one after another.
var neededFirst = []string{"safety land", "safety land water", "work", "safety school", "land house work", "safety health", "land water school", "safety work"}

// profileTold is what a household was told of a village, and that they said it back.
func profileTold() programme.Answers {
	return programme.Answers{"told_about": "safety water school health land hosts help", "understood": "yes"}
}

// houseSeen is what an inspector noted of a house beside its milestone.
func houseSeen() programme.Answers { return programme.Answers{"place": programme.SomewhereThere} }

// satTogether are who sat together in the focus groups, and informantRoles who the informants were, one after another.
var (
	satTogether    = []string{"women", "men", "older", "girls", "minority", "boys", "disability"}
	informantRoles = []string{"chief", "committee", "women", "teacher", "minority", "authority"}
)

// heardIn is what was said in a gathering, by the form of its kind; nil for kinds without one.
func (f *kalemie) heardIn(kind gathering.Kind, nth int) programme.Answers {
	switch kind {
	case gathering.ParticipatoryAssessment:
		return programme.Answers{"households": strconv.Itoa(len(f.plan.households) / len(sites)), "protection": "Women fetch water after dark.", "capacities": "They build together and keep a school.",
			"priorities": "Land first, then the road, then a school."}
	case gathering.FocusGroup:
		return programme.Answers{"who": satTogether[nth/len(sites)%len(satTogether)], "hopes": "To plant before the rains.", "fears": "Armed men on the road.",
			"conditions": "A water point, and a paper for the plot.", "advice": "Tell us the dates early."}
	case gathering.KeyInformant:
		return programme.Answers{"role": informantRoles[nth/len(sites)%len(informantRoles)], "safety": "Calm since the rains; the ford is not passed at night.",
			"land": "The chief gives it; widows are not always heard.", "services": "One pump works; the school has no roof.",
			"welcome": "They say there is room.", "stood_on": f.operation.Desk.Today().String()}
	}
	return nil
}
