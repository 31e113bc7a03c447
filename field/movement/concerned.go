// SPDX-License-Identifier: Apache-2.0

package movement

import (
	"cmp"
	"errors"
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// ConcernedRow is a household that has chosen a place, or was promised room there, and has not left.
//
// Journey is the way, Household theirs and Card the number on its card ("" for none); Site is where they live now, and Persons how
// many belong to it, those who have died among them.
type ConcernedRow struct {
	Journey   id.ID     `class:"open"`
	Household id.ID     `class:"open"`
	Card      string    `class:"personal"`
	Site      id.ID     `class:"personal"`
	Persons   int       `class:"open"`
	Promised  bool      `class:"open"` // room is promised there
	Trip      id.ID     `class:"open"` // on whose load they stand; zero for none
	Back      clock.Day `class:"open"` // the day they had left on, where they turned back on the road; NoDay for others
}

// ConcernedBy lists the households whose way to a place stands still when its safety is withdrawn and who have not left: those on a load
// first, then those with room promised there, then the others. Those on the road are OnTheRoadTo.
func ConcernedBy(scope access.Scope, place id.ID) desk.Query[[]ConcernedRow] {
	return desk.Query[[]ConcernedRow]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) ([]ConcernedRow, error) {
		var rows []ConcernedRow
		err := eachDestined(r, place, func(of id.ID, j *journey.Journey) error {
			if j.Left() || j.Destination() != place {
				return nil
			}
			row, err := concernedRow(r, of, j, place)
			rows = append(rows, row)
			return err
		})
		slices.SortStableFunc(rows, func(a, b ConcernedRow) int { return cmp.Compare(a.urgency(), b.urgency()) })
		return rows, err
	}}
}

func (c ConcernedRow) urgency() int {
	switch {
	case !c.Trip.IsZero():
		return 0
	case c.Promised:
		return 1
	}
	return 2
}

func concernedRow(r *desk.Reader, of id.ID, j *journey.Journey, place id.ID) (ConcernedRow, error) {
	row := ConcernedRow{Journey: of, Household: j.Subject, Back: turnedBackFrom(j, place)}
	h, err := desk.Read(r, people.HouseholdStory, j.Subject)
	if err != nil {
		return row, err
	}
	row.Card, row.Site = h.State.Card, h.State.Site.Value()
	row.Promised = slices.ContainsFunc(j.Room(), func(h journey.HeldRoom) bool { return h.Place == place })
	members, err := r.Find(people.MembersOf, j.Subject[:], people.MaxMembers)
	if err != nil {
		return row, err
	}
	row.Persons = len(members)
	for _, m := range j.Marks {
		if m.Withdrawn || m.State != programme.Loaded {
			continue
		}
		for _, member := range append([]id.ID{{}}, members...) {
			if s := SeatOf(j, m.Step, member); s.Riding() {
				row.Trip = s.Trip
			}
		}
	}
	r.Looked(j.Subject)
	return row, nil
}

// turnedBackFrom returns the day on which people who turned back had left for a place; NoDay where nobody did.
func turnedBackFrom(j *journey.Journey, place id.ID) clock.Day {
	day := clock.NoDay
	for _, m := range j.Marks {
		if m.Withdrawn && m.State == programme.Departed && m.Place == place {
			day = max(day, m.Day)
		}
	}
	return day
}

// SettledRow is a household of whom people have arrived at a place.
//
// Journey is the way, Household theirs and Card the number on its card ("" for none); Persons is how many of them arrived there.
type SettledRow struct {
	Journey   id.ID     `class:"open"`
	Household id.ID     `class:"open"`
	Card      string    `class:"personal"`
	Persons   int       `class:"open"`
	Since     clock.Day `class:"open"` // the day of their arrival
}

// ArrivedAt lists the households of whom people have arrived at a place: whoever already lives where it is not safe is spoken with too,
// after those on the road and those about to leave.
func ArrivedAt(scope access.Scope, place id.ID) desk.Query[[]SettledRow] {
	return desk.Query[[]SettledRow]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) ([]SettledRow, error) {
		var rows []SettledRow
		err := eachDestined(r, place, func(of id.ID, j *journey.Journey) error {
			if _, some := j.ArrivedAt(place); !some {
				return nil
			}
			row, err := settledRow(r, of, j, place)
			if err == nil && row.Persons > 0 {
				rows = append(rows, row)
			}
			return err
		})
		slices.SortStableFunc(rows, func(a, b SettledRow) int { return cmp.Compare(b.Since, a.Since) })
		return rows, err
	}}
}

func settledRow(r *desk.Reader, of id.ID, j *journey.Journey, place id.ID) (SettledRow, error) {
	last, _ := j.ArrivedAt(place)
	row := SettledRow{Journey: of, Household: j.Subject, Since: last.Day}
	g, err := groupOf(source{r}, of, j, last.Step)
	if err != nil {
		return row, err
	}
	for _, m := range g.riders {
		if m.seat.State == programme.Arrived && m.seat.Place == place {
			row.Persons++
		}
	}
	h, err := desk.Read(r, people.HouseholdStory, j.Subject)
	row.Card = h.State.Card
	r.Looked(j.Subject)
	return row, err
}

// AlertRow says how many a withdrawal concerns: who must act sees it before anything else. It names nobody.
type AlertRow struct {
	Place   id.ID `class:"open"` // found not safe
	Road    int   `class:"open"` // households on the road
	Persons int   `class:"open"` // of them
	Chosen  int   `class:"open"` // households that have chosen it, or were promised room there, and have not left
	Arrived int   `class:"open"` // households of whom people have arrived there
}

// Alerts lists the places that protection has found not safe, wholly or in part, and that concern somebody of the caseload.
func Alerts(scope access.Scope) desk.Query[[]AlertRow] {
	return desk.Query[[]AlertRow]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) ([]AlertRow, error) {
		withdrawn, err := places.WithdrawnIDs(r)
		if err != nil {
			return nil, err
		}
		var rows []AlertRow
		for _, place := range withdrawn {
			row, err := alertOf(r, place)
			if err != nil {
				return nil, err
			}
			if row.Road+row.Chosen+row.Arrived > 0 {
				rows = append(rows, row)
			}
		}
		slices.SortStableFunc(rows, func(a, b AlertRow) int { return cmp.Compare(b.Road, a.Road) })
		return rows, nil
	}}
}

// alertOf counts whom a withdrawal concerns. It reads those who may be on the road, and counts the others by their list.
func alertOf(r *desk.Reader, place id.ID) (AlertRow, error) {
	row := AlertRow{Place: place}
	var failed error
	counted := func(what byte) int {
		n, err := r.Count(journey.AtPlace, append(place[:], what))
		failed = errors.Join(failed, err)
		return int(n)
	}
	row.Arrived, row.Chosen = counted(journey.HasArrived), counted(journey.HasChosen)
	if failed != nil {
		return row, failed
	}
	return row, eachFound(r, journey.AtPlace, append(place[:], journey.MayTravel), func(of id.ID, j *journey.Journey) error {
		return row.count(r, of, j)
	})
}

func (row *AlertRow) count(r *desk.Reader, of id.ID, j *journey.Journey) error {
	persons, err := travelling(r, of, j, row.Place)
	if err != nil {
		return err
	}
	_, arrived := j.ArrivedAt(row.Place)
	switch {
	case persons > 0:
		row.Road++
		row.Persons += persons
	case arrived:
		row.Arrived++
	case !j.Left() && j.Destination() == row.Place:
		row.Chosen++
	}
	return nil
}

// travelling counts the people of a journey who are on the road to a place.
func travelling(r *desk.Reader, of id.ID, j *journey.Journey, place id.ID) (persons int, err error) {
	for _, step := range j.RoadSteps() {
		g, err := groupOf(source{r}, of, j, step)
		if err != nil {
			return 0, err
		}
		for _, m := range g.riders {
			if m.seat.State == programme.Departed && m.seat.Place == place {
				persons++
			}
		}
	}
	return persons, nil
}
