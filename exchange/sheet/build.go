// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"fmt"
	"slices"
	"strconv"

	"safar/engine/spelling"
	"safar/kernel/clock"
	"safar/kernel/fault"
)

// builder makes one draft. Once ok is false the household is refused and nothing more is noted of it.
type builder struct {
	r      *reader
	h      HouseholdDraft
	ok     bool
	roster bool // persons came from rows of their own, so their number can be compared with the declared size
	ids    map[string]bool
	whole  bool // a required field was bad
	notes  []Refusal
}

// begin drafts the household itself and the persons in its row.
func (r *reader) begin(row Row) *builder {
	t := r.households
	b := &builder{r: r, ok: true, ids: map[string]bool{},
		h: HouseholdDraft{Sheet: t.sheet.Name, Row: row.Number, Size: -1, Registered: clock.NoDay}}
	b.h.SourceID = r.idOf(t.id, row)
	if len(t.id) > 0 && b.h.SourceID == "" {
		r.refuseRow(t, row.Number, t.id[0], "id_missing", nil)
		b.ok = false
		return b
	}
	if _, _, destroyed := fromScientific(b.h.SourceID); destroyed {
		r.refuseRow(t, row.Number, t.id[0], "number_destroyed", nil)
		b.ok = false
		return b
	}
	if t.hideID && b.h.SourceID != "" {
		b.h.SourceID = hiddenID(r.m.Name, b.h.SourceID)
	}
	for _, f := range t.fields {
		b.set(t, row, f, func(c Cell, rd reading) *Trouble { return householdFields[f.name](&b.h, c, rd) })
	}
	if b.h.Consent == ConsentRefused {
		r.refuseRow(t, row.Number, -1, "consent_refused", nil)
		b.ok = false
		return b
	}
	b.h.Answers = b.answers(t, row, nil)
	b.h.Flags = phoneFlag(b.h.Flags, b.h.Phone)
	for _, in := range r.inRow {
		b.personInRow(t, row, in)
	}
	return b
}

// reading returns what a field of this household must know.
func (b *builder) reading(f *fieldPlan) reading {
	asOf := b.r.asOf
	if b.h.Registered.Known() {
		asOf = b.h.Registered
	}
	return reading{dates: DateReader{AsOf: asOf, Order: f.order, System1904: b.r.system1904}, country: b.r.m.Country}
}

// set fills one field. A cell that says nothing fills nothing; one that cannot be read is refused, and with it the household where
// the field is required.
func (b *builder) set(t *tablePlan, row Row, f *fieldPlan, put func(Cell, reading) *Trouble) {
	c, column := b.r.cell(f, row)
	var tr *Trouble
	switch {
	case c.Kind == Fault:
		tr = trouble("cell_error", fault.Args{"error": c.Text})
	case c.Kind != Empty:
		tr = put(c, b.reading(f))
	case f.required:
		tr = trouble("required_missing", nil)
	}
	if tr == nil {
		return
	}
	b.whole = b.whole || f.required
	note := Refusal{Sheet: t.sheet.Name, Row: row.Number, Field: f.name, Value: c.Text, Whole: f.required,
		ReasonKey: tr.Key, MendKey: tr.Mend, Args: tr.Args}
	if column >= 0 {
		note.Column = t.sheet.Columns[column]
	}
	b.notes = append(b.notes, note)
}

func (b *builder) answers(t *tablePlan, row Row, to []Answer) []Answer {
	for _, at := range t.answers {
		c := row.Cell(at)
		if c.Kind == Empty || c.Kind == Fault {
			continue
		}
		text := spelling.Clean(c.display(DateReader{System1904: b.r.system1904}))
		if runes := []rune(text); len(runes) > maxAnswer {
			text = string(runes[:maxAnswer])
		}
		to = append(to, Answer{t.sheet.Columns[at], text, t.compartment})
	}
	return to
}

// personInRow drafts a person who stands in the household's row; nobody, where nothing of them is filled.
func (b *builder) personInRow(t *tablePlan, row Row, in *personPlan) {
	filled := in.head
	for _, f := range in.fields {
		for _, at := range f.columns {
			filled = filled || row.Cell(at).Kind != Empty
		}
	}
	if filled {
		b.draftPerson(t, row, in.fields, b.r.idOf(in.id, row), in.head)
	}
}

// person drafts a row of a sheet of persons.
func (b *builder) person(t *tablePlan, row Row) {
	id := b.r.idOf(t.id, row)
	if id != "" && b.ids[id] {
		b.r.refuseRow(t, row.Number, t.id[0], "person_twice", nil)
		return
	}
	b.ids[id] = true
	b.roster = true
	p := b.draftPerson(t, row, t.fields, id, t.headFirst && len(b.h.Persons) == 0)
	p.Answers = b.answers(t, row, p.Answers)
	if id != "" && b.r.shared[b.r.hash(id)] {
		p.Flags = append(p.Flags, Flag{Key: "sheet.flag.person_in_two_households"})
	}
}

func (b *builder) draftPerson(t *tablePlan, row Row, fields []*fieldPlan, id string, head bool) *PersonDraft {
	p := PersonDraft{SourceID: id, Sheet: t.sheet.Name, Row: row.Number, Head: head, Birth: Birth{Day: clock.NoDay}}
	for _, f := range fields {
		b.set(t, row, f, func(c Cell, rd reading) *Trouble { return personFields[f.name](&p, c, rd) })
	}
	if p.Head && p.Relation == RelationUnknown {
		p.Relation = RelationHead
	}
	p.Flags = phoneFlag(p.Flags, p.Phone)
	if p.Sex == SexUnknown {
		p.Flags = append(p.Flags, Flag{Key: "sheet.flag.sex_unknown", Field: "sex"})
	}
	if p.Birth.Precision == PrecisionUnknown {
		p.Birth.Day = clock.NoDay
		p.Flags = append(p.Flags, Flag{Key: "sheet.flag.birth_unknown", Field: "birth"})
	}
	b.h.Persons = append(b.h.Persons, p)
	return &b.h.Persons[len(b.h.Persons)-1]
}

func phoneFlag(flags []Flag, p Phone) []Flag {
	if p.Given() && p.State != PhoneWhole {
		flags = append(flags, Flag{Key: "sheet.flag.phone_" + p.State.String(), Field: "phone"})
	}
	return flags
}

// add gives a person the answers of another sheet.
func (b *builder) add(t *tablePlan, row Row) {
	id := b.r.idOf(t.person, row)
	at := slices.IndexFunc(b.h.Persons, func(p PersonDraft) bool { return p.SourceID == id })
	if id == "" || at < 0 {
		b.r.refuseRow(t, row.Number, t.person[0], "no_such_person", nil)
		return
	}
	b.h.Persons[at].Answers = b.answers(t, row, b.h.Persons[at].Answers)
}

// finish flags what is doubtful about the whole, names what has no id, seals the draft and yields it.
func (b *builder) finish() error {
	for _, n := range b.notes {
		b.r.report.refuse(n)
	}
	if b.whole {
		return nil
	}
	b.flagHousehold()
	if b.h.SourceID == "" {
		b.h.SourceID = b.r.contentID(&b.h)
	}
	for i := range b.h.Persons {
		if p := &b.h.Persons[i]; p.SourceID == "" {
			p.SourceID = b.h.SourceID + "/" + strconv.Itoa(i+1)
		}
		b.r.report.flag(b.h.Persons[i].Flags)
	}
	b.h.seal()
	b.r.report.flag(b.h.Flags)
	b.r.report.Households++
	b.r.report.Persons += len(b.h.Persons)
	return b.r.yield(b.h)
}

func (b *builder) flagHousehold() {
	note := func(name string, args fault.Args) {
		b.h.Flags = append(b.h.Flags, Flag{Key: "sheet.flag." + name, Args: args})
	}
	heads := 0
	asOf := b.reading(&fieldPlan{}).dates.AsOf
	for i := range b.h.Persons {
		p := &b.h.Persons[i]
		if !p.Head {
			continue
		}
		if heads++; isChild(p.Birth, asOf) {
			p.Flags = append(p.Flags, Flag{Key: "sheet.flag.head_is_child", Field: "birth"})
		}
	}
	switch n := len(b.h.Persons); {
	case n == 0:
		note("no_persons", nil)
	case heads == 0:
		note("no_head", nil)
	case heads > 1:
		note("several_heads", fault.Args{"heads": heads})
	}
	if n := len(b.h.Persons); b.roster && b.h.Size >= 0 && b.h.Size != n {
		note("size_differs", fault.Args{"declared": b.h.Size, "listed": n})
	}
	if len(b.notes) > 0 {
		note("fields_refused", fault.Args{"fields": fmt.Sprint(len(b.notes))})
	}
}
