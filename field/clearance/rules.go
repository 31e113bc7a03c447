// SPDX-License-Identifier: Apache-2.0

package clearance

import (
	"strings"

	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
)

const maxWords = 1000 // bytes of UTF-8

// about refuses a clearance of somebody who does not belong to the subject, and a medical one of a whole household: each is examined alone.
func about(k *journey.Case, s *programme.Step, person id.ID) error {
	if !person.IsZero() {
		_, err := k.Member(person)
		return err
	}
	if s.Medical() && len(k.Members) > 0 {
		return fault.New("clearance.State", fault.Invalid, "clearance.of_each", nil)
	}
	return nil
}

// mayState refuses a medical clearance by anybody who is not let into the medical compartment of the caseload.
func mayState(tx *desk.Tx, s *programme.Step) error {
	if !s.Medical() || LetIn(tx.By(), tx.Scope(), tx.Today()) {
		return nil
	}
	return fault.New("clearance.State", fault.NotAllowed, "clearance.medical_only", nil)
}

// LetIn reports whether somebody may state a medical clearance in a caseload: a grant has let them into its medical compartment.
func LetIn(by access.Actor, scope access.Scope, today clock.Day) bool {
	return access.May(by, access.ClearanceRecord, access.Scope{Caseload: scope.Caseload, Compartment: access.Medical}, today) == nil
}

// sound refuses what cannot be so, and, of a medical clearance, what the general compartment must not hold.
func (c State) sound(s *programme.Step, today clock.Day) error {
	const op = "clearance.State"
	if s.Medical() && (c.From.Known() || c.Words.Reason != "" || c.Words.Document != "" || len(c.Words.Answers) > 0) {
		return fault.New(op, fault.Invalid, "clearance.medical_words", nil)
	}
	switch {
	case !s.Medical() && !c.Fit && strings.TrimSpace(c.Words.Reason) == "":
		return fault.New(op, fault.Invalid, "clearance.reason_missing", nil)
	case c.Until.Known() && c.Until < max(c.From, today):
		return fault.New(op, fault.Invalid, "clearance.ended", nil)
	case len(c.Words.Reason) > maxWords || len(c.Words.Document) > maxWords:
		return fault.New(op, fault.Invalid, "clearance.too_long", fault.Args{"bytes": maxWords})
	}
	return nil
}

// replaced names the facts that a new statement replaces: those that stand about the same people, and where all are cleared, what cleared one of
// them before. A refusal of one stands until it is taken back for that one, and what holds now until what is to follow it begins.
func (c State) replaced(j *journey.Journey, today clock.Day) []journal.Ref {
	var refs []journal.Ref
	for _, m := range j.Standing(c.Step, programme.Fit, programme.NotFit) {
		cleared, ofAll := m.State == programme.Fit, m.By.IsZero() || m.Value == programme.OfAll
		same := ofAll && c.Person.IsZero() || !ofAll && m.By == c.Person
		if (same || c.Person.IsZero() && c.Fit && cleared) && !(cleared && c.Fit && c.From.Known() && c.From > max(today, m.FirstDay().Or(m.Day))) {
			refs = append(refs, m.Ref)
		}
	}
	return refs
}
