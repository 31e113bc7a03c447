// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"path/filepath"
	"testing"

	"safar/kernel/store"
)

// What a read sees stood when it began, also where it asks for the first time after somebody else has written.
func TestAReadStandsAtItsBeginning(t *testing.T) {
	st := openSQLite(t, filepath.Join(t.TempDir(), "safar.db"), store.SQLiteOptions{})
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
	write(`CREATE TABLE made (number INTEGER PRIMARY KEY)`)
	err := st.Read(t.Context(), func(tx store.Tx) error {
		write(`INSERT INTO made (number) VALUES (1)`)
		return tx.Query(t.Context(), `SELECT number FROM made`, nil, func(row store.Row) error {
			t.Errorf("%d was written after the read began", row.Int(0))
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}
