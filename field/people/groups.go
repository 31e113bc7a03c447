// SPDX-License-Identifier: Apache-2.0

package people

import (
	"slices"
	"strings"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// MaxGroups bounds how many groups a household is of.
const MaxGroups = 8

// SayGroups records for which groups, of those that protection names in its decisions on safety, a household wants them to count: a decision
// that a village or a road is not safe for such a group then stands against this household going there. It is said in private and by the
// household's own wish, is not collected by default, is shown on no page, and goes when the household is forgotten. Household is
// whose.
type SayGroups struct {
	Household id.ID
	Groups    []string // as protection names them; empty takes back what was said
	Private   bool     // asked in private; otherwise it is refused
}

// Act is the act of recording how people are kept safe.
func (SayGroups) Act() access.Act { return access.PeopleContact }

// Decide records the groups in place of those that stood.
func (c SayGroups) Decide(tx *desk.Tx) error {
	const op = "people.SayGroups"
	if !c.Private {
		return fault.New(op, fault.Blocked, "people.groups_in_private", nil)
	}
	h, err := desk.Must(tx, HouseholdStory, c.Household)
	if err != nil {
		return err
	}
	var groups []string
	for _, g := range c.Groups {
		if g = strings.ToLower(strings.TrimSpace(g)); g != "" && !slices.Contains(groups, g) {
			groups = append(groups, g)
		}
	}
	if len(groups) > MaxGroups {
		return fault.New(op, fault.Invalid, "people.too_many_groups", fault.Args{"max": MaxGroups})
	}
	d := groupsSaid.DraftFor(c.Household, c.Household, clock.NoDay, none, groupsWords{groups})
	return tx.Record(d.Replacing("groups", h.Groups.Seen()))
}
