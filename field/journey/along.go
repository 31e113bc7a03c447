// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"slices"

	"safar/desk"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// brought is the residue of one mark that people who left a household brought along into their own.
type brought struct {
	From  id.ID           `cbor:"1,keyasint"` // the journey it was made on
	Step  string          `cbor:"2,keyasint"`
	State programme.State `cbor:"3,keyasint,omitempty"`
	Day   clock.Day       `cbor:"4,keyasint"`
	By    id.ID           `cbor:"5,keyasint,omitempty"`
	Place id.ID           `cbor:"6,keyasint,omitempty"`
	Value string          `cbor:"7,keyasint,omitempty"`
	Until clock.Day       `cbor:"8,keyasint,omitempty"`
	Link  id.ID           `cbor:"9,keyasint,omitempty"`
	Unit  int             `cbor:"10,keyasint,omitempty"`
	Named []Person        `cbor:"11,keyasint,omitempty"` // since version 2, of those who left or arrived: who of them it was
	Holds clock.Day       `cbor:"12,keyasint,omitempty"` // since version 3, of a clearance: its first day, where it says one
	Back  bool            `cbor:"13,keyasint,omitempty"` // since version 4: they turned back, and are not of those who left on this way
}

// broughtAlong is one fact for each mark, so that whoever changes their mind later replaces what they said and nothing else. Since version 5 it says in
// words why, where somebody had to be asked whether a person travels with others.
var broughtAlong = register.NewFact(Story, "journey.brought_along", 5, func(j *Journey, f *journal.Fact, r brought, _ *Words) {
	if r.Back {
		j.comesBack(j.Now(r.Step), r.By)
		return
	}
	m := Mark{Step: r.Step, State: r.State, Day: r.Day, By: r.By, Place: r.Place, Value: r.Value, Until: r.Until, Link: r.Link, Unit: r.Unit}
	m.HoldsFrom(r.Holds)
	j.Add(f, m)
	j.Names(f, id.ID{}, r.Named)
}).From(1, asItWas).From(2, asItWas).From(3, asItWas).From(4, asItWas)

// asItWas reads an older version that says the same in fewer fields.
func asItWas(residue, person []byte) ([]byte, []byte, error) { return residue, person, nil }

// HoldsFrom says from which day a clearance holds; NoDay says nothing.
func (m *Mark) HoldsFrom(day clock.Day) {
	if day.Known() {
		m.Amounts = []Amount{{Name: programme.ValidFrom, Minor: int64(day)}}
	}
}

// FirstDay returns the day that a clearance says it holds from; NoDay where it says none.
func (m *Mark) FirstDay() clock.Day {
	for _, a := range m.Amounts {
		if a.Name == programme.ValidFrom {
			return clock.Day(a.Minor)
		}
	}
	return clock.NoDay
}

// comesBack takes somebody from among those who left on a step, for they turned back on a way of their own: here they are as if they had come since.
func (j *Journey) comesBack(step string, person id.ID) {
	for i := range j.Marks {
		m := &j.Marks[i]
		if m.Step != step || m.State != programme.Departed {
			continue
		}
		m.Withdrawn = m.Withdrawn || m.By == person
		for k := range j.Named {
			if n := &j.Named[k]; n.Ref == m.Ref {
				n.People = slices.DeleteFunc(slices.Clone(n.People), func(p Person) bool { return p.ID == person })
			}
		}
	}
}

// elsewhere returns those of some people whom a mark of leaving or arriving names: they are counted on the journey on which they left.
// along reports whether the mark goes along with them at all.
func (j *Journey) elsewhere(m *Mark, people []id.ID) (of []Person, along bool) {
	if !m.leaving() {
		return nil, !j.seatOfOthers(m, people)
	}
	said := false
	for _, p := range people {
		is, known := j.Includes(m.Ref, p)
		if said = said || known; is {
			of = append(of, Person{ID: p, Age: programme.AgeUnknown, Elsewhere: true})
		}
	}
	if !said {
		of = Persons(people)
		for i := range of {
			of[i].Elsewhere = true
		}
	}
	return of, len(of) > 0
}

// seatOfOthers reports whether a mark says where the household sat as one, before any of some people came to it.
func (j *Journey) seatOfOthers(m *Mark, people []id.ID) bool {
	return m.By.IsZero() && slices.Contains(seatStates, m.State) &&
		!slices.ContainsFunc(people, func(p id.ID) bool { return !j.CameAfter(m.Step, p) })
}

// Split lets people leave a household and make one of their own, by their own word alone: see people.Split. What they were told, what
// each of them said, and where they sit or travel goes along, on a way of their own: nobody on a load or on the road is lost because
// they left somebody. The plot, the money and the house stay where they were promised. The receipt's ids are the new household and
// its ways.
type Split people.Split

// Act is the act of splitting.
func (Split) Act() access.Act { return access.PeopleSplit }

// Decide records the new household and the ways of its people.
func (c Split) Decide(tx *desk.Tx) error {
	household, err := people.Split(c).Record(tx)
	if err != nil {
		return err
	}
	ways, err := tx.Find(BySubject, c.Household[:])
	for _, way := range ways {
		if err != nil {
			return err
		}
		err = c.bring(tx, way, household)
	}
	return err
}

// bring opens a way for the new household on which stands what concerns those who left of an old one.
func (c Split) bring(tx *desk.Tx, from, household id.ID) error {
	old, err := desk.Get(tx, Story, from)
	if err != nil {
		return err
	}
	j := old.State
	way, err := tx.NewID()
	if err != nil {
		return err
	}
	err = tx.Record(journeyOpened.Draft(way, c.Day, opened{household, j.Kind, j.Version.Value(), j.Pathway}))
	for i := 0; i < len(j.Marks) && err == nil; i++ {
		m := &j.Marks[i]
		if named, along := j.elsewhere(m, c.Leaving); along && m.goesAlong(c.Leaving) {
			err = tx.Record(broughtAlong.Draft(way, c.Day, brought{From: from, Step: m.Step, State: m.State, Day: m.Day, By: m.By,
				Place: m.Place, Value: m.Value, Until: m.Until, Link: m.Link, Unit: m.Unit, Named: named, Holds: m.FirstDay()}))
		}
	}
	return err
}

// ownStates are the states of what is a person's own: what took place with them, what they said, where they sit and travel, and
// whether they are cleared.
var ownStates = append([]programme.State{programme.Happened, programme.Agreed, programme.Willing, programme.Fit, programme.NotFit}, seatStates...)

// jointly are the states in which what was said of the household as one stays with it: what it agreed to, such as its plot; and a clearance that does
// not say of whom it is, as those of older programs do not.
var jointly = []programme.State{programme.Agreed, programme.Fit, programme.NotFit}

// goesAlong reports whether a mark concerns those who leave: themselves, or the household as one while they were of it.
func (m *Mark) goesAlong(leaving []id.ID) bool {
	switch {
	case m.Withdrawn || !slices.Contains(ownStates, m.State):
		return false
	case m.By.IsZero():
		return !slices.Contains(jointly, m.State)
	}
	return slices.Contains(leaving, m.By)
}

// SeatMark returns the mark that says where a person stands on a step of verb move: of their own or of the whole household, the
// latest governing. Somebody who has left is on no other load, whatever a node that did not know it wrote.
func (j *Journey) SeatMark(step string, person id.ID) (Mark, bool) {
	var seat Mark
	seated := false
	for i := range j.Marks {
		m := &j.Marks[i]
		if m.Withdrawn || m.Step != step || (!m.By.IsZero() && m.By != person) || !slices.Contains(seatStates, m.State) {
			continue
		}
		if !j.concerns(m, person) { // others left: whoever had not left before came to them since, and holds no seat but their own
			if (!seat.leaving() || !seated) && !seat.keptFrom(m) {
				seat, seated = Mark{}, false
			}
			continue
		}
		switch {
		case !seated || m.State == programme.Arrived:
		case m.State == programme.Departed && seat.State == programme.Arrived, m.State != programme.Departed && seat.leaving():
			continue
		}
		seat, seated = *m, true
	}
	return seat, seated
}

// there reports whether a person has arrived on a step of verb move.
func (j *Journey) there(step string, person id.ID) bool {
	m, seated := j.SeatMark(step, person)
	return seated && m.State == programme.Arrived
}

// travels reports whether a person holds a seat, or is on the road.
func (j *Journey) travels(person id.ID) bool {
	return slices.ContainsFunc(j.stepsIn(seatStates...), func(step string) bool {
		m, seated := j.SeatMark(step, person)
		return seated && slices.Contains([]programme.State{programme.Loaded, programme.Boarded, programme.Departed}, m.State)
	})
}

// Join brings a person into another household: see people.Join. Somebody who holds a seat or is on the road gets off, or arrives,
// first: in another household they would stand on no list.
type Join people.Join

// Act is the act of joining.
func (Join) Act() access.Act { return access.PeopleJoin }

// Decide asks whether the person is on the way, and records the new membership.
func (c Join) Decide(tx *desk.Tx) error {
	p, err := desk.Must(tx, people.PersonStory, c.Person)
	if err != nil {
		return err
	}
	home := p.Household.Value().Household
	if p.InTwoHouseholds() || home == c.Household { // a person decides what two offices contradict
		return c.decided(tx, p)
	}
	if travels, err := onTheWay(tx, home, c.Person); err != nil {
		return err
	} else if travels {
		return fault.New("journey.Join", fault.Blocked, "journey.join_on_the_road", nil).WithHint("journey.join_on_the_road_hint")
	}
	if err := people.Join(c).Record(tx); err != nil {
		return err
	}
	return c.bring(tx, home)
}

// decided records to which of two households a person belongs, and brings along from the other that they have arrived, where they have.
func (c Join) decided(tx *desk.Tx, p *people.Person) error {
	err := people.Join(c).Record(tx)
	for _, m := range p.Household.Standing {
		if home := m.Value.Household; err == nil && home != c.Household {
			err = c.bring(tx, home)
		}
	}
	return err
}

// bring says on the ways of the other household that the person has left already and arrived, where they have: they are counted where they left.
func (c Join) bring(tx *desk.Tx, home id.ID) error {
	from, err := tx.Find(BySubject, home[:])
	if err != nil {
		return err
	}
	to, err := tx.Find(BySubject, c.Household[:])
	for _, old := range from {
		for _, way := range to {
			if err != nil {
				return err
			}
			err = c.bringTo(tx, old, way)
		}
	}
	return err
}

func (c Join) bringTo(tx *desk.Tx, from, way id.ID) error {
	old, err := desk.Get(tx, Story, from)
	if err != nil {
		return err
	}
	to, err := desk.Get(tx, Story, way)
	if err != nil || to.State.Pathway != old.State.Pathway {
		return err
	}
	left := to.State.HasLeft(c.Person)
	for _, step := range old.State.turnedBack(c.Person) {
		if m, seated := to.State.SeatMark(to.State.Now(step), c.Person); seated && m.State == programme.Departed && err == nil {
			err = tx.Record(broughtAlong.Draft(way, c.Day, brought{From: from, Step: step, Day: tx.Today(), By: c.Person, Back: true}))
		}
	}
	for i := range old.State.Marks {
		m := &old.State.Marks[i]
		if !m.leaving() || !old.State.concerns(m, c.Person) || !old.State.there(m.Step, c.Person) || err != nil {
			continue
		}
		if left && (m.State == programme.Departed || to.State.there(to.State.Now(m.Step), c.Person)) {
			continue // known there: they had left with this household
		}
		err = tx.Record(broughtAlong.Draft(way, c.Day, brought{From: from, Step: m.Step, State: m.State, Day: m.Day, By: c.Person, Place: m.Place,
			Value: m.Value, Named: []Person{{ID: c.Person, Age: programme.AgeUnknown, Elsewhere: true}}}))
	}
	return err
}

// CarryAlong brings onto the ways of the household in which a person lives now where they are on the road, as the journey of those with whom they
// left says: two offices had them leave their household, and leave with it, and did not see each other. Why is kept of the person. It returns on how
// many ways.
func CarryAlong(tx *desk.Tx, from, person id.ID, why string) (ways int, err error) {
	old, err := desk.Must(tx, Story, from)
	if err != nil {
		return 0, err
	}
	p, err := desk.Must(tx, people.PersonStory, person)
	if err != nil {
		return 0, err
	}
	home := p.Household.Value().Household
	to, err := tx.Find(BySubject, home[:])
	for _, way := range to {
		if err != nil {
			return ways, err
		}
		j, err := desk.Get(tx, Story, way)
		if err != nil {
			return ways, err
		}
		if way == from || j.State.Pathway != old.Pathway {
			continue
		}
		carried, err := carryOn(tx, old, j.State, carriedOn{from, way, person, why})
		if err != nil {
			return ways, err
		}
		if carried {
			ways++
		}
	}
	return ways, err
}

// carriedOn is who is brought from one way to another, and why.
type carriedOn struct {
	from, way, person id.ID
	why               string
}

// carryOn writes on a way each departure of a person that stands on another one and is not known there, and reports whether there is one.
func carryOn(tx *desk.Tx, old, to *Journey, c carriedOn) (carried bool, err error) {
	for _, step := range old.stepsIn(programme.Departed) {
		if seat, seated := old.SeatMark(step, c.person); !seated || seat.State != programme.Departed {
			continue
		}
		for _, m := range old.UnknownTo(to, step, c.person) {
			if err := c.write(tx, &m); err != nil {
				return carried, err
			}
			carried = true
		}
	}
	return carried, nil
}

// write writes one departure on the way. Of who was forgotten it keeps no word of why.
func (c carriedOn) write(tx *desk.Tx, m *Mark) error {
	gone, err := people.IsForgotten(tx, c.person)
	if err != nil {
		return err
	}
	r := brought{From: c.from, Step: m.Step, State: m.State, Day: m.Day, By: c.person, Place: m.Place, Value: m.Value, Link: m.Link, Unit: m.Unit,
		Named: []Person{{ID: c.person, Age: programme.AgeUnknown, Elsewhere: true}}}
	if gone {
		return tx.Record(broughtAlong.Draft(c.way, tx.Today(), r))
	}
	return tx.Record(broughtAlong.DraftFor(c.way, c.person, tx.Today(), r, Words{Text: c.why}))
}

// onTheWay reports whether somebody travels with the household they are of.
func onTheWay(tx *desk.Tx, home, person id.ID) (bool, error) {
	ways, err := tx.Find(BySubject, home[:])
	if err != nil {
		return false, err
	}
	for _, way := range ways {
		j, err := desk.Get(tx, Story, way)
		if err != nil || j.State.travels(person) {
			return true, err
		}
	}
	return false, nil
}
