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

// Start begins a pathway for a subject, in the version of the programme that is in force. The receipt's id is the journey. A subject
// that walks the pathway already is a fault of kind Conflict.
type Start struct {
	Programme string
	Pathway   string
	Subject   id.ID
	Day       clock.Day
}

// Act is the act of starting.
func (Start) Act() access.Act { return access.JourneyStart }

// Decide records the journey.
func (c Start) Decide(tx *desk.Tx) error {
	const op = "journey.Start"
	force, err := desk.MustCommons(tx, ProgrammeStory, ProgrammeID(c.Programme))
	if err != nil {
		return err
	}
	p, err := ProgrammeFor(tx, force.Hash.Value())
	if err != nil {
		return err
	}
	way := p.Pathway(c.Pathway)
	if way == nil {
		return fault.New(op, fault.Invalid, "journey.no_such_pathway", fault.Args{"pathway": c.Pathway})
	}
	if way.For == "household" {
		if _, err := desk.Must(tx, people.HouseholdStory, c.Subject); err != nil {
			return err
		}
	}
	walking, err := tx.Find(BySubject, c.Subject[:])
	if err != nil {
		return err
	}
	for _, other := range walking {
		j, err := desk.Get(tx, Story, other)
		if err != nil {
			return err
		}
		if j.State.Pathway == c.Pathway && j.State.Version.Value().Programme == c.Programme {
			return fault.New(op, fault.Conflict, "journey.walks_already", nil)
		}
	}
	journey, err := tx.NewID()
	if err != nil {
		return err
	}
	return tx.Record(journeyOpened.Draft(journey, c.Day, opened{c.Subject, way.For, Version{Programme: p.ID, Hash: p.Hash()}, c.Pathway}))
}

// Ask records that a form was filled at a step, by a member or for the subject.
type Ask struct {
	Journey id.ID
	Step    string
	By      id.ID // who answered; zero for the subject as a whole
	Words   Words
	Day     clock.Day
}

// Act is the act of asking.
func (Ask) Act() access.Act { return access.JourneyAsk }

// Decide records the filled form.
func (c Ask) Decide(tx *desk.Tx) error {
	k, err := Take(tx, c.Journey)
	if err != nil {
		return err
	}
	if _, err := k.Open(c.Step, "ask", true); err != nil {
		return err
	}
	owner := k.Journey.Subject
	if !c.By.IsZero() {
		if _, err := k.Member(c.By); err != nil {
			return err
		}
		owner = c.By
	}
	return tx.Record(asked.DraftFor(c.Journey, owner, c.Day, happened{Step: c.Step, By: c.By}, c.Words))
}

// Visit records that members of the household took part in a go-and-see visit.
type Visit struct {
	Journey id.ID
	Step    string
	By      id.ID // who went
	Place   id.ID
	Visit   id.ID // the gathering it was
	Day     clock.Day
}

// Act is the act of recording a visit.
func (Visit) Act() access.Act { return access.VisitRecord }

// Decide records the visit on the journey.
func (c Visit) Decide(tx *desk.Tx) error {
	k, err := Take(tx, c.Journey)
	if err != nil {
		return err
	}
	if _, err := k.Open(c.Step, "visit", true); err != nil {
		return err
	}
	if _, err := k.Member(c.By); err != nil {
		return err
	}
	return tx.Record(visited.Draft(c.Journey, c.Day, happened{Step: c.Step, By: c.By, Place: c.Place, Link: c.Visit}))
}

// Attend records that the household was at a gathering: a come-and-tell session, an orientation.
type Attend struct {
	Journey   id.ID
	Step      string
	By        id.ID // who sat there; zero for the household
	Place     id.ID // the place that was spoken of
	Gathering id.ID
	Day       clock.Day
}

// Act is the act of recording attendance.
func (Attend) Act() access.Act { return access.GatheringAttend }

// Decide records the attendance on the journey.
func (c Attend) Decide(tx *desk.Tx) error {
	k, err := Take(tx, c.Journey)
	if err != nil {
		return err
	}
	if _, err := k.Open(c.Step, "gather", true); err != nil {
		return err
	}
	return tx.Record(met.Draft(c.Journey, c.Day, happened{Step: c.Step, By: c.By, Place: c.Place, Link: c.Gathering}))
}

// FollowUp records a follow-up visit on the calendar of a step.
type FollowUp struct {
	Journey id.ID
	Step    string
	When    string // which visit, as the programme writes it: "30d"; "" for the first still open
	Words   Words  // answers to the eight criteria of durable solutions (IASC Framework, 2010, part V)
	Day     clock.Day
}

// Act is the act of following up.
func (FollowUp) Act() access.Act { return access.JourneyFollowUp }

// Decide records the visit.
func (c FollowUp) Decide(tx *desk.Tx) error {
	k, err := Take(tx, c.Journey)
	if err != nil {
		return err
	}
	s, err := k.Open(c.Step, "check", false)
	if err != nil {
		return err
	}
	if !s.Due.Known() && len(s.Step.At) > 0 {
		return fault.New("journey.FollowUp", fault.Blocked, "journey.no_visit_due", fault.Args{"step": c.Step})
	}
	return tx.Record(checked.DraftFor(c.Journey, k.Journey.Subject, c.Day, happened{Step: c.Step, Value: c.When}, c.Words))
}

// DecideStep records the decision of a named role; or, where the programme names an authority outside, that authority's decision, which
// the role writes down with where it stands.
type DecideStep struct {
	Journey id.ID
	Step    string
	Yes     bool
	Reason  string
	Source  string    // the letter or minutes in which an authority outside decided; nothing for a decision of our own
	Day     clock.Day // of the decision
}

// Act is the act of deciding.
func (DecideStep) Act() access.Act { return access.JourneyDecide }

// Decide records the decision, by whoever holds the role that the programme names.
func (c DecideStep) Decide(tx *desk.Tx) error {
	const op = "journey.DecideStep"
	k, err := Take(tx, c.Journey)
	if err != nil {
		return err
	}
	s, err := k.Undecided(c.Step)
	if err != nil {
		return err
	}
	if err := mayDecide(tx.By(), s.Step, tx.Scope(), tx.Today()); err != nil {
		return err
	}
	switch {
	case c.Reason == "":
		return fault.New(op, fault.Invalid, "journey.reason_missing", nil)
	case s.Step.Authority != "" && c.Source == "":
		return fault.New(op, fault.Invalid, "journey.source_missing", nil)
	}
	state := programme.Refusal
	if c.Yes {
		state = programme.Approval
	}
	return tx.Record(decided.DraftFor(c.Journey, k.Journey.Subject, c.Day, happened{Step: c.Step, State: state, Value: s.Step.Authority},
		Words{Text: c.Reason, Source: c.Source}))
}

// Close ends a journey for a reason the programme names, with the agreement of the adults.
type Close struct {
	Journey id.ID
	Step    string
	Reason  string
	Agree   []id.ID // the adults who agree, each in their own right
	Words   Words
	Day     clock.Day
}

// Act is the act of closing.
func (Close) Act() access.Act { return access.JourneyClose }

// Decide records the closing and each adult's agreement.
func (c Close) Decide(tx *desk.Tx) error {
	const op = "journey.Close"
	k, err := Take(tx, c.Journey)
	if err != nil {
		return err
	}
	s, err := k.Open(c.Step, "close", false)
	if err != nil {
		return err
	}
	if len(s.Step.Reasons) > 0 && !slices.Contains(s.Step.Reasons, c.Reason) {
		return fault.New(op, fault.Invalid, "journey.no_such_reason", fault.Args{"reason": c.Reason})
	}
	for _, adult := range k.Adults() {
		if !slices.Contains(c.Agree, adult.ID) {
			return fault.New(op, fault.Blocked, "journey.not_everyone_agrees", nil)
		}
	}
	err = tx.Record(closed.DraftFor(c.Journey, k.Journey.Subject, c.Day, happened{Step: c.Step, State: programme.Closed, Value: c.Reason}, c.Words))
	for _, by := range c.Agree {
		if err != nil {
			return err
		}
		err = tx.Record(closed.DraftFor(c.Journey, by, c.Day, happened{Step: c.Step, State: programme.Agreed, By: by, Value: c.Reason}, Words{}))
	}
	return err
}
