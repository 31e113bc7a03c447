// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Approve says yes to a list, as the second pair of eyes. Digest is that of the lines the approver saw standing (Standing of ListToApprove): if a
// line was stopped since, it is another and the approval is refused with how many, so that they look again. What is approved are the lines that
// still stand; one that was stopped stays stopped, and can only come back on another list (what a person stopped, once
// somebody has lifted the stop). List must be prepared, by somebody else. Day is when the approver said yes, NoDay for today, and
// not before the list was prepared.
type Approve struct {
	List   id.ID
	Digest [32]byte
	Day    clock.Day
}

// Act is the act of approving.
func (Approve) Act() access.Act { return access.PaymentApprove }

// Decide judges the list as it stands now and records the approval.
func (c Approve) Decide(tx *desk.Tx) error {
	const op = "payment.Approve"
	l, err := openList(tx, op, c.List)
	if err != nil {
		return err
	}
	if l.Status() != StatusPrepared {
		return wrongStatus(op, l)
	}
	if l.PreparedBy == tx.By().User {
		return fault.New(op, fault.NotAllowed, "payment.own_list", nil)
	}
	sum, _, err := sumUp(source{tx}, c.List, l, tx.By().User)
	switch {
	case err != nil:
		return err
	case sum.Lines != l.Prepared.Count:
		return fault.New(op, fault.Undecidable, "payment.list_incomplete", fault.Args{"here": sum.Lines, "count": l.Prepared.Count})
	case sum.Mine > 0:
		return fault.New(op, fault.NotAllowed, "payment.own_lines", fault.Args{"count": sum.Mine})
	case sum.Changed > 0:
		return fault.New(op, fault.Blocked, "payment.lines_changed", fault.Args{"count": sum.Changed}).WithHint("payment.lines_changed_hint")
	case sum.Digest != c.Digest:
		return fault.New(op, fault.Conflict, "payment.list_changed", fault.Args{"count": sum.Stopped}).WithHint("payment.list_changed_hint")
	case sum.Count == 0:
		return fault.New(op, fault.Blocked, "payment.nothing_left", nil)
	}
	d := listApproved.Draft(c.List, c.Day.Or(tx.Today()), approvedResidue{sum.Digest, sum.Count, sum.Total})
	if d.Day < l.Day {
		return fault.New(op, fault.Invalid, "payment.day_before", fault.Args{"day": l.Day.String()})
	}
	return tx.Record(d.Replacing("approval", l.Approvals.Seen()))
}

// Summary is a list as its lines stand now.
type Summary struct {
	Lines   int      `class:"open"` // that were ever put on it
	Count   int      `class:"open"` // that stand: neither stopped nor delivered nor returned
	Total   int64    `class:"open"` // of those that stand, minor units
	Digest  [32]byte `class:"open"` // of those that stand
	Stopped int      `class:"open"` // stopped since the list was prepared
	Changed int      `class:"open"` // whose household has chosen another collector since: to be stopped and listed anew
	Mine    int      `class:"open"` // whose amount was stated, or whose building was inspected, by the one who asks
}

// sumUp reads every line of a list.
func sumUp(src source, list id.ID, l *List, by id.ID) (s Summary, placed []Placed, err error) {
	journeys, err := src.on(list)
	if err != nil {
		return s, nil, err
	}
	var standing []Placed
	for _, of := range journeys {
		j, err := src.journey(of)
		if err != nil {
			return s, nil, err
		}
		for _, p := range PlacedOn(of, j, list) {
			s.Lines++
			placed = append(placed, p)
			if p.State == programme.Stopped {
				s.Stopped++
			}
			if p.State != programme.Listed {
				continue
			}
			standing = append(standing, p)
			s.Total += p.Total
			if p.OwedBy == by || inspected(j, by) {
				s.Mine++
			}
			same, err := asListed(src, j, of, list, l.Prepared.Currency, p)
			if err != nil {
				return s, nil, err
			}
			if !same {
				s.Changed++
			}
		}
	}
	s.Count, s.Digest = len(standing), digestOf(standing)
	return s, placed, nil
}

// asListed reports whether a line is still what the list says: the amounts, and who collects it, as listed or confirmed since.
func asListed(src source, j *journey.Journey, of, list id.ID, currency string, p Placed) (bool, error) {
	c, err := chosen(src, j)
	now := p.Mark
	if p.Now != "" {
		now = p.Now
	}
	return err == nil && lineMark(list, of, p.Step, currency, p.Amounts, c) == now, err
}

// Reject sends a list back before it is approved. Its lines stay owed and may be listed anew. List must be prepared and not
// approved; Reason must be given, in words that name nobody. Day is NoDay for today.
type Reject struct {
	List   id.ID
	Reason string
	Day    clock.Day
}

// Act is the act of rejecting.
func (Reject) Act() access.Act { return access.PaymentReject }

// Decide records the rejection, and gives the book back what was set aside.
func (c Reject) Decide(tx *desk.Tx) error {
	const op = "payment.Reject"
	l, err := openList(tx, op, c.List)
	if err != nil {
		return err
	}
	if l.Status() != StatusPrepared {
		return wrongStatus(op, l)
	}
	if err := soundReason(op, c.Reason); err != nil {
		return err
	}
	day := c.Day.Or(tx.Today())
	if err := tx.Record(listRejected.Draft(c.List, day, rejectedResidue{c.Reason})); err != nil {
		return err
	}
	return giveBack(tx, l, c.List, day, -l.Prepared.Total)
}

// giveBack changes what the book has set aside for a list.
func giveBack(tx *desk.Tx, l *List, list id.ID, day clock.Day, by int64) error {
	if by == 0 {
		return nil
	}
	return tx.Record(setAside.Draft(BookID(l.Prepared.Programme, l.Prepared.Grant), day, setAsideResidue{list, by}))
}

// Send hands an approved list to the provider, with the money for the lines that stand. List must be approved; Day is when it was
// handed over, NoDay for today, and not before it was approved.
type Send struct {
	List id.ID
	Day  clock.Day
}

// Act is the act of sending.
func (Send) Act() access.Act { return access.PaymentSend }

// Decide records the handing over.
func (c Send) Decide(tx *desk.Tx) error {
	const op = "payment.Send"
	l, err := openList(tx, op, c.List)
	if err != nil {
		return err
	}
	if l.Status() != StatusApproved {
		return wrongStatus(op, l)
	}
	sum, _, err := sumUp(source{tx}, c.List, l, tx.By().User)
	if err != nil {
		return err
	}
	if sum.Count == 0 {
		return fault.New(op, fault.Blocked, "payment.nothing_left", nil)
	}
	d := listSent.Draft(c.List, c.Day.Or(tx.Today()), sentResidue{sum.Count, sum.Total})
	if a, _ := l.Approvals.Latest(); d.Day < a.Day {
		return fault.New(op, fault.Invalid, "payment.day_before", fault.Args{"day": a.Day.String()})
	}
	return tx.Record(d)
}

// openList reads a list whose grant is in this node's custody.
func openList(tx *desk.Tx, op string, list id.ID) (*List, error) {
	l, err := desk.Must(tx, ListStory, list)
	if err != nil {
		return nil, err
	}
	_, _, err = custody(tx, op, l.Prepared.Programme, l.Prepared.Grant)
	return l, err
}

func wrongStatus(op string, l *List) error {
	return fault.New(op, fault.Conflict, "payment.list_is_"+string(l.Status()), nil)
}
