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
	"safar/kernel/id"
)

// ConcernedRow is a household that has chosen a place, or was promised room there, and has not left.
type ConcernedRow struct {
	Journey   id.ID  `class:"open"`
	Household id.ID  `class:"open"`
	Card      string `class:"personal"`
	Site      id.ID  `class:"personal"`
	Persons   int    `class:"open"`
	Promised  bool   `class:"open"` // room is promised there
	Trip      id.ID  `class:"open"` // on whose load they stand; zero for none
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
	row := ConcernedRow{Journey: of, Household: j.Subject}
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
