// SPDX-License-Identifier: Apache-2.0

package people

import (
	"cmp"
	"slices"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/register"
)

// LookRow is one look at a household's file. At is when, by the clock of the node that wrote it down, Looker the user, Compartment
// where the file lies.
type LookRow struct {
	At          clock.Stamp        `class:"open"`
	Looker      id.ID              `class:"open"`
	What        string             `class:"open"` // the act
	Why         string             `class:"open"` // the task at hand
	Compartment access.Compartment `class:"open"`
	Files       []id.ID            `class:"open"` // that were opened, one for a file, several for a list
	Program     bool               `class:"open"` // a program opened them, in the looker's name
}

// mostLooks bounds how many looks one page shows.
const mostLooks = 500

// LooksAt lists who looked at a household's file, the latest first: only looks into compartments for which the asker is cleared. It asks
// in the compartment of looks of a caseload.
func LooksAt(caseload, household id.ID) desk.Query[[]LookRow] {
	return looksUnder(caseload, desk.LooksAt, household)
}

// LooksBy lists what a user looked at, in the same manner.
func LooksBy(caseload, looker id.ID) desk.Query[[]LookRow] {
	return looksUnder(caseload, desk.LooksBy, looker)
}

// looksUnder lists the looks that stand under a key of a list, as far as the asker is cleared for what was opened.
func looksUnder(caseload id.ID, list register.List, key id.ID) desk.Query[[]LookRow] {
	scope := access.Scope{Caseload: caseload, Compartment: access.Looks}
	return desk.Query[[]LookRow]{Act: access.LooksRead, Scope: scope, Run: func(r *desk.Reader) ([]LookRow, error) {
		ids, err := r.Find(list, key[:], 20*mostLooks)
		if err != nil {
			return nil, err
		}
		var rows []LookRow
		for _, of := range ids {
			l, err := desk.Read(r, desk.LookStory, of)
			if err != nil {
				return nil, err
			}
			there := access.Scope{Caseload: caseload, Compartment: l.State.Compartment}
			if access.Clearance(r.By(), there, r.Today()).Has(access.Open) {
				rows = append(rows, LookRow{l.State.At, l.State.Looker, l.State.What, l.State.Why, l.State.Compartment, l.State.Subjects, !l.State.Device.IsZero()})
			}
		}
		slices.SortStableFunc(rows, func(a, b LookRow) int { return cmp.Compare(b.At, a.At) })
		return rows[:min(len(rows), mostLooks)], nil
	}}
}
