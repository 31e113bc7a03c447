// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// Feed says whose facts a feed carries, and of which scope. A node that was restored from a backup takes a new incarnation, so that
// it can never write two different facts under one number; each process that writes beside others has a slot of its own. Node,
// Incarnation and Slot are those of its Writer, Caseload and Compartment those of its scope.
type Feed struct {
	_           struct{} `cbor:",toarray"`
	Node        id.ID
	Incarnation uint32
	Slot        uint16
	Caseload    id.ID
	Compartment access.Compartment
}

// NewFeed returns the feed of a writer in a scope.
func NewFeed(w Writer, scope access.Scope) Feed {
	return Feed{Node: w.Node, Incarnation: w.Incarnation, Slot: w.Slot, Caseload: scope.Caseload, Compartment: scope.Compartment}
}

// Writer names who writes a feed: a node, in its present incarnation, through one of its slots. Node is the node's id; Incarnation
// rises at each restoring and Slot is counted from 0.
type Writer struct {
	Node        id.ID
	Incarnation uint32
	Slot        uint16
}

// Scope returns the scope whose facts f carries.
func (f Feed) Scope() access.Scope {
	return access.Scope{Caseload: f.Caseload, Compartment: f.Compartment}
}

// Writer returns who writes f.
func (f Feed) Writer() Writer { return Writer{f.Node, f.Incarnation, f.Slot} }

// FeedID is the first half of the SHA-256 of a Feed: it certifies itself.
type FeedID [16]byte

// ID returns the id of f.
func (f Feed) ID() FeedID {
	sum := sha256.Sum256(mustEncode(f))
	return FeedID(sum[:16])
}

// String returns the id in hexadecimal.
func (f FeedID) String() string { return hex.EncodeToString(f[:]) }

// Hash is the SHA-256 of an envelope, or of a sealed part.
type Hash [32]byte

// IsZero reports whether h is the hash of nothing: of the fact before the first, or of a part that never was.
func (h Hash) IsZero() bool { return h == Hash{} }

// Ref names one fact.
type Ref struct {
	_    struct{} `cbor:",toarray"`
	Feed FeedID   // in which it stands
	Seq  uint64   // from 1
}

// Compare orders refs by feed, then by number.
func (r Ref) Compare(other Ref) int {
	if c := bytes.Compare(r.Feed[:], other.Feed[:]); c != 0 {
		return c
	}
	switch {
	case r.Seq < other.Seq:
		return -1
	case r.Seq > other.Seq:
		return 1
	}
	return 0
}

// Place is where a fact stands in the order in which a story is read: by stamp, and where stamps are equal by ref. At is the stamp
// of the fact that Ref names.
type Place struct {
	_   struct{} `cbor:",toarray"`
	At  clock.Stamp
	Ref Ref
}

// Compare returns -1 if p is read before other, +1 if after.
func (p Place) Compare(other Place) int {
	switch {
	case p.At < other.At:
		return -1
	case p.At > other.At:
		return 1
	}
	return p.Ref.Compare(other.Ref)
}

// Head is the last fact of a feed: it stands for the whole of it. Feed is which, Seq the number of that fact, from 1, and Hash that
// of its envelope.
type Head struct {
	_    struct{} `cbor:",toarray"`
	Feed FeedID
	Seq  uint64
	Hash Hash
}
