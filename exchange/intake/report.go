// SPDX-License-Identifier: Apache-2.0

package intake

import (
	"cmp"
	"io"
	"slices"
	"strings"

	"safar/exchange/sheet"
	"safar/kernel/fault"
)

// Options say how an import is watched and reported. The zero Options watch nothing and report in keys.
type Options struct {
	// Progress, if not nil, is called after each batch that is durable, by the goroutine that imports.
	Progress func(Progress)
	// Say gives the sentence of a message key for the file of refused rows; nil is sheet.Keys.
	Say sheet.Say
	// RefusedFile is where refused rows are written; "" is beside the input, as sheet.RefusedPath names it.
	RefusedFile string
	// RefusedTo, if not nil, is where refused rows are written instead of a file.
	RefusedTo io.Writer
	// Countries are the countries whose places are taken, by their ISO 3166 codes of three letters; none means all. Places alone.
	Countries []string
}

// Progress says how far an import has come. What it counts is durable.
type Progress struct {
	Done, Total int // rows of the file; Total is 0 until it is known
	New         int // households or places
	Refused     int // rows refused by the desk so far
}

// Report says what became of a file. Beside an error it says what had become of it until then.
type Report struct {
	// New and Unchanged count households, or places. Unchanged ones were there already, with the same content.
	New, Unchanged int
	// Refused counts rows that were not taken, by the reader or by the desk; Fields values left empty in rows that were taken.
	Refused, Fields int
	// Persons counts the persons of new households.
	Persons int
	// Flags counts doubts by message key: of the rows as they stand in the file, new or not.
	Flags map[string]int
	// Refusals are what was not taken, in the order of the file; RefusedFile is where they were written, "" where there was none.
	Refusals    []sheet.Refusal
	RefusedFile string // its path
	// Unplaced are places that households name and the operation does not know, or knows more than one of.
	Unplaced []Unplaced
	// NotKept counts values that the register has no place for, by field: answers, document, mother, …
	NotKept map[string]int
	// Reading is the reader's own report. Empty for places.
	Reading sheet.Report
}

// Unplaced is a name or code of a place that households of the file give.
type Unplaced struct {
	Field      string // "site" or "origin"
	Name       string // as the file writes it
	Several    bool   // more than one place bears the name; else none does
	Households int    // new ones that name it, and are kept without it
}

// Key returns the message key of u: "intake.unplaced" or "intake.unplaced_several".
func (u Unplaced) Key() string {
	if u.Several {
		return "intake.unplaced_several"
	}
	return "intake.unplaced"
}

// maxRefusals bounds the refusals kept; further ones are only counted.
const maxRefusals = 100_000

func (r *Report) refuse(f sheet.Refusal) {
	r.Refused++
	if len(r.Refusals) < maxRefusals {
		r.Refusals = append(r.Refusals, f)
	}
}

// gather joins the reader's refusals with those of the desk, in the order of the file.
func (r *Report) gather(reading sheet.Report) {
	r.Reading = reading
	r.Refused += reading.RowsRefused
	r.Fields = reading.FieldsRefused
	r.Flags = reading.Flags
	r.Refusals = append(r.Refusals, reading.Refusals...)
	r.Reading.Refusals = nil // they are all above
	slices.SortStableFunc(r.Refusals, func(a, b sheet.Refusal) int {
		return cmp.Or(strings.Compare(a.Sheet, b.Sheet), a.Row-b.Row)
	})
}

// writeRefused writes the refusals beside the input, or removes the file of an earlier import where there are none.
func (r *Report) writeRefused(input string, o Options) error {
	path := o.RefusedFile
	if path == "" {
		path = sheet.RefusedPath(input)
	}
	say := o.Say
	if say == nil {
		say = sheet.Keys
	}
	if o.RefusedTo != nil {
		return fault.Wrap("intake.WriteRefused", sheet.WriteRefusals(o.RefusedTo, r.Refusals, say))
	}
	if err := sheet.WriteRefused(path, r.Refusals, say); err != nil {
		return fault.New("intake.WriteRefused", fault.Unavailable, "intake.refused_file", nil).
			WithHint("intake.refused_file_hint").Because(err)
	}
	if len(r.Refusals) > 0 {
		r.RefusedFile = path
	}
	return nil
}
