// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"
	"fmt"

	"safar/desk"
	"safar/field/capacity"
	"safar/field/choice"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// Programme is the programme that Kalemie walks, and pathway the way of its households.
const (
	Programme = "durable_solutions_tanganyika"
	pathway   = "solution"
)

// kalemie is the operation that closes five displacement sites: people choose between return, another place, and staying.
type kalemie struct {
	*office
	plan     *plan
	sites    []id.ID
	villages []id.ID
	closures []id.ID // journeys of the sites
}

// arrangeKalemie puts everything that is to happen in Kalemie into the calendar.
func arrangeKalemie(o *office) {
	f := &kalemie{office: o, plan: newPlan(o.seed, o.today, o.people)}
	first, today := o.today-540, o.today
	f.on(first, "places", f.foundPlaces)
	f.publish(first, Programme)
	f.on(first, "plots", f.offerPlots)
	f.on(first+5, "closure", f.decideClosure(today-60, "The sites are to close after the rains."))
	f.on(today-120, "closure", f.decideClosure(today+90, "The date is moved, after advocacy: not everyone has a place to go to."))
	for i := range sites {
		f.on(first+10+clock.Day(2*i), "registration in "+sites[i].name, f.register(i))
	}
	for day := first + 40; day <= today; day += 50 {
		f.on(day, "village profiles", f.describeVillages)
	}
	for day := first + 45; day <= today; day += 25 {
		f.on(day, "safety", f.decideSafety(day > today-9))
	}
	f.on(today-3, "safety", f.decideSafety(true))
	f.listen(first)
	f.on(first+7, "closure decisions", f.decideClosures)
	for _, c := range f.plan.convoys {
		f.leave(c)
	}
	f.remain()
}

// register registers the households of a site, and begins the way of each.
func (f *kalemie) register(site int) func(context.Context) error {
	return func(ctx context.Context) error {
		var here []*household
		for _, h := range f.plan.households {
			if h.site == site {
				here = append(here, h)
			}
		}
		made, err := f.makes(ctx, access.Caseworker, f.scope, 1+mostMembers, each(here, func(h *household) []desk.Command {
			return []desk.Command{people.Register{Site: f.sites[h.site], Origin: f.villages[h.village], Language: "sw",
				Arrived: f.plan.today - 1500 + clock.Day(h.index%700), Card: fmt.Sprintf("KLM-%06d", h.index+1),
				Consent: "Ndiyo, nakubali.", Members: h.members}}
		})...)
		if err != nil {
			return err
		}
		for i, h := range here {
			h.id, h.persons = made[i][0], made[i][1:1+len(h.members)]
		}
		if made, err = f.makes(ctx, access.Caseworker, f.scope, 1, each(here, func(h *household) []desk.Command {
			return []desk.Command{journey.Start{Programme: Programme, Pathway: pathway, Subject: h.id}}
		})...); err != nil {
			return err
		}
		for i, h := range here {
			h.journey = made[i][0]
		}
		return f.does(ctx, access.Enumerator, each(here, func(h *household) []desk.Command {
			return []desk.Command{journey.Ask{Journey: h.journey, Step: "intention", By: h.persons[0], Words: journey.Words{
				Answers: intends(h)}}}
		})...)
	}
}

// tell tells households what the village is like.
func (f *kalemie) tell(households []*household) func(context.Context) error {
	return func(ctx context.Context) error {
		return f.does(ctx, access.Enumerator, each(households, func(h *household) []desk.Command {
			return []desk.Command{choice.Tell{Journey: h.journey, Step: "village_profile", Place: f.villages[h.village], Language: "sw",
				Source: "profile of the village", Answers: profileTold()}}
		})...)
	}
}

// answer asks each adult in private; answers says what the nth adult of a household answers, "" for nothing yet.
func (f *kalemie) answer(households []*household, answers func(h *household, nth int) string) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := f.decideForChildren(ctx, households); err != nil {
			return err
		}
		return f.does(ctx, access.Caseworker, each(households, func(h *household) (commands []desk.Command) {
			nth := 0
			for i, m := range h.members {
				if m.Relation == people.Child || h.orphans {
					continue
				}
				if option := answers(h, nth); option != "" {
					commands = append(commands, choice.Answer{Journey: h.journey, Step: "solution", Person: h.persons[i],
						Option: option, Place: f.destination(h, option), Private: true})
				}
				nth++
			}
			return commands
		})...)
	}
}

// decideForChildren has protection write down what the child-protection authority decided for children alone.
func (f *kalemie) decideForChildren(ctx context.Context, households []*household) error {
	commands := each(households, func(h *household) (commands []desk.Command) {
		if h.orphans {
			commands = append(commands, choice.BestInterests{Journey: h.journey, Step: "solution", Option: leaves(h, 0), Place: f.villages[h.village],
				Authority: "Division des affaires sociales, Kalemie", Day: f.operation.Desk.Today(),
				Words: choice.Words{Text: "An aunt who lives there takes them in, and was visited.", Children: "They want to be with their aunt.",
					Officer: pick(f.plan, womensNames) + " " + pick(f.plan, familyNames)}})
		}
		return commands
	})
	if len(commands) == 0 {
		return nil
	}
	return f.does(ctx, access.ProtectionOfficer, commands...)
}

func (f *kalemie) destination(h *household, option string) id.ID {
	if option == "stay" {
		return id.ID{}
	}
	return f.villages[h.village]
}

// leaves is what the adults of households that leave answer: most return, some relocate.
func leaves(h *household, _ int) string {
	if h.index%7 == 0 {
		return "relocate"
	}
	return "return"
}

// checkAndPromise has the land checked and a plot promised.
func (f *kalemie) checkAndPromise(households []*household) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := f.does(ctx, access.Caseworker, each(households, f.checks)...); err != nil {
			return err
		}
		return f.does(ctx, access.Caseworker, each(households, func(h *household) []desk.Command {
			promise := capacity.Promise{Journey: h.journey, Step: plot, Place: f.villages[h.village], Unit: f.plan.plotOf(h)}
			if h.orphans {
				return []desk.Command{promise}
			}
			return []desk.Command{promise, people.ChooseCollector{Household: h.id, Collector: people.Collector{Person: h.persons[0]}, Private: true}}
		})...)
	}
}

func (f *kalemie) checks(h *household) (commands []desk.Command) {
	var named []id.ID
	for i, m := range h.members {
		if m.Relation == people.Head || m.Relation == people.Spouse {
			named = append(named, h.persons[i])
		}
	}
	return []desk.Command{capacity.Check{Journey: h.journey, Step: plot, Place: f.villages[h.village], Unit: f.plan.plotOf(h), Good: true,
		Checks: []string{"occupants", "customary_authority", "state_authority", capacity.AttestationCheck}, Names: named}}
}

// plotOf returns the number of a household's plot in its village, from 1.
func (p *plan) plotOf(h *household) int {
	for i, other := range p.plots[h.village] {
		if other == h {
			return i + 1
		}
	}
	return 0
}

// sayTakenIn has protection write down which children live with others than their parents or usual carers: the child-protection authority decides for each.
func (f *kalemie) sayTakenIn(households []*household) func(context.Context) error {
	return func(ctx context.Context) error {
		yes := people.Yes
		commands := each(households, func(h *household) []desk.Command {
			if h.taken == 0 {
				return nil
			}
			return []desk.Command{people.Correct{Person: h.persons[h.taken], Separated: &yes}}
		})
		if len(commands) == 0 {
			return nil
		}
		return f.does(ctx, access.ProtectionOfficer, commands...)
	}
}

// remain arranges what has become of those who remain.
func (f *kalemie) remain() {
	today := f.plan.today
	by := map[fate][]*household{}
	for _, h := range f.plan.households {
		by[h.fate] = append(by[h.fate], h)
	}
	f.on(today-40, "telling those who remain", f.tell(by[undecided]))
	f.on(today-38, "children taken in", f.sayTakenIn(by[undecided]))
	told := append(append(append([]*household{}, by[stays]...), by[disagrees]...), append(by[onHold], by[ready]...)...)
	f.on(today-35, "telling those who remain", f.tell(told))
	f.on(today-30, "answers of those who stay", f.answer(by[stays], func(*household, int) string { return "stay" }))
	f.on(today-28, "plans of those who stay", func(ctx context.Context) error {
		return f.does(ctx, access.Enumerator, each(by[stays], func(h *household) []desk.Command {
			return []desk.Command{journey.Ask{Journey: h.journey, Step: "stay_plan", By: h.persons[0], Words: journey.Words{
				Answers: programme.Answers{"where": "town", "needs": "a stall at the market", "reviewed_on": (today + 90).String()}}}}
		})...)
	})
	f.on(today-22, "answers that differ", f.answer(by[disagrees], func(h *household, nth int) string {
		if nth == 0 {
			return "return"
		}
		return "stay"
	}))
	f.on(today-20, "answers on the village that is not safe any more", f.answer(by[onHold], leaves))
	f.on(today-18, "answers of those who are ready", f.answer(by[ready], leaves))
	f.on(today-12, "plots of those who are ready", f.checkAndPromise(by[ready]))
	f.on(today-8, "safety withdrawn", f.withdrawSafety)
}
