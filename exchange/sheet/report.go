// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"safar/kernel/fault"
)

// Refusal is something of the file that was not taken. Value may hold what a person said: it goes into the file beside the
// input, which holds it anyway, and never into a log.
type Refusal struct {
	Sheet     string     // where it stands
	Row       int        // from 1
	Column    string     // header; "" for a whole row
	Field     string     // of the mapping; "" for a whole row
	Value     string     // as it is written; "" for a whole row
	Whole     bool       // the household was not drafted; else only the field was left empty
	ReasonKey string     // of the sentence that says why
	MendKey   string     // of the sentence that says how to mend it
	Args      fault.Args // values of both sentences
}

// Report says what a reading came to.
type Report struct {
	Households int // drafted
	Persons    int // in them
	Rows       int // of data, in all sheets read
	// RowsRefused counts rows not drafted (households, orphans, doubles); FieldsRefused values left empty in drafts.
	RowsRefused, FieldsRefused int
	Refusals                   []Refusal      // the first maxRefusals
	Flags                      map[string]int // doubts, by key of their sentence
	Sheets                     []SheetReport  // one for each of the workbook
	Encoding, Separator        string         // of a CSV file
}

// SheetReport says what was found in one sheet.
type SheetReport struct {
	Name       string               // as the workbook has it
	Role       string               // "households", "persons", "adds" or "left"
	HeaderRow  int                  // from 1
	HXL        bool                 // it has a row of HXL tags
	Rows       int                  // of data
	Duplicates []Duplicate          // headers that stood more than once
	Orders     map[string]DateOrder // by field: how its dates were found to be written
}

// maxRefusals bounds the refusals kept: beyond it they are counted only. A file with more has one fault, not many.
const maxRefusals = 100_000

func (r *Report) refuse(f Refusal) {
	if f.Whole {
		r.RowsRefused++
	} else {
		r.FieldsRefused++
	}
	if len(r.Refusals) < maxRefusals {
		r.Refusals = append(r.Refusals, f)
	}
}

func (r *Report) flag(flags []Flag) {
	for _, f := range flags {
		r.Flags[f.Key]++
	}
}

// RefusedPath returns the name of the file of refused rows that belongs to an input: beside it, with ".refused.csv" added.
func RefusedPath(input string) string { return input + ".refused.csv" }

// WriteRefused writes the refusals to path, readable by its owner only, for a person to mend the input with: sheet, row,
// column, field, value, what was lost, reason, how to mend, in the language of say. It begins with a byte order mark, so that spreadsheet programs
// read its letters right, and no cell of it can act as a formula. Without refusals an older file at path is removed.
func WriteRefused(path string, refusals []Refusal, say Say) error {
	const op = "sheet.WriteRefused"
	if len(refusals) == 0 {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fault.Wrap(op, err)
		}
		return nil
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".refused-*")
	if err != nil {
		return fault.Wrap(op, err)
	}
	err = errors.Join(WriteRefusals(f, refusals, say), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fault.Wrap(op, errors.Join(err, os.Remove(f.Name())))
	}
	return nil
}

// refusedColumns are the headings of the file of refused rows, in the catalogues under "sheet.refused_file.".
var refusedColumns = []string{"sheet", "row", "column", "field", "value", "lost", "reason", "mend"}

// WriteRefusals writes refusals as WriteRefused does, wherever they go.
func WriteRefusals(to io.Writer, refusals []Refusal, say Say) error {
	if _, err := io.WriteString(to, "\ufeff"); err != nil {
		return err
	}
	w := csv.NewWriter(to)
	var headings []string
	for _, name := range refusedColumns {
		headings = append(headings, say("sheet.refused_file."+name, nil))
	}
	err := w.Write(headings)
	for _, r := range refusals {
		if err != nil {
			return err
		}
		lost := "sheet.refused_file.this_field"
		if r.Whole {
			lost = "sheet.refused_file.whole_row"
		}
		cells := []string{r.Sheet, strconv.Itoa(r.Row), r.Column, r.Field, r.Value, say(lost, nil), say(r.ReasonKey, r.Args), say(r.MendKey, r.Args)}
		for i := range cells {
			cells[i] = harmless(cells[i])
		}
		err = w.Write(cells)
	}
	w.Flush()
	return errors.Join(err, w.Error())
}

// harmless puts an apostrophe before text that a spreadsheet program would run as a formula.
func harmless(s string) string {
	if t := strings.TrimLeft(s, " \t\r\n\u00a0"); t != "" && strings.ContainsRune("=+-@", rune(t[0])) ||
		s != "" && (s[0] == '\t' || s[0] == '\r') {
		return "'" + s
	}
	return s
}
