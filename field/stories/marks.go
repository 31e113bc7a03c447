// SPDX-License-Identifier: Apache-2.0

package stories

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"safar/engine/spelling"
	"safar/kernel/id"
)

// Kind is what is found in a text that no story tells, as an id of the field's words.
type Kind string

// The kinds.
const (
	GivenName  Kind = "given_name"
	FamilyName Kind = "family_name"
	PlaceName  Kind = "place"
	ExactDay   Kind = "day"
	Number     Kind = "number"  // of a telephone or a card
	OtherName  Kind = "another" // the full name of somebody else who is registered
)

// found is a spot of a text at which something is told that is known. day is set for a day.
type found struct {
	from, to int
	kind     Kind
	person   id.ID
	place    id.ID
	day      dayFound
}

// find returns every spot of a text at which something is known, in order, none over another.
func (k *known) find(text string) []found {
	var all []found
	add := func(f found) {
		if !slices.ContainsFunc(all, func(o found) bool { return f.from < o.to && o.from < f.to }) {
			all = append(all, f)
		}
	}
	for _, d := range daysIn(text) {
		add(found{from: d.from, to: d.to, kind: ExactDay, day: d})
	}
	for _, n := range k.numbersIn(text) {
		add(n)
	}
	words := wordsOf(text)
	for _, kind := range []Kind{GivenName, FamilyName, PlaceName} {
		for i := range words {
			if f, is := k.at(text, words, i, kind); is {
				add(f)
			}
		}
	}
	slices.SortFunc(all, func(a, b found) int { return a.from - b.from })
	return together(text, all)
}

// at returns what of a kind is told in the words from one on. What is written as it is known goes before what is only like it.
func (k *known) at(text string, words []word, i int, kind Kind) (found, bool) {
	for _, exactly := range []bool{true, false} {
		for _, s := range k.secrets {
			if n := len(s.words); s.kind == kind && i+n <= len(words) && s.told(words[i:i+n], exactly) {
				return found{from: words[i].from + joined(text[words[i].from:words[i].to], words[i].as, s.words[0]), to: words[i+n-1].to, kind: kind, person: s.person, place: s.place}, true
			}
		}
	}
	return found{}, false
}

// joined is how many bytes of a word are written together with a name and not of it: the “and” or “to” of Arabic, which stays.
func joined(written, as, name string) int {
	for _, p := range attached {
		rest, cut := strings.CutPrefix(as, p)
		if _, there := strings.CutPrefix(written, p); cut && there && !strings.HasPrefix(name, p) && (word{as: rest}).alike(name) {
			return len(p)
		}
	}
	return 0
}

// told reports whether words of a text are those of a secret.
func (s *secret) told(words []word, exactly bool) bool {
	for i, w := range words {
		if exactly && (w.as != s.words[i] || w.ordinary(w.as)) || !exactly && !w.alike(s.words[i]) {
			return false
		}
	}
	return true
}

// together makes one spot of neighbours that are one name of one person.
func together(text string, all []found) (out []found) {
	for _, f := range all {
		if n := len(out) - 1; n >= 0 && out[n].kind == f.kind && out[n].person == f.person && !f.person.IsZero() && strings.Trim(text[out[n].to:f.from], " -'’") == "" {
			out[n].to = f.to
			continue
		}
		out = append(out, f)
	}
	return out
}

// figures finds runs of digits as telephones and cards are written.
var figures = regexp.MustCompile(`[+]?[\pL]{0,4}[-]?[0-9٠-٩۰-۹][0-9٠-٩۰-۹ ().–-]*`)

// leastDigits is how many digits make a number that names somebody.
const leastDigits = 7

// numbersIn finds what is written as a telephone is, and the cards and telephones that are known.
func (k *known) numbersIn(text string) (all []found) {
	for _, at := range figures.FindAllStringIndex(text, -1) {
		run := strings.TrimRight(text[at[0]:at[1]], " ().–-")
		n := bareNumber(run)
		if digits := strings.TrimLeftFunc(n, unicode.IsLetter); utf8.RuneCountInString(digits) >= leastDigits || k.isNumber(n) {
			all = append(all, found{from: at[0], to: at[0] + len(run), kind: Number})
		}
	}
	lower := strings.ToLower(text)
	if len(lower) != len(text) {
		return all
	}
	for _, card := range k.cards {
		for from := 0; ; {
			i := strings.Index(lower[from:], card)
			if i < 0 {
				break
			}
			all = append(all, found{from: from + i, to: from + i + len(card), kind: Number})
			from += i + len(card)
		}
	}
	return all
}

func (k *known) isNumber(n string) bool {
	return slices.ContainsFunc(k.numbers, func(own string) bool { return n == own || len(n) > 5 && strings.HasSuffix(own, n) })
}

// bareNumber leaves the letters and digits of a number.
func bareNumber(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, arabicDigit.Replace(s))
}

func soundOf(as string) string { return spelling.Sounds(as) }

func firstRune(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }
func lastRune(s string) rune  { r, _ := utf8.DecodeLastRuneInString(s); return r }
