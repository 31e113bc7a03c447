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

// Two offices that do not see each other can have somebody leave a household, and leave the site with it. Both stand: the person lives in another
// household, and is on the road with the old one. Until somebody says how it was they are on the lists of those with whom they are said to have left
// (manifest, who is stopped or turned back, arrivals), and on the start page of who can say it. Nobody is lost.

// unseen returns those who are on the road on a journey, as its departures say, and belong to another household whose ways do not know it.
func unseen(s source, j *journey.Journey, step string, members []people.Someone) (found []people.Someone, err error) {
	for _, left := range j.OnRoad(step) {
		of := left.ID
		if left.Elsewhere || slices.ContainsFunc(members, func(m people.Someone) bool { return m.ID == of }) {
			continue // they are looked for with those with whom they left first
		}
		p, err := s.person(of)
		if err != nil {
			return nil, err
		}
		if !p.Alive() || len(p.SameAs.Standing) > 0 || len(p.Household.Standing) == 0 {
			continue
		}
		known, err := knownThere(s, j, p, of, step)
		if err != nil {
			return nil, err
		}
		if !known {
			found = append(found, people.Someone{ID: of, Person: p})
		}
	}
	return found, nil
}

// knownThere reports whether a way of a household in which a person lives knows of each departure by which they are on the road here.
func knownThere(s source, here *journey.Journey, p *people.Person, of id.ID, step string) (bool, error) {
	for _, home := range p.Household.Standing {
		ways, err := s.ways(home.Value.Household)
		if err != nil {
			return false, err
		}
		for _, way := range ways {
			j, err := s.journey(way)
			if err != nil {
				return false, err
			}
			if len(here.UnknownTo(j, step, of)) == 0 {
				return true, nil
			}
		}
	}
	return false, nil
}

// UnseenRow is somebody who is on the road with the people of one household, and lives in another.
//
// Step is the leaving, Left its day; Person is their id, Given and Family their names. Card is the number on the card of the
// household in which they live, "" for none.
type UnseenRow struct {
	Journey   id.ID     `class:"open"` // of those with whom they are said to have left
	Step      string    `class:"open"`
	Person    id.ID     `class:"open"`
	Given     string    `class:"personal"`
	Family    string    `class:"personal"`
	Household id.ID     `class:"open"` // in which they live
	Card      string    `class:"personal"`
	Trip      id.ID     `class:"open"` // zero by their own means
	Place     id.ID     `class:"open"` // where to
	Left      clock.Day `class:"open"`
}

// Unseen lists those who are on the road with a household that they had left, as two offices wrote that did not see each other: for who says
// how it was (SayHow). It is a look at each of them.
func Unseen(scope access.Scope) desk.Query[[]UnseenRow] {
	return desk.Query[[]UnseenRow]{Act: access.MovementConfirmArrival, Scope: scope, Run: func(r *desk.Reader) (rows []UnseenRow, err error) {
		err = eachUnseen(r, func(way id.ID, j *journey.Journey, step string, m people.Someone) error {
			row, err := unseenRow(r, way, j, step, m)
			rows = append(rows, row)
			return err
		})
		return rows, err
	}}
}

// UnseenCount is how many people are on the road with a household that they had left. It names nobody.
type UnseenCount struct {
	Persons int `class:"open"` // each once for every way on which they are said to be
}

// CountUnseen counts them, for the start page.
func CountUnseen(scope access.Scope) desk.Query[UnseenCount] {
	return desk.Query[UnseenCount]{Act: access.MovementConfirmArrival, Scope: scope, Run: func(r *desk.Reader) (c UnseenCount, err error) {
		err = eachUnseen(r, func(id.ID, *journey.Journey, string, people.Someone) error {
			c.Persons++
			return nil
		})
		return c, err
	}}
}

// eachUnseen calls f for each of them, with the journey on which they left.
func eachUnseen(r *desk.Reader, f func(way id.ID, j *journey.Journey, step string, m people.Someone) error) error {
	return journey.EachOnTheRoad(r, func(way id.ID) error { return unseenOn(r, way, f) })
}

func unseenOn(r *desk.Reader, way id.ID, f func(id.ID, *journey.Journey, string, people.Someone) error) error {
	src := source{r}
	j, err := src.journey(way)
	if err != nil {
		return err
	}
	members, err := src.members(j.Subject)
	if err != nil {
		return err
	}
	for _, step := range j.RoadSteps() {
		found, err := unseen(src, j, step, members)
		if err != nil {
			return err
		}
		for _, m := range found {
			if err := f(way, j, step, m); err != nil {
				return err
			}
		}
	}
	return nil
}

func unseenRow(r *desk.Reader, way id.ID, j *journey.Journey, step string, m people.Someone) (UnseenRow, error) {
	seat, names := SeatOf(j, step, m.ID), m.Person.Names.Value()
	row := UnseenRow{Journey: way, Step: step, Person: m.ID, Given: names.Given, Family: names.Family, Household: m.Person.Household.Value().Household,
		Trip: seat.Trip, Place: seat.Place, Left: seat.Day}
	h, err := desk.Read(r, people.HouseholdStory, row.Household)
	row.Card = h.State.Card
	r.Looked(row.Household)
	return row, err
}

// SayHow says how it was with somebody who is said to be on the road with a household that they had left: whether they travel with it. Who does
// stands from then on on the way of the household in which they live; who does not has not left. Step is the leaving and Person who
// is said to be on it; Travels says that they are. Reason must be given; it is kept of that person, and
// forgotten with them.
type SayHow struct {
	Journey id.ID // of those with whom they are said to have left
	Step    string
	Person  id.ID
	Travels bool
	Reason  string
}

// Act is the act of confirming an arrival: of saying where people are.
func (SayHow) Act() access.Act { return access.MovementConfirmArrival }

// Decide refuses where nothing contradicts itself, and writes what was said.
func (c SayHow) Decide(tx *desk.Tx) error {
	const op = "movement.SayHow"
	j, err := desk.Must(tx, journey.Story, c.Journey)
	if err != nil {
		return err
	}
	g, err := groupOf(source{tx}, c.Journey, j, c.Step)
	if err != nil {
		return err
	}
	lives := slices.ContainsFunc(g.members, func(m people.Someone) bool { return m.ID == c.Person })
	at := slices.IndexFunc(g.riders, func(r rider) bool { return r.ID == c.Person && r.seat.State == programme.Departed })
	switch {
	case at < 0 || lives:
		return fault.New(op, fault.Conflict, "movement.nothing_unseen", nil)
	case c.Reason == "":
		return fault.New(op, fault.Invalid, "movement.reason_missing", nil)
	case !c.Travels:
		draft, err := notOn(tx, c.Person, c.Reason)
		if err != nil {
			return err
		}
		return g.turnBack(tx, clock.NoDay, []id.ID{c.Person}, draft)
	}
	ways, err := journey.CarryAlong(tx, c.Journey, c.Person, c.Reason)
	if err == nil && ways == 0 {
		err = fault.New(op, fault.Blocked, "movement.no_way_there", nil).WithHint("movement.no_way_there_hint")
	}
	return err
}
