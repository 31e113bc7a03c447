// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"slices"

	"safar/desk"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/id"
)

// A plan is what is written at a step of verb ask that follows a choice which all who answer share: with which plan a household stays. It is the
// household's, and not what one adult said alone: beside those who speak with each of them it is read by those who manage the sites, for whom it is work.

// PlanRow is the plan of one household. Household is who stays, Programme the one on whose way it was made, and Plan what was written, with its day.
type PlanRow struct {
	Household id.ID  `class:"open"`
	Programme string `class:"open"`
	FormID    string `class:"open"` // the form on which it was written
	Plan      FilledRow
}

// PlansOf returns the plans of some households of a list: of each way the last, where its step is done. Whoever reads no plans is told none.
func PlansOf(scope access.Scope, households []id.ID, forms FormOf) desk.Query[[]PlanRow] {
	return desk.Query[[]PlanRow]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) (rows []PlanRow, err error) {
		if !readsPlans(r) {
			return nil, nil
		}
		for _, h := range households {
			ways, err := r.Find(BySubject, h[:], maxWays)
			if err != nil {
				return nil, err
			}
			for _, way := range ways {
				row, has, err := planOf(r, way, forms)
				if err != nil {
					return nil, err
				}
				if has {
					rows = append(rows, row)
				}
			}
		}
		return rows, nil
	}}
}

// planOf reads the last plan of a way. Of one that cannot be judged here nobody knows whether all chose the same: it has none.
func planOf(r *desk.Reader, way id.ID, forms FormOf) (row PlanRow, has bool, err error) {
	c, err := open(r, way)
	if err == nil && !c.hasPlan() {
		return row, false, nil // of most nobody wrote one: their people are not read
	}
	if err == nil {
		c, err = Take(r, way)
	}
	if err != nil && judged(err) {
		return row, false, nil
	}
	if err != nil || !c.planned() {
		return row, false, err
	}
	t := teller{reader: r, staff: map[id.ID]string{}, names: map[id.ID]string{}}
	filled, err := t.filled(c, forms, nil)
	i := slices.IndexFunc(filled, func(f FilledRow) bool { return c.followsChoice(f.Step) })
	if err != nil || i < 0 {
		return row, false, err
	}
	r.Looked(c.Journey.Subject)
	return PlanRow{Household: c.Journey.Subject, Programme: c.Pathway.Programme.ID, FormID: c.Pathway.Step(filled[i].Step).Form, Plan: filled[i]}, true, nil
}

// planned reports whether a step that follows the choice is done.
func (c *Case) planned() bool {
	return slices.ContainsFunc(c.Standing.Steps, func(s programme.StepStanding) bool { return s.Status == programme.Done && c.followsChoice(s.Step.ID) })
}

// followsChoice reports whether a step asks something of a household whose choice all share, because of that choice.
func (c *Case) followsChoice(step string) bool { return c.asksAfterChoice(step) && c.Settled() }

// hasPlan reports whether anything was written at a step that follows the choice.
func (c *Case) hasPlan() bool {
	return slices.ContainsFunc(c.Journey.Marks, func(m Mark) bool { return !m.Withdrawn && c.asksAfterChoice(m.Step) })
}

// asksAfterChoice reports whether a step asks something because of a choice.
func (c *Case) asksAfterChoice(step string) bool {
	s := c.Pathway.Step(step)
	return s != nil && s.Verb.Name == "ask" && s.Form != "" && afterChoice(c.Pathway, s)
}

// afterChoice reports whether a step needs a choice.
func afterChoice(way *programme.Pathway, s *programme.Step) bool {
	return slices.ContainsFunc(s.Needs, func(need string) bool { return way.Step(need).Verb.Name == "choose" })
}

// readsPlans reports whether who asks reads the plans of those who have chosen: those who speak with each adult, and those who manage the sites.
func readsPlans(r *desk.Reader) bool {
	return speaksWithEach(r) || access.May(r.By(), access.PlacesClose, r.Scope(), r.Today()) == nil
}
