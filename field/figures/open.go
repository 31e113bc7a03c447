// SPDX-License-Identifier: Apache-2.0

package figures

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/id"
)

// FewestTold is the fewest households (or cases, hosts, persons with a way of their own) on which a number may stand that is
// published. Whoever knows a village knows the one household that a smaller number speaks of.
const FewestTold = 5

// placesAndBodies are what a figure may count without speaking of anybody: their numbers are told however small they are.
var placesAndBodies = []string{"sites", "committees", "projects", "cities", "practices"}

// OpenRow is one number of a figure as it may be published: the total, or what has one value of one dimension, or one sex and age.
type OpenRow struct {
	Figure    string `class:"open"`
	Counts    string `class:"open"` // persons, households, …
	By        string `class:"open"` // dimension; "" for the total
	Value     string `class:"open"` // in the dimension; the place's name where it is a place
	Place     id.ID  `class:"open"` // zero where the value is no place
	AlsoBy    string `class:"open"` // the second dimension; "" for none
	AlsoValue string `class:"open"`
	Number    int64  `class:"open"` // 0 where it is withheld
	Withheld  bool   `class:"open"` // it stands on too few, or would give away one that does
}

// OpenTables counts every figure of the programme as it may be published: the total, by each of its dimensions apart, and by sex
// and age together where none of those numbers is small. What stands on fewer than FewestTold is withheld, and with it as many
// others, the smallest first, as it takes that the withheld ones cannot be told from the total. A table that crosses two dimensions is
// given whole or not at all: in part, its margins would give away the rest.
func (b *Board) OpenTables(ctx context.Context, asker access.Actor) ([]OpenRow, error) {
	return ask(ctx, b, asker, func(*desk.Reader) ([]OpenRow, error) {
		var all []OpenRow
		for _, f := range b.list() {
			rows, err := b.openTables(f)
			if err != nil {
				return nil, err
			}
			all = append(all, rows...)
		}
		return all, nil
	})
}

func (b *Board) openTables(f Figure) ([]OpenRow, error) {
	total, err := b.openTable(f)
	if err != nil {
		return nil, err
	}
	if len(total) == 0 {
		return []OpenRow{{Figure: f.ID, Counts: f.Count}}, nil
	}
	for _, d := range f.By {
		rows, err := b.openTable(f, d)
		if err != nil {
			return nil, err
		}
		total = append(total, rows...)
	}
	if slices.Contains(f.By, "sex") && slices.Contains(f.By, "age") {
		crossed, err := b.openTable(f, "sex", "age")
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(crossed, func(r OpenRow) bool { return r.Withheld }) {
			total = append(total, crossed...)
		}
	}
	return total, nil
}

// openCell is a number with how many journeys it stands on.
type openCell struct {
	row     OpenRow
	values  []string
	stands  int
	touched uint32 // the last journey that was counted in it, from 1
}

// openTable counts a figure by some dimensions and withholds what must not be told.
func (b *Board) openTable(f Figure, dimensions ...string) ([]OpenRow, error) {
	by := make([]By, len(dimensions))
	for i, d := range dimensions {
		by[i].Dimension = d
	}
	w, err := b.want(f.ID, by)
	if err != nil {
		return nil, err
	}
	cells := w.openCells(f)
	slices.SortFunc(cells, func(x, y *openCell) int { return w.compare(x.values, y.values) })
	rows := make([]OpenRow, len(cells))
	stands := make([]int, len(cells))
	for i, c := range cells {
		rows[i], stands[i] = c.row, c.stands
	}
	if slices.Contains(placesAndBodies, f.Count) {
		return rows, nil
	}
	for i, withheld := range Withheld(stands) {
		if withheld {
			rows[i].Number, rows[i].Withheld = 0, true
		}
	}
	return rows, nil
}

// openCells sums the cells of the board into those of a table, each with how many journeys it stands on.
func (w *wanted) openCells(f Figure) []*openCell {
	b := w.board
	known := map[string]*openCell{}
	var all []*openCell
	into := make([]*openCell, len(b.cells))
	for i := range b.cells {
		c := &b.cells[i]
		values, asked := w.values(c)
		if !asked {
			continue
		}
		key := strings.Join(values, "\x00")
		if known[key] == nil {
			known[key] = w.openCell(f, c, values)
			all = append(all, known[key])
		}
		into[i] = known[key]
		into[i].row.Number += c.total
	}
	for i := range b.tables.rows {
		for _, a := range b.tables.rows[i].adds {
			if c := into[a.cell]; c != nil && c.touched != uint32(i)+1 {
				c.stands, c.touched = c.stands+1, uint32(i)+1
			}
		}
	}
	return all
}

// openCell begins a number of a table.
func (w *wanted) openCell(f Figure, c *cell, values []string) *openCell {
	row := OpenRow{Figure: f.ID, Counts: f.Count}
	if len(w.by) > 0 {
		row.By, row.Value = w.by[0].Dimension, values[0]
		row.Place = w.placeOf(c, row.By)
	}
	if len(w.by) > 1 {
		row.AlsoBy, row.AlsoValue = w.by[1].Dimension, values[1]
	}
	return &openCell{row: row, values: values}
}

// placeOf returns the place that a cell has in a dimension, where it is one.
func (w *wanted) placeOf(c *cell, dimension string) id.ID {
	f := w.board.figures[c.number]
	at := slices.Index(f.By, dimension)
	if at < 0 {
		return id.ID{}
	}
	of, _ := placeIn(f, dimension, c.values[at])
	return of
}

// Withheld says which numbers of a table must not be published. stands is on how many each stands; numbers that stand on nobody are no
// matter. Those that stand on fewer than FewestTold go; then the smallest of the others, until what is withheld together stands on
// FewestTold at least and is more than one number: the difference from the total then tells of nobody.
func Withheld(stands []int) []bool {
	out := make([]bool, len(stands))
	order := make([]int, 0, len(stands))
	for i, n := range stands {
		if n > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(stands[i], stands[j]) })
	together := 0
	for nth, i := range order {
		small := stands[i] < FewestTold
		if !small && (nth == 0 || nth > 1 && together >= FewestTold) {
			break
		}
		out[i], together = true, together+stands[i]
	}
	return out
}
