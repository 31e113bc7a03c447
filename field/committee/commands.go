// SPDX-License-Identifier: Apache-2.0

package committee

import (
	"slices"
	"strings"
	"unicode/utf8"

	"safar/desk"
	"safar/field/gathering"
	"safar/field/programme"
	"safar/field/staff"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

const (
	maxWords  = 500    // letters of an agenda, a decision or a reason
	maxOthers = 10_000 // who came to one meeting and is no member
)

// Meet writes down that a committee met. The receipt's id is the meeting. Who of its members came is counted by sex, age and disability, and not kept by name; who is of it now may have
// come. Committee is the subject; Day is NoDay for today, never a day to come.
type Meet struct {
	Committee id.ID
	Day       clock.Day
	Agenda    string  // on what they met; it names no person
	Came      []id.ID // members who came
	Others    int     // who came and is no member
}

// Act is the act of recording what a committee does.
func (Meet) Act() access.Act { return subjects.ActsOf(Kind).Step }

// Decide counts who came and records the meeting. Faults: NotFound subjects.not_known; Invalid committee.agenda_missing, committee.too_many_words, committee.nobody_came, committee.not_a_member,
// committee.too_many.
func (c Meet) Decide(tx *desk.Tx) error {
	const op = "committee.Meet"
	s, err := subjects.Must(tx, c.Committee, Kind)
	if err != nil {
		return err
	}
	c.Agenda = strings.TrimSpace(c.Agenda)
	if err := worded(op, c.Agenda, "committee.agenda_missing"); err != nil {
		return err
	}
	switch {
	case c.Others < 0 || c.Others > maxOthers:
		return fault.New(op, fault.Invalid, "committee.too_many", fault.Args{"max": maxOthers})
	case len(c.Came) == 0 && c.Others == 0:
		return fault.New(op, fault.Invalid, "committee.nobody_came", nil)
	}
	came, err := counted(s, c.Came, c.Day.Or(tx.Today()))
	if err != nil {
		return err
	}
	meeting, err := tx.NewID()
	if err != nil {
		return err
	}
	return tx.Record(met.Draft(meeting, c.Day, metResidue{c.Committee, s.Place.Value(), came, c.Others, c.Agenda}))
}

// counted counts members by sex, age and disability, each once.
func counted(s *subjects.Subject, who []id.ID, on clock.Day) (counts []gathering.Count, err error) {
	who = slices.Compact(slices.SortedFunc(slices.Values(who), id.ID.Compare))
	members := s.Of()
	for _, of := range who {
		i := slices.IndexFunc(members, func(m subjects.Member) bool { return m.Person == of })
		if i < 0 {
			return nil, fault.New("committee.Meet", fault.Invalid, "committee.not_a_member", nil)
		}
		one := gathering.Count{Sex: members[i].Sex, Ages: agesOf(&members[i], on), Disability: members[i].Disability}
		at := slices.IndexFunc(counts, func(c gathering.Count) bool { c.Persons = 0; return c == one })
		if at < 0 {
			at, counts = len(counts), append(counts, one)
		}
		counts[at].Persons++
	}
	return counts, nil
}

// agesOf is the age band of a member; "" where nobody knows it.
func agesOf(m *subjects.Member, on clock.Day) string {
	age := m.Someone().Person.AgeOn(on)
	if age < 0 {
		return ""
	}
	return programme.AgeBand(int8(min(age, 120)))
}

// Resolve writes down what a committee decided at a meeting. The receipt's id is the decision.
type Resolve struct {
	Meeting id.ID     // at which it was decided
	What    string    // what was decided; it names no person
	Owner   id.ID     // the user of the office who sees to it; zero where the committee does
	Until   clock.Day // by when; not before the meeting
}

// Act is the act of recording what a committee does.
func (Resolve) Act() access.Act { return subjects.ActsOf(Kind).Step }

// Decide records it. Faults: Invalid committee.what_missing, committee.too_many_words, committee.no_such_owner, committee.day_past.
func (c Resolve) Decide(tx *desk.Tx) error {
	const op = "committee.Resolve"
	m, err := desk.Must(tx, MeetingStory, c.Meeting)
	if err != nil {
		return err
	}
	c.What = strings.TrimSpace(c.What)
	if err := worded(op, c.What, "committee.what_missing"); err != nil {
		return err
	}
	if err := charged(tx, op, Charge{c.Owner, c.Until}, m.Day); err != nil {
		return err
	}
	decision, err := tx.NewID()
	if err != nil {
		return err
	}
	residue := resolvedResidue{m.Committee, m.Place, c.Meeting, Charge{c.Owner, c.Until}, c.What}
	return tx.Record(resolved.Draft(decision, m.Day, residue))
}

// Settle says what became of a decision that is open. Whatever became of it stays beside what is said later.
type Settle struct {
	Decision id.ID     // which
	Outcome  Outcome   // one of Outcomes
	Reason   string    // why it was not done, or is taken up again; it names no person. "" for one that was done and needs no word
	Owner    id.ID     // where it is taken up again: whose it is then; zero for the committee's own
	Until    clock.Day // where it is taken up again: by when
	Day      clock.Day // when it became so; NoDay for today
}

// Act is the act of recording what a committee does.
func (Settle) Act() access.Act { return subjects.ActsOf(Kind).Step }

// Decide records it. Faults: Conflict committee.settled_already; Invalid committee.no_such_outcome, committee.reason_missing, committee.too_many_words, committee.no_such_owner,
// committee.day_past.
func (c Settle) Decide(tx *desk.Tx) error {
	const op = "committee.Settle"
	d, err := desk.Must(tx, DecisionStory, c.Decision)
	if err != nil {
		return err
	}
	c.Reason = strings.TrimSpace(c.Reason)
	switch {
	case !d.Open():
		return fault.New(op, fault.Conflict, "committee.settled_already", nil)
	case !slices.Contains(Outcomes(), c.Outcome):
		return fault.New(op, fault.Invalid, "committee.no_such_outcome", nil)
	case c.Outcome != Done || c.Reason != "":
		if err := worded(op, c.Reason, "committee.reason_missing"); err != nil {
			return err
		}
	}
	residue := becameResidue{Outcome: c.Outcome, Reason: c.Reason}
	if c.Outcome == Again {
		residue.Is = Charge{c.Owner, c.Until}
		if err := charged(tx, op, residue.Is, tx.Today()); err != nil {
			return err
		}
	}
	draft := became.Draft(c.Decision, c.Day, residue)
	return tx.Record(draft.Replacing(fieldCharge, d.Is.Seen()))
}

// charged refuses an owner who does not work here, and a day that is none or before the one from which it counts.
func charged(tx *desk.Tx, op string, is Charge, from clock.Day) error {
	if !is.Until.Known() || is.Until < from {
		return fault.New(op, fault.Invalid, "committee.day_past", nil)
	}
	if is.Owner.IsZero() {
		return nil
	}
	u, err := desk.SeeCommons(tx, staff.UserStory, is.Owner)
	if err == nil && (!u.Exists || access.May(u.State.Actor(is.Owner), access.SubjectsRead, tx.Scope(), tx.Today()) != nil) {
		err = fault.New(op, fault.Invalid, "committee.no_such_owner", nil)
	}
	return err
}

// worded refuses words that are missing or too many.
func worded(op, text, missing string) error {
	switch {
	case text == "":
		return fault.New(op, fault.Invalid, missing, nil)
	case utf8.RuneCountInString(text) > maxWords:
		return fault.New(op, fault.Invalid, "committee.too_many_words", fault.Args{"letters": maxWords})
	}
	return nil
}
