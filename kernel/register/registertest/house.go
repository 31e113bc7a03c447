// SPDX-License-Identifier: Apache-2.0

package registertest

import (
	"encoding/binary"
	"slices"
	"strings"

	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// Note is the toy story: a sum, an order-sensitive log, a field that is replaced, and whether it has left its scope. Sum adds up
// every Counted.Add, Log has the labels in the order in which the facts are read, Word holds what was said and not replaced, and
// Left is true once the note was transferred out.
type Note struct {
	Sum     int64                 `cbor:"1,keyasint,omitempty"`
	Log     []string              `cbor:"2,keyasint,omitempty"`
	Word    register.Held[string] `cbor:"3,keyasint"`
	Left    bool                  `cbor:"4,keyasint,omitempty"`
	Silence int64                 `cbor:"5,keyasint,omitempty"` // words that were forgotten
}

// Counted is the residue of a number that is added. Add is the number; Label goes into the log, "" for none.
type Counted struct {
	Add   int64  `cbor:"1,keyasint"`
	Label string `cbor:"2,keyasint,omitempty"`
}

// Worded is the person part of a word that is said. Text is the word, or of a name its two words.
type Worded struct {
	Text string `cbor:"1,keyasint"`
}

// BySum is a list that anyone may read; ByWord tells of a person; ByTwoWords too, and has keys of two parts. The lists of notes stay as they are: the
// corpus of versions holds what they were on the day it was written.
var (
	BySum      = register.List{Name: "by_sum"}
	ByWord     = register.List{Name: "by_word", Hidden: true}
	ByTwoWords = register.List{Name: "by_two_words", Hidden: true, Parted: true}
)

// TwoWords is the key of two words in ByTwoWords.
func TwoWords(first, second string) []byte { return []byte(first + "\x00" + second) }

// SumKey is the key of a sum in BySum.
func SumKey(sum int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(sum)) }

// NoteStory is the kind of the toy story.
var NoteStory = register.NewKind("note", func(n *Note, add register.Adder) {
	add(BySum, SumKey(n.Sum))
	for _, w := range n.Word.Standing {
		add(ByWord, []byte(w.Value))
	}
})

// Named is the state of the toy story of somebody's name.
type Named struct {
	Name register.Held[string] `cbor:"1,keyasint"` // two words
}

// NameStory is the kind of the toy story of a name: it is found by two words.
var NameStory = register.NewKind("name", func(n *Named, add register.Adder) {
	for _, w := range n.Name.Standing {
		if first, second, two := strings.Cut(w.Value, " "); two {
			add(ByTwoWords, TwoWords(first, second))
		}
	}
})

var named = register.NewFact(NameStory, "name.given", 1, func(n *Named, f *journal.Fact, _ register.None, p *Worded) {
	if p != nil {
		n.Name.Put(f, "name", p.Text)
	}
})

var counted = register.NewFact(NoteStory, "note.counted", 1, func(n *Note, _ *journal.Fact, r Counted, _ *register.None) {
	n.Sum += r.Add
	if r.Label != "" {
		n.Log = append(n.Log, r.Label)
	}
})

var worded = register.NewFact(NoteStory, "note.worded", 1, func(n *Note, f *journal.Fact, _ register.None, p *Worded) {
	if p == nil {
		n.Silence++
		return
	}
	n.Word.Put(f, "word", p.Text)
})

// later is a kind that older houses do not know.
var later = register.NewFact(NoteStory, "note.doubled", 1, func(n *Note, _ *journal.Fact, _ register.None, _ *register.None) { n.Sum *= 2 })

// NoteTransfers are the kinds by which notes change their scope.
var NoteTransfers = register.NewTransfers(NoteStory, func(n *Note, _ *journal.Fact, _ register.TransferredOut) { n.Left = true })

// House knows notes.
func House() *register.House { return register.NewHouse(declarations()...) }

// NewerHouse knows one kind of fact more.
func NewerHouse() *register.House { return register.NewHouse(append(declarations(), later)...) }

func declarations() []register.Declaration {
	return []register.Declaration{NoteStory, counted, worded, NoteTransfers.Out, NoteTransfers.In, NameStory, named}
}

// Count adds a number to a note; a label goes into its log.
func Count(story id.ID, add int64, label string) journal.Draft {
	return counted.Draft(story, clock.Day(20000), Counted{add, label})
}

// Say puts a word of an owner's into a note, in place of those that were seen.
func Say(story, owner id.ID, text string, seen ...journal.Ref) journal.Draft {
	return worded.DraftFor(story, owner, clock.Day(20000), register.None{}, Worded{text}).Replacing("word", slices.Clone(seen))
}

// Name gives somebody a name of two words.
func Name(story, owner id.ID, text string) journal.Draft {
	return named.DraftFor(story, owner, clock.Day(20000), register.None{}, Worded{text})
}

// Double doubles a note's sum; only NewerHouse folds it.
func Double(story id.ID) journal.Draft { return later.Draft(story, clock.Day(20000), register.None{}) }
