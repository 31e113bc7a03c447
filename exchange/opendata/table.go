// SPDX-License-Identifier: Apache-2.0

package opendata

import (
	"encoding/csv"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// table is one file of the export: rows of one query, under the columns of the keys that stand before them.
type table struct {
	file    string
	keys    []string // columns before those of the row: the caseload, the place
	leaves  []string // open fields that are left out: see the comment of the package
	months  []string // days of which only the month is told
	columns []column
	rows    [][]string
}

// column is one field of the row.
type column struct {
	name  string
	index int
	month bool
}

// newTable makes a table with a column for each open field of T.
func newTable[T any](file string, keys, leaves, months []string) *table {
	t := &table{file: file, keys: keys, leaves: leaves, months: months}
	row := reflect.TypeFor[T]()
	for i := range row.NumField() {
		f := row.Field(i)
		if access.ClassOf(f) != access.Open || !plain(f.Type) || slices.Contains(leaves, f.Name) {
			continue
		}
		c := column{snake(f.Name), i, slices.Contains(months, f.Name)}
		if c.month {
			c.name = "month"
		}
		t.columns = append(t.columns, c)
	}
	return t
}

var (
	dayType = reflect.TypeFor[clock.Day]()
	idType  = reflect.TypeFor[id.ID]()
)

// plain reports whether a field is one value of a line. Structs have a table of their own.
func plain(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Bool, reflect.Int, reflect.Int64, reflect.String:
		return true
	case reflect.Slice:
		return t.Elem().Kind() == reflect.String
	}
	return t == dayType || t == idType
}

// header returns the names of the columns.
func (t *table) header() []string {
	header := slices.Clone(t.keys)
	for _, c := range t.columns {
		header = append(header, c.name)
	}
	return header
}

// add adds a row; at gives the path of a place. A row that is withheld has no numbers.
func (t *table) add(at func(id.ID) string, row any, keys ...string) {
	v := reflect.ValueOf(row)
	withheld := v.FieldByName("Withheld")
	line := slices.Clone(keys)
	for _, c := range t.columns {
		text := c.text(at, v.Field(c.index))
		if isNumber(v.Field(c.index)) && withheld.IsValid() && withheld.Bool() {
			text = ""
		}
		line = append(line, text)
	}
	t.rows = append(t.rows, line)
}

func isNumber(v reflect.Value) bool { return v.CanInt() && v.Type() != dayType }

// text writes a value.
func (c column) text(at func(id.ID) string, v reflect.Value) string {
	switch value := v.Interface().(type) {
	case id.ID:
		return at(value)
	case clock.Day:
		if !value.Known() {
			return ""
		}
		if c.month {
			return value.String()[:len("2026-01")]
		}
		return value.String()
	case []string:
		return harmless(strings.Join(value, "; "))
	}
	if v.Kind() == reflect.String {
		return harmless(v.String())
	}
	return fmt.Sprint(v.Interface())
}

// harmless keeps a spreadsheet from taking a text for a formula.
func harmless(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

// snake writes the name of a field as the name of a column: SafetyDay is safety_day.
func snake(name string) string {
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// write writes the table in the order of what its rows say.
func (t *table) write(w io.Writer) error {
	slices.SortStableFunc(t.rows, slices.Compare)
	return writeCSV(w, t.header(), t.rows)
}

func writeCSV(w io.Writer, header []string, rows [][]string) error {
	out := csv.NewWriter(w)
	if err := out.Write(header); err != nil {
		return err
	}
	return out.WriteAll(rows)
}
