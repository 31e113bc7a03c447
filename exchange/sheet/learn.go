// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"slices"
	"strings"
)

// clearMajority is by how much one order of dates must outnumber the other in a column that shows both.
const clearMajority = 4

// learn is the first pass: it counts rows, finds which keys there are, who stands in two households, and how dates are written.
func (r *reader) learn() error {
	r.first, r.owner, r.shared = map[uint64]int32{}, map[uint64]uint64{}, map[uint64]bool{}
	if !r.together {
		rows, err := r.learnTable(r.households, r.learnHousehold)
		if err != nil {
			return err
		}
		r.total = rows
		r.sheetReport(r.households, "households", rows)
	}
	for i, t := range append(slices.Clone(r.persons), r.adds...) {
		expect := map[uint64]int32{}
		r.expect = append(r.expect, expect)
		isPerson := i < len(r.persons)
		rows, err := r.learnTable(t, func(row Row) { r.learnChild(t, row, expect, isPerson) })
		if err != nil {
			return err
		}
		role := "adds"
		if isPerson {
			role = "persons"
		}
		if r.together {
			role, r.total = "households", rows
		}
		r.sheetReport(t, role, rows)
	}
	for _, name := range r.wb.Sheets() {
		if slices.Contains(r.m.Leave, name) {
			r.report.Sheets = append(r.report.Sheets, SheetReport{Name: name, Role: "left"})
		}
	}
	return nil
}

func (r *reader) learnTable(t *tablePlan, see func(Row)) (rows int, err error) {
	fields := r.dateColumns(t)
	err = r.eachRow(t, func(row Row) error {
		rows++
		see(row)
		for _, f := range fields {
			f.learnOrder(row)
		}
		return nil
	})
	for _, f := range fields {
		f.decideOrder()
	}
	r.report.Rows += rows
	return rows, err
}

// dateColumns returns the fields of a sheet whose order of dates is not known.
func (r *reader) dateColumns(t *tablePlan) []*fieldPlan {
	all := slices.Clone(t.fields)
	if t == r.households || r.together {
		for _, in := range r.inRow {
			all = append(all, in.fields...)
		}
	}
	if r.together {
		all = append(all, r.households.fields...)
	}
	return slices.DeleteFunc(all, func(f *fieldPlan) bool {
		return f.order != OrderUndecided || !slices.Contains(dateFields, f.name)
	})
}

func (r *reader) learnHousehold(row Row) {
	if key := r.idOf(r.households.key, row); key != "" {
		k := r.hash(key)
		if _, ok := r.first[k]; !ok {
			r.first[k] = int32(row.Number)
		}
	}
}

func (r *reader) learnChild(t *tablePlan, row Row, expect map[uint64]int32, isPerson bool) {
	key := r.idOf(t.key, row)
	if key == "" {
		return
	}
	k := r.hash(key)
	expect[k]++
	if id := r.idOf(t.id, row); isPerson && id != "" {
		r.learnPerson(r.hash(id), k)
	}
}

func (r *reader) learnPerson(person, household uint64) {
	if before, ok := r.owner[person]; !ok {
		r.owner[person] = household
	} else if before != household {
		r.shared[person] = true
	}
}

// learnOrder looks for dates that can only be day-month or only month-day.
func (f *fieldPlan) learnOrder(row Row) {
	for _, at := range f.columns {
		c := row.Cell(at)
		if c.Kind != Text || !strings.ContainsAny(c.Text, "/-. ") {
			continue
		}
		if m := rxTwoFirst.FindStringSubmatch(strings.TrimSpace(latinDigits(c.Text))); m != nil {
			switch a, b := atoi(m[1]), atoi(m[2]); {
			case a > 12 && b <= 12:
				f.seen[OrderDMY]++
			case b > 12 && a <= 12:
				f.seen[OrderMDY]++
			}
		}
	}
}

func (f *fieldPlan) decideOrder() {
	switch dmy, mdy := f.seen[OrderDMY], f.seen[OrderMDY]; {
	case dmy > clearMajority*mdy:
		f.order = OrderDMY
	case mdy > clearMajority*dmy:
		f.order = OrderMDY
	}
}

func (r *reader) sheetReport(t *tablePlan, role string, rows int) {
	s := SheetReport{Name: t.sheet.Name, Role: role, HeaderRow: t.sheet.HeaderRow, HXL: t.sheet.HXL, Rows: rows,
		Duplicates: t.sheet.Duplicates, Orders: map[string]DateOrder{}}
	for _, f := range t.fields {
		if f.order != OrderUndecided {
			s.Orders[f.name] = f.order
		}
	}
	r.report.Sheets = append(r.report.Sheets, s)
}
