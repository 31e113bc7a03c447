// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"

	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/operation"
	"safar/web/words"
)

// programmeCommand works with programme files.
type programmeCommand struct {
	Check   checkProgrammeCommand   `cmd:"" help:"help.programme_check"`
	Draw    drawProgrammeCommand    `cmd:"" help:"help.programme_draw"`
	Publish publishProgrammeCommand `cmd:"" help:"help.programme_publish"`
}

type checkProgrammeCommand struct {
	File     string `arg:"" help:"help.programme_file_or_folder" type:"path"`
	Data     string `help:"help.programme_data" type:"path"`
	Database string `help:"help.database" env:"SAFAR_DATABASE"`
}

// Run checks the file, by itself and against an operation where one is named.
func (c *checkProgrammeCommand) Run(ctx context.Context) error {
	text, err := c.alone()
	if err != nil || c.Data == "" {
		return err
	}
	op, err := opened(ctx, operation.Options{Folder: c.Data, Ask: askFolder, Database: c.Database, Clock: clockOf(c.Data)})
	if err != nil {
		return err
	}
	checker := access.Actor{User: id.New(), Grants: []access.Grant{access.NewGrant(access.ProgrammeManager, id.ID{})}}
	return errors.Join(foretell(ctx, os.Stdout, op.Desk, checker, text), op.Close())
}

// alone checks the file by itself, or the folder with its forms and words, and returns the file.
func (c *checkProgrammeCommand) alone() (text []byte, err error) {
	file, sound := programmeIn(c.File), false
	if file != c.File {
		sound, err = programme.CheckFolder(os.Stdout, c.File, os.DirFS(c.File), printer().Say)
	} else if text, err = programmeFile(file); err == nil {
		sound = programme.CheckFile(os.Stdout, file, text, printer().Say)
	}
	switch {
	case err != nil:
		return nil, err
	case !sound:
		return nil, errSaid
	}
	return programmeFile(file)
}

// programmeIn returns the file of a programme that is named by its folder; another name as it is.
func programmeIn(name string) string {
	if folder, err := os.Stat(name); err == nil && folder.IsDir() {
		return filepath.Join(name, "programme.yaml")
	}
	return name
}

func programmeFile(name string) ([]byte, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fault.New("programme", fault.Unavailable, "file.unreadable", fault.Args{"file": name}).Because(err)
	}
	return text, nil
}

// foretell says what stands against publishing a file, and whom it would concern. It changes nothing.
func foretell(ctx context.Context, w io.Writer, d *desk.Desk, by access.Actor, text []byte) error {
	o, err := desk.Ask(ctx, d, by, "task.programme", journey.ObjectionsTo(journey.Publish{Source: text}, printer().Say))
	if err != nil {
		return err
	}
	for _, p := range o.Problems {
		fmt.Fprint(w, p.Show())
	}
	err = eachCaseload(ctx, d, by, text, func(name string, scope access.Scope) error {
		f, err := journey.Foresee(ctx, d, by, scope, text, progressLine("progress.journeys", words.Args{"caseload": name}))
		fmt.Fprint(os.Stderr, "\r")
		if err == nil {
			err = printForeseen(w, name, f)
		}
		return err
	})
	if err == nil && len(o.Problems) > 0 {
		fmt.Fprintln(w, printer().T("programme.would_be_refused", fault.Args{"programme": o.Programme}))
		err = errSaid
	}
	return err
}

// eachCaseload calls do for every caseload, by name, and for each part of it in which the programme of a file is walked.
func eachCaseload(ctx context.Context, d *desk.Desk, by access.Actor, file []byte, do func(name string, scope access.Scope) error) error {
	p, err := journey.Parsed(file)
	if err != nil {
		return nil // what is wrong in it was said
	}
	caseloads, err := desk.Ask(ctx, d, by, "task.programme", staff.Caseloads())
	for _, c := range caseloads {
		for _, part := range programme.Compartments() {
			name := c.Name
			if part != access.General {
				name = printer().T("caseload.part", words.Args{"Caseload": c.Name, "Compartment": printer().T("compartment." + part.String())})
			}
			if err == nil && p.WalkedIn(part) {
				err = do(name, access.Scope{Caseload: c.ID, Compartment: part})
			}
		}
	}
	return err
}

func printForeseen(w io.Writer, name string, f journey.Foreseen) error {
	p := printer()
	key := "programme.foreseen"
	if f.Counts {
		key = "programme.foreseen_counts"
	}
	fmt.Fprintln(w, p.T(key, fault.Args{"caseload": name, "journeys": digits(f.Journeys), "moving": digits(f.Moving),
		"changed": digits(f.Changed), "owed": digits(f.Owed)}))
	table := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	if f.Withheld {
		fmt.Fprintln(table, "  "+p.T("figures.withheld_why", words.Args{"Fewest": access.FewestTold}))
	}
	for _, why := range slices.Sorted(maps.Keys(f.Left)) {
		fmt.Fprintf(table, "  %s\t%d\t%s\n", p.T("programme.left"), f.Left[why], p.T("migration."+why))
	}
	for _, s := range f.Steps {
		fmt.Fprintf(table, "  %s.%s\t%d\t%s → %s\n", s.Pathway, s.Step, s.Journeys, stateWord(p, s.From), stateWord(p, s.To))
	}
	for _, a := range f.Amounts {
		fmt.Fprintf(table, "  %s.%s\t%d\t%s → %s\n", a.Pathway, a.Step, a.Journeys, p.Money(words.Money{Minor: a.Before, Currency: a.Currency}),
			p.Money(words.Money{Minor: a.After, Currency: a.Currency}))
	}
	return table.Flush()
}

// stateWord is the word for the state of a step; a dash where a version has no such step.
func stateWord(p *words.Printer, state string) string {
	if state == "" {
		return "–"
	}
	return p.T("state." + state)
}

type publishProgrammeCommand struct {
	File     string `arg:"" help:"help.programme_file_or_folder" type:"path"`
	Data     string `help:"help.data" required:"" type:"path"`
	Database string `help:"help.database" env:"SAFAR_DATABASE"`
	By       string `help:"help.by_publishes" required:""`
	Migrate  bool   `help:"help.migrate"`
}

// Run publishes the file, and migrates where that is asked for.
func (c *publishProgrammeCommand) Run(ctx context.Context) error {
	file := programmeIn(c.File)
	text, err := programmeFile(file)
	if err != nil {
		return err
	}
	op, err := opened(ctx, operation.Options{Folder: c.Data, Ask: askFolder, Database: c.Database, Clock: clockOf(c.Data)})
	if err != nil {
		return err
	}
	beside := os.DirFS(filepath.Dir(file))
	version := journey.Publish{Source: text}
	if version.Forms, err = programme.FormFiles(beside); err == nil {
		version.Words, err = programme.WordFiles(beside)
	}
	if err == nil {
		err = c.publish(ctx, os.Stdout, op.Desk, version)
	}
	return errors.Join(err, op.Close())
}

// publish publishes a file with the forms and the words that lie beside it.
func (c *publishProgrammeCommand) publish(ctx context.Context, w io.Writer, d *desk.Desk, version journey.Publish) error {
	by, err := userNamed(ctx, d, c.By)
	if err != nil {
		return err
	}
	if _, err := d.Do(ctx, by, access.Commons, id.New(), version); err != nil {
		var problems programme.Problems
		if errors.As(err, &problems) {
			fmt.Fprint(w, problems.Show(printer().Say))
		}
		return err
	}
	p, err := journey.Parsed(version.Source)
	if err != nil {
		return err
	}
	fmt.Fprintln(w, printer().T("programme.in_force", fault.Args{"programme": p.ID}))
	if !c.Migrate {
		return nil
	}
	return eachCaseload(ctx, d, by, version.Source, func(name string, scope access.Scope) error {
		m, err := journey.MigrateAll(ctx, d, by, scope, p.ID, progressLine("progress.journeys", words.Args{"caseload": name}))
		fmt.Fprint(os.Stderr, "\r")
		fmt.Fprintln(w, printer().T("programme.migrated", fault.Args{"caseload": name, "moved": digits(m.Moved), "left": digits(m.Left)}))
		if m.Withheld {
			fmt.Fprintln(w, "  "+printer().T("figures.withheld_why", words.Args{"Fewest": access.FewestTold}))
		}
		return err
	})
}
