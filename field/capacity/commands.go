// SPDX-License-Identifier: Apache-2.0

package capacity

import (
	"iter"
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/places"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// GrantCustody gives a caseload, on one node, the right to promise a range of units. It is a command of the commons: the same units are never
// granted to two caseloads, and what a node holds only that node hands on, to another node of the same caseload. Where two nodes granted the
// same units without seeing each other, a grant by somebody who sees both decides. Place and Kind say of what; From and To are the
// first and the last unit, from 1, both among those that the place offers. Caseload must be given.
type GrantCustody struct {
	Place    id.ID
	Kind     string
	From     int
	To       int
	Caseload id.ID
	Node     id.ID // zero is the one that writes
}

// Act is the act of giving a share of room.
func (GrantCustody) Act() access.Act { return access.CapacityQuota }

// Decide records the grant under the next fence.
func (c GrantCustody) Decide(tx *desk.Tx) error {
	const op = "capacity.GrantCustody"
	place, err := desk.MustCommons(tx, places.Story, c.Place)
	if err != nil {
		return err
	}
	if c.From < 1 || c.To < c.From || c.To > place.Units(c.Kind) {
		return fault.New(op, fault.Invalid, "capacity.range", fault.Args{"units": place.Units(c.Kind)})
	}
	if c.Caseload.IsZero() {
		return fault.New(op, fault.Invalid, "capacity.caseload_missing", nil)
	}
	q, err := desk.GetCommons(tx, QuotaStory, QuotaID(c.Place, c.Kind))
	if err != nil {
		return err
	}
	here := tx.Node().Node
	if err := c.mayGrant(q.State, here); err != nil {
		return err
	}
	if c.Node.IsZero() {
		c.Node = here
	}
	fence := uint64(1)
	for _, g := range q.State.Grants {
		fence = max(fence, g.Grant.Fence+1)
	}
	d := granted.Draft(q.ID, clock.NoDay, grantedResidue{c.Place, c.Kind, Grant{c.Node, c.From, c.To, fence, c.Caseload}})
	return tx.Record(d.Replacing(fieldGrants, q.State.overlapping(c.From, c.To)))
}

// mayGrant refuses units that are in other hands.
func (c GrantCustody) mayGrant(q *Quota, here id.ID) error {
	const op = "capacity.GrantCustody"
	unit, holder, is := q.against(c.Caseload, here, c.From, c.To)
	switch {
	case is && holder.Caseload != c.Caseload:
		return fault.New(op, fault.Conflict, "capacity.another_caseloads", fault.Args{"unit": unit})
	case is:
		return fault.New(op, fault.Blocked, "capacity.no_custody", fault.Args{"unit": unit})
	}
	return nil
}

// Promise promises a unit to a household: once, within custody, after its checks, while the choice it follows stands. Journey and
// Step say to whom; Place must be the one that they chose. Day is NoDay for today.
type Promise struct {
	Journey id.ID
	Step    string
	Place   id.ID
	Unit    int // from 1; 0 for the first that is free and was checked for them
	Day     clock.Day
}

// Act is the act of promising.
func (Promise) Act() access.Act { return access.CapacityPromise }

// Decide judges and records the promise.
func (c Promise) Decide(tx *desk.Tx) error {
	const op = "capacity.Promise"
	k, err := journey.Take(tx, c.Journey)
	if err != nil {
		return err
	}
	s, err := c.open(k)
	if err != nil {
		return err
	}
	if chosen := k.Journey.Destination(); chosen != c.Place {
		return fault.New(op, fault.Blocked, "capacity.not_the_chosen_place", nil)
	}
	if err := k.ForChildren(c.Place); err != nil {
		return err
	}
	kind := s.Step.RoomKind()
	unit, err := c.unit(tx, k, s.Step)
	if err != nil {
		return err
	}
	return tx.Record(promised.Draft(c.Journey, c.Day,
		roomResidue{Step: c.Step, State: programme.Promised, Place: c.Place, Unit: unit, Check: kind}))
}

// open refuses a promise where the step is not open, but for what the promise itself will give.
func (c Promise) open(k *journey.Case) (*programme.StepStanding, error) {
	if _, err := k.At(c.Step, "place"); err != nil {
		return nil, err
	}
	if rooms := k.Journey.Room(); slices.ContainsFunc(rooms, func(r journey.HeldRoom) bool { return r.Step == c.Step }) {
		return nil, fault.New("capacity.Promise", fault.Conflict, "capacity.promised_already", nil)
	}
	return k.Open(c.Step, "place", false)
}

// unit returns the unit that is promised: free, in this node's custody, and checked for this household.
func (c Promise) unit(tx *desk.Tx, k *journey.Case, s *programme.Step) (int, error) {
	const op = "capacity.Promise"
	kind := s.RoomKind()
	place, err := desk.MustCommons(tx, places.Story, c.Place)
	if err != nil {
		return 0, err
	}
	q, err := desk.GetCommons(tx, QuotaStory, QuotaID(c.Place, kind))
	if err != nil {
		return 0, err
	}
	var refused error = fault.New(op, fault.Blocked, "capacity.full", nil)
	for unit := range c.candidates(k, s, place.Units(kind)) {
		err := c.free(tx, place, q.State, kind, unit)
		if err == nil {
			err = soundlyChecked(tx, k, s, c.Place, unit)
		}
		if err == nil {
			return unit, nil
		}
		if refused = err; c.Unit != 0 || fault.KindOf(err) == fault.Internal {
			break
		}
	}
	return 0, refused
}

// candidates are the units that may be promised: the one that is asked for, or those that were checked for the household, or, where the
// programme asks for no checks, all.
func (c Promise) candidates(k *journey.Case, s *programme.Step, units int) iter.Seq[int] {
	if c.Unit != 0 {
		return slices.Values([]int{c.Unit})
	}
	if len(s.Checks) > 0 {
		return slices.Values(checkedUnits(k, s, c.Place))
	}
	return func(yield func(int) bool) {
		for unit := 1; unit <= units && yield(unit); unit++ {
		}
	}
}

func (c Promise) free(tx *desk.Tx, place *places.Place, q *Quota, kind string, unit int) error {
	const op = "capacity.Promise"
	if unit < 1 || unit > place.Units(kind) {
		return fault.New(op, fault.Invalid, "capacity.no_such_unit", fault.Args{"unit": unit})
	}
	switch g, _, contested := q.Holder(unit); {
	case contested:
		return fault.New(op, fault.Blocked, "capacity.custody_contested", fault.Args{"unit": unit}).WithHint("capacity.custody_contested_hint")
	case g.Node != tx.Node().Node || g.Caseload != tx.Scope().Caseload:
		return fault.New(op, fault.Blocked, "capacity.no_custody", fault.Args{"unit": unit})
	}
	taken, err := tx.Find(journey.ByRoom, journey.RoomKey(c.Place, kind, unit))
	if err != nil {
		return err
	}
	if len(taken) > 0 {
		return fault.New(op, fault.Conflict, "capacity.taken", fault.Args{"unit": unit})
	}
	return nil
}

// Release frees the room promised to a household: all of it, where two offices promised it one each. Journey and Step say whose;
// Day is NoDay for today.
type Release struct {
	Journey id.ID
	Step    string
	Day     clock.Day
}

// Act is the act of releasing.
func (Release) Act() access.Act { return access.CapacityRelease }

// Decide records the release of what is promised.
func (c Release) Decide(tx *desk.Tx) error {
	j, err := desk.Must(tx, journey.Story, c.Journey)
	if err != nil {
		return err
	}
	doubt := Undoubted(tx, j)
	if doubt != nil && fault.KeyOf(doubt) != PromisedTwice {
		return doubt
	}
	if j.Left() && doubt == nil && j.Settled() == nil { // a plot that two have been promised one of them must be able to leave
		return fault.New("capacity.Release", fault.Blocked, "capacity.they_have_gone_there", nil)
	}
	freed := 0
	for _, r := range j.Room() {
		if r.Step != c.Step {
			continue
		}
		freed++
		err := tx.Record(released.Draft(c.Journey, c.Day, roomResidue{Step: c.Step, State: programme.Released, Place: r.Place, Unit: r.Unit}))
		if err != nil {
			return err
		}
	}
	if freed == 0 {
		return fault.New("capacity.Release", fault.NotFound, "capacity.nothing_promised", nil)
	}
	return nil
}
