// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"safar/engine/spelling"
	"safar/kernel/clock"
	"safar/kernel/fault"
)

// Birth is when a person was born, as well as it is known.
type Birth struct {
	Day       clock.Day // the first day of what Precision allows; clock.NoDay when unknown
	Precision Precision // how much of Day is known
	// Stated is what was said in one fixed form, whatever the day of the reading: "1985-03-12", "1985-03", "1985", "~1985",
	// "1980s", "age 34", "age ~40", "months 6", or "" for unknown. A digest of it does not age.
	Stated string
}

// Aged reads what was said of an age out of Stated: so many completed years, or months, and whether that was a guess. ok is false where a day or a
// year was said, or nothing.
func (b Birth) Aged() (n int, months, about, ok bool) {
	text, months := strings.CutPrefix(strings.TrimPrefix(b.Stated, "~"), "months ")
	if !months {
		if text, ok = strings.CutPrefix(b.Stated, "age "); !ok {
			return 0, false, false, false
		}
	}
	n, err := strconv.Atoi(strings.TrimPrefix(text, "~"))
	return n, months, strings.Contains(b.Stated, "~"), err == nil
}

// Precision says how well a birth is known.
type Precision uint8

// The precisions, from none to a day.
const (
	PrecisionUnknown   Precision = iota
	PrecisionEstimated           // "about 40", "vers 1985"
	PrecisionDecade              // "1980s"
	PrecisionYear                // a year, or an age in years
	PrecisionMonth               // a month of a year, or a baby's age in months
	PrecisionDay
)

var precisions = [...]string{"unknown", "estimated", "decade", "year", "month", "day"}

// String returns the precision's name in snake case.
func (p Precision) String() string { return precisions[p] }

// DateOrder is the order in which a column writes the parts of a date.
type DateOrder uint8

// The orders. OrderUndecided reads 25/12/2001 and 03/03/2001, and refuses 03/04/2001.
const (
	OrderUndecided DateOrder = iota
	OrderDMY
	OrderMDY
)

// DateReader reads the dates of one column.
type DateReader struct {
	AsOf       clock.Day // the day on which ages were told; no birth lies after it
	Order      DateOrder // how the column writes the parts of a date
	System1904 bool      // serial numbers count from 1904-01-01, as old Macintosh workbooks do
}

// maxAge is the greatest age taken, in years: the oldest person known lived 122 years.
const maxAge = 122

// maxBirth is the longest text looked at for a birth, in bytes; longer ones are sentences.
const maxBirth = 200

// ParseBirth reads a birth date, year or age told on the day asOf, in a column of which nothing else is known. See
// DateReader.Birth.
func ParseBirth(raw string, asOf clock.Day) (Birth, *Trouble) {
	return DateReader{AsOf: asOf}.Birth(Cell{Kind: Text, Text: raw})
}

// ParseDay reads a day that somebody typed into a form: 2001-12-31, 31/12/2001, 31.12.2001, 31 December 2001. Where either number could be the
// month, as in 03/04/2001, the day stands first. A year has four digits: which century is meant is not guessed of days to come.
func ParseDay(raw string) (day clock.Day, ok bool) {
	text := strings.ToLower(spelling.Clean(strings.TrimSpace(latinDigits(raw))))
	if !rxWholeYear.MatchString(text) || len(text) > maxBirth {
		return clock.NoDay, false
	}
	d := DateReader{Order: OrderDMY}
	for _, read := range []func(string) (Birth, *Trouble, bool){d.dates, d.monthNames} {
		if b, t, is := read(text); is && t == nil && b.Precision == PrecisionDay {
			return b.Day, true
		}
	}
	return clock.NoDay, false
}

// Birth reads a cell of births: a date, a year, a decade, an age in years or months, in English, French or Arabic; or a
// spreadsheet's serial number. An empty cell and a word for "unknown" give an unknown birth without trouble. A number up to 122
// is an age, from 1880 a year, and from 4000 (December 1910) a serial number.
func (d DateReader) Birth(c Cell) (Birth, *Trouble) {
	raw := strings.TrimSpace(latinDigits(c.Text))
	if c.Kind != Number && c.Kind != Date && isUnknown(raw) || raw == "" {
		return Birth{}, nil
	}
	if n, err := strconv.ParseFloat(strings.Replace(raw, ",", ".", 1), 64); err == nil {
		return d.number(n, c.Kind)
	}
	if len(raw) > maxBirth {
		return Birth{}, trouble("birth_not_understood", nil)
	}
	text := strings.ToLower(spelling.Clean(raw))
	text, about := cutAbout(text)
	b, t := d.words(text)
	if t == nil && about && b.Precision <= PrecisionYear {
		b.Precision = PrecisionEstimated
		b.Stated = approximately(b.Stated)
	}
	return d.plausible(b, t)
}

// Age reads a cell that the mapping says holds an age in years, so that 7 is an age, and 4000 is wrong.
func (d DateReader) Age(c Cell) (Birth, *Trouble) {
	raw := strings.TrimSpace(latinDigits(c.Text))
	if n, err := strconv.ParseFloat(strings.Replace(raw, ",", ".", 1), 64); err == nil {
		return d.age(n)
	}
	return d.Birth(c)
}

func approximately(stated string) string {
	if n, ok := strings.CutPrefix(stated, "age "); ok {
		return "age ~" + n
	}
	return "~" + stated
}

// number reads a bare number.
func (d DateReader) number(n float64, kind Kind) (Birth, *Trouble) {
	switch {
	case kind == Date:
		return d.plausible(d.serial(n))
	case n == float64(int(n)) && n >= 1880 && n <= 2200:
		return d.plausible(yearBirth(int(n)))
	case n >= 0 && n <= maxAge:
		return d.age(n)
	case n >= 19000000 && n < 22000000 && n == float64(int(n)): // 19850312
		return d.plausible(dayBirth(int(n)/10000, int(n)/100%100, int(n)%100))
	case n >= 4000 && n < 100000:
		return d.plausible(d.serial(n))
	case n >= 1300 && n < 1500:
		return Birth{}, trouble("birth_other_calendar", nil)
	}
	return Birth{}, trouble("birth_not_understood", nil)
}

// serial reads a spreadsheet's count of days. In the system of 1900, day 60 is a 29 February 1900 that never was, so days from
// 61 on count from 1899-12-30.
func (d DateReader) serial(n float64) (Birth, *Trouble) {
	base := clock.Date(1899, time.December, 30)
	if d.System1904 {
		base = clock.Date(1904, time.January, 1)
	} else if n < 61 {
		base++
	}
	if n < 0 || n > 100000 {
		return Birth{}, trouble("birth_not_understood", nil)
	}
	day := base + clock.Day(int(n))
	return Birth{Day: day, Precision: PrecisionDay, Stated: day.String()}, nil
}

// age reads an age in completed years. The day is 1 January of the year that makes the age come out right on AsOf: a
// day that no one takes for a birthday. Half a year old and the like is taken in months.
func (d DateReader) age(years float64) (Birth, *Trouble) {
	if years < 0 || years > maxAge {
		return Birth{}, trouble("age_impossible", fault.Args{"most": maxAge})
	}
	if years < 2 && years != float64(int(years)) {
		return d.months(int(years*12 + 0.5))
	}
	y, _, _ := d.AsOf.Date()
	return Birth{clock.Date(y-int(years), time.January, 1), PrecisionYear, fmt.Sprintf("age %d", int(years))}, nil
}

// months reads an age in months. The day is the first of the month of birth.
func (d DateReader) months(n int) (Birth, *Trouble) {
	if n > maxAge*12 {
		return Birth{}, trouble("age_impossible", fault.Args{"most": maxAge})
	}
	y, m, _ := d.AsOf.Date()
	return Birth{clock.Date(y, m-time.Month(n), 1), PrecisionMonth, fmt.Sprintf("months %d", n)}, nil
}

func yearBirth(y int) (Birth, *Trouble) {
	return Birth{clock.Date(y, time.January, 1), PrecisionYear, fmt.Sprintf("%04d", y)}, nil
}

func monthBirth(y, m int) (Birth, *Trouble) {
	if m < 1 || m > 12 {
		return Birth{}, trouble("birth_no_such_month", fault.Args{"month": m})
	}
	return Birth{clock.Date(y, time.Month(m), 1), PrecisionMonth, fmt.Sprintf("%04d-%02d", y, m)}, nil
}

// dayBirth takes a date only if it stands in the calendar.
func dayBirth(y, m, day int) (Birth, *Trouble) {
	if y >= 1300 && y < 1500 {
		return Birth{}, trouble("birth_other_calendar", nil)
	}
	if m < 1 || m > 12 {
		return Birth{}, trouble("birth_no_such_month", fault.Args{"month": m})
	}
	got := clock.Date(y, time.Month(m), day)
	if _, gm, gd := got.Date(); int(gm) != m || gd != day {
		return Birth{}, trouble("birth_no_such_day", fault.Args{"day": day, "month": m})
	}
	return Birth{got, PrecisionDay, got.String()}, nil
}

// plausible refuses births to come and births of people older than any.
func (d DateReader) plausible(b Birth, t *Trouble) (Birth, *Trouble) {
	switch {
	case t != nil || !b.Day.Known():
		return Birth{}, t
	case b.Day > d.AsOf:
		return Birth{}, trouble("birth_in_future", nil)
	case b.Day.YearsUntil(d.AsOf) > maxAge+1:
		return Birth{}, trouble("age_impossible", fault.Args{"most": maxAge})
	}
	return b, nil
}
