// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"

	"safar/kernel/store"
)

var benchTables = []store.Schema{{Part: "bench", Versions: [][]string{{
	`CREATE TABLE fact (scope BYTES NOT NULL, seq BIGINT NOT NULL, body BYTES NOT NULL, PRIMARY KEY (scope, seq))`}}}}

const insertFact = `INSERT INTO fact (scope, seq, body) VALUES ($1, $2, $3)`

var (
	benchScope = []byte("0123456789abcdef")
	benchBody  = make([]byte, 560) // a fact of the journal, on average
)

// engines runs a benchmark on each engine, so that the ratios between them can be read.
func engines(b *testing.B, f func(*testing.B, store.Store)) {
	open := map[string]func(*testing.B) store.Store{
		"encrypted": func(b *testing.B) store.Store {
			return openSQLite(b, filepath.Join(b.TempDir(), "a.db"), store.SQLiteOptions{Key: key})
		},
		"plain": func(b *testing.B) store.Store {
			return openSQLite(b, filepath.Join(b.TempDir(), "a.db"), store.SQLiteOptions{})
		},
		"postgres": func(b *testing.B) store.Store { return openPostgres(b) },
	}
	for _, name := range []string{"plain", "encrypted", "postgres"} {
		b.Run(name, func(b *testing.B) {
			s := open[name](b)
			apply(b, s, benchTables)
			f(b, s)
		})
	}
}

func facts(from, n int) [][]any {
	rows := make([][]any, n)
	for i := range rows {
		rows[i] = []any{benchScope, int64(from + i), benchBody}
	}
	return rows
}

func fill(b *testing.B, s store.Store, n int) {
	b.Helper()
	for from := 0; from < n; from += 10_000 {
		err := s.Write(b.Context(), func(tx store.Tx) error { return tx.ExecMany(b.Context(), insertFact, facts(from, min(10_000, n-from))) })
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ResetTimer()
}

// BenchmarkCommit measures durable commits of one fact, one after another.
func BenchmarkCommit(b *testing.B) {
	engines(b, func(b *testing.B, s store.Store) {
		for i := 0; b.Loop(); i++ {
			err := s.Write(b.Context(), func(tx store.Tx) error {
				_, err := tx.Exec(b.Context(), insertFact, benchScope, int64(i), benchBody)
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "commits/s")
	})
}

// BenchmarkBulk measures facts written in transactions of 10,000.
func BenchmarkBulk(b *testing.B) {
	engines(b, func(b *testing.B, s store.Store) {
		const n = 10_000
		for i := 0; b.Loop(); i++ {
			rows := facts(i*n, n)
			if err := s.Write(b.Context(), func(tx store.Tx) error { return tx.ExecMany(b.Context(), insertFact, rows) }); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	})
}

// BenchmarkPointRead measures reads of one fact among 100,000, each in a snapshot of its own, from as many goroutines
// as there are processors.
func BenchmarkPointRead(b *testing.B) {
	engines(b, func(b *testing.B, s store.Store) {
		const n = 100_000
		fill(b, s, n)
		var next atomic.Int64
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				seq := next.Add(7919) % n
				found := 0
				err := s.Read(b.Context(), func(tx store.Tx) error {
					return tx.Query(b.Context(), `SELECT body FROM fact WHERE scope = $1 AND seq = $2`, []any{benchScope, seq},
						func(r store.Row) error { found += len(r.Raw(0)); return nil })
				})
				if err != nil || found != len(benchBody) {
					b.Error(fmt.Errorf("fact %d: %d bytes, %w", seq, found, err))
					return
				}
			}
		})
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reads/s")
	})
}

// BenchmarkScan measures one scan over 100,000 facts.
func BenchmarkScan(b *testing.B) {
	engines(b, func(b *testing.B, s store.Store) {
		const n = 100_000
		fill(b, s, n)
		for b.Loop() {
			sum := 0
			err := s.Read(b.Context(), func(tx store.Tx) error {
				return tx.Query(b.Context(), `SELECT seq, body FROM fact WHERE scope = $1 ORDER BY seq`, []any{benchScope},
					func(r store.Row) error { sum += len(r.Raw(1)); return nil })
			})
			if err != nil || sum != n*len(benchBody) {
				b.Fatal(sum, err)
			}
		}
		b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	})
}
