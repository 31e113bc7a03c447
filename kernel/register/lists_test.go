// SPDX-License-Identifier: Apache-2.0

package register_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
	"safar/kernel/register/registertest"
	"safar/kernel/store"
	"safar/kernel/store/pgtest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestEntriesAfterAnyChangesAreThoseFoldedFromNothing(t *testing.T) {
	n := registertest.New(t, registertest.Ring(t), registertest.House())
	rapid.Check(t, func(rt *rapid.T) {
		scope, stories := newScope(), []id.ID{id.New(), id.New(), id.New()}
		for range rapid.IntRange(1, 8).Draw(rt, "commits") {
			var drafts []journal.Draft
			for range rapid.IntRange(1, 4).Draw(rt, "facts") {
				story := rapid.SampledFrom(stories).Draw(rt, "story")
				if rapid.Bool().Draw(rt, "count") {
					drafts = append(drafts, registertest.Count(story, rapid.Int64Range(-1, 1).Draw(rt, "add"), ""))
				} else {
					drafts = append(drafts, registertest.Say(story, story, rapid.SampledFrom([]string{"u", "v"}).Draw(rt, "word"),
						note(t, n, scope, story).Word.Seen()...))
				}
			}
			n.Write(t, scope, drafts...)
		}
		want := n.Dump(t, scope)
		rebuild(t, n, scope)
		if diff := cmp.Diff(want, n.Dump(t, scope)); diff != "" {
			rt.Fatal(diff)
		}
	})
}

// scan reads part of the list by sum and returns the sums.
func scan(t testing.TB, n *registertest.Node, scope access.Scope, want register.Range) (entries []register.Entry) {
	t.Helper()
	err := n.Store.Read(t.Context(), func(tx store.Tx) (err error) {
		entries, err = n.Rows.Scan(t.Context(), tx, scope, registertest.BySum, want)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

func sums(entries []register.Entry) (sums []byte) {
	for _, e := range entries {
		sums = append(sums, e.Key[7])
	}
	return sums
}

func TestAListIsReadForwardsAndBackInPages(t *testing.T) {
	n := registertest.New(t, registertest.Ring(t), registertest.House())
	scope := newScope()
	var drafts []journal.Draft
	want := []byte{1, 2, 2, 2, 3, 4, 5}
	for _, sum := range want {
		drafts = append(drafts, registertest.Count(id.New(), int64(sum), ""))
	}
	n.Write(t, scope, drafts...)
	for _, back := range []bool{false, true} {
		all := slices.Clone(want)
		if back {
			slices.Reverse(all)
		}
		var got []byte
		var after *register.Entry
		for range all {
			page := scan(t, n, scope, register.Range{After: after, Back: back, Limit: 2})
			if len(page) == 0 {
				break
			}
			got, after = append(got, sums(page)...), &page[len(page)-1]
		}
		if !bytes.Equal(got, all) {
			t.Errorf("back %v: %v, want %v", back, got, all)
		}
	}
	err := n.Store.Read(t.Context(), func(tx store.Tx) error {
		for name, c := range map[string]struct {
			prefix []byte
			want   int64
		}{"all": {nil, 7}, "none": {[]byte{9}, 0}, "all positive": {make([]byte, 7), 7}, "twos": {registertest.SumKey(2), 3}} {
			got, err := n.Rows.CountRange(t.Context(), tx, scope, registertest.BySum, c.prefix)
			if err != nil || got != c.want {
				t.Errorf("%s: %d, %v", name, got, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A cursor comes from the address of a page, and anyone can write one.
func TestACursorDoesNotLeadOutOfThePartThatWasAskedFor(t *testing.T) {
	n := registertest.New(t, registertest.Ring(t), registertest.House())
	scope := newScope()
	n.Write(t, scope, registertest.Count(id.New(), 1, ""), registertest.Count(id.New(), 2, ""), registertest.Count(id.New(), 3, ""))
	for _, back := range []bool{false, true} {
		for _, key := range [][]byte{nil, {0}, registertest.SumKey(0), registertest.SumKey(9), {0xff, 0xff}} {
			got := scan(t, n, scope, register.Range{Prefix: registertest.SumKey(2), After: &register.Entry{Key: key}, Back: back, Limit: 10})
			for _, sum := range sums(got) {
				if sum != 2 {
					t.Errorf("from %x, back %v: the part of 2 gives %d", key, back, sum)
				}
			}
		}
	}
}

func TestOneScopeIsNotReadInAnother(t *testing.T) {
	n := registertest.New(t, registertest.Ring(t), registertest.House())
	scope, other, story := newScope(), newScope(), id.New()
	n.Write(t, scope, registertest.Say(story, story, "Amani"))
	if found := find(t, n, other, registertest.ByWord, []byte("Amani")); len(found) != 0 {
		t.Error("found in another scope")
	}
	if s := load(t, n, other, story); s.Exists() {
		t.Error("read in another scope")
	}
}

func postgresNode(t *testing.T) *registertest.Node {
	t.Helper()
	st, err := store.OpenPostgres(t.Context(), pgtest.Start(t), store.PostgresOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return registertest.On(t, st, registertest.Ring(t), registertest.House())
}

const canary = "Canary-Ndayishimiye"

func TestAnAdministratorOfPostgresReadsNobodysWords(t *testing.T) {
	n := postgresNode(t)
	scope, story := newScope(), id.New()
	n.Write(t, scope, registertest.Say(story, story, canary), registertest.Count(story, 1, canary))
	if found := find(t, n, scope, registertest.ByWord, []byte(canary)); len(found) != 1 || found[0] != story {
		t.Errorf("whoever knows the word finds %v", found)
	}
	err := n.Store.Read(t.Context(), func(tx store.Tx) error {
		if _, err := n.Rows.Scan(t.Context(), tx, scope, registertest.ByWord, register.Range{Limit: 10}); !fault.Is(err, fault.NotBuilt) {
			t.Errorf("a hidden list is read: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for table, columns := range map[string]string{"fact": "envelope, record, person", "feed": "declared, hash", "story": "state, places",
		"entry": "key, story", "command": "digest, command", "signature": "signature, feed", "frontier": "heads, scope"} {
		expectNoCanary(t, n, table, columns)
	}
}

func expectNoCanary(t *testing.T, n *registertest.Node, table, columns string) {
	t.Helper()
	rows := 0
	err := n.Store.Read(t.Context(), func(tx store.Tx) error {
		return tx.Query(t.Context(), fmt.Sprintf("SELECT %s FROM %s", columns, table), nil, func(row store.Row) error {
			rows++
			for column := range 2 {
				for cut := 0; cut+6 <= len(canary); cut++ {
					if bytes.Contains(row.Raw(column), []byte(canary[cut:cut+6])) {
						t.Errorf("%s holds %q", table, canary[cut:cut+6])
					}
				}
			}
			return nil
		})
	})
	if err != nil || rows == 0 {
		t.Errorf("%s: %d rows, %v", table, rows, err)
	}
}

// Who can write to the database could pay one person's money to another, if a sealed state opened in another's row.
func TestASealedStateOpensOnlyInItsOwnRow(t *testing.T) {
	n := postgresNode(t)
	scope, a, b := newScope(), id.New(), id.New()
	n.Write(t, scope, registertest.Say(a, a, "Amani"), registertest.Say(b, b, "Neema"))
	err := n.Store.Write(t.Context(), func(tx store.Tx) error {
		_, err := tx.Exec(t.Context(), `UPDATE story SET state = (SELECT o.state FROM story o WHERE o.scope = $1 AND o.kind = $2 AND o.story = $3)
			WHERE scope = $1 AND kind = $2 AND story = $4`, scope.Bytes(), "note", a[:], b[:])
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	err = n.Store.Read(t.Context(), func(tx store.Tx) error {
		_, err := n.Rows.Load(t.Context(), tx, scope, "note", b)
		return err
	})
	if !fault.Is(err, fault.Damaged) {
		t.Errorf("the state of another opened: %v", err)
	}
}

func TestArrivalAndForgettingOnPostgres(t *testing.T) {
	n := postgresNode(t)
	other, scope, owner := n.Another(t, "b"), newScope(), id.New()
	other.Clock = n.Clock - tenYears
	n.Write(t, scope, registertest.Count(owner, 1, "second"), registertest.Say(owner, owner, canary))
	other.Write(t, scope, registertest.Count(owner, 1, "first"))
	n.Take(t, scope, other.Parcel(t, scope, 0, 1))
	if s := note(t, n, scope, owner); !slices.Equal(s.Log, []string{"first", "second"}) {
		t.Errorf("%+v", s)
	}
	n.Write(t, scope, register.Erase(owner, today, register.ErasureAsked))
	forget(t, n, scope, owner)
	if found := find(t, n, scope, registertest.ByWord, []byte(canary)); len(found) != 0 {
		t.Errorf("found after forgetting: %v", found)
	}
	want := n.Dump(t, scope)
	rebuild(t, n, scope)
	if diff := cmp.Diff(want, n.Dump(t, scope)); diff != "" {
		t.Error(diff)
	}
}

// The writer keeps what it found between commits, and amends it for each command: what it keeps must stay as it was committed.
func TestAmendingWhatWasFoundLeavesWhatWasHandedOver(t *testing.T) {
	n := registertest.New(t, registertest.Ring(t), registertest.House())
	scope, a, b, c := newScope(), id.ID{1}, id.ID{2}, id.ID{3}
	n.Write(t, scope, registertest.Count(a, 1, ""), registertest.Count(b, 1, ""), registertest.Count(c, 0, ""))
	changes := n.Rows.NewChanges()
	for _, change := range []struct {
		story id.ID
		add   int64
	}{{a, 1}, {c, 1}} {
		s := load(t, n, scope, change.story)
		before, err := n.Rows.EntriesOf(s)
		if err != nil {
			t.Fatal(err)
		}
		s.State.(*registertest.Note).Sum += change.add
		if _, err := changes.Put(s, before); err != nil {
			t.Fatal(err)
		}
	}
	found := find(t, n, scope, registertest.BySum, registertest.SumKey(1))
	kept := slices.Clone(found)
	amended, err := changes.Amend(scope, registertest.BySum, registertest.SumKey(1), found)
	if err != nil || !slices.Equal(amended, []id.ID{b, c}) {
		t.Errorf("amended %v, %v", amended, err)
	}
	if !slices.Equal(found, kept) {
		t.Errorf("what was handed over is now %v, was %v", found, kept)
	}
}
