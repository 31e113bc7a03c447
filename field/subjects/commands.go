// SPDX-License-Identifier: Apache-2.0

package subjects

import (
	"safar/desk"
	"safar/field/people"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Add registers a subject. The receipt's id is the subject. What it is called must name no person: it is open to all who work there.
// Kind is one of programme.Kinds or what a programme lists under subjects. Day is since when it is there, NoDay for today.
type Add struct {
	Kind string
	Code string      // its number in the books of the office; "" for none. A second subject of the kind with the same is a fault of kind Conflict
	Is   Description // its name, place and attributes; see Description
	Day  clock.Day
}

// Act is the act of adding a subject of its kind.
func (c Add) Act() access.Act { return ActsOf(c.Kind).Add }

// Decide checks the subject and records it.
func (c Add) Decide(tx *desk.Tx) error {
	subject, err := tx.NewID()
	if err != nil {
		return err
	}
	return c.As(tx, subject)
}

// As checks the subject and records it under an id that the command made. It is for commands that do more than add one; a door does not say it.
func (c Add) As(tx *desk.Tx, subject id.ID) error {
	const op = "subjects.Add"
	if err := c.check(); err != nil {
		return err
	}
	if err := where(tx, c.Is); err != nil {
		return err
	}
	if err := coded(op, tx, c.Kind, c.Code); err != nil {
		return err
	}
	return tx.Record(subjectAdded.Draft(subject, c.Day, added{Kind: c.Kind, Code: c.Code, Is: c.Is}))
}

// Describe says anew what a subject is. Only what is given changes: a Name that is not "", a Place or Under that is not zero, the Attributes
// that are listed (an empty value takes back what was said). Subject must be of Kind (fault NotFound otherwise); Day is since when
// it is so, NoDay for today.
type Describe struct {
	Subject id.ID
	Kind    string
	Is      Description // what changes
	Day     clock.Day
}

// Act is the act of adding a subject of its kind.
func (c Describe) Act() access.Act { return ActsOf(c.Kind).Add }

// Decide records what changed; nothing where nothing did.
func (c Describe) Decide(tx *desk.Tx) error {
	s, err := Must(tx, c.Subject, c.Kind)
	if err != nil {
		return err
	}
	if err := bounded("subjects.Describe", c.Is); err != nil {
		return err
	}
	if err := where(tx, c.Is); err != nil {
		return err
	}
	d, changes := c.draft(s)
	if !changes {
		return nil
	}
	return tx.Record(d)
}

// Join says that somebody is of a subject. The receipt's id is the person, where Person is zero: somebody whom no other file here knows.
//
// Subject must be of Kind. Role is an id of the programme's words (chair, treasurer), "" for none; Sex and Disability are 0 where
// nobody asked; Phone is in the form of E.164 or as it was given. Day is when they came, NoDay for today.
type Join struct {
	Subject    id.ID
	Kind       string
	Person     id.ID // of the register; zero for somebody new
	Role       string
	Sex        people.Sex
	BornYear   int // 0: not known
	Disability people.Answer
	Names      people.Names // may be empty
	Phone      string
	Day        clock.Day
}

// Act is the act of saying who is of a subject of its kind.
func (c Join) Act() access.Act { return ActsOf(c.Kind).Members }

// Decide records the member.
func (c Join) Decide(tx *desk.Tx) error {
	s, err := Must(tx, c.Subject, c.Kind)
	if err != nil {
		return err
	}
	if err := c.check(tx, s); err != nil {
		return err
	}
	person := c.Person
	if person.IsZero() {
		if person, err = tx.NewID(); err != nil {
			return err
		}
	}
	return tx.Record(memberJoined.DraftFor(c.Subject, person, c.Day,
		joined{Person: person, Role: c.Role, Sex: c.Sex, BornYear: int16(c.BornYear), Disability: c.Disability},
		joinedWords{Names: c.Names, Phone: c.Phone}))
}

// Leaves says that somebody is of a subject no more. What they did there stays. Subject must be of Kind, and Person of it now
// (fault Conflict otherwise); Day is when they left, NoDay for today, and not before they came.
type Leaves struct {
	Subject id.ID
	Kind    string
	Person  id.ID
	Day     clock.Day
}

// Act is the act of saying who is of a subject of its kind.
func (c Leaves) Act() access.Act { return ActsOf(c.Kind).Members }

// Decide records that they left.
func (c Leaves) Decide(tx *desk.Tx) error {
	const op = "subjects.Leaves"
	s, err := Must(tx, c.Subject, c.Kind)
	if err != nil {
		return err
	}
	for _, m := range s.Of() {
		switch {
		case m.Person != c.Person:
		case c.Day.Or(tx.Today()) < m.Since:
			return fault.New(op, fault.Invalid, "subjects.left_before", fault.Args{"day": m.Since.String()})
		default:
			return tx.Record(memberLeft.Draft(c.Subject, c.Day, left{Person: c.Person}))
		}
	}
	return fault.New(op, fault.Conflict, "subjects.not_of_it", nil)
}

// where refuses a place or a subject above that is not known.
func where(tx *desk.Tx, is Description) error {
	if !is.Place.IsZero() {
		if _, err := desk.MustCommons(tx, places.Story, is.Place); err != nil {
			return err
		}
	}
	if is.Under.IsZero() {
		return nil
	}
	above, err := desk.Get(tx, Story, is.Under)
	if err == nil && !above.Exists {
		_, err = desk.Must(tx, people.HouseholdStory, is.Under)
	}
	return err
}
