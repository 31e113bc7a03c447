// SPDX-License-Identifier: Apache-2.0

package gathering

import (
	"slices"
	"unicode/utf8"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// The bounds of a session: more is a mistake of typing, or a text that belongs in a document of its own.
const (
	MaxPersons = 5000
	MaxSummary = 20_000 // letters
	MaxTopic   = 200
	MaxLeaders = 100
)

// RecordSession records a gathering that took place. The receipt's id is the gathering.
//
// Where it is a step of a journey (a site's pathway counts its focus groups), Journey and Step say so, and the attendance of that
// journey is recorded with it. Words may be empty. Day is when it was held, NoDay for today. Session is what is counted of it.
type RecordSession struct {
	Session Session
	Words   Words
	Journey id.ID  // zero for none
	Step    string // of the journey
	Plan    id.ID  // what was planned and came to be this; zero where nobody had planned it
	Day     clock.Day
}

// Act is the act of recording a visit or of holding a meeting, by the kind of session.
func (c RecordSession) Act() access.Act {
	if c.Session.Kind == GoAndSee {
		return access.VisitRecord
	}
	return access.GatheringHold
}

// Decide checks the session and records it.
func (c RecordSession) Decide(tx *desk.Tx) error {
	if err := check(tx, c.Session, c.Words); err != nil {
		return err
	}
	s, err := c.filled(tx)
	if err != nil {
		return err
	}
	gathering, err := tx.NewID()
	if err != nil {
		return err
	}
	s.Leaders = max(s.Leaders, len(c.Words.Leaders))
	if err := tx.Record(held.DraftFor(gathering, gathering, c.Day, s, c.Words)); err != nil {
		return err
	}
	if err := c.asPlanned(tx, gathering); err != nil {
		return err
	}
	if c.Journey.IsZero() {
		return nil
	}
	return Attend{Gathering: gathering, Journey: c.Journey, Step: c.Step, Day: c.Day}.Decide(tx)
}

// asPlanned notes with the plan what came of it. Whoever was invited has not been there by that.
func (c RecordSession) asPlanned(tx *desk.Tx, gathering id.ID) error {
	if c.Plan.IsZero() {
		return nil
	}
	if _, err := takePlan(tx, "gathering.RecordSession", c.Plan, c.Session.Kind == GoAndSee); err != nil {
		return err
	}
	return tx.Record(tookPlace.Draft(c.Plan, clock.NoDay, tookPlaceResidue{gathering}))
}

// filled refuses a session in which the form of its step is not filled in, and returns it with the form that was.
func (c RecordSession) filled(tx *desk.Tx) (Session, error) {
	s := c.Session
	s.Programme, s.Form = "", ""
	if c.Journey.IsZero() {
		if len(c.Words.Answers) > 0 {
			return s, fault.New("gathering.RecordSession", fault.Invalid, "gathering.answers_of_no_step", nil)
		}
		return s, nil
	}
	k, err := journey.Take(tx, c.Journey)
	if err != nil {
		return s, err
	}
	at, err := k.At(c.Step, "")
	if err != nil {
		return s, err
	}
	if len(c.Words.Answers) > 0 {
		s.Programme, s.Form = k.Pathway.Programme.ID, at.Step.Form
	}
	return s, k.Filled(at.Step, c.Words.Answers)
}

// check refuses what cannot be a session: of no kind, of nobody, about no place where it is a visit.
func check(tx *desk.Tx, s Session, w Words) error {
	const op = "gathering.RecordSession"
	switch persons := s.Persons(); {
	case !slices.Contains(kinds, s.Kind):
		return fault.New(op, fault.Invalid, "gathering.kind", fault.Args{"kind": string(s.Kind)})
	case persons < 1:
		return fault.New(op, fault.Invalid, "gathering.nobody", nil)
	case persons > MaxPersons:
		return fault.New(op, fault.Invalid, "gathering.too_many", fault.Args{"max": MaxPersons})
	case s.Site.IsZero() && s.About.IsZero():
		return fault.New(op, fault.Invalid, "gathering.where", nil)
	case s.Kind == GoAndSee && s.About.IsZero():
		return fault.New(op, fault.Invalid, "gathering.visit_where", nil)
	case utf8.RuneCountInString(s.Topic) > MaxTopic || utf8.RuneCountInString(w.Summary) > MaxSummary || len(w.Leaders) > MaxLeaders:
		return fault.New(op, fault.Invalid, "gathering.too_long", fault.Args{"max": MaxSummary})
	}
	if err := checkCounts(op, s.Counts); err != nil {
		return err
	}
	for _, f := range s.Found {
		if f.Aspect == "" || f.Value == "" || len(f.Aspect) > 60 || utf8.RuneCountInString(f.Value) > MaxTopic {
			return fault.New(op, fault.Invalid, "gathering.finding", fault.Args{"aspect": f.Aspect})
		}
	}
	for _, place := range []id.ID{s.Site, s.About} {
		if !place.IsZero() {
			if _, err := desk.MustCommons(tx, places.Story, place); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkCounts(op string, counts []Count) error {
	for _, c := range counts {
		known := c.Ages == "" || slices.ContainsFunc(programme.AgeBands, func(b struct {
			From int
			Name string
		}) bool {
			return b.Name == c.Ages
		})
		if c.Persons < 0 || c.Sex > people.OtherSex || c.Disability > people.No || !known {
			return fault.New(op, fault.Invalid, "gathering.count", fault.Args{"ages": c.Ages, "persons": c.Persons})
		}
	}
	return nil
}

// Persons returns how many took part.
func (s Session) Persons() int {
	n := 0
	for _, c := range s.Counts {
		n += c.Persons
	}
	return n
}

// Correct states a gathering anew; what was written before stays in its story, and so does who led it. A visit stays a visit: what it was to
// those who went stands on their journeys. Gathering is which; Session and Words stand in the place of all versions that the writer
// saw. Where Words has no answers (nil), those that were given stay.
type Correct struct {
	Gathering id.ID
	Session   Session
	Words     Words
}

// Act is the act of recording a visit or of holding a meeting, by the kind of session.
func (c Correct) Act() access.Act { return RecordSession{Session: c.Session}.Act() }

// Decide checks the session and records it in place of what the writer saw.
func (c Correct) Decide(tx *desk.Tx) error {
	g, err := desk.Must(tx, Story, c.Gathering)
	if err != nil {
		return err
	}
	if err := check(tx, c.Session, c.Words); err != nil {
		return err
	}
	if (c.Session.Kind == GoAndSee) != (g.What.Value().Kind == GoAndSee) {
		return fault.New("gathering.Correct", fault.Invalid, "gathering.a_visit_stays_one", nil)
	}
	s, before := c.Session, g.What.Value()
	s.Leaders, s.Programme, s.Form = max(s.Leaders, len(c.Words.Leaders)), before.Programme, before.Form
	if s.Facilitator.IsZero() {
		s.Facilitator = before.Facilitator
	}
	if c.Words.Answers == nil {
		c.Words.Answers = g.Words.Value().Answers
	} else if err := c.filled(tx); err != nil {
		return err
	}
	d := corrected.DraftFor(c.Gathering, c.Gathering, clock.NoDay, s, c.Words)
	return tx.Record(d.Replacing(fieldWhat, g.What.Seen()).Replacing(fieldWords, g.Words.Seen()))
}

// filled refuses new answers with which the form of the step that the gathering counts for is not filled in.
func (c Correct) filled(tx *desk.Tx) error {
	ways, err := tx.Find(journey.ByLink, c.Gathering[:])
	for _, of := range ways {
		if err != nil {
			break
		}
		var k *journey.Case
		if k, err = journey.Take(tx, of); err != nil || k.Journey.OfHousehold() {
			continue
		}
		for _, m := range k.Journey.Marks {
			if s := k.Pathway.Step(m.Step); s != nil && m.Link == c.Gathering {
				return k.Filled(s, c.Words.Answers)
			}
		}
	}
	if err == nil && len(c.Words.Answers) > 0 {
		err = fault.New("gathering.Correct", fault.Invalid, "gathering.answers_of_no_step", nil)
	}
	return err
}

// Observations returns the commands of the commons that put what visitors found into the profile of the place they saw.
func Observations(g *Gathering) []places.Observe {
	s := g.What.Value()
	var commands []places.Observe
	for _, f := range s.Found {
		commands = append(commands, places.Observe{Place: s.About, Observation: places.Observation{Aspect: f.Aspect, Value: f.Value,
			Source: string(s.Kind), Day: g.Held}})
	}
	return commands
}
