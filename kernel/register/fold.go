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
	Scope  access.Scope    // in which it lies
	ID     id.ID           // its own; the same in whatever scope it lies
	State  any             // a pointer to the S of its Kind; empty where nothing happened yet
	Places []journal.Place // in order
	kind   *kind
	stored int
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

// Stored returns how many bytes the story took in the database from which it was loaded; 0 where it was not.
func (s *Story) Stored() int { return s.stored }

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

// Fold folds the next fact into a story. The fact must not be late. One that this program cannot read is a fault of kind Damaged and
// changes nothing.
func (h *House) Fold(s *Story, f *journal.Fact) error {
	k := h.facts[f.Kind]
	if k == nil || k.story != s.kind || f.Story != s.ID {
		return fault.New("register.Fold", fault.Internal, "", fault.Args{"kind": f.Kind, "story": s.kind.name})
	}
	current, err := k.current(f)
	if err == nil {
		err = k.apply(s.State, current)
	}
	if err != nil {
		return unreadable(f, err)
	}
	s.Places = append(s.Places, f.Place())
	return nil
}

// Readable reports why the fact cannot be read by this program, as a fault of kind Damaged; nil for one it can read or whose kind it
// does not know. A fact that cannot be read is kept and not folded.
func (h *House) Readable(f *journal.Fact) error {
	k := h.facts[f.Kind]
	if k == nil {
		return nil
	}
	current, err := k.current(f)
	if err == nil {
		err = k.check(current)
	}
	if err != nil {
		return unreadable(f, err)
	}
	return nil
}

func unreadable(f *journal.Fact, err error) error {
	args := fault.Args{"kind": f.Kind, "version": f.Version}
	return fault.New("register.Fold", fault.Damaged, "register.fact_unreadable", args).Because(err)
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
// who are forgotten. What is handed over goes before what the journal holds under the same number.
func (h *House) Refold(ctx context.Context, tx store.Tx, keys journal.Keys, s *Story, more ...*journal.Fact) error {
	given := make(map[journal.Ref]struct{}, len(more))
	facts := make([]*journal.Fact, 0, len(s.Places)+len(more))
	for _, f := range more {
		if _, twice := given[f.Ref()]; !twice {
			facts = append(facts, f)
		}
		given[f.Ref()] = struct{}{}
	}
	for _, p := range s.Places {
		if _, have := given[p.Ref]; have {
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

// FoldAll folds a story from nothing out of the given facts, in whatever order they are handed over; one handed over twice is folded
// once. Where one of them cannot be read the story stays as it was.
func (h *House) FoldAll(s *Story, facts []*journal.Fact) error {
	facts = slices.Clone(facts)
	slices.SortFunc(facts, func(a, b *journal.Fact) int { return a.Place().Compare(b.Place()) })
	facts = slices.CompactFunc(facts, func(a, b *journal.Fact) bool { return a.Ref() == b.Ref() })
	anew := &Story{Scope: s.Scope, ID: s.ID, State: s.kind.fresh(), kind: s.kind}
	for _, f := range facts {
		if err := h.Fold(anew, f); err != nil {
			return err
		}
	}
	s.State, s.Places = anew.State, anew.Places
	return nil
}
