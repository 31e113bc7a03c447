// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"crypto/sha256"
	"slices"

	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/register"
)

// Method is how an amount reaches people.
type Method string

// The methods of delivery.
const (
	Cash        Method = "cash"         // counted into a hand, against a signature
	MobileMoney Method = "mobile_money" // sent to the collector's phone
	Bank        Method = "bank"
)

// List is what is true of a payment list. Its lines are the journeys found by its id in journey.ByLink.
type List struct {
	Prepared   Prepared                  `cbor:"1,keyasint"`            // frozen: nothing of it changes later
	PreparedBy id.ID                     `cbor:"2,keyasint"`            // the user who prepared it
	Day        clock.Day                 `cbor:"3,keyasint"`            // on which it was prepared
	Approvals  register.Held[Approval]   `cbor:"4,keyasint"`            // two where two approved unseen
	Rejected   bool                      `cbor:"5,keyasint,omitempty"`  // somebody sent it back
	RejectedBy id.ID                     `cbor:"6,keyasint,omitempty"`  // the user who did last
	Sent       []Handed                  `cbor:"7,keyasint,omitempty"`  // more than one only where two nodes sent it
	Compared   register.Held[Comparison] `cbor:"8,keyasint"`            // with the last statement; two unseen
	Closed     []Closing                 `cbor:"9,keyasint,omitempty"`  // more than one only where two nodes closed it
	CashDays   []CashDay                 `cbor:"10,keyasint,omitempty"` // where it is handed out in cash; of a day's places the last, and those before it until then
}

// Prepared is what a list was when it was prepared.
type Prepared struct {
	Programme string         `cbor:"1,keyasint"`           // its id
	Grant     string         `cbor:"2,keyasint"`           // its id
	Currency  string         `cbor:"3,keyasint"`           // ISO 4217
	Method    Method         `cbor:"4,keyasint"`           // how it is paid
	Steps     []string       `cbor:"5,keyasint"`           // ids of the steps of the verb pay
	Count     int            `cbor:"6,keyasint"`           // of lines
	Total     int64          `cbor:"7,keyasint"`           // minor units
	Digest    [32]byte       `cbor:"8,keyasint"`           // of the lines
	Held      map[Reason]int `cbor:"9,keyasint,omitempty"` // left out, by reason
}

// Approval is what an approver has seen and said yes to.
type Approval struct {
	By     id.ID     `cbor:"1,keyasint" class:"open"` // the approver
	Day    clock.Day `cbor:"2,keyasint" class:"open"` // on which they said yes
	Digest [32]byte  `cbor:"3,keyasint" class:"open"` // of the lines that stood
	Count  int       `cbor:"4,keyasint" class:"open"` // of those lines
	Total  int64     `cbor:"5,keyasint" class:"open"` // minor units
}

// Handed is a list in the hands of the financial service provider, with the money for it.
type Handed struct {
	By    id.ID     `cbor:"1,keyasint" class:"open"` // who handed it over
	Day   clock.Day `cbor:"2,keyasint" class:"open"` // on which they did
	Count int       `cbor:"3,keyasint" class:"open"` // of the lines that stood
	Total int64     `cbor:"4,keyasint" class:"open"` // minor units
}

// Comparison is a list beside the statement of the one who paid.
type Comparison struct {
	Day         clock.Day    `cbor:"1,keyasint" class:"open"`           // on which they were compared
	By          id.ID        `cbor:"2,keyasint" class:"open"`           // the user who did
	Delivered   int64        `cbor:"3,keyasint" class:"open"`           // minor units, by our facts
	Stated      int64        `cbor:"4,keyasint" class:"open"`           // minor units, by the statement
	Matched     int          `cbor:"5,keyasint" class:"open"`           // references on which both agree
	Differences []Difference `cbor:"6,keyasint,omitempty" class:"open"` // in order of Mark; none where all agree
}

// Difference is a reference on which the statement and our facts do not agree.
type Difference struct {
	Mark      string `cbor:"1,keyasint" class:"open"`           // ReferenceMark of the reference
	Reference string `cbor:"2,keyasint,omitempty" class:"open"` // as the statement writes it, where it is none of ours
	Delivered int64  `cbor:"3,keyasint" class:"open"`           // minor units
	Stated    int64  `cbor:"4,keyasint" class:"open"`           // minor units
}

// Closing ends a list: what was not delivered may be listed again, and money that was left goes back to the grant.
type Closing struct {
	By        id.ID     `cbor:"1,keyasint" class:"open"` // the user who closed it
	Day       clock.Day `cbor:"2,keyasint" class:"open"` // on which it was closed
	Delivered int64     `cbor:"3,keyasint" class:"open"` // minor units
	Left      int64     `cbor:"4,keyasint" class:"open"` // with the provider, back to the grant; minor units
	Returned  int64     `cbor:"5,keyasint" class:"open"` // given back by households, back to the grant; minor units
}

// Status is where a list stands.
type Status string

// The statuses of a list. Rejected and closed lists are over: what still stands on them may be listed again.
const (
	StatusPrepared   Status = "prepared"
	StatusApproved   Status = "approved"
	StatusSent       Status = "sent"
	StatusReconciled Status = "reconciled"
	StatusRejected   Status = "rejected"
	StatusClosed     Status = "closed"
)

// Status returns where the list stands. Where one office rejected and another approved, the rejection governs.
func (l *List) Status() Status {
	switch {
	case len(l.Closed) > 0:
		return StatusClosed
	case l.Rejected:
		return StatusRejected
	case len(l.Approvals.Standing) == 0:
		return StatusPrepared
	case len(l.Compared.Standing) > 0:
		return StatusReconciled
	case len(l.Sent) > 0:
		return StatusSent
	}
	return StatusApproved
}

// Open reports whether lines that stand on the list belong to it: it is neither rejected nor closed.
func (l *List) Open() bool { return !l.Rejected && len(l.Closed) == 0 }

// Payable reports whether lines of the list may be delivered.
func (l *List) Payable() bool { return l.Open() && len(l.Approvals.Standing) > 0 }

// The lists under which payment lists and holds are found.
var (
	Lists    = register.List{Name: "payment_lists"}          // payment lists, by the day they were prepared
	ByGrant  = register.List{Name: "payment_lists_by_grant"} // payment lists, by BookID
	Unsigned = register.List{Name: "payment_lists_unsigned"} // payment lists that wait for their approval, by the day they were prepared
	OnHold   = register.List{Name: "payment_holds"}          // holds that nobody released, by the day they end

	StoppedByPeople = register.List{Name: "payment_stops"} // stops that nobody lifted, by the day they were said
)

// ListStory is the kind of story of a payment list.
var ListStory = register.NewKind("payment_list", func(l *List, add register.Adder) {
	if l.Prepared.Count == 0 {
		return // its first fact has not come yet
	}
	add(Lists, dayKey(l.Day))
	book := BookID(l.Prepared.Programme, l.Prepared.Grant)
	add(ByGrant, book[:])
	if l.Status() == StatusPrepared {
		add(Unsigned, dayKey(l.Day))
	}
	for _, d := range l.CashDays {
		if l.Open() {
			add(PlannedCash, dayKey(d.Day))
		}
	}
})

// Book is what one caseload may pay under a grant, and what it has set aside for its lists.
type Book struct {
	Programme string               `cbor:"1,keyasint"`           // its id
	Grant     string               `cbor:"2,keyasint"`           // its id
	Currency  string               `cbor:"3,keyasint"`           // ISO 4217
	Trusts    register.Held[Trust] `cbor:"4,keyasint"`           // two where two nodes were entrusted unseen
	SetAside  int64                `cbor:"5,keyasint,omitempty"` // minor units on lists that are not over, and delivered on those that are
	Since     clock.Day            `cbor:"6,keyasint"`           // the day it was last entrusted
}

// Trust gives one node custody of a grant in a caseload, with a share of its ceiling.
type Trust struct {
	Node  id.ID  `cbor:"1,keyasint"` // that pays, and hands it on
	Share int64  `cbor:"2,keyasint"` // minor units
	Fence uint64 `cbor:"3,keyasint"` // a later trust has a larger one
}

// Holder returns the trust that governs: the one that nobody who saw it has replaced. ok is false where nobody was entrusted, or where two
// nodes were without anybody knowing of both: then neither pays until somebody who sees both decides.
func (b *Book) Holder() (t Trust, ok bool) {
	for _, s := range b.Trusts.Standing {
		if ok && s.Value.Node != t.Node {
			return Trust{}, false
		}
		t, ok = s.Value, true
	}
	return t, ok
}

// BookStory is the kind of story of a book.
var BookStory = register.NewKind[Book]("grant_book", nil)

// BookID is the id of the book of a grant in any caseload.
func BookID(programmeID, grant string) id.ID { return drawn("grant book", programmeID, grant) }

// Hold is what people hold a payment back with: for a stated time, until a named person resolves it; or by a stop, until somebody lifts it.
type Hold struct {
	Journey id.ID                  `cbor:"1,keyasint"` // of the household
	Step    string                 `cbor:"2,keyasint"` // as it was called when somebody last said so
	Stated  register.Held[HoldFor] `cbor:"3,keyasint"` // a release is a value of its own
	Stops   register.Held[StopBy]  `cbor:"4,keyasint"` // a lifting is a value of its own
}

// HoldFor says until when and by whom a hold is resolved. A zero Resolver releases it.
type HoldFor struct {
	Until    clock.Day `cbor:"1,keyasint"` // last day it holds
	Resolver id.ID     `cbor:"2,keyasint,omitempty"`
	By       id.ID     `cbor:"3,keyasint"`           // the user who said so
	Persons  []id.ID   `cbor:"4,keyasint,omitempty"` // suspected doubles: a release has looked at them
}

// HoldsOn reports whether the payment is held on a day. Of two holds that stand, either holds.
func (h *Hold) HoldsOn(day clock.Day) bool {
	return slices.ContainsFunc(h.Stated.Standing, func(s register.Stated[HoldFor]) bool {
		return !s.Value.Resolver.IsZero() && day <= s.Value.Until
	})
}

// StopBy says who stopped a payment, or who lifted the stop.
type StopBy struct {
	By     id.ID     `cbor:"1,keyasint"`           // the user who said so
	Day    clock.Day `cbor:"2,keyasint"`           // on which they said so
	Lifted bool      `cbor:"3,keyasint,omitempty"` // it is a lifting, and no stop
}

// Stopped returns the stop that stands, and whether one does. Of a stop and a lifting that did not see each other, the stop holds.
func (h *Hold) Stopped() (StopBy, bool) {
	for _, s := range h.Stops.Standing {
		if !s.Value.Lifted {
			return s.Value, true
		}
	}
	return StopBy{}, false
}

// HoldStory is the kind of story of holds on one payment.
var HoldStory = register.NewKind("payment_hold", func(h *Hold, add register.Adder) {
	for _, s := range h.Stated.Standing {
		if !s.Value.Resolver.IsZero() {
			add(OnHold, dayKey(s.Value.Until))
		}
	}
	if stop, stands := h.Stopped(); stands {
		add(StoppedByPeople, dayKey(stop.Day))
	}
})

// HoldID is the id of the story of holds on one payment, by the name that its step had first: a new version of the programme that renames it
// lets nobody's hold go.
func HoldID(journey id.ID, step string) id.ID { return drawn("payment hold", string(journey[:]), step) }

// drawn draws an id from words.
func drawn(words ...string) id.ID {
	h := sha256.New()
	for _, w := range words {
		h.Write([]byte(w))
		h.Write([]byte{0})
	}
	d, _ := id.FromBytes(h.Sum(nil)[:id.Size])
	return d
}

// dayKey sorts by day.
func dayKey(d clock.Day) []byte {
	u := uint32(d) ^ 1<<31
	return []byte{byte(u >> 24), byte(u >> 16), byte(u >> 8), byte(u)}
}
