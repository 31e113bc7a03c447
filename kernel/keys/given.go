// SPDX-License-Identifier: Apache-2.0

package keys

import (
	"bytes"
	"context"
	"maps"
	"slices"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/store"
)

// Given are the keys of one scope as one node gives them to another that is to hold a copy of it: the keys of its epochs and of the
// owners who were not forgotten. They are bare: whoever carries them seals them to the node they are for, and writes them nowhere.
// Scope is which; Epochs are the scope's keys by the number of the epoch, Owners the owners' keys by owner.
type Given struct {
	Scope  access.Scope
	Epochs map[uint32][]byte
	Owners map[id.ID][]byte
}

// Give returns the keys of a scope. Those that are not durable yet are not among them. A scope without a key is a fault of kind NotFound.
func (r *Ring) Give(ctx context.Context, scope access.Scope) (*Given, error) {
	const op = "keys.Give"
	g := &Given{Scope: scope, Epochs: map[uint32][]byte{}, Owners: map[id.ID][]byte{}}
	err := r.st.Read(ctx, func(tx store.Tx) (err error) {
		if g.Epochs, err = r.epochsOf(ctx, tx, scope); err != nil {
			return err
		}
		owners, err := ownersOf(ctx, tx, scope)
		for of, row := range owners {
			if err != nil || len(row.wrapped) == 0 { // forgotten
				continue
			}
			g.Owners[of], err = row.open(g.Epochs, owner{scope, of})
		}
		return err
	})
	if err == nil && len(g.Epochs) == 0 {
		err = fault.New(op, fault.NotFound, "keys.no_scope_key", nil)
	}
	return g, fault.Wrap(op, err)
}

// Take makes given keys durable beside those that are here. An owner who was forgotten here stays forgotten. A key of the scope or of
// an owner that differs from the one that is here is a fault of kind Conflict, and nothing is taken: two nodes made keys for one thing
// before they met, and what they sealed can never lie in one scope.
func (r *Ring) Take(ctx context.Context, g *Given) error {
	const op = "keys.Take"
	err := r.st.Write(ctx, func(tx store.Tx) error {
		here, err := r.epochsOf(ctx, tx, g.Scope)
		if err != nil {
			return err
		}
		if len(g.Epochs) == 0 {
			return fault.New(op, fault.Invalid, "keys.no_scope_key", nil)
		}
		for number, key := range g.Epochs {
			if have := here[number]; have != nil {
				if !bytes.Equal(have, key) {
					return fault.New(op, fault.Conflict, "keys.two_keys", nil)
				}
				continue
			}
			if _, err := tx.Exec(ctx, insertScopeKey, g.Scope.Bytes(), int64(number), wrap(r.root, key, scopeLabel(g.Scope, number))); err != nil {
				return err
			}
		}
		maps.Copy(here, g.Epochs)
		return takeOwners(ctx, tx, g, here)
	})
	if err != nil {
		return fault.Wrap(op, err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for number, key := range g.Epochs {
		r.scopes[epoch{g.Scope, number}] = bytes.Clone(key)
		r.current[g.Scope] = max(r.current[g.Scope], number)
	}
	return nil
}

// takeOwners takes the keys of owners; epochs are the scope's keys, those that were given with those that are here.
func takeOwners(ctx context.Context, tx store.Tx, g *Given, epochs map[uint32][]byte) error {
	here, err := ownersOf(ctx, tx, g.Scope)
	if err != nil {
		return err
	}
	last := slices.Max(slices.Collect(maps.Keys(epochs)))
	var rows [][]any
	for of, key := range g.Owners {
		name := owner{g.Scope, of}
		have, known := here[of]
		switch {
		case !known:
			rows = append(rows, []any{g.Scope.Bytes(), bytes.Clone(of[:]), int64(last), wrap(epochs[last], key, ownerLabel(name))})
		case len(have.wrapped) == 0: // forgotten here
		default:
			was, err := have.open(epochs, name)
			if err == nil && !bytes.Equal(was, key) {
				err = fault.New("keys.Take", fault.Conflict, "keys.two_keys", nil)
			}
			if err != nil {
				return err
			}
		}
	}
	return tx.ExecMany(ctx, insertOwnerKey, rows)
}

// epochsOf reads the keys of a scope.
func (r *Ring) epochsOf(ctx context.Context, tx store.Tx, scope access.Scope) (map[uint32][]byte, error) {
	wrapped := map[uint32][]byte{}
	err := tx.Query(ctx, selectScopeKeys, []any{scope.Bytes()}, func(row store.Row) error {
		wrapped[uint32(row.Int(0))] = row.Bytes(1)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for number := range wrapped {
		if wrapped[number], err = unwrap(r.root, wrapped[number], scopeLabel(scope, number)); err != nil {
			return nil, fault.New("keys.Give", fault.Damaged, "keys.damaged", fault.Args{"name": "scope"}).Because(err)
		}
	}
	return wrapped, nil
}

type ownerRow struct {
	epoch   uint32
	wrapped []byte // empty where the owner was forgotten
}

// open unwraps the key of an owner with those of the scope.
func (row ownerRow) open(epochs map[uint32][]byte, name owner) ([]byte, error) {
	under := epochs[row.epoch]
	if under == nil {
		return nil, fault.New("keys.Give", fault.Damaged, "keys.damaged", fault.Args{"name": "scope"})
	}
	key, err := unwrap(under, row.wrapped, ownerLabel(name))
	if err != nil {
		return nil, fault.New("keys.Give", fault.Damaged, "keys.damaged", fault.Args{"name": "owner"}).Because(err)
	}
	return key, nil
}

func ownersOf(ctx context.Context, tx store.Tx, scope access.Scope) (map[id.ID]ownerRow, error) {
	owners := map[id.ID]ownerRow{}
	err := tx.Query(ctx, selectOwnerKeys, []any{scope.Bytes()}, func(row store.Row) error {
		of, err := id.FromBytes(row.Raw(0))
		owners[of] = ownerRow{uint32(row.Int(1)), bytes.Clone(row.Raw(2))}
		return err
	})
	return owners, err
}
