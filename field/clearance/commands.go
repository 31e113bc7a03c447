// SPDX-License-Identifier: Apache-2.0

package clearance

import (
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// Request says that a clearance was asked for, of one person or of all of the subject. Journey and Step say which; Day is when it
// was asked for, NoDay for today.
type Request struct {
	Journey id.ID
	Step    string
	Person  id.ID // zero for all
	Day     clock.Day
}

// Act is the act of asking for a clearance.
func (Request) Act() access.Act { return access.ClearanceRequest }

// Decide records the request.
func (c Request) Decide(tx *desk.Tx) error {
	k, err := journey.Take(tx, c.Journey)
	if err != nil {
		return err
	}
	if _, err := k.Open(c.Step, "clear", true); err != nil {
		return err
	}
	if !c.Person.IsZero() {
		if _, err := k.Member(c.Person); err != nil {
			return err
		}
	}
	return tx.Record(requested.Draft(c.Journey, c.Day, requestedResidue{c.Step, c.Person}))
}

// State says that somebody, or all of the subject, is cleared or is not, and until when. Journey and Step say which; Fit says
// whether they are cleared.
type State struct {
	Journey id.ID
	Step    string
	Person  id.ID // zero for all of the subject
	Fit     bool
	From    clock.Day // first day; NoDay for today. Never of a medical one
	Until   clock.Day // last day; NoDay for no end
	Words   Words     // never of a medical one
}

// Act is the act of recording a clearance.
func (State) Act() access.Act { return access.ClearanceRecord }

// Decide judges who says it, and records it on the day on which it is said: of a medical one no other day is known.
func (c State) Decide(tx *desk.Tx) error {
	k, err := journey.Take(tx, c.Journey)
	if err != nil {
		return err
	}
	s, err := k.Open(c.Step, "clear", true)
	if err != nil {
		return err
	}
	if err := mayState(tx, s.Step); err != nil {
		return err
	}
	if err := about(k, s.Step, c.Person); err != nil {
		return err
	}
	if err := c.sound(s.Step, tx.Today()); err != nil {
		return err
	}
	if err := k.Filled(s.Step, c.Words.Answers); err != nil {
		return err
	}
	return c.record(tx, k, s.Step)
}

func (c State) record(tx *desk.Tx, k *journey.Case, s *programme.Step) error {
	residue := statedResidue{Step: c.Step, By: c.Person, Fit: c.Fit, From: c.From, Until: c.Until}
	if c.Person.IsZero() {
		for _, m := range k.Members {
			residue.Of = append(residue.Of, m.ID)
		}
	}
	replaces := c.replaced(k.Journey, tx.Today())
	if s.Medical() {
		return tx.Record(stated.Draft(c.Journey, clock.NoDay, residue).Replacing(fieldStated, replaces))
	}
	owner := c.Person
	if owner.IsZero() {
		owner = k.Journey.Subject
	}
	return tx.Record(stated.DraftFor(c.Journey, owner, clock.NoDay, residue, c.Words).Replacing(fieldStated, replaces))
}

// Sheet is how a step of the verb clear stands of each member, for those who ask for clearances or say them. Step is its id, Kind
// what is cleared (medical, security, exit_permit, …), Members those of the subject who live; none where it has no people.
type Sheet struct {
	Step    string `class:"open"`
	Kind    string `class:"open"`
	Members []MemberRow
}

// MemberRow is how the clearance of one member stands today. Person is their id; Ready says whether they may travel today, as far
// as this clearance goes.
type MemberRow struct {
	Person id.ID     `class:"open"`
	Ready  bool      `class:"open"`
	Until  clock.Day `class:"open"` // travel by; NoDay for no end, and for who is not ready
}

// SheetOf returns how a clearance stands of each member. It is a look.
func SheetOf(scope access.Scope, of id.ID, step string) desk.Query[Sheet] {
	return desk.Query[Sheet]{Act: access.ClearanceRequest, Scope: scope, Run: func(r *desk.Reader) (Sheet, error) {
		k, err := journey.Take(r, of)
		if err != nil {
			return Sheet{}, err
		}
		s, err := k.At(step, "clear")
		if err != nil {
			return Sheet{}, err
		}
		r.Looked(k.Journey.Subject)
		sheet := Sheet{Step: step, Kind: s.Step.Kind}
		for _, m := range k.Members {
			sheet.Members = append(sheet.Members, memberRow(k, step, m.ID, r.Today()))
		}
		return sheet, nil
	}}
}

// memberRow judges the step as if one member alone were the subject.
func memberRow(k *journey.Case, step string, person id.ID, today clock.Day) MemberRow {
	story := k.Story
	story.Subject.Members = slices.DeleteFunc(slices.Clone(story.Subject.Members), func(m programme.Member) bool { return m.ID != person })
	s := k.Pathway.Evaluate(&story, today).Step(step)
	row := MemberRow{Person: person, Until: clock.NoDay}
	if row.Ready = s.Reached(programme.Fit) && s.Status != programme.Lapsed; row.Ready && s.Lapses.Known() {
		row.Until = s.Lapses - 1
	}
	return row
}
