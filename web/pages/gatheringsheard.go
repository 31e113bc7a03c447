// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"github.com/a-h/templ"

	"safar/field/gathering"
	"safar/field/programme"
	"safar/web/words"
)

// mostSaid bounds how many different words one question shows on a page.
const mostSaid = 12

// heardPart is what was answered at a site in the meetings of one form: how often each answer was given, and what was said, by nobody's name.
func heardPart(e *errand, h gathering.HeardOf) templ.Component {
	w := e.Words
	form := e.speech(w, h.Programme).form(h.Form)
	title := h.Form
	if form != nil {
		title = form.Labels.In(w.Language().Code)
	}
	parts := []templ.Component{para(hushed(w.T("gatherings.filled_in", words.Args{"Count": h.Sessions})))}
	for _, q := range h.Questions {
		parts = append(parts, questionHeard(w, form, q))
	}
	return headed(title, parts...)
}

func questionHeard(w *words.Printer, form *programme.Form, h gathering.QuestionHeard) templ.Component {
	label := h.Question
	var q *programme.Question
	if form != nil {
		q = form.Question(h.Question)
	}
	if q != nil {
		label = q.Labels.In(w.Language().Code)
	}
	if len(h.Counts) > 0 {
		g := grid{caption: label, columns: columns(w, "gatherings.answer", "#gatherings.sessions", "#office.persons")}
		for _, c := range h.Counts {
			said := c.Answer
			if q != nil {
				said = saidAs(w, q, c.Answer)
			}
			if c.Few {
				g.rows = append(g.rows, []templ.Component{plain(said), hushed(w.T("gatherings.few")), plain("")})
				continue
			}
			g.rows = append(g.rows, []templ.Component{plain(said), num(w, c.Sessions), num(w, c.Persons)})
		}
		return gridOf(g)
	}
	var said []string
	hidden := 0
	for _, a := range h.Said {
		switch term := answered(w, form, a); {
		case term.Class == "hidden":
			hidden++
		case len(said) < mostSaid:
			said = append(said, term.Value)
		}
	}
	return wordsHeard(w, label, said, hidden > 0)
}
