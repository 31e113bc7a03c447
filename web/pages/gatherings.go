// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"

	"github.com/a-h/templ"

	"safar/field/gathering"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// addGatherings adds the pages of listening and showing: focus groups, informants, assessments, visits, sessions, and who sat there.
func (o *office) addGatherings() {
	o.handle("GET /gatherings", showGatherings)
	o.handle("GET /listening/{place}", showListening)
	o.handle("GET /listening/{place}/surveys", showCrossed)
	o.handle("GET /surveys", showSites)
	o.handle("GET /gatherings/{id}", showGathering)
	o.handle("GET /gatherings/new", chooseMeeting)
	o.serve("/gatherings/record", duty{act: access.GatheringHold, show: recordTask, send: recordSession})
	o.serve("/gatherings/{id}/correct", duty{act: access.GatheringHold, show: correctTask, send: correctSession})
	o.handle("GET /gatherings/{id}/roll", showRoll)
	o.handle("POST /gatherings/{id}/roll", callRoll)
	o.serve("/gatherings/{id}/attend", duty{act: access.GatheringAttend, show: attendTask, send: findAttending})
	o.serve("/gatherings/{id}/attend/{household}", duty{act: access.GatheringAttend, show: attendWhoTask, send: attend})
}

func showGatherings(e *errand) error {
	w := e.Words
	hold := e.may(access.GatheringHold)
	if !e.may(access.FiguresRead) && !hold {
		return access.May(e.Visitor.Actor, access.FiguresRead, e.scope, e.today)
	}
	ways := join(e.way(hold, "gatherings.record", "/gatherings/new"), e.way(hold, "planned.arrange", plannedPath+"session"),
		e.way(e.may(access.VisitPlan), "planned.arrange_visit", plannedPath+"visit"), e.way(e.may(access.FiguresRead), "surveys.sites", "/surveys"))
	parts, err := e.plannedParts()
	if err != nil {
		return err
	}
	if e.may(access.FiguresRead) {
		sites, err := ask(e, "task.find_the_way", places.Of(places.Site))
		if err != nil {
			return err
		}
		links := make([]page.Link, 0, len(sites))
		for _, s := range sites {
			links = append(links, page.Link{Text: s.Name, To: "/listening/" + s.ID.String()})
		}
		rows, err := ask(e, "task.listen", gathering.Sessions(e.scope, 1000))
		if err != nil {
			return err
		}
		cut, pages := pageOf(e, rows, perPage)
		g, err := sessionsGrid(e, cut)
		if err != nil {
			return err
		}
		parts = append(parts, headed(w.T("gatherings.by_site"), doors(links)), headed(w.T("gatherings.sessions"), gridOf(g), page.Pager(w, pages)))
	}
	return e.Show(officePage(e.frame(w.T("gatherings.title")), w.T("gatherings.lead"), ways, parts...))
}

func sessionsGrid(e *errand, rows []gathering.Row) (grid, error) {
	w := e.Words
	var of []id.ID
	for _, r := range rows {
		of = append(of, r.Site, r.About)
	}
	names, err := e.placeNames(of...)
	g := grid{caption: w.T("gatherings.sessions"), empty: w.T("gatherings.none"),
		columns: columns(w, "office.day", "gatherings.kind", "gatherings.where", "gatherings.topic", "#office.persons")}
	for _, r := range rows {
		when := day(w, r.Day)
		if e.may(access.GatheringHold) {
			when = linked(w.Date(r.Day), "/gatherings/"+r.ID.String())
		}
		g.rows = append(g.rows, []templ.Component{when, plain(word(w, "gathering_kind", string(r.Kind))), plain(w.List(notEmpty(names[r.Site], names[r.About]))),
			plain(r.Topic), num(w, r.Persons)})
	}
	return g, err
}

func notEmpty(texts ...string) []string {
	return slices.DeleteFunc(texts, func(t string) bool { return t == "" })
}

func showListening(e *errand) error {
	place, err := e.PathID("place")
	if err != nil {
		return err
	}
	l, err := ask(e, "task.listen", gathering.ListeningAt(e.scope, place))
	if err != nil {
		return err
	}
	name, err := e.placeName(place)
	if err != nil {
		return err
	}
	w := e.Words
	kinds := grid{caption: w.T("gatherings.how"), empty: w.T("gatherings.none"), columns: columns(w, "gatherings.kind", "#gatherings.sessions", "#office.persons")}
	for _, k := range l.Kinds {
		kinds.rows = append(kinds.rows, []templ.Component{plain(word(w, "gathering_kind", string(k.Kind))), num(w, k.Sessions), num(w, k.Persons)})
	}
	cut, pages := pageOf(e, l.Said, perPage)
	g, err := sessionsGrid(e, cut)
	if err != nil {
		return err
	}
	parts := []templ.Component{headed(w.T("gatherings.how"), gridOf(kinds)), headed(w.T("gatherings.took_part"), gridOf(tookGrid(w, l.Took)))}
	if said := saidParts(w, cut); len(said) > 0 {
		parts = append(parts, headed(w.T("gatherings.said"), said...))
	}
	heard, err := ask(e, "task.listen", gathering.HeardAt(e.scope, place, e.formsOf(e.Request)))
	if err != nil {
		return err
	}
	for _, h := range heard {
		parts = append(parts, heardPart(e, h))
	}
	surveys, err := ask(e, "task.listen", journey.SurveysAt(e.scope, place))
	if err != nil {
		return err
	}
	for _, s := range surveys {
		parts = append(parts, surveyPart(e, s))
	}
	ways := e.way(len(surveys) > 0, "surveys.crossed", "/listening/"+place.String()+"/surveys")
	parts = append(parts, headed(w.T("gatherings.sessions"), gridOf(g), page.Pager(w, pages)))
	return e.Show(officePage(e.frame(name, e.crumb("gatherings.title", "/gatherings")), w.T("gatherings.at_lead"), ways, parts...))
}

// saidParts are what was said in the last sessions, for those who may read it.
func saidParts(w *words.Printer, rows []gathering.Row) (parts []templ.Component) {
	for _, r := range rows {
		if r.Summary != "" && len(parts) < 8 {
			parts = append(parts, saidPart(w, r.Day, word(w, "gathering_kind", string(r.Kind)), r.Summary))
		}
	}
	return parts
}

func tookGrid(w *words.Printer, took []gathering.TookPart) grid {
	g := grid{caption: w.T("gatherings.took_part"), empty: w.T("gatherings.nobody"),
		columns: columns(w, "gatherings.sex", "gatherings.ages", "gatherings.disability", "#office.persons")}
	for _, t := range took {
		g.rows = append(g.rows, []templ.Component{plain(w.T("sex_of." + sexKey(t.Sex))), ltr(agesName(w, t.Ages)), plain(w.T("disability." + answerKey(t.Disability))),
			num(w, t.Persons)})
	}
	return g
}

func sexKey(s people.Sex) string {
	switch s {
	case people.Female:
		return "female"
	case people.Male:
		return "male"
	case people.OtherSex:
		return "other"
	}
	return "unknown"
}

func answerKey(a people.Answer) string {
	switch a {
	case people.Yes:
		return "yes"
	case people.No:
		return "no"
	}
	return "unknown"
}

func agesName(w *words.Printer, ages string) string {
	if ages == "" {
		return w.T("gatherings.ages_unknown")
	}
	return ages
}

// answeredPart is what was answered to the form of a gathering, in the words of the reader.
func answeredPart(e *errand, s gathering.Sheet) templ.Component {
	form := formThen(s.Form, e.speech(e.Words, s.Programme).form(s.FormID))
	return headed(formLabel(e.Words, form, s.FormID), answersPart(e.Words, answersShown(e.Words, form, s.Answers)))
}

func showGathering(e *errand) error {
	of, err := e.PathID("id")
	if err != nil {
		return err
	}
	s, err := ask(e, "task.listen", gathering.OneWith(e.scope, of, e.formsOf(e.Request)))
	if err != nil {
		return err
	}
	names, err := e.placeNames(s.Row.Site, s.Row.About)
	if err != nil {
		return err
	}
	w, r := e.Words, s.Row
	terms := []page.Term{{Label: w.T("office.day"), Value: w.Date(r.Day), Class: "date"}, {Label: w.T("gatherings.kind"), Value: word(w, "gathering_kind", string(r.Kind))},
		{Label: w.T("gatherings.site"), Value: names[r.Site]}, {Label: w.T("gatherings.about"), Value: names[r.About]}, {Label: w.T("gatherings.topic"), Value: r.Topic},
		{Label: w.T("gatherings.language"), Value: languageName(w, r.Language)}, {Label: w.T("gatherings.transport"), Value: word(w, "vehicle", r.Transport)},
		{Label: w.T("gatherings.leaders"), Value: w.Number(int64(r.Leaders)), Class: "number"}}
	terms = slices.DeleteFunc(terms, func(t page.Term) bool { return t.Value == "" })
	found := grid{caption: w.T("gatherings.found"), columns: columns(w, "villages.aspect", "villages.found")}
	for _, f := range r.Found {
		found.rows = append(found.rows, []templ.Component{plain(word(w, "aspect", f.Aspect)), plain(f.Value)})
	}
	parts := []templ.Component{page.Facts(w, terms), headed(w.T("gatherings.took_part"), gridOf(tookGrid(w, s.Took)))}
	if len(found.rows) > 0 {
		parts = append(parts, headed(w.T("gatherings.found"), gridOf(found)))
	}
	if r.Summary != "" || len(r.Names) > 0 {
		parts = append(parts, headed(w.T("gatherings.said"), saidPart(w, r.Day, w.List(r.Names), r.Summary)))
	}
	if len(s.Answers) > 0 {
		parts = append(parts, answeredPart(e, s))
	}
	there, err := e.attendedPart(s)
	if err != nil {
		return err
	}
	parts = append(parts, there)
	history, err := historyPart(e, s)
	if err != nil {
		return err
	}
	parts = append(parts, history)
	at := "/gatherings/" + of.String()
	ways := join(e.way(e.may(access.GatheringAttend) && e.may(access.PeopleSearch), "gatherings.roll", at+"/roll"),
		e.way(e.may(access.GatheringAttend) && e.may(access.PeopleSearch), "gatherings.papers", at+"/papers"),
		e.way(e.may(access.GatheringAttend) && e.may(access.PeopleSearch), "gatherings.attend", at+"/attend"),
		e.way(e.may(access.GatheringHold), "gatherings.correct", at+"/correct"), e.way(!s.Plan.IsZero(), "planned.came_of", plannedPath+s.Plan.String()))
	return e.Show(officePage(e.frame(word(w, "gathering_kind", string(r.Kind)), e.crumb("gatherings.title", "/gatherings")), "", ways, parts...))
}
