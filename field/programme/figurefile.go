// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"slices"
	"strings"

	"safar/kernel/fault"
)

// Persons is what a figure counts when it counts the members of subjects, one by one.
const Persons = "persons"

// figures reads the figures, each against the pathway it counts.
func (r *reader) figures(n *node) {
	if n == nil || !r.is(n, mapNode, "programme.takes.figures") {
		return
	}
	scopes := map[string]*scope{}
	for _, p := range n.pairs {
		f := &Figure{ID: r.id(p.key), Line: p.key.line, node: p.value, month: -1, move: -1}
		if !r.is(p.value, mapNode, "programme.takes.figure") {
			continue
		}
		r.keys(p.value, "programme.part.figure", "count", "where", "by", "sum", "pathway", "month_of", "who", "without", "begun")
		if v := r.require(p.value, "programme.part.figure", "count"); v != nil {
			f.Count = r.oneOf(v, r.countable()...)
		}
		if v := p.value.get("where"); v != nil {
			f.Where = r.text(v)
		}
		if v := p.value.get("sum"); v != nil {
			f.Sum = r.text(v)
		}
		if v := p.value.get("begun"); v != nil {
			word := r.oneOf(v, "true", "false", "any")
			f.Unbegun, f.Anybody = word == "false", word == "any"
		}
		if f.Count == "" || !r.figurePathway(f, scopes) {
			continue
		}
		r.moved(f)
		r.month(f)
		r.dimensions(f)
		r.p.Figures = append(r.p.Figures, f)
	}
}

// figurePathway finds the pathway a figure counts: the one it names, or the one in which its names mean something.
func (r *reader) figurePathway(f *Figure, scopes map[string]*scope) bool {
	var fit []*Pathway
	for _, w := range r.p.Pathways {
		if f.Count == Persons && NatureOf(w.For) != Place || f.Count == r.p.Plural(w.For) {
			fit = append(fit, w)
		}
	}
	if v := f.node.get("pathway"); v != nil {
		named := r.p.Pathway(v.text)
		if named == nil {
			r.unknownWord(v, "programme.no_such_pathway", pathwayIDs(r.p))
			return false
		}
		if !slices.Contains(fit, named) {
			r.at(v, "programme.figure_counts", "", fault.Args{"count": f.Count, "kind": named.For})
			return false
		}
		fit = []*Pathway{named}
	}
	if len(fit) == 0 {
		r.at(f.node.get("count"), "programme.nothing_to_count", "", fault.Args{"count": f.Count})
		return false
	}
	return r.figureScope(f, fit, scopes)
}

func (r *reader) figureScope(f *Figure, fit []*Pathway, scopes map[string]*scope) bool {
	var first Problems
	var good []*Pathway
	for _, w := range fit {
		wrong := f.compile(figureScopeOf(w, f.Count == Persons, scopes))
		if len(wrong) == 0 {
			good = append(good, w)
		} else if first == nil {
			first = wrong
		}
	}
	switch len(good) {
	case 0:
		for _, p := range first {
			r.add(p)
		}
		return false
	case 1:
	default:
		r.at(f.node.get("count"), "programme.which_pathway", "programme.which_pathway.hint",
			fault.Args{"known": good[0].ID + ", " + good[1].ID})
		return false
	}
	f.Pathway = good[0]
	sc := figureScopeOf(f.Pathway, f.Count == Persons, scopes)
	f.compile(sc)
	f.slots = sc.ns.slots
	r.compared(f.Pathway, f.Where)
	r.compared(f.Pathway, f.Sum)
	return true
}

// compile makes the condition and the sum of f ready, and returns what is wrong with them.
func (f *Figure) compile(sc *scope) Problems {
	var out Problems
	if f.Where != nil {
		f.Where.Key = "where"
		out = append(out, sc.compile(f.Where, TypeBool)...)
	}
	if f.Sum != nil {
		f.Sum.Key = "sum"
		out = append(out, sc.compile(f.Sum, TypeInt)...)
	}
	return out
}

// figureScopeOf returns the names of a pathway, with those of a person where persons are counted.
func figureScopeOf(w *Pathway, persons bool, scopes map[string]*scope) *scope {
	key := w.ID
	if persons {
		key += " persons"
	}
	if sc := scopes[key]; sc != nil {
		return sc
	}
	ns := w.names()
	if persons {
		for i, name := range memberNames {
			ns.add(name, slotMember, memberTypes[i], i, 0, "")
		}
	}
	sc, err := newScope(ns)
	if err != nil { // the same names compiled for the pathway itself
		sc = &scope{ns: ns}
	}
	scopes[key] = sc
	return sc
}

func pathwayIDs(p *Programme) []string {
	out := make([]string, len(p.Pathways))
	for i, w := range p.Pathways {
		out[i] = w.ID
	}
	return out
}

// moved reads the departure that says who is counted.
func (r *reader) moved(f *Figure) {
	for key, to := range map[string]*string{"who": &f.Who, "without": &f.Without} {
		v := f.node.get(key)
		if v == nil {
			continue
		}
		id := r.id(v)
		i, ok := f.Pathway.index[id]
		switch {
		case id == "":
		case !ok || f.Pathway.Steps[i].Verb != moveVerb:
			r.unknownWord(v, "programme.no_such_step", stepsOfVerb(f.Pathway, moveVerb))
		case f.Count != Persons || f.move >= 0:
			r.at(v, "programme.figure_counts", "", fault.Args{"count": f.Count, "kind": f.Pathway.For})
		default:
			*to, f.move = id, i
			if f.month < 0 {
				f.month = i
			}
		}
	}
}

func stepsOfVerb(w *Pathway, verb *Verb) []string {
	var ids []string
	for _, s := range w.Steps {
		if s.Verb == verb {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

// month finds the step whose day gives a figure its month: the one it names, or the first that its condition names.
func (r *reader) month(f *Figure) {
	if v := f.node.get("month_of"); v != nil {
		if id := r.id(v); id != "" {
			i, ok := f.Pathway.index[id]
			if !ok {
				r.unknownWord(v, "programme.no_such_step", stepIDs(f.Pathway))
				return
			}
			f.month = i
		}
		return
	}
	at := -1
	for _, c := range []*Condition{f.Where, f.Sum} {
		if c == nil || f.month >= 0 {
			continue
		}
		for _, ref := range c.refs {
			if i := strings.Index(c.Text, ref.name); ref.kind == slotStep && (at < 0 || i < at) {
				at, f.month = i, ref.a
			}
		}
	}
}
