// SPDX-License-Identifier: Apache-2.0

package works

import (
	"fmt"
	"slices"
	"strings"

	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/id"
)

// Told is a milestone, in one line.
type Told struct {
	Milestone string `class:"open"`
}

// EachMilestone tells of every milestone in a scope that counts at a place or was reported, in one order, as the register keeps it (kept) or as every way opened tells it.
func EachMilestone(scope access.Scope, kept bool) desk.Query[[]Told] {
	return desk.Query[[]Told]{Act: access.WorksList, Scope: scope, Run: func(r *desk.Reader) (all []Told, err error) {
		tell := func(way, subject, place id.ID, left bool, m Milestone, s *programme.Step) {
			if !place.IsZero() || m.Times > 0 {
				all = append(all, Told{fmt.Sprint(way, subject, place, left, s.ID, m.Times > 0, m.State, m.ReportedOn)})
			}
		}
		if kept {
			err = eachBuilt(r, func(b builtWay, m Milestone, s *programme.Step) { tell(b.way, b.subject, b.place, b.left, m, s) })
		} else {
			err = eachBuild(r, func(of id.ID, j *journey.Journey, _ *programme.Pathway, s *programme.Step) {
				tell(of, j.Subject, j.Destination(), j.Left(), MilestoneOf(j, s.ID), s)
			})
		}
		slices.SortFunc(all, func(a, b Told) int { return strings.Compare(a.Milestone, b.Milestone) })
		return all, err
	}}
}
