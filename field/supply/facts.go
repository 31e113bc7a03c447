// SPDX-License-Identifier: Apache-2.0

package supply

import (
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// heapOf says of which item at which place a fact of a stock is.
type heapOf struct {
	_     struct{} `cbor:",toarray"`
	Place id.ID
	Item  string
}

func (s *Stock) name(of heapOf) { s.Place, s.Item = of.Place, of.Item }

// receivedResidue is where goods came from. A waybill and a donor are the office's words; they name nobody.
type receivedResidue struct {
	Of      heapOf `cbor:"1,keyasint"`
	Count   int64  `cbor:"2,keyasint"`
	Source  string `cbor:"3,keyasint,omitempty"` // supplier, warehouse or partner
	Donor   string `cbor:"4,keyasint,omitempty"`
	Waybill string `cbor:"5,keyasint,omitempty"`
}

var received = register.NewFact(StockStory, "supply.received", 1,
	func(s *Stock, f *journal.Fact, r receivedResidue, _ *register.None) {
		s.name(r.Of)
		s.Received += r.Count
		s.enter(f, Entry{Kind: Received, Count: r.Count, Source: r.Source, Donor: r.Donor, Waybill: r.Waybill})
	})

// movedResidue is one side of a move: below zero where goods left for the other place.
type movedResidue struct {
	Of      heapOf `cbor:"1,keyasint"`
	Count   int64  `cbor:"2,keyasint"`
	Other   id.ID  `cbor:"3,keyasint"`
	Waybill string `cbor:"4,keyasint,omitempty"`
}

var moved = register.NewFact(StockStory, "supply.moved", 1,
	func(s *Stock, f *journal.Fact, r movedResidue, _ *register.None) {
		s.name(r.Of)
		s.Moved += r.Count
		s.enter(f, Entry{Kind: Moved, Count: r.Count, Other: r.Other, Waybill: r.Waybill})
	})

// takenResidue is what was handed out of a stock to one subject.
type takenResidue struct {
	Of      heapOf `cbor:"1,keyasint"`
	Count   int64  `cbor:"2,keyasint"`
	Journey id.ID  `cbor:"3,keyasint"`
	Step    string `cbor:"4,keyasint"`
}

var taken = register.NewFact(StockStory, "supply.taken", 1,
	func(s *Stock, f *journal.Fact, r takenResidue, _ *register.None) {
		s.name(r.Of)
		s.HandedOut += r.Count
	})

// countedResidue is what somebody counted, by how much it differs from the ledger, and why.
type countedResidue struct {
	Of         heapOf `cbor:"1,keyasint"`
	Counted    int64  `cbor:"2,keyasint"`
	Difference int64  `cbor:"3,keyasint,omitempty"`
	Reason     string `cbor:"4,keyasint,omitempty"` // in the office's words; it names nobody
}

var counted = register.NewFact(StockStory, "supply.counted", 1,
	func(s *Stock, f *journal.Fact, r countedResidue, _ *register.None) {
		s.name(r.Of)
		s.Found += r.Difference
		s.enter(f, Entry{Kind: Counted, Count: r.Difference, Lies: r.Counted, Reason: r.Reason})
	})

type keptResidue struct {
	Of   heapOf `cbor:"1,keyasint"`
	Keep Keeper `cbor:"2,keyasint"`
}

// kept gives one node custody of a stock.
var kept = register.NewFact(StockStory, "supply.kept", 1,
	func(s *Stock, f *journal.Fact, r keptResidue, _ *register.None) {
		s.name(r.Of)
		s.Keepers.Put(f, "keeper", r.Keep)
	})

var listMade = register.NewFact(ListStory, "supply.list_made", 1,
	func(l *List, f *journal.Fact, r Made, _ *register.None) { l.Made, l.By = r, f.Author })

// listedResidue is what a subject is to get, frozen when it was put on a list.
type listedResidue struct {
	Step    string           `cbor:"1,keyasint"`
	List    id.ID            `cbor:"2,keyasint"`
	Gives   []journey.Amount `cbor:"3,keyasint"`
	Version [32]byte         `cbor:"4,keyasint"`           // hash of the programme's file
	Size    int              `cbor:"5,keyasint,omitempty"` // living members
}

var listed = register.NewFact(journey.Story, "supply.listed", 1,
	func(j *journey.Journey, f *journal.Fact, r listedResidue, _ *register.None) {
		j.Add(f, journey.Mark{Step: r.Step, State: programme.Allotted, Link: r.List, Amounts: r.Gives, Author: f.Author})
	})

type givenResidue struct {
	Step  string           `cbor:"1,keyasint"`
	List  id.ID            `cbor:"2,keyasint"`
	Gives []journey.Amount `cbor:"3,keyasint"`
}

// Receipt is who received goods, the line or number they signed, and what was filled in of the step's form.
type Receipt struct {
	To      id.ID             `cbor:"1,keyasint,omitempty"` // zero where the subject is no household and no person
	Signed  string            `cbor:"2,keyasint,omitempty"` // "" for none; at most 200 bytes
	Answers programme.Answers `cbor:"3,keyasint,omitempty"` // by question; nil where the step has no form
}

var given = register.NewFact(journey.Story, "supply.given", 1,
	func(j *journey.Journey, f *journal.Fact, r givenResidue, p *Receipt) {
		m := journey.Mark{Step: r.Step, State: programme.Given, Link: r.List, Amounts: r.Gives, Author: f.Author}
		if p != nil {
			m.By = p.To
		}
		j.Add(f, m)
	})

// settledResidue says that goods which were given so often stay where they are.
type settledResidue struct {
	Step  string `cbor:"1,keyasint"`
	Given int    `cbor:"2,keyasint"`
}

var settled = register.NewFact(journey.Story, "supply.settled", 1,
	func(j *journey.Journey, f *journal.Fact, r settledResidue, _ *journey.Words) {
		j.Add(f, journey.Mark{Step: r.Step, State: programme.Agreed, Value: string(journey.GivenTwice), Unit: r.Given})
	})

// Declarations are the kinds of stories and facts of this package.
func Declarations() []register.Declaration {
	return []register.Declaration{StockStory, received, moved, taken, counted, kept, ListStory, listMade, listed, given, settled}
}

// dayKey is the key of a day in a list: an earlier day stands before a later one.
func dayKey(d clock.Day) []byte {
	u := uint32(d) ^ 1<<31
	return []byte{byte(u >> 24), byte(u >> 16), byte(u >> 8), byte(u)}
}
