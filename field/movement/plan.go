// SPDX-License-Identifier: Apache-2.0

package movement

import (
	"cmp"
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

// The bounds of a plan: more is a mistake of typing.
const (
	MaxLoads = 200
	MaxSeats = 1000 // of one load; a ferry carries as many
)

// Convoy is the means of a trip that does not say another.
const Convoy = "convoy"

// OwnMeans is the means of those who leave by themselves, on the transport cash.
const OwnMeans = "own_means"

// Plan plans a trip. The receipt's id is the trip. Its seats are given out on the node that plans it.
type Plan struct {
	Origin      id.ID     // the site it leaves from; zero where there is none
	Destination id.ID     // where to, of the commons
	Leaves      clock.Day // the day it is to leave
	Route       string    // as protection names it in decisions on safety; "" for any
	Means       string    // convoy where it is not said
	Loads       []Vehicle // 1 to MaxLoads, each with a number of its own
}

// Act is the act of planning.
func (Plan) Act() access.Act { return access.MovementPlan }

// Decide checks the plan and records the trip.
func (c Plan) Decide(tx *desk.Tx) error {
	const op = "movement.Plan"
	if _, err := desk.MustCommons(tx, places.Story, c.Destination); err != nil {
		return err
	}
	if !c.Origin.IsZero() {
		if _, err := desk.MustCommons(tx, places.Story, c.Origin); err != nil {
			return err
		}
	}
	if !c.Leaves.Known() {
		return fault.New(op, fault.Invalid, "movement.day_missing", nil)
	}
	if err := checkLoads(op, c.Loads); err != nil {
		return err
	}
	if c.Means == "" {
		c.Means = Convoy
	}
	trip, err := tx.NewID()
	if err != nil {
		return err
	}
	return tx.Record(tripPlanned.Draft(trip, clock.NoDay, planned{Origin: c.Origin, Destination: c.Destination, Day: c.Leaves,
		Route: c.Route, Means: c.Means, Loads: c.Loads, Custodian: tx.Node().Node}))
}

func checkLoads(op string, loads []Vehicle) error {
	if len(loads) == 0 || len(loads) > MaxLoads {
		return fault.New(op, fault.Invalid, "movement.loads", fault.Args{"max": MaxLoads})
	}
	seen := map[int]bool{}
	for _, l := range loads {
		switch {
		case l.Number < 1 || seen[l.Number]:
			return fault.New(op, fault.Invalid, "movement.load_number", fault.Args{"load": l.Number})
		case l.Seats < 1 || l.Seats > MaxSeats || l.Laps < 0 || l.Laps > l.Seats:
			return fault.New(op, fault.Invalid, "movement.load_seats", fault.Args{"load": l.Number, "max": MaxSeats})
		}
		seen[l.Number] = true
	}
	return nil
}

// Replan states the day and the loads of a trip anew: a truck less, a bigger one, another day. Trip must not have left, and its
// seats be given out on this node; Leaves is the new day and must be given, Loads are all of its loads, as in Plan.
type Replan struct {
	Trip   id.ID
	Leaves clock.Day
	Loads  []Vehicle
}

// Act is the act of planning.
func (Replan) Act() access.Act { return access.MovementPlan }

// Decide records the new plan; it is refused while people hold seats that would not be there.
func (c Replan) Decide(tx *desk.Tx) error {
	const op = "movement.Replan"
	t, err := openTrip(tx, c.Trip)
	if err != nil {
		return err
	}
	if !c.Leaves.Known() {
		return fault.New(op, fault.Invalid, "movement.day_missing", nil)
	}
	if err := checkLoads(op, c.Loads); err != nil {
		return err
	}
	groups, err := groupsOn(source{tx}, c.Trip, 0)
	if err != nil {
		return err
	}
	next := Trip{Loads: register.Held[[]Vehicle]{Standing: []register.Stated[[]Vehicle]{{Value: c.Loads}}}}
	if l, carries, over := overSeats(&next, groups, tx.Today()); over {
		return fault.New(op, fault.Blocked, "movement.seats_are_taken", fault.Args{"load": l.Number, "taken": carries.persons})
	}
	d := tripReplanned.Draft(c.Trip, clock.NoDay, replanned{c.Leaves, c.Loads})
	return tx.Record(d.Replacing(fieldDay, t.Day.Seen()).Replacing(fieldLoads, t.Loads.Seen()))
}

// Cancel cancels a trip that has not left. Everyone on it is off it, and keeps their choice. Trip must not have left, and its seats
// be given out on this node; Reason must be given and is shown with the trip.
type Cancel struct {
	Trip   id.ID
	Reason string
}

// Act is the act of cancelling.
func (Cancel) Act() access.Act { return access.MovementCancel }

// Decide takes everyone off the loads and records the cancellation.
func (c Cancel) Decide(tx *desk.Tx) error {
	const op = "movement.Cancel"
	if _, err := openTrip(tx, c.Trip); err != nil {
		return err
	}
	if c.Reason == "" {
		return fault.New(op, fault.Invalid, "movement.reason_missing", nil)
	}
	groups, err := groupsOn(source{tx}, c.Trip, 0)
	if err != nil {
		return err
	}
	total := moment{Kind: "cancelled", Reason: c.Reason}
	for i := range groups {
		n, err := groups[i].record(tx, clock.NoDay, unloaded.Draft, Seat.Riding)
		if err != nil {
			return err
		}
		total.count(n)
	}
	return tx.Record(tripCancelled.Draft(c.Trip, clock.NoDay, total))
}

// record records a fact for the people of a group whose seats are as wanted, one for each load, and returns how many they are. They
// are apart unless they are the whole household on one load; who follows a household that had left is so beside it, on a fact of their own.
func (g *group) record(tx *desk.Tx, day clock.Day, draft drafting, want func(Seat) bool) (int, error) {
	var all []*carried
	n := 0
	for _, r := range g.riders {
		if !want(r.seat) {
			continue
		}
		n++
		follows := g.follow || g.journey.LeftWithout(g.step, r.ID)
		i := slices.IndexFunc(all, func(c *carried) bool {
			return c.Load == r.seat.Load && c.Apart == follows
		})
		if i < 0 {
			i, all = len(all), append(all, &carried{Step: g.step, Trip: r.seat.Trip, Load: r.seat.Load, Place: r.seat.Place, Apart: follows})
		}
		all[i].Persons = append(all[i].Persons, r.ID)
	}
	slices.SortStableFunc(all, func(a, b *carried) int { return cmp.Compare(a.Load, b.Load) })
	for _, c := range all {
		c.Apart = c.Apart || g.membersAmong(c.Persons) < g.whole()
		if err := c.know(tx, g.journey.Subject, g.company(), day); err != nil {
			return n, err
		}
		if err := tx.Record(draft(g.id, day, *c)); err != nil {
			return n, err
		}
	}
	return n, nil
}

// company are the members and who else rides with them.
func (g *group) company() []people.Someone {
	all := slices.Clone(g.members)
	for _, r := range g.riders {
		if !slices.ContainsFunc(all, func(m people.Someone) bool { return m.ID == r.ID }) {
			all = append(all, r.Someone)
		}
	}
	return all
}

func (g *group) membersAmong(persons []id.ID) (n int) {
	for _, m := range g.members {
		if slices.Contains(persons, m.ID) {
			n++
		}
	}
	return n
}

// whole counts the members who are on the way with the household: all but those who came to it after it had left.
func (g *group) whole() int {
	n := 0
	for _, m := range g.members {
		if !g.journey.LeftWithout(g.step, m.ID) {
			n++
		}
	}
	return n
}

// know notes where those who leave lived, and how they are known: figures of that day stay as they were.
func (c *carried) know(tx *desk.Tx, household id.ID, members []people.Someone, day clock.Day) error {
	if !day.Known() || day == 0 {
		day = tx.Today()
	}
	h, err := desk.Get(tx, people.HouseholdStory, household)
	if err != nil {
		return err
	}
	c.Site = h.State.Site.Value()
	for _, m := range members {
		if slices.Contains(c.Persons, m.ID) {
			c.Known = append(c.Known, journey.KnownAs(m, day))
		}
	}
	return nil
}

// count adds a household's people, if there are any.
func (m *moment) count(persons int) {
	if persons > 0 {
		m.Households, m.Persons = m.Households+1, m.Persons+persons
	}
}
