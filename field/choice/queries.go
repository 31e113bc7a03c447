// SPDX-License-Identifier: Apache-2.0

package choice

import (
	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// AdultRow is one adult at a choice. What they said is sensitive: those who only accompany the household see that they answered, once all
// answered the same.
type AdultRow struct {
	Person    id.ID         `class:"open"`
	Name      string        `class:"personal"`
	Adult     people.Answer `class:"personal"` // NotKnown: the age is asked for before they can answer
	Told      bool          `class:"personal"` // they have heard, in their own right and lately, what must be told before they answer
	Answered  bool          `class:"personal"`
	Contested bool          `class:"personal"` // two answers of theirs contradict each other: neither counts
	Option    string        `class:"sensitive"`
	Place     id.ID         `class:"sensitive"`
	Day       clock.Day     `class:"sensitive"`
}

// Standing is how a choice stands.
type Standing struct {
	Household id.ID    `class:"open"`
	Journey   id.ID    `class:"open"`
	Step      string   `class:"open"`
	State     string   `class:"open"` // see journey.StateOf
	Options   []string `class:"open"` // all the programme offers; "stay" among them
	Children  bool     `class:"open"` // nobody of them is, or may be, an adult: a best-interests decision stands in
	Left      bool     `class:"open"` // somebody has departed: nothing can be changed any more
	Adults    []AdultRow
}

// StandingOf opens a choice, and notes the look at the household. Faults: NotFound journey.no_such_journey; Invalid
// journey.no_such_step.
func StandingOf(scope access.Scope, of id.ID, step string) desk.Query[Standing] {
	return desk.Query[Standing]{Act: access.PeopleLook, Scope: scope, Run: func(r *desk.Reader) (Standing, error) {
		c, err := journey.Take(r, of)
		if err != nil {
			return Standing{}, err
		}
		s := c.Standing.Step(step)
		if s == nil || s.Step.Verb.Name != "choose" {
			return Standing{}, fault.New("choice.StandingOf", fault.NotFound, "journey.no_such_step",
				fault.Args{"step": step, "verb": "choose"})
		}
		r.Looked(c.Journey.Subject)
		speaks := journey.SpeaksWithEach(r.By(), scope, r.Today())
		out := Standing{Household: c.Journey.Subject, Journey: of, Step: step, State: journey.ToldState(s, speaks), Options: s.Step.Options,
			Children: len(c.Adults()) == 0, Left: c.Journey.Left()}
		for _, m := range c.Adults() {
			row := adultRow(c.Journey, step, m, r.Today())
			if !speaks && s.Value == "" { // as many answers as adults, and no choice: they differ
				row = AdultRow{Person: row.Person, Name: row.Name, Adult: row.Adult, Day: clock.NoDay}
			}
			row.Told = c.IsTold(step, id.ID{}, m.ID)
			out.Adults = append(out.Adults, row)
		}
		return out, nil
	}}
}

func adultRow(j *journey.Journey, step string, m people.Someone, today clock.Day) AdultRow {
	row := AdultRow{Person: m.ID, Name: m.Person.Names.Value().String(), Adult: m.Person.AdultOn(today), Day: clock.NoDay}
	for _, mark := range j.Standing(step, programme.Happened) {
		if mark.By != m.ID {
			continue
		}
		row.Contested = row.Answered && (row.Option != mark.Value || row.Place != mark.Place)
		row.Answered, row.Option, row.Place, row.Day = true, mark.Value, mark.Place, mark.Day
	}
	return row
}
