// SPDX-License-Identifier: Apache-2.0

package keys

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/binary"
	"errors"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/store"
)

var errTooShort = errors.New("keys: wrapped key too short")

// Tables are the tables of the keys' database. Values are wrapped; ids are pseudonyms.
var Tables = store.Schema{Part: "keys", Versions: [][]string{{
	`CREATE TABLE ring (name TEXT NOT NULL, value BYTES NOT NULL, PRIMARY KEY (name))`,
	`CREATE TABLE scope_key (scope BYTES NOT NULL, epoch BIGINT NOT NULL, wrapped BYTES NOT NULL, PRIMARY KEY (scope, epoch))`,
	`CREATE TABLE owner_key (scope BYTES NOT NULL, owner BYTES NOT NULL, epoch BIGINT NOT NULL, wrapped BYTES NOT NULL,
		PRIMARY KEY (scope, owner))`,
}}}

const (
	insertRing     = `INSERT INTO ring (name, value) VALUES ($1, $2)`
	updateRing     = `UPDATE ring SET value = $2 WHERE name = $1`
	selectRing     = `SELECT name, value FROM ring`
	insertScopeKey = `INSERT INTO scope_key (scope, epoch, wrapped) VALUES ($1, $2, $3) ON CONFLICT (scope, epoch) DO NOTHING`
	selectScopeKey = `SELECT wrapped FROM scope_key WHERE scope = $1 AND epoch = $2`
	selectEpochs   = `SELECT scope, max(epoch) FROM scope_key GROUP BY scope`
	insertOwnerKey = `INSERT INTO owner_key (scope, owner, epoch, wrapped) VALUES ($1, $2, $3, $4)`
	buryOwnerKey   = `INSERT INTO owner_key (scope, owner, epoch, wrapped) VALUES ($1, $2, $3, $4)
		ON CONFLICT (scope, owner) DO UPDATE SET wrapped = excluded.wrapped`
	selectOwnerKey  = `SELECT epoch, wrapped FROM owner_key WHERE scope = $1 AND owner = $2`
	selectScopeKeys = `SELECT epoch, wrapped FROM scope_key WHERE scope = $1`
	selectOwnerKeys = `SELECT owner, epoch, wrapped FROM owner_key WHERE scope = $1`
)

// Statements are the statements of this package, for the test that holds the rules of the grammar.
var Statements = []string{insertRing, updateRing, selectRing, insertScopeKey, selectScopeKey, selectEpochs, insertOwnerKey,
	buryOwnerKey, selectOwnerKey, selectScopeKeys, selectOwnerKeys}

// Names of what the ring table holds.
const (
	nameSalt        = "salt"        // of the passphrase, clear
	nameCost        = "cost"        // of turning it into a key, clear
	nameRoot        = "root"        // wrapped by the passphrase's key
	nameFile        = "file"        // wrapped by the root, as are those below
	nameSigner      = "signer"      // seed of the node's Ed25519 key
	nameNode        = "node"        // the node's id
	nameIncarnation = "incarnation" // four bytes, big-endian
)

// Create makes the keys of a new node in an empty database, locked by a passphrase.
func Create(ctx context.Context, st store.Store, passphrase string) (*Ring, error) {
	return CreateAt(ctx, st, passphrase, Standard)
}

// CreateAt makes the keys of a new node as Create does, at another cost of unlocking them.
func CreateAt(ctx context.Context, st store.Store, passphrase string, cost Cost) (*Ring, error) {
	const op = "keys.Create"
	if cost == (Cost{}) {
		cost = Standard
	}
	if err := store.Apply(ctx, st, []store.Schema{Tables}); err != nil {
		return nil, fault.Wrap(op, err)
	}
	salt, root := make([]byte, 16), fresh()
	rand.Read(salt)
	node := id.New()
	held := map[string][]byte{nameFile: fresh(), nameSigner: fresh(), nameNode: node[:], nameIncarnation: {0, 0, 0, 1}}
	rows := [][]any{
		{nameSalt, salt},
		{nameCost, cost.Bytes()},
		{nameRoot, wrap(cost.Key(passphrase, salt), root, rootLabel(nameRoot))},
	}
	for name, value := range held {
		rows = append(rows, []any{name, wrap(root, value, rootLabel(name))})
	}
	if err := st.Write(ctx, func(tx store.Tx) error { return tx.ExecMany(ctx, insertRing, rows) }); err != nil {
		return nil, fault.Wrap(op, err)
	}
	return newRing(st, root, held), nil
}

// Unlock opens the keys of a node. A wrong passphrase is a fault of kind NotAllowed, a database without keys one of kind NotFound.
func Unlock(ctx context.Context, st store.Store, passphrase string) (*Ring, error) {
	const op = "keys.Unlock"
	if err := store.Apply(ctx, st, []store.Schema{Tables}); err != nil {
		return nil, fault.Wrap(op, err)
	}
	rows, err := readRing(ctx, st)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	if rows[nameRoot] == nil || rows[nameSalt] == nil {
		return nil, fault.New(op, fault.NotFound, "keys.lost", nil).WithHint("keys.lost_hint")
	}
	root, err := rootOf(op, rows, passphrase)
	if err != nil {
		return nil, err
	}
	held := map[string][]byte{}
	for _, name := range []string{nameFile, nameSigner, nameNode, nameIncarnation} {
		if held[name], err = unwrap(root, rows[name], rootLabel(name)); err != nil {
			return nil, fault.New(op, fault.Damaged, "keys.damaged", fault.Args{"name": name}).Because(err)
		}
	}
	r := newRing(st, root, held)
	return r, fault.Wrap(op, r.loadScopes(ctx))
}

// Check says whether a passphrase is the one that locks the ring, for whoever asks an open ring for what else they would have unlocked
// it for. Fault: NotAllowed keys.wrong_passphrase.
func (r *Ring) Check(ctx context.Context, passphrase string) error {
	const op = "keys.Check"
	rows, err := readRing(ctx, r.st)
	if err != nil {
		return fault.Wrap(op, err)
	}
	_, err = rootOf(op, rows, passphrase)
	return err
}

// rootOf unwraps the root with the passphrase.
func rootOf(op string, rows map[string][]byte, passphrase string) ([]byte, error) {
	cost, ok := costOf(rows[nameCost])
	if !ok {
		return nil, fault.New(op, fault.Damaged, "keys.damaged", fault.Args{"name": nameCost})
	}
	root, err := unwrap(cost.Key(passphrase, rows[nameSalt]), rows[nameRoot], rootLabel(nameRoot))
	if err != nil {
		return nil, fault.New(op, fault.NotAllowed, "keys.wrong_passphrase", nil)
	}
	return root, nil
}

// ChangePassphrase locks the ring with another passphrase, at the cost at which it was locked; the old one stops working when it returns.
func (r *Ring) ChangePassphrase(ctx context.Context, passphrase string) error {
	const op = "keys.ChangePassphrase"
	rows, err := readRing(ctx, r.st)
	if err != nil {
		return fault.Wrap(op, err)
	}
	cost, ok := costOf(rows[nameCost])
	if !ok {
		return fault.New(op, fault.Damaged, "keys.damaged", fault.Args{"name": nameCost})
	}
	salt := make([]byte, 16)
	rand.Read(salt)
	wrapped := wrap(cost.Key(passphrase, salt), r.root, rootLabel(nameRoot))
	err = r.st.Write(ctx, func(tx store.Tx) error {
		return tx.ExecMany(ctx, updateRing, [][]any{{nameSalt, salt}, {nameRoot, wrapped}})
	})
	return fault.Wrap(op, err)
}

// incarnationStep bounds how far the next incarnation lies from the one before.
const incarnationStep = 1 << 20

// Reincarnate begins a new incarnation of the node, as is due after its database was restored from a backup: what it
// writes from then on can never stand under a number that was used before. The next incarnation lies a random way ahead, since the
// keys may have been restored too: from one backup restored twice the next one would be counted to twice.
func (r *Ring) Reincarnate(ctx context.Context) error {
	var random [4]byte
	rand.Read(random[:])
	r.mu.Lock()
	defer r.mu.Unlock()
	next := r.node.Incarnation + 1 + binary.BigEndian.Uint32(random[:])%incarnationStep
	wrapped := wrap(r.root, binary.BigEndian.AppendUint32(nil, next), rootLabel(nameIncarnation))
	err := r.st.Write(ctx, func(tx store.Tx) error {
		_, err := tx.Exec(ctx, updateRing, nameIncarnation, wrapped)
		return err
	})
	if err != nil {
		return fault.Wrap("keys.Reincarnate", err)
	}
	r.node.Incarnation = next
	return nil
}

func newRing(st store.Store, root []byte, held map[string][]byte) *Ring {
	r := &Ring{st: st, root: root, file: held[nameFile], signer: ed25519.NewKeyFromSeed(held[nameSigner]),
		scopes: map[epoch][]byte{}, current: map[access.Scope]uint32{}, owners: map[owner][]byte{}, minted: map[owner][]byte{}}
	node, _ := id.FromBytes(held[nameNode]) // sealed by us, with its length
	r.node = journal.Writer{Node: node, Incarnation: binary.BigEndian.Uint32(held[nameIncarnation])}
	return r
}

func readRing(ctx context.Context, st store.Store) (map[string][]byte, error) {
	rows := map[string][]byte{}
	err := st.Read(ctx, func(tx store.Tx) error {
		return tx.Query(ctx, selectRing, nil, func(row store.Row) error {
			rows[row.Text(0)] = row.Bytes(1)
			return nil
		})
	})
	return rows, err
}

func (r *Ring) loadScopes(ctx context.Context) error {
	return r.st.Read(ctx, func(tx store.Tx) error {
		return tx.Query(ctx, selectEpochs, nil, func(row store.Row) error {
			scope, err := access.ScopeFromBytes(row.Raw(0))
			r.current[scope] = uint32(row.Int(1))
			return err
		})
	})
}

func readScopeKey(ctx context.Context, tx store.Tx, root []byte, scope access.Scope, number uint32) ([]byte, error) {
	var wrapped []byte
	err := tx.Query(ctx, selectScopeKey, []any{scope.Bytes(), int64(number)}, func(row store.Row) error {
		wrapped = row.Bytes(0)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if wrapped == nil {
		return nil, fault.New("keys.ScopeKey", fault.NotFound, "keys.no_scope_key", nil)
	}
	key, err := unwrap(root, wrapped, scopeLabel(scope, number))
	if err != nil {
		return nil, fault.New("keys.ScopeKey", fault.Damaged, "keys.damaged", fault.Args{"name": "scope"}).Because(err)
	}
	return key, nil
}

func (r *Ring) readOwner(name owner) ([]byte, error) {
	const op = "keys.OwnerKey"
	var wrapped []byte
	var number uint32
	ctx := context.Background()
	err := r.st.Read(ctx, func(tx store.Tx) error {
		return tx.Query(ctx, selectOwnerKey, []any{name.scope.Bytes(), name.id[:]}, func(row store.Row) error {
			number, wrapped = uint32(row.Int(0)), append([]byte{}, row.Raw(1)...)
			return nil
		})
	})
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	if wrapped == nil {
		return nil, fault.New(op, fault.NotFound, "keys.no_owner_key", nil)
	}
	if len(wrapped) == 0 {
		return nil, fault.New(op, fault.NotFound, "keys.owner_forgotten", nil)
	}
	under, err := r.ScopeKey(name.scope, number)
	if fault.Is(err, fault.NotFound) { // the owner's key is there and cannot be used: that is not an owner who was forgotten
		return nil, fault.New(op, fault.Damaged, "keys.damaged", fault.Args{"name": "scope"}).Because(err)
	}
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	key, err := unwrap(under, wrapped, ownerLabel(name))
	if err != nil {
		return nil, fault.New(op, fault.Damaged, "keys.damaged", fault.Args{"name": "owner"}).Because(err)
	}
	return key, nil
}
