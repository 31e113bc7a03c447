// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"slices"

	"safar/desk"
	"safar/field/programme"
	"safar/kernel/id"
)

// Hosts reports whether a household receives others, or has begun to become one that does: it walks a way on which room is offered, and has not ended it.
// Whoever receives stands in for nobody and answers for nobody (docs/protection.md, "Hosts and detention").
func Hosts(s desk.Source, household id.ID) (bool, error) {
	ways, err := desk.Listed(s, BySubject, household[:], maxWays)
	for _, of := range ways {
		c, err := open(s, of)
		if err != nil {
			return false, err
		}
		if !c.Journey.Ended() && slices.ContainsFunc(c.Pathway.Steps, func(s *programme.Step) bool { return s.Offers }) {
			return true, nil
		}
	}
	return false, err
}
