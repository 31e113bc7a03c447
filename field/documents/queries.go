// SPDX-License-Identifier: Apache-2.0

package documents

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
	"safar/kernel/register"
	"safar/kernel/vault"
)

// Row is a document as a list shows it. ID is the document, Subject whose it is; Day is when it was filed and By the name of who did. At is
// where its picture lies, for Withdraw. Kind, Class and Words say what it is and who may see it. Journey and Step are those of a milestone. Withdrawn says that it was, on WithdrawnOn, by
// WithdrawnBy, for Why.
type Row struct {
	ID          id.ID         `class:"open"`
	Subject     id.ID         `class:"open"`
	At          vault.Address `class:"open"`
	Journey     id.ID         `class:"open"`
	Step        string        `class:"open"`
	Kind        Kind          `class:"personal"`
	Class       access.Class  `class:"open"`
	Words       string        `class:"personal"`
	Day         clock.Day     `class:"personal"`
	By          string        `class:"personal"`
	Withdrawn   bool          `class:"open"`
	WithdrawnOn clock.Day     `class:"personal"`
	WithdrawnBy string        `class:"personal"`
	Why         string        `class:"personal"`
}

// mostOf bounds how many documents of one subject a page shows.
const mostOf = 200

// OfHousehold lists the documents of a household and of those who are said to belong to it, the latest first: those that the asker is cleared for,
// and of the others not that they are there. It notes the look.
func OfHousehold(scope access.Scope, household id.ID) desk.Query[[]Row] {
	return desk.Query[[]Row]{Act: access.PeopleLook, Scope: scope, Run: func(r *desk.Reader) ([]Row, error) {
		if h, err := desk.Read(r, people.HouseholdStory, household); err != nil || !h.Exists {
			return nil, firstOf(err, fault.New("documents.OfHousehold", fault.NotFound, "people.no_such_household", nil))
		}
		r.Looked(household)
		var rows []Row
		err := eachOf(r, household, func(of id.ID, d *Document) error {
			row := Row{ID: of, Subject: d.Subject, At: d.At, Journey: d.Journey, Step: d.Step, Kind: d.Kind, Class: d.Class, Words: d.Words, Day: d.Day,
				Withdrawn: d.Withdrawn, WithdrawnOn: d.WithdrawnOn, Why: d.Why}
			var err error
			if row.By, err = named(r, d.By); err == nil && d.Withdrawn {
				row.WithdrawnBy, err = named(r, d.WithdrawnBy)
			}
			rows = append(rows, row)
			return err
		})
		slices.SortStableFunc(rows, func(a, b Row) int { return cmp.Compare(b.Day, a.Day) })
		return rows, err
	}}
}

// eachOf calls f for every document of a household and of its people that the asker is cleared for.
func eachOf(r *desk.Reader, household id.ID, f func(id.ID, *Document) error) error {
	everyone, err := r.Find(people.MembersOf, household[:], 10*people.MaxMembers)
	sees := access.Clearance(r.By(), r.Scope(), r.Today())
	for _, of := range append([]id.ID{household}, everyone...) {
		if err != nil {
			return err
		}
		err = each(r, Of, of, sees, f)
	}
	return err
}

// each calls f for every document in a list under a key that is seen.
func each(r *desk.Reader, list register.List, key id.ID, sees access.ClassSet, f func(id.ID, *Document) error) error {
	all, err := r.Find(list, key[:], mostOf)
	for _, of := range all {
		if err != nil {
			return err
		}
		d, wrong := desk.Read(r, Story, of)
		if err = wrong; err == nil && d.State.seenBy(sees) {
			err = f(of, d.State)
		}
	}
	return err
}

func named(r *desk.Reader, user id.ID) (string, error) {
	u, err := desk.ReadCommons(r, staff.UserStory, user)
	return u.State.Name.Value(), err
}

// PortraitRow says that there is a photograph of somebody, and not what it shows. Subject is of whom, Document which.
type PortraitRow struct {
	Subject  id.ID `class:"open"`
	Document id.ID `class:"open"`
}

// Held is which documents a household's file has, for the pages of the file, which note the look themselves: Portraits are the latest photograph of
// each, Count is how many documents stand.
type Held struct {
	Portraits []PortraitRow
	Count     int `class:"open"`
}

// HeldFor tells which documents a household's file has.
func HeldFor(scope access.Scope, household id.ID) desk.Query[Held] {
	return desk.Query[Held]{Act: access.PeopleLook, Scope: scope, Run: func(r *desk.Reader) (Held, error) {
		var h Held
		latest := map[id.ID]clock.Day{}
		err := eachOf(r, household, func(of id.ID, d *Document) error {
			if !d.Stands() {
				return nil
			}
			h.Count++
			if day, known := latest[d.Subject]; d.Kind == Portrait && (!known || d.Day >= day) {
				h.Portraits = slices.DeleteFunc(h.Portraits, func(p PortraitRow) bool { return p.Subject == d.Subject })
				h.Portraits, latest[d.Subject] = append(h.Portraits, PortraitRow{d.Subject, of}), d.Day
			}
			return nil
		})
		return h, err
	}}
}

// PhotoRow says that there is a photograph of a milestone. Document is which, Journey and Step are the milestone's, Day when it was inspected.
type PhotoRow struct {
	Journey  id.ID     `class:"open"`
	Document id.ID     `class:"open"`
	Step     string    `class:"open"`
	Day      clock.Day `class:"open"`
}

// Photographs lists the photographs of the milestones of journeys, the latest first, for those who do an act there that needs them: inspecting,
// approving. They show nothing yet.
func Photographs(doing access.Act, scope access.Scope, journeys ...id.ID) desk.Query[[]PhotoRow] {
	return desk.Query[[]PhotoRow]{Act: doing, Scope: scope, Run: func(r *desk.Reader) (rows []PhotoRow, err error) {
		sees := access.Clearance(r.By(), scope, r.Today())
		for _, journey := range journeys {
			if err == nil {
				err = each(r, OfJourney, journey, sees, func(of id.ID, d *Document) error {
					if d.Stands() {
						rows = append(rows, PhotoRow{journey, of, d.Step, d.Day})
					}
					return nil
				})
			}
		}
		slices.SortStableFunc(rows, func(a, b PhotoRow) int { return cmp.Compare(b.Day, a.Day) })
		return rows, err
	}}
}
