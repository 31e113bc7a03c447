// SPDX-License-Identifier: Apache-2.0

package programmes

import "testing"

func TestEveryProgrammeIsSound(t *testing.T) {
	for _, name := range Names() {
		folder, err := Load(name)
		if err != nil {
			t.Errorf("%s:\n%v", name, err)
			continue
		}
		for _, p := range folder.Advice {
			t.Errorf("%s: %s", name, p.Show())
		}
	}
}
