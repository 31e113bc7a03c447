// SPDX-License-Identifier: Apache-2.0

package programmes

import (
	"io/fs"
	"testing"

	"safar/field/standards"
)

// Every handbook is sound, and of each figure it is said where it stands: on a page, or at least in which chapter.
func TestEveryHandbookIsSound(t *testing.T) {
	files, err := fs.Glob(Handbooks(), "standards/*.yaml")
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		text, err := fs.ReadFile(Handbooks(), name)
		if err != nil {
			t.Fatal(err)
		}
		h, err := standards.Read(text)
		if err != nil {
			t.Errorf("%s:\n%v", name, err)
			continue
		}
		for _, s := range h.Standards {
			if len(s.Bounds) != len(standards.Phases()) {
				t.Errorf("%s: %s has a bound for %d phases", name, s.ID, len(s.Bounds))
			}
		}
	}
}
