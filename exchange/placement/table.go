// SPDX-License-Identifier: Apache-2.0

package placement

import (
	"slices"
	"strconv"
	"strings"

	"safar/engine/match/hosting"
	"safar/exchange/sheet"
	"safar/kernel/clock"
	"safar/kernel/fault"
)

// table is a workbook that is read.
type table struct {
	path     string
	wb       *sheet.Workbook
	words    Vocabulary
	troubles []Trouble
	unread   []string
	rowOf    map[string]int // id → the row in which it stands
	sheet    string         // that is read now
}

func openTable(path string, v Vocabulary) (*table, error) {
	wb, err := sheet.OpenWith(path, sheet.Options{MostTexts: mostTexts})
	if err != nil {
		return nil, fault.New("placement.ReadOffice", fault.Invalid, "placement.not_a_workbook", fault.Args{"file": path}).Because(err)
	}
	return &table{path: path, wb: wb, words: v}, nil
}

// read reads a sheet by its position, row by row.
func (t *table) read(nth int, known []string, row func(*record)) error {
	names := t.wb.Sheets()
	s, err := t.wb.Sheet(names[nth])
	if err != nil {
		return fault.New("placement.ReadOffice", fault.Invalid, "placement.not_a_workbook", fault.Args{"file": t.path}).Because(err)
	}
	t.sheet, t.rowOf = s.Name, map[string]int{}
	at, err := t.find(s, known)
	if err != nil {
		return err
	}
	rows, err := t.wb.Data(s, nil)
	if err != nil {
		return fault.New("placement.ReadOffice", fault.Invalid, "placement.not_a_workbook", fault.Args{"file": t.path}).Because(err)
	}
	defer rows.Close()
	for n := 0; rows.Next(); n++ {
		if n == mostRows {
			return fault.New("placement.ReadOffice", fault.Invalid, "placement.too_many_rows", fault.Args{"sheet": s.Name, "most": mostRows})
		}
		row(&record{table: t, row: rows.Row(), at: at})
	}
	return rows.Err()
}

// find says in which column of a sheet each of those that are known stands. The first must be there.
func (t *table) find(s *sheet.Sheet, known []string) (map[string]int, error) {
	at := map[string]int{}
	for i, heading := range s.Columns {
		column := t.words.Columns[fold(heading)]
		if column == "" && slices.Contains(known, fold(heading)) {
			column = fold(heading)
		}
		if _, twice := at[column]; column == "" || twice || !slices.Contains(known, column) {
			t.unread = append(t.unread, heading)
			continue
		}
		at[column] = i
	}
	if _, there := at[known[0]]; !there {
		return nil, fault.New("placement.ReadOffice", fault.Invalid, "placement.no_column", fault.Args{"file": t.path, "sheet": s.Name, "column": known[0]}).WithHint("placement.no_column_hint")
	}
	return at, nil
}

// record is one row.
type record struct {
	*table
	row sheet.Row
	at  map[string]int
}

func (r *record) wrong(column, key string, args fault.Args) {
	r.troubles = append(r.troubles, Trouble{File: r.path, Sheet: r.sheet, Row: r.row.Number, Column: column, Key: key, Args: args})
}

// text is what stands in a column, as a person would copy it.
func (r *record) text(column string) string {
	at, there := r.at[column]
	if !there {
		return ""
	}
	return strings.TrimSpace(r.wb.Shown(r.row.Cell(at)))
}

func (r *record) folded(column string) string { return fold(r.text(column)) }

// fold makes of a text what is compared: small letters, single spaces.
func fold(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), " ")) }

// id is the row's own id, which no other row has.
func (r *record) id() string {
	id := r.folded("id")
	if before := r.rowOf[id]; id == "" {
		r.wrong("id", "placement.id_missing", nil)
	} else if before != 0 {
		r.wrong("id", "placement.id_twice", fault.Args{"id": r.text("id"), "row": before})
	}
	r.rowOf[id] = r.row.Number
	return id
}

// number is a whole number from 0; NotSaid where none stands there.
func (r *record) number(column string, most int) int {
	text := r.text(column)
	if text == "" {
		return hosting.NotSaid
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > most {
		r.wrong(column, "placement.no_number", fault.Args{"value": text, "most": most})
		return hosting.NotSaid
	}
	return n
}

// must is a number that must stand there.
func (r *record) must(column string, most int) int {
	n := r.number(column, most)
	if n == hosting.NotSaid && r.text(column) == "" {
		r.wrong(column, "placement.missing", nil)
	}
	return n
}

func (r *record) answer(column string) hosting.Answer {
	yes, said, trouble := sheet.ParseYesNo(r.text(column))
	switch {
	case trouble != nil:
		r.wrong(column, "placement.no_answer", fault.Args{"value": r.text(column)})
	case said && yes:
		return hosting.Yes
	case said:
		return hosting.No
	}
	return hosting.Unsaid
}

func (r *record) day(column string) clock.Day {
	text := r.text(column)
	if text == "" {
		return clock.NoDay
	}
	day, is := sheet.ParseDay(text)
	if !is {
		r.wrong(column, "placement.no_day", fault.Args{"value": text})
	}
	return day
}

// list is what stands in a cell between commas or semicolons.
func (r *record) list(column string) (all []string) {
	for _, one := range strings.FieldsFunc(r.text(column), func(c rune) bool { return strings.ContainsRune(",;،؛\n", c) }) {
		if one = fold(one); one != "" {
			all = append(all, one)
		}
	}
	if len(all) > mostListed {
		r.wrong(column, "placement.too_long", fault.Args{"most": mostListed})
		return nil
	}
	return all
}

// people is a list of women, men, girls and boys.
func (r *record) people(column string) []string {
	all := r.list(column)
	for i, one := range all {
		id := r.words.People[one]
		if id == "" && slices.Contains([]string{hosting.Women, hosting.Men, hosting.Girls, hosting.Boys}, one) {
			id = one
		}
		if id == "" {
			r.wrong(column, "placement.no_people", fault.Args{"value": one})
		}
		all[i] = id
	}
	return all
}
