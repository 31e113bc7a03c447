// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/register"
)

// TwiceRow is a payment that two nodes made. Journey, Subject and Step say whose and what for.
type TwiceRow struct {
	Journey id.ID  `class:"open"`
	Subject id.ID  `class:"open"`
	Step    string `class:"open"`
	Times   int    `class:"open"` // deliveries that were not returned
}

// maxTwice bounds a list of payments made twice: each is settled by hand.
const maxTwice = 10_000

// PaidTwice lists payments that were delivered more than once, because two nodes paid without seeing each other, until somebody settles them
// or one comes back. Custody forbids it; what was nevertheless done is shown, for a person to settle with the household, and never taken
// back by the machine. It reads the journeys alone that contradict themselves.
func PaidTwice(scope access.Scope) desk.Query[[]TwiceRow] {
	return desk.Query[[]TwiceRow]{Act: access.PaymentList, Scope: scope, Run: func(r *desk.Reader) (rows []TwiceRow, err error) {
		entries, err := r.Scan(journey.Disputed, register.Range{Limit: maxTwice})
		for _, e := range entries {
			j, err := desk.Read(r, journey.Story, e.Story)
			if err != nil {
				return nil, err
			}
			for _, step := range j.State.PaidTwice() {
				line := LineOf(j.State, step)
				rows = append(rows, TwiceRow{e.Story, j.State.Subject, step, line.Paid})
			}
		}
		return rows, err
	}}
}

// FundLedger is the ledger of one fund in a scope. Programme and Grant are ids, Currency is ISO 4217; Lists are by where they
// stand, nil where there is none.
type FundLedger struct {
	Programme string              `class:"open"`
	Grant     string              `class:"open"`
	Currency  string              `class:"open"`
	Ceiling   int64               `class:"open"` // the share of this caseload, minor units
	SetAside  int64               `class:"open"` // on lists that are not over, and delivered on those that are
	Left      int64               `class:"open"` // of the share, for further lists
	Accounts  map[Account]int64   `class:"open"` // minor units; they sum to zero
	Custody   id.ID               `class:"open"` // the node that pays; zero where none is entrusted, or two contradict each other
	Lists     map[Status]ListsSum `class:"open"`
}

// ListsSum counts lists, with their totals as prepared.
type ListsSum struct {
	Count int   `class:"open"` // of lists
	Total int64 `class:"open"` // minor units
}

// Ledgers reads the ledger of a scope out of all its journeys and lists: one for each fund, in order of programme and grant. It reads every
// journey, some 20 µs each, once between the commits that change one.
func Ledgers(scope access.Scope) desk.Query[[]FundLedger] {
	return desk.Query[[]FundLedger]{Act: access.PaymentList, Scope: scope, Run: func(r *desk.Reader) ([]FundLedger, error) {
		return desk.WorkedOut(r, "ledgers", func() ([]FundLedger, error) { return readLedgers(r) })
	}}
}

func readLedgers(r *desk.Reader) ([]FundLedger, error) {
	ledger := Ledger{}
	lists := map[Fund]map[Status]ListsSum{}
	err := desk.Each(r, journey.Story, func(_ id.ID, j *journey.Journey) error {
		Entries(j, ledger.Post)
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = desk.Each(r, ListStory, func(_ id.ID, l *List) error {
		f := l.Fund()
		for _, e := range l.Entries() {
			ledger.Post(f, e)
		}
		if lists[f] == nil {
			lists[f] = map[Status]ListsSum{}
		}
		s := lists[f][l.Status()]
		lists[f][l.Status()] = ListsSum{s.Count + 1, s.Total + l.Prepared.Total}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = desk.Each(r, BookStory, func(_ id.ID, b *Book) error {
		ledger.Post(Fund{b.Programme, b.Grant, b.Currency}, Entry{})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return fundLedgers(r, ledger, lists)
}

func fundLedgers(r *desk.Reader, ledger Ledger, lists map[Fund]map[Status]ListsSum) ([]FundLedger, error) {
	var out []FundLedger
	for _, f := range ledger.Funds() {
		b, err := desk.Read(r, BookStory, BookID(f.Programme, f.Grant))
		if err != nil {
			return nil, err
		}
		t, ok := b.State.Holder()
		row := FundLedger{Programme: f.Programme, Grant: f.Grant, Currency: f.Currency, Accounts: ledger[f], Lists: lists[f]}
		if ok && b.State.Currency == f.Currency {
			row.Ceiling, row.SetAside, row.Left, row.Custody = t.Share, b.State.SetAside, t.Share-b.State.SetAside, t.Node
		}
		out = append(out, row)
	}
	return out, nil
}

// HoldRow is a payment on hold. Journey and Step say which payment; it is held until the end of Until, for Resolver to resolve; By
// is who holds it.
type HoldRow struct {
	Journey  id.ID     `class:"open"`
	Step     string    `class:"open"`
	Until    clock.Day `class:"open"`
	Resolver id.ID     `class:"open"`
	By       id.ID     `class:"open"`
}

// StopRow is one payment that a person stopped. Journey and Step say which payment; By is who stopped it, Since the day.
type StopRow struct {
	Journey id.ID     `class:"open"`
	Step    string    `class:"open"`
	Since   clock.Day `class:"open"`
	By      id.ID     `class:"open"`
}

// Stops returns the payments that a person stopped and nobody lifted, the oldest first: each waits for somebody's word.
func Stops(scope access.Scope, limit int) desk.Query[[]StopRow] {
	return desk.Query[[]StopRow]{Act: access.PaymentList, Scope: scope, Run: func(r *desk.Reader) ([]StopRow, error) {
		entries, err := r.Scan(StoppedByPeople, register.Range{Limit: limit})
		if err != nil {
			return nil, err
		}
		rows := make([]StopRow, 0, len(entries))
		for _, e := range entries {
			h, err := desk.Read(r, HoldStory, e.Story)
			if err != nil {
				return nil, err
			}
			if stop, stands := h.State.Stopped(); stands {
				rows = append(rows, StopRow{h.State.Journey, h.State.Step, stop.Day, stop.By})
			}
		}
		return rows, nil
	}}
}

// Holds returns the payments that are on hold today, those that end first before the others.
func Holds(scope access.Scope, limit int) desk.Query[[]HoldRow] {
	return desk.Query[[]HoldRow]{Act: access.PaymentList, Scope: scope, Run: func(r *desk.Reader) ([]HoldRow, error) {
		entries, err := r.Scan(OnHold, register.Range{Limit: limit})
		if err != nil {
			return nil, err
		}
		var rows []HoldRow
		for _, e := range entries {
			h, err := desk.Read(r, HoldStory, e.Story)
			if err != nil {
				return nil, err
			}
			for _, s := range h.State.Stated.Standing {
				if !s.Value.Resolver.IsZero() && r.Today() <= s.Value.Until {
					rows = append(rows, HoldRow{h.State.Journey, h.State.Step, s.Value.Until, s.Value.Resolver, s.Value.By})
				}
			}
		}
		slices.SortStableFunc(rows, func(a, b HoldRow) int { return int(a.Until - b.Until) })
		return rows, nil
	}}
}
