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

// The reasons of an end that are held against the story, wherever a programme names them. Others are for people alone to judge.
const (
	endReturned   = "returned"           // they chose to return, and arrived
	endRelocated  = "relocated"          // they chose another place, and arrived
	endIntegrated = "integrated_locally" // they chose to stay
	endMerged     = "merged"             // nobody lives in this household any more: they belong to another
	endDied       = "died"               // nobody lives in this household any more, and somebody of it died
	endDeported   = "deported"           // of a way in detention: they were taken out of the country, and nobody can be asked
	endTakenAway  = "moved_by_authority" // of a way in detention: they were taken to where we do not reach them, and nobody can be asked
)

// Close ends a journey for a reason the programme names, with the agreement of the adults; for children alone, with that of the
// guardian or authority whom the decision in their best interests names. The reason must be what the story tells, and nothing may
// still be owed to them. Where nobody lives any more, nobody is asked and no step is waited for.
//
// Journey and Step say which; Reason is an id of the programme's words. Words say more, and hold what was filled in of the step's
// form. Day is when it ended, NoDay for today.
type Close struct {
	Journey  id.ID
	Step     string
	Reason   string
	Agree    []id.ID // the adults who agree, each in their own right
	Guardian bool    // for children alone: who speaks for them agrees, and they were heard
	Words    Words
	Day      clock.Day
}

// Act is the act of closing.
func (Close) Act() access.Act { return access.JourneyClose }

// Decide records the closing and each agreement.
func (c Close) Decide(tx *desk.Tx) error {
	const op = "journey.Close"
	k, err := Take(tx, c.Journey)
	if err != nil {
		return err
	}
	s, err := k.closing(c.Step)
	if err != nil {
		return err
	}
	if len(s.Step.Reasons) > 0 && !slices.Contains(s.Step.Reasons, c.Reason) {
		return fault.New(op, fault.Invalid, "journey.no_such_reason", fault.Args{"reason": c.Reason})
	}
	if err := k.mayEnd(tx, c.Reason); err != nil {
		return err
	}
	agree, err := c.agreed(k, s.Step)
	if err == nil && !k.deserted() {
		err = k.Filled(s.Step, c.Words.Answers)
	}
	if err != nil {
		return err
	}
	err = tx.Record(closed.DraftFor(c.Journey, k.Journey.Subject, c.Day, happened{Step: c.Step, State: programme.Closed, Value: c.Reason}, c.Words))
	for _, by := range agree {
		if err != nil {
			return err
		}
		owner := by
		if by.IsZero() {
			owner = k.Journey.Subject
		}
		err = tx.Record(closed.DraftFor(c.Journey, owner, c.Day, happened{Step: c.Step, State: programme.Agreed, By: by, Value: c.Reason}, Words{}))
	}
	return err
}

// closing returns the standing of an end that may be written down now.
func (c *Case) closing(step string) (*programme.StepStanding, error) {
	if !c.deserted() {
		return c.Open(step, "close", false)
	}
	s, err := c.At(step, "close")
	if err == nil && s.Status == programme.Done {
		err = fault.New("journey.Close", fault.Conflict, "journey.step_is_done", fault.Args{"step": step})
	}
	return s, err
}

// deserted reports whether nobody lives in the household whose way it is.
func (c *Case) deserted() bool { return c.Journey.OfHousehold() && len(c.Members) == 0 }

// mayEnd holds a reason against the story, and refuses an end while money is owed.
func (c *Case) mayEnd(tx *desk.Tx, reason string) error {
	const op = "journey.Close"
	var died []id.ID
	if c.deserted() {
		var err error
		if died, err = deadOf(tx, c.Journey.Subject); err != nil {
			return err
		}
	}
	if c.Journey.OfHousehold() && !c.endsAs(reason, len(died) > 0) {
		return fault.New(op, fault.Blocked, "journey.another_end", fault.Args{"reason": reason}).WithHint("journey.another_end_hint")
	}
	if err := c.emptied(tx, reason); err != nil {
		return err
	}
	if step, minor := c.owing(); step != "" {
		return fault.New(op, fault.Blocked, "journey.still_owed", fault.Args{"step": step, "minor": minor,
			"currency": c.Pathway.Programme.Currency}).WithHint("journey.still_owed_hint")
	}
	return nil
}

// endsAs reports whether the story tells what a reason says.
func (c *Case) endsAs(reason string, died bool) bool {
	switch reason {
	case endReturned:
		return c.wentTo("return") && !c.deserted()
	case endRelocated:
		return c.wentTo("relocate") && !c.deserted()
	case endIntegrated:
		return c.chose(programme.Stay) && !c.deserted()
	case endMerged:
		return c.deserted()
	case endDied:
		return c.deserted() && died
	}
	return true
}

// chose reports whether an option is the one that stands, at any of the steps of choosing.
func (c *Case) chose(option string) bool {
	return slices.ContainsFunc(c.Standing.Steps, func(s programme.StepStanding) bool {
		return s.Step.Verb.Name == "choose" && s.Value == option
	})
}

// wentTo reports whether they chose an option, and are known to have arrived.
func (c *Case) wentTo(option string) bool {
	return c.chose(option) && slices.ContainsFunc(c.Standing.Steps, func(s programme.StepStanding) bool {
		return s.Step.Verb.Name == "move" && s.Reached(programme.Arrived)
	})
}

// owing returns the first step at which money is owed to them and not delivered, or is earned and could be owed today, with its amount in
// minor units; "" where there is none. What is only earned is nobody's any more where nobody lives.
func (c *Case) owing() (step string, minor int64) {
	for i := range c.Standing.Steps {
		s := &c.Standing.Steps[i]
		if s.Step.Verb.Name != "pay" || s.Reached(programme.Delivered) {
			continue
		}
		if s.Reached(programme.Owed) || s.Status == programme.Ready && !c.deserted() {
			return s.Step.ID, s.Amount()
		}
	}
	return "", 0
}

// agreed returns who agrees: each adult, or for children alone who speaks for them.
func (c Close) agreed(k *Case, s *programme.Step) ([]id.ID, error) {
	const op = "journey.Close"
	if programme.NatureOf(k.Journey.Kind) == programme.Thing && s.By != programme.ByEachAdult {
		return c.Agree, nil // a committee is not its members' life
	}
	if k.Pathway.Part == access.Detention && (c.Reason == endDeported || c.Reason == endTakenAway) {
		return c.Agree, nil // whoever was taken away is asked by nobody
	}
	adults := k.Adults()
	for _, adult := range adults {
		if !slices.Contains(c.Agree, adult.ID) {
			return nil, fault.New(op, fault.Blocked, "journey.not_everyone_agrees", nil)
		}
	}
	switch {
	case len(adults) > 0 || k.deserted() || !k.Journey.OfHousehold():
		return c.Agree, nil
	case !c.Guardian:
		return nil, fault.New(op, fault.Blocked, "journey.guardian_agrees", nil).WithHint("journey.guardian_agrees_hint")
	}
	guardian, named := k.Journey.guardian()
	if !named {
		return nil, fault.New(op, fault.Blocked, "journey.no_guardian", nil).WithHint("journey.no_guardian_hint")
	}
	return []id.ID{guardian}, nil
}

// guardian returns who speaks for children alone by the latest decision in their best interests that stands; the zero id where the authority alone
// does.
func (j *Journey) guardian() (of id.ID, named bool) {
	for i := range j.Marks {
		if m := &j.Marks[i]; m.State == programme.BestInterests && !m.Withdrawn {
			of, named = m.Guardian, true
		}
	}
	return of, named
}

// deadOf returns those who died as members of a household.
func deadOf(tx *desk.Tx, household id.ID) (dead []id.ID, err error) {
	ids, err := tx.Find(people.MembersOf, household[:])
	for _, of := range ids {
		if err != nil {
			return nil, err
		}
		p, got := desk.Get(tx, people.PersonStory, of)
		if err = got; err == nil && !p.State.Alive() {
			dead = append(dead, of)
		}
	}
	return dead, err
}
