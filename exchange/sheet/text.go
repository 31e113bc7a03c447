// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"safar/kernel/fault"
)

// maxName is the longest name taken, in letters. Longer cells are sentences that slipped into the wrong column.
const maxName = 300

// maxAnswer is the longest other text taken, in letters: what a spreadsheet cell can hold.
const maxAnswer = 32767

// CleanName returns raw in NFC, without control characters and with single spaces. A name of more than 300 letters is
// refused; an empty one is valid, for nobody need give a name.
func CleanName(raw string) (string, *Trouble) {
	name := cleanText(raw)
	if n := utf8.RuneCountInString(name); n > maxName {
		return "", trouble("name_long", fault.Args{"letters": n, "most": maxName})
	}
	return name, nil
}

// cleanText returns s in NFC, trimmed, inner white space as single spaces, without control characters. Marks of direction go
// too: they are added where a text is shown. The joiners that Persian and Urdu write with stay.
func cleanText(s string) string {
	if plainText(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range norm.NFC.String(strings.ToValidUTF8(s, "\uFFFD")) {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
		case unicode.IsControl(r), r == '\ufeff', r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069',
			r == '\u200e', r == '\u200f', r == '\u061c', r == '\u200b':
		default:
			if space {
				b.WriteByte(' ')
				space = false
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// plainText reports whether s is ASCII that cleanText would leave as it is, which most cells are.
func plainText(s string) bool {
	last := byte(' ')
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c > '~' || c == ' ' && last == ' ' {
			return false
		}
		last = c
	}
	return s == "" || last != ' '
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
