// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
	"strings"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/interpreter"

	"safar/kernel/clock"
)

// Answers are what was filled in of a form, by question, as XLSForm writes them: "yes" for a statement that was ticked, several of a list
// with spaces between, a day as 2026-11-22, a place on earth as "latitude longitude" in degrees.
//
// Answers that were filled in on a form as it stood before, on paper that was out when it was changed, say so under FilledOn.
type Answers map[string]string

// FilledOn is the name under which answers say on which form they were filled in, where that is another than the one that is asked when they are written
// down: the SHA-256 of its file, as 64 hexadecimal digits. No question can have it, for it is no id.
const FilledOn = "_filled_on"

// On returns the SHA-256 of the file of the form on which the answers say that they were filled in; said is false where they say nothing, and the hash
// is zero where what they say is none.
func (a Answers) On() (hash [32]byte, said bool) {
	text, said := a[FilledOn]
	if read, err := hex.DecodeString(text); err == nil && len(read) == len(hash) {
		hash = [32]byte(read)
	}
	return hash, said
}

// Alone returns the answers to questions, without what they say of the form.
func (a Answers) Alone() Answers {
	if _, said := a[FilledOn]; !said {
		return a
	}
	alone := maps.Clone(a)
	delete(alone, FilledOn)
	return alone
}

// SomewhereThere answers a question for a place on earth without a point: somewhere in the place that the step is about. Nobody has to say
// to the metre where they live.
const SomewhereThere = "there"

// maxAnswer bounds one answer, in bytes.
const maxAnswer = 10_000

// WrongAnswer is a question of a form that is not answered, or cannot be answered so.
type WrongAnswer struct {
	Question string // an answer to a question that the form does not have is wrong under its own name
	Key      string // of the sentence that says what is wrong: "form.needed", …
}

// Check returns what is wrong with answers to the form, in the order of its questions; nothing for a form that is rightly filled in. A
// question under a condition is needed only where it holds. A photograph or a recording is never needed: there is nowhere to keep one.
func (f *Form) Check(answers Answers, today clock.Day) []WrongAnswer {
	var wrong []WrongAnswer
	for _, q := range f.Questions {
		answer := strings.TrimSpace(answers[q.Name])
		key := ""
		switch {
		case answer == "" && q.Required && q.kept() && f.asked(q, answers, today):
			key = "form.needed"
		case answer != "":
			key = q.wrong(answer)
		}
		if key != "" {
			wrong = append(wrong, WrongAnswer{q.Name, key})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(answers)) {
		if f.Question(name) == nil {
			wrong = append(wrong, WrongAnswer{name, "form.no_such_question"})
		}
	}
	return wrong
}

// Question returns the question of a name, or nil.
func (f *Form) Question(name string) *Question {
	i := slices.IndexFunc(f.Questions, func(q *Question) bool { return q.Name == name })
	if i < 0 {
		return nil
	}
	return f.Questions[i]
}

// kept reports whether the answer to a question has somewhere to be kept.
func (q *Question) kept() bool { return q.Type != "note" && q.Type != "image" && q.Type != "audio" }

// wrong returns the key of what is wrong with an answer that is there; "" for nothing.
func (q *Question) wrong(answer string) string {
	if len(answer) > maxAnswer {
		return "form.too_long"
	}
	switch q.Type {
	case "select_one", "select_multiple":
		given := strings.Fields(answer)
		if q.Type == "select_one" && len(given) > 1 || slices.ContainsFunc(given, func(g string) bool { return !q.offers(g) }) {
			return "form.choose_one"
		}
	case "acknowledge":
		if answer != "yes" {
			return "form.choose_one"
		}
	case "integer":
		n, err := strconv.ParseInt(answer, 10, 64)
		if err != nil || q.Min != nil && n < *q.Min || q.Max != nil && n > *q.Max {
			return "form.number_wrong"
		}
	case "decimal":
		if _, err := strconv.ParseFloat(answer, 64); err != nil {
			return "form.number_wrong"
		}
	case "date":
		if _, err := clock.ParseDay(answer); err != nil {
			return "form.day_wrong"
		}
	case "geopoint":
		if answer != SomewhereThere && !onEarth(answer) {
			return "form.point_wrong"
		}
	case "note", "image", "audio":
		return "form.no_such_question"
	}
	return ""
}

func (q *Question) offers(answer string) bool {
	return slices.ContainsFunc(q.Options, func(o Option) bool { return o.Name == answer })
}

// onEarth reports whether a text is "latitude longitude", with or without altitude and accuracy behind, in degrees of WGS 84.
func onEarth(text string) bool {
	numbers := strings.Fields(text)
	if len(numbers) < 2 || len(numbers) > 4 {
		return false
	}
	for i, most := range []float64{90, 180} {
		if d, err := strconv.ParseFloat(numbers[i], 64); err != nil || !(d >= -most && d <= most) {
			return false
		}
	}
	return true
}

// asked reports whether a question is put: its condition holds over the answers before it. One that cannot be decided is not put.
func (f *Form) asked(q *Question, answers Answers, today clock.Day) bool {
	if q.When == nil || q.When.program == nil {
		return q.When == nil
	}
	held, _, err := q.When.program.Eval(answering{f, answers, today})
	return err == nil && held == types.True
}

// answering answers the names in a question's condition from what was filled in.
type answering struct {
	form    *Form
	answers Answers
	today   clock.Day
}

// Parent returns nil: there is nothing behind a form.
func (a answering) Parent() interpreter.Activation { return nil }

// ResolveName returns the answer to a question. A text that was left out is empty and a statement that was not ticked is false; a number
// or a day that was left out is not known.
func (a answering) ResolveName(name string) (any, bool) {
	if name == "today" {
		return types.Int(a.today), true
	}
	q := a.form.Question(name)
	if q == nil {
		return nil, false
	}
	answer := strings.TrimSpace(a.answers[name])
	kind, conditional := questionTypes[q.Type]
	switch kind {
	case TypeBool:
		return types.Bool(answer == "yes"), conditional
	case TypeText:
		return types.String(answer), true
	case TypeInt:
		n, err := strconv.ParseInt(answer, 10, 64)
		return types.Int(n), err == nil
	case TypeDay:
		day, err := clock.ParseDay(answer)
		return types.Int(day), err == nil
	}
	return nil, false
}
