// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// ConfirmCollector lets a line of an approved list go to those whom the household has chosen since: who was to collect it is ill on the day. It is the
// second pair of eyes on that choice; the list, its approval and what is owed stay as they are. A list that lies with the provider is in their hands:
// there the line is stopped and listed anew. Journey and Step say which payment.
type ConfirmCollector struct {
	Journey id.ID
	Step    string
}

// Act is the act of approving.
func (ConfirmCollector) Act() access.Act { return access.PaymentApprove }

// Decide judges whom the household has chosen now, and who says yes to it.
func (c ConfirmCollector) Decide(tx *desk.Tx) error {
	const op = "payment.ConfirmCollector"
	k, err := journey.Take(tx, c.Journey)
	if err != nil {
		return err
	}
	if _, err := k.At(c.Step, "pay"); err != nil {
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
	if l.Status() != StatusApproved {
		return wrongStatus(op, l)
	}
	now, why, err := collectorOf(source{tx}, k, l.Prepared.Method)
	if err == nil && why != "" {
		err = heldError(op, why, c.Step)
	}
	if err != nil {
		return err
	}
	mark := lineMark(line.List, c.Journey, c.Step, line.Currency, line.Amounts, now)
	if mark == line.Mark {
		return fault.New(op, fault.Conflict, "payment.collector_stands", fault.Args{"step": c.Step})
	}
	if err := c.others(tx, k, &line, l, now); err != nil {
		return err
	}
	return tx.Record(collectorConfirmed.Draft(c.Journey, clock.NoDay, confirmedResidue{c.Step, line.List, mark}))
}

// others refuses whoever had a hand in it: who prepared the list, stated the amount, inspected the building, wrote down the choice, or would
// receive the money.
func (c ConfirmCollector) others(tx *desk.Tx, k *journey.Case, line *Line, l *List, now people.Collector) error {
	const op = "payment.ConfirmCollector"
	h, err := source{tx}.household(k.Journey.Subject)
	me := tx.By().User
	switch {
	case err != nil:
		return err
	case l.PreparedBy == me:
		return fault.New(op, fault.NotAllowed, "payment.own_list", nil)
	case line.OwedBy == me:
		return fault.New(op, fault.NotAllowed, "payment.own_lines", fault.Args{"count": 1})
	case h.ChosenBy == me:
		return fault.New(op, fault.NotAllowed, "payment.own_choice", nil)
	case now.Person == me || now.Alternate == me:
		return fault.New(op, fault.NotAllowed, "payment.to_oneself", nil)
	case inspected(k.Journey, me):
		return heldError(op, PaidByInspector, c.Step)
	}
	return nil
}

// CollectorRow is one of those who may receive a household's money. Person is their id, Given and Family are their names; Alternate
// marks the one who comes where the collector cannot.
type CollectorRow struct {
	Person    id.ID  `class:"open"`
	Given     string `class:"personal"`
	Family    string `class:"personal"`
	Alternate bool   `class:"open"`
}

// CollectorsOf returns whom a household has chosen to receive its money, and their alternate, for those who hand it over. It is empty where
// nobody is chosen or two choices stand. It tells who they are, and is a look.
func CollectorsOf(scope access.Scope, journey id.ID) desk.Query[[]CollectorRow] {
	return desk.Query[[]CollectorRow]{Act: access.PaymentDeliver, Scope: scope, Run: func(r *desk.Reader) ([]CollectorRow, error) {
		src := source{r}
		j, err := src.journey(journey)
		if err != nil {
			return nil, err
		}
		c, err := chosen(src, j)
		if err != nil {
			return nil, err
		}
		var rows []CollectorRow
		r.Looked(j.Subject)
		for i, of := range []id.ID{c.Person, c.Alternate} {
			if of.IsZero() {
				continue
			}
			p, err := desk.Read(r, people.PersonStory, of)
			if err != nil {
				return nil, err
			}
			names := p.State.Names.Value()
			rows = append(rows, CollectorRow{of, names.Given, names.Family, i == 1})
		}
		return rows, nil
	}}
}
