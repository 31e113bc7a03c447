// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"cmp"
	"slices"
	"strings"

	"safar/field/journey"
	"safar/field/programme"
)

// Account is one account of the ledger. A balance above zero is what lies there or was spent; below zero, what is owed or was taken.
type Account string

// The accounts.
const (
	Granted      Account = "granted"       // of the donor: what was taken out of it stands below zero
	Committed    Account = "committed"     // promised to households and not yet delivered
	Payable      Account = "payable"       // owed to households and on no list; below zero
	OnLists      Account = "on_lists"      // owed to households and on a list; below zero
	WithProvider Account = "with_provider" // cash with the financial service provider
	DeliveredTo  Account = "delivered"     // in the hands of households
	GivenBack    Account = "given_back"    // came back undelivered or was given back, and is not yet back in the grant
)

// Accounts lists the accounts, in the order of a balance sheet.
var Accounts = []Account{Granted, WithProvider, GivenBack, Committed, DeliveredTo, Payable, OnLists}

// Source says where the money of a delivery lay.
type Source string

// The sources of a delivery.
const (
	FromOffice   Source = "office"   // paid out of the grant by the office itself
	FromProvider Source = "provider" // paid by the provider to whom the list was sent
)

func (s Source) account() Account {
	if s == FromProvider {
		return WithProvider
	}
	return Granted
}

// Posting puts an amount on an account, in minor units; below zero it takes it off. Account is which, Minor how much.
type Posting struct {
	Account Account
	Minor   int64
}

// Deed is what happened to money.
type Deed uint8

// The deeds. Sent and Closed are of a whole list, the others of one payment.
const (
	WasOwed Deed = iota
	WasListed
	WasDelivered
	WasStopped
	WasReturned // by a household, after it was delivered
	CameBack    // by the provider, undelivered
	WasSent     // to the provider
	WasClosed   // what was left with the provider goes back to the grant
	WasPutBack  // what households gave back goes back to the grant
)

// Entry is one deed with its amount. FromList is the part of Minor that was on a list, where the deed asks for it. Deed is what
// happened, Minor the whole amount in minor units; From is where the money lay, "" where the deed does not ask for it.
type Entry struct {
	Deed     Deed
	Minor    int64
	FromList int64
	From     Source
}

// Postings returns what the entry puts on which account. They sum to zero whatever the entry says.
func (e Entry) Postings() []Posting {
	rest := e.Minor - e.FromList
	switch e.Deed {
	case WasOwed:
		return []Posting{{Committed, e.Minor}, {Payable, -e.Minor}}
	case WasListed:
		return []Posting{{Payable, e.Minor}, {OnLists, -e.Minor}}
	case WasDelivered:
		return []Posting{{OnLists, e.FromList}, {Payable, rest}, {e.From.account(), -e.Minor}, {DeliveredTo, e.Minor}, {Committed, -e.Minor}}
	case WasStopped:
		return []Posting{{OnLists, e.FromList}, {Payable, rest}, {Committed, -e.Minor}}
	case WasReturned:
		return []Posting{{DeliveredTo, -e.Minor}, {Committed, e.Minor}, {GivenBack, e.Minor}, {Payable, -e.Minor}}
	case CameBack:
		return []Posting{{OnLists, e.FromList}, {Payable, -e.FromList}, {e.From.account(), -e.Minor}, {GivenBack, e.Minor}}
	case WasSent:
		return []Posting{{WithProvider, e.Minor}, {Granted, -e.Minor}}
	case WasClosed:
		return []Posting{{WithProvider, -e.Minor}, {Granted, e.Minor}}
	case WasPutBack:
		return []Posting{{GivenBack, -e.Minor}, {Granted, e.Minor}}
	}
	return nil
}

// purse is what one payment has on the accounts of what is owed, while its story is read.
type purse struct {
	payable, onLists, delivered int64
}

// entry reads one mark of a payment. ok is false where the mark moves no money: a second stop, a listing of what is listed.
func (p *purse) entry(m *journey.Mark) (e Entry, ok bool) {
	e = Entry{Minor: sum(m.Amounts)}
	if len(m.Amounts) == 1 {
		e.From = Source(m.Amounts[0].Name)
	}
	switch m.State {
	case programme.Owed:
		e.Deed, e.From = WasOwed, ""
		if e.Minor -= max(p.payable, 0) + p.onLists; p.delivered > 0 {
			e.Minor = 0 // two offices stated it: it is owed once, as it was stated last
		}
		p.payable += e.Minor
	case programme.Listed:
		e = Entry{Deed: WasListed, Minor: max(p.payable, 0)}
		p.payable, p.onLists = p.payable-e.Minor, p.onLists+e.Minor
	case programme.Delivered:
		e.Deed, e.FromList = WasDelivered, min(e.Minor, p.onLists)
		p.onLists -= e.FromList
		p.payable -= e.Minor - e.FromList
		p.delivered += e.Minor
	case programme.Stopped:
		e = Entry{Deed: WasStopped, FromList: p.onLists, Minor: p.onLists + max(p.payable, 0)}
		p.onLists, p.payable = 0, min(p.payable, 0)
	case programme.Returned:
		p.comesBack(&e)
	default:
		return e, false
	}
	return e, e.Minor != 0 || e.FromList != 0
}

// comesBack reads a return: of what was delivered, or of what never reached the household.
func (p *purse) comesBack(e *Entry) {
	if p.delivered > 0 {
		e.Deed = WasReturned
		p.delivered -= e.Minor
		p.payable += e.Minor
		return
	}
	e.Deed, e.FromList = CameBack, p.onLists
	if e.From != FromProvider {
		e.Minor = 0 // the office never gave it out
	}
	p.payable, p.onLists = p.payable+p.onLists, 0
}

// Entries calls each for every entry that a journey tells of, in the order of its facts, with the fund it belongs to.
func Entries(j *journey.Journey, each func(Fund, Entry)) {
	type open struct {
		step string
		fund Fund
		purse
	}
	var units []open
	for i := range j.Marks {
		m := &j.Marks[i]
		if m.Withdrawn || !isPay(m.State) {
			continue
		}
		at := slices.IndexFunc(units, func(u open) bool { return u.step == m.Step })
		if at < 0 {
			at = len(units)
			units = append(units, open{step: m.Step})
		}
		u := &units[at]
		if m.State == programme.Owed {
			grant, currency, _ := strings.Cut(m.Value, "/")
			u.fund = Fund{Programme: j.Version.Value().Programme, Grant: grant, Currency: currency}
		}
		if e, ok := u.entry(m); ok {
			each(u.fund, e)
		}
	}
}

// Entries reads the ledger of a list as a whole: money handed to the provider, and money that came back.
func (l *List) Entries() []Entry {
	var entries []Entry
	for _, s := range l.Sent {
		entries = append(entries, Entry{Deed: WasSent, Minor: s.Total})
	}
	for _, c := range l.Closed {
		entries = append(entries, Entry{Deed: WasClosed, Minor: c.Left}, Entry{Deed: WasPutBack, Minor: c.Returned})
	}
	return entries
}

// Fund is whose money an account holds: grants of different programmes and currencies never mix. Programme and Grant are ids,
// Currency is ISO 4217.
type Fund struct {
	Programme string
	Grant     string
	Currency  string
}

// Ledger is the balance of every account of every fund.
type Ledger map[Fund]map[Account]int64

// Fund returns the fund that a list is paid from.
func (l *List) Fund() Fund {
	return Fund{Programme: l.Prepared.Programme, Grant: l.Prepared.Grant, Currency: l.Prepared.Currency}
}

// Post adds an entry to a fund.
func (l Ledger) Post(f Fund, e Entry) {
	if l[f] == nil {
		l[f] = map[Account]int64{}
	}
	for _, p := range e.Postings() {
		l[f][p.Account] += p.Minor
	}
}

// Funds returns the funds of the ledger, in order.
func (l Ledger) Funds() []Fund {
	funds := make([]Fund, 0, len(l))
	for f := range l {
		funds = append(funds, f)
	}
	slices.SortFunc(funds, Fund.compare)
	return funds
}

func (f Fund) compare(g Fund) int {
	return cmp.Or(strings.Compare(f.Programme, g.Programme), strings.Compare(f.Grant, g.Grant), strings.Compare(f.Currency, g.Currency))
}
