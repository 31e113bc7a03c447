// SPDX-License-Identifier: Apache-2.0

package standards

import (
	"safar/desk"
	"safar/field/places"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

// HandbookRow is a handbook that the operation works by. ID, Title and Edition are as in [Handbook], Standards in the order of its file.
type HandbookRow struct {
	ID        string `class:"open"`
	Title     string `class:"open"`
	Edition   string `class:"open"`
	Contested bool   `class:"open"` // two people adopted another edition without seeing each other; the later one is shown
	Standards []StandardRow
}

// StandardRow is a standard as the operation works by it. ID, Measure, Of, Supply, Chapter, Page and Suggested are as in [Standard]; First and Medium the bounds in thousandths, 0 for none;
// Settled says that they are the operation's own.
type StandardRow struct {
	ID        string      `class:"open"`
	Measure   Measure     `class:"open"`
	Of        string      `class:"open"`
	Supply    string      `class:"open"`
	First     Thousandths `class:"open"`
	Medium    Thousandths `class:"open"`
	Chapter   string      `class:"open"`
	Page      string      `class:"open"`
	Suggested bool        `class:"open"`
	Settled   bool        `class:"open"`
	Reason    string      `class:"open"` // why the operation settled it so; "" where it did not
	Contested bool        `class:"open"` // two people settled it without seeing each other
}

// mostHandbooks bounds how many handbooks an operation works by.
const mostHandbooks = 20

// Adoptions lists the handbooks that the operation works by.
func Adoptions() desk.Query[[]HandbookRow] {
	return desk.Query[[]HandbookRow]{Act: access.PlacesRead, Scope: access.Commons, Run: func(r *desk.Reader) (rows []HandbookRow, err error) {
		return rows, eachHandbook(r, func(a *Adopted, h *Handbook, settled map[string]bool) {
			row := HandbookRow{ID: h.ID, Title: h.Title, Edition: h.Edition, Contested: a.Text.Contested()}
			for _, s := range h.Standards {
				row.Standards = append(row.Standards, a.row(s, settled[s.ID]))
			}
			rows = append(rows, row)
		})
	}}
}

// row is a standard as a list shows it.
func (a *Adopted) row(s Standard, settled bool) StandardRow {
	row := StandardRow{ID: s.ID, Measure: s.Measure, Of: s.Of, Supply: s.Supply, First: s.Bounds[First], Medium: s.Bounds[Medium], Chapter: s.Chapter, Page: s.Page,
		Suggested: s.Suggested, Settled: settled}
	if at, known := a.find(s.ID); known && settled {
		row.Reason, row.Contested = a.Settled[at].Is.Value().Reason, a.Settled[at].Is.Contested()
	}
	return row
}

// eachHandbook hands over the handbooks that the operation works by, each as it works by it.
func eachHandbook(r *desk.Reader, f func(a *Adopted, h *Handbook, settled map[string]bool)) error {
	all, err := r.ScanCommons(Handbooks, register.Range{Limit: mostHandbooks})
	if err != nil {
		return err
	}
	for _, e := range all {
		a, err := desk.ReadCommons(r, HandbookStory, e.Story)
		if err != nil {
			return err
		}
		h, settled, err := a.State.handbook()
		if err != nil {
			return err
		}
		f(a.State, h, settled)
	}
	return nil
}

// Living is who lives at a site: all People, and how many Women and girls are among them, where that is told to whoever asks.
type Living struct {
	People int64
	Women  Known
}

// SiteSheet is a Site held against the standards. Phase, Ground and Staff are as they were set and measured last; Facilities are those that stand there, Answers what comes of each
// standard of each handbook.
type SiteSheet struct {
	Site       id.ID  `class:"open"`
	Phase      Phase  `class:"open"`
	Ground     Ground // the zero value where nobody measured it
	Staff      Staff  // the zero value where nobody counted
	Facilities []FacilityRow
	Answers    []AnswerRow
}

// FacilityRow is something that stands in a site. ID is the subject, Name what it is called or its code; Kind, Supply, Units, OutOfOrder, ForWomen, Litres,
// Metres, Minutes and Floor are as in [Facility], -1 for what nobody measured. BuiltBy is an id of the programme's words, "" for none. Since is the day since which
// some of it is out of order, Looked the day on which somebody looked at it last; NoDay for neither.
type FacilityRow struct {
	ID         id.ID              `class:"open"`
	Name       string             `class:"open"`
	Kind       string             `class:"open"`
	Supply     string             `class:"open"`
	Units      int64              `class:"open"`
	OutOfOrder int64              `class:"open"`
	ForWomen   int64              `class:"open"`
	Litres     int64              `class:"open"`
	Metres     int64              `class:"open"`
	Minutes    int64              `class:"open"`
	Floor      int64              `class:"open"`
	BuiltBy    string             `class:"open"`
	Since      clock.Day          `class:"open"`
	Looked     clock.Day          `class:"open"`
	Position   places.PositionRow // where it stands, where somebody said so
	Block      bool               `class:"open"` // it is a block of shelters in which households live, and not a facility; ID is the block, zero for those that belong to none
}

// AnswerRow is what comes of holding a site against one standard. Breach names it, Standard is as the operation works by it; Verdict, Value, Bound, Short, None, Missing and Of are as in [Answer].
type AnswerRow struct {
	Breach   Breach
	Standard StandardRow
	Verdict  Verdict     `class:"open"`
	Value    Thousandths `class:"open"`
	Bound    Thousandths `class:"open"`
	Short    int64       `class:"open"`
	None     bool        `class:"open"`
	Missing  Missing     `class:"open"`
	Of       []string    `class:"open"`
	Assigned []TaskRow   // to whom it was given; two where two people gave it without seeing each other
}

// Breached reports whether something must be done: below a standard that is more than suggested.
func (a AnswerRow) Breached() bool { return a.Verdict == Below && !a.Standard.Suggested }

// TaskRow is a breach as it was given to somebody. Breach, Owner, Until and What are as in [Assigned].
type TaskRow struct {
	Breach Breach
	Owner  id.ID     `class:"open"`
	Name   string    `class:"open"` // of the owner, as they sign in; "" once it was forgotten
	Until  clock.Day `class:"open"`
	What   string    `class:"open"`
}

// mostPeople bounds how many people a question may be about: what is reckoned with them stays far below what a number holds.
const mostPeople = 1_000_000_000

// OfSite holds a site against the standards that the operation works by, when so many live there. Come is how many more would come, 0 for the site as it is. Fault: Invalid
// standards.not_a_number.
func OfSite(scope access.Scope, site id.ID, living Living, come int64) desk.Query[SiteSheet] {
	return desk.Query[SiteSheet]{Act: access.SubjectsRead, Scope: scope, Run: func(r *desk.Reader) (SiteSheet, error) {
		if min(living.People, living.Women.N, come) < 0 || living.Women.N > living.People || max(living.People, come) > mostPeople {
			return SiteSheet{}, fault.New("standards.OfSite", fault.Invalid, "standards.not_a_number", nil)
		}
		return sheetOf(r, site, living, come)
	}}
}

func sheetOf(r *desk.Reader, site id.ID, living Living, come int64) (sheet SiteSheet, err error) {
	m, err := desk.ReadCommons(r, SiteStory, SiteID(site))
	if err != nil {
		return sheet, err
	}
	is := Site{Phase: Medium, People: living.People, Women: living.Women}
	if phase, said := m.State.Phase.Latest(); said {
		is.Phase = phase
	}
	if ground, measured := m.State.Ground.Latest(); measured {
		is.Ground, sheet.Ground = Measured(ground.SquareMetres), ground
	}
	if staff, counted := m.State.Staff.Latest(); counted {
		is.Managers, is.Workers, is.WomenWork, sheet.Staff = Measured(staff.Organisations), Measured(staff.People), Measured(staff.Women), staff
	}
	sheet.Site, sheet.Phase = site, is.Phase
	if sheet.Facilities, err = facilitiesAt(r, site); err != nil {
		return sheet, err
	}
	for _, row := range sheet.Facilities {
		is.Facilities = append(is.Facilities, row.facility())
	}
	return sheet, sheet.hold(r, is.With(come))
}

// hold answers of each standard of each handbook.
func (sheet *SiteSheet) hold(r *desk.Reader, is Site) error {
	err := eachHandbook(r, func(a *Adopted, h *Handbook, settled map[string]bool) {
		for _, answer := range Hold(h, is) {
			s := answer.Standard
			sheet.Answers = append(sheet.Answers, AnswerRow{Breach: Breach{sheet.Site, h.ID, s.ID}, Standard: a.row(s, settled[s.ID]), Verdict: answer.Verdict, Value: answer.Value,
				Bound: answer.Bound, Short: answer.Short, None: answer.None, Missing: answer.Missing, Of: answer.Of})
		}
	})
	tasks, wrong := tasksUnder(r, BySite, sheet.Site)
	if err == nil {
		err = wrong
	}
	for i := range sheet.Answers {
		for _, t := range tasks {
			if a := &sheet.Answers[i]; t.Breach == a.Breach {
				a.Assigned = append(a.Assigned, t)
			}
		}
	}
	return err
}

// mostTasks bounds how many tasks of one owner or one site are read.
const mostTasks = 500

// TasksOf lists what was assigned to the asker, whether or not it was mended since.
func TasksOf(scope access.Scope) desk.Query[[]TaskRow] {
	return desk.Query[[]TaskRow]{Act: access.SubjectsRead, Scope: scope, Run: func(r *desk.Reader) ([]TaskRow, error) {
		return tasksUnder(r, ByOwner, r.By().User)
	}}
}

func tasksUnder(r *desk.Reader, list register.List, key id.ID) (rows []TaskRow, err error) {
	found, err := r.Find(list, key[:], mostTasks)
	if err != nil {
		return nil, err
	}
	for _, of := range found {
		t, err := desk.Read(r, TaskStory, of)
		if err != nil {
			return nil, err
		}
		for _, e := range t.State.Is.Standing {
			is := e.Value
			if list.Name == ByOwner.Name && is.Owner != key {
				continue
			}
			owner, err := desk.ReadCommons(r, staff.UserStory, is.Owner)
			if err != nil {
				return nil, err
			}
			rows = append(rows, TaskRow{is.Breach, is.Owner, owner.State.Name.Value(), is.Until, is.What})
		}
	}
	return rows, nil
}
