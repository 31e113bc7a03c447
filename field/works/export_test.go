// SPDX-License-Identifier: Apache-2.0

package works

import (
	"fmt"
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/id"
)

// EachMilestone tells of every milestone in a scope that counts at a place or was reported, in one order, as the register keeps it (kept) or as every way opened tells it.
func EachMilestone(scope access.Scope, kept bool) desk.Query[[]string] {
	return desk.Query[[]string]{Act: access.WorksList, Scope: scope, Run: func(r *desk.Reader) (all []string, err error) {
		tell := func(way, subject, place id.ID, left bool, m Milestone, s *programme.Step) {
			if !place.IsZero() || m.Times > 0 {
				all = append(all, fmt.Sprint(way, subject, place, left, s.ID, m.Times > 0, m.State, m.ReportedOn))
			}
		}
		if kept {
			err = eachBuilt(r, func(b builtWay, m Milestone, s *programme.Step) { tell(b.way, b.subject, b.place, b.left, m, s) })
		} else {
			err = eachBuild(r, func(of id.ID, j *journey.Journey, _ *programme.Pathway, s *programme.Step) {
				tell(of, j.Subject, j.Destination(), j.Left(), MilestoneOf(j, s.ID), s)
			})
		}
		slices.Sort(all)
		return all, err
	}}
}
