// SPDX-License-Identifier: Apache-2.0

package register

import (
	"bytes"
	"context"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/store"
)

// Stored is a row of the register as it lies, for a check. Trouble says why it cannot be read. Kind and Story are its key; Places
// are those of the facts it was folded from, in order. State and Places are nil where Trouble is not.
type Stored struct {
	Kind    string
	Story   id.ID
	State   []byte // opened
	Places  []journal.Place
	Trouble error
}

// Page returns up to limit rows of a scope, in order of kind and story, after a given one; "" begins.
func (r *Rows) Page(ctx context.Context, tx store.Tx, scope access.Scope, kind string, after id.ID, limit int) ([]Stored, error) {
	var page []Stored
	from := after[:]
	if kind == "" {
		from = []byte{}
	}
	err := tx.Query(ctx, selectPage, []any{scope.Bytes(), kind, from, int64(limit)}, func(row store.Row) error {
		s := Stored{Kind: row.Text(0)}
		if s.Story, s.Trouble = id.FromBytes(row.Raw(1)); s.Trouble == nil {
			s.State, s.Trouble = r.seal.open(scope, s.Kind, s.Story, row.Bytes(2))
		}
		if s.Trouble == nil {
			s.Places, s.Trouble = s.decodePlaces(row.Raw(3))
		}
		page = append(page, s)
		return nil
	})
	return page, fault.Wrap("register.Page", err)
}

// decodePlaces reads places and refuses bytes that are not those the register writes.
func (s *Stored) decodePlaces(raw []byte) ([]journal.Place, error) {
	places, err := decodePlaces(raw)
	if err != nil {
		return nil, err
	}
	if again, err := encodePlaces(places); err != nil || !bytes.Equal(again, raw) {
		return nil, fault.New("register.Page", fault.Damaged, "register.state_unreadable", nil)
	}
	return places, nil
}

// Draw folds facts of one story from nothing and returns the story with the bytes of its state, as they would be stored but for
// sealing. A kind of story that this program does not know gives nil.
func (r *Rows) Draw(scope access.Scope, kind string, story id.ID, facts []*journal.Fact) (*Story, []byte, error) {
	k := r.house.stories[kind]
	if k == nil {
		return nil, nil, nil
	}
	s := &Story{Scope: scope, ID: story, State: k.fresh(), kind: k}
	if err := r.house.FoldAll(s, facts); err != nil {
		return nil, nil, err
	}
	state, err := journal.Encode(s.State)
	return s, state, fault.Wrap("register.Draw", err)
}

// Each calls f for every spot, in the order of the entries: the list and the key as it is stored.
func (e Entries) Each(f func(list string, key []byte)) {
	for _, at := range e {
		f(at.list, []byte(at.key))
	}
}

// EachEntry calls f for every entry of a scope as it is stored, in order of list, key and story. The key is valid only until f returns.
func (r *Rows) EachEntry(ctx context.Context, tx store.Tx, scope access.Scope, f func(list string, key []byte, story id.ID) error) error {
	err := tx.Query(ctx, selectList, []any{scope.Bytes()}, func(row store.Row) error {
		var story id.ID
		copy(story[:], row.Raw(2))
		return f(row.Text(0), row.Raw(1), story)
	})
	return fault.Wrap("register.EachEntry", err)
}
