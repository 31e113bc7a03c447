// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"safar/desk"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
)

func (e *errand) villageTask(title, leadKey, do string, blanks ...blank) (*task, places.Sheet, error) {
	s, err := e.village()
	if err != nil {
		return nil, s, err
	}
	at := "/villages/" + s.Row.ID.String()
	return &task{title: title, lead: leadKey, do: do, blanks: blanks, back: at,
		crumbs: []page.Link{e.crumb("villages.title", "/villages"), {Text: s.Row.Name, To: at}}}, s, nil
}

func observeTask(e *errand) (*task, error) {
	t, s, err := e.villageTask("villages.observe", "villages.observe_lead", "page.save",
		e.blank(asSelect, "aspect", "villages.aspect").of(optionsOf(e.Words, "aspect", profileAspects...)),
		e.blank(asInput, "value", "villages.found"),
		e.blank(asInput, "source", "villages.source").hinted(e.Words.T("villages.source_hint")),
		e.dayBlank("day", "villages.day"))
	if err == nil {
		t.about = gridOf(profileGrid(e, s))
	}
	return t, err
}

func observe(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("id")
	if err != nil {
		return "", "", err
	}
	c := places.Observe{Place: of, Observation: places.Observation{Aspect: in.pick("aspect", optionsOf(e.Words, "aspect", profileAspects...)),
		Value: in.must("value"), Source: in.must("source"), Day: in.mustDay("day")}}
	return e.afterVillage(in, of, c)
}

// afterVillage has a command of the commons done and leads back to the village.
func (e *errand) afterVillage(in *input, of id.ID, c desk.Command) (string, string, error) {
	if in.wrong() {
		return "", "", nil
	}
	_, err := e.do(access.Commons, c)
	return "/villages/" + of.String(), "saved", err
}

func plotsTask(e *errand) (*task, error) {
	t, s, err := e.villageTask("villages.offer_plots", "villages.offer_plots_lead", "page.save",
		e.blank(asInput, "units", "villages.plots").kind("number"))
	if err == nil {
		t.blanks[0].Value = e.decimal(s.Row.Plots)
	}
	return t, err
}

func offerPlots(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("id")
	if err != nil {
		return "", "", err
	}
	return e.afterVillage(in, of, places.OfferRoom{Place: of, Room: places.Room{Kind: "plot", Units: in.count("units")}})
}

func reportTask(e *errand) (*task, error) {
	t, s, err := e.villageTask("villages.report", "villages.report_lead", "page.save",
		e.blank(asInput, "source", "villages.source").hinted(e.Words.T("villages.report_source_hint")),
		e.blank(asSelect, "kind", "villages.source_kind").of(optionsOf(e.Words, "source_kind", sourceKinds...)),
		e.blank(asRadios, "says", "villages.says").of(safeOptions(e)),
		e.blank(asCheck, "women", "villages.women_heard").optional(),
		e.blank(asCheck, "minority", "villages.minority_heard").optional(),
		e.blank(asArea, "words", "villages.words").optional(), e.dayBlank("day", "villages.day"))
	if err == nil {
		t.about = gridOf(reportsGrid(e, s))
	}
	return t, err
}

func safeOptions(e *errand) []page.Option {
	return []page.Option{{Value: "safe", Label: e.Words.T("state.safe")}, {Value: "not_safe", Label: e.Words.T("state.not_safe")}}
}

func reportSafety(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("id")
	if err != nil {
		return "", "", err
	}
	c := places.ReportSafety{Place: of, Report: places.Report{Source: in.must("source"),
		Kind: in.pick("kind", optionsOf(e.Words, "source_kind", sourceKinds...)), Day: in.mustDay("day"),
		Safe: in.pick("says", safeOptions(e)) == "safe", Women: in.yes("women"), Minority: in.yes("minority"), Words: in.text("words")}}
	return e.afterVillage(in, of, c)
}

// safetyBlanks are the fields of a decision: for whom, by which route, and why.
func safetyBlanks(e *errand) []blank {
	return []blank{e.blank(asInput, "group", "villages.group").hinted(e.Words.T("villages.group_hint")).optional(),
		e.blank(asInput, "route", "villages.route").hinted(e.Words.T("villages.route_hint")).optional(),
		e.blank(asArea, "reason", "villages.reason")}
}

func safeTask(e *errand) (*task, error) {
	t, s, err := e.villageTask("villages.decide_safe", "villages.decide_safe_lead", "villages.decide_safe",
		append(safetyBlanks(e), e.blank(asArea, "contrary", "villages.contrary").hinted(e.Words.T("villages.contrary_hint")).optional())...)
	if err == nil {
		t.about = together(gridOf(decisionsGrid(e, s)), gridOf(reportsGrid(e, s)))
	}
	return t, err
}

func decideSafe(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("id")
	if err != nil {
		return "", "", err
	}
	c := in.safety(of, true)
	c.Contrary = in.text("contrary")
	return e.afterVillage(in, of, c)
}

func (in *input) safety(of id.ID, safe bool) places.DecideSafety {
	return places.DecideSafety{Place: of, Group: in.text("group"), Route: in.text("route"), Safe: safe, Reason: in.must("reason")}
}

// withdrawTask says who is concerned before anything is withdrawn: those on the road first.
func withdrawTask(e *errand) (*task, error) {
	t, s, err := e.villageTask("villages.withdraw", "villages.withdraw_lead", "villages.withdraw_do", safetyBlanks(e)...)
	if err != nil {
		return nil, err
	}
	t.grave = true
	c, err := e.concernedBy(s.Row.ID)
	t.about = together(concernedParts(e, s.Row, c)...)
	return t, err
}

func withdrawSafety(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("id")
	if err != nil {
		return "", "", err
	}
	_, _, err = e.afterVillage(in, of, in.safety(of, false))
	return "/villages/" + of.String() + "/concerned", "safety_withdrawn", err
}
