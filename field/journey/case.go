// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"slices"

	"safar/desk"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Case is a journey with all that is needed to judge it: its programme, its people, the place it is about, and where it
// stands today.
type Case struct {
	ID       id.ID
	Journey  *Journey
	Pathway  *programme.Pathway
	Members  []people.Someone // living members; empty where the subject is not a household
	Site     id.ID            // where the household lives now
	Groups   []string         // for which protection decides apart: never shown
	Story    programme.Story
	Standing *programme.Standing
	today    clock.Day
	source   source
}

// source is what a case is read through: a command's Tx or a query's Reader.
type source interface {
	journey(of id.ID) (*Journey, bool, error)
	programme(hash [32]byte) (*programme.Programme, error)
	form(version [32]byte, name string) (*programme.Form, error) // nil where the version was published without it
	members(household id.ID) ([]people.Someone, error)
	household(of id.ID) (*people.Household, bool, error)
	place(of id.ID) (*places.Place, bool, error)
	ways(subject id.ID) ([]id.ID, error)
	today() clock.Day
}

type txSource struct{ tx *desk.Tx }

func (s txSource) today() clock.Day { return s.tx.Today() }
func (s txSource) journey(of id.ID) (*Journey, bool, error) {
	f, err := desk.Get(s.tx, Story, of)
	return f.State, f.Exists, err
}
func (s txSource) programme(hash [32]byte) (*programme.Programme, error) {
	return ProgrammeFor(s.tx, hash)
}
func (s txSource) members(h id.ID) ([]people.Someone, error) { return people.Members(s.tx, h) }
func (s txSource) household(of id.ID) (*people.Household, bool, error) {
	f, err := desk.Get(s.tx, people.HouseholdStory, of)
	return f.State, f.Exists, err
}
func (s txSource) ways(subject id.ID) ([]id.ID, error) { return s.tx.Find(BySubject, subject[:]) }
func (s txSource) place(of id.ID) (*places.Place, bool, error) {
	f, err := desk.GetCommons(s.tx, places.Story, of)
	return f.State, f.Exists, err
}

// maxWays bounds how many pathways of one subject a query reads.
const maxWays = 100

type readerSource struct{ r *desk.Reader }

func (s readerSource) today() clock.Day { return s.r.Today() }
func (s readerSource) journey(of id.ID) (*Journey, bool, error) {
	f, err := desk.Read(s.r, Story, of)
	return f.State, f.Exists, err
}
func (s readerSource) programme(hash [32]byte) (*programme.Programme, error) {
	return ReadProgramme(s.r, hash)
}
func (s readerSource) members(h id.ID) ([]people.Someone, error) { return people.ReadMembers(s.r, h) }
func (s readerSource) household(of id.ID) (*people.Household, bool, error) {
	f, err := desk.Read(s.r, people.HouseholdStory, of)
	return f.State, f.Exists, err
}
func (s readerSource) ways(subject id.ID) ([]id.ID, error) {
	return s.r.Find(BySubject, subject[:], maxWays)
}
func (s readerSource) place(of id.ID) (*places.Place, bool, error) {
	f, err := desk.ReadCommons(s.r, places.Story, of)
	return f.State, f.Exists, err
}

// Take reads and judges a journey for a command.
func Take(tx *desk.Tx, journey id.ID) (*Case, error) { return take(txSource{tx}, journey) }

// Read reads and judges a journey for a query.
func Read(r *desk.Reader, journey id.ID) (*Case, error) { return take(readerSource{r}, journey) }

func take(s source, of id.ID) (*Case, error) {
	const op = "journey.Take"
	j, exists, err := s.journey(of)
	if err != nil {
		return nil, err
	}
	if !exists {
		return nil, fault.New(op, fault.NotFound, "journey.no_such_journey", nil)
	}
	p, err := s.programme(j.Version.Value().Hash)
	if err != nil {
		return nil, err
	}
	c := &Case{ID: of, Journey: j, Pathway: p.Pathway(j.Pathway), today: s.today(), source: s}
	if c.Pathway == nil {
		return nil, fault.New(op, fault.Undecidable, "journey.pathway_gone", fault.Args{"pathway": j.Pathway})
	}
	if j.Kind == "household" {
		h, _, err := s.household(j.Subject)
		if err != nil {
			return nil, err
		}
		c.Site, c.Groups = h.Site.Value(), h.GroupsOf()
		if c.Members, err = s.members(j.Subject); err != nil {
			return nil, err
		}
	}
	return c, c.judge(id.ID{})
}

// judge evaluates the case; destination, where it is not zero, is the place that is asked about instead of the one chosen.
func (c *Case) judge(destination id.ID) error {
	if destination.IsZero() {
		destination = c.Journey.Destination()
	}
	c.Story = StoryOf(c.Journey, c.Members, c.Site, c.today)
	if !destination.IsZero() {
		place, exists, err := c.source.place(destination)
		if err != nil {
			return err
		}
		if exists {
			c.Story.Inputs = Inputs(c.Pathway.Programme, destination, place, c.Groups)
		}
	}
	c.Standing = c.Pathway.Evaluate(&c.Story, c.today)
	return nil
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
		e.Withdrawn = e.Withdrawn || m.answer() && slices.Contains(disputes, dispute{m.Step, m.By})
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
	if !m.Guardian.IsZero() || len(m.Amounts) > 0 || len(left) > 0 {
		out.Details = &programme.Details{Guardian: m.Guardian, Site: site, Left: left}
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
		Sex: programme.Sex(p.Sex.Value()), Disability: triOf(p.Disability.Value()), Dead: !p.Alive(), Since: p.Came(), Grown: p.Grown(), Added: p.Added}
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
