// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"slices"

	"safar/field/programme"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// Named is whom a deed was for, by the fact it comes from: who left, whom an amount was reckoned for. It stays, whoever is born, dies, joins
// or leaves the household since. It is stored as an array, as marks are.
type Named struct {
	_      struct{} `cbor:",toarray"`
	Ref    journal.Ref
	People []Person
}

// Person is one for whom a deed was done, as they were known on that day.
type Person struct {
	_          struct{} `cbor:",toarray"`
	ID         id.ID
	Sex        programme.Sex
	Age        int8 // the first year of their age band; AgeUnknown where nobody knows
	Disability programme.Tri
	Elsewhere  bool // the deed was done on another journey, which counts them
}

// Names notes whom the deed of a fact was for.
func (j *Journey) Names(f *journal.Fact, of []Person) {
	if len(of) > 0 {
		j.Named = append(j.Named, Named{Ref: f.Ref(), People: of})
	}
}

// For returns whom the deed of a fact was for, and whether that was said: facts of older programs do not say it.
func (j *Journey) For(fact journal.Ref) ([]Person, bool) {
	i := slices.IndexFunc(j.Named, func(n Named) bool { return n.Ref == fact })
	if i < 0 {
		return nil, false
	}
	return j.Named[i].People, true
}

// Includes reports whether a person is among those whom the deed of a fact was for; said is false where that is not known.
func (j *Journey) Includes(fact journal.Ref, person id.ID) (is, said bool) {
	of, said := j.For(fact)
	return slices.ContainsFunc(of, func(p Person) bool { return p.ID == person }), said
}

// Persons returns people of whom only the id matters.
func Persons(ids []id.ID) []Person {
	of := make([]Person, len(ids))
	for i := range ids {
		of[i] = Person{ID: ids[i], Age: programme.AgeUnknown}
	}
	return of
}
