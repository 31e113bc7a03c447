// SPDX-License-Identifier: Apache-2.0

//go:build linux

package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"
)

// times are how long requests took, of one kind.
type times struct {
	mu  sync.Mutex
	all []time.Duration
}

func (t *times) add(d time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.all = append(t.all, d)
}

// ms returns the time within which so many parts of a thousand were answered, in milliseconds.
func (t *times) ms(perMille int) float64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.all) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(t.all))
	return float64(sorted[min(len(sorted)*perMille/1000, len(sorted)-1)]) / 1e6
}

// take does a request and keeps how long it took.
func (t *times) take(b *testing.B, request func() error) {
	b.Helper()
	began := time.Now()
	err := request()
	t.add(time.Since(began))
	must(b, err)
}

// both are the times of one request by the clock, and by what a processor worked for it on its own thread: the second is what is left
// of the first on a machine that has nothing else to do.
type both struct{ clock, worked times }

func (t *both) take(b *testing.B, request func() error) {
	b.Helper()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	before := cpuTime()
	t.clock.take(b, request)
	t.worked.add(cpuTime() - before)
}

// report puts the median and the 99th percentile among the figures of a benchmark.
func (t *times) report(b *testing.B, name string) {
	b.ReportMetric(t.ms(500), name+"-p50-ms")
	b.ReportMetric(t.ms(990), name+"-p99-ms")
}

// compared are the times of one request on operations of several sizes, the smallest first.
type compared struct {
	worlds []*world
	times  []both
}

func compare(worlds []*world) *compared { return &compared{worlds, make([]both, len(worlds))} }

// ask does a request on each operation in turn; the order goes round, so that no size always follows the same one.
func (c *compared) ask(b *testing.B, i int, request func(w *world) error) {
	b.Helper()
	for k := range c.worlds {
		at := (i + k) % len(c.worlds)
		c.times[at].take(b, func() error { return request(c.worlds[at]) })
	}
}

// report reports every size, and each as a multiple of the smallest. Over HTTP others work for a request too: then only the clock tells.
func (c *compared) report(b *testing.B, alone bool) {
	defer c.tabulate(b, alone)
	for i := range c.worlds {
		name := fmt.Sprintf("%dk", c.worlds[i].people/1000)
		c.times[i].clock.report(b, name)
		measured, first := &c.times[i].clock, &c.times[0].clock
		if alone {
			c.times[i].worked.report(b, name+"-cpu")
			measured, first = &c.times[i].worked, &c.times[0].worked
		}
		if i > 0 {
			b.ReportMetric(measured.ms(500)/first.ms(500), name+"-p50-ratio")
			b.ReportMetric(measured.ms(990)/first.ms(990), name+"-p99-ratio")
		}
	}
	b.ReportMetric(0, "ns/op") // of all sizes together: it says nothing
}

// waitForDisk measures how long the disk under a folder takes to make 4 KiB durable, so often, until it is stopped. It is the reference
// for whatever waits for the disk in the meantime.
func waitForDisk(b *testing.B, folder string, every time.Duration) (waits *times, stop func()) {
	b.Helper()
	file, err := os.Create(filepath.Join(folder, "reference"))
	must(b, err)
	waits = &times{}
	var measuring sync.WaitGroup
	ended := make(chan struct{})
	page := make([]byte, 4096)
	measuring.Go(func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-ended:
				return
			case <-tick.C:
			}
			began := time.Now()
			if _, err = file.Write(page); err == nil {
				err = file.Sync()
			}
			if err != nil {
				b.Error(err)
				return
			}
			waits.add(time.Since(began))
		}
	})
	return waits, func() {
		close(ended)
		measuring.Wait()
		file.Close()
	}
}
