// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"slices"
	"strings"

	"safar/desk"
	"safar/field/gathering"
	"safar/field/journey"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// siteWay is the way that a site walks, with its words and what was decided on it.
type siteWay struct {
	wayShown
	decisions []journey.DecisionRow
}

// siteWays reads the ways that a site walks in the caseload, for those who read figures or inspect there; nothing for others.
func (p Pages) siteWays(r *web.Request, site id.ID) (ways []siteWay, scope access.Scope, err error) {
	for _, act := range []access.Act{access.FiguresRead, access.WorksList} {
		if scope, err = p.scope(r, act); fault.Is(err, fault.NotAllowed) {
			continue
		}
		if err != nil {
			return nil, scope, err
		}
		rows, err := asked(p, r, "task.sites", journey.SubjectWays(act, scope, site))
		for _, row := range rows {
			ways = append(ways, siteWay{p.siteWayShown(r, scope, site, row.Way), row.Decisions})
		}
		return ways, scope, err
	}
	return nil, access.Scope{}, nil
}

func (p Pages) siteWayShown(r *web.Request, scope access.Scope, site id.ID, way journey.Way) wayShown {
	shown := wayShown{Way: way, speech: p.speech(r.Words, way.Programme), deeds: map[string]string{}}
	for _, s := range way.Steps {
		if to := p.siteDeed(r, scope, site, way.ID, s); to != "" && isOpen(s) {
			shown.deeds[s.ID] = to
		}
	}
	return shown
}

// siteDeed is the form of a step of a site's way, for those who have something to do there; "" for others.
func (p Pages) siteDeed(r *web.Request, scope access.Scope, site, way id.ID, s journey.StepRow) string {
	may := func(act access.Act) bool { return p.may(r.Visitor, act, scope) }
	switch {
	case s.Verb == "decide" && may(access.JourneyDecide) && p.holds(r.Visitor, s.Role, scope), s.Verb == "close" && may(access.JourneyClose) && s.State != "done":
		return sitePath(site) + "/ways/" + way.String() + "/" + s.ID
	case s.Verb == "build" && s.Reached == "reported" && may(access.WorksInspect):
		return milestonePath(way, s.ID) + "/inspect?site=" + site.String()
	case s.Verb == "build" && s.State == "ready" && may(access.WorksReport):
		return milestonePath(way, s.ID) + "/report?site=" + site.String()
	}
	if kind := meetingOf(s); kind != "" && may(gathering.RecordSession{Session: gathering.Session{Kind: kind}}.Act()) {
		return "/gatherings/record?" + url.Values{"kind": {string(kind)}, "site": {site.String()}, "journey": {way.String()}, "step": {s.ID}}.Encode()
	}
	return ""
}

// holds reports whether a visitor holds the role that a step names.
func (p Pages) holds(v web.Visitor, name string, scope access.Scope) bool {
	role, err := access.ParseRole(name)
	return err == nil && v.Actor.Has(role, scope, p.op.Desk.Today())
}

// meetingOf is the kind of gathering by which a step of a site's way is done; "" for none.
func meetingOf(s journey.StepRow) gathering.Kind {
	switch s.Verb {
	case "gather":
		return gathering.Kind(s.Kind)
	case "visit":
		return gathering.GoAndSee
	case "ask":
		return gathering.KeyInformant
	}
	return ""
}

func sitePath(site id.ID) string { return "/sites/" + site.String() }

// siteStep shows the form of a step of a site's way, or takes it: a decision, or the end.
func (p Pages) siteStep(r *web.Request) error {
	sheet, err := p.siteSheet(r)
	if err != nil {
		return err
	}
	ways, scope, err := p.siteWays(r, sheet.Row.ID)
	if err != nil {
		return err
	}
	for _, way := range ways {
		for _, s := range way.Steps {
			if way.ID.String() == r.PathValue("way") && s.ID == r.PathValue("step") && way.deeds[s.ID] == r.URL.Path {
				return p.siteForm(r, scope, sheet.Row, way, s)
			}
		}
	}
	return fault.New("pages.siteStep", fault.NotFound, "", nil)
}

// siteForm is the form of one step: lines, and the command that they make.
func (p Pages) siteForm(r *web.Request, scope access.Scope, site places.Row, way siteWay, step journey.StepRow) error {
	w := r.Words
	form, err := p.formAt(r, way.Programme, way.Version, step.Form)
	if err != nil {
		return err
	}
	s := siteTask(r, site, way.step(step.ID))
	s.terms = []page.Term{{Label: w.T("way.state"), Value: w.T("state." + step.State)}}
	if err := p.papersOut(r, s, way.Programme, way.Version, step.Form); err != nil {
		return err
	}
	s.at = map[string]string{"journey.reason_missing": "reason", "journey.source_missing": "source", "journey.no_such_reason": "reason"}
	command := func(v url.Values, bad wrongs) desk.Command {
		c := decisionOf(r, v, way.ID, step.ID, bad)
		c.Answers = p.answersOf(r, form, v, bad)
		return c
	}
	if step.Verb == "close" {
		s.lines, s.grave, s.do = []line{{Field: page.Field{Name: "reason", Label: w.T("close.reason"), Options: way.endings(way.Pathway, step.ID)}, as: lineRadios},
			{Field: page.Field{Name: "words", Label: w.T("form.words"), Optional: true, Rows: 3}, as: lineArea}, dayLine(r, "form.day")}, true, w.T("close.do")
		command = func(v url.Values, bad wrongs) desk.Command {
			c := endOf(r, v, way.ID, step.ID, bad)
			c.Words.Answers = p.answersOf(r, form, v, bad)
			return c
		}
	} else {
		s.lines = decisionLines(r, way.speech, step)
	}
	s.lines = append(questionLines(w, form), s.lines...)
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := command(v, bad)
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := p.carryOut(r, scope, c)
		return sitePath(site.ID), "saved", err
	})
}

// siteTask begins a form about a site.
func siteTask(r *web.Request, site places.Row, title string) *paper {
	w := r.Words
	return &paper{title: title, do: w.T("form.save"), action: r.URL.RequestURI(),
		crumbs: []page.Link{start(w), {Text: w.T("sites.title"), To: "/sites"}, {Text: site.Name, To: sitePath(site.ID)}}}
}

// decisionLines ask for a decision; for one of an authority outside, also where it stands.
func decisionLines(r *web.Request, said speech, step journey.StepRow) []line {
	w := r.Words
	lines := []line{{Field: page.Field{Name: "yes", Label: w.T("decide.question"), Options: decisionOptions(w, said, step)}, as: lineRadios},
		{Field: page.Field{Name: "reason", Label: w.T("decide.reason"), Hint: w.T("decide.reason_hint")}, as: lineArea}}
	if step.Authority != "" {
		who := words.Args{"Authority": said.say("authorities", step.Authority)}
		lines[0].Label, lines[0].Hint = w.T("decide.of_authority", who), w.T("decide.of_authority_hint")
		lines = append(lines, line{Field: page.Field{Name: "source", Label: w.T("decide.source"), Hint: w.T("decide.source_hint")}})
	}
	return append(lines, dayLine(r, "decide.day"))
}

// decisionOptions are what can be decided: yes, or which of several; and no.
func decisionOptions(w *words.Printer, said speech, step journey.StepRow) []page.Option {
	var options []page.Option
	for _, o := range step.Options {
		options = append(options, page.Option{Value: o, Label: said.option(o)})
	}
	if len(options) == 0 {
		options = []page.Option{{Value: "yes", Label: w.T("page.yes")}}
	}
	return append(options, page.Option{Value: "no", Label: w.T("page.no")})
}

// decisionOf reads a decision.
func decisionOf(r *web.Request, v url.Values, way id.ID, step string, bad wrongs) journey.DecideStep {
	if v.Get("yes") == "" {
		bad["yes"] = r.Words.T("form.choose_one")
	}
	c := journey.DecideStep{Journey: way, Step: step, Yes: v.Get("yes") != "no", Reason: strings.TrimSpace(v.Get("reason")),
		Source: strings.TrimSpace(v.Get("source")), Day: dayOf(r, v, "day", bad)}
	if c.Yes && !yes(v, "yes") {
		c.Option = v.Get("yes")
	}
	return c
}

// endOf reads how a way ended.
func endOf(r *web.Request, v url.Values, way id.ID, step string, bad wrongs) journey.Close {
	if v.Get("reason") == "" {
		bad["reason"] = r.Words.T("form.choose_one")
	}
	return journey.Close{Journey: way, Step: step, Reason: v.Get("reason"), Words: journey.Words{Text: v.Get("words")}, Day: dayOf(r, v, "day", bad)}
}

// beginSite starts a pathway for a site.
func (p Pages) beginSite(r *web.Request) error {
	sheet, err := p.siteSheet(r)
	if err != nil {
		return err
	}
	scope, err := p.scope(r, access.JourneyStart)
	if err != nil {
		return err
	}
	programmeID, pathway := r.PathValue("programme"), r.PathValue("pathway")
	said := p.speech(r.Words, programmeID)
	s := siteTask(r, sheet.Row, r.Words.T("way.begin", words.Args{"Pathway": said.say("pathways", pathway)}))
	s.lead, s.do = r.Words.T("sites.begin_lead"), r.Words.T("begin_do")
	return p.filled(r, s, func(url.Values) (string, string, error) {
		_, err := p.carryOut(r, scope, journey.Start{Programme: programmeID, Pathway: pathway, Subject: sheet.Row.ID, Day: clock.NoDay})
		return sitePath(sheet.Row.ID), "saved", err
	})
}

// siteBegins are the pathways for sites that this one does not walk yet, for those who may begin them.
func (p Pages) siteBegins(r *web.Request, site id.ID, ways []siteWay) ([]page.Link, error) {
	if _, err := p.scope(r, access.JourneyStart); err != nil {
		return nil, nil // nothing to begin for them
	}
	all, err := asked(p, r, "task.sites", journey.Programmes())
	var links []page.Link
	for _, in := range all {
		for _, way := range in.Pathways {
			walked := slices.ContainsFunc(ways, func(w siteWay) bool { return w.Programme == in.Programme && w.Pathway == way.ID })
			if way.For == "site" && !walked {
				text := r.Words.T("way.begin", words.Args{"Pathway": p.speech(r.Words, in.Programme).say("pathways", way.ID)})
				links = append(links, page.Link{Text: text, To: sitePath(site) + "/begin/" + in.Programme + "/" + way.ID})
			}
		}
	}
	return links, err
}

// decided says one decision: by whom, what, where it stands and why.
func (way siteWay) decided(w *words.Printer, d journey.DecisionRow) page.Event {
	outcome, state := "mark.refusal", "blocked"
	if d.Yes {
		outcome, state = "mark.approval", "done"
	}
	more := notEmpty(way.say("authorities", d.Authority), way.option(d.Option), d.Source, d.Reason)
	what := w.T("story.step", words.Args{"Step": way.step(d.Step), "What": w.T(outcome)})
	if len(more) > 0 {
		what = w.T("story.more", words.Args{"What": what, "More": more})
	}
	return page.Event{When: w.Date(d.Day), What: what, Who: d.By, State: state}
}

func (way siteWay) decidedEvents(w *words.Printer) (events []page.Event) {
	for _, d := range way.decisions {
		events = append(events, way.decided(w, d))
	}
	return events
}

// next is the first step of the way that something can be done on now; "" where none is.
func (way siteWay) next() string {
	for _, s := range way.Steps {
		if s.State != "done" && isOpen(s) && !s.Optional {
			return way.step(s.ID)
		}
	}
	return ""
}
