// SPDX-License-Identifier: Apache-2.0

package pledging

import (
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// TiesStory is what binds those who walk a way to States.
var TiesStory = register.NewKind[Ties]("ties", nil)

// TiesID is the id of what binds those who walk a way to States.
func TiesID(way id.ID) id.ID { return id.Derived(way, "ties") }

// Ties is what binds a case to States, as its people said it last.
type Ties struct {
	Journey id.ID                `cbor:"1,keyasint"` // the way of the case
	Are     register.Held[Bound] `cbor:"2,keyasint"` // as it was said last
}

// Bound is what people say of States: nobody else says it for them. Places are States, or lie in them.
type Bound struct {
	Languages []string `cbor:"1,keyasint,omitempty"` // in which they manage
	Relatives []id.ID  `cbor:"2,keyasint,omitempty"` // places where they have relatives to whom they want to go
	Not       []id.ID  `cbor:"3,keyasint,omitempty"` // places where they must not go; why is asked nowhere here
}

// mustNot are the places where a case must not go: of two offices that wrote down different words, all that either wrote, and none twice.
func (t *Ties) mustNot() (all []id.ID) {
	for _, stated := range t.Are.Standing {
		all = append(all, stated.Value.Not...)
	}
	return once(all)
}

// fieldTies is what a fact replaces in them.
const fieldTies = "ties"

// journeyResidue names the way on which somebody waits for a State.
type journeyResidue struct {
	Journey id.ID `cbor:"1,keyasint"`
}

var said = register.NewFact(TiesStory, "pledging.ties_said", 1, func(t *Ties, f *journal.Fact, r journeyResidue, are *Bound) {
	t.Journey = r.Journey
	if are != nil {
		t.Are.Put(f, fieldTies, *are)
	}
})

// Declarations are the kinds of stories and facts of this package.
func Declarations() []register.Declaration { return []register.Declaration{TiesStory, said} }
