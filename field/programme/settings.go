// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Setting is one value of a programme's file that an office may set without writing in the language: an amount, a length of time, a day, a number of
// times. Which rules there are, and for whom, is no setting.
type Setting struct {
	ID       string `class:"open"` // where it stands, such as "solution.first_tranche.gives.transport" or "grants.echo.ceiling"; unique in the programme
	Section  string `class:"open"` // "steps", "grants", "inputs" or "cash"
	Pathway  string `class:"open"` // id of the pathway of a step; "" for the others
	Name     string `class:"open"` // id of the step, the grant or the input; "" for the cash table
	Key      string `class:"open"` // of the file: "gives", "valid", "at", …
	Part     string `class:"open"` // the amount under "gives", the category under "due"; "" for the others
	Takes    Taking `class:"open"` // what may stand there
	Per      string `class:"open"` // the count of people by which an amount is multiplied, such as "size"; "" for none
	Currency string `class:"open"` // of money, ISO 4217; "" for the others
	Text     string `class:"open"` // what stands there, as the file writes it
	Line     int    `class:"open"` // of the file, from 1

	at *node
}

// Taking is what may stand at a setting.
type Taking uint8

// What may stand at a setting.
const (
	TakesMoney   Taking = iota // an amount of money, for the subject as a whole or for each of some of its people
	TakesItems                 // a number of things, likewise
	TakesFormula               // an amount in CEL that is neither
	TakesSpan                  // a length of time
	TakesSpans                 // several, each longer than the one before
	TakesDay                   // a day
	TakesTimes                 // how often
	TakesWithin                // a length of time for the office's own deeds, which may be in hours
)

// settable are the keys of a step that may be set, each with what stands there. Amounts under "gives" are settings of their own.
var settable = map[string]Taking{"valid": TakesSpan, "still_willing": TakesSpan, "early": TakesSpan, "expires": TakesSpan, "until": TakesSpan,
	"at": TakesSpans, "ceiling": TakesMoney, "count": TakesTimes}

// Settings returns what may be set in the file of p, in the order of the file: grants, the cash table, inputs, and then the steps of each pathway.
// What is written over several lines is left out: it is changed in the file itself.
func (p *Programme) Settings() []Setting {
	l := settings{p: p, s: newSource("", p.source)}
	root := l.s.read(p.source)
	l.section("grants", root.get("grants"), map[string]Taking{"from": TakesDay, "until": TakesDay, "ceiling": TakesMoney})
	l.add(Setting{ID: "cash.seen", Section: "cash", Key: "seen", Takes: TakesSpan}, root.get("cash").get("seen"))
	l.section("inputs", root.get("inputs"), map[string]Taking{"max_age": TakesSpan})
	for _, w := range p.Pathways {
		for _, step := range w.Steps {
			l.step(w, step)
		}
	}
	return l.all
}

// settings gathers what may be set in a file.
type settings struct {
	p   *Programme
	s   *source
	all []Setting
}

// section gathers the settings of the entries of a mapping at the top of the file.
func (l *settings) section(name string, n *node, keys map[string]Taking) {
	if !n.isMap() {
		return
	}
	for _, entry := range n.pairs {
		for _, p := range entry.value.pairs {
			if takes, is := keys[p.key.text]; is {
				at := Setting{ID: strings.Join([]string{name, entry.key.text, p.key.text}, "."), Section: name, Name: entry.key.text, Key: p.key.text, Takes: takes}
				if g := l.p.Grant(at.Name); takes == TakesMoney && g != nil {
					at.Currency = g.Currency
				}
				l.add(at, p.value)
			}
		}
	}
}

// step gathers the settings of a step.
func (l *settings) step(w *Pathway, step *Step) {
	of := Setting{Section: "steps", Pathway: w.ID, Name: step.ID}
	for _, p := range step.values.pairs {
		at, takes := of, Taking(0)
		switch at.Key = p.key.text; at.Key {
		case "gives":
			l.gives(step, at, p.value)
			continue
		case "due":
			l.due(at, p.value)
			continue
		}
		var is bool
		if takes, is = settable[at.Key]; !is {
			continue
		}
		at.ID, at.Takes = strings.Join([]string{w.ID, step.ID, at.Key}, "."), takes
		if takes == TakesMoney {
			at.Currency = l.p.Currency
		}
		l.add(at, p.value)
	}
}

// gives gathers the amounts of a step.
func (l *settings) gives(step *Step, at Setting, n *node) {
	for _, p := range n.pairs {
		at.Part = p.key.text
		at.ID = strings.Join([]string{at.Pathway, at.Name, at.Key, at.Part}, ".")
		at.Takes, at.Per, at.Currency = TakesItems, "", ""
		if step.Verb == payVerb {
			at.Takes, at.Currency = TakesMoney, l.p.Currency
		}
		l.add(at, p.value)
	}
}

// due gathers the lengths of time within which the office does a step, one a category.
func (l *settings) due(at Setting, n *node) {
	if !n.isMap() {
		return
	}
	for _, p := range n.pairs {
		at.Part, at.Takes = p.key.text, TakesWithin
		at.ID = strings.Join([]string{at.Pathway, at.Name, at.Key, at.Part}, ".")
		l.add(at, p.value)
	}
}

// add notes a setting, where something stands there that can be replaced within its line.
func (l *settings) add(at Setting, n *node) {
	if n == nil {
		return
	}
	raw, ok := l.s.raw(n)
	if !ok {
		return
	}
	at.at, at.Text, at.Line = n, n.text, n.line
	if n.kind == listNode {
		at.Text = raw
	}
	if at.Key == "gives" {
		at.amount()
	}
	l.all = append(l.all, at)
}

// simple is an amount that is a number, a count of people, or the one times the other.
var simple = regexp.MustCompile(`^(?:([0-9][0-9_]*)(?: *\* *([a-z_]+))?|([a-z_]+)(?: *\* *([0-9][0-9_]*))?)$`)

// amount tells an amount that is a number, for the subject or for each of some of its people, from one that only CEL can say.
func (s *Setting) amount() {
	part := simple.FindStringSubmatch(s.Text)
	if part == nil {
		s.Takes = TakesFormula
		return
	}
	if s.Per = part[2] + part[3]; s.Per != "" && !slices.Contains(subjectNames[:], s.Per) {
		s.Takes, s.Per = TakesFormula, ""
	}
}

// number is the number in a simple amount: 1 where only a count of people stands there.
func (s *Setting) number() string {
	part := simple.FindStringSubmatch(s.Text)
	switch {
	case part == nil:
		return strings.ReplaceAll(s.Text, "_", "")
	case part[1]+part[4] == "":
		return "1"
	}
	return strings.ReplaceAll(part[1]+part[4], "_", "")
}

// raw returns what stands in the file for a value that is written within one line; false for any other.
func (s *source) raw(n *node) (string, bool) {
	line := []rune(s.line(n.line))
	if n.block || n.col < 1 || n.col > len(line) {
		return "", false
	}
	rest := string(line[n.col-1:])
	switch {
	case n.kind == listNode:
		text, _, closed := strings.Cut(rest, "]")
		return text + "]", closed && strings.HasPrefix(text, "[") && !strings.ContainsAny(text, "#\"'")
	case n.kind != scalarNode:
		return "", false
	case n.quoted:
		mark, _ := utf8.DecodeRuneInString(rest)
		text := string(mark) + n.text + string(mark)
		return text, strings.HasPrefix(rest, text) && !strings.Contains(n.text, string(mark))
	}
	return n.text, n.text != "" && strings.HasPrefix(rest, n.text)
}
