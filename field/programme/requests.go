// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"slices"
	"strings"

	"safar/kernel/fault"
)

// A request is what somebody asks for at a step of verb ask that a decision answers. It may be written down at that step, or follow from a form of
// another step: what was asked for on the way opens the decision as surely as what was asked for at a desk.

// value is the type of the bare name of the step in a condition: of a decision among several it is which of them was decided.
func (s *Step) value() Type {
	if s.Verb == decideVerb && len(s.Options) > 0 {
		return TypeText
	}
	return s.Verb.Value
}

// sayable reports whether a mark says what the step can decide: a “no”, a “yes”, or of several that one of them.
func (s *Step) sayable(m *Mark) bool {
	return m.State == Refusal || len(s.Options) == 0 || slices.Contains(s.Options, m.Value)
}

// said returns what a decision said: yes or no, or which of several.
func (s *Step) said(m *Mark) string {
	switch {
	case m.State == Refusal:
		return "no"
	case len(s.Options) > 0:
		return m.Value
	}
	return "yes"
}

// Answering returns the decisions that answer what is asked for at a step.
func (w *Pathway) Answering(request string) (steps []*Step) {
	for _, s := range w.Steps {
		if s.asked >= 0 && s.Answers == request {
			steps = append(steps, s)
		}
	}
	return steps
}

// decidesAmong refuses a decision among one, and one among several that an authority outside takes: its mark has room for one of the two.
func (r *reader) decidesAmong(s *Step) {
	n := r.stepNode(s, "options")
	switch {
	case len(s.Options) == 1:
		r.at(n, "programme.no_choice", "programme.no_choice.hint", fault.Args{"option": s.Options[0]})
	case len(s.Options) > 0 && s.Authority != "":
		r.at(n, "programme.authority_among", "programme.authority_among.hint", fault.Args{"id": s.ID})
	}
	for _, word := range [...]string{"yes", "no"} {
		if slices.Contains(s.Options, word) {
			r.at(n, "programme.option_is_yes", "", fault.Args{"option": word})
		}
	}
}

// answers finds the step at which a decision is asked for.
func (r *reader) answers(w *Pathway, s *Step) {
	if s.Answers == "" {
		return
	}
	i, ok := w.index[s.Answers]
	switch {
	case !ok:
		r.unknownWord(r.stepNode(s, "answers"), "programme.no_such_step", stepsOfVerb(w, askVerb))
	case w.Steps[i].Verb != askVerb:
		r.at(r.stepNode(s, "answers"), "programme.answers_no_ask", "programme.answers_no_ask.hint",
			fault.Args{"word": s.Answers, "verb": w.Steps[i].Verb.Name, "known": strings.Join(stepsOfVerb(w, askVerb), ", ")})
	default:
		s.asked = i
	}
}

// unasked reports whether a step is a decision that somebody has to ask for, and nobody has.
func (e *Evaluator) unasked(s *Step) bool { return s.asked >= 0 && e.steps[s.asked].Times == 0 }

// requested notes whether somebody asked, and nothing was decided since. A “no” counts no more then; a “yes” stands: whoever asks again does not lose
// what they were given.
func (j *judgement) requested(decided *Mark) {
	o := j.out
	if j.step.asked < 0 {
		return
	}
	for i := range j.run.story.Marks {
		switch m := &j.run.story.Marks[i]; {
		case m == decided:
			o.Asked = false
		case !m.Withdrawn && m.Step == j.step.Answers:
			o.Asked = true
		}
	}
	if o.Asked && o.has(Refusal) {
		o.reached, o.Value = 0, ""
	}
}

// asksAt are the verbs whose commands write down what a form asks for.
var asksAt = []*Verb{askVerb, checkVerb, buildVerb}

// asks looks at the questions whose tick asks for something at another step: that step must be there, of verb ask, and the step that asks the form
// of a verb whose commands write the request down.
func (r *reader) asks(w *Pathway) {
	for _, s := range w.Steps {
		form := r.p.Forms[s.Form]
		if form == nil {
			continue
		}
		for _, q := range form.Questions {
			to := w.Step(q.Asks)
			if q.Asks != "" && (to == nil || to.Verb != askVerb || to == s || !slices.Contains(asksAt, s.Verb)) {
				r.at(s.node, "programme.asks_nowhere", "programme.asks_nowhere.hint", fault.Args{"id": s.ID, "question": q.Name, "step": q.Asks})
			}
		}
	}
}

// mayAsk refuses a question that asks for something without being a statement to tick, and one that says more than those may know who see where
// somebody stands: that something was asked for, everybody sees there.
func (r *reader) mayAsk(q *Question, n *node) {
	if q.Asks != "" && (q.Type != "acknowledge" || q.Class == "sensitive" || q.Class == "sealed") {
		r.at(n, "programme.asks_aloud", "programme.asks_aloud.hint", fault.Args{"id": q.Name})
	}
}
