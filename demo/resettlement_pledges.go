// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"
	"strconv"

	"safar/desk"
	"safar/field/choice"
	"safar/field/journey"
	"safar/field/pledging"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/id"
)

// How many cases wait for a State that pledged places, and how many people they are: enough for the plan of everybody who waits.
const waitingCases, waitingPeople = 16, 50

// further are the pledges beside the one by which people were taken over: of which of the states (position; -1 where nobody wrote it down), of how many places, which languages are spoken there, and whether it was withdrawn.
var further = []struct {
	state, places int
	languages     string
	withdrawn     bool
}{
	{2, 14, "French, Spanish", false}, {3, 8, "German", false}, {5, 20, "English", true}, {-1, 10, "", false},
}

// tongues are the languages in which those who wait manage, one after another.
var tongues = [][]string{{"French"}, {"German"}, {"English", "French"}, {"Spanish"}, {"Arabic"}}

// waitForStates arranges further pledges, and cases that wait for a State: one that nobody asked, two that were told of a State, one that a State did not accept, and some with relatives, or with a State where they must not go.
func (f *resettlement) waitForStates(first day) {
	var pledges []*thing
	for i, p := range further {
		t := newThing("pledge", "pledge", "Letter "+strconv.Itoa(i+2)+" (made up)", id.ID{}, "languages", p.languages, "places_pledged", strconv.Itoa(p.places))
		t.nth = i
		pledges = append(pledges, t)
	}
	all := f.travellers(waitingCases, waitingPeople, "RLW")
	f.on(first, "more pledges", func(ctx context.Context) error { return f.pledgeMore(ctx, pledges) })
	f.on(first+5, "cases that wait", func(ctx context.Context) error {
		if err := f.registers(ctx, all, "relocation_between_states", "relocation"); err != nil {
			return err
		}
		return f.each(access.Caseworker, all, func(h *household) []desk.Command {
			return []desk.Command{ownAsk(h.journey, "registered", acknowledged("consents"))}
		})(ctx)
	})
	f.on(first+8, "what binds them", f.each(access.ProtectionOfficer, all[1:], func(h *household) []desk.Command {
		return []desk.Command{pledging.Say{Journey: h.journey, Are: f.bound(h.index)}}
	}))
	f.on(first+10, "States told", f.each(access.Caseworker, all[1:4], func(h *household) []desk.Command {
		return []desk.Command{choice.Tell{Journey: h.journey, Step: "state_told", Place: f.countries[toldFirst(h.index)], Language: "ar", Source: "profile of the State", Answers: acknowledged("procedure", "family", "no_choice_of_city", "staying")}}
	}))
	f.on(first+14, "an answer", f.each(access.Caseworker, all[2:4], func(h *household) (commands []desk.Command) {
		for _, adult := range adultsOf(h) {
			commands = append(commands, choice.Answer{Journey: h.journey, Step: "answer", Person: adult, Option: "relocate", Place: f.countries[toldFirst(h.index)], Private: true})
		}
		return commands
	}))
	f.on(first+20, "not accepted", f.each(access.ProtectionOfficer, all[3:4], func(h *household) []desk.Command {
		return []desk.Command{journey.DecideStep{Journey: h.journey, Step: "accepted", Yes: false, Reason: "No home is free.", Source: "Letter R-12 (made up)", Answers: programme.Answers{"letter": "R-12", "told": "yes"}}}
	}))
}

// toldFirst is the State of which a case was told first: the third of them of the one that did not accept them.
func toldFirst(nth int) int {
	if nth == 3 {
		return further[1].state
	}
	return further[0].state
}

// bound is what a case says of States.
func (f *resettlement) bound(nth int) pledging.Bound {
	b := pledging.Bound{Languages: tongues[nth%len(tongues)]}
	switch nth {
	case 4:
		b.Not = []id.ID{f.towns[further[0].state]}
	case 5, 9:
		b.Relatives = []id.ID{f.countries[further[1].state]}
	case 6:
		b.Relatives = []id.ID{f.countries[1]}
	}
	return b
}

// pledgeMore writes down what further States pledged, and which of them withdrew it.
func (f *resettlement) pledgeMore(ctx context.Context, pledges []*thing) error {
	for i, p := range further {
		if p.state >= 0 {
			pledges[i].add.Is.Place = f.countries[p.state]
		}
	}
	if err := f.begin(ctx, access.ProgrammeManager, "relocation_between_states", pledges); err != nil {
		return err
	}
	if err := f.does(ctx, access.ProgrammeManager, eachOf(pledges, func(t *thing) desk.Command {
		return t.of(journey.DecideStep{Journey: t.way, Step: "pledged", Yes: true, Reason: "Pledged in writing.", Source: t.add.Is.Name,
			Answers: programme.Answers{"letter": t.add.Is.Name, "until": (f.today + 200).String()}})
	})...); err != nil {
		return err
	}
	for i, p := range further {
		if p.withdrawn {
			return f.does(ctx, access.ProgrammeManager, pledges[i].of(journey.Close{Journey: pledges[i].way, Step: "ended", Reason: "withdrawn"}))
		}
	}
	return nil
}
