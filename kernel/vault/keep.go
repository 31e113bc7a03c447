// SPDX-License-Identifier: Apache-2.0

package vault

import (
	"context"
	"time"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/store"
)

// Whose says whose attachments are meant: Scope is where the owner's facts lie, Owner whose key seals them.
type Whose struct {
	Scope access.Scope
	Owner id.ID
}

// Keep makes a picture durable under its owner's key and returns its address, for the fact that is written next. Kept again with the same
// command it is there once. now is noted with it, for Sweep. Faults: NotFound where the owner has no key, or none any more; Blocked
// vault.full with megabytes where the owner has as much as may be kept for one.
func Keep(ctx context.Context, st store.Store, keys journal.Keys, of Whose, command id.ID, p *Picture, now time.Time) (Address, error) {
	const op = "vault.Keep"
	tag, err := tagOf(keys, of.Scope, of.Owner)
	if err != nil {
		return Address{}, fault.Wrap(op, err)
	}
	key, err := keys.OwnerKey(of.Scope, of.Owner)
	if err != nil {
		return Address{}, fault.Wrap(op, err)
	}
	salt := saltOf(key, command, p)
	s, err := newSealer(key, of.Scope, salt)
	if err != nil {
		return Address{}, fault.Wrap(op, err)
	}
	address := newAddressing(of.Scope, salt)
	var chunks [][]any
	for part := range Part(parts) {
		for i, sealed := range s.seal(part, p.Bytes(part)) {
			address.add(part, sealed)
			chunks = append(chunks, []any{of.Scope.Bytes(), tag, nil, int64(part), int64(i), sealed})
		}
	}
	at := address.address()
	for _, c := range chunks {
		c[2] = at[:]
	}
	row := []any{of.Scope.Bytes(), tag, at[:], salt, int64(p.Size()), now.UnixMilli()}
	err = st.Write(ctx, func(tx store.Tx) error { return insert(ctx, tx, of.Scope, tag, at, row, chunks) })
	return at, fault.Wrap(op, err)
}

func insert(ctx context.Context, tx store.Tx, scope access.Scope, tag []byte, at Address, row []any, chunks [][]any) error {
	kept, there := row[4].(int64), false
	err := tx.Query(ctx, selectOwned, []any{scope.Bytes(), tag}, func(r store.Row) error {
		if string(r.Raw(0)) == string(at[:]) {
			there = true
		}
		kept += r.Int(1)
		return nil
	})
	if err != nil || there {
		return err
	}
	if kept > MaxOfOwner {
		return fault.New("vault.Keep", fault.Blocked, "vault.full", fault.Args{"megabytes": MaxOfOwner >> 20}).WithHint("vault.full_hint")
	}
	if _, err := tx.Exec(ctx, insertAttachment, row...); err != nil {
		return err
	}
	return tx.ExecMany(ctx, insertChunk, chunks)
}

// Has reports whether an attachment of an owner lies at an address.
func Has(ctx context.Context, tx store.Tx, keys journal.Keys, of Whose, at Address) (bool, error) {
	_, salt, err := find(ctx, tx, keys, of, at)
	return salt != nil, fault.Wrap("vault.Has", err)
}

// Read returns a part of an attachment, as JPEG. Faults: NotFound vault.none where it is not there, or its owner was forgotten; Damaged
// verify.attachment_altered where it is not what was sealed.
func Read(ctx context.Context, tx store.Tx, keys journal.Keys, of Whose, at Address, part Part) ([]byte, error) {
	const op = "vault.Read"
	tag, salt, err := find(ctx, tx, keys, of, at)
	if err == nil && salt == nil {
		err = fault.New(op, fault.NotFound, "vault.none", nil)
	}
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	key, err := keys.OwnerKey(of.Scope, of.Owner)
	if fault.Is(err, fault.NotFound) {
		return nil, fault.New(op, fault.NotFound, "vault.none", nil).Because(err)
	}
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	s, err := newSealer(key, of.Scope, salt)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	chunks, err := chunksOf(ctx, tx, of.Scope, tag, at, part)
	if err == nil && len(chunks) == 0 {
		err = fault.New(op, fault.Damaged, "verify.attachment_altered", nil)
	}
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	return s.open(part, chunks)
}

// chunksOf returns the sealed chunks of a part, in their order.
func chunksOf(ctx context.Context, tx store.Tx, scope access.Scope, tag []byte, at Address, part Part) (chunks [][]byte, err error) {
	err = tx.Query(ctx, selectPart, []any{scope.Bytes(), tag, at[:], int64(part)}, func(r store.Row) error {
		chunks = append(chunks, r.Bytes(1))
		return nil
	})
	return chunks, err
}

func find(ctx context.Context, tx store.Tx, keys journal.Keys, of Whose, at Address) (tag, salt []byte, err error) {
	if tag, err = tagOf(keys, of.Scope, of.Owner); err != nil {
		return nil, nil, err
	}
	err = tx.Query(ctx, selectAttachment, []any{of.Scope.Bytes(), tag, at[:]}, func(r store.Row) error {
		salt = r.Bytes(0)
		return nil
	})
	return tag, salt, err
}
