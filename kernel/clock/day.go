// SPDX-License-Identifier: Apache-2.0

package clock

import (
	"fmt"
	"time"
)

// Day is a day of the calendar, counted from 0001-01-01 (day 1; the count is called rata die). It has no time zone: it is the
// date that stood on the wall where the thing happened. The zero Day is NoDay, "not known", so that a day that nobody set is never
// taken for one.
type Day int32

// NoDay stands for a day that is not known.
const NoDay Day = 0

// unixEpoch is 1970-01-01.
const unixEpoch Day = 719_163

// DayOf returns the day that t has in its own time zone.
func DayOf(t time.Time) Day {
	y, m, d := t.Date()
	return Date(y, m, d)
}

// Date returns the day of a year, month and day of month, normalised as time.Date does.
func Date(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix()/86400) + unixEpoch
}

// ParseDay reads an ISO date, such as 2026-11-22. A date that does not exist, such as 2026-02-31, is refused.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return NoDay, fmt.Errorf("clock: %q is not a date of the form 2026-11-22", s)
	}
	return DayOf(t), nil
}

// Known reports whether d is a day at all.
func (d Day) Known() bool { return d != NoDay }

// Or returns d, or another day where d is not known: the day that a command means which gives none.
func (d Day) Or(other Day) Day {
	if d.Known() {
		return d
	}
	return other
}

// Time returns midnight UTC at the start of d.
func (d Day) Time() time.Time { return time.Unix(int64(d-unixEpoch)*86400, 0).UTC() }

// Date returns the year, month and day of month.
func (d Day) Date() (int, time.Month, int) { return d.Time().Date() }

// Month returns the first day of d's month.
func (d Day) Month() Day {
	y, m, _ := d.Date()
	return Date(y, m, 1)
}

// AddYears returns the same date n years later; 29 February becomes 1 March in other years.
func (d Day) AddYears(n int) Day {
	y, m, dd := d.Date()
	return Date(y+n, m, dd)
}

// YearsUntil returns the completed years from d (a birth date) to day: an age. It is never negative.
func (d Day) YearsUntil(day Day) int {
	by, bm, bd := d.Date()
	y, m, dd := day.Date()
	age := y - by
	if m < bm || (m == bm && dd < bd) {
		age--
	}
	return max(age, 0)
}

// String returns the ISO date, or "" when d is not known.
func (d Day) String() string {
	if !d.Known() {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// MarshalText writes the ISO date.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads an ISO date; an empty text is NoDay.
func (d *Day) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = NoDay
		return nil
	}
	got, err := ParseDay(string(b))
	if err != nil {
		return err
	}
	*d = got
	return nil
}
