// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"strings"

	"safar/kernel/access"
	"safar/kernel/fault"
)

// FamilyTies is the kind of the decision at which protection has looked at what people say they are to each other, each adult heard alone.
const FamilyTies = "family_ties"

// RoomKind is the kind of room that a step of verb place promises or offers: what the programme says, or the step's own id.
func (s *Step) RoomKind() string {
	if s.Kind != "" {
		return s.Kind
	}
	return s.ID
}

// offerRef is where a step says who receives: it is resolved when all pathways are read.
type offerRef struct {
	pathway *Pathway
	step    *Step
	at      *node
}

// offer reads who receives those who are placed: a pathway, a dot and a step.
func (r *reader) offer(s *Step, n *node) Offer {
	if !r.is(n, scalarNode, "programme.takes.offer") {
		return Offer{}
	}
	pathway, step, _ := strings.Cut(n.text, ".")
	r.offers = append(r.offers, offerRef{r.reading, s, n})
	return Offer{pathway, step}
}

// hosting holds each step at which people are placed with others against the step at which those offer room: it must be there, of the same kind of room, in
// the same compartment; and protection has looked at the family ties before.
func (r *reader) hosting() {
	for _, ref := range r.offers {
		w := r.p.Pathway(ref.step.With.Pathway)
		var offers *Step
		if w != nil {
			offers = w.Step(ref.step.With.Step)
		}
		switch {
		case offers == nil || !offers.Offers:
			r.at(ref.at, "programme.no_offer", "programme.no_offer.hint", fault.Args{"word": ref.at.text})
		case w.Part != ref.pathway.Part || w.Part == access.General:
			r.at(ref.at, "programme.offer_elsewhere", "programme.offer_elsewhere.hint", fault.Args{"word": ref.at.text})
		case offers.Kind != ref.step.Kind:
			r.at(ref.at, "programme.offer_of_another_kind", "", fault.Args{"before": ref.step.Kind, "after": offers.Kind})
		case len(ref.pathway.order) == len(ref.pathway.Steps) && !ref.pathway.tiesSeen(ref.step):
			r.at(ref.step.node, "programme.ties_not_seen", "programme.ties_not_seen.hint", fault.Args{"id": ref.step.ID})
		}
	}
}

// tiesSeen reports whether a step needs, itself or by what it needs, a decision of protection on family ties.
func (w *Pathway) tiesSeen(s *Step) bool {
	if s.Verb == decideVerb && s.Kind == FamilyTies && s.Role == access.ProtectionOfficer.String() {
		return true
	}
	for i, other := range w.Steps {
		if s.needs&(1<<i) != 0 && w.tiesSeen(other) {
			return true
		}
	}
	return false
}

// Before returns the steps on which a step rests, through others as well and without those that may be left out, in the order of the file.
func (w *Pathway) Before(s *Step) (steps []*Step) {
	rests := w.demanded(s.needs)
	for more := rests; more != 0; {
		next := uint64(0)
		for i, other := range w.Steps {
			if more&(1<<i) != 0 {
				next |= w.demanded(other.needs)
			}
		}
		more = next &^ rests
		rests |= next
	}
	for i, other := range w.Steps {
		if rests&(1<<i) != 0 {
			steps = append(steps, other)
		}
	}
	return steps
}
