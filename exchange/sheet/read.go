// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash/maphash"
	"strconv"
	"strings"

	"safar/engine/spelling"
	"safar/kernel/clock"
	"safar/kernel/fault"
)

// Read reads a workbook as the mapping says and yields one draft a household, in the order in which the file completes them.
// Ages without a day of interview were told on asOf, and nothing lies after it. Progress, if not nil, is told how many rows
// of households have been read, and of how many. An error of yield ends the reading and is returned.
//
// What is wrong with one row costs that row at most, and is in the report. Errors are of the file or the mapping as a whole:
// fault.Invalid; or of ctx. The report is meaningful beside an error, as far as the reading came.
func Read(ctx context.Context, wb *Workbook, m *Mapping, asOf clock.Day, progress func(done, total int),
	yield func(HouseholdDraft) error) (Report, error) {
	report := Report{Flags: map[string]int{}, Encoding: wb.Encoding, Separator: wb.Separator}
	p, err := newPlan(m, wb, asOf)
	if err != nil {
		return report, err
	}
	if progress == nil {
		progress = func(int, int) {}
	}
	r := &reader{plan: p, ctx: ctx, report: &report, progress: progress, yield: yield, seed: maphash.MakeSeed()}
	if err := r.learn(); err != nil {
		return report, err
	}
	if p.together {
		return report, r.readTogether()
	}
	return report, r.readJoined()
}

// reader carries one reading.
type reader struct {
	*plan
	ctx      context.Context
	report   *Report
	progress func(done, total int)
	yield    func(HouseholdDraft) error

	// Keys are held as 64-bit hashes under a seed of this reading: two of a million collide once in 37 million readings.
	seed    maphash.Seed
	first   map[uint64]int32   // household key → first row
	expect  []map[uint64]int32 // by child sheet: household key → rows
	owner   map[uint64]uint64  // person id → household key
	shared  map[uint64]bool    // person ids that stand in several households
	total   int
	done    int
	repeats map[string]int // content of households without an id → how often it came
}

func (r *reader) hash(s string) uint64 { return maphash.String(r.seed, s) }

// idOf joins the id's columns; "" unless all are filled.
func (r *reader) idOf(columns []int, row Row) string {
	if len(columns) == 1 {
		return r.idCell(row.Cell(columns[0]))
	}
	parts := make([]string, len(columns))
	for i, at := range columns {
		if parts[i] = r.idCell(row.Cell(at)); parts[i] == "" {
			return ""
		}
	}
	return strings.Join(parts, "/")
}

func (r *reader) idCell(c Cell) string {
	if c.Kind == Fault {
		return ""
	}
	return spelling.Clean(c.display(DateReader{System1904: r.system1904}))
}

// eachRow runs see over the rows of a table.
func (r *reader) eachRow(t *tablePlan, see func(Row) error) error {
	rows, err := r.wb.Data(t.sheet, r.keep(t))
	if err != nil {
		return err
	}
	defer rows.Close()
	for n := 0; rows.Next(); n++ {
		if n%256 == 0 && r.ctx.Err() != nil {
			return r.ctx.Err()
		}
		if err := see(rows.Row()); err != nil {
			return err
		}
	}
	return rows.Err()
}

// tick tells the progress of one more household row.
func (r *reader) tick() {
	r.done++
	if r.done%500 == 0 || r.done == r.total {
		r.progress(r.done, r.total)
	}
}

// refuseRow notes a row that is not drafted.
func (r *reader) refuseRow(t *tablePlan, row int, column int, name string, args fault.Args) {
	tr := trouble(name, args)
	f := Refusal{Sheet: t.sheet.Name, Row: row, Whole: true, ReasonKey: tr.Key, MendKey: tr.Mend, Args: args}
	if column >= 0 && column < len(t.sheet.Columns) {
		f.Column = t.sheet.Columns[column]
	}
	r.report.refuse(f)
}

// readJoined reads households from one sheet and their persons from others. Rows of persons wait for their household; where
// the sheets are sorted alike, no longer than a household.
func (r *reader) readJoined() error {
	var children []*child
	defer func() {
		for _, c := range children {
			c.rows.Close()
		}
	}()
	for i, t := range append(append([]*tablePlan{}, r.persons...), r.adds...) {
		rows, err := r.wb.Data(t.sheet, r.keep(t))
		if err != nil {
			return err
		}
		children = append(children, &child{r: r, t: t, rows: rows, expect: r.expect[i], waiting: map[uint64][]Row{}})
	}
	err := r.eachRow(r.households, func(row Row) error {
		defer r.tick()
		return r.household(row, children)
	})
	if err != nil {
		return err
	}
	for _, c := range children {
		if err := c.drain(); err != nil {
			return err
		}
	}
	return nil
}

// household drafts one household row with what the other sheets hold of it.
func (r *reader) household(row Row, children []*child) error {
	key := r.idOf(r.households.key, row)
	if len(r.households.key) > 0 {
		if key == "" {
			r.refuseRow(r.households, row.Number, r.households.key[0], "id_missing", nil)
			return nil
		}
		if first := r.first[r.hash(key)]; first != int32(row.Number) {
			r.refuseRow(r.households, row.Number, r.households.key[0], "household_twice", fault.Args{"first": first})
			return nil
		}
	}
	gathered := make([][]Row, len(children))
	for i, c := range children {
		var err error
		if gathered[i], err = c.gather(r.hash(key)); err != nil {
			return err
		}
	}
	b := r.begin(row)
	if !b.ok {
		return nil
	}
	for i, c := range children {
		for _, row := range gathered[i] {
			if i < len(r.persons) {
				b.person(c.t, row)
			} else {
				b.add(c.t, row)
			}
		}
	}
	return b.finish()
}

// readTogether reads a sheet with a person a row: a household is complete when as many of its rows have come as learn counted.
func (r *reader) readTogether() error {
	waiting := map[uint64][]Row{}
	t := r.persons[0]
	return r.eachRow(t, func(row Row) error {
		defer r.tick()
		key := r.idOf(t.key, row)
		if key == "" {
			r.refuseRow(t, row.Number, t.key[0], "household_missing", nil)
			return nil
		}
		k := r.hash(key)
		rows := append(waiting[k], cloneRow(row))
		if int32(len(rows)) < r.expect[0][k] {
			waiting[k] = rows
			return nil
		}
		delete(waiting, k)
		b := r.begin(rows[0])
		if !b.ok {
			return nil
		}
		for _, row := range rows {
			b.person(t, row)
		}
		return b.finish()
	})
}

func cloneRow(row Row) Row {
	return Row{row.Number, append([]Cell(nil), row.Cells...)}
}

// child is a sheet whose rows belong to households of another.
type child struct {
	r       *reader
	t       *tablePlan
	rows    *Rows
	expect  map[uint64]int32
	waiting map[uint64][]Row
}

// gather returns all rows of a household, reading on until they have come.
func (c *child) gather(k uint64) ([]Row, error) {
	want := int(c.expect[k])
	for len(c.waiting[k]) < want && c.rows.Next() {
		c.take(c.rows.Row())
	}
	if err := c.rows.Err(); err != nil {
		return nil, err
	}
	rows := c.waiting[k]
	delete(c.waiting, k)
	return rows, nil
}

// take lets a row wait for its household, or refuses it if none will come.
func (c *child) take(row Row) {
	key := c.r.idOf(c.t.key, row)
	if key == "" {
		c.r.refuseRow(c.t, row.Number, c.t.key[0], "household_missing", nil)
		return
	}
	k := c.r.hash(key)
	if _, ok := c.r.first[k]; !ok {
		c.r.refuseRow(c.t, row.Number, c.t.key[0], "no_such_household", fault.Args{"sheet": c.r.households.sheet.Name})
		return
	}
	c.waiting[k] = append(c.waiting[k], cloneRow(row))
}

// drain reads what is left, so that the orphans at the end are refused too.
func (c *child) drain() error {
	for c.rows.Next() {
		if c.r.ctx.Err() != nil {
			return c.r.ctx.Err()
		}
		c.take(c.rows.Row())
	}
	return c.rows.Err()
}

// hiddenID makes an id that does not show the names or numbers it is made of. It is stable for a mapping, and no secret to
// somebody who tries every number: it keeps them out of sight, not out of reach.
func hiddenID(mapping, id string) string {
	sum := sha256.Sum256(appendTexts(nil, "safar sheet id 1", mapping, id))
	return "hidden:" + hex.EncodeToString(sum[:12])
}

// contentID names a household whose file gives it no id: by its content, and a number where the same content comes again.
func (r *reader) contentID(h *HouseholdDraft) string {
	h.seal()
	id := hex.EncodeToString(h.Digest[:12])
	if r.repeats == nil {
		r.repeats = map[string]int{}
	}
	r.repeats[id]++
	if n := r.repeats[id]; n > 1 {
		id += "-" + strconv.Itoa(n)
	}
	return "content:" + id
}
