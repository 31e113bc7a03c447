// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"bytes"
	"crypto/sha256"

	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"

	"github.com/fxamacker/cbor/v2"
)

// Format is the version of the envelope that this program writes. Older ones are read for ever.
const Format = 1

// Envelope is the clear part of a fact: what anyone who carries it may see. It names no kind, no person and no author.
type Envelope struct {
	_          struct{}    `cbor:",toarray"`
	Format     uint8       // see the constant Format; never 0
	Feed       FeedID      // in which it was written
	Seq        uint64      // from 1, without gaps
	Prev       Hash        // hash of the fact before it; zero for the first
	At         clock.Stamp // orders a story for reading
	Command    id.ID       // the command that wrote it
	Epoch      uint32      // of the scope's key
	Salt       [16]byte    // fresh for each fact
	RecordHash Hash        // of the sealed record
	PersonHash Hash        // of the sealed person part; zero where there is none
}

// bound is the envelope without its hashes: what both sealed parts are bound to.
type bound struct {
	_       struct{} `cbor:",toarray"`
	Format  uint8
	Feed    FeedID
	Seq     uint64
	Prev    Hash
	At      clock.Stamp
	Command id.ID
	Epoch   uint32
	Salt    [16]byte
}

func (e *Envelope) bound() []byte {
	return mustEncode(bound{Format: e.Format, Feed: e.Feed, Seq: e.Seq, Prev: e.Prev, At: e.At, Command: e.Command,
		Epoch: e.Epoch, Salt: e.Salt})
}

// Sealed is a fact as it lies on disk and travels: an envelope and two sealed parts, each exactly as received. Envelope is
// deterministic CBOR, in the clear; Record is sealed with the scope's key.
type Sealed struct {
	Envelope []byte
	Record   []byte
	Person   []byte // nil where there is none, or where its owner was forgotten
}

// Hash returns the hash of the fact: that of its envelope, which holds the hashes of its parts.
func (s *Sealed) Hash() Hash { return sha256.Sum256(s.Envelope) }

// Open reads the envelope of s and verifies that the parts are those it names. A missing person part is no error here: whether it
// may be missing is for the caller to judge.
func (s *Sealed) Open() (*Envelope, error) {
	e, err := s.readEnvelope()
	if err != nil {
		return nil, err
	}
	if err := s.checkParts(e); err != nil {
		return nil, err
	}
	return e, nil
}

// readEnvelope reads the envelope. One that says the same in other bytes than ours would (a longer number, a cut or padded hash)
// is refused: it would be a second fact with the same contents, and what it is bound to would not be what it shows.
func (s *Sealed) readEnvelope() (*Envelope, error) {
	const op = "journal.Open"
	var e Envelope
	if err := Decode(s.Envelope, &e); err != nil {
		if format := formatOf(s.Envelope); format > Format {
			return nil, fault.New(op, fault.Unavailable, "journal.newer_format", fault.Args{"format": format})
		}
		return nil, fault.New(op, fault.Damaged, "journal.envelope_unreadable", nil).Because(err)
	}
	if e.Format > Format {
		return nil, fault.New(op, fault.Unavailable, "journal.newer_format", fault.Args{"format": e.Format})
	}
	if e.Format == 0 || e.Seq == 0 || !bytes.Equal(mustEncode(e), s.Envelope) {
		return nil, fault.New(op, fault.Damaged, "journal.envelope_unreadable", nil)
	}
	return &e, nil
}

// formatOf returns the format of an envelope whose other members may be unknown here; 0 where there is none.
func formatOf(envelope []byte) uint64 {
	var members []cbor.RawMessage
	var format uint64
	if Decode(envelope, &members) != nil || len(members) == 0 || Decode(members[0], &format) != nil {
		return 0
	}
	return format
}

func (s *Sealed) checkParts(e *Envelope) error {
	const op = "journal.Open"
	if sha256.Sum256(s.Record) != e.RecordHash {
		return fault.New(op, fault.Damaged, "journal.record_changed", fault.Args{"seq": e.Seq})
	}
	if s.Person != nil && sha256.Sum256(s.Person) != e.PersonHash {
		return fault.New(op, fault.Damaged, "journal.person_changed", fault.Args{"seq": e.Seq})
	}
	return nil
}
