// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"cmp"
	"slices"

	"safar/desk"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// DueRow is a follow-up visit that is due: what the office owes a household.
type DueRow struct {
	Household people.Row // as lists of households show it
	Journey   id.ID      `class:"open"`     // the way
	Step      string     `class:"open"`     // of the verb check
	Programme string     `class:"open"`     // its id
	Place     id.ID      `class:"personal"` // where they live now, as far as the way knows
	Due       clock.Day  `class:"open"`     // the day of the visit; today or past
}

// VisitsDue lists the visits of some households that are due by today, the oldest first. It opens no file.
func VisitsDue(scope access.Scope, households []id.ID) desk.Query[[]DueRow] {
	return desk.Query[[]DueRow]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) ([]DueRow, error) {
		var rows []DueRow
		for _, of := range households {
			ways, err := r.Find(BySubject, of[:], 20)
			for _, way := range ways {
				if err == nil {
					rows, err = appendDue(r, rows, of, way)
				}
			}
			if err != nil {
				return nil, err
			}
		}
		slices.SortStableFunc(rows, func(a, b DueRow) int { return cmp.Compare(a.Due, b.Due) })
		return rows, nil
	}}
}

func appendDue(r *desk.Reader, rows []DueRow, household, way id.ID) ([]DueRow, error) {
	c, err := Take(r, way)
	if fault.Is(err, fault.Undecidable) {
		return rows, nil // of a programme that is not here yet
	}
	if err != nil {
		return rows, err
	}
	for i := range c.Standing.Steps {
		s := &c.Standing.Steps[i]
		if s.Step.Verb.Name != "check" || s.Status == programme.Done || !s.Due.Known() || s.Due > r.Today() {
			continue
		}
		row := DueRow{Journey: way, Step: s.Step.ID, Programme: c.Pathway.Programme.ID, Place: c.Journey.Destination(), Due: s.Due}
		if row.Household, err = people.ReadRow(r, household, c.Members); err != nil {
			return rows, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}
