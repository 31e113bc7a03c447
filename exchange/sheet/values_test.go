// SPDX-License-Identifier: Apache-2.0

package sheet_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"safar/exchange/sheet"
	"safar/kernel/clock"
)

func TestBirths(t *testing.T) {
	for raw, want := range map[string]string{ // → day, precision, stated
		"2001-03-25":           "2001-03-25 day 2001-03-25",
		"2001-3-5":             "2001-03-05 day 2001-03-05",
		"2001-03-25T10:00:00Z": "2001-03-25 day 2001-03-25",
		"2001/03/25":           "2001-03-25 day 2001-03-25",
		"25/03/2001":           "2001-03-25 day 2001-03-25",
		"03/25/2001":           "2001-03-25 day 2001-03-25",
		"30-11-2000":           "2000-11-30 day 2000-11-30",
		"30.11.2000 00:00:00":  "2000-11-30 day 2000-11-30",
		"03/03/2001":           "2001-03-03 day 2001-03-03",
		"25/12/85":             "1985-12-25 day 1985-12-25",
		"25/12/12":             "2012-12-25 day 2012-12-25",
		"٢٥/٠٣/٢٠٠١":           "2001-03-25 day 2001-03-25",
		"12 mars 1985":         "1985-03-12 day 1985-03-12",
		"1er août 1985":        "1985-08-01 day 1985-08-01",
		"March 12, 1985":       "1985-03-12 day 1985-03-12",
		"12-Mar-85":            "1985-03-12 day 1985-03-12",
		"12 آذار 1985":         "1985-03-12 day 1985-03-12",
		"12 كانون الثاني 1985": "1985-01-12 day 1985-01-12",
		"12 يناير ١٩٨٥":        "1985-01-12 day 1985-01-12",
		"mars 1985":            "1985-03-01 month 1985-03",
		"03/1985":              "1985-03-01 month 1985-03",
		"1985-03":              "1985-03-01 month 1985-03",
		"1985":                 "1985-01-01 year 1985",
		"1985.0":               "1985-01-01 year 1985",
		"né en 1985":           "1985-01-01 year 1985",
		"vers 1985":            "1985-01-01 estimated ~1985",
		"c. 1985":              "1985-01-01 estimated ~1985",
		"1980s":                "1980-01-01 decade 1980s",
		"années 80":            "1980-01-01 decade 1980s",
		"les années 1980":      "1980-01-01 decade 1980s",
		"34":                   "1992-01-01 year age 34",
		"٣٤":                   "1992-01-01 year age 34",
		"۳۴":                   "1992-01-01 year age 34",
		"34 ans":               "1992-01-01 year age 34",
		"34 years old":         "1992-01-01 year age 34",
		"34 سنة":               "1992-01-01 year age 34",
		"miaka 34":             "1992-01-01 year age 34",
		"about 40":             "1986-01-01 estimated age ~40",
		"env. 40":              "1986-01-01 estimated age ~40",
		"environ 40 ans":       "1986-01-01 estimated age ~40",
		"~40":                  "1986-01-01 estimated age ~40",
		"حوالي 40":             "1986-01-01 estimated age ~40",
		"40 approx":            "1986-01-01 estimated age ~40",
		"0":                    "2026-01-01 year age 0",
		"6 mois":               "2026-05-01 month months 6",
		"6 months":             "2026-05-01 month months 6",
		"6 أشهر":               "2026-05-01 month months 6",
		"18 mois":              "2025-05-01 month months 18",
		"0.5":                  "2026-05-01 month months 6",
		"1,5":                  "2025-05-01 month months 18",
		"3 semaines":           "2026-11-01 month months 0",
		"31130":                "1985-03-24 day 1985-03-24",
		"31130.0":              "1985-03-24 day 1985-03-24",
		"19850324":             "1985-03-24 day 1985-03-24",
		"":                     " unknown ",
		"?":                    " unknown ",
		"inconnu":              " unknown ",
		"ne sait pas":          " unknown ",
		"غير معروف":            " unknown ",
		"31/02/2001":           "sheet.refused.birth_no_such_day",
		"2001-02-29":           "sheet.refused.birth_no_such_day",
		"2001-13-01":           "sheet.refused.birth_no_such_month",
		"03/04/2001":           "sheet.refused.birth_day_or_month",
		"25/12/2030":           "sheet.refused.birth_in_future",
		"1405/06/12":           "sheet.refused.birth_other_calendar",
		"1405":                 "sheet.refused.birth_other_calendar",
		"150 ans":              "sheet.refused.age_impossible",
		"1850-01-01":           "sheet.refused.age_impossible",
		"Kalemie":              "sheet.refused.birth_not_understood",
		"-5":                   "sheet.refused.birth_not_understood",
		"99999999999999999999": "sheet.refused.birth_not_understood",
		"NaN":                  "sheet.refused.birth_not_understood",
	} {
		b, trouble := sheet.ParseBirth(raw, today)
		got := strings.Join([]string{b.Day.String(), b.Precision.String(), b.Stated}, " ")
		if b.Precision == sheet.PrecisionUnknown {
			got = " unknown "
		}
		if trouble != nil {
			got = trouble.Key
		}
		if got != want {
			t.Errorf("%q: %s, want %s", raw, got, want)
		}
	}
}

func TestSerialNumbersOfBothSystems(t *testing.T) {
	for _, tc := range []struct {
		serial     string
		system1904 bool
		want       string
	}{
		{"31130", false, "1985-03-24"}, {"29668", true, "1985-03-24"}, {"31130.75", false, "1985-03-24"},
		{"61", false, "1900-03-01"}, {"59", false, "1900-02-28"}, // 60 is the 29 February 1900 that never was
	} {
		d := sheet.DateReader{AsOf: clock.Date(1990, time.January, 1), System1904: tc.system1904}
		if b, trouble := d.Birth(sheet.Cell{Kind: sheet.Date, Text: tc.serial}); trouble != nil || b.Day.String() != tc.want {
			t.Errorf("serial %s (1904: %v): %v %v, want %s", tc.serial, tc.system1904, b.Day, trouble, tc.want)
		}
	}
}

// TestAgesComeOutRight holds that an age told on a day is the age reckoned on that day.
func TestAgesComeOutRight(t *testing.T) {
	for _, asOf := range []clock.Day{today, clock.Date(2024, time.January, 1), clock.Date(2024, time.February, 29)} {
		for _, raw := range []string{"0", "1", "17", "18", "99", "122"} {
			b, trouble := sheet.ParseBirth(raw, asOf)
			if trouble != nil || "age "+raw != b.Stated || b.Day.YearsUntil(asOf) != atoi(raw) {
				t.Errorf("age %s on %v: born %v, %d years old, %v", raw, asOf, b.Day, b.Day.YearsUntil(asOf), trouble)
			}
		}
	}
}

func atoi(s string) (n int) {
	for _, c := range s {
		n = n*10 + int(c-'0')
	}
	return n
}

func TestPhones(t *testing.T) {
	for _, tc := range []struct{ raw, country, want string }{
		{"+243812345678", "CD", "+243812345678 whole"},
		{"+243 (0)81 234 56 78", "CD", "+243812345678 whole"},
		{"00243812345678", "", "+243812345678 whole"},
		{"243812345678", "CD", "+243812345678 whole"},
		{"0812345678", "CD", "+243812345678 whole"},
		{"٠٨١٢٣٤٥٦٧٨", "CD", "+243812345678 whole"},
		{"812345678", "CD", "+243812345678 zero_lost"},
		{"812345678.0", "CD", "+243812345678 zero_lost"},
		{"24312345678", "CD", "24312345678 short"}, // as met in the registrations for Onafriq
		{"081234567", "CD", "081234567 short"},
		{"2438123456789", "CD", "2438123456789 long"},
		{"254708123456", "CD", "254708123456 unplaced"},
		{"+254708123456", "CD", "+254708123456 whole"},
		{"0708123456", "KE", "+254708123456 whole"},
		{"0712345678", "", "0712345678 unplaced"},
		{"76123456", "BI", "+25776123456 whole"},
		{"2.54708123456E+11", "KE", "+254708123456 whole"}, // every digit is there
		{"2,54708123456E+11", "KE", "+254708123456 whole"},
		{"", "CD", "none"},
		{"2.54708E+11", "KE", "sheet.refused.number_destroyed"},
		{"2,54708E+11", "KE", "sheet.refused.number_destroyed"},
		{"2.5E11", "KE", "sheet.refused.number_destroyed"},
		{"0812345678 / 0998765432", "CD", "sheet.refused.phone_several"},
		{"no phone", "CD", "sheet.refused.phone_letters"},
		{"123", "CD", "sheet.refused.phone_length"},
	} {
		p, trouble := sheet.ParsePhone(tc.raw, tc.country)
		got := p.Digits + " " + p.State.String()
		if trouble != nil {
			got = trouble.Key
		} else if !p.Given() {
			got = "none"
		}
		if got != tc.want {
			t.Errorf("%q in %q: %s, want %s", tc.raw, tc.country, got, tc.want)
		}
	}
}

func TestSexes(t *testing.T) {
	for raw, want := range map[string]sheet.Sex{
		"m": "m", "Male": "m", "Masculin ": "m", "HOMME": "m", "ذكر": "m", "mume": "m", "f": "f", "Féminin": "f",
		"feminin": "f", "انثى": "f", "أنثى": "f", "Fille": "f", "other": "x", "autre": "x", "": "", "pnta": "", "?": "", "inconnu": "",
	} {
		if got, trouble := sheet.ParseSex(raw); trouble != nil || got != want {
			t.Errorf("%q: %q %v, want %q", raw, got, trouble, want)
		}
	}
	for _, raw := range []string{"1", "2", "Kalemie"} { // codes are for the mapping to explain
		if got, trouble := sheet.ParseSex(raw); trouble == nil {
			t.Errorf("%q was taken for %q", raw, got)
		}
	}
}

func TestNames(t *testing.T) {
	for raw, want := range map[string]string{
		"  Jean \t Pierre\n":     "Jean Pierre",
		"Jose\u0301":             "José",
		"a\x00b\u202ec":          "abc",
		"":                       "",
		"محمد\u200f عبد الله":    "محمد عبد الله",
		"می\u200cخواهم":          "می\u200cخواهم", // the joiner is part of the word
		strings.Repeat("é", 300): strings.Repeat("é", 300),
	} {
		if got, trouble := sheet.CleanName(raw); got != want || trouble != nil {
			t.Errorf("%q: %q %v, want %q", raw, got, trouble, want)
		}
	}
	if _, trouble := sheet.CleanName(strings.Repeat("é", 301)); trouble == nil {
		t.Error("a name of 301 letters was taken")
	}
}

func FuzzParseBirth(f *testing.F) {
	for _, s := range []string{"31/02/2001", "about 40", "٣٤", "1980s", "12 mars 1985", "2.5E11", "0.5", "-", "c. 1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		b, trouble := sheet.ParseBirth(raw, today)
		if trouble == nil && b.Precision != sheet.PrecisionUnknown {
			if b.Day > today || b.Day.YearsUntil(today) > 123 || b.Stated == "" {
				t.Errorf("%q gave %v %q", raw, b.Day, b.Stated)
			}
		}
	})
}

func FuzzParsePhone(f *testing.F) {
	for _, s := range []string{"2.54708E+11", "+243812345678", "0812345678", "00", "+", "E9"} {
		f.Add(s, "CD")
	}
	f.Fuzz(func(t *testing.T, raw, country string) {
		p, trouble := sheet.ParsePhone(raw, country)
		if trouble == nil && p.Payable() && (p.Digits[0] != '+' || len(p.Digits) < 8 || len(p.Digits) > 16) {
			t.Errorf("%q in %q gave %q", raw, country, p.Digits)
		}
	})
}

func FuzzCleanName(f *testing.F) {
	f.Add("Jean\x00 \u202e Pierre")
	f.Fuzz(func(t *testing.T, raw string) {
		name, trouble := sheet.CleanName(raw)
		again, _ := sheet.CleanName(name)
		if trouble == nil && (again != name || !utf8.ValidString(name)) {
			t.Errorf("%q became %q, then %q", raw, name, again)
		}
	})
}

// A day that is typed into a form is read as people here write it: the day before the month, or as the calendar of machines has it.
func TestADayIsReadAsPeopleTypeIt(t *testing.T) {
	december := clock.Date(2001, time.December, 31)
	for text, want := range map[string]clock.Day{"31/12/2001": december, "2001-12-31": december, " 31.12.2001 ": december, "31 décembre 2001": december,
		"12/31/2001": december, "٣١/١٢/٢٠٠١": december, "03/04/2001": clock.Date(2001, time.April, 3), "1/1/2030": clock.Date(2030, time.January, 1)} {
		if got, ok := sheet.ParseDay(text); !ok || got != want {
			t.Errorf("%q is read as %s, want %s", text, got, want)
		}
	}
	for _, text := range []string{"", "31/02/2001", "2001-02-31", "31/12/01", "2001", "12/2001", "40", "about 2001", "tomorrow", strings.Repeat("1/", 500) + "2001"} {
		if got, ok := sheet.ParseDay(text); ok {
			t.Errorf("%q is read as %s", text, got)
		}
	}
}

// Whoever reads a list back says an age as an age, in their own language, and a day as a day.
func TestAnAgeIsToldFromADay(t *testing.T) {
	type aged struct {
		n                 int
		months, about, ok bool
	}
	for stated, want := range map[string]aged{
		"age 34": {34, false, false, true}, "age ~40": {40, false, true, true}, "months 6": {6, true, false, true}, "~months 6": {6, true, true, true},
		"1985-03-12": {}, "~1985": {}, "1980s": {}, "": {},
	} {
		n, months, about, ok := sheet.Birth{Stated: stated}.Aged()
		if got := (aged{n, months, about, ok}); ok != want.ok || ok && got != want {
			t.Errorf("%q: %+v, want %+v", stated, got, want)
		}
	}
}
