// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"github.com/a-h/templ"

	"safar/field/capacity"
	"safar/field/movement"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// addVillages adds the pages of villages: what they are like, whether they are safe, and who is concerned when they are not.
func (o *office) addVillages() {
	o.handle("GET /villages", showVillages)
	o.handle("GET /villages/{id}", showVillage)
	o.handle("GET /villages/{id}/concerned", showConcerned)
	o.handle("GET /villages/{id}/decisions", showDecisions)
	o.serve("/villages/{id}/observe", duty{act: access.PlacesDescribe, commons: true, show: observeTask, send: observe})
	o.serve("/villages/{id}/plots", duty{act: access.CapacityOffer, commons: true, show: plotsTask, send: offerPlots})
	o.serve("/villages/{id}/grant", duty{act: access.CapacityQuota, commons: true, show: grantPlotsTask, send: grantPlots})
	o.serve("/villages/{id}/report", duty{act: access.PlacesReportSafety, commons: true, show: reportTask, send: reportSafety})
	o.serve("/villages/{id}/safe", duty{act: access.PlacesDecideSafety, commons: true, show: safeTask, send: decideSafe})
	o.serve("/villages/{id}/withdraw", duty{act: access.PlacesDecideSafety, commons: true, show: withdrawTask, send: withdrawSafety})
}

// The aspects of a profile and the kinds of sources that the forms offer; a file may bring others.
var (
	profileAspects = []string{"water", "school", "health_post", "land", "host_view", "road", "market", "mines"}
	sourceKinds    = []string{"key_informant", "visit", "community", "security_service", "partner"}
)

func showVillages(e *errand) error {
	all, err := e.lying(places.Village)
	if err != nil {
		return err
	}
	cut, pages := pageOf(e, all, perPage)
	rows := rowsOf(cut)
	room, err := e.roomAt(rows)
	if err != nil {
		return err
	}
	f := e.frame(e.Words.T("villages.title"))
	ways := e.way(e.mayInCommons(access.PlacesAdd), "places.add_village", "/villages/add")
	return e.Show(officePage(f, e.Words.T("villages.lead"), ways, gridOf(villagesGrid(e, rows, room)), page.Pager(e.Words, pages), mapPart(e.Words, cut)))
}

// rowsOf are the rows of places.
func rowsOf(all []placeShown) []places.Row {
	rows := make([]places.Row, len(all))
	for i, p := range all {
		rows[i] = p.Row
	}
	return rows
}

// roomAt counts the plots of villages, for those who may read figures; nil for others.
func (e *errand) roomAt(rows []places.Row) (map[id.ID]capacity.RoomRow, error) {
	if !e.may(access.FiguresRead) {
		return nil, nil
	}
	ids := make([]id.ID, 0, len(rows))
	for _, row := range rows {
		ids = append(ids, row.ID)
	}
	counted, err := ask(e, "task.find_the_way", capacity.RoomAt(e.scope, "plot", ids...))
	by := map[id.ID]capacity.RoomRow{}
	for _, row := range counted {
		by[row.Place] = row
	}
	return by, err
}

func villagesGrid(e *errand, rows []places.Row, room map[id.ID]capacity.RoomRow) grid {
	w := e.Words
	g := grid{caption: w.T("villages.title"), empty: w.T("villages.none"),
		columns: columns(w, "villages.village", "villages.safety", "villages.profile", "#villages.plots")}
	if room != nil {
		g.columns = append(g.columns, columns(w, "#villages.promised", "#villages.free")...)
	}
	for _, row := range rows {
		line := []templ.Component{linked(row.Name, "/villages/"+row.ID.String()), safetyChip(e, row), aged(w, row.ProfileDay, e.today),
			num(w, row.Plots)}
		if room != nil {
			line = append(line, num(w, room[row.ID].Promised), num(w, room[row.ID].Free()))
		}
		g.rows = append(g.rows, line)
	}
	return g
}

// safetyChip shows what was decided of a village, and when; and what contradicts it since.
func safetyChip(e *errand, row places.Row) templ.Component {
	w := e.Words
	switch {
	case !row.Decided:
		return page.Status(w, "safety_unknown")
	case row.Doubts > 0:
		return cells(page.Status(w, "safe"), status(page.Bad, w.N("villages.doubts", int64(row.Doubts))), aged(w, row.SafetyDay, e.today))
	case row.Partly:
		return cells(page.Status(w, "safe"), status(page.Warn, w.T("villages.partly")), aged(w, row.SafetyDay, e.today))
	case row.Safe:
		return cells(page.Status(w, "safe"), aged(w, row.SafetyDay, e.today))
	}
	return cells(page.Status(e.Words, "not_safe"), aged(e.Words, row.SafetyDay, e.today))
}

func (e *errand) village() (places.Sheet, error) {
	of, err := e.PathID("id")
	if err != nil {
		return places.Sheet{}, err
	}
	return ask(e, "task.find_the_way", places.One(of))
}

func showVillage(e *errand) error {
	s, err := e.village()
	if err != nil {
		return err
	}
	room, err := e.roomAt([]places.Row{s.Row})
	if err != nil {
		return err
	}
	custody, err := custodyPart(e, s.Row.ID)
	if err != nil {
		return err
	}
	at := "/villages/" + s.Row.ID.String()
	protection := e.mayInCommons(access.PlacesDecideSafety)
	ways := join(e.way(e.mayInCommons(access.PlacesDescribe), "villages.observe", at+"/observe"),
		e.way(e.mayInCommons(access.PlacesReportSafety), "villages.report", at+"/report"),
		e.way(protection, "villages.decide_safe", at+"/safe"), e.way(protection, "villages.withdraw", at+"/withdraw"),
		e.way(e.may(access.PeopleList), sayingOf(s.Row).title, at+"/concerned"),
		e.way(e.mayInCommons(access.CapacityOffer), "villages.offer_plots", at+"/plots"),
		e.way(e.mayInCommons(access.PlacesDescribe), "places.locate", at+"/locate"), e.way(e.mayInCommons(access.PlacesAdd), "places.rename", at+"/rename"))
	return e.Show(villagePage(e.frame(s.Row.Name, e.crumb("villages.title", "/villages")), e, s, room[s.Row.ID], room != nil, custody, ways))
}

func profileGrid(e *errand, s places.Sheet) grid {
	w := e.Words
	g := grid{caption: w.T("villages.profile"), empty: w.T("villages.no_profile"),
		columns: columns(w, "villages.aspect", "villages.found", "villages.source", "villages.day")}
	for _, a := range s.Profile {
		when := aged(w, a.Day, e.today)
		if a.Old {
			when = cells(when, status(page.Warn, w.T("villages.old")))
		}
		g.rows = append(g.rows, []templ.Component{plain(word(w, "aspect", a.Aspect)), plain(a.Value), plain(word(w, "source", a.Source)), when})
	}
	return g
}

func decisionsGrid(e *errand, s places.Sheet) grid {
	w := e.Words
	g := grid{caption: w.T("villages.decisions"), empty: w.T("villages.no_decision"),
		columns: columns(w, "villages.safety", "villages.for_whom", "villages.reason", "villages.day")}
	for _, d := range s.Decisions {
		state := "not_safe"
		if d.Safe {
			state = "safe"
		}
		g.rows = append(g.rows, []templ.Component{page.Status(w, state), plain(whoAndRoute(w, d.Group, d.Route)), plain(d.Reason), aged(w, d.Day, e.today)})
	}
	return g
}

func whoAndRoute(w *words.Printer, group, route string) string {
	who, by := w.T("villages.everyone"), w.T("villages.every_route")
	if group != "" {
		who = word(w, "group", group)
	}
	if route != "" {
		by = spaced(route)
	}
	return w.List([]string{who, by})
}

func reportsGrid(e *errand, s places.Sheet) grid {
	w := e.Words
	g := grid{caption: w.T("villages.reports"), empty: w.T("villages.no_report"),
		columns: columns(w, "villages.source", "villages.says", "villages.heard", "villages.words", "villages.day")}
	for _, r := range s.Reports[:min(len(s.Reports), 12)] {
		state := "not_safe"
		if r.Safe {
			state = "safe"
		}
		var heard []string
		if r.Women {
			heard = append(heard, w.T("villages.women"))
		}
		if r.Minority {
			heard = append(heard, w.T("villages.minority"))
		}
		when := aged(w, r.Day, e.today)
		if r.Old {
			when = cells(when, status(page.Warn, w.T("villages.old")))
		}
		g.rows = append(g.rows, []templ.Component{cells(plain(spaced(r.Source)), hushed(word(w, "source_kind", r.Kind))), page.Status(w, state),
			plain(w.List(heard)), plain(r.Words), when})
	}
	return g
}

// concerned are the people whom a withdrawal concerns, in the caseloads of who asks: those on the road before all others, and those who
// live there already after them.
type concerned struct {
	road  []movement.ArrivalRow
	held  []movement.ConcernedRow
	there []movement.SettledRow
}

func (e *errand) concernedBy(place id.ID) (c concerned, err error) {
	if !e.may(access.PeopleList) {
		return c, nil
	}
	e.scopes(func(e *errand) bool {
		var road []movement.ArrivalRow
		var held []movement.ConcernedRow
		if road, err = ask(e, "task.withdraw_safety", movement.OnTheRoadTo(e.scope, place)); err != nil {
			return false
		}
		if held, err = ask(e, "task.withdraw_safety", movement.ConcernedBy(e.scope, place)); err != nil {
			return false
		}
		there, err := ask(e, "task.withdraw_safety", movement.ArrivedAt(e.scope, place))
		c.road, c.held, c.there = append(c.road, road...), append(c.held, held...), append(c.there, there...)
		return err == nil
	})
	return c, err
}

// scopes calls f for each caseload of who asks, until it says no.
func (e *errand) scopes(f func(*errand) bool) {
	if !f(e) {
		return
	}
	for _, other := range e.others {
		there := *e
		there.scope = other
		if !f(&there) {
			return
		}
	}
}

func showConcerned(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.PeopleList, e.scope, e.today); err != nil {
		return err
	}
	s, err := e.village()
	if err != nil {
		return err
	}
	c, err := e.concernedBy(s.Row.ID)
	if err != nil {
		return err
	}
	say := sayingOf(s.Row)
	f := e.frame(e.Words.T(say.title), e.crumb("villages.title", "/villages"), page.Link{Text: s.Row.Name, To: "/villages/" + s.Row.ID.String()})
	return e.Show(officePage(f, e.Words.T(say.lead), nil, concernedParts(e, s.Row, c)...))
}

// householdPath is the page of a household's file.
func householdPath(of id.ID) string { return "/households/" + of.String() }

// birthPath is where a newborn is added to a household.
func birthPath(of id.ID) string { return householdPath(of) + "/newborn" }

// orDash writes a card number, or that it is not shown.
func orDash(w *words.Printer, text string) string {
	if text == "" {
		return w.T("office.file")
	}
	return text
}
