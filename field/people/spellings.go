// SPDX-License-Identifier: Apache-2.0

package people

import (
	"cmp"
	"slices"
	"sync"

	"safar/desk"
	"safar/engine/spelling"
	"safar/kernel/access"
	"safar/kernel/id"
)

// Spellings knows the words of which the names of a caseload are made, so that somebody is found whose name is typed a little wrong, or only
// begun. It keeps the words and nothing of who bears them. They are read from the register when they are first wanted; at each question it asks
// the journal what was written since. Where somebody is forgotten all words are read anew, for some of them may have been theirs alone. It is safe
// for concurrent use; nil knows no words.
type Spellings struct {
	mu sync.Mutex
	of map[access.Scope]*spelled
}

// spelled are the words of one scope.
type spelled struct {
	words   *spelling.Words
	heads   desk.Heads // up to which they are known
	leaving []id.ID    // who asked to be forgotten and was not yet, when it was last looked
}

// NewSpellings returns spellings that know no words yet.
func NewSpellings() *Spellings { return &Spellings{of: map[access.Scope]*spelled{}} }

// mostFollowed is how many facts are read one by one to follow what was written; where there are more, all words are read anew.
const mostFollowed = 5000

// known returns the words of the scope that is asked of, as they stand now. The lock is held.
func (s *Spellings) known(r *desk.Reader) (*spelling.Words, error) {
	had := s.of[r.Scope()]
	if had == nil {
		had = &spelled{}
	}
	facts, now, err := r.Behind(r.Scope(), had.heads)
	switch {
	case err != nil:
	case had.words == nil || facts > mostFollowed:
		err = had.begin(r)
	case facts > 0:
		err = had.follow(r, now)
	}
	if err == nil {
		err = had.forget(r)
	}
	if err != nil {
		delete(s.of, r.Scope())
		return nil, err
	}
	had.heads, s.of[r.Scope()] = now, had
	return had.words, nil
}

// begin reads all words.
func (k *spelled) begin(r *desk.Reader) error {
	k.words = &spelling.Words{}
	return r.EachPart(ByName, k.read(r))
}

// follow adds the words of those of whom something was written, and notes who asked to be forgotten.
func (k *spelled) follow(r *desk.Reader, now desk.Heads) error {
	changed, erased, err := r.Since(r.Scope(), k.heads, now)
	for _, story := range changed {
		if person, is := story.State.(*Person); is {
			k.take(person)
		}
	}
	k.leaving = append(k.leaving, erased...)
	return err
}

func (k *spelled) take(p *Person) {
	for _, word := range p.words() {
		k.words.Add(word)
	}
}

// forget reads all words anew once somebody who asked to be forgotten has no name any more.
func (k *spelled) forget(r *desk.Reader) error {
	gone := false
	var failed error
	k.leaving = slices.DeleteFunc(k.leaving, func(of id.ID) bool {
		p, err := desk.Read(r, PersonStory, of)
		failed = cmp.Or(failed, err)
		nameless := err == nil && len(p.State.Names.Standing) == 0
		gone = gone || nameless
		return nameless
	})
	if gone && failed == nil {
		failed = k.begin(r)
	}
	return failed
}

// read adds the word of one part of the list of names; where that is hashed, all words of somebody who bears it.
func (k *spelled) read(r *desk.Reader) func(part []byte, bearer id.ID) error {
	return func(part []byte, bearer id.ID) error {
		if part != nil {
			k.words.Add(string(part))
			return nil
		}
		p, err := desk.Read(r, PersonStory, bearer)
		if err == nil {
			k.take(p.State)
		}
		return err
	}
}

// How far somebody is looked for whose name is written differently: so many spellings of a word, and so many ways of putting those of several
// words together.
const (
	spellingsOfAWord = 12
	spellingsTried   = 150
)

// like returns spellings of some words together, the nearest first: each holds one word for each of them, in order of the alphabet. None where
// one of them is like no word that is known.
func (s *Spellings) like(r *desk.Reader, words []string) ([][]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	known, err := s.known(r)
	if err != nil {
		return nil, err
	}
	all := []together{{}}
	for _, word := range words {
		all = each(all, known.Near(word, spellingsOfAWord))
	}
	out := make([][]string, len(all))
	for i, t := range all {
		out[i] = t.words
		slices.Sort(out[i])
	}
	return out, nil
}

// together are words that stand for those that were typed, and how far off they are.
type together struct {
	words []string
	off   int
}

// each puts each of some words beside each of those before, nearest first.
func each(before []together, near []spelling.Near) []together {
	var all []together
	for _, t := range before {
		for _, n := range near {
			if !slices.Contains(t.words, n.Word) {
				all = append(all, together{append(slices.Clone(t.words), n.Word), t.off + n.Off})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b together) int { return a.off - b.off })
	return all[:min(len(all), spellingsTried)]
}
