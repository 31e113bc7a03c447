// SPDX-License-Identifier: Apache-2.0

package programmetest

import (
	"fmt"
	"slices"
	"strings"
)

// form is a form as it is drawn: which steps name it says whether it may ask for something.
type form struct {
	id    string
	steps []*step
	way   *way
}

// formFor returns the id of a form of a step: one of its own, or one that others of the way name too.
func (d *drawer) formFor(w *way, s *step) string {
	if mine := slices.DeleteFunc(slices.Clone(d.forms), func(f *form) bool { return f.way != w }); len(mine) > 0 && d.once(3, "the same form") {
		f := one(d, mine, "which form")
		f.steps = append(f.steps, s)
		return f.id
	}
	f := &form{id: d.name(s.id + "_form"), way: w, steps: []*step{s}}
	d.forms = append(d.forms, f)
	return f.id
}

// drawForms writes every form that a step names.
func (d *drawer) drawForms() {
	for _, f := range d.forms {
		d.p.Forms[f.id] = []byte(d.written(f))
	}
}

func labels(what string) string {
	return fmt.Sprintf("{en: What is said of %s, fr: Ce qui est dit de %s, ar: ما قيل عن %s}", what, what, what)
}

func (d *drawer) written(f *form) string {
	out := []string{"form: " + f.id, "labels: " + labels(f.id), "questions:"}
	var before []string // conditions over what was asked
	for i := range 1 + d.pick(4, "questions") {
		name := fmt.Sprintf("q%d", i+1)
		kind := one(d, questions, "question")
		out = append(out, "  - "+kind+": "+name, "    labels: "+labels(name))
		more := d.question(f, kind)
		if len(before) > 0 && d.once(4, "shown when") && !slices.ContainsFunc(more, func(key string) bool { return strings.HasPrefix(key, "counted: ") }) {
			more = append(more, "when: "+quoted(one(d, before, "earlier answer")))
		}
		for _, line := range more {
			out = append(out, "    "+line)
		}
		if c := asked[kind]; c != "" {
			before = append(before, strings.ReplaceAll(c, "$", name))
		}
	}
	return strings.Join(out, "\n") + "\n"
}

var questions = []string{"text", "text", "integer", "decimal", "date", "select_one", "select_one", "select_multiple", "acknowledge", "note", "geopoint", "image", "audio",
	"barcode"}

// asked are conditions over the answer to a question of a type.
var asked = map[string]string{"text": `$ != ""`, "integer": "$ > 1", "date": "$ <= today", "select_one": `$ == "water"`, "acknowledge": "$"}

// question draws the other keys of a question of a type.
func (d *drawer) question(f *form, kind string) (keys []string) {
	class := one(d, []string{"open", "personal", "sensitive", "sealed", ""}, "class")
	switch kind {
	case "select_one", "select_multiple":
		keys = append(keys, "options:", "  water: "+labels("water"), "  school: "+labels("school"), "  other: "+labels("other"))
		if class != "sealed" && d.once(4, "counted") {
			keys = append(keys, "counted: "+one(d, map[string][]string{"select_one": {"per_site", "over_time"}, "select_multiple": {"per_site"}}[kind], "how"))
		}
	case "integer":
		if d.once(2, "bounds") {
			keys = append(keys, "min: 0", "max: 20")
		}
	case "acknowledge":
		if to := d.request(f); to != "" && d.once(2, "asks") {
			keys, class = append(keys, "asks: "+to), "personal"
		}
	}
	if class != "" {
		keys = append(keys, "class: "+class)
	}
	if d.once(3, "required") && kind != "note" {
		keys = append(keys, "required: true")
	}
	if d.once(6, "hints") {
		keys = append(keys, "hints: "+labels("the hint"))
	}
	return keys
}

// request is the step at which a tick of a form may ask for something: one of verb ask, where all that name the form can write it down; "" for none.
func (d *drawer) request(f *form) string {
	for _, s := range f.steps {
		if s.verb != "ask" && s.verb != "check" && s.verb != "build" {
			return ""
		}
	}
	for _, to := range f.way.steps {
		if to.verb == "ask" && !slices.Contains(f.steps, to) {
			return to.id
		}
	}
	return ""
}
