// SPDX-License-Identifier: Apache-2.0

package amounts

import (
	"encoding/hex"
	"slices"

	"safar/exchange/sheet"
	"safar/field/programme"
)

// The sheets of a workbook, and the columns of the first: what their headings are called is said in the words of whoever asks.
const (
	sheetOfValues  = "amounts"
	sheetOfVersion = "programme"
)

// The columns of the settings, in their order.
const (
	columnPathway = iota // whose way it is, or the part of the file
	columnStep
	columnWhat
	columnValue
	columnUnit
	columnID // of the setting: by it a row is known, wherever it was moved
	columns
)

// Row is a setting as a workbook shows it: with the words for where it stands.
type Row struct {
	Setting programme.Setting // with the value that stands there now
	Pathway string            // the words for the pathway, or for the part of the file
	Step    string            // the words for the step, the grant or the input
	What    string            // the words for what is set
	Unit    string            // the words for its unit: a currency and for whom, or the unit of a length of time
}

// Book is a workbook of a version of a programme.
type Book struct {
	Programme string          // its id
	Name      string          // in the words of whoever asks
	Version   [32]byte        // the hash of the version's file
	Headings  [columns]string // of the columns, in their order
	Units     []string        // the words for programme.Units, in their order
	Note      string          // what to do with the workbook
	Rows      []Row           // in the order of the file
}

// Write returns b as XLSX. Every cell is a text: none is ever a formula.
func Write(b Book) ([]byte, error) {
	rows := [][]string{b.Headings[:]}
	for _, r := range b.Rows {
		said := r.Setting.Said()
		unit := r.Unit
		if at := slices.Index(programme.Units, said.Unit); at >= 0 && at < len(b.Units) {
			unit = b.Units[at]
		}
		rows = append(rows, []string{r.Pathway, r.Step, r.What, said.Text, unit, r.Setting.ID})
	}
	version := [][]string{{b.Programme}, {hex.EncodeToString(b.Version[:])}, {b.Name}, {b.Note}}
	return sheet.WriteXLSX(sheet.Written{Name: sheetOfValues, Rows: rows, Widths: []int{26, 34, 34, 24, 34, 44}},
		sheet.Written{Name: sheetOfVersion, Rows: version, Widths: []int{90}})
}
