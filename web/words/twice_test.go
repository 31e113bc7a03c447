// SPDX-License-Identifier: Apache-2.0

package words_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// A key that stands twice in a catalogue would silently say what the second says.
func TestNoSentenceStandsTwiceUnderOneKey(t *testing.T) {
	files, err := filepath.Glob("*.json")
	if err != nil || len(files) < 3 {
		t.Fatalf("%d catalogues: %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range keysTwice(t, text) {
			t.Errorf("%s: %s stands twice", file, key)
		}
	}
}

// keysTwice are the keys of the outermost object of a text that it has more than once.
func keysTwice(t *testing.T, text []byte) (twice []string) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	if _, err := d.Token(); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for d.More() {
		key, err := d.Token()
		var value json.RawMessage
		if err == nil {
			err = d.Decode(&value)
		}
		if err != nil {
			t.Fatal(err)
		}
		if name, _ := key.(string); seen[name] {
			twice = append(twice, name)
		} else {
			seen[name] = true
		}
	}
	return twice
}
