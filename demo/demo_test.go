// SPDX-License-Identifier: Apache-2.0

package demo_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"safar/demo"
	"safar/field/figures"
	"safar/kernel/access"
	"safar/kernel/access/signin"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/keys"
	"safar/kernel/store"
	"safar/operation"
)

var today = clock.Date(2026, time.November, 22)

// fill fills an operation of so many people in a folder of its own.
func fill(t testing.TB, people int) (*operation.Operation, *demo.Filled) {
	t.Helper()
	return fillAll(t, people, demo.Kalemie)
}

// fillAll fills a folder with operations.
func fillAll(t testing.TB, people int, operations ...string) (*operation.Operation, *demo.Filled) {
	t.Helper()
	c := clock.At(today.Time().Add(6 * time.Hour))
	op, err := operation.Create(t.Context(), operation.Options{Folder: t.TempDir(), Passphrase: "only for this test", Clock: c, SignIn: signin.Cost{Time: 1, KiB: 64, Threads: 1},
		SQLite: store.SQLiteOptions{WriterCache: 48 << 20, CheckpointPages: 16000, Synchronous: "OFF"}, Keys: keys.MadeUp})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := op.Close(); err != nil {
			t.Error(err)
		}
	})
	filled, err := demo.Fill(t.Context(), op, c, demo.Options{Operations: operations, People: people, Seed: 1, Today: today})
	if err != nil {
		t.Fatal(err)
	}
	return op, filled
}

// totals counts every figure of the operation.
func totals(t testing.TB, op *operation.Operation, filled *demo.Filled) map[string]int64 {
	t.Helper()
	reader := access.Actor{User: id.New(), Grants: []access.Grant{access.NewGrant(access.Caseworker, id.ID{})}}
	scope := access.Scope{Caseload: filled.Caseloads[demo.Kalemie], Compartment: access.General}
	board, err := figures.Open(t.Context(), op.Desk, reader, scope, demo.Programme)
	if err != nil {
		t.Fatal(err)
	}
	defer board.Close()
	cells, err := board.CountAll(t.Context(), reader)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int64{}
	for _, c := range cells {
		if len(c.By) == 0 {
			out[c.Figure] = c.Value
		}
	}
	return out
}

// published are the figures of the operation at its full size.
var published = map[string]int64{
	"left_the_sites": 18_612, "households_left": 3_722, "arrived": 3_722, "remaining": 21_340 - 18_612,
	"undecided": 210, "stays": 118, "stays_with_plan": 118, "disagree": 31, "on_hold": 63, "ready": 126,
	"first_tranche_paid": 3_722, "second_tranche_paid": 3_105, "third_tranche_paid": 2_640,
	"assessments": 5, "focus_groups_held": 42, "key_informants_heard": 60, "go_and_see_made": 24, "come_and_tell_held": 31,
}

func TestTheDemoCountsWhatIsPublished(t *testing.T) {
	op, filled := fill(t, 0)
	got := totals(t, op, filled)
	for _, figure := range slices.Sorted(maps.Keys(published)) {
		if got[figure] != published[figure] {
			t.Errorf("%s is %d, published is %d", figure, got[figure], published[figure])
		}
	}
}

func TestTheSameSeedAndDayGiveTheSameFigures(t *testing.T) {
	a, filledA := fill(t, 400)
	b, filledB := fill(t, 400)
	if first, second := totals(t, a, filledA), totals(t, b, filledB); !maps.Equal(first, second) {
		t.Errorf("one filling counts %v, the other %v", first, second)
	}
}

func BenchmarkFill(b *testing.B) {
	for b.Loop() {
		_, filled := fill(b, 0)
		b.ReportMetric(float64(filled.Facts), "facts")
	}
}
