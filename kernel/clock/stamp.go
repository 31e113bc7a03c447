// SPDX-License-Identifier: Apache-2.0

package clock

import (
	"sync"
	"time"
)

// Stamp is a hybrid logical clock: 48 bits of milliseconds since 1970 UTC and 16 bits of counter. Stamps made by one
// Stamper always rise, whatever the machine's clock does, and a stamp made after seeing another is larger than it.
type Stamp uint64

// Time returns the wall-clock part of s, in UTC.
func (s Stamp) Time() time.Time { return time.UnixMilli(int64(s >> 16)).UTC() }

// StampAt returns the first stamp of the millisecond in which t lies.
func StampAt(t time.Time) Stamp { return Stamp(uint64(max(t.UnixMilli(), 0)) << 16) }

// Stamper makes stamps. The zero Stamper is ready; it is safe for concurrent use.
type Stamper struct {
	mu   sync.Mutex
	last Stamp
}

// Next returns a stamp that is larger than every stamp made or seen before, and not before now.
func (s *Stamper) Next(now time.Time) Stamp {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = max(s.last+1, StampAt(now))
	return s.last
}

// See notes a stamp made elsewhere, so that the next one is larger than it.
func (s *Stamper) See(other Stamp) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = max(s.last, other)
}
