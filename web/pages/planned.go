// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"safar/field/bulk"
	"safar/field/gathering"
	"safar/field/journey"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// plannedPath is where what is planned stands.
const plannedPath = "/planned/"

// addPlanned adds the pages of what is planned: visits and sessions to which people are asked to come.
func (o *office) addPlanned() {
	const at = plannedPath + "{id}"
	o.handle("GET "+at, showPlanned)
	o.serve(plannedPath+"session", duty{act: access.GatheringHold, show: arrangeTask(false), send: arrange(false)})
	o.serve(plannedPath+"visit", duty{act: access.VisitPlan, show: arrangeTask(true), send: arrange(true)})
	o.serve(at+"/change", duty{actOf: actOfPlanned, show: rearrangeTask, send: rearrange})
	o.serve(at+"/call-off", duty{actOf: actOfPlanned, show: callOffTask, send: callOff})
	o.serve(at+"/invite", duty{actOf: actOfPlanned, show: inviteByCardsTask, send: inviteByCards})
}

// plansAct is an act that who asks may do here, and that lets them see what is planned.
func (e *errand) plansAct() (access.Act, bool) {
	for _, act := range []access.Act{access.GatheringHold, access.VisitPlan, access.FiguresRead} {
		if e.may(act) {
			return act, true
		}
	}
	return access.GatheringHold, false
}

// plan reads the plan of the path.
func (e *errand) plan() (gathering.PlanRow, error) {
	of, err := e.PathID("id")
	if err != nil {
		return gathering.PlanRow{}, err
	}
	act, _ := e.plansAct()
	return ask(e, "task.listen", gathering.PlanOf(act, e.scope, of))
}

// planAct is the act of whoever plans such a gathering and asks people to come.
func planAct(p gathering.PlanRow) access.Act {
	if p.IsVisit() {
		return access.VisitPlan
	}
	return access.GatheringHold
}

func actOfPlanned(e *errand) (access.Act, error) {
	p, err := e.plan()
	return planAct(p), err
}

// plannedParts list what is planned and to come, for those who may see it.
func (e *errand) plannedParts() ([]templ.Component, error) {
	act, may := e.plansAct()
	if !may {
		return nil, nil
	}
	rows, err := ask(e, "task.listen", gathering.Plans(act, e.scope, 100))
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	var of []id.ID
	for _, r := range rows {
		of = append(of, r.Site, r.About)
	}
	names, err := e.placeNames(of...)
	w := e.Words
	g := grid{caption: w.T("planned.title"), columns: columns(w, "office.day", "gatherings.kind", "gatherings.where", "#planned.invited", "#planned.room")}
	for _, r := range rows {
		room := hushed(w.T("planned.no_bound"))
		if r.Room > 0 {
			room = num(w, r.Room)
		}
		g.rows = append(g.rows, []templ.Component{linked(w.Date(r.Day), plannedPath+r.ID.String()), e.plannedState(r), plain(w.List(notEmpty(names[r.Site], names[r.About]))),
			num(w, r.Invited), room})
	}
	return []templ.Component{headed(w.T("planned.title"), gridOf(g))}, err
}

// plannedState is what kind of gathering it is, and what is to be looked at.
func (e *errand) plannedState(r gathering.PlanRow) templ.Component {
	w := e.Words
	kind := plain(word(w, "gathering_kind", string(r.Kind)))
	switch {
	case r.Unsafe:
		return cells(kind, status(page.Bad, w.T("planned.unsafe")))
	case r.Day < e.today:
		return cells(kind, status(page.Warn, w.T("planned.past")))
	}
	return kind
}

// showPlanned shows what is planned, and who is asked to come.
func showPlanned(e *errand) error {
	p, err := e.plan()
	if err != nil {
		return err
	}
	names, err := e.placeNames(p.Site, p.About)
	if err != nil {
		return err
	}
	parts := append(e.plannedNotices(p), page.Facts(e.Words, e.plannedTerms(p, names)))
	invited, err := e.invitedParts(p)
	if err != nil {
		return err
	}
	title := word(e.Words, "gathering_kind", string(p.Kind))
	return e.Show(officePage(e.frame(title, e.crumb("gatherings.title", "/gatherings")), e.Words.T("planned.lead"), e.plannedWays(p), append(parts, invited...)...))
}

func (e *errand) plannedTerms(p gathering.PlanRow, names map[id.ID]string) []page.Term {
	w := e.Words
	room := w.T("planned.no_bound")
	if p.Room > 0 {
		room = w.Number(int64(p.Room))
	}
	terms := []page.Term{{Label: w.T("office.day"), Value: w.Date(p.Day), Class: "date"}, {Label: w.T("gatherings.site"), Value: names[p.Site]},
		{Label: w.T("gatherings.about"), Value: names[p.About]}, {Label: w.T("planned.meeting"), Value: p.Meeting}, {Label: w.T("gatherings.topic"), Value: p.Topic},
		{Label: w.T("gatherings.language"), Value: languageName(w, p.Language)}, {Label: w.T("planned.room"), Value: room},
		{Label: w.T("planned.invited"), Value: w.Number(int64(p.Invited)), Class: "number"}}
	return slices.DeleteFunc(terms, func(t page.Term) bool { return t.Value == "" })
}

// plannedNotices say what is to be looked at before anybody goes.
func (e *errand) plannedNotices(p gathering.PlanRow) (parts []templ.Component) {
	w := e.Words
	switch {
	case p.Off:
		parts = append(parts, noticed(page.Warn, notEmpty(w.T("planned.is_off"), p.Why)...))
	case len(p.Held) > 0:
		parts = append(parts, noticed(page.Good, w.T("planned.was_held")), doors([]page.Link{{Text: w.T("planned.what_came"), To: "/gatherings/" + p.Held[0].String()}}))
	case p.Day < e.today:
		parts = append(parts, noticed(page.Warn, w.T("planned.past"), w.T("planned.past_hint")))
	}
	if p.Unsafe {
		parts = append(parts, noticed(page.Bad, w.T("planned.unsafe"), w.T("planned.unsafe_hint")))
	}
	if p.Two {
		parts = append(parts, noticed(page.Warn, w.T("planned.two")))
	}
	return parts
}

// plannedWays are what may be done with a plan by who asks.
func (e *errand) plannedWays(p gathering.PlanRow) []page.Link {
	may, at := p.Open() && e.may(planAct(p)), plannedPath+p.ID.String()
	record := url.Values{"kind": {string(p.Kind)}, "plan": {p.ID.String()}}
	for name, place := range map[string]id.ID{"site": p.Site, "about": p.About} {
		if !place.IsZero() {
			record.Set(name, place.String())
		}
	}
	if p.Day <= e.today {
		record.Set("day", p.Day.String())
	}
	return join(e.way(may && p.Day >= e.today && e.may(access.PeopleList), "planned.from_list", "/households"), e.way(may && p.Day >= e.today && e.may(access.PeopleSearch), "planned.invite", at+"/invite"), e.way(p.Open() && e.may(access.GatheringHold), "planned.record", "/gatherings/record?"+record.Encode()),
		e.way(may, "planned.change", at+"/change"), e.way(may, "planned.call_off", at+"/call-off"))
}

// invitedParts list who is asked to come, for those who may list households.
func (e *errand) invitedParts(p gathering.PlanRow) ([]templ.Component, error) {
	if !e.may(access.PeopleList) {
		return nil, nil
	}
	w := e.Words
	rows, err := ask(e, "task.listen", gathering.InvitedTo(e.scope, p.ID, e.part(perPage)))
	if err != nil {
		return nil, err
	}
	cut, pages := pageOf(e, rows, perPage)
	var sites []id.ID
	for _, r := range cut {
		sites = append(sites, r.Household.Site)
	}
	names, err := e.placeNames(sites...)
	g := grid{caption: w.T("planned.who"), empty: w.T("planned.nobody"), columns: columns(w, "office.household", "#office.persons", "gatherings.site", "")}
	pick, values, labels := e.picked(e.Request, e.scope, verbOfPlan(p), int64(len(rows))), []string{}, []string{}
	pick.on = pick.on && len(rows) > 0 && p.Open()
	for _, r := range cut {
		h := r.Household
		values, labels = append(values, severalValue(bulk.Item{Journey: r.Journey, Step: r.Step})), append(labels, h.Card)
		safe := templ.Component(templ.NopComponent)
		if r.Unsafe && p.Open() {
			safe = status(page.Bad, w.T("planned.unsafe"))
		}
		g.rows = append(g.rows, []templ.Component{cells(cardLink(w, h.Card, householdPath(h.ID)), page.Name(h.Head)), num(w, h.Size), plain(names[h.Site]), safe})
	}
	return []templ.Component{headed(w.T("planned.who"), para(hushed(w.T("planned.who_lead"))), gridOf(g.pick(w, pick, values, labels)), pickForm(w, pick), page.Pager(w, pages))}, err
}

// verbOfPlan is the verb of the steps that a gathering is to those who come.
func verbOfPlan(p gathering.PlanRow) string {
	if p.IsVisit() {
		return "visit"
	}
	return "gather"
}

// invitedListed is the list of those who are asked to come to a plan.
func (e *errand) invitedListed(plan string) (severalList, error) {
	of, err := id.Parse(plan)
	if err != nil {
		return severalList{}, notThere("pages.listAt")
	}
	act, _ := e.plansAct()
	p, err := ask(e, "task.listen", gathering.PlanOf(act, e.scope, of))
	return severalList{e.Words.T("planned.who"), verbOfPlan(p), func() ([]bulk.Item, error) {
		return itemsOf(e, gathering.InvitedTo(e.scope, of, noneShown), func(r gathering.InvitedRow) bulk.Item {
			return bulk.Item{Household: r.Household.ID, Journey: r.Journey, Step: r.Step}
		})
	}}, err
}

// planOptions are the visits that are planned and to come, or the other gatherings.
func (e *errand) planOptions(visits bool) (options []page.Option, err error) {
	act, _ := e.plansAct()
	rows, err := ask(e, "task.visit", gathering.Plans(act, e.scope, perPage))
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(r gathering.PlanRow) bool { return r.IsVisit() != visits || r.Day < e.today })
	var of []id.ID
	for _, r := range rows {
		of = append(of, r.Site, r.About)
	}
	names, err := e.placeNames(of...)
	for _, r := range rows {
		free := ""
		if r.Room > 0 && e.PathValue("deed") != "" { // where it is chosen: beside what came of it, the room is another
			free = e.Words.T("planned.free", words.Args{"Free": max(r.Room-r.Invited, 0)})
		}
		options = append(options, page.Option{Value: r.ID.String(),
			Label: e.Words.List(notEmpty(e.Words.Date(r.Day), word(e.Words, "gathering_kind", string(r.Kind)), names[r.Site], names[r.About], free))})
	}
	return options, err
}

// plansTold says of each visit or meeting in a story to which somebody was asked to come which it is: its day, its kind and its places, as they stand now.
func (p Pages) plansTold(r *web.Request, act access.Act, scope access.Scope, story []journey.Event) (map[id.ID]string, error) {
	var plans, places []id.ID
	for _, e := range story {
		if !e.Plan.IsZero() && !slices.Contains(plans, e.Plan) {
			plans = append(plans, e.Plan)
		}
	}
	if len(plans) == 0 {
		return nil, nil
	}
	all, err := asked(p, r, "task.household", gathering.PlansNamed(act, scope, plans))
	if err != nil {
		return nil, err
	}
	for _, i := range all {
		places = append(places, i.Site, i.About)
	}
	names, err := p.placesNamed(r, "task.household", places...)
	told := map[id.ID]string{}
	for _, i := range all {
		told[i.Plan] = planTold(r.Words, names, i)
	}
	return told, err
}

// planTold is which visit or meeting a plan is.
func planTold(w *words.Printer, names placeNames, i gathering.Invitation) string {
	return w.List(notEmpty(w.Date(i.Day), word(w, "gathering_kind", string(i.Kind)), names.of(i.Site), names.of(i.About)))
}

// invitedTo says to what a household is asked to come, for its file, and what of that was called off.
func (p Pages) invitedTo(r *web.Request, scope access.Scope, household id.ID) (links []page.Link, err error) {
	if !p.may(r.Visitor, access.PeopleList, scope) {
		return nil, nil
	}
	all, err := asked(p, r, "task.household", gathering.InvitationsOf(scope, household))
	if err != nil || len(all) == 0 {
		return nil, err
	}
	var of []id.ID
	for _, i := range all {
		of = append(of, i.Site, i.About)
	}
	names, err := p.placesNamed(r, "task.household", of...)
	w := r.Words
	for _, i := range all {
		key := "planned.invited_to"
		if i.Off {
			key = "planned.called_off_for_them"
		}
		links = append(links, page.Link{Text: w.T(key, words.Args{"What": planTold(w, names, i)}), To: plannedPath + i.Plan.String()})
	}
	return links, err
}
