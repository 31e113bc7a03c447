// SPDX-License-Identifier: Apache-2.0

package bulk

import (
	"cmp"
	"slices"

	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// Record is what is true of a work: who asked for what, for whom, and how it ended. How far it came between the two is not written: the desk knows which of its commands
// were done.
type Record struct {
	Day   clock.Day            `cbor:"1,keyasint"`            // on which it began
	By    id.ID                `cbor:"2,keyasint"`            // the user who asked for it
	Node  id.ID                `cbor:"3,keyasint"`            // on which it is carried out, and nowhere else
	Deed  string               `cbor:"4,keyasint"`            // what is done: Deed.ID
	Asked Asked                `cbor:"5,keyasint"`            // what is said once for all of them
	Words register.Held[Words] `cbor:"6,keyasint"`            // what was written for all of them; two where two offices wrote
	Of    id.ID                `cbor:"7,keyasint,omitempty"`  // the work that this one takes back; zero for one that does something
	Count int                  `cbor:"8,keyasint"`            // how many they are
	Parts []part               `cbor:"9,keyasint"`            // of those for whom it was asked, in their order
	Ended bool                 `cbor:"10,keyasint,omitempty"` // whether it has come to its end
	Done  int                  `cbor:"11,keyasint,omitempty"` // how many were done, once it ended
}

// part is a part of the many, in their order.
type part struct {
	From  int    `cbor:"1,keyasint"` // how many come before
	Items []Item `cbor:"2,keyasint"`
}

// Items are those for whom it was asked, in their order.
func (r *Record) Items() (all []Item) {
	for _, p := range r.Parts {
		all = append(all, p.Items...)
	}
	return all
}

type begunResidue struct {
	Node  id.ID  `cbor:"1,keyasint"`
	Deed  string `cbor:"2,keyasint"`
	Asked Asked  `cbor:"3,keyasint"`
	Of    id.ID  `cbor:"4,keyasint,omitempty"`
	Count int    `cbor:"5,keyasint"`
}

var begun = register.NewFact(Story, "bulk.begun", 1, func(s *Record, f *journal.Fact, r begunResidue, w *Words) {
	s.Day, s.By, s.Node, s.Deed, s.Asked, s.Of, s.Count = f.Day, f.Author, r.Node, r.Deed, r.Asked, r.Of, r.Count
	if w != nil {
		s.Words.Put(f, "words", *w)
	}
})

var asked = register.NewFact(Story, "bulk.asked", 1, func(s *Record, _ *journal.Fact, r part, _ *register.None) {
	at, _ := slices.BinarySearchFunc(s.Parts, r, func(a, b part) int { return cmp.Compare(a.From, b.From) })
	s.Parts = slices.Insert(s.Parts, at, r)
})

type endedResidue struct {
	Done int `cbor:"1,keyasint"`
}

var ended = register.NewFact(Story, "bulk.ended", 1, func(s *Record, _ *journal.Fact, r endedResidue, _ *register.None) {
	s.Ended, s.Done = true, r.Done
})

// The lists under which works are found: by whoever asked, those that have not ended, and all by the day on which they began.
var (
	Open  = register.List{Name: "bulk_open"}   // the user
	ByDay = register.List{Name: "bulk_by_day"} // the user, and the day, the latest first
)

// Story is the kind of story of a work.
var Story = register.NewKind("bulk_work", func(s *Record, add register.Adder) {
	if s.By.IsZero() {
		return
	}
	if !s.Ended {
		add(Open, s.By[:])
	}
	d := ^(uint32(s.Day) ^ 1<<31)
	add(ByDay, append(s.By[:], byte(d>>24), byte(d>>16), byte(d>>8), byte(d)))
})

// Declarations are the kinds of stories and facts of this package.
func Declarations() []register.Declaration {
	return []register.Declaration{Story, begun, asked, ended}
}
