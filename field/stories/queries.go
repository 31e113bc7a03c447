// SPDX-License-Identifier: Apache-2.0

package stories

import (
	"cmp"
	"slices"

	"safar/desk"
	"safar/field/people"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// State is where a story stands on a day, as an id of the field's words.
type State string

// The states.
const (
	IsTold      State = "told"
	IsWritten   State = "written"   // all of it
	IsConsented State = "consented" // all who told it, of the text as it is written
	IsPublished State = "published" // somebody else looked at it, and the consent of all holds
	IsOver      State = "over"      // the last day of a consent is past
	IsWithdrawn State = "withdrawn"
	IsForgotten State = "forgotten" // somebody who told it
)

// on returns where a story stands on a day.
func (t *Telling) on(day clock.Day) State {
	any := func(is func(*Part) bool) bool {
		return slices.ContainsFunc(t.Parts, func(p Part) bool { return is(&p) })
	}
	switch {
	case !t.whole():
		return IsForgotten
	case any((*Part).withdrew):
		return IsWithdrawn
	case any(func(p *Part) bool { return p.over(day) }):
		return IsOver
	case t.readable() && t.consented(day):
		return IsPublished
	case t.consented(day):
		return IsConsented
	case any(func(p *Part) bool { return p.Text == "" }):
		return IsTold
	}
	return IsWritten
}

// over reports whether the last day of somebody's consent is past.
func (p *Part) over(day clock.Day) bool {
	return !p.withdrew() && len(p.Consent.Standing) > 0 && len(p.consents(day)) == 0
}

// Row is a story as a list shows it. ID is the story and Household whose; Tellers are the names of who told, "" where they were forgotten. Uses are the places where it went, Out those where it may still be read, Waiting
// those that wait to be asked back.
type Row struct {
	ID        id.ID     `class:"open"`
	Household id.ID     `class:"open"`
	Tellers   []string  `class:"personal"`
	Language  string    `class:"open"` // in which it is written, one of Languages
	Day       clock.Day `class:"open"` // when it was told
	State     State     `class:"open"` // where it stands today
	Uses      int       `class:"open"`
	Out       int       `class:"open"`
	Waiting   int       `class:"open"`
}

// Counts are how many stories were told, how many may be read today, how many places they went to, how many were withdrawn or are over, and at how many places they may still be read though nobody consents any more.
type Counts struct {
	Told      int `class:"open"` // how many were told
	Published int `class:"open"` // may be read today
	Uses      int `class:"open"` // places where they went
	Withdrawn int `class:"open"` // taken back, over or forgotten
	StillOut  int `class:"open"` // places where those may still be read
}

// Listed are all stories of a caseload with their counts.
type Listed struct {
	Rows   []Row  // the stories
	Counts Counts // of all of them
}

// All lists the stories of a scope, those that wait for the office first, then the latest. Each household is a look.
func All(scope access.Scope) desk.Query[Listed] {
	return desk.Query[Listed]{Act: access.StoryPublish, Scope: scope, Run: func(r *desk.Reader) (l Listed, err error) {
		told, err := all(r)
		for _, t := range told {
			row, err := rowOf(r, t.ID, t.State)
			if err != nil {
				return l, err
			}
			l.Rows = append(l.Rows, row)
			l.Counts.add(row)
		}
		slices.SortStableFunc(l.Rows, func(a, b Row) int {
			return cmp.Or(cmp.Compare(min(b.Waiting, 1), min(a.Waiting, 1)), cmp.Compare(b.Day, a.Day), a.ID.Compare(b.ID))
		})
		for _, row := range l.Rows {
			r.Looked(row.Household)
		}
		return l, err
	}}
}

// all reads every story of a scope, before anything else is read: a database reads one thing after the other.
func all(r *desk.Reader) (told []desk.Found[Telling], err error) {
	err = desk.Each(r, Story, func(of id.ID, t *Telling) error {
		told = append(told, desk.Found[Telling]{ID: of, State: t, Exists: true})
		return nil
	})
	return told, err
}

// OfHousehold lists the stories of a household, the latest first, and notes the look.
func OfHousehold(scope access.Scope, household id.ID) desk.Query[[]Row] {
	return desk.Query[[]Row]{Act: access.StoryPublish, Scope: scope, Run: func(r *desk.Reader) (rows []Row, err error) {
		if h, err := desk.Read(r, people.HouseholdStory, household); err != nil || !h.Exists {
			return nil, cmp.Or(err, error(fault.New("stories.OfHousehold", fault.NotFound, "people.no_such_household", nil)))
		}
		r.Looked(household)
		all, err := r.Find(Of, household[:], 1000)
		for _, of := range all {
			var t desk.Found[Telling]
			if t, err = desk.Read(r, Story, of); err != nil {
				return nil, err
			}
			var row Row
			if row, err = rowOf(r, of, t.State); err != nil {
				return nil, err
			}
			rows = append(rows, row)
		}
		slices.SortStableFunc(rows, func(a, b Row) int { return cmp.Compare(b.Day, a.Day) })
		return rows, err
	}}
}

func rowOf(r *desk.Reader, of id.ID, t *Telling) (Row, error) {
	row := Row{ID: of, Household: t.Household, Language: t.Language, Day: t.Day, State: t.on(r.Today()), Uses: len(t.Uses)}
	for i := range t.Uses {
		u := &t.Uses[i]
		if u.Out() {
			row.Out++
		}
		if t.waits(u, r.Today()) != "" {
			row.Waiting++
		}
	}
	for _, p := range t.Parts {
		name, err := nameOf(r, p.Teller)
		if err != nil {
			return row, err
		}
		row.Tellers = append(row.Tellers, name)
	}
	return row, nil
}

func nameOf(r *desk.Reader, person id.ID) (string, error) {
	p, err := desk.Read(r, people.PersonStory, person)
	return p.State.Names.Value().String(), err
}

func (c *Counts) add(row Row) {
	c.Told++
	c.Uses += row.Uses
	switch row.State {
	case IsPublished:
		c.Published++
	case IsWithdrawn, IsOver, IsForgotten:
		c.Withdrawn++
		c.StillOut += row.Out
	}
}

// PartRow is what one Teller told, whose name is Name, "" where they were forgotten (Here is false then). Told is in their words, with Spots at which something is known; Proposed is the text with everything changed; Text
// is how it may be read, "" before it was written. Consents are what stands of what they consent to, Holds that all of it does today, for the text as it is written. Withdrew says that they took it back, on
// WithdrawnOn; Over that the last day of it is past. ToldSo is when they were told what cannot be fetched. Child says that they are one.
type PartRow struct {
	Teller      id.ID        `class:"open"`
	Name        string       `class:"personal"`
	Here        bool         `class:"open"`
	Child       bool         `class:"personal"`
	Told        string       `class:"sensitive"`
	Spots       []Spot       `class:"sensitive"`
	Proposed    string       `class:"sensitive"`
	Text        string       `class:"sensitive"`
	WrittenOn   clock.Day    `class:"open"`      // when the text was written, NoDay where it was not
	Times       Times        `class:"sensitive"` // what becomes of its days
	Consents    []ConsentRow `class:"open"`
	Holds       bool         `class:"open"`
	Withdrew    bool         `class:"open"`
	WithdrawnOn clock.Day    `class:"open"`
	Over        bool         `class:"open"`
	ToldSo      clock.Day    `class:"open"`
}

// ConsentRow is a consent that stands: what it covers, until which day, and of which day it is. Older says that it is of another text than the one that is written.
type ConsentRow struct {
	Channels  []string  `class:"open"` // of Channels, those on which it may go out
	Languages []string  `class:"open"` // of Languages, those in which it may
	Voice     bool      `class:"open"` // whether their voice goes along
	Picture   bool      `class:"open"` // whether a picture of them does
	Until     clock.Day `class:"open"` // the last day
	Day       clock.Day `class:"open"` // when, NoDay for today
	Older     bool      `class:"open"`
	Words     string    `class:"sensitive"` // what was said beside it
}

// UseRow is one place where a story went: ID, Channel and Language, Where and Link, since Day and By whom. Back is how far it was asked back, since BackOn. Waits is why it waits to be asked back: what of it nobody consents
// to any more; "" where it does not.
type UseRow struct {
	ID       id.ID     `class:"open"`
	Channel  string    `class:"open"`
	Language string    `class:"open"`
	Where    string    `class:"personal"`
	Link     string    `class:"personal"`
	Voice    bool      `class:"open"` // whether their voice goes along
	Picture  bool      `class:"open"` // whether a picture of them does
	Day      clock.Day `class:"open"`
	By       string    `class:"personal"`
	Back     Back      `class:"open"`
	BackOn   clock.Day `class:"open"`
	Waits    string    `class:"open"`
}

// CalledRow is what somebody is called in the stories of a household: their Name, and Given and Family in Latin and in Arabic letters. Host says that they are of those with whom it lives or lived.
type CalledRow struct {
	Person       id.ID  `class:"open"` // who
	Name         string `class:"personal"`
	Host         bool   `class:"personal"`
	Given        string `class:"sensitive"`
	GivenArabic  string `class:"sensitive"` // in Arabic letters
	Family       string `class:"sensitive"`
	FamilyArabic string `class:"sensitive"` // in Arabic letters
}

// PlaceRow is what is said for a place in the stories of a household: its Name, and what is said in each of Languages.
type PlaceRow struct {
	Place id.ID    `class:"open"` // which place
	Name  string   `class:"personal"`
	As    []string `class:"sensitive"` // what is said, in the order of Languages
}

// Sheet is a story with all that belongs to it. Published is when somebody else looked at it last, PublishedBy who. Mine says that who asks took it down or wrote it, and cannot be the one who looks.
type Sheet struct {
	Row         Row         // as in a list
	Parts       []PartRow   // what each told, in the order in which they did
	Uses        []UseRow    // places where they went
	People      []CalledRow // the changed names of people
	Places      []PlaceRow  // what is said for places
	PublishedOn clock.Day   `class:"open"` // when somebody else looked at it last
	PublishedBy string      `class:"personal"`
	Mine        bool        `class:"open"`
}

// One returns a story, and notes the look at whose it is.
func One(scope access.Scope, story id.ID) desk.Query[Sheet] {
	return desk.Query[Sheet]{Act: access.StoryPublish, Scope: scope, Run: func(r *desk.Reader) (s Sheet, err error) {
		t, err := desk.Read(r, Story, story)
		if err != nil || !t.Exists {
			return s, cmp.Or(err, error(fault.New("stories.One", fault.NotFound, "stories.none", nil)))
		}
		r.Looked(t.State.Household)
		if s.Row, err = rowOf(r, story, t.State); err != nil {
			return s, err
		}
		err = s.fill(r, t.State)
		return s, err
	}}
}

func (s *Sheet) fill(r *desk.Reader, t *Telling) error {
	for i := range t.Parts {
		row, err := partRow(r, t, &t.Parts[i], s.Row.Tellers[i])
		if err != nil {
			return err
		}
		s.Parts = append(s.Parts, row)
		s.Mine = s.Mine || slices.Contains(t.Parts[i].Hands, r.By().User)
	}
	for i := range t.Uses {
		row, err := useRow(r, t, &t.Uses[i])
		if err != nil {
			return err
		}
		s.Uses = append(s.Uses, row)
	}
	if len(t.Published) > 0 {
		var err error
		if s.PublishedBy, err = userNamed(r, t.PublishedBy); err != nil {
			return err
		}
		s.PublishedOn = t.PublishedOn
	}
	return s.fillCalled(r, t)
}

func partRow(r *desk.Reader, t *Telling, p *Part, name string) (PartRow, error) {
	row := PartRow{Teller: p.Teller, Name: name, Here: p.Here, Told: p.Told, Text: p.Text, WrittenOn: p.WrittenOn, Times: p.Times, Holds: p.ofThisText(r.Today()), Withdrew: p.withdrew(),
		WithdrawnOn: p.WithdrawnOn, Over: p.over(r.Today()), ToldSo: p.ToldSo}
	person, err := desk.Read(r, people.PersonStory, p.Teller)
	if err != nil || !p.Here {
		return row, err
	}
	row.Child = person.State.AdultOn(r.Today()) != people.Yes
	for _, g := range p.Consent.Standing {
		c := g.Value.Covers
		row.Consents = append(row.Consents, ConsentRow{c.Channels, c.Languages, c.Voice, c.Picture, c.Until, g.Value.Day, g.Value.Version != p.Version, g.Value.Words.Text})
	}
	c, err := t.changing(r, p)
	if err == nil {
		row.Spots = c.spots(p.Told)
		row.Proposed = proposed(p.Told, row.Spots)
	}
	return row, err
}

func useRow(r *desk.Reader, t *Telling, u *Use) (UseRow, error) {
	by, err := userNamed(r, u.By)
	return UseRow{u.ID, u.Channel, u.Language, u.Where, u.Link, u.Voice, u.Picture, u.Day, by, u.Back, u.BackOn, t.waits(u, r.Today())}, err
}

func userNamed(r *desk.Reader, user id.ID) (string, error) {
	u, err := desk.ReadCommons(r, staff.UserStory, user)
	return u.State.Name.Value(), err
}

// fillCalled adds the changed names, of the people first.
func (s *Sheet) fillCalled(r *desk.Reader, t *Telling) error {
	k, err := knownFor(r, t.Household)
	if err != nil {
		return err
	}
	called, err := desk.Read(r, ChangedStory, t.Household)
	if err != nil {
		return err
	}
	for _, p := range k.people {
		as, is := called.State.person(p.id)
		if !is {
			continue
		}
		of, err := desk.Read(r, people.PersonStory, p.id)
		if err != nil {
			return err
		}
		s.People = append(s.People, CalledRow{p.id, p.names.String(), !of.State.Belongs(t.Household), as.Given.Latin, as.Given.Arabic, as.Family.Latin, as.Family.Arabic})
	}
	for _, p := range called.State.Places {
		place, err := desk.ReadCommons(r, placesIndexed, p.Place)
		if err != nil {
			return err
		}
		s.Places = append(s.Places, PlaceRow{p.Place, place.State.Name.Value(), p.As[:]})
	}
	return nil
}
