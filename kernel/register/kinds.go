// SPDX-License-Identifier: Apache-2.0

package register

import (
	"fmt"
	"reflect"

	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// List is a list of stories, each under a key: the households of a site, the people with a name.
type List struct {
	Name string // in snake case; it is stored with every entry, and never changes
	// Hidden lists have keys that tell of a person (names, numbers of cards and phones). In PostgreSQL their keys are
	// hashed: they can be looked up by the whole key, not read and not scanned.
	Hidden bool
	// Parted lists have keys of two parts with a zero byte between them. All keys with one first part can be found too (FindPart), also
	// where keys are hashed: each part is hashed by itself then.
	Parted bool
}

// Adder is called by an index for each entry of a story.
type Adder func(list List, key []byte)

// Kind is one kind of story, whose state is an S. S must be a struct whose exported fields CBOR can carry.
type Kind[S any] struct{ *kind }

type kind struct {
	name  string
	fresh func() any
	index func(any, Adder)
	part  parter // of its states; nil where only their bytes can be copied
}

// Name returns the kind's name, such as "household".
func (k *kind) Name() string { return k.name }

// NewKind declares a kind of story. index says under which lists and keys a state is found; it must be a pure function
// of the state. It may be nil.
func NewKind[S any](name string, index func(*S, Adder)) Kind[S] {
	k := &kind{name: name, fresh: func() any { return new(S) }, index: func(any, Adder) {}}
	if part, _, ok := parterOf(reflect.TypeFor[S](), map[reflect.Type]*parter{}); ok {
		k.part = part
	}
	if index != nil {
		k.index = func(state any, add Adder) { index(state.(*S), add) }
	}
	return Kind[S]{k}
}

// Also adds lists to a kind of story of a package below, which knows nothing of what they are for. It is called while the program's packages are made
// ready, and never after: index is a pure function of the state, as that of NewKind. It returns the kind.
func (k Kind[S]) Also(index func(*S, Adder)) Kind[S] {
	first := k.index
	k.kind.index = func(state any, add Adder) {
		first(state, add)
		index(state.(*S), add)
	}
	return k
}

// FactKind is one kind of fact, folded into stories of state S. R is its residue, which survives forgetting; P is its person
// part. Use None for a kind without one.
type FactKind[S, R, P any] struct{ *factKind }

// None is the person part of kinds that have none, and the residue of kinds that need none.
type None struct{}

type factKind struct {
	name    string
	version uint16
	story   *kind
	apply   func(state any, f *journal.Fact) error
	check   func(f *journal.Fact) error // reports why apply could not read f
	upcasts map[uint16]Upcast
	person  func() any // an empty person part
}

// Upcast turns the parts of one version of a kind into those of the next. It is pure; person is nil where it is gone.
type Upcast func(residue, person []byte) (newResidue, newPerson []byte, err error)

// NewFact declares a kind of fact at its present version. apply folds it into a state: it never refuses. The person part is nil where
// there is none or where its owner was forgotten: apply must do without.
func NewFact[S, R, P any](story Kind[S], name string, version uint16, apply func(*S, *journal.Fact, R, *P)) FactKind[S, R, P] {
	return FactKind[S, R, P]{&factKind{name: name, version: version, story: story.kind, upcasts: map[uint16]Upcast{},
		apply: func(state any, f *journal.Fact) error {
			residue, person, err := parts[R, P](f)
			if err == nil {
				apply(state.(*S), f, residue, person)
			}
			return err
		},
		check: func(f *journal.Fact) error {
			_, _, err := parts[R, P](f)
			return err
		},
		person: func() any { return new(P) }}}
}

// parts reads the residue of a fact and its person part, which is nil where there is none.
func parts[R, P any](f *journal.Fact) (residue R, person *P, err error) {
	if err = journal.Decode(f.Residue, &residue); err != nil || f.Person == nil {
		return residue, nil, err
	}
	person = new(P)
	return residue, person, journal.Decode(f.Person, person)
}

// PersonOf reads the person part of a fact of this kind, at whatever version it was written: for what is shown and never folded. It is
// nil where the fact is of another kind, has none, or its owner was forgotten.
func (k FactKind[S, R, P]) PersonOf(f *journal.Fact) (*P, error) {
	if f.Kind != k.name || f.Person == nil {
		return nil, nil
	}
	up, err := k.current(f)
	if err != nil {
		return nil, err
	}
	_, person, err := parts[R, P](up)
	return person, err
}

// ResidueOf reads the residue of a fact of this kind, at whatever version it was written, and reports whether it is of this kind: for what is
// shown and never folded.
func (k FactKind[S, R, P]) ResidueOf(f *journal.Fact) (residue R, is bool, err error) {
	if f.Kind != k.name {
		return residue, false, nil
	}
	up, err := k.current(f)
	if err != nil {
		return residue, true, err
	}
	return residue, true, journal.Decode(up.Residue, &residue)
}

// From returns k able to read an older version, by turning it into the next one.
func (k FactKind[S, R, P]) From(older uint16, up Upcast) FactKind[S, R, P] {
	k.upcasts[older] = up
	return k
}

// Draft returns a fact of this kind without a person part.
func (k FactKind[S, R, P]) Draft(story id.ID, day clock.Day, residue R) journal.Draft {
	return journal.Draft{Kind: k.name, Version: k.version, Story: story, Day: day, Residue: residue}
}

// DraftFor returns a fact of this kind with a person part, sealed with the key of its owner.
func (k FactKind[S, R, P]) DraftFor(story, owner id.ID, day clock.Day, residue R, person P) journal.Draft {
	d := k.Draft(story, day, residue)
	d.Owner, d.Person = owner, person
	return d
}

// Declaration is a Kind, a FactKind or a Drawing.
type Declaration interface{ declare(*House) }

func (k *kind) declare(h *House) {
	if h.stories[k.name] != nil {
		panic(fmt.Sprintf("register: story kind %q declared twice", k.name))
	}
	h.stories[k.name] = k
}

func (k *factKind) declare(h *House) {
	if h.facts[k.name] != nil {
		panic(fmt.Sprintf("register: fact kind %q declared twice", k.name))
	}
	h.facts[k.name] = k
}

// House is the closed list of what a program knows: its kinds of stories and of facts.
type House struct {
	stories map[string]*kind
	facts   map[string]*factKind
	drawing Drawing
}

// NewHouse collects declarations. Every house knows erasures besides, since without them no missing part can be judged. A name
// declared twice is a mistake of the program and panics.
func NewHouse(declarations ...Declaration) *House {
	h := &House{stories: map[string]*kind{}, facts: map[string]*factKind{}}
	for _, d := range append([]Declaration{ErasureStory, erased}, declarations...) {
		d.declare(h)
	}
	for name, f := range h.facts {
		if h.stories[f.story.name] != f.story {
			panic(fmt.Sprintf("register: fact kind %q is of a story kind that is not declared", name))
		}
	}
	return h
}

// StoryOf returns the name of the kind of story that a kind of fact is folded into; "" for a kind this program does not know.
func (h *House) StoryOf(fact string) string {
	if f := h.facts[fact]; f != nil {
		return f.story.name
	}
	return ""
}

// Stories lists the names of the kinds of stories, in no order, each with an empty state.
func (h *House) Stories() map[string]any {
	all := make(map[string]any, len(h.stories))
	for name, k := range h.stories {
		all[name] = k.fresh()
	}
	return all
}

// Persons lists the names of the kinds of facts, in no order, each with an empty person part: a *None for kinds that have none.
func (h *House) Persons() map[string]any {
	all := make(map[string]any, len(h.facts))
	for name, k := range h.facts {
		all[name] = k.person()
	}
	return all
}
