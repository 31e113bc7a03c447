// SPDX-License-Identifier: Apache-2.0

// Package clock tells the time to Safar, and holds the two forms in which Safar writes it down: a Day of the calendar and
// a Stamp, the hybrid clock that orders a story for reading.
//
// Nothing in Safar asks the operating system for the time: a Clock is handed in, so that a test can set it back a year and a
// demo can live on any day. No rule is decided by a Stamp (supersession decides); a clock that is wrong by ten years
// changes the order in which a story is read and nothing else.
package clock

import (
	"sync"
	"time"
)

// Clock tells the time. Implementations are safe for concurrent use.
type Clock interface {
	// Now returns the present moment, in the time zone of the operation.
	Now() time.Time
}

// System returns the machine's own clock, read in the time zone zone.
func System(zone *time.Location) Clock { return systemClock{zone} }

type systemClock struct{ zone *time.Location }

// Now implements Clock.
func (c systemClock) Now() time.Time { return time.Now().In(c.zone) }

// Settable is a clock that stands still until it is set, or made to run. The zero Settable stands at the zero time.
type Settable struct {
	mu    sync.Mutex
	now   time.Time
	since time.Time // when it began to run; zero while it stands
}

// At returns a Settable that stands at t.
func At(t time.Time) *Settable { return &Settable{now: t} }

// Now returns the time the clock was last set to, and what went by since it runs.
func (c *Settable) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.read()
}

func (c *Settable) read() time.Time {
	if c.since.IsZero() {
		return c.now
	}
	return c.now.Add(time.Since(c.since))
}

// Set makes the clock stand at t, which may lie before the time it stood at.
func (c *Settable) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now, c.since = t, time.Time{}
}

// Advance moves the clock by d, backwards if d is negative, and returns the new time.
func (c *Settable) Advance(d time.Duration) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	return c.read()
}

// Run makes the clock go on, from where it stands, at the pace of the machine's own clock. Set makes it stand still again.
func (c *Settable) Run() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.since = time.Now()
}
