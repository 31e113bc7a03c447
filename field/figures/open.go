// SPDX-License-Identifier: Apache-2.0

package figures

import (
	"context"
	"slices"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/id"
)

// OpenRow is one number of a figure as it may be published: the total, or what has one value of one dimension, or one sex and age.
// Figure is its id; AlsoValue is the value in the second dimension, "" where there is none.
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
// and age together where none of those numbers is small. What must not be told is withheld (access.Withheld).
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
	for _, dimensions := range f.tables() {
		rows, err := b.openTable(f, dimensions...)
		if err != nil {
			return nil, err
		}
		total = append(total, rows...)
	}
	return total, nil
}

// tables are the breakdowns of a figure that are told to everybody: each dimension apart, and sex and age together.
func (f Figure) tables() [][]string {
	var all [][]string
	for _, d := range f.By {
		all = append(all, []string{d})
	}
	if slices.Contains(f.By, "sex") && slices.Contains(f.By, "age") {
		all = append(all, []string{"sex", "age"})
	}
	return all
}

// openTable is a table as it may be published; nothing of one that crosses dimensions and would not be whole.
func (b *Board) openTable(f Figure, dimensions ...string) ([]OpenRow, error) {
	w, err := b.want(f.ID, apart(dimensions))
	if err != nil {
		return nil, err
	}
	told, whole := w.told()
	if !whole && len(dimensions) > 1 {
		return nil, nil
	}
	rows := make([]OpenRow, len(told))
	for i, n := range told {
		rows[i] = w.openRow(f, n)
	}
	return rows, nil
}

// apart asks for every value of some dimensions.
func apart(dimensions []string) []By {
	by := make([]By, len(dimensions))
	for i, d := range dimensions {
		by[i].Dimension = d
	}
	return by
}

// openRow is a number of a table as it is published.
func (w *wanted) openRow(f Figure, n *number) OpenRow {
	row := OpenRow{Figure: f.ID, Counts: f.Count, Number: n.value, Withheld: n.withheld}
	if len(w.by) > 0 {
		row.By, row.Value, row.Place = w.by[0].Dimension, n.values[0], n.place
	}
	if len(w.by) > 1 {
		row.AlsoBy, row.AlsoValue = w.by[1].Dimension, n.values[1]
	}
	return row
}
