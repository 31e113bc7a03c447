// SPDX-License-Identifier: Apache-2.0

package movement

import (
	"cmp"
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/register"
)

// ArrivalRow is a household that left and of whom nobody has confirmed the arrival.
//
// Journey and Step say whose and which leaving; Household is theirs, Card the number on its card ("" for none). Left is the day
// they left, Persons how many are on the road, and Who they are. ReachedOn is the day they were last looked for, NoDay where nobody
// has yet.
type ArrivalRow struct {
	Journey   id.ID     `class:"open"`
	Step      string    `class:"open"`
	Household id.ID     `class:"open"`
	Card      string    `class:"personal"`
	Trip      id.ID     `class:"open"` // zero by their own means
	Left      clock.Day `class:"open"`
	Persons   int       `class:"open"`
	Stopped   bool      `class:"open"` // their trip was stopped on the road
	Reached   Outcome   `class:"open"` // by their own means: what came of looking for them last; "" where nobody has yet
	ReachedOn clock.Day `class:"open"`
	Who       []TravellerRow
}

// TravellerRow is somebody on the road, and how they may safely be reached: who calls them asks first. Person is their id, Given
// and Family their names; Contact is empty where nobody said how they may be reached.
type TravellerRow struct {
	Person        id.ID  `class:"open"`
	Given         string `class:"personal"`
	Family        string `class:"personal"`
	ContactStated bool   `class:"personal"` // somebody said how they may safely be reached
	Contact       people.ContactRow
}

// OnTheRoadTo lists the households on the road to a place, by trip or by their own means: when its safety is withdrawn, they are
// stopped or turned back before anyone else is told. It is also the list of arrivals to confirm.
func OnTheRoadTo(scope access.Scope, place id.ID) desk.Query[[]ArrivalRow] {
	return desk.Query[[]ArrivalRow]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) ([]ArrivalRow, error) {
		var rows []ArrivalRow
		err := eachDestined(r, place, func(of id.ID, j *journey.Journey) error {
			row, err := onRoad(r, of, j, place)
			if err == nil && row.Persons > 0 {
				rows = append(rows, row)
			}
			return err
		})
		slices.SortStableFunc(rows, func(a, b ArrivalRow) int { return cmp.Compare(a.Left, b.Left) })
		return rows, err
	}}
}

// eachDestined calls f for every journey with a choice of, or a promise at, a place.
func eachDestined(r *desk.Reader, place id.ID, f func(id.ID, *journey.Journey) error) error {
	return eachFound(r, journey.ByDestined, place[:], f)
}

// eachFound calls f for every journey in a list under a key.
func eachFound(r *desk.Reader, list register.List, key []byte, f func(id.ID, *journey.Journey) error) error {
	ids, err := r.Find(list, key, maxOnTrip)
	if err != nil {
		return err
	}
	for _, of := range ids {
		j, err := desk.Read(r, journey.Story, of)
		if err != nil {
			return err
		}
		if err := f(of, j.State); err != nil {
			return err
		}
	}
	return nil
}

// onRoad reads who of a journey is on the road to a place. Members are read only where somebody may be.
func onRoad(r *desk.Reader, of id.ID, j *journey.Journey, place id.ID) (ArrivalRow, error) {
	row := ArrivalRow{Journey: of, Household: j.Subject}
	for _, step := range j.RoadSteps() {
		g, err := groupOf(source{r}, of, j, step)
		if err != nil {
			return row, err
		}
		for _, m := range g.riders {
			if m.seat.State == programme.Departed && m.seat.Place == place {
				row.Step, row.Trip, row.Left = step, m.seat.Trip, m.seat.Day
				row.Persons++
				row.Who = append(row.Who, travellerOf(m.Someone))
			}
		}
	}
	if row.Persons == 0 {
		return row, nil
	}
	if err := row.halted(r, j); err != nil {
		return row, err
	}
	h, err := desk.Read(r, people.HouseholdStory, j.Subject)
	row.Card = h.State.Card
	r.Looked(j.Subject)
	return row, err
}

func travellerOf(m people.Someone) TravellerRow {
	names := m.Person.Names.Value()
	contact, stated := m.Person.Reached()
	return TravellerRow{Person: m.ID, Given: names.Given, Family: names.Family, ContactStated: stated, Contact: contact}
}

// halted notes whether the trip was stopped, or what came of looking for those who travel by their own means.
func (row *ArrivalRow) halted(r *desk.Reader, j *journey.Journey) error {
	if row.Trip.IsZero() {
		if last, looked := lookedFor(j, row.Step, row.Left); looked {
			row.Reached, row.ReachedOn = Outcome(last.Value), last.Day
		}
		return nil
	}
	t, err := desk.Read(r, Story, row.Trip)
	row.Stopped = t.State.Status == Stopped
	return err
}

// ReadyRow is a household that may travel and stands on no load.
//
// Journey and Step say which way and which leaving; Household is theirs, Card the number on its card ("" for none). Site is where
// they live now, Persons how many would travel.
type ReadyRow struct {
	Journey   id.ID  `class:"open"`
	Step      string `class:"open"`
	Household id.ID  `class:"open"`
	Card      string `class:"personal"`
	Site      id.ID  `class:"personal"`
	Persons   int    `class:"open"`
	Infants   int    `class:"open"` // who may sit on a lap
	NoShow    bool   `class:"open"` // did not come to an earlier trip
	AskAgain  int    `class:"open"` // how many are still to be asked, each in private, whether they are still willing

	TravelBy clock.Day `class:"open"` // the day on which the first of the clearances ends that they need; NoDay where none does
}

// ReadyFor lists the households that may travel to a place today and stand on no load: whom the next trip can take. Those whose clearances end first
// are first.
func ReadyFor(scope access.Scope, place id.ID, route string) desk.Query[[]ReadyRow] {
	return desk.Query[[]ReadyRow]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) ([]ReadyRow, error) {
		var rows []ReadyRow
		err := eachDestined(r, place, func(of id.ID, j *journey.Journey) error {
			if alone, err := nobodyFollows(r, j); alone || err != nil {
				return err
			}
			row, ready, err := readyRow(r, of, place, route)
			if err == nil && ready {
				rows = append(rows, row)
			}
			return err
		})
		slices.SortStableFunc(rows, func(a, b ReadyRow) int { return firstToEnd(a.TravelBy, b.TravelBy) })
		return rows, err
	}}
}

// nobodyFollows reports whether a household has left, and everybody who lives in it with it.
func nobodyFollows(r *desk.Reader, j *journey.Journey) (bool, error) {
	if !j.Left() {
		return false, nil
	}
	ids, err := r.Find(people.MembersOf, j.Subject[:], maxMembers)
	return !slices.ContainsFunc(ids, func(m id.ID) bool { return !j.HasLeft(m) }), err
}

func readyRow(r *desk.Reader, of, place id.ID, route string) (row ReadyRow, ready bool, err error) {
	way, err := journey.Take(r, of)
	if err != nil {
		return row, false, err
	}
	for _, step := range way.Pathway.Steps {
		if step.Verb.Name != "move" {
			continue
		}
		k, err := way.Following(step.ID)
		if err != nil {
			return row, false, err
		}
		if riding(k, step.ID) {
			continue
		}
		s, err := mayTravel(k, step.ID, place, route, source{r})
		if err != nil {
			if refused(err) {
				continue
			}
			return row, false, err
		}
		h, err := desk.Read(r, people.HouseholdStory, k.Journey.Subject)
		if err != nil {
			return row, false, err
		}
		r.Looked(k.Journey.Subject)
		row = ReadyRow{Journey: of, Step: step.ID, Household: k.Journey.Subject, Card: h.State.Card, Site: k.Site,
			Persons: len(k.Members), AskAgain: len(s.Members), TravelBy: travelBy(clearancesOf(k, step))}
		var p party
		for _, m := range k.Members {
			p.add(m, r.Today())
		}
		row.Infants = min(p.infants, p.adults)
		_, row.NoShow = k.Journey.Last(step.ID, programme.NoShow)
		return row, true, nil
	}
	return row, false, nil
}

// riding reports whether anyone of a case holds a seat at a step.
func riding(k *journey.Case, step string) bool {
	return slices.ContainsFunc(k.Members, func(m people.Someone) bool { return SeatOf(k.Journey, step, m.ID).Riding() })
}

// AskRow is one adult whom the screen before departure asks in private. It says who was asked lately, so that nobody is asked twice, and
// never what anybody answered: once somebody has said no, each of the household is to be asked like whoever was not asked yet.
// Person is their id, Given and Family their names; Asked says that there is an answer which still counts.
type AskRow struct {
	Person id.ID  `class:"personal"`
	Given  string `class:"personal"`
	Family string `class:"personal"`
	Asked  bool   `class:"personal"`
}

// AskAgainList lists the adults of a household for the screen that asks each in private.
func AskAgainList(scope access.Scope, of id.ID, step string) desk.Query[[]AskRow] {
	return desk.Query[[]AskRow]{Act: access.PeopleLook, Scope: scope, Run: func(r *desk.Reader) ([]AskRow, error) {
		k, err := take(r, of, step)
		if err != nil {
			return nil, err
		}
		s, err := k.At(step, "move")
		if err != nil {
			return nil, err
		}
		r.Looked(k.Journey.Subject)
		var rows []AskRow
		open := somebodyUnwilling(k, step)
		for _, m := range k.Adults() {
			answer, asked := lastWord(k.Journey, step, m.ID)
			names := m.Person.Names.Value()
			rows = append(rows, AskRow{Person: m.ID, Given: names.Given, Family: names.Family,
				Asked: asked && !open && !answer.Withdrawn && !slices.Contains(s.Members, m.ID)})
		}
		return rows, nil
	}}
}

// somebodyUnwilling reports whether an adult's last word at a step was no.
func somebodyUnwilling(k *journey.Case, step string) bool {
	return slices.ContainsFunc(k.Adults(), func(m people.Someone) bool {
		last, asked := lastWord(k.Journey, step, m.ID)
		return asked && last.Withdrawn
	})
}

// lastWord returns what a person said last when asked again; a no is one that was taken back.
func lastWord(j *journey.Journey, step string, person id.ID) (journey.Mark, bool) {
	for i := len(j.Marks) - 1; i >= 0; i-- {
		if m := j.Marks[i]; m.Step == step && m.State == programme.Willing && m.By == person {
			return m, true
		}
	}
	return journey.Mark{}, false
}

// NoShowRow is a household of whom somebody did not come to a trip. Journey and Step say whose and which leaving; Household is
// theirs, Card the number on its card ("" for none).
type NoShowRow struct {
	Journey   id.ID  `class:"open"`
	Step      string `class:"open"`
	Household id.ID  `class:"open"`
	Card      string `class:"personal"`
	Persons   int    `class:"open"` // who did not come
}

// NoShows lists the households of a trip of whom somebody did not come: they are looked for, and nothing is held against them.
func NoShows(scope access.Scope, trip id.ID) desk.Query[[]NoShowRow] {
	return desk.Query[[]NoShowRow]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) ([]NoShowRow, error) {
		_, groups, err := tripRead(r, trip)
		if err != nil {
			return nil, err
		}
		var rows []NoShowRow
		for _, g := range groups {
			row := NoShowRow{Journey: g.id, Step: g.step, Household: g.journey.Subject}
			for _, m := range g.riders {
				if m.seat.State == programme.NoShow {
					row.Persons++
				}
			}
			if row.Persons == 0 {
				continue
			}
			h, err := desk.Read(r, people.HouseholdStory, g.journey.Subject)
			if err != nil {
				return nil, err
			}
			row.Card = h.State.Card
			r.Looked(g.journey.Subject)
			rows = append(rows, row)
		}
		return rows, nil
	}}
}
