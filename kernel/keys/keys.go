// SPDX-License-Identifier: Apache-2.0

// Package keys keeps the keys of a node, in a database of their own.
//
// A passphrase gives, through argon2id, the key that wraps the root; the root wraps the node's signing key, the key of the encrypted
// database file, and the keys of scopes; a scope's key wraps the keys of its owners: the people and households whose facts
// have a sealed person part. Destroying an owner's key forgets the owner on this node. The database has backups of its own, which
// live for a short time, so that no backup brings a forgotten key back. A key is durable before the first fact that it seals.
package keys

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"maps"
	"sync"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/store"
)

// KeySize is the length of every secret key, in bytes.
const KeySize = 32

// ownersInMemory bounds how many owners' keys are kept unwrapped: 200,000 take about 20 MB.
const ownersInMemory = 200_000

type owner struct {
	scope access.Scope
	id    id.ID
}

type epoch struct {
	scope  access.Scope
	number uint32
}

// Ring is an unlocked set of keys. It is safe for concurrent use.
type Ring struct {
	st     store.Store
	root   []byte
	node   journal.Writer // its slot is zero: the desk leases one
	signer ed25519.PrivateKey
	file   []byte

	mu      sync.RWMutex
	scopes  map[epoch][]byte
	current map[access.Scope]uint32
	owners  map[owner][]byte
	minted  map[owner][]byte // not yet durable
	buried  uint64           // how many owners were destroyed: a key that was read before must not be remembered after
}

var _ journal.Keys = (*Ring)(nil)

// Node returns the node's id and incarnation; the slot is zero.
func (r *Ring) Node() journal.Writer {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.node
}

// Signer returns the node's private key, with which it signs the heads of its feeds.
func (r *Ring) Signer() ed25519.PrivateKey { return r.signer }

// FileKey returns the key that the database file of this node is encrypted with.
func (r *Ring) FileKey() []byte { return r.file }

// Store returns the database that the keys are kept in; other node-local secrets (credentials, sessions) live there too.
func (r *Ring) Store() store.Store { return r.st }

// Close lets go of the keys and of their database.
func (r *Ring) Close() error {
	r.mu.Lock()
	clear(r.root)
	clear(r.owners)
	clear(r.minted)
	clear(r.scopes)
	r.mu.Unlock()
	return r.st.Close()
}

// Epoch returns the present epoch of a scope's key, and makes the first key of a scope that has none.
func (r *Ring) Epoch(ctx context.Context, scope access.Scope) (uint32, error) {
	r.mu.RLock()
	n, known := r.current[scope]
	r.mu.RUnlock()
	if known {
		return n, nil
	}
	return 1, r.addScope(ctx, scope, 1)
}

func (r *Ring) addScope(ctx context.Context, scope access.Scope, number uint32) error {
	var key []byte
	err := r.st.Write(ctx, func(tx store.Tx) error {
		key = fresh() // in here, since this may run more than once
		n, err := tx.Exec(ctx, insertScopeKey, scope.Bytes(), int64(number), wrap(r.root, key, scopeLabel(scope, number)))
		if err == nil && n == 0 { // another process of this node was faster
			key, err = readScopeKey(ctx, tx, r.root, scope, number)
		}
		return err
	})
	if err != nil {
		return fault.Wrap("keys.Epoch", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.scopes[epoch{scope, number}] = key
	r.current[scope] = max(r.current[scope], number)
	return nil
}

// ScopeKey returns the key of a scope in an epoch.
func (r *Ring) ScopeKey(scope access.Scope, number uint32) ([]byte, error) {
	r.mu.RLock()
	key := r.scopes[epoch{scope, number}]
	r.mu.RUnlock()
	if key != nil {
		return key, nil
	}
	err := r.st.Read(context.Background(), func(tx store.Tx) (err error) {
		key, err = readScopeKey(context.Background(), tx, r.root, scope, number)
		return err
	})
	if err != nil {
		return nil, fault.Wrap("keys.ScopeKey", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.scopes[epoch{scope, number}] = key
	return key, nil
}

// OwnerKey returns the key of an owner in a scope; a fault of kind NotFound where there is none, or none any more.
func (r *Ring) OwnerKey(scope access.Scope, of id.ID) ([]byte, error) {
	name := owner{scope, of}
	r.mu.RLock()
	key := r.owners[name]
	if key == nil {
		key = r.minted[name]
	}
	buried := r.buried
	r.mu.RUnlock()
	if key != nil {
		return key, nil
	}
	key, err := r.readOwner(name)
	if err != nil {
		return nil, err
	}
	r.remember(name, key, buried)
	return key, nil
}

// remember keeps a key at hand, unless an owner was destroyed since it was read: it could be that owner's.
func (r *Ring) remember(name owner, key []byte, buried uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.buried != buried {
		return
	}
	if len(r.owners) >= ownersInMemory {
		clear(r.owners) // rare, and cheaper than keeping an order of use for every look-up
	}
	r.owners[name] = key
}

// Mint makes the key of an owner who has none, for use at once. It is not durable until Persist returns. An owner who was
// forgotten gets none again: that is a fault of kind Blocked.
func (r *Ring) Mint(ctx context.Context, scope access.Scope, of id.ID) error {
	const op = "keys.Mint"
	_, err := r.OwnerKey(scope, of)
	if !fault.Is(err, fault.NotFound) {
		return err
	}
	if fault.KeyOf(err) == "keys.owner_forgotten" {
		return fault.New(op, fault.Blocked, "keys.owner_forgotten", nil)
	}
	number, err := r.Epoch(ctx, scope)
	if err != nil {
		return err
	}
	if _, err := r.ScopeKey(scope, number); err != nil { // Persist will wrap with it
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.minted[owner{scope, of}] == nil {
		r.minted[owner{scope, of}] = fresh()
	}
	return nil
}

// Persist makes every minted key durable. It must have returned before a fact that such a key seals is committed. Where another
// process minted a key for one of the owners meanwhile, nothing is written, the minted keys are dropped, and it is a fault of kind
// Conflict.
func (r *Ring) Persist(ctx context.Context) error {
	r.mu.RLock()
	minted := maps.Clone(r.minted) // what is minted from here on is for the next call
	rows := make([][]any, 0, len(minted))
	for name, key := range minted {
		wrapped := wrap(r.scopes[epoch{name.scope, r.current[name.scope]}], key, ownerLabel(name))
		rows = append(rows, []any{name.scope.Bytes(), name.id[:], int64(r.current[name.scope]), wrapped})
	}
	r.mu.RUnlock()
	if len(rows) == 0 {
		return nil
	}
	err := r.st.Write(ctx, func(tx store.Tx) error { return tx.ExecMany(ctx, insertOwnerKey, rows) })
	if err != nil {
		r.Discard()
		return fault.Wrap("keys.Persist", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.owners)+len(minted) > ownersInMemory {
		clear(r.owners)
	}
	for name, key := range minted {
		if r.minted[name] != nil { // not destroyed while it was written
			r.owners[name] = key
			delete(r.minted, name)
		}
	}
	return nil
}

// Discard drops minted keys that no fact will use.
func (r *Ring) Discard() {
	r.mu.Lock()
	defer r.mu.Unlock()
	clear(r.minted)
}

// Destroy forgets an owner: the key is overwritten and gone, durably, when Destroy returns. A mark stays in its place, so that the
// owner is never given a key again, neither by Mint nor by a copy that another node still holds.
func (r *Ring) Destroy(ctx context.Context, scope access.Scope, of id.ID) error {
	err := r.st.Write(ctx, func(tx store.Tx) error {
		_, err := tx.Exec(ctx, buryOwnerKey, scope.Bytes(), of[:], int64(0), []byte{})
		return err
	})
	if err != nil {
		return fault.Wrap("keys.Destroy", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.buried++
	delete(r.owners, owner{scope, of})
	delete(r.minted, owner{scope, of})
	return nil
}

func fresh() []byte {
	key := make([]byte, KeySize)
	rand.Read(key)
	return key
}
