// SPDX-License-Identifier: Apache-2.0

package works

import (
	"safar/desk"
	"safar/field/documents"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/vault"
)

// Report says that a milestone is reached. Journey and Step say which milestone.
type Report struct {
	Journey id.ID
	Step    string
	Day     clock.Day // the day it was reached; zero or clock.NoDay for today
}

// Act is the act of reporting.
func (Report) Act() access.Act { return access.WorksReport }

// Decide records the report, once until an inspection answers it.
func (c Report) Decide(tx *desk.Tx) error {
	const op = "works.Report"
	k, err := journey.Take(tx, c.Journey)
	if err != nil {
		return err
	}
	if _, err := k.Open(c.Step, "build", false); err != nil {
		return err
	}
	if err := unheld(tx, k); err != nil {
		return err
	}
	m := MilestoneOf(k.Journey, c.Step)
	day := c.Day.Or(tx.Today())
	switch {
	case m.Waiting():
		return fault.New(op, fault.Conflict, "works.reported_already", fault.Args{"step": c.Step})
	case day < m.Last:
		return fault.New(op, fault.Invalid, "works.day_before", fault.Args{"day": m.Last.String()})
	}
	return tx.Record(reported.Draft(c.Journey, day, reportedResidue{c.Step}))
}

// Inspect records the inspection of a reported milestone. A milestone that does not pass needs at least one defect that says why, so that it
// can be mended and reported again. Journey and Step say which milestone, Passed what the inspector says of it. Day is when it was
// seen: NoDay for today, and not before it was reported.
type Inspect struct {
	Journey id.ID
	Step    string
	Passed  bool
	Defects []string // ids of the field's words, such as "roof_not_fixed"
	Seen    Seen     // what was seen of the home; it is forgotten with the household
	Day     clock.Day
}

// Act is the act of inspecting.
func (Inspect) Act() access.Act { return access.WorksInspect }

// Decide judges who inspects, and records what was found.
func (c Inspect) Decide(tx *desk.Tx) error {
	const op = "works.Inspect"
	k, err := journey.Take(tx, c.Journey)
	if err != nil {
		return err
	}
	s, err := k.At(c.Step, "build")
	if err != nil {
		return err
	}
	m := MilestoneOf(k.Journey, c.Step)
	if !m.Waiting() {
		return fault.New(op, fault.Blocked, "works.nothing_reported", fault.Args{"step": c.Step})
	}
	if s.Status == programme.Blocked { // what it waited for does not hold any more: an arrival was taken back
		return k.Refusal(s)
	}
	if err := unheld(tx, k); err != nil {
		return err
	}
	if err := independent(tx, k.Journey, &m, s.Step.Inspected); err != nil {
		return err
	}
	if err := c.sound(); err != nil {
		return err
	}
	if err := k.Filled(s.Step, c.Seen.Answers); err != nil {
		return err
	}
	day := c.Day.Or(tx.Today())
	if day < m.Last {
		return fault.New(op, fault.Invalid, "works.day_before", fault.Args{"day": m.Last.String()})
	}
	if err := tx.Record(inspected.DraftFor(c.Journey, k.Journey.Subject, day, inspectedResidue{c.Step, c.Passed, c.Defects}, c.Seen)); err != nil {
		return err
	}
	if err := c.photographed(tx, k.Journey.Subject, day); err != nil {
		return err
	}
	return k.Request(tx, s.Step, c.Seen.Answers)
}

// photographed files what the inspector photographed with whose is what is built.
func (c Inspect) photographed(tx *desk.Tx, whose id.ID, day clock.Day) error {
	if len(c.Seen.Photo) == 0 {
		return nil
	}
	return documents.Photograph(tx, whose, c.Journey, c.Step, vault.Address(c.Seen.Photo), day)
}
