// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"testing"

	"safar/field/programme"
	"safar/kernel/access"
)

// The checker of programmes says who may decide on a way by the act that the command carries; the two say the same of every kind.
func TestTheCheckerKnowsWhoDecides(t *testing.T) {
	kinds := append(programme.Kinds(), programme.Kind{Name: "well", Plural: "wells"})
	for _, k := range kinds {
		want := access.Act(DecideStep{}.Act())
		if programme.NatureOf(k.Name) == programme.Thing {
			want = Tend{Kind: k.Name, Do: DecideStep{}}.Act()
		}
		if got := programme.DecisionAct(k.Name); got != want {
			t.Errorf("a decision about a %s is %s to the checker, and %s to the command", k.Name, got, want)
		}
	}
}
