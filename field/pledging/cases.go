// SPDX-License-Identifier: Apache-2.0

package pledging

import (
	"cmp"
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/id"
)

// CaseRow is a case that waits for a State, for those who ask its people what binds them.
type CaseRow struct {
	Journey   id.ID  `class:"sensitive"` // their way
	Household id.ID  `class:"sensitive"` // the household
	Name      string `class:"sensitive"` // of who heads them
	People    int    `class:"sensitive"` // how many they are
	Waiting   int    `class:"sensitive"` // days
	Asked     bool   `class:"sensitive"` // it was written down what binds them to States
	ToldOf    string `class:"sensitive"` // the place of which they were told; "" for none
}

// Cases lists who waits for a State in the compartment: those first whom nobody has asked, and then those who have waited longest. It notes the look.
func Cases(scope access.Scope) desk.Query[[]CaseRow] {
	return desk.Query[[]CaseRow]{Act: access.CapacityPlan, Scope: scope, Run: func(r *desk.Reader) (all []CaseRow, err error) {
		err = eachScheme(r, scope.Compartment, func(s scheme) error {
			c := &chancery{scheme: s, reader: r, terms: Usual()}
			err := c.read()
			for _, row := range c.rows {
				r.Looked(row.Household)
				all = append(all, CaseRow{row.Journey, row.Household, row.Name, row.People, row.Waiting, row.Asked, row.ToldOf})
			}
			return err
		})
		slices.SortStableFunc(all, func(a, b CaseRow) int { return cmp.Or(a.asked()-b.asked(), cmp.Compare(b.Waiting, a.Waiting)) })
		return all, err
	}}
}

func (c *CaseRow) asked() int {
	if c.Asked {
		return 1
	}
	return 0
}

// eachScheme calls f for each scheme of the programmes in force whose ways are walked in a compartment.
func eachScheme(r *desk.Reader, in access.Compartment, f func(scheme) error) error {
	return journey.EachInForce(r, func(p *programme.Programme) error {
		for _, s := range schemesOf(p, in) {
			if err := f(s); err != nil {
				return err
			}
		}
		return nil
	})
}
