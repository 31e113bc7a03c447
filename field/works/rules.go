// SPDX-License-Identifier: Apache-2.0

package works

import (
	"crypto/sha256"
	"regexp"

	"safar/desk"
	"safar/field/capacity"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Milestone is one step of the verb build, as its journey tells it.
type Milestone struct {
	Step       string          // its id
	State      programme.State // Reported, Passed or Failed; meaningless where Times is 0
	Times      int             // reports and inspections
	ReportedOn clock.Day       // the last time; clock.NoDay for never
	ReportedBy id.ID           // the user who last reported it
	Inspector  id.ID           // of the last inspection
	Defects    string          // of the last inspection, ids with spaces between
	Last       clock.Day       // the latest day anything happened; clock.NoDay where nothing did
}

// MilestoneOf reads one milestone out of a journey.
func MilestoneOf(j *journey.Journey, step string) Milestone {
	m := Milestone{Step: step, Last: clock.NoDay, ReportedOn: clock.NoDay}
	for i := range j.Marks {
		mark := &j.Marks[i]
		if mark.Step != step || mark.Withdrawn || mark.State < programme.Reported || mark.State > programme.Failed {
			continue
		}
		m.State, m.Last = mark.State, max(m.Last, mark.Day)
		m.Times++
		if mark.State == programme.Reported {
			m.ReportedOn, m.ReportedBy = mark.Day, mark.Author
		} else {
			m.Inspector, m.Defects = mark.Author, mark.Value
		}
	}
	return m
}

// Waiting reports whether the milestone is reported and no inspection has answered.
func (m *Milestone) Waiting() bool { return m.Times > 0 && m.State == programme.Reported }

// unheld refuses building, and its inspection, over what two offices wrote that cannot both be: a plot that another household was promised too, two
// plots, two trips. A person decides first, as before money is paid. That an amount was paid twice is the office's failure, and no family's house waits
// for it.
func unheld(tx *desk.Tx, k *journey.Case) error {
	if err := k.Whole(); err != nil && fault.KeyOf(err) != "journey.contradiction."+string(journey.PaidTwice) {
		return err
	}
	return capacity.Undoubted(tx, k.Journey)
}

// independent refuses an inspector who pays: by role, or by what they did on this journey. Where the programme has the milestone inspected, who
// reported it is refused too.
func independent(tx *desk.Tx, j *journey.Journey, m *Milestone, inspected bool) error {
	const op = "works.Inspect"
	by := tx.By()
	for _, role := range []access.Role{access.FinanceOfficer, access.Approver} {
		if by.Has(role, tx.Scope(), tx.Today()) {
			return fault.New(op, fault.NotAllowed, "works.inspector_pays", nil)
		}
	}
	for i := range j.Marks {
		mark := &j.Marks[i]
		if !mark.Withdrawn && mark.State >= programme.Owed && mark.State <= programme.Returned && mark.Author == by.User {
			return fault.New(op, fault.NotAllowed, "works.inspector_pays", nil)
		}
	}
	if inspected && m.ReportedBy == by.User {
		return fault.New(op, fault.NotAllowed, "works.inspector_reported", nil)
	}
	return nil
}

const (
	maxDefects = 40
	maxNote    = 2000 // bytes
)

var defectID = regexp.MustCompile(`^[a-z][a-z0-9_]{0,59}$`)

// sound refuses what cannot be written down.
func (c Inspect) sound() error {
	const op = "works.Inspect"
	switch {
	case !c.Passed && len(c.Defects) == 0:
		return fault.New(op, fault.Invalid, "works.defects_missing", nil)
	case len(c.Defects) > maxDefects || len(c.Seen.Note) > maxNote:
		return fault.New(op, fault.Invalid, "works.too_long", fault.Args{"defects": maxDefects, "bytes": maxNote})
	case len(c.Seen.Photo) != 0 && len(c.Seen.Photo) != sha256.Size:
		return fault.New(op, fault.Invalid, "works.photo_digest", nil)
	case c.Seen.Latitude < -90e6 || c.Seen.Latitude > 90e6 || c.Seen.Longitude < -180e6 || c.Seen.Longitude > 180e6:
		return fault.New(op, fault.Invalid, "works.not_on_earth", nil)
	}
	for _, d := range c.Defects {
		if !defectID.MatchString(d) {
			return fault.New(op, fault.Invalid, "works.not_a_defect", nil)
		}
	}
	return nil
}
