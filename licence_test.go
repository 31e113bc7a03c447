// SPDX-License-Identifier: Apache-2.0

package safar_test

import (
	"os"
	"strings"
	"testing"
)

// headLines is how far down the licence line of a file may stand: below the line that marks a file as generated.
const headLines = 8

func TestEverySourceFileNamesItsLicence(t *testing.T) {
	for _, f := range mustTree(t) {
		source := f.isGo() || strings.HasSuffix(f.path, ".templ") || strings.HasSuffix(f.path, ".css")
		if !source || isThirdParty(f.path) {
			continue
		}
		lines := strings.SplitN(f.text, "\n", headLines+1)
		head := strings.Join(lines[:min(headLines, len(lines))], "\n")
		if !strings.Contains(head, "SPDX-License-Identifier: Apache-2.0") {
			t.Errorf("%s: no line SPDX-License-Identifier: Apache-2.0 near the top", f.path)
		}
	}
}

// isThirdParty reports whether a file came from elsewhere, with a licence of its own beside it.
func isThirdParty(path string) bool { return strings.Contains(path, "/vendored/") }

func TestTheLicenceIsThere(t *testing.T) {
	text, err := os.ReadFile("LICENSE")
	if err != nil {
		t.Fatal(err)
	}
	for _, wanted := range []string{"Apache License", "Version 2.0, January 2004", "END OF TERMS AND CONDITIONS"} {
		if !strings.Contains(string(text), wanted) {
			t.Errorf("LICENSE does not hold %q", wanted)
		}
	}
}
