// SPDX-License-Identifier: Apache-2.0

package stories

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"safar/engine/spelling"
	"safar/field/people"
)

// word is a word of a text: where it stands in it, in bytes, and how it is compared.
type word struct {
	from, to int
	as       string // folded: lower case, without accents, letters of Arabic that waver in one form
	capital  bool   // it begins with a capital letter
}

// wordsOf takes a text apart: runs of letters, marks and digits.
func wordsOf(text string) (all []word) {
	from := -1
	for i, r := range text + " " {
		inside := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == 'ـ'
		switch {
		case inside && from < 0:
			from = i
		case !inside && from >= 0:
			if as := people.SearchWords(text[from:i]); len(as) > 0 {
				first, _ := utf8.DecodeRuneInString(text[from:])
				all = append(all, word{from, i, as[0], unicode.IsUpper(first)})
			}
			from = -1
		}
	}
	return all
}

// attached are the letters and the article of Arabic that are written together with the word after them, the longest first.
var attached = []string{"وبال", "وال", "فال", "بال", "كال", "لل", "ال", "و", "ف", "ب", "ل", "ك"}

// bare returns a word as it is written, and without what is written together with it.
func bare(as string) []string {
	forms := []string{as}
	for _, p := range attached {
		if rest, cut := strings.CutPrefix(as, p); cut && utf8.RuneCountInString(rest) > 1 {
			forms = append(forms, rest)
		}
	}
	return forms
}

// leastAlike is how many letters a name has at least that is sought as others would spell it: a shorter one is too much like other words.
const leastAlike = 5

// alike reports whether a word of a text is a name, both folded: written so, as it sounds, with a letter wrong, or in other letters.
func (w word) alike(name string) bool {
	if w.ordinary(name) {
		return false
	}
	if isArabic(w.as) != isArabic(name) {
		return acrossScripts(w.as, name)
	}
	for _, as := range bare(w.as) {
		if as == name || w.sounds(as, name) {
			return true
		}
	}
	return false
}

// ordinaryWords are names that are words of every text, and are written with a capital letter where they are names.
var ordinaryWords = []string{"said", "grace", "hope", "will", "mark", "rose", "may", "june", "april", "faith", "joy", "mercy", "patience", "bill", "rich", "claire", "blanche", "ange", "prince", "marine", "aime", "desire"}

func (w word) ordinary(name string) bool {
	return !w.capital && slices.Contains(ordinaryWords, w.as) && w.as == name
}

// sounds looks past how clerks waver: what sounds alike, and in a word with a capital letter, or of Arabic, one slip.
func (w word) sounds(as, name string) bool {
	if min(utf8.RuneCountInString(as), utf8.RuneCountInString(name)) < leastAlike {
		return w.capital && len(as) > 3 && len(name) > 3 && spelling.Sounds(as) == spelling.Sounds(name)
	}
	if w.capital && !isArabic(as) && len(consonants(as)) > 2 && consonants(as) == consonants(name) {
		return true // Mohamed and Muhammad
	}
	return spelling.Sounds(as) == spelling.Sounds(name) || (w.capital || isArabic(as)) && spelling.Distance(as, name, 1) <= 1
}

// consonants are those of a word in Latin letters: whoever writes what they hear wavers most between the vowels.
func consonants(as string) string { return strings.ReplaceAll(ofLatin(as), ".", "") }

func isArabic(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Arabic, r) })
}

// acrossScripts compares a word in Arabic letters with one in Latin letters by their consonants, and by the vowels with which they begin and end, which Arabic writes.
func acrossScripts(a, b string) bool {
	if isArabic(b) {
		a, b = b, a
	}
	latin := ofLatin(b)
	for _, as := range bare(a) {
		if !slices.Contains(common, as) && len(latin) > 1 && slices.ContainsFunc(ofArabic(as), func(s string) bool { return s == latin }) {
			return true
		}
	}
	return false
}

// common are words of Arabic that stand in every text, and whose consonants are those of names.
var common = []string{"من", "علي", "الي", "في", "ما", "لا", "ان", "او", "هو", "هي", "انا", "لم", "لن", "كل", "كان", "كانت", "قد", "مع", "عن", "بين", "اي", "يا", "هنا", "لي", "له", "لها", "به", "بها",
	"نا", "هذا", "هذه", "ذلك", "الي", "امي", "ابي", "ليل", "يوم", "ايام", "حتي", "ثم", "اذا", "لان", "بعد", "قبل", "عند", "انه", "انها", "منه", "منها", "عليه", "عليها", "ولا", "وما"}

// latinSounds are the sounds that Latin letters write in two letters, or in several ways; vowels come out as a dot.
var latinSounds = strings.NewReplacer("kh", "h", "gh", "g", "sh", "s", "ch", "s", "th", "t", "dh", "d", "ph", "f", "dj", "j", "ou", ".", "oo", ".", "ee", ".",
	"a", ".", "e", ".", "i", ".", "o", ".", "u", ".", "y", ".", "w", ".", "c", "k", "q", "k", "p", "b", "v", "f", "z", "s", "x", "ks", "'", "")

// arabicSounds are the same for Arabic letters. Letters of Persian and Urdu are among them.
var arabicSounds = strings.NewReplacer("ا", ".", "ع", ".", "ء", ".", "و", ".", "ي", ".", "ب", "b", "پ", "b", "ت", "t", "ث", "t", "ج", "j", "ح", "h", "خ", "h", "د", "d", "ذ", "d", "ر", "r",
	"ز", "s", "س", "s", "ش", "s", "ص", "s", "ض", "d", "ط", "t", "ظ", "s", "غ", "g", "ف", "f", "ڤ", "f", "ق", "k", "ك", "k", "ک", "k", "گ", "g", "ل", "l", "م", "m", "ن", "n", "ه", "h")

func ofLatin(s string) string { return outline(latinSounds.Replace(s)) }

// ofArabic returns how a word may be said: an h with which it ends may be a vowel (ta marbuta).
func ofArabic(s string) []string {
	sounds := arabicSounds.Replace(s)
	forms := []string{outline(sounds)}
	if open, cut := strings.CutSuffix(sounds, "h"); cut {
		forms = append(forms, outline(open+"."))
	}
	return forms
}

// outline leaves out the vowels inside a word, and doubled sounds.
func outline(sounds string) string {
	var b strings.Builder
	letters := []rune(strings.Trim(sounds, " "))
	last := rune(0)
	for i, r := range letters {
		inner := i > 0 && strings.ContainsRune(string(letters[i+1:]), '.') || i > 0 && i < len(letters)-1
		if r == last || r == '.' && inner && !onlyDots(letters[i:]) && !onlyDots(letters[:i+1]) {
			continue
		}
		b.WriteRune(r)
		last = r
	}
	return b.String()
}

func onlyDots(letters []rune) bool {
	return !slices.ContainsFunc(letters, func(r rune) bool { return r != '.' })
}
