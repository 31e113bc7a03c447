// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"safar/kernel/clock"

	"github.com/goccy/go-yaml"
)

// book is what a programme file says, as the auditor reads it: as plain YAML, with none of the language's own code.
type book struct {
	id       string
	witness  bool           // cash of the office is handed out before a witness
	ages     map[string]int // how many days the inputs that tell of places may be old
	pathways map[string]*path
}

// path is a pathway as the auditor reads it.
type path struct {
	book    *book
	id, of  string // of: the kind of who walks it
	steps   []*wanted
	beneath string // the compartment
}

// wanted is what a step asks for.
type wanted struct {
	verb, id       string
	needs          []string
	when, requires string
	valid, willing string // durations
	optional       bool
	says           map[string]any // all keys
}

func (s *wanted) text(key string) string { return textOf(s.says[key]) }

// ids are the values of a key that takes a list.
func (s *wanted) ids(key string) (ids []string) {
	all, _ := s.says[key].([]any)
	for _, one := range all {
		ids = append(ids, textOf(one))
	}
	return ids
}

func textOf(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

var verbs = []string{"ask", "tell", "gather", "visit", "choose", "clear", "place", "move", "pay", "give", "build", "check", "decide", "refer", "close"}

// books are the programmes that were published, by the hash of their file.
var books = struct {
	mu sync.Mutex
	of map[[32]byte]*book
}{of: map[[32]byte]*book{}}

// learn reads a programme that is published.
func learn(source []byte) error {
	var file map[string]any
	if err := yaml.Unmarshal(source, &file); err != nil {
		return err
	}
	b := &book{id: textOf(file["programme"]), ages: map[string]int{}, pathways: map[string]*path{}}
	_, b.witness = file["cash"]
	inputs, _ := file["inputs"].(map[string]any)
	for name, of := range inputs {
		if in, _ := of.(map[string]any); textOf(in["from"]) == "commons.place" {
			b.ages[name] = int(after(0, textOf(in["max_age"])))
		}
	}
	pathways, _ := file["pathways"].(map[string]any)
	for name, of := range pathways {
		w, _ := of.(map[string]any)
		b.pathways[name] = pathOf(b, name, w)
	}
	books.mu.Lock()
	defer books.mu.Unlock()
	books.of[sha256.Sum256(source)] = b
	return nil
}

// bookOf returns the programme of a hash; nil where nobody published it here.
func bookOf(hash [32]byte) *book {
	books.mu.Lock()
	defer books.mu.Unlock()
	return books.of[hash]
}

func pathOf(b *book, name string, of map[string]any) *path {
	p := &path{book: b, id: name, of: textOf(of["for"]), beneath: textOf(of["compartment"])}
	steps, _ := of["steps"].([]any)
	for _, step := range steps {
		says, _ := step.(map[string]any)
		s := &wanted{says: says, when: textOf(says["when"]), requires: textOf(says["requires"]), valid: textOf(says["valid"]),
			willing: textOf(says["still_willing"]), optional: textOf(says["optional"]) == "true"}
		for _, verb := range verbs {
			if says[verb] != nil {
				s.verb, s.id = verb, textOf(says[verb])
			}
		}
		s.needs = s.ids("needs")
		p.steps = append(p.steps, s)
	}
	return p
}

// step returns a step of an id; nil where the pathway has none, or nobody knows the pathway.
func (p *path) step(of string) *wanted {
	if p == nil {
		return nil
	}
	if i := slices.IndexFunc(p.steps, func(s *wanted) bool { return s.id == of }); i >= 0 {
		return p.steps[i]
	}
	return nil
}

// verb is the verb of a step; "" where nobody knows it.
func (p *path) verb(of string) string {
	if s := p.step(of); s != nil {
		return s.verb
	}
	return ""
}

// before returns the steps of some verbs that a step needs, in turn, the nearest first.
func (p *path) before(of string, verbs ...string) (found []*wanted) {
	queue := []string{of}
	for i := 0; i < len(queue); i++ {
		s := p.step(queue[i])
		if s == nil {
			continue
		}
		if i > 0 && slices.Contains(verbs, s.verb) {
			found = append(found, s)
		}
		for _, need := range s.needs {
			if !slices.Contains(queue, need) {
				queue = append(queue, need)
			}
		}
	}
	return found
}

// restsOnArrival reports whether a step, or one that it needs in turn, asks that people have arrived on another one.
func (p *path) restsOnArrival(of, move string) bool {
	rests := p.before(of, verbs...)
	if s := p.step(of); s != nil {
		rests = append(rests, s)
	}
	return slices.ContainsFunc(rests, func(s *wanted) bool { return strings.Contains(s.requires, move+".arrived") })
}

// after is the day that lies a duration after another; a day for ever where there is no duration.
func after(d clock.Day, duration string) clock.Day {
	if duration == "" {
		return d + 100_000
	}
	n, err := strconv.Atoi(duration[:len(duration)-1])
	if err != nil {
		return d
	}
	switch duration[len(duration)-1] {
	case 'w':
		return d + clock.Day(7*n)
	case 'y':
		return months(d, 12*n)
	case 'm':
		return months(d, n)
	}
	return d + clock.Day(n)
}

// months is the same day of the month so many months later, or the last day of a shorter one.
func months(d clock.Day, n int) clock.Day {
	y, m, day := d.Date()
	first := time.Date(y, m+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return clock.Date(first.Year(), first.Month(), min(day, last))
}
