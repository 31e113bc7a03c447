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

// Aboard is a household of whom two offices that did not see each other wrote that the same people are on two trips. Household is
// theirs, Card the number on its card ("" for none).
type Aboard struct {
	Household id.ID     `class:"open"`
	Card      string    `class:"personal"`
	Trips     []SaidRow // in the order in which it was written; none where nothing contradicts
}

// SaidRow is one trip on which they are said to be.
type SaidRow struct {
	Trip        id.ID           `class:"open"` // zero by their own means
	Origin      id.ID           `class:"open"` // the site it leaves from; zero by their own means
	Destination id.ID           `class:"open"` // where to
	Leaves      clock.Day       `class:"open"` // the day it was to leave; that on which they left, by their own means
	State       programme.State `class:"open"` // boarded, departed
}

// AboardOf lists the trips on which people of a household are said to be, for who says on which they were not (NotAboard).
func AboardOf(scope access.Scope, of id.ID, step string) desk.Query[Aboard] {
	return desk.Query[Aboard]{Act: access.MovementConfirmArrival, Scope: scope, Run: func(r *desk.Reader) (Aboard, error) {
		c, err := journey.Take(r, of)
		if err != nil {
			return Aboard{}, err
		}
		h, err := desk.Read(r, people.HouseholdStory, c.Journey.Subject)
		if err != nil {
			return Aboard{}, err
		}
		r.Looked(c.Journey.Subject)
		a := Aboard{Household: c.Journey.Subject, Card: h.State.Card}
		if !slices.Contains(c.Journey.Contradictions(), journey.TwoTrips) {
			return a, nil
		}
		for i := range c.Journey.Marks {
			if m := &c.Journey.Marks[i]; saidAboard(m, step) {
				if err := a.add(r, m); err != nil {
					return a, err
				}
			}
		}
		return a, nil
	}}
}

// saidAboard reports whether a mark says that people are on a trip, or left.
func saidAboard(m *journey.Mark, step string) bool {
	return m.Step == step && !m.Withdrawn && (m.State == programme.Boarded || m.State == programme.Departed)
}

// add adds the trip of a mark once, with what was written of it last.
func (a *Aboard) add(r *desk.Reader, m *journey.Mark) error {
	if i := slices.IndexFunc(a.Trips, func(s SaidRow) bool { return s.Trip == m.Link }); i >= 0 {
		a.Trips[i].State = m.State
		return nil
	}
	row := SaidRow{Trip: m.Link, Destination: m.Place, Leaves: m.Day, State: m.State}
	if !m.Link.IsZero() {
		t, err := desk.Read(r, Story, m.Link)
		if err != nil {
			return err
		}
		row.Origin, row.Destination, row.Leaves = t.State.Origin, t.State.Destination, t.State.Leaves()
	}
	a.Trips = append(a.Trips, row)
	return nil
}

// NotAboard says that people of a household were not on a trip on which an office that did not see the other had them board, or leave.
// Journey and Step say whose and which leaving; Reason must be given; it is kept with the household, and forgotten with it.
type NotAboard struct {
	Trip    id.ID // zero: they did not leave by their own means
	Journey id.ID
	Step    string
	Reason  string
}

// Act is the act of confirming an arrival: of saying where people are.
func (NotAboard) Act() access.Act { return access.MovementConfirmArrival }

// Decide takes them off that trip; it is refused where nothing contradicts that they were on it. Where the other one has turned back, so have they.
func (c NotAboard) Decide(tx *desk.Tx) error {
	const op = "movement.NotAboard"
	j, err := desk.Must(tx, journey.Story, c.Journey)
	if err != nil {
		return err
	}
	if c.Reason == "" {
		return fault.New(op, fault.Invalid, "movement.reason_missing", nil)
	}
	if !slices.Contains(j.Contradictions(), journey.TwoTrips) || !slices.ContainsFunc(j.Marks, func(m journey.Mark) bool {
		return m.Step == c.Step && m.Link == c.Trip && !m.Withdrawn && (m.State == programme.Boarded || m.State == programme.Departed)
	}) {
		return fault.New(op, fault.Conflict, "movement.on_one_trip", nil)
	}
	draft, err := notOn(tx, j.Subject, c.Reason)
	if err == nil {
		err = tx.Record(draft(c.Journey, clock.NoDay, carried{Step: c.Step, Trip: c.Trip}))
	}
	if err != nil {
		return err
	}
	return c.backWithTheOther(tx, j)
}

// backWithTheOther notes that they have not left either by the trip on which they were, where it turned back while nobody knew that.
func (c NotAboard) backWithTheOther(tx *desk.Tx, j *journey.Journey) error {
	for _, m := range j.Standing(c.Step, programme.Departed) {
		if m.Link == c.Trip || m.Link.IsZero() {
			continue
		}
		t, err := desk.Get(tx, Story, m.Link)
		if err != nil {
			return err
		}
		if t.State.Status == TurnedBack {
			return tx.Record(turnedBack.Draft(c.Journey, clock.NoDay, carried{Step: c.Step, Trip: m.Link}))
		}
	}
	return nil
}

// DoubtRow is a household that is said to be on a trip and on another as well. Journey and Step say whose and which leaving;
// Household is theirs, Card the number on its card ("" for none).
type DoubtRow struct {
	Journey   id.ID  `class:"open"`
	Step      string `class:"open"`
	Household id.ID  `class:"open"`
	Card      string `class:"personal"`
}

// doubted lists the households whom two offices that did not see each other wrote on a trip and on another. Where they sit is told by one of the
// two alone, so that they may stand on no line of this one.
func doubted(r *desk.Reader, trip id.ID) (rows []DoubtRow, err error) {
	ids, err := source{r}.on(trip)
	for _, of := range ids {
		j, err := desk.Read(r, journey.Story, of)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(j.State.Marks, func(m journey.Mark) bool { return m.Link == trip && saidAboard(&m, m.Step) })
		if i < 0 || !slices.Contains(j.State.Contradictions(), journey.TwoTrips) {
			continue
		}
		h, err := desk.Read(r, people.HouseholdStory, j.State.Subject)
		if err != nil {
			return nil, err
		}
		r.Looked(j.State.Subject)
		rows = append(rows, DoubtRow{of, j.State.Marks[i].Step, j.State.Subject, h.State.Card})
	}
	return rows, err
}
