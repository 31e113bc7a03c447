// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"slices"

	"safar/desk"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// withdrawnEnd is the reason with which the way of something ends that is forgotten, where its programme names it.
const withdrawnEnd = "withdrawn"

// EndForgotten ends every way of something that is no household and is forgotten: nothing waits there for anybody any more. It is for a command that records
// its erasure; what it records has no words of anybody.
func EndForgotten(tx *desk.Tx, subject id.ID) error {
	ways, err := tx.Find(BySubject, subject[:])
	for _, of := range ways {
		if err != nil {
			return err
		}
		var c *Case
		if c, err = Take(tx, of); err == nil {
			err = c.endForgotten(tx)
		}
	}
	return err
}

func (c *Case) endForgotten(tx *desk.Tx) error {
	for i := range c.Standing.Steps {
		s := &c.Standing.Steps[i]
		if s.Step.Verb.Name != "close" || s.Status == programme.Done {
			continue
		}
		reason := withdrawnEnd
		if n := len(s.Step.Reasons); n > 0 && !slices.Contains(s.Step.Reasons, reason) {
			reason = s.Step.Reasons[n-1]
		}
		return tx.Record(closed.Draft(c.ID, clock.NoDay, happened{Step: s.Step.ID, State: programme.Closed, Value: reason}))
	}
	return nil
}
