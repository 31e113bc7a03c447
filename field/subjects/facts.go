// SPDX-License-Identifier: Apache-2.0

package subjects

import (
	"safar/field/people"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// The fields of a subject that a description replaces; an attribute's is fieldAttribute and its name.
const (
	fieldName      = "name"
	fieldPlace     = "place"
	fieldUnder     = "under"
	fieldAttribute = "attribute."
)

// Attribute is what is known of a subject under a name that the pathway of its programme declares.
type Attribute struct {
	Name  string `cbor:"1,keyasint" class:"open"` // an id of the programme's file
	Value string `cbor:"2,keyasint" class:"open"` // as programme.FieldDecl.Parse reads it; "" takes back what was said
}

// Description is what a subject is.
type Description struct {
	Name       string      `cbor:"1,keyasint,omitempty"` // open: it names no person
	Place      id.ID       `cbor:"2,keyasint,omitempty"` // of the commons: where it is
	Under      id.ID       `cbor:"3,keyasint,omitempty"` // the subject or household that it belongs to
	Attributes []Attribute `cbor:"4,keyasint,omitempty"` // in order of name
}

// AddedAs returns the kind of the subject that a fact adds; "" for any other fact.
func AddedAs(f *journal.Fact) string {
	r, is, err := subjectAdded.ResidueOf(f)
	if !is || err != nil {
		return ""
	}
	return r.Kind
}

type added struct {
	Kind string      `cbor:"1,keyasint"`
	Code string      `cbor:"2,keyasint,omitempty"`
	Is   Description `cbor:"3,keyasint"`
}

var subjectAdded = register.NewFact(Story, "subjects.added", 1, func(s *Subject, f *journal.Fact, r added, _ *register.None) {
	s.Kind, s.Code, s.Since = r.Kind, r.Code, f.Day
	s.Name.Put(f, fieldName, r.Is.Name)
	s.Place.Put(f, fieldPlace, r.Is.Place)
	s.Under.Put(f, fieldUnder, r.Is.Under)
	s.describe(f, r.Is.Attributes)
})

// described states the fields that it names in Fields anew.
type described struct {
	Fields []string    `cbor:"1,keyasint,omitempty"` // name, place, under
	Is     Description `cbor:"2,keyasint"`
}

var subjectDescribed = register.NewFact(Story, "subjects.described", 1, func(s *Subject, f *journal.Fact, r described, _ *register.None) {
	for _, field := range r.Fields {
		switch field {
		case fieldName:
			s.Name.Put(f, fieldName, r.Is.Name)
		case fieldPlace:
			s.Place.Put(f, fieldPlace, r.Is.Place)
		case fieldUnder:
			s.Under.Put(f, fieldUnder, r.Is.Under)
		}
	}
	s.describe(f, r.Is.Attributes)
})

// joined is what is counted of somebody who is of a subject.
type joined struct {
	Person     id.ID         `cbor:"1,keyasint"`
	Role       string        `cbor:"2,keyasint,omitempty"` // an id of the programme's words: chair, treasurer
	Sex        people.Sex    `cbor:"3,keyasint,omitempty"`
	BornYear   int16         `cbor:"4,keyasint,omitempty"` // 0: not known
	Disability people.Answer `cbor:"5,keyasint,omitempty"`
}

// joinedWords is who they are.
type joinedWords struct {
	Names people.Names `cbor:"1,keyasint"`
	Phone string       `cbor:"2,keyasint,omitempty"` // in the form of E.164, or as it was given
}

var memberJoined = register.NewFact(Story, "subjects.member_joined", 1, func(s *Subject, f *journal.Fact, r joined, w *joinedWords) {
	m := Member{Ref: f.Ref(), Person: r.Person, Role: r.Role, Sex: r.Sex, BornYear: r.BornYear, Disability: r.Disability, Since: f.Day}
	if w != nil {
		m.Names, m.Phone = w.Names, w.Phone
	}
	s.Members = append(s.Members, m)
	s.takeLeave()
})

type left struct {
	Person id.ID `cbor:"1,keyasint"`
}

var memberLeft = register.NewFact(Story, "subjects.member_left", 1, func(s *Subject, f *journal.Fact, r left, _ *register.None) {
	s.Gone = append(s.Gone, Leave{Person: r.Person, Day: f.Day})
	s.takeLeave()
})

// Leave is a person who left a subject, and the day. Person is who, Day when.
type Leave struct {
	_      struct{} `cbor:",toarray"`
	Person id.ID
	Day    clock.Day
}

// Declarations are the kinds of stories and facts of this package.
func Declarations() []register.Declaration {
	return []register.Declaration{Story, subjectAdded, subjectDescribed, memberJoined, memberLeft}
}
