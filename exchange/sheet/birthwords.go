// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"safar/kernel/clock"
)

// aboutWords stand before, or after, what is only roughly known.
var aboutWords = []string{"about", "approximately", "approx.", "approx", "around", "circa", "ca.", "c.", "env.", "environ",
	"env", "vers", "autour de", "à peu près", "né vers", "née vers", "né en", "née en", "born in", "born", "~", "±", "حوالي",
	"تقريبا", "تقريباً", "نحو"}

// cutAbout takes such a word off and reports it; "born in" goes without making a year an estimate.
func cutAbout(s string) (rest string, about bool) {
	for {
		cut := false
		for _, w := range aboutWords {
			trimmed, before := strings.CutPrefix(s, w)
			if !before {
				trimmed, before = strings.CutSuffix(s, " "+w)
			}
			if before && trimmed != "" && !startsWithLetter(trimmed) {
				s, cut = strings.TrimSpace(trimmed), true
				about = about || !(w == "né en" || w == "née en" || w == "born in" || w == "born")
			}
		}
		if !cut {
			return s, about
		}
	}
}

func startsWithLetter(s string) bool {
	return s[0] >= 'a' && s[0] <= 'z'
}

const sep = `[/.\-\x{2013} ]`

var (
	rxISO       = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ].*)?$`)
	rxYMD       = regexp.MustCompile(`^(\d{4})` + sep + `(\d{1,2})` + sep + `(\d{1,2})(?: .*)?$`)
	rxTwoFirst  = regexp.MustCompile(`^(\d{1,2})` + sep + `(\d{1,2})` + sep + `(\d{4}|\d{2})(?:[ t]\d{1,2}:.*)?$`)
	rxMonthYear = regexp.MustCompile(`^(\d{1,2})[/.\-](\d{4})$`)
	rxYearMonth = regexp.MustCompile(`^(\d{4})[/.\-](\d{1,2})$`)
	rxDecade    = regexp.MustCompile(`^(?:les )?(?:années |annees )?(\d{2}|\d{4})'?s?$`)
	rxYears     = regexp.MustCompile(`^(\d{1,3})\s*(?:ans?|années?|annees?|years?|yrs?|y|y\.o\.|yo|years? old|سنة|سنه|سنوات|عام|عاما|عاماً|أعوام|miaka)\.?$`)
	rxMonths    = regexp.MustCompile(`^(\d{1,4})\s*(?:mois|months?|mths?|mos?|m|أشهر|اشهر|شهر|شهرا|شهراً|months? old|miezi)\.?$`)
	rxDays      = regexp.MustCompile(`^(\d{1,4})\s*(?:jours?|days?|semaines?|weeks?|يوم|أيام|أسبوع|أسابيع)$`)
	rxYearsSwah = regexp.MustCompile(`^(miaka|miezi|age|âge|aged) (\d{1,3})$`)
	rxWholeYear = regexp.MustCompile(`(?:^|\D)\d{4}(?:\D|$)`)
	rxDayWord   = regexp.MustCompile(`^(?:\p{L}+,? )?(\d{1,2})(?:er|st|nd|rd|th)?[ \-/.]+(?:de )?(\p{L}+(?: \p{L}+)?)\.?[ \-/.,]+(\d{4}|\d{2})$`)
	rxWordDay   = regexp.MustCompile(`^(\p{L}+)\.?[ \-](\d{1,2})(?:st|nd|rd|th)?,?[ \-]+(\d{4})$`)
	rxWordYear  = regexp.MustCompile(`^(\p{L}+(?: \p{L}+)?)\.?[ \-/,]+(\d{4})$`)
)

// words reads every written form. The text is in lower case.
func (d DateReader) words(s string) (Birth, *Trouble) {
	if n, err := strconv.Atoi(s); err == nil {
		return d.number(float64(n), Text)
	}
	for _, read := range []func(string) (Birth, *Trouble, bool){d.dates, d.ages, d.monthNames, d.decades} {
		if b, t, ok := read(s); ok {
			return b, t
		}
	}
	return Birth{}, trouble("birth_not_understood", nil)
}

func (d DateReader) dates(s string) (Birth, *Trouble, bool) {
	for _, rx := range []*regexp.Regexp{rxISO, rxYMD} {
		if m := rx.FindStringSubmatch(s); m != nil {
			b, t := dayBirth(atoi(m[1]), atoi(m[2]), atoi(m[3]))
			return b, t, true
		}
	}
	if m := rxTwoFirst.FindStringSubmatch(s); m != nil {
		b, t := d.twoFirst(atoi(m[1]), atoi(m[2]), d.century(m[3]))
		return b, t, true
	}
	if m := rxMonthYear.FindStringSubmatch(s); m != nil {
		b, t := monthBirth(atoi(m[2]), atoi(m[1]))
		return b, t, true
	}
	if m := rxYearMonth.FindStringSubmatch(s); m != nil {
		b, t := monthBirth(atoi(m[1]), atoi(m[2]))
		return b, t, true
	}
	return Birth{}, nil, false
}

// twoFirst reads a/b/year. Where only one order can be meant, it is taken; else the column's order decides.
func (d DateReader) twoFirst(a, b, year int) (Birth, *Trouble) {
	switch {
	case a == b || a > 12:
		return dayBirth(year, b, a)
	case b > 12:
		return dayBirth(year, a, b)
	case d.Order == OrderDMY:
		return dayBirth(year, b, a)
	case d.Order == OrderMDY:
		return dayBirth(year, a, b)
	}
	return Birth{}, trouble("birth_day_or_month", nil)
}

// century completes a year of two digits to the latest one that is not to come.
func (d DateReader) century(s string) int {
	y := atoi(s)
	if len(s) > 2 {
		return y
	}
	now, _, _ := d.AsOf.Date()
	y += now / 100 * 100
	if y > now {
		y -= 100
	}
	return y
}

func (d DateReader) ages(s string) (Birth, *Trouble, bool) {
	if m := rxYearsSwah.FindStringSubmatch(s); m != nil {
		if s = m[2] + " " + m[1]; m[1] != "miezi" {
			s = m[2] + " miaka"
		}
	}
	if m := rxYears.FindStringSubmatch(s); m != nil {
		b, t := d.age(float64(atoi(m[1])))
		return b, t, true
	}
	if m := rxMonths.FindStringSubmatch(s); m != nil {
		b, t := d.months(atoi(m[1]))
		return b, t, true
	}
	if rxDays.MatchString(s) {
		n := atoi(rxDays.FindStringSubmatch(s)[1])
		if strings.Contains(s, "sem") || strings.Contains(s, "week") || strings.Contains(s, "سب") {
			n *= 7
		}
		b, t := d.months(n / 30)
		return b, t, true
	}
	return Birth{}, nil, false
}

func (d DateReader) monthNames(s string) (Birth, *Trouble, bool) {
	if m := rxDayWord.FindStringSubmatch(s); m != nil {
		if month, ok := monthWords[fold(m[2])]; ok {
			b, t := dayBirth(d.century(m[3]), month, atoi(m[1]))
			return b, t, true
		}
	}
	if m := rxWordDay.FindStringSubmatch(s); m != nil {
		if month, ok := monthWords[fold(m[1])]; ok {
			b, t := dayBirth(atoi(m[3]), month, atoi(m[2]))
			return b, t, true
		}
	}
	if m := rxWordYear.FindStringSubmatch(s); m != nil {
		if month, ok := monthWords[fold(m[1])]; ok {
			b, t := monthBirth(atoi(m[2]), month)
			return b, t, true
		}
	}
	return Birth{}, nil, false
}

// decades reads 1980s, années 80, les années 1980.
func (d DateReader) decades(s string) (Birth, *Trouble, bool) {
	m := rxDecade.FindStringSubmatch(s)
	if m == nil || !strings.HasSuffix(s, "s") && !strings.Contains(s, "ann") {
		return Birth{}, nil, false
	}
	y := d.century(m[1]) / 10 * 10
	return Birth{clock.Date(y, time.January, 1), PrecisionDecade, fmt.Sprintf("%04ds", y)}, nil, true
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// monthWords holds the months in English, French, Arabic (of the Levant, of the Nile, of the Maghreb) and Swahili.
var monthWords = words(map[string]int{
	"january|jan|janvier|janv|يناير|كانون الثاني|جانفي|januari": 1,
	"february|feb|février|fév|févr|فبراير|شباط|فيفري|februari":  2,
	"march|mar|mars|مارس|آذار|machi":                            3,
	"april|apr|avril|avr|أبريل|ابريل|نيسان|أفريل|aprili":        4,
	"may|mai|مايو|أيار|ماي|mei":                                 5,
	"june|jun|juin|يونيو|يونيه|حزيران|جوان|juni":                6,
	"july|jul|juillet|juil|يوليو|يوليه|تموز|جويلية|julai":       7,
	"august|aug|août|aou|أغسطس|اغسطس|آب|أوت|agosti":             8,
	"september|sep|sept|septembre|سبتمبر|أيلول|septemba":        9,
	"october|oct|octobre|أكتوبر|اكتوبر|تشرين الأول|oktoba":      10,
	"november|nov|novembre|نوفمبر|تشرين الثاني|novemba":         11,
	"december|dec|décembre|déc|ديسمبر|كانون الأول|desemba":      12,
})
