// SPDX-License-Identifier: Apache-2.0

package picture

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// widthOf is how wide a text may be in the fonts that readers have, in thousandths of its size: the widths of DejaVu Sans, which is the widest of those
// that the style sheet names, rounded up. Marks above and below letters take no room.
func widthOf(text string, bold bool) int {
	width := 0
	for _, r := range text {
		width += widthOfRune(r)
	}
	if bold {
		width += width / 7
	}
	return width
}

func widthOfRune(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Cf):
		return 0
	case strings.ContainsRune("ijlI|'’.,:; \u00a0\u202f،", r):
		return 340
	case strings.ContainsRune("frt()[]{}-“”«»/\"!", r):
		return 430
	case strings.ContainsRune("mwMW@%…—→↻", r):
		return 1000
	case strings.ContainsRune("سشصضـ", r):
		return 1150
	case strings.ContainsRune("اأإآلدذرزوؤء", r):
		return 540
	case unicode.In(r, unicode.Arabic):
		return 830
	case r >= 0x2e80: // the writings of East Asia
		return 1050
	case unicode.IsUpper(r):
		return 790
	}
	return 645
}

// wrapped breaks a text into lines of a width, at its spaces; a word that is longer is broken itself.
func wrapped(text string, width, size int, bold bool) []string {
	var lines []string
	line, room := "", width*1000/size
	for _, word := range wordsOf(text) {
		if line != "" && widthOf(line+" "+word, bold) <= room {
			line += " " + word
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for line = word; widthOf(line, bold) > room && utf8.RuneCountInString(line) > 2; {
			head := broken(line, room, bold)
			lines, line = append(lines, head+hyphen(head)), line[len(head):]
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return isolated(lines)
}

// wordsOf cuts a text at its spaces, except before a sign that French sets apart from its word, and after one that opens.
func wordsOf(text string) []string {
	var out []string
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }) {
		bare := strings.Trim(word, isolates)
		if n := len(out) - 1; n >= 0 && (strings.Trim(bare, ":;?!»") == "" || strings.HasSuffix(out[n], "«")) {
			out[n] += "\u00a0" + word
			continue
		}
		out = append(out, word)
	}
	return out
}

// isolates are the signs that open and close a part of a text with a direction of its own (Unicode 6.3).
const (
	isolates = "\u2066\u2067\u2068\u2069"
	closing  = '\u2069'
)

// isolated has a part with a direction of its own that goes on over several lines end with each and begin again on the next: every line is
// set by itself.
func isolated(lines []string) []string {
	var open []rune
	for i, line := range lines {
		lines[i] = string(open) + line
		for _, r := range line {
			switch {
			case r == closing && len(open) > 0:
				open = open[:len(open)-1]
			case r != closing && strings.ContainsRune(isolates, r):
				open = append(open, r)
			}
		}
		lines[i] += strings.Repeat(string(closing), len(open))
	}
	return lines
}

// broken is the longest beginning of a word that fits, with a hyphen; two letters at least.
func broken(word string, room int, bold bool) string {
	runes := []rune(word)
	n := len(runes) - 1
	for n > 2 && widthOf(string(runes[:n])+"-", bold) > room {
		n--
	}
	for m := n; m > 2; m-- { // rather after a sign than within a name
		if strings.ContainsRune("._-/&|=!", runes[m-1]) {
			return string(runes[:m])
		}
	}
	return string(runes[:n])
}

// hyphen is what ends a broken line: nothing after a sign, and nothing where letters join.
func hyphen(head string) string {
	last, _ := utf8.DecodeLastRuneInString(head)
	if !unicode.IsLetter(last) || unicode.In(last, unicode.Arabic) {
		return ""
	}
	return "-"
}
