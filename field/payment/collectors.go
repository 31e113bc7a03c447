// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"safar/desk"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/id"
)

// CollectorRow is one of those who may receive a household's money.
type CollectorRow struct {
	Person    id.ID  `class:"open"`
	Given     string `class:"personal"`
	Family    string `class:"personal"`
	Alternate bool   `class:"open"`
}

// CollectorsOf returns whom a household has chosen to receive its money, and their alternate, for those who hand it over. It is empty where
// nobody is chosen or two choices stand. It tells who they are, and is a look.
func CollectorsOf(scope access.Scope, journey id.ID) desk.Query[[]CollectorRow] {
	return desk.Query[[]CollectorRow]{Act: access.PaymentDeliver, Scope: scope, Run: func(r *desk.Reader) ([]CollectorRow, error) {
		src := source{r}
		j, err := src.journey(journey)
		if err != nil {
			return nil, err
		}
		c, err := chosen(src, j)
		if err != nil {
			return nil, err
		}
		var rows []CollectorRow
		r.Looked(j.Subject)
		for i, of := range []id.ID{c.Person, c.Alternate} {
			if of.IsZero() {
				continue
			}
			p, err := desk.Read(r, people.PersonStory, of)
			if err != nil {
				return nil, err
			}
			names := p.State.Names.Value()
			rows = append(rows, CollectorRow{of, names.Given, names.Family, i == 1})
		}
		return rows, nil
	}}
}
