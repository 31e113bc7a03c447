// SPDX-License-Identifier: Apache-2.0

package pledging

import (
	"safar/desk"
	"safar/field/journey"
	"safar/kernel/access"
	"safar/kernel/clock"
)

// SayElsewhere writes down what binds a case to States, as an office does that has not read what another wrote.
type SayElsewhere Say

// Act is the act of planning.
func (SayElsewhere) Act() access.Act { return access.CapacityPlan }

// Decide records it beside what was said before.
func (c SayElsewhere) Decide(tx *desk.Tx) error {
	k, err := journey.Take(tx, c.Journey)
	if err != nil {
		return err
	}
	return tx.Record(said.DraftFor(TiesID(c.Journey), k.Journey.Subject, clock.NoDay, journeyResidue{c.Journey}, c.Are))
}
