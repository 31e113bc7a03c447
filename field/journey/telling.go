// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"cmp"
	"slices"
	"strings"

	"safar/desk"
	"safar/field/people"
	"safar/field/programme"
	"safar/field/staff"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// choiceWaits is the kind of fact by which adults who answered differently ask for time.
const choiceWaits = "choice.waits"

// teller gathers what happened in several stories into one.
type teller struct {
	reader *desk.Reader
	events []Event
	names  map[id.ID]string // of members
	staff  map[id.ID]string
	others []FilledOf      // read what was written in facts of packages above this one
	kind   string          // of the story of which facts were read last
	of     id.ID           // that story
	last   []*journal.Fact // and its facts
}

// tell adds the facts of one story; c is its case where it is a journey's that can be judged.
func (t *teller) tell(kind string, story id.ID, c *Case) error {
	facts, err := t.facts(kind, story)
	if err != nil {
		return err
	}
	speaks := speaksWithEach(t.reader)
	for _, f := range facts {
		e := Event{Day: f.Day, At: f.At, Kind: f.Kind}
		if e.By, err = t.author(f.Author); err != nil {
			return err
		}
		if kind == people.PersonStory.Name() {
			e.About = t.names[story]
		}
		if c != nil {
			t.mark(&e, f, c)
		}
		in, err := filledOf(f, t.others)
		if err != nil {
			return err
		}
		e.Why, e.Plan = in.Why, in.Plan
		if !speaks && (e.Kind == choiceWaits || e.Verb == "choose" && c.undecided(e.Step)) {
			continue // as many answers as adults, and no choice: they differ
		}
		if e.ofHealth(c) {
			continue // whom, and when, is known in the medical compartment alone
		}
		t.events = append(t.events, e)
	}
	return nil
}

// clearanceStates are the states of the marks of clearances, also of those that somebody brought along into another household.
var clearanceStates = []string{programme.Requested.String(), programme.Fit.String(), programme.NotFit.String()}

// ofHealth reports whether an event is a medical clearance, or may be one, where the version that says so cannot be read or has no such step any more.
func (e *Event) ofHealth(c *Case) bool {
	if !strings.HasPrefix(e.Kind, "clearance.") && !slices.Contains(clearanceStates, e.State) {
		return false
	}
	return c == nil || c.Pathway.Step(e.Step) == nil || c.Pathway.Step(e.Step).Medical()
}

// facts returns the facts of a story, read once.
func (t *teller) facts(kind string, story id.ID) (facts []*journal.Fact, err error) {
	if kind == t.kind && story == t.of {
		return t.last, nil
	}
	facts, err = t.reader.Facts(kind, story)
	t.kind, t.of, t.last = kind, story, facts
	return facts, err
}

// Settled reports whether every choice on the way has an answer that all share.
func (c *Case) Settled() bool {
	return !slices.ContainsFunc(c.Standing.Steps, func(s programme.StepStanding) bool { return Unsettled(&s) })
}

// ToldDestination returns the place to which the journey leads as it is told to everybody who may open it: where room is promised, or where all chose to go;
// zero before that, for who knows the place then knows what one of them said.
func (c *Case) ToldDestination() id.ID {
	if len(c.Journey.Room()) > 0 || c.Settled() {
		return c.Journey.Destination()
	}
	return id.ID{}
}

// undecided reports whether a choice has no answer that all share.
func (c *Case) undecided(step string) bool {
	s := c.Standing.Step(step)
	return s != nil && Unsettled(s)
}

// tellErasure adds that somebody was forgotten, where they were.
func (t *teller) tellErasure(owner id.ID, forgotten bool) error {
	if !forgotten {
		return nil
	}
	return t.tell(register.ErasureStory.Name(), owner, nil)
}

// mark puts into an event what the fact made true on its journey.
func (t *teller) mark(e *Event, f *journal.Fact, c *Case) {
	i := slices.IndexFunc(c.Journey.Marks, func(m Mark) bool { return m.Ref == f.Ref() })
	if i < 0 {
		return
	}
	m := &c.Journey.Marks[i]
	e.Step, e.State = m.Step, m.State.String()
	if s := c.Pathway.Step(m.Step); s != nil {
		e.Verb = s.Verb.Name
	}
	if e.Verb != "give" && e.Verb != "clear" { // pieces and days are no money
		for _, a := range m.Amounts {
			e.Minor += a.Minor
		}
	}
	if m.State == programme.Willing {
		return // who was asked again in private is not told
	}
	if e.Verb == "choose" {
		e.Answer = m.Value
		return // who answered, and towards which place, is not told
	}
	if e.Verb == "decide" && m.State == programme.Approval && slices.Contains(c.Pathway.Step(m.Step).Options, m.Value) {
		e.Decided = m.Value
	}
	if e.Place = m.Place; m.Value != programme.OfAll {
		e.About = t.names[m.By]
	}
}

// author returns the name of who wrote a fact.
func (t *teller) author(of id.ID) (string, error) {
	if name, known := t.staff[of]; known {
		return name, nil
	}
	u, err := desk.ReadCommons(t.reader, staff.UserStory, of)
	if err != nil {
		return "", err
	}
	t.staff[of] = u.State.Name.Value()
	return t.staff[of], nil
}

// ordered returns the events, the latest first.
func (t *teller) ordered() []Event {
	slices.SortStableFunc(t.events, func(a, b Event) int { return cmp.Or(cmp.Compare(b.Day, a.Day), cmp.Compare(b.At, a.At)) })
	return t.events
}
