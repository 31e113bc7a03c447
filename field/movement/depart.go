// SPDX-License-Identifier: Apache-2.0

package movement

import (
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Depart records that a trip leaves, with those who boarded. Everyone on its loads has boarded or is noted as a no-show; each household
// that boarded must at this moment still be one that may leave: chosen, told, safe, together, and each adult asked again. It freezes
// the last manifest. Trip must be planned, and its seats given out on this node; Day is when it leaves, NoDay for today.
type Depart struct {
	Trip id.ID
	Day  clock.Day
}

// Act is the act of departing.
func (Depart) Act() access.Act { return access.MovementDepart }

// Decide judges everyone on board, and records the manifest, each departure and the trip's.
func (c Depart) Decide(tx *desk.Tx) error {
	t, err := openTrip(tx, c.Trip)
	if err != nil {
		return err
	}
	groups, err := groupsOn(source{tx}, c.Trip, 0)
	if err != nil {
		return err
	}
	groups = slices.DeleteFunc(groups, func(g group) bool { return len(loadsOf(&g)) == 0 })
	if err := c.check(tx, t, groups); err != nil {
		return err
	}
	last := Manifest{Version: len(t.Manifests) + 1}
	last.fill(groups)
	if err := tx.Record(manifestFrozen.Draft(c.Trip, c.Day, last)); err != nil {
		return err
	}
	total := moment{Kind: "departed"}
	for i := range groups {
		n, err := groups[i].record(tx, c.Day, departed.Draft, Seat.Riding)
		if err != nil {
			return err
		}
		total.count(n)
	}
	return tx.Record(tripDeparted.Draft(c.Trip, c.Day, total))
}

// check refuses a departure with nobody on board, with somebody unaccounted for, above its seats, or with a household that may
// not leave. It says how many, never who answered what.
func (c Depart) check(tx *desk.Tx, t *Trip, groups []group) error {
	const op = "movement.Depart"
	if len(groups) == 0 {
		return fault.New(op, fault.Blocked, "movement.nobody_boarded", nil)
	}
	waiting, held := 0, 0
	var why error
	for i := range groups {
		if slices.ContainsFunc(groups[i].riders, func(r rider) bool { return r.seat.State == programme.Loaded }) {
			waiting++
			continue
		}
		if err := groups[i].may(tx, t, true); err != nil {
			if !refused(err) {
				return err
			}
			held, why = held+1, err
		}
	}
	if held > 0 {
		return fault.New(op, fault.Blocked, "movement.some_may_not_leave", fault.Args{"count": held}).
			WithHint("movement.some_may_not_leave_hint").Because(why)
	}
	if waiting > 0 {
		return fault.New(op, fault.Blocked, "movement.not_accounted_for", fault.Args{"count": waiting}).
			WithHint("movement.not_accounted_for_hint")
	}
	return seated(t, groups, tx.Today())
}

// LeaveByOwnMeans records that a household left by itself, on the transport cash. It is judged like a departure in a convoy.
// Journey and Step say whose and which leaving; Day is when they left, NoDay for today.
type LeaveByOwnMeans struct {
	Journey id.ID
	Step    string
	Means   string  // as the programme names it; own_means where it is not said
	Route   string  // as protection names it
	Persons []id.ID // empty: the whole household, but for those who have left already
	OwnWord []id.ID // where they part: the adults who said so themselves
	Day     clock.Day
}

// Act is the act of departing.
func (LeaveByOwnMeans) Act() access.Act { return access.MovementDepart }

// Decide judges the household and records that it left. A seat it held is free.
func (c LeaveByOwnMeans) Decide(tx *desk.Tx) error {
	const op = "movement.LeaveByOwnMeans"
	k, err := take(tx, c.Journey, c.Step)
	if err != nil {
		return err
	}
	to := k.Journey.Destination()
	if to.IsZero() {
		return fault.New(op, fault.Blocked, "movement.no_choice", nil).WithHint("movement.no_choice_hint")
	}
	if err := mayLeave(k, c.Step, to, c.Route, source{tx}); err != nil {
		return err
	}
	if c.Means == "" {
		c.Means = OwnMeans
	}
	if err := meansOf(k.Pathway.Step(c.Step), c.Means); err != nil {
		return err
	}
	who, err := companyOf(k, c.Step, c.Persons)
	if err != nil {
		return err
	}
	if err := ownWords(k, c.OwnWord, tx.Today()); err != nil {
		return err
	}
	if who.apart {
		if err := mayPart(k, c.Step, who.who, c.OwnWord, tx.Today()); err != nil {
			return err
		}
	}
	left := carried{Step: c.Step, Place: to, Persons: who.who, Apart: who.apart || k.Late(), OwnWord: c.OwnWord, Means: c.Means}
	if err := left.know(tx, k.Journey.Subject, k.Members, c.Day); err != nil {
		return err
	}
	return tx.Record(leftOwn.Draft(c.Journey, c.Day, left))
}

// ConfirmArrival records that people who left have arrived: seen there, or told by somebody who saw them. Journey and Step say
// whose and which leaving; Day is when they arrived, NoDay for today, and not before they left.
type ConfirmArrival struct {
	Journey id.ID
	Step    string
	Persons []id.ID // empty: all who left
	Day     clock.Day
}

// Act is the act of confirming an arrival.
func (ConfirmArrival) Act() access.Act { return access.MovementConfirmArrival }

// Decide records the arrival of those who left.
func (c ConfirmArrival) Decide(tx *desk.Tx) error {
	const op = "movement.ConfirmArrival"
	j, err := desk.Must(tx, journey.Story, c.Journey)
	if err != nil {
		return err
	}
	g, err := groupOf(source{tx}, c.Journey, j, c.Step)
	if err != nil {
		return err
	}
	day := c.Day
	if !day.Known() {
		day = tx.Today()
	}
	g = g.only(c.Persons)
	if slices.ContainsFunc(g.riders, func(r rider) bool { return j.OnTwoTrips(r.ID) }) {
		return j.Settled()
	}
	for _, r := range g.riders {
		if r.seat.State == programme.Departed && day < r.seat.Day {
			return fault.New(op, fault.Invalid, "movement.arrived_before_leaving", nil)
		}
	}
	n, err := g.record(tx, c.Day, arrived.Draft, func(s Seat) bool { return s.State == programme.Departed })
	if err == nil && n == 0 {
		return fault.New(op, fault.Blocked, "movement.has_not_left", nil)
	}
	return err
}

// Arrive records that a trip has arrived, and confirms the arrival of everyone who left on it, except those who were not there.
// Trip must be on the road, or stopped there; Day is when it arrived, NoDay for today, and not before it left.
type Arrive struct {
	Trip   id.ID
	Absent []id.ID // journeys whose people did not arrive with it: they stay unconfirmed, and are looked for
	Day    clock.Day
}

// Act is the act of recording an arrival.
func (Arrive) Act() access.Act { return access.MovementArrive }

// Decide records each arrival and the trip's.
func (c Arrive) Decide(tx *desk.Tx) error {
	const op = "movement.Arrive"
	t, err := desk.Must(tx, Story, c.Trip)
	if err != nil {
		return err
	}
	if t.Status != OnTheRoad && t.Status != Stopped {
		return fault.New(op, fault.Conflict, "movement.not_on_the_road", fault.Args{"status": t.Status.String()})
	}
	day := c.Day
	if !day.Known() {
		day = tx.Today()
	}
	if day < t.Left {
		return fault.New(op, fault.Invalid, "movement.arrived_before_leaving", nil)
	}
	groups, err := groupsOn(source{tx}, c.Trip, 0)
	if err != nil {
		return err
	}
	total := moment{Kind: "arrived"}
	for i := range groups {
		if slices.Contains(c.Absent, groups[i].id) {
			continue
		}
		groups[i].riders = slices.DeleteFunc(groups[i].riders, func(r rider) bool { return groups[i].journey.OnTwoTrips(r.ID) })
		n, err := groups[i].record(tx, c.Day, arrived.Draft, func(s Seat) bool { return s.State == programme.Departed })
		if err != nil {
			return err
		}
		total.count(n)
	}
	return tx.Record(tripArrived.Draft(c.Trip, c.Day, total))
}

// StopOrTurnBack stops a trip on the road, or turns it back: its destination is not safe any more, the road is cut, somebody is ill. Those who
// are turned back have not left; their choice, and what was promised, stand as they did. A trip that has turned back is turned back again for those of
// whom another office wrote that they are on it.
//
// Trip is which; TurnBack turns it back, and otherwise it is stopped. Reason must be given and is shown with the trip. Day is when,
// NoDay for today.
type StopOrTurnBack struct {
	Trip     id.ID
	TurnBack bool
	Reason   string
	Day      clock.Day
}

// Act is the act of stopping people on the road.
func (StopOrTurnBack) Act() access.Act { return access.MovementStop }

// Decide records the stop; where the trip turns back, also for everyone on it who has not arrived.
func (c StopOrTurnBack) Decide(tx *desk.Tx) error {
	const op = "movement.StopOrTurnBack"
	t, err := desk.Must(tx, Story, c.Trip)
	if err != nil {
		return err
	}
	groups, err := groupsOn(source{tx}, c.Trip, 0)
	if err != nil {
		return err
	}
	if t.Status != OnTheRoad && (!c.TurnBack || t.Status != Stopped && (t.Status != TurnedBack || !anyoneOnRoad(groups))) {
		return fault.New(op, fault.Conflict, "movement.not_on_the_road", fault.Args{"status": t.Status.String()})
	}
	if c.Reason == "" {
		return fault.New(op, fault.Invalid, "movement.reason_missing", nil)
	}
	total := moment{Kind: "stopped", Reason: c.Reason}
	for i := range groups {
		total.count(groups[i].onRoad())
		if c.TurnBack {
			if err := groups[i].back(tx, c.Day); err != nil {
				return err
			}
		}
	}
	if c.TurnBack {
		total.Kind = "turned_back"
	}
	return tx.Record(tripHalted.Draft(c.Trip, c.Day, total))
}

// onRoad counts who of a group has left and not arrived.
func (g *group) onRoad() (n int) {
	for _, r := range g.riders {
		if r.seat.State == programme.Departed {
			n++
		}
	}
	return n
}

// anyoneOnRoad reports whether somebody of some groups is on the road: also by a trip that has turned back, where an office did not know of them.
func anyoneOnRoad(groups []group) bool {
	return slices.ContainsFunc(groups, func(g group) bool { return g.onRoad() > 0 })
}

// back takes a group off the road with its trip. Who is said to be on another trip too stays until somebody has said on which they were not.
func (g *group) back(tx *desk.Tx, day clock.Day) error {
	certain := *g
	certain.riders = slices.DeleteFunc(slices.Clone(g.riders), func(r rider) bool { return g.journey.OnTwoTrips(r.ID) })
	_, err := certain.record(tx, day, turnedBack.Draft, func(s Seat) bool { return s.State == programme.Departed })
	return err
}

// GoOn lets a stopped trip go on. The destination must not be one that protection has found unsafe for anybody on it. Trip is
// which; Reason must be given. Day is when it goes on, NoDay for today.
type GoOn struct {
	Trip   id.ID
	Reason string
	Day    clock.Day
}

// Act is the act of stopping people on the road: who may stop them lets them go on.
func (GoOn) Act() access.Act { return access.MovementStop }

// Decide records that the trip goes on.
func (c GoOn) Decide(tx *desk.Tx) error {
	const op = "movement.GoOn"
	t, err := desk.Must(tx, Story, c.Trip)
	if err != nil {
		return err
	}
	if t.Status != Stopped {
		return fault.New(op, fault.Conflict, "movement.not_stopped", nil)
	}
	if c.Reason == "" {
		return fault.New(op, fault.Invalid, "movement.reason_missing", nil)
	}
	groups, err := groupsOn(source{tx}, c.Trip, 0)
	if err != nil {
		return err
	}
	for i := range groups { // each household is judged as what it is
		k, err := journey.Take(tx, groups[i].id)
		if err != nil {
			return err
		}
		if err := safe(source{tx}, t.Destination, k.Groups, t.Route); err != nil {
			return err
		}
	}
	if err := safe(source{tx}, t.Destination, nil, t.Route); err != nil {
		return err
	}
	return tx.Record(tripHalted.Draft(c.Trip, c.Day, moment{Kind: "went_on", Reason: c.Reason}))
}
