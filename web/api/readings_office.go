// SPDX-License-Identifier: Apache-2.0

package api

import (
	"safar/desk"
	"safar/field/journey"
	"safar/field/staff"
	"safar/kernel/access"
)

// readingsOfOffice are of the office: who works there, what waits, what has changed.
var readingsOfOffice = []ask{
	{path: "account", why: "task.find_the_way", find: accountOf},
	{path: "today", why: "task.start", find: today},
	{path: "lately", why: "task.start", find: latelyIn},
	{path: "lately/{change}", why: "task.list", find: latelyWho, args: []string{"change"}},
	{path: "caseloads", why: "task.find_the_way", find: staff.Caseloads},
	{path: "caseloads/here", why: "task.start", find: journey.CaseloadOf, acts: []access.Act{access.PeopleList, access.FiguresRead}},
	{path: "caseloads/line", why: "task.find_the_way", find: lineOf},
	{path: "offices", why: "task.move", find: staff.Offices, acts: []access.Act{access.MovementPlan, access.SupplyReceive}},
	{path: "users", why: "task.users", find: staff.Users},
	{path: "users/names", why: "task.find_the_way", find: journey.StaffNamed, args: []string{"user"}},
	{path: "users/colleagues", why: "task.find_the_way", find: staff.Colleagues, acts: []access.Act{access.LooksRead, access.PaymentCountersign, access.PaymentDeliver, access.PaymentHold}},
	{path: "users/{user}/looks", why: "task.looks", find: looksBy, args: []string{"user"}},
}

// lineOf says at which number people reach the office of the caseload that is asked of.
func lineOf(scope access.Scope) desk.Query[staff.LineRow] { return staff.LineOf(scope.Caseload) }
