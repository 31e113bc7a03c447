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

// Cases lists who waits for a State in the compartment: those first whom nobody has asked, and then those who have waited longest. It notes the look at each.
func Cases(scope access.Scope) desk.Query[[]CaseRow] {
	return desk.Query[[]CaseRow]{Act: access.CapacityPlan, Scope: scope, Run: func(r *desk.Reader) ([]CaseRow, error) {
		p, err := casesPage(r, desk.Part{})
		return p.Rows, err
	}}
}

// CasesPage is a part of those who wait for a State.
type CasesPage struct {
	Rows  []CaseRow // those first whom nobody has asked
	Total int       `class:"sensitive"` // cases, with those of other pages
}

// CasesOn lists those cases that a page shows, in the order of Cases, and notes the look at them alone.
func CasesOn(scope access.Scope, part desk.Part) desk.Query[CasesPage] {
	return desk.Query[CasesPage]{Act: access.CapacityPlan, Scope: scope, Run: func(r *desk.Reader) (CasesPage, error) { return casesPage(r, part) }}
}

func casesPage(r *desk.Reader, part desk.Part) (page CasesPage, err error) {
	var all []CaseRow
	err = eachScheme(r, r.Scope().Compartment, func(s scheme) error {
		c := &chancery{scheme: s, reader: r, terms: Usual()}
		err := c.read()
		for _, row := range c.rows {
			all = append(all, CaseRow{row.Journey, row.Household, row.Name, row.People, row.Waiting, row.Asked, row.ToldOf})
		}
		return err
	})
	slices.SortStableFunc(all, func(a, b CaseRow) int { return cmp.Or(a.asked()-b.asked(), cmp.Compare(b.Waiting, a.Waiting)) })
	page = CasesPage{desk.Cut(all, part), len(all)}
	for i := range page.Rows {
		r.Looked(page.Rows[i].Household)
	}
	return page, err
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
