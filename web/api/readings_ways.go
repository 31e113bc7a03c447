// SPDX-License-Identifier: Apache-2.0

package api

import (
	"safar/desk"
	"safar/field/capacity"
	"safar/field/choice"
	"safar/field/clearance"
	"safar/field/documents"
	"safar/field/hosting"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/payment"
	"safar/field/referral"
	"safar/field/supply"
	"safar/field/works"
	"safar/kernel/access"
	"safar/kernel/id"
)

// readingsOfWays are of one way, and of one step of it.
var readingsOfWays = []ask{
	{path: "ways/{way}", why: "task.household", find: journey.WayOf, args: []string{"way"}},
	{path: "ways/{way}/owed", why: "task.pay", find: payment.OwedTo, args: []string{"way"}},
	{path: "ways/{way}/collectors", why: "task.pay", find: payment.CollectorsOf, args: []string{"way"}},
	{path: "ways/{way}/house", why: "task.works", find: works.Whose, args: []string{"way"}},
	{path: "ways/{way}/steps/{step}/choice", why: "task.choice", find: choice.StandingOf, args: []string{"way", "step"}},
	{path: "ways/{way}/steps/{step}/room", why: "task.plot", find: capacity.RoomStateOf, args: []string{"way", "step"}},
	{path: "ways/{way}/homes", why: "task.hosts", find: hosting.GuestFileOf, args: []string{"way"}},
	{path: "ways/{way}/home", why: "task.hosts", find: hosting.HostFileOf, args: []string{"way"}},
	{path: "ways/{way}/homes/{host}/said", why: "task.hosts", find: hosting.SaidOf, args: []string{"way", "host"}},
	{path: "ways/{way}/steps/{step}/clearance", why: "task.clear", find: clearance.SheetOf, args: []string{"way", "step"}},
	{path: "ways/{way}/steps/{step}/referral", why: "task.refer", find: referral.SheetOf, args: []string{"way", "step"}},
	{path: "ways/{way}/steps/{step}/referral/{person}", why: "task.refer", find: referral.FormOf, args: []string{"way", "step", "person"}},
	{path: "ways/{way}/steps/{step}/still_willing", why: "task.ask_again", find: movement.AskAgainList, args: []string{"way", "step"}},
	{path: "ways/{way}/steps/{step}/apart", why: "task.move", find: movement.Apart, args: []string{"way", "step"}},
	{path: "ways/{way}/steps/{step}/aboard", why: "task.move", find: movement.AboardOf, args: []string{"way", "step"}},
	{path: "ways/{way}/steps/{step}/two_loads", why: "task.move", find: movement.TwoLoadsOf, args: []string{"way", "step"}},
	{path: "ways/{way}/steps/{step}/goods", why: "task.give", find: supply.HandOf, args: []string{"way", "step"}},
	{path: "ways/{way}/steps/{step}/table", why: "task.pay", find: payment.TableToday, args: []string{"way", "step"}},
	{path: "ways/{way}/steps/{step}/found", why: "task.works", find: works.Found, args: []string{"way", "step"}},
	{path: "ways/{way}/steps/{step}/photographs/{document}", why: "task.works", find: photographOf, args: []string{"way", "step", "document", "thumb"}, acts: []access.Act{access.WorksList, access.WorksInspect, access.PaymentApprove}},
	{path: "photographs", why: "task.works", find: documents.Photographs, args: []string{"way"}, acts: []access.Act{access.WorksList, access.WorksInspect, access.PaymentApprove}},
}

// photographOf is a photograph of a milestone: as it was kept, or small.
func photographOf(doing access.Act, scope access.Scope, way id.ID, step string, document id.ID, thumb bool) desk.Query[documents.Picture] {
	return documents.PhotographOf(doing, scope, way, step, document, partOf(thumb))
}
