// SPDX-License-Identifier: Apache-2.0

package figures

import (
	"context"
	"maps"
	"slices"
	"strings"

	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// This file is what is told to whoever does not work with the persons: donors, auditors, municipalities, the manager of the programme, the
// public. A number of too few is withheld, with as many others as hide it (access.Withheld). A table that crosses dimensions is told whole or
// not at all: in part, its margins would give away the rest. One value is told as the table of all values tells it.

// tooFew is the sentence by which a table that would not be whole is refused.
const tooFew = "figures.too_few"

// ofNobody reports whether a question counts what is nobody, in every version of the programme: its numbers are told however small they are.
func (w *wanted) ofNobody() bool {
	return !slices.ContainsFunc(w.board.figures, func(f *programme.Figure) bool { return f.ID == w.id && !f.Pathway.Programme.Public(f.Count) })
}

// tellsAll reports whether an asker is told every number of a figure, and of whom. In whom adults answer differently is told to those who speak
// with each of them alone: in a couple the list is the answer of the other.
func (b *Board) tellsAll(asker access.Actor, figure string) bool {
	today := b.desk.Today()
	if b.asksWhoDiffers(figure) && !journey.SpeaksWithEach(asker, b.scope, today) {
		return false
	}
	return access.WorksWithPersons(asker, b.scope, today)
}

// asksWhoDiffers reports whether a figure tells those in whom adults answer differently from others.
func (b *Board) asksWhoDiffers(figure string) bool {
	return slices.ContainsFunc(b.figures, func(f *programme.Figure) bool {
		return f.ID == figure && f.Where != nil && slices.ContainsFunc(f.Where.Names(), func(name string) bool { return strings.HasSuffix(name, ".disagree") })
	})
}

// number is one number of a table, with on whom it stands.
type number struct {
	values   []string
	raw      []string // the same as the programme gives it: places by their ids
	place    id.ID    // that the first value is; zero where it is none
	value    int64
	of       map[id.ID]int64 // what each subject adds
	withheld bool
}

// countTold counts a figure as it is told to whoever does not work with the persons.
func (b *Board) countTold(figure string, by []By) ([]Cell, error) {
	w, err := b.want(figure, by)
	if err != nil {
		return nil, err
	}
	t := w.tellable()
	if !t.whole && len(by) > 1 {
		return nil, fault.New("figures.Count", fault.Invalid, tooFew, fault.Args{"fewest": access.FewestTold}).WithHint("figures.too_few_hint")
	}
	var cells []Cell
	for _, n := range t.numbers {
		if !w.asks(n.values, n.raw) {
			continue
		}
		c := Cell{Figure: figure, By: make(map[string]string, len(by)), Value: n.value, Withheld: n.withheld}
		for k, d := range by {
			c.By[d.Dimension] = n.values[k]
		}
		cells = append(cells, c)
	}
	if len(by) == 0 && len(cells) == 0 {
		cells = append(cells, Cell{Figure: figure, By: map[string]string{}}) // a total is a number also where nobody is counted
	}
	return cells, nil
}

// tellable is a table as it is told to whoever is not told everything, kept until something changes.
type tellable struct {
	numbers []*number
	whole   bool // nothing in it is withheld
}

// tellable returns the table of a question, whatever values are asked for: what was worked out since the last change, or anew.
func (w *wanted) tellable() tellable {
	b, key := w.board, w.id
	for _, d := range w.by {
		key += "\x00" + d.Dimension
	}
	if kept, known := b.told[key]; known {
		return kept
	}
	var t tellable
	t.numbers, t.whole = w.told()
	for _, n := range t.numbers {
		n.of = nil // it is big, and nobody asks for it any more
	}
	if b.told == nil {
		b.told = map[string]tellable{}
	}
	b.told[key] = t
	return t
}

// told returns the table of a question, without what must not be told, and whether nothing is withheld.
func (w *wanted) told() (all []*number, whole bool) {
	table := w.numbers()
	bases := map[string]access.Basis{}
	if !w.ofNobody() {
		for key, n := range table {
			bases[key] = access.Basis{On: slices.Collect(maps.Keys(n.of))}
		}
		if later := w.board.later; later != nil {
			w.compareWith(later, table, bases)
		}
	}
	keys := slices.SortedFunc(maps.Keys(table), func(a, b string) int { return w.compare(table[a].values, table[b].values) })
	numbers := make([]access.Basis, len(keys))
	for i, key := range keys {
		all, numbers[i] = append(all, table[key]), bases[key]
	}
	whole = true
	for i, withheld := range access.Withheld(numbers) {
		if withheld {
			all[i].value, all[i].withheld, whole = 0, true, false
		}
	}
	return all, whole
}

// compareWith notes of whom each number of a past day says something else than a later day that is told too. What only the later day has is
// no number here, but where it tells of too few it is withheld here as well.
func (w *wanted) compareWith(later *Board, table map[string]*number, bases map[string]access.Basis) {
	then := &wanted{board: later, id: w.id, by: w.by, count: w.count, sums: w.sums}
	there, _ := then.told()
	for _, n := range there {
		key := strings.Join(n.values, "\x00")
		here := table[key]
		if here == nil {
			here = &number{values: n.values, raw: n.raw, place: n.place}
			if !n.withheld && len(n.of) >= access.FewestTold {
				continue
			}
			table[key] = here
		}
		b := bases[key]
		b.Hidden = n.withheld
		b.Changed = changed(here.of, n.of)
		bases[key] = b
	}
	for key, n := range table {
		if !slices.ContainsFunc(there, func(o *number) bool { return strings.Join(o.values, "\x00") == key }) {
			b := bases[key]
			b.Changed = changed(n.of, nil)
			bases[key] = b
		}
	}
}

// changed are the subjects that add something else to one number than to another.
func changed(a, b map[id.ID]int64) []id.ID {
	var all []id.ID
	for of, n := range a {
		if m, both := b[of]; !both || m != n {
			all = append(all, of)
		}
	}
	for of := range b {
		if _, both := a[of]; !both {
			all = append(all, of)
		}
	}
	return all
}

// numbers sums the cells of the board into those of a table, whatever values are asked for, by their values.
func (w *wanted) numbers() map[string]*number {
	b, table := w.board, map[string]*number{}
	into := make([]*number, len(b.cells))
	for i := range b.cells {
		c := &b.cells[i]
		values, counted := w.labels(c)
		if !counted {
			continue
		}
		key := strings.Join(values, "\x00")
		if table[key] == nil {
			table[key] = &number{values: values, raw: w.raws(c), place: w.placeOf(c), of: map[id.ID]int64{}}
		}
		into[i] = table[key]
		into[i].value += c.total
	}
	for i := range b.tables.rows {
		row := &b.tables.rows[i]
		for _, a := range row.adds {
			if n := into[a.cell]; n != nil {
				n.of[row.subject] += a.n
			}
		}
	}
	return table
}

// placeOf returns the place that a cell has in the first dimension of the question, where it is one.
func (w *wanted) placeOf(c *cell) id.ID {
	if len(w.by) == 0 {
		return id.ID{}
	}
	of, _ := placeIn(w.board.figures[c.number], w.by[0].Dimension, w.raw(c, w.by[0].Dimension))
	return of
}

// Behind is how many facts of one kind stand behind a figure.
type Behind struct {
	Step  string `json:"step" class:"open"`  // whose mark they are; "" for those that began a way or made somebody a member
	Facts int64  `json:"facts" class:"open"` // how many, of all subjects together
}

// BehindIt says how many facts of each step stand behind a figure: what whoever does not work with the persons is told of them. A step
// on which fewer than access.FewestTold stand is left out. Faults: as Count, and NotAllowed figures.single_facts for a number that is withheld.
func (b *Board) BehindIt(ctx context.Context, asker access.Actor, figure string, by ...By) ([]Behind, error) {
	return ask(ctx, b, asker, func(*desk.Reader) ([]Behind, error) {
		if err := b.mayTrace(asker, figure, by); err != nil {
			return nil, err
		}
		w, err := b.want(figure, by)
		if err != nil {
			return nil, err
		}
		rows, err := b.behind(figure, by, Page{})
		if err != nil {
			return nil, err
		}
		return b.factsOf(w, rows), nil
	})
}

// mayTrace refuses what stands behind a number that is withheld.
func (b *Board) mayTrace(asker access.Actor, figure string, by []By) error {
	if b.tellsAll(asker, figure) {
		return nil
	}
	cells, err := b.countTold(figure, by)
	if err == nil && slices.ContainsFunc(cells, func(c Cell) bool { return c.Withheld }) {
		err = onlyHowMany()
	}
	return err
}

// wantSingle checks a question for single subjects and their facts, which whoever does not work with the persons is refused.
func (b *Board) wantSingle(asker access.Actor, figure string, by []By) (*wanted, error) {
	w, err := b.want(figure, by)
	if err == nil && !b.tellsAll(asker, figure) && !w.ofNobody() {
		err = onlyHowMany()
	}
	return w, err
}

func onlyHowMany() error {
	return fault.New("figures.Facts", fault.NotAllowed, "figures.single_facts", nil).WithHint("figures.single_facts_hint")
}

// factsOf counts the facts behind some rows, by step.
func (b *Board) factsOf(w *wanted, rows []contribution) []Behind {
	facts, on := map[string]int64{}, map[string]int{}
	for _, c := range rows {
		for step, n := range b.factsBehind(w, c.row) {
			facts[step] += n
			on[step]++
		}
	}
	var all []Behind
	for _, step := range slices.Sorted(maps.Keys(facts)) {
		if on[step] >= access.FewestTold || w.ofNobody() {
			all = append(all, Behind{step, facts[step]})
		}
	}
	return all
}

// factsBehind counts the facts of one row, by step: one that is of several people counts once.
func (b *Board) factsBehind(w *wanted, of *row) map[string]int64 {
	found, seen := map[string]int64{}, map[ref]bool{}
	st, path := b.workers[0].stand(of)
	if st == nil {
		return found
	}
	for _, f := range path.figures {
		if f.figure.ID != w.id {
			continue
		}
		for _, s := range b.subjectsOf(w, f, st) {
			if s.member != nil {
				found[""]++
			}
			marked := int64(0)
			for _, step := range stepsOf(f.figure) {
				for _, fact := range b.tables.marksFor(of, []string{step}, s.member) {
					marked++
					if !seen[fact] {
						seen[fact] = true
						found[step]++
					}
				}
			}
			if marked == 0 && s.member == nil {
				found[""]++
			}
		}
	}
	return found
}

// monthEnd returns the last day of a month that is not after a day.
func monthEnd(day clock.Day) clock.Day {
	if next := day + 1; next.Month() == next {
		return day
	}
	return day.Month() - 1
}

// monthEndAfter returns the last day of the month after that of a day which ends one.
func monthEndAfter(day clock.Day) clock.Day {
	return (day + 32).Month() - 1
}
