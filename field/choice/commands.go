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

// Tell records who of a household heard what a place is like. Each adult hears it in their own right: what one of them was told, the others
// were not, and nobody's answer counts before they were told themselves.
type Tell struct {
	Journey  id.ID
	Step     string
	Heard    []id.ID // who was there and heard it; empty where all adults were, or all children where there is no adult
	Place    id.ID
	Language string            // BCP 47
	Source   string            // what was told from: a profile, a visit
	Session  id.ID             // the come-and-tell session, where it was one
	Answers  programme.Answers // of the step's form: what they were told about, that they said it back, what they asked
	Day      clock.Day
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
		heard = append(heard, m.ID)
	}
	if len(heard) == 0 {
		return nil, fault.New("choice.Tell", fault.Blocked, "choice.nobody_heard", nil)
	}
	return heard, nil
}

// Answer records one adult's own answer. It replaces the answer the writer saw of that person.
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
	if err := k.Towards(c.Place); err != nil {
		return err
	}
	s, err := k.At(c.Step, "choose")
	if err != nil {
		return err
	}
	if !slices.Contains(s.Step.Options, c.Option) {
		return fault.New(op, fault.Invalid, "choice.no_such_option", fault.Args{"option": c.Option})
	}
	if c.Option == programme.Stay {
		return nil // always an answer, whatever else is missing
	}
	if c.Place.IsZero() && k.Pathway.OfAPlace(s.Step) {
		return fault.New(op, fault.Invalid, "choice.where_to", nil)
	}
	if !slices.Contains(s.Open, c.Option) {
		return k.Refusal(s)
	}
	return k.Told(c.Step, c.Place, c.Person)
}

// Withdraw takes back an adult's answer. It needs only their word, and no reason.
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

// BestInterests writes down, by protection, what the child-protection authority decided for children without an adult: which office, who of it, on
// which day (PROTECTION.md, "Women, children, disability"). A guardian may be named beside it, never in its stead.
type BestInterests struct {
	Journey   id.ID
	Step      string
	Option    string
	Place     id.ID
	Guardian  id.ID     // an adult of another household who stands in for them; zero where nobody but the authority does
	Authority string    // the office of the child-protection authority
	Words     Words     // the reasons, the children's views, and who of the authority decided
	Day       clock.Day // on which the authority decided; NoDay is refused, for a decision without a date is none
}

// Act is the act of deciding in the best interests of children.
func (BestInterests) Act() access.Act { return access.ChoiceBestInterests }

// Decide records the decision; it is refused where an adult could answer.
func (c BestInterests) Decide(tx *desk.Tx) error {
	const op = "choice.BestInterests"
	k, err := journey.Take(tx, c.Journey)
	if err != nil {
		return err
	}
	if len(k.Adults()) > 0 {
		return fault.New(op, fault.Blocked, "choice.an_adult_answers", nil)
	}
	if err := c.named(); err != nil {
		return err
	}
	if err := c.mayStandIn(tx, k); err != nil {
		return err
	}
	if c.Words.Text == "" {
		return fault.New(op, fault.Invalid, "choice.reason_missing", nil)
	}
	if err := (Answer{Step: c.Step, Option: c.Option, Place: c.Place}).mayAnswer(k); err != nil {
		return err
	}
	var before []journal.Ref
	for _, m := range k.Journey.Standing(c.Step, programme.BestInterests) {
		before = append(before, m.Ref)
	}
	d := bestInterests.DraftFor(c.Journey, k.Journey.Subject, c.Day,
		bestInterestsResidue{c.Step, c.Option, c.Place, c.Guardian, c.Authority}, c.Words)
	return tx.Record(d.Replacing("best_interests."+c.Step, before))
}

// longestAuthority bounds the name of an authority, and of who decided there, in bytes.
const longestAuthority = 200

// named refuses a decision that does not say which office of the child-protection authority made it, who, and when.
func (c BestInterests) named() error {
	const op = "choice.BestInterests"
	switch {
	case c.Authority == "" || len(c.Authority) > longestAuthority:
		return fault.New(op, fault.Invalid, "choice.authority_missing", nil).WithHint("choice.authority_missing_hint")
	case c.Words.Officer == "" || len(c.Words.Officer) > longestAuthority:
		return fault.New(op, fault.Invalid, "choice.officer_missing", nil).WithHint("choice.authority_missing_hint")
	case !c.Day.Known() || c.Day == 0:
		return fault.New(op, fault.Invalid, "choice.authority_day", nil).WithHint("choice.authority_missing_hint")
	}
	return nil
}

// mayStandIn refuses a guardian who cannot be one.
func (c BestInterests) mayStandIn(tx *desk.Tx, k *journey.Case) error {
	const op = "choice.BestInterests"
	if c.Guardian.IsZero() {
		return nil
	}
	p, err := desk.Must(tx, people.PersonStory, c.Guardian)
	if err != nil {
		return err
	}
	if !p.Alive() || p.AdultOn(tx.Today()) != people.Yes || p.Belongs(k.Journey.Subject) {
		return fault.New(op, fault.Blocked, "choice.guardian_unfit", nil).WithHint("choice.guardian_unfit_hint")
	}
	return nil
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
