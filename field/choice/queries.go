// SPDX-License-Identifier: Apache-2.0

package choice

import (
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
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
	Left      bool     `class:"open"` // somebody has departed, and nobody follows them: nothing can be changed any more
	Adults    []AdultRow
	Decision  Decision
}

// Decision is what was decided last for children alone, and stands. Those who only accompany them see that it was, and whether by the authority.
type Decision struct {
	Made      bool      `class:"personal"`
	Heard     bool      `class:"personal"` // the child-protection authority decided; where it did not, it is asked again
	Option    string    `class:"sensitive"`
	Place     id.ID     `class:"sensitive"`
	Guardian  id.ID     `class:"sensitive"` // a person; zero where only the authority stands in for them
	Authority string    `class:"sensitive"` // the office
	Officer   string    `class:"sensitive"` // who decided there; "" where an older decision did not say, or it was forgotten
	Day       clock.Day `class:"sensitive"`
}

// StandingOf opens a choice, and notes the look at the household. Faults: NotFound journey.no_such_journey; Invalid
// journey.no_such_step.
func StandingOf(scope access.Scope, of id.ID, step string) desk.Query[Standing] {
	return desk.Query[Standing]{Act: access.PeopleLook, Scope: scope, Run: func(r *desk.Reader) (Standing, error) {
		c, err := asked(r, of)
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
			Children: len(c.Adults()) == 0, Left: c.Journey.Left() && !c.Late()}
		for _, m := range c.Adults() {
			row := adultRow(c.Journey, step, m, r.Today())
			if !speaks && s.Value == "" { // as many answers as adults, and no choice: they differ
				row = AdultRow{Person: row.Person, Name: row.Name, Adult: row.Adult, Day: clock.NoDay}
			}
			row.Told = c.IsTold(step, id.ID{}, m.ID)
			out.Adults = append(out.Adults, row)
		}
		if out.Children {
			out.Decision, err = decisionOf(r, c, step)
		}
		return out, err
	}}
}

// asked returns the case of those who may be asked: where the household has left, of those who follow it; nobody asks the others any more.
func asked(r *desk.Reader, of id.ID) (*journey.Case, error) {
	c, err := journey.Take(r, of)
	if err != nil {
		return nil, err
	}
	return c.Followers()
}

// decisionOf reads the decision for children alone that stands last at a step.
func decisionOf(r *desk.Reader, c *journey.Case, step string) (Decision, error) {
	out := Decision{Day: clock.NoDay}
	m, made := c.Journey.Last(step, programme.BestInterests)
	if !made {
		return out, nil
	}
	facts, err := r.Facts(journey.Story.Name(), c.ID)
	i := slices.IndexFunc(facts, func(f *journal.Fact) bool { return f.Ref() == m.Ref })
	if err != nil || i < 0 {
		return out, err
	}
	said, _, err := bestInterests.ResidueOf(facts[i])
	if err != nil {
		return out, err
	}
	out = Decision{Made: true, Heard: !m.Authority.IsZero(), Option: m.Value, Place: m.Place, Guardian: m.Guardian, Authority: said.Authority, Day: m.Day}
	words, err := bestInterests.PersonOf(facts[i])
	if words != nil {
		out.Officer = words.Officer
	}
	return out, err
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
