// SPDX-License-Identifier: Apache-2.0

package amounts

import (
	"encoding/hex"
	"io"
	"slices"

	"github.com/xuri/excelize/v2"

	"safar/field/programme"
	"safar/kernel/fault"
)

// The sheets of a workbook, and the columns of the first: what their headings are called is said in the words of whoever asks.
const (
	sheetOfValues  = "amounts"
	sheetOfVersion = "programme"

	columnPathway = 1 // whose way it is, or the part of the file
	columnStep    = 2
	columnWhat    = 3
	columnValue   = 4
	columnUnit    = 5
	columnID      = 6 // of the setting: by it a row is known, wherever it was moved
	lastColumn    = columnID
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
	Programme string             // its id
	Name      string             // in the words of whoever asks
	Version   [32]byte           // the hash of the version's file
	Headings  [lastColumn]string // of the columns, in their order
	Units     []string           // the words for programme.Units, in their order, to choose from
	Note      string             // what to do with the workbook
	Rows      []Row              // in the order of the file
	Mirrored  bool               // for languages written from right to left
}

// Write writes b as XLSX. Only values and units can be typed over; the rest is locked without a password.
func Write(to io.Writer, b Book) error {
	f := excelize.NewFile()
	defer f.Close()
	w := &writing{f: f}
	w.values(b)
	w.version(b)
	if w.err == nil {
		_, w.err = f.WriteTo(to)
	}
	return fault.Wrap("amounts.Write", w.err)
}

// writing goes on until something fails, and keeps the first error.
type writing struct {
	f   *excelize.File
	err error
}

func (w *writing) do(err error) {
	if w.err == nil {
		w.err = err
	}
}

// values writes the sheet of the settings.
func (w *writing) values(b Book) {
	w.do(w.f.SetSheetName(w.f.GetSheetName(0), sheetOfValues))
	for i, heading := range b.Headings {
		w.text(sheetOfValues, i+1, 1, heading)
	}
	for i, r := range b.Rows {
		said := r.Setting.Said()
		unit := r.Unit
		if at := slices.Index(programme.Units, said.Unit); at >= 0 && at < len(b.Units) {
			unit = b.Units[at]
		}
		for c, text := range []string{r.Pathway, r.Step, r.What, said.Text, unit, r.Setting.ID} {
			w.text(sheetOfValues, c+1, i+2, text)
		}
	}
	w.styles(b)
	w.units(b)
}

// text writes a cell as text: nothing that stands in it is ever a formula, and no program reads a day or a number out of it.
func (w *writing) text(sheet string, column, row int, text string) {
	cell, err := excelize.CoordinatesToCellName(column, row)
	w.do(err)
	w.do(w.f.SetCellStr(sheet, cell, text))
}

// styles makes the headings stand out, and lets values and units be typed over.
func (w *writing) styles(b Book) {
	heading, err := w.f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	w.do(err)
	open, err := w.f.NewStyle(&excelize.Style{NumFmt: 49, Protection: &excelize.Protection{Locked: false}, // 49 is text
		Fill: excelize.Fill{Type: "pattern", Color: []string{"FFF8E1"}, Pattern: 1}})
	w.do(err)
	w.do(w.f.SetRowStyle(sheetOfValues, 1, 1, heading))
	if last := len(b.Rows) + 1; last > 1 {
		w.do(w.f.SetCellStyle(sheetOfValues, cellName(columnValue, 2), cellName(columnUnit, last), open))
	}
	for column, width := range [...]float64{columnPathway: 26, columnStep: 34, columnWhat: 34, columnValue: 24, columnUnit: 34, columnID: 44} {
		if column > 0 {
			name, err := excelize.ColumnNumberToName(column)
			w.do(err)
			w.do(w.f.SetColWidth(sheetOfValues, name, name, width))
		}
	}
	w.do(w.f.SetPanes(sheetOfValues, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	w.do(w.f.SetSheetView(sheetOfValues, 0, &excelize.ViewOptions{RightToLeft: &b.Mirrored}))
	w.do(w.f.ProtectSheet(sheetOfValues, &excelize.SheetProtectionOptions{SelectLockedCells: true, SelectUnlockedCells: true, FormatColumns: true}))
}

// units offers the units of lengths of time where one stands.
func (w *writing) units(b Book) {
	for i, r := range b.Rows {
		if r.Setting.Takes != programme.TakesSpan && r.Setting.Takes != programme.TakesSpans {
			continue
		}
		offered := excelize.NewDataValidation(true)
		offered.Sqref = cellName(columnUnit, i+2)
		w.do(offered.SetDropList(b.Units))
		w.do(w.f.AddDataValidation(sheetOfValues, offered))
	}
}

func cellName(column, row int) string {
	name, _ := excelize.CoordinatesToCellName(column, row) // both are positive
	return name
}

// version writes the sheet that says what the workbook was made of.
func (w *writing) version(b Book) {
	_, err := w.f.NewSheet(sheetOfVersion)
	w.do(err)
	for i, text := range []string{b.Programme, hex.EncodeToString(b.Version[:]), b.Name, b.Note} {
		w.text(sheetOfVersion, 1, i+1, text)
	}
	w.do(w.f.SetColWidth(sheetOfVersion, "A", "A", 90))
	w.do(w.f.SetSheetView(sheetOfVersion, 0, &excelize.ViewOptions{RightToLeft: &b.Mirrored}))
	w.do(w.f.ProtectSheet(sheetOfVersion, &excelize.SheetProtectionOptions{SelectLockedCells: true}))
}
