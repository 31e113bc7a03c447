// SPDX-License-Identifier: Apache-2.0

package register

import (
	"bytes"
	"context"
	"slices"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/store"
)

// Entry is one place of a story in a list. Key is where Story stands in the list; of a hidden list that is hashed it is the hash.
type Entry struct {
	Key   []byte
	Story id.ID
}

// top is above every key that a list holds: keys are shorter, or begin lower.
var top = bytes.Repeat([]byte{0xff}, 64)

// Find returns the stories that stand in a list under exactly this key, at most limit of them, in order of id.
func (r *Rows) Find(ctx context.Context, tx store.Tx, scope access.Scope, list List, key []byte, limit int) ([]id.ID, error) {
	stored, err := r.seal.key(scope, list, key)
	if err != nil {
		return nil, fault.Wrap("register.Find", err)
	}
	var stories []id.ID
	err = tx.Query(ctx, selectExact, []any{scope.Bytes(), list.Name, stored, int64(limit)}, func(row store.Row) error {
		var d id.ID
		copy(d[:], row.Raw(0))
		stories = append(stories, d)
		return nil
	})
	return stories, fault.Wrap("register.Find", err)
}

// FindPart returns entries of a parted list whose keys have this first part, at most limit of them, after one that it returned before
// (nil: from the beginning), in order of key and story. Their keys are as they are stored, which tells nothing where they are hashed. A
// story can stand under several of the keys.
func (r *Rows) FindPart(ctx context.Context, tx store.Tx, scope access.Scope, list List, part []byte, after *Entry, limit int) ([]Entry, error) {
	prefix, err := r.seal.part(scope, list, part)
	if err != nil {
		return nil, fault.Wrap("register.FindPart", err)
	}
	entries, err := scan(ctx, tx, scope, list, Range{Prefix: prefix, After: after, Limit: limit})
	return entries, fault.Wrap("register.FindPart", err)
}

// EachPart calls f once for each first part of the keys of a parted list, with one story that stands under it. The part is what it was when the
// entry was made, or nil where keys are hashed: the story says it then. Cost grows with the number of different parts, not with that of entries.
func (r *Rows) EachPart(ctx context.Context, tx store.Tx, scope access.Scope, list List, f func(part []byte, story id.ID) error) error {
	for from := []byte{}; ; {
		var next Entry
		err := tx.Query(ctx, selectRange, []any{scope.Bytes(), list.Name, from, []byte{}, top, int64(1)}, func(row store.Row) error {
			next.Key = row.Bytes(0)
			copy(next.Story[:], row.Raw(1))
			return nil
		})
		if err != nil || next.Key == nil {
			return fault.Wrap("register.EachPart", err)
		}
		part, whole := r.seal.firstPart(list, next.Key)
		if !whole {
			err = f(nil, next.Story)
			from = prefixEnd(part)
		} else {
			err = f(part, next.Story)
			from = append(slices.Clone(part), 1)
		}
		if err != nil {
			return err
		}
	}
}

// Range says which part of a list is wanted: keys that begin with Prefix, after (or, going Back, before) an entry.
type Range struct {
	Prefix []byte
	After  *Entry // nil: from the beginning, or going Back from the end
	Back   bool
	Limit  int // the most entries that are returned
}

// Scan returns a part of a list, in order of key and story; going Back in the reverse order. A hidden list cannot be
// scanned where its keys are hashed: that is a fault of kind NotBuilt.
func (r *Rows) Scan(ctx context.Context, tx store.Tx, scope access.Scope, list List, want Range) ([]Entry, error) {
	const op = "register.Scan"
	if r.seal != nil && list.Hidden {
		return nil, fault.New(op, fault.NotBuilt, "register.list_is_hidden", fault.Args{"list": list.Name})
	}
	entries, err := scan(ctx, tx, scope, list, want)
	return entries, fault.Wrap(op, err)
}

func scan(ctx context.Context, tx store.Tx, scope access.Scope, list List, want Range) ([]Entry, error) {
	low, high := append([]byte{}, want.Prefix...), prefixEnd(want.Prefix) // never nil, which no key is compared with
	statement, from, until, story := selectRange, low, high, []byte{}     // before every story
	if want.Back {
		statement, from, until = selectRangeBack, high, low
	}
	// A cursor comes from a page's address: one outside the part that is wanted must not widen it.
	if a := want.After; a != nil && (want.Back && bytes.Compare(a.Key, high) < 0 || !want.Back && bytes.Compare(a.Key, low) >= 0) {
		from, story = append([]byte{}, a.Key...), a.Story[:]
	}
	args := []any{scope.Bytes(), list.Name, from, story, until, int64(want.Limit)}
	var entries []Entry
	err := tx.Query(ctx, statement, args, func(row store.Row) error {
		e := Entry{Key: row.Bytes(0)}
		copy(e.Story[:], row.Raw(1))
		entries = append(entries, e)
		return nil
	})
	return entries, err
}

// CountRange returns how many entries of a list have keys that begin with prefix.
func (r *Rows) CountRange(ctx context.Context, tx store.Tx, scope access.Scope, list List, prefix []byte) (n int64, err error) {
	low := append([]byte{}, prefix...) // never nil, which no key is compared with
	err = tx.Query(ctx, countRange, []any{scope.Bytes(), list.Name, low, prefixEnd(prefix)}, func(row store.Row) error {
		n = row.Int(0)
		return nil
	})
	return n, fault.Wrap("register.CountRange", err)
}

// CountTwice returns how many keys of a list several stories stand under. It reads the whole list.
func (r *Rows) CountTwice(ctx context.Context, tx store.Tx, scope access.Scope, list List) (n int64, err error) {
	err = tx.Query(ctx, countTwice, []any{scope.Bytes(), list.Name}, func(row store.Row) error {
		n = row.Int(0)
		return nil
	})
	return n, fault.Wrap("register.CountTwice", err)
}

// Twice returns the keys of a list under which several stories stand, in order. It reads the whole list. Where keys are hashed they tell nothing.
func (r *Rows) Twice(ctx context.Context, tx store.Tx, scope access.Scope, list List) (keys [][]byte, err error) {
	err = tx.Query(ctx, selectTwice, []any{scope.Bytes(), list.Name}, func(row store.Row) error {
		keys = append(keys, row.Bytes(0))
		return nil
	})
	return keys, fault.Wrap("register.Twice", err)
}

// prefixEnd returns the first key after all that begin with prefix.
func prefixEnd(prefix []byte) []byte {
	end := slices.Clone(prefix)
	for len(end) > 0 {
		if end[len(end)-1] < 0xff {
			end[len(end)-1]++
			return end
		}
		end = end[:len(end)-1]
	}
	return top
}
