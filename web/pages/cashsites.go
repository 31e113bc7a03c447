// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"

	"github.com/a-h/templ"

	"safar/field/payment"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// addCashSites adds where and when lists are paid in cash, and the risk assessments without which they are not.
func (o *office) addCashSites() {
	o.handle("GET /payments/sites", showCashDays)
	o.handle("GET /payments/sites/{place}", showCashSite)
	o.serve("/payments/sites/assess", duty{act: access.PaymentAssess, show: assessTask, send: assessSite})
	o.serve("/payments/sites/{place}/stop", duty{act: access.PaymentHold, show: stopCashTask, send: stopCash})
	o.serve("/payments/lists/{id}/plan", duty{act: access.PaymentPrepare, show: planPayingTask, send: planPaying})
}

// looksAtSites is the act by which the visitor reads cash sites: those who assess them, those who hold the lists, those who pay or may stop.
func (e *errand) looksAtSites() access.Act {
	for _, act := range []access.Act{access.PaymentAssess, access.PaymentList, access.PaymentDeliver} {
		if e.may(act) {
			return act
		}
	}
	return access.PaymentHold
}

func showCashDays(e *errand) error {
	rows, err := ask(e, "task.pay", payment.CashDays(e.looksAtSites(), e.scope))
	if err != nil {
		return err
	}
	g, err := cashDaysGrid(e, rows)
	if err != nil {
		return err
	}
	ways := e.way(e.may(access.PaymentAssess), "cash.assess", "/payments/sites/assess")
	return e.Show(officePage(e.frame(e.Words.T("cash.title")), e.Words.T("cash.lead"), ways, gridOf(g)))
}

// cashDaysGrid shows days of cash: where, which list, and what the assessment says.
func cashDaysGrid(e *errand, rows []payment.CashDayRow) (grid, error) {
	w := e.Words
	g := grid{caption: w.T("cash.days"), empty: w.T("cash.no_days"), columns: columns(w, "cash.day", "cash.site", "payments.list", "cash.says")}
	places := make([]id.ID, 0, len(rows))
	for _, r := range rows {
		places = append(places, r.Place)
	}
	names, err := e.placeNames(places...)
	for _, r := range rows {
		list := hushed(w.T("payments.list"))
		if e.may(access.PaymentList) {
			list = linked(w.T("payments.list"), "/payments/lists/"+r.List.String())
		}
		site := linked(names[r.Place], "/payments/sites/"+r.Place.String()+"?day="+r.Day.String())
		says := []templ.Component{outcomeShown(w, r.Outcome)}
		if r.Moved {
			says = append(says, status(page.Plain, w.T("cash.moved")))
		}
		g.rows = append(g.rows, []templ.Component{page.Date(w, r.Day), site, list, cells(says...)})
	}
	return g, err
}

// outcomeShown says whether cash may be handed out.
func outcomeShown(w *words.Printer, o payment.Outcome) templ.Component {
	tone := map[payment.Outcome]page.Tone{payment.Go: page.Good, payment.GoWithCare: page.Good, payment.NoGo: page.Bad}[o]
	if o == payment.NotAssessed {
		return status(page.Warn, w.T("cash_outcome.none"))
	}
	return status(tone, w.T("cash_outcome."+string(o)))
}

// dayAsked is the day that a page is about; today where none is named.
func (e *errand) dayAsked() clock.Day {
	day, err := clock.ParseDay(e.URL.Query().Get("day"))
	if err != nil {
		return e.today
	}
	return day
}

// showCashSite shows what was assessed of a place for a day.
func showCashSite(e *errand) error {
	place, err := e.PathID("place")
	if err != nil {
		return err
	}
	day := e.dayAsked()
	says, err := ask(e, "task.pay", payment.SiteOn(e.looksAtSites(), e.scope, place, day))
	if err != nil {
		return err
	}
	name, err := e.placeName(place)
	w, goes := e.Words, says.Outcome == payment.Go || says.Outcome == payment.GoWithCare
	at := "/payments/sites/" + place.String()
	ways := join(e.way(e.may(access.PaymentAssess), "cash.assess", "/payments/sites/assess?place="+place.String()+"&day="+day.String()),
		e.way(goes && e.may(access.PaymentHold), "cash.stop", at+"/stop"))
	parts := []templ.Component{page.Facts(w, []page.Term{{Label: w.T("cash.site"), Value: name}, {Label: w.T("cash.day"), Value: w.Date(day), Class: "date"}}),
		para(outcomeShown(w, says.Outcome))}
	if says.Outcome == payment.NotAssessed {
		parts = append(parts, noticed(page.Warn, w.T("payment.site_not_assessed_hint")))
	}
	for _, a := range says.Assessed {
		parts = append(parts, assessmentPart(e, a))
	}
	if err != nil {
		return err
	}
	return e.Show(officePage(e.frame(w.T("cash.site"), e.crumb("cash.title", "/payments/sites")), "", ways, parts...))
}

// assessmentPart shows one assessment: what was found is empty for those who are not to read it.
func assessmentPart(e *errand, a payment.AssessmentRow) templ.Component {
	w := e.Words
	g := grid{caption: w.T("cash.risks"), empty: w.T("cash.no_risks"), columns: columns(w, "cash.risk", "cash.done")}
	for _, f := range a.Findings {
		risk := []templ.Component{plain(word(w, "cash_risk", string(f.Risk)))}
		if f.Found {
			risk = append(risk, status(page.Warn, w.T("cash.found")))
		}
		g.rows = append(g.rows, []templ.Component{cells(risk...), plain(spaced(f.Done))})
	}
	terms := []page.Term{{Label: w.T("cash.from"), Value: w.Date(a.From), Class: "date"}, {Label: w.T("cash.until"), Value: w.Date(a.Until), Class: "date"}}
	if a.Words != "" {
		terms = append(terms, page.Term{Label: w.T("cash.why_not"), Value: a.Words})
	}
	return together(page.Facts(w, terms), gridOf(g))
}

// cashPlaces are the places at which cash may be handed out.
func (e *errand) cashPlaces() ([]page.Option, error) {
	return e.placeOptions("site", "village", "municipality")
}

var outcomes = []string{string(payment.Go), string(payment.GoWithCare), string(payment.NoGo)}

// assessTask asks of each risk whether it was found, and what is done about it.
func assessTask(e *errand) (*task, error) {
	places, err := e.cashPlaces()
	if err != nil {
		return nil, err
	}
	w := e.Words
	from, until := e.dayBlank("from", "cash.from"), e.dayBlank("until", "cash.until")
	from.Value, until.Value = e.dayAsked().String(), e.dayAsked().String()
	t := &task{title: "cash.assess", lead: "cash.assess_lead", do: "page.save", back: "/payments/sites",
		crumbs: []page.Link{e.crumb("cash.title", "/payments/sites")},
		blanks: []blank{e.blank(asSelect, "place", "cash.site").of(places).worth(e.URL.Query().Get("place")), from, until}}
	for _, r := range payment.Risks {
		found := e.blank(asRadios, "found_"+string(r), "cash.risk").of(optionsOf(w, "cash_found", "no", "yes"))
		found.Label = word(w, "cash_risk", string(r))
		t.blanks = append(t.blanks, found, e.blank(asInput, "done_"+string(r), "cash.done").optional())
	}
	t.blanks = append(t.blanks, e.blank(asRadios, "outcome", "cash.says").of(optionsOf(w, "cash_outcome", outcomes...)),
		e.blank(asArea, "words", "cash.why_not").optional())
	return t, nil
}

func assessSite(e *errand, in *input) (string, string, error) {
	places, err := e.cashPlaces()
	if err != nil {
		return "", "", err
	}
	in.pick("place", places)
	c := payment.AssessSite{Place: in.mustID("place"), From: in.mustDay("from"), Until: in.mustDay("until"),
		Outcome: payment.Outcome(in.pick("outcome", optionsOf(e.Words, "cash_outcome", outcomes...))), Words: in.text("words")}
	for _, r := range payment.Risks {
		found := in.pick("found_"+string(r), optionsOf(e.Words, "cash_found", "no", "yes"))
		f := payment.Finding{Risk: r, Found: found == "yes", Done: in.text("done_" + string(r))}
		if f.Found && f.Done == "" && c.Outcome != payment.NoGo {
			in.blame("done_"+string(r), "office.wrong.missing")
		}
		c.Findings = append(c.Findings, f)
	}
	if in.wrong() {
		return "", "", nil
	}
	_, err = e.do(e.scope, c)
	return "/payments/sites/" + c.Place.String() + "?day=" + c.From.String(), "saved", err
}

func stopCashTask(e *errand) (*task, error) {
	place, err := e.PathID("place")
	if err != nil {
		return nil, err
	}
	name, err := e.placeName(place)
	return &task{title: "cash.stop", lead: "cash.stop_lead", do: "cash.stop", back: "/payments/sites/" + place.String(),
		crumbs: []page.Link{e.crumb("cash.title", "/payments/sites")},
		about:  page.Facts(e.Words, []page.Term{{Label: e.Words.T("cash.site"), Value: name}}),
		blanks: []blank{e.blank(asArea, "reason", "payments.reason"), hourBlank(e, "cash.stopped_at").hinted(e.Words.T("cash.stopped_at_hint"))}}, err
}

func stopCash(e *errand, in *input) (string, string, error) {
	place, err := e.PathID("place")
	c := payment.StopCash{Place: place, Reason: in.must("reason"), Minute: in.minute("hour")}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return "/payments/sites/" + place.String(), "saved", err
}

func planPayingTask(e *errand) (*task, error) {
	a, err := e.list()
	if err != nil {
		return nil, err
	}
	places, err := e.cashPlaces()
	at := "/payments/lists/" + a.List.ID.String()
	return &task{title: "cash.plan", lead: "cash.plan_lead", do: "page.save", back: at,
		crumbs: []page.Link{e.crumb("payments.title", "/payments"), e.crumb("payments.list", at)},
		blanks: []blank{e.blank(asSelect, "place", "cash.site").of(places), e.dayBlank("day", "cash.day")}}, err
}

func planPaying(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("id")
	c := payment.PlanPaying{List: of, Place: in.mustID("place"), Day: in.mustDay("day")}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return "/payments/lists/" + of.String(), "saved", err
}

// cashPart shows on a list's page where and when it is paid in cash, and whether it may be. owed says that some line of it still stands: what
// is all handed out needs no place.
func cashPart(e *errand, l payment.ListRow, owed bool) (templ.Component, error) {
	if l.Method != payment.Cash {
		return templ.NopComponent, nil
	}
	rows, err := ask(e, "task.pay", payment.CashDaysOf(e.scope, l.ID))
	if err != nil {
		return nil, err
	}
	g, err := cashDaysGrid(e, rows)
	running := l.Status == payment.StatusApproved || l.Status == payment.StatusSent || l.Status == payment.StatusReconciled
	if running && owed && !slices.ContainsFunc(rows, func(r payment.CashDayRow) bool { return r.Day >= e.today }) {
		at := "/payments/lists/" + l.ID.String() + "/plan"
		return headed(e.Words.T("cash.days"), noticed(page.Warn, e.Words.T("cash.not_planned")), doors(e.way(e.may(access.PaymentPrepare), "cash.plan", at)), gridOf(g)), err
	}
	return headed(e.Words.T("cash.days"), gridOf(g)), err
}
