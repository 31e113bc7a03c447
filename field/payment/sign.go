// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"slices"
	"strings"

	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// sign records on which sheet an amount is signed for. It refuses cash that needs a sheet and has none, and a sheet that is of another list, day or
// table, that somebody has seen already, or that was witnessed by one of the collector's own.
func (c Deliver) sign(tx *desk.Tx, k *journey.Case, l *List, list id.ID, at CashDay) error {
	p, err := journey.ProgrammeInForce(tx, l.Prepared.Programme)
	if err != nil {
		return err
	}
	asks := p.Cash.Witness
	if l.Prepared.Method != Cash || len(l.Sent) > 0 {
		asks = "" // a provider pays, and its statement is compared with ours
	}
	switch {
	case c.Sheet.IsZero() && asks == "" && c.Minute == 0:
		return nil
	case c.Sheet.IsZero():
		return fault.New("payment.Deliver", fault.Blocked, "payment.sheet_missing", nil).WithHint("payment.sheet_missing_hint")
	}
	s, err := desk.Must(tx, SheetStory, c.Sheet)
	if err != nil {
		return err
	}
	if err := s.takes(tx, list, at, asks); err != nil {
		return err
	}
	if err := s.apart(source{tx}, k.Journey.Subject, c.To); err != nil {
		return err
	}
	if err := tx.Record(sheetSigned.Draft(c.Sheet, at.Day, SignedLine{c.Journey, c.Step, c.Minute})); err != nil {
		return err
	}
	return tx.Record(signed.DraftFor(c.Journey, k.Journey.Subject, at.Day, signedResidue{c.Step, c.Sheet, s.SeeBy, c.Minute}, words{c.Why}))
}

// writtenLate refuses a time of day that has not come yet, and one without a reason.
func (c Deliver) writtenLate(tx *desk.Tx, day clock.Day) error {
	const op = "payment.Deliver"
	switch {
	case c.Minute < 0 || c.Minute >= 24*60, day == tx.Today() && c.Minute > thisMinute(tx), day > tx.Today() && c.Minute > 0:
		return fault.New(op, fault.Invalid, "payment.hour_ahead", nil)
	case c.Minute > 0:
		return soundReason(op, c.Why)
	}
	return nil
}

// takes refuses a line of another list, day or table, one on a sheet that was seen, and a colleague's eyes where a programme asks for others.
func (s *SignedSheet) takes(tx *desk.Tx, list id.ID, at CashDay, asks string) error {
	const op = "payment.Deliver"
	switch status := s.Status(); {
	case s.By != tx.By().User:
		return fault.New(op, fault.NotAllowed, "payment.not_your_sheet", nil)
	case s.List != list || s.Day != at.Day:
		return fault.New(op, fault.Invalid, "payment.another_sheet", fault.Args{"day": s.Day.String()})
	case s.Place != at.Place:
		return fault.New(op, fault.Invalid, "payment.another_table", nil).WithHint("payment.another_table_hint")
	case status != SheetEmpty && status != SheetWaits:
		return fault.New(op, fault.Conflict, "payment.sheet_was_seen", nil).WithHint("payment.sheet_was_seen_hint")
	case asks == programme.WitnessAlways && !s.Witness.OnPaper():
		return fault.New(op, fault.Blocked, "payment.witness_needed", nil)
	}
	return nil
}

// SeeSheet says that a second person of the office has seen a signed sheet, or what differs on it from what was written down. They may be elsewhere, and later:
// a photograph will do. What differs is held until the one who is named settles it.
type SeeSheet struct {
	Sheet    id.ID  // not their own
	Differs  bool   // something is not as it was written down
	Words    string // what differs; names nobody
	Resolver id.ID  // the user who settles it
}

// Act is the act of countersigning.
func (SeeSheet) Act() access.Act { return access.PaymentCountersign }

// Decide judges whose eyes they are, and records their word.
func (c SeeSheet) Decide(tx *desk.Tx) error {
	const op = "payment.SeeSheet"
	s, err := desk.Must(tx, SheetStory, c.Sheet)
	if err != nil {
		return err
	}
	e := Eyes{Says: SheetSeen}
	switch {
	case !s.Open():
		return fault.New(op, fault.Conflict, "payment.sheet_is_"+string(s.Status()), nil)
	case s.own(tx.By().User):
		return fault.New(op, fault.NotAllowed, "payment.own_sheet", nil)
	case c.Differs:
		e = Eyes{Says: SheetDiffers, Resolver: c.Resolver, Words: c.Words}
		if err := differs(tx, s, e); err != nil {
			return err
		}
	case s.Status() == SheetStatus(SheetDiffers):
		return fault.New(op, fault.Conflict, "payment.sheet_is_differs", nil)
	}
	return s.say(tx, c.Sheet, e)
}

// own reports whether somebody's eyes were those of the one who pays, or of the member of a committee who witnessed.
func (s *SignedSheet) own(user id.ID) bool { return s.By == user || s.Witness.Member == user }

// differs judges what is said of a difference, and who is named to settle it.
func differs(tx *desk.Tx, s *SignedSheet, e Eyes) error {
	const op = "payment.SeeSheet"
	switch {
	case soundReason(op, e.Words) != nil:
		return soundReason(op, e.Words)
	case e.Resolver.IsZero():
		return fault.New(op, fault.Invalid, "payment.resolver_missing", nil)
	case s.own(e.Resolver):
		return fault.New(op, fault.NotAllowed, "payment.own_sheet", nil)
	}
	return nil
}

// say records a word on a sheet in place of those that its writer saw; what was seen, or settled, is noted on the way of each household.
func (s *SignedSheet) say(tx *desk.Tx, sheet id.ID, e Eyes) error {
	if err := tx.Record(sheetSeen.Draft(sheet, tx.Today(), e).Replacing(fieldEyes, s.Eyes.Seen())); err != nil || e.Says == SheetDiffers {
		return err
	}
	for _, l := range s.Lines {
		if err := tx.Record(seen.Draft(l.Journey, tx.Today(), seenResidue{l.Step, sheet})); err != nil {
			return err
		}
	}
	return nil
}

// SettleSheet says how it was with what differed on a sheet. Only who was named to settle it does, and never the one who pays. What was not handed out comes
// back by Return, line by line; nobody asks a household for anything.
type SettleSheet struct {
	Sheet id.ID  // of which something differs
	Words string // how it was; names nobody
}

// Act is the act of countersigning.
func (SettleSheet) Act() access.Act { return access.PaymentCountersign }

// Decide records it.
func (c SettleSheet) Decide(tx *desk.Tx) error {
	const op = "payment.SettleSheet"
	s, err := desk.Must(tx, SheetStory, c.Sheet)
	switch {
	case err != nil:
		return err
	case s.Status() != SheetStatus(SheetDiffers):
		return fault.New(op, fault.Conflict, "payment.sheet_is_"+string(s.Status()), nil)
	case s.own(tx.By().User):
		return fault.New(op, fault.NotAllowed, "payment.own_sheet", nil)
	case s.says().Resolver != tx.By().User:
		return fault.New(op, fault.NotAllowed, "payment.another_resolves", nil)
	case soundReason(op, c.Words) != nil:
		return soundReason(op, c.Words)
	}
	return s.say(tx, c.Sheet, Eyes{Says: SheetSettled, Words: strings.TrimSpace(c.Words)})
}

// unseen counts the sheets of a list at which somebody still has to look.
func unseen(tx *desk.Tx, list id.ID) (n int, err error) {
	sheets, err := tx.Find(SheetsOf, list[:])
	for _, of := range slices.Compact(sheets) {
		s, err := desk.Must(tx, SheetStory, of)
		if err != nil {
			return n, err
		}
		if s.Open() {
			n++
		}
	}
	return n, err
}
