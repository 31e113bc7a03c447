// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"
	"time"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/sound"
	"safar/kernel/store"
	"safar/kernel/vault"
)

// Keep makes a picture durable for an owner, a person or a household, and returns its address for the command that says what it is, which is
// sent next under the same id. by must be allowed to do act in the scope. Where the command is refused then, Unkeep takes it back; where the
// program ends in between, the picture is swept. Faults: NotAllowed; Blocked keys.owner_forgotten, vault.full.
func (d *Desk) Keep(ctx context.Context, by access.Actor, act access.Act, of vault.Whose, command id.ID, p *vault.Picture) (vault.Address, error) {
	const op = "desk.Keep"
	if err := mayDo(by, act, of.Scope, d.Today()); err != nil {
		return vault.Address{}, err
	}
	if err := d.ownerKey(ctx, of); err != nil {
		return vault.Address{}, fault.Wrap(op, err)
	}
	at, err := vault.Keep(ctx, d.store, d.ring, of, command, p, d.clock.Now())
	return at, fault.Wrap(op, err)
}

// ownerKey makes the key of an owner of whom nothing was written yet, durably, where the writer makes none meanwhile.
func (d *Desk) ownerKey(ctx context.Context, of vault.Whose) error {
	_, err := d.ring.OwnerKey(of.Scope, of.Owner)
	if !fault.Is(err, fault.NotFound) {
		return err
	}
	return d.alone(ctx, func(ctx context.Context) error {
		if err := d.ring.Mint(ctx, of.Scope, of.Owner); err != nil {
			return err
		}
		return d.ring.Persist(ctx)
	})
}

// Leave makes a recording durable in a scope, and returns where it lies and the key that opens it, for the command that says whose it is, which is sent next under the same id. by must be
// allowed to do act in the scope. Where the command is refused then, TakeBack takes it back; where the program ends in between, it is swept. Fault: NotAllowed.
func (d *Desk) Leave(ctx context.Context, by access.Actor, act access.Act, scope access.Scope, command id.ID, r *sound.Recording) (vault.Left, error) {
	if err := mayDo(by, act, scope, d.Today()); err != nil {
		return vault.Left{}, err
	}
	if _, err := d.ring.Epoch(ctx, scope); err != nil { // nothing may have been written there yet
		return vault.Left{}, fault.Wrap("desk.Leave", err)
	}
	left, err := vault.Leave(ctx, d.store, d.ring, scope, command, r, d.clock.Now())
	return left, fault.Wrap("desk.Leave", err)
}

// TakeBack removes a recording that no fact names, because the command it was left for was refused. One that a fact names stays.
func (d *Desk) TakeBack(ctx context.Context, scope access.Scope, left vault.Left) error {
	return fault.Wrap("desk.TakeBack", d.unlessNamed(ctx, scope, left.At, func(tx store.Tx) error { return vault.TakeBack(ctx, tx, scope, left) }))
}

// Hear returns a recording that was left in a scope, to whoever holds the key that opens it, for a lane that notes itself who heard it. Faults: NotFound vault.no_recording; Damaged
// verify.attachment_altered.
func (d *Desk) Hear(ctx context.Context, scope access.Scope, left vault.Left) (said []byte, err error) {
	err = d.store.Read(ctx, func(tx store.Tx) error {
		said, err = vault.Hear(ctx, tx, scope, left)
		return err
	})
	return said, fault.Wrap("desk.Hear", err)
}

// Unkeep takes a picture back that no fact names, because the command it was kept for was refused. One that a fact names stays.
func (d *Desk) Unkeep(ctx context.Context, of vault.Whose, at vault.Address) error {
	return fault.Wrap("desk.Unkeep", d.drop(ctx, of, at))
}

// drop removes an attachment that stands in no list.
func (d *Desk) drop(ctx context.Context, of vault.Whose, at vault.Address) error {
	return d.unlessNamed(ctx, of.Scope, at, func(tx store.Tx) error { return vault.Drop(ctx, tx, d.ring, of, at) })
}

// unlessNamed has an attachment dropped that no fact names.
func (d *Desk) unlessNamed(ctx context.Context, scope access.Scope, at vault.Address, drop func(store.Tx) error) error {
	return d.store.Write(ctx, func(tx store.Tx) error {
		named, err := d.rows.Find(ctx, tx, scope, vault.Attachments, at[:], 1)
		if err != nil || len(named) > 0 {
			return err
		}
		return drop(tx)
	})
}

// Dropper is a command after which an attachment is named by no fact that holds. Do returns once its bytes are gone as well; what a crash
// leaves is swept.
type Dropper interface {
	Command
	// Drops says whose attachment it is, and where it lies.
	Drops() (owner id.ID, at vault.Address)
}

// dropAttachments removes what the commands that were done left without a fact.
func (d *Desk) dropAttachments(ctx context.Context, scope access.Scope, commands []Numbered, outcomes []Outcome) {
	for i, c := range commands {
		dropper, is := c.Command.(Dropper)
		if !is || outcomes[i].Err != nil {
			continue
		}
		owner, at := dropper.Drops()
		outcomes[i].Err = fault.Wrap("desk.Do", d.drop(ctx, vault.Whose{Scope: scope, Owner: owner}, at))
	}
}

// unfinished is for how long bytes without a fact may belong to a command that another process is about to write.
const unfinished = time.Hour

// Sweep removes attachments of a scope that no fact names. It is called when an operation is opened, before anything is kept.
func (d *Desk) Sweep(ctx context.Context, scope access.Scope) error {
	before := d.clock.Now().Add(time.Millisecond)
	if !d.store.Exclusive() {
		before = before.Add(-unfinished)
	}
	_, err := vault.Sweep(ctx, d.store, d.rows, scope, before)
	return fault.Wrap("desk.Sweep", err)
}

// Pictures counts the attachments that lie in a scope, whether a fact names them or not: for checks.
func (d *Desk) Pictures(ctx context.Context, scope access.Scope) (n int64, err error) {
	err = d.store.Read(ctx, func(tx store.Tx) error {
		lying, err := vault.Count(ctx, tx, scope)
		n = lying.Len()
		return err
	})
	return n, fault.Wrap("desk.Pictures", err)
}

// Attached reports whether an attachment of an owner in the command's scope lies at an address.
func (tx *Tx) Attached(owner id.ID, at vault.Address) (bool, error) {
	return vault.Has(tx.group.ctx, tx.group.db, tx.group.desk.ring, vault.Whose{Scope: tx.scope, Owner: owner}, at)
}

// Left reports whether a recording lies in the command's scope where it is said to.
func (tx *Tx) Left(left vault.Left) (bool, error) {
	return vault.Lies(tx.group.ctx, tx.group.db, tx.scope, left)
}

// Hear returns a recording that was left in the scope that is asked of. Faults as for Desk.Hear. The query that lets it be heard notes the look.
func (r *Reader) Hear(left vault.Left) ([]byte, error) {
	r.alone()
	return vault.Hear(r.ctx, r.db, r.scope, left)
}

// Attachment returns a part of an attachment of an owner in the scope that is asked of, as JPEG. Faults: NotFound vault.none; Damaged
// verify.attachment_altered. The query that shows it notes the look.
func (r *Reader) Attachment(owner id.ID, at vault.Address, part vault.Part) ([]byte, error) {
	r.alone()
	return vault.Read(r.ctx, r.db, r.desk.ring, vault.Whose{Scope: r.scope, Owner: owner}, at, part)
}
