// SPDX-License-Identifier: Apache-2.0

package works

import (
	"strings"

	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/journal"
	"safar/kernel/register"
)

type reportedResidue struct {
	Step string `cbor:"1,keyasint"`
}

var reported = register.NewFact(journey.Story, "works.reported", 1,
	func(j *journey.Journey, f *journal.Fact, r reportedResidue, _ *register.None) {
		j.Add(f, journey.Mark{Step: r.Step, State: programme.Reported, Author: f.Author})
	})

type inspectedResidue struct {
	Step    string   `cbor:"1,keyasint"`
	Passed  bool     `cbor:"2,keyasint,omitempty"`
	Defects []string `cbor:"3,keyasint,omitempty"` // ids of the field's words
}

// Seen is what an inspection saw of a home: it belongs to those who live there.
type Seen struct {
	Located   bool   `cbor:"1,keyasint,omitempty"` // whether the place was noted
	Latitude  int32  `cbor:"2,keyasint,omitempty"` // WGS 84, millionths of a degree, north above zero
	Longitude int32  `cbor:"3,keyasint,omitempty"` // WGS 84, millionths of a degree, east above zero
	Photo     []byte `cbor:"4,keyasint,omitempty"` // address of the photograph (package vault), which is filed as a document; of an inspection that an older program wrote, its SHA-256
	Note      string `cbor:"5,keyasint,omitempty"` // what the inspector wrote; at most 2,000 bytes

	// Answers are those of the step's form. Since version 2.
	Answers programme.Answers `cbor:"6,keyasint,omitempty"`
}

var inspected = register.NewFact(journey.Story, "works.inspected", 2,
	func(j *journey.Journey, f *journal.Fact, r inspectedResidue, _ *Seen) {
		m := journey.Mark{Step: r.Step, State: programme.Failed, Author: f.Author, Value: strings.Join(r.Defects, " ")}
		if r.Passed {
			m.State = programme.Passed
		}
		j.Add(f, m)
	}).
	From(1, func(residue, person []byte) ([]byte, []byte, error) { return residue, person, nil }) // version 2 only adds the form

// Filled reads what an inspector wrote: the answers to the form, and the note. Where the house stands is not told.
func Filled(f *journal.Fact) (journey.FilledIn, error) {
	seen, err := inspected.PersonOf(f)
	if seen == nil {
		return journey.FilledIn{}, err
	}
	return journey.FilledIn{Answers: seen.Answers, Note: seen.Note}, err
}

// Declarations are the kinds of facts of this package.
func Declarations() []register.Declaration { return []register.Declaration{reported, inspected} }
