// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"
	"strconv"
	"strings"

	"safar/field/gathering"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

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

// counting is the meeting that is being recorded: of which kind, where, and the step of the site's way for which it counts.
type counting struct {
	kind gathering.Kind
	site id.ID
	way  id.ID // zero where it counts for none
	step string
	form *programme.Form // that the step asks; nil for none
}

// counting reads the meeting from the address or the form. One that was not begun from the site's page counts for the step of the site's way
// that is done by its kind, where there is one: what the programme wants asked there is asked from wherever one comes.
func (e *errand) counting() (m counting, err error) {
	m.kind, m.step = gathering.Kind(e.FormValue("kind")), e.FormValue("step")
	m.site, _ = id.Parse(e.FormValue("site"))
	m.way, _ = id.Parse(e.FormValue("journey"))
	if m.way.IsZero() && !m.site.IsZero() && m.kind != "" {
		if err := m.find(e); err != nil {
			return m, err
		}
	}
	if !m.way.IsZero() && m.step != "" {
		m.form, err = e.stepForm(access.GatheringHold, m.way, m.step)
	}
	return m, err
}

// find finds the step of the site's ways that is done by a meeting of this kind.
func (m *counting) find(e *errand) error {
	ways, err := ask(e, "task.find_the_way", journey.SubjectWays(access.GatheringHold, e.scope, m.site))
	for _, w := range ways {
		for _, s := range w.Way.Steps {
			if m.way.IsZero() && meetingOf(s) == m.kind && (s.State == "done" || isOpen(s)) {
				m.way, m.step = w.Way.ID, s.ID
			}
		}
	}
	return err
}

// chooseMeeting asks first which meeting it was, and where: then the questions of its form are on the page.
func chooseMeeting(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.GatheringHold, e.scope, e.today); err != nil {
		return err
	}
	sites, err := e.placeOptions(places.Site)
	if err != nil {
		return err
	}
	w := e.Words
	f := e.frame(w.T("gatherings.record"), e.crumb("gatherings.title", "/gatherings"))
	return e.Show(officePage(f, w.T("gatherings.which_lead"), nil, meetingChooser(w,
		page.Field{Name: "kind", Label: w.T("gatherings.kind"), Options: kindOptions(w)},
		page.Field{Name: "site", Label: w.T("gatherings.site"), Options: sites, Optional: true})))
}

func recordTask(e *errand) (*task, error) {
	m, err := e.counting()
	if err != nil {
		return nil, err
	}
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
		crumbs: []page.Link{e.crumb("gatherings.title", "/gatherings")}, below: countSheet(e, nil), questions: questionLines(w, m.form),
		blanks: []blank{e.blank(asSelect, "kind", "gatherings.kind").of(kindOptions(w)), e.dayBlank("day", "office.day"),
			e.blank(asSelect, "site", "gatherings.site").of(sites).optional(), e.blank(asSelect, "about", "gatherings.about").of(about).optional(),
			e.blank(asInput, "topic", "gatherings.topic").optional(), e.blank(asSelect, "language", "gatherings.language").of(languageOptions(w)).optional(),
			e.blank(asArea, "summary", "gatherings.said").hinted(w.T("gatherings.said_hint")).optional()}}
	if m.kind == gathering.GoAndSee || m.kind == "" {
		t.blanks = append(t.blanks, e.visitBlanks()...)
	}
	e.forStep(t, m)
	if e.FormValue("plan") != "" {
		t.blanks = append(t.blanks, e.blank(asHidden, "plan", "planned.title"))
	}
	return t, nil
}

// visitBlanks are what is asked of a visit alone: how they went, whom they met, what they found.
func (e *errand) visitBlanks() []blank {
	w := e.Words
	out := []blank{e.blank(asSelect, "transport", "gatherings.transport").of(optionsOf(w, "vehicle", append(slices.Clone(vehicles), "on_foot")...)).hinted(w.T("gatherings.visit_only")).optional(),
		e.blank(asArea, "leaders", "gatherings.leaders").hinted(w.T("gatherings.leaders_hint")).optional()}
	for _, a := range profileAspects {
		out = append(out, blank{Field: page.Field{Name: "found_" + a, Label: w.T("gatherings.found_of", words.Args{"Aspect": word(w, "aspect", a)}), Optional: true}})
	}
	return out
}

// forStep has a meeting count for a step of a site's way.
func (e *errand) forStep(t *task, m counting) {
	if m.step == "" {
		return
	}
	t.blanks = append(t.blanks, e.blank(asHidden, "journey", "gatherings.for_step").worth(m.way.String()),
		e.blank(asHidden, "step", "gatherings.for_step").worth(m.step))
	t.about = page.Facts(e.Words, []page.Term{{Label: e.Words.T("gatherings.for_step"), Value: e.say("steps", m.step)}})
}

// callsRoll reports whether households are recorded at a meeting of a kind: who was there is asked for next.
func callsRoll(kind gathering.Kind) bool {
	return kind == gathering.GoAndSee || kind == gathering.ComeAndTell
}

func recordSession(e *errand, in *input) (string, string, error) {
	m, err := e.counting()
	if err != nil {
		return "", "", err
	}
	c := gathering.RecordSession{Day: in.mustDay("day"), Journey: m.way, Step: m.step, Plan: in.id("plan"),
		Words: gathering.Words{Summary: in.text("summary"), Leaders: linesIn(in.text("leaders")), Answers: in.answers(m.form)},
		Session: gathering.Session{Kind: gathering.Kind(in.pick("kind", kindOptions(e.Words))), Site: in.id("site"), About: in.id("about"), Topic: in.text("topic"),
			Language: in.text("language"), Facilitator: e.Visitor.Actor.User, Transport: in.text("transport")}}
	c.Session.Counts = in.counts()
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
	if e.FormValue("journey") != "" && !c.Session.Site.IsZero() && !callsRoll(c.Session.Kind) && c.Plan.IsZero() {
		to = sitePath(c.Session.Site)
	}
	return to, "saved", e.profileFrom(c)
}

// counts reads the sheet of those who took part.
func (in *input) counts() (counts []gathering.Count) {
	for _, ages := range countedAges() {
		for i, col := range countedSexes {
			if n := in.count(countName(ages, i)); n > 0 {
				counts = append(counts, gathering.Count{Sex: col.sex, Ages: ages, Disability: col.disability, Persons: n})
			}
		}
	}
	return counts
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
