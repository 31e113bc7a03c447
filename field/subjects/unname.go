// SPDX-License-Identifier: Apache-2.0

package subjects

import (
	"safar/desk"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// Unname takes the name of a subject that is forgotten: it names nobody, and may still have been written by somebody who told of it. It is for a command that records
// the erasure.
func Unname(tx *desk.Tx, subject id.ID, kind string) error {
	s, err := Must(tx, subject, kind)
	if err != nil || s.Name.Value() == "" {
		return err
	}
	return tx.Record(subjectDescribed.Draft(subject, clock.NoDay, described{Fields: []string{fieldName}}).Replacing(fieldName, s.Name.Seen()))
}
