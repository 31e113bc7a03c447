// SPDX-License-Identifier: Apache-2.0

//go:build linux

package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"safar/kernel/id"
	"safar/kernel/store/pgtest"
)

// A busy morning at a gate: households of five come at a steady pace and are registered at eight desks.
const (
	arrivalsASecond = 20
	clients         = 8
	morningTakes    = 20 * time.Second
)

// BenchmarkArrivals measures how long a household that arrives waits until its registration is durable: from the moment at which it
// stood at the gate, so that a queue counts. Beside it, ten times a second, the same disk is asked to make 4 KiB durable.
func BenchmarkArrivals(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { arrivals(b, newWorld(b, 12_000, "")) })
	b.Run("postgres", func(b *testing.B) { arrivals(b, newWorld(b, 2_000, pgtest.Start(b))) })
}

func arrivals(b *testing.B, w *world) {
	waits := &times{}
	disk, stop := waitForDisk(b, b.TempDir(), 100*time.Millisecond)
	for b.Loop() {
		w.gate(b, waits)
	}
	stop()
	waits.report(b, "registered")
	disk.report(b, "fsync")
	_, engine, _ := strings.Cut(b.Name(), "/")
	tables[ofArrivals].add(engine, fmt.Sprintf("%.1f / %.1f", waits.ms(500), waits.ms(990)), fmt.Sprintf("%.1f / %.1f", disk.ms(500), disk.ms(990)),
		fmt.Sprintf("%.1f", waits.ms(990)-2*disk.ms(990)))
	b.ReportMetric(waits.ms(990)-2*disk.ms(990), "p99-less-two-fsyncs-ms")
	b.ReportMetric(waits.ms(500)/disk.ms(500), "p50-in-fsyncs")
	b.ReportMetric(0, "ns/op")
}

// gate lets households arrive for a while, at their times whether or not a desk is free.
func (w *world) gate(b *testing.B, waits *times) {
	b.Helper()
	type arrival struct {
		at time.Time
		n  int
	}
	queue := make(chan arrival, 1024)
	var desks sync.WaitGroup
	for client := range clients {
		r := rand.New(rand.NewPCG(5, uint64(client)))
		names, worker := newNameMaker(r), w.worker
		worker.User = id.New()
		desks.Go(func() {
			for a := range queue {
				_, register := w.draw(r, names, 5_000_000+a.n, 5)
				if _, err := w.op.Desk.Do(context.Background(), worker, w.scope, id.New(), register); err != nil {
					b.Error(err)
				}
				waits.add(time.Since(a.at))
			}
		})
	}
	began := time.Now()
	for n := range int(morningTakes.Seconds() * arrivalsASecond) {
		at := began.Add(time.Duration(n) * time.Second / arrivalsASecond)
		time.Sleep(time.Until(at))
		queue <- arrival{at, n}
	}
	close(queue)
	desks.Wait()
}
