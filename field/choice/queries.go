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
// answered the same. Person is their id and Name how they are called. Answered says that an answer of theirs stands: Option,
// towards Place (zero for none), given on Day (NoDay for none).
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

// Standing is how a choice stands. Household, Journey and Step say which. Adults are those who answer, in order of id; Decision is
// empty unless Children.
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
	Apart     []ChildRow // the children for each of whom the child-protection authority decides, beside what adults answer
}

// ChildRow is one child for whom the child-protection authority decides: a separated one, or one who follows others without an adult.
// Person is their id, Name how they are called; Decision is that which stands, empty where it is not told.
type ChildRow struct {
	Person    id.ID  `class:"open"`
	Name      string `class:"personal"`
	Forgotten bool   `class:"open"`     // who they are was forgotten: the authority decides all the same, and no reason is written down
	Contested bool   `class:"personal"` // two decisions contradict each other: neither counts
	Ask       bool   `class:"personal"` // the authority is to be asked: it has not decided, or too long ago
	Decision  Decision
}

// Decision is what was decided last for children alone, or for one child, and stands. Those who only accompany them see that it was, and whether by the authority.
// Made says that there is one: for Option, towards Place (zero for none), made on Day.
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
			Children: len(c.Adults()) == 0 && !c.Late(), Left: c.Journey.Left() && !c.Late()}
		for _, m := range c.Adults() {
			row := adultRow(c.Journey, step, m, r.Today())
			if !speaks && s.Value == "" { // as many answers as adults, and no choice: they differ
				row = AdultRow{Person: row.Person, Name: row.Name, Adult: row.Adult, Day: clock.NoDay}
			}
			row.Told = c.IsTold(step, id.ID{}, m.ID)
			out.Adults = append(out.Adults, row)
		}
		if out.Children {
			if m, made := c.Journey.Last(step, programme.BestInterests); made {
				out.Decision, err = decisionOf(r, c, m)
			}
			return out, err
		}
		out.Apart, err = childRows(r, c, s, speaks)
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
