// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"fmt"
	"slices"
	"strings"

	"safar/engine/spelling"
	"safar/kernel/fault"
)

// Sheet is one sheet with its header understood.
type Sheet struct {
	Name       string      // as the workbook has it
	HeaderRow  int         // from 1; rows above it are titles
	HXL        bool        // the row below the header holds HXL tags (#adm1+name)
	Columns    []string    // the headers, cleaned; a second "name" is "name (2)", one without a header "column C"
	Tags       []string    // the HXL tags, by column; nil without HXL
	Duplicates []Duplicate // the headers that stood more than once
	first      int         // first row of data
}

// Duplicate is a header that stands in several columns.
type Duplicate struct {
	Header string   // as it is written
	Names  []string // what Safar calls them, from left to right
}

// titleRows is how many rows are looked at for the header.
const titleRows = 20

// Sheet returns the sheet of a name, or the only one for "". The header is the first row that is about as wide as the rows
// that follow; narrower rows above it are titles.
func (wb *Workbook) Sheet(name string) (*Sheet, error) { return wb.sheetAt(name, 0) }

// sheetAt is Sheet with the header's row given, where it is not 0.
func (wb *Workbook) sheetAt(name string, headerRow int) (*Sheet, error) {
	if name == "" && len(wb.Sheets()) > 0 {
		name = wb.Sheets()[0]
	}
	key := fmt.Sprintf("%s\x00%d", name, headerRow)
	if s, ok := wb.sheets[key]; ok {
		return s, nil
	}
	if !slices.Contains(wb.Sheets(), name) {
		return nil, invalid("sheet.Workbook", "no_sheet",
			fault.Args{"sheet": name, "sheets": strings.Join(wb.Sheets(), ", ")})
	}
	s, err := wb.readHeader(name, headerRow)
	if err == nil {
		wb.sheets[key] = s
	}
	return s, err
}

func (wb *Workbook) readHeader(name string, headerRow int) (*Sheet, error) {
	rows, err := wb.sample(name, max(titleRows, headerRow+1))
	if err != nil {
		return nil, err
	}
	at := headerAt(rows, headerRow)
	if at < 0 {
		return nil, invalid("sheet.Workbook", "no_header", fault.Args{"sheet": name})
	}
	s := &Sheet{Name: name, HeaderRow: rows[at].Number, first: rows[at].Number + 1}
	s.nameColumns(rows[at])
	if at+1 < len(rows) && isHXL(rows[at+1]) {
		s.HXL, s.first = true, rows[at+1].Number+1
		for _, c := range rows[at+1].Cells {
			s.Tags = append(s.Tags, strings.TrimSpace(c.Text))
		}
	}
	return s, nil
}

// sample reads the first n rows, blank ones left out, as copies.
func (wb *Workbook) sample(name string, n int) ([]Row, error) {
	cur, err := wb.source.open(name, nil)
	if err != nil {
		return nil, err
	}
	rows := &Rows{cur: cur}
	defer rows.Close()
	var got []Row
	for len(got) < n && rows.Next() {
		got = append(got, Row{rows.row.Number, slices.Clone(rows.row.Cells)})
	}
	return got, rows.Err()
}

// headerAt finds the header among the first rows: -1 where there is none.
func headerAt(rows []Row, wanted int) int {
	if wanted > 0 {
		return slices.IndexFunc(rows, func(r Row) bool { return r.Number == wanted })
	}
	widest := 0
	for _, r := range rows {
		widest = max(widest, filled(r))
	}
	for i, r := range rows {
		if filled(r)*2 >= widest && !isHXL(r) {
			return i
		}
	}
	return -1
}

func filled(r Row) int {
	n := 0
	for _, c := range r.Cells {
		if c.Kind != Empty {
			n++
		}
	}
	return n
}

// isHXL reports whether at least half of the filled cells are hashtags.
func isHXL(r Row) bool {
	tags := 0
	for _, c := range r.Cells {
		if strings.HasPrefix(strings.TrimSpace(c.Text), "#") && c.Kind == Text {
			tags++
		}
	}
	return tags > 0 && tags*2 >= filled(r)
}

// nameColumns gives each column a name of its own.
func (s *Sheet) nameColumns(header Row) {
	seen, taken := map[string]int{}, map[string]bool{}
	for _, c := range header.Cells {
		if h := spelling.Clean(c.Text); h != "" {
			taken[h] = true
		}
	}
	s.Columns = make([]string, len(header.Cells))
	for i, c := range header.Cells {
		h := spelling.Clean(c.Text)
		if h == "" {
			h = "column " + columnName(i)
		}
		seen[h]++
		if seen[h] == 1 {
			s.Columns[i] = h
			continue
		}
		n := seen[h]
		name := fmt.Sprintf("%s (%d)", h, n)
		for ; taken[name]; name = fmt.Sprintf("%s (%d)", h, n) {
			n++
		}
		taken[name], s.Columns[i] = true, name
		s.noteDuplicate(h, name)
	}
}

func (s *Sheet) noteDuplicate(header, name string) {
	for i := range s.Duplicates {
		if s.Duplicates[i].Header == header {
			s.Duplicates[i].Names = append(s.Duplicates[i].Names, name)
			return
		}
	}
	s.Duplicates = append(s.Duplicates, Duplicate{header, []string{header, name}})
}

// Column returns the index of the column of a name, or -1. An exact match wins; else one that differs only in case, accents,
// spaces and punctuation, if there is exactly one.
func (s *Sheet) Column(name string) int {
	if i := slices.Index(s.Columns, spelling.Clean(name)); i >= 0 {
		return i
	}
	found, want := -1, fold(name)
	for i, c := range s.Columns {
		if fold(c) == want {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	return found
}

// columnName returns the letters a spreadsheet shows for a column counted from 0: A, B, … Z, AA.
func columnName(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}
