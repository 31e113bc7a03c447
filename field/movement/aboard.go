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
	"safar/kernel/id"
)

// Aboard is a household of whom two offices that did not see each other wrote that the same people are on two trips.
type Aboard struct {
	Household id.ID     `class:"open"`
	Card      string    `class:"personal"`
	Trips     []SaidRow // in the order in which it was written; none where nothing contradicts
}

// SaidRow is one trip on which they are said to be.
type SaidRow struct {
	Trip        id.ID           `class:"open"` // zero by their own means
	Origin      id.ID           `class:"open"`
	Destination id.ID           `class:"open"`
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

// DoubtRow is a household that is said to be on a trip and on another as well.
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
