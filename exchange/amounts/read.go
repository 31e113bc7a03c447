// SPDX-License-Identifier: Apache-2.0

package amounts

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"safar/exchange/sheet"
	"safar/field/programme"
	"safar/kernel/fault"
)

// What is read of a workbook is bounded: one of a hundred settings is some 12 KB.
const (
	// MaxFile is the largest workbook that is read, in bytes.
	MaxFile = 2 << 20

	mostTexts = 4 << 20 // bytes of the texts that its sheets share
	mostRows  = 2000
)

// Filled is what stands in a workbook that somebody filled in.
type Filled struct {
	Programme string                    // id of the programme of which it was made
	Version   [32]byte                  // hash of the file of the version of which it was made
	Values    map[string]programme.Said // by the ids of settings: what stands in the two columns that can be typed over
	Rows      map[string]int            // of each setting, the row in which it stands, from 1
}

// Read reads a workbook. Units are known by the words of units: for each word in small letters, one of programme.Units. The error is a fault.Error that
// says which sheet and row is wrong. Rows without an id are passed over: people write remarks; a row that was taken away changes nothing.
func Read(content []byte, units map[string]string) (*Filled, error) {
	const op = "amounts.Read"
	if len(content) > MaxFile {
		return nil, fault.New(op, fault.Invalid, "amounts.too_large", fault.Args{"megabytes": MaxFile >> 20})
	}
	wb, err := sheet.OpenBytes("amounts.xlsx", content, sheet.Options{MostTexts: mostTexts})
	if err != nil || wb.Format != "xlsx" {
		return nil, fault.New(op, fault.Invalid, "amounts.not_a_workbook", nil).Because(err)
	}
	defer wb.Close()
	out := &Filled{Values: map[string]programme.Said{}, Rows: map[string]int{}}
	version, err := rowsOf(wb, sheetOfVersion)
	if err == nil {
		err = out.version(version)
	}
	if err != nil {
		return nil, err
	}
	values, err := rowsOf(wb, sheetOfValues)
	for _, row := range values[min(1, len(values)):] {
		if err == nil {
			err = out.row(wb, row, units)
		}
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}

// rowsOf returns the rows of a sheet, blank ones left out.
func rowsOf(wb *sheet.Workbook, name string) (all []sheet.Row, err error) {
	const op = "amounts.Read"
	if !slices.Contains(wb.Sheets(), name) {
		return nil, fault.New(op, fault.Invalid, "amounts.no_sheet", fault.Args{"sheet": name})
	}
	rows, err := wb.All(name)
	if err != nil {
		return nil, fault.New(op, fault.Invalid, "amounts.not_a_workbook", nil).Because(err)
	}
	defer rows.Close()
	for rows.Next() {
		if len(all) == mostRows {
			return nil, fault.New(op, fault.Invalid, "amounts.too_many_rows", fault.Args{"limit": mostRows})
		}
		all = append(all, sheet.Row{Number: rows.Row().Number, Cells: slices.Clone(rows.Row().Cells)})
	}
	if rows.Err() != nil {
		return nil, fault.New(op, fault.Invalid, "amounts.not_a_workbook", nil).Because(rows.Err())
	}
	return all, nil
}

// version reads of which version the workbook was made.
func (out *Filled) version(rows []sheet.Row) error {
	if len(rows) > 1 {
		hash, err := hex.DecodeString(strings.TrimSpace(rows[1].Cell(0).Text))
		if err == nil && len(hash) == len(out.Version) {
			out.Programme, out.Version = strings.TrimSpace(rows[0].Cell(0).Text), [32]byte(hash)
			return nil
		}
	}
	return fault.New("amounts.Read", fault.Invalid, "amounts.no_version", fault.Args{"sheet": sheetOfVersion})
}

// row reads one setting.
func (out *Filled) row(wb *sheet.Workbook, row sheet.Row, units map[string]string) error {
	id := strings.TrimSpace(row.Cell(columnID).Text)
	if id == "" {
		return nil
	}
	if before, twice := out.Rows[id]; twice {
		return fault.New("amounts.Read", fault.Invalid, "amounts.row_twice", fault.Args{"sheet": sheetOfValues, "row": row.Number, "before": before, "id": id})
	}
	unit := strings.ToLower(strings.TrimSpace(row.Cell(columnUnit).Text))
	out.Values[id], out.Rows[id] = programme.Said{Text: typed(wb, row.Cell(columnValue)), Unit: units[unit]}, row.Number
	return nil
}

// typed is a value as it was typed: a program that took it for a day or a number with a long tail has changed it.
func typed(wb *sheet.Workbook, c sheet.Cell) string {
	text := strings.TrimSpace(c.Text)
	number, err := strconv.ParseFloat(text, 64)
	switch {
	case err != nil:
		return text
	case c.Kind == sheet.Date:
		return wb.Shown(c)
	case c.Kind == sheet.Number && number >= 0 && number < 1e13:
		return strconv.FormatFloat(float64(int64(number*1e4+0.5))/1e4, 'f', -1, 64)
	}
	return text
}
