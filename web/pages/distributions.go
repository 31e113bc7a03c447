// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"safar/field/programme"
	"safar/field/supply"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// addDistributions adds the pages of distribution lists: made of a place and a day, printed to sign, and handed out line by line.
func (o *office) addDistributions() {
	o.handle("GET /supplies/lists", showDistributions)
	o.serve("/supplies/lists/new", duty{act: access.SupplyDistribute, show: distributionTask, send: makeDistribution})
	o.handle("GET /supplies/lists/{id}", showDistribution)
	o.handle("GET /supplies/lists/{id}/sheet", showDistributionSheet)
	o.handle("POST /supplies/lists/{id}/table", showDistributionTable)
	o.handle("GET /supplies/lists/{id}/table", showDistributionTable)
	o.serve("/supplies/hand/{journey}/{step}", duty{act: access.SupplyDistribute, show: handTask, send: handOutGoods})
	o.serve("/supplies/hand/{journey}/{step}/settle", duty{act: access.SupplyDistribute, show: settleGoodsTask, send: settleGoods})
}

func distributionPath(list id.ID) string { return "/supplies/lists/" + list.String() }

func handPath(journey id.ID, step string) string {
	return "/supplies/hand/" + journey.String() + "/" + url.PathEscape(step)
}

// maxDistributions is how many lists are shown.
const maxDistributions = 500

func showDistributions(e *errand) error {
	w := e.Words
	rows, err := ask(e, "task.supply", supply.AllLists(e.scope, maxDistributions))
	if err != nil {
		return err
	}
	var of []id.ID
	for _, r := range rows {
		of = append(of, r.Place)
	}
	names, err := e.placeNames(of...)
	if err != nil {
		return err
	}
	cut, pages := pageOf(e, rows, perPage)
	g := grid{caption: w.T("supplies.lists"), empty: w.T("supplies.no_lists"), columns: columns(w, "office.day", "supplies.place", "supplies.step", "#supplies.lines", "")}
	for _, r := range cut {
		g.rows = append(g.rows, []templ.Component{day(w, r.Day), plain(names[r.Place]), plain(e.say("steps", r.Step)), num(w, r.Count),
			doors(e.way(e.may(access.SupplyDistribute), "supplies.open_list", distributionPath(r.ID)))})
	}
	return e.Show(officePage(e.frame(w.T("supplies.lists"), e.crumb("supplies.title", "/supplies")), w.T("supplies.lists_lead"),
		e.way(e.may(access.SupplyDistribute), "supplies.make_list", "/supplies/lists/new"), gridOf(g), page.Pager(w, pages)))
}

// listOneself is where a list of one journey is made.
func listOneself(journey id.ID, programmeID, step string) string {
	return "/supplies/lists/new?" + url.Values{"journey": {journey.String()}, "step": {programmeID + " " + step}}.Encode()
}

// stepChosen is how a step of a programme is said in a form.
func stepChosen(s supply.GiveStep) string { return s.Programme + " " + s.Step }

// distributionTask asks for which step, where and when. A list of one journey, to which its step leads, says so in its address.
func distributionTask(e *errand) (*task, error) {
	sites, err := e.placeOptions(storePlaces...)
	if err != nil {
		return nil, err
	}
	steps, err := ask(e, "task.supply", supply.GiveSteps(e.scope))
	var options []page.Option
	for _, s := range steps {
		options = append(options, page.Option{Value: stepChosen(s), Label: e.say("steps", s.Step), Hint: e.speech(e.Words, s.Programme).name(s.Programme)})
	}
	t := &task{title: "supplies.make_list", lead: "supplies.make_list_lead", do: "supplies.make_list_do", back: "/supplies/lists",
		crumbs: []page.Link{e.crumb("supplies.title", "/supplies"), e.crumb("supplies.lists", "/supplies/lists")}}
	t.blanks = []blank{e.blank(asSelect, "step", "supplies.step").of(options), e.blank(asSelect, "place", "supplies.place").of(sites),
		e.dayBlank("day", "supplies.list_day"), e.blank(asCheck, "ahead", "supplies.ahead").hinted(e.Words.T("supplies.ahead_hint")).optional(), e.blank(asHidden, "journey", "supplies.step")}
	return t, err
}

// makeDistribution makes the list: of all who live at the place and may have it today, or of one journey.
func makeDistribution(e *errand, in *input) (string, string, error) {
	programmeID, step, _ := strings.Cut(in.must("step"), " ")
	c := supply.MakeList{Programme: programmeID, Step: step, Place: in.mustID("place"), Day: in.mustDay("day"), Ahead: in.yes("ahead")}
	one := in.id("journey")
	if in.wrong() {
		return "", "", nil
	}
	if c.Journeys = []id.ID{one}; one.IsZero() {
		found, err := ask(e, "task.supply", supply.CandidatesAt(e.scope, c.Place, programmeID, step))
		if err != nil {
			return "", "", err
		}
		c.Journeys, c.SkipHeld = found.Ready[:min(len(found.Ready), supply.MaxLines)], true
	}
	r, err := e.do(e.scope, c)
	if err != nil {
		return "", "", err
	}
	return distributionPath(r.IDs[0]), "saved", nil
}

// sheetHere reads the distribution list of the address.
func (e *errand) sheetHere(size int) (sheet supply.Sheet, where string, err error) {
	of, err := e.PathID("id")
	if err != nil {
		return sheet, "", err
	}
	sheet, err = ask(e, "task.give", supply.SheetOf(e.scope, of, e.part(size)))
	if err == nil && sheet.Row.ID.IsZero() {
		err = notThere("pages.distribution")
	}
	if err != nil {
		return sheet, "", err
	}
	where, err = e.placeName(sheet.Row.Place)
	return sheet, where, err
}

// partsSaid says numbers of pieces by item.
func (e *errand) partsSaid(parts []supply.PartRow) string {
	said := make([]string, 0, len(parts))
	for _, p := range parts {
		said = append(said, e.Words.T("supplies.part", words.Args{"Item": e.say("parts", p.Item), "Count": p.Count}))
	}
	return e.Words.List(said)
}

func distributionTerms(e *errand, sheet supply.Sheet, where string) []page.Term {
	w := e.Words
	return []page.Term{{Label: w.T("supplies.step"), Value: e.say("steps", sheet.Row.Step)}, {Label: w.T("supplies.place"), Value: where},
		{Label: w.T("supplies.list_day"), Value: w.Date(sheet.Row.Day), Class: "date"},
		{Label: w.T("supplies.given_of"), Value: w.T("supplies.of", words.Args{"Part": sheet.Given, "All": len(sheet.Lines)}), Class: "number"}}
}

func showDistribution(e *errand) error {
	sheet, where, err := e.sheetHere(perPage)
	if err != nil {
		return err
	}
	w := e.Words
	needs := grid{caption: w.T("supplies.needs"), empty: w.T("supplies.none"), columns: columns(w, "supplies.item", "#supplies.needed", "#supplies.on_hand")}
	for _, p := range sheet.Row.Needs {
		needs.rows = append(needs.rows, []templ.Component{linked(e.say("parts", p.Item), stockPath(sheet.Row.Place, p.Item)), pieces(w, p.Count), pieces(w, p.Lies)})
	}
	cut, pages := pageOf(e, sheet.Lines, perPage)
	g := grid{caption: w.T("supplies.lines"), empty: w.T("supplies.no_lines"), columns: columns(w, "office.household", "supplies.gets", "supplies.collector", "way.state", "")}
	for _, l := range cut {
		g.rows = append(g.rows, []templ.Component{page.Code(orDash(w, l.Card)), plain(e.partsSaid(l.Gives)), plain(orDash(w, l.Collector)),
			handState(e, l), doors(e.lineDoors(l))})
	}
	f := e.frame(w.T("supplies.list"), e.crumb("supplies.title", "/supplies"), e.crumb("supplies.lists", "/supplies/lists"))
	return e.Show(officePage(f, w.T("supplies.list_lead"), join(e.way(true, "supplies.table", distributionPath(sheet.Row.ID)+"/table"), e.way(true, "supplies.sheet", distributionPath(sheet.Row.ID)+"/sheet")),
		page.Facts(w, distributionTerms(e, sheet, where)), gridOf(needs), gridOf(g), page.Pager(w, pages)))
}

// handState says whether a line was handed out.
func handState(e *errand, l supply.LineRow) templ.Component {
	switch w := e.Words; {
	case l.Twice:
		return status(page.Bad, w.T("supplies.twice"))
	case l.Given:
		return cells(status(page.Good, w.T("supplies.given")), day(w, l.On))
	}
	return status(page.Warn, e.Words.T("supplies.waits"))
}

func (e *errand) lineDoors(l supply.LineRow) []page.Link {
	at := handPath(l.Journey, l.Step)
	return join(e.way(!l.Given, "supplies.hand", at), e.way(l.Twice, "supplies.settle", at+"/settle"))
}

// showDistributionSheet is a list on paper: who gets what, who may come for it, and where they sign. What was handed out is not on it.
func showDistributionSheet(e *errand) error {
	sheet, where, err := e.sheetHere(sheetLines)
	if err != nil {
		return err
	}
	w := e.Words
	cut, pages := pageOf(e, sheet.Lines, sheetLines)
	g := grid{caption: w.T("supplies.sheet"), empty: w.T("supplies.sheet_empty"), columns: columns(w, "office.household", "supplies.gets", "supplies.collector",
		"payments.stands_in", "payments.received_by", "payments.sign")}
	for _, l := range cut {
		if l.Given {
			continue
		}
		g.rows = append(g.rows, []templ.Component{page.Code(orDash(w, l.Card)), plain(e.partsSaid(l.Gives)), plain(orDash(w, l.Collector)), plain(l.Alternate),
			plain(""), plain("")})
	}
	f := e.frame(w.T("supplies.sheet"), e.crumb("supplies.lists", "/supplies/lists"), e.crumb("supplies.list", distributionPath(sheet.Row.ID)))
	return e.Show(officePage(f, w.T("supplies.sheet_lead"), nil, page.Facts(w, distributionTerms(e, sheet, where)), gridOf(g), page.Pager(w, pages)))
}

// handHere reads what is to be handed out at the step of the address.
func (e *errand) handHere() (supply.HandSheet, error) {
	journey, err := e.PathID("journey")
	if err != nil {
		return supply.HandSheet{}, err
	}
	sheet, err := ask(e, "task.give", supply.HandOf(e.scope, journey, e.PathValue("step")))
	if err == nil && sheet.Line.Journey.IsZero() {
		err = notThere("pages.hand")
	}
	return sheet, err
}

func handBegun(e *errand, key string) (*task, supply.HandSheet, error) {
	sheet, err := e.handHere()
	if err != nil {
		return nil, sheet, err
	}
	where, err := e.placeName(sheet.Place)
	w := e.Words
	return &task{title: key, lead: key + "_lead", do: key + "_do", back: "/supplies/lists", crumbs: []page.Link{e.crumb("supplies.lists", "/supplies/lists")},
		about: page.Facts(w, []page.Term{{Label: w.T("supplies.step"), Value: e.say("steps", e.PathValue("step"))},
			{Label: w.T("office.household"), Value: orDash(w, sheet.Line.Card), Class: "id"}, {Label: w.T("supplies.gets"), Value: e.partsSaid(sheet.Line.Gives)},
			{Label: w.T("supplies.place"), Value: where}})}, sheet, err
}

// handForm is the form that the programme asks when something is handed out; nil for none.
func (e *errand) handForm() (*programme.Form, error) {
	journey, err := e.PathID("journey")
	if err != nil {
		return nil, err
	}
	return e.stepForm(access.SupplyDistribute, journey, e.PathValue("step"))
}

func handTask(e *errand) (*task, error) {
	t, sheet, err := handBegun(e, "supplies.hand")
	if err != nil {
		return nil, err
	}
	form, err := e.handForm()
	var hands []page.Option
	for _, h := range sheet.Hands {
		o := page.Option{Value: h.Person.String(), Label: h.Name}
		if h.Alternate {
			o.Hint = e.Words.T("payments.stands_in")
		}
		hands = append(hands, o)
	}
	signed := e.blank(asInput, "signed", "supplies.signed").optional()
	if len(hands) > 0 {
		to := e.blank(asRadios, "to", "payments.received_by").of(hands)
		if e.URL.Query().Has("list") { // from the table of a list: whom they chose stands ready, and the keyboard at the line they sign
			to, signed.Focus = to.worth(hands[0].Value), true
		}
		t.blanks = append(t.blanks, to)
	}
	t.blanks = append(t.blanks, signed, e.dayBlank("day", "office.day"))
	t.questions = questionLines(e.Words, form)
	return t, err
}

func handOutGoods(e *errand, in *input) (string, string, error) {
	journey, err := e.PathID("journey")
	if err != nil {
		return "", "", err
	}
	form, err := e.handForm()
	if err != nil {
		return "", "", err
	}
	c := supply.HandOut{Journey: journey, Step: e.PathValue("step"), Day: in.mustDay("day"),
		Receipt: supply.Receipt{To: in.id("to"), Signed: in.text("signed"), Answers: in.answers(form)}}
	if in.wrong() {
		return "", "", nil
	}
	_, err = e.do(e.scope, c)
	if list, wrong := id.Parse(e.URL.Query().Get("list")); wrong == nil { // from the table of a list: the next card
		return distributionPath(list) + "/table", "saved", err
	}
	return "/supplies/lists", "saved", err
}

func settleGoodsTask(e *errand) (*task, error) {
	t, _, err := handBegun(e, "supplies.settle")
	if err != nil {
		return nil, err
	}
	t.grave = true
	t.blanks = []blank{e.blank(asArea, "reason", "supplies.reason")}
	return t, nil
}

func settleGoods(e *errand, in *input) (string, string, error) {
	journey, err := e.PathID("journey")
	c := supply.Settle{Journey: journey, Step: e.PathValue("step"), Reason: in.must("reason")}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return "/supplies/lists", "saved", err
}
