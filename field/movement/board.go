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

// Freeze makes a new version of a trip's manifest: every living member of the households on its loads that may travel today. Those
// who may not are not on it, and are counted as held. It may be frozen again as often as something changes. Trip must be planned,
// and its seats given out on this node.
type Freeze struct{ Trip id.ID }

// Act is the act of freezing.
func (Freeze) Act() access.Act { return access.MovementFreeze }

// Decide judges each household and records the version.
func (c Freeze) Decide(tx *desk.Tx) error {
	t, err := openTrip(tx, c.Trip)
	if err != nil {
		return err
	}
	groups, err := groupsOn(source{tx}, c.Trip, 0)
	if err != nil {
		return err
	}
	if err := seated(t, groups, tx.Today()); err != nil {
		return err
	}
	on := groups[:0:0]
	m := Manifest{Version: len(t.Manifests) + 1}
	for _, g := range groups {
		if len(loadsOf(&g)) == 0 {
			continue
		}
		switch err := g.may(tx, t, false); {
		case err == nil:
			on = append(on, g)
		case refused(err):
			m.Held++
		default:
			return err
		}
	}
	m.fill(on)
	return tx.Record(manifestFrozen.Draft(c.Trip, clock.NoDay, m))
}

// fill counts who is on the manifest.
func (m *Manifest) fill(on []group) {
	m.Digest = digestOf(on)
	for _, g := range on {
		m.Households++
		for _, r := range g.riders {
			if r.seat.Riding() {
				m.Persons++
			}
		}
	}
}

// refused reports whether an error is a rule that stands against somebody travelling, and not a failure to find out.
func refused(err error) bool {
	return fault.Is(err, fault.Blocked) || fault.Is(err, fault.Undecidable) || fault.Is(err, fault.Conflict) ||
		fault.Is(err, fault.Invalid) || fault.Is(err, fault.NotBuilt)
}

// seated refuses a trip on which a load carries more people than it has room for.
func seated(t *Trip, groups []group, today clock.Day) error {
	if l, carries, over := overSeats(t, groups, today); over {
		return fault.New("movement.seats", fault.Blocked, "movement.over_seats", fault.Args{"load": l.Number, "seats": l.Seats,
			"persons": carries.persons}).WithHint("movement.no_seat_hint")
	}
	return nil
}

// may judges whether a group may be on a trip today; leaving, whether it may leave this minute.
func (g *group) may(tx *desk.Tx, t *Trip, leaving bool) error {
	k, err := take(tx, g.id, g.step)
	if err != nil {
		return err
	}
	return g.judge(k, t, leaving, source{tx}, tx.Today())
}

// judge judges the choice, the destination and that the family is together, or apart on each adult's word.
func (g *group) judge(k *journey.Case, t *Trip, leaving bool, from source, today clock.Day) (err error) {
	if leaving {
		err = mayLeave(k, g.step, t.Destination, t.Route, from)
	} else {
		_, err = mayTravel(k, g.step, t.Destination, t.Route, from)
	}
	if err == nil {
		err = clearedUntil(k, k.Pathway.Step(g.step), max(t.Leaves(), today))
	}
	if err != nil || g.together() {
		return err
	}
	for _, load := range loadsOf(g) {
		var with []id.ID
		for _, r := range g.riders {
			if r.seat.Riding() && r.seat.Load == load {
				with = append(with, r.ID)
			}
		}
		if err := mayPart(k, g.step, with, nil, today); err != nil {
			return err
		}
	}
	return nil
}

// Board records that people boarded: a household found by the number of its card or by name. It is judged again whether they may, and
// each adult has been asked again, in private, before they climb up: on the truck nobody can say no unseen. Trip, Journey and Step
// say on what and who; Day is when they boarded, NoDay for today.
type Board struct {
	Trip    id.ID
	Journey id.ID
	Step    string
	Persons []id.ID // who came; empty: all of them who are on its loads
	Day     clock.Day
}

// Act is the act of boarding.
func (Board) Act() access.Act { return access.MovementBoard }

// Decide judges the household, that nobody is left behind against their word, and the seats.
func (c Board) Decide(tx *desk.Tx) error {
	const op = "movement.Board"
	t, err := openTrip(tx, c.Trip)
	if err != nil {
		return err
	}
	g, err := c.group(tx)
	if err != nil {
		return err
	}
	k, err := take(tx, c.Journey, c.Step)
	if err != nil {
		return err
	}
	if err := g.judge(k, t, false, source{tx}, tx.Today()); err != nil {
		return err
	}
	coming := g.only(c.Persons)
	if len(coming.riders) < max(len(c.Persons), 1) {
		return fault.New(op, fault.Blocked, "movement.not_on_a_load", nil).WithHint("movement.not_on_a_load_hint")
	}
	if g.together() && len(coming.riders) < len(g.members) {
		return fault.New(op, fault.Blocked, "movement.somebody_is_missing", fault.Args{"here": len(coming.riders),
			"of": len(g.members)}).WithHint("movement.somebody_is_missing_hint")
	}
	for _, number := range loadsOf(coming) {
		l, _ := t.LoadOf(number)
		l.Number = number
		if err := roomFor(source{tx}, c.Trip, l, c.Journey, g.riding(number, tx.Today())); err != nil {
			return err
		}
	}
	if err := allAsked(k.Standing.Step(c.Step)); err != nil {
		return err
	}
	n, err := coming.record(tx, c.Day, boarded.Draft, func(s Seat) bool { return s.State == programme.Loaded })
	if err == nil && n == 0 {
		return fault.New(op, fault.Conflict, "movement.has_boarded", nil)
	}
	return err
}

// group reads the people of the household who hold a seat on the trip.
func (c Board) group(tx *desk.Tx) (*group, error) {
	j, err := desk.Must(tx, journey.Story, c.Journey)
	if err != nil {
		return nil, err
	}
	g, err := groupOn(source{tx}, c.Journey, j, c.Step, c.Trip)
	if err != nil {
		return nil, err
	}
	g.riders = slices.DeleteFunc(g.riders, func(r rider) bool { return !r.seat.Riding() })
	if len(g.riders) == 0 {
		return nil, fault.New("movement.Board", fault.Blocked, "movement.not_on_a_load", nil).WithHint("movement.not_on_a_load_hint")
	}
	return g, nil
}

// NoShow records that people who are on a load did not come. Their seats are free, their choice stands, and nothing is held
// against them. Trip, Journey and Step say what they did not come to and who; Day is when they did not come, NoDay for today.
type NoShow struct {
	Trip    id.ID
	Journey id.ID
	Step    string
	Persons []id.ID // empty: all of them who have not boarded
	Day     clock.Day
}

// Act is the act of boarding.
func (NoShow) Act() access.Act { return access.MovementBoard }

// Decide records it for those who have not boarded.
func (c NoShow) Decide(tx *desk.Tx) error {
	const op = "movement.NoShow"
	if _, err := openTrip(tx, c.Trip); err != nil {
		return err
	}
	g, err := Board{Trip: c.Trip, Journey: c.Journey, Step: c.Step}.group(tx)
	if err != nil {
		return err
	}
	if g.together() && len(c.Persons) > 0 && len(c.Persons) < len(g.members) {
		return fault.New(op, fault.Blocked, "movement.each_own_word", nil).WithHint("movement.each_own_word_hint")
	}
	n, err := g.only(c.Persons).record(tx, c.Day, noShow.Draft, func(s Seat) bool { return s.State == programme.Loaded })
	if err == nil && n == 0 {
		return fault.New(op, fault.Conflict, "movement.has_boarded", nil)
	}
	return err
}
