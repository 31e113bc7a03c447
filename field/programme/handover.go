// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"safar/kernel/access"
	"safar/kernel/fault"
)

// beginsRef is where a step says which pathway begins when people are handed over there: it is resolved when all pathways are read.
type beginsRef struct {
	pathway *Pathway
	step    *Step
	at      *node
}

// beginsKey is taken by the verb at which people are handed over from one compartment to another.
var beginsKey = Key{"begins", "the id of a pathway", "the pathway, of another compartment, that begins for the same people when they are handed over there",
	func(r *reader, s *Step, n *node) {
		s.Begins = r.id(n)
		r.begun = append(r.begun, beginsRef{r.reading, s, n})
	}}

// handovers holds each step at which people are handed over against the pathway that begins then: it must be there, of households as this one, and in another
// compartment. Out of detention nobody is handed over before it was said of each of them that they are free.
func (r *reader) handovers() {
	for _, ref := range r.begun {
		next := r.p.Pathway(ref.step.Begins)
		switch {
		case next == nil:
			r.at(ref.at, "programme.begins_nothing", "programme.begins_nothing.hint", fault.Args{"word": ref.at.text})
		case next.Part == ref.pathway.Part || NatureOf(next.For) != Household || NatureOf(ref.pathway.For) != Household:
			r.at(ref.at, "programme.begins_here", "programme.begins_here.hint", fault.Args{"word": ref.at.text})
		case ref.pathway.Part == access.Detention && len(ref.pathway.order) == len(ref.pathway.Steps) && !ref.pathway.letGo(ref.step):
			r.at(ref.step.node, "programme.not_let_go", "programme.not_let_go.hint", fault.Args{"id": ref.step.ID})
		}
	}
}

// letGo reports whether a step needs, itself or by what it needs, that each of them was let go.
func (w *Pathway) letGo(s *Step) bool {
	if s.Verb == clearVerb && s.Kind == Release {
		return true
	}
	for i, other := range w.Steps {
		if s.needs&(1<<i) != 0 && w.letGo(other) {
			return true
		}
	}
	return false
}
