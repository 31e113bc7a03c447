// SPDX-License-Identifier: Apache-2.0

package choice

import (
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/journal"
)

// childRows are the children for each of whom the authority decides. While there is no choice that all share, those who do not speak with each adult are
// told of no decision: beside the answers it could say that they differ.
func childRows(r *desk.Reader, c *journey.Case, s *programme.StepStanding, speaks bool) ([]ChildRow, error) {
	var rows []ChildRow
	for _, child := range c.Separated() {
		row := ChildRow{Person: child.ID, Name: child.Person.Names.Value().String(), Ask: slices.Contains(s.Children, child.ID),
			Decision: Decision{Day: clock.NoDay}}
		var err error
		if row.Forgotten, err = people.IsForgotten(r, child.ID); err != nil {
			return nil, err
		}
		marks := decidedFor(c.Journey, s.Step.ID, child.ID)
		hidden := !speaks && s.Value == ""
		row.Ask = row.Ask || hidden
		if len(marks) > 0 && !hidden {
			last := marks[len(marks)-1]
			if row.Decision, err = decisionOf(r, c, last); err != nil {
				return nil, err
			}
			row.Contested = slices.ContainsFunc(marks, func(m journey.Mark) bool { return m.Value != last.Value || m.Place != last.Place })
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// decisionOf reads a decision of the child-protection authority: that for children alone, or for one child.
func decisionOf(r *desk.Reader, c *journey.Case, m journey.Mark) (Decision, error) {
	out := Decision{Day: clock.NoDay}
	facts, err := r.Facts(journey.Story.Name(), c.ID)
	i := slices.IndexFunc(facts, func(f *journal.Fact) bool { return f.Ref() == m.Ref })
	if err != nil || i < 0 {
		return out, err
	}
	said, _, err := bestInterests.ResidueOf(facts[i])
	if err != nil {
		return out, err
	}
	out = Decision{Made: true, Heard: !m.Authority.IsZero(), Option: m.Value, Place: m.Place, Guardian: m.Guardian, Authority: said.Authority, Day: m.Day}
	words, err := bestInterests.PersonOf(facts[i])
	if words != nil {
		out.Officer = words.Officer
	}
	return out, err
}
