// SPDX-License-Identifier: Apache-2.0

package api

import (
	"safar/desk"
	"safar/field/capacity"
	"safar/field/gathering"
	"safar/field/hosting"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/people"
	"safar/field/places"
	"safar/field/pledging"
	"safar/field/works"
	"safar/kernel/access"
)

// readingsOfPlaces are of places, of the room there, and of who met where.
var readingsOfPlaces = []ask{
	{path: "places", why: "task.find_the_way", find: places.Of, args: []string{"kind"}},
	{path: "places/some", why: "task.find_the_way", find: places.Named, args: []string{"place"}},
	{path: "places/lying", why: "task.find_the_way", find: places.LyingOf, args: []string{"kind"}},
	{path: "places/questioned", why: "task.find_the_way", find: places.Questioned},
	{path: "places/everything", why: "task.find_the_way", find: places.Everything},
	{path: "places/like", why: "task.search", find: placesLike, args: []string{"text"}},
	{path: "places/{place}", why: "task.find_the_way", find: places.One, args: []string{"place"}},
	{path: "places/{place}/names", why: "task.find_the_way", find: places.NamesOf, args: []string{"place"}},
	{path: "places/{place}/positions", why: "task.find_the_way", find: places.PositionsOf, args: []string{"place"}},
	{path: "places/{place}/closures", why: "task.sites", find: places.ClosuresOf, args: []string{"place"}},
	{path: "places/{place}/decisions", why: "task.find_the_way", find: places.DecisionsOf, args: []string{"place"}},
	{path: "places/{place}/custody/{kind}", why: "task.grant_plots", find: capacity.CustodyAt, args: []string{"place", "kind"}},
	{path: "places/{place}/gatherings", why: "task.listen", find: gathering.About, args: []string{"place", "kind"}},
	{path: "places/{place}/listening", why: "task.listen", find: gathering.ListeningAt, args: []string{"place"}},
	{path: "places/{place}/heard", why: "task.listen", find: gathering.HeardAt, args: []string{"place"}},
	{path: "places/{place}/surveys", why: "task.listen", find: journey.SurveysAt, args: []string{"place"}},
	{path: "places/{place}/surveys/crossed", why: "task.listen", find: journey.SurveysCrossed, args: []string{"place"}},
	{path: "places/{place}/ways", why: "task.sites", find: journey.SubjectWays, args: []string{"place"}, acts: []access.Act{access.FiguresRead, access.WorksList}},
	{path: "places/{place}/concerned", why: "task.withdraw_safety", find: movement.ConcernedBy, args: []string{"place"}},
	{path: "places/{place}/arrived", why: "task.withdraw_safety", find: movement.ArrivedAt, args: []string{"place"}},
	{path: "places/{place}/on_the_road", why: "task.move", find: movement.OnTheRoadTo, args: []string{"place"}},
	{path: "places/{place}/ready", why: "task.move", find: movement.ReadyFor, args: []string{"place", "route"}},
	{path: "places/{place}/houses", why: "task.works", find: works.HousesAt, args: []string{"place"}, acts: []access.Act{access.WorksList, access.WorksReport}},
	{path: "places/{place}/round", why: "task.works", find: works.Round, args: []string{"place"}},
	{path: "room/{kind}", why: "task.figures", find: capacity.RoomAt, args: []string{"kind", "place"}},
	{path: "room_contested", why: "task.grant_plots", find: capacity.Contested},
	{path: "hosts", why: "task.hosts", find: hosting.Hosts},
	{path: "hosts_waiting", why: "task.hosts", find: hosting.WaitingToday},
	{path: "hosts_plan", why: "task.hosts", find: hosting.PlanFor},
	{path: "hosts_plan/by", why: "task.hosts", find: hosting.PlanBy, args: []string{"terms"}, body: true},
	{path: "pledges_waiting", why: "task.pledges", find: pledging.Cases},
	{path: "pledges_plan", why: "task.pledges", find: pledging.PlanFor},
	{path: "pledges_plan/by", why: "task.pledges", find: pledging.PlanBy, args: []string{"terms"}, body: true},
	{path: "ways/{way}/ties", why: "task.pledges", find: pledging.TiesOf, args: []string{"way"}},
	{path: "gatherings", why: "task.listen", find: gathering.Sessions, args: []string{"limit"}},
	{path: "gatherings/{gathering}", why: "task.listen", find: gathering.OneWith, args: []string{"gathering"}},
	{path: "planned", why: "task.listen", find: gathering.Plans, args: []string{"limit"}, acts: planReaders},
	{path: "planned/{plan}", why: "task.listen", find: gathering.PlanOf, args: []string{"plan"}, acts: planReaders},
	{path: "households/{household}/invitations", why: "task.household", find: gathering.InvitationsOf, args: []string{"household"}},
	{path: "planned/{plan}/invited", why: "task.listen", find: gathering.InvitedTo, args: []string{"plan"}},
	{path: "gatherings/{gathering}/history", why: "task.listen", find: gathering.History, args: []string{"gathering"}},
}

// planReaders are the acts with which somebody sees what is planned.
var planReaders = []access.Act{access.GatheringHold, access.VisitPlan, access.FiguresRead}

// placesLike finds places by a name that may be misspelt.
func placesLike(text string) desk.Query[[]places.Row] { return places.Like(text, people.SearchWords) }
