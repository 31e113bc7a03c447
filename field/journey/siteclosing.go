// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"safar/desk"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// A site is not said to be closed over the heads of those who live there. The government may close it, and the day is written down with its decision
// (places.DecideClosure); its way ends as closed when nobody of this caseload is left there.

// endClosed is the end of a place's way that says that nobody lives there any more.
const endClosed = "closed"

// emptied refuses to end the way of a place as closed while somebody lives there; it says how many households.
func (c *Case) emptied(tx *desk.Tx, reason string) error {
	if reason != endClosed || programme.NatureOf(c.Journey.Kind) != programme.Place {
		return nil
	}
	households, err := tx.Find(people.BySite, c.Journey.Subject[:])
	if err != nil {
		return err
	}
	there := 0
	for _, home := range households {
		lives, err := livesThere(tx, home)
		if err != nil {
			return err
		}
		if lives {
			there++
		}
	}
	if there > 0 {
		return fault.New("journey.Close", fault.Blocked, "journey.people_live_there", fault.Args{"households": there}).WithHint("journey.people_live_there_hint")
	}
	return nil
}

// livesThere reports whether somebody of a household has not left it on any of its ways. Where nobody belongs to it any more, nobody does.
func livesThere(s desk.Source, household id.ID) (bool, error) {
	members, err := people.Members(s, household)
	if err != nil {
		return false, err
	}
	ways, err := desk.Listed(s, BySubject, household[:], maxWays)
	if err != nil {
		return false, err
	}
	gone := map[id.ID]bool{}
	for _, way := range ways {
		j, err := desk.See(s, Story, way)
		if err != nil {
			return false, err
		}
		for _, m := range members {
			gone[m.ID] = gone[m.ID] || j.State.HasLeft(m.ID)
		}
	}
	for _, m := range members {
		if !gone[m.ID] {
			return true, nil
		}
	}
	return false, nil
}
