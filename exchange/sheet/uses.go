// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"safar/kernel/fault"
)

// Use is what a mapping reads a column as: "household.site", "person.sex" and the like, or one of the constants.
type Use string

// The uses that are no fields.
const (
	NotRead         Use = ""
	Kept            Use = "kept"             // kept as it stands, without Safar understanding it
	PersonID        Use = "person_id"        // the file's own id of the person
	PersonHousehold Use = "person_household" // the household to which a person's row belongs
	Elsewhere       Use = "elsewhere"        // of something that only the mapping's text says: a repeated person, a sheet that adds answers
)

// householdUse and personUse lead the uses that are fields.
const (
	householdUse = "household."
	personUse    = "person."
)

// ColumnUse is what a mapping makes of one column.
type ColumnUse struct {
	Use   Use  // NotRead where the mapping leaves it out
	Names bool // it is, or is part of, what names the household
}

// Source returns the mapping as it was written.
func (m *Mapping) Source() []byte { return m.source }

// at returns what the mapping says of a sheet: whether households stand in it, and the table of persons whose rows they are, nil for none.
func (m *Mapping) at(wb *Workbook, s *Sheet) (households bool, persons *Table) {
	is := func(t *Table) bool {
		return wb.Format == "csv" || t.Sheet == s.Name || t.Sheet == "" && wb.Sheets()[0] == s.Name
	}
	for i := range m.Persons {
		if is(&m.Persons[i]) {
			persons = &m.Persons[i]
			break
		}
	}
	return m.Households != nil && is(m.Households), persons
}

// Offered returns what a column of a sheet can be read as, besides not at all: fields of the household where households stand in it, those
// of a person, and what joins the two.
func (m *Mapping) Offered(wb *Workbook, s *Sheet) (uses []Use) {
	households, persons := m.at(wb, s)
	if households {
		for _, f := range householdNames() {
			uses = append(uses, Use(householdUse+f))
		}
	}
	for _, f := range personNames() {
		uses = append(uses, Use(personUse+f))
	}
	if persons != nil || !households {
		uses = append(uses, PersonID)
	}
	if !households {
		uses = append(uses, PersonHousehold)
	}
	return append(uses, Kept)
}

// Uses returns what the mapping makes of each column of a sheet.
func (m *Mapping) Uses(wb *Workbook, s *Sheet) []ColumnUse {
	uses := make([]ColumnUse, len(s.Columns))
	note := func(names Columns, use Use) {
		for _, name := range names {
			if i := s.Column(name); i >= 0 && uses[i].Use == NotRead {
				uses[i].Use = use
			}
		}
	}
	fields := func(of map[string]Binding, prefix string) {
		for _, f := range sortedKeys(of) {
			note(of[f].Column, Use(prefix+f))
		}
	}
	households, persons := m.at(wb, s)
	if households {
		for _, name := range m.Households.ID {
			if i := s.Column(name); i >= 0 {
				uses[i].Names = true
			}
		}
		fields(m.Households.Fields, householdUse)
		note(m.Households.Answers, Kept)
		if in := m.inRow(); in != nil && persons == nil {
			fields(in.Fields, personUse)
		}
	}
	if persons != nil {
		fields(persons.Fields, personUse)
		note(persons.Answers, Kept)
		note(persons.ID, PersonID)
		if !households {
			note(persons.Household, PersonHousehold)
		}
	}
	m.noteElsewhere(wb, s, note)
	return uses
}

// inRow returns the one person in the household's row whose columns a form can change; nil where there is none such.
func (m *Mapping) inRow() *InRow {
	if len(m.Households.Persons) == 0 || m.Households.Persons[0].Repeat > 0 {
		return nil
	}
	return &m.Households.Persons[0]
}

// noteElsewhere notes the columns of what only the mapping's text says.
func (m *Mapping) noteElsewhere(wb *Workbook, s *Sheet, note func(Columns, Use)) {
	if households, _ := m.at(wb, s); households {
		note(m.Households.Key, Elsewhere)
		for i := range m.Households.Persons {
			in := &m.Households.Persons[i]
			note(numbered(in.ID, 1), Elsewhere)
			for n := range max(1, in.Repeat) {
				for _, f := range in.Fields {
					note(numbered(f.Column, n+1), Elsewhere)
				}
			}
		}
	}
	for i := range m.Adds {
		if t := &m.Adds[i]; wb.Format == "csv" || t.Sheet == s.Name {
			note(slices.Concat(t.Household, t.Person, t.Answers), Elsewhere)
		}
	}
}

// With returns the mapping in which columns of a sheet, by index, are used as uses says, and the others as before. What the mapping says of a
// field besides its column (words, whether it is required) stays with the field. The result is checked as ParseMapping does.
func (m *Mapping) With(wb *Workbook, s *Sheet, uses map[int]ColumnUse) (*Mapping, error) {
	c := &Mapping{}
	if err := yaml.Unmarshal(m.source, c); err != nil {
		return nil, invalid("sheet.With", "mapping_yaml", fault.Args{"where": yaml.FormatError(err, false, true)}).Because(err)
	}
	old := m.Uses(wb, s)
	for at, use := range uses {
		if at < 0 || at >= len(old) || old[at] == use || use.Use == Elsewhere {
			delete(uses, at)
		}
	}
	for _, at := range sortedColumns(uses) {
		c.leave(wb, s, at)
	}
	for _, at := range sortedColumns(uses) {
		if err := c.put(wb, s, s.Columns[at], uses[at]); err != nil {
			return nil, err
		}
	}
	c.tidy()
	source, err := yaml.Marshal(c)
	if err != nil {
		return nil, fault.Wrap("sheet.With", err)
	}
	return ParseMapping(source)
}

func sortedColumns(uses map[int]ColumnUse) (at []int) {
	for i := range uses {
		at = append(at, i)
	}
	slices.Sort(at)
	return at
}

// leave takes a column out of whatever a form can put it into.
func (m *Mapping) leave(wb *Workbook, s *Sheet, at int) {
	out := func(names Columns) Columns {
		return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return s.Column(name) == at })
	}
	fields := func(of map[string]Binding) {
		for name, b := range of {
			b.Column = out(b.Column)
			of[name] = b
		}
	}
	households, persons := m.at(wb, s)
	if households {
		m.Households.ID, m.Households.Answers = out(m.Households.ID), out(m.Households.Answers)
		fields(m.Households.Fields)
		if in := m.inRow(); in != nil {
			fields(in.Fields)
		}
	}
	if persons != nil {
		persons.ID, persons.Household, persons.Answers = out(persons.ID), out(persons.Household), out(persons.Answers)
		fields(persons.Fields)
	}
}

// put has a column used. Fault: Invalid for a use that the sheet does not offer.
func (m *Mapping) put(wb *Workbook, s *Sheet, column string, use ColumnUse) error {
	if use.Use != NotRead && !slices.Contains(m.Offered(wb, s), use.Use) {
		return m.wrong("mapping", "mapping_no_field", fault.Args{"field": string(use.Use), "fields": s.Name})
	}
	households, persons := m.at(wb, s)
	if use.Names && households {
		m.Households.ID = append(m.Households.ID, column)
		if persons != nil {
			persons.Household = append(persons.Household, column)
		}
	}
	if use.Use == NotRead {
		return nil
	}
	if field, is := strings.CutPrefix(string(use.Use), householdUse); is {
		bind(&m.Households.Fields, field, column)
		return nil
	}
	if use.Use == Kept && households && persons == nil {
		m.Households.Answers = append(m.Households.Answers, column)
		return nil
	}
	if persons == nil && households {
		if m.inRow() == nil {
			m.Households.Persons = slices.Insert(m.Households.Persons, 0, InRow{Head: len(m.Households.Persons) == 0})
		}
		bind(&m.inRow().Fields, strings.TrimPrefix(string(use.Use), personUse), column)
		return nil
	}
	if persons == nil {
		m.Persons = append(m.Persons, Table{Sheet: s.Name})
		m.Leave = slices.DeleteFunc(m.Leave, func(name string) bool { return name == s.Name })
		persons = &m.Persons[len(m.Persons)-1]
	}
	persons.put(use.Use, column)
	return nil
}

// put has a column of a table of persons used.
func (t *Table) put(use Use, column string) {
	switch use {
	case Kept:
		t.Answers = append(t.Answers, column)
	case PersonID:
		t.ID = append(t.ID, column)
	case PersonHousehold:
		t.Household = append(t.Household, column)
	default:
		bind(&t.Fields, strings.TrimPrefix(string(use), personUse), column)
	}
}

// bind adds a column to those of a field: the first that is filled counts.
func bind(fields *map[string]Binding, field, column string) {
	if *fields == nil {
		*fields = map[string]Binding{}
	}
	b := (*fields)[field]
	b.Column = append(b.Column, column)
	(*fields)[field] = b
}

// tidy drops fields that nothing fills any more.
func (m *Mapping) tidy() {
	drop := func(fields map[string]Binding) {
		for name, b := range fields {
			if len(b.Column) == 0 && b.Constant == "" {
				delete(fields, name)
			}
		}
	}
	drop(m.Households.Fields)
	for i := range m.Households.Persons {
		drop(m.Households.Persons[i].Fields)
	}
	for i := range m.Persons {
		drop(m.Persons[i].Fields)
	}
}
