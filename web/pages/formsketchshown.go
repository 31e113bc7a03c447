// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"maps"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"safar/field/programme"
	"safar/web/page"
	"safar/web/words"
)

// sketchShown is a sketch as its page shows it.
type sketchShown struct {
	*sketch
	w      *words.Printer
	asking []page.Option // steps at which a tick can be written down as something that is asked for
}

// askedClasses are who may read an answer, from the most to the fewest.
var askedClasses = []string{"open", "personal", "sensitive", "sealed"}

// spoken are the languages of the page, to be sent along.
func (k *sketchShown) spoken() string { return strings.Join(k.languages, " ") }

// formFaults are what is wrong with the form itself, in order.
func (k *sketchShown) formFaults() (all []string) {
	for _, key := range slices.Sorted(maps.Keys(k.faults)) {
		all = append(all, k.faults[key])
	}
	return all
}

// called is what a question is called in the list: its text, or else its name, or that it is a new one.
func (k *sketchShown) called(q *sketched) string {
	for _, said := range []string{q.Labels.In(k.w.Language().Code), q.Name} {
		if said != "" {
			return said
		}
	}
	return k.w.T("forms.ask.new")
}

// told is what is told of a question that is folded: its kind, who reads its answer, and whether it is taken away.
func (k *sketchShown) told(q *sketched) string {
	said := []string{}
	if q.gone {
		said = append(said, k.w.T("form_change.removed"))
	}
	if slices.Contains(programme.QuestionTypes, q.Type) {
		said = append(said, k.w.T("question_kind."+q.Type))
	}
	if q.Class == "sensitive" || q.Class == "sealed" {
		said = append(said, k.w.T("question_class_short."+q.Class))
	}
	return strings.Join(said, " · ")
}

// askingWith are the steps at which something can be asked for, with the one that a question names though it is none of them.
func (k *sketchShown) askingWith(named string) []page.Option {
	if named == "" || slices.ContainsFunc(k.asking, func(o page.Option) bool { return o.Value == named }) {
		return k.asking
	}
	return append(slices.Clone(k.asking), page.Option{Value: named, Label: named})
}

// ways are the other doors to the form: its text, and a workbook.
func (k *sketchShown) ways(d *draft) []page.Link {
	return []page.Link{{Text: k.w.T("forms.workbook.title"), To: d.path() + "/workbook"}, {Text: k.w.T("forms.text"), To: d.path()}}
}

// questionChanges shows what a form asks otherwise than the one in force, question by question.
func questionChanges(w *words.Printer, d *draft) grid {
	g := grid{caption: w.T("forms.questions_changed"), columns: columns(w, "forms.question", "versions.what")}
	after, err := programme.ParseForm("", []byte(d.text))
	before, errBefore := programme.ParseForm("", d.form.files[d.form.id])
	if err != nil || errBefore != nil {
		return g
	}
	for _, c := range after.Changed(before) {
		of := after.Question(c.Question)
		if of == nil {
			of = before.Question(c.Question)
		}
		called := []templ.Component{plain(w.T("forms.ask.whole"))}
		if of != nil {
			called = []templ.Component{plain(of.Labels.In(w.Language().Code)), page.Code(c.Question)}
		}
		what := []templ.Component{plain(w.T("form_change." + string(c.Kind)))}
		if len(c.Keys) > 0 {
			what = append(what, hushed(w.List(changedParts(w, c.Keys))))
		}
		g.rows = append(g.rows, []templ.Component{cells(called...), cells(what...)})
	}
	return g
}

func changedParts(w *words.Printer, keys []string) (said []string) {
	for _, key := range keys {
		said = append(said, askedPart(w, key))
	}
	return said
}
