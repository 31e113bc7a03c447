// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"bytes"
	"path/filepath"
	"testing"

	"safar/kernel/store"
	"safar/kernel/store/pgtest"
	"safar/kernel/store/storetest"
)

var key = bytes.Repeat([]byte{7}, 32)

func openSQLite(t testing.TB, path string, options store.SQLiteOptions) *store.SQLite {
	t.Helper()
	s, err := store.OpenSQLite(t.Context(), path, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestSQLiteEncryptedConforms(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store {
		return openSQLite(t, filepath.Join(t.TempDir(), "safar.db"), store.SQLiteOptions{Key: key})
	})
}

func TestSQLitePlainConforms(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store {
		return openSQLite(t, filepath.Join(t.TempDir(), "safar.db"), store.SQLiteOptions{})
	})
}

func openPostgres(t testing.TB) *store.Postgres {
	t.Helper()
	s, err := store.OpenPostgres(t.Context(), pgtest.Start(t), store.PostgresOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestPostgresConforms(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store { return openPostgres(t) })
}
