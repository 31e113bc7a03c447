// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
	"safar/kernel/store"
	"safar/kernel/vault"
)

// Eraser is a command that records erasures (register.Erase). Do returns once they are carried out as well: the keys destroyed, the
// person parts gone, the stories folded anew. Done again after a crash in between, it does what is left.
type Eraser interface {
	Command
	// Owners are all whom the command asks to forget.
	Owners() []id.ID
}

// erase carries out what the commands that were done ask to forget.
func (d *Desk) erase(ctx context.Context, scope access.Scope, commands []Numbered, outcomes []Outcome) {
	for i, c := range commands {
		e, is := c.Command.(Eraser)
		if !is || outcomes[i].Err != nil {
			continue
		}
		err := d.alone(ctx, func(ctx context.Context) error { return d.forget(ctx, scope, e.Owners()...) })
		outcomes[i].Err = fault.Wrap("desk.Do", err)
	}
}

// FinishErasures carries out erasures of a scope that were recorded and not carried out, because the process ended in between. It is
// called when an operation is opened.
func (d *Desk) FinishErasures(ctx context.Context, scope access.Scope) error {
	var left []id.ID
	err := d.store.Read(ctx, func(db store.Tx) error {
		left = nil
		return d.rows.Each(ctx, db, scope, register.ErasureStory.Name(), id.ID{}, everyStory, func(owner id.ID, _ any) error {
			if _, err := d.ring.OwnerKey(scope, owner); err == nil {
				left = append(left, owner)
			}
			return nil
		})
	})
	if err == nil && len(left) > 0 {
		err = d.alone(ctx, func(ctx context.Context) error { return d.forget(ctx, scope, left...) })
	}
	return fault.Wrap("desk.FinishErasures", err)
}

// forget carries out erasures that are recorded.
func (d *Desk) forget(ctx context.Context, scope access.Scope, owners ...id.ID) error {
	if len(owners) == 0 {
		return nil
	}
	d.kept.away()
	defer d.kept.back()
	gone, err := register.Forget(ctx, d.store, d.rows, d.ring, scope, owners...)
	if err == nil {
		err = d.store.Write(ctx, func(tx store.Tx) error { return vault.Forget(ctx, tx, d.ring, scope, owners...) })
	}
	if err != nil {
		return err
	}
	d.memory = newMemory(d.store.Exclusive(), d.memory.most)
	d.counts.forget()
	d.tell(Change{Stories: gone.Stories})
	return nil
}
