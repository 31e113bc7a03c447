// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"slices"
	"testing"

	"safar/field/journey"
	"safar/field/payment"
	"safar/field/people"
	"safar/kernel/access"
)

// A suspected double that nobody holds is let go in one decision: with a reason, by who may release, who is named by it. What is no double is not let go.
func TestTaleOfASuspectedDoubleLetGoInOneStep(t *testing.T) {
	w := tell(t, 35, 33)
	w.joinedByOneWhoWasPaidFor()
	w.no("payment.lines_held", w.prepare("first_tranche"))
	c := payment.Release{Journey: w.journey, Step: "first_tranche"}
	approver := w.as(access.Approver)
	w.notBy(approver, "payment.reason_missing", c)
	c.Reason = "he has his own file"
	w.notBy(w.as(access.FinanceOfficer), "access.not_allowed", c)
	w.by(approver, c)
	w.notBy(approver, "payment.no_hold", c)
	w.paid("first_tranche")
}

// Who is named to resolve a suspected double resolves it, also when the day has passed; another one names themselves first.
func TestTaleOfASuspectedDoubleThatAnotherResolves(t *testing.T) {
	w := tell(t, 35, 33)
	w.joinedByOneWhoWasPaidFor()
	w.ok(payment.HoldPayment{Journey: w.journey, Step: "first_tranche", Until: w.desk.Today(), Resolver: w.as(access.ProtectionOfficer).User, Reason: "a double?"})
	w.days(2)
	w.notBy(w.as(access.Approver), "payment.another_resolves", payment.Release{Journey: w.journey, Step: "first_tranche", Reason: "no double"})
}

// Nobody lets a suspected double go and pays it: not who prepared the list on which it stands, and whoever let it go prepares and hands out nothing of it.
func TestTaleOfADoubleLetGoByWhoPays(t *testing.T) {
	w := tell(t, 35, 33)
	w.gone(0, 1)
	first, gone := w.household, w.members[1]
	w.register(40, 33)
	w.chosen(0, 1)
	w.settled()
	payer := w.as(access.FinanceOfficer)
	payer.Grants = slices.Concat(payer.Grants, w.as(access.Approver).Grants)
	w.list = w.by(payer, w.prepare("first_tranche")).IDs[0]
	w.ok(w.approve())
	w.ok(journey.Merge{Household: w.household, Other: first, Same: []people.Merge{{Kept: w.members[1], Gone: gone}}})
	letGo := payment.Release{Journey: w.journey, Step: "first_tranche", Reason: "she has nothing of it"}
	w.notBy(payer, "payment.double_of_own_list", letGo)
	approver := w.as(access.Approver)
	w.by(approver, letGo)
	approver.Grants = slices.Concat(approver.Grants, w.as(access.FinanceOfficer).Grants)
	w.notBy(approver, "payment.held.let_go_by_payer", w.deliver("first_tranche"))
	w.ok(w.deliver("first_tranche"))
}

// Also before there is a list.
func TestTaleOfADoubleListedByWhoLetItGo(t *testing.T) {
	w := tell(t, 35, 33)
	w.joinedByOneWhoWasPaidFor()
	approver := w.as(access.Approver)
	w.by(approver, payment.Release{Journey: w.journey, Step: "first_tranche", Reason: "he has his own file"})
	approver.Grants = slices.Concat(approver.Grants, w.as(access.FinanceOfficer).Grants)
	w.notBy(approver, "payment.lines_held", w.prepare("first_tranche"))
	w.paid("first_tranche")
}
