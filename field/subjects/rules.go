// SPDX-License-Identifier: Apache-2.0

package subjects

import (
	"regexp"
	"slices"
	"unicode/utf8"

	"safar/desk"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// Acts are what is done about subjects of a kind.
type Acts struct {
	Read    access.Act // see them, and where they stand
	Add     access.Act // register one, describe it, begin its pathway
	Members access.Act // say who is of one
	Step    access.Act // record the steps of its way
}

// ActsOf returns the acts for a kind. Complaints are heard and answered by those who hear and answer them; whoever plans a latrine reads none.
func ActsOf(kind string) Acts {
	if kind == "complaint" {
		return Acts{Read: access.VoiceAnswer, Add: access.VoiceHear, Members: access.VoiceAnswer, Step: access.VoiceAnswer}
	}
	return Acts{Read: access.SubjectsRead, Add: access.SubjectsAdd, Members: access.SubjectsMembers, Step: access.SubjectsStep}
}

// The bounds of what is said of a subject.
const (
	MaxName       = 200 // letters
	MaxCode       = 40
	MaxAttributes = 40
	MaxMembers    = 500 // of one subject at a time
)

// Must returns a subject of a kind; fault NotFound for one that is not known, or is of another kind.
func Must(tx *desk.Tx, subject id.ID, kind string) (*Subject, error) {
	s, err := desk.Must(tx, Story, subject)
	if err == nil && s.Kind != kind {
		err = fault.New("subjects.Must", fault.NotFound, "subjects.not_known", nil)
	}
	return s, err
}

var word = regexp.MustCompile(`^[a-z][a-z0-9_]{0,59}$`)

func (c Add) check() error {
	const op = "subjects.Add"
	switch {
	case !word.MatchString(c.Kind) || programme.NatureOf(c.Kind) != programme.Thing:
		return fault.New(op, fault.Invalid, "subjects.kind", fault.Args{"kind": c.Kind})
	case c.Is.Name == "" && c.Code == "":
		return fault.New(op, fault.Invalid, "subjects.nameless", nil)
	case utf8.RuneCountInString(c.Code) > MaxCode:
		return fault.New(op, fault.Invalid, "subjects.code", fault.Args{"max": MaxCode})
	}
	return bounded(op, c.Is)
}

// bounded refuses a description that is too long, or names an attribute twice.
func bounded(op string, is Description) error {
	if utf8.RuneCountInString(is.Name) > MaxName {
		return fault.New(op, fault.Invalid, "subjects.name", fault.Args{"max": MaxName})
	}
	if len(is.Attributes) > MaxAttributes {
		return fault.New(op, fault.Invalid, "subjects.attributes", fault.Args{"max": MaxAttributes})
	}
	for i, a := range is.Attributes {
		if !word.MatchString(a.Name) || utf8.RuneCountInString(a.Value) > MaxName || i > 0 && is.Attributes[i-1].Name >= a.Name {
			return fault.New(op, fault.Invalid, "subjects.attribute", fault.Args{"name": a.Name, "max": MaxName})
		}
	}
	return nil
}

// coded refuses a number that another subject of the kind bears.
func coded(op string, tx *desk.Tx, kind, code string) error {
	if code == "" {
		return nil
	}
	others, err := tx.Find(ByCode, CodeKey(kind, code))
	if err == nil && len(others) > 0 {
		err = fault.New(op, fault.Conflict, "subjects.code_taken", fault.Args{"code": code})
	}
	return err
}

// draft returns the fact that says what changes, and whether anything does.
func (c Describe) draft(s *Subject) (journal.Draft, bool) {
	r := described{Is: Description{Attributes: []Attribute{}}}
	replaced := map[string][]journal.Ref{}
	if c.Is.Name != "" && c.Is.Name != s.Name.Value() {
		r.Is.Name, replaced[fieldName] = c.Is.Name, s.Name.Seen()
	}
	if !c.Is.Place.IsZero() && c.Is.Place != s.Place.Value() {
		r.Is.Place, replaced[fieldPlace] = c.Is.Place, s.Place.Seen()
	}
	if !c.Is.Under.IsZero() && c.Is.Under != s.Under.Value() {
		r.Is.Under, replaced[fieldUnder] = c.Is.Under, s.Under.Seen()
	}
	for _, field := range []string{fieldName, fieldPlace, fieldUnder} {
		if _, changes := replaced[field]; changes {
			r.Fields = append(r.Fields, field)
		}
	}
	for _, a := range c.Is.Attributes {
		if i := slices.IndexFunc(s.Attributes, func(h HeldAttribute) bool { return h.Name == a.Name }); i >= 0 {
			if s.Attribute(a.Name) == a.Value && !s.Attributes[i].Value.Contested() {
				continue
			}
			replaced[fieldAttribute+a.Name] = s.Attributes[i].Value.Seen()
		} else if a.Value == "" {
			continue
		}
		r.Is.Attributes = append(r.Is.Attributes, a)
	}
	d := subjectDescribed.Draft(c.Subject, c.Day, r)
	for field, seen := range replaced {
		d = d.Replacing(field, seen)
	}
	return d, len(r.Fields)+len(r.Is.Attributes) > 0
}

// check refuses somebody who is of the subject already, or of whom nothing is known.
func (c Join) check(tx *desk.Tx, s *Subject) error {
	const op = "subjects.Join"
	of, year := s.Of(), 0
	if c.BornYear != 0 {
		y, _, _ := tx.Today().Date()
		year = y - c.BornYear
	}
	switch {
	case len(of) >= MaxMembers:
		return fault.New(op, fault.Invalid, "subjects.too_many", fault.Args{"max": MaxMembers})
	case c.Person.IsZero() && c.Names == people.Names{} && c.Sex == people.SexUnknown:
		return fault.New(op, fault.Invalid, "subjects.nobody", nil)
	case !c.Person.IsZero() && slices.ContainsFunc(of, func(m Member) bool { return m.Person == c.Person }):
		return fault.New(op, fault.Conflict, "subjects.of_it_already", nil)
	case c.Role != "" && !word.MatchString(c.Role), c.Sex > people.OtherSex, c.Disability > people.No:
		return fault.New(op, fault.Invalid, "subjects.member", nil)
	case year < 0 || year > 130:
		return fault.New(op, fault.Invalid, "subjects.born", nil)
	case utf8.RuneCountInString(c.Names.Given) > MaxName || utf8.RuneCountInString(c.Names.Family) > MaxName || len(c.Phone) > MaxCode:
		return fault.New(op, fault.Invalid, "subjects.name", fault.Args{"max": MaxName})
	}
	if c.Person.IsZero() {
		return nil
	}
	_, err := desk.Must(tx, people.PersonStory, c.Person)
	return err
}
