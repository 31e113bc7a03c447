// SPDX-License-Identifier: Apache-2.0

package people

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// MaxName is the most letters a name may have.
const MaxName = 300

// arabic folds letters that are written in several ways: hamza and its seats, ta marbuta, alef maqsura. Their shapes differ between
// two clerks writing one name (Unicode, chapter 9.2, gives the letters).
var arabic = strings.NewReplacer("أ", "ا", "إ", "ا", "آ", "ا", "ٱ", "ا", "ة", "ه", "ى", "ي", "ؤ", "و", "ئ", "ي", "ـ", "")

// SearchWords returns the words of a name as they are searched: lower case, without accents or vowel marks, the letters
// of Arabic folded, each word once.
func SearchWords(name string) []string {
	var words []string
	for _, w := range strings.FieldsFunc(foldName(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		known := false
		for _, k := range words {
			known = known || k == w
		}
		if !known && len(words) < 12 {
			words = append(words, w)
		}
	}
	return words
}

func foldName(name string) string {
	if isPlain(name) {
		return strings.ToLower(name)
	}
	decomposed := norm.NFKD.String(arabic.Replace(norm.NFC.String(name)))
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, decomposed))
}

// isPlain reports whether a name is ASCII, as most names in the demo and many in the field are.
func isPlain(name string) bool {
	for i := range len(name) {
		if name[i] >= 0x80 {
			return false
		}
	}
	return true
}
