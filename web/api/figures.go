// SPDX-License-Identifier: Apache-2.0

package api

import (
	"strings"

	"safar/field/figures"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// Counted is one figure of a programme with what it counts: Figure says which, Total how much.
type Counted struct {
	Figure figures.Figure
	Total  figures.Cell
}

// Counts are the Figures of a programme on a Day. Late are the facts that had happened by that day and were heard of later.
type Counts struct {
	Day     clock.Day `class:"open"`
	Late    int       `class:"open"`
	Figures []Counted
}

// Broken is one Figure of a Day, broken down into Cells. Late are the facts that had happened by that day and were heard of later.
type Broken struct {
	Day    clock.Day `class:"open"`
	Late   int       `class:"open"`
	Figure figures.Figure
	Cells  []figures.Cell
}

// board opens the figures of a programme, as they stand or as they stood at the end of a day.
func (c *call) board(programme string, day clock.Day) (*figures.Board, Broken, error) {
	told := Broken{Day: c.op.Desk.Today()}
	board, err := c.op.Boards.Board(c.ctx, c.by, c.scope, programme)
	if err != nil || !day.Known() || day == told.Day {
		return board, told, err
	}
	past, err := board.AsOf(c.ctx, c.by, day)
	if err != nil {
		return nil, told, err
	}
	told.Day, told.Late = past.Day, past.Late
	return past.Board, told, nil
}

// figuresOf counts every figure of a programme.
func figuresOf(c *call, programme string, day clock.Day) (Counts, error) {
	board, told, err := c.board(programme, day)
	if err != nil {
		return Counts{}, err
	}
	list, err := board.List(c.ctx, c.by)
	out := Counts{Day: told.Day, Late: told.Late}
	for _, f := range list {
		cells, err := board.Count(c.ctx, c.by, f.ID)
		if err != nil {
			return out, err
		}
		total := figures.Cell{Figure: f.ID}
		for _, cell := range cells {
			total.Value, total.Withheld = total.Value+cell.Value, total.Withheld || cell.Withheld
		}
		out.Figures = append(out.Figures, Counted{f, total})
	}
	return out, err
}

// figureOf counts a figure, broken down by some dimensions; of what is written as dimension:value, only what has that value.
func figureOf(c *call, programme, figure string, day clock.Day, by, is []string) (told Broken, err error) {
	board, told, err := c.board(programme, day)
	if err != nil {
		return told, err
	}
	list, err := board.List(c.ctx, c.by)
	if err != nil {
		return told, err
	}
	for _, f := range list {
		if f.ID == figure {
			told.Figure = f
		}
	}
	told.Cells, err = board.Count(c.ctx, c.by, figure, brokenDown(by, is)...)
	return told, err
}

func brokenDown(by, is []string) (all []figures.By) {
	for _, d := range by {
		all = append(all, figures.By{Dimension: d})
	}
	for _, one := range is {
		d, value, _ := strings.Cut(one, ":")
		all = append(all, figures.By{Dimension: d, Value: value})
	}
	return all
}

// behind says how many facts of each step stand behind a number.
func behind(c *call, programme, figure string, day clock.Day, by, is []string) ([]figures.Behind, error) {
	board, _, err := c.board(programme, day)
	if err != nil {
		return nil, err
	}
	return board.BehindIt(c.ctx, c.by, figure, brokenDown(by, is)...)
}

// FactsTold are facts behind a number, Rows, and Next, the subject after which more follow; the zero id where none do.
type FactsTold struct {
	Rows []figures.FactRef
	Next id.ID `class:"open"`
}

// WhoTold are the subjects behind a number, Rows, in order of id; Next is the one after which more follow, the zero id where none do.
type WhoTold struct {
	Rows []figures.Listed
	Next id.ID `class:"open"`
}

// factsOf lists the facts behind a number, those of some subjects at a time.
func factsOf(c *call, programme, figure string, day clock.Day, after id.ID, by, is []string) (told FactsTold, err error) {
	who, err := whoOf(c, programme, figure, day, after, by, is)
	if err != nil {
		return told, err
	}
	board, _, err := c.board(programme, day)
	if err != nil {
		return told, err
	}
	told.Next = who.Next
	told.Rows, err = board.Facts(c.ctx, c.by, figure, figures.Page{After: after, Limit: c.shown.Limit}, brokenDown(by, is)...)
	return told, err
}

// whoOf lists the subjects behind a number, in order of id.
func whoOf(c *call, programme, figure string, day clock.Day, after id.ID, by, is []string) (told WhoTold, err error) {
	board, _, err := c.board(programme, day)
	if err != nil {
		return told, err
	}
	told.Rows, err = board.Who(c.ctx, c.by, figure, figures.Page{After: after, Limit: c.shown.Limit}, brokenDown(by, is)...)
	if n := len(told.Rows); n >= c.shown.Limit {
		told.Next = told.Rows[n-1].Subject
	}
	return told, err
}

// standsOf says of each step of a programme how many stand where.
func standsOf(c *call, programme string) ([]figures.Stand, error) {
	board, _, err := c.board(programme, clock.NoDay)
	if err != nil {
		return nil, err
	}
	return board.Stands(c.ctx, c.by)
}

// whoStands lists who stands at a step, or is through.
func whoStands(c *call, programme, pathway, step string, through bool) ([]figures.StoodRow, error) {
	board, _, err := c.board(programme, clock.NoDay)
	if err != nil {
		return nil, err
	}
	return board.WhoStands(c.ctx, c.by, figures.Stood{Pathway: pathway, Step: step, Through: through})
}
