// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"errors"
	"slices"

	"safar/desk"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

// HouseholdRow is one household of a list, with where it is on its way.
type HouseholdRow struct {
	Household people.Row
	Journey   id.ID  `class:"open"` // zero where it walks no pathway
	Programme string `class:"open"`
	Step      string `class:"open"` // the step at which it stands; "" where there is none, or all is done
	State     string `class:"open"` // of that step: ready, waiting, blocked, lapsed, on_hold, disagree; done; "" without a pathway
}

// Cursor is where a page of a list begins or ends.
type Cursor struct {
	Key   []byte `class:"open"`
	Story id.ID  `class:"open"` // zero: there is no such page
}

func cursorOf(e *register.Entry) Cursor {
	if e == nil {
		return Cursor{}
	}
	return Cursor{e.Key, e.Story}
}

// HouseholdPage is one page of a list of households.
type HouseholdPage struct {
	Rows           []HouseholdRow
	Previous, Next Cursor
	Total          int64 `class:"open"` // households in the whole list; -1 where they were not counted
	More           bool  `class:"open"` // there are more than are shown, and no page leads to them
}

// Households lists households, page by page. Only the households on the page are evaluated.
func Households(scope access.Scope, want people.Listing) desk.Query[HouseholdPage] {
	return desk.Query[HouseholdPage]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) (HouseholdPage, error) {
		listed, err := people.List(r, want)
		if err != nil {
			return HouseholdPage{}, err
		}
		page := HouseholdPage{Previous: cursorOf(listed.Previous), Next: cursorOf(listed.Next), Total: listed.Total}
		page.Rows, err = householdRows(r, listed.IDs)
		return page, err
	}}
}

// HouseholdsOf lists the given households, in their order; those that are not in the caseload are left out.
func HouseholdsOf(scope access.Scope, ids []id.ID) desk.Query[HouseholdPage] {
	return desk.Query[HouseholdPage]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) (HouseholdPage, error) {
		rows, err := householdRows(r, ids)
		return HouseholdPage{Rows: rows, Total: -1}, err
	}}
}

// Search finds households by card, phone or name: see people.Find.
func Search(scope access.Scope, text, phone string) desk.Query[HouseholdPage] {
	return desk.Query[HouseholdPage]{Act: access.PeopleSearch, Scope: scope, Run: func(r *desk.Reader) (HouseholdPage, error) {
		found, err := people.Find(r, text, phone)
		if err != nil {
			return HouseholdPage{}, err
		}
		page := HouseholdPage{Total: -1, More: found.More}
		page.Rows, err = householdRows(r, found.Households)
		return page, err
	}}
}

// householdRows reads rows of a list, which names who is in them: a look at each.
func householdRows(r *desk.Reader, ids []id.ID) ([]HouseholdRow, error) {
	rows := make([]HouseholdRow, len(ids))
	for i, of := range ids {
		r.Looked(of)
		members, err := rows[i].stand(r, of)
		if err == nil && members == nil {
			members, err = people.ReadMembers(r, of)
		}
		if err == nil {
			rows[i].Household, err = people.ReadRow(r, of, members)
		}
		if err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// stand says where a household is on its way, and returns its members where they had to be read for that.
func (row *HouseholdRow) stand(r *desk.Reader, household id.ID) (members []people.Someone, err error) {
	ways, err := r.Find(BySubject, household[:], 20)
	for _, way := range ways {
		c, err := Read(r, way)
		if !judged(err) {
			return nil, err
		}
		if err != nil {
			continue
		}
		members = c.Members
		row.Journey, row.Programme = way, c.Journey.Version.Value().Programme
		row.Step, row.State = c.Stands()
		row.State = toldState(row.State, speaksWithEach(r))
		if row.State != "done" {
			break // the way that is still being walked
		}
	}
	return members, err
}

// judged reports whether an error only says that a journey cannot be judged here.
func judged(err error) bool { return err == nil || fault.Is(err, fault.Undecidable) }

// Stands returns the step at which the case stands, the first that is neither done nor optional nor off its way, and the state of it.
func (c *Case) Stands() (step, state string) {
	for i := range c.Standing.Steps {
		s := &c.Standing.Steps[i]
		if s.Step.Optional || s.Status == programme.NotApplicable {
			continue
		}
		if state := StateOf(s); state != "done" {
			return s.Step.ID, state
		}
	}
	return "", "done"
}

// StateOf returns the state of a step as pages show it, the last part of a key "state.*".
func StateOf(s *programme.StepStanding) string {
	switch {
	case s.Disagree && s.Status != programme.Done:
		return "disagree"
	case s.OnHold:
		return "on_hold"
	case unsettled(s) && s.Status == programme.Blocked && len(s.Blockers()) == 0:
		return "ready" // there is somebody to speak with: "stay" is always an answer
	case s.Status == programme.Blocked && len(s.Blockers()) == 0 && len(s.Missing) > 0:
		return "undecidable"
	}
	return s.Status.String()
}

// SpeaksWithEach reports whether an actor speaks with each adult of the households of a scope about their choice, alone: protection, and the
// caseworkers of the caseload. Only they are told where adults answer differently; to others such a household is one that is yet to be spoken with.
func SpeaksWithEach(actor access.Actor, scope access.Scope, day clock.Day) bool {
	return access.May(actor, access.ChoiceAnswer, scope, day) == nil
}

// speaksWithEach reports it of who asks.
func speaksWithEach(r *desk.Reader) bool { return SpeaksWithEach(r.By(), r.Scope(), r.Today()) }

// ToldState is the state of a step as it is told to those who speak with each adult, or to others.
func ToldState(s *programme.StepStanding, speaks bool) string { return toldState(StateOf(s), speaks) }

func toldState(state string, speaks bool) string {
	if state == "disagree" && !speaks {
		return "ready"
	}
	return state
}

// unsettled reports whether a choice has no answer that all share. Until then nothing may be told that follows from the answer of one:
// neither its place nor what is wrong with that place.
func unsettled(s *programme.StepStanding) bool {
	return s.Step.Verb.Name == "choose" && (s.Value == "" || s.Disagree)
}

// File is a household's file: who they are, where they are on their ways, and what happened.
type File struct {
	People people.File
	Ways   []Way
	Story  []Event    // the latest first
	Visits []VisitRow // follow-up visits, the latest first; only where the forms were handed in
}

// Way is one pathway that a household walks.
type Way struct {
	ID          id.ID     `class:"open"`
	Programme   string    `class:"open"`
	Pathway     string    `class:"open"`
	Currency    string    `class:"open"`
	Opened      clock.Day `class:"open"`
	Left        bool      `class:"open"`     // somebody of the household has departed
	Destination id.ID     `class:"personal"` // where they go: agreed by all who answer, or promised; else zero
	Twice       bool      `class:"open"`     // the household stands on another journey beside it, and may on one alone
	Aside       bool      `class:"open"`     // set aside for another journey
	Contradicts []string  `class:"open"`     // what two offices wrote that cannot both be: see Contradiction
	Unjudged    bool      `class:"open"`     // its programme is not on this device yet: it has no steps here
	Version     [32]byte  `class:"open"`     // of the programme: the hash of its file
	Steps       []StepRow
}

// StepRow is one step as a household's file shows it. It never says who has not answered, nor what anyone answered alone.
type StepRow struct {
	ID        string    `class:"open"`
	Verb      string    `class:"open"`
	Kind      string    `class:"open"`
	Form      string    `class:"open"`
	Role      string    `class:"open"` // decide: who decides, or writes down what Authority decided
	Authority string    `class:"open"` // decide: an authority outside; "" for the role's own decision
	State     string    `class:"open"` // see StateOf
	Reached   string    `class:"open"` // how far it got within its verb, as programme.State names it; "" where nothing happened
	Optional  bool      `class:"open"`
	Value     string    `class:"personal"` // the option that all chose, or how it ended
	Times     int       `class:"open"`     // how often it took place; answers, for choose
	Of        int       `class:"open"`     // choose: how many answer in their own right
	Since     clock.Day `class:"open"`
	Lapses    clock.Day `class:"open"` // first day on which it is no longer valid
	Due       clock.Day `class:"open"` // check: day of the next visit
	Before    []string  `class:"open"` // the steps that stand before it
	Failed    string    `class:"open"` // the condition that does not hold
	Missing   []string  `class:"open"` // what is not known or not made yet
	Amounts   []AmountRow
	Total     int64 `class:"open"` // of the amounts, in minor units
	Unit      int   `class:"open"` // number of the plot that is promised; 0 for none

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

// AmountRow is a named part of an amount, in minor units.
type AmountRow struct {
	Name  string `class:"open"`
	Minor int64  `class:"open"`
}

// Event is one thing that happened to a household.
type Event struct {
	Day    clock.Day   `class:"open"`     // on which it happened
	At     clock.Stamp `class:"open"`     // when it was written
	Kind   string      `class:"open"`     // of fact
	Step   string      `class:"open"`     // of a journey; "" beside one
	Verb   string      `class:"open"`     // of the step
	State  string      `class:"open"`     // as programme.State names it
	About  string      `class:"personal"` // name of the member it concerns; never of one who answered
	Place  id.ID       `class:"personal"` // never of an answer
	By     string      `class:"personal"` // name of who wrote it
	Minor  int64       `class:"open"`     // of a payment
	Answer string      `class:"sensitive"`
}

// FileOf opens a household's file and notes the look.
func FileOf(scope access.Scope, household id.ID) desk.Query[File] {
	return FileWith(scope, household, nil)
}

// FileWith opens a household's file with its follow-up visits and what was answered there, each answer by the class that its form gives it, and
// notes the look.
func FileWith(scope access.Scope, household id.ID, forms FormOf) desk.Query[File] {
	return desk.Query[File]{Act: access.PeopleLook, Scope: scope, Run: func(r *desk.Reader) (f File, err error) {
		if f.People, err = people.ReadFile(r, household); err != nil {
			return f, err
		}
		r.Looked(household)
		t := teller{reader: r, staff: map[id.ID]string{}, names: map[id.ID]string{}}
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
		ways, err := r.Find(BySubject, household[:], 100)
		if err != nil {
			return f, err
		}
		for _, of := range ways {
			way, c, err := readWay(r, of)
			if err != nil {
				return f, err
			}
			f.Ways = append(f.Ways, way)
			if err := t.tell(Story.Name(), of, c); err != nil {
				return f, err
			}
			if forms != nil && c != nil {
				if err := f.tellVisits(&t, c, forms); err != nil {
					return f, err
				}
			}
		}
		f.Story = t.ordered()
		return f, nil
	}}
}

// WayOf opens one journey with the household that walks it, and notes the look: what the form of a step needs.
func WayOf(scope access.Scope, journey id.ID) desk.Query[File] {
	return desk.Query[File]{Act: access.PeopleLook, Scope: scope, Run: func(r *desk.Reader) (f File, err error) {
		j, err := desk.Read(r, Story, journey)
		if err == nil && (!j.Exists || j.State.Kind != "household") {
			err = fault.New("journey.WayOf", fault.NotFound, "journey.no_such_journey", nil)
		}
		if err != nil {
			return f, err
		}
		if f.People, err = people.ReadFile(r, j.State.Subject); err != nil {
			return f, err
		}
		r.Looked(j.State.Subject)
		way, _, err := readWay(r, journey)
		f.Ways = []Way{way}
		return f, err
	}}
}

func readWay(r *desk.Reader, of id.ID) (Way, *Case, error) {
	c, err := Read(r, of)
	if err == nil {
		way := wayOf(c, speaksWithEach(r))
		if way.Contradicts, err = contradictsIn(r, c.Journey); err != nil {
			return way, c, err
		}
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
	return Way{ID: of, Programme: v.Programme, Pathway: j.State.Pathway, Opened: j.State.Opened, Unjudged: true}, nil, err
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
	w := Way{ID: c.ID, Programme: j.Version.Value().Programme, Pathway: j.Pathway, Currency: c.Pathway.Programme.Currency, Opened: j.Opened,
		Left: j.Left(), Aside: j.Aside, Version: j.Version.Value().Hash}
	told := len(j.Room()) > 0 || !slices.ContainsFunc(c.Standing.Steps, func(s programme.StepStanding) bool { return unsettled(&s) })
	for i := range c.Standing.Steps {
		row := c.stepRow(&c.Standing.Steps[i])
		if row.State == "disagree" && speaks {
			row.Waits = c.Journey.WaitsUntil(row.ID)
		}
		if row.State = toldState(row.State, speaks); !speaks && unsettled(&c.Standing.Steps[i]) {
			row.Times = 0 // as many answers as adults, and no choice: they differ
		}
		if !told {
			row.Failed, row.Missing = "", nil
			row.keepToItself()
		}
		w.Steps = append(w.Steps, row)
	}
	if told {
		w.Destination = j.Destination()
	}
	return w
}

func (c *Case) stepRow(s *programme.StepStanding) StepRow {
	row := StepRow{Waits: clock.NoDay, ID: s.Step.ID, Verb: s.Step.Verb.Name, Kind: s.Step.Kind, Form: s.Step.Form, Role: s.Step.Role,
		Authority: s.Step.Authority, State: StateOf(s), Optional: s.Step.Optional, Times: s.Times, Since: s.Since, Lapses: s.Lapses, Due: s.Due, Total: s.Amount()}
	if !s.Disagree {
		row.Value = s.Value
	}
	if last, ok := c.Journey.Last(s.Step.ID); ok {
		row.Reached = last.State.String()
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
	if row.Verb == "choose" {
		row.Of = len(c.Adults())
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

// InForceRow is a programme in force, as a list shows it.
type InForceRow struct {
	Programme string `class:"open"`
	Pathways  []PathwayRow
}

// PathwayRow is one pathway of a programme, and what it is for.
type PathwayRow struct {
	ID  string `class:"open"`
	For string `class:"open"`
}

// Programmes lists the programmes in force, by their ids.
func Programmes() desk.Query[[]InForceRow] {
	return desk.Query[[]InForceRow]{Act: access.ProgrammeRead, Scope: access.Commons, Run: func(r *desk.Reader) ([]InForceRow, error) {
		entries, err := r.ScanCommons(ProgrammesInForce, register.Range{Limit: 1000})
		if err != nil {
			return nil, err
		}
		var rows []InForceRow
		for _, e := range entries {
			f, err := desk.ReadCommons(r, ProgrammeStory, e.Story)
			if err != nil {
				return nil, err
			}
			p, err := ReadProgramme(r, f.State.Hash.Value())
			if err != nil {
				return nil, err
			}
			row := InForceRow{Programme: p.ID}
			for _, w := range p.Pathways {
				row.Pathways = append(row.Pathways, PathwayRow{w.ID, w.For})
			}
			rows = append(rows, row)
		}
		return rows, nil
	}}
}

// Caseload is how much of a kind a caseload holds: what a start page tells.
type Caseload struct {
	Households int64 `class:"open"`
	Persons    int64 `class:"open"` // members of a household; who is in two counts once
	Journeys   int64 `class:"open"`
	Disputed   int64 `class:"open"` // journeys of which two offices wrote what cannot both be
	InTwo      int64 `class:"open"` // persons in two households
	TwiceRoom  int64 `class:"open"` // units that two households were promised
}

// CaseloadOf counts what a caseload holds. It names nobody.
func CaseloadOf(scope access.Scope, act access.Act) desk.Query[Caseload] {
	return desk.Query[Caseload]{Act: act, Scope: scope, Run: func(r *desk.Reader) (c Caseload, err error) {
		for list, n := range map[register.List]*int64{people.AllHouseholds: &c.Households, people.MembersOf: &c.Persons,
			BySubject: &c.Journeys, Disputed: &c.Disputed, people.Contradictory: &c.InTwo} {
			if *n, err = r.Count(list, nil); err != nil {
				return c, err
			}
		}
		c.Persons -= c.InTwo // they stand among the members of both
		c.TwiceRoom, err = r.CountTwice(ByRoom)
		return c, err
	}}
}

// Authors are names of members of staff.
type Authors struct {
	Names map[id.ID]string `class:"personal"` // by user
}

// StaffNamed names members of staff to those who may open files: who wrote, who looked.
func StaffNamed(scope access.Scope, of []id.ID) desk.Query[Authors] {
	return desk.Query[Authors]{Act: access.PeopleLook, Scope: scope, Run: func(r *desk.Reader) (Authors, error) {
		t := teller{reader: r, staff: map[id.ID]string{}}
		for _, user := range of {
			if _, err := t.author(user); err != nil {
				return Authors{}, err
			}
		}
		return Authors{t.staff}, nil
	}}
}
