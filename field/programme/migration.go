// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"slices"

	"safar/kernel/fault"
)

// Migrating is a rule of the file for a step that an older version had: its marks go to another step, or the step is
// dropped for a reason.
type Migrating struct {
	Pathway string // id in this version
	Step    string // id in the older version
	To      string // id in this version; "" when dropped
	Reason  string // why it was dropped
}

// migrate reads the rules for steps that are no longer there.
func (r *reader) migrate(n *node) {
	if n == nil || !r.is(n, mapNode, "programme.takes.moves") {
		return
	}
	for _, p := range n.pairs {
		w := r.p.Pathway(p.key.text)
		if w == nil {
			r.unknownWord(p.key, "programme.no_such_pathway", pathwayIDs(r.p))
			continue
		}
		if !r.is(p.value, mapNode, "programme.takes.old_steps") {
			continue
		}
		for _, rule := range p.value.pairs {
			r.rule(w, rule)
		}
	}
}

func (r *reader) rule(w *Pathway, p pair) {
	m := Migrating{Pathway: w.ID, Step: r.id(p.key)}
	if m.Step == "" || !r.is(p.value, mapNode, "programme.takes.move") {
		return
	}
	r.keys(p.value, "programme.part.move", "to", "dropped")
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
		if !r.is(dropped, scalarNode, "programme.takes.reason") {
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

// StepRef names a step of a pathway; without a step, the pathway as a whole. Pathway and Step are ids; Step is "" for the pathway
// as a whole.
type StepRef struct{ Pathway, Step string }

// Migration compares two versions of a programme and says what journeys that move from one to the other must do. Standing
// says how many journeys of the old version have marks on a step, or walk a pathway; it is asked only where the answer matters.
// Nil means that nobody knows, and that a rule is wanted for every step that is gone.
//
// A problem is what journeys that stand there could not survive: a step or pathway that is gone without a rule in the new file, a step
// that keeps its name and means something else, a promise or money that a rule would drop, another currency.
func Migration(from, to *Programme, standing func(StepRef) int) (*Plan, Problems) {
	c := &comparison{plan: &Plan{From: from.hash, To: to.hash}, old: newSource("before", from.source), from: from, to: to, standing: standing}
	for _, w := range from.Pathways {
		c.pathway(w)
	}
	for _, w := range to.Pathways {
		before := from.Pathway(w.ID)
		for _, s := range w.Steps {
			if before == nil || before.Step(s.ID) == nil {
				c.plan.Added = append(c.plan.Added, StepRef{w.ID, s.ID})
			}
		}
	}
	return c.plan, c.old.problems
}

// comparison is two versions beside each other.
type comparison struct {
	plan     *Plan
	old      *source
	from, to *Programme
	standing func(StepRef) int
}

// count returns how many stand on a step, -1 where nobody knows.
func (c *comparison) count(ref StepRef) int {
	if c.standing == nil {
		return -1
	}
	return c.standing(ref)
}

// refuse notes a problem at a step of the old version, unless it is known that nobody stands there.
func (c *comparison) refuse(s *Step, ref StepRef, key string, args fault.Args) {
	count := c.count(ref)
	if count == 0 {
		return
	}
	if args == nil {
		args = fault.Args{}
	}
	args["step"], args["pathway"], args["count"], args["known"] = s.ID, ref.Pathway, count, standsThere(count)
	c.old.at(s.node, key, mending[key], args)
}

// mending says how to mend what stands against a new version, by the key of the problem.
var mending = map[string]string{
	"programme.step_gone":         "programme.step_gone.hint",
	"programme.step_removed":      "programme.step_gone.hint",
	"programme.pathway_removed":   "programme.pathway_removed.hint",
	"programme.subject_changed":   "programme.subject_changed.hint",
	"programme.part_changed":      "programme.part_changed.hint",
	"programme.verb_changed":      "programme.verb_changed.hint",
	"programme.kind_changed":      "programme.kind_changed.hint",
	"programme.decided_otherwise": "programme.kind_changed.hint",
	"programme.option_removed":    "programme.option_removed.hint",
	"programme.promise_dropped":   "programme.promise_dropped.hint",
	"programme.promises_mixed":    "programme.promises_mixed.hint",
	"programme.currency_changed":  "programme.currency_changed.hint",
}

// standsThere says how many stand somewhere.
func standsThere(count int) fault.Phrase {
	if count < 0 {
		return phrase("programme.stand_nobody_knows")
	}
	return counted("programme.stand_on_it", count)
}

func (c *comparison) pathway(w *Pathway) {
	next, whole := c.to.Pathway(w.ID), StepRef{Pathway: w.ID}
	switch {
	case next == nil:
		c.refuse(w.Steps[0], whole, "programme.pathway_removed", nil)
	case next.For != w.For:
		c.refuse(w.Steps[0], whole, "programme.subject_changed", fault.Args{"before": w.For, "after": next.For})
	case next.Part != w.Part:
		c.refuse(w.Steps[0], whole, "programme.part_changed", fault.Args{"before": w.Part.String(), "after": next.Part.String()})
	default:
		for _, s := range w.Steps {
			c.step(s, StepRef{w.ID, s.ID}, next)
		}
	}
}

func (c *comparison) step(s *Step, ref StepRef, next *Pathway) {
	if s.Verb == payVerb && c.to.Currency != c.from.Currency {
		c.refuse(s, ref, "programme.currency_changed", fault.Args{"before": c.from.Currency, "after": c.to.Currency})
	}
	now := next.Step(s.ID)
	switch {
	case now == nil:
		c.gone(s, ref, next)
	case s.clash(now) != "":
		c.refuse(s, ref, s.clash(now), fault.Args{"before": s.Verb.Name, "after": now.Verb.Name})
	case now.differs(s):
		c.plan.Changed = append(c.plan.Changed, ref)
	}
}

// gone judges a step that the new version does not have: by its rule, or where there is none by whether anybody stands on it.
func (c *comparison) gone(s *Step, ref StepRef, next *Pathway) {
	i := slices.IndexFunc(c.to.Moves, func(m Migrating) bool { return m.Pathway == ref.Pathway && m.Step == ref.Step })
	if i < 0 {
		switch c.count(ref) {
		case 0:
			c.plan.Removed = append(c.plan.Removed, ref)
		case -1:
			c.refuse(s, ref, "programme.step_gone", nil)
		default:
			c.refuse(s, ref, "programme.step_removed", nil)
		}
		return
	}
	m := c.to.Moves[i]
	c.plan.Moves = append(c.plan.Moves, m)
	if m.To == "" {
		if s.Verb.Binds {
			c.refuse(s, ref, "programme.promise_dropped", fault.Args{"verb": s.Verb.Name})
		}
		return
	}
	now := next.Step(m.To)
	switch clash := s.clash(now); {
	case clash != "":
		c.refuse(s, ref, clash, fault.Args{"before": s.Verb.Name, "after": now.Verb.Name})
	case s.Verb.Binds && c.shared(m):
		c.refuse(s, ref, "programme.promises_mixed", fault.Args{"to": m.To})
	}
}

// shared reports whether marks of another step of the old version stand where a rule leads, too.
func (c *comparison) shared(m Migrating) bool {
	return c.from.Pathway(m.Pathway).Step(m.To) != nil || slices.ContainsFunc(c.to.Moves, func(other Migrating) bool {
		return other.Pathway == m.Pathway && other.To == m.To && other.Step != m.Step
	})
}

// clash returns the key of the problem where marks of a step would mean something else as marks of another; "" where they would not.
func (s *Step) clash(now *Step) string {
	switch {
	case now.Verb != s.Verb:
		return "programme.verb_changed"
	case now.Verb == placeVerb && now.Kind != s.Kind:
		return "programme.kind_changed"
	case now.value() != s.value():
		return "programme.decided_otherwise"
	case slices.ContainsFunc(s.Options, func(option string) bool { return !slices.Contains(now.Options, option) }):
		return "programme.option_removed"
	}
	return ""
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
