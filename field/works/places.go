// SPDX-License-Identifier: Apache-2.0

package works

import (
	"cmp"
	"slices"
	"strings"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// PlaceRow is how far the houses of one place have come with one milestone.
type PlaceRow struct {
	Place   id.ID  `class:"open"` // where the houses stand
	Step    string `class:"open"` // the milestone
	None    int    `class:"open"` // of households that have left for it, and for which it is: nothing was reported
	Waiting int    `class:"open"` // reported, and not inspected
	Failed  int    `class:"open"` // inspected, not passed, and not reported again
	Passed  int    `class:"open"` // inspected, and passed
	Overdue int    `class:"open"` // of those that wait: for so many days that it is the office's failure
}

// ByPlace counts the milestones of the households that have left, by the place they went to, and what is built for others before they leave; an inspection is overdue after so many days. It reads what the register keeps of every journey, some 2 µs each.
func ByPlace(scope access.Scope, days int) desk.Query[[]PlaceRow] {
	return desk.Query[[]PlaceRow]{Act: access.WorksList, Scope: scope, Run: func(r *desk.Reader) ([]PlaceRow, error) {
		var rows []PlaceRow
		at := map[PlaceRow]int{}
		err := eachBuilt(r, func(b builtWay, m Milestone, s *programme.Step) {
			if b.place.IsZero() || !b.left && s.When == nil {
				return
			}
			key := PlaceRow{Place: b.place, Step: s.ID}
			i, known := at[key]
			if !known {
				i = len(rows)
				at[key] = i
				rows = append(rows, key)
			}
			rows[i].count(m)
			if s.Inspected && m.Waiting() && int(r.Today()-m.ReportedOn) >= days {
				rows[i].Overdue++
			}
		})
		return rows, err
	}}
}

func (row *PlaceRow) count(m Milestone) {
	switch {
	case m.Times == 0:
		row.None++
	case m.Waiting():
		row.Waiting++
	case m.State == programme.Passed:
		row.Passed++
	default:
		row.Failed++
	}
}

// HouseRow is the house of one household, with each of its milestones. Journey and Household say whose; Household is zero and Card
// "" outside the part that is shown. Milestones stand in the order of the pathway.
type HouseRow struct {
	Journey    id.ID  `class:"open"`
	Household  id.ID  `class:"open"`
	Card       string `class:"personal"`
	Plot       int    `class:"open"` // number of the plot; 0 for none
	Milestones []MilestoneAt
}

// MilestoneAt is one milestone of one house. Step is its id. ReportedOn is the day it was last reported, NoDay for never; Defects
// are those of the last inspection, ids of the field's words.
type MilestoneAt struct {
	Step       string    `class:"open"`
	State      string    `class:"open"` // "", reported, passed, failed
	ReportedOn clock.Day `class:"open"`
	Defects    []string  `class:"open"`
	Open       bool      `class:"open"` // it can be reported today
}

// HousesAt lists the houses of a place, by plot, for those who inspect (works.list) or report (works.report), as doing says. Whose they are is told,
// and looked at, of the part that is shown.
func HousesAt(doing access.Act, scope access.Scope, place id.ID, shown desk.Part) desk.Query[[]HouseRow] {
	return desk.Query[[]HouseRow]{Act: doing, Scope: scope, Run: func(r *desk.Reader) ([]HouseRow, error) {
		ids, err := r.Find(journey.ByDestined, place[:], 100_000)
		if err != nil {
			return nil, err
		}
		var rows []HouseRow
		whose := newWhose(r.Today())
		for _, of := range ids {
			row, listed, err := houseRow(r, whose, of, place)
			if err != nil {
				return nil, err
			}
			if listed {
				if err := row.judge(r); err != nil {
					return nil, err
				}
				rows = append(rows, row)
			}
		}
		slices.SortStableFunc(rows, func(a, b HouseRow) int { return cmp.Or(cmp.Compare(a.Plot, b.Plot), strings.Compare(a.Card, b.Card)) })
		desk.Show(r, rows, shown, func(h *HouseRow) id.ID { return h.Household }, func(h *HouseRow) { h.Card, h.Household = "", id.ID{} })
		return rows, nil
	}}
}

// houseRow is the house of a household that has left for a place, or for which something is built there before it leaves.
func houseRow(r *desk.Reader, whose whose, of, place id.ID) (row HouseRow, listed bool, err error) {
	j, err := desk.Read(r, journey.Story, of)
	if err != nil || j.State.Destination() != place {
		return row, false, err
	}
	if !j.State.Left() {
		if is, err := whose.ahead(r, j.State); !is || err != nil {
			return row, false, err
		}
	}
	h, err := desk.Read(r, people.HouseholdStory, j.State.Subject)
	if err != nil {
		return row, false, err
	}
	row = HouseRow{Journey: of, Household: j.State.Subject, Card: h.State.Card}
	for _, room := range j.State.Room() {
		if room.Place == place {
			row.Plot = room.Unit
		}
	}
	return row, true, nil
}

// judge says how far each milestone has come, and which can be reported today.
func (row *HouseRow) judge(r *desk.Reader) error {
	k, err := journey.Take(r, row.Journey)
	if err != nil {
		return err
	}
	for i := range k.Standing.Steps {
		s := &k.Standing.Steps[i]
		if s.Step.Verb.Name != "build" {
			continue
		}
		m := MilestoneOf(k.Journey, s.Step.ID)
		at := MilestoneAt{Step: s.Step.ID, ReportedOn: m.ReportedOn, Defects: strings.Fields(m.Defects)}
		if m.Times > 0 {
			at.State = m.State.String()
		}
		at.Open = !m.Waiting() && (s.Status == programme.Ready || s.Status == programme.Waiting || s.Status == programme.Lapsed)
		row.Milestones = append(row.Milestones, at)
	}
	return nil
}
