// SPDX-License-Identifier: Apache-2.0

package figures

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"safar/desk"
	"safar/field/places"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Cell is one number of a figure. Its JSON is {"figure": "left_the_sites", "by": {"sex": "female"}, "value": 9211}.
type Cell struct {
	Figure string            `json:"figure" class:"open"` // the id in the programme's file
	By     map[string]string `json:"by" class:"open"`     // dimension → value; places by name, days as 2026-01; "unknown" where nobody knows
	Value  int64             `json:"value" class:"open"`  // persons, subjects, or where the figure sums the minor units or items it sums

	Withheld bool `json:"withheld,omitempty" class:"open"` // Value is 0 because it stands on too few to be told to this asker
}

// By breaks a figure down by one of its dimensions. With a Value only what has it is counted: a place by its name or its id,
// anything else as Cell shows it.
type By struct {
	Dimension string // one of Figure.By
	Value     string // "" for every value, each apart
}

// unknown is the value of a dimension where nobody knows.
const unknown = "unknown"

// Count counts a figure, broken down by some of its dimensions and summed over the others; by none of them it is one cell, the
// total. Cells stand in order of their values as the dimensions are given: ages from young to old, others by the alphabet, unknown
// last. Cells that nobody adds to are left out. Whoever does not work with the persons is told what Told tells.
//
// Faults: NotFound figures.no_such_figure; Invalid figures.no_such_dimension, figures.too_few; NotAllowed.
func (b *Board) Count(ctx context.Context, asker access.Actor, figure string, by ...By) ([]Cell, error) {
	return ask(ctx, b, asker, func(*desk.Reader) ([]Cell, error) {
		if b.tellsAll(asker, figure) {
			return b.count(figure, by)
		}
		return b.countTold(figure, by)
	})
}

// Whole counts a figure: first the total, then broken down by all its dimensions at once; to whoever does not work with the persons by
// each of them apart.
func (b *Board) Whole(ctx context.Context, asker access.Actor, figure string) ([]Cell, error) {
	return ask(ctx, b, asker, func(*desk.Reader) ([]Cell, error) {
		list := b.list()
		i := slices.IndexFunc(list, func(f Figure) bool { return f.ID == figure })
		if i < 0 {
			return b.count(figure, nil) // says that there is none
		}
		return b.whole(asker, list[i])
	})
}

// CountAll counts every figure of the programme as Whole does, in the order of its file.
func (b *Board) CountAll(ctx context.Context, asker access.Actor) ([]Cell, error) {
	return ask(ctx, b, asker, func(*desk.Reader) ([]Cell, error) {
		var all []Cell
		for _, f := range b.list() {
			cells, err := b.whole(asker, f)
			if err != nil {
				return nil, err
			}
			all = append(all, cells...)
		}
		return all, nil
	})
}

func (b *Board) whole(asker access.Actor, f Figure) ([]Cell, error) {
	count, tables := b.count, [][]string{nil, f.By}
	if !b.tellsAll(asker, f.ID) {
		count, tables = b.countTold, append([][]string{nil}, f.tables()...)
	}
	var all []Cell
	for i, dimensions := range tables {
		if i > 0 && len(dimensions) == 0 {
			continue
		}
		cells, err := count(f.ID, apart(dimensions))
		switch {
		case fault.KeyOf(err) == tooFew:
			continue
		case err != nil:
			return nil, err
		}
		all = append(all, cells...)
	}
	return all, nil
}

// Figure says what a figure of the programme counts.
type Figure struct {
	ID    string   `json:"figure" class:"open"` // as the programme's file has it
	Count string   `json:"count" class:"open"`  // persons, households, sites, …
	Sum   bool     `json:"sum" class:"open"`    // whether it adds up amounts or times instead of counting
	By    []string `json:"by" class:"open"`     // its dimensions, in order

	// Currency is the ISO 4217 code of a sum of money, whose values are in its smallest unit; "" for all other figures.
	Currency string `json:"currency,omitempty" class:"open"`

	// Lists reports whether the asker is told of whom it counts, and not only how many.
	Lists bool `json:"-" class:"open"`
}

// List lists the figures of the programme: those of the version in force in the order of its file, then those that only other
// versions have.
func (b *Board) List(ctx context.Context, asker access.Actor) ([]Figure, error) {
	return ask(ctx, b, asker, func(*desk.Reader) ([]Figure, error) {
		all := b.list()
		for i := range all {
			all[i].Lists = b.tellsAll(asker, all[i].ID)
		}
		return all, nil
	})
}

func (b *Board) list() []Figure {
	t := b.tables
	var all []Figure
	add := func(v uint32) {
		if t.versions[v].programme == nil {
			return
		}
		for _, f := range t.versions[v].programme.Figures {
			if b.counts(f) && !slices.ContainsFunc(all, func(other Figure) bool { return other.ID == f.ID }) {
				all = append(all, figureOf(t.versions[v].programme, f))
			}
		}
	}
	add(t.versionOf[b.inForce])
	for v := range t.versions {
		add(uint32(v))
	}
	return all
}

// counts reports whether a figure is of a pathway that is walked in the compartment of the board.
func (b *Board) counts(f *programme.Figure) bool { return f.Pathway.Part == b.scope.Compartment }

func figureOf(p *programme.Programme, f *programme.Figure) Figure {
	out := Figure{ID: f.ID, Count: f.Count, Sum: f.Sum != nil, By: f.By}
	if f.Money() {
		out.Currency = p.Currency
	}
	return out
}

// ask runs a look at the board as a query of the desk, on the day the board counts, with nobody else on it.
func ask[T any](ctx context.Context, b *Board, asker access.Actor, run func(*desk.Reader) (T, error)) (T, error) {
	return desk.Ask(ctx, b.desk, asker, "", desk.Query[T]{Act: access.FiguresRead, Scope: b.scope,
		Run: func(r *desk.Reader) (T, error) {
			b.mu.Lock()
			defer b.mu.Unlock()
			if err := b.catchUp(r); err != nil {
				var none T
				return none, err
			}
			b.bring(b.day())
			return run(r)
		}})
}

// wanted is a question: a figure in all its versions, by some dimensions.
type wanted struct {
	board *Board
	id    string
	by    []By
	count string
	sums  bool
}

// want checks a question.
func (b *Board) want(figure string, by []By) (*wanted, error) {
	const op = "figures.Count"
	w := &wanted{board: b, id: figure, by: by}
	var known []string
	for _, f := range b.figures {
		if f.ID != figure || !b.counts(f) {
			continue
		}
		w.count, w.sums = f.Count, f.Sum != nil
		known = append(known, f.By...)
	}
	if w.count == "" {
		return nil, fault.New(op, fault.NotFound, "figures.no_such_figure", fault.Args{"figure": figure})
	}
	for i, d := range by {
		if !slices.Contains(known, d.Dimension) {
			slices.Sort(known)
			return nil, fault.New(op, fault.Invalid, "figures.no_such_dimension",
				fault.Args{"figure": figure, "dimension": d.Dimension, "known": strings.Join(slices.Compact(known), ", ")})
		}
		if slices.ContainsFunc(by[:i], func(other By) bool { return other.Dimension == d.Dimension }) {
			return nil, fault.New(op, fault.Invalid, "figures.dimension_twice", fault.Args{"dimension": d.Dimension})
		}
	}
	return w, nil
}

// values returns where a cell falls in the dimensions of the question, and whether it is asked for.
func (w *wanted) values(c *cell) ([]string, bool) {
	out, counted := w.labels(c)
	return out, counted && w.within(c, out)
}

// labels returns where a cell falls in the dimensions of the question, whatever values are asked for; false for a cell of another figure.
func (w *wanted) labels(c *cell) ([]string, bool) {
	f := w.board.figures[c.number]
	if f.ID != w.id || c.rows == 0 {
		return nil, false
	}
	out := make([]string, len(w.by))
	for i, d := range w.by {
		out[i] = w.raw(c, d.Dimension)
		if of, ok := placeIn(f, d.Dimension, out[i]); ok {
			out[i] = w.board.tables.label(of)
		}
	}
	return out, true
}

// raw returns the value that a cell has in a dimension, as the programme gives it.
func (w *wanted) raw(c *cell, dimension string) string {
	if at := slices.Index(w.board.figures[c.number].By, dimension); at >= 0 {
		return c.values[at]
	}
	return unknown
}

// raws returns the values that a cell has in the dimensions of the question, as the programme gives them.
func (w *wanted) raws(c *cell) []string {
	out := make([]string, len(w.by))
	for i, d := range w.by {
		out[i] = w.raw(c, d.Dimension)
	}
	return out
}

// within reports whether a cell has the values that are asked for.
func (w *wanted) within(c *cell, labels []string) bool { return w.asks(labels, w.raws(c)) }

// asks reports whether values, as they are shown or as the programme gives them, are those that are asked for.
func (w *wanted) asks(labels, raws []string) bool {
	for i, d := range w.by {
		if d.Value != "" && d.Value != labels[i] && d.Value != raws[i] {
			return false
		}
	}
	return true
}

// placeIn returns the place that a value of a dimension is, where it is one.
func placeIn(f *programme.Figure, dimension, value string) (id.ID, bool) {
	of := dimension == "site" || strings.HasSuffix(dimension, ".place") ||
		slices.ContainsFunc(f.Pathway.Programme.Inputs, func(in *programme.Source) bool { return in.Name == dimension })
	if !of {
		return id.ID{}, false
	}
	d, err := id.Parse(value)
	return d, err == nil
}

// label returns the name by which a place is shown: its own, and where another has the same, its p-code, or the place it lies in, or
// its id behind it.
func (t *tables) label(of id.ID) string {
	i, known := t.spots[of]
	if !known || t.places[i].state == nil {
		return of.String()
	}
	p := t.places[i].state
	if t.names[nameOf(p)] < 2 {
		return p.Name.Value()
	}
	return p.Name.Value() + " (" + t.apart(of, p) + ")"
}

func (t *tables) apart(of id.ID, p *places.Place) string {
	if p.Pcode != "" {
		return p.Pcode
	}
	if i, known := t.spots[p.Parent]; known && t.places[i].state != nil && t.places[i].state.Name.Value() != "" {
		return t.places[i].state.Name.Value() + ", " + of.String()[:6]
	}
	return of.String()
}

func (b *Board) count(figure string, by []By) ([]Cell, error) {
	w, err := b.want(figure, by)
	if err != nil {
		return nil, err
	}
	type sum struct {
		values []string
		value  int64
	}
	sums := map[string]*sum{}
	if len(by) == 0 {
		sums[""] = &sum{} // a total is a number also where nobody is counted
	}
	for i := range b.cells {
		values, asked := w.values(&b.cells[i])
		if !asked {
			continue
		}
		key := strings.Join(values, "\x00")
		if sums[key] == nil {
			sums[key] = &sum{values: values}
		}
		sums[key].value += b.cells[i].total
	}
	ordered := make([]*sum, 0, len(sums))
	for _, s := range sums {
		ordered = append(ordered, s)
	}
	slices.SortFunc(ordered, func(a, b *sum) int { return w.compare(a.values, b.values) })
	cells := make([]Cell, len(ordered))
	for i, s := range ordered {
		cells[i] = Cell{Figure: figure, By: make(map[string]string, len(by)), Value: s.value}
		for k, d := range by {
			cells[i].By[d.Dimension] = s.values[k]
		}
	}
	return cells, nil
}

// compare orders values: ages by the years they begin with, unknown last.
func (w *wanted) compare(a, b []string) int {
	for i := range a {
		c := cmp.Compare(rank(w.by[i].Dimension, a[i]), rank(w.by[i].Dimension, b[i]))
		if c == 0 {
			c = strings.Compare(a[i], b[i])
		}
		if c != 0 {
			return c
		}
	}
	return 0
}

func rank(dimension, value string) int {
	if value == unknown {
		return len(programme.AgeBands) + 1
	}
	if dimension == "age" {
		for i, band := range programme.AgeBands {
			if band.Name == value {
				return i
			}
		}
	}
	return 0
}
