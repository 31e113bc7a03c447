// SPDX-License-Identifier: Apache-2.0

package vault

import (
	"context"
	"time"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
	"safar/kernel/store"
)

// Forget removes every attachment of owners. Their keys are gone already, or go: what a copy elsewhere still holds is unreadable.
func Forget(ctx context.Context, tx store.Tx, keys journal.Keys, scope access.Scope, owners ...id.ID) error {
	for _, owner := range owners {
		tag, err := tagOf(keys, scope, owner)
		for _, statement := range []string{dropOwners, dropOwner} {
			if err == nil {
				_, err = tx.Exec(ctx, statement, scope.Bytes(), tag)
			}
		}
		if err != nil {
			return fault.Wrap("vault.Forget", err)
		}
	}
	return nil
}

// Drop removes one attachment, whose fact does not hold any more.
func Drop(ctx context.Context, tx store.Tx, keys journal.Keys, of Whose, at Address) error {
	tag, err := tagOf(keys, of.Scope, of.Owner)
	if err == nil {
		err = drop(ctx, tx, of.Scope, lying{tag: tag, at: at})
	}
	return fault.Wrap("vault.Drop", err)
}

func drop(ctx context.Context, tx store.Tx, scope access.Scope, l lying) error {
	for _, statement := range []string{dropChunks, dropAttachment} {
		if _, err := tx.Exec(ctx, statement, scope.Bytes(), l.tag, l.at[:]); err != nil {
			return err
		}
	}
	return nil
}

// lying is an attachment as it lies in the database.
type lying struct {
	tag  []byte
	at   Address
	kept int64
}

// Sweep removes attachments that no fact names, of those that were kept before a moment: a power cut between the bytes and the fact leaves
// them, and so does a form that was refused. It returns how many.
func Sweep(ctx context.Context, st store.Store, rows *register.Rows, scope access.Scope, before time.Time) (swept int, err error) {
	err = st.Write(ctx, func(tx store.Tx) error {
		swept = 0
		all, err := lyingIn(ctx, tx, scope)
		if err != nil {
			return err
		}
		for _, l := range all {
			if l.kept >= before.UnixMilli() {
				continue
			}
			named, err := rows.Find(ctx, tx, scope, Attachments, l.at[:], 1)
			if err != nil {
				return err
			}
			if len(named) > 0 {
				continue
			}
			if err := drop(ctx, tx, scope, l); err != nil {
				return err
			}
			swept++
		}
		return nil
	})
	return swept, fault.Wrap("vault.Sweep", err)
}

func lyingIn(ctx context.Context, tx store.Tx, scope access.Scope) (all []lying, err error) {
	err = tx.Query(ctx, selectAll, []any{scope.Bytes()}, func(r store.Row) error {
		l := lying{tag: r.Bytes(0), kept: r.Int(2)}
		copy(l.at[:], r.Raw(1))
		all = append(all, l)
		return nil
	})
	return all, err
}

// Census is what lies in a scope, for Verify.
type Census struct {
	scope access.Scope
	tags  map[Address][]byte
}

// Count lists what lies in a scope.
func Count(ctx context.Context, tx store.Tx, scope access.Scope) (*Census, error) {
	all, err := lyingIn(ctx, tx, scope)
	c := &Census{scope: scope, tags: make(map[Address][]byte, len(all))}
	for _, l := range all {
		c.tags[l.at] = l.tag
	}
	return c, fault.Wrap("vault.Count", err)
}

// Len is how many attachments lie there.
func (c *Census) Len() int64 { return int64(len(c.tags)) }

// Verify checks that what lies at an address is what was sealed there, without any key. Faults of kind Damaged:
// verify.attachment_lost, verify.attachment_altered.
func (c *Census) Verify(ctx context.Context, tx store.Tx, at Address) error {
	const op = "vault.Verify"
	tag := c.tags[at]
	if tag == nil {
		return fault.New(op, fault.Damaged, "verify.attachment_lost", nil)
	}
	var salt []byte
	err := tx.Query(ctx, selectAttachment, []any{c.scope.Bytes(), tag, at[:]}, func(r store.Row) error {
		salt = r.Bytes(0)
		return nil
	})
	if err != nil {
		return fault.Wrap(op, err)
	}
	sum := newAddressing(c.scope, salt)
	err = tx.Query(ctx, selectChunks, []any{c.scope.Bytes(), tag, at[:]}, func(r store.Row) error {
		sum.add(Part(r.Int(0)), r.Raw(2))
		return nil
	})
	if err == nil && sum.address() != at {
		err = fault.New(op, fault.Damaged, "verify.attachment_altered", nil)
	}
	return fault.Wrap(op, err)
}
