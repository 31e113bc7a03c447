// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"
	"fmt"

	"safar/desk"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/payment"
	"safar/field/people"
	"safar/field/programme"
	"safar/field/works"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// grant is the money the payments come from, as the programme names it.
const grant = "echo_tanganyika"

// leave arranges a convoy: telling, choosing, plots, money, the road, the houses, and what came after.
func (f *kalemie) leave(c *convoy) {
	f.on(c.day-28, "telling", f.tell(c.households))
	f.on(c.day-24, "answers", f.answer(c.households, leaves))
	f.on(c.day-20, "plots", f.checkAndPromise(c.households))
	f.pay(c.day-13, c.households, "first_tranche")
	f.on(c.day-2, "still willing", f.askAgain(c.households))
	f.on(c.day, "departure", func(ctx context.Context) error { return f.depart(ctx, c) })
	f.on(c.day+2, "arrival", f.confirmArrivals(c.households))
	f.helpToBuild(c)
	f.build(c)
	for i, when := range []clock.Day{30, 90, 180, 365} {
		f.on(c.day+when+clock.Day(i), "follow-up visits", f.followUp(c.households))
	}
	f.on(c.day+372, "closing", f.close(c.households))
}

// pay arranges that a list is prepared on a day, and approved, sent and delivered eight days later.
func (f *kalemie) pay(day clock.Day, households []*household, step string) {
	var list id.ID
	var prepared *desk.Sent
	f.on(day, "payment list", func(ctx context.Context) (err error) {
		list, err = f.prepare(ctx, households, step)
		prepared = f.sent[len(f.sent)-1].sent
		return err
	})
	f.on(day+8, "payment", func(ctx context.Context) error {
		prepared.Outcomes() // nobody sees a list before it is durable
		if err := f.approve(ctx, list); err != nil {
			return err
		}
		at := f.villages[households[0].village]
		if step == "first_tranche" {
			at = f.sites[households[0].site]
		}
		if err := f.assess(ctx, list, at); err != nil {
			return err
		}
		return f.does(ctx, access.Caseworker, each(households, func(h *household) []desk.Command {
			return []desk.Command{payment.Deliver{Journey: h.journey, Step: step, To: h.persons[0],
				Reference: fmt.Sprintf("%s-%06d", list.String()[:6], h.index+1)}}
		})...)
	})
}

// prepare prepares a payment list and returns its id.
func (f *kalemie) prepare(ctx context.Context, households []*household, step string) (id.ID, error) {
	c := payment.Prepare{Programme: Programme, Grant: grant, Steps: []string{step}}
	for _, h := range households {
		c.Journeys = append(c.Journeys, h.journey)
	}
	made, err := f.makes(ctx, access.FinanceOfficer, f.scope, 1, c)
	if err != nil {
		return id.ID{}, err
	}
	return made[0][0], nil
}

// askAgain asks every adult again, in private.
func (f *kalemie) askAgain(households []*household) func(context.Context) error {
	return func(ctx context.Context) error {
		return f.does(ctx, access.MovementOfficer, each(households, func(h *household) (commands []desk.Command) {
			for i, m := range h.members {
				if m.Relation != people.Child {
					commands = append(commands, movement.AskAgain{Journey: h.journey, Step: "departure", Person: h.persons[i], Willing: true,
						Private: true})
				}
			}
			return commands
		})...)
	}
}

// truckSeats is how many a truck carries.
const truckSeats = 45

// depart plans a trip to each village, loads, boards and leaves; those who go by their own means leave on the same day.
func (f *kalemie) depart(ctx context.Context, c *convoy) error {
	byVillage := map[int][]*household{}
	var order []int
	var alone []desk.Command
	for _, h := range c.households {
		if h.alone {
			alone = append(alone, movement.LeaveByOwnMeans{Journey: h.journey, Step: "departure", Means: movement.OwnMeans})
			continue
		}
		if byVillage[h.village] == nil {
			order = append(order, h.village)
		}
		byVillage[h.village] = append(byVillage[h.village], h)
	}
	var plans []desk.Command
	var loads [][]int
	for _, v := range order {
		plan, load := f.planTrip(f.villages[v], byVillage[v])
		plans, loads = append(plans, plan), append(loads, load)
	}
	trips, err := f.makes(ctx, access.MovementOfficer, f.scope, 1, plans...)
	if err != nil {
		return err
	}
	for i, v := range order {
		alone = append(alone, travel(trips[i][0], byVillage[v], loads[i])...)
	}
	return f.does(ctx, access.MovementOfficer, alone...)
}

// planTrip plans a trip to a village in as many trucks as the households fill, and says which truck each goes on.
func (f *office) planTrip(to id.ID, households []*household) (movement.Plan, []int) {
	plan := movement.Plan{Destination: to, Leaves: f.operation.Desk.Today()}
	loads := make([]int, len(households))
	free := 0
	for i, h := range households {
		if free < len(h.members) {
			plan.Loads = append(plan.Loads, movement.Vehicle{Number: len(plan.Loads) + 1, Kind: "truck", Seats: truckSeats})
			free = truckSeats
		}
		loads[i], free = len(plan.Loads), free-len(h.members)
	}
	return plan, loads
}

// travel takes households on their trip: loaded, frozen in a manifest, boarded, gone and arrived.
func travel(trip id.ID, households []*household, loads []int) (commands []desk.Command) {
	for i, h := range households {
		commands = append(commands, movement.Load{Journey: h.journey, Step: "departure", Trip: trip, Load: loads[i]})
	}
	commands = append(commands, movement.Freeze{Trip: trip})
	for _, h := range households {
		commands = append(commands, movement.Board{Trip: trip, Journey: h.journey, Step: "departure"})
	}
	return append(commands, movement.Depart{Trip: trip}, movement.Arrive{Trip: trip})
}

// confirmArrivals confirms that those who left by their own means have arrived.
func (f *kalemie) confirmArrivals(households []*household) func(context.Context) error {
	return func(ctx context.Context) error {
		return f.does(ctx, access.Caseworker, each(households, func(h *household) (commands []desk.Command) {
			if h.alone {
				commands = append(commands, movement.ConfirmArrival{Journey: h.journey, Step: "departure"})
			}
			return commands
		})...)
	}
}

// build arranges the milestones of the houses, and the tranches that follow them.
func (f *kalemie) build(c *convoy) {
	f.on(c.day+18, "foundations", f.inspect(c.households, "foundation"))
	if !c.second {
		return
	}
	f.on(c.day+42, "walls", f.inspect(c.households, "walls"))
	f.pay(c.day+48, c.households, "second_tranche")
	if !c.third {
		return
	}
	f.on(c.day+80, "roofs", f.inspect(c.households, "roof"))
	f.pay(c.day+86, c.households, "third_tranche")
}

// inspect has a milestone reported and inspected by somebody who does not pay.
func (f *kalemie) inspect(households []*household, step string) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := f.does(ctx, access.ProgrammeManager, each(households, func(h *household) []desk.Command {
			return []desk.Command{works.Report{Journey: h.journey, Step: step}}
		})...); err != nil {
			return err
		}
		return f.does(ctx, access.Inspector, each(households, func(h *household) []desk.Command {
			return []desk.Command{works.Inspect{Journey: h.journey, Step: step, Passed: true, Seen: works.Seen{Answers: h.seenAt(step)}}}
		})...)
	}
}

// followUp visits households in their villages, against the eight criteria of durable solutions.
func (f *kalemie) followUp(households []*household) func(context.Context) error {
	return func(ctx context.Context) error {
		return f.does(ctx, access.Caseworker, each(households, func(h *household) []desk.Command {
			return []desk.Command{journey.FollowUp{Journey: h.journey, Step: "settled", Words: journey.Words{Answers: programme.Answers{
				"who_was_met": "each_apart", "safety": "met", "living_standard": "partly", "livelihood": "met", "housing_land": "met"}}}}
		})...)
	}
}

// close ends the way of households that agree, a year after they left.
func (f *kalemie) close(households []*household) func(context.Context) error {
	return func(ctx context.Context) error {
		return f.does(ctx, access.Caseworker, each(households, func(h *household) []desk.Command {
			c := journey.Close{Journey: h.journey, Step: "solution_reached", Reason: "returned"}
			if leaves(h, 0) == "relocate" {
				c.Reason = "relocated"
			}
			for i, m := range h.members {
				if m.Relation != people.Child {
					c.Agree = append(c.Agree, h.persons[i])
				}
			}
			return []desk.Command{c}
		})...)
	}
}
