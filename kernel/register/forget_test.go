// SPDX-License-Identifier: Apache-2.0

package register_test

import (
	"bytes"
	"testing"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
	"safar/kernel/register/registertest"
	"safar/kernel/store"

	"github.com/google/go-cmp/cmp"
)

const today = clock.Day(20500)

func forget(t testing.TB, n *registertest.Node, scope access.Scope, owner id.ID) *register.Forgotten {
	t.Helper()
	got, err := register.Forget(t.Context(), n.Store, n.Rows, n.Ring, scope, owner)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestForgettingTakesThePersonAndLeavesTheFigures(t *testing.T) {
	n := registertest.New(t, registertest.Ring(t), registertest.House())
	scope, gone, stays, shared := newScope(), id.New(), id.New(), id.New()
	n.Write(t, scope, registertest.Count(gone, 5, ""), registertest.Say(gone, gone, "Amani"), registertest.Say(stays, stays, "Neema"))
	n.Write(t, scope, registertest.Say(shared, gone, "Amani"), registertest.Say(shared, stays, "Neema"))
	n.Write(t, scope, register.Erase(gone, today, register.ErasureAsked))

	got := forget(t, n, scope, gone)
	if got.Facts != 2 || len(got.Stories) != 2 {
		t.Errorf("%d facts and %d stories, want 2 and 2", got.Facts, len(got.Stories))
	}
	if s := note(t, n, scope, gone); s.Sum != 5 || len(s.Word.Standing) != 0 || s.Silence != 1 {
		t.Errorf("the owner's own story: %+v", s)
	}
	if s := note(t, n, scope, shared); len(s.Word.Standing) != 1 || s.Word.Value() != "Neema" {
		t.Errorf("a story shared with another: %+v", s)
	}
	for word, want := range map[string]int{"Amani": 0, "Neema": 2} {
		if found := find(t, n, scope, registertest.ByWord, []byte(word)); len(found) != want {
			t.Errorf("%s is found %d times, want %d", word, len(found), want)
		}
	}
	want := n.Dump(t, scope)
	rebuild(t, n, scope)
	if diff := cmp.Diff(want, n.Dump(t, scope)); diff != "" {
		t.Errorf("folded from nothing it differs:\n%s", diff)
	}
}

func find(t testing.TB, n *registertest.Node, scope access.Scope, list register.List, key []byte) (found []id.ID) {
	t.Helper()
	err := n.Store.Read(t.Context(), func(tx store.Tx) (err error) {
		found, err = n.Rows.Find(t.Context(), tx, scope, list, key, 100)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestNobodyIsForgottenWithoutARecordedErasure(t *testing.T) {
	n := registertest.New(t, registertest.Ring(t), registertest.House())
	scope, owner := newScope(), id.New()
	n.Write(t, scope, registertest.Say(owner, owner, "Amani"))
	if _, err := register.Forget(t.Context(), n.Store, n.Rows, n.Ring, scope, owner); !fault.Is(err, fault.Blocked) {
		t.Errorf("%v", err)
	}
	if _, err := n.Ring.OwnerKey(scope, owner); err != nil {
		t.Errorf("and the key is gone: %v", err)
	}
}

// A crash between the key's end and the rows' is mended by forgetting again.
func TestForgettingIsTakenUpAfterACrash(t *testing.T) {
	n := registertest.New(t, registertest.Ring(t), registertest.House())
	scope, owner := newScope(), id.New()
	n.Write(t, scope, registertest.Say(owner, owner, "Amani"), register.Erase(owner, today, register.ErasureMistake))
	if err := n.Ring.Destroy(t.Context(), scope, owner); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if got := forget(t, n, scope, owner); got.Facts != 1 {
			t.Errorf("%d facts", got.Facts)
		}
		if s := note(t, n, scope, owner); len(s.Word.Standing) != 0 {
			t.Errorf("%+v", s)
		}
	}
}

func TestNothingNewIsSealedForAForgottenOwner(t *testing.T) {
	n := registertest.New(t, registertest.Ring(t), registertest.House())
	scope, owner := newScope(), id.New()
	n.Write(t, scope, registertest.Say(owner, owner, "Amani"), register.Erase(owner, today, register.ErasureAsked))
	forget(t, n, scope, owner)
	if _, err := n.TryWrite(t.Context(), scope, registertest.Say(owner, owner, "again")); !fault.Is(err, fault.Blocked) {
		t.Errorf("%v", err)
	}
}

// Another node had not heard of the erasure when it sent what it has.
func TestAPersonPartThatArrivesAfterTheErasureIsIgnored(t *testing.T) {
	a := registertest.New(t, registertest.Ring(t), registertest.House())
	b, scope, owner := a.Another(t, "b"), newScope(), id.New()
	b.Write(t, scope, registertest.Say(owner, owner, "Amani"), registertest.Count(owner, 2, ""))
	late := b.Parcel(t, scope, 0, 2)
	a.Write(t, scope, register.Erase(owner, today, register.ErasureAsked))
	forget(t, a, scope, owner)
	got := a.Take(t, scope, late)
	if got.Ignored != 1 || got.Facts != 2 {
		t.Errorf("%+v", got)
	}
	if s := note(t, a, scope, owner); len(s.Word.Standing) != 0 || s.Sum != 2 {
		t.Errorf("%+v", s)
	}
	err := a.Store.Read(t.Context(), func(tx store.Tx) error {
		s, err := journal.Read(t.Context(), tx, scope, journal.Ref{Feed: late.Feed.ID(), Seq: 1})
		if err == nil && s.Person != nil {
			t.Error("the person part is kept")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The erasure itself arrives, with facts whose person parts its sender has dropped already.
func TestAnErasureThatArrivesAsksToForget(t *testing.T) {
	a := registertest.New(t, registertest.Ring(t), registertest.House())
	b, scope, owner := a.Another(t, "b"), newScope(), id.New()
	b.Write(t, scope, registertest.Say(owner, owner, "Amani"))
	a.Take(t, scope, b.Parcel(t, scope, 0, 1))
	b.Write(t, scope, registertest.Say(owner, owner, "Amani M."), register.Erase(owner, today, register.ErasureRetention))
	forget(t, b, scope, owner)
	got := a.Take(t, scope, b.Parcel(t, scope, 1, 3))
	if len(got.Erased) != 1 || got.Erased[0] != owner {
		t.Fatalf("%+v", got)
	}
	forget(t, a, scope, got.Erased[0])
	if diff := cmp.Diff(b.Dump(t, scope), a.Dump(t, scope)); diff != "" {
		t.Error(diff)
	}
}

func TestAFactWhoseOwnersKeyIsNotHereWaits(t *testing.T) {
	a := registertest.New(t, registertest.Ring(t), registertest.House())
	b, scope, owner := a.Another(t, "b"), newScope(), id.New()
	b.Write(t, scope, registertest.Say(owner, owner, "Amani"))
	p := b.Parcel(t, scope, 0, 1)
	if err := a.Ring.Destroy(t.Context(), scope, owner); err != nil { // as if it had never come
		t.Fatal(err)
	}
	if _, err := a.TryTake(t.Context(), scope, p); !fault.Is(err, fault.Unavailable) || fault.KeyOf(err) != "register.owner_key_missing" {
		t.Errorf("%v", err)
	}
}

// What a repetition of the command would be held against is a hash that a guess could be held against too.
func TestTheDigestOfACommandGoesWithThePerson(t *testing.T) {
	n := registertest.New(t, registertest.Ring(t), registertest.House())
	scope, owner, other := newScope(), id.New(), id.New()
	n.Write(t, scope, registertest.Say(owner, owner, "Amani"))
	n.Write(t, scope, registertest.Say(other, other, "Neema"), register.Erase(owner, today, register.ErasureAsked))
	forget(t, n, scope, owner)
	var digests [][]byte
	err := n.Store.Read(t.Context(), func(tx store.Tx) error {
		return tx.Query(t.Context(), `SELECT digest FROM command ORDER BY seq`, nil, func(row store.Row) error {
			digests = append(digests, row.Bytes(0))
			return nil
		})
	})
	if err != nil || len(digests) != 2 || len(digests[0]) != 0 || !bytes.Equal(digests[1], append([]byte{1}, make([]byte, 31)...)) {
		t.Errorf("%x, %v", digests, err)
	}
}

func TestAStoryChangesItsScopeWithItsState(t *testing.T) {
	n := registertest.New(t, registertest.Ring(t), registertest.House())
	from, to, story, transfer := newScope(), newScope(), id.New(), id.New()
	said := n.Write(t, from, registertest.Count(story, 7, "x"), registertest.Say(story, story, "Amani"))[1]
	var out, in journal.Draft
	err := n.Store.Read(t.Context(), func(tx store.Tx) error {
		s, err := n.Rows.Load(t.Context(), tx, from, "note", story)
		if err != nil {
			return err
		}
		out, in, err = registertest.NoteTransfers.Transfer(t.Context(), tx, n.Rows.House(), n.Ring, s, to, transfer, story, today)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	n.Write(t, from, out)
	n.Write(t, to, in)
	if s := note(t, n, from, story); !s.Left {
		t.Errorf("where it left: %+v", s)
	}
	if s := note(t, n, to, story); s.Left || s.Sum != 7 || s.Word.Value() != "Amani" {
		t.Errorf("where it came: %+v", s)
	}
	// Who replaces the word in the new scope names the fact of the old one.
	n.Write(t, to, registertest.Say(story, story, "Amani M.", said), register.Erase(story, today, register.ErasureAsked))
	if s := note(t, n, to, story); s.Word.Contested() || s.Word.Value() != "Amani M." {
		t.Errorf("after replacing: %+v", s)
	}
	forget(t, n, to, story)
	if s := note(t, n, to, story); s.Sum != 7 || len(s.Word.Standing) != 0 {
		t.Errorf("after forgetting: %+v", s)
	}
	if found := find(t, n, to, registertest.ByWord, []byte("Amani")); len(found) != 0 {
		t.Error("the word is still found")
	}
}
