// SPDX-License-Identifier: Apache-2.0

package gathering

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

// Attend records that people of a household were at a gathering, on their journey. Its step says what it was to them: a visit
// of their own, a session they sat in. It takes the day and the place of the gathering where it does not say others. Gathering is
// where they were; Journey and Step are theirs, and Day when they were there (NoDay for the day of the gathering).
//
// More than were counted at the gathering do not come onto its roll until somebody says that all of them were there: a card that was scanned for another and a family that
// was ticked whole would have heard of a village what they never heard.
type Attend struct {
	Gathering id.ID
	Journey   id.ID
	Step      string
	Persons   []id.ID // who of them; empty for the household as a whole, which a visit does not take
	Day       clock.Day

	MoreThanCounted bool // all of them were there, though fewer were counted
}

// Act is the act of recording attendance.
func (Attend) Act() access.Act { return access.GatheringAttend }

// Decide records one attendance for each person, or one for the household.
func (c Attend) Decide(tx *desk.Tx) error {
	g, err := desk.Must(tx, Story, c.Gathering)
	if err != nil {
		return err
	}
	k, err := journey.Take(tx, c.Journey)
	if err != nil {
		return err
	}
	s, err := k.At(c.Step, "")
	if err != nil {
		return err
	}
	if !c.Day.Known() {
		c.Day = g.Held
	}
	who := c.missing(k.Journey)
	if err := c.fits(tx, k.Journey, g, len(who)); err != nil {
		return err
	}
	for _, by := range who {
		if err := c.record(tx, k, s.Step, by, g); err != nil {
			return err
		}
	}
	return nil
}

// missing are those of them who are not recorded yet, each once; the zero id stands for the household as a whole.
func (c Attend) missing(j *journey.Journey) (who []id.ID) {
	all := c.Persons
	if len(all) == 0 {
		all = []id.ID{{}}
	}
	for _, by := range all {
		if !there(j, c.Step, c.Gathering, by) && !slices.Contains(who, by) {
			who = append(who, by)
		}
	}
	return who
}

// fits refuses more of households on the roll of a gathering than were counted there, where nobody says that all of them were.
func (c Attend) fits(tx *desk.Tx, j *journey.Journey, g *Gathering, more int) error {
	if more == 0 || c.MoreThanCounted || !j.OfHousehold() {
		return nil
	}
	roll, err := rollOf(tx, c.Gathering)
	counted := g.What.Value().Persons()
	if err == nil && roll.heads()+more > counted {
		err = fault.New("gathering.Attend", fault.Blocked, "gathering.more_than_counted", fault.Args{"count": counted}).WithHint("gathering.more_than_counted_hint")
	}
	return err
}

// record records one attendance as what the step is: a visit, a meeting, or for a site also an interview.
func (c Attend) record(tx *desk.Tx, k *journey.Case, step *programme.Step, by id.ID, g *Gathering) error {
	verb, household, about, answers := step.Verb.Name, k.Journey.OfHousehold(), g.What.Value().About, g.Words.Value().Answers
	switch {
	case verb == "gather":
		return journey.Attend{Journey: c.Journey, Step: c.Step, By: by, Place: about, Day: c.Day}.At(tx, c.Gathering, answers)
	case verb == "visit" && household:
		return journey.Visit{Journey: c.Journey, Step: c.Step, By: by, Place: about, Day: c.Day}.At(tx, c.Gathering)
	case (verb == "visit" || verb == "ask") && !household:
		if _, err := k.Open(c.Step, verb, true); err != nil {
			return err
		}
		if err := k.Filled(step, answers); err != nil {
			return err
		}
		return tx.Record(counted.Draft(c.Journey, c.Day, countedResidue{Step: c.Step, Place: about, Gathering: c.Gathering}))
	}
	return fault.New("gathering.Attend", fault.Invalid, "gathering.not_a_meeting", fault.Args{"step": c.Step})
}

// there reports whether an attendance is recorded already: nobody sits twice in one session.
func there(j *journey.Journey, step string, gathering, by id.ID) bool {
	return slices.ContainsFunc(j.Marks, func(m journey.Mark) bool {
		return m.Step == step && m.Link == gathering && m.By == by && !m.Withdrawn
	})
}

// Attendance is one household at a gathering. Journey and Step are the household's; Persons are who of them, empty for the
// household as a whole.
type Attendance struct {
	Journey id.ID
	Step    string
	Persons []id.ID
}

// AttendMany returns the commands that record many attendances, for desk.DoAll: each stands or falls on its own. newID gives
// each its command id.
func AttendMany(gathering id.ID, day clock.Day, attendances []Attendance, newID func() id.ID) []desk.Numbered {
	commands := make([]desk.Numbered, 0, len(attendances))
	for _, a := range attendances {
		commands = append(commands, desk.Numbered{ID: newID(), Command: Attend{Gathering: gathering, Journey: a.Journey, Step: a.Step,
			Persons: a.Persons, Day: day}})
	}
	return commands
}

// roll is who stands on the roll of a gathering: the ways of their households, those who are named, and how many households are recorded as a whole.
type roll struct {
	ways  []id.ID
	named []id.ID // each once, in no order
	whole int
}

// heads is how many stand on it; a household that is recorded as a whole is one.
func (l *roll) heads() int { return len(l.named) + l.whole }

// rollOf reads who stands on the roll of a gathering. The way of the site on which it counts is nobody's.
func rollOf(s desk.Source, gathering id.ID) (*roll, error) {
	linked, err := desk.Listed(s, journey.ByLink, gathering[:], maxGatherings)
	if err != nil {
		return nil, err
	}
	l, named := &roll{}, map[id.ID]bool{}
	for _, of := range linked {
		j, err := desk.See(s, journey.Story, of)
		if err != nil {
			return nil, err
		}
		if !j.State.OfHousehold() {
			continue
		}
		l.ways = append(l.ways, of)
		for _, m := range j.State.Marks {
			switch {
			case m.Link != gathering || m.Withdrawn || named[m.By]:
			case m.By.IsZero():
				l.whole++
			default:
				named[m.By] = true
				l.named = append(l.named, m.By)
			}
		}
	}
	return l, nil
}
