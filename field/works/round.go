// SPDX-License-Identifier: Apache-2.0

package works

import (
	"cmp"
	"slices"
	"strings"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// Stop is one house on an inspector's round: a milestone that was reported and waits for an inspection. Journey and Step say which; Household and Card are its people's.
type Stop struct {
	Journey    id.ID     `class:"open"`
	Step       string    `class:"open"`
	Household  id.ID     `class:"open"`
	Card       string    `class:"personal"`
	Plot       int       `class:"open"` // number of the plot; 0 for none
	ReportedOn clock.Day `class:"open"` // the last time
	Defects    []string  `class:"open"` // of the last inspection of this milestone, ids of the field's words; none where there was none
}

// Round lists what waits for an inspection at a place, in the order of the plots: as somebody walks. Each house is a look.
func Round(scope access.Scope, place id.ID) desk.Query[[]Stop] {
	return desk.Query[[]Stop]{Act: access.WorksInspect, Scope: scope, Run: func(r *desk.Reader) ([]Stop, error) {
		ids, err := r.Find(journey.ByDestined, place[:], 100_000)
		if err != nil {
			return nil, err
		}
		var stops []Stop
		whose := newWhose(r.Today())
		for _, of := range ids {
			j, err := desk.Read(r, journey.Story, of)
			if err != nil {
				return nil, err
			}
			if j.State.Destination() != place {
				continue
			}
			if stops, err = waitingOf(r, whose, of, j.State, place, stops); err != nil {
				return nil, err
			}
		}
		slices.SortStableFunc(stops, func(a, b Stop) int { return cmp.Or(cmp.Compare(a.Plot, b.Plot), cmp.Compare(a.Card, b.Card)) })
		return stops, nil
	}}
}

// waitingOf adds the milestones of one journey that wait for an inspection.
func waitingOf(r *desk.Reader, whose whose, of id.ID, j *journey.Journey, place id.ID, stops []Stop) ([]Stop, error) {
	p, err := journey.ProgrammeFor(r, j.Version.Value().Hash)
	if err != nil {
		return nil, err
	}
	w := p.Pathway(j.Pathway)
	if w == nil {
		return stops, nil // of a version that is not in force here yet
	}
	for _, s := range w.Steps {
		m := MilestoneOf(j, s.ID)
		if s.Verb.Name != "build" || !s.Inspected || !m.Waiting() || !whose.isFor(j, w, s) {
			continue
		}
		stop := Stop{Journey: of, Step: s.ID, Household: j.Subject, ReportedOn: m.ReportedOn, Defects: strings.Fields(m.Defects)}
		for _, room := range j.Room() {
			if room.Place == place {
				stop.Plot = room.Unit
			}
		}
		if programme.NatureOf(w.For) == programme.Household {
			h, err := desk.Read(r, people.HouseholdStory, j.Subject)
			if err != nil {
				return nil, err
			}
			stop.Card = h.State.Card
			r.Looked(j.Subject)
		}
		stops = append(stops, stop)
	}
	return stops, nil
}
