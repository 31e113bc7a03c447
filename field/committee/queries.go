// SPDX-License-Identifier: Apache-2.0

package committee

import (
	"cmp"
	"slices"

	"safar/desk"
	"safar/field/gathering"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/field/staff"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

// Row is a committee of a site that is still there. Subject is it, as lists of subjects show it; From and Until are its term, NoDay where nobody said; Trained are how many of its members
// were trained.
type Row struct {
	Subject subjects.Row
	From    clock.Day `class:"open"`
	Until   clock.Day `class:"open"`
	Trained int       `class:"open"`
}

// TermEnded reports whether the term of a committee has ended before a day: others are to be chosen.
func (r Row) TermEnded(today clock.Day) bool { return r.Until.Known() && r.Until < today }

// The most that is read of one site, committee or owner.
const (
	mostCommittees = 200
	mostMeetings   = 500
	mostDecisions  = 1000
)

// AtSite lists the committees of a site, in order of their numbers.
func AtSite(scope access.Scope, site id.ID) desk.Query[[]Row] {
	return desk.Query[[]Row]{Act: subjects.ActsOf(Kind).Read, Scope: scope, Run: func(r *desk.Reader) (rows []Row, err error) {
		found, err := r.Find(subjects.ByPlace, subjects.PlaceKey(site, Kind), mostCommittees)
		for _, of := range found {
			if err != nil {
				return nil, err
			}
			var row Row
			var ended bool
			if row, ended, err = rowOf(r, of); !ended {
				rows = append(rows, row)
			}
		}
		slices.SortStableFunc(rows, func(a, b Row) int { return cmp.Compare(a.Subject.Code, b.Subject.Code) })
		return rows, err
	}}
}

// rowOf reads a committee; ended says that its way was closed.
func rowOf(r *desk.Reader, of id.ID) (row Row, ended bool, err error) {
	s, err := desk.Read(r, subjects.Story, of)
	if err != nil {
		return row, false, err
	}
	row = Row{Subject: subjects.RowOf(of, s.State), From: dayOf(s.State, attributeFrom), Until: dayOf(s.State, attributeUntil)}
	ways, err := r.Find(journey.BySubject, of[:], 20)
	for _, way := range ways {
		var c *journey.Case
		if c, err = journey.Take(r, way); fault.KindOf(err) == fault.Undecidable {
			err = nil
			continue
		}
		if err != nil {
			return row, false, err
		}
		ended = c.Closed()
		row.Trained = max(row.Trained, trainedOf(c, s.State))
	}
	return row, ended, err
}

// dayOf is a day that is said of a committee; NoDay where none is.
func dayOf(s *subjects.Subject, attribute string) clock.Day {
	day, err := clock.ParseDay(s.Attribute(attribute))
	if err != nil {
		return clock.NoDay
	}
	return day
}

// trainedOf counts the members who sat in a training of their committee's way.
func trainedOf(c *journey.Case, s *subjects.Subject) (n int) {
	for _, m := range s.Of() {
		if slices.ContainsFunc(c.Pathway.Steps, func(step *programme.Step) bool {
			return step.Verb.Name == "gather" && step.Kind == string(gathering.Training) &&
				slices.ContainsFunc(c.Journey.Standing(step.ID), func(mark journey.Mark) bool { return mark.By == m.Person })
		}) {
			n++
		}
	}
	return n
}

// MeetingRow is a meeting. Meeting is it, Day when it was, Agenda on what; Members and Women are how many members came, and how many women and girls among them; Disabled how many
// with a disability; Children how many under 18; Others who came and are no members.
type MeetingRow struct {
	Meeting  id.ID     `class:"open"`
	Day      clock.Day `class:"open"`
	Agenda   string    `class:"open"`
	Members  int       `class:"open"`
	Women    int       `class:"open"`
	Children int       `class:"open"`
	Disabled int       `class:"open"`
	Others   int       `class:"open"`
}

// DecisionRow is a decision. Decision, Committee, Place, Meeting and Day are those of the Decision, Called is what the committee is called; What is what was decided; Owner whose it is, zero for the committee, and Name
// how they sign in; Until by when; Became what became of it, the latest last.
type DecisionRow struct {
	Decision  id.ID     `class:"open"`
	Committee id.ID     `class:"open"`
	Called    string    `class:"open"`
	Place     id.ID     `class:"open"`
	Meeting   id.ID     `class:"open"`
	Day       clock.Day `class:"open"`
	What      string    `class:"open"`
	Owner     id.ID     `class:"open"`
	Name      string    `class:"open"`
	Until     clock.Day `class:"open"`
	Open      bool      `class:"open"` // nobody said yet that it was done, or that it was not
	Contested bool      `class:"open"` // two people gave it to somebody without seeing each other; this is the later
	Became    []SaidRow
}

// Late reports whether it is open, and its day is past.
func (d DecisionRow) Late(today clock.Day) bool { return d.Open && d.Until < today }

// SaidRow is what became of a decision. Outcome, Day and Reason are those of Said.
type SaidRow struct {
	Outcome Outcome   `class:"open"`
	Day     clock.Day `class:"open"`
	Reason  string    `class:"open"`
}

// Record is what a committee has done. Meetings and Decisions stand the latest first; the open ones before all others.
type Record struct {
	Committee Row // which, as it is now
	Meetings  []MeetingRow
	Decisions []DecisionRow
}

// Of returns what a committee has done. Fault: NotFound subjects.not_known.
func Of(scope access.Scope, committee id.ID) desk.Query[Record] {
	return desk.Query[Record]{Act: subjects.ActsOf(Kind).Read, Scope: scope, Run: func(r *desk.Reader) (record Record, err error) {
		if _, err := subjects.See(r, committee, Kind); err != nil {
			return record, err
		}
		if record.Committee, _, err = rowOf(r, committee); err != nil {
			return record, err
		}
		meetings, err := r.Find(MeetingsOf, committee[:], mostMeetings)
		for _, of := range meetings {
			if err != nil {
				return record, err
			}
			var m desk.Found[Meeting]
			m, err = desk.Read(r, MeetingStory, of)
			record.Meetings = append(record.Meetings, meetingRow(of, m.State))
		}
		slices.SortStableFunc(record.Meetings, func(a, b MeetingRow) int { return cmp.Compare(b.Day, a.Day) })
		if err == nil {
			record.Decisions, err = decisions(r, DecisionsOf, committee)
		}
		return record, err
	}}
}

// adult is the age from which somebody is no child.
const adult = 18

// ofChildren reports whether an age band is one of children.
func ofChildren(band string) bool {
	for _, b := range programme.AgeBands {
		if b.Name == band {
			return b.From < adult
		}
	}
	return false
}

func meetingRow(of id.ID, m *Meeting) MeetingRow {
	row := MeetingRow{Meeting: of, Day: m.Day, Agenda: m.Agenda, Others: m.Others}
	for _, c := range m.Came {
		row.Members += c.Persons
		if c.Sex == people.Female {
			row.Women += c.Persons
		}
		if c.Disability == people.Yes {
			row.Disabled += c.Persons
		}
		if ofChildren(c.Ages) {
			row.Children += c.Persons
		}
	}
	return row
}

// OpenAtSite lists the open decisions of the committees of a site, the first due first.
func OpenAtSite(scope access.Scope, site id.ID) desk.Query[[]DecisionRow] {
	return openOf(scope, OpenAt, func(*desk.Reader) id.ID { return site })
}

// Mine lists the open decisions that were given to the asker, the first due first.
func Mine(scope access.Scope) desk.Query[[]DecisionRow] {
	return openOf(scope, OpenBy, func(r *desk.Reader) id.ID { return r.By().User })
}

func openOf(scope access.Scope, list register.List, key func(*desk.Reader) id.ID) desk.Query[[]DecisionRow] {
	return desk.Query[[]DecisionRow]{Act: subjects.ActsOf(Kind).Read, Scope: scope, Run: func(r *desk.Reader) ([]DecisionRow, error) {
		return decisions(r, list, key(r))
	}}
}

// decisions reads those under one key of a list: the open ones by their day, and then the others, the latest first.
func decisions(r *desk.Reader, list register.List, key id.ID) (rows []DecisionRow, err error) {
	found, err := r.Find(list, key[:], mostDecisions)
	for _, of := range found {
		if err != nil {
			return nil, err
		}
		var row DecisionRow
		row, err = decisionRow(r, of)
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b DecisionRow) int {
		switch {
		case a.Open != b.Open && a.Open:
			return -1
		case a.Open != b.Open:
			return 1
		case a.Open:
			return cmp.Compare(a.Until, b.Until)
		}
		return cmp.Compare(b.Day, a.Day)
	})
	return rows, err
}

func decisionRow(r *desk.Reader, of id.ID) (DecisionRow, error) {
	d, err := desk.Read(r, DecisionStory, of)
	if err != nil {
		return DecisionRow{}, err
	}
	charge, _ := d.State.Is.Latest()
	row := DecisionRow{Decision: of, Committee: d.State.Committee, Place: d.State.Place, Meeting: d.State.Meeting, Day: d.State.Day, What: d.State.What, Owner: charge.Owner,
		Until: charge.Until, Open: d.State.Open(), Contested: d.State.Is.Contested()}
	for _, said := range d.State.Became {
		row.Became = append(row.Became, SaidRow{said.Outcome, said.Day, said.Reason})
	}
	c, err := desk.Read(r, subjects.Story, d.State.Committee)
	if err != nil {
		return row, err
	}
	if row.Called = c.State.Name.Value(); row.Called == "" {
		row.Called = c.State.Code
	}
	if row.Owner.IsZero() {
		return row, nil
	}
	owner, err := desk.ReadCommons(r, staff.UserStory, row.Owner)
	row.Name = owner.State.Name.Value()
	return row, err
}

// OneDecision returns a decision, for the form that says what became of it. Fault: NotFound.
func OneDecision(scope access.Scope, decision id.ID) desk.Query[DecisionRow] {
	return desk.Query[DecisionRow]{Act: subjects.ActsOf(Kind).Step, Scope: scope, Run: func(r *desk.Reader) (DecisionRow, error) {
		d, err := desk.Read(r, DecisionStory, decision)
		if err == nil && !d.Exists {
			err = fault.New("committee.OneDecision", fault.NotFound, "", nil)
		}
		if err != nil {
			return DecisionRow{}, err
		}
		return decisionRow(r, decision)
	}}
}
