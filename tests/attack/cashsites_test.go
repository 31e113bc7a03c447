// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"slices"
	"testing"
	"time"

	"safar/field/payment"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// cashSaid is what was said of a cash site for some days.
type cashSaid struct {
	ref         journal.Ref
	by          id.ID
	from, until clock.Day
	outcome     string
	instead     []journal.Ref // of those its writer saw
	day         clock.Day     // on which it was said
	minute      int           // when on that day
}

func (a *auditor) readSiteAssessed() {
	r := into[struct {
		Place   id.ID     `cbor:"1,keyasint"`
		From    clock.Day `cbor:"2,keyasint"`
		Until   clock.Day `cbor:"3,keyasint"`
		Outcome string    `cbor:"4,keyasint"`
		Minute  int       `cbor:"7,keyasint"`
	}](a)
	if r.From < a.today || r.Until < r.From || r.Until > r.From+6 {
		a.breach("a cash site is assessed for days from %v to %v", r.From, r.Until)
	}
	a.cash[r.Place] = append(a.cash[r.Place], cashSaid{a.fact.Ref(), a.fact.Author, r.From, r.Until, r.Outcome, a.fact.Supersedes["assessed"], a.fact.Day, r.Minute})
	a.count("cash sites assessed: " + r.Outcome)
}

func (a *auditor) readPayingPlanned() {
	r := into[struct {
		Place id.ID     `cbor:"1,keyasint"`
		Day   clock.Day `cbor:"2,keyasint"`
	}](a)
	l := a.lists[a.fact.Story]
	switch {
	case l == nil:
	case a.fact.Day < r.Day: // nobody was paid there yet
		l.paidAt[r.Day] = []id.ID{r.Place}
	default:
		if len(l.paidAt[r.Day]) > 0 && !slices.Contains(l.paidAt[r.Day], r.Place) {
			a.count("lists planned elsewhere on their day")
		}
		l.paidAt[r.Day] = append(slices.DeleteFunc(l.paidAt[r.Day], func(p id.ID) bool { return p == r.Place }), r.Place)
	}
}

// assessedThere: cash is handed out where it was planned for the day, and only if an assessment of that place and day by somebody else says go and
// none that stands says no. What was handed out at a minute of the day is held against what had been said by then; without
// one nothing of a day before a stop is written down after it, nor of a place since which the list was planned elsewhere.
func (a *auditor) assessedThere(r paidSaid, minute int) {
	l := a.lists[r.List]
	if l == nil || r.Site.IsZero() || !slices.Contains(l.paidAt[a.fact.Day], r.Site) {
		a.breach("cash is handed out where it was not planned")
		return
	}
	if at := l.paidAt[a.fact.Day]; at[len(at)-1] != r.Site {
		a.count("cash of a place that was left written down")
		if minute == 0 {
			a.breach("cash is handed out where the list is not paid any more, as if it still were")
		}
	}
	covers := func(s cashSaid) bool {
		later := minute > 0 && s.day == a.fact.Day && s.minute > minute
		return s.from <= a.fact.Day && a.fact.Day <= s.until && !later
	}
	goes := false
	for _, s := range a.cash[r.Site] {
		instead := func(o cashSaid) bool { return covers(o) && slices.Contains(o.instead, s.ref) }
		if !covers(s) || slices.ContainsFunc(a.cash[r.Site], instead) {
			continue
		}
		if s.outcome == "no" {
			a.breach("cash is handed out where an assessment says no")
		}
		goes = goes || s.by != a.fact.Author
	}
	if !goes {
		a.breach("cash is handed out where nobody else has assessed the day")
	}
	since := func(s cashSaid) bool { return s.outcome == "no" && s.from > a.fact.Day && s.from <= a.today }
	if minute == 0 && slices.ContainsFunc(a.cash[r.Site], since) {
		a.breach("cash of a day before a stop is written down after it, as if nobody had stopped it")
	}
}

// cashDay plans where a family's list is paid today and has the risks there looked at; now and then it is left out, or cash is stopped.
func (s *sequence) cashDay(f *family, step string) {
	m := s.audit.way(f.journey).money[step]
	if m == nil || m.state != "listed" || s.chance(25, "no cash site") {
		return
	}
	s.try(payment.PlanPaying{List: m.list, Place: s.site, Day: clock.NoDay})
	if s.chance(25, "nobody looks") {
		return
	}
	c := assessment(s.site, payment.Go)
	switch s.pick(24, "what is found") {
	case 0:
		c.Outcome = payment.NoGo
	case 1:
		c.Outcome, c.Findings[0].Found, c.Findings[0].Done = payment.GoWithCare, true, "by the other road"
	case 2:
		c.Until = s.today() + 3
	}
	s.try(c)
	if step == "first_tranche" && s.chance(3, "a crowd") {
		s.stopTable(m.list)
	}
}

// stopTable has the table stopped at which a list is paid; mostly the list is planned elsewhere then, and somebody looks there.
func (s *sequence) stopTable(list id.ID) {
	s.minutes(45)
	if _, stopped := s.try(payment.StopCash{Place: s.site, Reason: "a crowd at the gate"}); !stopped {
		return
	}
	s.stoppedAt = s.clock.Now()
	s.minutes(20)
	if s.chance(3, "it stays there") {
		return
	}
	s.try(payment.PlanPaying{List: list, Place: s.villages[0], Day: clock.NoDay})
	if !s.chance(4, "nobody looks there") {
		s.try(assessment(s.villages[0], payment.Go))
	}
}

// Cash is handed out where somebody else looked at the risks of that place and day, and not one moment after somebody said stop.
func TestTaleOfACashSite(t *testing.T) {
	w := tell(t, 35)
	w.chosen(0)
	w.settled()
	w.list = w.ok(w.prepare("first_tranche")).IDs[0]
	w.ok(w.approve())
	pay := payment.Deliver{Journey: w.journey, Step: "first_tranche", To: w.members[0]}
	w.no("payment.no_cash_site", pay)
	w.ok(payment.PlanPaying{List: w.list, Place: w.site, Day: clock.NoDay})
	w.no("payment.site_not_assessed", pay)
	w.ok(assessment(w.village, payment.Go))
	w.no("payment.site_not_assessed", pay) // another place was looked at
	w.ok(assessment(w.site, payment.Go))
	w.ok(payment.StopCash{Place: w.site, Reason: "a crowd at the gate"})
	w.no("payment.site_says_no", pay)
	passedOver := assessment(w.site, payment.Go)
	passedOver.Findings = passedOver.Findings[1:]
	w.no("payment.risk_passed_over", passedOver)
	w.ok(assessment(w.site, payment.Go))
	w.days(1)
	w.ok(payment.PlanPaying{List: w.list, Place: w.site, Day: clock.NoDay})
	w.no("payment.site_not_assessed", pay)
	both := w.as(access.SiteManager)
	both.Grants = append(both.Grants, access.NewGrant(access.FinanceOfficer, w.scope.Caseload))
	w.by(both, assessment(w.site, payment.Go))
	w.notBy(both, "payment.own_assessment", pay)
	pay.Sheet = w.kept()
	w.ok(pay)
}

// A stopped table is carried elsewhere on the same day. What was handed out before the stop is money that people hold: it is written down as that of the first
// place and its hour. What came after the stop is not, and at the second place somebody looks first.
func TestTaleOfATableThatIsCarriedElsewhere(t *testing.T) {
	w := tell(t, 35)
	w.chosen(0)
	w.settled()
	w.list = w.ok(w.prepare("first_tranche")).IDs[0]
	w.ok(w.approve())
	w.assessed()
	pay := payment.Deliver{Journey: w.journey, Step: "first_tranche", To: w.members[0], Reference: "M-1", Sheet: w.ok(keeps(w.list)).IDs[0]}
	w.clock.Set(w.clock.Now().Add(2 * time.Hour)) // it is ten
	w.ok(payment.StopCash{Place: w.site, Reason: "a crowd at the gate", Minute: 9 * 60})
	w.ok(payment.PlanPaying{List: w.list, Place: w.village, Day: clock.NoDay})
	w.no("payment.site_not_assessed", pay)
	w.ok(assessment(w.village, payment.Go))
	w.no("payment.another_table", pay) // the paper of the first table
	pay.Place = w.site
	w.no("payment.table_moved", pay)
	pay.Minute, pay.Why = 9*60, "the table was carried away at once"
	w.no("payment.site_says_no", pay)
	pay.Minute = 8*60 + 59
	w.ok(pay)
}
