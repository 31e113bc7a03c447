// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"strings"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// chosen returns whom a household has chosen to collect its money, as it stands; nobody where two choices stand. A person collects
// their own.
func chosen(src source, j *journey.Journey) (people.Collector, error) {
	if !j.OfHousehold() {
		return people.Collector{Person: j.Subject}, nil
	}
	h, err := src.household(j.Subject)
	if err != nil || h.Collector.Contested() {
		return people.Collector{}, err
	}
	return h.Collector.Value(), nil
}

// Deliver records that an amount was received: on an approved list, once, by the collector the household chose or their alternate; in cash only at a site, and on
// a day, of which a risk assessment says go, and where the programme asks for a witness on a sheet that says who it was. What was handed out before somebody
// stopped the table, or the list was planned elsewhere, is written down with its time of day, and always on a sheet: somebody else of the office sees it. A day's
// deliveries are handed to the desk together (desk.DoAll), a command each, so that one that is refused leaves the others standing.
type Deliver struct {
	Journey   id.ID     // of the household
	Step      string    // of the verb pay
	To        id.ID     // who received it
	Reference string    // of the receipt: the provider's number of the transfer, the line of the signature sheet
	Day       clock.Day // when it was received; NoDay for today

	Place  id.ID  // where it was handed out in cash; zero: where the list was planned last for the day
	Sheet  id.ID  // on which it was signed for, in cash
	Minute int    // when it was handed out, in minutes since midnight, where the table was stopped since; 0 otherwise
	Why    string // why it is written down only after that
}

// Act is the act of delivering.
func (Deliver) Act() access.Act { return access.PaymentDeliver }

// Decide judges the payment as it stands now and records that it was received.
func (c Deliver) Decide(tx *desk.Tx) error {
	const op = "payment.Deliver"
	k, err := journey.Take(tx, c.Journey)
	if err != nil {
		return err
	}
	s, err := k.At(c.Step, "pay")
	if err != nil {
		return err
	}
	line := LineOf(k.Journey, c.Step)
	if err := onList(op, &line); err != nil {
		return err
	}
	l, err := openList(tx, op, line.List)
	if err != nil {
		return err
	}
	if !l.Payable() {
		return wrongStatus(op, l)
	}
	if s.Status != programme.Waiting { // the choice it rests on lapsed, the village is not safe any more, …
		return k.Refusal(s)
	}
	day := c.Day.Or(tx.Today())
	if approval, _ := l.Approvals.Latest(); day < max(line.Last, approval.Day) {
		return fault.New(op, fault.Invalid, "payment.day_before", fault.Args{"day": max(line.Last, approval.Day).String()})
	}
	if err := c.allowed(tx, k, &line, l); err != nil {
		return err
	}
	if err := c.writtenLate(tx, day); err != nil {
		return err
	}
	site, err := c.siteOn(tx, l, day)
	if err != nil {
		return err
	}
	if err := c.sign(tx, k, l, line.List, CashDay{site, day}); err != nil {
		return err
	}
	from := FromOffice
	if len(l.Sent) > 0 {
		from = FromProvider
	}
	return tx.Record(delivered.DraftFor(c.Journey, k.Journey.Subject, day,
		deliveredResidue{c.Step, line.List, line.Total, from, ReferenceMark(line.List, c.Reference), site}, receipt{c.To, c.Reference}))
}

// onList refuses a payment that does not stand on a list.
func onList(op string, l *Line) error {
	switch {
	case !l.Begun:
		return fault.New(op, fault.Blocked, "payment.not_owed", fault.Args{"step": l.Step})
	case l.State == programme.Delivered:
		return fault.New(op, fault.Conflict, "payment.delivered_already", fault.Args{"step": l.Step})
	case l.State == programme.Stopped:
		return fault.New(op, fault.Blocked, "payment.stopped", fault.Args{"step": l.Step})
	case l.State != programme.Listed:
		return fault.New(op, fault.Blocked, "payment.not_listed", fault.Args{"step": l.Step})
	}
	return nil
}

// allowed refuses money to or from the wrong hands.
func (c Deliver) allowed(tx *desk.Tx, k *journey.Case, line *Line, l *List) error {
	const op = "payment.Deliver"
	src := source{tx}
	switch why, err := standsBack(src, k, line, tx.By().User); {
	case err != nil:
		return err
	case why != "":
		return heldError(op, why, c.Step)
	}
	collector, err := chosen(src, k.Journey)
	switch {
	case err != nil:
		return err
	case lineMark(line.List, c.Journey, c.Step, line.Currency, line.Amounts, collector) != line.Mark:
		return fault.New(op, fault.Blocked, "payment.collector_changed", fault.Args{"step": c.Step}).WithHint("payment.collector_changed_hint")
	case c.To.IsZero() || c.To != collector.Person && c.To != collector.Alternate:
		return fault.New(op, fault.Blocked, "payment.not_the_collector", nil)
	case c.To == tx.By().User:
		return fault.New(op, fault.NotAllowed, "payment.to_oneself", nil)
	case inspected(k.Journey, tx.By().User):
		return heldError(op, PaidByInspector, c.Step)
	case l.Prepared.Method != Cash && strings.TrimSpace(c.Reference) == "":
		return fault.New(op, fault.Invalid, "payment.reference_missing", nil)
	case len(c.Reference) > maxReference:
		return fault.New(op, fault.Invalid, "payment.too_long", fault.Args{"bytes": maxReference})
	}
	p, err := desk.Must(tx, people.PersonStory, c.To)
	if err == nil && !p.Alive() {
		err = fault.New(op, fault.Blocked, "payment.not_the_collector", nil)
	}
	return err
}

// Return records that an amount came back: given back by the household, or undelivered by the provider. It is owed as before, and may be
// put on another list, under the eyes of another approval. Journey and Step say which payment; Reason must be given and is
// forgotten with the household. Day is when it came back, NoDay for today.
type Return struct {
	Journey id.ID
	Step    string
	Reason  string
	Day     clock.Day
}

// Act is the act of delivering.
func (Return) Act() access.Act { return access.PaymentDeliver }

// Decide records the return.
func (c Return) Decide(tx *desk.Tx) error {
	const op = "payment.Return"
	line, k, err := unit(tx, op, c.Journey, c.Step)
	if err != nil {
		return err
	}
	l, err := desk.Get(tx, ListStory, line.List)
	if err != nil {
		return err
	}
	day := c.Day.Or(tx.Today())
	undelivered := line.State == programme.Listed && l.State.Payable() && len(l.State.Sent) > 0
	switch {
	case line.State != programme.Delivered && !undelivered:
		return fault.New(op, fault.Conflict, "payment.nothing_to_return", fault.Args{"step": c.Step})
	case soundReason(op, c.Reason) != nil:
		return soundReason(op, c.Reason)
	case day < line.Last:
		return fault.New(op, fault.Invalid, "payment.day_before", fault.Args{"day": line.Last.String()})
	}
	if _, _, err := custody(tx, op, l.State.Prepared.Programme, l.State.Prepared.Grant); err != nil {
		return err
	}
	from := FromOffice
	if len(l.State.Sent) > 0 {
		from = FromProvider
	}
	if err := tx.Record(returned.DraftFor(c.Journey, k.Subject, day, returnedResidue{c.Step, line.List, line.Total, from}, words{c.Reason})); err != nil {
		return err
	}
	if !l.State.Open() {
		return giveBack(tx, l.State, line.List, day, -line.Total)
	}
	return nil
}

// Settle says what becomes of an amount that two offices delivered: it stays with the household, who owe nothing. Until then, or until one of the
// two is given back, what else the household is owed is held. Journey and Step say which payment; Reason must be given and is
// forgotten with the household.
type Settle struct {
	Journey id.ID
	Step    string
	Reason  string
}

// Act is the act of releasing what is held.
func (Settle) Act() access.Act { return access.PaymentRelease }

// Decide records it; nobody settles what they delivered themselves.
func (c Settle) Decide(tx *desk.Tx) error {
	const op = "payment.Settle"
	line, k, err := unit(tx, op, c.Journey, c.Step)
	if err != nil {
		return err
	}
	if !k.Overpaid(c.Step) {
		return fault.New(op, fault.Conflict, "payment.not_paid_twice", fault.Args{"step": c.Step})
	}
	for _, m := range k.Standing(c.Step, programme.Delivered) {
		if m.Author == tx.By().User {
			return fault.New(op, fault.NotAllowed, "payment.own_delivery", nil)
		}
	}
	if err := soundReason(op, c.Reason); err != nil {
		return err
	}
	return tx.Record(settled.DraftFor(c.Journey, k.Subject, clock.NoDay, settledResidue{c.Step, line.Paid}, words{c.Reason}))
}

// unit reads one payment and its journey.
func unit(tx *desk.Tx, op string, journeyID id.ID, step string) (Line, *journey.Journey, error) {
	j, err := desk.Must(tx, journey.Story, journeyID)
	if err != nil {
		return Line{}, nil, err
	}
	line := LineOf(j, step)
	if !line.Begun {
		return line, j, fault.New(op, fault.Blocked, "payment.not_owed", fault.Args{"step": step})
	}
	return line, j, nil
}
