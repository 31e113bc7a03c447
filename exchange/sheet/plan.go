// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"safar/kernel/clock"
	"safar/kernel/fault"
)

// plan is a mapping laid over a workbook: names have become columns.
type plan struct {
	m          *Mapping
	wb         *Workbook
	asOf       clock.Day
	system1904 bool
	unknown    map[string]bool
	households *tablePlan
	inRow      []*personPlan
	persons    []*tablePlan
	adds       []*tablePlan
	together   bool // a person a row: households and persons stand in the same sheet
}

// tablePlan is a Table laid over its sheet.
type tablePlan struct {
	sheet       *Sheet
	path        string // in the mapping, for errors
	id, key     []int
	person      []int
	fields      []*fieldPlan
	answers     []int
	compartment string
	headFirst   bool
	hideID      bool
}

// fieldPlan is a Binding laid over its sheet.
type fieldPlan struct {
	name     string
	columns  []int
	constant Cell
	values   map[string]string // folded
	required bool
	order    DateOrder
	seen     [3]int // dates that could only be one order, by DateOrder
}

// personPlan is a person who stands in the household's row.
type personPlan struct {
	head   bool
	id     []int
	fields []*fieldPlan
}

// Fits says whether a workbook has every sheet and column that the mapping names; the fault is that of Read.
func (m *Mapping) Fits(wb *Workbook) error {
	_, err := newPlan(m, wb, clock.NoDay)
	return err
}

// newPlan finds every sheet and column the mapping names.
func newPlan(m *Mapping, wb *Workbook, asOf clock.Day) (*plan, error) {
	p := &plan{m: m, wb: wb, asOf: asOf, system1904: wb.System1904, unknown: map[string]bool{}}
	if m.DateSystem != 0 {
		p.system1904 = m.DateSystem == 1904
	}
	for _, w := range m.Unknown {
		p.unknown[fold(w)] = true
	}
	var err error
	if p.households, err = p.table("households", m.Households); err != nil {
		return nil, err
	}
	if p.inRow, err = p.personsInRow(); err != nil {
		return nil, err
	}
	if p.persons, err = p.tables("persons", m.Persons); err != nil {
		return nil, err
	}
	if p.adds, err = p.tables("adds", m.Adds); err != nil {
		return nil, err
	}
	p.together = len(p.persons) == 1 && p.persons[0].sheet == p.households.sheet
	if p.together {
		p.households.key = p.persons[0].key
		if len(p.households.id) == 0 {
			p.households.id = p.persons[0].key
		}
	}
	if len(p.households.key) == 0 && len(p.persons)+len(p.adds) > 0 {
		return nil, m.wrong("households", "mapping_no_key", nil)
	}
	return p, nil
}

func (p *plan) tables(path string, tables []Table) ([]*tablePlan, error) {
	var plans []*tablePlan
	for i := range tables {
		t, err := p.table(fmt.Sprintf("%s[%d]", path, i), &tables[i])
		if err != nil {
			return nil, err
		}
		plans = append(plans, t)
	}
	return plans, nil
}

func (p *plan) table(path string, t *Table) (*tablePlan, error) {
	name := t.Sheet
	if p.wb.Format == "csv" {
		name = "" // a CSV file has one sheet, and is renamed at will
	}
	s, err := p.wb.sheetAt(name, t.HeaderRow)
	if err != nil {
		return nil, err
	}
	tp := &tablePlan{sheet: s, path: path, compartment: t.Compartment, headFirst: t.Head == "first", hideID: t.HideID}
	if tp.compartment == "" {
		tp.compartment = "general"
	}
	key := t.Household
	if len(key) == 0 {
		if key = t.Key; len(key) == 0 {
			key = t.ID
		}
	}
	for _, c := range []struct {
		name  string
		names Columns
		to    *[]int
	}{{"id", t.ID, &tp.id}, {"household", key, &tp.key}, {"person", t.Person, &tp.person}, {"answers", t.Answers, &tp.answers}} {
		if *c.to, err = p.columns(s, path+"."+c.name, c.names); err != nil {
			return nil, err
		}
	}
	tp.fields, err = p.fieldPlans(s, path, t.Fields, 0)
	return tp, err
}

func (p *plan) columns(s *Sheet, path string, names Columns) ([]int, error) {
	var at []int
	for _, name := range names {
		i := s.Column(name)
		if i < 0 {
			return nil, p.m.wrong(path, "mapping_column", fault.Args{"column": name, "sheet": s.Name, "near": s.nearest(name)})
		}
		at = append(at, i)
	}
	return at, nil
}

// nearest returns the headers that share a word with name, for the error's reader.
func (s *Sheet) nearest(name string) string {
	var near []string
	for _, c := range s.Columns {
		if shareWord(fold(c), fold(name)) && len(near) < 5 {
			near = append(near, c)
		}
	}
	if near == nil {
		near = s.Columns[:min(len(s.Columns), 8)]
	}
	return strings.Join(near, ", ")
}

func shareWord(a, b string) bool {
	for w := range strings.FieldsSeq(a) {
		if len(w) > 2 && strings.Contains(b, w) {
			return true
		}
	}
	return false
}

// fieldPlans lays fields over a sheet; n, where it is not 0, replaces {n} in the headers.
func (p *plan) fieldPlans(s *Sheet, path string, fields map[string]Binding, n int) ([]*fieldPlan, error) {
	var plans []*fieldPlan
	for _, name := range fieldOrder(sortedKeys(fields)) {
		b := fields[name]
		columns, err := p.columns(s, path+".fields."+name, numbered(b.Column, n))
		if err != nil {
			return nil, err
		}
		f := &fieldPlan{name: name, columns: columns, required: b.Required, order: p.order(), values: map[string]string{}}
		if b.Constant != "" {
			f.constant = Cell{Text, b.Constant}
		}
		for from, to := range b.Values {
			f.values[valueKey(from)] = to
		}
		plans = append(plans, f)
	}
	return plans, nil
}

func (p *plan) order() DateOrder {
	switch p.m.DateOrder {
	case "dmy":
		return OrderDMY
	case "mdy":
		return OrderMDY
	}
	return OrderUndecided
}

// valueKey folds what a value map is asked for. Values that fold to nothing ("-", "+") stand as they are.
func valueKey(s string) string {
	if k := fold(s); k != "" {
		return k
	}
	return strings.TrimSpace(s)
}

func numbered(names Columns, n int) Columns {
	if n == 0 {
		return names
	}
	out := make(Columns, len(names))
	for i, name := range names {
		out[i] = strings.ReplaceAll(name, "{n}", strconv.Itoa(n))
	}
	return out
}

// personsInRow lays the persons of the household's row out, repeated ones one by one.
func (p *plan) personsInRow() ([]*personPlan, error) {
	var plans []*personPlan
	for i, in := range p.m.Households.Persons {
		path := fmt.Sprintf("households.persons[%d]", i)
		for n := range max(1, in.Repeat) {
			number := 0
			if in.Repeat > 0 {
				number = n + 1
			}
			id, err := p.columns(p.households.sheet, path+".id", numbered(in.ID, number))
			if err != nil {
				return nil, err
			}
			fields, err := p.fieldPlans(p.households.sheet, path, in.Fields, number)
			if err != nil {
				return nil, err
			}
			plans = append(plans, &personPlan{head: in.Head && n == 0, id: id, fields: fields})
		}
	}
	return plans, nil
}

// keep marks the columns that a table's reading needs.
func (p *plan) keep(t *tablePlan) []bool {
	keep := make([]bool, len(t.sheet.Columns))
	mark := func(columns []int) {
		for _, c := range columns {
			keep[c] = true
		}
	}
	for _, columns := range [][]int{t.id, t.key, t.person, t.answers} {
		mark(columns)
	}
	all := slices.Clone(t.fields)
	if t.sheet == p.households.sheet {
		for _, in := range p.inRow {
			mark(in.id)
			all = append(all, in.fields...)
		}
		if p.together {
			all = append(all, p.households.fields...)
			all = append(all, p.persons[0].fields...)
			mark(p.persons[0].id)
			mark(p.persons[0].answers)
			mark(p.households.answers)
			mark(p.households.id)
		}
	}
	for _, f := range all {
		mark(f.columns)
	}
	return keep
}

// cell returns the field's cell in a row: the first filled column, else the constant, translated by the value map.
func (p *plan) cell(f *fieldPlan, row Row) (c Cell, column int) {
	c, column = f.constant, -1
	for _, at := range f.columns {
		if column < 0 {
			column = at
		}
		if got := row.Cell(at); got.Kind != Empty && strings.TrimSpace(got.Text) != "" {
			c, column = got, at
			break
		}
	}
	if c.Kind == Empty {
		return c, column
	}
	if len(f.values) > 0 {
		if to, ok := f.values[valueKey(c.Text)]; ok {
			return Cell{Text, to}, column
		}
	}
	if len(p.unknown) > 0 && p.unknown[fold(c.Text)] {
		return Cell{}, column
	}
	return c, column
}
