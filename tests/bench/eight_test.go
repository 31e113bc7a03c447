// SPDX-License-Identifier: Apache-2.0

//go:build linux

package bench

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"sync"
	"testing"
	"time"

	"safar/demo"
)

// askers is how many people of one office ask at once.
const askers = 8

// pace is how soon somebody opens the next page.
type pace struct {
	name  string
	every time.Duration // at the mean, after the last one is there; 0 for at once
}

// BenchmarkSiteForEight has eight people open pages of an operation at the same time: without a pause, which no office does, and each after half a second at
// the mean, as people do who do not wait for one another, which is a busy one. By the clock, on a machine that also
// runs those who ask; and what processors worked for a page, those who ask and the writer included, which others that use the machine change less.
func BenchmarkSiteForEight(b *testing.B) {
	for _, size := range sizes() {
		w := keptWorld(b, size)
		v := w.visit(b)
		asked := []struct {
			name string
			ask  func(r *rand.Rand) error
		}{
			{"start", func(*rand.Rand) error { return v.get("/") }},
			{"operation", func(*rand.Rand) error { return v.get("/operation") }},
			{"programme", func(*rand.Rand) error { return v.get("/programme/" + demo.Programme) }},
			{"list", func(r *rand.Rand) error { return v.get("/households?site=" + w.Sites[r.IntN(len(w.Sites))].String()) }},
			{"search", func(r *rand.Rand) error {
				f := w.one(r)
				return v.post("/search", url.Values{"q": {[]string{f.Card, f.Phone, f.Name, slipped(f.Name)}[r.IntN(4)]}})
			}},
			{"file", func(r *rand.Rand) error { return v.get("/households/" + w.one(r).Household.String()) }},
		}
		for _, p := range []pace{{"without_a_pause", 0}, {"twice_a_second", time.Second / 2}} {
			for _, a := range asked {
				b.Run(fmt.Sprintf("%dk/%s/%s", size/1000, p.name, a.name), func(b *testing.B) {
					must(b, a.ask(rand.New(rand.NewPCG(9, 9))))
					var t times
					before := worked(usage())
					for b.Loop() {
						eight(b, &t, p, a.ask)
					}
					b.ReportMetric(float64((worked(usage())-before).Microseconds())/1000/float64(len(t.all)), "page-cpu-ms")
					t.report(b, "page")
					b.ReportMetric(0, "ns/op")
				})
			}
		}
	}
}

// eight has each of them ask a share of the questions.
func eight(b *testing.B, t *times, p pace, ask func(*rand.Rand) error) {
	b.Helper()
	share := requests / askers
	if p.every > 0 {
		share /= 6 // ten seconds are enough to see
	}
	var all sync.WaitGroup
	for of := range askers {
		all.Go(func() {
			r := rand.New(rand.NewPCG(uint64(of), 8))
			for range share {
				if p.every > 0 {
					<-time.After(time.Duration(r.ExpFloat64() * float64(p.every)))
				}
				t.take(b, func() error { return ask(r) })
			}
		})
	}
	all.Wait()
}
