// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"safar/desk"
	"safar/field/payment"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/register"
	"safar/web/page"
	"safar/web/words"
)

// addPayments adds the pages of money: the grant book, lists from preparing to closing, what is owed to a household, holds, the ledger.
func (o *office) addPayments() {
	o.handle("GET /payments", showPayments)
	o.handle("GET /payments/ledger", showLedger)
	o.handle("GET /payments/holds", showHolds)
	o.handle("GET /payments/owed/{journey}", showOwed)
	o.handle("GET /payments/lists/{id}", showList)
	o.handle("GET /payments/lists/{id}/table", showTable)
	o.handle("POST /payments/lists/{id}/table", showTable)
	o.handle("GET /payments/lists/{id}/changed", showListChanged)
	o.handle("GET /payments/lists/{id}/sheet", showSheet)
	o.serve("/payments/owed/{journey}/{step}/confirm-collector", duty{act: access.PaymentApprove, show: confirmCollectorTask, send: confirmCollector})
	o.serve("/payments/entrust", duty{act: access.PaymentBudget, show: entrustTask, send: entrust})
	o.serve("/payments/prepare", duty{act: access.PaymentPrepare, show: choosePaymentTask, send: choosePayment})
	o.serve("/payments/prepare/{place}/{step}", duty{act: access.PaymentPrepare, show: prepareTask, send: prepareList})
	o.serve("/payments/lists/{id}/approve", duty{act: access.PaymentApprove, show: approveTask, send: approveList})
	o.serve("/payments/lists/{id}/reject", duty{act: access.PaymentReject, show: listTask("payments.reject", "payments.reject_lead"), send: rejectList})
	o.serve("/payments/lists/{id}/send", duty{act: access.PaymentSend, show: listTask("payments.send", "payments.send_lead"), send: sendList})
	o.serve("/payments/lists/{id}/reconcile", duty{act: access.PaymentReconcile, show: reconcileTask, send: reconcileList})
	o.serve("/payments/lists/{id}/close", duty{act: access.PaymentReconcile, show: listTask("payments.close", "payments.close_lead"), send: closeList})
	o.addPaymentUnits()
	o.addCashSites()
	o.addSheets()
}

func showPayments(e *errand) error {
	budget, lists := e.may(access.PaymentBudget), e.may(access.PaymentList)
	if !budget && !lists {
		return access.May(e.Visitor.Actor, access.PaymentList, e.scope, e.today)
	}
	doing := access.PaymentList
	if !lists {
		doing = access.PaymentBudget
	}
	books, err := ask(e, "task.pay", payment.Books(doing, e.scope))
	if err != nil {
		return err
	}
	w := e.Words
	ways := join(e.way(e.may(access.PaymentPrepare), "payments.prepare", "/payments/prepare"), e.way(budget, "payments.entrust", "/payments/entrust"),
		e.way(lists, "payments.ledger", "/payments/ledger"), e.way(lists, "payments.holds", "/payments/holds"), e.way(lists, "cash.title", "/payments/sites"), e.way(lists, "sheets.title", "/payments/sheets"))
	parts := []templ.Component{headed(w.T("payments.books"), gridOf(booksGrid(e, books)))}
	if lists {
		part, err := e.listsPart()
		if err != nil {
			return err
		}
		parts = append(parts, part)
	}
	return e.Show(officePage(e.frame(w.T("payments.title")), w.T("payments.lead"), ways, parts...))
}

func booksGrid(e *errand, books []payment.BookRow) grid {
	w := e.Words
	g := grid{caption: w.T("payments.books"), empty: w.T("payments.no_books"), columns: columns(e.Words, "payments.grant", "payments.period",
		"#payments.ceiling", "#payments.share", "#payments.listed", "#payments.left")}
	for _, b := range books {
		share := []templ.Component{cash(w, b.Share, b.Currency), cash(w, b.SetAside, b.Currency), cash(w, b.Left, b.Currency)}
		if b.Custody.IsZero() {
			share = []templ.Component{hushed(w.T("payments.not_here")), plain(""), plain("")}
		}
		g.rows = append(g.rows, append([]templ.Component{cells(plain(e.say("grants", b.Grant)), hushed(spaced(b.Donor))),
			cells(day(w, b.From), day(w, b.Until)), cash(w, b.Ceiling, b.Currency)}, share...))
	}
	return g
}

// listsPart is a page of payment lists, the newest first.
func (e *errand) listsPart() (templ.Component, error) {
	w := e.Words
	rows, err := ask(e, "task.pay", payment.AllLists(e.scope, e.afterList(), perPage+1))
	if err != nil {
		return nil, err
	}
	pages := page.Pages{Total: -1}
	if len(rows) > perPage {
		rows = rows[:perPage]
		last := rows[perPage-1]
		pages.Next = "/payments?day=" + last.Prepared.String() + "&after=" + last.ID.String()
		pages.First = "/payments"
	}
	pages.Shown = int64(len(rows))
	g := grid{caption: w.T("payments.lists"), empty: w.T("payments.no_lists"), columns: columns(w, "payments.list", "payments.steps",
		"#payments.lines", "#payments.total", "payments.status")}
	for _, l := range rows {
		g.rows = append(g.rows, []templ.Component{
			cells(linked(w.Date(l.Prepared), "/payments/lists/"+l.ID.String()), hushed(word(w, "method", string(l.Method)))),
			plain(w.List(stepNames(e, l.Steps))), num(w, l.Count), cash(w, l.Total, l.Currency), listStatus(w, l.Status)})
	}
	return headed(w.T("payments.lists"), gridOf(g), page.Pager(w, pages)), nil
}

// afterList reads where the last page of lists ended; nil for the first page.
func (e *errand) afterList() *register.Entry {
	q := e.URL.Query()
	d, dayErr := clock.ParseDay(q.Get("day"))
	of, err := id.Parse(q.Get("after"))
	if err != nil || dayErr != nil {
		return nil
	}
	return payment.EntryOf(payment.ListRow{ID: of, Prepared: d})
}

func stepNames(e *errand, steps []string) []string {
	names := make([]string, 0, len(steps))
	for _, s := range steps {
		names = append(names, e.say("steps", s))
	}
	return names
}

// listStatus shows where a list stands.
func listStatus(w *words.Printer, s payment.Status) templ.Component {
	tone := map[payment.Status]page.Tone{payment.StatusPrepared: page.Ahead, payment.StatusApproved: page.Good, payment.StatusSent: page.Plain,
		payment.StatusReconciled: page.Good, payment.StatusRejected: page.Bad, payment.StatusClosed: page.Hushed}[s]
	return status(tone, w.T("list_status."+string(s)))
}

func entrustTask(e *errand) (*task, error) {
	books, err := ask(e, "task.budget", payment.Books(access.PaymentBudget, e.scope))
	if err != nil {
		return nil, err
	}
	return &task{title: "payments.entrust", lead: "payments.entrust_lead", do: "page.save", back: "/payments",
		crumbs: []page.Link{e.crumb("payments.title", "/payments")}, about: gridOf(booksGrid(e, books)),
		blanks: []blank{e.blank(asSelect, "grant", "payments.grant").of(grantOptions(e, books)),
			e.blank(asInput, "share", "payments.share").hinted(e.Words.T("payments.share_hint")).optional()}}, nil
}

func grantOptions(e *errand, books []payment.BookRow) (options []page.Option) {
	for _, b := range books {
		options = append(options, page.Option{Value: b.Programme + "/" + b.Grant, Label: e.say("grants", b.Grant)})
	}
	return options
}

func entrust(e *errand, in *input) (string, string, error) {
	books, err := ask(e, "task.budget", payment.Books(access.PaymentBudget, e.scope))
	if err != nil {
		return "", "", err
	}
	programmeID, grant, _ := strings.Cut(in.pick("grant", grantOptions(e, books)), "/")
	c := payment.Entrust{Programme: programmeID, Grant: grant, Share: in.amount("share", currencyOf(books, programmeID, grant))}
	if in.wrong() {
		return "", "", nil
	}
	_, err = e.do(e.scope, c)
	return "/payments", "saved", err
}

func currencyOf(books []payment.BookRow, programmeID, grant string) string {
	for _, b := range books {
		if b.Programme == programmeID && b.Grant == grant {
			return b.Currency
		}
	}
	return ""
}

// payable is a step that is paid, as an option of a field: its programme, grant and step.
func payableSteps(e *errand, books []payment.BookRow) (options []page.Option) {
	for _, b := range books {
		for _, s := range b.Steps {
			if !slices.ContainsFunc(options, func(o page.Option) bool { return o.Value == s }) {
				options = append(options, page.Option{Value: s, Label: e.say("steps", s)})
			}
		}
	}
	return options
}

func choosePaymentTask(e *errand) (*task, error) {
	books, err := ask(e, "task.pay", payment.Books(access.PaymentPrepare, e.scope))
	if err != nil {
		return nil, err
	}
	villages, err := e.placeOptions("village", "municipality", "site")
	if err != nil {
		return nil, err
	}
	return &task{title: "payments.prepare", lead: "payments.prepare_lead", do: "payments.choose_do", back: "/payments",
		crumbs: []page.Link{e.crumb("payments.title", "/payments")},
		blanks: []blank{e.blank(asSelect, "step", "payments.step").of(payableSteps(e, books)),
			e.blank(asSelect, "place", "payments.place").of(villages)}}, nil
}

// choosePayment changes nothing: it leads on to the households of that place.
func choosePayment(e *errand, in *input) (string, string, error) {
	of, step := in.mustID("place"), in.must("step")
	return "/payments/prepare/" + of.String() + "/" + url.PathEscape(step), "", nil
}

// preparing finds the grant of the step that is to be paid.
func (e *errand) preparing() (place id.ID, c payment.Prepare, currency string, err error) {
	if place, err = e.PathID("place"); err != nil {
		return place, c, "", err
	}
	books, err := ask(e, "task.pay", payment.Books(access.PaymentPrepare, e.scope))
	for _, b := range books {
		if slices.Contains(b.Steps, e.PathValue("step")) {
			return place, payment.Prepare{Programme: b.Programme, Grant: b.Grant, Steps: []string{e.PathValue("step")}}, b.Currency, err
		}
	}
	if err == nil {
		err = notThere("pages.preparing")
	}
	return place, c, "", err
}

var methods = []string{string(payment.Cash), string(payment.MobileMoney), string(payment.Bank)}

func prepareTask(e *errand) (*task, error) {
	place, c, currency, err := e.preparing()
	if err != nil {
		return nil, err
	}
	found, err := ask(e, "task.pay", payment.CandidatesAt(e.scope, place, c, e.part(perPage), desk.Part{Limit: perPage}))
	if err != nil {
		return nil, err
	}
	name, err := e.placeName(place)
	w := e.Words
	t := &task{title: "payments.prepare", do: "payments.prepare_do", back: "/payments/prepare",
		crumbs: []page.Link{e.crumb("payments.title", "/payments"), e.crumb("payments.prepare", "/payments/prepare")},
		about:  candidatesPart(e, name, c.Steps[0], currency, found),
		blanks: []blank{e.blank(asSelect, "method", "payments.method").of(optionsOf(w, "method", methods...)).worth(string(payment.Cash)),
			e.blank(asArea, "leave_out", "payments.leave_out").hinted(w.T("payments.leave_out_hint")).optional()}}
	return t, err
}

func candidatesPart(e *errand, place, step, currency string, found payment.Candidates) templ.Component {
	w := e.Words
	total := int64(0)
	for _, c := range found.Ready {
		total += c.Total
	}
	cut, pages := pageOf(e, found.Ready, perPage)
	ready := grid{caption: w.T("payments.ready"), empty: w.T("payments.nobody_ready"), columns: columns(w, "office.household", "#payments.amount")}
	for _, c := range cut {
		ready.rows = append(ready.rows, []templ.Component{page.Code(c.Card), cash(w, c.Total, currency)})
	}
	held := grid{caption: w.T("payments.held"), empty: w.T("payments.nobody_held"), columns: columns(w, "office.household", "payments.why", "")}
	for _, c := range found.Held[:min(len(found.Held), perPage)] {
		held.rows = append(held.rows, []templ.Component{page.Code(c.Card), plain(w.T("payment.held." + string(c.Why))),
			doors(e.lookElsewhere(c.Why == payment.PaidElsewhere, c.Journey, step))})
	}
	terms := []page.Term{{Label: w.T("payments.step"), Value: e.say("steps", step)}, {Label: w.T("payments.place"), Value: place},
		{Label: w.T("payments.ready"), Value: w.N("count.households", int64(len(found.Ready)))},
		{Label: w.T("payments.total"), Value: w.Money(words.Money{Minor: total, Currency: currency}), Class: "number"},
		{Label: w.T("payments.held"), Value: w.N("count.households", int64(len(found.Held)))}}
	if found.NotReady > 0 {
		terms = append(terms, page.Term{Label: w.T("payments.not_ready"), Value: w.N("count.households", int64(found.NotReady))})
	}
	return together(page.Facts(w, terms), headed(w.T("payments.ready"), gridOf(ready), page.Pager(w, pages)), headed(w.T("payments.held"), gridOf(held)))
}

// prepareList judges the households of the place anew and lists all who are ready but those left out by their card.
func prepareList(e *errand, in *input) (string, string, error) {
	place, c, _, err := e.preparing()
	if err != nil {
		return "", "", err
	}
	c.Method, c.SkipHeld = payment.Method(in.pick("method", optionsOf(e.Words, "method", methods...))), true
	found, err := ask(e, "task.pay", payment.CandidatesAt(e.scope, place, c, desk.Part{}, desk.Part{}))
	if err != nil {
		return "", "", err
	}
	out := strings.FieldsFunc(strings.ToUpper(in.text("leave_out")), func(r rune) bool { return r == ',' || r == ';' || r <= ' ' })
	for _, h := range found.Ready {
		if !slices.Contains(out, strings.ToUpper(h.Card)) {
			c.Journeys = append(c.Journeys, h.Journey)
		}
	}
	if len(c.Journeys) == 0 {
		in.faults["method"] = nobodyBy(e.Words, c.Method, found)
	}
	if in.wrong() {
		return "", "", nil
	}
	r, err := e.do(e.scope, c)
	if err != nil || len(r.IDs) == 0 {
		return "/payments", "prepared", err
	}
	return "/payments/lists/" + r.IDs[0].String(), "prepared", nil
}
