// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"fmt"
	"maps"
	"math"
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

// Entrust gives one node custody of a grant in a caseload, with a share of the grant's ceiling: what it may put on lists. A zero node is
// the one that writes. Once given, only the node that holds the custody hands it on, so that two never pay at once. Shares of several
// caseloads are for the programme manager to add up: scopes do not read each other. Programme and Grant are ids, of a programme in
// force; Node is the one that pays from then on.
type Entrust struct {
	Programme string
	Grant     string
	Node      id.ID
	Share     int64 // minor units; 0 for the whole ceiling
}

// Act is the act of entering a budget.
func (Entrust) Act() access.Act { return access.PaymentBudget }

// Decide records the trust under the next fence.
func (c Entrust) Decide(tx *desk.Tx) error {
	const op = "payment.Entrust"
	p, err := journey.ProgrammeInForce(tx, c.Programme)
	if err != nil {
		return err
	}
	grant := p.Grant(c.Grant)
	if grant == nil {
		return fault.New(op, fault.Invalid, "payment.no_such_grant", fault.Args{"grant": c.Grant})
	}
	if c.Share == 0 {
		c.Share = grant.Ceiling
	}
	book, err := desk.Get(tx, BookStory, BookID(c.Programme, c.Grant))
	if err != nil {
		return err
	}
	if c.Share < book.State.SetAside || c.Share > grant.Ceiling {
		return fault.New(op, fault.Invalid, "payment.share", fault.Args{"least": book.State.SetAside, "most": grant.Ceiling, "currency": grant.Currency})
	}
	here, next := tx.Node().Node, uint64(1)
	if t, ok := book.State.Holder(); ok && t.Node != here {
		return fault.New(op, fault.Blocked, "payment.no_custody", fault.Args{"grant": c.Grant})
	}
	for _, t := range book.State.Trusts.Standing {
		next = max(next, t.Value.Fence+1)
	}
	if c.Node.IsZero() {
		c.Node = here
	}
	d := entrusted.Draft(book.ID, clock.NoDay, entrustedResidue{c.Programme, c.Grant, grant.Currency, Trust{c.Node, c.Share, next}})
	return tx.Record(d.Replacing("trust", book.State.Trusts.Seen()))
}

// Owe states that an amount is owed, and why: the step is ready, and its amounts are frozen. Journey and Step say which payment;
// Day is when it becomes owed, NoDay for today.
type Owe struct {
	Journey id.ID
	Step    string
	Day     clock.Day
}

// Act is the act of owing.
func (Owe) Act() access.Act { return access.PaymentOwe }

// Decide freezes the amounts.
func (c Owe) Decide(tx *desk.Tx) error {
	const op = "payment.Owe"
	k, err := journey.Take(tx, c.Journey)
	if err != nil {
		return err
	}
	s, err := k.Open(c.Step, "pay", false)
	if err != nil {
		return err
	}
	a := asking{by: tx.By().User, day: c.Day.Or(tx.Today()), today: tx.Today()}
	if s.Step.Grant != nil {
		a.grant = s.Step.Grant.ID
	}
	d, why, err := a.judgeOwed(c.Journey, k, c.Step)
	switch {
	case err != nil:
		return err
	case why != "":
		return heldError(op, why, c.Step)
	case !d.mustOwe:
		return fault.New(op, fault.Conflict, "payment.owed_already", fault.Args{"step": c.Step})
	case inspected(k.Journey, a.by):
		return heldError(op, PaidByInspector, c.Step)
	}
	switch why, err := heldBy(source{tx}, k, c.Step, a.by, a.today, owedOrPaid); {
	case err != nil:
		return err
	case why == StoppedByPerson: // what is merely on hold is owed all the same
		return heldError(op, why, c.Step)
	}
	if _, _, err := custody(tx, op, d.owed.Programme, d.owed.Grant); err != nil {
		return err
	}
	return tx.Record(owed.Draft(c.Journey, a.day, d.owed))
}

// Prepare makes a payment list. What is not owed yet becomes owed. The receipt's id is the list.
//
// Payments that may not be listed (see Reason) make it refuse, with how many for which reason; with SkipHeld they are left out, and
// the list says how many. Programme and Grant are ids; every one of Steps is listed for every one of Journeys, at most MaxLines
// together, in any order. Day is when it is prepared, NoDay for today.
type Prepare struct {
	Programme string
	Grant     string
	Steps     []string
	Journeys  []id.ID
	Method    Method // "" is cash
	SkipHeld  bool
	Day       clock.Day
}

// Act is the act of preparing.
func (Prepare) Act() access.Act { return access.PaymentPrepare }

// Decide judges every line, and then records them with the list.
func (c Prepare) Decide(tx *desk.Tx) error {
	const op = "payment.Prepare"
	a, err := c.asking(tx)
	if err != nil {
		return err
	}
	book, trust, err := custody(tx, op, c.Programme, c.Grant)
	if err != nil {
		return err
	}
	lines, heldBack, err := c.judge(source{tx}, a, nil)
	if err != nil {
		return err
	}
	if len(lines) == 0 || len(heldBack) > 0 && !c.SkipHeld {
		return heldLines(op, len(lines), heldBack)
	}
	total, err := totalOf(lines)
	if err != nil {
		return err
	}
	if total > trust.Share-book.SetAside {
		return fault.New(op, fault.Blocked, "payment.ceiling",
			fault.Args{"total": total, "left": trust.Share - book.SetAside, "currency": book.Currency})
	}
	return c.record(tx, a, lines, heldBack, total)
}

// asking checks the command itself.
func (c Prepare) asking(tx *desk.Tx) (*asking, error) {
	const op = "payment.Prepare"
	if c.Method == "" {
		c.Method = Cash
	}
	if !slices.Contains([]Method{Cash, MobileMoney, Bank}, c.Method) {
		return nil, fault.New(op, fault.Invalid, "payment.no_such_method", fault.Args{"method": string(c.Method)})
	}
	if len(c.Journeys)*len(c.Steps) == 0 {
		return nil, fault.New(op, fault.Invalid, "payment.nobody", nil)
	}
	if len(c.Journeys)*len(c.Steps) > MaxLines {
		return nil, fault.New(op, fault.Invalid, "payment.too_many_lines", fault.Args{"max": MaxLines})
	}
	day := c.Day.Or(tx.Today())
	if day > tx.Today() {
		return nil, fault.New(op, fault.Invalid, "desk.day_in_the_future", fault.Args{"day": day.String()})
	}
	return &asking{by: tx.By().User, grant: c.Grant, method: c.Method, day: day, today: tx.Today()}, nil
}

// judge judges every payment that is asked for; each, where it is not nil, is told of those that are held back.
func (c Prepare) judge(src source, a *asking, each func(journeyID id.ID, step string, why Reason)) ([]due, map[Reason]int, error) {
	lines, heldBack := make([]due, 0, len(c.Journeys)), map[Reason]int{}
	journeys := slices.Clone(c.Journeys)
	slices.SortFunc(journeys, id.ID.Compare)
	for _, j := range slices.Compact(journeys) {
		k, err := src.take(j)
		if err != nil {
			return nil, nil, err
		}
		if k.Pathway.Programme.ID != c.Programme {
			return nil, nil, fault.New("payment.Prepare", fault.Invalid, "payment.other_programme", nil)
		}
		for _, step := range slices.Compact(slices.Sorted(slices.Values(c.Steps))) {
			d, why, err := a.judge(src, j, k, step)
			switch {
			case err != nil:
				return nil, nil, err
			case why == "":
				lines = append(lines, d)
				continue
			case each != nil:
				each(j, step, why)
			}
			heldBack[why]++
		}
	}
	return lines, heldBack, nil
}

// heldLines says how many payments are held back, and for which reasons.
func heldLines(op string, ready int, heldBack map[Reason]int) error {
	count, reasons := 0, []string{}
	for _, why := range slices.Sorted(maps.Keys(heldBack)) {
		count += heldBack[why]
		reasons = append(reasons, fmt.Sprintf("%s: %d", why, heldBack[why]))
	}
	return fault.New(op, fault.Blocked, "payment.lines_held", fault.Args{"count": count, "ready": ready, "reasons": strings.Join(reasons, ", ")}).
		WithHint("payment.lines_held_hint")
}

func totalOf(lines []due) (total int64, err error) {
	for _, d := range lines {
		if d.total > math.MaxInt64-total {
			return 0, fault.New("payment.Prepare", fault.Invalid, "payment.too_much", nil)
		}
		total += d.total
		if d.owed.Currency != lines[0].owed.Currency {
			return 0, fault.New("payment.Prepare", fault.Invalid, "payment.two_currencies", nil)
		}
	}
	return total, nil
}

// record writes what was judged: what becomes owed, the lines, what is set aside, and the list.
func (c Prepare) record(tx *desk.Tx, a *asking, lines []due, heldBack map[Reason]int, total int64) error {
	var err error
	if a.list, err = tx.NewID(); err != nil {
		return err
	}
	placed := make([]Placed, 0, len(lines))
	for i := range lines {
		d := &lines[i]
		if d.mustOwe {
			if err := tx.Record(owed.Draft(d.journey, a.day, d.owed)); err != nil {
				return err
			}
		}
		mark := lineMark(a.list, d.journey, d.owed.Step, d.owed.Currency, d.owed.Amounts, d.collector)
		err := tx.Record(listed.DraftFor(d.journey, d.subject, a.day, listedResidue{d.owed.Step, a.list, d.total, mark},
			payee{d.collector.Person, d.collector.Alternate}))
		if err != nil {
			return err
		}
		placed = append(placed, Placed{Journey: d.journey, Step: d.owed.Step, Mark: mark, State: programme.Listed})
	}
	if err := tx.Record(setAside.Draft(BookID(c.Programme, c.Grant), a.day, setAsideResidue{a.list, total})); err != nil {
		return err
	}
	return tx.Record(listPrepared.Draft(a.list, a.day, Prepared{Programme: c.Programme, Grant: c.Grant, Currency: lines[0].owed.Currency,
		Method: a.method, Steps: c.Steps, Count: len(lines), Total: total, Digest: digestOf(placed), Held: heldBack}))
}
