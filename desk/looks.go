// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// Look is one page that opened people's files: who, when, why and whose. Looker is the user, At the time of the look, Device the
// device they used (zero where it is not known), and Subjects are the persons, households or other stories whose file was opened.
type Look struct {
	Looker      id.ID              `cbor:"1,keyasint" class:"open"`
	At          clock.Stamp        `cbor:"2,keyasint" class:"open"`
	What        string             `cbor:"3,keyasint" class:"open"` // the act
	Why         string             `cbor:"4,keyasint" class:"open"` // the task at hand
	Device      id.ID              `cbor:"5,keyasint,omitempty" class:"open"`
	Compartment access.Compartment `cbor:"6,keyasint" class:"open"` // in which the files lie: a look shows only to those cleared for it
	Subjects    []id.ID            `cbor:"7,keyasint" class:"open"`
}

// lookResidue is what is stored of a look.
type lookResidue struct {
	What        string             `cbor:"1,keyasint"`
	Why         string             `cbor:"2,keyasint"`
	Device      id.ID              `cbor:"3,keyasint,omitempty"`
	Compartment access.Compartment `cbor:"4,keyasint"`
	Subjects    []id.ID            `cbor:"5,keyasint"`
}

// LooksAt is the list of looks under the subject whose file was opened.
var LooksAt = register.List{Name: "looks_at"}

// LooksBy is the list of looks under the looker.
var LooksBy = register.List{Name: "looks_by"}

// LookStory is the kind of story that a look is: one page, one story.
var LookStory = register.NewKind("look", func(l *Look, add register.Adder) {
	for _, s := range l.Subjects {
		add(LooksAt, s[:])
	}
	add(LooksBy, l.Looker[:])
})

var looked = register.NewFact(LookStory, "desk.looked", 1, func(l *Look, f *journal.Fact, r lookResidue, _ *register.None) {
	*l = Look{Looker: f.Author, At: f.At, What: r.What, Why: r.Why, Device: r.Device, Compartment: r.Compartment, Subjects: r.Subjects}
})

// Declarations are the kinds that the desk itself writes.
func Declarations() []register.Declaration { return []register.Declaration{LookStory, looked} }

// noteLooks is the command by which Ask records looks. It is never offered to anyone.
type noteLooks struct {
	What        string
	Why         string
	Device      id.ID
	Compartment access.Compartment
	Subjects    []id.ID
}

// Act is reading itself: whoever may look may, and must, have it recorded.
func (c noteLooks) Act() access.Act { return access.PeopleLook }

// Decide records the look as a story of its own.
func (c noteLooks) Decide(tx *Tx) error {
	story, err := tx.NewID()
	if err != nil {
		return err
	}
	return tx.Record(looked.Draft(story, tx.Today(), lookResidue{c.What, c.Why, c.Device, c.Compartment, c.Subjects}))
}

// doInternal has a command of the desk itself done: it was authorised by what led to it.
func (d *Desk) doInternal(ctx context.Context, by access.Actor, scope access.Scope, c Command) (Receipt, error) {
	r := newRequest(ctx, by, scope, []Numbered{{id.New(), c}})
	r.internal = true
	outcomes := d.submit(r)
	return outcomes[0].Receipt, outcomes[0].Err
}
