// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"cmp"
	"slices"
	"strings"

	"safar/exchange/sheet"
	"safar/kernel/fault"
)

// Refusal is one thing of a workbook that no form of ours can say, or that is wrong in it.
type Refusal struct {
	Sheet string     // as the workbook names it; "" for the workbook as a whole
	Cell  string     // such as “C12”; "" for the sheet as a whole
	Key   string     // of the sentence that says why
	Mend  string     // of the sentence that says what to do; may be ""
	Args  fault.Args // of both sentences

	row, column int
}

// Refusals are all that stands against a workbook, in its order. As an error it is what Read returns.
type Refusals []Refusal

// Error returns the places and keys, for operators.
func (rs Refusals) Error() string {
	var b strings.Builder
	for _, r := range rs {
		b.WriteString(r.Sheet + "!" + r.Cell + " " + r.Key + "\n")
	}
	return b.String()
}

// mostRefusals bounds how many are noted: nobody mends more in one sitting, and a large workbook of others may have thousands.
const mostRefusals = 200

// refuse notes a refusal at a cell of a sheet; its sentences are xlsform.refused.NAME and xlsform.mend.NAME.
func (r *reading) refuse(t *table, row, column int, name string, args fault.Args) {
	r.note(t, row, column, "xlsform.refused."+name, "xlsform.mend."+name, args)
}

func (r *reading) note(t *table, row, column int, key, mend string, args fault.Args) {
	of := Refusal{Key: key, Mend: mend, Args: args, row: row, column: column}
	if t != nil {
		of.Sheet = t.name
		if row > 0 {
			of.Cell = sheet.Reference(max(column, 0), row)
		}
	}
	if len(r.refusals) < mostRefusals {
		r.refusals = append(r.refusals, of)
	}
}

// sorted are the refusals by sheet as the workbook has them, then by row.
func (r *reading) sorted() Refusals {
	order := []string{"", survey, choices, settings}
	slices.SortStableFunc(r.refusals, func(a, b Refusal) int {
		return cmp.Or(cmp.Compare(slices.Index(order, strings.ToLower(a.Sheet)), slices.Index(order, strings.ToLower(b.Sheet))), cmp.Compare(a.row, b.row), cmp.Compare(a.column, b.column))
	})
	return r.refusals
}
