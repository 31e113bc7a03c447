// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

type opened struct {
	Subject id.ID   `cbor:"1,keyasint"`
	Kind    string  `cbor:"2,keyasint"`
	Version Version `cbor:"3,keyasint"`
	Pathway string  `cbor:"4,keyasint"`
}

var journeyOpened = register.NewFact(Story, "journey.opened", 1, func(j *Journey, f *journal.Fact, r opened, _ *register.None) {
	j.Subject, j.Kind, j.Pathway, j.Opened = r.Subject, r.Kind, r.Pathway, f.Day
	j.Version.Put(f, "version", r.Version)
	if programme.NatureOf(r.Kind) == programme.Thing { // nothing counts down at people
		j.Written = f.Wall
	}
})

type migrated struct {
	Version Version           `cbor:"1,keyasint"`
	Steps   map[string]string `cbor:"2,keyasint,omitempty"` // old step → new; "" drops it
	Again   []string          `cbor:"3,keyasint,omitempty"` // names that older versions had given up and this one uses anew
}

var journeyMigrated = register.NewFact(Story, "journey.migrated", 1, func(j *Journey, f *journal.Fact, r migrated, _ *register.None) {
	j.Version.Put(f, "version", r.Version)
	j.migrate(r)
})

// happened is the residue of a plain step: something took place.
type happened struct {
	Step  string          `cbor:"1,keyasint"`
	State programme.State `cbor:"2,keyasint,omitempty"`
	By    id.ID           `cbor:"3,keyasint,omitempty"`
	Place id.ID           `cbor:"4,keyasint,omitempty"`
	Value string          `cbor:"5,keyasint,omitempty"`
	Link  id.ID           `cbor:"6,keyasint,omitempty"`
	Until clock.Day       `cbor:"7,keyasint,omitempty"`
}

// Words is the person part of a step: what was said and answered.
type Words struct {
	Text    string            `cbor:"1,keyasint,omitempty"` // "" for nothing
	Answers programme.Answers `cbor:"2,keyasint,omitempty"` // of the step's form
	Source  string            `cbor:"3,keyasint,omitempty"` // of a decision by an authority outside: the letter, the minutes
}

// markOf is the mark of a plain step.
func (r happened) mark(f *journal.Fact) Mark {
	return Mark{Step: r.Step, State: r.State, By: r.By, Place: r.Place, Value: r.Value, Link: r.Link, Until: r.Until, Author: f.Author}
}

// stepFact declares a kind of fact that is folded into one plain mark.
func stepFact(name string) register.FactKind[Journey, happened, Words] {
	return register.NewFact(Story, name, 1, func(j *Journey, f *journal.Fact, r happened, _ *Words) {
		m := r.mark(f)
		if m.State != programme.Approval && m.State != programme.Refusal && programme.NatureOf(j.Kind) != programme.Thing {
			m.Author = id.ID{}
		}
		j.Add(f, m)
	})
}

var (
	asked   = stepFact("journey.asked")
	visited = stepFact("journey.visited")
	met     = stepFact("journey.gathered")
	checked = stepFact("journey.followed_up")
	decided = stepFact("journey.decided")
	closed  = stepFact("journey.closed")
)

// plain are the kinds of plain steps: their words are in their person part.
var plain = []register.FactKind[Journey, happened, Words]{asked, visited, met, checked, decided, closed}

// asideResidue says nothing but that the journey is set aside. Why stands in the person part.
type asideResidue struct{}

var setAside = register.NewFact(Story, "journey.set_aside", 1, func(j *Journey, f *journal.Fact, _ asideResidue, _ *Words) {
	j.Aside = true
	j.Undo(f)
})

// Declarations are the kinds of stories and facts of this package.
func Declarations() []register.Declaration {
	return []register.Declaration{Story, journeyOpened, journeyMigrated, followedBy, broughtAlong, asked, visited, met, checked, decided, closed,
		reopened, setAside, VersionStory, ProgrammeStory, versionPublished, formsPublished, wordsPublished, putInForce}
}
