// SPDX-License-Identifier: Apache-2.0

package documents

import (
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/register"
	"safar/kernel/vault"
)

// Document is what is true of a document. Subject is whose it is, At where its picture lies; Day is the day it was filed and By the user who
// did. Of a milestone, Journey and Step say which. Here says that it was not forgotten: Kind, Class and Words are empty where it was.
// Withdrawn says that it was wrong: WithdrawnOn and WithdrawnBy when and who said so, Why in their words.
type Document struct {
	Subject     id.ID         `cbor:"1,keyasint"`
	At          vault.Address `cbor:"2,keyasint"`
	Journey     id.ID         `cbor:"3,keyasint,omitempty"`
	Step        string        `cbor:"4,keyasint,omitempty"`
	Day         clock.Day     `cbor:"5,keyasint"`
	By          id.ID         `cbor:"6,keyasint"`
	Here        bool          `cbor:"7,keyasint,omitempty"`
	Kind        Kind          `cbor:"8,keyasint,omitempty"`
	Class       access.Class  `cbor:"9,keyasint,omitempty"`
	Words       string        `cbor:"10,keyasint,omitempty"`
	Withdrawn   bool          `cbor:"11,keyasint,omitempty"`
	WithdrawnOn clock.Day     `cbor:"12,keyasint,omitempty"`
	WithdrawnBy id.ID         `cbor:"13,keyasint,omitempty"`
	Why         string        `cbor:"14,keyasint,omitempty"`
}

// Stands reports whether the document has a picture: it was neither withdrawn nor forgotten.
func (d *Document) Stands() bool { return d.Here && !d.Withdrawn }

// Of is the list of documents under whose they are.
var Of = register.List{Name: "documents_of"}

// OfJourney is the list of photographs of milestones, under the journey.
var OfJourney = register.List{Name: "documents_of_journey"}

// Story is the kind of story of a document. For as long as it stands its picture is named, and kept.
var Story = register.NewKind("document", func(d *Document, add register.Adder) {
	if !d.Here {
		return
	}
	add(Of, d.Subject[:])
	if !d.Journey.IsZero() {
		add(OfJourney, d.Journey[:])
	}
	if d.Stands() {
		add(vault.Attachments, d.At[:])
	}
})
