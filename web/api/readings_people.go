// SPDX-License-Identifier: Apache-2.0

package api

import (
	"safar/desk"
	"safar/field/choice"
	"safar/field/documents"
	"safar/field/gathering"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/people"
	"safar/field/works"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/kernel/vault"
)

// readingsOfPeople are of households, of persons and of what lies in their files.
var readingsOfPeople = []ask{
	{path: "households", why: "task.list", find: journey.Households, args: []string{"listing"}},
	{path: "households/some", why: "task.list", find: journey.HouseholdsOf, args: []string{"household"}},
	{path: "households/standing", why: "task.list", find: journey.HouseholdsWhere, args: []string{"stands", "listing"}},
	{path: "households/visits_due", why: "task.list", find: journey.VisitsDue, args: []string{"household"}},
	{path: "households/plans", why: "task.list", find: journey.PlansOf, args: []string{"household"}},
	{path: "households/ways", why: "task.list", find: journey.Ways, args: []string{"programme", "pathway", "household"}},
	{path: "households/cards", why: "task.cards", find: people.Cards, args: []string{"listing"}},
	{path: "households/alike", why: "task.member", find: people.RegisteredAlike, args: []string{"register"}, body: true},
	{path: "households/{household}", why: "task.household", find: fileOf, args: []string{"household"}},
	{path: "households/{household}/here", why: "task.find_the_way", find: people.Exists, args: []string{"household"}},
	{path: "households/{household}/card", why: "task.cards", find: people.CardOf, args: []string{"household"}},
	{path: "households/{household}/statement", why: "task.statement", find: journey.StatementOf, args: []string{"household"}},
	{path: "households/{household}/documents", why: "task.documents", find: documents.OfHousehold, args: []string{"household"}},
	{path: "households/{household}/documents/held", why: "task.documents", find: documents.HeldFor, args: []string{"household"}},
	{path: "households/{household}/documents/{document}", why: "task.documents", find: pictureOf, args: []string{"household", "document", "thumb"}},
	{path: "households/{household}/looks", why: "task.looks", find: looksAt, args: []string{"household"}},
	{path: "households/{household}/remembered", why: "task.forget", find: people.Remembered, args: []string{"household"}},
	{path: "persons/{person}", why: "task.member", find: personOf, args: []string{"person"}},
	{path: "persons/on/{programme}/{pathway}", why: "task.household", find: journey.PersonsOn, args: []string{"programme", "pathway", "step", "after", "most"}},
	{path: "search", why: "task.search", find: journey.Search, args: []string{"text", "phone"}, body: true},
	{path: "search/number", why: "task.forget", find: people.Numbered, args: []string{"number"}, body: true},
	{path: "children_waiting", why: "task.household", find: journey.ChildrenWaiting},
}

// fileOf is a household's file with what was filled in.
func fileOf(scope access.Scope, household id.ID, forms journey.FormOf) desk.Query[journey.File] {
	return journey.FileWith(scope, household, forms, choice.Filled, works.Filled, movement.Filled, gathering.Filled)
}

// personOf is the file of one who walks a pathway of their own.
func personOf(scope access.Scope, person id.ID, forms journey.FormOf) desk.Query[journey.File] {
	return journey.PersonFileOf(scope, person, forms, choice.Filled, works.Filled, movement.Filled, gathering.Filled)
}

// pictureOf is what a document shows: as it was kept, or small.
func pictureOf(scope access.Scope, household, document id.ID, thumb bool) desk.Query[documents.Picture] {
	return documents.PictureOf(scope, household, document, partOf(thumb))
}

func partOf(thumb bool) vault.Part {
	if thumb {
		return vault.Thumb
	}
	return vault.Whole
}

// looksAt says who looked at a household's file, in the caseload that is asked of.
func looksAt(scope access.Scope, household id.ID) desk.Query[[]people.LookRow] {
	return people.LooksAt(scope.Caseload, household)
}

// looksBy says what a user looked at, in the same manner.
func looksBy(scope access.Scope, user id.ID) desk.Query[[]people.LookRow] {
	return people.LooksBy(scope.Caseload, user)
}
