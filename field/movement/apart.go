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
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

// ApartRow is a household of which some have left and others have not: a family to be reunited, unless they themselves want it otherwise.
type ApartRow struct {
	Household people.Row // as lists of households show it
	Journey   id.ID      `class:"open"`     // of the household
	Step      string     `class:"open"`     // of the verb move
	Gone      int        `class:"open"`     // living members who have left
	Behind    int        `class:"open"`     // and who have not
	Place     id.ID      `class:"personal"` // where those who left went
	Since     clock.Day  `class:"open"`     // the day the first of them left
}

// parted is the list of ways of which somebody left by themselves.
var parted = register.List{Name: "journeys_parted"}

// mostParted is more than there are.
const mostParted = 1 << 24

// Every program that moves people finds them.
var _ = journey.Story.Also(func(j *journey.Journey, add register.Adder) {
	if slices.ContainsFunc(j.Marks, partedMark) {
		add(parted, []byte{1})
	}
})

// ApartFamilies lists the households of which some have left and others have not, those longest apart first. It reads those of whom somebody left
// by themselves.
func ApartFamilies(scope access.Scope) desk.Query[[]ApartRow] {
	return desk.Query[[]ApartRow]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) ([]ApartRow, error) {
		ways, err := r.Find(parted, []byte{1}, mostParted)
		var rows []ApartRow
		for _, of := range ways {
			if err == nil {
				rows, err = appendApart(r, rows, of)
			}
		}
		slices.SortStableFunc(rows, func(a, b ApartRow) int { return cmp.Compare(a.Since, b.Since) })
		return rows, err
	}}
}

// partedMark reports whether a mark says that one person left by themselves.
func partedMark(m journey.Mark) bool {
	return !m.Withdrawn && !m.By.IsZero() && (m.State == programme.Departed || m.State == programme.Arrived)
}

func appendApart(r *desk.Reader, rows []ApartRow, of id.ID) ([]ApartRow, error) {
	k, err := journey.Take(r, of)
	if fault.Is(err, fault.Undecidable) {
		return rows, nil // of a programme that is not here yet
	}
	if err != nil {
		return rows, err
	}
	for _, step := range k.Pathway.Steps {
		seats := seatsOf(k, step)
		row := ApartRow{Journey: of, Step: step.ID, Since: clock.NoDay}
		for _, s := range seats {
			if !s.Gone {
				row.Behind++
				continue
			}
			row.Gone++
			if row.Place = s.Place; !row.Since.Known() || s.Day < row.Since {
				row.Since = s.Day
			}
		}
		if row.Gone == 0 || row.Behind == 0 {
			continue
		}
		if row.Household, err = people.ReadRow(r, k.Journey.Subject, k.Members); err != nil {
			return rows, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// MemberSeat is where a member of a household that travels apart is.
type MemberSeat struct {
	Person    id.ID     `class:"open"`      // a living member of the household
	Gone      bool      `class:"personal"`  // has left
	Day       clock.Day `class:"personal"`  // when; only where Gone
	Place     id.ID     `class:"personal"`  // where to; only where Gone
	WordGiven bool      `class:"sensitive"` // said themselves that the household parts
	WordDay   clock.Day `class:"sensitive"` // when; only where WordGiven
}

// seatsOf returns where each living member is on a step of leaving; nothing on other steps.
func seatsOf(k *journey.Case, step *programme.Step) (seats []MemberSeat) {
	if step.Verb.Name != "move" {
		return nil
	}
	for _, m := range k.Members {
		seat := SeatOf(k.Journey, step.ID, m.ID)
		s := MemberSeat{Person: m.ID, Gone: seat.Gone()}
		if s.Gone {
			s.Day, s.Place = seat.Day, seat.Place
		}
		for _, mark := range k.Journey.Standing(step.ID, programme.Agreed) {
			if mark.By == m.ID && mark.Value == apart {
				s.WordGiven, s.WordDay = true, mark.Day
			}
		}
		seats = append(seats, s)
	}
	return seats
}

// ApartSheet is one household on its way, for who helps its members to leave apart, or to follow. Destination is the place that
// is promised or that all chose, zero before; Seats are those of all living members.
type ApartSheet struct {
	Household   id.ID `class:"open"`     // whose way it is
	Destination id.ID `class:"personal"` // see journey.Case.ToldDestination
	Seats       []MemberSeat
}

// Apart tells where each member of the household of a journey is, and notes the look.
func Apart(scope access.Scope, way id.ID, step string) desk.Query[ApartSheet] {
	return desk.Query[ApartSheet]{Act: access.PeopleLook, Scope: scope, Run: func(r *desk.Reader) (ApartSheet, error) {
		k, err := journey.Take(r, way)
		if err != nil {
			return ApartSheet{}, err
		}
		s := k.Pathway.Step(step)
		if s == nil || s.Verb.Name != "move" {
			return ApartSheet{}, fault.New("movement.Apart", fault.NotFound, "journey.no_such_step", fault.Args{"step": step, "verb": "move"})
		}
		r.Looked(k.Journey.Subject)
		return ApartSheet{Household: k.Journey.Subject, Destination: k.ToldDestination(), Seats: seatsOf(k, s)}, nil
	}}
}
