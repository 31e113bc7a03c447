// SPDX-License-Identifier: Apache-2.0

package signin

import "time"

// Throttle is what is remembered of the wrong answers of one account or one device. The zero Throttle has none. It is a
// value without a clock: the caller says what time it is and keeps what comes back.
type Throttle struct {
	Wrong int       // wrong answers since the last right one, at most 40
	Since time.Time // when the last one was given
}

// Limit says how patience runs out: after Free wrong answers the wait is First, doubling up to Most.
type Limit struct {
	Free        int
	First, Most time.Duration
}

// The limits. An account waits a minute at most, whoever guesses at it, so that its owner is never kept out for long: that
// is still fewer than 1,500 guesses a day. A device, which only hurts its own user, waits up to 15 minutes.
var (
	AccountLimit = Limit{Free: 5, First: time.Second, Most: time.Minute}
	DeviceLimit  = Limit{Free: 10, First: time.Second, Most: 15 * time.Minute}
)

// Wait returns how long t still has to wait at now; 0 means that the next answer is heard. When the clock stands before
// the last wrong answer it has been set back: the wait then begins anew at now (keep the Throttle that is returned), so
// that a clock that was a year ahead shuts nobody out for a year.
func (l Limit) Wait(t Throttle, now time.Time) (time.Duration, Throttle) {
	if t.Wrong <= l.Free {
		return 0, t
	}
	if now.Before(t.Since) {
		t.Since = now
	}
	delay := l.Most
	if doublings := t.Wrong - l.Free - 1; doublings < 20 {
		delay = min(l.First<<doublings, l.Most)
	}
	return max(0, t.Since.Add(delay).Sub(now)), t
}

// Fail returns t after one more wrong answer at now.
func (t Throttle) Fail(now time.Time) Throttle {
	return Throttle{Wrong: min(t.Wrong+1, 40), Since: now}
}
