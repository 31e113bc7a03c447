// SPDX-License-Identifier: Apache-2.0

// Package register keeps what is true now: for each story (a person, a household, a journey, a place, …) one state,
// folded from the story's facts, and the entries under which lists and searches find it.
//
// # A fold
//
// A fold reads one story and no clock, never refuses, and marks contradictions. It reads the story's facts in one order: by
// stamp, then feed, then number. A fact that arrives late makes the story be folded again from the journal, so that the same facts
// give the same bytes whatever the order of their arrival. What stands is decided by supersession (type Held); the order
// decides only how the story reads.
//
// # A register can be thrown away
//
// Everything here is drawn from the journal and can be drawn again; Check does so and compares byte for byte. Field packages
// declare kinds of stories and of facts (NewKind, NewFact) and collect them in a House; nothing is registered behind one's back.
//
// # What is readable
//
// In SQLite the file is encrypted and rows are plain inside it. In PostgreSQL every state is sealed, and the keys of hidden
// lists are truncated keyed hashes, so that no administrator of the database reads them.
package register
