// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"fmt"
	"strconv"
	"time"

	"safar/kernel/clock"
)

// Span is a length of time as written in a programme: whole days, weeks, months or years. The zero Span is none.
type Span struct {
	Days   int // weeks are seven of them
	Months int // of the calendar; years are twelve of them
}

// maxSpan is the longest count in a Span: thirty years of days.
const maxSpan = 11000

// ParseSpan reads 30d, 2w, 6m or 1y.
func ParseSpan(text string) (Span, error) {
	bad := fmt.Errorf("programme: %q is not a duration such as 30d, 2w, 6m or 1y", text)
	if len(text) < 2 {
		return Span{}, bad
	}
	n, err := strconv.Atoi(text[:len(text)-1])
	if err != nil || n < 1 || n > maxSpan || text[0] == '+' || text[0] == '0' {
		return Span{}, bad
	}
	switch text[len(text)-1] {
	case 'd':
		return Span{Days: n}, nil
	case 'w':
		return Span{Days: 7 * n}, nil
	case 'm':
		return Span{Months: n}, nil
	case 'y':
		return Span{Months: 12 * n}, nil
	}
	return Span{}, bad
}

// IsZero reports whether s is no time at all.
func (s Span) IsZero() bool { return s == Span{} }

// After returns the day that lies s after d: for months the same day of the month, or the last day of a shorter one.
func (s Span) After(d clock.Day) clock.Day {
	if !d.Known() {
		return clock.NoDay
	}
	if s.Months == 0 {
		return d + clock.Day(s.Days)
	}
	y, m, day := d.Date()
	first := clock.Date(y, m+time.Month(s.Months), 1)
	next := clock.Date(y, m+time.Month(s.Months)+1, 1)
	return min(first+clock.Day(day-1), next-1) + clock.Day(s.Days)
}

// String returns s as it is written in a file.
func (s Span) String() string {
	switch {
	case s.Months > 0 && s.Months%12 == 0:
		return fmt.Sprintf("%dy", s.Months/12)
	case s.Months > 0:
		return fmt.Sprintf("%dm", s.Months)
	}
	return fmt.Sprintf("%dd", s.Days)
}

// sampleDay is a day from which spans are compared: the first of a month of 31 days, so that 30d is shorter than 1m.
var sampleDay = clock.Date(2000, time.January, 1)
