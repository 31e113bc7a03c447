// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"slices"
	"strings"

	"safar/exchange/sheet"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// formAt returns the form that a step of a version asks: as it was published, or else as this program carries it. It is nil where the step asks
// none.
func (p Pages) formAt(r *web.Request, programmeID string, version [32]byte, name string) (*programme.Form, error) {
	if name == "" {
		return nil, nil
	}
	file, err := asked(p, r, "task.find_the_way", journey.FormOfVersion(version, name))
	if once := formOnceAsked(r); err == nil && once != "" {
		file, err = p.formOnce(r, programmeID, version, name, once)
	}
	if err != nil {
		return nil, err
	}
	form, err := file.Form(name)
	if err == nil && form == nil {
		form = p.speech(r.Words, programmeID).form(name)
	}
	return form, err
}

// form returns the form of the step.
func (p Pages) formOf(r *web.Request, f stepForm) (*programme.Form, error) {
	return p.formAt(r, f.way.Programme, f.way.Version, f.step.Form)
}

// wordsOr are the questions of a form; one field of words where there is none.
func wordsOr(w *words.Printer, form *programme.Form) []line {
	if form == nil {
		return []line{{Field: page.Field{Name: "words", Label: w.T("form.words"), Optional: true}, as: lineArea}}
	}
	return questionLines(w, form)
}

// questionLines are the questions of a form, in the language of the reader; none where there is no form.
func questionLines(w *words.Printer, form *programme.Form) []line {
	if form == nil {
		return nil
	}
	language := w.Language().Code
	var lines []line
	for _, q := range form.Questions {
		l := line{Field: page.Field{Name: "q_" + q.Name, Label: q.Labels.In(language), Hint: q.Hints.In(language), Optional: !q.Required || q.When != nil}}
		for _, o := range q.Options {
			l.Options = append(l.Options, page.Option{Value: o.Name, Label: o.Labels.In(language)})
		}
		switch q.Type {
		case "note":
			l.as = lineNote
		case "select_one":
			l.as = lineRadios
		case "select_multiple":
			l.as = lineChecks
		case "acknowledge":
			l.as = lineCheck
		case "text":
			l.as = lineArea
			l.Rows = 2
		case "integer", "decimal":
			l.Kind, l.LTR = "text", true
		case "date":
			l.Kind, l.LTR = "date", true
		case "geopoint":
			l.LTR, l.Optional, l.Hint = true, true, w.T("form.point_hint")
		case "image", "audio":
			continue // there is nowhere to keep one
		}
		lines = append(lines, l)
	}
	return lines
}

// answersOf reads the answers to a form of a page, which says where it is that of a paper.
func (p Pages) answersOf(r *web.Request, form *programme.Form, v url.Values, bad wrongs) programme.Answers {
	answers := p.answersTo(r, form, v, bad)
	if answers != nil {
		sayFormOnce(r, v, answers, bad)
	}
	return answers
}

// answersTo reads the answers to a form, as XLSForm writes them: several of a list with spaces between.
func (p Pages) answersTo(r *web.Request, form *programme.Form, v url.Values, bad wrongs) programme.Answers {
	answers := answersIn(form, v)
	if form == nil {
		return nil
	}
	for _, wrong := range form.Check(answers, p.op.Desk.Today()) {
		bad["q_"+wrong.Question] = r.Words.T(wrong.Key)
	}
	return answers
}

func answersIn(form *programme.Form, v url.Values) programme.Answers {
	if form == nil {
		return nil
	}
	answers := programme.Answers{}
	for _, q := range form.Questions {
		answer := strings.TrimSpace(strings.Join(v["q_"+q.Name], " "))
		if q.Type == "geopoint" {
			if answer = strings.ReplaceAll(answer, ", ", " "); answer == "" {
				answer = programme.SomewhereThere
			}
		}
		if day, is := sheet.ParseDay(answer); is && q.Type == "date" { // typed with the day first, kept as the file has it
			answer = day.String()
		}
		if answer != "" {
			answers[q.Name] = answer
		}
	}
	return answers
}

// stepForm is the form that the programme asks at a step; nil for none.
func (e *errand) stepForm(act access.Act, way id.ID, step string) (*programme.Form, error) {
	at, err := ask(e, "task.find_the_way", journey.FormAskedAt(act, e.scope, way, step))
	if err != nil {
		return nil, err
	}
	return e.formAt(e.Request, at.Programme, at.Version, at.Form)
}

// answers reads the answers to a form of a task.
func (in *input) answers(form *programme.Form) programme.Answers {
	bad := wrongs{}
	answers := in.e.answersOf(in.e.Request, form, in.values, bad)
	for name, wrong := range bad {
		in.faults[name] = wrong
	}
	return answers
}

// answered says an answer by the labels of the form; what the reader may not see is only said to be there.
func answered(w *words.Printer, form *programme.Form, a journey.AnswerRow) page.Term {
	t := page.Term{Label: a.Question, Value: a.Answer()}
	if t.Value == "" {
		t.Class = "hidden"
	}
	if form == nil || form.Question(a.Question) == nil {
		return t
	}
	q := form.Question(a.Question)
	t.Label = q.Labels.In(w.Language().Code)
	if t.Value != "" {
		t.Value = saidAs(w, q, t.Value)
	}
	return t
}

// saidAs says one answer to a question in the words of the reader.
func saidAs(w *words.Printer, q *programme.Question, answer string) string {
	switch {
	case q.Type == "acknowledge":
		return w.T("page.yes")
	case q.Type == "geopoint" && answer == programme.SomewhereThere:
		return w.T("form.point_there")
	case q.Type == "date":
		if day, err := clock.ParseDay(answer); err == nil {
			return w.Date(day)
		}
	}
	var said []string
	for name := range strings.FieldsSeq(answer) {
		if i := slices.IndexFunc(q.Options, func(o programme.Option) bool { return o.Name == name }); i >= 0 {
			said = append(said, q.Options[i].Labels.In(w.Language().Code))
		}
	}
	if len(said) > 0 {
		return w.List(said)
	}
	return answer
}
