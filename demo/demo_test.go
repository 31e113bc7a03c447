// SPDX-License-Identifier: Apache-2.0

package demo_test

import (
	"testing"
	"time"

	"safar/demo"
	"safar/kernel/clock"
	"safar/kernel/store"
	"safar/operation"
)

// fill fills an operation of so many people in a folder of its own.
func fill(t testing.TB, people int) (*operation.Operation, *demo.Filled) {
	t.Helper()
	c := clock.At(time.Date(2026, 11, 22, 6, 0, 0, 0, time.UTC))
	op, err := operation.Create(t.Context(), operation.Options{Folder: t.TempDir(), Passphrase: "only for this test", Clock: c,
		SQLite: store.SQLiteOptions{WriterCache: 48 << 20, CheckpointPages: 16000, Synchronous: "OFF"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := op.Close(); err != nil {
			t.Error(err)
		}
	})
	filled, err := demo.Fill(t.Context(), op, c, demo.Options{People: people, Seed: 1, Today: clock.DayOf(c.Now())})
	if err != nil {
		t.Fatal(err)
	}
	return op, filled
}

func BenchmarkFill(b *testing.B) {
	for b.Loop() {
		_, filled := fill(b, 21340)
		b.ReportMetric(float64(filled.Facts), "facts")
	}
}
