// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"slices"

	"safar/desk"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/field/subjects"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Case is a journey with all that is needed to judge it: its programme, its people, the place it is about, and where it
// stands today.
type Case struct {
	ID       id.ID               // of the journey
	Journey  *Journey            // as it is folded
	Pathway  *programme.Pathway  // in the version that the journey walks
	Members  []people.Someone    // living members of a household, or who is of another subject; empty for a place
	Site     id.ID               // where the household lives now, or the subject is
	Groups   []string            // for which protection decides apart: never shown
	Story    programme.Story     // what the evaluator was told
	Standing *programme.Standing // what it said, of the day it was asked for
	follows  string              // the step on which these are the latecomers of a household that has left; "" otherwise
	today    clock.Day
	source   desk.Source
	receives bool // it is looked at as the host of another case, whose own hosts are not asked

	attributes []programme.Field
}

// maxWays bounds how many pathways of one subject a query reads.
const maxWays = 100

// Take reads and judges a journey, for a command or a query.
func Take(s desk.Source, of id.ID) (*Case, error) {
	c, err := open(s, of)
	if err != nil {
		return nil, err
	}
	if err := c.takeSubject(); err != nil {
		return nil, err
	}
	return c, c.judge(id.ID{})
}

// open reads a journey and its pathway: neither who walks it, nor where they stand.
func open(s desk.Source, of id.ID) (*Case, error) {
	const op = "journey.Take"
	j, err := desk.See(s, Story, of)
	if err != nil {
		return nil, err
	}
	if !j.Exists {
		return nil, fault.New(op, fault.NotFound, "journey.no_such_journey", nil)
	}
	p, err := ProgrammeFor(s, j.State.Version.Value().Hash)
	if err != nil {
		return nil, err
	}
	c := &Case{ID: of, Journey: j.State, Pathway: p.Pathway(j.State.Pathway), today: s.Today(), source: s}
	if c.Pathway == nil {
		return nil, fault.New(op, fault.Undecidable, "journey.pathway_gone", fault.Args{"pathway": c.Journey.Pathway})
	}
	return c, nil
}

// takeSubject reads who or what walks the way.
func (c *Case) takeSubject() error {
	switch programme.NatureOf(c.Journey.Kind) {
	case programme.Household:
		h, err := desk.See(c.source, people.HouseholdStory, c.Journey.Subject)
		if err != nil {
			return err
		}
		c.Site, c.Groups = h.State.Site.Value(), h.State.GroupsOf()
		c.Members, err = people.Members(c.source, c.Journey.Subject)
		return err
	case programme.Person:
		return c.takePerson()
	case programme.Thing:
		s, err := desk.See(c.source, subjects.Story, c.Journey.Subject)
		if err != nil {
			return err
		}
		c.Site, c.attributes = s.State.Place.Value(), Attributes(c.Pathway, s.State)
		for _, m := range s.State.Of() {
			c.Members = append(c.Members, m.Someone())
		}
	}
	return nil
}

// takePerson reads a person who walks on their own, and where they live.
func (c *Case) takePerson() error {
	p, err := desk.See(c.source, people.PersonStory, c.Journey.Subject)
	if err != nil || !p.State.Alive() {
		return err
	}
	c.Members = []people.Someone{{ID: p.ID, Person: p.State}}
	h, err := desk.See(c.source, people.HouseholdStory, p.State.Household.Value().Household)
	if err == nil {
		c.Site, c.Groups = h.State.Site.Value(), h.State.GroupsOf()
	}
	return err
}

// Attributes returns what a pathway declares of its subjects and is known of one.
func Attributes(w *programme.Pathway, s *subjects.Subject) []programme.Field {
	var fields []programme.Field
	for _, d := range w.Attributes {
		if v := d.Parse(s.Attribute(d.Name)); v.Known() {
			fields = append(fields, programme.Field{Name: d.Name, Value: v})
		}
	}
	return fields
}

// judge evaluates the case; destination, where it is not zero, is the place that is asked about instead of the one chosen.
func (c *Case) judge(destination id.ID) error {
	if destination.IsZero() {
		destination = c.Journey.Destination()
	}
	c.Story = c.story()
	c.Story.Subject.Attributes = c.attributes
	if !destination.IsZero() {
		place, err := desk.SeeCommons(c.source, places.Story, destination)
		if err != nil {
			return err
		}
		if place.Exists {
			c.Story.Inputs = Inputs(c.Pathway.Programme, destination, place.State, c.Groups)
		}
	}
	c.Standing = c.Pathway.Evaluate(&c.Story, c.today)
	return c.holdHosted()
}

// release gives back the memory of the standing, where a list has taken from it what it shows.
func (c *Case) release() {
	c.Standing.Release()
	c.Standing = nil
}

// holdHosted puts a placement on hold while those who receive may not receive any more. It is asked of the host, of whom nothing is stored here.
func (c *Case) holdHosted() error {
	if c.receives {
		return nil
	}
	for _, h := range c.Journey.Hosted() {
		host, err := open(c.source, h.With)
		if err != nil {
			return err
		}
		host.receives = true
		if err := host.takeSubject(); err != nil {
			return err
		}
		if err := host.judge(id.ID{}); err != nil {
			return err
		}
		if s := c.Standing.Step(h.Step); s != nil && !host.Receives(s.Step.With) {
			s.OnHold = true
		}
	}
	return nil
}

// Receives reports whether the case, which offers room to others, may receive them today: the step at which it offers the room is done, and all that
// it needs still holds.
func (c *Case) Receives(at programme.Offer) bool {
	offer := c.Standing.Step(at.Step)
	return offer != nil && c.Pathway.ID == at.Pathway && offer.Status == programme.Done && offer.Sound() && !c.Journey.Ended()
}

// Towards judges the case again as if the destination were another place: what would stand if they chose it.
func (c *Case) Towards(destination id.ID) error { return c.judge(destination) }

// Again judges the case again, after facts were recorded on it.
func (c *Case) Again() error { return c.judge(id.ID{}) }

// Destination returns the place the journey leads to: the one that is promised, or the one last answered. It is zero where
// nobody has named one.
func (j *Journey) Destination() id.ID {
	if rooms := j.Room(); len(rooms) > 0 {
		return rooms[len(rooms)-1].Place
	}
	for i := len(j.Marks) - 1; i >= 0; i-- {
		m := &j.Marks[i]
		if !m.Withdrawn && !m.Place.IsZero() && (m.State == programme.BestInterests || m.State == programme.Happened && m.Value != "") {
			return m.Place
		}
	}
	return id.ID{}
}

// StoryOf returns what the evaluator may know of a journey. Answers of one person that stand against each other count for
// nothing.
func StoryOf(j *Journey, members []people.Someone, site id.ID, today clock.Day) programme.Story {
	s := programme.Story{Opened: j.Opened, Subject: programme.Subject{Kind: j.Kind, ID: j.Subject, Site: site}}
	s.Subject.Members = make([]programme.Member, 0, len(members))
	for _, m := range members {
		s.Subject.Members = append(s.Subject.Members, MemberOf(m, today))
	}
	s.Marks = make([]programme.Mark, 0, len(j.Marks))
	disputes := j.disputes()
	for i := range j.Marks {
		m := &j.Marks[i]
		if m.Withdrawn && m.State == programme.Happened && (m.takenBack() || m.Value == "" && !m.By.IsZero()) {
			continue // a word that took an answer back: the answer itself is withdrawn
		}
		e := m.evaluated(j)
		e.Withdrawn = e.Withdrawn || m.answer() && slices.Contains(disputes, m.dispute())
		s.Marks = append(s.Marks, e)
	}
	slices.SortStableFunc(s.Marks, func(a, b programme.Mark) int { return int(a.Day - b.Day) })
	return s
}

func (m *Mark) evaluated(j *Journey) programme.Mark {
	out := programme.Mark{Step: m.Step, State: m.State, Withdrawn: m.Withdrawn, Day: m.Day, Until: clock.NoDay, By: m.By,
		Place: m.Place, Value: m.Value, Unit: m.Unit}
	if m.Until != 0 {
		out.Until = m.Until
	}
	site, left := j.named(m)
	if !m.Guardian.IsZero() || !m.Authority.IsZero() || len(m.Amounts) > 0 || len(left) > 0 {
		out.Details = &programme.Details{Guardian: m.Guardian, Authority: m.Authority, Site: site, Left: left}
		for _, a := range m.Amounts {
			out.Details.Numbers = append(out.Details.Numbers, programme.Term{Name: a.Name, Value: a.Minor})
		}
	}
	return out
}

// MemberOf returns what the evaluator may know of a person.
func MemberOf(m people.Someone, today clock.Day) programme.Member {
	p := m.Person
	return programme.Member{ID: m.ID, Adult: triOf(p.AdultOn(today)), Age: int8(min(p.AgeOn(today), 127)),
		Sex: programme.Sex(p.Sex.Value()), Disability: triOf(p.Disability.Value()), Dead: !p.Alive(), Since: p.Came(), Grown: p.Grown(), Added: p.Added,
		Separated: p.SeparatedOn(today), BornTo: p.BornTo}
}

func triOf(a people.Answer) programme.Tri { return programme.Tri(a) }

// Inputs returns the inputs of a programme that come from a place, for people of some groups: each value with the day it stood. By which
// route they go is asked when they travel.
func Inputs(p *programme.Programme, of id.ID, place *places.Place, groups []string) []programme.Input {
	var inputs []programme.Input
	for _, source := range p.Inputs {
		if source.From != "commons.place" {
			continue
		}
		in := programme.Input{Name: source.Name, Place: of, Day: clock.NoDay}
		if safe, known, day := place.SafeFor(groups, ""); known {
			in.Day = day
			in.Fields = append(in.Fields, programme.Field{Name: "safe", Value: programme.Bool(safe)})
		}
		for _, a := range place.Profile {
			if o, ok := a.Found.Latest(); ok {
				in.Fields = append(in.Fields, programme.Field{Name: a.Name, Value: programme.Text(o.Value)})
			}
		}
		inputs = append(inputs, in)
	}
	return inputs
}
