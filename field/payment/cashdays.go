// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// CashDayRow is a list on a day on which it is to be paid in cash, and what the assessment of the place says of that day.
type CashDayRow struct {
	List    id.ID     `class:"open"`     // that is to be paid
	Place   id.ID     `class:"open"`     // the cash site
	Day     clock.Day `class:"open"`     // on which it is planned
	Outcome Outcome   `class:"personal"` // NotAssessed where nobody has looked
	Moved   bool      `class:"open"`     // the list was planned elsewhere that day since
}

// May reports whether cash may be handed out.
func (r CashDayRow) May() bool { return r.Outcome == Go || r.Outcome == GoWithCare }

// mostCashDays bounds how many days of lists are looked at.
const mostCashDays = 200

// soonPaid is how far ahead planned days are shown, in days.
const soonPaid = 31

// CashDays returns the days, from today on, on which lists are to be paid in cash, the nearest first.
func CashDays(doing access.Act, scope access.Scope) desk.Query[[]CashDayRow] {
	return desk.Query[[]CashDayRow]{Act: doing, Scope: scope, Run: func(r *desk.Reader) ([]CashDayRow, error) {
		return cashDays(r, r.Today()+soonPaid)
	}}
}

// cashDays reads the planned days from today until a day.
func cashDays(r *desk.Reader, until clock.Day) (rows []CashDayRow, err error) {
	entries, err := r.Scan(PlannedCash, register.Range{After: &register.Entry{Key: dayKey(r.Today())}, Limit: mostCashDays})
	for _, e := range entries {
		if err != nil {
			return nil, err
		}
		l, got := desk.Read(r, ListStory, e.Story)
		if err = got; err != nil {
			return nil, err
		}
		for _, d := range l.State.CashDays {
			if d.Day < r.Today() || d.Day > until || string(dayKey(d.Day)) != string(e.Key) || l.State.moved(d) {
				continue
			}
			row, got := cashDayRow(r, e.Story, l.State, d)
			err = got
			rows = append(rows, row)
		}
	}
	return rows, err
}

func cashDayRow(r *desk.Reader, list id.ID, l *List, d CashDay) (CashDayRow, error) {
	s, err := desk.Read(r, CashSiteStory, CashSiteID(d.Place))
	return CashDayRow{list, d.Place, d.Day, s.State.Says(d.Day), l.moved(d)}, err
}

// AssessmentRow is what was assessed of a cash site for a day: what to do for all who pay, what was found for those who protect. By
// is who said so; From and Until are the first and the last day for which it was said; Outcome is what it says, and Findings are
// none where cash was only stopped.
type AssessmentRow struct {
	By       id.ID        `class:"open"`
	From     clock.Day    `class:"open"`
	Until    clock.Day    `class:"open"`
	Outcome  Outcome      `class:"personal"`
	Words    string       `class:"personal"` // why not
	Findings []FindingRow `class:"open"`
}

// FindingRow is a risk that was looked at. Risk is one of Risks, Found whether there is such a risk there.
type FindingRow struct {
	Risk  Risk   `class:"open"`
	Found bool   `class:"sensitive"`
	Done  string `class:"personal"` // what is done about it
}

// SiteSays is what holds at a cash site on a day, with the assessments that say so. Outcome is NotAssessed where nobody looked;
// Assessed are those that speak for that day, more than one where they did not see each other.
type SiteSays struct {
	Outcome  Outcome         `class:"personal"`
	Assessed []AssessmentRow `class:"open"`
}

// SiteOn reads what holds at a cash site on a day.
func SiteOn(doing access.Act, scope access.Scope, place id.ID, day clock.Day) desk.Query[SiteSays] {
	return desk.Query[SiteSays]{Act: doing, Scope: scope, Run: func(r *desk.Reader) (SiteSays, error) { return siteSays(r, place, day) }}
}

func siteSays(r *desk.Reader, place id.ID, day clock.Day) (out SiteSays, err error) {
	s, err := desk.Read(r, CashSiteStory, CashSiteID(place))
	if err != nil {
		return out, err
	}
	out.Outcome = s.State.Says(day)
	facts, err := r.Facts(CashSiteStory.Name(), s.ID)
	for _, a := range s.State.On(day) {
		row := AssessmentRow{By: a.By, From: a.From, Until: a.Until, Outcome: a.Outcome}
		if i := slices.IndexFunc(facts, func(f *journal.Fact) bool { return f.Ref() == a.Ref }); i >= 0 && err == nil {
			err = row.read(facts[i])
		}
		out.Assessed = append(out.Assessed, row)
	}
	return out, err
}

// read takes what was said out of the fact.
func (row *AssessmentRow) read(f *journal.Fact) error {
	said, _, err := siteAssessed.ResidueOf(f)
	row.Words = said.Words
	for _, x := range said.Findings {
		row.Findings = append(row.Findings, FindingRow(x))
	}
	return err
}

// CashDaysOf returns every day on which a list is, or was, to be paid in cash.
func CashDaysOf(scope access.Scope, list id.ID) desk.Query[[]CashDayRow] {
	return desk.Query[[]CashDayRow]{Act: access.PaymentList, Scope: scope, Run: func(r *desk.Reader) (rows []CashDayRow, err error) {
		l, err := mustList(r, list)
		if err != nil {
			return nil, err
		}
		for _, d := range l.CashDays {
			row, err := cashDayRow(r, list, l, d)
			if err != nil {
				return nil, err
			}
			rows = append(rows, row)
		}
		return rows, nil
	}}
}

// TablesOf returns where and when a list was or is paid in cash until today, the latest first.
func TablesOf(scope access.Scope, list id.ID) desk.Query[[]CashDay] {
	return desk.Query[[]CashDay]{Act: access.PaymentDeliver, Scope: scope, Run: func(r *desk.Reader) ([]CashDay, error) {
		l, err := mustList(r, list)
		if err != nil {
			return nil, err
		}
		return l.tables(r.Today()), nil
	}}
}

// Table is the paying table at which a household is paid today.
type Table struct {
	Cash  bool     `class:"open"` // it is paid in cash; money that is sent has no table
	List  id.ID    `class:"open"` // on which the payment stands; zero where Cash is false
	Place id.ID    `class:"open"` // zero where none is planned for today
	Says  SiteSays `class:"open"` // of Place today; empty where that is zero

	Tables []CashDay `class:"open"` // where and when the list was or is paid until today, the latest first

	Asks   bool       `class:"open"` // cash is signed for on a sheet, with a witness
	Sheets []SheetRow `class:"open"` // of whoever asks, on which somebody may sign yet; the latest day first
}

// TableToday reads where a payment would be handed out today, and what was assessed of that place.
func TableToday(scope access.Scope, of id.ID, step string) desk.Query[Table] {
	return desk.Query[Table]{Act: access.PaymentDeliver, Scope: scope, Run: func(r *desk.Reader) (t Table, err error) {
		j, err := desk.Read(r, journey.Story, of)
		if err != nil {
			return t, err
		}
		line := LineOf(j.State, step)
		l, err := desk.Read(r, ListStory, line.List)
		if err != nil || !l.Exists || l.State.Prepared.Method != Cash {
			return t, err
		}
		t.Cash, t.List, t.Place, t.Tables = true, line.List, l.State.PaidAt(r.Today()), l.State.tables(r.Today())
		if err := t.sheets(r, l.State); err != nil {
			return t, err
		}
		if !t.Place.IsZero() {
			t.Says, err = siteSays(r, t.Place, r.Today())
		}
		return t, err
	}}
}

// sheets adds whether it is signed for on a sheet, and the sheets of whoever asks.
func (t *Table) sheets(r *desk.Reader, l *List) error {
	p, err := journey.ProgrammeInForce(r, l.Prepared.Programme)
	if err != nil {
		return err
	}
	t.Asks = p.Cash.Witness != "" && len(l.Sent) == 0
	rows, err := sheetsOn(r, t.List)
	for _, s := range rows {
		if s.By == r.By().User && (s.Status == SheetEmpty || s.Status == SheetWaits) {
			t.Sheets = append(t.Sheets, s)
		}
	}
	return err
}
