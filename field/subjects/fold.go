// SPDX-License-Identifier: Apache-2.0

package subjects

import (
	"slices"
	"strings"

	"safar/field/people"
	"safar/field/places"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// Subject is what is true of a subject, beside its journeys.
//
// Code is its number in the books of the office, "" for none; Since is the day it was added. Name, Place and Under hold two values
// where two offices wrote without seeing each other; Place and Under are zero for none. Gone is every leaving in the order of their
// facts, also of people who are not known to have come.
type Subject struct {
	Kind       string                `cbor:"1,keyasint"` // see programme.Kinds and Programme.Subjects
	Code       string                `cbor:"2,keyasint,omitempty"`
	Since      clock.Day             `cbor:"3,keyasint"`
	Name       register.Held[string] `cbor:"4,keyasint"`
	Place      register.Held[id.ID]  `cbor:"5,keyasint"`
	Under      register.Held[id.ID]  `cbor:"6,keyasint"`
	Attributes []HeldAttribute       `cbor:"7,keyasint,omitempty"` // in order of name
	Members    []Member              `cbor:"8,keyasint,omitempty"` // in the order of their facts
	Gone       []Leave               `cbor:"9,keyasint,omitempty"`

	Position register.Held[places.Position] `cbor:"10,keyasint,omitzero"` // where it stands, of what is nobody's home: see field/standards
}

// HeldAttribute is what was said of a subject under one name. Name is the attribute's id; Value holds two where two people wrote
// without seeing each other, and "" where it was taken back.
type HeldAttribute struct {
	_     struct{} `cbor:",toarray"`
	Name  string
	Value register.Held[string]
}

// Member is somebody who is, or was, of a subject.
//
// Person is their id. Role is an id of the programme's words, "" for none; Sex and Disability are 0 where nobody asked; Phone is ""
// where it is not known, or forgotten. Since is the day they came.
type Member struct {
	_          struct{}    `cbor:",toarray"`
	Ref        journal.Ref // the fact that says so
	Person     id.ID
	Role       string
	Sex        people.Sex
	BornYear   int16 // 0: not known
	Disability people.Answer
	Names      people.Names // empty once they were forgotten
	Phone      string
	Since      clock.Day
	Left       clock.Day // the day they left; 0 while they are of it
}

// describe states attributes anew.
func (s *Subject) describe(f *journal.Fact, attributes []Attribute) {
	for _, a := range attributes {
		i, known := slices.BinarySearchFunc(s.Attributes, a.Name, func(h HeldAttribute, name string) int {
			return strings.Compare(h.Name, name)
		})
		if !known {
			s.Attributes = slices.Insert(s.Attributes, i, HeldAttribute{Name: a.Name})
		}
		s.Attributes[i].Value.Put(f, fieldAttribute+a.Name, a.Value)
	}
}

// takeLeave notes the day on which members left. Whoever left before they are known to have come left all the same: facts come in any order.
func (s *Subject) takeLeave() {
	for i := range s.Members {
		m := &s.Members[i]
		m.Left = 0
		for _, g := range s.Gone {
			if g.Person == m.Person && g.Day >= m.Since {
				m.Left = max(m.Left, g.Day)
			}
		}
	}
}

// Of returns the members who are of the subject now, in the order in which they came.
func (s *Subject) Of() []Member {
	var of []Member
	for _, m := range s.Members {
		if m.Left == 0 && !slices.ContainsFunc(of, func(o Member) bool { return o.Person == m.Person }) {
			of = append(of, m)
		}
	}
	return of
}

// Attribute returns what is known of the subject under a name; "" where nothing is, or where two people said different things without
// seeing each other.
func (s *Subject) Attribute(name string) string {
	for i := range s.Attributes {
		if h := &s.Attributes[i]; h.Name == name && !contested(h.Value) {
			return h.Value.Value()
		}
	}
	return ""
}

func contested(h register.Held[string]) bool {
	return slices.ContainsFunc(h.Standing, func(v register.Stated[string]) bool { return v.Value != h.Standing[0].Value })
}

// Someone returns a member as packages that reckon with people know them.
func (m *Member) Someone() people.Someone {
	p := &people.Person{BornYear: m.BornYear, Since: m.Since}
	p.Sex.Standing = []register.Stated[people.Sex]{{Value: m.Sex, Ref: m.Ref}}
	p.Disability.Standing = []register.Stated[people.Answer]{{Value: m.Disability, Ref: m.Ref}}
	p.Names.Standing = []register.Stated[people.Names]{{Value: m.Names, Ref: m.Ref}}
	return people.Someone{ID: m.Person, Person: p}
}

// The lists under which subjects are found.
var (
	ByKind  = register.List{Name: "subjects_by_kind"}  // KindKey, and the day it was added
	ByUnder = register.List{Name: "subjects_by_under"} // the subject or household that they belong to
	ByPlace = register.List{Name: "subjects_by_place"} // PlaceKey
	ByCode  = register.List{Name: "subjects_by_code"}  // CodeKey
)

// KindKey returns the key of ByKind for all of a kind; the day follows it.
func KindKey(kind string) []byte { return append([]byte(kind), 0) }

// PlaceKey returns the key of ByPlace for those of a kind at a place: a site of many thousand complaints finds its latrines without reading one of them.
func PlaceKey(place id.ID, kind string) []byte { return append(place[:], kind...) }

// CodeKey returns the key of ByCode.
func CodeKey(kind, code string) []byte { return append(KindKey(kind), code...) }

// Story is the kind of story of a subject.
var Story = register.NewKind("subject", func(s *Subject, add register.Adder) {
	day := uint32(s.Since) ^ 1<<31
	add(ByKind, append(KindKey(s.Kind), byte(day>>24), byte(day>>16), byte(day>>8), byte(day)))
	if s.Code != "" {
		add(ByCode, CodeKey(s.Kind, s.Code))
	}
	for _, u := range s.Under.Standing {
		if !u.Value.IsZero() {
			add(ByUnder, u.Value[:])
		}
	}
	for _, p := range s.Place.Standing {
		if !p.Value.IsZero() {
			add(ByPlace, PlaceKey(p.Value, s.Kind))
		}
	}
})
