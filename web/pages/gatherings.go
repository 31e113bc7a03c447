// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"safar/desk"
	"safar/field/gathering"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// addGatherings adds the pages of listening and showing: focus groups, informants, assessments, visits, sessions, and who sat there.
func (o *office) addGatherings() {
	o.handle("GET /gatherings", showGatherings)
	o.handle("GET /listening/{place}", showListening)
	o.handle("GET /gatherings/{id}", showGathering)
	o.serve("/gatherings/record", duty{act: access.GatheringHold, show: recordTask, send: recordSession})
	o.serve("/gatherings/{id}/attend", duty{act: access.GatheringAttend, show: attendTask, send: findAttending})
	o.serve("/gatherings/{id}/attend/{household}", duty{act: access.GatheringAttend, show: attendWhoTask, send: attend})
}

func showGatherings(e *errand) error {
	w := e.Words
	hold := e.may(access.GatheringHold)
	if !e.may(access.FiguresRead) && !hold {
		return access.May(e.Visitor.Actor, access.FiguresRead, e.scope, e.today)
	}
	ways := e.way(hold, "gatherings.record", "/gatherings/record")
	var parts []templ.Component
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
	parts = append(parts, headed(w.T("gatherings.sessions"), gridOf(g), page.Pager(w, pages)))
	return e.Show(officePage(e.frame(name, e.crumb("gatherings.title", "/gatherings")), w.T("gatherings.at_lead"), nil, parts...))
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

func showGathering(e *errand) error {
	of, err := e.PathID("id")
	if err != nil {
		return err
	}
	s, err := ask(e, "task.listen", gathering.One(e.scope, of))
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
	parts = append(parts, headed(w.T("gatherings.attendance"), plain(w.N("count.households", int64(len(s.Journeys))))))
	ways := e.way(e.may(access.GatheringAttend) && e.may(access.PeopleSearch), "gatherings.attend", "/gatherings/"+of.String()+"/attend")
	return e.Show(officePage(e.frame(word(w, "gathering_kind", string(r.Kind)), e.crumb("gatherings.title", "/gatherings")), "", ways, parts...))
}

// The columns of the sheet of those who took part.
var countedSexes = []struct {
	sex        people.Sex
	disability people.Answer
	key        string
}{{people.Female, people.No, "gatherings.women"}, {people.Female, people.Yes, "gatherings.women_disability"}, {people.Male, people.No, "gatherings.men"},
	{people.Male, people.Yes, "gatherings.men_disability"}}

// countName is the name of one number of the sheet.
func countName(ages string, column int) string { return "c_" + ages + "_" + strconv.Itoa(column) }

// countedAges are the age bands, and those of whom nobody asked.
func countedAges() []string {
	var names []string
	for _, b := range programme.AgeBands {
		names = append(names, b.Name)
	}
	return append(names, "")
}

func kindOptions(w *words.Printer) []page.Option {
	var options []page.Option
	for _, k := range gathering.Kinds() {
		options = append(options, page.Option{Value: string(k), Label: word(w, "gathering_kind", string(k))})
	}
	return options
}

func recordTask(e *errand) (*task, error) {
	sites, err := e.placeOptions(places.Site)
	if err != nil {
		return nil, err
	}
	about, err := e.placeOptions(places.Village, places.Municipality)
	if err != nil {
		return nil, err
	}
	w := e.Words
	t := &task{title: "gatherings.record", lead: "gatherings.record_lead", do: "page.save", back: "/gatherings",
		crumbs: []page.Link{e.crumb("gatherings.title", "/gatherings")}, below: countSheet(e),
		blanks: []blank{e.blank(asSelect, "kind", "gatherings.kind").of(kindOptions(w)), e.dayBlank("day", "office.day"),
			e.blank(asSelect, "site", "gatherings.site").of(sites).optional(), e.blank(asSelect, "about", "gatherings.about").of(about).optional(),
			e.blank(asInput, "topic", "gatherings.topic").optional(), e.blank(asSelect, "language", "gatherings.language").of(languageOptions(w)).optional(),
			e.blank(asArea, "summary", "gatherings.said").hinted(w.T("gatherings.said_hint")).optional(),
			e.blank(asSelect, "transport", "gatherings.transport").of(optionsOf(w, "vehicle", append(slices.Clone(vehicles), "on_foot")...)).hinted(w.T("gatherings.visit_only")).optional(),
			e.blank(asArea, "leaders", "gatherings.leaders").hinted(w.T("gatherings.leaders_hint")).optional()}}
	e.forStep(t)
	for _, a := range profileAspects {
		t.blanks = append(t.blanks, blank{Field: page.Field{Name: "found_" + a, Label: w.T("gatherings.found_of", words.Args{"Aspect": word(w, "aspect", a)}), Optional: true}})
	}
	return t, nil
}

// forStep has a meeting count for the step of a site's way from which somebody came to the form.
func (e *errand) forStep(t *task) {
	t.blanks = append(t.blanks, e.blank(asHidden, "journey", "gatherings.for_step"), e.blank(asHidden, "step", "gatherings.for_step"))
	if step := e.URL.Query().Get("step"); step != "" {
		t.about = page.Facts(e.Words, []page.Term{{Label: e.Words.T("gatherings.for_step"), Value: e.say("steps", step)}})
	}
}

func recordSession(e *errand, in *input) (string, string, error) {
	c := gathering.RecordSession{Day: in.mustDay("day"), Journey: in.id("journey"), Step: in.text("step"), Words: gathering.Words{Summary: in.text("summary"), Leaders: linesIn(in.text("leaders"))},
		Session: gathering.Session{Kind: gathering.Kind(in.pick("kind", kindOptions(e.Words))), Site: in.id("site"), About: in.id("about"), Topic: in.text("topic"),
			Language: in.text("language"), Facilitator: e.Visitor.Actor.User, Transport: in.text("transport")}}
	for _, ages := range countedAges() {
		for i, col := range countedSexes {
			if n := in.count(countName(ages, i)); n > 0 {
				c.Session.Counts = append(c.Session.Counts, gathering.Count{Sex: col.sex, Ages: ages, Disability: col.disability, Persons: n})
			}
		}
	}
	for _, a := range profileAspects {
		if found := in.text("found_" + a); found != "" {
			c.Session.Found = append(c.Session.Found, gathering.Finding{Aspect: a, Value: found})
		}
	}
	if in.wrong() {
		return "", "", nil
	}
	r, err := e.do(e.scope, c)
	if err != nil || len(r.IDs) == 0 {
		return "/gatherings", "saved", err
	}
	to := "/gatherings/" + r.IDs[0].String()
	if !c.Journey.IsZero() {
		to = sitePath(c.Session.Site)
	}
	return to, "saved", e.profileFrom(c)
}

// profileFrom puts what visitors found into the profile of the village, where who records it may describe places.
func (e *errand) profileFrom(c gathering.RecordSession) error {
	if len(c.Session.Found) == 0 || c.Session.About.IsZero() || !e.mayInCommons(access.PlacesDescribe) {
		return nil
	}
	form, err := e.Command()
	for i, f := range c.Session.Found {
		o := places.Observe{Place: c.Session.About, Observation: places.Observation{Aspect: f.Aspect, Value: f.Value, Source: string(c.Session.Kind), Day: c.Day}}
		if err == nil {
			_, err = e.op.Desk.Do(e.Context(), e.Visitor.Actor, access.Commons, numbered(form, i+1), o)
		}
	}
	return err
}

func linesIn(text string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

func attendTask(e *errand) (*task, error) {
	of, err := e.PathID("id")
	at := "/gatherings/" + of.String()
	return &task{title: "gatherings.attend", lead: "gatherings.attend_lead", do: "gatherings.find", back: at,
		crumbs: []page.Link{e.crumb("gatherings.title", "/gatherings")}, blanks: []blank{e.blank(asInput, "card", "gatherings.card")}}, err
}

// findAttending changes nothing: it finds the household and leads on.
func findAttending(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("id")
	if err != nil {
		return "", "", err
	}
	card := in.must("card")
	if in.wrong() {
		return "", "", nil
	}
	found, err := ask(e, "task.listen", journey.Search(e.scope, card, ""))
	if err != nil {
		return "", "", err
	}
	for _, row := range found.Rows {
		if len(found.Rows) == 1 || strings.EqualFold(row.Household.Card, card) {
			return "/gatherings/" + of.String() + "/attend/" + row.Household.ID.String(), "", nil
		}
	}
	return "", "", fault.New("pages.attend", fault.Invalid, "gatherings.no_such_household", nil)
}

// attending is a household at a gathering: its file, and the steps on which attendance can be recorded.
func (e *errand) attending() (gathering.Sheet, journey.File, []page.Option, error) {
	of, err := e.PathID("id")
	if err != nil {
		return gathering.Sheet{}, journey.File{}, nil, err
	}
	household, err := e.PathID("household")
	if err != nil {
		return gathering.Sheet{}, journey.File{}, nil, err
	}
	s, err := ask(e, "task.listen", gathering.One(e.scope, of))
	if err != nil {
		return s, journey.File{}, nil, err
	}
	file, err := ask(e, "task.listen", journey.FileOf(e.scope, household))
	var options []page.Option
	for _, way := range file.Ways {
		for _, step := range way.Steps {
			if step.Verb == "gather" || step.Verb == "visit" {
				options = append(options, page.Option{Value: way.ID.String() + "/" + step.ID, Label: e.say("steps", step.ID)})
			}
		}
	}
	return s, file, options, err
}

func attendWhoTask(e *errand) (*task, error) {
	s, file, options, err := e.attending()
	if err != nil {
		return nil, err
	}
	w := e.Words
	g := grid{caption: w.T("gatherings.who"), columns: columns(w, "gatherings.was_there", "trips.who")}
	for _, m := range file.People.Members {
		g.rows = append(g.rows, []templ.Component{tick("person", m.ID.String(), nameOf(m)), page.Name(nameOf(m))})
	}
	t := &task{title: "gatherings.attend", lead: "gatherings.attend_who_lead", do: "page.save", back: "/gatherings/" + s.Row.ID.String() + "/attend",
		crumbs: []page.Link{e.crumb("gatherings.title", "/gatherings")}, within: gridOf(g),
		blanks: []blank{e.blank(asSelect, "step", "gatherings.step").of(options)}}
	for _, o := range options {
		if strings.HasSuffix(o.Value, "/"+string(s.Row.Kind)) {
			t.blanks[0].Value = o.Value
		}
	}
	return t, nil
}

func attend(e *errand, in *input) (string, string, error) {
	s, _, options, err := e.attending()
	if err != nil {
		return "", "", err
	}
	of, step, _ := strings.Cut(in.pick("step", options), "/")
	if in.wrong() {
		return "", "", nil
	}
	way, err := id.Parse(of)
	if err != nil {
		return "", "", notThere("pages.attend")
	}
	var c desk.Command = gathering.Attend{Gathering: s.Row.ID, Journey: way, Step: step, Persons: ids(in.values["person"]), Day: s.Row.Day}
	_, err = e.do(e.scope, c)
	return "/gatherings/" + s.Row.ID.String() + "/attend", "saved", err
}
