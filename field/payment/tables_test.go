// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"slices"
	"testing"
	"time"

	"safar/field/payment"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// elsewhere plans that a list is paid today at another place than the village.
func (w *world) elsewhere(list id.ID) payment.PlanPaying {
	w.t.Helper()
	r, err := w.desk.Do(w.t.Context(), w.manager, access.Commons, id.New(), places.Add{Kind: places.Site, Name: "Katanika"})
	must(w.t, err)
	c := payment.PlanPaying{List: list, Place: r.IDs[0], Day: clock.NoDay}
	w.must(w.finance, c)
	return c
}

// looked has protection look at the risks of a place today, and finds none.
func (w *world) looked(place id.ID) {
	w.t.Helper()
	c := w.assessment(payment.Go)
	c.Place = place
	w.must(w.protection, c)
}

func (w *world) hours(n int) { w.clock.Set(w.clock.Now().Add(time.Duration(n) * time.Hour)) }

// at is a delivery at a table, with its hour.
func (w *world) at(h home, place, sheet id.ID, minute int) payment.Deliver {
	c := w.signed(h, sheet)
	c.Place, c.Minute, c.Why = place, minute, "the table was carried away at once"
	return c
}

// A stopped table is carried elsewhere. What people hold from the first one is written down as that of its place and hour, what came after the stop
// is not; at the second nothing is handed out before somebody has looked there.
func TestWhatWasHandedOutBeforeAListIsPaidElsewhereIsWrittenDown(t *testing.T) {
	w := newWorld(t)
	a, b, c := w.willing(w.family()), w.willing(w.family()), w.willing(w.family())
	list, sheet := w.tabled(a, b, c)
	w.hours(2) // it is ten
	w.must(w.caseworker, payment.StopCash{Place: w.village, Reason: "a crowd at the gate", Minute: 9*60 + 30})
	second := w.elsewhere(list)
	w.refuse("payment.site_not_assessed", w.finance, w.handed(c)) // the look at the first place is not one at the second
	w.looked(second.Place)
	w.refuse("payment.site_says_no", w.finance, w.at(a, w.village, sheet, 9*60+30)) // it had been stopped by then
	w.refuse("payment.table_moved", w.finance, w.at(a, w.village, sheet, 0))
	unsigned := w.at(a, w.village, id.ID{}, 9*60)
	w.refuse("payment.sheet_missing", w.finance, unsigned)
	w.refuse("payment.another_table", w.finance, w.at(a, second.Place, sheet, 0)) // the paper of the first table
	w.must(w.finance, w.at(a, w.village, sheet, 9*60))
	w.must(w.finance, w.handed(c))

	w.days(1)
	late := w.at(b, w.village, sheet, 9*60)
	late.Day = w.desk.Today()
	w.refuse("payment.no_cash_site", w.finance, late) // it was never paid there today
	late.Day--
	w.must(w.finance, late)
}

// Whether the list is carried elsewhere on the same day or on a later one, each day is judged by what was planned for it.
func TestAListThatIsPaidElsewhereOnALaterDayLeavesTheFirstDayAsItWas(t *testing.T) {
	w := newWorld(t)
	a, b := w.willing(w.family()), w.willing(w.family())
	list, sheet := w.tabled(a, b)
	w.hours(2)
	w.must(w.caseworker, payment.StopCash{Place: w.village, Reason: "a crowd at the gate"})
	first := w.desk.Today()
	w.days(1)
	second := w.elsewhere(list)
	w.looked(second.Place)
	late := w.at(a, id.ID{}, sheet, 9*60)
	late.Day = first
	w.must(w.finance, late)
	w.must(w.finance, w.handed(b))
}

// A table that nobody stopped may be carried elsewhere too: what was handed out there says its hour, and somebody else sees the sheet.
func TestATableThatIsCarriedAwayIsWrittenDownWithItsHour(t *testing.T) {
	w := newWorld(t)
	a := w.willing(w.family())
	list, sheet := w.tabled(a)
	w.hours(1)
	w.looked(w.elsewhere(list).Place)
	w.refuse("payment.another_table", w.finance, w.signed(a, sheet))
	w.refuse("payment.table_moved", w.finance, w.at(a, w.village, sheet, 0))
	w.must(w.finance, w.at(a, w.village, sheet, 8*60+30))
	if rows := ask(w, w.approver, payment.OpenSheets(access.PaymentCountersign, w.scope)); len(rows) != 1 || rows[0].Later != 1 {
		t.Errorf("the approver sees %+v", rows)
	}
}

// The paper of a table that was carried away can be kept after it: it is of that place and day.
func TestASheetIsKeptOfATableThatWasCarriedAway(t *testing.T) {
	w := newWorld(t)
	a := w.willing(w.family())
	list := w.approved(a)
	w.assessed(list)
	w.hours(2)
	w.must(w.caseworker, payment.StopCash{Place: w.village, Reason: "a crowd at the gate", Minute: 9*60 + 30})
	w.elsewhere(list)
	keep := kept(list)
	keep.Place = w.person(access.Caseworker).User // no place of this list
	w.refuse("payment.no_cash_site", w.finance, keep)
	keep.Place = w.village
	w.must(w.finance, w.at(a, w.village, w.must(w.finance, keep).IDs[0], 9*60))
}

// What is planned for another day can be planned otherwise until that day comes: nobody was paid there, and nothing is written down of it.
func TestAPlaceThatWasPlannedAndLeftBeforeItsDayIsNone(t *testing.T) {
	w := newWorld(t)
	a := w.willing(w.family())
	list, sheet := w.tabled(a)
	tomorrow := w.planned(list)
	tomorrow.Day = w.desk.Today() + 1
	w.must(w.finance, tomorrow)
	second := w.elsewhere(list)
	second.Day = tomorrow.Day
	w.must(w.finance, second)
	w.days(1)
	w.must(w.protection, w.assessment(payment.Go))
	w.refuse("payment.no_cash_site", w.finance, w.at(a, w.village, sheet, 8*60))
	places := ask(w, w.finance, payment.TablesOf(w.scope, list))
	if today := (payment.CashDay{Place: second.Place, Day: tomorrow.Day}); len(places) != 3 || places[0] != today {
		t.Errorf("the list was or is paid at %v", places)
	}
}

// Who looks at the days of cash is shown where a list is paid, and on the list's own page where it was paid before.
func TestAPlaceAtWhichAListIsNotPaidAnyMoreIsNoWorkOfToday(t *testing.T) {
	w := newWorld(t)
	list := w.approved(w.willing(w.family()))
	w.must(w.finance, w.planned(list))
	second := w.elsewhere(list)
	w.looked(second.Place)
	if n := ask(w, w.finance, payment.WaitingToday(access.PaymentList, w.scope)).NoGo; n != 0 {
		t.Errorf("%d places wait for an assessment at which nothing is paid any more", n)
	}
	if rows := ask(w, w.finance, payment.CashDays(access.PaymentList, w.scope)); len(rows) != 1 || rows[0].Place != second.Place {
		t.Errorf("days of cash are %+v", rows)
	}
	rows := ask(w, w.finance, payment.CashDaysOf(w.scope, list))
	moved := slices.IndexFunc(rows, func(r payment.CashDayRow) bool { return r.Moved })
	if len(rows) != 2 || moved < 0 || rows[moved].Place != w.village {
		t.Errorf("the list's own days are %+v", rows)
	}
	w.must(w.finance, w.planned(list)) // and back again
	if rows := ask(w, w.finance, payment.CashDaysOf(w.scope, list)); len(rows) != 2 || rows[1].Place != w.village || rows[1].Moved {
		t.Errorf("the list's own days are %+v", rows)
	}
}
