// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"safar/web/words"
)

// english says the sentences of problems, as the catalogue has them.
var english = words.Default().Printer("en").Say

var keyPattern = regexp.MustCompile(`"(programme\.[a-z_0-9.]*[a-z])"`)

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
			CheckFile(&got, archive.Files[0].Name, archive.Files[0].Data, english)
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

// TestEverySentenceIsThere reads this package's own source for keys, so that no problem is shown as a bare key in any language.
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
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, m := range keyPattern.FindAllStringSubmatch(string(text), -1) {
			for _, l := range words.Default().Languages() {
				if !words.Default().Printer(l.Code).Has(m[1]) {
					t.Errorf("%s uses %q, which has no sentence in %s", file, m[1], l.Name)
				}
			}
			used[m[1]] = true
		}
	}
	if len(used) < 150 {
		t.Errorf("only %d keys were found", len(used))
	}
}
