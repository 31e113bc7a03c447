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

// Forgetter gives keys and destroys them.
type Forgetter interface {
	journal.Keys
	// Destroy makes an owner's key unusable for ever, durably, before it returns.
	Destroy(ctx context.Context, scope access.Scope, owner id.ID) error
}

// Forgotten says what forgetting owners changed.
type Forgotten struct {
	Facts   int      // the owners' facts with a person part, gone now or before
	Stories []*Story // that were folded anew; whoever keeps states in memory drops these
}

// Forget carries out erasures that are recorded in the scope: it destroys the owners' keys, then removes the person parts of all their
// facts and folds the stories concerned anew, so that their states and list entries no longer tell of the owners. What is
// remembered of the contents of the commands that wrote the facts goes too. It can be called again after a crash, and does then
// what is left. An owner whose erasure is not recorded is a fault of kind Blocked, and then nobody is forgotten.
//
// The owner stands inside the sealed records, so that finding the facts takes one reading of the scope's journal, without
// holding the writer up. Between that and the removal nobody can write a new person part: there is no key.
func Forget(ctx context.Context, st store.Store, rows *Rows, keys Forgetter, scope access.Scope, owners ...id.ID) (*Forgotten, error) {
	const op = "register.Forget"
	err := st.Read(ctx, func(tx store.Tx) error {
		for _, owner := range owners {
			s, err := rows.Load(ctx, tx, scope, ErasureStory.name, owner)
			if err != nil {
				return err
			}
			if !s.Exists() {
				return fault.New(op, fault.Blocked, "register.no_erasure", nil)
			}
		}
		return nil
	})
	for _, owner := range owners {
		if err == nil {
			err = keys.Destroy(ctx, scope, owner)
		}
	}
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	var facts []*journal.Fact
	if err := st.Read(ctx, func(tx store.Tx) (err error) {
		facts, err = ownedBy(ctx, tx, keys, scope, owners)
		return err
	}); err != nil {
		return nil, fault.Wrap(op, err)
	}
	var stories []*Story
	err = st.Write(ctx, func(tx store.Tx) (err error) {
		stories, err = dropPersons(ctx, tx, rows, keys, scope, facts)
		return err
	})
	return &Forgotten{Facts: len(facts), Stories: stories}, fault.Wrap(op, err)
}

// ownedBy returns the facts whose person part is, or was, one of the owners'.
func ownedBy(ctx context.Context, tx store.Tx, keys journal.Keys, scope access.Scope, owners []id.ID) (owned []*journal.Fact, err error) {
	feeds, err := journal.Feeds(ctx, tx, scope)
	if err != nil {
		return nil, err
	}
	for _, feed := range feeds {
		err := journal.Each(ctx, tx, scope, feed.Head.Feed, 0, feed.Head.Seq, func(s *journal.Sealed) error {
			e, err := s.Open()
			if err != nil || e.PersonHash.IsZero() {
				return err
			}
			f, err := journal.UnsealRecord(keys, scope, s, e)
			if err == nil && slices.Contains(owners, f.Owner) {
				f.Forgotten = true
				owned = append(owned, f)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return owned, nil
}

func dropPersons(ctx context.Context, tx store.Tx, rows *Rows, keys journal.Keys, scope access.Scope, facts []*journal.Fact) ([]*Story, error) {
	a := newAbsorber(ctx, tx, rows, keys, scope)
	var commands []id.ID
	for _, f := range facts {
		if err := journal.DropPerson(ctx, tx, scope, f.Ref()); err != nil {
			return nil, err
		}
		if !slices.Contains(commands, f.Command) {
			commands = append(commands, f.Command)
		}
		a.take(f)
	}
	for _, c := range commands {
		if err := journal.DropDigest(ctx, tx, scope, c); err != nil {
			return nil, err
		}
	}
	return a.flush()
}
