// SPDX-License-Identifier: Apache-2.0

package stories

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"safar/kernel/clock"
)

// dayFound is an exact day in a text: where it stands, which it is, and how it is written. Of one without a year Day is in yearless.
type dayFound struct {
	from, to int
	lead     int // where a word before it begins that belongs to it, such as “on”; from where there is none
	day      clock.Day
	year     bool
	month    string // the word for the month; "" where it is written in numbers
	first    bool   // the month stands before the day
	iso      bool
}

// yearless is the year in which a day is counted that was told without one.
const yearless = 2001

var (
	digit       = `[0-9٠-٩۰-۹]`
	isoDay      = regexp.MustCompile(`(` + digit + `{4})[-/.](` + digit + `{1,2})[-/.](` + digit + `{1,2})`)
	numericDay  = regexp.MustCompile(`(` + digit + `{1,2})[-/.](` + digit + `{1,2})[-/.](` + digit + `{4}|` + digit + `{2})`)
	dayMonth    = regexp.MustCompile(`(?i)(` + digit + `{1,2})(?:st|nd|rd|th|er|ère)?(?:\s+(?:of|de|من))?[\s-]+(` + monthPattern() + `)(?:,?[\s-]+(` + digit + `{4}))?`)
	monthDay    = regexp.MustCompile(`(?i)(` + monthPattern() + `)\s+(` + digit + `{1,2})(?:st|nd|rd|th)?(?:,?\s+(` + digit + `{4}))?`)
	beforeADay  = regexp.MustCompile(`(?i)(?:on the|on|le|du|في يوم|يوم|في)\s+$`)
	arabicDigit = strings.NewReplacer("٠", "0", "١", "1", "٢", "2", "٣", "3", "٤", "4", "٥", "5", "٦", "6", "٧", "7", "٨", "8", "٩", "9",
		"۰", "0", "۱", "1", "۲", "2", "۳", "3", "۴", "4", "۵", "5", "۶", "6", "۷", "7", "۸", "8", "۹", "9")
)

// monthPattern finds the months of all lists, the longest words first.
func monthPattern() string {
	var all []string
	for _, l := range lists().months {
		for _, m := range l {
			all = append(all, regexp.QuoteMeta(m))
		}
	}
	slices.SortFunc(all, func(a, b string) int { return len(b) - len(a) })
	return strings.Join(all, "|")
}

// daysIn finds the exact days of a text, in order.
func daysIn(text string) (all []dayFound) {
	add := func(at []int, year, month, day string, f dayFound) {
		f.from, f.to = at[0], at[1]
		if f.read(year, month, day) && !within(all, f) && apart(text, f) {
			f.lead = f.from
			if before := beforeADay.FindStringIndex(text[:f.from]); before != nil {
				f.lead = before[0]
			}
			all = append(all, f)
		}
	}
	part := func(m []int, n int) string {
		if m[2*n] < 0 {
			return ""
		}
		return arabicDigit.Replace(text[m[2*n]:m[2*n+1]])
	}
	for _, m := range isoDay.FindAllStringSubmatchIndex(text, -1) {
		add(m, part(m, 1), part(m, 2), part(m, 3), dayFound{iso: true})
	}
	for _, m := range numericDay.FindAllStringSubmatchIndex(text, -1) {
		add(m, part(m, 3), part(m, 2), part(m, 1), dayFound{})
	}
	for _, m := range dayMonth.FindAllStringSubmatchIndex(text, -1) {
		add(m, part(m, 3), strconv.Itoa(monthOf(part(m, 2))), part(m, 1), dayFound{month: part(m, 2)})
	}
	for _, m := range monthDay.FindAllStringSubmatchIndex(text, -1) {
		add(m, part(m, 3), strconv.Itoa(monthOf(part(m, 1))), part(m, 2), dayFound{month: part(m, 1), first: true})
	}
	slices.SortFunc(all, func(a, b dayFound) int { return a.from - b.from })
	return all
}

// apart reports whether a day stands by itself: a digit beside it makes another number of it, a letter beside the month another word.
func apart(text string, f dayFound) bool {
	before, after := lastRune(text[:f.from]), firstRune(text[f.to:])
	if f.first && unicode.IsLetter(before) || f.month != "" && !f.first && unicode.IsLetter(after) {
		return false
	}
	return !strings.ContainsRune(allDigits, before) && !strings.ContainsRune(allDigits, after)
}

const allDigits = "0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"

func within(all []dayFound, f dayFound) bool {
	return slices.ContainsFunc(all, func(o dayFound) bool { return f.from < o.to && o.from < f.to })
}

// read takes the numbers of a day; where the month cannot be one, the two are the other way round.
func (f *dayFound) read(year, month, day string) bool {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	if m > 12 && f.month == "" && !f.iso {
		m, d = d, m
	}
	switch {
	case year == "":
		y = yearless
	case y < 100:
		y += 2000
	}
	f.year = year != ""
	if f.day = clock.Date(y, time.Month(m), d); m < 1 || m > 12 || d < 1 || y < 1900 {
		return false
	}
	_, back, same := f.day.Date()
	return int(back) == m && same == d || d == 29 && m == 2
}

// monthOf returns the number of the month that a word names, from 1; 0 for none.
func monthOf(word string) int {
	for _, l := range lists().months {
		if i := slices.IndexFunc(l, func(m string) bool { return strings.EqualFold(m, word) }); i >= 0 {
			return i%12 + 1
		}
	}
	return 0
}

// calendarOf returns the names of the twelve months among which a word is one.
func calendarOf(word string) []string {
	for _, l := range lists().months {
		if i := slices.IndexFunc(l, func(m string) bool { return strings.EqualFold(m, word) }); i >= 0 {
			return l[i/12*12 : i/12*12+12]
		}
	}
	return nil
}

// moved writes the day as it was written, so many days later.
func (f dayFound) moved(days int) string {
	y, m, d := (f.day + clock.Day(days)).Date()
	year := fmt.Sprint(y)
	switch {
	case f.iso:
		return fmt.Sprintf("%04d-%02d-%02d", y, m, d)
	case f.month == "":
		return fmt.Sprintf("%d/%d/%d", d, m, y)
	case !f.year:
		year = ""
	}
	name := calendarOf(f.month)[m-1]
	if f.first {
		return strings.TrimRight(fmt.Sprintf("%s %d, %s", name, d, year), ", ")
	}
	return strings.TrimSpace(fmt.Sprintf("%d %s %s", d, name, year))
}

// same reports whether a day is one that was told, moved by so many days; a day without a year is compared without.
func (f dayFound) same(told dayFound, days int) bool {
	moved := told.day + clock.Day(days)
	if f.year && told.year {
		return f.day == moved
	}
	_, m, d := moved.Date()
	_, fm, fd := f.day.Date()
	return m == fm && d == fd
}
