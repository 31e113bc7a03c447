// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"testing"

	"safar/field/payment"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

func (w *world) planned(list id.ID) payment.PlanPaying {
	return payment.PlanPaying{List: list, Place: w.village, Day: clock.NoDay}
}

func TestCashIsHandedOutOnlyWhereTheDayWasAssessed(t *testing.T) {
	w := newWorld(t)
	a, b, c := w.willing(w.family()), w.willing(w.family()), w.willing(w.family())
	list := w.approved(a, b, c)
	w.refuse("payment.no_cash_site", w.finance, w.handed(a))
	w.must(w.finance, w.planned(list))
	w.refuse("payment.site_not_assessed", w.finance, w.handed(a))
	w.refuse("access.not_allowed", w.finance, w.assessment(payment.Go))
	w.must(w.protection, w.assessment(payment.NoGo))
	w.refuse("payment.site_says_no", w.finance, w.handed(a))
	w.must(w.protection, w.assessment(payment.Go)) // they have looked again
	w.must(w.finance, w.handed(a))
	w.must(w.caseworker, payment.StopCash{Place: w.village, Reason: "a crowd at the gate"})
	w.refuse("payment.site_says_no", w.finance, w.handed(b))
	w.refuse("payment.no_cash_to_stop", w.finance, payment.StopCash{Place: w.village, Reason: "again"})
	w.must(w.protection, w.assessment(payment.Go))
	w.must(w.finance, w.handed(b))
	w.days(1)
	w.refuse("payment.no_cash_site", w.finance, w.handed(c))
	w.must(w.finance, w.planned(list))
	w.refuse("payment.site_not_assessed", w.finance, w.handed(c)) // yesterday's is not today's
	lasting := w.assessment(payment.Go)
	lasting.Until = w.desk.Today() + payment.MaxAssessed
	w.refuse("payment.site_days", w.protection, lasting)
	lasting.Until = w.desk.Today() + payment.MaxAssessed - 1
	w.must(w.protection, lasting)
	w.must(w.finance, w.handed(c))
}

func TestWhoHandsOutCashDoesNotAssessTheirOwnTable(t *testing.T) {
	w := newWorld(t)
	a := w.willing(w.family())
	w.must(w.finance, w.planned(w.approved(a)))
	alone := w.person(access.SiteManager, access.FinanceOfficer)
	w.must(alone, w.assessment(payment.Go))
	w.refuse("payment.own_assessment", alone, w.handed(a))
	w.must(w.finance, w.handed(a))
}

func TestAnAssessmentLooksAtEachRiskAndDoesSomethingAboutWhatItFinds(t *testing.T) {
	w := newWorld(t)
	c := w.assessment(payment.Go)
	c.Findings = c.Findings[1:]
	w.refuse("payment.risk_passed_over", w.protection, c)
	c = w.assessment(payment.Go)
	c.Findings[2] = payment.Finding{Risk: "targeted", Found: true}
	w.refuse("payment.risk_without_measure", w.protection, c)
	c.Findings[2].Done = "widows are paid first, in the morning"
	w.refuse("payment.risks_found", w.protection, c)
	c.Outcome = payment.GoWithCare
	w.must(w.protection, c)
	c = w.assessment(payment.NoGo)
	c.Words = ""
	w.refuse("payment.reason_missing", w.protection, c)
	c = w.assessment("perhaps")
	w.refuse("payment.site_outcome", w.protection, c)
	c = w.assessment(payment.Go)
	c.From = w.desk.Today() - 1
	w.refuse("payment.site_days", w.protection, c) // what was handed out without one was handed out without one
}

func TestMoneyThatIsSentHasNoCashSite(t *testing.T) {
	w := newWorld(t)
	h := w.willing(w.family())
	c := first(h)
	c.Method = payment.MobileMoney
	list := w.must(w.finance, c).IDs[0]
	w.must(w.approver, payment.Approve{List: list, Digest: w.digest(list)})
	w.refuse("payment.no_cash_in_hand", w.finance, w.planned(list))
	w.must(w.finance, w.handed(h))
}

// The risks of a place can endanger somebody: who pays reads what to do, and not who may be targeted.
func TestWhoPaysReadsWhatToDoAndNotWhatWasFound(t *testing.T) {
	w := newWorld(t)
	c := w.assessment(payment.GoWithCare)
	c.Findings[5] = payment.Finding{Risk: "armed_actors", Found: true, Done: "by the other road, before noon"}
	w.must(w.protection, c)
	of := func(by access.Actor, doing access.Act) payment.FindingRow {
		return ask(w, by, payment.SiteOn(doing, w.scope, w.village, w.desk.Today())).Assessed[0].Findings[5]
	}
	if f := of(w.protection, access.PaymentAssess); !f.Found || f.Done == "" {
		t.Errorf("protection reads %+v", f)
	}
	if f := of(w.finance, access.PaymentList); f.Found || f.Done == "" {
		t.Errorf("who pays reads %+v", f)
	}
}

func TestListsWhoseDayNobodyAssessedAreWorkOfToday(t *testing.T) {
	w := newWorld(t)
	w.must(w.finance, w.planned(w.approved(w.willing(w.family()))))
	waiting := func() int { return ask(w, w.finance, payment.WaitingToday(access.PaymentList, w.scope)).NoGo }
	if n := waiting(); n != 1 {
		t.Errorf("%d lists wait for an assessment, not one", n)
	}
	w.must(w.protection, w.assessment(payment.Go))
	if n := waiting(); n != 0 {
		t.Errorf("%d lists wait for an assessment that was made", n)
	}
}
