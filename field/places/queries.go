// SPDX-License-Identifier: Apache-2.0

package places

import (
	"cmp"
	"slices"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

// Row is one place, as a list shows it.
//
// ID is the place, Name the name it has now, Pcode "" where it has none. SafetyDay is the day of the decision that governs, and
// Closes the day on which a site under notice closes; each is NoDay where there is none. Kind is one of the constants of this
// package.
type Row struct {
	ID         id.ID     `class:"open"`
	Kind       Kind      `class:"open"`
	Name       string    `class:"open"`
	Pcode      string    `class:"open"`
	Decided    bool      `class:"open"` // whether protection has decided on its safety, for everyone and every route
	Safe       bool      `class:"open"` // what was decided; of two decisions, "not safe"
	SafetyDay  clock.Day `class:"open"`
	Partly     bool      `class:"open"` // found safe, but not for some group or by some route
	Doubts     int       `class:"open"` // found safe, and how many sources have said "not safe" since
	ProfileDay clock.Day `class:"open"` // of the newest observation
	Plots      int       `class:"open"` // offered
	Closing    bool      `class:"open"` // under notice of closing
	Closes     clock.Day `class:"open"`
}

func rowOf(of id.ID, p *Place) Row {
	row := Row{ID: of, Kind: p.Kind, Name: p.Name.Value(), Pcode: p.Pcode, ProfileDay: p.ProfileDay(), Plots: p.Units("plot")}
	row.Safe, row.Decided, row.SafetyDay = p.SafeFor(nil, "")
	row.Partly = row.Decided && row.Safe && p.Withdrawn()
	if row.Safe {
		row.Doubts = len(p.Doubts)
	}
	row.Closing, row.Closes = p.UnderNotice()
	return row
}

// maxListed bounds a list of places; a country has fewer villages with an operation in them.
const maxListed = 5000

// Of lists the places of a kind by name.
func Of(kind Kind) desk.Query[[]Row] {
	return desk.Query[[]Row]{Act: access.PlacesRead, Scope: access.Commons, Run: func(r *desk.Reader) ([]Row, error) {
		entries, err := r.ScanCommons(ByKind, register.Range{Prefix: KindKey(kind), Limit: maxListed})
		if err != nil {
			return nil, err
		}
		ids := make([]id.ID, 0, len(entries))
		for _, e := range entries {
			ids = append(ids, e.Story)
		}
		return rowsOf(r, ids)
	}}
}

// Lying is one place with where it lies.
type Lying struct {
	Row      Row         // as a list shows it
	Parent   id.ID       `class:"open"` // the place it lies in; zero for none
	Position PositionRow // the point on earth, as far as it is told
}

// LyingOf lists the places of a kind by name, each with where it lies.
func LyingOf(kind Kind) desk.Query[[]Lying] {
	return desk.Query[[]Lying]{Act: access.PlacesRead, Scope: access.Commons, Run: func(r *desk.Reader) ([]Lying, error) {
		entries, err := r.ScanCommons(ByKind, register.Range{Prefix: KindKey(kind), Limit: maxListed})
		all := make([]Lying, 0, len(entries))
		for _, e := range entries {
			p, err := desk.ReadCommons(r, Story, e.Story)
			if err != nil {
				return nil, err
			}
			all = append(all, Lying{rowOf(e.Story, p.State), p.State.Parent, positionOf(r, p.State)})
		}
		return all, err
	}}
}

// Questioned lists the places that protection has found not safe, wholly or in part, and those of which a source has said "not safe"
// since they were found safe.
func Questioned() desk.Query[[]Row] {
	return desk.Query[[]Row]{Act: access.PlacesRead, Scope: access.Commons, Run: func(r *desk.Reader) ([]Row, error) {
		ids, err := r.FindCommons(InQuestion, inQuestion, maxListed)
		if err != nil {
			return nil, err
		}
		return rowsOf(r, ids)
	}}
}

// WithdrawnIDs returns the places that protection has found not safe, wholly or in part, for queries of higher floors.
func WithdrawnIDs(r *desk.Reader) ([]id.ID, error) {
	ids, err := r.FindCommons(InQuestion, inQuestion, maxListed)
	if err != nil {
		return nil, err
	}
	var withdrawn []id.ID
	for _, of := range ids {
		p, err := desk.ReadCommons(r, Story, of)
		if err != nil {
			return nil, err
		}
		if p.State.Withdrawn() {
			withdrawn = append(withdrawn, of)
		}
	}
	return withdrawn, nil
}

// Named returns the places of some ids, in the same order; those that are not known here are left out.
func Named(ids ...id.ID) desk.Query[[]Row] {
	return desk.Query[[]Row]{Act: access.PlacesRead, Scope: access.Commons, Run: func(r *desk.Reader) ([]Row, error) {
		return rowsOf(r, ids)
	}}
}

func rowsOf(r *desk.Reader, ids []id.ID) ([]Row, error) {
	rows := make([]Row, 0, len(ids))
	for _, of := range ids {
		p, err := desk.ReadCommons(r, Story, of)
		if err != nil {
			return nil, err
		}
		if p.Exists {
			rows = append(rows, rowOf(of, p.State))
		}
	}
	return rows, nil
}

// Sheet is all that is known of a place.
type Sheet struct {
	Row       Row           // as a list shows it
	Parent    id.ID         `class:"open"` // the place it lies in; zero for none
	Profile   []AspectRow   // by name
	Reports   []ReportRow   // the latest first
	Decisions []DecisionRow // what stands for each group and route
	Closures  []ClosureRow  // two where two offices recorded two dates
	Dates     int           `class:"open"` // how often a closing date was set
	Notes     []NoteRow     // the latest first
	Position  PositionRow   // the point on earth, as far as it is told
}

// AspectRow is one aspect of a profile. Of two findings that stand beside each other both are shown. Value, Source and Day are
// those of the Observation.
type AspectRow struct {
	Aspect string    `class:"open"` // its id
	Value  string    `class:"open"`
	Source string    `class:"open"`
	Day    clock.Day `class:"open"`
	Old    bool      `class:"open"` // older than MaxReportAge
}

// ReportRow is what one source said of the safety. Source, Kind, Day, Safe, Women, Minority and Words are those of the Report.
type ReportRow struct {
	Source   string    `class:"open"`
	Kind     string    `class:"open"`
	Day      clock.Day `class:"open"`
	Safe     bool      `class:"open"`
	Women    bool      `class:"open"`
	Minority bool      `class:"open"`
	Words    string    `class:"open"`
	Old      bool      `class:"open"` // too old to carry a decision
}

// DecisionRow is a decision on the safety that stands. Safe is what was found, Reason why, Day when and By which user.
type DecisionRow struct {
	Group  string    `class:"open"` // "" for everyone
	Route  string    `class:"open"` // "" for every route
	Safe   bool      `class:"open"`
	Reason string    `class:"open"`
	Day    clock.Day `class:"open"`
	By     id.ID     `class:"open"`
}

// ClosureRow is the government's decision to close a site. By is the authority, Decided the day it decided, Closes the last day of
// the site, Words what was announced.
type ClosureRow struct {
	By      string    `class:"open"`
	Decided clock.Day `class:"open"`
	Closes  clock.Day `class:"open"`
	Words   string    `class:"open"`
}

// NoteRow is one thing done or said about a site's closing. Kind, Day, With, Words and Count are those of the Note.
type NoteRow struct {
	Kind  string    `class:"open"`
	Day   clock.Day `class:"open"`
	With  string    `class:"open"`
	Words string    `class:"open"`
	Count int       `class:"open"`
}

// One returns all that is known of a place.
func One(place id.ID) desk.Query[Sheet] {
	return desk.Query[Sheet]{Act: access.PlacesRead, Scope: access.Commons, Run: func(r *desk.Reader) (Sheet, error) {
		p, err := desk.ReadCommons(r, Story, place)
		if err == nil && !p.Exists {
			err = fault.New("places.One", fault.NotFound, "desk.no_such_story", fault.Args{"kind": Story.Name()})
		}
		if err != nil {
			return Sheet{}, err
		}
		return sheetOf(r, place, p.State), nil
	}}
}

func sheetOf(r *desk.Reader, of id.ID, p *Place) Sheet {
	today := r.Today()
	s := Sheet{Row: rowOf(of, p), Parent: p.Parent, Dates: p.ClosingDates, Position: positionOf(r, p)}
	for _, a := range p.Profile {
		for _, o := range a.Found.Standing {
			s.Profile = append(s.Profile, AspectRow{a.Name, o.Value.Value, o.Value.Source, o.Value.Day, o.Value.Day < today-MaxReportAge})
		}
	}
	for _, d := range p.Reports {
		said := d.Report
		s.Reports = append(s.Reports, ReportRow{said.Source, said.Kind, said.Day, said.Safe, said.Women, said.Minority, said.Words, said.Day < today-MaxReportAge})
	}
	for _, d := range p.Safety {
		for _, o := range d.Decided.Standing {
			v := o.Value
			s.Decisions = append(s.Decisions, DecisionRow{v.Group, v.Route, v.Safe, v.Reason, v.Day, decider(r, access.PlacesDecideSafety, v.By)})
		}
	}
	for _, c := range p.Closing.Standing {
		s.Closures = append(s.Closures, ClosureRow{c.Value.By, c.Value.Decided, c.Value.Closes, c.Value.Words})
	}
	for _, n := range p.Notes {
		s.Notes = append(s.Notes, NoteRow{n.Kind, n.Day, n.With, n.Words, n.Count})
	}
	slices.SortStableFunc(s.Profile, func(a, b AspectRow) int { return cmp.Compare(a.Aspect, b.Aspect) })
	slices.SortStableFunc(s.Reports, func(a, b ReportRow) int { return cmp.Compare(b.Day, a.Day) })
	slices.SortStableFunc(s.Notes, func(a, b NoteRow) int { return cmp.Compare(b.Day, a.Day) })
	return s
}

// Everything returns all that is known of every place, in order of id.
func Everything() desk.Query[[]Sheet] {
	return desk.Query[[]Sheet]{Act: access.PlacesRead, Scope: access.Commons, Run: func(r *desk.Reader) ([]Sheet, error) {
		var all []Sheet
		err := desk.EachCommons(r, Story, func(of id.ID, p *Place) error {
			all = append(all, sheetOf(r, of, p))
			return nil
		})
		return all, err
	}}
}
