// SPDX-License-Identifier: Apache-2.0

//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"safar/kernel/store/pgtest"
)

// Headquarters founds its operation on PostgreSQL: the folder holds the keys, the database all else, and every command finds both. A second
// operation does not move in.
func TestAnOperationIsFoundedOnPostgreSQL(t *testing.T) {
	at := atHeadquarters{t, t.TempDir(), pgtest.Start(t)}
	at.does("/Op --database …", "found", "--data", "Op", "--caseload", "Kalemie", "--administrator", "amina", "--keep")
	if _, err := os.Stat(filepath.Join(at.folder, "Op", "safar.db")); err == nil {
		t.Error("the folder has a database of its own")
	}
	at.does("all is well", "check", "--data", "Op")
	at.does("", "figures", "--data", "Op")
	at.does("open-export.zip", "export", "--open", "--data", "Op")
	at.refuses("holds an operation already", "found", "--data", "Other", "--caseload", "Nyunzu", "--administrator", "bahati")
	if _, err := os.Stat(filepath.Join(at.folder, "Other")); err == nil {
		t.Error("a second operation has a folder")
	}
	at.does("all is well", "check", "--data", "Op")
	at.database = ""
	at.refuses("with --database", "check", "--data", "Op")
}

// atHeadquarters types commands in a folder, with the database in the environment.
type atHeadquarters struct {
	*testing.T
	folder, database string
}

func (h atHeadquarters) types(args []string) (said string, err error) {
	run := exec.Command("safar", append(args, "--lang", "en")...)
	run.Dir, run.Stdin = h.folder, strings.NewReader("reed-lantern-pottery-village\n")
	run.Env = append(os.Environ(), "SAFAR_DATABASE="+h.database)
	text, err := run.CombinedOutput()
	return string(text), err
}

func (h atHeadquarters) does(want string, args ...string) {
	h.Helper()
	if said, err := h.types(args); err != nil || !strings.Contains(said, want) {
		h.Fatalf("%v: %v\n%s", args, err, said)
	}
}

func (h atHeadquarters) refuses(want string, args ...string) {
	h.Helper()
	if said, err := h.types(args); err == nil || !strings.Contains(said, want) {
		h.Errorf("%v: %v\n%s", args, err, said)
	}
}
