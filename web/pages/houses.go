// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"safar/desk"
	"safar/field/bulk"
	"safar/field/programme"
	"safar/field/works"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/kernel/vault"
	"safar/web/page"
)

// addHouses adds the pages of houses: milestones by village, reporting them, and inspecting them by somebody who does not pay.
func (o *office) addHouses() {
	o.handle("GET /houses", showHouses)
	o.handle("GET /houses/overdue", showOverdue)
	o.handle("GET /houses/round", showRound)
	o.handle("GET /houses/at/{place}", showHousesAt)
	o.handle("GET /houses/{journey}/{step}", showMilestone)
	o.handle("GET /houses/{journey}/{step}/photo/{document}", showPhotograph)
	o.handle("GET /houses/{journey}/{step}/photo/{document}/thumb", showPhotograph)
	o.serve("/houses/{journey}/{step}/report", duty{act: access.WorksReport, show: milestoneReached, send: reportMilestone})
	o.serve("/houses/{journey}/{step}/inspect", duty{act: access.WorksInspect, picture: true, show: inspectTask, send: inspectMilestone})
}

// overdueAfter is after how many days an inspection that was asked for is overdue: the office's failure, which never becomes the family's.
const overdueAfter = 14

func showHouses(e *errand) error {
	w := e.Words
	if !e.may(access.WorksList) && e.may(access.WorksReport) {
		return showHousesChooser(e)
	}
	rows, err := ask(e, "task.works", works.ByPlace(e.scope, overdueAfter))
	if err != nil {
		return err
	}
	var of []id.ID
	overdue := 0
	for _, r := range rows {
		of = append(of, r.Place)
		overdue += r.Overdue
	}
	names, err := e.placeNames(of...)
	if err != nil {
		return err
	}
	slices.SortStableFunc(rows, func(a, b works.PlaceRow) int { return cmp.Compare(names[a.Place], names[b.Place]) })
	g := grid{caption: w.T("houses.by_village"), empty: w.T("houses.none"), columns: columns(w, "villages.village", "houses.milestone",
		"#houses.nothing", "#houses.waiting", "#houses.failed", "#houses.passed")}
	for _, r := range rows {
		g.rows = append(g.rows, []templ.Component{linked(names[r.Place], "/houses/at/"+r.Place.String()), plain(e.say("steps", r.Step)), num(w, r.None),
			num(w, r.Waiting), num(w, r.Failed), num(w, r.Passed)})
	}
	notice := noticed(page.Good, w.T("houses.none_overdue"))
	if overdue > 0 {
		notice = noticed(page.Bad, w.N("houses.overdue_count", int64(overdue)), w.T("houses.overdue_whose"))
	}
	return e.Show(officePage(e.frame(w.T("houses.title")), w.T("houses.lead"), join(e.way(e.may(access.WorksInspect), "houses.round", "/houses/round"), e.way(true, "houses.overdue", "/houses/overdue")), notice, gridOf(g)))
}

// showHousesChooser is for those who report and see no figures: they say which village they are in.
func showHousesChooser(e *errand) error {
	options, err := e.placeOptions("village", "municipality")
	if err != nil {
		return err
	}
	g := grid{caption: e.Words.T("villages.title"), empty: e.Words.T("villages.none"), columns: columns(e.Words, "villages.village")}
	for _, o := range options {
		g.rows = append(g.rows, []templ.Component{linked(o.Label, "/houses/at/"+o.Value)})
	}
	return e.Show(officePage(e.frame(e.Words.T("houses.title")), e.Words.T("houses.lead"), nil, gridOf(g)))
}

func showOverdue(e *errand) error {
	w := e.Words
	rows, err := ask(e, "task.works", works.Overdue(e.scope, overdueAfter))
	if err != nil {
		return err
	}
	cut, pages := pageOf(e, rows, perPage)
	g := grid{caption: w.T("houses.overdue"), empty: w.T("houses.none_overdue"), columns: columns(w, "houses.milestone", "houses.reported", "#houses.days", "")}
	for _, r := range cut {
		g.rows = append(g.rows, []templ.Component{plain(e.say("steps", r.Step)), day(w, r.ReportedOn), num(w, r.Days),
			doors(e.way(e.may(access.WorksInspect), "houses.inspect", milestonePath(r.Journey, r.Step)+"/inspect"))})
	}
	return e.Show(officePage(e.frame(w.T("houses.overdue"), e.crumb("houses.title", "/houses")), w.T("houses.overdue_whose"), nil, gridOf(g), page.Pager(w, pages)))
}

func milestonePath(journey id.ID, step string) string {
	return "/houses/" + journey.String() + "/" + url.PathEscape(step)
}

func showHousesAt(e *errand) error {
	place, err := e.PathID("place")
	if err != nil {
		return err
	}
	rows, err := ask(e, "task.works", works.HousesAt(e.worksAct(), e.scope, place, e.part(perPage)))
	if err != nil {
		return err
	}
	name, err := e.placeName(place)
	if err != nil {
		return err
	}
	w := e.Words
	cut, pages := pageOf(e, rows, perPage)
	g := grid{caption: w.T("houses.title"), empty: w.T("houses.none"), columns: columns(w, "#houses.plot", "office.household")}
	if len(cut) > 0 {
		for _, m := range cut[0].Milestones {
			g.columns = append(g.columns, page.Column{Title: e.say("steps", m.Step)})
		}
	}
	pick, values, labels := e.picked(e.Request, e.scope, "build", -1), []string{}, []string{}
	pick.on = pick.on && slices.ContainsFunc(cut, func(r works.HouseRow) bool { _, _, is := houseItem(r); return is })
	for _, r := range cut {
		value, label := "", ""
		if item, step, is := houseItem(r); is {
			value, label = severalValue(item), w.List(notEmpty(r.Card, e.say("steps", step)))
		}
		values, labels = append(values, value), append(labels, label)
		row := []templ.Component{num(w, r.Plot), page.Code(orDash(w, r.Card))}
		for _, m := range r.Milestones {
			row = append(row, milestoneCell(e, r.Journey, m))
		}
		g.rows = append(g.rows, row)
	}
	return e.Show(officePage(e.frame(name, e.crumb("houses.title", "/houses")), w.T("houses.at_lead"), nil, gridOf(g.pick(w, pick, values, labels)), pickForm(w, pick), page.Pager(w, pages)))
}

// worksAct is the act with which who asks sees houses: inspecting, or reporting.
func (e *errand) worksAct() access.Act {
	if e.may(access.WorksList) {
		return access.WorksList
	}
	return access.WorksReport
}

// houseItem is a house with its first milestone that can be reported today, as something is done to several.
func houseItem(r works.HouseRow) (item bulk.Item, step string, is bool) {
	at := slices.IndexFunc(r.Milestones, func(m works.MilestoneAt) bool { return m.Open })
	if at < 0 {
		return item, "", false
	}
	step = r.Milestones[at].Step
	return bulk.Item{Household: r.Household, Journey: r.Journey, Step: step}, step, true
}

// milestoneCell shows how far one milestone has come, and what may be done with it.
func milestoneCell(e *errand, journey id.ID, m works.MilestoneAt) templ.Component {
	w := e.Words
	var parts []templ.Component
	tone := map[string]page.Tone{"reported": page.Warn, "passed": page.Good, "failed": page.Bad}[m.State]
	at := milestonePath(journey, m.Step)
	if m.State != "" {
		parts = append(parts, status(tone, w.T("milestone."+m.State)))
	}
	if m.State == "reported" {
		parts = append(parts, aged(w, m.ReportedOn, e.today))
	}
	if m.State == "failed" && len(m.Defects) > 0 {
		parts = append(parts, hushed(strings.Join(defectNames(e, m.Defects), ", ")))
	}
	inspected := m.State == "passed" || m.State == "failed"
	for _, l := range join(e.way(inspected && e.may(access.WorksList), "houses.found", at), e.way(m.State == "reported" && e.may(access.WorksInspect), "houses.inspect", at+"/inspect"),
		e.way(m.Open && e.may(access.WorksReport), "houses.report", at+"/report")) {
		parts = append(parts, linked(l.Text, l.To))
	}
	return cells(parts...)
}

func defectNames(e *errand, defects []string) []string {
	names := make([]string, 0, len(defects))
	for _, d := range defects {
		names = append(names, word(e.Words, "defect", d))
	}
	return names
}

// defects are what an inspector may find wanting, as the form offers it.
var defects = []string{"foundation_uneven", "walls_not_straight", "walls_cracked", "roof_not_fixed", "roof_leaks", "no_door", "not_accessible", "unsafe_ground"}

// milestoneTask begins the form about one milestone.
func milestoneTask(e *errand, title string) (*task, error) {
	_, err := e.PathID("journey")
	t := &task{title: title, lead: title + "_lead", do: title, back: "/houses", crumbs: []page.Link{e.crumb("houses.title", "/houses")},
		about: page.Facts(e.Words, []page.Term{{Label: e.Words.T("houses.milestone"), Value: e.say("steps", e.PathValue("step"))}})}
	if site, wrong := id.Parse(e.URL.Query().Get("site")); wrong == nil {
		t.back, t.crumbs = sitePath(site), []page.Link{e.crumb("sites.title", "/sites")}
	}
	if place, wrong := id.Parse(e.URL.Query().Get("round")); wrong == nil {
		t.back, t.crumbs = roundPath(place), append(t.crumbs, e.crumb("houses.round", roundPath(place)))
	}
	if to := subjectAt(e.URL.Query().Get("subject")); to != "" {
		t.back, t.crumbs = to, []page.Link{e.crumb("subjects.title", "/subjects")}
	}
	t.blanks = []blank{e.dayBlank("day", "office.day"), e.blank(asHidden, "site", "household.site"), e.blank(asHidden, "subject", "subjects.title"), e.blank(asHidden, "round", "houses.round")}
	return t, err
}

func milestoneReached(e *errand) (*task, error) { return milestoneTask(e, "houses.report") }

// inspectTask asks what an inspector found, and what the programme's form asks of it.
func inspectTask(e *errand) (*task, error) {
	t, err := milestoneTask(e, "houses.inspect")
	if err != nil {
		return t, err
	}
	form, err := e.milestoneForm()
	if err != nil {
		return t, err
	}
	w := e.Words
	found := []blank{e.blank(asRadios, "passed", "houses.result").of([]page.Option{{Value: "yes", Label: w.T("milestone.passed")},
		{Value: "no", Label: w.T("milestone.failed"), Hint: w.T("houses.failed_hint")}})}
	for _, d := range defects {
		found = append(found, blank{as: asCheck, Field: page.Field{Name: "defect_" + d, Label: word(w, "defect", d), Optional: true}})
	}
	if !asksPoint(form) {
		found = append(found, e.blank(asInput, "latitude", "houses.latitude").hinted(w.T("houses.position_hint")).optional(),
			e.blank(asInput, "longitude", "houses.longitude").optional())
	}
	t.blanks = append(append(found, e.blank(asArea, "note", "houses.note").optional()), t.blanks...)
	t.questions = questionLines(w, form)
	t.upload, t.last = true, &blank{Field: pictureField(w, "houses.photo")}
	t.last.Optional = true
	return t, nil
}

// milestoneForm is the form that the programme asks at an inspection; nil for none.
func (e *errand) milestoneForm() (*programme.Form, error) {
	journey, err := e.PathID("journey")
	if err != nil {
		return nil, err
	}
	return e.stepForm(access.WorksInspect, journey, e.PathValue("step"))
}

// asksPoint reports whether a form asks for a place on earth itself.
func asksPoint(form *programme.Form) bool {
	return form != nil && slices.ContainsFunc(form.Questions, func(q *programme.Question) bool { return q.Type == "geopoint" })
}

func reportMilestone(e *errand, in *input) (string, string, error) {
	journey, err := e.PathID("journey")
	c := works.Report{Journey: journey, Step: e.PathValue("step"), Day: in.mustDay("day")}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return in.afterMilestone(), "saved", err
}

func inspectMilestone(e *errand, in *input) (string, string, error) {
	journey, err := e.PathID("journey")
	if err != nil {
		return "", "", err
	}
	form, err := e.milestoneForm()
	if err != nil {
		return "", "", err
	}
	c := works.Inspect{Journey: journey, Step: e.PathValue("step"), Passed: in.must("passed") == "yes", Day: in.mustDay("day"),
		Seen: works.Seen{Note: in.text("note"), Answers: in.answers(form)}}
	for _, d := range defects {
		if in.yes("defect_"+d) && !c.Passed {
			c.Defects = append(c.Defects, d)
		}
	}
	if in.text("latitude") != "" || in.text("longitude") != "" {
		c.Seen.Located = true
		c.Seen.Latitude, c.Seen.Longitude = in.degrees("latitude", 90), in.degrees("longitude", 180)
	}
	if in.wrong() || e.sent.wrong != nil {
		return "", "", nil
	}
	return in.afterMilestone(), "saved", e.inspect(c)
}

// inspect records an inspection, with the photograph that came with it.
func (e *errand) inspect(c works.Inspect) error {
	if e.sent.picture == nil {
		_, err := e.do(e.scope, c)
		return err
	}
	whose, err := ask(e, "task.works", works.Whose(e.scope, c.Journey))
	if err != nil {
		return err
	}
	return e.withPicture(e.Request, access.WorksInspect, vault.Whose{Scope: e.scope, Owner: whose.Subject}, e.sent.picture, func(at vault.Address) desk.Command {
		c.Seen.Photo = at[:]
		return c
	})
}

// afterMilestone is where a report or an inspection leads back to: the site or the subject whose milestone it is, or the houses.
func (in *input) afterMilestone() string {
	if to := subjectAt(in.text("subject")); to != "" {
		return to
	}
	if place := in.id("round"); !place.IsZero() {
		return roundPath(place)
	}
	if site := in.id("site"); !site.IsZero() {
		return sitePath(site)
	}
	return "/houses"
}
