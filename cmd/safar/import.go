// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"safar/desk"
	"safar/exchange/intake"
	"safar/exchange/sheet"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/store"
	"safar/operation"
	"safar/web/words"
)

// importCommand brings a file of the field into an operation, or writes a first mapping for it.
type importCommand struct {
	File     string `arg:"" help:"XLSX or CSV file." type:"existingfile"`
	Kind     string `help:"What the file holds: households, or places (a table of p-codes)." enum:"households,places" default:"households"`
	Mapping  string `help:"Which column is which field: a YAML file, or the name of a mapping that comes with Safar."`
	Suggest  bool   `help:"Only write a first mapping, from the file's headers, to the standard output."`
	Data     string `help:"The data folder." type:"path"`
	Database string `help:"postgres:// address of the database, instead of the folder's own." env:"SAFAR_DATABASE"`
	By       string `help:"Name of the user who imports."`
	Caseload string `help:"Name of the caseload that answers for the households; the only one unless said."`
}

// importingOptions give the writer room for the random pages that a whole list touches. What is acknowledged is durable, as ever.
var importingOptions = store.SQLiteOptions{WriterCache: 64 << 20, CheckpointPages: 8000}

// Validate says what is missing on the command line.
func (c *importCommand) Validate() error {
	switch {
	case c.Suggest:
		return nil
	case c.Data == "":
		return errors.New(printer().T("import.data_missing"))
	case c.By == "":
		return errors.New(printer().T("import.by_missing"))
	case c.Mapping == "" && c.Kind == "households":
		return errors.New(printer().T("import.mapping_missing", fault.Args{"mappings": sheet.Shipped()}))
	}
	return nil
}

// Run imports the file.
func (c *importCommand) Run(ctx context.Context) error {
	if c.Suggest {
		source, err := sheet.Suggest(c.File)
		if err == nil {
			_, err = os.Stdout.Write(source)
		}
		return err
	}
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // memory for time: nobody else is served
	op, err := operation.Open(ctx, operation.Options{Folder: c.Data, Ask: askFolder, Database: c.Database, Clock: clockOf(c.Data),
		SQLite: importingOptions})
	if err != nil {
		return err
	}
	began := time.Now()
	report, err := c.into(ctx, op.Desk)
	fmt.Fprint(os.Stderr, "\r")
	if err == nil || report.New+report.Unchanged > 0 {
		c.print(os.Stdout, report, time.Since(began))
	}
	return errors.Join(err, op.Close())
}

// into imports the file through a desk.
func (c *importCommand) into(ctx context.Context, d *desk.Desk) (intake.Report, error) {
	by, err := userNamed(ctx, d, c.By)
	if err != nil {
		return intake.Report{}, err
	}
	line := progressLine("progress.import")
	o := intake.Options{Progress: func(p intake.Progress) { line(p.Done, p.Total) }, Say: sayOf(printer())}
	if c.Kind == "places" {
		return intake.Places(ctx, d, by, c.File, o)
	}
	scope, err := c.scope(ctx, d, by)
	if err != nil {
		return intake.Report{}, err
	}
	m, err := c.mapping()
	if err != nil {
		return intake.Report{}, err
	}
	wb, err := sheet.OpenWith(c.File, m.Options())
	if err != nil {
		return intake.Report{}, err
	}
	report, err := intake.Households(ctx, d, by, scope, wb, m, o)
	return report, errors.Join(err, wb.Close())
}

// mapping returns the mapping of the command line: one that comes with Safar, or a file.
func (c *importCommand) mapping() (*sheet.Mapping, error) {
	if slices.Contains(sheet.Shipped(), c.Mapping) {
		return sheet.ShippedMapping(c.Mapping)
	}
	source, err := os.ReadFile(c.Mapping)
	if err != nil {
		return nil, fault.New("import", fault.NotFound, "sheet.file.no_mapping", fault.Args{"name": c.Mapping}).WithHint("sheet.mend.no_mapping").Because(err)
	}
	return sheet.ParseMapping(source)
}

// userNamed returns a user as they stand today. Whoever can unlock the data folder acts in the name of anyone in it, so that
// no passphrase of a user is asked for; what is done stands under the user's name, and only what they may.
func userNamed(ctx context.Context, d *desk.Desk, name string) (access.Actor, error) {
	return desk.Identify(ctx, d, func(r *desk.Reader) (access.Actor, error) {
		found, err := r.FindCommons(staff.ByName, []byte(name), 2)
		if err != nil {
			return access.Actor{}, err
		}
		if len(found) != 1 {
			return access.Actor{}, fault.New("import", fault.NotFound, "signin.no_such_user", nil)
		}
		u, err := desk.ReadCommons(r, staff.UserStory, found[0])
		if err != nil {
			return access.Actor{}, err
		}
		return u.State.Actor(found[0]), nil
	})
}

// scope returns the general compartment of the caseload that is named, or of the only one there is.
func (c *importCommand) scope(ctx context.Context, d *desk.Desk, by access.Actor) (access.Scope, error) {
	caseloads, err := desk.Ask(ctx, d, by, "task.import", staff.Caseloads())
	if err != nil {
		return access.Scope{}, err
	}
	var found []id.ID
	var names []string
	for _, row := range caseloads {
		names = append(names, row.Name)
		if c.Caseload == "" || strings.EqualFold(row.Name, c.Caseload) {
			found = append(found, row.ID)
		}
	}
	if len(found) != 1 {
		return access.Scope{}, fault.New("import", fault.Invalid, "intake.caseload", fault.Args{"caseloads": strings.Join(names, ", ")})
	}
	return access.Scope{Caseload: found[0], Compartment: access.General}, nil
}

// sayOf gives an import the words of a catalogue.
func sayOf(p *words.Printer) sheet.Say {
	return func(key string, args fault.Args) string { return p.T(key, args) }
}

// maxUnplaced is how many names of places that nobody knows, and of headers that stand twice, are printed.
const maxUnplaced = 20

// print says what became of the file. Counts are written without marks between their digits, for programs read them too.
func (c *importCommand) print(w io.Writer, r intake.Report, took time.Duration) {
	p := printer()
	fmt.Fprintln(w, p.T("import."+c.Kind, fault.Args{"new": digits(r.New), "unchanged": digits(r.Unchanged), "refused": digits(r.Refused),
		"persons": digits(r.Persons), "fields": digits(r.Fields), "seconds": seconds(took)}))
	for _, key := range slices.Sorted(maps.Keys(r.Flags)) {
		fmt.Fprintf(w, "  %s\n", p.T("import.flagged", fault.Args{"count": digits(r.Flags[key]), "flag": p.T(key)}))
	}
	for _, u := range r.Unplaced[:min(len(r.Unplaced), maxUnplaced)] {
		fmt.Fprintf(w, "  %s\n", p.T("import.unplaced", fault.Args{"field": p.T("import." + u.Field), "count": digits(u.Households),
			"why": p.T(u.Key(), fault.Args{"name": u.Name})}))
	}
	for _, field := range slices.Sorted(maps.Keys(r.NotKept)) {
		fmt.Fprintf(w, "  %s\n", p.T("import.not_kept", fault.Args{"count": digits(r.NotKept[field]), "field": field}))
	}
	for _, s := range r.Reading.Sheets {
		printDuplicates(w, p, s)
	}
	if r.RefusedFile != "" {
		fmt.Fprintf(w, "  %s\n", p.T("import.refused_file", fault.Args{"file": r.RefusedFile}))
	}
	if more := r.Refused + r.Fields - len(r.Refusals); more > 0 {
		fmt.Fprintf(w, "  %s\n", p.T("import.refused_more", fault.Args{"count": digits(more)}))
	}
}

// printDuplicates says which headers stand more than once in a sheet that was read: whoever wrote the mapping may have meant another column.
func printDuplicates(w io.Writer, p *words.Printer, s sheet.SheetReport) {
	for _, d := range s.Duplicates[:min(len(s.Duplicates), maxUnplaced)] {
		if d.Header != "" && s.Role != "left" {
			fmt.Fprintf(w, "  %s\n", p.T("import.duplicates", fault.Args{"sheet": s.Name, "header": d.Header, "names": d.Names}))
		}
	}
}

func digits(n int) string { return strconv.Itoa(n) }
