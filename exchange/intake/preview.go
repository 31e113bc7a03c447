// SPDX-License-Identifier: Apache-2.0

package intake

import (
	"context"
	"errors"
	"strings"

	"safar/desk"
	"safar/exchange/sheet"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// What a preview shows, and how far it reads.
const (
	previewHouseholds = 8
	previewPersons    = 12 // of one household
	previewRefusals   = 10
	previewRows       = 2_000 // after the first pass, which sees all of the file
	sampleRows        = 60    // in which a value of each column is looked for
)

// Preview is what would become of the first rows of a list.
type Preview struct {
	Sheets     []string           `class:"personal"` // of the file
	Columns    []PreviewColumn    `class:"personal"` // of the sheet that was asked for
	Offered    []sheet.Use        `class:"open"`     // what each of them can be read as
	Households []PreviewHousehold `class:"personal"` // the first few that can be taken
	Refusals   []PreviewRefusal   `class:"personal"` // the first few
	Read       int                `class:"open"`     // rows of households that were read for it
	Total      int                `class:"open"`     // of how many
	Drafted    int                `class:"open"`     // households among them that can be taken, as far as the file tells
	Refused    int                `class:"open"`     // rows among them that cannot
	Emptied    int                `class:"open"`     // values among them that are left empty
}

// PreviewColumn is a column of a sheet.
type PreviewColumn struct {
	Index  int       `class:"open"`     // counted from 0
	Header string    `class:"personal"` // cleaned, as sheet.Sheet has it
	Sample string    `class:"personal"` // the first value that stands in it
	Use    sheet.Use `class:"open"`     // what the mapping reads it as
	Names  bool      `class:"open"`     // see sheet.ColumnUse
}

// PreviewHousehold is a household as it would be registered.
type PreviewHousehold struct {
	Source  string          `class:"personal"` // the file's own id
	Row     int             `class:"open"`     // from 1, as the spreadsheet program shows it
	Site    string          `class:"personal"` // its name and p-code, as the file writes them
	Persons []PreviewPerson `class:"personal"` // the first few
	More    int             `class:"open"`     // persons who are not shown
	Flags   []string        `class:"open"`     // doubts, by the key of their sentence
}

// PreviewPerson is one of its persons. Name is put together from the parts that the file has; Phone is sheet.Phone.Digits, "" for
// none; Head is whether the file says that they are head of the household.
type PreviewPerson struct {
	Name  string      `class:"personal"`
	Sex   string      `class:"personal"` // m, f, x or ""
	Birth sheet.Birth `class:"personal"` // as it is understood
	Phone string      `class:"personal"`
	Head  bool        `class:"personal"`
}

// PreviewRefusal is something that would not be taken. Sheet, Row, Column and Value say where and what, as in sheet.Refusal; Mend
// is the key of the sentence that says how to mend it, and Args are the values of both sentences.
type PreviewRefusal struct {
	Sheet  string     `class:"personal"`
	Row    int        `class:"open"`
	Column string     `class:"personal"`
	Value  string     `class:"personal"`
	Whole  bool       `class:"open"` // the household is not taken; else only the value is left empty
	Reason string     `class:"open"` // the key of its sentence
	Mend   string     `class:"open"`
	Args   fault.Args `class:"personal"`
}

// lookedAt records that somebody looks at what a list says of people.
func (l *Lists) lookedAt(ctx context.Context, by access.Actor, scope access.Scope, of id.ID) error {
	_, err := desk.Ask(ctx, l.desk, by, "task.import", desk.Query[struct{}]{Act: access.ImportRun, Scope: scope,
		Run: func(r *desk.Reader) (struct{}, error) {
			r.Looked(of)
			return struct{}{}, nil
		}})
	return err
}

// Looked records that somebody opens what was refused of a list. Faults as of List.
func (l *Lists) Looked(ctx context.Context, by access.Actor, of id.ID) error {
	list, err := l.List(by, of)
	if err != nil {
		return err
	}
	return l.lookedAt(ctx, by, list.Scope, of)
}

// Preview reads the first rows of a list that is not yet on its way, as its mapping says, and shows the columns of a sheet; "" is the
// first. The look is recorded under the list. Nothing is registered, and the register is not asked: what it refuses shows when the list is
// imported. Beside a fault of the mapping, which is returned as trouble, columns are shown all the same.
func (l *Lists) Preview(ctx context.Context, by access.Actor, of id.ID, in string) (p Preview, trouble, err error) {
	wb, m, err := l.opened(by, of)
	if err != nil {
		return p, nil, err
	}
	defer wb.Close()
	list, err := l.List(by, of)
	if err != nil {
		return p, nil, err
	}
	err = l.alone(ctx, l.look, func(ctx context.Context) error {
		if err := p.columns(wb, m, in); err != nil {
			return err
		}
		trouble = p.rows(ctx, l.desk, wb, m)
		return ctx.Err()
	})
	if err != nil {
		return p, nil, err
	}
	p, err = desk.Ask(ctx, l.desk, by, "task.import", desk.Query[Preview]{Act: access.ImportRun, Scope: list.Scope,
		Run: func(r *desk.Reader) (Preview, error) {
			r.Looked(of)
			return p, nil
		}})
	return p, trouble, err
}

// columns shows the columns of a sheet with a value of each.
func (p *Preview) columns(wb *sheet.Workbook, m *sheet.Mapping, in string) error {
	p.Sheets = wb.Sheets()
	s, err := wb.Sheet(in)
	if err != nil {
		return err
	}
	uses := m.Uses(wb, s)
	p.Offered = m.Offered(wb, s)
	for i, header := range s.Columns {
		p.Columns = append(p.Columns, PreviewColumn{Index: i, Header: header, Use: uses[i].Use, Names: uses[i].Names})
	}
	rows, err := wb.Data(s, nil)
	if err != nil {
		return err
	}
	defer rows.Close()
	for n := 0; n < sampleRows && rows.Next(); n++ {
		for i := range p.Columns {
			if c := &p.Columns[i]; c.Sample == "" {
				c.Sample = rows.Row().Cell(i).Text
			}
		}
	}
	return rows.Err()
}

// errEnough ends the reading of a preview.
var errEnough = errors.New("enough for a preview")

// rows reads the first rows as an import would.
func (p *Preview) rows(ctx context.Context, d *desk.Desk, wb *sheet.Workbook, m *sheet.Mapping) error {
	reading, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	report, err := sheet.Read(reading, wb, m, d.Today(), func(done, total int) {
		if p.Read, p.Total = done, total; done >= previewRows {
			stop(errEnough)
		}
	}, func(h sheet.HouseholdDraft) error {
		p.Drafted++
		if len(p.Households) < previewHouseholds {
			p.Households = append(p.Households, previewOf(&h))
		}
		return nil
	})
	p.Refused, p.Emptied = report.RowsRefused, report.FieldsRefused
	for _, r := range report.Refusals[:min(len(report.Refusals), previewRefusals)] {
		p.Refusals = append(p.Refusals, PreviewRefusal{Sheet: r.Sheet, Row: r.Row, Column: r.Column, Value: r.Value, Whole: r.Whole,
			Reason: r.ReasonKey, Mend: r.MendKey, Args: r.Args})
	}
	if errors.Is(context.Cause(reading), errEnough) {
		return nil
	}
	return err
}

func previewOf(h *sheet.HouseholdDraft) PreviewHousehold {
	out := PreviewHousehold{Source: h.SourceID, Row: h.Row, Site: strings.Join(notEmpty(h.Site, h.PCode), " "), More: max(0, len(h.Persons)-previewPersons)}
	flag := func(flags []sheet.Flag) {
		for _, f := range flags {
			out.Flags = append(out.Flags, f.Key)
		}
	}
	flag(h.Flags)
	for i, p := range h.Persons {
		flag(p.Flags)
		if i < previewPersons {
			out.Persons = append(out.Persons, PreviewPerson{Name: strings.Join(notEmpty(p.Name, p.Given, p.Middle, p.Father, p.Family), " "),
				Sex: string(p.Sex), Birth: p.Birth, Phone: p.Phone.Digits, Head: p.Head || p.Relation == sheet.RelationHead})
		}
	}
	return out
}

func notEmpty(texts ...string) (some []string) {
	for _, t := range texts {
		if t != "" {
			some = append(some, t)
		}
	}
	return some
}
