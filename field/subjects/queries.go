// SPDX-License-Identifier: Apache-2.0

package subjects

import (
	"safar/desk"
	"safar/field/people"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

// Row is one subject, as a list shows it.
//
// ID is the subject, Kind its kind, Code its number in the books of the office ("" for none) and Name what it is called. Attributes
// are those that are known and not contested, in order of name.
type Row struct {
	ID         id.ID     `class:"open"`
	Kind       string    `class:"open"`
	Code       string    `class:"open"`
	Name       string    `class:"open"`
	Place      id.ID     `class:"open"` // of the commons; zero for none
	Under      id.ID     `class:"open"` // the subject or household that it belongs to; zero for none
	Since      clock.Day `class:"open"` // the day it was added
	Members    int       `class:"open"` // who is of it now
	Women      int       `class:"open"` // women and girls among them
	Contested  bool      `class:"open"` // two people said different things of it without seeing each other
	Attributes []Attribute
}

// MemberRow is somebody who is, or was, of a subject. Person, Role, Sex, Disability, Phone and Since are those of the Member.
type MemberRow struct {
	Person     id.ID         `class:"personal"`
	Role       string        `class:"open"`
	Sex        people.Sex    `class:"personal"`
	BornYear   int           `class:"personal"` // 0: not known
	Disability people.Answer `class:"sensitive"`
	Name       string        `class:"personal"` // "" where it is not known, or forgotten
	Phone      string        `class:"personal"`
	Since      clock.Day     `class:"open"`
	Left       clock.Day     `class:"open"` // 0 while they are of it
}

// RowOf makes a row of a subject.
func RowOf(of id.ID, s *Subject) Row {
	row := Row{ID: of, Kind: s.Kind, Code: s.Code, Name: s.Name.Value(), Place: s.Place.Value(), Under: s.Under.Value(), Since: s.Since,
		Contested: s.Name.Contested() || s.Place.Contested() || s.Under.Contested()}
	for _, m := range s.Of() {
		row.Members++
		if m.Sex == people.Female {
			row.Women++
		}
	}
	for i := range s.Attributes {
		if v := s.Attribute(s.Attributes[i].Name); v != "" {
			row.Attributes = append(row.Attributes, Attribute{Name: s.Attributes[i].Name, Value: v})
		}
		row.Contested = row.Contested || contested(s.Attributes[i].Value)
	}
	return row
}

// MemberRows makes rows of all who are, or were, of a subject.
func MemberRows(s *Subject) []MemberRow {
	var rows []MemberRow
	for _, m := range s.Members {
		rows = append(rows, MemberRow{Person: m.Person, Role: m.Role, Sex: m.Sex, BornYear: int(m.BornYear), Disability: m.Disability,
			Name: m.Names.String(), Phone: m.Phone, Since: m.Since, Left: m.Left})
	}
	return rows
}

// See returns a subject of a kind for a query; fault NotFound for one that is not known, or is of another kind.
func See(r *desk.Reader, subject id.ID, kind string) (*Subject, error) {
	s, err := desk.Read(r, Story, subject)
	if err == nil && (!s.Exists || s.State.Kind != kind) {
		err = fault.New("subjects.See", fault.NotFound, "subjects.not_known", nil)
	}
	return s.State, err
}

// List reads one page of the ids of a kind, by the day they were added, the latest first: one more than limit where there are more. after is
// the last entry of the page before; nil to begin.
func List(r *desk.Reader, kind string, after *register.Entry, limit int) ([]register.Entry, error) {
	return r.Scan(ByKind, register.Range{Prefix: KindKey(kind), Back: true, After: after, Limit: limit + 1})
}
