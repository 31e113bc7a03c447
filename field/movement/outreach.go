// SPDX-License-Identifier: Apache-2.0

package movement

import (
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// Outcome is what came of looking for people who are on the road by their own means, as an id of the field's words.
type Outcome string

// The outcomes.
const (
	ToldThem   Outcome = "told"        // reached, and told what is known; what they do is theirs to say
	CameBack   Outcome = "turned_back" // they turned back: they have not left any more
	WentOn     Outcome = "went_on"     // told, and went on by their own word
	NotReached Outcome = "not_reached" // could not be reached
)

// Outcomes are all outcomes, in the order in which a form offers them.
var Outcomes = []Outcome{ToldThem, CameBack, WentOn, NotReached}

// LookFor records what came of looking for a household that is on the road by its own means, because its destination is not safe any
// more, or the road is cut. Whoever turned back has not left: their choice, their plot and what is owed to them stand as they did, and
// nothing that was paid is asked back. Journey and Step say whose leaving, Outcome what came of it; Day is when, NoDay for today.
type LookFor struct {
	Journey id.ID
	Step    string
	Outcome Outcome
	Persons []id.ID // who it was; empty where it was all of them who are on the road
	Words   Words   // what was said, and by which safe way they were reached
	Day     clock.Day
}

// Act is the act of stopping people on the road.
func (LookFor) Act() access.Act { return access.MovementStop }

// Decide records the outcome for those of the household who are on the road by their own means.
func (c LookFor) Decide(tx *desk.Tx) error {
	const op = "movement.LookFor"
	if !slices.Contains(Outcomes, c.Outcome) {
		return fault.New(op, fault.Invalid, "movement.no_such_outcome", nil)
	}
	j, err := desk.Must(tx, journey.Story, c.Journey)
	if err != nil {
		return err
	}
	g, err := groupOf(source{tx}, c.Journey, j, c.Step)
	if err != nil {
		return err
	}
	g.riders = slices.DeleteFunc(g.riders, func(r rider) bool { return r.seat.State != programme.Departed || !r.seat.Trip.IsZero() })
	if len(g.riders) == 0 {
		return fault.New(op, fault.Conflict, "movement.not_on_the_road_themselves", nil)
	}
	for _, p := range c.Persons {
		if !slices.ContainsFunc(g.riders, func(r rider) bool { return r.ID == p }) {
			return fault.New(op, fault.Conflict, "movement.not_on_the_road_themselves", nil)
		}
	}
	err = tx.Record(lookedForThem.DraftFor(c.Journey, j.Subject, c.Day, lookedResidue{Step: c.Step, Outcome: c.Outcome}, c.Words))
	if err == nil && c.Outcome == CameBack {
		err = g.turnBack(tx, c.Day, c.Persons, turnedBack.Draft)
	}
	return err
}

// turnBack takes people of a group off the road: some of them, or all where none is named. Who of the same departure goes on is still on it.
func (g *group) turnBack(tx *desk.Tx, day clock.Day, persons []id.ID, draft drafting) error {
	some := g.only(persons)
	if len(some.riders) == len(g.riders) {
		_, err := g.record(tx, day, draft, func(s Seat) bool { return s.State == programme.Departed })
		return err
	}
	seat := some.riders[0].seat
	c := carried{Step: g.step, Trip: seat.Trip, Place: seat.Place, Apart: true}
	for _, r := range g.riders {
		switch {
		case slices.ContainsFunc(some.riders, func(s rider) bool { return s.ID == r.ID }):
			c.Persons = append(c.Persons, r.ID)
		case r.seat.State == programme.Departed && r.seat.Trip == seat.Trip:
			c.Rest = append(c.Rest, journey.KnownAs(r.Someone, tx.Today()))
		}
	}
	h, err := desk.Get(tx, people.HouseholdStory, g.journey.Subject)
	if err != nil {
		return err
	}
	c.Site = h.State.Site.Value()
	return tx.Record(draft(g.id, day, c))
}

// lookedResidue is what came of looking for people on the road. What was said stands in the person part.
type lookedResidue struct {
	Step    string  `cbor:"1,keyasint"`
	Outcome Outcome `cbor:"2,keyasint"`
}

var lookedForThem = register.NewFact(journey.Story, "movement.looked_for", 1,
	func(j *journey.Journey, f *journal.Fact, r lookedResidue, _ *Words) {
		j.Add(f, journey.Mark{Step: r.Step, Value: string(r.Outcome)})
	})

// lookedFor returns what came last of looking for the people of a journey since they left.
func lookedFor(j *journey.Journey, step string, left clock.Day) (journey.Mark, bool) {
	all := slices.DeleteFunc(j.Standing(step, programme.Happened), func(m journey.Mark) bool { return m.Value == "" || m.Day < left })
	if len(all) == 0 || all[len(all)-1].Value == string(CameBack) { // they left again since
		return journey.Mark{}, false
	}
	return all[len(all)-1], true
}
