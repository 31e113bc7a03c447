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
)

// AskAgain records an adult's answer to "still willing?", asked in private. A "no" is a change of mind: it takes back their choice, the
// household comes off the load, what was not yet paid stops, and nothing is owed back.
//
// Journey and Step say before which leaving, Person which adult; Willing is their answer, and Words what they said besides.
// Day is when they were asked, NoDay for today.
type AskAgain struct {
	Journey id.ID
	Step    string
	Person  id.ID
	Willing bool
	Private bool // asked in private; otherwise it is refused
	Words   Words
	Day     clock.Day
}

// Act is the act of asking again.
func (AskAgain) Act() access.Act { return access.ChoiceConfirm }

// Decide records the answer, until the person has left. A "no" is taken at any time and on any step, blocked or not.
func (c AskAgain) Decide(tx *desk.Tx) error {
	const op = "movement.AskAgain"
	if !c.Private {
		return fault.New(op, fault.Blocked, "movement.in_private", nil)
	}
	k, err := journey.Take(tx, c.Journey)
	if err != nil {
		return err
	}
	s, err := k.At(c.Step, "move")
	if err != nil {
		return err
	}
	m, err := k.Member(c.Person)
	if err != nil {
		return err
	}
	if m.Person.AdultOn(tx.Today()) == people.No {
		return fault.New(op, fault.Blocked, "movement.not_an_adult", nil)
	}
	if SeatOf(k.Journey, c.Step, c.Person).Gone() {
		return fault.New(op, fault.Conflict, "movement.has_left", nil)
	}
	d := stillWilling.DraftFor(c.Journey, c.Person, c.Day, askedAgain{c.Step, c.Person, c.Willing}, c.Words)
	if c.Willing {
		return tx.Record(d)
	}
	if choice := before(k.Pathway, s.Step, "choose"); choice != nil {
		d = d.Replacing(fieldChoice, k.Journey.Answered(choice.ID, c.Person))
	}
	return tx.Record(d)
}

// Load puts a household on a load of a trip; a household that stands on another load changes over. Where not all of them go
// together, Persons names who is on this load, and OwnWord the adults who said so themselves: every adult of the household must have.
//
// Journey and Step say who and for which leaving; Trip and Load the trip and the number of the vehicle. Day is NoDay for today.
type Load struct {
	Journey id.ID
	Step    string
	Trip    id.ID
	Load    int
	Persons []id.ID // empty: the whole household, but for those who have left already
	OwnWord []id.ID
	Day     clock.Day
}

// Act is the act of loading.
func (Load) Act() access.Act { return access.MovementLoad }

// Decide judges the choice, the family and the seats, and records who is on the load.
func (c Load) Decide(tx *desk.Tx) error {
	const op = "movement.Load"
	t, err := openTrip(tx, c.Trip)
	if err != nil {
		return err
	}
	l, found := t.LoadOf(c.Load)
	if !found {
		return fault.New(op, fault.Invalid, "movement.no_such_load", fault.Args{"load": c.Load})
	}
	k, err := take(tx, c.Journey, c.Step)
	if err != nil {
		return err
	}
	s, err := mayTravel(k, c.Step, t.Destination, t.Route, source{tx})
	if err != nil {
		return err
	}
	if err := meansOf(s.Step, t.Means); err != nil {
		return err
	}
	if err := clearedUntil(k, s.Step, t.Leaves()); err != nil {
		return err
	}
	who, err := c.company(tx, k)
	if err != nil {
		return err
	}
	if err := roomFor(source{tx}, c.Trip, l, c.Journey, c.after(k, who, tx.Today())); err != nil {
		return err
	}
	return tx.Record(loaded.Draft(c.Journey, c.Day, carried{Step: c.Step, Trip: c.Trip, Load: c.Load, Place: t.Destination,
		Persons: who.who, Apart: who.apart || k.Late(), OwnWord: c.OwnWord, Means: t.Means}))
}

// company returns who is put on the load, and refuses those who have boarded, and a family that would be parted.
func (c Load) company(tx *desk.Tx, k *journey.Case) (company, error) {
	const op = "movement.Load"
	who, err := companyOf(k, c.Step, c.Persons)
	if err != nil {
		return who, err
	}
	for _, p := range who.who {
		if SeatOf(k.Journey, c.Step, p).State == programme.Boarded {
			return who, fault.New(op, fault.Conflict, "movement.has_boarded", nil).WithHint("movement.has_boarded_hint")
		}
	}
	if err := ownWords(k, c.OwnWord, tx.Today()); err != nil || !who.apart {
		return who, err
	}
	return who, mayPart(k, c.Step, c.companions(k, who), c.OwnWord, tx.Today())
}

// companions returns who of the household is on the load once it is done.
func (c Load) companions(k *journey.Case, who company) []id.ID {
	with := slices.Clone(who.who)
	for _, m := range k.Members {
		seat := SeatOf(k.Journey, c.Step, m.ID)
		if seat.Riding() && seat.Trip == c.Trip && seat.Load == c.Load && !slices.Contains(with, m.ID) {
			with = append(with, m.ID)
		}
	}
	return with
}

// after counts the people of the household who are on the load once it is done.
func (c Load) after(k *journey.Case, who company, today clock.Day) party {
	var p party
	with := c.companions(k, who)
	for _, m := range k.Members {
		if slices.Contains(with, m.ID) {
			p.add(m, today)
		}
	}
	return p
}

// Unload takes a household off its load, also one that has boarded; it keeps its choice and its place at the destination. Of people whom two offices
// put on a load each, unseen of one another, it says off which: on the other they stay. Journey and Step say who and of which
// leaving; Day is NoDay for today.
type Unload struct {
	Journey id.ID
	Step    string
	Trip    id.ID   // off whose loads; zero: off that on which they stand
	Persons []id.ID // empty: all of the household who are on a load; others only where the household travels apart
	Day     clock.Day
}

// Act is the act of loading.
func (Unload) Act() access.Act { return access.MovementLoad }

// Decide records that they are off the load.
func (c Unload) Decide(tx *desk.Tx) error {
	const op = "movement.Unload"
	j, err := desk.Must(tx, journey.Story, c.Journey)
	if err != nil {
		return err
	}
	twice := j.OnTwoLoads(c.Step)
	if c.Trip.IsZero() && len(twice) > 0 {
		return fault.New(op, fault.Invalid, "movement.off_which_load", nil).WithHint("movement.two_loads_hint")
	}
	g, err := c.group(tx, j)
	if err != nil {
		return err
	}
	if len(c.Persons) > 0 && g.together() && len(c.Persons) < len(g.members) {
		return fault.New(op, fault.Blocked, "movement.each_own_word", nil).WithHint("movement.each_own_word_hint")
	}
	n, err := g.only(c.Persons).record(tx, c.Day, unloaded.Draft, Seat.Riding)
	if err == nil && len(c.Persons) == 0 && onOne(twice, c.Trip) {
		return c.others(tx, g, n)
	}
	if err == nil && n == 0 {
		return fault.New(op, fault.Conflict, "movement.on_no_load", nil)
	}
	return err
}

func (c Unload) group(tx *desk.Tx, j *journey.Journey) (*group, error) {
	if c.Trip.IsZero() {
		return groupOf(source{tx}, c.Journey, j, c.Step)
	}
	return groupOn(source{tx}, c.Journey, j, c.Step, c.Trip)
}

// others takes off the load, beside n who are of the household, those who are not any more: what two offices wrote of their seats went with them to
// where they live, and ends here.
func (c Unload) others(tx *desk.Tx, g *group, n int) error {
	gone := slices.DeleteFunc(g.journey.LoadedOn(c.Step, c.Trip), func(of id.ID) bool {
		return slices.ContainsFunc(g.members, func(m people.Someone) bool { return m.ID == of })
	})
	if n > 0 && len(gone) == 0 {
		return nil
	}
	return tx.Record(unloaded.Draft(c.Journey, c.Day, carried{Step: c.Step, Trip: c.Trip, Persons: gone, Apart: len(gone) > 0}))
}
