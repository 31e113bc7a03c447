// SPDX-License-Identifier: Apache-2.0

package register

import (
	"slices"

	"safar/kernel/journal"
)

// Stated is one value of a field, with the fact that stated it: who, when and where stand there. Value is what was stated, Ref
// names the fact.
type Stated[T any] struct {
	_     struct{} `cbor:",toarray"`
	Value T
	Ref   journal.Ref
}

// Held is a field whose values are replaced by naming what they replace. A value that nobody replaced stands; two that
// stand were stated by people who did not see each other, and nothing is dropped in silence: the field is contested until
// somebody replaces both.
type Held[T any] struct {
	Standing []Stated[T]   `cbor:"1,keyasint,omitempty"` // in the order of their places
	Awaited  []journal.Ref `cbor:"2,keyasint,omitempty"` // replaced by a fact whose place is before theirs
}

// IsZero reports whether nothing was ever stated, or nothing that stands: a field added to a state later is written with omitzero, so that
// what was folded before keeps its bytes.
func (h Held[T]) IsZero() bool { return len(h.Standing) == 0 && len(h.Awaited) == 0 }

// Put states a value of the field under its name, replacing what the fact says its writer saw.
func (h *Held[T]) Put(f *journal.Fact, field string, value T) {
	ref := f.Ref()
	h.Drop(f, field)
	if i := slices.Index(h.Awaited, ref); i >= 0 { // replaced by one that a wrong clock put before it
		h.Awaited = slices.Delete(h.Awaited, i, i+1)
		return
	}
	h.Standing = append(h.Standing, Stated[T]{Value: value, Ref: ref})
}

// Drop takes away the values that the fact says its writer saw, and puts none in their place: they were stated by mistake. A value that its
// writer did not see stands.
func (h *Held[T]) Drop(f *journal.Fact, field string) {
	for _, gone := range f.Supersedes[field] {
		h.replace(gone)
	}
}

func (h *Held[T]) replace(gone journal.Ref) {
	for i := range h.Standing {
		if h.Standing[i].Ref == gone {
			h.Standing = slices.Delete(h.Standing, i, i+1)
			return
		}
	}
	if !slices.Contains(h.Awaited, gone) {
		h.Awaited = append(h.Awaited, gone)
		slices.SortFunc(h.Awaited, journal.Ref.Compare)
	}
}

// Latest returns the standing value that was stated last, and false where nothing stands.
func (h *Held[T]) Latest() (T, bool) {
	if len(h.Standing) == 0 {
		var none T
		return none, false
	}
	return h.Standing[len(h.Standing)-1].Value, true
}

// Value returns Latest, or the zero value where nothing stands.
func (h *Held[T]) Value() T {
	v, _ := h.Latest()
	return v
}

// Contested reports whether more than one value stands.
func (h *Held[T]) Contested() bool { return len(h.Standing) > 1 }

// Seen names the facts whose values stand: what a writer who has read this field replaces.
func (h *Held[T]) Seen() []journal.Ref {
	refs := make([]journal.Ref, 0, len(h.Standing))
	for _, s := range h.Standing {
		refs = append(refs, s.Ref)
	}
	return refs
}
