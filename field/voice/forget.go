// SPDX-License-Identifier: Apache-2.0

package voice

import (
	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/referral"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

// ForgetComplaint has a Complaint in the open forgotten, on this copy now and on every other when it hears of it: what was said, answered and written about it goes, its ways end, and
// nothing is left but that it was counted. It is done because who complained asks for it, and in the same way, so that nobody can tell the two apart, where it
// was moved into the sealed lane; to whom it was handed is asked to give it up (referral.Recall). Done again, it does what is left.
type ForgetComplaint struct{ Complaint id.ID }

// Act is the act of answering complaints.
func (ForgetComplaint) Act() access.Act { return access.VoiceAnswer }

// Owners is the complaint.
func (c ForgetComplaint) Owners() []id.ID { return []id.ID{c.Complaint} }

// Decide ends its ways, takes its name, and records the erasure; the desk carries it out. Faults: NotFound subjects.not_known; Conflict voice.forgotten.
func (c ForgetComplaint) Decide(tx *desk.Tx) error {
	if _, err := subjects.Must(tx, c.Complaint, ComplaintKind); err != nil {
		return err
	}
	gone, err := people.IsForgotten(tx, c.Complaint)
	if err == nil && gone {
		err = fault.New("voice.ForgetComplaint", fault.Conflict, "voice.forgotten", nil)
	}
	if err == nil {
		err = referral.Recall(tx, c.Complaint)
	}
	if err == nil {
		err = journey.EndForgotten(tx, c.Complaint)
	}
	if err == nil {
		err = subjects.Unname(tx, c.Complaint, ComplaintKind)
	}
	if err != nil {
		return err
	}
	return tx.Record(register.Erase(c.Complaint, clock.NoDay, register.ErasureAsked))
}
