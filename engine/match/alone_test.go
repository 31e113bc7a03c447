// SPDX-License-Identifier: Apache-2.0

package match

import (
	"testing"

	"pgregory.net/rapid"
)

// However short the search, nobody is left where they cost more than elsewhere while there is room for them alone.
func TestNobodyAloneCostsLessElsewhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := tiny(t)
		plan, err := Solve(p, Search{Seed: 1, Steps: 1})
		if err != nil {
			t.Fatal(err)
		}
		if err := plan.Verify(p); err != nil {
			t.Fatal(err)
		}
		left := p.leftBy(plan.Options)
		for h, o := range plan.Options {
			if better := p.cheaper(h, o, left); better != o {
				t.Fatalf("household %d at %d, and %d costs less", h, o, better)
			}
		}
	})
}
