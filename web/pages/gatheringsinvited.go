// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"

	"safar/desk"
	"safar/field/gathering"
	"safar/field/journey"
)

// addInvited puts those who were invited on the roll as not there, until somebody ticks who of them was. Whose attendance is recorded already, or who was called by
// their card, does not stand there twice.
func (e *errand) addInvited(sheet *rollSheet) error {
	if sheet.plan.IsZero() {
		return nil
	}
	invited, err := ask(e, "task.listen", gathering.InvitedTo(e.scope, sheet.plan, desk.Part{Limit: mostCalled}))
	for _, r := range invited {
		called := slices.ContainsFunc(sheet.lines, func(c *rollLine) bool { return c.household == r.Household.ID })
		if err != nil || called || slices.Contains(sheet.ways, r.Journey) || len(sheet.lines) >= mostCalled {
			continue
		}
		var line *rollLine
		if line, err = e.lineOf(journey.HouseholdRow{Household: r.Household}, sheet.of.Kind); line == nil {
			continue
		}
		line.journey, line.step, line.invited = r.Journey, r.Step, true
		sheet.lines, sheet.invited = append(sheet.lines, line), sheet.invited+1
	}
	return err
}
