// SPDX-License-Identifier: Apache-2.0

package people

import (
	"cmp"
	"slices"
	"strings"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

// Row is one household as a list shows it. ID is the household, Card the number on its card ("" for none); Flags are what a person
// should look at.
type Row struct {
	ID    id.ID     `class:"open"`
	Card  string    `class:"personal"`
	Head  string    `class:"personal"` // name of the head; of the first member where nobody is said to be the head
	Size  int       `class:"open"`     // living members
	Site  id.ID     `class:"personal"` // where it lives now; zero where it lives on no site
	Since clock.Day `class:"open"`     // the day it was registered
	Flags []Flag    `class:"open"`
	// Forgotten says that whoever would give the row its name was forgotten: no name is missing here.
	Forgotten bool `class:"open"`
}

// ReadRow makes a row of a household and its members, for queries of this and higher floors.
func ReadRow(r *desk.Reader, household id.ID, members []Someone) (Row, error) {
	h, err := desk.Read(r, HouseholdStory, household)
	if err != nil {
		return Row{}, err
	}
	row := rowOf(household, h.State, members)
	if row.Head == "" { // a name that is there was not forgotten
		head := household
		if len(members) > 0 {
			head = members[0].ID
		}
		row.Forgotten, err = IsForgotten(r, head)
	}
	return row, err
}

func rowOf(of id.ID, h *Household, members []Someone) Row {
	row := Row{ID: of, Card: h.Card, Size: len(members), Site: h.Site.Value(), Since: h.Since, Flags: h.Flags}
	slices.SortStableFunc(members, ByStanding(of))
	if len(members) > 0 {
		row.Head = members[0].Person.Names.Value().String()
	}
	return row
}

// String returns the names as they are said, one after the other.
func (n Names) String() string { return strings.TrimSpace(n.Given + " " + n.Family) }

// HeadOf is the name of who heads a household, or comes first where nobody does; "" where nobody is in it.
func HeadOf(members []Someone, household id.ID) string {
	if len(members) == 0 {
		return ""
	}
	return slices.MinFunc(members, ByStanding(household)).Person.Names.Value().String()
}

// ByStanding orders members as a family says them: the head, the spouses, then everyone by age, the oldest first.
func ByStanding(household id.ID) func(a, b Someone) int {
	rank := func(s Someone) int {
		switch s.Person.RelationIn(household) {
		case Head:
			return 0
		case Spouse:
			return 1
		}
		return 2
	}
	born := func(s Someone) int32 {
		if b := s.Person.Born.Value(); b.Precision != BirthUnknown {
			return int32(b.Day)
		}
		return 1 << 30
	}
	return func(a, b Someone) int { return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(born(a), born(b))) }
}

// RelationIn returns how a person stands to the head of a household they belong to; "" where they do not.
func (p *Person) RelationIn(household id.ID) Relation {
	for _, m := range p.Household.Standing {
		if m.Value.Household == household {
			return m.Value.Relation
		}
	}
	return ""
}

// Listing says which page of the households is wanted.
type Listing struct {
	Site  id.ID           // zero: of every site
	After *register.Entry // the last of the page before (or, going Back, the first of the page after); nil to begin
	Back  bool            // the page before After
	Limit int             // the most ids on the page

	// Skip leaves households out; nil leaves out none. A page looks at no more than mostSkipped that it does not show: where it ends then, the
	// next one goes on.
	Skip func(household id.ID) (bool, error)
}

// mostSkipped bounds what one page of a list costs, however many there are whom it does not show.
const mostSkipped = 1_000

// Listed is one page of ids, with the entries that lead on. A page is found by key, so that what is added meanwhile moves nothing.
type Listed struct {
	IDs            []id.ID         // in the order of the list
	Previous, Next *register.Entry // nil where there is none
	Total          int64           // households in the whole list; -1 on pages further on, where they are not counted
}

// List reads one page of the households' ids: those of a site in order of id, all of them by the day they were registered, the latest
// first. Higher floors make rows of them.
func List(r *desk.Reader, want Listing) (Listed, error) {
	list, prefix, newest := AllHouseholds, []byte(nil), true
	if !want.Site.IsZero() {
		list, prefix, newest = BySite, want.Site[:], false
	}
	entries, end, err := want.scan(r, list, prefix, newest != want.Back)
	if err != nil {
		return Listed{}, err
	}
	page := turned(want, entries, end)
	if page.Total = -1; want.After == nil && want.Skip == nil { // counting takes longer the more there are: it is told once, where the list begins
		page.Total, err = r.Count(list, prefix)
	}
	return page, err
}

// Turned makes a page of the entries that a list gave for want: one more than fit, where there are more.
func Turned(want Listing, entries []register.Entry) Listed { return turned(want, entries, nil) }

// turned makes a page of entries, and says where the pages before and after it begin. end is not nil where the reading stopped before the page
// was full: it is the last entry that was looked at, and there may be more.
func turned(want Listing, entries []register.Entry, end *register.Entry) (page Listed) {
	more := end != nil
	if len(entries) > want.Limit {
		last := entries[want.Limit-1]
		entries, more, end = entries[:want.Limit], true, &last
	}
	if want.Back {
		slices.Reverse(entries)
	}
	page.IDs = make([]id.ID, len(entries))
	for i, e := range entries {
		page.IDs[i] = e.Story
	}
	page.turn(want, entries, end, more)
	return page
}

// turn says where the pages before and after begin.
func (l *Listed) turn(want Listing, entries []register.Entry, end *register.Entry, more bool) {
	n := len(entries)
	if want.Back {
		if more {
			l.Previous = end
		}
		if n > 0 {
			l.Next = &entries[n-1]
		}
		return
	}
	if more {
		l.Next = end
	}
	if want.After != nil && n > 0 {
		l.Previous = &entries[0]
	}
}

// scan reads one page of a list and one entry more, where there is one. end is not nil where it stopped before, because too many were left out:
// it is the last one that was looked at.
func (want Listing) scan(r *desk.Reader, list register.List, prefix []byte, back bool) (entries []register.Entry, end *register.Entry, err error) {
	after := want.After
	for looked := 0; len(entries) <= want.Limit; {
		some, err := r.Scan(list, register.Range{Prefix: prefix, After: after, Back: back, Limit: want.Limit + 1})
		if err != nil {
			return nil, nil, err
		}
		for i := range some {
			skip := false
			if want.Skip != nil {
				skip, err = want.Skip(some[i].Story)
			}
			if err != nil {
				return nil, nil, err
			}
			if !skip {
				entries = append(entries, some[i])
			}
		}
		if looked += len(some); len(some) <= want.Limit {
			return entries, nil, nil
		}
		after = &some[len(some)-1]
		if looked-len(entries) >= mostSkipped && len(entries) <= want.Limit {
			return entries, after, nil
		}
	}
	return entries, nil, nil
}

// MemberRow is one person of a household as its file shows them.
//
// ID is the person; Given and Family are their names, Born the day of birth (NoDay where nobody knows) and Adult whether they are
// one today. Sex, Disability, Functioning and Phone are as they stand, Relation is to the head of this household. Contact is empty
// where nobody stated it. InTwoHouses says that two offices put them into two households; Flags are what a person should look at.
// MemberSince is the day they were registered, and Apart says of whom they were taken for the double, in the order in which that
// was found out.
type MemberRow struct {
	ID             id.ID     `class:"open"`
	Given          string    `class:"personal"`
	Family         string    `class:"personal"`
	Born           clock.Day `class:"personal"`
	Exactly        Precision `class:"personal"` // how exactly Born is known
	Age            int       `class:"personal"` // completed years; -1 where nobody knows
	Adult          Answer    `class:"personal"`
	Sex            Sex       `class:"personal"`
	Relation       Relation  `class:"personal"`
	Disability     Answer    `class:"personal"`
	Separated      Answer    `class:"personal"` // whether somebody said that they are separated from parents and usual carers
	SeparatedNow   bool      `class:"personal"` // and they are, today: the child-protection authority decides for them
	Functioning    FunctioningRow
	Devices        []Device `class:"personal"` // without which they do not travel
	Needs          []Need   `class:"personal"` // what has to be done for them on the way
	With           id.ID    `class:"personal"` // the member who travels beside them; zero for nobody in particular
	Phone          string   `class:"personal"`
	ContactStated  bool     `class:"personal"` // somebody said how they may safely be reached: ask before calling
	Contact        ContactRow
	InTwoHouses    bool      `class:"open"`
	Flags          []Flag    `class:"open"`
	MemberSince    clock.Day `class:"open"`
	NamesContested bool      `class:"open"`     // two offices wrote different names
	Forgotten      bool      `class:"open"`     // who they were was forgotten, by their wish or for their safety
	NewbornOf      string    `class:"personal"` // of a newborn without a name: who bore them
	AddedBy        id.ID     `class:"open"`     // who added them after the household was registered; zero for others
	Apart          []ApartRow
}

// ApartRow is somebody whose double a person was said to be, and is not. Kept is the record that stayed; Why is "" once it was
// forgotten.
type ApartRow struct {
	Kept id.ID     `class:"open"`
	Day  clock.Day `class:"open"` // on which it was found out
	Why  string    `class:"personal"`
}

// FunctioningRow are a person's six answers, in the order of the Short Set. Each of Answers is NotAsked where nobody asked.
type FunctioningRow struct {
	Answers [6]Difficulty `class:"sensitive"`
}

// File is who a household is.
type File struct {
	Row       Row         // as lists show it
	Members   []MemberRow // who live, in the order in which a family says them
	Origin    id.ID       `class:"personal"` // village of origin
	Arrived   clock.Day   `class:"personal"` // at the site
	Language  string      `class:"open"`     // in which it is spoken to
	From      id.ID       `class:"open"`     // the household it was split from; zero for none
	Consent   string      `class:"personal"` // in the person's own words
	Collector id.ID       `class:"personal"` // who receives its money; zero while nobody was chosen
	Alternate id.ID       `class:"personal"` // who does in their place; zero for nobody
	Contested []string    `class:"open"`     // fields on which two offices contradict each other
	Doubles   []DoubleRow // records that were merged into those of its people
}

// ReadFile reads a household's file for queries of higher floors, which note the look. Fault: NotFound people.no_such_household.
func ReadFile(r *desk.Reader, household id.ID) (File, error) {
	h, err := desk.Read(r, HouseholdStory, household)
	if err == nil && !h.Exists {
		err = fault.New("people.ReadFile", fault.NotFound, "people.no_such_household", nil)
	}
	if err != nil {
		return File{}, err
	}
	members, err := Members(r, household)
	if err != nil {
		return File{}, err
	}
	s := h.State
	row, err := ReadRow(r, household, members)
	if err != nil {
		return File{}, err
	}
	f := File{Row: row, Origin: s.Origin, Arrived: s.Arrived, Language: s.Language, From: s.From,
		Consent: s.Consent.Value(), Collector: s.Collector.Value().Person, Alternate: s.Collector.Value().Alternate}
	if f.Doubles, err = doublesOf(r, household); err != nil {
		return File{}, err
	}
	for field, contested := range map[string]bool{"site": s.Site.Contested(), "collector": s.Collector.Contested()} {
		if contested {
			f.Contested = append(f.Contested, field)
		}
	}
	slices.Sort(f.Contested)
	for _, m := range members {
		row := memberOf(m, household, r.Today())
		if row.Forgotten, err = IsForgotten(r, m.ID); err != nil {
			return File{}, err
		}
		row.NewbornOf = NewbornOf(m, members)
		for _, a := range m.Person.Apart {
			row.Apart = append(row.Apart, ApartRow{a.Kept, a.Day, a.Why})
		}
		f.Members = append(f.Members, row)
	}
	return f, nil
}

// NewbornOf returns the name of the member to whom somebody without a name was born; "" for others.
func NewbornOf(m Someone, members []Someone) string {
	if m.Person.BornTo.IsZero() || m.Person.Names.Value() != (Names{}) {
		return ""
	}
	for _, by := range members {
		if by.ID == m.Person.BornTo {
			return by.Person.Names.Value().String()
		}
	}
	return ""
}

func memberOf(m Someone, household id.ID, today clock.Day) MemberRow {
	p := m.Person
	contact, stated := p.Reached()
	names, born, travels := p.Names.Value(), p.Born.Value(), p.Travels.Value()
	return MemberRow{Functioning: FunctioningRow{p.Functioning.Value().Answers()}, Devices: travels.Devices, Needs: travels.Needs, With: travels.With,
		ID: m.ID, Given: names.Given, Family: names.Family, Born: born.Day, Exactly: born.Precision, Age: p.AgeOn(today), Adult: p.AdultOn(today),
		Sex: p.Sex.Value(), Relation: p.RelationIn(household), Disability: p.Disability.Value(), Phone: p.Phone.Value(),
		ContactStated: stated, Contact: contact, InTwoHouses: p.InTwoHouseholds(), Flags: p.Flags, MemberSince: p.Since,
		NamesContested: p.Names.Contested(), AddedBy: p.AddedBy, Separated: p.saidSeparated(), SeparatedNow: p.SeparatedOn(today)}
}

// Known is whether something is there. Here says so.
type Known struct {
	Here bool `class:"open"`
}

// Exists asks whether a caseload has a household: what a page needs to know where it lies, without opening it.
func Exists(scope access.Scope, household id.ID) desk.Query[Known] {
	return desk.Query[Known]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) (Known, error) {
		h, err := desk.Read(r, HouseholdStory, household)
		return Known{h.Exists}, err
	}}
}
