// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"slices"

	"safar/desk"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Statement is what a household is handed of its own account, to be read in a family and found by a stranger: what it is entitled to, what it was
// given and when, and what comes next. It names nobody and no place; of a choice it tells nothing before all have made it; what is asked,
// decided, cleared and referred (what somebody said alone, protection, health) is not on it. Household is whose it is, Ways what stands on it.
type Statement struct {
	Household id.ID     `class:"open"`
	Card      string    `class:"personal"` // "" for none
	Language  string    `class:"open"`     // in which it is spoken to, as BCP 47; "" where nobody knows
	Day       clock.Day `class:"open"`     // on which it was drawn up
	Ways      []StatementWay
}

// StatementWay is one way on a statement. Programme, Pathway and Currency are its own; Lines are in the order of the pathway. Next is the step that
// comes next, of verb NextVerb, on the day NextDue where one is known; "" where none is, or none that is told.
type StatementWay struct {
	Programme string `class:"open"`
	Pathway   string `class:"open"`
	Currency  string `class:"open"`
	Lines     []StatementLine
	Next      string    `class:"open"`
	NextVerb  string    `class:"open"`
	NextDue   clock.Day `class:"open"`
}

// StatementLine is one thing that a household gets: Step is which, of the verb Verb. Of pay, Total is in minor units and the Minor of Amounts too; of
// give, they are pieces. Given says that it was handed over, on Day.
type StatementLine struct {
	Step    string `class:"open"`
	Verb    string `class:"open"`
	Amounts []AmountRow
	Total   int64     `class:"open"`
	Given   bool      `class:"open"`
	Day     clock.Day `class:"open"` // NoDay where it was not handed over yet
}

// StatementOf draws up what a household is handed, in the general compartment alone: of the others nothing is handed out. It notes the look.
func StatementOf(scope access.Scope, household id.ID) desk.Query[Statement] {
	return desk.Query[Statement]{Act: access.PeopleLook, Scope: scope, Run: func(r *desk.Reader) (Statement, error) { return drawUp(r, household) }}
}

// AccountOf is StatementOf for people's own eyes and ears: at a kiosk, and on the telephone. What is handed to a household is what it is told.
func AccountOf(scope access.Scope, household id.ID) desk.Query[Statement] {
	return desk.Query[Statement]{Act: access.AccountRead, Scope: scope, Run: func(r *desk.Reader) (Statement, error) { return drawUp(r, household) }}
}

func drawUp(r *desk.Reader, household id.ID) (Statement, error) {
	s := Statement{Household: household, Day: r.Today()}
	if r.Scope().Compartment != access.General {
		return s, fault.New("journey.StatementOf", fault.Blocked, "journey.no_statement", nil)
	}
	h, err := desk.Read(r, people.HouseholdStory, household)
	if err == nil && !h.Exists {
		err = fault.New("journey.StatementOf", fault.NotFound, "people.no_such_household", nil)
	}
	if err != nil {
		return s, err
	}
	r.Looked(household)
	s.Card, s.Language = h.State.Card, h.State.Language
	ways, err := r.Find(BySubject, household[:], maxWays)
	for _, of := range ways {
		if err != nil {
			return s, err
		}
		err = s.add(r, of)
	}
	return s, err
}

// add puts a way on the statement; one that was set aside, or whose programme is not here, has nothing to tell.
func (s *Statement) add(r *desk.Reader, of id.ID) error {
	c, err := Take(r, of)
	if err != nil {
		if judged(err) {
			return err
		}
		return nil
	}
	if c.Journey.Aside {
		return nil
	}
	if way := c.stated(); len(way.Lines) > 0 || way.Next != "" {
		s.Ways = append(s.Ways, way)
	}
	return nil
}

// stated is a way as it is told to a household as a whole: as to somebody who speaks with none of its adults.
func (c *Case) stated() StatementWay {
	way := wayOf(c, false)
	out := StatementWay{Programme: way.Programme, Pathway: way.Pathway, Currency: way.Currency, NextDue: clock.NoDay}
	settled := c.Settled()
	for _, row := range way.Steps {
		if line, told := row.stated(settled); told {
			out.Lines = append(out.Lines, line)
		}
		if out.Next == "" && row.comes() {
			out.Next, out.NextVerb, out.NextDue = row.ID, row.Verb, row.Due
		}
	}
	if c.Journey.Ended() {
		out.Next, out.NextVerb, out.NextDue = "", "", clock.NoDay
	}
	return out
}

// handed are how far a line got when it is in somebody's hands.
var handed = []string{programme.Delivered.String(), programme.Signed.String(), programme.Seen.String(), programme.Given.String()}

// stated is a line of what is paid or handed out: once it was, or for as long as it may come. What depends on a choice comes when all have made it.
func (row StepRow) stated(settled bool) (StatementLine, bool) {
	line := StatementLine{Step: row.ID, Verb: row.Verb, Amounts: row.Amounts, Total: row.Total, Given: slices.Contains(handed, row.Reached), Day: clock.NoDay}
	if line.Given {
		line.Day = row.Since
	}
	told := line.Given || settled && row.State != "not_applicable" && row.Total > 0
	return line, told && (row.Verb == "pay" || row.Verb == "give")
}

// toldAhead are the verbs whose steps a household is told of beforehand: what all of it does, or is given.
var toldAhead = []string{"tell", "gather", "visit", "choose", "place", "pay", "give", "move", "build", "check"}

// comes reports whether the step is ahead of the household.
func (row StepRow) comes() bool {
	return !row.Optional && row.State != "done" && row.State != "not_applicable" && slices.Contains(toldAhead, row.Verb)
}
