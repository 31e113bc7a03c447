// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"safar/kernel/store"
)

// Whoever calls Fold after a write has the log folded there, and not in the write: nobody who waits for the write waits for that too.
func TestTheLogIsFoldedAfterTheWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "safar.db")
	st := openSQLite(t, path, store.SQLiteOptions{CheckpointPages: 40})
	size := func() int64 {
		t.Helper()
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	write := func(sql string) {
		t.Helper()
		err := st.Write(t.Context(), func(tx store.Tx) error {
			_, err := tx.Exec(t.Context(), sql)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	write(`CREATE TABLE made (number INTEGER PRIMARY KEY, what BLOB)`)
	st.Fold(t.Context())
	before := size()
	write(`INSERT INTO made (number, what) VALUES (1, zeroblob(100000))`) // some 25 pages
	if size() != before {
		t.Error("the write waited until the log was folded")
	}
	st.Fold(t.Context())
	folded := size()
	if folded < before+100000 {
		t.Errorf("the file has %d bytes, %d before: the log was not folded", folded, before)
	}
	write(`INSERT INTO made (number, what) VALUES (2, zeroblob(400000))`) // some 100
	if size() < folded+400000 {
		t.Error("a log that nobody folds grows without end")
	}
}
