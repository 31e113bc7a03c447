// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"slices"

	"safar/kernel/fault"
)

// Migrating is a rule of the file for a step that an older version had: its marks go to another step, or the step is
// dropped for a reason.
type Migrating struct {
	Pathway string
	Step    string // id in the older version
	To      string // id in this version; "" when dropped
	Reason  string // why it was dropped
}

// migrate reads the rules for steps that are no longer there.
func (r *reader) migrate(n *node) {
	if n == nil || !r.is(n, mapNode, "a mapping of pathways to their old steps") {
		return
	}
	for _, p := range n.pairs {
		w := r.p.Pathway(p.key.text)
		if w == nil {
			r.unknownWord(p.key, "programme.no_such_pathway", pathwayIDs(r.p))
			continue
		}
		if !r.is(p.value, mapNode, "a mapping of old steps, such as {old_step: {to: new_step}}") {
			continue
		}
		for _, rule := range p.value.pairs {
			r.rule(w, rule)
		}
	}
}

func (r *reader) rule(w *Pathway, p pair) {
	m := Migrating{Pathway: w.ID, Step: r.id(p.key)}
	if m.Step == "" || !r.is(p.value, mapNode, "{to: new_step} or {dropped: why}") {
		return
	}
	r.keys(p.value, "a rule of migration", "to", "dropped")
	if w.Step(m.Step) != nil {
		r.at(p.key, "programme.still_there", "", fault.Args{"id": m.Step})
		return
	}
	to, dropped := p.value.get("to"), p.value.get("dropped")
	switch {
	case (to == nil) == (dropped == nil):
		r.at(p.key, "programme.to_or_dropped", "", nil)
		return
	case dropped != nil:
		if !r.is(dropped, scalarNode, "the reason in a few words") {
			return
		}
		m.Reason = dropped.text
	default:
		if m.To = r.id(to); w.Step(m.To) == nil {
			r.unknownWord(to, "programme.no_such_step", stepIDs(w))
			return
		}
	}
	r.p.Moves = append(r.p.Moves, m)
}

// Plan says what moving journeys from one version of a programme to another changes. It is shown before anybody decides.
type Plan struct {
	From, To [32]byte    // hashes of the two versions
	Moves    []Migrating // the rules that will be applied
	Added    []StepRef   // steps that journeys meet for the first time
	Changed  []StepRef   // steps whose needs, conditions, validity or amounts differ; what is owed already stays as it is
	Removed  []StepRef   // steps nobody stands on, gone without a rule
}

// StepRef names a step of a pathway.
type StepRef struct{ Pathway, Step string }

// Migration compares two versions of a programme and says what journeys that move from one to the other must do. Standing
// says how many journeys have marks on a step of the old version; nil means that nobody knows, and that a rule is wanted for
// every step that is gone. A step removed while journeys stand on it, without a rule in the new file, is a problem; so is a
// step that keeps its name and changes its verb, for its marks would mean something else.
func Migration(from, to *Programme, standing func(StepRef) int) (*Plan, Problems) {
	plan := &Plan{From: from.hash, To: to.hash}
	old := newSource("before", from.source)
	for _, w := range from.Pathways {
		next := to.Pathway(w.ID)
		if next != nil && next.For != w.For {
			old.at(w.Steps[0].node, "programme.subject_changed", "",
				fault.Args{"pathway": w.ID, "before": w.For, "after": next.For})
			continue
		}
		for _, s := range w.Steps {
			plan.compare(old, s, StepRef{w.ID, s.ID}, next, to.Moves, standing)
		}
	}
	for _, w := range to.Pathways {
		before := from.Pathway(w.ID)
		for _, s := range w.Steps {
			if before == nil || before.Step(s.ID) == nil {
				plan.Added = append(plan.Added, StepRef{w.ID, s.ID})
			}
		}
	}
	return plan, old.problems
}

func (plan *Plan) compare(old *source, s *Step, ref StepRef, next *Pathway, moves []Migrating, standing func(StepRef) int) {
	count := -1
	if standing != nil {
		count = standing(ref)
	}
	args := fault.Args{"step": ref.Step, "pathway": ref.Pathway, "count": count}
	if next != nil {
		if now := next.Step(s.ID); now != nil {
			switch {
			case now.Verb != s.Verb && count != 0:
				args["before"], args["after"] = s.Verb.Name, now.Verb.Name
				old.at(s.node, "programme.verb_changed", "programme.verb_changed.hint", args)
			case now.differs(s):
				plan.Changed = append(plan.Changed, ref)
			}
			return
		}
	}
	i := slices.IndexFunc(moves, func(m Migrating) bool { return m.Pathway == ref.Pathway && m.Step == ref.Step })
	switch {
	case i >= 0:
		plan.Moves = append(plan.Moves, moves[i])
	case count == 0:
		plan.Removed = append(plan.Removed, ref)
	case count < 0:
		old.at(s.node, "programme.step_gone", "programme.step_gone.hint", args)
	default:
		old.at(s.node, "programme.step_removed", "programme.step_gone.hint", args)
	}
}

// differs reports whether two versions of a step are written differently, in anything but their place in the file.
func (s *Step) differs(other *Step) bool { return !same(s.values, other.values) }

// same compares two pieces of YAML; the order of keys does not matter.
func same(a, b *node) bool {
	if a == nil || b == nil || a.kind != b.kind || a.text != b.text || len(a.items) != len(b.items) ||
		len(a.pairs) != len(b.pairs) {
		return a == b
	}
	for i := range a.items {
		if !same(a.items[i], b.items[i]) {
			return false
		}
	}
	for _, p := range a.pairs {
		if other := b.get(p.key.text); other == nil || !same(p.value, other) {
			return false
		}
	}
	return true
}

// Apply returns the marks of a journey as the new version reads them. Marks of dropped steps stay in the story; no step
// of the new version looks at them. The given marks are not changed.
func (plan *Plan) Apply(pathway string, marks []Mark) []Mark {
	out := slices.Clone(marks)
	for i := range out {
		for _, m := range plan.Moves {
			if m.Pathway == pathway && m.Step == out[i].Step && m.To != "" {
				out[i].Step = m.To
				break
			}
		}
	}
	return out
}
