// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"maps"
	"slices"
	"strings"

	"cel.dev/cel-go/common/types"

	"safar/kernel/clock"
	"safar/kernel/fault"
)

// Figure is a number the programme answers for: what is counted, where a condition holds, by which dimensions. What
// counts it lives elsewhere; a Figure only says, for one subject, which cells it adds to.
type Figure struct {
	ID      string
	Count   string     // persons, or the plural of a kind of subject: households, sites, …
	Where   *Condition // a bool over the names of the pathway, and of the person where persons are counted; nil: all
	Sum     *Condition // an int that is added in place of one; nil: one
	By      []string   // dimensions, in order
	Pathway *Pathway   // whose subjects it counts
	Who     string     // a step of verb move: persons who left on it, as they were known that day, whatever became of their household; ""
	Without string     // a step of verb move: the members who did not leave on it, and did not come to those who had; ""
	Unbegun bool       // counts those who have not begun the pathway, in place of those who have
	Line    int        // in the file

	node       *node
	slots      map[string]*slot
	dimensions []dimension
	month      int // step whose day gives the month, or -1
	move       int // step of Who or Without, or -1
}

// plurals are what figures count, by kind of subject.
var plurals = map[string]string{"household": "households", "person": "people", "host": "hosts", "site": "sites",
	"committee": "committees", "house": "houses", "project": "projects", "case": "cases", "city": "cities",
	"practice": "practices", "complaint": "complaints"}

// Persons is what a figure counts when it counts the members of subjects, one by one.
const Persons = "persons"

func countable() []string {
	return append([]string{Persons}, slices.Sorted(maps.Values(plurals))...)
}

type dimensionKind uint8

const (
	bySex dimensionKind = iota
	byAge
	byDisability
	bySite
	byMonth
	byAttribute
	byInput
	byStep
	byStatus
	byState
	byPlace
)

type dimension struct {
	kind dimensionKind
	name string
	step int
}

// AgeBands are the bands in which ages are shown: those of UNHCR's and IOM's standard tables, each with its first year.
var AgeBands = []struct {
	From int
	Name string
}{{0, "0-4"}, {5, "5-11"}, {12, "12-17"}, {18, "18-59"}, {60, "60+"}}

// AgeBand returns the band of an age in completed years; "unknown" for AgeUnknown. A person of unknown age who is known
// to be an adult or a child still has no band.
func AgeBand(age int8) string {
	name := "unknown"
	for _, b := range AgeBands {
		if int(age) >= b.From {
			name = b.Name
		}
	}
	return name
}

// BandOf returns the first year of the band of an age: all that is kept of an age where it is to survive forgetting.
func BandOf(age int8) int8 {
	first := int8(AgeUnknown)
	for _, b := range AgeBands {
		if int(age) >= b.From {
			first = int8(b.From)
		}
	}
	return first
}

// AdultAt says whether somebody of an age answers in their own right.
func AdultAt(age int8) Tri {
	switch {
	case age < 0:
		return Unknown
	case age >= 18: // Convention on the Rights of the Child, article 1
		return Yes
	}
	return No
}

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
			f.Count = r.oneOf(v, countable()...)
		}
		if v := p.value.get("where"); v != nil {
			f.Where = r.text(v)
		}
		if v := p.value.get("sum"); v != nil {
			f.Sum = r.text(v)
		}
		if v := p.value.get("begun"); v != nil {
			f.Unbegun = !r.flag(v)
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
		if f.Count == Persons && ofPeople(w.For) || f.Count == plurals[w.For] {
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

// Money reports whether the figure adds up amounts of money: its values are then in the smallest unit of the programme's currency.
func (f *Figure) Money() bool {
	return f.Sum != nil && len(f.Sum.refs) > 0 &&
		!slices.ContainsFunc(f.Sum.refs, func(s *slot) bool { return s.kind != slotStep || s.b != propAmount })
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

// dimensions reads what a figure is broken down by.
func (r *reader) dimensions(f *Figure) {
	list := f.node.get("by")
	if list == nil || !r.is(list, listNode, "programme.takes.dimensions") {
		return
	}
	for _, item := range list.items {
		if !r.is(item, scalarNode, "programme.takes.dimension") {
			continue
		}
		d, ok := f.dimension(item.text)
		switch {
		case !ok:
			r.unknownWord(item, "programme.no_such_dimension", f.knownDimensions())
			continue
		case d.kind <= byDisability && f.Count != Persons:
			r.at(item, "programme.dimension_of_persons", "", fault.Args{"word": item.text, "count": f.Count})
			continue
		case d.kind == byMonth && f.month < 0:
			r.at(item, "programme.month_of_what", "programme.month_of_what.hint", nil)
			continue
		case slices.Contains(f.By, item.text):
			r.at(item, "programme.listed_twice", "", fault.Args{"id": item.text})
			continue
		}
		f.By, f.dimensions = append(f.By, item.text), append(f.dimensions, d)
	}
}

var plainDimensions = []string{"sex", "age", "disability", "site", "month"}

func (f *Figure) dimension(text string) (dimension, bool) {
	if i := slices.Index(plainDimensions, text); i >= 0 {
		return dimension{kind: dimensionKind(i)}, true
	}
	head, property, dotted := strings.Cut(text, ".")
	if step, ok := f.Pathway.index[head]; ok {
		kind, known := map[string]dimensionKind{"": byStep, "status": byStatus, "state": byState, "place": byPlace}[property]
		return dimension{kind: kind, name: head, step: step}, known && dotted == (property != "")
	}
	if slices.ContainsFunc(f.Pathway.Attributes, func(d FieldDecl) bool { return d.Name == text }) {
		return dimension{kind: byAttribute, name: text}, true
	}
	if slices.ContainsFunc(f.Pathway.Programme.Inputs, func(in *Source) bool { return in.Name == text }) {
		return dimension{kind: byInput, name: text}, true
	}
	return dimension{}, false
}

func (f *Figure) knownDimensions() []string {
	out := slices.Clone(plainDimensions)
	for _, d := range f.Pathway.Attributes {
		out = append(out, d.Name)
	}
	for _, in := range f.Pathway.Programme.Inputs {
		out = append(out, in.Name)
	}
	return append(out, stepIDs(f.Pathway)...)
}

// Holds reports whether the condition of f holds for a subject, or for one of its members where f counts persons. A
// condition that cannot be decided does not hold. The standing must be of f's pathway, and still valid.
func (f *Figure) Holds(st *Standing, m *Member) bool {
	if st.Pathway != f.Pathway || f.Unbegun != st.run.story.Unbegun || f.Count == Persons && m != nil && !m.here() {
		return false
	}
	return f.Where == nil || f.ask(st, m, f.Where) == types.True
}

// ask evaluates a condition of f; nil when it cannot be computed.
func (f *Figure) ask(st *Standing, m *Member, c *Condition) any {
	e := st.run
	e.member, e.names.slots = m, f.slots
	v, _, err := c.program.Eval(&e.names)
	e.member, e.names.slots = nil, nil
	if err != nil {
		return nil
	}
	return v
}

// Cells calls add for every cell that a subject adds to: the values of the dimensions, in order of By, and how much. The
// slice of values is used again for the next cell. The standing must be of f's pathway, and still valid.
func (f *Figure) Cells(st *Standing, add func(by []string, n int64)) {
	by := make([]string, len(f.dimensions))
	if f.Count != Persons {
		f.cell(st, nil, 1, by, add)
		return
	}
	if f.Who != "" {
		for _, d := range f.leavers(st) {
			st.run.leaver = d
			f.cell(st, &d.member, 1, by, add)
			st.run.leaver = nil
		}
		return
	}
	members := st.run.story.Subject.Members
	for i := range members {
		if f.Without == "" || f.remains(st, &members[i]) {
			f.cell(st, &members[i], 1, by, add)
		}
	}
	if size := st.run.story.Subject.Size; len(members) == 0 && size > 0 {
		f.cell(st, nil, int64(size), by, add)
	}
}

func (f *Figure) cell(st *Standing, m *Member, n int64, by []string, add func([]string, int64)) {
	if !f.Holds(st, m) {
		return
	}
	if f.Sum != nil {
		sum, ok := f.ask(st, m, f.Sum).(types.Int)
		if !ok {
			return
		}
		n = int64(sum)
	}
	for i, d := range f.dimensions {
		by[i] = d.value(f, st, m)
	}
	add(by, n)
}

// value returns where a subject, or a member, falls in a dimension; "unknown" where nobody knows.
func (d dimension) value(f *Figure, st *Standing, m *Member) string {
	subject := &st.run.story.Subject
	out := ""
	switch d.kind {
	case bySex, byAge, byDisability:
		out = d.ofMember(m)
	case bySite:
		site := subject.Site
		if subject.Kind == "site" {
			site = subject.ID
		}
		if l := st.run.leaver; l != nil && !l.site.IsZero() {
			site = l.site
		}
		if !site.IsZero() {
			out = site.String()
		}
	case byMonth:
		day := st.Steps[f.month].Since
		if l := st.run.leaver; l != nil && f.month == f.move {
			day = l.day
		}
		if day.Known() {
			out = month(day)
		}
	case byAttribute:
		out = Value{field(subject.Attributes, d.name)}.String()
	case byInput:
		if in := st.run.story.input(d.name); in != nil && !in.Place.IsZero() {
			out = in.Place.String()
		}
		if l := st.run.leaver; l != nil && d.name == st.Steps[f.move].Step.To && !l.place.IsZero() {
			out = l.place.String()
		}
	case byStep:
		out = st.Steps[d.step].Value
	case byStatus:
		out = st.Steps[d.step].Status.String()
	case byState:
		out = st.Steps[d.step].State.String()
	case byPlace:
		if p := st.Steps[d.step].Place; !p.IsZero() {
			out = p.String()
		}
	}
	if out == "" {
		return "unknown"
	}
	return out
}

func (d dimension) ofMember(m *Member) string {
	switch {
	case m == nil:
		return ""
	case d.kind == bySex:
		return m.Sex.String()
	case d.kind == byAge:
		return AgeBand(m.Age)
	}
	return [...]string{"unknown", "yes", "no"}[min(int(m.Disability), 2)]
}

// month returns the month of a day as 2026-01.
func month(d clock.Day) string { return d.String()[:len("2026-01")] }
