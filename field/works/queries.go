// SPDX-License-Identifier: Apache-2.0

package works

import (
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// MilestoneRow counts the journeys of one pathway at one milestone. Programme, Pathway and Step say which, by their ids.
type MilestoneRow struct {
	Programme string `class:"open"`
	Pathway   string `class:"open"`
	Step      string `class:"open"`
	Kind      string `class:"open"` // what is built: house, …
	None      int    `class:"open"` // of those for whom it is: nothing was reported
	Waiting   int    `class:"open"` // reported, and not inspected
	Failed    int    `class:"open"` // inspected, not passed, and not reported again
	Passed    int    `class:"open"` // inspected, and passed
}

// Milestones counts houses and other works by milestone, in order of the pathways' steps. It reads every journey, some 15 µs each.
func Milestones(scope access.Scope) desk.Query[[]MilestoneRow] {
	return desk.Query[[]MilestoneRow]{Act: access.WorksList, Scope: scope, Run: func(r *desk.Reader) ([]MilestoneRow, error) {
		var rows []MilestoneRow
		err := eachBuild(r, func(_ id.ID, j *journey.Journey, w *programme.Pathway, s *programme.Step) {
			row := rowFor(&rows, w, s)
			m := MilestoneOf(j, s.ID)
			switch {
			case m.Times == 0:
				row.None++
			case m.Waiting():
				row.Waiting++
			case m.State == programme.Passed:
				row.Passed++
			default:
				row.Failed++
			}
		})
		return rows, err
	}}
}

func rowFor(rows *[]MilestoneRow, w *programme.Pathway, s *programme.Step) *MilestoneRow {
	i := slices.IndexFunc(*rows, func(m MilestoneRow) bool {
		return m.Step == s.ID && m.Pathway == w.ID && m.Programme == w.Programme.ID
	})
	if i < 0 {
		i = len(*rows)
		*rows = append(*rows, MilestoneRow{Programme: w.Programme.ID, Pathway: w.ID, Step: s.ID, Kind: s.Kind})
	}
	return &(*rows)[i]
}

// eachBuild calls f for every step of the verb build of every journey of the scope that is for whoever walks it.
func eachBuild(r *desk.Reader, f func(id.ID, *journey.Journey, *programme.Pathway, *programme.Step)) error {
	whose := newWhose(r.Today())
	return desk.Each(r, journey.Story, func(of id.ID, j *journey.Journey) error {
		p, err := journey.ProgrammeFor(r, j.Version.Value().Hash)
		if err != nil {
			return err
		}
		w := p.Pathway(j.Pathway)
		if w == nil {
			return nil // of a version that is not in force here yet
		}
		for _, s := range w.Steps {
			if s.Verb.Name == "build" && whose.isFor(j, w, s) {
				f(of, j, w, s)
			}
		}
		return nil
	})
}

// Owner is whose the work of a journey is: a household, a place, a thing. Subject is theirs.
type Owner struct {
	Subject id.ID `class:"open"`
}

// Whose tells an inspector whose a work is, for what belongs to them: a photograph. Fault: NotFound.
func Whose(scope access.Scope, of id.ID) desk.Query[Owner] {
	return desk.Query[Owner]{Act: access.WorksInspect, Scope: scope, Run: func(r *desk.Reader) (Owner, error) {
		j, err := desk.Read(r, journey.Story, of)
		if err == nil && !j.Exists {
			err = fault.New("works.Whose", fault.NotFound, "", nil)
		}
		return Owner{j.State.Subject}, err
	}}
}

// OverdueRow is one milestone that waits for an inspection. Journey, Step and Subject say which and whose; ReportedOn is the day it
// was last reported.
type OverdueRow struct {
	Journey    id.ID     `class:"open"`
	Subject    id.ID     `class:"open"`
	Step       string    `class:"open"`
	ReportedOn clock.Day `class:"open"`
	Days       int       `class:"open"` // since it was reported
}

// Overdue lists the milestones that were reported at least so many days ago and are not inspected, the oldest first: what the
// office owes. It is the office's list; nothing of it stands in a family's way.
func Overdue(scope access.Scope, days int) desk.Query[[]OverdueRow] {
	return desk.Query[[]OverdueRow]{Act: access.WorksList, Scope: scope, Run: func(r *desk.Reader) ([]OverdueRow, error) {
		var rows []OverdueRow
		err := eachBuilt(r, func(b builtWay, m Milestone, s *programme.Step) {
			if waited := int(r.Today() - m.ReportedOn); s.Inspected && m.Waiting() && waited >= days {
				rows = append(rows, OverdueRow{Journey: b.way, Subject: b.subject, Step: s.ID, ReportedOn: m.ReportedOn, Days: waited})
			}
		})
		slices.SortStableFunc(rows, func(a, b OverdueRow) int { return int(a.ReportedOn - b.ReportedOn) })
		return rows, err
	}}
}

// Found lists what inspections found at a milestone of a house, the latest first, each answer by the class that its question had then, and
// notes the look.
func Found(scope access.Scope, of id.ID, step string, forms journey.FormOf) desk.Query[[]journey.FilledRow] {
	return desk.Query[[]journey.FilledRow]{Act: access.WorksList, Scope: scope, Run: func(r *desk.Reader) ([]journey.FilledRow, error) {
		return journey.FilledAt(r, of, step, forms, Filled)
	}}
}
