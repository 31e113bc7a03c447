// SPDX-License-Identifier: Apache-2.0

package capacity

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
)

// MostBeds is the most beds that one household offers to others.
const MostBeds = 20

// sleepsAlong is the age, in years, below which a child needs no bed of their own.
const sleepsAlong = 2

// OfferBeds says how many beds a household offers to others now, in place of what it said before. Journey and Step say whose; Beds is 0 for none any
// more: those who live there stay, and nobody else is placed there. Day is NoDay for today.
type OfferBeds struct {
	Journey id.ID
	Step    string // of the verb place, which offers
	Beds    int
	Day     clock.Day
}

// Act is the act of offering room.
func (OfferBeds) Act() access.Act { return access.CapacityOffer }

// Decide records the offer.
func (c OfferBeds) Decide(tx *desk.Tx) error {
	const op = "capacity.OfferBeds"
	k, err := journey.Take(tx, c.Journey)
	if err != nil {
		return err
	}
	s, err := k.Open(c.Step, "place", true)
	switch {
	case err != nil:
		return err
	case !s.Step.Offers:
		return fault.New(op, fault.Invalid, "capacity.offers_nothing", nil)
	case c.Beds < 0 || c.Beds > MostBeds:
		return fault.New(op, fault.Invalid, "capacity.beds", fault.Args{"max": MostBeds})
	}
	return tx.Record(bedsOffered.Draft(c.Journey, c.Day, bedsResidue{Step: c.Step, Kind: KindOf(s.Step), Beds: c.Beds}))
}

// Host places a household with one that receives others: once, while that one may receive, where as many beds are free as they are. Journey and Step
// say who is placed; With is the journey of those who receive. Day is NoDay for today.
type Host struct {
	Journey id.ID
	Step    string
	With    id.ID
	Day     clock.Day
}

// Act is the act of promising.
func (Host) Act() access.Act { return access.CapacityPromise }

// Decide judges and records the placement.
func (c Host) Decide(tx *desk.Tx) error {
	const op = "capacity.Host"
	k, err := journey.Take(tx, c.Journey)
	if err != nil {
		return err
	}
	if len(k.Journey.Hosted()) > 0 {
		return fault.New(op, fault.Conflict, "capacity.hosted_already", nil)
	}
	s, err := k.Open(c.Step, "place", false)
	if err != nil {
		return err
	}
	if err := k.ForChildren(id.ID{}); err != nil {
		return err
	}
	host, err := journey.Take(tx, c.With)
	if err == nil {
		err = mayReceive(op, s.Step, k, host)
	}
	if err != nil {
		return err
	}
	beds, err := freeBeds(tx, s.Step, host)
	if need := bedsFor(k, tx.Today()); err == nil && need > beds {
		err = fault.New(op, fault.Conflict, "capacity.beds_taken", fault.Args{"free": max(beds, 0), "need": need})
	}
	if err != nil {
		return err
	}
	return tx.Record(hosted.Draft(c.Journey, c.Day, hostedResidue{c.Step, programme.Promised, c.With, KindOf(s.Step), bedsFor(k, tx.Today())}))
}

// mayReceive refuses a host who may not receive today, or not these guests: nobody is placed with themselves, and women and girls without a man of their
// own family are placed where a woman lives (docs/protection.md, "Hosts and detention"). Nothing else chooses among guests.
func mayReceive(op string, s *programme.Step, guests, host *journey.Case) error {
	if host.Pathway.Programme.ID != guests.Pathway.Programme.ID || host.Pathway.ID != s.With.Pathway {
		return fault.New(op, fault.Invalid, "capacity.no_host", nil)
	}
	if host.Journey.Subject == guests.Journey.Subject || slices.ContainsFunc(guests.Members, func(m people.Someone) bool { return m.Person.Belongs(host.Journey.Subject) }) {
		return fault.New(op, fault.Blocked, "capacity.own_guest", nil)
	}
	if !host.Receives(s.With) {
		return fault.New(op, fault.Blocked, "capacity.host_not_cleared", nil).WithHint("capacity.host_not_cleared_hint")
	}
	if guarded(guests) && !slices.ContainsFunc(host.Adults(), isWoman) {
		return fault.New(op, fault.Blocked, "capacity.no_woman_there", nil).WithHint("capacity.no_woman_there_hint")
	}
	return nil
}

func isWoman(m people.Someone) bool { return m.Person.Sex.Value() == people.Female }

// guarded reports whether there are women or girls among the guests, and no man of their own.
func guarded(guests *journey.Case) bool {
	man := func(m people.Someone) bool { return m.Person.Sex.Value() == people.Male }
	return slices.ContainsFunc(guests.Members, isWoman) && !slices.ContainsFunc(guests.Adults(), man)
}

// bedsFor is how many beds the guests need on a day.
func bedsFor(guests *journey.Case, today clock.Day) (beds int) {
	for _, m := range guests.Members {
		if age := m.Person.AgeOn(today); age < 0 || age >= sleepsAlong {
			beds++
		}
	}
	return max(beds, 1)
}

// freeBeds is how many beds of a host nobody is promised; less than none where two offices promised them without seeing each other.
func freeBeds(s desk.Source, step *programme.Step, host *journey.Case) (int, error) {
	guests, err := GuestsOf(s, host.ID)
	free := host.Journey.BedsOffered(step.With.Step)
	for _, g := range guests {
		free -= g.Beds
	}
	return free, err
}

// Guest is a household that lives with a host.
type Guest struct {
	Journey id.ID     // on which it was placed
	Subject id.ID     // the household
	Step    string    // at which it was placed
	Beds    int       // that it was promised
	Since   clock.Day // the day of the placement
}

// GuestsOf returns those who live with a host, by the host's journey.
func GuestsOf(s desk.Source, with id.ID) (guests []Guest, err error) {
	ids, err := desk.Listed(s, journey.ByLink, with[:], 1000)
	for _, of := range ids {
		j, err := desk.See(s, journey.Story, of)
		if err != nil {
			return nil, err
		}
		for _, h := range j.State.Hosted() {
			if h.With == with {
				guests = append(guests, Guest{of, j.State.Subject, h.Step, h.Beds, h.Since})
			}
		}
	}
	return guests, err
}

// EndHosting ends a placement: the beds are free again. Journey and Step say whose; Day is NoDay for today.
type EndHosting struct {
	Journey id.ID
	Step    string
	Day     clock.Day
}

// Act is the act of releasing.
func (EndHosting) Act() access.Act { return access.CapacityRelease }

// Decide records the end of every placement that stands at the step: two where two offices placed them without seeing each other.
func (c EndHosting) Decide(tx *desk.Tx) error {
	j, err := desk.Must(tx, journey.Story, c.Journey)
	if err != nil {
		return err
	}
	ended := 0
	for _, h := range j.Hosted() {
		if h.Step != c.Step {
			continue
		}
		ended++
		if err := tx.Record(hosted.Draft(c.Journey, c.Day, hostedResidue{c.Step, programme.Released, h.With, "", h.Beds})); err != nil {
			return err
		}
	}
	if ended == 0 {
		return fault.New("capacity.EndHosting", fault.NotFound, "capacity.nothing_promised", nil)
	}
	return nil
}
