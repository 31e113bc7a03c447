// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"slices"
	"strings"

	"cel.dev/cel-go/common/types"

	"safar/kernel/access"
	"safar/kernel/fault"
)

// pathways reads every pathway: first its steps, then, when all names are known, its conditions and its order.
func (r *reader) pathways(n *node) {
	if !r.is(n, mapNode, "programme.takes.pathways") {
		return
	}
	for _, p := range n.pairs {
		w := &Pathway{ID: r.id(p.key), Programme: r.p, Part: access.General, index: map[string]int{}}
		r.reading = w
		if !r.is(p.value, mapNode, "programme.takes.pathway") {
			continue
		}
		r.keys(p.value, "programme.part.pathway", "for", "steps", "attributes", "exclusive", "compartment")
		if v := r.require(p.value, "programme.part.pathway", "for"); v != nil {
			w.For = r.kind(v)
		}
		if v := p.value.get("attributes"); v != nil {
			r.attributes(w, v)
		}
		if v := p.value.get("compartment"); v != nil {
			w.Part = r.compartment(v)
		}
		if v := p.value.get("exclusive"); v != nil {
			w.Exclusive = r.flag(v)
		}
		if v := r.require(p.value, "programme.part.pathway", "steps"); v != nil {
			r.steps(w, v)
		}
		r.wire(w)
		r.p.Pathways = append(r.p.Pathways, w)
	}
	if len(n.pairs) == 0 {
		r.at(n, "programme.no_pathway", "", nil)
	}
}

// walkable are the compartments in which a pathway can be walked: those in which people are registered and counted.
var walkable = []access.Compartment{access.General, access.Protection, access.Detention}

// Compartments returns the compartments in which a pathway can be walked, the general one first. It must not be changed.
func Compartments() []access.Compartment { return walkable }

// compartment reads in which part of a caseload a pathway is walked. A place lies in the commons: what happens there is known to all.
func (r *reader) compartment(n *node) access.Compartment {
	names := make([]string, len(walkable))
	for i, c := range walkable {
		names[i] = c.String()
	}
	c, err := access.ParseCompartment(r.oneOf(n, names...))
	if err != nil {
		return access.General // said already
	}
	return c
}

func (r *reader) kind(n *node) string {
	if !r.is(n, scalarNode, "programme.takes.subject") {
		return ""
	}
	if r.p.Plural(n.text) == "" {
		r.unknownWord(n, "programme.unknown_kind", r.p.kinds())
		return ""
	}
	return n.text
}

// steps reads the steps of a pathway.
func (r *reader) steps(w *Pathway, n *node) {
	if !r.is(n, listNode, "programme.takes.steps") {
		return
	}
	if len(n.items) == 0 || len(n.items) > maxSteps {
		r.at(n, "programme.how_many_steps", "", fault.Args{"count": len(n.items), "limit": maxSteps})
		return
	}
	for _, item := range n.items {
		if s := r.step(w, item); s != nil {
			s.Index = len(w.Steps)
			w.index[s.ID] = s.Index
			w.Steps = append(w.Steps, s)
		}
	}
}

// step reads one step: its verb, its id, its keys. A step without a verb or an id is reported and left out.
func (r *reader) step(w *Pathway, n *node) *Step {
	if !r.is(n, mapNode, "programme.takes.step") {
		return nil
	}
	s := &Step{values: n, Line: n.line, after: -1, asked: -1}
	var at pair
	for _, p := range n.pairs {
		v := VerbOf(p.key.text)
		switch {
		case v == nil:
		case s.Verb == nil:
			s.Verb, at = v, p
		default:
			r.at(p.key, "programme.two_verbs", "programme.two_verbs.hint", fault.Args{"first": s.Verb.Name, "second": v.Name})
		}
	}
	if s.Verb == nil {
		r.noVerb(n)
		return nil
	}
	s.ID = r.variable(at.value)
	if s.ID == "" {
		return nil
	}
	if _, twice := w.index[s.ID]; twice {
		r.at(at.value, "programme.step_twice", "programme.step_twice.hint", fault.Args{"id": s.ID})
		return nil
	}
	r.nameTaken(w, s.ID, at.value)
	s.node = at.value
	for _, p := range n.pairs {
		r.stepKey(s, p)
	}
	if len(s.Verb.On) > 0 && w.For != "" && !slices.Contains(s.Verb.On, w.For) {
		r.at(at.key, "programme.verb_subject", "programme.known_words",
			fault.Args{"verb": s.Verb.Name, "kind": w.For, "known": strings.Join(s.Verb.On, ", ")})
	}
	return s
}

func (r *reader) stepKey(s *Step, p pair) {
	if VerbOf(p.key.text) != nil {
		return
	}
	key, ok := s.Verb.keyNamed(p.key.text)
	if !ok {
		known := s.Verb.keyNames()
		args := fault.Args{"key": p.key.text, "of": verbPhrase(s.Verb.Name), "known": strings.Join(known, ", ")}
		hint := "programme.known_words"
		if near := nearest(p.key.text, known); near != "" {
			args["near"], hint = near, "programme.did_you_mean"
		} else if others := verbsTaking(p.key.text); len(others) > 0 {
			args["verbs"], hint = strings.Join(others, ", "), "programme.key_of_others"
		}
		if s.Verb == visitVerb && (p.key.text == "at" || p.key.text == "after" || p.key.text == "early") {
			hint = "programme.visit_dated"
		}
		r.at(p.key, "programme.unknown_key", hint, args)
		return
	}
	key.set(r, s, p.value)
}

// noVerb reports a step whose verb is unknown: the key that looks most like one, or the first. What is a key of some verb is no verb.
func (r *reader) noVerb(n *node) {
	names := verbNames()
	for _, p := range n.pairs {
		if near := nearest(p.key.text, names); near != "" && !isKey(p.key.text) {
			r.unknownWord(p.key, "programme.unknown_verb", names)
			return
		}
	}
	if len(n.pairs) > 0 && !isKey(n.pairs[0].key.text) {
		r.unknownWord(n.pairs[0].key, "programme.unknown_verb", names)
		return
	}
	r.at(&node{line: n.line, col: n.col}, "programme.no_verb", "programme.known_words",
		fault.Args{"known": strings.Join(names, ", ")})
}

// verbsTaking are the verbs whose steps take a key that not every step takes.
func verbsTaking(key string) (names []string) {
	for _, v := range verbs {
		if slices.ContainsFunc(v.Keys, func(k Key) bool { return k.Name == key }) {
			names = append(names, v.Name)
		}
	}
	return names
}

// isKey reports whether a word is a key of steps of some verb.
func isKey(word string) bool {
	return slices.ContainsFunc(verbs, func(v *Verb) bool { return slices.Contains(v.keyNames(), word) })
}

// nameTaken reports a step whose name conditions already use for something else.
func (r *reader) nameTaken(w *Pathway, id string, n *node) {
	input := slices.ContainsFunc(r.p.Inputs, func(in *Source) bool { return in.Name == id })
	attribute := slices.ContainsFunc(w.Attributes, func(f FieldDecl) bool { return f.Name == id })
	if input || attribute {
		r.at(n, "programme.name_taken", "programme.name_taken.hint", fault.Args{"id": id})
	}
}

// wire resolves what steps say of one another, compiles their conditions, and puts them in order.
func (r *reader) wire(w *Pathway) {
	for _, s := range w.Steps {
		r.needs(w, s)
		s.Verb.rule.check(r, s)
		for _, option := range s.Options {
			s.boxed = append(s.boxed, types.String(option))
		}
		r.after(w, s)
		r.answers(w, s)
		r.walks(w, s)
		r.decides(w, s)
		r.due(w, s)
	}
	ns := w.names()
	w.slots = ns.slots
	sc, err := newScope(ns)
	if err != nil {
		r.add(Problem{Key: "programme.cel_broken", Args: fault.Args{"detail": firstLine(err.Error())}})
		return
	}
	for _, s := range w.Steps {
		r.conditions(sc, s)
		r.affordable(s)
		for _, c := range s.formulas() {
			r.compared(w, c)
		}
	}
	r.order(w)
	if len(w.order) == len(w.Steps) {
		w.rests()
		w.deeds()
		r.stayLeadsOn(w)
		r.ends(w)
	}
}

func (r *reader) needs(w *Pathway, s *Step) {
	list := r.stepNode(s, "needs")
	for _, need := range s.Needs {
		at := s.node
		for _, item := range list.items {
			if item.text == need {
				at = item
			}
		}
		j, ok := w.index[need]
		if !ok {
			r.unknownWord(at, "programme.no_such_step", stepIDs(w))
			continue
		}
		s.needs |= 1 << j
	}
}

// stepNode returns the value of a key of a step; an empty node when it has none.
func (r *reader) stepNode(s *Step, key string) *node {
	if n := s.values.get(key); n != nil {
		return n
	}
	return &node{}
}

// after finds the step that a calendar counts from: the one it names, or the last departure before it, or the step before.
func (r *reader) after(w *Pathway, s *Step) {
	if len(s.At) == 0 && s.Every.IsZero() {
		return
	}
	if s.After != "" {
		i, ok := w.index[s.After]
		if !ok {
			r.unknownWord(r.stepNode(s, "after"), "programme.no_such_step", stepIDs(w))
			return
		}
		s.after = i
		r.countsFromKnown(w, s)
		return
	}
	for i := s.Index - 1; i >= 0; i-- {
		if w.Steps[i].Verb == moveVerb {
			s.after, s.After = i, w.Steps[i].ID
			return
		}
	}
	if s.Index > 0 {
		s.after, s.After = s.Index-1, w.Steps[s.Index-1].ID
		r.countsFromKnown(w, s)
		return
	}
	r.at(s.node, "programme.nothing_before", "", fault.Args{"id": s.ID})
}

// countsFromKnown refuses a calendar that counts from a medical clearance: the days of its visits would tell when that began.
func (r *reader) countsFromKnown(w *Pathway, s *Step) {
	if w.Steps[s.after].Medical() {
		r.medicalTells(s, "at")
	}
}

func stepIDs(w *Pathway) []string {
	out := make([]string, len(w.Steps))
	for i, s := range w.Steps {
		out[i] = s.ID
	}
	return out
}

// conditions compiles every condition and amount of a step.
func (r *reader) conditions(sc *scope, s *Step) {
	compile := func(c *Condition, key string, want Type) {
		if c == nil {
			return
		}
		c.Key = key
		for _, p := range sc.compile(c, want) {
			r.add(p)
		}
	}
	compile(s.When, "when", TypeBool)
	compile(s.Requires, "requires", TypeBool)
	for _, part := range s.Gives {
		compile(part.Amount, "gives", TypeInt)
	}
}

// formulas returns the conditions and amounts of a step.
func (s *Step) formulas() []*Condition {
	all := []*Condition{s.When, s.Requires}
	for _, part := range s.Gives {
		all = append(all, part.Amount)
	}
	return slices.DeleteFunc(all, func(c *Condition) bool { return c == nil })
}

// deeds lists the steps whose verb settles, in order: they are judged first.
func (w *Pathway) deeds() {
	for _, i := range w.order {
		if w.Steps[i].Verb.Settles {
			w.acts = append(w.acts, i)
		}
	}
}
