// SPDX-License-Identifier: Apache-2.0

package movement

import (
	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

// Seats of a trip are given out by one office. Where two were handed it, because the one that had it went on from an old copy of its laptop, neither
// does: whoever plans trips decides, once both are seen (HandOver).

// ContestedTrips are the trips, not left yet, that two offices were handed unseen of one another.
var ContestedTrips = register.List{Name: "contradiction_trips"}

// contested reports whether two offices hold the trip, so that none gives out its seats.
func (t *Trip) contested() bool { return t.Status == Planned && t.Custodian.Contested() }

// HandOver gives custody of a trip's seats to another node: from then on people are put on its loads there. Where two nodes were handed it unseen of
// one another it says, at any that sees both, which has it from now on. Trip must not have left.
type HandOver struct {
	Trip id.ID
	To   id.ID // the node
}

// Act is the act of planning.
func (HandOver) Act() access.Act { return access.MovementPlan }

// Decide records the new custodian; only the present one hands over, and anybody where there are two.
func (c HandOver) Decide(tx *desk.Tx) error {
	t, err := plannedTrip(tx, c.Trip)
	if err != nil {
		return err
	}
	if err := t.mayRun(tx.Node().Node); err != nil && !t.contested() {
		return err
	}
	if c.To.IsZero() {
		return fault.New("movement.HandOver", fault.Invalid, "movement.node_missing", nil)
	}
	return tx.Record(tripHandedOver.Draft(c.Trip, clock.NoDay, handedOver{c.To}).Replacing(fieldCustodian, t.Custodian.Seen()))
}

// openTrip reads a trip that has not left and whose seats are given out here.
func openTrip(tx *desk.Tx, trip id.ID) (*Trip, error) {
	t, err := plannedTrip(tx, trip)
	if err != nil {
		return nil, err
	}
	return t, t.mayRun(tx.Node().Node)
}

// plannedTrip reads a trip that has not left.
func plannedTrip(tx *desk.Tx, trip id.ID) (*Trip, error) {
	t, err := desk.Must(tx, Story, trip)
	if err == nil && t.Status != Planned {
		err = fault.New("movement.openTrip", fault.Conflict, "movement.trip_is_over", fault.Args{"status": t.Status.String()})
	}
	return t, err
}

// mayRun refuses a node at which the seats of the trip are not given out.
func (t *Trip) mayRun(node id.ID) error {
	const op = "movement.openTrip"
	switch {
	case t.Custodian.Contested():
		return fault.New(op, fault.Blocked, "movement.custody_contested", nil).WithHint("movement.custody_contested_hint")
	case t.Custodian.Value() != node:
		return fault.New(op, fault.Blocked, "movement.custody_elsewhere", nil).WithHint("movement.custody_elsewhere_hint")
	}
	return nil
}

// ContestedRow is a trip that two offices hold. Trip is its id, Destination where it goes.
type ContestedRow struct {
	Trip        id.ID     `class:"open"`
	Origin      id.ID     `class:"open"` // zero where it is not said
	Destination id.ID     `class:"open"`
	Leaves      clock.Day `class:"open"` // the day it is to leave
}

// Contested lists the trips that two offices hold, for those who decide which of them runs each.
func Contested(scope access.Scope) desk.Query[[]ContestedRow] {
	return desk.Query[[]ContestedRow]{Act: access.MovementPlan, Scope: scope, Run: func(r *desk.Reader) (rows []ContestedRow, err error) {
		trips, err := r.Find(ContestedTrips, []byte{1}, maxOnTrip)
		for _, of := range trips {
			if err != nil {
				return nil, err
			}
			var t desk.Found[Trip]
			t, err = desk.Read(r, Story, of)
			rows = append(rows, ContestedRow{of, t.State.Origin, t.State.Destination, t.State.Leaves()})
		}
		return rows, err
	}}
}
