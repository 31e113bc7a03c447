// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"github.com/a-h/templ"

	"safar/field/journey"
	"safar/field/programme"
	"safar/web/picture"
	"safar/web/words"
)

// surveyPart is what the people of a site answered when each was asked alone: how many were asked, who they are, and how often each answer was given.
func surveyPart(e *errand, s journey.SurveyOf) templ.Component {
	w := e.Words
	form := e.speech(w, s.Programme).form(s.Form)
	title := formLabel(w, form, s.Form)
	why := hushed(w.T("surveys.why", words.Args{"Fewest": s.Fewest}))
	if s.Few {
		return headed(title, para(hushed(w.N("surveys.few_asked", int64(s.Fewest)))), para(why))
	}
	of := w.N("surveys.households", int64(s.Households))
	parts := []templ.Component{
		para(plain(w.N("surveys.asked", int64(s.Persons), words.Args{"Households": of, "From": w.Date(s.From), "To": w.Date(s.To)}))), para(why),
		gridOf(askedGrid(w, s)),
	}
	for _, q := range s.Questions {
		g := surveyedGrid(w, form, q)
		if drawn := picture.AnswersOf(g.caption, w, int64(s.Persons), surveyedBars(w, form, q)); drawn != nil {
			parts = append(parts, beside(drawn, gridOf(g)))
			continue
		}
		parts = append(parts, gridOf(g))
	}
	return headed(title, parts...)
}

// askedGrid shows who was asked: by sex, by age and by disability, one total each.
func askedGrid(w *words.Printer, s journey.SurveyOf) grid {
	g := grid{caption: w.T("surveys.who"), columns: columns(w, "surveys.by", "surveys.is", "#office.persons")}
	add := func(by string, counts []journey.AskedCount, said func(string) templ.Component) {
		for _, c := range counts {
			g.rows = append(g.rows, []templ.Component{plain(w.T(by)), said(c.Is), askedNumber(w, c)})
		}
	}
	add("gatherings.sex", s.Sexes, func(is string) templ.Component { return plain(w.T("sex_of." + is)) })
	add("gatherings.ages", s.Ages, func(is string) templ.Component {
		if is == "unknown" {
			return plain(w.T("sex_of.unknown"))
		}
		return ltr(is)
	})
	add("gatherings.disability", s.Disability, func(is string) templ.Component { return plain(w.T("disability." + is)) })
	return g
}

func askedNumber(w *words.Printer, c journey.AskedCount) templ.Component {
	if c.Few {
		return hushed(w.T("surveys.not_told"))
	}
	return num(w, c.Persons)
}

// surveyedGrid shows how often each answer to a question was given.
func surveyedGrid(w *words.Printer, form *programme.Form, h journey.QuestionAsked) grid {
	q, label := surveyQuestion(w, form, h.Question, h.Several)
	g := grid{caption: label, columns: columns(w, "gatherings.answer", "#office.persons")}
	for _, c := range h.Counts {
		g.rows = append(g.rows, []templ.Component{plain(surveyedSaid(w, q, c)), askedNumber(w, c)})
	}
	return g
}

// surveyQuestion is a question of a form, nil where the form is not known, and as it is read.
func surveyQuestion(w *words.Printer, form *programme.Form, name string, several bool) (q *programme.Question, label string) {
	label = name
	if form != nil {
		q = form.Question(name)
	}
	if q != nil {
		label = q.Labels.In(w.Language().Code)
	}
	if several {
		label = w.T("surveys.several", words.Args{"Question": label})
	}
	return q, label
}

// surveyedSaid is an answer, as it is read.
func surveyedSaid(w *words.Printer, q *programme.Question, c journey.AskedCount) string {
	switch {
	case c.Is == "":
		return w.T("surveys.no_answer")
	case q != nil:
		return saidAs(w, q, c.Is)
	}
	return c.Is
}

// surveyedBars are the answers to a question as bars, with their numbers; one that too few gave has none.
func surveyedBars(w *words.Printer, form *programme.Form, h journey.QuestionAsked) (bars []picture.Answer) {
	q, _ := surveyQuestion(w, form, h.Question, h.Several)
	return countBars(w, q, h.Counts)
}

func countBars(w *words.Printer, q *programme.Question, counts []journey.AskedCount) (bars []picture.Answer) {
	for _, c := range counts {
		bar := picture.Answer{Said: surveyedSaid(w, q, c), Text: w.T("surveys.not_told")}
		if !c.Few {
			bar.Value, bar.Text = int64(c.Persons), w.Number(int64(c.Persons))
		}
		bars = append(bars, bar)
	}
	return bars
}
