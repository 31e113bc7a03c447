// SPDX-License-Identifier: Apache-2.0

package verify_test

import (
	"testing"

	"safar/kernel/access"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register/registertest"
	"safar/kernel/verify"
)

// BenchmarkCheck tells how long checking takes, by fact: some five to ten lie with each person.
func BenchmarkCheck(b *testing.B) {
	n := registertest.New(b, registertest.Ring(b), registertest.House())
	scope := access.Scope{Caseload: id.New(), Compartment: access.General}
	const stories = 2000
	for range stories / 100 {
		var drafts []journal.Draft
		for range 100 {
			story := id.New()
			drafts = append(drafts, registertest.Say(story, story, "Amani"))
			for range 4 {
				drafts = append(drafts, registertest.Count(story, 1, "x"))
			}
		}
		n.Write(b, scope, drafts...)
	}
	b.ReportAllocs()
	for b.Loop() {
		found, err := verify.Check(b.Context(), n.Store, n.Ring, n.Rows.House(), nil)
		if err != nil || !found.Good() {
			b.Fatalf("%+v, %v", found, err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*stories*5), "µs/fact")
}
