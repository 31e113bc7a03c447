// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"safar/field/programme"
)

// sketch is a form as somebody makes it on a page: what was typed, whether it is a form already or not yet.
type sketch struct {
	id        string // of the form
	labels    programme.Labels
	languages []string // in which it is written, in order
	began     string   // which file of the form it began with; see beganWith
	questions []*sketched
	faults    map[string]string // what is wrong with the form itself, by key; see programme.FormPlace
}

// sketched is one question of a sketch. What has no meaning for its kind is kept and left out of the form.
type sketched struct {
	programme.Question
	when, min, max string            // as typed
	gone           bool              // taken away; it can be put back until the page is left
	open           bool              // what somebody works at is unfolded
	focus          bool              // the page opens here
	faults         map[string]string // by key; of one of its answers by optionKey
}

// Bounds of a sketch: above what one can read through with somebody, below what could hurt.
const (
	mostQuestions = 200
	mostAnswers   = 100
)

// largestSketch bounds what is sent of one, in bytes: some ten times the largest form that comes with the program.
const largestSketch = 4 << 20

// tooLong reports whether a form has more than can be made on a page.
func tooLong(f *programme.Form) bool {
	return len(f.Questions) > mostQuestions || slices.ContainsFunc(f.Questions, func(q *programme.Question) bool { return len(q.Options) > mostAnswers })
}

// newSketched is a question that was just added.
func newSketched() *sketched {
	return &sketched{Question: programme.Question{Type: "text", Class: "personal"}, open: true, focus: true}
}

// optionKey is the key of what is wrong with one answer, counted from 0.
func optionKey(i int) string { return "o" + strconv.Itoa(i) }

// sketchOf is a form as it is.
func sketchOf(f *programme.Form) *sketch {
	s := &sketch{id: f.ID, labels: maps.Clone(f.Labels)}
	for _, q := range f.Questions {
		at := &sketched{Question: *q, min: boundText(q.Min), max: boundText(q.Max)}
		if q.When != nil {
			at.when = q.When.Text
		}
		s.questions = append(s.questions, at)
	}
	return s
}

func boundText(bound *int64) string {
	if bound == nil {
		return ""
	}
	return strconv.FormatInt(*bound, 10)
}

// sketchFrom reads a sketch from what was typed.
func sketchFrom(v url.Values, id string, languages []string) *sketch {
	s := &sketch{id: id, labels: typedTexts(v, "l.", languages), languages: languages, began: v.Get("began")}
	if id == "" {
		s.id = typed(v, "id")
	}
	for i := range mostQuestions {
		at := fmt.Sprintf("q%d.", i)
		if !v.Has(at + "kind") {
			break
		}
		s.questions = append(s.questions, sketchedFrom(v, at, languages))
	}
	return s
}

func typed(v url.Values, name string) string { return strings.TrimSpace(unixLines(v.Get(name))) }

func typedTexts(v url.Values, before string, languages []string) programme.Labels {
	texts := programme.Labels{}
	for _, language := range languages {
		if text := typed(v, before+language); text != "" {
			texts[language] = text
		}
	}
	return texts
}

func sketchedFrom(v url.Values, at string, languages []string) *sketched {
	q := &sketched{Question: programme.Question{Name: typed(v, at+"name"), Type: v.Get(at + "kind"), Labels: typedTexts(v, at+"l.", languages),
		Hints: typedTexts(v, at+"h.", languages), Class: v.Get(at + "class"), Asks: v.Get(at + "asks"), Required: v.Get(at+"required") != ""},
		when: typed(v, at+"when"), min: typed(v, at+"min"), max: typed(v, at+"max"), gone: v.Get(at+"gone") != ""}
	switch v.Get(at + "counted") {
	case "":
	case programme.OverTime:
		q.Counted = programme.OverTime
	default:
		q.Counted = programme.PerSite
	}
	for i := range mostAnswers {
		one := at + optionKey(i)
		if !v.Has(one) {
			break
		}
		q.Options = append(q.Options, programme.Option{Name: typed(v, one), Labels: typedTexts(v, one+".", languages)})
	}
	return q
}

// counting is how the question is counted, or would be where somebody ticks it.
func (q *sketched) counting() string {
	if q.Counted == programme.OverTime {
		return q.Counted
	}
	return programme.PerSite
}

// countingKey is the key of what a tick says of it.
func (q *sketched) countingKey() string {
	if q.Counted == programme.OverTime {
		return "question_key.counted_over_time"
	}
	return "question_key.counted"
}

// offers reports whether the kind of the question has answers to choose from.
func (q *sketched) offers() bool { return strings.HasPrefix(q.Type, "select_") }

// answered reports whether the kind of the question has an answer that can be kept.
func (q *sketched) answered() bool { return q.Type != "note" && q.Type != "image" && q.Type != "audio" }

// written are the questions that the form has, without those that were taken away.
func (s *sketch) written() (questions []*sketched) {
	for _, q := range s.questions {
		if !q.gone {
			questions = append(questions, q)
		}
	}
	return questions
}

// form is the form as it stands, with what is wrong in it noted that no form can say.
func (s *sketch) form() *programme.Form {
	f := &programme.Form{ID: s.id, Labels: s.labels}
	for _, q := range s.written() {
		of := q.Question
		of.Min, of.Max, of.When = nil, nil, nil
		if q.when != "" {
			of.When = &programme.Condition{Text: q.when, Key: "when"}
		}
		if q.Type == "integer" {
			of.Min, of.Max = q.bound("min", q.min), q.bound("max", q.max)
			if of.Min != nil && of.Max != nil && *of.Min > *of.Max {
				q.blame("max", "forms.ask.crossed")
			}
		}
		if !q.offers() {
			of.Options, of.Counted = nil, ""
		}
		if q.Type != "acknowledge" {
			of.Asks = ""
		}
		of.Required = of.Required && q.answered()
		f.Questions = append(f.Questions, &of)
	}
	if len(f.Questions) == 0 {
		s.faults = map[string]string{"questions": "forms.ask.none"}
	}
	return f
}

// bound reads a bound as it was typed; none where it is none, which is noted.
func (q *sketched) bound(key, text string) *int64 {
	if text == "" {
		return nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 || n > 1e15 {
		q.blame(key, "forms.ask.bound")
		return nil
	}
	return &n
}

// blame notes what is wrong with a question. What is noted first stands: it is nearest to what was typed.
func (q *sketched) blame(key, why string) {
	if q.faults == nil {
		q.faults = map[string]string{}
	}
	if q.faults[key] == "" {
		q.faults[key] = why
	}
	q.open = true
}

// unfinished reports whether something is noted against the sketch.
func (s *sketch) unfinished() bool {
	return len(s.faults) > 0 || slices.ContainsFunc(s.questions, func(q *sketched) bool { return len(q.faults) > 0 })
}
