// SPDX-License-Identifier: Apache-2.0

package documents

import (
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
	"safar/kernel/vault"
)

// Kind is what a document is, as an id of the field's words.
type Kind string

// The kinds that the program knows itself. A milestone is filed by its inspection alone.
const (
	Portrait  Kind = "portrait"  // a photograph of the person, or of the household
	Milestone Kind = "milestone" // what an inspector saw of what is built
)

// Kinds are what a form offers, in its order.
func Kinds() []Kind {
	return []Kind{Portrait, "identity", "birth", "marriage", "land", "agreement", "consent", "letter", "other"}
}

// filedResidue is what survives: whose it was, where its sealed bytes lay, and of which milestone it was.
type filedResidue struct {
	Subject id.ID         `cbor:"1,keyasint"`
	At      vault.Address `cbor:"2,keyasint"`
	Journey id.ID         `cbor:"3,keyasint,omitempty"` // of a milestone
	Step    string        `cbor:"4,keyasint,omitempty"`
}

// filedWords is the person part.
type filedWords struct {
	Kind  Kind         `cbor:"1,keyasint"`
	Class access.Class `cbor:"2,keyasint"`
	Words string       `cbor:"3,keyasint,omitempty"`
}

var filed = register.NewFact(Story, "documents.filed", 1, func(d *Document, f *journal.Fact, r filedResidue, w *filedWords) {
	d.Subject, d.At, d.Journey, d.Step, d.Day, d.By = r.Subject, r.At, r.Journey, r.Step, f.Day, f.Author
	if w != nil {
		d.Here, d.Kind, d.Class, d.Words = true, w.Kind, w.Class, w.Words
	}
})

type withdrawnWords struct {
	Why string `cbor:"1,keyasint"`
}

var withdrawn = register.NewFact(Story, "documents.withdrawn", 1, func(d *Document, f *journal.Fact, _ register.None, w *withdrawnWords) {
	d.Withdrawn, d.WithdrawnOn, d.WithdrawnBy = true, f.Day, f.Author
	if w != nil {
		d.Why = w.Why
	}
})

// Declarations are the kinds of stories and facts of this package.
func Declarations() []register.Declaration { return []register.Declaration{Story, filed, withdrawn} }
