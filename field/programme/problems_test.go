// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var keyPattern = regexp.MustCompile(`"(programme\.[a-z_0-9.]+)"`)

var update = flag.Bool("update", false, "write what the checker says today into the golden files")

// TestProblems reads the programme of each file in testdata/problems and compares what the checker says of it.
func TestProblems(t *testing.T) {
	files, err := filepath.Glob("testdata/problems/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no golden files", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil || len(archive.Files) != 2 {
				t.Fatalf("%s: %v: want programme.yaml and want", file, err)
			}
			var got bytes.Buffer
			CheckFile(&got, archive.Files[0].Name, archive.Files[0].Data)
			if *update {
				archive.Files[1].Data = got.Bytes()
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(archive.Files[1].Data), got.String()); diff != "" {
				t.Errorf("want (-), got (+):\n%s", diff)
			}
		})
	}
}

// TestEverySentenceIsThere reads this package's own source for keys, so that no problem is shown as a bare key.
func TestEverySentenceIsThere(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if file == "sentences.go" || file == "problems_test.go" {
			continue
		}
		for _, m := range keyPattern.FindAllStringSubmatch(string(text), -1) {
			if sentences[m[1]] == "" && m[1] != "programme.cel_wrong_type." && m[1] != "programme.yaml" {
				t.Errorf("%s uses %q, which has no sentence", file, m[1])
			}
			used[m[1]] = true
		}
	}
	for key := range sentences {
		if key != "programme.unknown" && !used[key] && !used[key[:len(key)-len(filepath.Ext(key))+1]] {
			t.Errorf("nobody says %q", key)
		}
	}
}
