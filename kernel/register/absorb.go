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

// absorber folds facts that are in the journal already, or about to be, into the register, in one transaction.
type absorber struct {
	ctx   context.Context
	tx    store.Tx
	rows  *Rows
	keys  journal.Keys
	scope access.Scope

	waiting    map[storyKey][]*journal.Fact
	facts      int // how many wait
	unknown    int // of a kind this program does not know
	unreadable int
}

type storyKey struct {
	kind  string
	story id.ID
}

func newAbsorber(ctx context.Context, tx store.Tx, rows *Rows, keys journal.Keys, scope access.Scope) *absorber {
	return &absorber{ctx: ctx, tx: tx, rows: rows, keys: keys, scope: scope, waiting: map[storyKey][]*journal.Fact{}}
}

// take notes a fact to be folded. One that cannot be read, or is of an unknown kind, stays in the journal and is not folded.
func (a *absorber) take(f *journal.Fact) {
	kind := a.rows.house.StoryOf(f.Kind)
	if kind == "" {
		a.unknown++
		return
	}
	if a.rows.house.Readable(f) != nil {
		a.unreadable++
		return
	}
	key := storyKey{kind, f.Story}
	a.waiting[key] = append(a.waiting[key], f)
	a.facts++
}

// flush folds what waits and writes the stories and entries that changed. It returns the stories.
func (a *absorber) flush() ([]*Story, error) {
	changes := a.rows.NewChanges()
	stories := make([]*Story, 0, len(a.waiting))
	for key, facts := range a.waiting {
		s, err := a.rows.Load(a.ctx, a.tx, a.scope, key.kind, key.story)
		if err != nil {
			return nil, err
		}
		before, err := a.rows.EntriesOf(s)
		if err != nil {
			return nil, err
		}
		if err := a.fold(s, facts); err != nil {
			return nil, err
		}
		if _, err := changes.Put(s, before); err != nil {
			return nil, err
		}
		stories = append(stories, s)
	}
	clear(a.waiting)
	a.facts = 0
	return stories, changes.Write(a.ctx, a.tx)
}

// fold folds facts into a story: each after the other where none is late, otherwise the whole story anew.
func (a *absorber) fold(s *Story, facts []*journal.Fact) error {
	slices.SortFunc(facts, func(x, y *journal.Fact) int { return x.Place().Compare(y.Place()) })
	if s.Late(facts[0].Place()) || slices.ContainsFunc(facts, func(f *journal.Fact) bool { return s.Holds(f.Ref()) }) {
		return a.rows.house.Refold(a.ctx, a.tx, a.keys, s, facts...)
	}
	for _, f := range facts {
		if err := a.rows.house.Fold(s, f); err != nil {
			return fault.Wrap("register.fold", err)
		}
	}
	return nil
}
