// SPDX-License-Identifier: Apache-2.0

package api

import (
	"safar/desk"
	"safar/field/payment"
	"safar/kernel/access"
	"safar/kernel/id"
)

// readingsOfPayments are of money: what is owed, listed, approved, handed out.
var readingsOfPayments = []ask{
	{path: "payments/lists", why: "task.pay", find: payment.AllLists, args: []string{"nothing", "limit"}},
	{path: "payments/lists/{list}", why: "task.pay", find: payment.ListToApprove, args: []string{"list"}},
	{path: "payments/lists/{list}/lines", why: "task.pay", find: payment.ListLines, args: []string{"list", "which", "after", "most"}},
	{path: "payments/lists/{list}/changed", why: "task.pay", find: payment.Changed, args: []string{"list", "what"}},
	{path: "payments/lists/{list}/units", why: "task.pay", find: payment.Units, args: []string{"list"}},
	{path: "payments/lists/{list}/sheets", why: "task.pay", find: payment.SheetsOn, args: []string{"list"}, acts: []access.Act{access.PaymentList}},
	{path: "payments/lists/{list}/cash_days", why: "task.pay", find: payment.CashDaysOf, args: []string{"list"}},
	{path: "payments/lists/{list}/tables", why: "task.pay", find: payment.TablesOf, args: []string{"list"}},
	{path: "payments/sheets", why: "task.pay", find: payment.OpenSheets, acts: []access.Act{access.PaymentCountersign, access.PaymentList, access.PaymentDeliver}},
	{path: "payments/sheets/{sheet}", why: "task.pay", find: payment.SheetOf, args: []string{"sheet"}, acts: []access.Act{access.PaymentCountersign, access.PaymentList, access.PaymentDeliver}},
	{path: "payments/witnesses", why: "task.pay", find: payment.Witnesses},
	{path: "payments/twice", why: "task.pay", find: payment.PaidTwice},
	{path: "payments/ledgers", why: "task.pay", find: payment.Ledgers},
	{path: "payments/stops", why: "task.pay", find: payment.Stops, args: []string{"limit"}},
	{path: "payments/holds", why: "task.pay", find: payment.Holds, args: []string{"limit"}},
	{path: "payments/books", why: "task.pay", find: payment.Books, acts: []access.Act{access.PaymentList, access.PaymentBudget}},
	{path: "payments/sites", why: "task.pay", find: payment.CashDays, acts: []access.Act{access.PaymentAssess, access.PaymentList, access.PaymentDeliver, access.PaymentHold}},
	{path: "payments/sites/{place}", why: "task.pay", find: payment.SiteOn, args: []string{"place", "day"}, acts: []access.Act{access.PaymentAssess, access.PaymentList, access.PaymentDeliver, access.PaymentHold}},
	{path: "payments/try", why: "task.pay", find: payment.Try, args: []string{"prepare"}, body: true},
	{path: "payments/candidates", why: "task.pay", find: candidatesAt, args: []string{"place", "prepare"}, body: true},
}

// candidatesAt are those who may be listed at a place, and those held back: a page of each.
func candidatesAt(scope access.Scope, place id.ID, prepare payment.Prepare, shown desk.Part) desk.Query[payment.Candidates] {
	return payment.CandidatesAt(scope, place, prepare, shown, shown)
}
