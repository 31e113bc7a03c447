// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"slices"

	"safar/desk"
	"safar/field/people"
	"safar/field/programme"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Start begins a pathway for a subject, in the version of the programme that is in force. The receipt's id is the journey. A subject
// that walks the pathway already, or another one that is exclusive where this one is, is a fault of kind Conflict; a pathway of another
// compartment than the one written in is NotAllowed. Programme and
// Pathway are ids; Subject must be registered as what the pathway is for. Day is when it begins, NoDay for today.
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
	journey, err := tx.NewID()
	if err != nil {
		return err
	}
	return c.As(tx, journey)
}

// As records the journey under an id that the command made. It is for commands that do more than begin one; a door does not say it.
func (c Start) As(tx *desk.Tx, journey id.ID) error {
	const op = "journey.Start"
	p, err := ProgrammeInForce(tx, c.Programme)
	if err != nil {
		return err
	}
	way := p.Pathway(c.Pathway)
	if way == nil {
		return fault.New(op, fault.Invalid, "journey.no_such_pathway", fault.Args{"pathway": c.Pathway})
	}
	if part := tx.Scope().Compartment; part != way.Part {
		return fault.New(op, fault.NotAllowed, "journey.another_compartment", fault.Args{"compartment": fault.Phrase{Key: "compartment." + way.Part.String()}}).
			WithHint("journey.another_compartment_hint")
	}
	if err := known(tx, way.For, c.Subject); err != nil {
		return err
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
		if !j.State.Aside && j.State.Pathway == c.Pathway && j.State.Version.Value().Programme == c.Programme {
			return fault.New(op, fault.Conflict, "journey.walks_already", nil)
		}
	}
	if err := alone(op, tx, id.ID{}, c.Subject, way); err != nil {
		return err
	}
	return tx.Record(journeyOpened.Draft(journey, c.Day, opened{c.Subject, way.For, Version{Programme: p.ID, Hash: p.Hash()}, c.Pathway}))
}

// known refuses a subject that is not registered as what the pathway is for.
func known(tx *desk.Tx, kind string, subject id.ID) (err error) {
	switch programme.NatureOf(kind) {
	case programme.Household:
		_, err = desk.Must(tx, people.HouseholdStory, subject)
	case programme.Person:
		_, err = desk.Must(tx, people.PersonStory, subject)
	case programme.Thing:
		_, err = subjects.Must(tx, subject, kind)
	}
	return err
}

// Ask records that a form was filled at a step, by a member or for the subject. Journey and Step say where; Words hold the answers.
// Day is when it was asked, NoDay for today.
type Ask struct {
	Journey id.ID
	Step    string
	By      id.ID // who answered; zero for the subject as a whole
	Words   Words
	Day     clock.Day
	Signed  Signed // of a step that looks again at something: who decided it on paper, where whoever writes it down cannot
}

// Act is the act of asking.
func (Ask) Act() access.Act { return access.JourneyAsk }

// Decide records the filled form. Where a form alone would say that people were handed over to another compartment, nobody would be known there: that is refused to whoever fills it in. Fault: Blocked journey.begins_elsewhere.
func (c Ask) Decide(tx *desk.Tx) error { return c.fill(tx, false) }

// HandedOver records the form of a step at which people were handed over to another compartment, for the command that hands them over.
func (c Ask) HandedOver(tx *desk.Tx) error { return c.fill(tx, true) }

func (c Ask) fill(tx *desk.Tx, handedOver bool) error {
	k, err := Take(tx, c.Journey)
	if err != nil {
		return err
	}
	s, err := k.Asking(c.Step)
	if err == nil && s.Step.Begins != "" && !handedOver {
		err = fault.New("journey.Ask", fault.Blocked, "journey.begins_elsewhere", nil).WithHint("journey.begins_elsewhere_hint")
	}
	if err == nil {
		err = k.another(tx.By(), s.Step, c.Signed)
	}
	if err == nil {
		err = k.Filled(s.Step, c.Words.Answers)
	}
	if err != nil {
		return err
	}
	owner := k.Journey.Subject
	if !c.By.IsZero() {
		if _, err := k.Member(c.By); err != nil {
			return err
		}
		owner = c.By
	}
	if err := tx.Record(asked.DraftFor(c.Journey, owner, c.Day, happened{Step: c.Step, By: c.By, Link: c.Signed.Member}, c.Words)); err != nil {
		return err
	}
	return k.Request(tx, s.Step, c.Words.Answers)
}

// Visit records that members of the household took part in a go-and-see visit that nobody wrote down as a gathering of its own. Journey and Step say where, Place what they
// saw. Day is when, NoDay for today.
type Visit struct {
	Journey id.ID
	Step    string
	By      id.ID // who went
	Place   id.ID
	Words   Words // what was filled in of the step's form
	Day     clock.Day
}

// Act is the act of recording a visit.
func (Visit) Act() access.Act { return access.VisitRecord }

// Decide records the visit on the journey.
func (c Visit) Decide(tx *desk.Tx) error { return c.At(tx, id.ID{}) }

// At records the visit as the gathering it was. It is for field/gathering, whose command knows what may stand on a roll; a door does not say it.
func (c Visit) At(tx *desk.Tx, gathering id.ID) error {
	k, err := Take(tx, c.Journey)
	if err != nil {
		return err
	}
	s, err := k.Open(c.Step, "visit", true)
	if err != nil {
		return err
	}
	if _, err := k.Member(c.By); err != nil {
		return err
	}
	return k.recordFilled(tx, visited, s.Step, c.Day, happened{Step: c.Step, By: c.By, Place: c.Place, Link: gathering}, c.Words)
}

// Attend records that the household was at a meeting that nobody wrote down as a gathering of its own: a come-and-tell session, an orientation. Journey and Step say
// where. Day is when, NoDay for today.
type Attend struct {
	Journey id.ID
	Step    string
	By      id.ID // who sat there; zero for the household
	Place   id.ID // the place that was spoken of
	Words   Words // what was filled in of the step's form
	Day     clock.Day
}

// Act is the act of recording attendance.
func (Attend) Act() access.Act { return access.GatheringAttend }

// Decide records the attendance on the journey.
func (c Attend) Decide(tx *desk.Tx) error { return c.At(tx, id.ID{}, nil) }

// At records the attendance as the gathering it was, which keeps the answers of the step's form: they are looked at, and not kept twice. It is for field/gathering, whose
// command knows what may stand on a roll; a door does not say it.
func (c Attend) At(tx *desk.Tx, gathering id.ID, answers programme.Answers) error {
	k, err := Take(tx, c.Journey)
	if err != nil {
		return err
	}
	s, err := k.Open(c.Step, "gather", true)
	if err != nil {
		return err
	}
	r := happened{Step: c.Step, By: c.By, Place: c.Place, Link: gathering}
	if gathering.IsZero() || len(answers) == 0 {
		return k.recordFilled(tx, met, s.Step, c.Day, r, c.Words)
	}
	if err := k.Filled(s.Step, answers); err != nil {
		return err
	}
	return tx.Record(met.Draft(c.Journey, c.Day, r))
}

// FollowUp records a follow-up visit on the calendar of a step. A visit that comes before its time is written down all the same, and
// uses up no visit of the calendar; only to name one whose time has not come is refused. Where a step is made again and again, Next may say
// on which day the next is due, sooner than the programme asks. Journey and Step say where; Day is when
// the visit was made, NoDay for today.
type FollowUp struct {
	Journey id.ID
	Step    string
	When    string    // which visit, as the programme writes it: "30d"; "" for the one its day is nearest to
	Words   Words     // answers to the eight criteria of durable solutions (IASC Framework, 2010, part V)
	Next    clock.Day // of a step that is made again and again: the day of the next; NoDay for as late as the programme allows
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
	if err := c.inTime(k, s.Step, tx.Today()); err != nil {
		return err
	}
	if err := c.nextOne(s.Step, tx.Today()); err != nil {
		return err
	}
	if err := k.Filled(s.Step, c.Words.Answers); err != nil {
		return err
	}
	if err := tx.Record(checked.DraftFor(c.Journey, k.Journey.Subject, c.Day, happened{Step: c.Step, Value: c.When, Until: c.Next}, c.Words)); err != nil {
		return err
	}
	return k.Request(tx, s.Step, c.Words.Answers)
}

// inTime refuses a visit that is said to be one of the calendar whose time has not come.
func (c FollowUp) inTime(k *Case, s *programme.Step, today clock.Day) error {
	if c.When == "" {
		return nil
	}
	day := today
	if c.Day.Known() && c.Day != 0 {
		day = c.Day
	}
	if i := s.VisitOn(k.Standing.Since(s.After), day, c.When); i < 0 || s.At[i].String() != c.When {
		return fault.New("journey.FollowUp", fault.Blocked, "journey.visit_too_early", fault.Args{"visit": c.When})
	}
	return nil
}

// nextOne refuses a day of the next one that lies before today, or later than the programme asks, and any where the days are fixed.
func (c FollowUp) nextOne(s *programme.Step, today clock.Day) error {
	const op = "journey.FollowUp"
	switch {
	case !c.Next.Known():
		return nil
	case s.Every.IsZero():
		return fault.New(op, fault.Invalid, "journey.next_is_fixed", fault.Args{"step": s.ID})
	case c.Next <= today || c.Next > s.Every.After(c.Day.Or(today)):
		return fault.New(op, fault.Invalid, "journey.next_day", fault.Args{"every": s.Every.String()})
	}
	return nil
}

// DecideStep records the decision of a named role; or, where the programme names an authority outside, that authority's decision, which
// the role writes down with where it stands.
type DecideStep struct {
	Journey id.ID             // on which way
	Step    string            // of the verb decide
	Yes     bool              // what was decided
	Option  string            // where the step decides among several: which of them, with a yes; "" otherwise
	Reason  string            // why; needed
	Source  string            // the letter or minutes in which an authority outside decided; nothing for a decision of our own
	Answers programme.Answers // of the step's form
	Day     clock.Day         // of the decision
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
	if s.Step.IsStory() {
		return fault.New(op, fault.Blocked, "journey.story_elsewhere", nil).WithHint("journey.story_elsewhere_hint")
	}
	if err := mayDecide(tx.By(), s.Step, tx.Scope(), tx.Today()); err != nil {
		return err
	}
	if err := k.another(tx.By(), s.Step, Signed{}); err != nil {
		return err
	}
	switch {
	case c.Reason == "":
		return fault.New(op, fault.Invalid, "journey.reason_missing", nil)
	case s.Step.Authority != "" && c.Source == "":
		return fault.New(op, fault.Invalid, "journey.source_missing", nil)
	case c.Yes && len(s.Step.Options) > 0 && !slices.Contains(s.Step.Options, c.Option):
		return fault.New(op, fault.Invalid, "journey.which_of_several", fault.Args{"step": c.Step})
	}
	if err := k.Filled(s.Step, c.Answers); err != nil {
		return err
	}
	state := programme.Refusal
	if c.Yes {
		state = programme.Approval
	}
	of := happened{Step: c.Step, State: state, Value: s.Step.Authority}
	if c.Yes && len(s.Step.Options) > 0 {
		of.Value = c.Option
	}
	if s.Step.To != "" { // of where they chose to go; of another place it says nothing
		of.Place = k.Journey.Destination()
	}
	return tx.Record(decided.DraftFor(c.Journey, k.Journey.Subject, c.Day, of,
		Words{Text: c.Reason, Source: c.Source, Answers: c.Answers}))
}
