// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"safar/engine/match"
	"safar/engine/match/hosting"
	"safar/exchange/placement"
	"safar/exchange/sheet"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/web/words"
)

// matchSheets are what is asked of two workbooks, of guests and of hosts.
type matchSheets struct {
	Sheet   string `help:"help.match_sheet" type:"path" placeholder:"GUESTS"`
	Hosts   string `help:"help.match_hosts" type:"path"`
	Out     string `help:"help.match_out" type:"path"`
	On      string `help:"help.match_on" placeholder:"DAY"`
	If      string `help:"help.match_if" placeholder:"GUESTS=HOST"`
	Example string `help:"help.match_example" type:"path" placeholder:"FOLDER"`
}

// asked reports whether workbooks are meant.
func (s matchSheets) asked() bool { return s.Sheet != "" || s.Hosts != "" || s.Example != "" }

// vocabulary are the headings and words of workbooks in every language that Safar speaks.
func vocabulary() placement.Vocabulary {
	v := placement.Vocabulary{Columns: map[string]string{}, People: map[string]string{}, Parts: map[string]string{}}
	add := func(to map[string]string, prefix string, ids []string) {
		for _, language := range words.Default().Languages() {
			p := words.Default().Printer(language.Code)
			for _, id := range ids {
				to[strings.ToLower(p.T(prefix+id))] = id
			}
		}
	}
	add(v.Columns, "hosting.column_", slices.Concat(placement.GuestColumns(), placement.HostColumns(), placement.WeightColumns()))
	add(v.People, "hosting.people_", []string{hosting.Women, hosting.Men, hosting.Girls, hosting.Boys})
	for _, part := range hosting.Parts() {
		add(v.Parts, "hosting.part_", []string{string(part)})
		v.Parts[string(part)] = string(part)
	}
	add(v.Parts, "hosting.part_", []string{placement.Exchange})
	v.Parts[placement.Exchange] = placement.Exchange
	for _, group := range hosting.Groups() {
		add(v.Parts, "hosting.group_", []string{string(group)})
		v.Parts[string(group)] = string(group)
	}
	return v
}

// runSheets reads two workbooks, finds a plan, and writes a third with who is proposed to whom, and why.
func (c *matchCommand) runSheets(ctx context.Context) error {
	if c.Example != "" {
		return writeExamples(c.Example)
	}
	if c.Sheet == "" || c.Hosts == "" {
		return fault.New("match", fault.Invalid, "match.two_workbooks", nil).WithHint("match.two_workbooks.hint")
	}
	out, err := c.writable()
	if err != nil {
		return err
	}
	today, err := c.today()
	if err != nil {
		return err
	}
	office, troubles, err := placement.ReadOffice(c.Sheet, c.Hosts, vocabulary(), today)
	if err != nil {
		return err
	}
	if len(troubles) > 0 {
		return troubled(troubles)
	}
	problem := office.Problem()
	p := &placement.Proposals{Office: office, Problem: problem, Say: printer().Say}
	if p.Plan, p.Fair, err = c.fairly(ctx, p); err != nil {
		return err
	}
	if c.If != "" {
		return c.sayIf(ctx, p)
	}
	book, err := p.Workbook()
	if err == nil {
		err = os.WriteFile(out, book, 0o600) // it says who lives with whom
	}
	if err != nil {
		return fault.New("match", fault.Unavailable, "match.not_written", fault.Args{"file": out}).Because(err)
	}
	for _, line := range slices.Concat([]string{p.Summary()}, p.Warnings(), p.Unplaced(), p.Fares(), p.Exchanged(), []string{printer().T("match.written", words.Args{"file": out})}) {
		fmt.Println(line)
	}
	return nil
}

// writable is where the third workbook goes: nothing that is there already is written over.
func (c *matchCommand) writable() (string, error) {
	out := c.Out
	if out == "" {
		out = filepath.Join(filepath.Dir(c.Sheet), "proposals.xlsx")
	}
	if _, err := os.Stat(out); c.If == "" && !errors.Is(err, fs.ErrNotExist) {
		return "", fault.New("match", fault.Conflict, "match.there_already", fault.Args{"file": out}).WithHint("match.there_already.hint")
	}
	return out, nil
}

func (c *matchCommand) today() (clock.Day, error) {
	if c.On == "" {
		return clock.DayOf(time.Now()), nil
	}
	day, is := sheet.ParseDay(c.On)
	if !is {
		return day, fault.New("match", fault.Invalid, "placement.no_day", fault.Args{"value": c.On})
	}
	return day, nil
}

// fairly finds a plan; where floors were set for groups, one in which they have them, and what that costs.
func (c *matchCommand) fairly(ctx context.Context, p *placement.Proposals) (*match.Plan, *match.Fairness, error) {
	floors := p.Problem.Floors(p.Office.Floors)
	if len(floors) == 0 {
		plan, err := c.plan(ctx, p.Office, *p.Problem)
		return plan, nil, err
	}
	fair, err := match.Fair(p.Problem.Problem, floors, c.search(ctx, p.Office, *p.Problem))
	if err == nil {
		err = fair.Plan.Verify(p.Problem.Problem)
	}
	fmt.Fprintf(os.Stderr, "\r%20s\r", "")
	if err != nil {
		return nil, nil, fault.New("match", fault.Invalid, "placement.wrong", fault.Args{"what": err.Error()})
	}
	return fair.Plan, fair, nil
}

// search says how a plan of an office is looked for.
func (c *matchCommand) search(ctx context.Context, office *placement.Office, problem hosting.Problem) match.Search {
	s := match.Search{Seed: c.Seed, Threads: c.threads(), Steps: c.Steps, Spent: c.spent(ctx, time.Now()), Overrides: c.If == ""}
	if office.Exchange {
		s.Ranks = problem.Ranks()
	}
	return s
}

// plan finds a plan, and holds it against the problem.
func (c *matchCommand) plan(ctx context.Context, office *placement.Office, problem hosting.Problem) (*match.Plan, error) {
	plan, err := match.Solve(problem.Problem, c.search(ctx, office, problem))
	if err == nil {
		err = plan.Verify(problem.Problem)
	}
	fmt.Fprintf(os.Stderr, "\r%20s\r", "")
	if err != nil {
		return nil, fault.New("match", fault.Invalid, "placement.wrong", fault.Args{"what": err.Error()})
	}
	return plan, nil
}

// sayIf says what it would cost everybody that guests live with a host, and who else would move.
func (c *matchCommand) sayIf(ctx context.Context, p *placement.Proposals) error {
	guests, host, is := strings.Cut(c.If, "=")
	g := slices.IndexFunc(p.Office.GuestNames, func(name string) bool { return strings.EqualFold(name, strings.TrimSpace(guests)) })
	h := slices.IndexFunc(p.Office.HostNames, func(name string) bool { return strings.EqualFold(name, strings.TrimSpace(host)) })
	if !is || g < 0 || h < 0 {
		return fault.New("match", fault.Invalid, "match.if_unknown", fault.Args{"asked": c.If})
	}
	instead, can := p.Problem.Instead(g, h)
	if !can {
		return fault.New("match", fault.Blocked, "match.if_excluded", fault.Args{"guests": guests, "host": host, "why": p.Excluded(g, h)})
	}
	plan, err := c.plan(ctx, p.Office, instead)
	if err != nil {
		return err
	}
	s := printer()
	fmt.Println(s.T("match.if_costs", words.Args{"guests": guests, "host": host, "points": plan.Cost - p.Plan.Cost, "least": max(0, plan.Bound-p.Plan.Cost)}))
	for _, line := range p.Moved(plan) {
		fmt.Println(line)
	}
	return nil
}

// troubled says all that is wrong in the workbooks.
func troubled(troubles []placement.Trouble) error {
	s := printer()
	for _, t := range troubles {
		fmt.Fprintln(os.Stderr, s.T("match.trouble", words.Args{"file": filepath.Base(t.File), "sheet": t.Sheet, "row": t.Row, "column": s.T("hosting.column_" + t.Column), "what": s.Say(t.Key, t.Args)}))
	}
	return fault.New("match", fault.Invalid, "match.troubles", fault.Args{"count": len(troubles)}).WithHint("match.troubles.hint")
}

// writeExamples writes two workbooks with headings, to be filled in, and says what is meant by each.
func writeExamples(folder string) error {
	s := printer()
	guests := []sheet.Written{blankSheet(s, "guests", placement.GuestColumns()), weightsSheet(s)}
	if err := writeExample(s, filepath.Join(folder, "guests.xlsx"), placement.GuestColumns(), guests...); err != nil {
		return err
	}
	return writeExample(s, filepath.Join(folder, "hosts.xlsx"), placement.HostColumns(), blankSheet(s, "hosts", placement.HostColumns()))
}

func blankSheet(s *words.Printer, name string, columns []string) sheet.Written {
	heads := make([]string, len(columns))
	for i, column := range columns {
		heads[i] = s.T("hosting.column_" + column)
	}
	return sheet.Written{Name: s.T("hosting.sheet_" + name), Rows: [][]string{heads}, Widths: []int{18}}
}

func writeExample(s *words.Printer, path string, columns []string, sheets ...sheet.Written) error {
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return fault.New("match", fault.Conflict, "match.there_already", fault.Args{"file": path}).WithHint("match.there_already.hint")
	}
	book, err := sheet.WriteXLSX(sheets...)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(path), 0o700)
	}
	if err == nil {
		err = os.WriteFile(path, book, 0o600)
	}
	if err != nil {
		return fault.New("match", fault.Unavailable, "match.not_written", fault.Args{"file": path}).Because(err)
	}
	fmt.Println(s.T("match.written", words.Args{"file": path}))
	for _, column := range columns {
		fmt.Printf("  %s: %s\n", s.T("hosting.column_"+column), s.T("hosting.hint_"+column))
	}
	return nil
}

// weightsSheet is the sheet in which an organisation says what counts how much.
func weightsSheet(s *words.Printer) sheet.Written {
	usual := map[hosting.Part]int{hosting.Language: hosting.Usual.Language, hosting.Wish: hosting.Usual.Wish, hosting.Spare: hosting.Usual.Spare, hosting.Access: hosting.Usual.Access}
	rows := [][]string{{s.T("hosting.column_part"), s.T("hosting.column_points")}}
	for _, part := range hosting.Parts() {
		rows = append(rows, []string{s.T("hosting.part_" + string(part)), fmt.Sprint(usual[part])})
	}
	rows = append(rows, []string{s.T("hosting.part_" + placement.Exchange), "0"})
	return sheet.Written{Name: s.T("hosting.sheet_weights"), Rows: rows, Widths: []int{40, 10}}
}
