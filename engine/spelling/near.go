// SPDX-License-Identifier: Apache-2.0

package spelling

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"
)

// Near is a word that is written like another. Off is 0 where it is the same, 1 where it begins with it, and one more than the slips between them
// otherwise.
type Near struct {
	Word string // as it was added
	Off  int    // how far it is off
}

// Slips returns how many slips are looked past in a word of so many letters: none in two, one in up to four, two in longer ones. In a short
// word two slips make any other of it.
func Slips(letters int) int {
	switch {
	case letters < 3:
		return 0
	case letters < 5:
		return 1
	}
	return 2
}

// Words are the words among which somebody looks, each once, with what they sound like. The zero value holds none.
type Words struct {
	at    map[string]struct{}
	words []entry
}

type entry struct {
	word          string
	letters, says []rune

	ofLetters, ofSays letterSet
}

// letterSet holds which letters a word is of: a bit for each, which few letters share.
type letterSet uint64

func setOf(letters []rune) (s letterSet) {
	for _, l := range letters {
		s |= 1 << (l & 63)
	}
	return s
}

// mayBeNear reports whether two words of these letters can be as near as most slips: each puts one letter in place of another, and so changes the set by two
// at most. Most words end here, before their letters are compared one by one.
func mayBeNear(a, b letterSet, most int) bool { return bits.OnesCount64(uint64(a^b)) <= 2*most }

// typed is a word that somebody looks for.
type typed struct {
	entry
	most int // slips that are looked past
}

func newEntry(word string) entry {
	e := entry{word: word, letters: []rune(word)}
	e.says = e.letters
	if says := Sounds(word); says != word {
		e.says = []rune(says)
	}
	e.ofLetters, e.ofSays = setOf(e.letters), setOf(e.says)
	return e
}

func newTyped(word string) typed {
	t := typed{entry: newEntry(word)}
	t.most = Slips(len(t.letters))
	return t
}

// Add adds a word, where it is not there yet.
func (w *Words) Add(word string) {
	if _, known := w.at[word]; known {
		return
	}
	if w.at == nil {
		w.at = map[string]struct{}{}
	}
	w.at[word] = struct{}{}
	w.words = append(w.words, newEntry(word))
}

// Len returns how many words there are.
func (w *Words) Len() int { return len(w.words) }

// Has reports whether a word is there as it is written.
func (w *Words) Has(word string) bool {
	_, known := w.at[word]
	return known
}

// Near returns the words that are written like one, nearest first and then by the alphabet, at most limit. Time grows with the number of words; a
// comparison takes no memory.
func (w *Words) Near(word string, limit int) []Near {
	t := newTyped(word)
	var found []Near
	for i := range w.words {
		if off, near := w.words[i].off(&t); near {
			found = append(found, Near{w.words[i].word, off})
		}
	}
	slices.SortFunc(found, func(a, b Near) int { return cmp.Or(cmp.Compare(a.Off, b.Off), strings.Compare(a.Word, b.Word)) })
	return found[:min(limit, len(found))]
}

// Compare returns how far a word is off one that was written, as Near would, and whether it is near at all.
func Compare(written, word string) (off int, near bool) {
	t, e := newTyped(written), newEntry(word)
	return e.off(&t)
}

func (e *entry) off(t *typed) (int, bool) {
	switch {
	case e.word == t.word:
		return 0, true
	case len(t.letters) > 1 && strings.HasPrefix(e.word, t.word):
		return 1, true
	case t.most == 0:
		return 0, false
	}
	slips := t.most + 1
	if mayBeNear(e.ofLetters, t.ofLetters, t.most) {
		slips = distance(e.letters, t.letters, t.most)
	}
	if mayBeNear(e.ofSays, t.ofSays, t.most) {
		slips = min(slips, distance(e.says, t.says, t.most))
	}
	return slips + 1, slips <= t.most
}

// alike are spellings between which clerks waver who write what they hear, in the languages of the Great Lakes and in French, English and Arabic
// names written in Latin letters; the first stands for the others.
var alike = strings.NewReplacer("ou", "u", "oo", "u", "w", "u", "ee", "i", "y", "i", "ph", "f", "kh", "h", "gh", "g", "th", "t", "dj", "j", "tch", "c", "ch", "c", "sh", "s",
	"q", "k", "ck", "k", "x", "ks", "z", "s", "e", "i", "o", "u")

// Sounds returns a word as it sounds, roughly: in one spelling of those between which clerks waver, without doubled letters. Words in other
// letters than Latin ones come back without doubled letters.
func Sounds(word string) string {
	var b strings.Builder
	last := utf8.RuneError
	for _, r := range alike.Replace(word) {
		if r != last {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}
