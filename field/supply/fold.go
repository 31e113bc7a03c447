// SPDX-License-Identifier: Apache-2.0

package supply

import (
	"crypto/sha256"
	"slices"

	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// Stock is what lies of one item at one place, in pieces.
type Stock struct {
	Place     id.ID                 `cbor:"1,keyasint"`           // where it lies, of the commons
	Item      string                `cbor:"2,keyasint"`           // an id of the programme's words
	Received  int64                 `cbor:"3,keyasint,omitempty"` // sum of all receipts
	Moved     int64                 `cbor:"4,keyasint,omitempty"` // in, less out
	HandedOut int64                 `cbor:"5,keyasint,omitempty"` // sum of all lines given
	Found     int64                 `cbor:"6,keyasint,omitempty"` // sum of what counts found more, less what they found less
	Entries   []Entry               `cbor:"7,keyasint,omitempty"` // all but what was handed out, in the order of their facts
	Keepers   register.Held[Keeper] `cbor:"8,keyasint"`           // two where two nodes took custody unseen
}

// Entry is one line of a stock card. What was handed out stands on the distribution lists, one line a subject, and here as a sum.
//
// Source and Donor are of a receipt, Waybill of a receipt or a move, Reason of a count: each in the office's words, "" where there
// is none. Day is when it happened; its Kind says which of the other fields have a meaning.
type Entry struct {
	_       struct{} `cbor:",toarray"`
	Kind    EntryKind
	Count   int64 // by which the stock changed
	Day     clock.Day
	By      id.ID // who wrote it
	Source  string
	Donor   string
	Waybill string
	Other   id.ID // of a move: the other place
	Lies    int64 // of a count: what lay there
	Reason  string
}

// EntryKind says what a line of a stock card is.
type EntryKind string

// The kinds of entries.
const (
	Received EntryKind = "received"
	Moved    EntryKind = "moved"
	Counted  EntryKind = "counted"
)

// Keeper is the node that has custody of a stock: it alone writes what takes away from it. Node is its id.
type Keeper struct {
	_    struct{} `cbor:",toarray"`
	Node id.ID
}

func (s *Stock) enter(f *journal.Fact, e Entry) {
	e.Day, e.By = f.Day, f.Author
	s.Entries = append(s.Entries, e)
}

// OnHand returns how many pieces lie there by the ledger. Below zero, two nodes handed out what lay there once: see Short.
func (s *Stock) OnHand() int64 { return s.Received + s.Moved + s.Found - s.HandedOut }

// Short reports whether the stock contradicts itself: more was taken away than there was, by people who did not see each other.
func (s *Stock) Short() bool { return s.OnHand() < 0 }

// Keeper returns the node with custody. ok is false where none has it, or where two do without anybody knowing of both.
func (s *Stock) Keeper() (node id.ID, ok bool) {
	for _, k := range s.Keepers.Standing {
		if ok && k.Value.Node != node {
			return id.ID{}, false
		}
		node, ok = k.Value.Node, true
	}
	return node, ok
}

// The lists under which stocks and distribution lists are found.
var (
	AtPlace = register.List{Name: "stocks_by_place"}       // stocks, by place
	Short   = register.List{Name: "contradiction_stocks"}  // stocks below zero
	Lists   = register.List{Name: "distribution_lists"}    // distribution lists, by their day
	ListsAt = register.List{Name: "distribution_lists_at"} // distribution lists, by their place
)

// StockStory is the kind of story of a stock.
var StockStory = register.NewKind("stock", func(s *Stock, add register.Adder) {
	add(AtPlace, s.Place[:])
	if s.Short() {
		add(Short, []byte{1})
	}
})

// StockID is the id of the stock of an item at a place.
func StockID(place id.ID, item string) id.ID {
	sum := sha256.Sum256(slices.Concat([]byte("stock\x00"), place[:], []byte(item)))
	d, _ := id.FromBytes(sum[:id.Size])
	return d
}

// List is a distribution list. Its lines are the journeys found by its id in journey.ByLink.
type List struct {
	Made Made  `cbor:"1,keyasint"` // frozen: nothing of it changes later
	By   id.ID `cbor:"2,keyasint"` // the user who made it
}

// Made is what a list was when it was made. Programme and Step name what is given by their ids; Place is where, and out of whose
// stock.
type Made struct {
	Programme string           `cbor:"1,keyasint"`
	Step      string           `cbor:"2,keyasint"`
	Place     id.ID            `cbor:"3,keyasint"`
	Day       clock.Day        `cbor:"4,keyasint"` // of the distribution
	Count     int              `cbor:"5,keyasint"` // of lines
	Needs     []journey.Amount `cbor:"6,keyasint"` // of each item, for all lines
}

// ListStory is the kind of story of a distribution list.
var ListStory = register.NewKind("distribution_list", func(l *List, add register.Adder) {
	add(Lists, dayKey(l.Made.Day))
	add(ListsAt, l.Made.Place[:])
})

// Line is one step of the verb give, as its journey tells it.
type Line struct {
	Step   string           // the step's id
	Begun  bool             // whether it was listed or given at all
	List   id.ID            // the list it was last put on
	Listed clock.Day        // on which it was put there
	Gives  []journey.Amount // as frozen when it was first listed, or as it was given
	Given  int              // how often it was given; more than once by offices that did not see each other
	To     id.ID            // who received it last; zero once forgotten
	On     clock.Day        // on which it was last given
	By     id.ID            // who handed it out last
	Hands  []id.ID          // all who handed it out
}

// LineOf reads one step of the verb give out of its journey.
func LineOf(j *journey.Journey, step string) Line {
	l := Line{Step: step, Listed: clock.NoDay, On: clock.NoDay}
	for i := range j.Marks {
		if m := &j.Marks[i]; m.Step == step && !m.Withdrawn {
			l.read(m)
		}
	}
	return l
}

func (l *Line) read(m *journey.Mark) {
	switch m.State {
	case programme.Allotted:
		if l.Given > 0 {
			return // by an office that did not know
		}
		l.Begun, l.List, l.Listed, l.Gives = true, m.Link, m.Day, m.Amounts
	case programme.Given:
		l.Begun, l.List, l.Gives, l.To, l.On, l.By = true, m.Link, m.Amounts, m.By, m.Day, m.Author
		l.Hands = append(l.Hands, m.Author)
		l.Given++
	}
}
