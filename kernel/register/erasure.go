// SPDX-License-Identifier: Apache-2.0

package register

import (
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// ErasureReason is the class of reason for which an owner is forgotten. The numbers are stored: do not reorder.
type ErasureReason uint8

// The classes of reason. The words in which somebody asked belong to their file and go with it.
const (
	ErasureAsked      ErasureReason = iota + 1 // the person, or who speaks for them, asked for it
	ErasureRetention                           // the time for which the data may be kept is over
	ErasureMistake                             // they should never have been registered
	ErasureProtection                          // holding the data puts them in danger
)

// Erasure is the state of an owner's erasure: who was forgotten is the story's id. It stands for ever, so that copies that arrive
// later are known for what they are.
type Erasure struct {
	Records []ErasureRecord `cbor:"1,keyasint,omitempty"` // in order; the first made it so
}

// ErasureRecord is one decision that an owner is to be forgotten. Reason is its class, Day the day it was decided, Author the user
// who did, and Ref the fact that says so.
type ErasureRecord struct {
	Reason ErasureReason `cbor:"1,keyasint"`
	Day    clock.Day     `cbor:"2,keyasint"`
	Author id.ID         `cbor:"3,keyasint"`
	Ref    journal.Ref   `cbor:"4,keyasint"`
}

type erasedResidue struct {
	Reason ErasureReason `cbor:"1,keyasint"`
}

// ErasureStory is the kind of story that an erasure is. Its id is the owner's, and it lies in the scope in which the owner's key was
// destroyed.
var ErasureStory = NewKind[Erasure]("erasure", nil)

var erased = NewFact(ErasureStory, "register.erased", 1, func(e *Erasure, f *journal.Fact, r erasedResidue, _ *None) {
	e.Records = append(e.Records, ErasureRecord{Reason: r.Reason, Day: f.Day, Author: f.Author, Ref: f.Ref()})
})

// Erase returns the fact that an owner is to be forgotten in a scope. From then on a missing person part of the owner's is
// valid, and one that still arrives is ignored. Forget carries it out.
func Erase(owner id.ID, day clock.Day, reason ErasureReason) journal.Draft {
	return erased.Draft(owner, day, erasedResidue{reason})
}

// Erases reports whom a fact asks to forget, if it is an erasure.
func Erases(f *journal.Fact) (owner id.ID, is bool) { return f.Story, f.Kind == erased.name }
