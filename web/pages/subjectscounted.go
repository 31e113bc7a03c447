// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"

	"github.com/a-h/templ"

	"safar/field/figures"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/fault"
)

// countedPart is what the programmes count of a kind of subject, in one look: how many, how many people are of them, and which share of those are women. It is told to those who
// read figures, above the first page of the list; nil where nothing is counted.
func (e *errand) countedPart(kind string) (templ.Component, error) {
	if !e.may(access.FiguresRead) || e.URL.Query().Has("after") {
		return nil, nil
	}
	all, err := e.underWay()
	if err != nil {
		return nil, err
	}
	w := e.Words
	g := grid{caption: w.T("subjects.counted"), columns: columns(w, "subjects.what_is_counted", "#subjects.how_many", "#subjects.women_among")}
	for _, u := range all {
		for _, f := range u.figures {
			of := u.is.Figure(f.ID)
			if of == nil || of.Pathway.For != kind || f.Sum {
				continue
			}
			row, err := e.countedRow(u, f)
			if err != nil {
				return nil, err
			}
			g.rows = append(g.rows, row)
		}
	}
	if len(g.rows) == 0 {
		return nil, nil
	}
	return gridOf(g), nil
}

// countedRow is one figure, with the share of women where it counts people by sex.
func (e *errand) countedRow(u underWay, f figures.Figure) ([]templ.Component, error) {
	w := e.Words
	all, err := e.oneNumber(u, f.ID)
	if err != nil {
		return nil, err
	}
	row := []templ.Component{linked(u.say("figures", f.ID), u.path(f.ID)), cellValue(w, f, all), plain("")}
	if f.Count != programme.Persons || !slices.Contains(f.By, "sex") || all.Withheld || all.Value == 0 {
		return row, nil
	}
	women, err := e.oneNumber(u, f.ID, figures.By{Dimension: "sex", Value: programme.Female.String()})
	if err == nil && !women.Withheld {
		row[2] = plain(w.Percent(women.Value, all.Value))
	}
	return row, err
}

// oneNumber is one number of a figure; withheld where it stands on too few to be told.
func (e *errand) oneNumber(u underWay, figure string, by ...figures.By) (figures.Cell, error) {
	cells, err := u.board.Count(e.Context(), e.Visitor.Actor, figure, by...)
	if fault.Is(err, fault.Invalid) {
		return figures.Cell{Withheld: true}, nil
	}
	return sumOf(cells), err
}
