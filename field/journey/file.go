// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"errors"

	"safar/desk"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// File is a household's file: who they are, where they are on their ways, and what happened.
type File struct {
	People people.File // who they are
	Ways   []Way       // all of them, those that ended too
	Story  []Event     // the latest first
	Filled []FilledRow // what was filled in of forms, the latest first on each way; only where the forms were handed in
}

// Way is one pathway that a household walks, or a person on their own.
type Way struct {
	ID          id.ID     `class:"open"`     // of the journey
	Subject     id.ID     `class:"open"`     // who walks it
	Alone       bool      `class:"open"`     // one person walks it on their own
	Programme   string    `class:"open"`     // its id
	Pathway     string    `class:"open"`     // its id
	Currency    string    `class:"open"`     // of its amounts, ISO 4217; "" where Unjudged
	Opened      clock.Day `class:"open"`     // the day it began
	Left        bool      `class:"open"`     // somebody of the household has departed
	Destination id.ID     `class:"personal"` // where they go: agreed by all who answer, or promised; else zero
	Exclusive   bool      `class:"open"`     // it is under way, and no other pathway of its kind is begun beside it: see programme.Pathway
	Twice       bool      `class:"open"`     // the household stands on another journey beside it, and may on one alone
	Aside       bool      `class:"open"`     // set aside for another journey
	Contradicts []string  `class:"open"`     // what two offices wrote that cannot both be: see Contradiction
	Unjudged    bool      `class:"open"`     // its programme is not on this device yet: it has no steps here
	Version     [32]byte  `class:"open"`     // of the programme: the hash of its file
	Steps       []StepRow // in the order of the pathway
}

// StepRow is one step as a household's file shows it. It never says who has not answered, nor what anyone answered alone.
//
// ID, Verb, Kind and Form are those of programme.Step ("" where it has none), and Optional as well. Since is the day it was done;
// of the days, each is NoDay where there is none. Amounts are those that were frozen, or would be owed today.
type StepRow struct {
	ID        string    `class:"open"`
	Verb      string    `class:"open"`
	Kind      string    `class:"open"`
	Form      string    `class:"open"`
	Role      string    `class:"open"` // decide: who decides, or writes down what Authority decided
	Options   []string  `class:"open"` // decide: what a yes says, one of these; none for a plain yes
	Authority string    `class:"open"` // decide: an authority outside; "" for the role's own decision
	State     string    `class:"open"` // see StateOf
	Reached   string    `class:"open"` // how far it got within its verb, as programme.State names it; "" where nothing happened
	Optional  bool      `class:"open"`
	OfAPlace  bool      `class:"open"`     // what is told or chosen there is about a place: see programme.Pathway.OfAPlace
	Value     string    `class:"personal"` // the option that all chose, or how it ended
	Times     int       `class:"open"`     // how often it took place; answers, for choose
	Of        int       `class:"open"`     // choose: how many answer in their own right
	Children  int       `class:"personal"` // choose: for how many children the child-protection authority is still to decide: see programme.StepStanding
	Since     clock.Day `class:"open"`
	Lapses    clock.Day `class:"open"` // first day on which it is no longer valid
	Due       clock.Day `class:"open"` // check: day of the next visit
	Again     bool      `class:"open"` // check: it is made again and again, and whoever makes it says when the next is due
	Asked     bool      `class:"open"` // decide: somebody asked for it, and nothing was decided since
	AskedOn   clock.Day `class:"open"` // the day on which they asked last; NoDay where nobody waits for an answer
	Expires   clock.Day `class:"open"` // decide: first day on which a “no” counts no more
	Before    []string  `class:"open"` // the steps that stand before it
	Failed    string    `class:"open"` // the condition that does not hold
	Missing   []string  `class:"open"` // what is not known or not made yet
	Amounts   []AmountRow
	Total     int64  `class:"open"` // of the amounts, in minor units
	Unit      int    `class:"open"` // number of the plot that is promised; 0 for none
	Begins    string `class:"open"` // ask: the pathway of another compartment that begins when they are handed over there; "" for none
	Offers    bool   `class:"open"` // place: the subject offers the room to others
	Another   bool   `class:"open"` // ask, decide: whoever did what is looked at again, or followed it then, does not do this
	Hosted    bool   `class:"open"` // place: it is with a host, and not at a place, that they are promised room

	Later []id.ID `class:"open"` // move: who came to the household since it left, and is to follow it

	Waits clock.Day `class:"open"` // choose, where adults differ: nobody speaks with them until this day; NoDay for none, and for who does not

	Barred     string     `class:"open"` // why nothing may be done on it today, as the key of a refusal; "" where something may: see Barred
	BarredArgs fault.Args `class:"open"` // what stands in its sentence
}

// Refusal is why nothing may be done on the step today; nil where something may.
func (row StepRow) Refusal() error {
	if row.Barred == "" {
		return nil
	}
	return fault.New("journey.Barred", fault.Blocked, row.Barred, row.BarredArgs)
}

// AmountRow is a named part of an amount, in minor units. Name is an id of the programme's words; of the verb give, Minor are
// pieces.
type AmountRow struct {
	Name  string `class:"open"`
	Minor int64  `class:"open"`
}

// Event is one thing that happened to a household.
type Event struct {
	Day     clock.Day   `class:"open"`      // on which it happened
	At      clock.Stamp `class:"open"`      // when it was written
	Kind    string      `class:"open"`      // of fact
	Step    string      `class:"open"`      // of a journey; "" beside one
	Verb    string      `class:"open"`      // of the step
	State   string      `class:"open"`      // as programme.State names it
	About   string      `class:"personal"`  // name of the member it concerns; never of one who answered
	Place   id.ID       `class:"personal"`  // never of an answer
	By      string      `class:"personal"`  // name of who wrote it
	Why     string      `class:"personal"`  // why somebody said so, of where people are; "" for nothing, and once it was forgotten
	Plan    id.ID       `class:"personal"`  // the visit or meeting that they were asked to come to, or are not any more; zero for none
	Minor   int64       `class:"open"`      // of a payment
	Decided string      `class:"personal"`  // of a decision among several: which of them
	Answer  string      `class:"sensitive"` // of a choice: the option; while they differ it is told to those alone who speak with each
}

// FileOf opens a household's file and notes the look.
func FileOf(scope access.Scope, household id.ID) desk.Query[File] {
	return FileWith(scope, household, nil)
}

// FileWith opens a household's file with what was filled in of forms, each answer by the class that its question had then, and notes the look.
func FileWith(scope access.Scope, household id.ID, forms FormOf, others ...FilledOf) desk.Query[File] {
	return desk.Query[File]{Act: access.PeopleLook, Scope: scope, Run: func(r *desk.Reader) (f File, err error) {
		if f.People, err = people.ReadFile(r, household); err != nil {
			return f, err
		}
		r.Looked(household)
		t := teller{reader: r, others: others, staff: map[id.ID]string{}, names: map[id.ID]string{}}
		for _, m := range f.People.Members {
			t.names[m.ID] = people.Names{Given: m.Given, Family: m.Family}.String()
			if err := t.tell(people.PersonStory.Name(), m.ID, nil); err != nil {
				return f, err
			}
			if err := t.tellErasure(m.ID, m.Forgotten); err != nil {
				return f, err
			}
		}
		if err := t.tell(people.HouseholdStory.Name(), household, nil); err != nil {
			return f, err
		}
		if err := t.tellErasure(household, f.People.Row.Forgotten); err != nil {
			return f, err
		}
		if err := f.readWays(r, &t, household, forms, others); err != nil {
			return f, err
		}
		f.Story = t.ordered()
		return f, nil
	}}
}

// readWays reads the ways of a household, or of a person who walks on their own, with what happened on them and what was filled in of forms.
func (f *File) readWays(r *desk.Reader, t *teller, subject id.ID, forms FormOf, others []FilledOf) error {
	ways, err := r.Find(BySubject, subject[:], maxWays)
	for _, of := range ways {
		if err != nil {
			return err
		}
		way, c, err := readWay(r, of)
		if err != nil {
			return err
		}
		f.Ways = append(f.Ways, way)
		if err := t.tell(Story.Name(), of, c); err != nil {
			return err
		}
		if forms == nil || c == nil {
			continue
		}
		filled, err := t.filled(c, forms, others)
		if err != nil {
			return err
		}
		for _, row := range filled {
			row.Note = "" // of a house: it is for those who build and inspect it
			f.Filled = append(f.Filled, row)
		}
	}
	return err
}

// WayOf opens one journey with the household, or the person of one, that walks it, and notes the look: what the form of a step needs.
func WayOf(scope access.Scope, journey id.ID) desk.Query[File] {
	return desk.Query[File]{Act: access.PeopleLook, Scope: scope, Run: func(r *desk.Reader) (f File, err error) {
		j, err := desk.Read(r, Story, journey)
		nature := programme.NatureOf(j.State.Kind)
		if err == nil && (!j.Exists || nature != programme.Household && nature != programme.Person) {
			err = fault.New("journey.WayOf", fault.NotFound, "journey.no_such_journey", nil)
		}
		if err != nil {
			return f, err
		}
		if nature == programme.Person {
			f.People, err = homeOf(r, j.State.Subject)
		} else if f.People, err = people.ReadFile(r, j.State.Subject); err == nil {
			r.Looked(j.State.Subject)
		}
		if err != nil {
			return f, err
		}
		way, _, err := readWay(r, journey)
		f.Ways = []Way{way}
		return f, err
	}}
}

func readWay(r *desk.Reader, of id.ID) (Way, *Case, error) {
	c, err := Take(r, of)
	if err == nil {
		way := wayOf(c, speaksWithEach(r))
		if way.Contradicts, err = contradictsIn(r, c.Journey); err != nil {
			return way, c, err
		}
		way.Exclusive = c.Pathway.Exclusive && !c.Journey.Ended()
		way.Twice, err = c.Twice()
		if err == nil || !judged(err) {
			return way, c, err
		}
		return way, c, nil
	}
	if !judged(err) {
		return Way{}, nil, err
	}
	j, err := desk.Read(r, Story, of)
	v := j.State.Version.Value()
	return Way{ID: of, Subject: j.State.Subject, Alone: programme.NatureOf(j.State.Kind) == programme.Person, Programme: v.Programme,
		Pathway: j.State.Pathway, Opened: j.State.Opened, Unjudged: true}, nil, err
}

// contradictsIn names what contradicts itself in a journey, and whether its plot was promised to others too.
func contradictsIn(r *desk.Reader, j *Journey) ([]string, error) {
	var names []string
	for _, c := range j.Contradictions() {
		names = append(names, string(c))
	}
	for _, room := range j.Room() {
		promised, err := r.Find(ByRoom, RoomKey(room.Place, room.Kind, room.Unit), 2)
		if err != nil {
			return nil, err
		}
		if len(promised) > 1 {
			return append(names, string(PromisedTwice)), nil
		}
	}
	return names, nil
}

// wayOf is a way as it is told to somebody who speaks with each adult of the household, or to others.
func wayOf(c *Case, speaks bool) Way {
	j := c.Journey
	w := Way{ID: c.ID, Subject: j.Subject, Alone: programme.NatureOf(j.Kind) == programme.Person, Programme: j.Version.Value().Programme, Pathway: j.Pathway, Currency: c.Pathway.Programme.Currency, Opened: j.Opened,
		Left: j.Left(), Aside: j.Aside, Version: j.Version.Value().Hash}
	told := len(j.Room()) > 0 || c.Settled()
	for i := range c.Standing.Steps {
		row := c.stepRow(&c.Standing.Steps[i])
		if row.State == "disagree" && speaks {
			row.Waits = c.Journey.WaitsUntil(row.ID)
		}
		if row.State = toldState(row.State, speaks); !speaks && Unsettled(&c.Standing.Steps[i]) {
			row.Times = 0 // as many answers as adults, and no choice: they differ
		}
		if !told {
			row.Failed, row.Missing = "", nil
			row.keepToItself()
		}
		w.Steps = append(w.Steps, row)
	}
	w.Destination = c.ToldDestination()
	return w
}

func (c *Case) stepRow(s *programme.StepStanding) StepRow {
	row := StepRow{Waits: clock.NoDay, AskedOn: clock.NoDay, ID: s.Step.ID, Verb: s.Step.Verb.Name, Kind: s.Step.Kind, Form: s.Step.Form, Role: s.Step.Role,
		Authority: s.Step.Authority, State: StateOf(s), Optional: s.Step.Optional, Another: s.Step.Another != programme.Offer{}, OfAPlace: c.Pathway.OfAPlace(s.Step), Times: s.Times, Since: s.Since, Lapses: s.Lapses, Due: s.Due, Again: !s.Step.Every.IsZero(), Begins: s.Step.Begins, Expires: s.Expires, Total: s.Amount(),
		Offers: s.Step.Offers, Hosted: s.Step.With != programme.Offer{}}
	if !s.Disagree {
		row.Value = s.Value
	}
	if last, ok := c.Journey.Last(s.Step.ID); ok && last.State != programme.DecidedFor { // that there is such a child is personal
		row.Reached = last.State.String()
	}
	if s.Step.Medical() {
		row.Times, row.Reached = 0, "" // nobody is counted: ready or not, and travel by
	}
	for _, b := range s.Blockers() {
		row.Before = append(row.Before, b.ID)
	}
	if s.Failed != nil && s.Status == programme.Blocked {
		row.Failed = s.Failed.Text
	}
	for _, m := range s.Missing {
		row.Missing = append(row.Missing, m.Name)
	}
	for _, a := range s.Amounts {
		row.Amounts = append(row.Amounts, AmountRow{a.Name, a.Value})
	}
	if row.Verb == "decide" {
		row.Options, row.Asked = s.Step.Options, s.Asked
		if last, ok := c.Journey.Last(s.Step.Answers); ok && s.Asked {
			row.AskedOn = last.Day
		}
	}
	if row.Verb == "choose" {
		row.Of, row.Children = len(c.Adults()), len(s.Children)
	}
	if row.Verb == "move" {
		for _, m := range c.Latecomers(row.ID) {
			row.Later = append(row.Later, m.ID)
		}
	}
	var why *fault.Error
	if errors.As(c.Barred(s), &why) {
		row.Barred, row.BarredArgs = why.Key, why.Args
	}
	for _, room := range c.Journey.Room() {
		if room.Step == s.Step.ID {
			row.Unit = room.Unit
		}
	}
	return row
}

// keepToItself leaves of why the step is barred only that it is: while people answer, a condition could tell what one of them said.
func (row *StepRow) keepToItself() {
	if row.Barred == "journey.condition_failed" || row.Barred == "journey.missing" {
		row.Barred, row.BarredArgs = "journey.blocked", fault.Args{"step": row.ID}
	}
}
