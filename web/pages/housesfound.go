// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"strings"

	"github.com/a-h/templ"

	"safar/field/documents"
	"safar/field/journey"
	"safar/field/programme"
	"safar/field/works"
	"safar/web/page"
	"safar/web/words"
)

// showMilestone shows what inspections found at a milestone of a house. Opening it is a look, on record.
func showMilestone(e *errand) error {
	of, err := e.PathID("journey")
	if err != nil {
		return err
	}
	step, w := e.PathValue("step"), e.Words
	rows, err := ask(e, "task.works", works.Found(e.scope, of, step, e.formsOf(e.Request)))
	if err != nil {
		return err
	}
	photos, err := e.photographs(of)
	if err != nil {
		return err
	}
	parts := []templ.Component{page.Empty(w.T("houses.not_inspected"))}
	if len(rows) > 0 {
		parts = nil
	}
	for _, photo := range photos {
		if photo.Step == step {
			parts = append(parts, photographPart(e, photo))
		}
	}
	for _, r := range rows {
		parts = append(parts, foundPart(e, r))
	}
	return e.Show(officePage(e.frame(e.say("steps", step), e.crumb("houses.title", "/houses")), w.T("houses.found_lead"), nil, parts...))
}

// foundPart is one inspection: whether it passed, what was not right, what was answered and noted.
func foundPart(e *errand, r journey.FilledRow) templ.Component {
	w := e.Words
	form, err := r.Form.Form("")
	if err != nil {
		form = nil // it is told by the ids of its questions
	}
	shown := answersShown(w, form, r.Answers)
	shown.by = r.By
	return headed(w.T("houses.inspection_of", words.Args{"Day": r.Day}), cells(foundStatus(w, r)...), answersPart(w, shown))
}

// foundStatus says how an inspection ended, with what was not right and what was noted.
func foundStatus(w *words.Printer, r journey.FilledRow) []templ.Component {
	tone, state := page.Good, "passed"
	if r.State == programme.Failed.String() {
		tone, state = page.Bad, "failed"
	}
	parts := []templ.Component{status(tone, w.T("milestone."+state))}
	var defects []string
	for _, d := range r.Defects {
		defects = append(defects, word(w, "defect", d))
	}
	if len(defects) > 0 {
		parts = append(parts, plain(w.List(defects)))
	}
	if note := strings.TrimSpace(r.Note); note != "" {
		parts = append(parts, plain(note))
	}
	return parts
}

// photographPart is the photograph of one inspection, small, as the way to the whole.
func photographPart(e *errand, photo documents.PhotoRow) templ.Component {
	says := e.Words.T("houses.photo_of", words.Args{"Day": photo.Day, "Step": e.say("steps", photo.Step)})
	at := photographPath(photo)
	return para(page.Thumb(at, at+"/thumb", says), hushed(says))
}
