// SPDX-License-Identifier: Apache-2.0

package vault

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"time"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/sound"
	"safar/kernel/store"
)

// Left is where a recording lies, and the Key that opens it: who has both hears it, and nobody else does. The zero Left is none.
type Left struct {
	_   struct{} `cbor:",toarray"`
	At  Address  `class:"open"`     // where it lies
	Key []byte   `class:"personal"` // 32 bytes, of this recording alone
}

// IsZero reports whether nothing was left.
func (l Left) IsZero() bool { return l.At == Address{} && len(l.Key) == 0 }

// padding is what the length of a recording as it lies is a multiple of, in bytes: somebody who knows how long the file on a telephone is does not
// find it by its length.
const padding = 4 * chunkSize

// Leave makes a recording durable under a key of its own, and returns both, for the fact that is written next: it seals the key with its owner's, so that forgetting the owner makes
// the recording unreadable on every copy, and whoever was given the key before can still hear it. Nothing in the rows tells whose it is. Left again under the same command it
// is there once. now is noted with it, for Sweep.
func Leave(ctx context.Context, st store.Store, keys journal.Keys, scope access.Scope, command id.ID, r *sound.Recording, now time.Time) (Left, error) {
	const op = "vault.Leave"
	first, err := keys.ScopeKey(scope, 1)
	if err != nil {
		return Left{}, fault.Wrap(op, err)
	}
	said := sha256.Sum256(r.Bytes())
	left := Left{Key: drawn(first, "safar recording key 1", command[:], said[:])}
	salt := left.salt()
	s, err := newSealer(left.Key, scope, salt)
	if err != nil {
		return Left{}, fault.Wrap(op, err)
	}
	plain := padded(r.Bytes())
	address, sealed := newAddressing(scope, salt), s.seal(Whole, plain)
	for _, chunk := range sealed {
		address.add(Whole, chunk)
	}
	left.At = address.address()
	row := []any{scope.Bytes(), left.tag(), left.At[:], salt, int64(len(plain)), now.UnixMilli()}
	var chunks [][]any
	for i, chunk := range sealed {
		chunks = append(chunks, []any{scope.Bytes(), left.tag(), left.At[:], int64(Whole), int64(i), chunk})
	}
	err = st.Write(ctx, func(tx store.Tx) error { return insert(ctx, tx, scope, left.tag(), left.At, row, chunks) })
	return left, fault.Wrap(op, err)
}

// tag is the name under which a recording lies, where a picture lies under its owner's: whoever has no key to it cannot tell that two lie there for one.
func (l Left) tag() []byte { return drawn(l.Key, "safar recording tag 1")[:tagSize] }

func (l Left) salt() []byte { return drawn(l.Key, "safar recording salt 1")[:16] }

// padded is a recording with its length before it, and nought behind it up to a multiple of padding.
func padded(plain []byte) []byte {
	n := (8 + len(plain) + padding - 1) / padding * padding
	out := make([]byte, n)
	binary.BigEndian.PutUint64(out, uint64(len(plain)))
	copy(out[8:], plain)
	return out
}

// unpadded takes a recording out of its padding; nil where that is none.
func unpadded(padded []byte) []byte {
	if len(padded) < 8 {
		return nil
	}
	n := binary.BigEndian.Uint64(padded)
	if n > uint64(len(padded)-8) {
		return nil
	}
	return padded[8 : 8+n]
}

// Lies reports whether a recording lies where it was left.
func Lies(ctx context.Context, tx store.Tx, scope access.Scope, l Left) (there bool, err error) {
	err = tx.Query(ctx, selectAttachment, []any{scope.Bytes(), l.tag(), l.At[:]}, func(store.Row) error {
		there = true
		return nil
	})
	return there, fault.Wrap("vault.Lies", err)
}

// Hear returns a recording as it was left. Faults: NotFound vault.no_recording where it is not there, or its key was forgotten; Damaged verify.attachment_altered where it is not what was
// sealed.
func Hear(ctx context.Context, tx store.Tx, scope access.Scope, l Left) ([]byte, error) {
	const op = "vault.Hear"
	if len(l.Key) == 0 {
		return nil, fault.New(op, fault.NotFound, "vault.no_recording", nil)
	}
	s, err := newSealer(l.Key, scope, l.salt())
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	chunks, err := chunksOf(ctx, tx, scope, l.tag(), l.At, Whole)
	if err == nil && len(chunks) == 0 {
		err = fault.New(op, fault.NotFound, "vault.no_recording", nil)
	}
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	plain, err := s.open(Whole, chunks)
	if said := unpadded(plain); err == nil && said != nil {
		return said, nil
	}
	return nil, fault.New(op, fault.Damaged, "verify.attachment_altered", nil).Because(err)
}

// TakeBack removes a recording that no fact names.
func TakeBack(ctx context.Context, tx store.Tx, scope access.Scope, l Left) error {
	return fault.Wrap("vault.TakeBack", drop(ctx, tx, scope, lying{tag: l.tag(), at: l.At}))
}
