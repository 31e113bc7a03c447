// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"
	"fmt"

	"safar/desk"
	"safar/field/choice"
	"safar/field/clearance"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/people"
	"safar/field/programme"
	"safar/field/referral"
	"safar/kernel/access"
	"safar/kernel/id"
)

// resettle arranges the way of the cases: some flew in four waves, one charter was called off, others have come less far.
func (f *resettlement) resettle(first day) {
	all := f.travellers(f.scaled(cases)-f.scaled(charterCases), f.scaled(peopleOfCases-charterPeople), "RST")
	take := func(n int) (some []*household) {
		n = min(f.scaled(n), len(all))
		some, all = all[:n], all[n:]
		return some
	}
	waves := []day{first + 140, first + 210, first + 290, f.today - 45}
	for i, wave := range waves {
		some := take(flownCases / len(waves))
		f.submit(some, wave-125)
		f.speak(some, wave-100)
		f.accept(some, wave-70)
		f.makeReady(some, wave-40, wave+40+day(i))
		f.fly(some, wave, "flight")
		f.meet(some, wave)
		f.visit(some, wave)
	}
	f.callOff()
	accepted := take(acceptedCases)
	f.submit(accepted, f.today-190)
	f.speak(accepted, f.today-120)
	f.accept(accepted, f.today-60)
	f.beingCleared(accepted)
	f.refuse(take(refusedCases))
	f.stay(take(staying))
	answered := take(answeredCases)
	f.submit(answered, f.today-150)
	f.speak(answered, f.today-70)
	f.submit(all, f.today-35) // the rest: submitted, and not told yet
}

// travellers draws cases of so many people in all.
func (f *resettlement) travellers(n, persons int, cards string) []*household {
	var all []*household
	for i, size := range f.plan.sizes(n, max(persons, n), 1) {
		site := f.plan.random.IntN(len(locations))
		all = append(all, &household{members: f.plan.members(size, false), site: site, village: site % len(states), index: i, card: fmt.Sprintf("%s-%05d", cards, i+1)})
	}
	return all
}

// registers registers cases where they are, and begins the way of each.
func (f *resettlement) registers(ctx context.Context, some []*household, programme, pathway string) error {
	made, err := f.makes(ctx, access.Caseworker, f.scope, 1+mostMembers, each(some, func(h *household) []desk.Command {
		return []desk.Command{people.Register{Site: f.sites[h.site], Language: "ar", Arrived: f.today - 1200 + day(h.index%600), Card: h.card, Consent: "Agreed, in their own language.", Members: h.members}}
	})...)
	if err != nil {
		return err
	}
	for i, h := range some {
		h.id, h.persons = made[i][0], made[i][1:1+len(h.members)]
	}
	ways, err := f.first(ctx, access.Caseworker, f.scope, each(some, func(h *household) []desk.Command {
		return []desk.Command{startOf(programme, pathway, h.id)}
	})...)
	for i := range ways {
		some[i].journey = ways[i]
	}
	return err
}

// each arranges that somebody of a role does something about each case.
func (f *resettlement) each(role access.Role, some []*household, build func(*household) []desk.Command) func(context.Context) error {
	return func(ctx context.Context) error { return f.does(ctx, role, each(some, build)...) }
}

// submit registers cases and has them submitted, one in five by an organisation.
func (f *resettlement) submit(some []*household, on day) {
	f.on(on, "cases submitted", func(ctx context.Context) error {
		if err := f.registers(ctx, some, "resettlement", "resettlement"); err != nil {
			return err
		}
		return f.each(access.Caseworker, some, func(h *household) []desk.Command {
			step, reference := "submitted_by_unhcr", "HCR-"+h.card
			if h.index%5 == 4 {
				step, reference = "submitted_by_ngo", "REF-"+h.card
			}
			return []desk.Command{referral.Receive{Journey: h.journey, Step: step, Reference: reference, Consents: true, Written: true},
				referral.Answer{Journey: h.journey, Step: step, Accepted: true}}
		})(ctx)
	})
}

// speak has each adult told of the State, and asked alone a few days later.
func (f *resettlement) speak(some []*household, on day) {
	f.on(on, "State told", f.tells(some, "state_told", "profile of the town", acknowledged("being_submitted", "status", "family", "free", "staying")))
	f.on(on+3, "answers", f.answers(some, "answer", "resettle"))
}

func (f *resettlement) tells(some []*household, step, source string, told programme.Answers) func(context.Context) error {
	return f.each(access.Caseworker, some, func(h *household) []desk.Command {
		return []desk.Command{choice.Tell{Journey: h.journey, Step: step, Place: f.towns[h.village], Language: "ar", Source: source, Answers: told}}
	})
}

func (f *resettlement) answers(some []*household, step, option string) func(context.Context) error {
	return f.each(access.Caseworker, some, func(h *household) (commands []desk.Command) {
		to := f.towns[h.village]
		if option == "stay" {
			to = id.ID{}
		}
		for _, adult := range adultsOf(h) {
			commands = append(commands, choice.Answer{Journey: h.journey, Step: step, Person: adult, Option: option, Place: to, Private: true})
		}
		return commands
	})
}

// decision is what the State wrote of a case.
func (f *resettlement) decision(h *household, yes bool, reason string) desk.Command {
	letter := fmt.Sprintf("%s-%d", states[h.village].name[:1], 100+h.index)
	return journey.DecideStep{Journey: h.journey, Step: "decision", Yes: yes, Reason: reason, Source: "Letter " + letter + " (made up)",
		Answers: programme.Answers{"letter": letter}}
}

// accept has the State say yes, and has it told that each may still say no.
func (f *resettlement) accept(some []*household, on day) {
	f.on(on, "decisions of States", f.each(access.ProtectionOfficer, some, func(h *household) []desk.Command {
		return []desk.Command{f.decision(h, true, "They are in danger where they are.")}
	}))
	f.on(on+2, "yes told", f.each(access.Caseworker, some, func(h *household) []desk.Command {
		return []desk.Command{choice.Tell{Journey: h.journey, Step: "yes_told", Language: "ar", Source: "the State’s letter", Answers: acknowledged("what_comes", "day_may_change", "may_still_say_no")}}
	}))
}

// makeReady has cases cleared until a day, their adults prepared, and those who receive asked whether they are ready.
func (f *resettlement) makeReady(some []*household, on, until day) {
	f.on(on, "medicals", f.medicals(some, until))
	f.on(on+3, "clearances", f.papers(some, until+90, "security", "exit_permit", "visa"))
	f.on(on+8, "orientation", f.oriented(some, programme.Answers{"about": "journey first_days rights", "own_language": "yes"}))
	f.on(on+10, "reception", f.each(access.ProtectionOfficer, some, func(h *household) []desk.Command {
		return []desk.Command{journey.DecideStep{Journey: h.journey, Step: "received", Yes: true, Reason: "A home is free.", Source: "Letter of the town (made up)",
			Answers: acknowledged("housing", "school", "doctor", "somebody")}}
	}))
}

// medicals has everybody of some cases cleared by the clinic until a day. Who says so is let into the medical compartment; here nothing else is known.
func (f *resettlement) medicals(some []*household, until day) func(context.Context) error {
	return f.each(clinic, some, func(h *household) (commands []desk.Command) {
		for i, person := range h.persons {
			ends := until
			if i == len(h.persons)-1 && h.lapses > 0 {
				ends = h.lapses
			}
			commands = append(commands, clearance.State{Journey: h.journey, Step: "fit_to_travel", Person: person, Fit: true, Until: ends})
		}
		return commands
	})
}

func (f *resettlement) papers(some []*household, until day, steps ...string) func(context.Context) error {
	return f.each(access.MovementOfficer, some, func(h *household) (commands []desk.Command) {
		for _, step := range steps {
			commands = append(commands, clearance.State{Journey: h.journey, Step: step, Fit: true, Until: until, Words: clearance.Words{Document: "P-" + h.card}})
		}
		return commands
	})
}

// oriented has each adult at an orientation; where it has no form, everybody of the case.
func (f *resettlement) oriented(some []*household, answers programme.Answers) func(context.Context) error {
	return f.each(access.Caseworker, some, func(h *household) (commands []desk.Command) {
		who := adultsOf(h)
		if answers == nil {
			who = h.persons
		}
		for _, person := range who {
			commands = append(commands, journey.Attend{Journey: h.journey, Step: "orientation", By: person, Words: journey.Words{Answers: answers}})
		}
		return commands
	})
}

// fly takes cases to their States: one flight a location, planned a week before, each adult asked once more.
func (f *resettlement) fly(some []*household, on day, step string) {
	trips, bySite := map[int]id.ID{}, map[int][]*household{}
	for _, h := range some {
		bySite[h.site] = append(bySite[h.site], h)
	}
	f.on(on-7, "flights planned", func(ctx context.Context) error {
		var plans []desk.Command
		var from []int
		for site := range locations {
			if here := bySite[site]; len(here) > 0 {
				plans, from = append(plans, f.flight(here, on)), append(from, site)
			}
		}
		made, err := f.first(ctx, access.MovementOfficer, f.scope, plans...)
		for i := range made {
			trips[from[i]] = made[i]
		}
		if err != nil {
			return err
		}
		return f.each(access.MovementOfficer, some, func(h *household) []desk.Command {
			return []desk.Command{movement.Load{Journey: h.journey, Step: step, Trip: trips[h.site], Load: 1}}
		})(ctx)
	})
	f.on(on-1, "still willing", f.each(access.MovementOfficer, some, func(h *household) (commands []desk.Command) {
		for _, adult := range adultsOf(h) {
			commands = append(commands, movement.AskAgain{Journey: h.journey, Step: step, Person: adult, Willing: true, Private: true})
		}
		return commands
	}))
	f.on(on, "flights", func(ctx context.Context) error {
		var commands []desk.Command
		for site := range locations {
			if here := bySite[site]; len(here) > 0 {
				commands = append(commands, movement.Freeze{Trip: trips[site]})
				for _, h := range here {
					commands = append(commands, movement.Board{Trip: trips[site], Journey: h.journey, Step: step})
				}
				commands = append(commands, movement.Depart{Trip: trips[site]}, movement.Arrive{Trip: trips[site]})
			}
		}
		return f.does(ctx, access.MovementOfficer, commands...)
	})
}

// flight is a plane with a seat for everybody of some cases of one location.
func (f *resettlement) flight(some []*household, on day) movement.Plan {
	seats := 0
	for _, h := range some {
		seats += len(h.members)
	}
	return movement.Plan{Origin: f.sites[some[0].site], Destination: f.towns[some[0].village], Leaves: on, Means: "flight", Loads: []movement.Vehicle{{Number: 1, Kind: "plane", Seats: seats}}}
}

// meet says who was there: at departure and arrival for nearly all, in transit for those who change planes.
func (f *resettlement) meet(some []*household, on day) {
	f.on(on+1, "met on the way", f.each(access.Caseworker, some, func(h *household) (commands []desk.Command) {
		met := func(step, by, with string) {
			commands = append(commands, ownAsk(h.journey, step, programme.Answers{"by_whom": by, "all_there": "yes", "helped_with": with}))
		}
		met("met_at_departure", "own_staff", "papers luggage")
		if h.index%2 == 0 {
			met("met_in_transit", "airport_authority", "interpreting")
		}
		if h.index%40 != 39 {
			met("met_at_arrival", "municipality", "interpreting food")
		}
		return commands
	}))
}

// visit has somebody ask how they live there, on each day that has come.
func (f *resettlement) visit(some []*household, on day) {
	for i, when := range []day{30, 90, 180} {
		f.on(on+when+day(i), "visits", f.each(access.Caseworker, some, func(h *household) []desk.Command {
			language := []string{"not_met", "partly", "met"}[min(2, i+h.index%2)]
			return []desk.Command{journey.FollowUp{Journey: h.journey, Step: "living_there", Words: journey.Words{Answers: programme.Answers{"housing": "met", "school": "met", "language": language,
				"work": []string{"not_met", "partly"}[h.index%2]}}}}
		}))
	}
}

// beingCleared leaves accepted cases on their way through the clearances; those who receive a few of them are not ready, and two cannot wait.
func (f *resettlement) beingCleared(some []*household) {
	f.on(f.today-42, "reception", f.each(access.ProtectionOfficer, some, func(h *household) []desk.Command {
		if h.index%40 != 0 {
			return nil
		}
		return []desk.Command{journey.DecideStep{Journey: h.journey, Step: "received", Reason: "No home is free.", Source: "Letter of the town (made up)",
			Answers: programme.Answers{"missing": "A home; the mayor sees to it."}}}
	}))
	f.on(f.today-30, "medicals", f.medicals(some[:len(some)/2], f.today+70))
	f.on(f.today-20, "clearances", f.papers(some[:len(some)/3], f.today+160, "security", "exit_permit"))
	f.on(f.today-12, "urgent", f.each(access.ProtectionOfficer, some[:min(2, len(some))], func(h *household) []desk.Command {
		return []desk.Command{journey.DecideStep{Journey: h.journey, Step: "urgent", Yes: true, Reason: "They were found.", Answers: programme.Answers{"leave_by": (f.today + 10).String()}}}
	}))
}

// refuse has the State say no. Most are told; some ask it again.
func (f *resettlement) refuse(some []*household) {
	f.submit(some, f.today-200)
	f.speak(some, f.today-130)
	f.on(f.today-50, "decisions of States", f.each(access.ProtectionOfficer, some, func(h *household) []desk.Command {
		return []desk.Command{f.decision(h, false, "No doubt was cleared up.")}
	}))
	f.on(f.today-44, "no told", f.each(access.Caseworker, some, func(h *household) []desk.Command {
		if h.index%11 == 0 {
			return nil
		}
		return []desk.Command{choice.Tell{Journey: h.journey, Step: "no_told", Language: "ar", Source: "the State’s letter", Answers: acknowledged("reason_told", "may_ask_again", "another_state")}}
	}))
	f.on(f.today-30, "asked again", f.each(access.Caseworker, some, func(h *household) []desk.Command {
		if h.index%11 == 0 || h.index%4 != 0 {
			return nil
		}
		return []desk.Command{ownAsk(h.journey, "asked_again", programme.Answers{"they_want_it": "yes", "what_is_new": "A letter of a court.", "sent_on": (f.today - 31).String()})}
	}))
}

// stay has cases answer that they stay, and a plan made with them.
func (f *resettlement) stay(some []*household) {
	f.submit(some, f.today-140)
	f.on(f.today-75, "State told", f.tells(some, "state_told", "profile of the town", acknowledged("being_submitted", "status", "family", "free", "staying")))
	f.on(f.today-70, "answers", f.answers(some, "answer", "stay"))
	f.on(f.today-68, "plans of those who stay", f.each(access.Caseworker, some, func(h *household) []desk.Command {
		return []desk.Command{ownAsk(h.journey, "stay_plan", programme.Answers{"plan": []string{"protection_here", "another_way", "later"}[h.index%3]})}
	}))
}

// callOff arranges the charter: everybody stands on it, the airline does not fly, and a new one is planned by hand. For some a medical would end before the
// new day; they are on the list of whom to see first, and everybody else sits on the new plane.
func (f *resettlement) callOff() {
	some := f.travellers(f.scaled(charterCases), f.scaled(charterPeople), "CHR")
	leaves, next := f.today+2, f.today+12
	for i, h := range some {
		h.site, h.village = 0, 0
		if i < f.scaled(lapsingMedicals) {
			h.lapses = f.today + 7
		}
	}
	f.submit(some, f.today-175)
	f.speak(some, f.today-110)
	f.accept(some, f.today-80)
	f.makeReady(some, f.today-45, f.today+60)
	f.on(f.today-9, "the charter planned", func(ctx context.Context) error { return f.plans(ctx, some, leaves) })
	f.on(f.today-1, "the charter called off", func(ctx context.Context) error {
		if err := f.does(ctx, access.MovementOfficer, movement.Cancel{Trip: f.charter, Reason: "The airline does not fly that week."}); err != nil {
			return err
		}
		var others []*household
		for _, h := range some {
			if h.lapses == 0 {
				others = append(others, h)
			}
		}
		return f.plans(ctx, others, next)
	})
}

// plans plans a charter for cases, and puts them on it.
func (f *resettlement) plans(ctx context.Context, some []*household, on day) error {
	if len(some) == 0 {
		return nil
	}
	plan := f.flight(some, on)
	plan.Loads[0].Seats = max(plan.Loads[0].Seats, f.scaled(charterPeople))
	made, err := f.first(ctx, access.MovementOfficer, f.scope, plan)
	if err != nil {
		return err
	}
	f.charter = made[0]
	return f.each(access.MovementOfficer, some, func(h *household) []desk.Command {
		return []desk.Command{movement.Load{Journey: h.journey, Step: "flight", Trip: made[0], Load: 1}}
	})(ctx)
}
