// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// SheetRow is a signed sheet, as lists of sheets show it. It names nobody.
//
// ID is the sheet, List what was paid on it, Day when and Place where it was signed. Status is where it stands; SeeBy is the last
// day on which a second person sees it in time.
type SheetRow struct {
	ID     id.ID       `class:"open"`
	List   id.ID       `class:"open"`
	Day    clock.Day   `class:"open"`
	Place  id.ID       `class:"open"`
	By     id.ID       `class:"open"` // who paid, and keeps it
	Mine   bool        `class:"open"` // of whoever asks: they paid, or witnessed as a member of a committee
	Status SheetStatus `class:"open"`
	SeeBy  clock.Day   `class:"open"`
	Count  int         `class:"open"` // of lines
	Later  int         `class:"open"` // of those: written down after the table was stopped
	Paper  bool        `class:"open"` // a member of a committee witnessed, and not a colleague
}

func sheetRow(of id.ID, s *SignedSheet, asks id.ID) SheetRow {
	row := SheetRow{ID: of, List: s.List, Day: s.Day, Place: s.Place, By: s.By, Mine: s.own(asks), Status: s.Status(), SeeBy: s.SeeBy, Count: len(s.Lines),
		Paper: s.Witness.OnPaper()}
	for _, l := range s.Lines {
		if l.Minute > 0 {
			row.Later++
		}
	}
	return row
}

// mostSheets bounds how many sheets are looked at.
const mostSheets = 500

// OpenSheets returns the signed sheets at which somebody still has to look, those of which something differs first, then by the last day for it.
func OpenSheets(doing access.Act, scope access.Scope) desk.Query[[]SheetRow] {
	return desk.Query[[]SheetRow]{Act: doing, Scope: scope, Run: openSheets}
}

func openSheets(r *desk.Reader) (rows []SheetRow, err error) {
	for _, list := range []register.List{SheetsDiffer, SheetsUnseen} {
		entries, err := r.Scan(list, register.Range{Limit: mostSheets})
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			s, err := desk.Read(r, SheetStory, e.Story)
			if err != nil {
				return nil, err
			}
			rows = append(rows, sheetRow(e.Story, s.State, r.By().User))
		}
	}
	return rows, nil
}

// SheetsOn returns the signed sheets of a payment list, the latest day first.
func SheetsOn(doing access.Act, scope access.Scope, list id.ID) desk.Query[[]SheetRow] {
	return desk.Query[[]SheetRow]{Act: doing, Scope: scope, Run: func(r *desk.Reader) ([]SheetRow, error) { return sheetsOn(r, list) }}
}

func sheetsOn(r *desk.Reader, list id.ID) (rows []SheetRow, err error) {
	found, err := r.Find(SheetsOf, list[:], mostSheets)
	for _, of := range found {
		s, err := desk.Read(r, SheetStory, of)
		if err != nil {
			return nil, err
		}
		rows = append(rows, sheetRow(of, s.State, r.By().User))
	}
	slices.SortStableFunc(rows, func(a, b SheetRow) int { return int(b.Day - a.Day) })
	return rows, err
}

// WitnessRow is somebody with a role in a committee, who may stand beside the one who pays. Committee is the subject's id, Member
// theirs; Role is an id of the programme's words, Name how they are called.
type WitnessRow struct {
	Committee id.ID  `class:"open"`
	Called    string `class:"open"` // the committee
	Member    id.ID  `class:"open"`
	Role      string `class:"open"`
	Name      string `class:"personal"`
}

// mostCommittees bounds how many committees are read for a witness.
const mostCommittees = 100

// Witnesses returns who has a role in a committee of the caseload today. It names them, and is a look at each committee.
func Witnesses(scope access.Scope) desk.Query[[]WitnessRow] {
	return desk.Query[[]WitnessRow]{Act: access.PaymentDeliver, Scope: scope, Run: func(r *desk.Reader) (rows []WitnessRow, err error) {
		entries, err := subjects.List(r, committee, nil, mostCommittees)
		for _, e := range entries {
			c, err := desk.Read(r, subjects.Story, e.Story)
			if err != nil {
				return nil, err
			}
			for _, m := range c.State.Of() {
				if m.Role != "" {
					r.Looked(e.Story)
					rows = append(rows, WitnessRow{e.Story, c.State.Name.Value(), m.Person, m.Role, m.Names.String()})
				}
			}
		}
		return rows, err
	}}
}

// SheetFile is a signed sheet with all that stands on it.
//
// Row is the sheet as lists show it, Kept where the paper lies. Witness is the name of somebody who is no colleague, Committee what
// theirs is called, Organisation and Function are what they are there: each is "" where there is none, or once it was forgotten.
// EyesBy is whose Eyes were on it last and EyesOn when; Resolver is who settles what differs, and Words say what does. Lines stand
// in the order in which they were signed.
type SheetFile struct {
	Row          SheetRow    `class:"open"`
	Kept         string      `class:"personal"`
	Colleague    id.ID       `class:"open"` // who of the office stood at the table; zero for nobody
	Witness      string      `class:"personal"`
	Committee    string      `class:"open"`
	Organisation string      `class:"personal"`
	Function     string      `class:"personal"`
	Eyes         Sight       `class:"open"` // "" where nobody has seen it
	EyesBy       id.ID       `class:"open"`
	EyesOn       clock.Day   `class:"open"`
	Resolver     id.ID       `class:"open"`
	Words        string      `class:"personal"`
	Lines        []SheetLine `class:"open"`
}

// SheetLine is one payment that was signed for.
//
// Journey and Step say which payment, Currency is ISO 4217. Why is why it was written down only later, "" where it was not. Card is
// the number on the household's card; Given and Family are the names of who collected.
type SheetLine struct {
	Journey  id.ID  `class:"open"`
	Step     string `class:"open"`
	Total    int64  `class:"open"` // minor units
	Currency string `class:"open"`
	State    string `class:"open"` // what became of it since
	Minute   int    `class:"open"` // when it was handed out, in minutes since midnight, where it was written down after a stop
	Why      string `class:"personal"`
	Card     string `class:"personal"`
	Given    string `class:"personal"`
	Family   string `class:"personal"`
}

// SheetOf reads a signed sheet, to be held beside the paper. It names who collected, and each is a look.
func SheetOf(doing access.Act, scope access.Scope, sheet id.ID) desk.Query[SheetFile] {
	return desk.Query[SheetFile]{Act: doing, Scope: scope, Run: func(r *desk.Reader) (file SheetFile, err error) {
		found, err := desk.Read(r, SheetStory, sheet)
		if err == nil && !found.Exists {
			err = fault.New("payment.Sheet", fault.NotFound, "desk.no_such_story", fault.Args{"kind": SheetStory.Name()})
		}
		if err != nil {
			return file, err
		}
		s, e := found.State, found.State.says()
		file = SheetFile{Row: sheetRow(sheet, s, r.By().User), Kept: s.Kept, Colleague: s.Witness.Colleague, Witness: s.Witness.Name, Organisation: s.Witness.Organisation,
			Function: s.Witness.Function, Eyes: e.Says, EyesBy: e.By, EyesOn: e.Day, Resolver: e.Resolver, Words: e.Words}
		if err := file.committee(r, s); err != nil {
			return file, err
		}
		if s.Witness.OnPaper() {
			r.Looked(s.Witness.Member)
		}
		for _, l := range s.Lines {
			line, err := sheetLine(r, sheet, l)
			if err != nil {
				return file, err
			}
			file.Lines = append(file.Lines, line)
		}
		return file, nil
	}}
}

// committee adds whom the committee says its member is.
func (file *SheetFile) committee(r *desk.Reader, s *SignedSheet) error {
	if s.Witness.Committee.IsZero() {
		return nil
	}
	c, err := desk.Read(r, subjects.Story, s.Witness.Committee)
	if err != nil {
		return err
	}
	file.Committee = c.State.Name.Value()
	for _, m := range c.State.Members {
		if m.Person == s.Witness.Member {
			file.Witness = m.Names.String()
		}
	}
	return nil
}

// sheetLine reads a payment as it stands, who received it, and why it was written down late.
func sheetLine(r *desk.Reader, sheet id.ID, l SignedLine) (SheetLine, error) {
	j, err := source{r}.journey(l.Journey)
	if err != nil {
		return SheetLine{}, err
	}
	r.Looked(j.Subject)
	now := LineOf(j, l.Step)
	row := SheetLine{Journey: l.Journey, Step: l.Step, Total: now.Total, Currency: now.Currency, State: now.State.String(), Minute: l.Minute}
	p, err := desk.Read(r, people.PersonStory, now.To)
	if err != nil {
		return row, err
	}
	names := p.State.Names.Value()
	row.Given, row.Family = names.Given, names.Family
	h, err := desk.Read(r, people.HouseholdStory, j.Subject)
	if row.Card = h.State.Card; err != nil || l.Minute == 0 {
		return row, err
	}
	facts, err := r.Facts(journey.Story.Name(), l.Journey)
	i := slices.IndexFunc(facts, func(f *journal.Fact) bool {
		said, is, err := signed.ResidueOf(f)
		return is && err == nil && said.Sheet == sheet && said.Step == l.Step
	})
	if i < 0 || err != nil {
		return row, err
	}
	why, err := signed.PersonOf(facts[i])
	if why != nil {
		row.Why = why.Text
	}
	return row, err
}
