// SPDX-License-Identifier: Apache-2.0

package capacity

import (
	"crypto/sha256"
	"fmt"
	"slices"

	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// Unit is what stands against promising one unit to anybody. A unit against which nothing was found has no story.
type Unit struct {
	Failed []FailedCheck `cbor:"1,keyasint,omitempty"` // in the order of their facts
}

// FailedCheck is a check that found something against a unit, and the fact that says so. Check is its id, Ref names the fact.
type FailedCheck struct {
	Check string      `cbor:"1,keyasint"`
	Ref   journal.Ref `cbor:"2,keyasint"`
}

// UnitStory is the kind of story of a numbered unit.
var UnitStory = register.NewKind[Unit]("unit", nil)

// UnitID is the id of a unit of a kind at a place.
func UnitID(place id.ID, kind string, unit int) id.ID {
	sum := sha256.Sum256(fmt.Appendf(nil, "unit\x00%s%s\x00%d", place[:], kind, unit))
	d, _ := id.FromBytes(sum[:id.Size])
	return d
}

// unitResidue is what a check found of a unit.
type unitResidue struct {
	Place id.ID  `cbor:"1,keyasint"`
	Kind  string `cbor:"2,keyasint"`
	Unit  int    `cbor:"3,keyasint"`
	Check string `cbor:"4,keyasint"`
	Good  bool   `cbor:"5,keyasint,omitempty"`
}

// unitChecked replaces the findings that its writer saw: one that nobody has looked into again stands against the unit, whatever others found.
var unitChecked = register.NewFact(UnitStory, "capacity.unit_checked", 1,
	func(u *Unit, f *journal.Fact, r unitResidue, _ *register.None) {
		u.Failed = slices.DeleteFunc(u.Failed, func(c FailedCheck) bool { return slices.Contains(f.Supersedes["check."+c.Check], c.Ref) })
		if !r.Good {
			u.Failed = append(u.Failed, FailedCheck{r.Check, f.Ref()})
		}
	})

// roomResidue is what happened with room on a journey.
type roomResidue struct {
	Step  string          `cbor:"1,keyasint"`
	State programme.State `cbor:"2,keyasint"`
	Place id.ID           `cbor:"3,keyasint,omitempty"`
	Unit  int             `cbor:"4,keyasint,omitempty"`
	Check string          `cbor:"5,keyasint,omitempty"` // which check; of a promise the kind of room
	By    id.ID           `cbor:"6,keyasint,omitempty"`
}

// CheckWords is what a check of a plot found: who attested, and whom the attestation names.
type CheckWords struct {
	Text  string   `cbor:"1,keyasint,omitempty"` // what was found, in the words of who checked
	Names []string `cbor:"2,keyasint,omitempty"` // whom a written attestation names: both spouses, or the woman who heads the household
}

func roomFact(name string) register.FactKind[journey.Journey, roomResidue, CheckWords] {
	return register.NewFact(journey.Story, name, 1, func(j *journey.Journey, f *journal.Fact, r roomResidue, _ *CheckWords) {
		j.Add(f, journey.Mark{Step: r.Step, State: r.State, Place: r.Place, Unit: r.Unit, Value: r.Check, By: r.By})
	})
}

var (
	checked  = roomFact("capacity.checked")
	proposed = roomFact("capacity.proposed")
	promised = roomFact("capacity.promised")
	agreed   = roomFact("capacity.agreed")
	released = roomFact("capacity.released")
)

// Declarations are the kinds of stories and facts of this package.
func Declarations() []register.Declaration {
	return []register.Declaration{QuotaStory, granted, UnitStory, unitChecked, checked, proposed, promised, agreed, released}
}
