// SPDX-License-Identifier: Apache-2.0

package keys_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/keys"
	"safar/kernel/store"
)

const passphrase = "correct horse battery"

var scope = access.Scope{Caseload: id.ID{1}, Compartment: access.General}

func openStore(t testing.TB, path string) store.Store {
	t.Helper()
	st, err := store.OpenSQLite(t.Context(), path, store.SQLiteOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// create makes a ring in a new folder and returns it with the path of its database.
func create(t testing.TB) (*keys.Ring, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "keys.db")
	r, err := keys.CreateAt(t.Context(), openStore(t, path), passphrase, keys.MadeUp)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r, path
}

// reopen closes a ring and unlocks it again.
func reopen(t testing.TB, r *keys.Ring, path string) *keys.Ring {
	t.Helper()
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := keys.Unlock(t.Context(), openStore(t, path), passphrase)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

func mint(t testing.TB, r *keys.Ring, owner id.ID) []byte {
	t.Helper()
	if err := r.Mint(t.Context(), scope, owner); err != nil {
		t.Fatal(err)
	}
	key, err := r.OwnerKey(scope, owner)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Clone(key)
}

func persist(t testing.TB, r *keys.Ring) {
	t.Helper()
	if err := r.Persist(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestKeysAreTheSameAfterUnlocking(t *testing.T) {
	r, path := create(t)
	owner := id.New()
	want := mint(t, r, owner)
	persist(t, r)
	scopeKey, _ := r.ScopeKey(scope, 1)
	node, file, signer := r.Node(), bytes.Clone(r.FileKey()), bytes.Clone(r.Signer())
	scopeKey = bytes.Clone(scopeKey)

	again := reopen(t, r, path)
	if got, err := again.OwnerKey(scope, owner); err != nil || !bytes.Equal(got, want) {
		t.Errorf("the owner's key differs: %v", err)
	}
	if got, err := again.ScopeKey(scope, 1); err != nil || !bytes.Equal(got, scopeKey) {
		t.Errorf("the scope's key differs: %v", err)
	}
	if again.Node() != node || !bytes.Equal(again.FileKey(), file) || !bytes.Equal(again.Signer(), signer) {
		t.Error("the node's own keys differ")
	}
}

func TestAWrongPassphraseOpensNothing(t *testing.T) {
	r, path := create(t)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	st := openStore(t, path)
	defer st.Close()
	for _, wrong := range []string{"", "Correct horse battery", passphrase + " "} {
		if _, err := keys.Unlock(t.Context(), st, wrong); !fault.Is(err, fault.NotAllowed) || fault.KeyOf(err) != "keys.wrong_passphrase" {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}

func TestALostDatabaseIsSaidToBeLost(t *testing.T) {
	st := openStore(t, filepath.Join(t.TempDir(), "keys.db"))
	defer st.Close()
	_, err := keys.Unlock(t.Context(), st, passphrase)
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.NotFound || f.Key != "keys.lost" || f.Hint != "keys.lost_hint" {
		t.Errorf("%v", err)
	}
}

func TestKeysAreNotMadeOverThoseThatAreThere(t *testing.T) {
	r, path := create(t)
	node := r.Node()
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	st := openStore(t, path)
	if _, err := keys.CreateAt(t.Context(), st, "another", keys.MadeUp); !fault.Is(err, fault.Conflict) {
		t.Errorf("made again: %v", err)
	}
	again, err := keys.Unlock(t.Context(), st, passphrase)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if again.Node() != node {
		t.Error("the node is another one")
	}
}

func TestAChangedPassphraseReplacesTheOldOne(t *testing.T) {
	r, path := create(t)
	owner := id.New()
	want := mint(t, r, owner)
	persist(t, r)
	if err := r.Check(t.Context(), passphrase); err != nil {
		t.Errorf("the passphrase, asked of an open ring: %v", err)
	}
	if err := r.ChangePassphrase(t.Context(), "a new one"); err != nil {
		t.Fatal(err)
	}
	if err := r.Check(t.Context(), passphrase); !fault.Is(err, fault.NotAllowed) {
		t.Errorf("the old passphrase, asked of an open ring: %v", err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	st := openStore(t, path)
	if _, err := keys.Unlock(t.Context(), st, passphrase); !fault.Is(err, fault.NotAllowed) {
		t.Errorf("the old passphrase: %v", err)
	}
	again, err := keys.Unlock(t.Context(), st, "a new one")
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if got, err := again.OwnerKey(scope, owner); err != nil || !bytes.Equal(got, want) {
		t.Errorf("the owner's key under the new passphrase: %v", err)
	}
}

func TestAChangedByteOfAWrappedKeyIsFound(t *testing.T) {
	r, path := create(t)
	owner := id.New()
	mint(t, r, owner)
	persist(t, r)
	r = reopen(t, r, path)
	err := r.Store().Write(t.Context(), func(tx store.Tx) error {
		var wrapped []byte
		err := tx.Query(t.Context(), `SELECT wrapped FROM owner_key WHERE owner = $1`, []any{owner[:]}, func(row store.Row) error {
			wrapped = row.Bytes(0)
			return nil
		})
		if err != nil {
			return err
		}
		wrapped[len(wrapped)-1] ^= 1
		_, err = tx.Exec(t.Context(), `UPDATE owner_key SET wrapped = $2 WHERE owner = $1`, owner[:], wrapped)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.OwnerKey(scope, owner); !fault.Is(err, fault.Damaged) {
		t.Errorf("%v", err)
	}
}

// A wrapped key put into another owner's row would seal one person's facts for another.
func TestAKeyDoesNotUnwrapForAnotherOwner(t *testing.T) {
	r, path := create(t)
	a, b := id.ID{1}, id.ID{2}
	mint(t, r, a)
	mint(t, r, b)
	persist(t, r)
	r = reopen(t, r, path)
	err := r.Store().Write(t.Context(), func(tx store.Tx) error {
		_, err := tx.Exec(t.Context(), `UPDATE owner_key SET wrapped = (SELECT o.wrapped FROM owner_key o WHERE o.owner = $1) WHERE owner = $2`,
			a[:], b[:])
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.OwnerKey(scope, b); !fault.Is(err, fault.Damaged) {
		t.Errorf("%v", err)
	}
}

// A lost scope key must not look like a forgotten owner: facts would be folded without their people, in silence.
func TestALostScopeKeyIsNotAForgottenOwner(t *testing.T) {
	r, path := create(t)
	owner := id.New()
	mint(t, r, owner)
	persist(t, r)
	r = reopen(t, r, path)
	if err := r.Store().Write(t.Context(), func(tx store.Tx) error {
		_, err := tx.Exec(t.Context(), `DELETE FROM scope_key`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := r.OwnerKey(scope, owner); !fault.Is(err, fault.Damaged) {
		t.Errorf("%v", err)
	}
}

func TestOwnersCanBeMintedRightAfterUnlocking(t *testing.T) {
	r, path := create(t)
	mint(t, r, id.New())
	persist(t, r)
	r = reopen(t, r, path)
	owner := id.New()
	want := mint(t, r, owner)
	persist(t, r)
	r = reopen(t, r, path)
	if got, err := r.OwnerKey(scope, owner); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%v", err)
	}
}

// A crash between minting and persisting loses the key, and with it nothing: no fact may have been sealed with it.
func TestAMintedKeyIsDurableOnlyWhenPersisted(t *testing.T) {
	r, path := create(t)
	lost, kept := id.New(), id.New()
	mint(t, r, kept)
	persist(t, r)
	mint(t, r, lost)
	r = reopen(t, r, path)
	if _, err := r.OwnerKey(scope, kept); err != nil {
		t.Errorf("persisted: %v", err)
	}
	if _, err := r.OwnerKey(scope, lost); !fault.Is(err, fault.NotFound) {
		t.Errorf("only minted: %v", err)
	}
}

func TestADiscardedKeyIsGoneAndAnotherCanBeMinted(t *testing.T) {
	r, _ := create(t)
	owner := id.New()
	first := mint(t, r, owner)
	r.Discard()
	if _, err := r.OwnerKey(scope, owner); !fault.Is(err, fault.NotFound) {
		t.Errorf("after discarding: %v", err)
	}
	if second := mint(t, r, owner); bytes.Equal(first, second) {
		t.Error("the same key was minted twice")
	}
}

func TestMintingTwiceKeepsTheFirstKey(t *testing.T) {
	r, _ := create(t)
	owner := id.New()
	first := mint(t, r, owner)
	if second := mint(t, r, owner); !bytes.Equal(first, second) {
		t.Error("a second minting replaced the key that facts are being sealed with")
	}
}

func TestADestroyedKeyNeverComesBack(t *testing.T) {
	r, path := create(t)
	stored, minted, never := id.ID{1}, id.ID{2}, id.ID{3}
	mint(t, r, stored)
	persist(t, r)
	mint(t, r, minted)
	for _, owner := range []id.ID{stored, minted, never} {
		if err := r.Destroy(t.Context(), scope, owner); err != nil {
			t.Fatal(err)
		}
	}
	persist(t, r)
	for range 2 {
		for _, owner := range []id.ID{stored, minted, never} {
			if _, err := r.OwnerKey(scope, owner); !fault.Is(err, fault.NotFound) {
				t.Errorf("owner %d still has a key: %v", owner[0], err)
			}
			if err := r.Mint(t.Context(), scope, owner); !fault.Is(err, fault.Blocked) || fault.KeyOf(err) != "keys.owner_forgotten" {
				t.Errorf("owner %d is given a new key: %v", owner[0], err)
			}
		}
		r = reopen(t, r, path)
	}
}

func TestADestroyedKeyIsNotLeftInTheFile(t *testing.T) {
	r, path := create(t)
	owner := id.New()
	mint(t, r, owner)
	persist(t, r)
	var wrapped []byte
	err := r.Store().Read(t.Context(), func(tx store.Tx) error {
		return tx.Query(t.Context(), `SELECT wrapped FROM owner_key`, nil, func(row store.Row) error {
			wrapped = row.Bytes(0)
			return nil
		})
	})
	if err != nil || len(wrapped) == 0 {
		t.Fatalf("%d bytes, %v", len(wrapped), err)
	}
	if err := r.Destroy(t.Context(), scope, owner); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(file, wrapped) {
		t.Error("the wrapped key is still in the file")
	}
}

// Somebody reads while the owner is destroyed: what was read before must not be kept in memory after.
func TestAKeyReadWhileItIsDestroyedIsNotRemembered(t *testing.T) {
	r, path := create(t)
	owners := make([]id.ID, 40)
	for i := range owners {
		owners[i] = id.New()
		mint(t, r, owners[i])
	}
	persist(t, r)
	r = reopen(t, r, path) // nothing in memory
	for _, owner := range owners {
		var readers sync.WaitGroup
		for range 4 {
			readers.Go(func() {
				if _, err := r.OwnerKey(scope, owner); err != nil && !fault.Is(err, fault.NotFound) {
					t.Error(err)
				}
			})
		}
		if err := r.Destroy(context.Background(), scope, owner); err != nil {
			t.Fatal(err)
		}
		readers.Wait()
		if _, err := r.OwnerKey(scope, owner); !fault.Is(err, fault.NotFound) {
			t.Fatal("a destroyed key is still in memory")
		}
	}
}

func TestKeysMintedWhileOthersArePersistedAreNotTakenForDurable(t *testing.T) {
	r, path := create(t)
	var owners []id.ID
	for range 200 {
		owners = append(owners, id.New())
	}
	mint(t, r, owners[0])
	var minting sync.WaitGroup
	minting.Go(func() {
		for _, owner := range owners[1:] {
			if err := r.Mint(context.Background(), scope, owner); err != nil {
				t.Error(err)
			}
		}
	})
	for range 20 {
		persist(t, r)
	}
	minting.Wait()
	persist(t, r)
	r = reopen(t, r, path)
	for i, owner := range owners {
		if _, err := r.OwnerKey(scope, owner); err != nil {
			t.Errorf("owner %d has no durable key: %v", i, err)
		}
	}
}

func TestAnotherProcessMintsTheSameOwnerFirst(t *testing.T) {
	r, _ := create(t)
	owner := id.New()
	mint(t, r, owner)
	err := r.Store().Write(t.Context(), func(tx store.Tx) error { // what the other one wrote
		_, err := tx.Exec(t.Context(), `INSERT INTO owner_key (scope, owner, epoch, wrapped) VALUES ($1, $2, $3, $4)`,
			scope.Bytes(), owner[:], int64(1), bytes.Repeat([]byte{7}, 60))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Persist(t.Context()); !fault.Is(err, fault.Conflict) {
		t.Errorf("persisted over the key of another process: %v", err)
	}
	if err := r.Persist(t.Context()); err != nil {
		t.Errorf("the minted key was not dropped: %v", err)
	}
}

func TestANewIncarnationIsLaterAndDurable(t *testing.T) {
	r, path := create(t)
	before := r.Node()
	if err := r.Reincarnate(t.Context()); err != nil {
		t.Fatal(err)
	}
	after := r.Node()
	if after.Node != before.Node || after.Incarnation <= before.Incarnation {
		t.Errorf("from %v to %v", before, after)
	}
	if again := reopen(t, r, path); again.Node() != after {
		t.Errorf("after unlocking %v, before %v", again.Node(), after)
	}
}

// A backup of the keys that is restored twice must not lead to the same incarnation twice.
func TestTwoRestorationsOfOneBackupBecomeTwoIncarnations(t *testing.T) {
	r, path := create(t)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	backup, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[uint32]bool{}
	for range 3 {
		restored := filepath.Join(t.TempDir(), "keys.db")
		if err := os.WriteFile(restored, backup, 0o600); err != nil {
			t.Fatal(err)
		}
		again, err := keys.Unlock(t.Context(), openStore(t, restored), passphrase)
		if err != nil {
			t.Fatal(err)
		}
		if err := again.Reincarnate(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := again.Node().Incarnation; seen[n] {
			t.Errorf("incarnation %d was lived twice", n)
		} else {
			seen[n] = true
		}
		again.Close()
	}
}
