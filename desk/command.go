// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// Command is one change that a person asks for: a struct whose exported fields say what is asked. Its fields, in deterministic
// CBOR, are what makes two commands the same.
type Command interface {
	// Act is what the person must be allowed to do.
	Act() access.Act
	// Decide judges the rules and records facts. It returns a fault where a rule stands against it; then nothing is written.
	// It may be run more than once, and must not act on anything but tx.
	Decide(tx *Tx) error
}

// Receipt says what a command did, and how durable it is.
type Receipt struct {
	Command id.ID        // the id under which it was asked for
	Scope   access.Scope // in which it was done
	Last    journal.Ref  // the last fact written; Seq 0 where there was nothing to write
	Facts   int          // how many facts were written
	IDs     []id.ID      // the ids the command made, in order
	Again   bool         // the command had been done before: nothing was written now
	Level   Level        // OnThisDisk at least
}

// Level is how durable an acknowledged change is.
type Level uint8

// The levels of acknowledgement. A later one holds what the earlier ones hold.
const (
	OnThisDisk Level = iota // survives a power cut of this device
	OnASecondDevice
	AtTheHub
	AtTheQuorum
)

// digest is the hash of what a command asks, keyed with the scope's key: a plain one would let whoever reads the database confirm a guess.
func (g *group) digest(scope access.Scope, c Command) (journal.Hash, error) {
	body, err := journal.Encode(c)
	if err != nil {
		return journal.Hash{}, err
	}
	key, err := g.firstKey(scope)
	if err != nil {
		return journal.Hash{}, err
	}
	h := hmac.New(sha256.New, key)
	fmt.Fprintf(h, "safar command 1\x00%T\x00", c)
	h.Write(body)
	return journal.Hash(h.Sum(nil)), nil
}

func (g *group) firstKey(scope access.Scope) ([]byte, error) { return g.desk.firstKey(g.ctx, scope) }

// firstKey returns the key of a scope's first epoch, and makes it where there is none: what is drawn from it outlives a change of key.
func (d *Desk) firstKey(ctx context.Context, scope access.Scope) ([]byte, error) {
	if _, err := d.ring.Epoch(ctx, scope); err != nil {
		return nil, err
	}
	return d.ring.ScopeKey(scope, 1)
}

// Makes returns the first n ids that a command makes, in order (Receipt.IDs). They are known before it is decided, so that commands which
// need them can be sent right behind it. Nothing stands under them where the command is refused.
func (d *Desk) Makes(ctx context.Context, scope access.Scope, command id.ID, n int) ([]id.ID, error) {
	key, err := d.firstKey(ctx, scope)
	if err != nil {
		return nil, fault.Wrap("desk.Makes", err)
	}
	ids := make([]id.ID, n)
	for i := range ids {
		ids[i] = madeID(key, command, uint64(i)+1)
	}
	return ids, nil
}

// madeID returns the nth id that a command makes. It is drawn from the scope's key, so that a repetition on any process gives
// the same, and nobody who only carries envelopes can tell which stories a command touched.
func madeID(scopeKey []byte, command id.ID, n uint64) id.ID {
	h := hmac.New(sha256.New, scopeKey)
	h.Write([]byte("safar id 1\x00"))
	h.Write(command[:])
	binary.Write(h, binary.BigEndian, n) // a hash never fails to write
	d, _ := id.FromBytes(h.Sum(nil)[:id.Size])
	return d
}
