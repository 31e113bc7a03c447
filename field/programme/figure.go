// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"slices"

	"cel.dev/cel-go/common/types"
)

// Figure is a number the programme answers for: what is counted, where a condition holds, by which dimensions. What
// counts it lives elsewhere; a Figure only says, for one subject, which cells it adds to.
type Figure struct {
	ID      string     // as the file names it
	Count   string     // persons, or the plural of a kind of subject: households, sites, …
	Where   *Condition // a bool over the names of the pathway, and of the person where persons are counted; nil: all
	Sum     *Condition // an int that is added in place of one; nil: one
	By      []string   // dimensions, in order
	Pathway *Pathway   // whose subjects it counts
	Who     string     // a step of verb move: persons who left on it, as they were known that day, whatever became of their household; ""
	Without string     // a step of verb move: the members who did not leave on it, and did not come to those who had; ""
	Unbegun bool       // counts those who have not begun the pathway, in place of those who have
	Anybody bool       // counts everybody of the kind that the pathway is for, once, whatever they have begun or ended
	Line    int        // in the file

	node       *node
	slots      map[string]*slot
	dimensions []dimension
	month      int // step whose day gives the month, or -1
	move       int // step of Who or Without, or -1
}

// Money reports whether the figure adds up amounts of money: its values are then in the smallest unit of the programme's currency.
func (f *Figure) Money() bool {
	return f.Sum != nil && len(f.Sum.refs) > 0 &&
		!slices.ContainsFunc(f.Sum.refs, func(s *slot) bool { return s.kind != slotStep || s.b != propAmount })
}

// Year is the dimension of the year in which what is counted came true: an attribute of that name where the subject has one, such as the year in which a house
// was planned, and else that of the day which gives the figure its month.
const Year = "year"

var plainDimensions = []string{"sex", "age", "disability", "site", "month"}

func (f *Figure) knownDimensions() []string {
	out := append(slices.Clone(plainDimensions), Year)
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
	if st.Pathway != f.Pathway || !f.of(st.run.story) || f.Count == Persons && m != nil && !m.here() {
		return false
	}
	return f.Where == nil || f.ask(st, m, f.Where) == types.True
}

// of reports whether a figure looks at a story: at journeys, at those who have not begun one, or at everybody once.
func (f *Figure) of(s *Story) bool {
	switch {
	case f.Anybody:
		return s.Apart
	case f.Unbegun:
		return s.Apart && !s.Begun
	}
	return !s.Apart
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
