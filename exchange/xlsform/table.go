// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"strings"

	"safar/exchange/sheet"
	"safar/kernel/fault"
)

// Bounds of a workbook. The largest form of others that we know has some 550 rows and 23 columns.
const (
	// MaxFile is the largest workbook that is read, in bytes.
	MaxFile = 2 << 20

	mostRows    = 3000
	mostColumns = 200
	mostTexts   = 16 << 20 // bytes of the texts that the sheets share
	longestCell = 8000     // bytes
)

// table is one sheet with its header.
type table struct {
	name    string
	columns map[string]int // by the header, in small letters and without spaces around it
	headers []string       // as written
	rows    []line
}

// line is one row of a sheet, with its number as a spreadsheet program shows it.
type line struct {
	number int
	cells  []string
}

// cell is the text of a column; "" where there is none.
func (t *table) cell(l line, column string) string {
	i, there := t.columns[column]
	if !there || i >= len(l.cells) {
		return ""
	}
	return l.cells[i]
}

// at is the number of a column, or that of the first where the sheet has none of that name.
func (t *table) at(column string) int { return t.columns[column] }

// open reads a sheet of a workbook; nil where there is none of its name.
func open(wb *sheet.Workbook, name string) (*table, error) {
	for _, of := range wb.Sheets() {
		if strings.ToLower(strings.TrimSpace(of)) == name {
			return readTable(wb, of)
		}
	}
	return nil, nil
}

func readTable(wb *sheet.Workbook, name string) (*table, error) {
	rows, err := wb.All(name)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	t := &table{name: name}
	for rows.Next() {
		l := line{number: rows.Row().Number}
		cells := rows.Row().Cells
		if len(t.rows) == mostRows || len(cells) > mostColumns {
			return nil, fault.New("xlsform.Read", fault.Invalid, "xlsform.too_large", fault.Args{"rows": mostRows, "columns": mostColumns})
		}
		for _, c := range cells {
			l.cells = append(l.cells, strings.TrimSpace(strings.ReplaceAll(c.Text, "\r\n", "\n")))
		}
		t.take(l)
	}
	return t, rows.Err()
}

// take takes a row: the first is the header.
func (t *table) take(l line) {
	if t.columns != nil {
		if strings.Join(l.cells, "") != "" {
			t.rows = append(t.rows, l)
		}
		return
	}
	t.headers, t.columns = l.cells, map[string]int{}
	for i, header := range l.cells {
		name := strings.ToLower(header)
		if _, twice := t.columns[name]; !twice && name != "" {
			t.columns[name] = i
		}
	}
}

// texts are the columns of one text in several languages.
type texts map[string]int

// textColumns finds the columns of a text: “label::Français (fr)”, or “label” alone, which is of the language that is meant where none is said. A
// language that nobody knows is refused once.
func (r *reading) textColumns(t *table, column string) texts {
	found := texts{}
	for i, header := range t.headers {
		of, language, several := strings.Cut(header, "::")
		if !several {
			of, language, several = strings.Cut(header, ":")
		}
		if strings.ToLower(strings.TrimSpace(of)) != column {
			continue
		}
		code := r.language
		if several {
			if code = languageOf(language); code == "" {
				r.unknownLanguage(t, i, strings.TrimSpace(language))
				continue
			}
		}
		if _, twice := found[code]; twice {
			r.refuse(t, 1, i, "column_twice", fault.Args{"column": header})
			continue
		}
		found[code] = i
		t.columns[strings.ToLower(header)] = i
	}
	return found
}

func (r *reading) unknownLanguage(t *table, column int, language string) {
	if !r.strange[language] {
		r.strange[language] = true
		r.refuse(t, 1, column, "language", fault.Args{"language": language})
	}
}

// in are the texts of a row. A text that would show an answer given before is refused: nothing here puts it in.
func (r *reading) in(t *table, l line, columns texts) map[string]string {
	said := map[string]string{}
	for language, column := range columns {
		if column >= len(l.cells) || l.cells[column] == "" {
			continue
		}
		text := l.cells[column]
		switch {
		case len(text) > longestCell:
			r.refuse(t, l.number, column, "too_long", fault.Args{"limit": longestCell})
		case strings.Contains(text, "${"):
			r.refuse(t, l.number, column, "shows_answer", nil)
		default:
			said[language] = text
		}
	}
	return said
}
