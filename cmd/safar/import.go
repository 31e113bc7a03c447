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
	"time"

	"safar/exchange/sheet"
	"safar/kernel/fault"
	"safar/kernel/store"
	"safar/operation"
	"safar/web/words"
)

// importCommand brings a file of the field into an operation, or writes a first mapping for it.
type importCommand struct {
	File     string `arg:"" help:"help.import_file" type:"path"`
	Kind     string `help:"help.import_kind" enum:"households,places" default:"households"`
	Mapping  string `help:"help.mapping"`
	Suggest  bool   `help:"help.suggest"`
	Data     string `help:"help.data" type:"path"`
	Database string `help:"help.database" env:"SAFAR_DATABASE"`
	By       string `help:"help.by_imports"`
	Caseload string `help:"help.caseload"`
}

// importingOptions give the writer room for the random pages that a whole list touches. What is acknowledged is durable, as ever.
var importingOptions = store.SQLiteOptions{WriterCache: 64 << 20, CheckpointPages: 8000}

// mostGarbage is how much memory, in bytes, an import lets the program hold before it collects as eagerly as it can. Without it a list of
// 120,000 people took 775 MB on a busy machine, on which the collector lags; with it 486 MB, and no more processor time.
const mostGarbage = 400 << 20

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

// Run has the process that serves the folder import the file, or where there is none opens the folder.
func (c *importCommand) Run(ctx context.Context) error {
	if c.Suggest {
		source, err := sheet.Suggest(c.File, printer().Say)
		if err == nil {
			_, err = os.Stdout.Write(source)
		}
		return err
	}
	o, err := c.order()
	if err != nil {
		return err
	}
	began := time.Now()
	var done imported
	if isServed(ctx, c.Data) {
		done, err = c.byServer(ctx, o)
	} else {
		done, err = c.byOpening(ctx, o)
	}
	fmt.Fprint(os.Stderr, "\r")
	if err == nil || done.Report.New+done.Report.Unchanged > 0 {
		c.print(os.Stdout, done, time.Since(began))
	}
	return err
}

// order says what is to be imported, and how.
func (c *importCommand) order() (o importOrder, err error) {
	o = importOrder{File: c.File, Kind: c.Kind, Shipped: c.Mapping, By: c.By, Caseload: c.Caseload, Language: printer().Language().Code}
	if c.Kind == "places" || slices.Contains(sheet.Shipped(), c.Mapping) {
		return o, nil
	}
	o.Shipped = ""
	if o.Mapping, err = os.ReadFile(c.Mapping); err != nil {
		err = fault.New("import", fault.NotFound, "sheet.file.no_mapping", fault.Args{"name": c.Mapping}).WithHint("sheet.mend.no_mapping").Because(err)
	}
	return o, err
}

// byOpening imports into a folder that nobody serves.
func (c *importCommand) byOpening(ctx context.Context, o importOrder) (done imported, err error) {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // memory for time: nobody else is served
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(mostGarbage))
	op, err := opened(ctx, operation.Options{Folder: c.Data, Ask: askFolder, Database: c.Database, Clock: clockOf(c.Data),
		SQLite: importingOptions})
	if err != nil {
		return done, err
	}
	line := progressLine("progress.import")
	done, err = o.carryOut(ctx, op.Desk, func(p progressOf) { line(p.Done, p.Total) })
	return done, errors.Join(err, op.Close())
}

// print says what became of the file. Counts are written without marks between their digits, for programs read them too.
func (c *importCommand) print(w io.Writer, done imported, took time.Duration) {
	p, r := printer(), done.Report
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
	if more := r.Refused + r.Fields - done.Written; more > 0 {
		fmt.Fprintf(w, "  %s\n", p.T("import.refused_more", fault.Args{"count": digits(more)}))
	}
}

// maxUnplaced is how many names of places that nobody knows, and of headers that stand twice, are printed.
const maxUnplaced = 20

// printDuplicates says which headers stand more than once in a sheet that was read: whoever wrote the mapping may have meant another column.
func printDuplicates(w io.Writer, p *words.Printer, s sheet.SheetReport) {
	for _, d := range s.Duplicates[:min(len(s.Duplicates), maxUnplaced)] {
		if d.Header != "" && s.Role != "left" {
			fmt.Fprintf(w, "  %s\n", p.T("import.duplicates", fault.Args{"sheet": s.Name, "header": d.Header, "names": d.Names}))
		}
	}
}

func digits(n int) string { return strconv.Itoa(n) }
