// SPDX-License-Identifier: Apache-2.0

package clearance

import (
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

type requestedResidue struct {
	Step string `cbor:"1,keyasint"`
	By   id.ID  `cbor:"2,keyasint,omitempty"` // for whom; zero for all of the subject
}

var requested = register.NewFact(journey.Story, "clearance.requested", 1,
	func(j *journey.Journey, f *journal.Fact, r requestedResidue, _ *register.None) {
		j.Add(f, journey.Mark{Step: r.Step, State: programme.Requested, By: r.By})
	})

type statedResidue struct {
	Step  string    `cbor:"1,keyasint"`
	By    id.ID     `cbor:"2,keyasint,omitempty"` // of whom; zero for all of the subject
	Fit   bool      `cbor:"3,keyasint,omitempty"`
	From  clock.Day `cbor:"4,keyasint,omitempty"` // never of a medical one
	Until clock.Day `cbor:"5,keyasint,omitempty"` // last day; NoDay for no end
	Of    []id.ID   `cbor:"6,keyasint,omitempty"` // since version 2, where it is of all: who they were
}

// Words is what an authority wrote: why not, under which number, and what was filled in of the step's form. A medical clearance has none.
// Reason and Document are "" and Answers nil where there is none.
type Words struct {
	Reason   string            `cbor:"1,keyasint,omitempty"`
	Document string            `cbor:"2,keyasint,omitempty"`
	Answers  programme.Answers `cbor:"3,keyasint,omitempty"`
}

// fieldStated names, in a statement, those of the same people that it replaces.
const fieldStated = "clearance"

var stated = register.NewFact(journey.Story, "clearance.stated", 2,
	func(j *journey.Journey, f *journal.Fact, r statedResidue, _ *Words) {
		j.Withdraw(f, fieldStated)
		m := journey.Mark{Step: r.Step, State: programme.NotFit, By: r.By, Until: r.Until, Author: f.Author}
		if r.Fit {
			m.State = programme.Fit
		}
		m.HoldsFrom(r.From)
		if len(r.Of) == 0 {
			j.Add(f, m)
		}
		for _, m.By = range r.Of {
			m.Value = programme.OfAll
			j.Add(f, m)
		}
	}).From(1, func(residue, person []byte) ([]byte, []byte, error) { return residue, person, nil })

// Declarations are the kinds of facts of this package.
func Declarations() []register.Declaration { return []register.Declaration{requested, stated} }
