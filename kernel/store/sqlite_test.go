// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"safar/kernel/fault"
	"safar/kernel/store"
)

var notes = []store.Schema{{Part: "notes", Versions: [][]string{{
	`CREATE TABLE note (scope BYTES NOT NULL, id BIGINT NOT NULL, words TEXT NOT NULL, PRIMARY KEY (scope, id))`}}}}

func apply(t testing.TB, s store.Store, parts []store.Schema) {
	t.Helper()
	if err := store.Apply(t.Context(), s, parts); err != nil {
		t.Fatal(err)
	}
}

func addNote(ctx context.Context, s store.Store, id int64, words string) error {
	return s.Write(ctx, func(tx store.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO note (scope, id, words) VALUES ($1, $2, $3)`, []byte("scope"), id, words)
		return err
	})
}

func noteCount(t testing.TB, s store.Store) (n int64) {
	t.Helper()
	err := s.Read(t.Context(), func(tx store.Tx) error {
		return tx.Query(t.Context(), `SELECT count(*) FROM note`, nil, func(r store.Row) error { n = r.Int(0); return nil })
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func wantFault(t testing.TB, err error, kind fault.Kind, key string) {
	t.Helper()
	if err == nil || fault.KindOf(err) != kind || fault.KeyOf(err) != key {
		t.Errorf("got %v, want a fault of kind %v with key %s", err, kind, key)
	}
}

// copyFolder copies the files of a store while it is open: what a power cut leaves when every write reached the disk.
func copyFolder(t testing.TB, from string) string {
	t.Helper()
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return to
}

// leftByACrash returns the path of an encrypted store whose last note is in the log alone.
func leftByACrash(t *testing.T) string {
	folder := t.TempDir()
	s := openSQLite(t, filepath.Join(folder, "safar.db"), store.SQLiteOptions{Key: key})
	apply(t, s, notes)
	if err := s.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := addNote(t.Context(), s, 1, "canary"); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(copyFolder(t, folder), "safar.db")
}

func TestAWrongKeyIsSaidAndHarmsNothing(t *testing.T) {
	path := leftByACrash(t)
	before, err := os.ReadFile(path + "-wal")
	if err != nil || len(before) == 0 {
		t.Fatal("the log is empty", err)
	}
	for _, wrong := range [][]byte{bytes.Repeat([]byte{8}, 32), nil} {
		_, err := store.OpenSQLite(t.Context(), path, store.SQLiteOptions{Key: wrong})
		if wrong != nil {
			wantFault(t, err, fault.NotAllowed, "store.wrong_key")
		} else {
			wantFault(t, err, fault.Damaged, "store.damaged")
		}
		after, err := os.ReadFile(path + "-wal")
		if err != nil || !bytes.Equal(before, after) {
			t.Errorf("the log was touched by a wrong key: %d bytes of %d, %v", len(after), len(before), err)
		}
	}
	if n := noteCount(t, openSQLite(t, path, store.SQLiteOptions{Key: key})); n != 1 {
		t.Errorf("%d notes after wrong keys, want 1", n)
	}
}

func TestADamagedFirstPageIsNotAWrongKey(t *testing.T) {
	path := leftByACrash(t)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content[99] ^= 1
	os.Remove(path + "-wal")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = store.OpenSQLite(t.Context(), path, store.SQLiteOptions{Key: key})
	wantFault(t, err, fault.Damaged, "store.damaged")
}

func TestALogWithoutItsDatabaseIsKept(t *testing.T) {
	path := leftByACrash(t)
	if err := os.Truncate(path, 0); err != nil {
		t.Fatal(err)
	}
	_, err := store.OpenSQLite(t.Context(), path, store.SQLiteOptions{Key: key})
	wantFault(t, err, fault.Damaged, "store.damaged")
	if info, err := os.Stat(path + "-wal"); err != nil || info.Size() == 0 {
		t.Error("the log is gone", err)
	}
}

func TestALogCutAnywhereOpens(t *testing.T) {
	path := leftByACrash(t)
	log, err := os.ReadFile(path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	for cut := 1; cut < len(log); cut += 611 {
		folder := copyFolder(t, filepath.Dir(path))
		if err := os.Truncate(filepath.Join(folder, "safar.db-wal"), int64(len(log)-cut)); err != nil {
			t.Fatal(err)
		}
		s := openSQLite(t, filepath.Join(folder, "safar.db"), store.SQLiteOptions{Key: key})
		if n := noteCount(t, s); n > 1 {
			t.Errorf("cut by %d: %d notes", cut, n)
		}
		if err := errors.Join(addNote(t.Context(), s, 2, "after"), s.Close()); err != nil {
			t.Errorf("cut by %d: %v", cut, err)
		}
	}
}

func TestASecondProcessIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "safar.db")
	first := openSQLite(t, path, store.SQLiteOptions{Key: key})
	_, err := store.OpenSQLite(t.Context(), path, store.SQLiteOptions{Key: key})
	wantFault(t, err, fault.Unavailable, "store.in_use")
	if os.Getenv("SAFAR_SECOND") != "" {
		return
	}
	again := exec.Command(os.Args[0], "-test.run=TestOpenAsSecondProcess", "-test.v")
	again.Env = append(os.Environ(), "SAFAR_SECOND="+path)
	if out, _ := again.CombinedOutput(); !strings.Contains(string(out), "store.in_use") {
		t.Errorf("another process was not refused: %s", out)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	openSQLite(t, path, store.SQLiteOptions{Key: key})
}

// TestOpenAsSecondProcess is what TestASecondProcessIsRefused runs in a process of its own; alone it does nothing.
func TestOpenAsSecondProcess(t *testing.T) {
	if path := os.Getenv("SAFAR_SECOND"); path != "" {
		_, err := store.OpenSQLite(t.Context(), path, store.SQLiteOptions{Key: key})
		t.Log(err)
	}
}

func TestNothingReadableIsOnTheDisk(t *testing.T) {
	folder := t.TempDir()
	s := openSQLite(t, filepath.Join(folder, "safar.db"), store.SQLiteOptions{Key: key})
	apply(t, s, notes)
	for i := range int64(300) {
		if err := addNote(t.Context(), s, i, "canary of a name"); err != nil {
			t.Fatal(err)
		}
	}
	searched := 0
	look := func() {
		err := fs.WalkDir(os.DirFS(folder), ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			content, err := os.ReadFile(filepath.Join(folder, name))
			for _, secret := range []string{"canary", "note", "SQLite format", string(key[:8])} {
				if bytes.Contains(content, []byte(secret)) {
					t.Errorf("%s shows %q", name, secret)
				}
			}
			searched += len(content)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	look()
	if err := s.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	look()
	if searched < 100_000 {
		t.Errorf("only %d bytes were searched", searched)
	}
}

func TestTheLogIsEmptyAfterClose(t *testing.T) {
	path := filepath.Join(t.TempDir(), "safar.db")
	s := openSQLite(t, path, store.SQLiteOptions{Key: key})
	apply(t, s, notes)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path + "-wal"); err == nil && info.Size() > 0 {
		t.Errorf("%d bytes are left in the log", info.Size())
	}
}

func TestMigrationsAreSavedBeforeAndAppliedOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "safar.db")
	s := openSQLite(t, path, store.SQLiteOptions{Key: key})
	apply(t, s, notes)
	if err := addNote(t.Context(), s, 1, "before"); err != nil {
		t.Fatal(err)
	}
	later := []store.Schema{{Part: "notes", Versions: append(notes[0].Versions,
		[]string{`ALTER TABLE note ADD COLUMN day BIGINT`, `CREATE INDEX note_day ON note (scope, day)`})}}
	apply(t, s, later)
	apply(t, s, later)
	if err := s.Write(t.Context(), func(tx store.Tx) error {
		_, err := tx.Exec(t.Context(), `UPDATE note SET day = $1`, int64(5))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	wantFault(t, store.Apply(t.Context(), s, notes), fault.Unavailable, "store.newer_version")

	saved := openSQLite(t, path+".before-notes-2", store.SQLiteOptions{Key: key})
	apply(t, saved, notes) // still of version 1
	if n := noteCount(t, saved); n != 1 {
		t.Errorf("%d notes in the copy, want 1", n)
	}
}

func TestAMigrationThatFailsLeavesTheVersionBefore(t *testing.T) {
	for engine, s := range map[string]store.Store{
		"sqlite":   openSQLite(t, filepath.Join(t.TempDir(), "safar.db"), store.SQLiteOptions{Key: key}),
		"postgres": openPostgres(t),
	} {
		apply(t, s, notes)
		broken := []store.Schema{{Part: "notes", Versions: append(notes[0].Versions,
			[]string{`ALTER TABLE note ADD COLUMN day BIGINT`, `ALTER TABLE nothing ADD COLUMN day BIGINT`})}}
		if err := store.Apply(t.Context(), s, broken); err == nil {
			t.Errorf("%s: a broken migration passed", engine)
		}
		whole := []store.Schema{{Part: "notes", Versions: append(notes[0].Versions, []string{`ALTER TABLE note ADD COLUMN day BIGINT`})}}
		apply(t, s, whole)
	}
}

func TestAServerThatIsAwayIsSaid(t *testing.T) {
	_, err := store.OpenPostgres(t.Context(), "postgres://nobody@/none?host="+t.TempDir(), store.PostgresOptions{})
	wantFault(t, err, fault.Unavailable, "store.away")
	_, err = store.OpenPostgres(t.Context(), "postgres://:secret@:port:/", store.PostgresOptions{})
	wantFault(t, err, fault.Invalid, "store.bad_address")
	if strings.Contains(err.Error(), "secret") {
		t.Errorf("the fault repeats the password: %v", err)
	}
}
