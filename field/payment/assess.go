// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"strings"

	"safar/desk"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// How far an assessment of a cash site reaches, in days: so many at most, of which the last is so near.
const (
	MaxAssessed   = 7  // days of one assessment
	MaxAheadOfDay = 14 // days between making it and its last day
)

// maxFinding is how long the words on one risk may be, in bytes.
const maxFinding = 600

// PlanPaying says where, and on which day, a list is handed out in cash. Another place for the same day takes the place of the one before, from then on: what
// was handed out there until then is written down with its hour. List must be open and paid in cash, Place be of the commons. Day
// is NoDay for today; it lies between the day the list was prepared and MaxHold days from today.
type PlanPaying struct {
	List  id.ID
	Place id.ID
	Day   clock.Day
}

// Act is the act of preparing.
func (PlanPaying) Act() access.Act { return access.PaymentPrepare }

// Decide records it; only a list that is paid in cash has a cash site.
func (c PlanPaying) Decide(tx *desk.Tx) error {
	const op = "payment.PlanPaying"
	l, err := openList(tx, op, c.List)
	if err != nil {
		return err
	}
	if _, err := desk.MustCommons(tx, places.Story, c.Place); err != nil {
		return err
	}
	day := c.Day.Or(tx.Today())
	switch {
	case !l.Open():
		return wrongStatus(op, l)
	case l.Prepared.Method != Cash:
		return fault.New(op, fault.Conflict, "payment.no_cash_in_hand", nil)
	case day < l.Day || day > tx.Today()+MaxHold:
		return fault.New(op, fault.Invalid, "payment.paying_day", fault.Args{"first": l.Day.String(), "last": (tx.Today() + MaxHold).String()})
	}
	return tx.Record(payingPlanned.Draft(c.List, clock.NoDay, CashDay{c.Place, day}))
}

// AssessSite says whether cash may be handed out at a place on some days, after each risk was looked at. It speaks for today and later days alone:
// what was handed out without an assessment was, and is not made good.
type AssessSite struct {
	Place    id.ID     // the cash site, of the commons
	From     clock.Day // NoDay: today
	Until    clock.Day // the last day; NoDay: the first
	Outcome  Outcome   // Go, GoWithCare or NoGo
	Findings []Finding // one for each of Risks
	Words    string    // why not, where it says no
}

// Act is the act of assessing a cash site: of those who know the place and hand out nothing.
func (AssessSite) Act() access.Act { return access.PaymentAssess }

// Decide judges that everything was looked at, and records it in place of what was assessed of those days before.
func (c AssessSite) Decide(tx *desk.Tx) error {
	if _, err := desk.MustCommons(tx, places.Story, c.Place); err != nil {
		return err
	}
	c.From = c.From.Or(tx.Today())
	c.Until = c.Until.Or(c.From)
	if c.From < tx.Today() || c.Until < c.From || c.Until-c.From >= MaxAssessed || c.Until > tx.Today()+MaxAheadOfDay {
		return fault.New("payment.AssessSite", fault.Invalid, "payment.site_days", fault.Args{"days": MaxAssessed, "last": (tx.Today() + MaxAheadOfDay).String()})
	}
	if err := c.lookedAt(); err != nil {
		return err
	}
	return recordAssessment(tx, assessedResidue{c.Place, c.From, c.Until, c.Outcome, c.Findings, c.Words, thisMinute(tx)})
}

// lookedAt refuses an assessment that passes over a risk, that goes although nothing is done about one, or that says no and not why.
func (c AssessSite) lookedAt() error {
	const op = "payment.AssessSite"
	found := map[Risk]bool{}
	some := false
	for _, f := range c.Findings {
		found[f.Risk] = true
		some = some || f.Found
		switch {
		case len(f.Done) > maxFinding:
			return fault.New(op, fault.Invalid, "payment.too_long", fault.Args{"bytes": maxFinding})
		case f.Found && c.Outcome != NoGo && strings.TrimSpace(f.Done) == "":
			return fault.New(op, fault.Blocked, "payment.risk_without_measure", nil)
		}
	}
	for _, r := range Risks {
		if !found[r] {
			return fault.New(op, fault.Invalid, "payment.risk_passed_over", nil)
		}
	}
	switch {
	case len(found) != len(Risks) || careful[c.Outcome] == 0:
		return fault.New(op, fault.Invalid, "payment.site_outcome", nil)
	case some && c.Outcome == Go:
		return fault.New(op, fault.Blocked, "payment.risks_found", nil)
	case c.Outcome == NoGo:
		return soundReason(op, c.Words)
	}
	return nil
}

// recordAssessment records what is said of a cash site in place of all that was said of it so far, on its days.
func recordAssessment(tx *desk.Tx, r assessedResidue) error {
	s, err := desk.Get(tx, CashSiteStory, CashSiteID(r.Place))
	if err != nil {
		return err
	}
	var seen []journal.Ref
	for _, a := range s.State.Assessed {
		if a.From <= r.Until && r.From <= a.Until {
			seen = append(seen, a.Ref)
		}
	}
	return tx.Record(siteAssessed.Draft(s.ID, tx.Today(), r).Replacing(fieldAssessed, seen))
}

// StopCash stops handing out cash at a place at once, from today until the last day that was assessed: somebody saw what the assessment did not.
// What was handed out stands. Whoever works at the table may say it; only a new assessment lets it go on.
type StopCash struct {
	Place  id.ID  // the cash site
	Reason string // what was seen; needed, and names nobody
	Minute int    // when it was said at the table today, in minutes since midnight; 0: now
}

// Act is the act of holding a payment.
func (StopCash) Act() access.Act { return access.PaymentHold }

// Decide records it; it is refused where nothing says go, today or later.
func (c StopCash) Decide(tx *desk.Tx) error {
	const op = "payment.StopCash"
	if c.Minute < 0 || c.Minute > thisMinute(tx) {
		return fault.New(op, fault.Invalid, "payment.hour_ahead", nil)
	}
	if c.Minute == 0 {
		c.Minute = thisMinute(tx)
	}
	s, err := desk.Get(tx, CashSiteStory, CashSiteID(c.Place))
	if err != nil {
		return err
	}
	if err := soundReason(op, c.Reason); err != nil {
		return err
	}
	last := clock.NoDay
	for day := tx.Today(); day <= tx.Today()+MaxAheadOfDay; day++ {
		if says := s.State.Says(day); says == Go || says == GoWithCare {
			last = day
		}
	}
	if !last.Known() {
		return fault.New(op, fault.Conflict, "payment.no_cash_to_stop", nil)
	}
	return recordAssessment(tx, assessedResidue{Place: c.Place, From: tx.Today(), Until: last, Outcome: NoGo, Words: c.Reason, Minute: c.Minute})
}

// thisMinute is the time of day; a minute past midnight at midnight, since 0 says that no time is known.
func thisMinute(tx *desk.Tx) int { return max(tx.Minute(), 1) }

// siteOn returns the place at which an amount is handed out in cash on a day, and refuses one of which no assessment by somebody else says go. Money that
// is sent to a phone or an account has no cash site. Where a minute is given the site is read as it stood then: what was handed out before somebody
// said stop was handed out. Without one nothing is written down of a day before a stop, nor of a place since which the list was planned elsewhere: money
// handed out since could be called that day's, or that place's.
func (c Deliver) siteOn(tx *desk.Tx, l *List, day clock.Day) (id.ID, error) {
	const op = "payment.Deliver"
	if l.Prepared.Method != Cash {
		return id.ID{}, nil
	}
	place, err := l.tableOn(op, c.Place, day)
	if err != nil {
		return place, err
	}
	s, err := desk.Get(tx, CashSiteStory, CashSiteID(place))
	if err != nil {
		return place, err
	}
	site := s.State
	switch {
	case c.Minute > 0:
		site = site.At(day, c.Minute)
	case l.moved(CashDay{place, day}):
		return place, fault.New(op, fault.Blocked, "payment.table_moved", fault.Args{"day": day.String()}).WithHint("payment.table_moved_hint")
	case site.stoppedSince(day, tx.Today()):
		return place, fault.New(op, fault.Blocked, "payment.written_after_stop", fault.Args{"day": day.String()}).WithHint("payment.written_after_stop_hint")
	}
	switch says := site.Says(day); {
	case says == NotAssessed:
		return place, fault.New(op, fault.Blocked, "payment.site_not_assessed", fault.Args{"day": day.String()}).WithHint("payment.site_not_assessed_hint")
	case says == NoGo:
		return place, fault.New(op, fault.Blocked, "payment.site_says_no", fault.Args{"day": day.String()}).WithHint("payment.site_says_no_hint")
	case !site.goByOther(day, tx.By().User):
		return place, fault.New(op, fault.NotAllowed, "payment.own_assessment", nil)
	}
	return place, nil
}
