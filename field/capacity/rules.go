// SPDX-License-Identifier: Apache-2.0

package capacity

import (
	"safar/desk"
	"safar/field/journey"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// PromisedTwice is the key of the fault of a unit that two households were promised.
const PromisedTwice = "capacity.promised_twice"

// Undoubted refuses what rests on a unit that was promised to another household too, or that two nodes granted to two caseloads without seeing
// each other: a fault of kind Blocked under PromisedTwice. Payment and boarding are held until one promise is released.
func Undoubted(s desk.Source, j *journey.Journey) error {
	caseload := s.Scope().Caseload
	for _, room := range j.Room() {
		promised, err := desk.Listed(s, journey.ByRoom, journey.RoomKey(room.Place, room.Kind, room.Unit), 2)
		if err != nil {
			return err
		}
		q, err := desk.SeeCommons(s, QuotaStory, QuotaID(room.Place, room.Kind))
		if err != nil {
			return err
		}
		g, ok, contested := q.State.Holder(room.Unit)
		if len(promised) > 1 || contested && q.State.acrossCaseloads(room.Unit) || ok && g.Caseload != caseload {
			return fault.New("capacity.Undoubted", fault.Blocked, PromisedTwice, fault.Args{"unit": room.Unit}).WithHint("capacity.promised_twice_hint")
		}
	}
	return nil
}

// acrossCaseloads reports whether a unit was granted to two caseloads: neither sees what the other has promised.
func (q *Quota) acrossCaseloads(unit int) bool {
	var of id.ID
	for i := range q.Grants {
		s := &q.Grants[i]
		if !s.Grant.covers(unit) || q.replaced(s.Ref, unit) {
			continue
		}
		if !of.IsZero() && s.Grant.Caseload != of {
			return true
		}
		of = s.Grant.Caseload
	}
	return false
}
