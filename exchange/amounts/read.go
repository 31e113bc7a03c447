// SPDX-License-Identifier: Apache-2.0

package amounts

import (
	"bytes"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"safar/field/programme"
	"safar/kernel/fault"
)

// What is read of a workbook is bounded: one of a hundred settings is some 12 KB, unpacked 60 KB.
const (
	maxUnpacked = 16 << 20 // bytes
	maxRows     = 2000
)

// Filled is what stands in a workbook that somebody filled in.
type Filled struct {
	Programme string                    // id of the programme of which it was made
	Version   [32]byte                  // hash of the file of the version of which it was made
	Values    map[string]programme.Said // by the ids of settings: what stands in the two columns that can be typed over
	Rows      map[string]int            // of each setting, the row in which it stands, from 1
}

// Read reads a workbook. Units are known by the words of units: for each word, one of programme.Units. The error is a fault.Error that says which sheet,
// row and column is wrong. Rows without an id are passed over: people write remarks; a row that was taken away changes nothing.
func Read(content []byte, units map[string]string) (*Filled, error) {
	const op = "amounts.Read"
	f, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{RawCellValue: true, UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked})
	if err != nil {
		return nil, fault.New(op, fault.Invalid, "amounts.not_a_workbook", nil).Because(err)
	}
	defer f.Close()
	out := &Filled{Values: map[string]programme.Said{}, Rows: map[string]int{}}
	if err := out.version(f); err != nil {
		return nil, err
	}
	rows, err := f.GetRows(sheetOfValues)
	switch {
	case err != nil:
		return nil, fault.New(op, fault.Invalid, "amounts.no_sheet", fault.Args{"sheet": sheetOfValues}).Because(err)
	case len(rows) > maxRows:
		return nil, fault.New(op, fault.Invalid, "amounts.too_many_rows", fault.Args{"limit": maxRows})
	}
	for i, row := range rows {
		if i == 0 {
			continue // the headings
		}
		if err := out.row(f, i+1, row, units); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// version reads of which version the workbook was made.
func (out *Filled) version(f *excelize.File) error {
	id, errID := f.GetCellValue(sheetOfVersion, "A1")
	text, errText := f.GetCellValue(sheetOfVersion, "A2")
	hash, errHash := hex.DecodeString(strings.TrimSpace(text))
	if errID != nil || errText != nil || errHash != nil || len(hash) != len(out.Version) {
		return fault.New("amounts.Read", fault.Invalid, "amounts.no_version", fault.Args{"sheet": sheetOfVersion})
	}
	out.Programme, out.Version = strings.TrimSpace(id), [32]byte(hash)
	return nil
}

// row reads one setting.
func (out *Filled) row(f *excelize.File, number int, row []string, units map[string]string) error {
	cell := func(column int) string {
		if column > len(row) {
			return ""
		}
		return strings.TrimSpace(row[column-1])
	}
	id := cell(columnID)
	if id == "" {
		return nil
	}
	if before, twice := out.Rows[id]; twice {
		return fault.New("amounts.Read", fault.Invalid, "amounts.row_twice", fault.Args{"sheet": sheetOfValues, "row": number, "before": before, "id": id})
	}
	said := programme.Said{Text: typed(f, number, cell(columnValue)), Unit: units[strings.ToLower(cell(columnUnit))]}
	out.Values[id], out.Rows[id] = said, number
	return nil
}

// typed is a value as it was typed: a program that took it for a day or a number with a long tail has changed it.
func typed(f *excelize.File, row int, text string) string {
	kind, err := f.GetCellType(sheetOfValues, cellName(columnValue, row))
	number, bad := strconv.ParseFloat(text, 64)
	if err != nil || bad != nil || kind == excelize.CellTypeSharedString || kind == excelize.CellTypeInlineString {
		return text
	}
	if day, is := asDay(f, row, number); is {
		return day
	}
	return strconv.FormatFloat(float64(int64(number*1e4+0.5))/1e4, 'f', -1, 64)
}

// asDay is the day that a number stands for, where its cell is shown as one.
func asDay(f *excelize.File, row int, number float64) (string, bool) {
	style, err := f.GetCellStyle(sheetOfValues, cellName(columnValue, row))
	if err != nil {
		return "", false
	}
	look, err := f.GetStyle(style)
	if err != nil || !showsDay(look) {
		return "", false
	}
	at, err := excelize.ExcelDateToTime(number, false)
	return at.Format("2006-01-02"), err == nil
}

// showsDay reports whether numbers of a style are shown as days: by one of the formats that every program knows (ECMA-376 part 1, 18.8.30), or by one
// of its own that names a year.
func showsDay(look *excelize.Style) bool {
	if look.CustomNumFmt != nil {
		return strings.ContainsAny(*look.CustomNumFmt, "yY")
	}
	return slices.Contains([]int{14, 15, 16, 17, 22, 27, 30, 36, 50, 57}, look.NumFmt)
}
