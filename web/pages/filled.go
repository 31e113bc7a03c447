// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"github.com/a-h/templ"

	"safar/field/journey"
	"safar/field/programme"
	"safar/web/page"
	"safar/web/words"
)

// filledShown is what was filled in of a form, ready to be shown.
type filledShown struct {
	title  string
	by     string
	once   string            // that it was filled in on a form as it stood before; "" where it was not
	status []templ.Component // of an inspection: how it ended
	terms  []page.Term
	hidden int // answers that are not for this reader

	questions []string // of terms, as the form names them
}

// filledShown are the forms that were filled in on a way, with their answers in the words of the reader: follow-up visits, and what was filled in at
// the other steps.
func (h *householdFile) filledShown(w *words.Printer, way wayShown) (visits, others []filledShown) {
	for _, f := range h.file.Filled {
		switch {
		case f.Journey != way.ID:
		case f.Verb == "check":
			visits = append(visits, way.filled(w, f, w.T("followup.visit", words.Args{"Nth": f.Nth, "Day": f.Day})))
		default:
			more := append([]string{w.Date(f.Day)}, f.About...)
			more = append(more, notEmpty(h.names.of(f.Place))...)
			others = append(others, way.filled(w, f, w.T("story.more", words.Args{"What": way.step(f.Step), "More": more})))
		}
	}
	return visits, others
}

func (way wayShown) filled(w *words.Printer, f journey.FilledRow, title string) filledShown {
	var form *programme.Form
	if step := stepOf(way.Steps, f.Step); step != nil {
		form = way.form(step.Form)
	}
	shown := answersShown(w, formThen(f.Form, form), f.Answers)
	shown.title, shown.by = title, f.By
	if f.Once {
		shown.once = w.T("paper.filled_once")
		shown.markGone(w, form)
	}
	if f.Verb == "build" {
		shown.status = foundStatus(w, f)
	}
	return shown
}

// markGone says of each answer to a question that the form of today does not ask any more that it is so.
func (s *filledShown) markGone(w *words.Printer, today *programme.Form) {
	for i, question := range s.questions {
		if today != nil && today.Question(question) == nil {
			s.terms[i].Label = w.T("paper.gone", words.Args{"Question": s.terms[i].Label})
		}
	}
}

// formThen is the form on which something was filled in; another where it was published without it.
func formThen(file journey.FormFile, other *programme.Form) *programme.Form {
	if form, err := file.Form(""); err == nil && form != nil {
		return form
	}
	return other
}

// answersShown are answers in the words of the reader, with how many of them are not for them.
func answersShown(w *words.Printer, form *programme.Form, answers []journey.AnswerRow) (shown filledShown) {
	for _, a := range answers {
		term := answered(w, form, a)
		if term.Class == "hidden" {
			shown.hidden++
			continue
		}
		shown.terms, shown.questions = append(shown.terms, term), append(shown.questions, a.Question)
	}
	return shown
}
