// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"slices"
	"strings"

	"safar/kernel/access"
	"safar/kernel/fault"
)

// What a file says may be sound in itself, and nobody could ever walk it: a decision by somebody who takes none, a step that nothing is done at, an
// attribute that nobody is asked. Files were published before anybody looked for it: they are read (Problem.Late).

// walked are the verbs that can be walked by subjects that are no people; people walk all of them.
var walked = map[Nature][]*Verb{
	Thing: {askVerb, gatherVerb, visitVerb, giveVerb, buildVerb, checkVerb, decideVerb, referVerb, closeVerb},
	Place: {askVerb, gatherVerb, visitVerb, buildVerb, decideVerb, closeVerb},
}

// walks refuses a step of a verb for which a subject of the pathway's kind has no door.
func (r *reader) walks(w *Pathway, s *Step) {
	verbs, some := walked[NatureOf(w.For)]
	if w.For == "" || !some || slices.Contains(verbs, s.Verb) {
		return
	}
	known := make([]string, len(verbs))
	for i, v := range verbs {
		known[i] = v.Name
	}
	r.late(s.node, "programme.verb_subject", "programme.known_words",
		fault.Args{"verb": s.Verb.Name, "kind": w.For, "known": strings.Join(known, ", ")})
}

// DecisionAct is the act of deciding a step of a pathway of a kind of subject.
func DecisionAct(kind string) access.Act {
	switch {
	case NatureOf(kind) != Thing:
		return access.JourneyDecide
	case kind == "complaint":
		return access.VoiceAnswer
	}
	return access.SubjectsStep
}

// decides refuses a decision by a role that may decide nothing on such a pathway: the step would be open, and nobody could take it.
func (r *reader) decides(w *Pathway, s *Step) {
	role, err := access.ParseRole(s.Role)
	if s.Verb != decideVerb || err != nil || w.For == "" {
		return // said already
	}
	holders := access.Holders(DecisionAct(w.For), w.Part)
	if slices.Contains(holders, role) {
		return
	}
	var known []string
	for _, h := range holders {
		known = append(known, h.String())
	}
	r.late(r.stepNode(s, "by"), "programme.role_decides_not", "programme.role_decides_not.hint",
		fault.Args{"word": s.Role, "kind": w.For, "known": strings.Join(known, ", ")})
}

// attributes refuses what a pathway of people or places would know of its subjects: nobody is asked it. Who they are stands in the register, and what
// was decided of them at a step.
func (r *reader) attributes(w *Pathway, n *node) {
	w.Attributes = r.declarations(n, true)
	if w.For != "" && NatureOf(w.For) != Thing && len(w.Attributes) > 0 {
		r.late(n, "programme.attribute_unasked", "programme.attribute_unasked.hint", fault.Args{"name": w.Attributes[0].Name, "kind": w.For})
	}
}
