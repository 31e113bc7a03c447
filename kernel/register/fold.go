// SPDX-License-Identifier: Apache-2.0

package register

import (
	"context"
	"slices"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/store"
)

// Story is one story as it stands: its state and the places of the facts it was folded from.
type Story struct {
	Scope  access.Scope
	ID     id.ID
	State  any             // a pointer to the S of its Kind; empty where nothing happened yet
	Places []journal.Place // in order
	kind   *kind
}

// NewStory returns an empty story of the kind that a fact of the given kind belongs to; nil for a kind unknown here.
func (h *House) NewStory(scope access.Scope, factKind string, story id.ID) *Story {
	f := h.facts[factKind]
	if f == nil {
		return nil
	}
	return &Story{Scope: scope, ID: story, State: f.story.fresh(), kind: f.story}
}

// Kind returns the name of the story's kind.
func (s *Story) Kind() string { return s.kind.name }

// Exists reports whether anything happened in the story.
func (s *Story) Exists() bool { return len(s.Places) > 0 }

// Entries calls add for each list entry of the story as it stands.
func (s *Story) Entries(add Adder) {
	if s.Exists() {
		s.kind.index(s.State, add)
	}
}

// Late reports whether a fact at p is read before one that is folded already: then the story must be folded again.
func (s *Story) Late(p journal.Place) bool {
	return len(s.Places) > 0 && p.Compare(s.Places[len(s.Places)-1]) < 0
}

// Holds reports whether the story was folded from a fact already.
func (s *Story) Holds(ref journal.Ref) bool {
	return slices.ContainsFunc(s.Places, func(p journal.Place) bool { return p.Ref == ref })
}

// Fold folds the next fact into a story. The fact must not be late.
func (h *House) Fold(s *Story, f *journal.Fact) error {
	k := h.facts[f.Kind]
	current, err := k.current(f)
	if err == nil {
		err = k.apply(s.State, current)
	}
	if err != nil {
		return fault.New("register.Fold", fault.Damaged, "register.fact_unreadable",
			fault.Args{"kind": f.Kind, "version": f.Version}).Because(err)
	}
	s.Places = append(s.Places, f.Place())
	return nil
}

// current returns f in the present version of its kind.
func (k *factKind) current(f *journal.Fact) (*journal.Fact, error) {
	if f.Version >= k.version {
		return f, nil // a newer version only adds: what this program does not know it does not read
	}
	up := *f
	for up.Version < k.version {
		cast := k.upcasts[up.Version]
		if cast == nil {
			return nil, fault.New("register.Fold", fault.Internal, "", nil)
		}
		residue, person, err := cast(up.Residue, up.Person)
		if err != nil {
			return nil, err
		}
		up.Residue, up.Person = residue, person
		up.Version++
	}
	return &up, nil
}

// Refold folds a story anew from the journal, with the facts it was folded from and more. It serves facts that come late and owners
// who are forgotten.
func (h *House) Refold(ctx context.Context, tx store.Tx, keys journal.Keys, s *Story, more ...*journal.Fact) error {
	facts := slices.Clone(more)
	for _, p := range s.Places {
		if slices.ContainsFunc(more, func(f *journal.Fact) bool { return f.Ref() == p.Ref }) {
			continue
		}
		f, err := journal.OpenFact(ctx, tx, keys, s.Scope, p.Ref)
		if err != nil {
			return fault.Wrap("register.Refold", err)
		}
		facts = append(facts, f)
	}
	return h.FoldAll(s, facts)
}

// FoldAll folds a story from nothing out of the given facts, in whatever order they are handed over.
func (h *House) FoldAll(s *Story, facts []*journal.Fact) error {
	slices.SortFunc(facts, func(a, b *journal.Fact) int { return a.Place().Compare(b.Place()) })
	s.State, s.Places = s.kind.fresh(), s.Places[:0:0]
	for _, f := range facts {
		if err := h.Fold(s, f); err != nil {
			return err
		}
	}
	return nil
}
