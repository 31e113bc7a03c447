// SPDX-License-Identifier: Apache-2.0

package movement

import (
	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// whySaid is why somebody said where people are, or are not. It is sealed with the key of whom it concerns, and goes with it.
type whySaid struct {
	Why string `cbor:"1,keyasint,omitempty"`
}

// drafting writes what happens to people of a journey on a trip as a fact of one kind.
type drafting func(way id.ID, day clock.Day, c carried) journal.Draft

// notOn writes that people were not on a trip, and why. The owner is whom it concerns: no word about who was forgotten is kept any more, but where
// people are is said of them too.
func notOn(tx *desk.Tx, owner id.ID, why string) (drafting, error) {
	gone, err := people.IsForgotten(tx, owner)
	return func(way id.ID, day clock.Day, c carried) journal.Draft {
		c.Said = true
		if gone {
			return turnedBack.Draft(way, day, c)
		}
		return turnedBack.DraftFor(way, owner, day, c, whySaid{why})
	}, err
}

// Filled reads why somebody said that people were not on a trip, or that an arrival was confirmed by mistake.
func Filled(f *journal.Fact) (journey.FilledIn, error) {
	why, err := turnedBack.PersonOf(f)
	if why == nil && err == nil {
		why, err = arrivalTakenBack.PersonOf(f)
	}
	if why == nil {
		return journey.FilledIn{}, err
	}
	return journey.FilledIn{Why: why.Why}, err
}

// SaidOffRow is who was said not to have been on a trip. Household is theirs, Card the number on its card ("" for none); Names are those of the one
// person it was said of, "" where it was the household. Day is on which it was said; Why is "" once it was forgotten, or where nobody was asked for it.
type SaidOffRow struct {
	Household id.ID     `class:"open"`
	Card      string    `class:"personal"`
	Names     string    `class:"personal"`
	Day       clock.Day `class:"open"`
	Why       string    `class:"personal"`
}

// saidOff lists who was said not to have been on a trip.
func saidOff(r *desk.Reader, trip id.ID) (rows []SaidOffRow, err error) {
	ways, err := source{r}.on(trip)
	for _, way := range ways {
		if err != nil {
			return nil, err
		}
		rows, err = offOf(r, trip, way, rows)
	}
	return rows, err
}

// offOf adds those of one way.
func offOf(r *desk.Reader, trip, way id.ID, rows []SaidOffRow) ([]SaidOffRow, error) {
	j, err := source{r}.journey(way)
	if err != nil {
		return nil, err
	}
	for i := range j.Marks {
		if m := &j.Marks[i]; m.Link == trip && saidNotOn(m) {
			row, err := offRow(r, j.Subject)
			if err == nil {
				err = row.say(r, way, m)
			}
			if err != nil {
				return nil, err
			}
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// saidNotOn reports whether a mark says that people were not on a trip: such a mark alone among those of seats says who wrote it.
func saidNotOn(m *journey.Mark) bool { return m.State == programme.Unloaded && !m.Author.IsZero() }

// offRow begins the row of a household, and notes the look.
func offRow(r *desk.Reader, of id.ID) (SaidOffRow, error) {
	h, err := desk.Read(r, people.HouseholdStory, of)
	r.Looked(of)
	return SaidOffRow{Household: of, Card: h.State.Card}, err
}

// say puts into the row of whom a mark says it, when, and why.
func (row *SaidOffRow) say(r *desk.Reader, way id.ID, m *journey.Mark) error {
	row.Day = m.Day
	if !m.By.IsZero() {
		p, err := desk.Read(r, people.PersonStory, m.By)
		if err != nil {
			return err
		}
		row.Names = p.State.Names.Value().String()
	}
	facts, err := r.Facts(journey.Story.Name(), way)
	for _, f := range facts {
		if err == nil && f.Ref() == m.Ref {
			var in journey.FilledIn
			in, err = Filled(f)
			row.Why = in.Why
		}
	}
	return err
}
