// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"strings"

	"safar/kernel/fault"
)

// anotherKey is taken by the verbs at which the office says what it looked at again.
var anotherKey = Key{"by_another", "a pathway, a dot and a step", "what is looked at again: whoever did that step for the same subject, or followed it then, does not do this one",
	func(r *reader, s *Step, n *node) {
		if r.is(n, scalarNode, "programme.takes.offer") {
			pathway, step, _ := strings.Cut(n.text, ".")
			s.Another = Offer{pathway, step}
			r.anothers = append(r.anothers, offerRef{r.reading, s, n})
		}
	}}

// lookedAgain holds each step that somebody else does against the step that is looked at again: it must be there, of the verb ask or decide, on a way of the same kind of thing. Of people
// nobody keeps who asked them what.
func (r *reader) lookedAgain() {
	for _, ref := range r.anothers {
		var first *Step
		w := r.p.Pathway(ref.step.Another.Pathway)
		if w != nil {
			first = w.Step(ref.step.Another.Step)
		}
		switch {
		case first == nil || first.Verb != askVerb && first.Verb != decideVerb:
			r.at(ref.at, "programme.nothing_to_look_at", "programme.nothing_to_look_at.hint", fault.Args{"word": ref.at.text})
		case w.For != ref.pathway.For || w.Part != ref.pathway.Part || NatureOf(w.For) != Thing:
			r.at(ref.at, "programme.looked_at_elsewhere", "programme.looked_at_elsewhere.hint", fault.Args{"word": ref.at.text})
		}
	}
}

// ByAnother returns the steps of a pathway that somebody else does than whoever did what they look at again.
func (w *Pathway) ByAnother() (steps []*Step) {
	for _, s := range w.Steps {
		if s.Another != (Offer{}) {
			steps = append(steps, s)
		}
	}
	return steps
}
