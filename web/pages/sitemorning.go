// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"safar/desk"
	"safar/field/committee"
	"safar/field/journey"
	"safar/field/places"
	"safar/field/standards"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// A site manager opens the page of a site every morning: what waits there, who lives there, who speaks for them, who does what, how one gets there and what may harm. What a reader may not know is not there.

// The kinds of subjects that the page of a site reads beside its committees and facilities, and their attributes, as a programme declares them.
const (
	serviceKind = "service"
	hazardKind  = "hazard"
)

// mostOfKind bounds how many of a kind the page of a site reads.
const mostOfKind = 500

// addMorning adds what is written down from the page of a site.
func (o *office) addMorning() {
	o.serve("/sites/{site}/road", duty{act: access.PlacesDescribe, commons: true, show: roadTask, send: sayRoad})
}

// morning is what the page of a site shows of this day, as far as it is for the reader.
func (p Pages) morning(r *web.Request, sheet places.Sheet) ([]templ.Component, error) {
	e, err := (&office{Pages: p}).errand(r)
	if err != nil || e.scope == (access.Scope{}) {
		return nil, err
	}
	var parts []templ.Component
	for _, part := range []func(places.Sheet) (templ.Component, error){e.waitsPart, e.livesPart, e.speaksPart, e.servicesPart, e.roadPart, e.hazardsPart} {
		shown, err := part(sheet)
		if err != nil {
			return nil, err
		}
		if shown != nil {
			parts = append(parts, shown)
		}
	}
	return parts, nil
}

// waitsPart is what waits at the site: what is below the standards and whose it is, what committees decided, terms that have ended, and what is to be looked at again.
func (e *errand) waitsPart(sheet places.Sheet) (templ.Component, error) {
	if !e.may(access.SubjectsRead) {
		return nil, nil
	}
	counted, err := e.population()
	if err != nil {
		return nil, err
	}
	h, err := e.holdSite(sheet.Row, counted, 0)
	if err != nil {
		return nil, err
	}
	w := e.Words
	g := grid{caption: w.T("morning.waits"), empty: w.T("morning.nothing_waits"), columns: columns(w, "morning.what", "standards.whose", "morning.until")}
	for _, b := range e.breaches([]heldSite{h}) {
		g.rows = append(g.rows, b.waits(e))
	}
	for _, add := range []func(id.ID) ([][]templ.Component, error){e.decisionsWaiting, e.termsEnded, e.looksWaiting} {
		rows, err := add(sheet.Row.ID)
		if err != nil {
			return nil, err
		}
		g.rows = append(g.rows, rows...)
	}
	told := h.summary(w)
	if len(h.Answers) == 0 {
		told = templ.NopComponent
	}
	return headed(w.T("morning.waits"), told, gridOf(g)), nil
}

// waits is a breach among what waits.
func (b breached) waits(e *errand) []templ.Component {
	w := e.Words
	what := cells(linked(w.T("morning.below", words.Args{"Standard": standardName(w, b.Standard)}), standardsPath(b.Site)), hushed(e.toDo(b.AnswerRow)))
	if len(b.Assigned) == 0 {
		whose := templ.Component(hushed(w.T("morning.nobodys")))
		if e.may(access.SubjectsStep) {
			whose = linked(w.T("standards.assign"), breachPath(b.Breach))
		}
		return []templ.Component{what, whose, plain("")}
	}
	var whose, until []templ.Component
	for _, t := range b.Assigned {
		whose, until = append(whose, plain(t.Name)), append(until, dueCell(w, t.Until, e.today))
	}
	return []templ.Component{what, cells(whose...), cells(until...)}
}

// dueCell is a day by which something is to be done, and says that it is past.
func dueCell(w *words.Printer, until, today clock.Day) templ.Component {
	if until < today {
		return cells(day(w, until), status(page.Warn, w.T("morning.past")))
	}
	return day(w, until)
}

// mostToShow bounds how many of one sort of what waits are shown.
const mostToShow = 10

// decisionsWaiting are the open decisions of the committees of a site.
func (e *errand) decisionsWaiting(site id.ID) (rows [][]templ.Component, err error) {
	all, err := ask(e, "task.sites", committee.OpenAtSite(e.scope, site))
	for _, d := range all[:min(len(all), mostToShow)] {
		rows = append(rows, []templ.Component{cells(linked(d.What, committeePath(d.Committee)), hushed(d.Called)), plain(e.ownerOf(d)), dueCell(e.Words, d.Until, e.today)})
	}
	return rows, err
}

// termsEnded are the committees whose term has ended.
func (e *errand) termsEnded(site id.ID) (rows [][]templ.Component, err error) {
	all, err := ask(e, "task.sites", committee.AtSite(e.scope, site))
	for _, c := range all {
		if c.TermEnded(e.today) {
			rows = append(rows, []templ.Component{linked(e.Words.T("morning.term_ended", words.Args{"Committee": calledOf(e.Words, c.Subject)}), committeePath(c.Subject.ID)),
				plain(e.Words.T("committee.the_committee")), dueCell(e.Words, c.Until, e.today)})
		}
	}
	return rows, err
}

// looksWaiting are the facilities of a site that wait for somebody to look at them again.
func (e *errand) looksWaiting(site id.ID) (rows [][]templ.Component, err error) {
	all, err := ask(e, "task.sites", journey.SubjectsAt(e.scope, standards.FacilityKind, site, mostOfKind))
	for _, f := range all {
		if f.State == "ready" && len(rows) < mostToShow {
			what := e.Words.T("story.step", words.Args{"Step": e.speech(e.Words, f.Programme).step(f.Step), "What": calledOf(e.Words, f.Subject)})
			rows = append(rows, []templ.Component{linked(what, subjectPath(standards.FacilityKind, f.Subject.ID)), hushed(e.Words.T("morning.office")), plain("")})
		}
	}
	return rows, err
}

// speaksPart is who speaks for those who live there.
func (e *errand) speaksPart(sheet places.Sheet) (templ.Component, error) {
	if !e.may(access.SubjectsRead) {
		return nil, nil
	}
	all, err := ask(e, "task.sites", committee.AtSite(e.scope, sheet.Row.ID))
	if err != nil {
		return nil, err
	}
	w := e.Words
	g := grid{caption: w.T("morning.speaks"), empty: w.T("morning.no_committee"), columns: columns(w, "morning.committee", "#subjects.members", "#morning.women", "#morning.trained", "morning.term")}
	var members, women, trained int64
	for _, c := range all {
		members, women, trained = members+int64(c.Subject.Members), women+int64(c.Subject.Women), trained+int64(c.Trained)
		g.rows = append(g.rows, []templ.Component{linked(calledOf(w, c.Subject), committeePath(c.Subject.ID)), num(w, c.Subject.Members), womenCell(w, c.Subject), num(w, c.Trained), e.termCell(c)})
	}
	var told templ.Component = templ.NopComponent
	if members > 0 {
		told = paragraph(w.T("morning.speaks_said", words.Args{"Committees": w.N("morning.committees", int64(len(all))), "Members": w.N("morning.members", members),
			"Women": w.Percent(women, members), "Trained": trained}))
	}
	return headed(w.T("morning.speaks"), told, gridOf(g)), nil
}

// womenCell says how many women are of a committee, and that there is none.
func womenCell(w *words.Printer, c subjects.Row) templ.Component {
	if c.Women == 0 && c.Members > 0 {
		return cells(num(w, 0), status(page.Warn, w.T("morning.all_men")))
	}
	return num(w, c.Women)
}

// termCell says until when a committee was chosen.
func (e *errand) termCell(c committee.Row) templ.Component {
	switch w := e.Words; {
	case !c.Until.Known():
		return hushed(w.T("standards.no_value"))
	case c.TermEnded(e.today):
		return cells(day(w, c.Until), status(page.Warn, w.T("morning.ended")))
	default:
		return day(w, c.Until)
	}
}

// servicesPart is who does what in the site, since and until when, and for how many.
func (e *errand) servicesPart(sheet places.Sheet) (templ.Component, error) {
	rows, may, err := e.ofKind(serviceKind, sheet.Row.ID)
	if err != nil || !may {
		return nil, err
	}
	w := e.Words
	g := grid{caption: w.T("morning.services"), empty: w.T("morning.no_service"), columns: columns(w, "morning.service", "morning.provider", "morning.since", "morning.until", "#morning.for_people")}
	for _, s := range rows {
		until := attributeDay(s.Subject, "ends")
		shown := templ.Component(hushed(w.T("standards.no_value")))
		if until.Known() {
			shown = dueCell(w, until, e.today)
		}
		g.rows = append(g.rows, []templ.Component{linked(e.serviceSaid(s.Subject), subjectPath(serviceKind, s.Subject.ID)), plain(attributeOf(s.Subject, "provider")),
			dayOrNone(w, attributeDay(s.Subject, "begins")), shown, countOrNone(w, attributeOf(s.Subject, "people"))})
	}
	return headed(w.T("morning.services"), gridOf(g), doors(e.addingTo(serviceKind))), nil
}

// serviceSaid says what is done: of which sort it is, and its name.
func (e *errand) serviceSaid(s subjects.Row) string {
	return e.Words.List(notEmpty(e.saidOr(attributeOf(s, "service")), s.Name))
}

// hazardsPart is what may harm people in the site.
func (e *errand) hazardsPart(sheet places.Sheet) (templ.Component, error) {
	rows, may, err := e.ofKind(hazardKind, sheet.Row.ID)
	if err != nil || !may {
		return nil, err
	}
	w := e.Words
	g := grid{caption: w.T("morning.hazards"), empty: w.T("morning.no_hazard"), columns: columns(w, "morning.hazard", "morning.how_bad", "morning.since", "morning.source")}
	for _, s := range rows {
		bad := attributeOf(s.Subject, "how_bad")
		tone := page.Warn
		if bad == "grave" {
			tone = page.Bad
		}
		g.rows = append(g.rows, []templ.Component{linked(w.List(notEmpty(e.saidOr(attributeOf(s.Subject, "hazard")), s.Subject.Name)), subjectPath(hazardKind, s.Subject.ID)),
			status(tone, e.saidOr(bad)), dayOrNone(w, attributeDay(s.Subject, "noticed")), plain(attributeOf(s.Subject, "source"))})
	}
	return headed(w.T("morning.hazards"), gridOf(g), doors(e.addingTo(hazardKind))), nil
}

// ofKind reads the subjects of a kind that are at a site; may is false where no programme in force knows such, or they are not for the reader.
func (e *errand) ofKind(kind string, site id.ID) (rows []journey.SubjectRow, may bool, err error) {
	kinds, err := e.kinds()
	if err != nil || !slices.ContainsFunc(kinds, func(k kindShown) bool { return k.kind == kind }) {
		return nil, false, err
	}
	rows, err = ask(e, "task.sites", journey.SubjectsAt(e.scope, kind, site, mostOfKind))
	return rows, true, err
}

// addingTo leads to where one of a kind is added.
func (e *errand) addingTo(kind string) []page.Link {
	return e.way(e.may(subjects.ActsOf(kind).Add), "morning.add_"+kind, kindPath(kind)+"/add")
}

// roadPart is how one gets to the site: what was said of it last, by whom and when.
func (e *errand) roadPart(sheet places.Sheet) (templ.Component, error) {
	w := e.Words
	told := []templ.Component{page.Empty(w.T("morning.no_road"))}
	for i, a := range slices.DeleteFunc(slices.Clone(sheet.Profile), func(a places.AspectRow) bool { return a.Aspect != roadAspect }) {
		if i == 0 {
			told = nil
		}
		told = append(told, para(plain(a.Value), hushed(w.T("morning.road_said", words.Args{"Source": word(w, "source", a.Source), "Day": a.Day}))))
		if a.Old {
			told = append(told, para(status(page.Warn, w.T("villages.old"))))
		}
	}
	told = append(told, doors(e.way(e.mayInCommons(access.PlacesDescribe), "morning.say_road", sitePath(sheet.Row.ID)+"/road")))
	return headed(w.T("morning.road"), told...), nil
}

// roadAspect is the aspect of a place's profile that says how one gets there.
const roadAspect = "road"

// roadTask asks how one gets to a site.
func roadTask(e *errand) (*task, error) {
	sheet, err := e.siteSheet(e.Request)
	if err != nil {
		return nil, err
	}
	at := sitePath(sheet.Row.ID)
	return &task{title: "morning.say_road", lead: "morning.say_road_lead", do: "form.save", back: at, crumbs: []page.Link{e.crumb("sites.title", "/sites"), {Text: sheet.Row.Name, To: at}},
		blanks: []blank{e.blank(asArea, "value", "morning.road").hinted(e.Words.T("morning.road_hint")), e.blank(asInput, "source", "villages.source").hinted(e.Words.T("villages.source_hint")),
			e.dayBlank("day", "villages.day")}}, nil
}

func sayRoad(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("site")
	if err != nil {
		return "", "", err
	}
	c := places.Observe{Place: of, Observation: places.Observation{Aspect: roadAspect, Value: in.must("value"), Source: in.must("source"), Day: in.mustDay("day")}}
	if c.Observation.Day > e.today && in.faults["day"] == "" {
		in.blame("day", "morning.not_yet")
	}
	if in.wrong() {
		return "", "", nil
	}
	_, err = e.do(access.Commons, []desk.Command{c}...)
	return sitePath(of), "saved", err
}

// attributeOf is what is known of a subject under a name; "" where nothing is.
func attributeOf(row subjects.Row, name string) string {
	for _, a := range row.Attributes {
		if a.Name == name {
			return a.Value
		}
	}
	return ""
}

// attributeDay is a day that is known of a subject; NoDay where none is.
func attributeDay(row subjects.Row, name string) clock.Day {
	day, err := clock.ParseDay(attributeOf(row, name))
	if err != nil {
		return clock.NoDay
	}
	return day
}

func dayOrNone(w *words.Printer, on clock.Day) templ.Component {
	if !on.Known() {
		return hushed(w.T("standards.no_value"))
	}
	return day(w, on)
}

func countOrNone(w *words.Printer, text string) templ.Component {
	n, err := strconv.Atoi(text)
	if err != nil {
		return hushed(w.T("standards.no_value"))
	}
	return num(w, n)
}
