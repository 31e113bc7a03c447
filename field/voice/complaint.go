// SPDX-License-Identifier: Apache-2.0

package voice

import (
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// ComplaintKind is the kind of subject that is a complaint, or any other thing that somebody said to the office and that walks a pathway.
const ComplaintKind = "complaint"

// The attributes of a complaint that this package knows by name. A programme declares those that it wants to know.
const (
	attributeChannel     = "channel"     // on which way it came
	attributeTopic       = "topic"       // of what it is: its theme
	attributeInterpreter = "interpreter" // "yes": it waits for somebody who reads its language

	attributeWantsAnswer = "wants_an_answer" // "yes": they want to hear what became of it
)

// Complaint is what is known of a complaint beside what it is (subjects) and how far it has come (journey). Subject is which.
//
// Owner is the user who follows it; Same the complaint that says the same, under which both are counted as one theme; About the facility of which it is. Each is zero for none, and holds two
// where two offices wrote without seeing each other. Code is the proof of the code by which somebody may ask what became of it: a keyed hash, nil for none.
type Complaint struct {
	Subject id.ID                `cbor:"1,keyasint"`
	Owner   register.Held[id.ID] `cbor:"2,keyasint,omitzero"`
	Same    register.Held[id.ID] `cbor:"3,keyasint,omitzero"`
	About   register.Held[id.ID] `cbor:"4,keyasint,omitzero"`
	Code    []byte               `cbor:"5,keyasint,omitempty"`
	Box     id.ID                `cbor:"6,keyasint,omitempty"` // the opening in which its slip lay; zero for none
}

// The lists of complaints.
var (
	ByCode  = register.List{Name: "voice_codes"}  // the proof of a code
	BySame  = register.List{Name: "voice_same"}   // the complaint under which others are counted
	ByAbout = register.List{Name: "voice_about"}  // the facility of which they are
	ByOwner = register.List{Name: "voice_owners"} // the user who follows them
)

// ComplaintStory is the kind of story of what is known of a complaint.
var ComplaintStory = register.NewKind("complaint", func(c *Complaint, add register.Adder) {
	if len(c.Code) > 0 {
		add(ByCode, c.Code)
	}
	if !c.Box.IsZero() {
		add(FromBox, c.Box[:])
	}
	each := func(list register.List, h register.Held[id.ID]) {
		for _, s := range h.Standing {
			if !s.Value.IsZero() {
				add(list, s.Value[:])
			}
		}
	}
	each(BySame, c.Same)
	each(ByAbout, c.About)
	each(ByOwner, c.Owner)
})

// ComplaintID is the story of what is known of a complaint.
func ComplaintID(subject id.ID) id.ID { return id.Derived(subject, "complaint") }

// The fields of a complaint, as facts name what they replace.
const (
	fieldOwner = "owner"
	fieldSame  = "same"
	fieldAbout = "about"
)

// codedResidue says that a code was handed to who complained.
type codedResidue struct {
	Subject id.ID  `cbor:"1,keyasint"`
	Proof   []byte `cbor:"2,keyasint"`
}

var coded = register.NewFact(ComplaintStory, "voice.coded", 1, func(c *Complaint, _ *journal.Fact, r codedResidue, _ *register.None) {
	c.Subject, c.Code = r.Subject, r.Proof
})

// tied says what a complaint has to do with somebody or something else: who follows it, what says the same, of which facility it is. Other is zero for nobody and nothing.
type tied struct {
	Subject id.ID `cbor:"1,keyasint"`
	Other   id.ID `cbor:"2,keyasint,omitempty"`
}

var (
	followed = register.NewFact(ComplaintStory, "voice.followed", 1, func(c *Complaint, f *journal.Fact, r tied, _ *register.None) {
		c.Subject = r.Subject
		c.Owner.Put(f, fieldOwner, r.Other)
	})
	saidAlike = register.NewFact(ComplaintStory, "voice.said_alike", 1, func(c *Complaint, f *journal.Fact, r tied, _ *register.None) {
		c.Subject = r.Subject
		c.Same.Put(f, fieldSame, r.Other)
	})
	aboutFacility = register.NewFact(ComplaintStory, "voice.about_facility", 1, func(c *Complaint, f *journal.Fact, r tied, _ *register.None) {
		c.Subject = r.Subject
		c.About.Put(f, fieldAbout, r.Other)
	})
)

func noneSuch(op string) error { return fault.New(op, fault.NotFound, "voice.none", nil) }
