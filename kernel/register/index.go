// SPDX-License-Identifier: Apache-2.0

package register

import (
	"context"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/store"
)

// Schema returns the tables with what turns the register of an older program into one of this program: where a version lists stories
// under other keys than the one before, the entries are drawn anew from the states.
func (r *Rows) Schema() store.Schema {
	schema := Tables
	schema.Then = map[int64]func(context.Context, store.Tx) error{2: r.indexAnew}
	return schema
}

// indexedAtOnce is how many stories are read before their entries are written.
const indexedAtOnce = 1000

// indexAnew draws the entries of every scope anew from the states. Facts are not read.
func (r *Rows) indexAnew(ctx context.Context, tx store.Tx) error {
	const op = "register.indexAnew"
	scopes, err := journal.Scopes(ctx, tx)
	if err != nil {
		return fault.Wrap(op, err)
	}
	for _, scope := range scopes {
		if _, err := tx.Exec(ctx, deleteEntries, scope.Bytes()); err != nil {
			return fault.Wrap(op, err)
		}
		for _, k := range r.house.stories {
			if err := r.indexKind(ctx, tx, scope, k); err != nil {
				return fault.Wrap(op, err)
			}
		}
	}
	return nil
}

// indexKind writes the entries of all stories of a kind, some at a time, since nothing is written while rows are read.
func (r *Rows) indexKind(ctx context.Context, tx store.Tx, scope access.Scope, k *kind) error {
	for last := (id.ID{}); ; {
		changes, n := r.NewChanges(), 0
		err := r.Each(ctx, tx, scope, k.name, last, indexedAtOnce, func(of id.ID, state any) error {
			last, n = of, n+1
			entries, err := r.entries(scope, k, state)
			for _, at := range entries {
				changes.set(at, of, true)
			}
			return err
		})
		if err == nil {
			err = changes.Write(ctx, tx)
		}
		if err != nil || n < indexedAtOnce {
			return err
		}
	}
}
