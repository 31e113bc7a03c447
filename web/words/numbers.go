// SPDX-License-Identifier: Apache-2.0

package words

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"safar/kernel/clock"
)

// Number writes a whole number with its groups of three digits.
func (p *Printer) Number(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	return sign + p.grouped(digits)
}

func (p *Printer) grouped(digits string) string {
	if len(digits) <= 4 && p.group != "," { // 1 234 is written 1234 where the mark is a space or a dot
		return digits
	}
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(p.group)
		}
		b.WriteRune(d)
	}
	return b.String()
}

// Percent writes part of whole in full percent, rounded half up; the general sentence for none when whole is 0.
func (p *Printer) Percent(part, whole int64) string {
	if whole == 0 {
		return p.T("number.none")
	}
	return p.T("number.percent", Args{"Percent": (part*200 + whole) / (2 * whole)})
}

// Decimal writes a number that is counted in thousandths, without zeros at its end: 3500 is 3.5.
func (p *Printer) Decimal(thousandths int64) string {
	whole, part := p.Number(thousandths/1000), thousandths%1000
	if part == 0 {
		return whole
	}
	return whole + p.point + strings.TrimRight(fmt.Sprintf("%03d", max(part, -part)), "0")
}

// Money writes an amount with the decimals its currency has, and the currency's code.
func (p *Printer) Money(m Money) string {
	places := decimals(m.Currency)
	digits := strconv.FormatInt(m.Minor, 10)
	sign := ""
	if m.Minor < 0 {
		sign, digits = "-", digits[1:]
	}
	for len(digits) <= places {
		digits = "0" + digits
	}
	amount := sign + p.grouped(digits[:len(digits)-places])
	if places > 0 {
		amount += p.point + digits[len(digits)-places:]
	}
	return p.T("number.money", Args{"Amount": raw(amount), "Currency": raw(m.Currency)})
}

// decimals is the number of minor digits of a currency (ISO 4217, table A.1, column "minor unit"); 2 where not listed here.
func decimals(currency string) int {
	switch currency {
	case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF":
		return 0
	case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND":
		return 3
	}
	return 2
}

// Date writes a day, such as 22 Nov 2026; the sentence for "not known" for NoDay.
func (p *Printer) Date(d clock.Day) string { return p.date("date.short", "month_short", d) }

// LongDate writes a day with the month's full name.
func (p *Printer) LongDate(d clock.Day) string { return p.date("date.long", "month", d) }

func (p *Printer) date(pattern, months string, d clock.Day) string {
	if !d.Known() {
		return p.T("date.unknown")
	}
	year, month, day := d.Date()
	return p.fill(p.speaker(pattern).sentences[pattern][0], Args{"Day": raw(strconv.Itoa(day)), "Year": raw(strconv.Itoa(year)),
		"Month": raw(p.T(months + "." + strconv.Itoa(int(month))))})
}

// Month writes the month of a day, such as November 2026.
func (p *Printer) Month(d clock.Day) string { return p.date("date.month", "month", d) }

// Time writes a moment in the zone it carries, to the minute, by the clock of 24 hours.
func (p *Printer) Time(t time.Time) string {
	return p.T("date.time", Args{"Date": raw(p.Date(clock.DayOf(t))), "Time": LTR(t.Format("15:04"))})
}

// Ago writes how long before today a day lies, or how far ahead, in whole days.
func (p *Printer) Ago(d, today clock.Day) string {
	switch n := int64(today) - int64(d); {
	case !d.Known():
		return p.T("date.unknown")
	case n == 0:
		return p.T("date.today")
	case n > 0:
		return p.N("date.days_ago", n)
	default:
		return p.N("date.in_days", -n)
	}
}
