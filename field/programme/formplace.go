// SPDX-License-Identifier: Apache-2.0

package programme

// FormPlace is where in a form something stands, in the words of the form and not of its file.
type FormPlace struct {
	Question int    // counted from 0; -1 for the form itself
	Key      string // of the form or the question, such as labels or when; "type" and "name" are what begins a question; "" for the whole
	Option   int    // the answer concerned, counted from 0; -1 for none
	Language string // of the text concerned; "" for none
}

// problemKeys are the keys that a problem is about which is noted where its question begins.
var problemKeys = map[string]string{"programme.question_options": "options", "programme.not_counted": "counted", "programme.asks_aloud": "asks",
	"programme.key_missing": "labels", "programme.unknown_question": "type",
	"programme.class_lowered": "class"}

// PlaceOf returns where in a form a problem stands, given its file. Line and column count from 1.
func PlaceOf(file []byte, p Problem) FormPlace {
	at := FormPlace{Question: -1, Option: -1}
	root := newSource("", file).read(file)
	if root == nil || p.Line == 0 {
		return at
	}
	p0 := root.lastPair(p.Line, p.Column)
	if p0 == nil {
		return at
	}
	switch at.Key = p0.key.text; {
	case at.Key == "form" && p.Key == "programme.key_missing":
		at.Key = "labels" // noted where the form begins
		return at
	case at.Key != "questions" || p0.value.kind != listNode:
		at.within(p0.value, p)
		return at
	}
	for i, item := range p0.value.items {
		if !before(p.Line, p.Column, item) {
			at.Question = i
		}
	}
	if at.Question >= 0 {
		at.inQuestion(p0.value.items[at.Question], p)
	}
	return at
}

// inQuestion finds the key of a question that a problem is about.
func (at *FormPlace) inQuestion(n *node, p Problem) {
	at.Key = ""
	found := n.lastPair(p.Line, p.Column)
	if found == nil {
		return
	}
	at.Key = found.key.text
	if found.key == n.pairs[0].key {
		at.Key = "name"
		if key := problemKeys[p.Key]; key != "" {
			at.Key = key
		}
		return
	}
	at.within(found.value, p)
}

// within finds the answer and the language that a problem is about, below a key.
func (at *FormPlace) within(n *node, p Problem) {
	if at.Key == "options" {
		n = at.withinOption(n, p)
	}
	if found := n.lastPair(p.Line, p.Column); found != nil {
		at.Language = found.key.text
	}
}

// withinOption finds the answer that a problem is about, and returns its texts. The second of a name is not read, and so stands behind the last.
func (at *FormPlace) withinOption(n *node, p Problem) *node {
	found := n.lastPair(p.Line, p.Column)
	if found == nil {
		return nil
	}
	for i := range n.pairs {
		if found == &n.pairs[i] {
			at.Option = i
		}
	}
	if p.Key == "programme.key_twice" {
		at.Option++
		return nil
	}
	return found.value
}

// lastPair returns the pair of a mapping in which a place lies, or nil.
func (n *node) lastPair(line, column int) (found *pair) {
	if n == nil {
		return nil
	}
	for i := range n.pairs {
		if !before(line, column, n.pairs[i].key) {
			found = &n.pairs[i]
		}
	}
	return found
}

// before reports whether a place lies before a node.
func before(line, column int, n *node) bool {
	return line < n.line || line == n.line && column < n.col
}
