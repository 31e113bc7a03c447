// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"maps"
	"slices"
	"strings"

	"safar/desk"
	"safar/field/standards"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
)

// measureTask asks what is measured of a site itself: how far its emergency is, how big it is, who manages it. What is left empty stays as it is.
func measureTask(e *errand) (*task, error) {
	h, err := e.heldSite(0)
	if err != nil {
		return nil, err
	}
	w := e.Words
	phases := make([]page.Option, 0, 2)
	for _, p := range standards.Phases() {
		phases = append(phases, page.Option{Value: string(p), Label: w.T("standards.phase." + string(p))})
	}
	number := func(name, key string) blank { return e.blank(asInput, name, key).kind("number").optional() }
	return &task{title: "standards.measure", lead: "standards.measure_lead", do: "form.save", back: standardsPath(h.Site), crumbs: h.crumbs(e), about: page.Facts(w, h.terms(w)),
		blanks: []blank{e.blank(asRadios, "phase", "standards.phase").of(phases).worth(string(h.Phase)), number("ground", "standards.ground_metres"),
			e.blank(asInput, "source", "standards.source").hinted(w.T("standards.source_hint")).optional(), number("organisations", "standards.organisations"),
			number("staff", "standards.staff_people"), number("women", "standards.staff_women"), e.dayBlank("day", "office.day")}}, nil
}

func (h heldSite) crumbs(e *errand) []page.Link {
	return []page.Link{e.crumb("sites.title", "/sites"), {Text: h.place.Name, To: sitePath(h.Site)}, e.crumb("standards.title", standardsPath(h.Site))}
}

func measureSite(e *errand, in *input) (string, string, error) {
	site, err := e.PathID("site")
	if err != nil {
		return "", "", err
	}
	on := in.mustDay("day")
	commands := []desk.Command{standards.SetPhase{Site: site, Phase: standards.Phase(in.must("phase"))}}
	if in.text("ground") != "" {
		commands = append(commands, standards.MeasureGround{Site: site, SquareMetres: int64(in.count("ground")), Source: in.text("source"), Day: on})
	}
	if in.text("organisations")+in.text("staff")+in.text("women") != "" {
		for _, name := range []string{"organisations", "staff", "women"} { // one number without the others says nothing
			in.must(name)
		}
		commands = append(commands, standards.CountStaff{Site: site, Organisations: int64(in.count("organisations")), People: int64(in.count("staff")), Women: int64(in.count("women")), Day: on})
	}
	if in.wrong() {
		return "", "", nil
	}
	_, err = e.do(access.Commons, commands...)
	return standardsPath(site), "saved", err
}

// breachOf finds the breach of the address, with the site as it is held.
func (e *errand) breachOf() (h heldSite, a standards.AnswerRow, err error) {
	if h, err = e.heldSite(0); err != nil {
		return h, a, err
	}
	at := slices.IndexFunc(h.Answers, func(a standards.AnswerRow) bool {
		return a.Breach.Handbook == e.PathValue("handbook") && a.Breach.Standard == e.PathValue("standard")
	})
	if at < 0 {
		return h, a, notThere("pages.breachOf")
	}
	return h, h.Answers[at], nil
}

// assignTask gives a breach to somebody of the office to mend.
func assignTask(e *errand) (*task, error) {
	h, a, err := e.breachOf()
	if err != nil {
		return nil, err
	}
	names, err := e.colleagues(access.SubjectsRead)
	if err != nil {
		return nil, err
	}
	w := e.Words
	terms := []page.Term{{Label: w.T("standards.standard"), Value: standardName(w, a.Standard)}, {Label: w.T("standards.answer"), Value: w.T("standards.verdict." + string(a.Verdict))},
		{Label: w.T("standards.measured"), Value: decimalText(w, a.Value)}, {Label: w.T("standards.asked"), Value: decimalText(w, a.Bound)}}
	if todo := e.toDo(a); todo != "" {
		terms = append(terms, page.Term{Label: w.T("standards.to_do"), Value: todo})
	}
	t := &task{title: "standards.assign", lead: "standards.assign_lead", do: "standards.assign_do", back: standardsPath(h.Site), crumbs: h.crumbs(e), about: page.Facts(w, terms)}
	if !a.Breached() {
		t.nothing, t.lead = true, "standards.no_breach"
		return t, nil
	}
	t.blanks = []blank{e.blank(asSelect, "owner", "standards.owner").of(namedOptions(names)),
		e.blank(asInput, "until", "standards.until").kind("date").worth((e.today + 14).String()),
		e.blank(asArea, "what", "standards.what_to_do").hinted(w.T("standards.names_nobody")).optional()}
	return t, nil
}

// namedOptions are people to choose from, by name.
func namedOptions(names map[id.ID]string) []page.Option {
	options := make([]page.Option, 0, len(names))
	for _, of := range slices.SortedFunc(maps.Keys(names), func(a, b id.ID) int { return strings.Compare(names[a], names[b]) }) {
		options = append(options, page.Option{Value: of.String(), Label: names[of]})
	}
	return options
}

func assign(e *errand, in *input) (string, string, error) {
	_, a, err := e.breachOf()
	if err != nil {
		return "", "", err
	}
	c := standards.Assign{Breach: a.Breach, Owner: in.mustID("owner"), Until: in.mustDay("until"), What: in.text("what")}
	if in.wrong() {
		return "", "", nil
	}
	_, err = e.do(e.scope, c)
	return standardsPath(a.Breach.Site), "saved", err
}
