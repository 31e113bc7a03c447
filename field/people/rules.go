// SPDX-License-Identifier: Apache-2.0

package people

import (
	"slices"
	"unicode/utf8"

	"safar/desk"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// MaxMembers bounds a household; a larger one is a mistake of the file it came from.
const MaxMembers = 60

// maxAge is the age from which a date of birth is taken for a slip of the pen. It leaves room for those whom nobody knows the age of and
// somebody put down as 120 in a survey of some years ago.
const maxAge = 150

// Member is a person as they are registered. Names may be empty, Born and Sex not known; Relation is to the head, "" where nobody
// says, at most 40 bytes. Phone is in the form of E.164 or as it was given, at most 20 bytes. Flags are what a person should look
// at.
type Member struct {
	Names       Names
	Born        Born
	Sex         Sex
	Disability  Answer      // as somebody says it; what Functioning says goes before it
	Functioning Functioning // their own answers to the Washington Group Short Set; zero where they were not asked
	Relation    Relation
	Phone       string
	Separated   bool // a child who lives among adults that are neither their parents nor usual carers
	Flags       []Flag
}

// disability is what the six answers say; without them, what somebody said.
func (m Member) disability() Answer {
	if said := m.Functioning.Disability(); said != NotKnown {
		return said
	}
	return m.Disability
}

// empty reports whether nothing at all is known of somebody but that they are there.
func (m Member) empty() bool {
	return m.Names.cleaned() == Names{} && m.Born.Precision == BirthUnknown && m.Sex == SexUnknown && m.disability() == NotKnown && m.Phone == ""
}

// checkMember refuses what cannot be written down.
func checkMember(op string, m Member, today clock.Day) error {
	if names := m.Names.cleaned(); utf8.RuneCountInString(names.Given) > MaxName || utf8.RuneCountInString(names.Family) > MaxName {
		return fault.New(op, fault.Invalid, "people.name_too_long", fault.Args{"max": MaxName}).WithHint("people.name_too_long_hint")
	}
	if m.Born.Precision != BirthUnknown && m.Born.Day > today {
		return fault.New(op, fault.Invalid, "people.born_in_the_future", nil)
	}
	if m.Born.Precision != BirthUnknown && m.Born.Day.YearsUntil(today) > maxAge {
		return fault.New(op, fault.Invalid, "people.too_old", fault.Args{"years": m.Born.Day.YearsUntil(today)})
	}
	if answers := m.Functioning.Answers(); slices.Max(answers[:]) > CannotAtAll {
		return fault.New(op, fault.Invalid, "people.no_such_difficulty", nil)
	}
	if len(m.Phone) > 20 || len(m.Relation) > 40 {
		return fault.New(op, fault.Invalid, "people.too_long", nil)
	}
	return nil
}

// flagsOf returns what a person should look at in a new household.
func flagsOf(members []Member, today clock.Day) []Flag {
	var flags []Flag
	heads, adults, unknown := 0, 0, 0
	for _, m := range members {
		age := -1
		if m.Born.Precision != BirthUnknown {
			age = m.Born.Day.YearsUntil(today)
		}
		switch {
		case age < 0:
			unknown++
		case age >= AdultAge:
			adults++
		case m.Relation == Head:
			flags = append(flags, FlagChildHead)
		}
		if m.Relation == Head {
			heads++
		}
	}
	switch {
	case heads == 0:
		flags = append(flags, FlagNoHead)
	case heads > 1:
		flags = append(flags, FlagSeveralHeads)
	}
	if adults == 0 && unknown == 0 {
		flags = append(flags, FlagAloneChildren)
	}
	return flags
}

// Someone is a member of a household with their id. ID is theirs, Person what is true of them.
type Someone struct {
	ID     id.ID
	Person *Person
}

// Members returns the living members of a household, in order of id.
func Members(s desk.Source, household id.ID) ([]Someone, error) {
	ids, err := desk.Listed(s, MembersOf, household[:], 10*MaxMembers)
	if err != nil {
		return nil, err
	}
	members := make([]Someone, 0, len(ids))
	for _, of := range ids {
		p, err := desk.See(s, PersonStory, of)
		if err != nil {
			return nil, err
		}
		if p.State.Belongs(household) {
			members = append(members, Someone{of, p.State})
		}
	}
	return members, nil
}
