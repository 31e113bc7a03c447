// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/url"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"safar/desk"
	"safar/field/figures"
	"safar/field/journey"
	"safar/field/programme"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/operation"
)

// figuresCommand prints what an operation counts.
type figuresCommand struct {
	Data     string   `help:"help.data" required:"" type:"path"`
	Database string   `help:"help.database" env:"SAFAR_DATABASE"`
	JSON     bool     `help:"help.json" name:"json"`
	Figure   string   `help:"help.figure"`
	By       []string `help:"help.figure_by"`
	Facts    bool     `help:"help.facts"`
	AsOf     string   `help:"help.as_of" placeholder:"DAY"`
	Role     string   `help:"help.figures_role" placeholder:"ROLE"`
}

// Run asks the running server, or where there is none opens the folder.
func (c *figuresCommand) Run(ctx context.Context) error {
	if c.Facts && c.Figure == "" {
		return fault.New("figures", fault.Invalid, "figures.facts_of_which", nil)
	}
	values := url.Values{"figure": {c.Figure}, "by": c.By, "as_of": {c.AsOf}, "role": {c.Role}}
	if c.Facts {
		values.Set("facts", "true")
	}
	done := waitingLine("progress.figures")
	answer, served, err := askServer(ctx, c.Data, "figures", values)
	if err == nil && !served {
		answer, err = c.open(ctx, values)
	}
	done()
	if err != nil {
		return err
	}
	if c.JSON || c.Facts {
		return printJSON(os.Stdout, answer)
	}
	return printCells(os.Stdout, answer)
}

// open answers from the folder itself.
func (c *figuresCommand) open(ctx context.Context, values url.Values) (json.RawMessage, error) {
	op, err := opened(ctx, operation.Options{Folder: c.Data, Ask: askFolder, Database: c.Database, Clock: clockOf(c.Data)})
	if err != nil {
		return nil, err
	}
	defer op.Close()
	answer, err := answerFigures(op)(ctx, values)
	if err != nil {
		return nil, err
	}
	return json.Marshal(answer)
}

// answerFigures answers what the command line asks of the figures.
func answerFigures(op *operation.Operation) func(context.Context, url.Values) (any, error) {
	boards := figures.NewBoards(op.Desk)
	return func(ctx context.Context, v url.Values) (any, error) {
		asker, err := askerOf(v.Get("role"))
		if err != nil {
			return nil, err
		}
		all, err := boardsOf(ctx, op.Desk, boards, asker, v.Get("as_of"))
		if err != nil {
			return nil, err
		}
		if v.Get("facts") != "" {
			facts, err := each(all, v.Get("figure"), func(b *figures.Board) ([]counted, error) {
				facts, err := b.Facts(ctx, asker, v.Get("figure"), figures.Page{})
				return countedIn(facts), err
			})
			if fault.KeyOf(err) != "figures.single_facts" {
				return facts, err
			}
			return each(all, v.Get("figure"), func(b *figures.Board) ([]figures.Behind, error) {
				return b.BehindIt(ctx, asker, v.Get("figure"))
			})
		}
		return each(all, v.Get("figure"), func(b *figures.Board) ([]figures.Cell, error) {
			if v.Get("figure") == "" {
				return b.CountAll(ctx, asker)
			}
			return countOne(ctx, b, asker, v.Get("figure"), v["by"])
		})
	}
}

// askerOf is who asks for figures: whoever holds the folder and its passphrase, or somebody of a role. Of a part of which only protection knows the first
// is told counts, as an auditor is; who asks for more says so by the role.
func askerOf(role string) (access.Actor, error) {
	if role == "" {
		by := keeper()
		by.Grants = append(by.Grants, access.NewGrant(access.Auditor, id.ID{}))
		return by, nil
	}
	of, err := access.ParseRole(role)
	if err != nil {
		return access.Actor{}, fault.New("figures", fault.Invalid, "access.unknown_role", fault.Args{"role": role})
	}
	return access.Actor{User: id.New(), Grants: []access.Grant{access.NewGrant(of, id.ID{})}}, nil
}

// counted is one who is counted in a figure, with the facts that made it true of them. The values of all of them add up to the
// figure; where people or households are counted, each value is 1, and there are as many as the figure says.
type counted struct {
	Journey id.ID    `json:"journey"`
	Subject id.ID    `json:"subject"`
	Value   int64    `json:"value"`
	Facts   []factOf `json:"facts"`
}

// factOf is where one fact stands, of what kind it is, and the day on which it happened.
type factOf struct {
	Feed  string    `json:"feed"`
	Seq   uint64    `json:"seq"`
	Kind  string    `json:"kind"`
	Day   clock.Day `json:"day"`
	Story id.ID     `json:"story"`
}

// countedIn puts facts together by whom they are of. The facts of one follow one another.
func countedIn(facts []figures.FactRef) []counted {
	var all []counted
	for _, f := range facts {
		last := len(all) - 1
		if last < 0 || all[last].Journey != f.Journey || all[last].Subject != f.Subject {
			all, last = append(all, counted{Journey: f.Journey, Subject: f.Subject, Value: f.Value}), last+1
		}
		all[last].Facts = append(all[last].Facts, factOf{f.Feed, f.Seq, f.Kind, f.Day, f.Story})
	}
	return all
}

// each collects the rows of every board. A figure that only some programmes have is not missed in the others.
func each[T any](boards []*figures.Board, figure string, rows func(*figures.Board) ([]T, error)) ([]T, error) {
	all, found := []T{}, figure == ""
	missing := error(fault.New("figures", fault.NotFound, "figures.no_such_figure", fault.Args{"figure": figure}))
	for _, b := range boards {
		more, err := rows(b)
		switch {
		case err == nil:
			all, found = append(all, more...), true
		case fault.Is(err, fault.NotFound):
			missing = err
		default:
			return nil, err
		}
	}
	if !found {
		return nil, missing
	}
	return all, nil
}

// boardsOf returns the boards of the programmes that are carried out in each part of a caseload that the asker may count, as of a past day where one
// is given.
func boardsOf(ctx context.Context, d *desk.Desk, boards *figures.Boards, asker access.Actor, asOf string) ([]*figures.Board, error) {
	caseloads, err := desk.Ask(ctx, d, asker, "task.figures", staff.Caseloads())
	if err != nil {
		return nil, err
	}
	var all []*figures.Board
	for _, scope := range partsOf(d, asker, caseloads) {
		programmes, err := desk.Ask(ctx, d, asker, "task.figures", journey.CarriedOut(scope))
		if err != nil {
			return nil, err
		}
		for _, p := range programmes {
			b, err := boards.Board(ctx, asker, scope, p.Programme)
			if err == nil && asOf != "" {
				b, err = asOfDay(ctx, b, asker, asOf)
			}
			if err != nil {
				return nil, err
			}
			all = append(all, b)
		}
	}
	return all, nil
}

// partsOf are the parts of caseloads that somebody may count. The general one is always asked for: who may not count it is told so.
func partsOf(d *desk.Desk, asker access.Actor, caseloads []staff.CaseloadRow) (parts []access.Scope) {
	for _, c := range caseloads {
		for _, part := range programme.Compartments() {
			scope := access.Scope{Caseload: c.ID, Compartment: part}
			if part == access.General || access.May(asker, access.FiguresRead, scope, d.Today()) == nil {
				parts = append(parts, scope)
			}
		}
	}
	return parts
}

func asOfDay(ctx context.Context, b *figures.Board, asker access.Actor, text string) (*figures.Board, error) {
	day, err := clock.ParseDay(text)
	if err != nil {
		return nil, fault.New("figures", fault.Invalid, "demo.today", fault.Args{"text": text})
	}
	past, err := b.AsOf(ctx, asker, day)
	if err != nil {
		return nil, err
	}
	return past.Board, nil
}

// countOne counts one figure: its total, and then by the dimensions asked for, or whole.
func countOne(ctx context.Context, b *figures.Board, asker access.Actor, figure string, dimensions []string) ([]figures.Cell, error) {
	if len(dimensions) == 0 {
		return b.Whole(ctx, asker, figure)
	}
	total, err := b.Count(ctx, asker, figure)
	if err != nil {
		return nil, err
	}
	by := make([]figures.By, len(dimensions))
	for i, d := range dimensions {
		by[i].Dimension = d
	}
	cells, err := b.Count(ctx, asker, figure, by...)
	return append(total, cells...), err
}

func printJSON(w io.Writer, answer json.RawMessage) error {
	var rows []json.RawMessage
	if err := json.Unmarshal(answer, &rows); err != nil {
		return fault.Wrap("figures", err)
	}
	fmt.Fprintln(w, "[")
	for i, row := range rows {
		comma := ","
		if i == len(rows)-1 {
			comma = ""
		}
		fmt.Fprintf(w, "%s%s\n", row, comma)
	}
	_, err := fmt.Fprintln(w, "]")
	return err
}

// printCells prints figures for people: the totals, and below each what it breaks down to where that was asked for.
func printCells(w io.Writer, answer json.RawMessage) error {
	var cells []figures.Cell
	if err := json.Unmarshal(answer, &cells); err != nil {
		return fault.Wrap("figures", err)
	}
	table := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	for _, c := range cells {
		var by []string
		for _, d := range slices.Sorted(maps.Keys(c.By)) {
			by = append(by, d+"="+c.By[d])
		}
		value := fmt.Sprint(c.Value)
		if c.Withheld {
			value = "withheld"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\n", c.Figure, value, strings.Join(by, " "))
	}
	return table.Flush()
}
