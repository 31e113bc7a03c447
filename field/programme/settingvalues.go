// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"regexp"
	"strconv"
	"strings"

	"safar/kernel/clock"
	"safar/kernel/fault"
)

// Said is what stands at a setting as people write it: a number in the currency's own unit and not in its smallest, a length of time as a number
// and its unit.
type Said struct {
	Text string // "20.00", "60", "30, 90, 180", "2027-12-31", or an amount in CEL
	Unit string // of lengths of time: one of Units, or "" where each says its own, as in "3m, 1y"; "" for everything else
}

// Units are the units of lengths of time, the shortest first. The first letter of each is what a file writes.
var Units = []string{"hours", "days", "weeks", "months", "years"}

// Units returns the units in which s may be said: hours are for the office's own deeds alone.
func (s *Setting) Units() []string {
	if s.Takes == TakesWithin {
		return Units
	}
	return Units[1:]
}

// Said returns what stands at s as people write it.
func (s *Setting) Said() Said {
	switch s.Takes {
	case TakesMoney:
		return Said{Text: inUnits(s.number(), s.Currency)}
	case TakesItems, TakesTimes:
		return Said{Text: s.number()}
	case TakesSpan, TakesWithin:
		return Said{Text: s.Text[:len(s.Text)-1], Unit: unitOf(s.Text)}
	case TakesSpans:
		return saidSpans(s.spans())
	}
	return Said{Text: s.Text}
}

// Written returns how the file writes a value at s. The error is a fault.Error that says what the value should be: it stands beside the field.
func (s *Setting) Written(v Said) (string, error) {
	v.Text = strings.TrimSpace(latin(v.Text))
	if v.Text == "" {
		return "", s.wrong("setting.none", v)
	}
	switch s.Takes {
	case TakesMoney:
		return s.money(v)
	case TakesItems, TakesTimes:
		n, err := strconv.ParseInt(v.Text, 10, 64)
		if err != nil || n < 1 || n > 1e6 {
			return "", s.wrong("setting.not_a_count", v)
		}
		return s.times(v.Text), nil
	case TakesSpan, TakesWithin:
		return s.span(v.Text, v)
	case TakesSpans:
		return s.writtenSpans(v)
	case TakesDay:
		if _, err := clock.ParseDay(v.Text); err != nil {
			return "", s.wrong("setting.not_a_day", v)
		}
		return v.Text, nil
	}
	if len(v.Text) > maxCondition || strings.ContainsAny(v.Text, "\n\r") {
		return "", s.wrong("setting.formula_long", v)
	}
	return v.Text, nil
}

func (s *Setting) wrong(key string, v Said) error {
	return fault.New("programme.Setting", fault.Invalid, key, fault.Args{"text": v.Text, "currency": s.Currency, "decimals": digitsOf(s.Currency)})
}

// typedMoney is an amount as people type it: groups of three digits may stand apart by a blank or an apostrophe, decimals follow a point or a comma.
var typedMoney = regexp.MustCompile(`^([0-9]+|[0-9]{1,3}(?:[ ’'\x{00a0}\x{202f}][0-9]{3})+)(?:[.,]([0-9]+))?$`)

var notDigit = regexp.MustCompile(`[^0-9]`)

// money reads an amount of money and writes it in the smallest unit. 1,200 is refused where a currency has two decimals: nobody can know which is meant.
func (s *Setting) money(v Said) (string, error) {
	part := typedMoney.FindStringSubmatch(v.Text)
	places := digitsOf(s.Currency)
	if part == nil || len(part[2]) > places {
		return "", s.wrong("setting.not_money", v)
	}
	digits := notDigit.ReplaceAllString(part[1], "") + part[2] + strings.Repeat("0", places-len(part[2]))
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n < 1 || n > 1e15 {
		return "", s.wrong("setting.not_money", v)
	}
	return s.times(strconv.FormatInt(n, 10)), nil
}

// times writes a number with the people that it is for; as it stands where it says the same.
func (s *Setting) times(number string) string {
	switch {
	case number == s.number():
		return s.Text
	case s.Per == "":
		return number
	}
	return number + " * " + s.Per
}

// digitsOf is how many decimals a currency has.
func digitsOf(currency string) int {
	places, known := MinorDigits(currency)
	if !known {
		return 0
	}
	return places
}

// inUnits writes an amount of the smallest unit in the currency's own.
func inUnits(minor, currency string) string {
	places := digitsOf(currency)
	if places == 0 {
		return minor
	}
	minor = strings.Repeat("0", max(0, places+1-len(minor))) + minor
	return minor[:len(minor)-places] + "." + minor[len(minor)-places:]
}

// unitOf is the unit of a length of time as a file writes it.
func unitOf(text string) string {
	for _, unit := range Units {
		if strings.HasSuffix(text, unit[:1]) {
			return unit
		}
	}
	return ""
}

// span writes a length of time: a number with the unit that stands beside it, or with its own letter.
func (s *Setting) span(text string, v Said) (string, error) {
	if v.Unit != "" && unitOf(text) == "" {
		text += v.Unit[:1]
	}
	w, err := ParseWithin(text)
	if err != nil || w.Hours > 0 && s.Takes != TakesWithin {
		return "", s.wrong("setting.not_a_duration", Said{Text: text})
	}
	return text, nil
}

// spans are the lengths of time in a list as a file writes it.
func (s *Setting) spans() []string { return listed(strings.Trim(s.Text, "[] ")) }

// listed takes apart what people write with commas or blanks between.
func listed(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;،؛ \u00a0", r) })
}

// saidSpans says lengths of time by their numbers, where all have one unit.
func saidSpans(all []string) Said {
	unit, numbers := "", make([]string, len(all))
	for i, text := range all {
		if i == 0 {
			unit = unitOf(text)
		}
		if unitOf(text) != unit {
			return Said{Text: strings.Join(all, ", ")}
		}
		numbers[i] = text[:len(text)-1]
	}
	return Said{Text: strings.Join(numbers, ", "), Unit: unit}
}

// writtenSpans writes several lengths of time; as they stand where they are the same.
func (s *Setting) writtenSpans(v Said) (string, error) {
	all := listed(v.Text)
	for i, text := range all {
		written, err := s.span(text, v)
		if err != nil {
			return "", err
		}
		all[i] = written
	}
	if len(all) == 0 || len(all) > maxSteps {
		return "", s.wrong("setting.not_a_duration", v)
	}
	if text := strings.Join(all, ", "); text != strings.Join(s.spans(), ", ") {
		return "[" + text + "]", nil
	}
	return s.Text, nil
}

// latin writes the digits of Arabic (٠ to ٩) and of Persian and Urdu (۰ to ۹) as 0 to 9, and the Arabic marks for decimals and thousands as
// a point and a blank.
func latin(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '٠' && r <= '٩':
			return r - '٠' + '0'
		case r >= '۰' && r <= '۹':
			return r - '۰' + '0'
		case r == '٫':
			return '.'
		case r == '٬':
			return ' '
		}
		return r
	}, text)
}
