// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"safar/engine/spelling"
	"safar/kernel/fault"
)

// maxName is the longest name taken, in letters. Longer cells are sentences that slipped into the wrong column.
const maxName = 300

// maxAnswer is the longest other text taken, in letters: what a spreadsheet cell can hold.
const maxAnswer = 32767

// CleanName returns raw in NFC, without control characters and with single spaces. A name of more than 300 letters is
// refused; an empty one is valid, for nobody need give a name.
func CleanName(raw string) (string, *Trouble) {
	name := spelling.Clean(raw)
	if n := utf8.RuneCountInString(name); n > maxName {
		return "", trouble("name_long", fault.Args{"letters": n, "most": maxName})
	}
	return name, nil
}

// latinDigits writes the digits of Arabic (٠ to ٩) and of Persian and Urdu (۰ to ۹) as 0 to 9.
func latinDigits(s string) string {
	if plainASCII(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '٠' && r <= '٩':
			return r - '٠' + '0'
		case r >= '۰' && r <= '۹':
			return r - '۰' + '0'
		}
		return r
	}, s)
}

func plainASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// fold writes s so that words can be compared: lower case, without accents or Arabic vowel signs, alef and ya in one form,
// everything that is neither letter nor digit as one space.
func fold(s string) string {
	var b strings.Builder
	space := false
	for _, r := range norm.NFD.String(latinDigits(s)) {
		switch {
		case unicode.Is(unicode.Mn, r), r == 'ـ':
			continue
		case r == 'ى':
			r = 'ي'
		case r == 'ة':
			r = 'ه'
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			space = b.Len() > 0
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
