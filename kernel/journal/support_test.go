// SPDX-License-Identifier: Apache-2.0

package journal_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"path/filepath"
	"testing"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/store"
)

// testKeys are keys drawn from names, so that sealed facts can lie in testdata. Owners in gone were forgotten.
type testKeys struct{ gone map[id.ID]bool }

func (testKeys) ScopeKey(scope access.Scope, epoch uint32) ([]byte, error) {
	sum := sha256.Sum256(append([]byte("scope"), append(scope.Bytes(), byte(epoch))...))
	return sum[:], nil
}

func (k testKeys) OwnerKey(scope access.Scope, owner id.ID) ([]byte, error) {
	if k.gone[owner] {
		return nil, fault.New("test", fault.NotFound, "", nil)
	}
	sum := sha256.Sum256(append([]byte("owner"), append(scope.Bytes(), owner[:]...)...))
	return sum[:], nil
}

func publicKey() ed25519.PublicKey { return signer.Public().(ed25519.PublicKey) }

func named(name string) id.ID {
	sum := sha256.Sum256([]byte(name))
	d, _ := id.FromBytes(sum[:id.Size])
	return d
}

var (
	caseload = access.Scope{Caseload: named("caseload"), Compartment: access.General}
	signer   = ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	writer   = journal.Writer{Node: named("node"), Incarnation: 1}
)

type residue struct {
	Count int64 `cbor:"1,keyasint"`
}

type words struct {
	Name string `cbor:"1,keyasint"`
}

// feed is a feed in the making.
type feed struct {
	journal.Feed
	head  journal.Head
	at    clock.Stamp
	facts []*journal.Sealed
}

func newFeed(scope access.Scope) *feed {
	f := &feed{Feed: journal.NewFeed(writer, scope), at: clock.Stamp(1_700_000_000_000 << 16)}
	f.head.Feed = f.ID()
	return f
}

// write seals the next fact of the feed; name is the person part, "" for none.
func (f *feed) write(t testing.TB, kind string, count int64, name string) *journal.Sealed {
	t.Helper()
	f.at++
	e := &journal.Envelope{Format: journal.Format, Feed: f.head.Feed, Seq: f.head.Seq + 1, Prev: f.head.Hash, At: f.at,
		Command: named("command"), Epoch: 1}
	r := &journal.Record{Kind: kind, Version: 1, Author: named("author"), Wall: 1_700_000_000_000, Day: 20000, Story: named("story"),
		Residue: mustEncode(t, residue{count})}
	var person []byte
	if name != "" {
		r.Owner, person = named("owner"), mustEncode(t, words{name})
	}
	s, err := journal.Seal(testKeys{}, f.Scope(), e, r, person)
	if err != nil {
		t.Fatal(err)
	}
	f.head.Seq, f.head.Hash = e.Seq, s.Hash()
	f.facts = append(f.facts, s)
	return s
}

func mustEncode(t testing.TB, v any) []byte {
	t.Helper()
	b, err := journal.Encode(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// readAll follows and unseals the facts of a feed, and holds the signature against its head.
func readAll(keys journal.Keys, scope access.Scope, of journal.FeedID, facts []*journal.Sealed, sig journal.Signature) ([]*journal.Fact, error) {
	chain := journal.Chain{Head: journal.Head{Feed: of}}
	var read []*journal.Fact
	for _, s := range facts {
		e, err := chain.Follow(s)
		if err != nil {
			return nil, err
		}
		f, err := journal.Unseal(keys, scope, s, e)
		if err != nil {
			return nil, err
		}
		read = append(read, f)
	}
	if !sig.Verify(publicKey(), chain.Head) {
		return nil, fault.New("test", fault.Damaged, "test.signature", nil)
	}
	return read, nil
}

func openStore(t testing.TB) store.Store {
	t.Helper()
	st, err := store.OpenSQLite(t.Context(), filepath.Join(t.TempDir(), "safar.db"), store.SQLiteOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := store.Apply(t.Context(), st, []store.Schema{journal.Tables}); err != nil {
		t.Fatal(err)
	}
	return st
}
