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
	"safar/kernel/fault"
	"safar/kernel/id"
)

// ConcernedRow is a household of which somebody has chosen a place, was promised room there or sits on a load that goes there, and has not left.
//
// Journey is the way, Household theirs and Card the number on its card ("" for none); Site is where they live now.
type ConcernedRow struct {
	Journey   id.ID     `class:"open"`
	Household id.ID     `class:"open"`
	Card      string    `class:"personal"`
	Site      id.ID     `class:"personal"`
	Persons   int       `class:"open"` // who have not left
	Settled   bool      `class:"open"` // all who answer chose it, or it is promised; otherwise one of them chose it: it is told to those who speak with each
	Promised  bool      `class:"open"` // room is promised there
	Trip      id.ID     `class:"open"` // on whose load they stand; zero for none
	Back      clock.Day `class:"open"` // the day they had left on, where they turned back on the road; NoDay for others
}

// ConcernedBy lists the households whose way to a place stands still when its safety is withdrawn, and of whom somebody has not left: those on a load
// first, then those with room promised there, then the others. Those on the road are OnTheRoadTo. Whoever does not speak with each adult about their
// choice reads no household whose adults have not settled, while nothing is promised to them and no seat given: its place here would be what one of them said.
func ConcernedBy(scope access.Scope, place id.ID) desk.Query[[]ConcernedRow] {
	return desk.Query[[]ConcernedRow]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) ([]ConcernedRow, error) {
		var rows []ConcernedRow
		err := eachBound(r, place, func(of id.ID, j *journey.Journey) error {
			row, told, err := concernedRow(r, of, j, place)
			if err != nil || !told {
				return err
			}
			rows = append(rows, row)
			r.Looked(j.Subject)
			return nil
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

// eachBound calls f for every journey that something binds to a place, of those who have not left: it reads none of those who have arrived as one.
func eachBound(r *desk.Reader, place id.ID, f func(id.ID, *journey.Journey) error) error {
	for _, what := range []byte{journey.HasRoom, journey.HasChosen, journey.MayTravel} {
		if err := eachFound(r, journey.AtPlace, append(place[:], what), f); err != nil {
			return err
		}
	}
	return nil
}

// concernedRow reads how a household is bound to a place, and whether that is told to who asks.
func concernedRow(r *desk.Reader, of id.ID, j *journey.Journey, place id.ID) (row ConcernedRow, told bool, err error) {
	answered, promised := j.BoundFor(place)
	if !answered && !promised {
		return row, false, nil
	}
	row = ConcernedRow{Journey: of, Household: j.Subject, Back: turnedBackFrom(j, place)}
	stayed, err := notLeft(r, j)
	if err != nil {
		return row, false, err
	}
	row.Persons, row.Trip = len(stayed), tripOf(j, stayed, place)
	row.Promised = slices.ContainsFunc(j.Room(), func(h journey.HeldRoom) bool { return h.Place == place })
	if !promised && !answeredBy(j, stayed, place) {
		return row, false, nil // whoever chose it lives there no more
	}
	if row.Settled, err = settledOn(r, of, place); err != nil {
		return row, false, err
	}
	told = promised || row.Settled || journey.SpeaksWithEach(r.By(), r.Scope(), r.Today())
	h, err := desk.Read(r, people.HouseholdStory, j.Subject)
	row.Card, row.Site = h.State.Card, h.State.Site.Value()
	return row, told, err
}

// notLeft returns who lives in the household of a journey and has not left.
func notLeft(r *desk.Reader, j *journey.Journey) (stayed []id.ID, err error) {
	living, err := people.Members(r, j.Subject)
	for _, m := range living {
		if !j.HasLeft(m.ID) {
			stayed = append(stayed, m.ID)
		}
	}
	return stayed, err
}

// tripOf returns the trip to a place on whose load one of some people, or their household as one, sits; zero for none.
func tripOf(j *journey.Journey, persons []id.ID, place id.ID) id.ID {
	for _, m := range j.Marks {
		if m.Withdrawn || m.State != programme.Loaded {
			continue
		}
		for _, person := range append([]id.ID{{}}, persons...) {
			if s := SeatOf(j, m.Step, person); s.Riding() && s.Place == place {
				return s.Trip
			}
		}
	}
	return id.ID{}
}

// answeredBy reports whether one of some people has chosen a place, or it was decided for all of them.
func answeredBy(j *journey.Journey, persons []id.ID, place id.ID) bool {
	return slices.ContainsFunc(j.AnsweredFor(place), func(by id.ID) bool { return by.IsZero() || slices.Contains(persons, by) })
}

// settledOn reports whether a journey is told to everybody to lead to a place. One that cannot be judged here is not.
func settledOn(r *desk.Reader, of, place id.ID) (bool, error) {
	k, err := journey.Take(r, of)
	if fault.Is(err, fault.Undecidable) {
		return false, nil
	}
	return err == nil && k.ToldDestination() == place, err
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
	Place    id.ID `class:"open"` // found not safe
	Road     int   `class:"open"` // households on the road
	Persons  int   `class:"open"` // of them
	Promised int   `class:"open"` // households that were promised room there or sit on a load that goes there, and have not left
	Chosen   int   `class:"open"` // those, and the others of whom somebody has chosen it and has not left; 0 for who does not speak with each: a count that grows tells what one said
	Arrived  int   `class:"open"` // households of whom people have arrived there
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
			if row.Road+row.Promised+row.Chosen+row.Arrived > 0 {
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
	row.Arrived, row.Promised, row.Chosen = counted(journey.HasArrived), counted(journey.HasRoom), counted(journey.HasChosen)
	if failed != nil {
		return row, failed
	}
	err := eachFound(r, journey.AtPlace, append(place[:], journey.MayTravel), func(of id.ID, j *journey.Journey) error {
		return row.count(r, of, j)
	})
	if row.Chosen += row.Promised; !journey.SpeaksWithEach(r.By(), r.Scope(), r.Today()) {
		row.Chosen = 0
	}
	return row, err
}

// count counts a journey of which somebody may be on the road: some of a household may be, and others of it still where they were.
func (row *AlertRow) count(r *desk.Reader, of id.ID, j *journey.Journey) error {
	persons, err := travelling(r, of, j, row.Place)
	if err != nil {
		return err
	}
	if _, arrived := j.ArrivedAt(row.Place); persons > 0 {
		row.Road++
		row.Persons += persons
	} else if arrived {
		row.Arrived++
	}
	switch answered, promised := j.BoundFor(row.Place); {
	case promised:
		row.Promised++
	case answered:
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
