// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/register"
)

// BookRow is one grant of a programme in force, with what this caseload may pay of it.
//
// Programme and Grant are ids, Donor the donor's. From and Until are the first and the last day on which an amount may be owed
// under it; Currency is ISO 4217.
type BookRow struct {
	Programme string    `class:"open"`
	Grant     string    `class:"open"`
	Donor     string    `class:"open"`
	From      clock.Day `class:"open"`
	Until     clock.Day `class:"open"`
	Currency  string    `class:"open"`
	Ceiling   int64     `class:"open"` // of the grant, minor units
	Share     int64     `class:"open"` // of this caseload; 0 where none is entrusted
	SetAside  int64     `class:"open"` // on lists that are not over, and delivered on those that are
	Left      int64     `class:"open"` // of the share, for further lists
	Custody   id.ID     `class:"open"` // the node that pays
	Steps     []string  `class:"open"` // that are paid from it
}

// Books lists the grants of the programmes in force, for those who enter budgets or those who see payment lists, as doing says.
func Books(doing access.Act, scope access.Scope) desk.Query[[]BookRow] {
	return desk.Query[[]BookRow]{Act: doing, Scope: scope, Run: func(r *desk.Reader) ([]BookRow, error) {
		entries, err := r.ScanCommons(journey.ProgrammesInForce, register.Range{Limit: 1000})
		if err != nil {
			return nil, err
		}
		var rows []BookRow
		for _, e := range entries {
			force, err := desk.ReadCommons(r, journey.ProgrammeStory, e.Story)
			if err != nil {
				return nil, err
			}
			p, err := journey.ProgrammeFor(r, force.State.Hash.Value())
			if err != nil {
				return nil, err
			}
			if rows, err = bookRows(r, p, rows); err != nil {
				return nil, err
			}
		}
		return rows, nil
	}}
}

func bookRows(r *desk.Reader, p *programme.Programme, rows []BookRow) ([]BookRow, error) {
	for _, g := range p.Grants {
		row := BookRow{Programme: p.ID, Grant: g.ID, Donor: g.Donor, From: g.From, Until: g.Until, Currency: g.Currency, Ceiling: g.Ceiling}
		for _, w := range p.Pathways {
			for _, s := range w.Steps {
				if s.Grant != nil && s.Grant.ID == g.ID && s.Verb.Name == "pay" {
					row.Steps = append(row.Steps, s.ID)
				}
			}
		}
		b, err := desk.Read(r, BookStory, BookID(p.ID, g.ID))
		if err != nil {
			return nil, err
		}
		if t, ok := b.State.Holder(); ok {
			row.Share, row.SetAside, row.Left, row.Custody = t.Share, b.State.SetAside, t.Share-b.State.SetAside, t.Node
		}
		rows = append(rows, row)
	}
	return rows, nil
}
