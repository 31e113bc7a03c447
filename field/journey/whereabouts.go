// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"slices"

	"safar/desk"
	"safar/field/people"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

// PlaceRow is a place that ways lead from or to, as a list or a choice shows it.
type PlaceRow struct {
	ID     id.ID       `class:"open"`
	Kind   places.Kind `class:"open"`
	Name   string      `class:"open"`
	Safety string      `class:"open"` // safe, not_safe or safety_unknown, for every group and route
}

// Whereabouts lists the places of some kinds, each kind by name.
func Whereabouts(kinds ...places.Kind) desk.Query[[]PlaceRow] {
	return desk.Query[[]PlaceRow]{Act: access.PlacesRead, Scope: access.Commons, Run: func(r *desk.Reader) ([]PlaceRow, error) {
		var rows []PlaceRow
		for _, kind := range kinds {
			entries, err := r.ScanCommons(places.ByKind, register.Range{Prefix: places.KindKey(kind), Limit: 2000})
			if err != nil {
				return nil, err
			}
			for _, e := range entries {
				p, err := desk.ReadCommons(r, places.Story, e.Story)
				if err != nil {
					return nil, err
				}
				rows = append(rows, PlaceRow{e.Story, kind, p.State.Name.Value(), safetyOf(p.State)})
			}
		}
		return rows, nil
	}}
}

// Named lists places by their ids, in their order, with the names they go by; those that are not known are left out.
func Named(ids ...id.ID) desk.Query[[]PlaceRow] {
	return desk.Query[[]PlaceRow]{Act: access.PlacesRead, Scope: access.Commons, Run: func(r *desk.Reader) ([]PlaceRow, error) {
		var rows []PlaceRow
		for i, of := range ids {
			if of.IsZero() || slices.Contains(ids[:i], of) {
				continue
			}
			p, err := desk.ReadCommons(r, places.Story, of)
			if err != nil {
				return nil, err
			}
			if p.Exists {
				rows = append(rows, PlaceRow{of, p.State.Kind, p.State.Name.Value(), safetyOf(p.State)})
			}
		}
		return rows, nil
	}}
}

func safetyOf(p *places.Place) string {
	switch safe, known, _ := p.SafeFor("", ""); {
	case !known:
		return "safety_unknown"
	case safe:
		return "safe"
	}
	return "not_safe"
}

// SiteRow is a site with its closing.
type SiteRow struct {
	ID        id.ID     `class:"open"`
	Name      string    `class:"open"`
	Closing   bool      `class:"open"` // an authority decided that it closes
	Closes    clock.Day `class:"open"` // the last day, where one is set
	Decided   clock.Day `class:"open"`
	By        string    `class:"open"` // which authority
	Words     string    `class:"open"`
	Dates     int       `class:"open"` // how often a date was set
	Contested bool      `class:"open"` // two dates stand that contradict each other
	Notes     []NoteRow // the latest first
}

// NoteRow is one thing done or said about a site's closing.
type NoteRow struct {
	Kind  string    `class:"open"`
	Day   clock.Day `class:"open"`
	With  string    `class:"open"`
	Words string    `class:"open"`
	Count int       `class:"open"`
}

// Sites lists the sites, by name.
func Sites() desk.Query[[]SiteRow] {
	return desk.Query[[]SiteRow]{Act: access.PlacesRead, Scope: access.Commons, Run: func(r *desk.Reader) ([]SiteRow, error) {
		entries, err := r.ScanCommons(places.ByKind, register.Range{Prefix: places.KindKey(places.Site), Limit: 2000})
		if err != nil {
			return nil, err
		}
		rows := make([]SiteRow, 0, len(entries))
		for _, e := range entries {
			p, err := desk.ReadCommons(r, places.Story, e.Story)
			if err != nil {
				return nil, err
			}
			rows = append(rows, siteRow(e.Story, p.State))
		}
		return rows, nil
	}}
}

// SiteOf opens one site. Fault: NotFound places.not_a_site.
func SiteOf(site id.ID) desk.Query[SiteRow] {
	return desk.Query[SiteRow]{Act: access.PlacesRead, Scope: access.Commons, Run: func(r *desk.Reader) (SiteRow, error) {
		p, err := desk.ReadCommons(r, places.Story, site)
		if err == nil && p.State.Kind != places.Site {
			err = fault.New("journey.SiteOf", fault.NotFound, "places.not_a_site", nil)
		}
		return siteRow(site, p.State), err
	}}
}

func siteRow(of id.ID, p *places.Place) SiteRow {
	c, closing := p.Closing.Latest()
	row := SiteRow{ID: of, Name: p.Name.Value(), Closing: closing, Closes: clock.NoDay, Decided: clock.NoDay, Dates: p.ClosingDates,
		Contested: p.Closing.Contested()}
	if closing {
		row.Closes, row.Decided, row.By, row.Words = c.Closes, c.Decided, c.By, c.Words
	}
	for _, n := range slices.Backward(p.Notes) {
		row.Notes = append(row.Notes, NoteRow(n))
	}
	return row
}

// Caseload is how much of a kind a caseload holds: what a start page tells.
type Caseload struct {
	Households int64 `class:"open"`
	Persons    int64 `class:"open"`
	Journeys   int64 `class:"open"`
	Disputed   int64 `class:"open"` // journeys with two answers of one person that contradict each other
	InTwo      int64 `class:"open"` // persons in two households
}

// CaseloadOf counts what a caseload holds. It names nobody.
func CaseloadOf(scope access.Scope, act access.Act) desk.Query[Caseload] {
	return desk.Query[Caseload]{Act: act, Scope: scope, Run: func(r *desk.Reader) (c Caseload, err error) {
		for kind, n := range map[string]*int64{people.HouseholdStory.Name(): &c.Households, people.PersonStory.Name(): &c.Persons,
			Story.Name(): &c.Journeys} {
			if *n, err = r.CountOf(kind); err != nil {
				return c, err
			}
		}
		if c.Disputed, err = r.Count(Disputed, nil); err != nil {
			return c, err
		}
		c.InTwo, err = r.Count(people.Contradictory, nil)
		return c, err
	}}
}
