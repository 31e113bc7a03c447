// SPDX-License-Identifier: Apache-2.0

package people

import (
	"bytes"
	"slices"

	"safar/desk"
	"safar/kernel/id"
	"safar/kernel/register"
)

// MostFound is the most households that one search shows: as many as somebody reads to the end. Who finds more says more of the name.
const MostFound = 20

// mostNamed bounds how many people of a name are looked at.
const mostNamed = 5000

// Found is what a search found.
type Found struct {
	Households []id.ID // at most MostFound
	Persons    []id.ID // who of each household was found; zero where the household itself was
	More       bool    // there are more than are shown
	Like       bool    // nobody is called so: these have names that are like it
}

// Find searches households by card number, by phone, and by the words of a person's name, each word whole, in any order, as
// SearchWords folds them. Where nobody is called so, it finds those whose names are like it (engine/spelling), the nearest first, as far as
// spellings knows words. phone is the number as it is kept (E.164); "" where the text is none.
func Find(r *desk.Reader, spellings *Spellings, text, phone string) (Found, error) {
	cards, err := r.Find(ByCard, []byte(text), MostFound)
	if err != nil || len(cards) > 0 {
		return Found{Households: cards, Persons: make([]id.ID, len(cards))}, err
	}
	if phone != "" {
		called, err := r.Find(ByPhone, []byte(phone), mostNamed)
		if err != nil || len(called) > 0 {
			return homesOf(r, called)
		}
	}
	words := SearchWords(text)
	slices.Sort(words)
	found, err := called(r, words)
	if err != nil || len(found.Households) > 0 || len(words) == 0 || spellings == nil {
		return found, err
	}
	return calledLike(r, spellings, words)
}

// called finds households of people who have all the words in their names. The words are in order of the alphabet.
func called(r *desk.Reader, words []string) (Found, error) {
	switch len(words) {
	case 0:
		return Found{}, nil
	case 1:
		return homesNamed(r, words[0])
	}
	persons, err := named(r, words)
	if err != nil {
		return Found{}, err
	}
	return homesOf(r, persons)
}

// calledLike finds households of people whose names are like some words.
func calledLike(r *desk.Reader, spellings *Spellings, words []string) (Found, error) {
	all, err := spellings.like(r, words)
	h := homes{reader: r, found: Found{Like: true}}
	for i := 0; err == nil && i < len(all) && !h.found.More; i++ {
		var some Found
		some, err = called(r, all[i])
		h.take(some)
	}
	return h.found, err
}

// namePairs returns the keys under which somebody with these words in their names is found: each two of the words, in order of the
// alphabet, and the last of all by itself, so that every word is the first part of some key. Two words are then found at once however
// many people share one of them, and a name of two words takes no more entries than words.
func namePairs(words []string) [][]byte {
	slices.Sort(words)
	var keys [][]byte
	for i, word := range words {
		for _, later := range words[i+1:] {
			keys = append(keys, pairKey(word, later))
		}
	}
	if n := len(words); n > 0 {
		keys = append(keys, pairKey(words[n-1], ""))
	}
	return keys
}

// PairKey is the key of ByName under which somebody stands who has both words in their names, each as SearchWords gives it.
func PairKey(a, b string) []byte {
	if a > b {
		a, b = b, a
	}
	return pairKey(a, b)
}

func pairKey(word, later string) []byte { return []byte(word + "\x00" + later) }

// words returns the words of all names that stand of a person, each once.
func (p *Person) words() []string {
	var own []string
	for _, n := range p.Names.Standing {
		for _, word := range SearchWords(n.Value.String()) {
			if !slices.Contains(own, word) {
				own = append(own, word)
			}
		}
	}
	return own
}

// entriesAtOnce is how many people of a common name are looked at before more are asked for.
const entriesAtOnce = 64

// homesNamed returns households of people with a word in their names, no more than are shown.
func homesNamed(r *desk.Reader, word string) (Found, error) {
	h := homes{reader: r}
	for after := (*register.Entry)(nil); ; {
		entries, err := r.FindPart(ByName, []byte(word), after, entriesAtOnce)
		for i := 0; err == nil && i < len(entries) && !h.found.More; i++ {
			err = h.add(entries[i].Story)
		}
		if err != nil || h.found.More || len(entries) < entriesAtOnce {
			return h.found, err
		}
		after = &entries[entriesAtOnce-1]
	}
}

// named returns the persons who have all of two or more words in their names, in order of id: those of the rarest pair, read where there
// are more words; where every pair is common, the pairs' lists are laid over each other.
func named(r *desk.Reader, words []string) ([]id.ID, error) {
	var rarest []id.ID
	var all [][]id.ID
	for i := range words[1:] {
		some, err := r.Find(ByName, pairKey(words[i], words[i+1]), mostNamed)
		if err != nil {
			return nil, err
		}
		if all = append(all, some); i == 0 || len(some) < len(rarest) {
			rarest = some
		}
	}
	switch {
	case len(words) == 2:
		return rarest, nil
	case len(rarest) < fewNamed:
		return haveAll(r, rarest, words)
	}
	for _, some := range all {
		rarest = both(rarest, some)
	}
	return rarest, nil
}

// fewNamed is how many people may share two words of their names for each of them to be read.
const fewNamed = 200

// haveAll returns those of some persons who have all the words in their names.
func haveAll(r *desk.Reader, persons []id.ID, words []string) ([]id.ID, error) {
	var out []id.ID
	for _, of := range persons {
		p, err := desk.Read(r, PersonStory, of)
		if err != nil {
			return nil, err
		}
		own := p.State.words()
		if !slices.ContainsFunc(words, func(word string) bool { return !slices.Contains(own, word) }) {
			out = append(out, of)
		}
	}
	return out, nil
}

// both returns what stands in two lists that are in order of id.
func both(a, b []id.ID) []id.ID {
	var out []id.ID
	for len(a) > 0 && len(b) > 0 {
		switch c := bytes.Compare(a[0][:], b[0][:]); {
		case c < 0:
			a = a[1:]
		case c > 0:
			b = b[1:]
		default:
			out, a, b = append(out, a[0]), a[1:], b[1:]
		}
	}
	return out
}

// homesOf returns the households of persons, each once, no more than are shown.
func homesOf(r *desk.Reader, persons []id.ID) (Found, error) {
	h := homes{reader: r}
	for _, of := range persons {
		if err := h.add(of); err != nil || h.found.More {
			return h.found, err
		}
	}
	h.found.More = len(persons) == mostNamed
	return h.found, nil
}

// homes gathers the households of persons.
type homes struct {
	reader *desk.Reader
	found  Found
}

// take adds households that were found. More is set where one of them would be too many.
func (h *homes) take(some Found) {
	for i, home := range some.Households {
		h.hold(home, some.Persons[i])
	}
	h.found.More = h.found.More || some.More
}

// hold adds a household in which somebody was found.
func (h *homes) hold(home, person id.ID) {
	switch {
	case home.IsZero() || slices.Contains(h.found.Households, home):
	case len(h.found.Households) == MostFound:
		h.found.More = true
	default:
		h.found.Households, h.found.Persons = append(h.found.Households, home), append(h.found.Persons, person)
	}
}

// add adds the households of a person. More is set where one of them would be too many.
func (h *homes) add(person id.ID) error {
	p, err := desk.Read(h.reader, PersonStory, person)
	if err != nil {
		return err
	}
	for _, m := range p.State.Household.Standing {
		h.hold(m.Value.Household, person)
	}
	return nil
}
