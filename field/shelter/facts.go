// SPDX-License-Identifier: Apache-2.0

package shelter

import (
	"safar/field/people"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// The kinds of subjects that blocks and shelters are, as a programme declares them, and the attributes of a shelter.
const (
	BlockKind = "block"
	Kind      = "shelter"

	attributeCapacity = "capacity" // people for whom it is meant
	attributeFloor    = "floor"    // square metres of covered floor
	attributeState    = "state"    // an id of the programme's words
)

const fieldLodging = "lodging"

var movedIn = register.NewFact(people.HouseholdStory, "shelter.moved_in", 1, func(h *people.Household, f *journal.Fact, _ register.None, in *people.Lodging) {
	if in != nil {
		h.Lodging.Put(f, fieldLodging, *in)
	}
})

// Declarations are the kinds of facts of this package.
func Declarations() []register.Declaration { return []register.Declaration{movedIn} }
