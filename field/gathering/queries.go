// SPDX-License-Identifier: Apache-2.0

package gathering

import (
	"cmp"
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

// maxGatherings bounds how many gatherings one page reads.
const maxGatherings = 10_000

// Row is one gathering.
//
// ID is the gathering and Day when it was held. Kind, Site, About, Topic, Language, Transport, Found and Leaders are those of its
// Session; Persons is how many heads took part.
type Row struct {
	ID        id.ID     `class:"open"`
	Day       clock.Day `class:"open"`
	Kind      Kind      `class:"open"`
	Site      id.ID     `class:"open"`
	About     id.ID     `class:"open"`
	Topic     string    `class:"open"`
	Language  string    `class:"open"`
	Persons   int       `class:"open"`
	Transport string    `class:"open"`
	Found     []FoundRow
	Leaders   int      `class:"open"`
	Summary   string   `class:"personal"` // what was said
	Names     []string `class:"personal"` // of the leaders who were met
}

// FoundRow is what visitors found of one aspect of the place. Aspect and Value are those of the Finding.
type FoundRow struct {
	Aspect string `class:"open"`
	Value  string `class:"open"`
}

func rowOf(of id.ID, g *Gathering) Row {
	s, w := g.What.Value(), g.Words.Value()
	var found []FoundRow
	for _, f := range s.Found {
		found = append(found, FoundRow{f.Aspect, f.Value})
	}
	return Row{ID: of, Day: g.Held, Kind: s.Kind, Site: s.Site, About: s.About, Topic: s.Topic, Language: s.Language,
		Persons: s.Persons(), Transport: s.Transport, Found: found, Leaders: s.Leaders, Summary: w.Summary, Names: w.Leaders}
}

// Listening is how the people of a site were listened to.
type Listening struct {
	Kinds   []KindCount // those that were held, in the order of Kinds
	Took    []TookPart  // who took part, over all sessions
	Persons int         `class:"open"` // heads, over all sessions
	Said    []Row       // what was said, the latest first
}

// KindCount is how many gatherings of a kind there were, and with how many people. Sessions is how many there were; Persons are
// heads, who count once a session.
type KindCount struct {
	Kind     Kind `class:"open"` // one of Kinds
	Sessions int  `class:"open"`
	Persons  int  `class:"open"`
}

// TookPart is how many of one sex, age band and disability took part. Somebody who sat in two sessions counts in both. Sex and
// Disability are 0 where nobody asked; Persons are heads.
type TookPart struct {
	Sex        people.Sex    `class:"open"`
	Ages       string        `class:"open"` // a name of programme.AgeBands, or ""
	Disability people.Answer `class:"open"`
	Persons    int           `class:"open"`
}

// ListeningAt sums up how the people of a site were listened to: how many groups and informants, who took part by sex, age and
// disability, and what was said.
func ListeningAt(scope access.Scope, site id.ID) desk.Query[Listening] {
	return desk.Query[Listening]{Act: access.FiguresRead, Scope: scope, Run: func(r *desk.Reader) (Listening, error) {
		rows, counts, err := readList(r, BySite, site[:])
		if err != nil {
			return Listening{}, err
		}
		return sum(rows, counts), nil
	}}
}

// readList reads the gatherings under a key, the latest first, and who took part in them.
func readList(r *desk.Reader, list register.List, key []byte) ([]Row, []Count, error) {
	ids, err := r.Find(list, key, maxGatherings)
	if err != nil {
		return nil, nil, err
	}
	rows := make([]Row, 0, len(ids))
	var counts []Count
	for _, of := range ids {
		g, err := desk.Read(r, Story, of)
		if err != nil {
			return nil, nil, err
		}
		rows = append(rows, rowOf(of, g.State))
		counts = append(counts, g.State.What.Value().Counts...)
	}
	slices.SortStableFunc(rows, func(a, b Row) int { return cmp.Compare(b.Day, a.Day) })
	return rows, counts, nil
}

func sum(rows []Row, counts []Count) Listening {
	l := Listening{Said: rows}
	for _, k := range kinds {
		c := KindCount{Kind: k}
		for i := range rows {
			if rows[i].Kind == k {
				c.Sessions, c.Persons = c.Sessions+1, c.Persons+rows[i].Persons
			}
		}
		if c.Sessions > 0 {
			l.Kinds = append(l.Kinds, c)
			l.Persons += c.Persons
		}
	}
	by := map[Count]int{}
	for _, c := range counts {
		persons := c.Persons
		c.Persons = 0
		by[c] += persons
	}
	for c, persons := range by {
		l.Took = append(l.Took, TookPart{c.Sex, c.Ages, c.Disability, persons})
	}
	slices.SortFunc(l.Took, func(a, b TookPart) int {
		return cmp.Or(cmp.Compare(a.Sex, b.Sex), cmp.Compare(ageRank(a.Ages), ageRank(b.Ages)),
			cmp.Compare(a.Disability, b.Disability))
	})
	return l
}

// ageRank orders the names of age bands by age; those of unknown age come last.
func ageRank(name string) int {
	for i, b := range programme.AgeBands {
		if b.Name == name {
			return i
		}
	}
	return len(programme.AgeBands)
}

// About lists the gatherings about a place, the latest first: the visits to a village and the sessions at which it was spoken of. A
// kind that is not "" narrows it.
func About(scope access.Scope, place id.ID, kind Kind) desk.Query[[]Row] {
	return desk.Query[[]Row]{Act: access.FiguresRead, Scope: scope, Run: func(r *desk.Reader) ([]Row, error) {
		rows, _, err := readList(r, ByAbout, place[:])
		if kind != "" {
			rows = slices.DeleteFunc(rows, func(row Row) bool { return row.Kind != kind })
		}
		return rows, err
	}}
}

// Sessions lists gatherings of every kind, the latest first, at most limit.
func Sessions(scope access.Scope, limit int) desk.Query[[]Row] {
	return desk.Query[[]Row]{Act: access.FiguresRead, Scope: scope, Run: func(r *desk.Reader) ([]Row, error) {
		entries, err := r.Scan(ByDay, register.Range{Back: true, Limit: limit})
		if err != nil {
			return nil, err
		}
		rows := make([]Row, 0, len(entries))
		for _, e := range entries {
			g, err := desk.Read(r, Story, e.Story)
			if err != nil {
				return nil, err
			}
			rows = append(rows, rowOf(e.Story, g.State))
		}
		return rows, nil
	}}
}

// Sheet is one gathering with who took part.
type Sheet struct {
	Row      Row        // the gathering itself
	Took     []TookPart // by sex, age and disability
	Journeys []id.ID    `class:"personal"` // of the households whose people were there
	Heads    int        `class:"open"`     // how many stand on its roll; a household that was recorded as a whole is one
	There    []id.ID    `class:"personal"` // the people who stand on its roll, in no order
	Plan     id.ID      `class:"open"`     // what was planned and came to be this; zero where nobody had planned it

	Programme string              `class:"open"` // whose form was filled in; "" where none was, or it was not asked for
	FormID    string              `class:"open"` // the form's id in that programme
	Form      journey.FormFile    // the form as it was asked then; empty where it was published without it
	Answers   []journey.AnswerRow // each by the class of its question; nil where they were not asked for
}

// One opens a gathering. Its households are listed without names; opening one of their files is a look of its own.
func One(scope access.Scope, gathering id.ID) desk.Query[Sheet] { return open(scope, gathering, nil) }

// OneWith opens a gathering with what was answered there, each answer by the class of its question. That is a look.
func OneWith(scope access.Scope, gathering id.ID, forms journey.FormOf) desk.Query[Sheet] {
	return open(scope, gathering, func(r *desk.Reader, s *Sheet, g desk.Found[Gathering]) error { return s.fill(r, g, forms) })
}

func open(scope access.Scope, gathering id.ID, more func(*desk.Reader, *Sheet, desk.Found[Gathering]) error) desk.Query[Sheet] {
	return desk.Query[Sheet]{Act: access.GatheringHold, Scope: scope, Run: func(r *desk.Reader) (Sheet, error) {
		g, err := desk.Read(r, Story, gathering)
		if err == nil && !g.Exists {
			err = fault.New("gathering.One", fault.NotFound, "desk.no_such_story", fault.Args{"kind": Story.Name()})
		}
		if err != nil {
			return Sheet{}, err
		}
		s := Sheet{Row: rowOf(gathering, g.State), Took: sum(nil, g.State.What.Value().Counts).Took}
		if err = s.call(r); err == nil && more != nil {
			err = more(r, &s, g)
		}
		if err != nil {
			return s, err
		}
		plans, err := r.Find(PlansByGathering, gathering[:], 1)
		if len(plans) > 0 {
			s.Plan = plans[0]
		}
		return s, err
	}}
}

// call puts in who stands on the roll.
func (s *Sheet) call(r *desk.Reader) error {
	l, err := rollOf(r, s.Row.ID)
	if err == nil {
		s.Journeys, s.There, s.Heads = l.ways, l.named, l.heads()
	}
	return err
}

// fill puts in what was answered.
func (s *Sheet) fill(r *desk.Reader, g desk.Found[Gathering], forms journey.FormOf) error {
	what, answers := g.State.What.Value(), g.State.Words.Value().Answers
	if s.Programme, s.FormID = what.Programme, what.Form; len(answers) == 0 {
		return nil
	}
	r.Looked(g.ID)
	facts, err := r.Facts(Story.Name(), g.ID)
	if err != nil {
		return err
	}
	for _, stated := range g.State.Words.Standing {
		for _, f := range facts {
			if f.Ref() == stated.Ref {
				s.Form, s.Answers, err = journey.Told(r, what.Programme, what.Form, f.At, answers, forms)
			}
		}
	}
	return err
}
