// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"maps"
	"slices"
	"strings"

	"safar/desk"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Reconcile compares a list with the statement of the one who paid, to the last minor unit: reference by reference. A reference that stands
// on several lines is compared by its sum. What differs is recorded; a later statement replaces an earlier one. List must be
// approved; Lines are at most ten times MaxLines, in any order. Day is when they were compared, NoDay for today.
type Reconcile struct {
	List  id.ID
	Lines []Stated
	Day   clock.Day
}

// Stated is one line of a statement.
type Stated struct {
	Reference string // as the statement writes it
	Amount    int64  // minor units
}

// Act is the act of reconciling.
func (Reconcile) Act() access.Act { return access.PaymentReconcile }

// Decide records what matches and what differs.
func (c Reconcile) Decide(tx *desk.Tx) error {
	const op = "payment.Reconcile"
	l, err := openList(tx, op, c.List)
	if err != nil {
		return err
	}
	if !l.Payable() {
		return wrongStatus(op, l)
	}
	if len(c.Lines) > 10*MaxLines {
		return fault.New(op, fault.Invalid, "payment.too_many_lines", fault.Args{"max": 10 * MaxLines})
	}
	_, placed, err := sumUp(source{tx}, c.List, l, tx.By().User)
	if err != nil {
		return err
	}
	d := listReconciled.Draft(c.List, c.Day.Or(tx.Today()), c.compare(placed))
	return tx.Record(d.Replacing("compared", l.Compared.Seen()))
}

// compare adds up both sides by reference.
func (c Reconcile) compare(placed []Placed) comparedResidue {
	var r comparedResidue
	sides := map[string]*Difference{}
	side := func(mark string) *Difference {
		if sides[mark] == nil {
			sides[mark] = &Difference{Mark: mark}
		}
		return sides[mark]
	}
	ours := map[string]bool{}
	for _, p := range placed {
		if p.State == programme.Delivered {
			side(p.Receipt).Delivered += p.Total
			r.Delivered += p.Total
			ours[p.Receipt] = true
		}
	}
	for _, s := range c.Lines {
		d := side(ReferenceMark(c.List, s.Reference))
		d.Stated += s.Amount
		r.Stated += s.Amount
		if !ours[d.Mark] {
			d.Reference = strings.TrimSpace(s.Reference)
		}
	}
	for _, mark := range slices.Sorted(maps.Keys(sides)) {
		if d := sides[mark]; d.Delivered == d.Stated {
			r.Matched++
		} else {
			r.Differences = append(r.Differences, *d)
		}
	}
	return r
}

// Close ends a list once it is reconciled. What was not delivered stays owed and may be listed anew; money that was left goes back
// to the grant. Differences that stay need a reason. List must be reconciled; Reason may be "" where nothing differs. Day is NoDay
// for today.
type Close struct {
	List   id.ID
	Reason string
	Day    clock.Day
}

// Act is the act of reconciling.
func (Close) Act() access.Act { return access.PaymentReconcile }

// Decide records the end.
func (c Close) Decide(tx *desk.Tx) error {
	const op = "payment.Close"
	l, err := openList(tx, op, c.List)
	if err != nil {
		return err
	}
	compared, done := l.Compared.Latest()
	if l.Status() != StatusReconciled || !done {
		return wrongStatus(op, l)
	}
	_, placed, err := sumUp(source{tx}, c.List, l, tx.By().User)
	if err != nil {
		return err
	}
	open, err := unseen(tx, c.List)
	if err != nil {
		return err
	}
	r := closing(l, placed)
	switch {
	case r.Delivered != compared.Delivered:
		return fault.New(op, fault.Conflict, "payment.reconcile_again", nil)
	case len(c.Reason) > maxReason:
		return soundReason(op, c.Reason)
	case open > 0:
		return fault.New(op, fault.Blocked, "payment.sheets_unseen", fault.Args{"count": open})
	case len(compared.Differences) > 0 && c.Reason == "":
		return fault.New(op, fault.Blocked, "payment.differences", fault.Args{"count": len(compared.Differences)})
	}
	r.Reason = c.Reason
	day := c.Day.Or(tx.Today())
	if err := tx.Record(listClosed.Draft(c.List, day, r)); err != nil {
		return err
	}
	return giveBack(tx, l, c.List, day, r.Delivered-l.Prepared.Total)
}

// closing adds up what became of the money of a list.
func closing(l *List, placed []Placed) closedResidue {
	var r closedResidue
	for _, s := range l.Sent {
		r.Left += s.Total
	}
	for _, p := range placed {
		switch {
		case p.State == programme.Delivered:
			r.Delivered += p.Total
			if p.From == FromProvider {
				r.Left -= p.Total
			}
		case p.Back > 0:
			r.Returned += p.Back
			if p.From == FromProvider {
				r.Left -= p.Back
			}
		}
	}
	return r
}
