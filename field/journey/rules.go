// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"slices"

	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// At returns the standing of a step that must be of a verb; it refuses a step the pathway does not have, one of another verb, and one
// whose verb this version cannot walk.
func (c *Case) At(step, verb string) (*programme.StepStanding, error) {
	const op = "journey.At"
	if c.Journey.Aside {
		return nil, fault.New(op, fault.Conflict, "journey.set_aside", nil)
	}
	s := c.Standing.Step(step)
	if s == nil || (verb != "" && s.Step.Verb.Name != verb) {
		return nil, fault.New(op, fault.Invalid, "journey.no_such_step", fault.Args{"step": step, "verb": verb})
	}
	if !s.Step.Verb.Built {
		return nil, fault.New(op, fault.NotBuilt, "journey.verb_not_built", fault.Args{"step": step, "verb": s.Step.Verb.Name})
	}
	return s, nil
}

// Open returns the standing of a step on which something may be done today: ready, waiting, or lapsed. Done steps are open where
// again is true: a second telling, a new answer.
func (c *Case) Open(step, verb string, again bool) (*programme.StepStanding, error) {
	s, err := c.At(step, verb)
	if err != nil {
		return nil, err
	}
	switch s.Status {
	case programme.Ready, programme.Waiting, programme.Lapsed:
		return s, c.unclosed(step)
	case programme.Done:
		if again {
			return s, c.unclosed(step)
		}
		return nil, fault.New("journey.Open", fault.Conflict, "journey.step_is_done", fault.Args{"step": step})
	}
	return nil, c.Refusal(s)
}

// Applies returns the standing of a step of a verb at which something may be written down whatever stands before it, such as that somebody consents
// to be referred; it refuses a step that is not for this subject, and a way that is closed.
func (c *Case) Applies(step, verb string) (*programme.StepStanding, error) {
	s, err := c.At(step, verb)
	if err != nil {
		return nil, err
	}
	if s.Status == programme.NotApplicable {
		return nil, c.Refusal(s)
	}
	return s, c.unclosed(step)
}

// again are the verbs of which a deed is done anew on a step that is done: a second telling, another meeting.
var again = []string{"ask", "tell", "visit", "gather"}

// Barred says why nothing may be done on a step today, as the commands of its verb would; nil where something may be, or where that hangs on
// more than the step: an answer may be "stay", and a plot is checked, whatever stands before them.
func (c *Case) Barred(s *programme.StepStanding) (err error) {
	switch verb := s.Step.Verb.Name; {
	case verb == "ask":
		_, err = c.Asking(s.Step.ID)
	case slices.Contains(again, verb):
		_, err = c.Open(s.Step.ID, verb, true)
	case verb == "check" || verb == "close":
		_, err = c.Open(s.Step.ID, verb, false)
	case verb == "decide":
		_, err = c.Undecided(s.Step.ID)
	}
	return err
}

// unclosed refuses what comes after the journey was closed.
func (c *Case) unclosed(step string) error {
	for i := range c.Standing.Steps {
		s := &c.Standing.Steps[i]
		if s.Step.Verb.Name == "close" && s.Status == programme.Done && s.Step.ID != step {
			return fault.New("journey.Open", fault.Conflict, "journey.closed", nil)
		}
	}
	return nil
}

// Refusal says why nothing may be done on a step today: which steps stand before it, which condition failed, what is missing. It never
// says who has not answered, nor what anyone answered.
func (c *Case) Refusal(s *programme.StepStanding) error {
	const op = "journey.Open"
	args := fault.Args{"step": s.Step.ID}
	if s.Status == programme.NotApplicable {
		return fault.New(op, fault.Blocked, "journey.not_applicable", args)
	}
	if s.Status == programme.NotBuilt {
		return fault.New(op, fault.NotBuilt, "journey.verb_not_built", fault.Args{"step": s.Step.ID, "verb": s.Step.Verb.Name})
	}
	if steps := s.Blockers(); len(steps) > 0 {
		args["before"] = steps[0].ID
		return fault.New(op, fault.Blocked, "journey.blocked_by_step", args)
	}
	if len(s.Missing) > 0 {
		args["missing"] = s.Missing[0].Name
		return fault.New(op, fault.Undecidable, "journey.missing", args)
	}
	if s.Failed != nil {
		args["condition"] = s.Failed.Text
		return fault.New(op, fault.Blocked, "journey.condition_failed", args)
	}
	return fault.New(op, fault.Blocked, "journey.blocked", args)
}

// Undecided returns the standing of a step on which may be decided, for the first time or anew: a "no" stops the way and can become a
// "yes", which a condition or a step before it that does not hold cannot.
func (c *Case) Undecided(step string) (*programme.StepStanding, error) {
	s, err := c.At(step, "decide")
	if err != nil {
		return nil, err
	}
	if last, ok := c.Journey.Last(step); ok && last.State == programme.Refusal && s.Status == programme.Blocked && len(s.Blockers()) == 0 && s.Failed == nil {
		return s, c.unclosed(step)
	}
	return c.Open(step, "decide", true)
}

// mayDecide refuses who does not hold the role that a step names: who decides, or who writes down what an authority outside decided.
func mayDecide(by access.Actor, s *programme.Step, scope access.Scope, today clock.Day) error {
	role, err := access.ParseRole(s.Role)
	if err != nil || !by.Has(role, scope, today) {
		return fault.New("journey.mayDecide", fault.NotAllowed, "journey.another_role_decides", fault.Args{"role": s.Role})
	}
	return nil
}

// Member returns a living member of the case; it refuses anyone else.
func (c *Case) Member(of id.ID) (people.Someone, error) {
	i := slices.IndexFunc(c.Members, func(m people.Someone) bool { return m.ID == of })
	if i < 0 {
		return people.Someone{}, fault.New("journey.Member", fault.Blocked, "journey.not_a_member", nil)
	}
	return c.Members[i], nil
}

// Twice reports whether the subject stands on another exclusive journey, where this one is exclusive: two offices that did not see each
// other began one each.
func (c *Case) Twice() (bool, error) {
	if !c.Pathway.Exclusive || c.Journey.Ended() {
		return false, nil
	}
	others, err := beside(c.source, c.ID, c.Journey.Subject)
	return len(others) > 0, err
}

// Whole refuses a case that contradicts itself: people who are said to belong to two households, or a household that stands on two
// exclusive journeys, or one whose deeds contradict each other. It holds payment and boarding until a person decides.
func (c *Case) Whole() error {
	const op = "journey.Whole"
	for _, m := range c.Members {
		if m.Person.InTwoHouseholds() {
			return fault.New(op, fault.Blocked, "journey.member_in_two_households", nil)
		}
	}
	twice, err := c.Twice()
	if err == nil && twice {
		err = fault.New(op, fault.Blocked, "journey.walks_two", nil).WithHint("journey.walks_two_hint")
	}
	if err != nil {
		return err
	}
	return c.Journey.Settled()
}

// Adults returns the members who answer in their own right: the adults, and those whose age nobody knows.
func (c *Case) Adults() []people.Someone {
	var adults []people.Someone
	for _, m := range c.Members {
		if m.Person.AdultOn(c.today) != people.No {
			adults = append(adults, m)
		}
	}
	return adults
}

// Told refuses a choice of a place by somebody who was not told of it: every step of telling on which the choice rests (programme.Pathway.Tellings) must have a telling that
// this adult heard, about that place or about none in particular, and that is not too old. What the others of the household heard does not
// count for them. Where nobody decides for themselves (the zero person), a telling to anyone of them is asked for.
func (c *Case) Told(step string, place, person id.ID) error {
	const op = "journey.Told"
	for _, s := range c.tellings(step) {
		of, ever := c.heard(s.ID, place, person)
		switch {
		case !ever && person.IsZero():
			return fault.New(op, fault.Blocked, "choice.not_told_of_this_place", fault.Args{"step": s.ID})
		case !ever:
			return fault.New(op, fault.Blocked, "choice.yet_to_be_told", nil).WithHint("choice.yet_to_be_told_hint")
		case !s.Valid.IsZero() && c.today > s.Valid.After(of):
			return fault.New(op, fault.Blocked, "choice.told_long_ago", nil).WithHint("choice.yet_to_be_told_hint")
		}
	}
	return nil
}

// IsTold reports whether an adult has heard what a choice asks them to be told first, of a place; of any place where it is zero.
func (c *Case) IsTold(step string, place, person id.ID) bool {
	for _, s := range c.tellings(step) {
		if of, ever := c.heard(s.ID, place, person); !ever || !s.Valid.IsZero() && c.today > s.Valid.After(of) {
			return false
		}
	}
	return true
}

// tellings returns the steps at which each adult of this case must have been told before they may choose at a step: those that apply to it.
func (c *Case) tellings(step string) []*programme.Step {
	all := c.Pathway.Tellings(step)
	return slices.DeleteFunc(all, func(s *programme.Step) bool { return c.Standing.Step(s.ID).Status == programme.NotApplicable })
}

// heard returns the day of the latest telling at a step that a person heard, of a place (any where it is zero). What the household was told
// together was heard by those who lived there on that day.
func (c *Case) heard(step string, place, person id.ID) (day clock.Day, ever bool) {
	day = clock.NoDay
	i := slices.IndexFunc(c.Members, func(m people.Someone) bool { return m.ID == person })
	for _, m := range c.Journey.Standing(step, programme.Happened) {
		about := place.IsZero() || m.Place.IsZero() || m.Place == place
		there := i >= 0 && m.By.IsZero() && c.Members[i].Person.LivedThere(m.Day)
		if about && (person.IsZero() || m.By == person || there) {
			day, ever = max(day, m.Day), true
		}
	}
	return day, ever
}
