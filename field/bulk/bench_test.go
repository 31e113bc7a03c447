// SPDX-License-Identifier: Apache-2.0

package bulk_test

import (
	"slices"
	"testing"
	"time"

	"safar/field/bulk"
	"safar/field/people"
	"safar/kernel/id"
)

// BenchmarkOneBesideMany measures how long one command waits while a work of 3,700 goes on, and how long it waits where nothing does; and how long that work takes, and looking
// at it. No test: what a machine does meanwhile is no rule.
func BenchmarkOneBesideMany(b *testing.B) {
	const many = 3700
	for b.Loop() {
		w := newWorld(b, many+1)
		alone := w.homes[many]
		one := func() time.Duration {
			began := time.Now()
			_, err := w.Desk.Do(b.Context(), w.caseworker, w.Scope, id.New(), people.MoveSite{Household: alone, Site: w.sites[2]})
			w.need(err)
			return time.Since(began)
		}
		var quiet, beside []time.Duration
		for range 300 {
			quiet = append(quiet, one())
		}
		began := time.Now()
		of := w.looked(w.caseworker, "move_site", bulk.Asked{Place: w.sites[1]}, w.homes[:many])
		b.ReportMetric(float64(time.Since(began).Milliseconds()), "ms-to-look")
		began = time.Now()
		w.need(w.works.Begin(b.Context(), w.caseworker, of.ID, ""))
		for {
			got, err := w.works.Work(w.caseworker, of.ID)
			w.need(err)
			if got.State != bulk.Going {
				break
			}
			beside = append(beside, one())
			time.Sleep(2 * time.Millisecond)
		}
		b.ReportMetric(float64(time.Since(began).Milliseconds()), "ms-to-do")
		b.ReportMetric(float64(len(beside)), "asked-beside")
		for name, all := range map[string][]time.Duration{"quiet": quiet, "beside": beside} {
			slices.Sort(all)
			b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, "ms-p50-"+name)
			b.ReportMetric(float64(all[len(all)*99/100].Microseconds())/1000, "ms-p99-"+name)
		}
	}
}
