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
)

// Tell records who of a household heard what a place is like. Each adult hears it in their own right: what one of them was told, the others
// were not, and nobody's answer counts before they were told themselves.
type Tell struct {
	Journey  id.ID             // whose
	Step     string            // of the verb tell
	Heard    []id.ID           // who was there and heard it; empty where all adults were who lived there on that day, or all children where there is no adult
	Place    id.ID             // what it is about; zero where it is about none
	Language string            // BCP 47
	Source   string            // what was told from: a profile, a visit
	Session  id.ID             // the come-and-tell session, where it was one
	Answers  programme.Answers // of the step's form: what they were told about, that they said it back, what they asked
	Day      clock.Day         // when they heard it; NoDay for today
}

// Act is the act of telling.
func (Tell) Act() access.Act { return access.ChoiceTell }

// Decide records the telling, with each who heard it.
func (c Tell) Decide(tx *desk.Tx) error {
	const op = "choice.Tell"
	k, err := journey.Take(tx, c.Journey)
	if err != nil {
		return err
	}
	s, err := k.Open(c.Step, "tell", true)
	if err != nil {
		return err
	}
	if c.Language == "" || (len(s.Step.Languages) > 0 && !slices.Contains(s.Step.Languages, c.Language)) {
		return fault.New(op, fault.Invalid, "choice.language", fault.Args{"language": c.Language})
	}
	if err := k.Filled(s.Step, c.Answers); err != nil {
		return err
	}
	heard, err := c.heard(k)
	if err != nil {
		return err
	}
	r := toldResidue{Step: c.Step, Place: c.Place, Language: c.Language, Source: c.Source, Link: c.Session, Heard: heard}
	if len(c.Answers) == 0 {
		return tx.Record(told.Draft(c.Journey, c.Day, r))
	}
	return tx.Record(told.DraftFor(c.Journey, k.Journey.Subject, c.Day, r, toldWords{c.Answers}))
}

// heard returns who heard the telling; it refuses those who are no members, and a household in which nobody is there to hear.
func (c Tell) heard(k *journey.Case) ([]id.ID, error) {
	var heard []id.ID
	for _, by := range c.Heard {
		if _, err := k.Member(by); err != nil {
			return nil, err
		}
		if !slices.Contains(heard, by) {
			heard = append(heard, by)
		}
	}
	if len(heard) > 0 {
		return heard, nil
	}
	k, err := k.Followers() // who has left is not there
	if err != nil {
		return nil, err
	}
	there := k.Adults()
	if len(there) == 0 {
		there = k.Members
	}
	for _, m := range there {
		if came := m.Person.Came(); c.Day.Known() && came.Known() && came > c.Day {
			continue // who came to them later did not hear it, though nobody says who was there
		}
		heard = append(heard, m.ID)
	}
	if len(heard) == 0 {
		return nil, fault.New("choice.Tell", fault.Blocked, "choice.nobody_heard", nil)
	}
	return heard, nil
}

// Answer records one adult's own answer. It replaces the answer the writer saw of that person. Journey, Step and Person say who
// answers what; Option is one of those that the programme offers. Words may be empty. Day is when they answered, NoDay for today.
type Answer struct {
	Journey id.ID
	Step    string
	Person  id.ID
	Option  string
	Place   id.ID // where to; zero for "stay", and where the choice is about no place
	Private bool  // asked in private; otherwise it is refused
	Words   Words
	Day     clock.Day
}

// Act is the act of answering.
func (Answer) Act() access.Act { return access.ChoiceAnswer }

// Decide judges whether the option may be answered today, towards that place, and records it.
func (c Answer) Decide(tx *desk.Tx) error {
	const op = "choice.Answer"
	k, err := journey.Take(tx, c.Journey)
	if err != nil {
		return err
	}
	if !c.Private {
		return fault.New(op, fault.Blocked, "choice.in_private", nil)
	}
	m, err := k.Member(c.Person)
	if err != nil {
		return err
	}
	switch m.Person.AdultOn(tx.Today()) {
	case people.No:
		return fault.New(op, fault.Blocked, "choice.not_an_adult", nil).WithHint("choice.not_an_adult_hint")
	case people.NotKnown:
		return fault.New(op, fault.Undecidable, "choice.age_unknown", nil).WithHint("choice.age_unknown_hint")
	}
	if err := notBefore(op, k.Journey, c.Step, c.Person, c.Day); err != nil {
		return err
	}
	if err := c.mayAnswer(k); err != nil {
		return err
	}
	d := answered.DraftFor(c.Journey, c.Person, c.Day, answeredResidue{Step: c.Step, By: c.Person, Option: c.Option, Place: c.Place}, c.Words)
	return tx.Record(d.Replacing(field(c.Step, c.Person), k.Journey.Answered(c.Step, c.Person)))
}

// mayAnswer judges the option and the place.
func (c Answer) mayAnswer(k *journey.Case) error {
	const op = "choice.Answer"
	if k.Journey.HasLeft(c.Person) {
		return fault.New(op, fault.Conflict, "choice.has_left", nil)
	}
	k, err := k.For(c.Person)
	if err != nil {
		return err
	}
	goes, err := mayChoose(k, c.Step, c.Option, c.Place)
	if err != nil || !goes {
		return err
	}
	return k.Told(c.Step, c.Place, c.Person)
}

// mayChoose judges an option and a place, whoever chooses them, and reports whether it is one for which they must have been told of the place.
func mayChoose(k *journey.Case, step, option string, place id.ID) (goes bool, err error) {
	const op = "choice.mayChoose"
	if err := k.Towards(place); err != nil {
		return false, err
	}
	s, err := k.At(step, "choose")
	if err != nil {
		return false, err
	}
	if !slices.Contains(s.Step.Options, option) {
		return false, fault.New(op, fault.Invalid, "choice.no_such_option", fault.Args{"option": option})
	}
	if option == programme.Stay {
		return false, nil // always an answer, whatever else is missing
	}
	if place.IsZero() && k.Pathway.OfAPlace(s.Step) {
		return false, fault.New(op, fault.Invalid, "choice.where_to", nil)
	}
	if !slices.Contains(s.Open, option) {
		return false, k.Refusal(s)
	}
	return true, nil
}

// Withdraw takes back an adult's answer. It needs only their word, and no reason. Journey, Step and Person say whose answer; Words
// may be empty. Day is when they said so, NoDay for today.
type Withdraw struct {
	Journey id.ID
	Step    string
	Person  id.ID
	Words   Words
	Day     clock.Day
}

// Act is the act of withdrawing.
func (Withdraw) Act() access.Act { return access.ChoiceWithdraw }

// Decide records the change of mind, until the person has left.
func (c Withdraw) Decide(tx *desk.Tx) error {
	const op = "choice.Withdraw"
	k, err := journey.Take(tx, c.Journey)
	if err != nil {
		return err
	}
	if _, err := k.At(c.Step, "choose"); err != nil {
		return err
	}
	if k.Journey.HasLeft(c.Person) {
		return fault.New(op, fault.Conflict, "choice.has_left", nil)
	}
	if !answeredBy(k.Journey, c.Step, c.Person) {
		return fault.New(op, fault.NotFound, "choice.nothing_to_withdraw", nil)
	}
	if err := notBefore(op, k.Journey, c.Step, c.Person, c.Day); err != nil {
		return err
	}
	d := withdrawn.DraftFor(c.Journey, c.Person, c.Day, withdrawnResidue{c.Step, c.Person}, c.Words)
	return tx.Record(d.Replacing(field(c.Step, c.Person), k.Journey.Answered(c.Step, c.Person)))
}

// answeredBy reports whether an answer of a person stands.
func answeredBy(j *journey.Journey, step string, person id.ID) bool {
	return slices.ContainsFunc(j.Standing(step, programme.Happened), func(m journey.Mark) bool { return m.By == person })
}

// notBefore refuses a day before the answer that a person gave last: a change of mind comes after what it changes.
func notBefore(op string, j *journey.Journey, step string, person id.ID, day clock.Day) error {
	for _, m := range j.Standing(step, programme.Happened) {
		if m.By == person && day.Known() && day < m.Day {
			return fault.New(op, fault.Invalid, "choice.day_before", fault.Args{"day": m.Day.String()})
		}
	}
	return nil
}
