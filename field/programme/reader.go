// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"safar/kernel/clock"
	"safar/kernel/fault"
)

// reader turns the tree of one file into a Programme, noting every problem on the way and going on after each.
type reader struct {
	*source
	p        *Programme
	reading  *Pathway // the pathway being read
	formRefs []formRef
	offers   []offerRef
	anothers []offerRef
	begun    []beginsRef
}

type formRef struct {
	form string
	node *node
}

var snakeCase = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

// isID reports whether a text is an id: small letters, digits and single underscores, a letter first.
func isID(text string) bool { return len(text) <= 60 && snakeCase.MatchString(text) }

// is notes a problem unless n is of a kind; takes is the key of what should be there. A nil n has been reported as missing already.
func (r *reader) is(n *node, kind nodeKind, takes string) bool { return r.isOf(n, kind, phrase(takes)) }

func (r *reader) isOf(n *node, kind nodeKind, takes fault.Phrase) bool {
	if n == nil {
		return false
	}
	if n.kind == kind && (kind != scalarNode || n.text != "") {
		return true
	}
	if n.kind == refusedNode {
		return false
	}
	r.at(n, "programme.wrong_shape", "", fault.Args{"takes": takes, "got": phrase(n.kind.key())})
	return false
}

// id reads an id.
func (r *reader) id(n *node) string {
	if !r.is(n, scalarNode, "programme.takes.id") {
		return ""
	}
	if !isID(n.text) {
		r.at(n, "programme.not_snake_case", "programme.not_snake_case.hint", fault.Args{"id": n.text})
		return ""
	}
	return n.text
}

// ids reads a list of ids without repetition.
func (r *reader) ids(n *node) []string {
	if !r.is(n, listNode, "programme.takes.ids") {
		return nil
	}
	out := make([]string, 0, len(n.items))
	for _, item := range n.items {
		text := r.id(item)
		if text != "" && slices.Contains(out, text) {
			r.at(item, "programme.listed_twice", "", fault.Args{"id": text})
			continue
		}
		if text != "" {
			out = append(out, text)
		}
	}
	return out
}

// text reads a condition or an amount; it is compiled when all names are known.
func (r *reader) text(n *node) *Condition {
	if !r.is(n, scalarNode, "programme.takes.condition") {
		return nil
	}
	return &Condition{Text: n.text, Line: n.line, node: n}
}

// span reads a duration.
func (r *reader) span(n *node) Span {
	if !r.is(n, scalarNode, "programme.takes.duration") {
		return Span{}
	}
	s, err := ParseSpan(n.text)
	if err != nil {
		r.at(n, "programme.not_a_duration", "programme.not_a_duration.hint", fault.Args{"text": n.text})
	}
	return s
}

// spans reads a list of durations, each longer than the one before.
func (r *reader) spans(n *node) []Span {
	if !r.is(n, listNode, "programme.takes.durations") {
		return nil
	}
	var out []Span
	for _, item := range n.items {
		s := r.span(item)
		if s.IsZero() {
			continue
		}
		if len(out) > 0 && s.After(sampleDay) <= out[len(out)-1].After(sampleDay) {
			r.at(item, "programme.calendar_order", "", fault.Args{"text": item.text})
			continue
		}
		out = append(out, s)
	}
	return out
}

// flag reads true or false.
func (r *reader) flag(n *node) bool {
	if !r.is(n, scalarNode, "programme.takes.flag") {
		return false
	}
	if n.text != "true" && n.text != "false" {
		r.at(n, "programme.not_a_flag", "", fault.Args{"text": n.text})
	}
	return n.text == "true"
}

// oneOf reads one of a few words.
func (r *reader) oneOf(n *node, words ...string) string {
	if !r.isOf(n, scalarNode, fault.Phrase{Key: "programme.takes.one_of", Args: fault.Args{"words": strings.Join(words, ", ")}}) {
		return ""
	}
	if !slices.Contains(words, n.text) {
		r.unknownWord(n, "programme.not_one_of", words)
		return ""
	}
	return n.text
}

// unknownWord notes a word that is none of those known, with the nearest of them.
func (r *reader) unknownWord(n *node, key string, words []string) {
	args := fault.Args{"word": n.text, "known": strings.Join(words, ", ")}
	hint := "programme.known_words"
	if near := nearest(n.text, words); near != "" {
		args["near"], hint = near, "programme.did_you_mean"
	}
	r.at(n, key, hint, args)
}

// money reads an amount in minor units.
func (r *reader) money(n *node) int64 { return r.whole(n, "programme.not_a_count.hint") }

// count reads a whole number from 1.
func (r *reader) count(n *node) int64 { return r.whole(n, "") }

func (r *reader) whole(n *node, hint string) int64 {
	if !r.is(n, scalarNode, "programme.takes.whole_number") {
		return 0
	}
	v, err := strconv.ParseInt(strings.ReplaceAll(n.text, "_", ""), 10, 64)
	if err != nil || v < 1 || v > 1e15 {
		r.at(n, "programme.not_a_count", hint, fault.Args{"text": n.text})
		return 0
	}
	return v
}

// day reads an ISO date.
func (r *reader) day(n *node) clock.Day {
	if !r.is(n, scalarNode, "programme.takes.date") {
		return clock.NoDay
	}
	d, err := clock.ParseDay(n.text)
	if err != nil {
		r.at(n, "programme.not_a_date", "", fault.Args{"text": n.text})
	}
	return d
}

// inputRef reads the name of an input.
func (r *reader) inputRef(n *node) string {
	text := r.id(n)
	if text == "" {
		return ""
	}
	var known []string
	for _, in := range r.p.Inputs {
		known = append(known, in.Name)
	}
	if !slices.Contains(known, text) {
		r.unknownWord(n, "programme.no_such_input", known)
		return ""
	}
	return text
}

// parts reads a mapping of names to amounts.
func (r *reader) parts(n *node) []Part {
	if !r.is(n, mapNode, "programme.takes.amounts") {
		return nil
	}
	var out []Part
	for _, p := range n.pairs {
		part := Part{Name: r.id(p.key), Amount: r.text(p.value)}
		if part.Name != "" && part.Amount != nil {
			out = append(out, part)
		}
	}
	return out
}

// keys notes every key of a mapping that is none of those known; what is the key of the part of a file that the mapping is.
func (r *reader) keys(n *node, what string, known ...string) {
	for _, p := range n.pairs {
		if slices.Contains(known, p.key.text) {
			continue
		}
		args := fault.Args{"key": p.key.text, "of": phrase(what), "known": strings.Join(known, ", ")}
		hint := "programme.known_words"
		if near := nearest(p.key.text, known); near != "" {
			args["near"], hint = near, "programme.did_you_mean"
		}
		r.at(p.key, "programme.unknown_key", hint, args)
	}
}

// require returns the value of a key that must be there.
func (r *reader) require(n *node, what, key string) *node {
	v := n.get(key)
	if v == nil {
		r.at(&node{line: n.line, col: n.col}, "programme.key_missing", "", fault.Args{"key": key, "of": phrase(what)})
	}
	return v
}
