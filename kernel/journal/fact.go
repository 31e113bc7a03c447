// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"slices"

	"safar/kernel/clock"
	"safar/kernel/id"

	"github.com/fxamacker/cbor/v2"
)

// Record is the part of a fact that survives forgetting.
type Record struct {
	Kind       string           `cbor:"1,keyasint"`           // what happened, such as "people.registered"
	Version    uint16           `cbor:"2,keyasint"`           // of the kind's contents
	Author     id.ID            `cbor:"3,keyasint"`           // the user who wrote it
	Wall       int64            `cbor:"4,keyasint"`           // milliseconds since 1970 UTC by the writer's clock
	Day        clock.Day        `cbor:"5,keyasint"`           // the day on which it happened
	Story      id.ID            `cbor:"6,keyasint"`           // what it is folded into
	Owner      id.ID            `cbor:"7,keyasint,omitempty"` // whose key seals the person part; zero where there is none
	Supersedes map[string][]Ref `cbor:"8,keyasint,omitempty"` // field → the facts whose values the writer saw and replaces
	Deps       []Ref            `cbor:"9,keyasint,omitempty"` // heads of other feeds that the decision relied on
	Residue    cbor.RawMessage  `cbor:"10,keyasint"`          // the kind's own contents: enough to count, too coarse to recognise
}

// Fact is an opened fact, as a fold reads it.
type Fact struct {
	Envelope
	Record
	Person    []byte // CBOR of the kind's person part; nil where there is none or where its owner was forgotten
	Forgotten bool   // a person part was written and is gone
}

// Ref names the fact.
func (f *Fact) Ref() Ref { return Ref{Feed: f.Feed, Seq: f.Seq} }

// Place is where the fact stands in the order of its story.
func (f *Fact) Place() Place { return Place{At: f.At, Ref: f.Ref()} }

// Knew reports whether the node that wrote the fact had another one, of the same scope, when it did: of its own feed, or of one that it had read so
// far. Only the first fact of a command says what was read (Deps).
func (f *Fact) Knew(other Ref) bool {
	if f.Feed == other.Feed {
		return f.Seq > other.Seq
	}
	return slices.ContainsFunc(f.Deps, func(head Ref) bool { return head.Feed == other.Feed && head.Seq >= other.Seq })
}

// Draft is a fact that is yet to be written.
//
// Kind, Version, Story, Owner and Supersedes are those of the Record; kinds that are declared in a register fill in the first two.
// Day is when it happened; clock.NoDay lets the desk put in today.
type Draft struct {
	Kind       string
	Version    uint16
	Story      id.ID
	Owner      id.ID // must be set if Person is
	Day        clock.Day
	Supersedes map[string][]Ref
	Residue    any // encoded as deterministic CBOR
	Person     any // encoded as deterministic CBOR; nil for none
}

// Replacing returns d with the facts whose values of a field it replaces: those its writer saw.
func (d Draft) Replacing(field string, seen []Ref) Draft {
	if len(seen) == 0 {
		return d
	}
	replaced := make(map[string][]Ref, len(d.Supersedes)+1)
	for k, v := range d.Supersedes {
		replaced[k] = v
	}
	replaced[field] = seen
	d.Supersedes = replaced
	return d
}
