// SPDX-License-Identifier: Apache-2.0

package verify_test

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register/registertest"
	"safar/kernel/store"
	"safar/kernel/verify"
)

// pageSize is that of the database's file, in bytes.
const pageSize = 4096

// A disk gives back something else than was written, one page at a time. The check says what cannot be read, and of facts from which on; where the
// page tells of all others, the database is damaged as a whole, and that is said. It never fails for another reason.
func TestAPageThatDoesNotReadIsSaidWithItsPlace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "safar.db")
	st := registertest.SQLite(t, path)
	n := registertest.On(t, st, registertest.Ring(t), registertest.House())
	scope := access.Scope{Caseload: id.New(), Compartment: access.General}
	for range 300 {
		n.Write(t, scope, registertest.Count(id.New(), 1, "a"))
	}
	must(t, st.Close())
	whole, err := os.ReadFile(path)
	must(t, err)
	said := map[string]int{}
	for at := 0; at+pageSize <= len(whole); at += pageSize {
		spoilt := slices.Clone(whole)
		rand.Read(spoilt[at : at+pageSize])
		must(t, os.WriteFile(path, spoilt, 0o600))
		for _, key := range whatIsWrong(t, n, path) {
			said[key]++
		}
	}
	for _, key := range []string{"verify.facts_unreadable", "verify.journal_unreadable", "verify.states_unreadable", "verify.entries_unreadable"} {
		if said[key] == 0 {
			t.Errorf("no page led to %s: %v", key, said)
		}
	}
}

// whatIsWrong returns what a check of a file that may be damaged finds.
func whatIsWrong(t *testing.T, n *registertest.Node, path string) (keys []string) {
	t.Helper()
	st, err := store.OpenSQLite(t.Context(), path, store.SQLiteOptions{Synchronous: "OFF"})
	if err == nil {
		defer st.Close()
		var found verify.Findings
		found, err = verify.Check(t.Context(), st, n.Ring, n.Rows.House(), nil)
		keys = keysOf(found)
		for _, f := range found.List {
			if f.Key == "verify.facts_unreadable" && (f.Feed == (journal.FeedID{}) || f.Seq == 0 || f.Seq > 300) {
				t.Errorf("nobody would find it: %+v", f)
			}
		}
	}
	if err != nil && !fault.Is(err, fault.Damaged) {
		t.Errorf("%v", err)
	}
	return keys
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
