// SPDX-License-Identifier: Apache-2.0

package api

import (
	"safar/desk"
	"safar/field/committee"
	"safar/field/gathering"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/referral"
	"safar/field/shelter"
	"safar/field/standards"
	"safar/field/supply"
	"safar/field/voice"
	"safar/field/works"
	"safar/kernel/access"
	"safar/kernel/id"
)

// readingsOfWork are of committees and projects, of goods, of building, of partners.
var readingsOfWork = []ask{
	{path: "subjects/{kind}", why: "task.subjects", find: journey.Subjects, args: []string{"kind", "after", "most"}},
	{path: "subjects/{kind}/{subject}", why: "task.subjects", find: subjectOf, args: []string{"kind", "subject"}},
	{path: "sites/{place}/subjects/{kind}", why: "task.sites", find: journey.SubjectsAt, args: []string{"kind", "place", "most"}},
	{path: "sites/{place}/committees", why: "task.sites", find: committee.AtSite, args: []string{"place"}},
	{path: "sites/{place}/decisions", why: "task.sites", find: committee.OpenAtSite, args: []string{"place"}},
	{path: "sites/{place}/moves", why: "task.sites", find: people.MovesAt, args: []string{"place", "since"}},
	{path: "sites/{place}/blocks", why: "task.sites", find: shelter.BlocksAt, args: []string{"place"}},
	{path: "blocks/{block}", why: "task.sites", find: shelter.OfBlock, args: []string{"block"}},
	{path: "shelters/{number}", why: "task.sites", find: shelter.Numbered, args: []string{"number"}},
	{path: "households/{household}/shelter", why: "task.household", find: shelter.HomeOf, args: []string{"household"}},
	{path: "committees/{committee}", why: "task.subjects", find: committee.Of, args: []string{"committee"}},
	{path: "decisions", why: "task.sites", find: committee.Mine},
	{path: "decisions/{decision}", why: "task.sites", find: committee.OneDecision, args: []string{"decision"}},
	{path: "supplies", why: "task.supply", find: supply.Stocks},
	{path: "supplies/steps", why: "task.supply", find: supply.GiveSteps},
	{path: "supplies/lists", why: "task.supply", find: supply.AllLists, args: []string{"limit"}},
	{path: "supplies/lists/{list}", why: "task.give", find: supply.SheetOf, args: []string{"list"}},
	{path: "supplies/at/{place}/{item}", why: "task.supply", find: supply.CardOf, args: []string{"place", "item"}},
	{path: "supplies/candidates/{place}/{programme}/{step}", why: "task.supply", find: supply.CandidatesAt, args: []string{"place", "programme", "step"}},
	{path: "works", why: "task.works", find: works.Milestones},
	{path: "works/overdue", why: "task.works", find: works.Overdue, args: []string{"days"}},
	{path: "works/places", why: "task.works", find: works.ByPlace, args: []string{"days"}},
	{path: "facilities/{facility}/position", why: "task.subjects", find: standards.PositionOf, args: []string{"facility"}},
	{path: "standards", why: "task.sites", find: standards.Adoptions},
	{path: "standards/tasks", why: "task.sites", find: standards.TasksOf},
	{path: "standards/sites/{place}", why: "task.sites", find: siteHeld, args: []string{"place", "people", "women", "come"}},
	{path: "voices/boxes", why: "task.voices", find: voice.OpeningsOf},
	{path: "voices/boxes/{box}", why: "task.voices", find: voice.OpeningOf, args: []string{"box"}},
	{path: "voices", why: "task.voices", find: voice.WaitingWords},
	{path: "voices/{word}", why: "task.voices", find: voice.WordOf, args: []string{"word"}},
	{path: "partners", why: "task.refer", find: referral.Partners},
	{path: "referrals/to_ask_back", why: "task.refer", find: referral.ToAskBack},
}

// siteHeld holds a site against the standards, for a program that says who lives there: the figures tell it.
func siteHeld(scope access.Scope, site id.ID, people, women, come int64) desk.Query[standards.SiteSheet] {
	return standards.OfSite(scope, site, standards.Living{People: people, Women: standards.Measured(women)}, come)
}

// subjectOf is the file of a committee, a project or another subject, with what was filled in.
func subjectOf(scope access.Scope, kind string, subject id.ID, forms journey.FormOf) desk.Query[journey.SubjectFile] {
	return journey.SubjectFileOf(scope, kind, subject, forms, works.Filled, gathering.Filled)
}
