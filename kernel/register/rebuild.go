// SPDX-License-Identifier: Apache-2.0

package register

import (
	"context"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/journal"
	"safar/kernel/store"
)

// Bounds of what Rebuild holds in memory: facts that wait to be folded, and facts read ahead of each feed.
const (
	rebuildFacts = 20_000
	readAhead    = 256
)

// Rebuild throws the register of a scope away and folds it anew from the journal, in the transaction. It is due after an upgrade, so
// that facts of kinds that were unknown are folded, and after a check has found the register to differ. Whoever keeps states in
// memory drops them all. progress may be nil.
//
// Stamps rise within a feed, so the feeds are merged by their stamps and hardly a fact comes late; the whole takes one reading of the
// journal and memory for some ten thousand facts.
func Rebuild(ctx context.Context, tx store.Tx, rows *Rows, keys journal.Keys, scope access.Scope, progress func(done, total uint64)) error {
	const op = "register.Rebuild"
	for _, statement := range []string{deleteStories, deleteEntries} {
		if _, err := tx.Exec(ctx, statement, scope.Bytes()); err != nil {
			return fault.Wrap(op, err)
		}
	}
	m, err := newMerge(ctx, tx, keys, scope)
	if err != nil {
		return fault.Wrap(op, err)
	}
	a := newAbsorber(ctx, tx, rows, keys, scope)
	for done := uint64(1); ; done++ {
		f, err := m.next()
		if err != nil {
			return fault.Wrap(op, err)
		}
		if f != nil {
			a.take(f)
		}
		if f == nil || a.facts >= rebuildFacts {
			if _, err := a.flush(); err != nil {
				return fault.Wrap(op, err)
			}
		}
		if f == nil {
			return nil
		}
		if progress != nil && (done%1000 == 0 || done == m.total) {
			progress(done, m.total)
		}
	}
}

// merge reads the facts of all feeds of a scope in the order of their places.
type merge struct {
	ctx   context.Context
	tx    store.Tx
	keys  journal.Keys
	scope access.Scope
	feeds []*mergedFeed
	total uint64
}

type mergedFeed struct {
	head journal.Head
	read uint64 // the number of the last fact that was read
	next []*journal.Fact
}

func newMerge(ctx context.Context, tx store.Tx, keys journal.Keys, scope access.Scope) (*merge, error) {
	m := &merge{ctx: ctx, tx: tx, keys: keys, scope: scope}
	feeds, err := journal.Feeds(ctx, tx, scope)
	for _, f := range feeds {
		m.feeds = append(m.feeds, &mergedFeed{head: f.Head})
		m.total += f.Head.Seq
	}
	return m, err
}

// next returns the next fact, or nil at the end.
func (m *merge) next() (*journal.Fact, error) {
	var first *mergedFeed
	for _, f := range m.feeds {
		if err := m.fill(f); err != nil {
			return nil, err
		}
		if len(f.next) > 0 && (first == nil || f.next[0].Place().Compare(first.next[0].Place()) < 0) {
			first = f
		}
	}
	if first == nil {
		return nil, nil
	}
	fact := first.next[0]
	first.next = first.next[1:]
	return fact, nil
}

func (m *merge) fill(f *mergedFeed) error {
	if len(f.next) > 0 || f.read >= f.head.Seq {
		return nil
	}
	to := min(f.read+readAhead, f.head.Seq)
	err := journal.Each(m.ctx, m.tx, m.scope, f.head.Feed, f.read, to, func(s *journal.Sealed) error {
		e, err := s.Open()
		if err != nil {
			return err
		}
		fact, err := journal.Unseal(m.keys, m.scope, s, e)
		if err == nil {
			f.next = append(f.next, fact)
		}
		return err
	})
	f.read = to
	if err == nil && len(f.next) == 0 {
		return m.fill(f) // a gap of a whole page, which a check reports
	}
	return err
}
