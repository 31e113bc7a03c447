// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"maps"
	"slices"

	"safar/kernel/fault"
)

// Forms are the forms of a programme by id.
type Forms map[string]*Form

func (fs Forms) names() []string { return slices.Sorted(maps.Keys(fs)) }

// Form is what is asked at a step: a subset of XLSForm, one to one, so that the same form is filled on a phone with ODK
// Collect and on a page.
type Form struct {
	ID        string      // the name of its file, without .yaml
	Labels    Labels      // its heading, by language
	Questions []*Question // in the order in which they are asked
}

// Labels are one text in several languages, by code.
type Labels map[string]string

// In returns the text in a language, or in English where there is none, or "".
func (l Labels) In(language string) string {
	if text := l[language]; text != "" {
		return text
	}
	return l["en"]
}

// IsLanguage reports whether a text is the code of a language as files have it, such as fr or sw.
func IsLanguage(text string) bool { return isID(text) && len(text) >= 2 && len(text) <= 3 }

// Languages returns the languages in which anything of the form is said, in the order in which they are written.
func (f *Form) Languages() []string {
	all := maps.Clone(f.Labels)
	if all == nil {
		all = Labels{}
	}
	for _, q := range f.Questions {
		maps.Copy(all, q.Labels)
		maps.Copy(all, q.Hints)
		for _, o := range q.Options {
			maps.Copy(all, o.Labels)
		}
	}
	return all.Languages()
}

// Question is one row of a form.
type Question struct {
	Name     string     // of the answer; unique in the form
	Type     string     // one of QuestionTypes: the words of XLSForm
	Labels   Labels     // what is asked
	Hints    Labels     // what is said below it; nil for nothing
	Options  []Option   // select_one, select_multiple
	Required bool       // the form cannot be finished without it
	When     *Condition // shown only where this holds, over the questions before it; nil: always
	Class    string     // open, personal, sensitive or sealed: who may read the answer
	Asks     string     // acknowledge: the step of verb ask at which a tick is written down as a request; "" for none
	Counted  string     // PerSite where it is told of a site how many gave which answer, OverTime how many moved; "": nobody counts them
	Min, Max *int64     // bounds of an integer; nil: none

	named *node // its name in the file
}

// PerSite is how a question is counted whose answers are summed up for the people of each site.
const PerSite = "per_site"

// OverTime is how a question is counted whose options stand from the lowest to the highest: how many households moved up or down between the first time and the last.
const OverTime = "over_time"

// Option is one answer to a question that offers answers. Name is what is kept of it, Labels are what is read.
type Option struct {
	Name   string
	Labels Labels
}

// questionTypes are the types of questions, with the type of their answers in conditions where they have one.
var questionTypes = map[string]Type{"text": TypeText, "integer": TypeInt, "date": TypeDay, "select_one": TypeText,
	"acknowledge": TypeBool}

// QuestionTypes are the types of questions a form may hold: words of XLSForm.
var QuestionTypes = []string{"text", "integer", "decimal", "date", "select_one", "select_multiple", "acknowledge", "note",
	"geopoint", "image", "audio", "barcode"}

var classes = []string{"open", "personal", "sensitive", "sealed"}

// valueType returns the type of a question's answer in conditions, and whether conditions may use it at all.
func (q *Question) valueType() (Type, bool) {
	t, ok := questionTypes[q.Type]
	return t, ok && q.Class != "sealed"
}

// ParseForm reads one form. The error, when there is one, is a Problems.
func ParseForm(name string, text []byte) (*Form, error) {
	s := newSource(name, text)
	r := &reader{source: s, p: &Programme{}}
	f := &Form{}
	if root := s.read(text); root != nil && r.is(root, mapNode, "programme.takes.form_file") {
		r.form(f, root)
	}
	if len(s.problems.Refusals()) > 0 {
		s.problems.sort()
		return nil, s.problems
	}
	return f, nil
}

func (r *reader) form(f *Form, root *node) {
	r.keys(root, "programme.part.form", "form", "labels", "questions")
	if n := r.require(root, "programme.part.form", "form"); n != nil {
		f.ID = r.id(n)
	}
	if n := r.require(root, "programme.part.form", "labels"); n != nil {
		f.Labels = r.labels(n)
	}
	list := r.require(root, "programme.part.form", "questions")
	if !r.is(list, listNode, "programme.takes.questions") {
		return
	}
	ns := &namespace{slots: map[string]*slot{}}
	ns.add("today", slotToday, TypeDay, 0, 0, "")
	for _, item := range list.items {
		if q := r.question(f, item, ns); q != nil {
			f.Questions = append(f.Questions, q)
			if t, ok := questionTypes[q.Type]; ok {
				ns.add(q.Name, slotAnswer, t, 0, 0, q.Name)
			}
		}
	}
}

// question reads one question; its condition may use those before it.
func (r *reader) question(f *Form, n *node, ns *namespace) *Question {
	if !r.is(n, mapNode, "programme.takes.question") {
		return nil
	}
	q := &Question{Class: "personal"}
	for _, p := range n.pairs {
		if slices.Contains(QuestionTypes, p.key.text) && q.Type == "" {
			q.Type, q.Name, q.named = p.key.text, r.variable(p.value), p.value
			if slices.ContainsFunc(f.Questions, func(o *Question) bool { return o.Name == q.Name }) {
				r.at(p.value, "programme.question_twice", "", fault.Args{"id": q.Name})
			}
		}
	}
	if q.Type == "" {
		if len(n.pairs) > 0 {
			r.unknownWord(n.pairs[0].key, "programme.unknown_question", QuestionTypes)
		}
		return nil
	}
	r.keys(n, "programme.part.question", q.Type, "labels", "hints", "options", "required", "when", "class", "asks", "counted", "min", "max")
	r.questionKeys(q, n, ns)
	return q
}

func (r *reader) questionKeys(q *Question, n *node, ns *namespace) {
	for _, p := range n.pairs {
		switch p.key.text {
		case "labels":
			q.Labels = r.labels(p.value)
		case "hints":
			q.Hints = r.labels(p.value)
		case "options":
			q.Options = r.options(p.value)
		case "required":
			q.Required = r.flag(p.value)
		case "class":
			q.Class = r.oneOf(p.value, classes...)
		case "asks":
			q.Asks = r.id(p.value)
		case "counted":
			q.Counted = r.oneOf(p.value, PerSite, OverTime)
		case "min":
			q.Min = r.bound(p.value)
		case "max":
			q.Max = r.bound(p.value)
		case "when":
			q.When = r.questionWhen(p.value, ns)
		}
	}
	r.mayAsk(q, &node{line: n.line, col: n.col})
	r.mayCount(q, n)
	selects := q.Type == "select_one" || q.Type == "select_multiple"
	if selects && len(q.Options) < 2 || !selects && len(q.Options) > 0 {
		r.at(&node{line: n.line, col: n.col}, "programme.question_options", "", fault.Args{"id": q.Name})
	}
	if len(q.Labels) == 0 {
		r.at(&node{line: n.line, col: n.col}, "programme.key_missing", "", fault.Args{"key": "labels", "of": phrase("programme.part.question")})
	}
}

// mayCount refuses to count what nobody could tell a number of: words, several answers on one scale, what is sealed, and what is asked of those alone who gave another answer, since
// how many were asked would tell that answer.
func (r *reader) mayCount(q *Question, n *node) {
	if q.Counted != "" && (len(q.Options) == 0 || q.Class == "sealed" || q.When != nil) || q.Counted == OverTime && q.Type != "select_one" {
		r.at(&node{line: n.line, col: n.col}, "programme.not_counted", "programme.not_counted.hint", fault.Args{"id": q.Name})
	}
}

func (r *reader) questionWhen(n *node, ns *namespace) *Condition {
	c := r.text(n)
	if c == nil {
		return nil
	}
	c.Key = "when"
	sc, err := newScope(ns)
	if err != nil {
		r.at(n, "programme.cel_broken", "", fault.Args{"detail": firstLine(err.Error())})
		return nil
	}
	for _, p := range sc.compile(c, TypeBool) {
		r.add(p)
	}
	return c
}

func (r *reader) bound(n *node) *int64 {
	if n != nil && n.text == "0" {
		return new(int64)
	}
	v := r.count(n)
	return &v
}

// labels reads texts by language: {en: …, fr: …}.
func (r *reader) labels(n *node) Labels {
	if !r.is(n, mapNode, "programme.takes.labels") {
		return nil
	}
	out := Labels{}
	for _, p := range n.pairs {
		if !IsLanguage(p.key.text) {
			r.at(p.key, "programme.not_a_language", "", fault.Args{"text": p.key.text})
			continue
		}
		if r.is(p.value, scalarNode, "programme.takes.text") {
			out[p.key.text] = p.value.text
		}
	}
	return out
}

// options reads answers with their labels: {return: {en: …}, stay: {en: …}}.
func (r *reader) options(n *node) []Option {
	if !r.is(n, mapNode, "programme.takes.answers") {
		return nil
	}
	var out []Option
	for _, p := range n.pairs {
		if name := r.id(p.key); name != "" {
			out = append(out, Option{name, r.labels(p.value)})
		}
	}
	return out
}
