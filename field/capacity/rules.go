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

// held is what is known of one promised unit.
type held struct {
	promised []id.ID // the journeys of this caseload that it is promised to
	quota    *Quota
}

// Undoubted refuses what rests on a unit that was promised to another household too, or that two nodes granted to two caseloads without seeing
// each other: a fault of kind Blocked under PromisedTwice. Payment and boarding are held until one promise is released.
func Undoubted(tx *desk.Tx, j *journey.Journey) error {
	return undoubted(tx.Scope().Caseload, j, func(r journey.HeldRoom) (h held, err error) {
		if h.promised, err = tx.Find(journey.ByRoom, journey.RoomKey(r.Place, r.Kind, r.Unit)); err != nil {
			return h, err
		}
		q, err := desk.GetCommons(tx, QuotaStory, QuotaID(r.Place, r.Kind))
		h.quota = q.State
		return h, err
	})
}

// UndoubtedRead is Undoubted for a query.
func UndoubtedRead(r *desk.Reader, j *journey.Journey) error {
	return undoubted(r.Scope().Caseload, j, func(room journey.HeldRoom) (h held, err error) {
		if h.promised, err = r.Find(journey.ByRoom, journey.RoomKey(room.Place, room.Kind, room.Unit), 2); err != nil {
			return h, err
		}
		q, err := desk.ReadCommons(r, QuotaStory, QuotaID(room.Place, room.Kind))
		h.quota = q.State
		return h, err
	})
}

func undoubted(caseload id.ID, j *journey.Journey, of func(journey.HeldRoom) (held, error)) error {
	for _, room := range j.Room() {
		h, err := of(room)
		if err != nil {
			return err
		}
		g, ok, contested := h.quota.Holder(room.Unit)
		if len(h.promised) > 1 || contested && h.quota.acrossCaseloads(room.Unit) || ok && g.Caseload != caseload {
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
