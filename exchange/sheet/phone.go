// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"strings"

	"safar/kernel/fault"
)

// Phone is a number as far as it could be understood. The zero Phone is no number.
type Phone struct {
	Digits string     // E.164 with its plus sign where State allows; else the digits as given, without a plus sign
	State  PhoneState // how far it can be trusted
}

// Given reports whether there is a number at all.
func (p Phone) Given() bool { return p.Digits != "" }

// Payable reports whether money may be sent to the number as far as its form goes.
func (p Phone) Payable() bool {
	return p.Given() && (p.State == PhoneWhole || p.State == PhoneZeroLost)
}

// PhoneState says what is the matter with a number. Anything but whole is flagged; the number is kept as it was given.
type PhoneState uint8

// The states of a number.
const (
	PhoneWhole    PhoneState = iota // a complete number in E.164
	PhoneZeroLost                   // a complete national number whose leading zero a spreadsheet ate; country added
	PhoneShort                      // digits are missing
	PhoneLong                       // there are too many
	PhoneUnplaced                   // of no country that could be told
)

var phoneStates = [...]string{"whole", "zero_lost", "short", "long", "unplaced"}

// String returns the state's name in snake case; flags are sheet.flag.phone_NAME.
func (s PhoneState) String() string { return phoneStates[s] }

// numbering is a country's part of the plan: its calling code, the shortest and longest national number, and the trunk
// prefix dialled inside the country.
type numbering struct {
	code     string
	min, max int
	trunk    string
}

// numberings holds the mobile ranges of the countries Safar is likely to be sent numbers of. Source: ITU-T E.164 national
// numbering plans as published in the ITU Operational Bulletin.
var numberings = map[string]numbering{
	"AF": {"93", 9, 9, "0"}, "AL": {"355", 9, 9, "0"}, "AO": {"244", 9, 9, ""}, "BA": {"387", 8, 9, "0"},
	"BD": {"880", 10, 10, "0"}, "BF": {"226", 8, 8, ""}, "BI": {"257", 8, 8, ""}, "CD": {"243", 9, 9, "0"},
	"CF": {"236", 8, 8, ""}, "CG": {"242", 9, 9, ""}, "CM": {"237", 9, 9, ""}, "CO": {"57", 10, 10, ""},
	"DE": {"49", 10, 11, "0"}, "DJ": {"253", 8, 8, ""}, "DZ": {"213", 9, 9, "0"}, "EG": {"20", 10, 10, "0"},
	"ER": {"291", 7, 7, "0"}, "ES": {"34", 9, 9, ""}, "ET": {"251", 9, 9, "0"}, "FR": {"33", 9, 9, "0"},
	"GB": {"44", 10, 10, "0"}, "GR": {"30", 10, 10, ""}, "HT": {"509", 8, 8, ""}, "IQ": {"964", 10, 10, "0"},
	"IR": {"98", 10, 10, "0"}, "IT": {"39", 9, 10, ""}, "JO": {"962", 9, 9, "0"}, "KE": {"254", 9, 9, "0"},
	"LB": {"961", 7, 8, "0"}, "LY": {"218", 9, 9, "0"}, "MA": {"212", 9, 9, "0"}, "MD": {"373", 8, 8, "0"},
	"ME": {"382", 8, 8, "0"}, "MK": {"389", 8, 8, "0"}, "ML": {"223", 8, 8, ""}, "MR": {"222", 8, 8, ""},
	"MX": {"52", 10, 10, ""}, "MZ": {"258", 9, 9, ""}, "NE": {"227", 8, 8, ""}, "NG": {"234", 10, 10, "0"},
	"NL": {"31", 9, 9, "0"}, "PK": {"92", 10, 10, "0"}, "PL": {"48", 9, 9, ""}, "PS": {"970", 9, 9, "0"},
	"RS": {"381", 8, 9, "0"}, "RW": {"250", 9, 9, "0"}, "SD": {"249", 9, 9, "0"}, "SN": {"221", 9, 9, ""},
	"SO": {"252", 8, 9, "0"}, "SS": {"211", 9, 9, "0"}, "SY": {"963", 9, 9, "0"}, "TD": {"235", 8, 8, ""},
	"TN": {"216", 8, 8, ""}, "TR": {"90", 10, 10, "0"}, "TZ": {"255", 9, 9, "0"}, "UA": {"380", 9, 9, "0"},
	"UG": {"256", 9, 9, "0"}, "US": {"1", 10, 10, "1"}, "VE": {"58", 10, 10, "0"}, "XK": {"383", 8, 8, "0"},
	"YE": {"967", 9, 9, "0"}, "ZM": {"260", 9, 9, "0"}, "ZW": {"263", 9, 9, "0"},
}

// ParsePhone reads a number as people write it. Country is the ISO 3166 code of the country whose national numbers the file
// holds ("CD"); "" where it is not known. An empty raw gives no number and no trouble. A number in scientific notation that
// no longer shows all its digits is refused, for nobody can know them.
func ParsePhone(raw, country string) (Phone, *Trouble) {
	raw = strings.TrimSpace(latinDigits(raw))
	if raw == "" {
		return Phone{}, nil
	}
	if whole, ok, destroyed := fromScientific(raw); destroyed {
		return Phone{}, trouble("number_destroyed", nil)
	} else if ok {
		raw = whole
	}
	digits, plus, t := phoneDigits(raw)
	if t != nil {
		return Phone{}, t
	}
	if rest, ok := strings.CutPrefix(digits, "00"); ok && !plus {
		digits, plus = rest, true
	}
	if len(digits) < 6 || len(digits) > 17 {
		return Phone{}, trouble("phone_length", fault.Args{"digits": len(digits)})
	}
	if plus {
		return international(digits), nil
	}
	return national(digits, country), nil
}

// phoneDigits takes away what people put between digits; a letter or a second number in the cell is trouble.
func phoneDigits(raw string) (digits string, plus bool, t *Trouble) {
	b := make([]byte, 0, len(raw))
	raw = strings.TrimPrefix(strings.TrimPrefix(raw, "tel:"), "'")
	raw = strings.TrimSuffix(raw, ".0")
	for i, r := range raw {
		switch {
		case r >= '0' && r <= '9':
			b = append(b, byte(r))
		case r == '+' && i == 0:
			plus = true
		case strings.ContainsRune(" .-()\u00a0\u202f\u200e\u200f\u202a\u202c\u2011\u2013", r):
		case strings.ContainsRune("/;,", r):
			return "", false, trouble("phone_several", nil)
		default:
			return "", false, trouble("phone_letters", nil)
		}
	}
	return string(b), plus, nil
}

// international judges a number that says that it begins with a calling code.
func international(digits string) Phone {
	plan, ok := planOf(digits)
	if !ok {
		return Phone{digits, PhoneUnplaced}
	}
	rest := digits[len(plan.code):]
	if plan.trunk != "" && len(rest) == plan.max+1 {
		rest = strings.TrimPrefix(rest, plan.trunk) // +243 (0)81…: the trunk zero has no place after the code
	}
	return judged(plan, rest, digits)
}

func judged(plan numbering, rest, digits string) Phone {
	switch {
	case len(rest) < plan.min:
		return Phone{digits, PhoneShort}
	case len(rest) > plan.max:
		return Phone{digits, PhoneLong}
	}
	return Phone{"+" + plan.code + rest, PhoneWhole}
}

// national judges a number without a plus sign, in the light of the country whose numbers the file holds.
func national(digits, country string) Phone {
	plan, ok := numberings[strings.ToUpper(country)]
	if !ok {
		return Phone{digits, PhoneUnplaced}
	}
	fits := func(s string) bool { return len(s) >= plan.min && len(s) <= plan.max }
	coded, hasCode := strings.CutPrefix(digits, plan.code)
	trunked, hasTrunk := strings.CutPrefix(digits, plan.trunk)
	switch {
	case hasTrunk && plan.trunk != "" && fits(trunked):
		return Phone{"+" + plan.code + trunked, PhoneWhole}
	case hasCode && fits(coded):
		return Phone{"+" + plan.code + coded, PhoneWhole}
	case hasCode && plan.trunk != "" && len(coded) == plan.max+1 && strings.HasPrefix(coded, plan.trunk):
		return Phone{"+" + plan.code + coded[len(plan.trunk):], PhoneWhole}
	case hasTrunk && plan.trunk != "" && !hasCode: // no national number begins with the trunk prefix itself
		return judged(plan, trunked, digits)
	case fits(digits) && plan.trunk != "":
		return Phone{"+" + plan.code + digits, PhoneZeroLost}
	case fits(digits):
		return Phone{"+" + plan.code + digits, PhoneWhole}
	case hasCode:
		return judged(plan, coded, digits)
	case len(digits) < plan.min+len(plan.trunk):
		return Phone{digits, PhoneShort}
	}
	if foreign := international(digits); foreign.State == PhoneWhole {
		return Phone{digits, PhoneUnplaced} // it would fit another country, but does not say so
	}
	return Phone{digits, PhoneLong}
}

// planOf finds the plan whose calling code digits begin with; codes are prefix-free, so there is at most one.
func planOf(digits string) (numbering, bool) {
	for n := 1; n <= 3 && n < len(digits); n++ {
		if plan, ok := planByCode[digits[:n]]; ok {
			return plan, true
		}
	}
	return numbering{}, false
}

var planByCode = func() map[string]numbering {
	m := make(map[string]numbering, len(numberings))
	for _, n := range numberings {
		m[n.code] = n
	}
	return m
}()

// fromScientific reads 2.54708123456E+11. It is ok when the mantissa shows every digit of the whole number, destroyed when
// digits were lost, and neither when raw is not in that notation.
func fromScientific(raw string) (whole string, ok, destroyed bool) {
	at := strings.IndexAny(raw, "eE")
	if at < 1 {
		return "", false, false
	}
	intPart, frac, _ := strings.Cut(strings.ReplaceAll(raw[:at], ",", "."), ".")
	exp := strings.TrimPrefix(raw[at+1:], "+")
	if !allDigits(intPart) || !allDigits(exp) || len(exp) > 3 || (frac != "" && !allDigits(frac)) {
		return "", false, false
	}
	shift := 0
	for _, c := range exp {
		shift = shift*10 + int(c-'0')
	}
	if len(frac) != shift {
		return "", false, true
	}
	return intPart + frac, true, false
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
