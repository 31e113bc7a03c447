// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"safar/field/bulk"
	"safar/field/payment"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// addPaymentUnits adds what is done with one payment of one household: deliver, return, hold, release, stop, lift.
func (o *office) addPaymentUnits() {
	const unit = "/payments/owed/{journey}/{step}"
	o.serve(unit+"/owe", duty{act: access.PaymentOwe, show: oweTask, send: owe})
	o.serve(unit+"/settle", duty{act: access.PaymentRelease, show: unitTask("payments.settle", "payments.settle_lead"), send: settle})
	o.serve(unit+"/deliver", duty{act: access.PaymentDeliver, show: deliverTask, send: deliver})
	o.serve(unit+"/return", duty{act: access.PaymentDeliver, show: unitTask("payments.return", "payments.return_lead"), send: returnPayment})
	o.serve(unit+"/hold", duty{act: access.PaymentHold, show: holdTask, send: holdPayment})
	o.serve(unit+"/release", duty{act: access.PaymentRelease, show: releaseTask, send: releasePayment})
	o.serve(unit+"/stop", duty{act: access.PaymentHold, show: unitTask("payments.stop", "payments.stop_lead"), send: stopPayment})
	o.serve(unit+"/lift", duty{act: access.PaymentRelease, show: unitTask("payments.lift", "payments.lift_lead"), send: liftPayment})
}

// unit is one payment of a household, as the path names it.
func (e *errand) unit() (journey id.ID, step string, err error) {
	journey, err = e.PathID("journey")
	return journey, e.PathValue("step"), err
}

// afterUnit is where one goes when something was done with a payment: back to its list, where one came from there.
func (e *errand) afterUnit(journey id.ID) string {
	if list, err := id.Parse(e.URL.Query().Get("list")); err == nil {
		if e.URL.Query().Get("table") == "" {
			return "/payments/lists/" + list.String()
		}
		last := url.Values{}
		if strings.HasSuffix(e.URL.Path, "/deliver") && e.Method == http.MethodPost {
			last.Set("last", journey.String()+"/"+e.PathValue("step"))
		}
		return e.tablePath(list, last)
	}
	switch {
	case e.may(access.PeopleLook):
		return "/payments/owed/" + journey.String()
	case e.may(access.PaymentList):
		return "/payments"
	}
	return "/"
}

// showOwed shows what is owed to a household, and why.
func showOwed(e *errand) error {
	journey, err := e.PathID("journey")
	if err != nil {
		return err
	}
	dues, err := ask(e, "task.pay", payment.OwedTo(e.scope, journey))
	if err != nil {
		return err
	}
	w := e.Words
	parts := make([]templ.Component, 0, len(dues))
	for _, d := range dues {
		parts = append(parts, headed(e.say("steps", d.Step), duePart(e, journey, d)...))
	}
	return e.Show(officePage(e.frame(w.T("payments.owed_title")), w.T("payments.owed_lead"), nil, parts...))
}

func duePart(e *errand, journey id.ID, d payment.Due) []templ.Component {
	w := e.Words
	at := "/payments/owed/" + journey.String() + "/" + url.PathEscape(d.Step)
	g := amountsGrid(e, d)
	terms := []page.Term{{Label: w.T("payments.grant"), Value: e.say("grants", d.Grant)}, {Label: w.T("payments.persons"), Value: w.Number(int64(d.Size)), Class: "number"}}
	if d.On.Known() {
		terms = append(terms, page.Term{Label: w.T("payments.owed_on"), Value: w.Date(d.On), Class: "date"})
	}
	for _, s := range d.Earned {
		terms = append(terms, page.Term{Label: w.T("payments.earned_by", words.Args{"Step": e.say("steps", s.Step)}), Value: w.Date(s.Since), Class: "date"})
	}
	parts := []templ.Component{para(lineState(w, d.State))}
	if d.OnHold {
		parts = append(parts, status(page.Warn, w.T("state.on_hold")))
	}
	if d.Stopped {
		parts = append(parts, noticed(page.Warn, w.T("payment.held.stopped_by_person")))
	}
	if d.Elsewhere {
		parts = append(parts, noticed(page.Warn, w.T("payment.held.paid_elsewhere")))
	}
	switch {
	case d.Unsettled:
		parts = append(parts, noticed(page.Bad, w.T("payments.paid_twice")))
	case d.Twice:
		parts = append(parts, noticed(page.Plain, w.T("payments.settled")))
	}
	begun := d.State == "listed" || d.State == "owed" || d.State == "returned"
	ways := join(e.way(d.State == "ready" && !d.Stopped && e.may(access.PaymentOwe), "payments.owe", at+"/owe"),
		e.way(d.Unsettled && e.may(access.PaymentRelease), "payments.settle", at+"/settle"),
		e.way(d.State == "listed" && !d.OnHold && e.may(access.PaymentDeliver), "payments.deliver", at+"/deliver"),
		e.way(d.State == "delivered" && e.may(access.PaymentDeliver), "payments.return", at+"/return"),
		e.lookElsewhere(d.Elsewhere, journey, d.Step),
		e.way(begun && !d.OnHold && !d.Elsewhere && e.may(access.PaymentHold), "payments.hold", at+"/hold"),
		e.way(begun && e.may(access.PaymentHold), "payments.stop", at+"/stop"),
		e.way(d.Stopped && e.may(access.PaymentRelease), "payments.lift", at+"/lift"))
	return append(parts, page.Facts(w, terms), gridOf(g), doors(ways))
}

// lookElsewhere leads to where a suspected double that nobody holds is let go, for who may, and to where it is held with a named person: all that
// the second form asks for stands there already.
func (e *errand) lookElsewhere(is bool, journey id.ID, step string) []page.Link {
	at, why := "/payments/owed/"+journey.String()+"/"+url.PathEscape(step), "?why="+string(payment.PaidElsewhere)
	return join(e.way(is && e.may(access.PaymentRelease), "payments.let_go", at+"/release"+why),
		e.way(is && e.may(access.PaymentHold), "payments.hold_elsewhere", at+"/hold"+why))
}

// releaseTask lets a payment go: by who was named to resolve it, or a suspected double that nobody holds.
func releaseTask(e *errand) (*task, error) {
	if e.URL.Query().Get("why") == string(payment.PaidElsewhere) {
		return unitTask("payments.let_go", "payments.let_go_lead")(e)
	}
	return unitTask("payments.release", "payments.release_lead")(e)
}

func amountsGrid(e *errand, d payment.Due) grid {
	w := e.Words
	g := grid{caption: w.T("payments.amounts"), empty: w.T("payments.nothing_yet"), columns: columns(w, "payments.part", "#payments.amount")}
	for _, p := range d.Amounts {
		g.rows = append(g.rows, []templ.Component{plain(e.say("parts", p.Name)), cash(w, p.Minor, d.Currency)})
	}
	return g
}

// unitTask is a task about one payment that asks for a reason.
func unitTask(title, leadKey string) func(*errand) (*task, error) {
	return func(e *errand) (*task, error) {
		journey, step, err := e.unit()
		return &task{title: title, lead: leadKey, do: title, back: e.afterUnit(journey),
			about:  page.Facts(e.Words, []page.Term{{Label: e.Words.T("payments.step"), Value: e.say("steps", step)}}),
			blanks: []blank{e.blank(asArea, "reason", "payments.reason")}}, err
	}
}

func deliverTask(e *errand) (*task, error) {
	journey, step, err := e.unit()
	if err != nil {
		return nil, err
	}
	options, err := e.collectors(journey)
	if err != nil {
		return nil, err
	}
	table, err := ask(e, "task.pay", payment.TableToday(e.scope, journey, step))
	if err != nil {
		return nil, err
	}
	at, err := e.placeName(table.Place)
	if err != nil {
		return nil, err
	}
	signed, err := tableBlanks(e, table)
	t := &task{title: "payments.deliver", lead: "payments.deliver_lead", do: "payments.deliver_do", back: e.afterUnit(journey),
		about: together(tablePart(e, table, at, journey, step), page.Facts(e.Words, []page.Term{{Label: e.Words.T("payments.step"), Value: e.say("steps", step)}})),
		blanks: []blank{e.blank(asRadios, "to", "payments.received_by").of(options),
			e.blank(asInput, "reference", "payments.reference").hinted(e.Words.T("payments.reference_hint")).optional()}}
	t.blanks[1].LTR = true
	t.blanks = append(t.blanks, signed...)
	if len(options) == 0 {
		t.nothing, t.about = true, together(t.about, noticed(page.Warn, e.Words.T("payment.held.no_collector")))
	}
	return t, err
}

// collectors are those who may receive a payment: whom the household chose, and the alternate.
func (e *errand) collectors(journey id.ID) (options []page.Option, err error) {
	to, err := ask(e, "task.pay", payment.CollectorsOf(e.scope, journey))
	for _, c := range to {
		label := strings.TrimSpace(c.Given + " " + c.Family)
		if c.Alternate {
			label = e.Words.T("payments.alternate", words.Args{"Name": label})
		}
		options = append(options, page.Option{Value: c.Person.String(), Label: label})
	}
	return options, err
}

func deliver(e *errand, in *input) (string, string, error) {
	journey, step, err := e.unit()
	c := payment.Deliver{Journey: journey, Step: step, To: in.mustID("to"), Reference: in.text("reference"),
		Sheet: in.id("sheet"), Minute: in.minute("hour"), Why: in.text("why")}
	c.Place, c.Day = in.table()
	if c.Minute > 0 {
		in.must("why")
	}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return e.afterUnit(journey), "delivered", err
}

func returnPayment(e *errand, in *input) (string, string, error) {
	journey, step, err := e.unit()
	c := payment.Return{Journey: journey, Step: step, Reason: in.must("reason")}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return e.afterUnit(journey), "saved", err
}

func releasePayment(e *errand, in *input) (string, string, error) {
	journey, step, err := e.unit()
	c := payment.Release{Journey: journey, Step: step, Reason: in.must("reason")}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return e.afterHold(journey), "saved", err
}

func stopPayment(e *errand, in *input) (string, string, error) {
	journey, step, err := e.unit()
	c := payment.Stop{Journey: journey, Step: step, Reason: in.must("reason")}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return e.afterUnit(journey), "saved", err
}

func liftPayment(e *errand, in *input) (string, string, error) {
	journey, step, err := e.unit()
	c := payment.Lift{Journey: journey, Step: step, Reason: in.must("reason")}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return e.afterHold(journey), "saved", err
}

func (e *errand) resolvers() ([]page.Option, error) {
	rows, err := ask(e, "task.pay", staff.Colleagues(access.PaymentHold, e.scope, access.PaymentRelease))
	var options []page.Option
	for _, c := range rows {
		if c.May {
			options = append(options, page.Option{Value: c.ID.String(), Label: c.Name})
		}
	}
	return options, err
}

func holdTask(e *errand) (*task, error) {
	t, err := unitTask("payments.hold", "payments.hold_lead")(e)
	if err != nil {
		return nil, err
	}
	options, err := e.resolvers()
	until := e.dayBlank("until", "payments.until")
	until.Value = (e.today + 14).String()
	resolver := e.blank(asSelect, "resolver", "payments.resolver").of(options)
	if len(options) > 0 {
		resolver = resolver.worth(options[0].Value) // somebody is named in any case; another can be chosen
	}
	if e.URL.Query().Get("why") == string(payment.PaidElsewhere) {
		t.blanks[0] = t.blanks[0].worth(e.Words.T("payments.elsewhere_reason"))
	}
	t.blanks = append([]blank{resolver, until}, t.blanks...)
	return t, err
}

func holdPayment(e *errand, in *input) (string, string, error) {
	journey, step, err := e.unit()
	c := payment.HoldPayment{Journey: journey, Step: step, Until: in.mustDay("until"), Resolver: in.mustID("resolver"), Reason: in.must("reason")}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return e.afterHold(journey), "saved", err
}

// afterHold is where one goes when a payment was held, released or its stop lifted: back to the paying table, or to the list of those, for who may see it.
func (e *errand) afterHold(journey id.ID) string {
	if e.may(access.PaymentList) && e.URL.Query().Get("table") == "" {
		return "/payments/holds"
	}
	return e.afterUnit(journey)
}

func showHolds(e *errand) error {
	rows, err := ask(e, "task.pay", payment.Holds(e.scope, 10_000))
	if err != nil {
		return err
	}
	names, err := e.colleagues(access.PaymentList)
	if err != nil {
		return err
	}
	stops, err := stopsPart(e, names)
	if err != nil {
		return err
	}
	twice, err := twicePart(e)
	if err != nil {
		return err
	}
	w := e.Words
	cut, pages := pageOf(e, rows, perPage)
	pick := e.picked(e.Request, e.scope, "pay", -1)
	pick.on = pick.on && len(rows) > 0
	var values, labels []string
	g := grid{caption: w.T("payments.holds"), empty: w.T("payments.no_holds"),
		columns: columns(w, "payments.step", "payments.until", "payments.resolver", "payments.held_by", "")}
	for _, h := range cut {
		at := "/payments/owed/" + h.Journey.String() + "/" + url.PathEscape(h.Step)
		values, labels = append(values, severalValue(bulk.Item{Journey: h.Journey, Step: h.Step})), append(labels, e.say("steps", h.Step))
		mine := h.Resolver == e.Visitor.Actor.User && e.may(access.PaymentRelease)
		g.rows = append(g.rows, []templ.Component{plain(e.say("steps", h.Step)), aged(w, h.Until, e.today), page.Name(names[h.Resolver]),
			page.Name(names[h.By]), doors(e.way(mine, "payments.release", at+"/release"))})
	}
	return e.Show(officePage(e.frame(w.T("payments.holds"), e.crumb("payments.title", "/payments")), w.T("payments.holds_lead"), nil, gridOf(g.pick(w, pick, values, labels)), pickForm(w, pick), page.Pager(w, pages), stops, twice))
}

// stopsPart lists the payments that a person stopped: each waits until somebody lifts the stop.
func stopsPart(e *errand, names map[id.ID]string) (templ.Component, error) {
	rows, err := ask(e, "task.pay", payment.Stops(e.scope, 10_000))
	if err != nil || len(rows) == 0 {
		return templ.NopComponent, err
	}
	w := e.Words
	g := grid{caption: w.T("payments.stops"), empty: w.T("payments.no_stops"), columns: columns(w, "payments.step", "payments.since", "payments.stopped_by", "")}
	for _, s := range rows {
		at := "/payments/owed/" + s.Journey.String() + "/" + url.PathEscape(s.Step)
		g.rows = append(g.rows, []templ.Component{plain(e.say("steps", s.Step)), page.Date(w, s.Since), page.Name(names[s.By]),
			doors(e.way(e.may(access.PaymentRelease), "payments.lift", at+"/lift"))})
	}
	return headed(w.T("payments.stops"), para(plain(w.T("payments.stops_lead"))), gridOf(g)), nil
}
