// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"slices"

	"safar/desk"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// endsForgotten are the reasons with which the way of something ends that is forgotten, the first of them that its programme names: who asks what became of it is told that others have it, which
// is not false of what was moved elsewhere, and tells of nothing that was taken back.
var endsForgotten = []string{"passed_on", "withdrawn"}

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
		reason := endsForgotten[0]
		if n := len(s.Step.Reasons); n > 0 {
			reason = s.Step.Reasons[n-1]
		}
		for _, r := range slices.Backward(endsForgotten) {
			if slices.Contains(s.Step.Reasons, r) {
				reason = r
			}
		}
		return tx.Record(closed.Draft(c.ID, clock.NoDay, happened{Step: s.Step.ID, State: programme.Closed, Value: reason}))
	}
	return nil
}
