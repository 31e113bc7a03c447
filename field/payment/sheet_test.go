// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"strings"
	"testing"
	"time"

	"safar/desk"
	"safar/field/journey"
	"safar/field/payment"
	"safar/field/programme"
	"safar/field/staff"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// asks puts a programme in force that asks for a witness at the table.
func (w *world) asks(witness string) {
	w.t.Helper()
	source := strings.Replace(homeward, "inputs:", "cash: {witness: "+witness+", seen: 10d}\ninputs:", 1)
	_, err := w.desk.Do(w.t.Context(), w.manager, access.Commons, id.New(), journey.Publish{Source: []byte(source)})
	must(w.t, err)
}

// employed is somebody who works in this office.
func (w *world) employed() id.ID {
	w.t.Helper()
	administrator := w.person(access.Administrator)
	do := func(c desk.Command) desk.Receipt {
		r, err := w.desk.Do(w.t.Context(), administrator, access.Commons, id.New(), c)
		must(w.t, err)
		return r
	}
	user := do(staff.AddUser{Name: "Aline"}).IDs[0]
	do(staff.GrantRole{User: user, Grant: access.NewGrant(access.Caseworker, w.scope.Caseload)})
	return user
}

// kept is a sheet of today before whoever gives it, with a chief as witness.
func kept(list id.ID) payment.KeepSheet {
	return payment.KeepSheet{List: list, Day: clock.NoDay, Kept: "the safe of the office", Name: "Kabila Ngoy", Organisation: "village council", Function: "secretary"}
}

// tabled prepares, approves and plans a list, with the day assessed, and keeps a sheet before the finance officer.
func (w *world) tabled(homes ...home) (list, sheet id.ID) {
	w.t.Helper()
	list = w.approved(homes...)
	w.assessed(list)
	return list, w.must(w.finance, kept(list)).IDs[0]
}

func (w *world) signed(h home, sheet id.ID) payment.Deliver {
	c := w.handed(h)
	c.Sheet = sheet
	return c
}

func (w *world) sheets(by access.Actor) payment.Waiting {
	return ask(w, by, payment.WaitingToday(access.PaymentCountersign, w.scope))
}

func TestWhoIsAloneAtTheTableHasAWitnessOnPaper(t *testing.T) {
	w := newWorld(t)
	w.asks("alone")
	a, b := w.willing(w.family()), w.willing(w.family())
	list := w.approved(a, b)
	w.assessed(list)
	w.refuse("payment.sheet_missing", w.finance, w.handed(a))
	c := kept(list)
	c.Function = ""
	w.refuse("payment.witness_missing", w.finance, c)
	c = kept(list)
	c.Kept = " "
	w.refuse("payment.kept_missing", w.finance, c)
	c = payment.KeepSheet{List: list, Day: clock.NoDay, Kept: "the safe", Colleague: w.finance.User}
	w.refuse("payment.witness_pays", w.finance, c)
	sheet := w.must(w.finance, kept(list)).IDs[0]
	w.refuse("payment.not_your_sheet", w.second, w.signed(a, sheet))
	w.must(w.finance, w.signed(a, sheet))
	w.days(1)
	w.assessed(list)
	w.refuse("payment.another_sheet", w.finance, w.signed(b, sheet)) // yesterday's paper
}

// A committee member is known by their role: who is only of the committee, or has left it, is no witness.
func TestAWitnessOfACommitteeHasARoleThere(t *testing.T) {
	w := newWorld(t)
	a := w.willing(w.family())
	list := w.approved(a)
	w.assessed(list)
	committee := w.must(w.caseworker, subjects.Add{Kind: "committee", Is: subjects.Description{Name: "Kabalo"}}).IDs[0]
	join := subjects.Join{Subject: committee, Kind: "committee", Person: a.father, Day: clock.NoDay}
	w.must(w.caseworker, join)
	c := payment.KeepSheet{List: list, Day: clock.NoDay, Kept: "the safe", Committee: committee, Member: a.father}
	w.refuse("payment.no_role", w.finance, c)
	w.must(w.caseworker, subjects.Leaves{Subject: committee, Kind: "committee", Person: a.father, Day: clock.NoDay})
	other := w.family()
	join.Person, join.Role = other.father, "chair"
	w.must(w.caseworker, join)
	c.Member = other.father
	w.must(w.finance, w.signed(a, w.must(w.finance, c).IDs[0]))
}

func TestAWitnessIsNotOfTheHouseholdThatCollects(t *testing.T) {
	w := newWorld(t)
	a, b := w.willing(w.family()), w.willing(w.family())
	list := w.approved(a, b)
	w.assessed(list)
	committee := w.must(w.caseworker, subjects.Add{Kind: "committee", Is: subjects.Description{Name: "Kabalo"}}).IDs[0]
	w.must(w.caseworker, subjects.Join{Subject: committee, Kind: "committee", Person: a.father, Role: "chair", Day: clock.NoDay})
	c := payment.KeepSheet{List: list, Day: clock.NoDay, Kept: "the safe", Committee: committee, Member: a.father}
	sheet := w.must(w.finance, c).IDs[0]
	w.refuse("payment.witness_of_household", w.finance, w.signed(a, sheet))
	w.must(w.finance, w.signed(b, sheet))
	named := kept(list)
	named.Name = "mwamba kisimba" // as the husband is called
	w.refuse("payment.witness_of_household", w.finance, w.signed(a, w.must(w.finance, named).IDs[0]))
}

func TestWhereAProgrammeAlwaysAsksForAWitnessAColleagueIsNone(t *testing.T) {
	for _, witness := range []string{programme.WitnessAlone, programme.WitnessAlways} {
		w := newWorld(t)
		w.asks(witness)
		a := w.willing(w.family())
		list := w.approved(a)
		w.assessed(list)
		c := payment.KeepSheet{List: list, Day: clock.NoDay, Kept: "the safe", Colleague: w.employed()}
		sheet := w.must(w.finance, c).IDs[0]
		if witness == programme.WitnessAlways {
			w.refuse("payment.witness_needed", w.finance, w.signed(a, sheet))
			continue
		}
		w.must(w.finance, w.signed(a, sheet))
	}
}

// The second pair of eyes is another's: never theirs who paid. Until it was there the list does not end, and what is late stands where it can be mended.
func TestASignedSheetIsSeenBySomebodyElse(t *testing.T) {
	w := newWorld(t)
	w.asks("alone")
	a, b := w.willing(w.family()), w.willing(w.family())
	list, sheet := w.tabled(a, b)
	w.refuse("payment.sheet_is_empty", w.approver, payment.SeeSheet{Sheet: sheet})
	w.must(w.finance, w.signed(a, sheet))
	w.refuse("payment.own_sheet", w.finance, payment.SeeSheet{Sheet: sheet})
	if got := w.sheets(w.approver); got.Unseen != 1 || got.Late != 0 {
		t.Errorf("the approver sees that %d wait and %d are late, of one", got.Unseen, got.Late)
	}
	if got := w.sheets(w.finance); got.Unseen != 0 {
		t.Errorf("%d wait for the one who paid", got.Unseen)
	}
	w.must(w.finance, payment.Reconcile{List: list, Day: clock.NoDay})
	w.refuse("payment.sheets_unseen", w.finance, payment.Close{List: list, Day: clock.NoDay, Reason: "cash"})
	if w.overdue(a) {
		t.Error("it is late on its first day")
	}
	w.days(11)
	if got := w.sheets(w.approver); got.Late != 1 || !w.overdue(a) {
		t.Errorf("%d are late after eleven days, and the way says %v", got.Late, w.overdue(a))
	}
	w.must(w.approver, payment.SeeSheet{Sheet: sheet})
	if got := w.sheets(w.approver); got.Unseen != 0 || w.overdue(a) {
		t.Errorf("%d wait that were seen, and the way says %v", got.Unseen, w.overdue(a))
	}
	w.refuse("payment.sheet_is_seen", w.approver, payment.SeeSheet{Sheet: sheet})
	w.must(w.finance, payment.Close{List: list, Day: clock.NoDay, Reason: "cash"})
}

// overdue reports what a figure counts: somebody else should have seen by now how the first amount was signed for.
func (w *world) overdue(h home) bool {
	w.t.Helper()
	type answer struct {
		Late bool `class:"open"`
	}
	return ask(w, w.caseworker, desk.Query[answer]{Act: access.PeopleLook, Scope: w.scope, Run: func(r *desk.Reader) (a answer, err error) {
		k, err := journey.Take(r, h.journey)
		if err != nil {
			return a, err
		}
		s, err := k.At("first", "pay")
		return answer{s.SeeBy.Known() && s.SeeBy < r.Today()}, err
	}}).Late
}

func TestNothingIsAddedToASheetThatWasSeen(t *testing.T) {
	w := newWorld(t)
	a, b := w.willing(w.family()), w.willing(w.family())
	list, sheet := w.tabled(a, b)
	w.must(w.finance, w.signed(a, sheet))
	w.must(w.second, payment.SeeSheet{Sheet: sheet})
	w.refuse("payment.sheet_was_seen", w.finance, w.signed(b, sheet))
	w.must(w.finance, w.signed(b, w.must(w.finance, kept(list)).IDs[0]))
}

// What differs is held until the one who is named settles it; neither is the one who paid.
func TestWhatDiffersIsSettledByWhoWasNamed(t *testing.T) {
	w := newWorld(t)
	a := w.willing(w.family())
	list, sheet := w.tabled(a)
	w.must(w.finance, w.signed(a, sheet))
	c := payment.SeeSheet{Sheet: sheet, Differs: true, Words: "the third line has no signature"}
	w.refuse("payment.resolver_missing", w.approver, c)
	c.Resolver = w.finance.User
	w.refuse("payment.own_sheet", w.approver, c)
	c.Resolver = w.protection.User
	w.must(w.approver, c)
	w.refuse("payment.sheet_is_differs", w.second, payment.SeeSheet{Sheet: sheet})
	if got := w.sheets(w.approver); got.Differ != 1 {
		t.Errorf("%d differ, not one", got.Differ)
	}
	w.must(w.finance, payment.Reconcile{List: list, Day: clock.NoDay})
	w.refuse("payment.sheets_unseen", w.finance, payment.Close{List: list, Day: clock.NoDay, Reason: "cash"})
	w.refuse("payment.another_resolves", w.approver, payment.SettleSheet{Sheet: sheet, Words: "she was asked"})
	w.refuse("payment.own_sheet", w.finance, payment.SettleSheet{Sheet: sheet, Words: "she was asked"})
	w.must(w.protection, payment.SettleSheet{Sheet: sheet, Words: "she was asked, and has it"})
	w.must(w.finance, payment.Close{List: list, Day: clock.NoDay, Reason: "cash"})
}

// What was handed out before somebody said stop was handed out: it is written down with its hour, and somebody else sees the sheet. What comes after the stop does not.
func TestWhatWasHandedOutBeforeAStopIsWrittenDownLater(t *testing.T) {
	w := newWorld(t)
	a, b := w.willing(w.family()), w.willing(w.family())
	_, sheet := w.tabled(a, b)
	w.clock.Set(w.clock.Now().Add(2 * time.Hour))
	w.refuse("payment.hour_ahead", w.caseworker, payment.StopCash{Place: w.village, Reason: "a crowd", Minute: 11 * 60})
	w.must(w.caseworker, payment.StopCash{Place: w.village, Reason: "a crowd at the gate", Minute: 9*60 + 30})
	w.refuse("payment.site_says_no", w.finance, w.signed(a, sheet))
	late := w.signed(a, sheet)
	late.Minute, late.Why = 9*60+30, "the telephone was at home"
	w.refuse("payment.site_says_no", w.finance, late) // it had been stopped by then
	late.Minute = 7 * 60
	w.refuse("payment.site_not_assessed", w.finance, late) // nobody had looked at the place yet
	late.Minute = 11 * 60
	w.refuse("payment.hour_ahead", w.finance, late)
	late.Minute = 9 * 60
	late.Why = ""
	w.refuse("payment.reason_missing", w.finance, late)
	late.Why, late.Sheet = "the telephone was at home", id.ID{}
	w.refuse("payment.sheet_missing", w.finance, late)
	late.Sheet = sheet
	w.must(w.finance, late)
	rows := ask(w, w.approver, payment.OpenSheets(access.PaymentCountersign, w.scope))
	if len(rows) != 1 || rows[0].Later != 1 || rows[0].Count != 1 {
		t.Errorf("the approver sees %+v", rows)
	}
	file := ask(w, w.second, payment.SheetOf(access.PaymentCountersign, w.scope, sheet))
	if len(file.Lines) != 1 || file.Lines[0].Minute != 9*60 || file.Lines[0].Why != "the telephone was at home" || file.Witness != "Kabila Ngoy" {
		t.Errorf("who sees the sheet reads %+v", file)
	}
	w.days(1)
	other := w.signed(b, sheet)
	other.Day, other.Minute, other.Why = w.desk.Today()-1, 9*60+10, "written the day after"
	w.must(w.finance, other)
}

// After a stop nobody calls yesterday's what was handed out since: what is written down of a day before it says at what time it was, and why only now.
func TestCashOfADayBeforeAStopIsWrittenDownWithItsHour(t *testing.T) {
	w := newWorld(t)
	a, b, c := w.willing(w.family()), w.willing(w.family()), w.willing(w.family())
	list, sheet := w.tabled(a, b, c)
	w.days(1)
	yesterday := func(h home) payment.Deliver {
		d := w.signed(h, sheet)
		d.Day = w.desk.Today() - 1
		return d
	}
	w.must(w.finance, yesterday(a)) // nobody stopped anything
	w.assessed(list)
	w.must(w.caseworker, payment.StopCash{Place: w.village, Reason: "a crowd at the gate"})
	late := yesterday(b)
	w.refuse("payment.written_after_stop", w.finance, late)
	w.days(3)
	late.Day = w.desk.Today() - 4
	w.refuse("payment.written_after_stop", w.finance, late)
	late.Minute = 9 * 60
	w.refuse("payment.reason_missing", w.finance, late)
	late.Why = "the telephone was at home"
	w.must(w.finance, late)
}
