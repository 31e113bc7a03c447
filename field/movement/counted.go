// SPDX-License-Identifier: Apache-2.0

package movement

import (
	"cmp"
	"slices"

	"safar/desk"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// LoadCount is what somebody counted by hand on one load of a Trip, on paper or on their fingers: on the Load of that number were Persons, of whom Children looked younger than
// eighteen, and Unlisted stood on no list. Day and At are when it was written down, By whom.
type LoadCount struct {
	Trip     id.ID       `cbor:"1,keyasint"`
	Load     int         `cbor:"2,keyasint"`
	Persons  int         `cbor:"3,keyasint"`
	Children int         `cbor:"4,keyasint,omitempty"`
	Unlisted int         `cbor:"5,keyasint,omitempty"`
	Day      clock.Day   `cbor:"6,keyasint"`
	At       clock.Stamp `cbor:"7,keyasint"`
	By       id.ID       `cbor:"8,keyasint"`
}

// CountsAt is the list of counts under their trip.
var CountsAt = register.List{Name: "counts_at_trip"}

// CountStory is the kind of story of a count: each stays, also where it is counted again.
var CountStory = register.NewKind("load_count", func(c *LoadCount, add register.Adder) { add(CountsAt, c.Trip[:]) })

type countResidue struct {
	Trip     id.ID `cbor:"1,keyasint"`
	Load     int   `cbor:"2,keyasint"`
	Persons  int   `cbor:"3,keyasint"`
	Children int   `cbor:"4,keyasint,omitempty"`
	Unlisted int   `cbor:"5,keyasint,omitempty"`
}

var loadCounted = register.NewFact(CountStory, "movement.load_counted", 1, func(c *LoadCount, f *journal.Fact, r countResidue, _ *register.None) {
	*c = LoadCount{r.Trip, r.Load, r.Persons, r.Children, r.Unlisted, f.Day, f.At, f.Author}
})

// CountLoad writes down what was counted on a load: it boards nobody and takes nobody off, and what does not agree with the list stays to be seen. Trip and Load say where; Persons,
// Children and Unlisted are as in LoadCount.
type CountLoad struct {
	Trip     id.ID
	Load     int
	Persons  int
	Children int
	Unlisted int
}

// Act is the act of boarding.
func (CountLoad) Act() access.Act { return access.MovementBoard }

// Decide records it. Faults: Invalid movement.count_no_load, movement.count_unclear.
func (c CountLoad) Decide(tx *desk.Tx) error {
	const op = "movement.CountLoad"
	t, err := desk.Must(tx, Story, c.Trip)
	switch {
	case err != nil:
		return err
	case !slices.ContainsFunc(t.Loads.Value(), func(v Vehicle) bool { return v.Number == c.Load }):
		return fault.New(op, fault.Invalid, "movement.count_no_load", nil)
	case c.Persons < 0 || c.Persons > 10*MaxSeats || c.Children < 0 || c.Unlisted < 0 || c.Children > c.Persons || c.Unlisted > c.Persons:
		return fault.New(op, fault.Invalid, "movement.count_unclear", nil)
	}
	of, err := tx.NewID()
	if err != nil {
		return err
	}
	return tx.Record(loadCounted.Draft(of, clock.NoDay, countResidue(c)))
}

// CountRow holds what was counted on a load against the list. Load is its number; Listed are those who boarded it by the list, ListedChildren the children among them, and
// AgeUnknown those of whom nobody knows; Waiting hold a seat on it and did not board. Counted says whether somebody counted, last on Day: Persons, Children, and Unlisted who stand on no list.
type CountRow struct {
	Load           int       `class:"open"`
	Listed         int       `class:"open"`
	ListedChildren int       `class:"open"`
	AgeUnknown     int       `class:"open"`
	Waiting        int       `class:"open"`
	Counted        bool      `class:"open"`
	Day            clock.Day `class:"open"`
	Persons        int       `class:"open"`
	Children       int       `class:"open"`
	Unlisted       int       `class:"open"`
}

// Agrees reports whether as many were counted as the list and those on no list make, and as many children, as far as ages are known.
func (c CountRow) Agrees() bool {
	children := c.Children - c.ListedChildren
	return c.Persons == c.Listed+c.Unlisted && children >= 0 && children <= c.AgeUnknown+c.Unlisted
}

// CountsOf holds the last count of each load of a trip against its list. It opens the files of everyone on it, as the manifest does.
func CountsOf(scope access.Scope, trip id.ID) desk.Query[[]CountRow] {
	return desk.Query[[]CountRow]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) (rows []CountRow, err error) {
		sheet, err := ManifestOf(scope, trip).Run(r)
		if err != nil {
			return nil, err
		}
		for _, l := range sheet.Loads {
			row := CountRow{Load: l.Number, Day: clock.NoDay}
			for _, line := range sheet.Lines {
				for _, p := range line.Persons {
					row.list(p)
				}
			}
			rows = append(rows, row)
		}
		counts, err := countsAt(r, trip)
		for _, c := range counts {
			if i := slices.IndexFunc(rows, func(row CountRow) bool { return row.Load == c.Load }); i >= 0 {
				rows[i].Counted, rows[i].Day, rows[i].Persons, rows[i].Children, rows[i].Unlisted = true, c.Day, c.Persons, c.Children, c.Unlisted
			}
		}
		return rows, err
	}}
}

// list counts somebody of the manifest on the load they are on.
func (c *CountRow) list(p ManifestEntry) {
	if p.Load != c.Load {
		return
	}
	switch p.State {
	case programme.Boarded, programme.Departed, programme.Arrived:
		c.Listed++
		if p.Age < 0 {
			c.AgeUnknown++
		} else if p.Age < adult {
			c.ListedChildren++
		}
	case programme.Loaded:
		c.Waiting++
	}
}

// adult is the age from which nobody is counted as a child.
const adult = 18

// countsAt returns the counts of a trip, the latest last.
func countsAt(r *desk.Reader, trip id.ID) (counts []LoadCount, err error) {
	all, err := r.Find(CountsAt, trip[:], mostCounts)
	for _, of := range all {
		if err != nil {
			return nil, err
		}
		c, wrong := desk.Read(r, CountStory, of)
		err, counts = wrong, append(counts, *c.State)
	}
	slices.SortStableFunc(counts, func(a, b LoadCount) int { return cmp.Compare(a.At, b.At) })
	return counts, err
}

// mostCounts bounds how often a trip is counted that a page looks at.
const mostCounts = 500
