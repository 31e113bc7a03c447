// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// owedResidue is why an amount is owed, frozen when it became owed.
type owedResidue struct {
	Step      string           `cbor:"1,keyasint"`
	Programme string           `cbor:"2,keyasint"`
	Version   [32]byte         `cbor:"3,keyasint"` // hash of the programme's file
	Grant     string           `cbor:"4,keyasint"`
	Currency  string           `cbor:"5,keyasint"`
	Amounts   []journey.Amount `cbor:"6,keyasint"`
	Earned    []Earned         `cbor:"7,keyasint,omitempty"`
	Size      int              `cbor:"8,keyasint,omitempty"`  // living members
	Place     id.ID            `cbor:"9,keyasint,omitempty"`  // where the journey leads
	Seen      journal.Ref      `cbor:"10,keyasint,omitempty"` // the last fact of the journey that it was judged on
	Persons   []id.ID          `cbor:"11,keyasint,omitempty"` // since version 2: for whom it was reckoned
}

// Earned is a step that an amount was earned by, and the day on which it was done. Step is its id, Since the day.
type Earned struct {
	_     struct{} `cbor:",toarray"`
	Step  string
	Since clock.Day
}

// owedKind is the name of the fact that an amount is owed.
const owedKind = "payment.owed"

var owed = register.NewFact(journey.Story, owedKind, 2,
	func(j *journey.Journey, f *journal.Fact, r owedResidue, _ *register.None) {
		j.Add(f, journey.Mark{Step: r.Step, State: programme.Owed, Value: fundOf(r.Grant, r.Currency), Amounts: r.Amounts, Author: f.Author})
		j.Names(f, id.ID{}, journey.Persons(r.Persons))
	}).From(1, asItWas)

// asItWas reads an older version to which the next one only adds.
func asItWas(residue, person []byte) ([]byte, []byte, error) { return residue, person, nil }

type listedResidue struct {
	Step   string `cbor:"1,keyasint"`
	List   id.ID  `cbor:"2,keyasint"`
	Amount int64  `cbor:"3,keyasint"` // minor units
	Line   string `cbor:"4,keyasint"` // lineMark: amounts and collector, as prepared
}

// payee is who collects an amount.
type payee struct {
	Person    id.ID `cbor:"1,keyasint"`
	Alternate id.ID `cbor:"2,keyasint,omitempty"`
}

var listed = register.NewFact(journey.Story, "payment.listed", 1,
	func(j *journey.Journey, f *journal.Fact, r listedResidue, p *payee) {
		m := journey.Mark{Step: r.Step, State: programme.Listed, Link: r.List, Value: r.Line, Author: f.Author}
		if p != nil {
			m.By = p.Person
		}
		j.Add(f, m)
	})

// confirmedResidue says that a line of an approved list goes to those whom the household has chosen since.
type confirmedResidue struct {
	Step string `cbor:"1,keyasint"`
	List id.ID  `cbor:"2,keyasint"`
	Line string `cbor:"3,keyasint"` // lineMark: amounts as listed, and the collector who was confirmed
}

var collectorConfirmed = register.NewFact(journey.Story, "payment.collector_confirmed", 1,
	func(j *journey.Journey, f *journal.Fact, r confirmedResidue, _ *register.None) {
		j.Add(f, journey.Mark{Step: r.Step, State: programme.Agreed, Link: r.List, Value: r.Line, Author: f.Author})
	})

type deliveredResidue struct {
	Step   string `cbor:"1,keyasint"`
	List   id.ID  `cbor:"2,keyasint"`
	Amount int64  `cbor:"3,keyasint"` // minor units
	From   Source `cbor:"4,keyasint"` // where the money lay
	Mark   string `cbor:"5,keyasint"` // ReferenceMark

	// Site is where cash was handed out; zero for money that was sent, and before version 2.
	Site id.ID `cbor:"6,keyasint,omitempty"`
}

// receipt is who received an amount, and the reference of the receipt.
type receipt struct {
	To        id.ID  `cbor:"1,keyasint"`
	Reference string `cbor:"2,keyasint,omitempty"`
}

var delivered = register.NewFact(journey.Story, "payment.delivered", 2,
	func(j *journey.Journey, f *journal.Fact, r deliveredResidue, p *receipt) {
		m := journey.Mark{Step: r.Step, State: programme.Delivered, Link: r.List, Value: r.Mark, Author: f.Author,
			Amounts: []journey.Amount{{Name: string(r.From), Minor: r.Amount}}}
		if p != nil {
			m.By = p.To
		}
		j.Add(f, m)
	}).From(1, asItWas)

type stoppedResidue struct {
	Step   string `cbor:"1,keyasint"`
	List   id.ID  `cbor:"2,keyasint,omitempty"`
	Amount int64  `cbor:"3,keyasint"` // minor units that are not owed any more
}

// words is why somebody stopped, returned or held, in their own words.
type words struct {
	Text string `cbor:"1,keyasint,omitempty"`
}

var stopped = register.NewFact(journey.Story, "payment.stopped", 1,
	func(j *journey.Journey, f *journal.Fact, r stoppedResidue, _ *words) {
		j.Add(f, journey.Mark{Step: r.Step, State: programme.Stopped, Link: r.List, Author: f.Author})
	})

type returnedResidue struct {
	Step   string `cbor:"1,keyasint"`
	List   id.ID  `cbor:"2,keyasint"`
	Amount int64  `cbor:"3,keyasint"` // minor units
	From   Source `cbor:"4,keyasint"` // where the money came back from
}

var returned = register.NewFact(journey.Story, "payment.returned", 1,
	func(j *journey.Journey, f *journal.Fact, r returnedResidue, _ *words) {
		j.Add(f, journey.Mark{Step: r.Step, State: programme.Returned, Link: r.List, Author: f.Author,
			Amounts: []journey.Amount{{Name: string(r.From), Minor: r.Amount}}})
	})

// settledResidue says that an amount that was delivered so often stays with the household.
type settledResidue struct {
	Step string `cbor:"1,keyasint"`
	Paid int    `cbor:"2,keyasint"`
}

var settled = register.NewFact(journey.Story, "payment.settled", 1,
	func(j *journey.Journey, f *journal.Fact, r settledResidue, _ *words) {
		j.Add(f, journey.Mark{Step: r.Step, State: programme.Agreed, Value: journey.SettledValue, Unit: r.Paid})
	})

var listPrepared = register.NewFact(ListStory, "payment.list_prepared", 1,
	func(l *List, f *journal.Fact, r Prepared, _ *register.None) {
		l.Prepared, l.PreparedBy, l.Day = r, f.Author, f.Day
	})

type approvedResidue struct {
	Digest [32]byte `cbor:"1,keyasint"`
	Count  int      `cbor:"2,keyasint"`
	Total  int64    `cbor:"3,keyasint"`
}

var listApproved = register.NewFact(ListStory, "payment.list_approved", 1,
	func(l *List, f *journal.Fact, r approvedResidue, _ *register.None) {
		l.Approvals.Put(f, "approval", Approval{By: f.Author, Day: f.Day, Digest: r.Digest, Count: r.Count, Total: r.Total})
	})

// rejectedResidue says why in a word of the programme's staff; it names nobody.
type rejectedResidue struct {
	Reason string `cbor:"1,keyasint,omitempty"`
}

var listRejected = register.NewFact(ListStory, "payment.list_rejected", 1,
	func(l *List, f *journal.Fact, _ rejectedResidue, _ *register.None) {
		l.Rejected, l.RejectedBy = true, f.Author
	})

type sentResidue struct {
	Count int   `cbor:"1,keyasint"`
	Total int64 `cbor:"2,keyasint"`
}

var listSent = register.NewFact(ListStory, "payment.list_sent", 1,
	func(l *List, f *journal.Fact, r sentResidue, _ *register.None) {
		l.Sent = append(l.Sent, Handed{By: f.Author, Day: f.Day, Count: r.Count, Total: r.Total})
	})

type comparedResidue struct {
	Delivered   int64        `cbor:"1,keyasint"`
	Stated      int64        `cbor:"2,keyasint"`
	Matched     int          `cbor:"3,keyasint"`
	Differences []Difference `cbor:"4,keyasint,omitempty"`
}

var listReconciled = register.NewFact(ListStory, "payment.list_reconciled", 1,
	func(l *List, f *journal.Fact, r comparedResidue, _ *register.None) {
		l.Compared.Put(f, "compared", Comparison{Day: f.Day, By: f.Author, Delivered: r.Delivered, Stated: r.Stated, Matched: r.Matched,
			Differences: r.Differences})
	})

type closedResidue struct {
	Delivered int64  `cbor:"1,keyasint"`
	Left      int64  `cbor:"2,keyasint"`
	Returned  int64  `cbor:"3,keyasint"`
	Reason    string `cbor:"4,keyasint,omitempty"` // why it is closed with differences
}

var listClosed = register.NewFact(ListStory, "payment.list_closed", 1,
	func(l *List, f *journal.Fact, r closedResidue, _ *register.None) {
		l.Closed = append(l.Closed, Closing{By: f.Author, Day: f.Day, Delivered: r.Delivered, Left: r.Left, Returned: r.Returned})
	})

type entrustedResidue struct {
	Programme string `cbor:"1,keyasint"`
	Grant     string `cbor:"2,keyasint"`
	Currency  string `cbor:"3,keyasint"`
	Trust     Trust  `cbor:"4,keyasint"`
}

var entrusted = register.NewFact(BookStory, "payment.entrusted", 1,
	func(b *Book, f *journal.Fact, r entrustedResidue, _ *register.None) {
		b.Programme, b.Grant, b.Currency, b.Since = r.Programme, r.Grant, r.Currency, f.Day
		b.Trusts.Put(f, "trust", r.Trust)
	})

// setAsideResidue is by how much the sum set aside changes, and for which list.
type setAsideResidue struct {
	List  id.ID `cbor:"1,keyasint"`
	Minor int64 `cbor:"2,keyasint"`
}

var setAside = register.NewFact(BookStory, "payment.set_aside", 1,
	func(b *Book, _ *journal.Fact, r setAsideResidue, _ *register.None) { b.SetAside += r.Minor })

type heldResidue struct {
	Journey id.ID     `cbor:"1,keyasint"`
	Step    string    `cbor:"2,keyasint"`
	Until   clock.Day `cbor:"3,keyasint,omitempty"`
	By      id.ID     `cbor:"4,keyasint,omitempty"` // the resolver; zero releases
	Persons []id.ID   `cbor:"5,keyasint,omitempty"` // since version 2: who may have been paid in another household
}

// heldKind is the name of the fact that a payment is held, or let go.
const heldKind = "payment.held"

var held = register.NewFact(HoldStory, heldKind, 2,
	func(h *Hold, f *journal.Fact, r heldResidue, _ *words) {
		h.Journey, h.Step = r.Journey, r.Step
		h.Stated.Put(f, "hold", HoldFor{Until: r.Until, Resolver: r.By, By: f.Author, Persons: r.Persons})
	}).From(1, asItWas)

// stopSaidResidue says that a person stopped a payment, or lifts such a stop.
type stopSaidResidue struct {
	Journey id.ID  `cbor:"1,keyasint"`
	Step    string `cbor:"2,keyasint"`
	Lifted  bool   `cbor:"3,keyasint,omitempty"`
}

// stopSaid stands beside payment.stopped: that one moves the money off the ledger, this one keeps it from becoming owed again.
var stopSaid = register.NewFact(HoldStory, "payment.stop_said", 1,
	func(h *Hold, f *journal.Fact, r stopSaidResidue, _ *words) {
		h.Journey, h.Step = r.Journey, r.Step
		h.Stops.Put(f, "stop", StopBy{By: f.Author, Day: f.Day, Lifted: r.Lifted})
	})

// Declarations are the kinds of stories and facts of this package.
func Declarations() []register.Declaration {
	return []register.Declaration{ListStory, BookStory, HoldStory, CashSiteStory, SheetStory, sheetKept, sheetSigned, sheetSeen, signed, seen, siteAssessed, payingPlanned, owed, listed, collectorConfirmed, delivered, stopped, returned, settled, listPrepared, listApproved,
		listRejected, listSent, listReconciled, listClosed, entrusted, setAside, held, stopSaid}
}
