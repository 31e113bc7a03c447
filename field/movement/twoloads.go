// SPDX-License-Identifier: Apache-2.0

package movement

import (
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/id"
)

// TwoLoadsRow is a household of which people stand on loads of two trips, because two offices that did not see each other put them there: they hold
// a seat on both, and board neither before somebody has taken them off one (Unload). Journey and Step say whose and which leaving;
// Household is theirs, Card the number on its card ("" for none).
type TwoLoadsRow struct {
	Journey   id.ID     `class:"open"`
	Step      string    `class:"open"`
	Household id.ID     `class:"open"`
	Card      string    `class:"personal"`
	Trips     []SaidRow // in the order in which they were put on them
}

// TwoLoads lists them, for who takes them off one. It is a look at each.
func TwoLoads(scope access.Scope) desk.Query[[]TwoLoadsRow] {
	return desk.Query[[]TwoLoadsRow]{Act: access.MovementLoad, Scope: scope, Run: func(r *desk.Reader) (rows []TwoLoadsRow, err error) {
		err = eachOnTwoLoads(r, func(of id.ID, j *journey.Journey, step string) error {
			row, err := twoLoadsRow(r, of, j, step)
			rows = append(rows, row)
			return err
		})
		return rows, err
	}}
}

// TwoLoadsOf tells on the loads of which two trips people of one household stand; on none where they do not.
func TwoLoadsOf(scope access.Scope, of id.ID, step string) desk.Query[TwoLoadsRow] {
	return desk.Query[TwoLoadsRow]{Act: access.MovementLoad, Scope: scope, Run: func(r *desk.Reader) (TwoLoadsRow, error) {
		j, err := desk.Read(r, journey.Story, of)
		if err != nil {
			return TwoLoadsRow{}, err
		}
		return twoLoadsRow(r, of, j.State, step)
	}}
}

// TwoLoadsCount is how many households stand on loads of two trips. It names nobody.
type TwoLoadsCount struct {
	Households int `class:"open"` // each once for every leaving
}

// CountTwoLoads counts them, for the start page of who loads.
func CountTwoLoads(scope access.Scope) desk.Query[TwoLoadsCount] {
	return desk.Query[TwoLoadsCount]{Act: access.MovementLoad, Scope: scope, Run: func(r *desk.Reader) (c TwoLoadsCount, err error) {
		err = eachOnTwoLoads(r, func(id.ID, *journey.Journey, string) error { c.Households++; return nil })
		return c, err
	}}
}

// eachOnTwoLoads calls f for each step at which people of a journey stand on two loads: of those that contradict themselves, which are few.
func eachOnTwoLoads(r *desk.Reader, f func(of id.ID, j *journey.Journey, step string) error) error {
	ways, err := r.Find(journey.Disputed, []byte{1}, maxOnTrip)
	for _, of := range ways {
		if err != nil {
			return err
		}
		var j *journey.Journey
		if j, err = (source{r}).journey(of); err != nil {
			return err
		}
		for _, step := range j.StepsOnTwoLoads() {
			if err := f(of, j, step); err != nil {
				return err
			}
		}
	}
	return err
}

func twoLoadsRow(r *desk.Reader, of id.ID, j *journey.Journey, step string) (TwoLoadsRow, error) {
	h, err := desk.Read(r, people.HouseholdStory, j.Subject)
	if err != nil {
		return TwoLoadsRow{}, err
	}
	r.Looked(j.Subject)
	row := TwoLoadsRow{Journey: of, Step: step, Household: j.Subject, Card: h.State.Card}
	for _, m := range j.OnTwoLoads(step) {
		t, err := desk.Read(r, Story, m.Link)
		if err != nil {
			return row, err
		}
		row.Trips = append(row.Trips, SaidRow{Trip: m.Link, Origin: t.State.Origin, Destination: m.Place, Leaves: t.State.Leaves(), State: m.State})
	}
	return row, nil
}

// onOne reports whether one of some seats is on a trip.
func onOne(seats []journey.Mark, trip id.ID) bool {
	return slices.ContainsFunc(seats, func(m journey.Mark) bool { return m.Link == trip })
}

// standsTwice lists the households on a trip that stand on the load of another too.
func standsTwice(r *desk.Reader, groups []group, trip id.ID) (rows []TwoLoadsRow, err error) {
	for i := range groups {
		g := &groups[i]
		if onOne(g.journey.OnTwoLoads(g.step), trip) {
			row, err := twoLoadsRow(r, g.id, g.journey, g.step)
			if err != nil {
				return nil, err
			}
			rows = append(rows, row)
		}
	}
	return rows, nil
}
