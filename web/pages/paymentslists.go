// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"encoding/hex"
	"maps"
	"net/url"
	"slices"
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

func showList(e *errand) error {
	of, err := e.PathID("id")
	if err != nil {
		return err
	}
	a, err := ask(e, "task.pay", payment.ListToApprove(e.scope, of))
	if err != nil {
		return err
	}
	after, _ := id.Parse(e.URL.Query().Get("after")) // what is no id begins at the beginning
	which := e.URL.Query().Get("which")
	lines, err := ask(e, "task.pay", payment.ListLines(e.scope, of, which, after, perPage))
	if err != nil {
		return err
	}
	photos, err := e.photographsOf(lines.Lines)
	if err != nil {
		return err
	}
	names, err := e.colleagues(access.PaymentList)
	if err != nil {
		return err
	}
	at := "/payments/lists/" + of.String()
	l, s := a.List, a.List.Status
	running := s == payment.StatusApproved || s == payment.StatusSent || s == payment.StatusReconciled
	ways := join(e.way(s == payment.StatusPrepared && e.may(access.PaymentApprove), "payments.approve", at+"/approve"),
		e.way(s == payment.StatusPrepared && e.may(access.PaymentReject), "payments.reject", at+"/reject"),
		e.way(s == payment.StatusApproved && e.may(access.PaymentSend), "payments.send", at+"/send"),
		e.way(s != payment.StatusClosed && s != payment.StatusRejected, "payments.changed", at+"/changed"),
		e.way(running && l.Method == payment.Cash && e.may(access.ExportPayment), "payments.sheet", at+"/sheet"),
		e.way(running && l.Method == payment.Cash && e.may(access.PaymentDeliver), "table.title", at+"/table"),
		e.way(l.Method == payment.Cash && s != payment.StatusClosed && s != payment.StatusRejected && e.may(access.PaymentPrepare), "cash.plan", at+"/plan"),
		e.way(running && l.Method == payment.Cash && e.may(access.PaymentDeliver), "sheets.keep", at+"/keep"),
		e.way(running && e.may(access.PaymentReconcile), "payments.reconcile", at+"/reconcile"),
		e.way(s == payment.StatusReconciled && e.may(access.PaymentReconcile), "payments.close", at+"/close"))
	f := e.frame(e.Words.T("payments.list"), e.crumb("payments.title", "/payments"))
	days, err := cashPart(e, l, a.Now.Count > 0)
	if err != nil {
		return err
	}
	sheets, err := sheetsPart(e, l)
	if err != nil {
		return err
	}
	return e.Show(officePage(f, "", ways, append(listParts(e, a, lines, photos, names, which, after), days, sheets)...))
}

// colleagues names those who work in the caseload, for those who do an act there.
func (e *errand) colleagues(doing access.Act) (map[id.ID]string, error) {
	rows, err := ask(e, "task.find_the_way", staff.Colleagues(doing, e.scope, doing))
	names := map[id.ID]string{}
	for _, c := range rows {
		names[c.ID] = c.Name
	}
	return names, err
}

func listParts(e *errand, a payment.ToApprove, lines payment.LinesPage, photos photographs, names map[id.ID]string, which string, after id.ID) []templ.Component {
	w, l := e.Words, a.List
	parts := []templ.Component{para(listStatus(w, l.Status)), listChanged(w, a), heldPart(w, a, which), page.Facts(w, listTerms(e, a, names))}
	if len(l.Held) > 0 {
		var why []string
		for _, r := range slices.Sorted(maps.Keys(l.Held)) {
			why = append(why, w.T("payments.held_for", words.Args{"Count": l.Held[r], "Why": w.T("payment.held." + string(r))}))
		}
		parts = append(parts, noticed(page.Plain, append([]string{w.T("payments.left_out")}, why...)...))
	}
	if l.Compared.Day.Known() {
		parts = append(parts, comparedPart(w, l))
	}
	pages := page.Pages{Shown: int64(len(lines.Lines)), Total: linesOf(a, which)}
	if !after.IsZero() {
		pages.First = linesPath(l.ID, which, id.ID{})
	}
	if !lines.Next.IsZero() {
		pages.Next = linesPath(l.ID, which, lines.Next)
	}
	all := int64(a.Now.Lines)
	if which != "" {
		all = -1 // all of the list are not those that are shown
	}
	pick := e.picked(e.Request, e.scope, "pay", all)
	return append(parts, headed(w.T("payments.lines"), gridOf(linesGrid(e, l, lines.Lines, photos, pick)), pickForm(w, pick), page.Pager(w, pages)))
}

// linesPath is the page of a list that shows some of its lines, from after a household on.
func linesPath(list id.ID, which string, after id.ID) string {
	q := url.Values{}
	if which != "" {
		q.Set("which", which)
	}
	if !after.IsZero() {
		q.Set("after", after.String())
	}
	if len(q) == 0 {
		return "/payments/lists/" + list.String()
	}
	return "/payments/lists/" + list.String() + "?" + q.Encode()
}

// linesOf is how many lines a page of them leads through.
func linesOf(a payment.ToApprove, which string) int64 {
	switch which {
	case "":
		return int64(a.Now.Lines)
	case "stopped":
		return int64(a.Now.Stopped)
	}
	for _, h := range a.Held {
		if string(h.Why) == which {
			return int64(h.Lines)
		}
	}
	return -1 // nobody counted them
}

// heldPart says how many lines would not be paid today, and how much they are; each reason leads to its lines.
func heldPart(w *words.Printer, a payment.ToApprove, which string) templ.Component {
	lines, total := 0, int64(0)
	links := []page.Link{{Text: w.T("payments.all_lines"), To: linesPath(a.List.ID, "", id.ID{}), Current: which == ""}}
	add := func(count int, why, key string) {
		links = append(links, page.Link{Text: w.T("payments.held_for", words.Args{"Count": w.Number(int64(count)), "Why": w.T(key)}),
			To: linesPath(a.List.ID, why, id.ID{}), Current: which == why})
	}
	for _, h := range a.Held {
		lines, total = lines+h.Lines, total+h.Total
		add(h.Lines, string(h.Why), "payment.held_short."+string(h.Why))
	}
	if a.Now.Stopped > 0 {
		add(a.Now.Stopped, "stopped", "pay_state.stopped")
	}
	switch {
	case len(links) == 1:
		return templ.NopComponent
	case lines == 0:
		return doors(links)
	}
	return together(noticed(page.Warn, w.N("payments.held_sum", int64(lines), words.Args{"Total": w.Money(words.Money{Minor: total, Currency: a.List.Currency})})), doors(links))
}

// listChanged tells an approver what is no longer as it was prepared.
func listChanged(w *words.Printer, a payment.ToApprove) templ.Component {
	var said []string
	if a.Now.Stopped > 0 {
		said = append(said, w.N("payments.stopped_since", int64(a.Now.Stopped)))
	}
	if a.Now.Changed > 0 {
		said = append(said, w.N("payments.collector_since", int64(a.Now.Changed)))
	}
	if len(said) == 0 {
		return templ.NopComponent
	}
	return noticed(page.Warn, said...)
}

func listTerms(e *errand, a payment.ToApprove, names map[id.ID]string) []page.Term {
	w, l := e.Words, a.List
	money := func(minor int64) string { return w.Money(words.Money{Minor: minor, Currency: l.Currency}) }
	terms := []page.Term{{Label: w.T("payments.grant"), Value: e.say("grants", l.Grant)}, {Label: w.T("payments.steps"), Value: w.List(stepNames(e, l.Steps))},
		{Label: w.T("payments.method"), Value: word(w, "method", string(l.Method))},
		{Label: w.T("payments.prepared_on"), Value: w.Date(l.Prepared), Class: "date"}, {Label: w.T("payments.prepared_by"), Value: names[l.PreparedBy]},
		{Label: w.T("payments.lines_prepared"), Value: w.Number(int64(l.Count)), Class: "number"},
		{Label: w.T("payments.total_prepared"), Value: money(l.Total), Class: "number"},
		{Label: w.T("payments.lines_now"), Value: w.Number(int64(a.Now.Count)), Class: "number"},
		{Label: w.T("payments.total_now"), Value: money(a.Now.Total), Class: "number"}}
	if l.Approval.Day.Known() {
		terms = append(terms, page.Term{Label: w.T("payments.approved_by"), Value: names[l.Approval.By]},
			page.Term{Label: w.T("payments.approved_on"), Value: w.Date(l.Approval.Day), Class: "date"},
			page.Term{Label: w.T("payments.total_approved"), Value: money(l.Approval.Total), Class: "number"})
	}
	return terms
}

func comparedPart(w *words.Printer, l payment.ListRow) templ.Component {
	c := l.Compared
	g := grid{caption: w.T("payments.differences"), empty: w.T("payments.no_differences"),
		columns: columns(w, "payments.reference", "#payments.delivered", "#payments.stated")}
	for _, d := range c.Differences[:min(len(c.Differences), perPage)] {
		reference := d.Reference
		if reference == "" {
			reference = d.Mark
		}
		g.rows = append(g.rows, []templ.Component{page.Code(reference), cash(w, d.Delivered, l.Currency), cash(w, d.Stated, l.Currency)})
	}
	return headed(w.T("payments.compared"), page.Facts(w, []page.Term{
		{Label: w.T("payments.delivered"), Value: w.Money(words.Money{Minor: c.Delivered, Currency: l.Currency}), Class: "number"},
		{Label: w.T("payments.stated"), Value: w.Money(words.Money{Minor: c.Stated, Currency: l.Currency}), Class: "number"},
		{Label: w.T("payments.matched"), Value: w.Number(int64(c.Matched)), Class: "number"}}), gridOf(g))
}

func linesGrid(e *errand, l payment.ListRow, lines []payment.ListLine, photos photographs, pick picking) grid {
	var values, labels []string
	w := e.Words
	g := grid{caption: w.T("payments.lines"), empty: w.T("payments.no_lines"),
		columns: columns(w, "office.household", "payments.collector", "payments.step", "#payments.amount", "payments.status", "")}
	payable := l.Status == payment.StatusApproved || l.Status == payment.StatusSent || l.Status == payment.StatusReconciled
	for _, line := range lines {
		values, labels = append(values, severalValue(bulk.Item{Journey: line.Journey, Step: line.Step})), append(labels, line.Card)
		who := cells(plain(strings.TrimSpace(line.Given+" "+line.Family)), page.Phone(line.Phone), alternateOf(w, line))
		state := []templ.Component{lineState(w, line.State)}
		if line.Changed {
			state = append(state, status(page.Warn, w.T("payments.collector_changed")))
		}
		if line.OnHold {
			state = append(state, status(page.Warn, w.T("state.on_hold")))
		}
		g.rows = append(g.rows, []templ.Component{page.Code(line.Card), who, plain(e.say("steps", line.Step)), cash(w, line.Total, l.Currency), cells(state...),
			together(doors(e.lineWays(payable, l, line)), photos.of(e, line.Journey))})
	}
	return g.pick(w, pick, values, labels)
}

// lineWays are what may be done with one line today.
func (e *errand) lineWays(payable bool, l payment.ListRow, line payment.ListLine) []page.Link {
	at, back := "/payments/owed/"+line.Journey.String()+"/"+url.PathEscape(line.Step), "?list="+l.ID.String()
	standing := line.State == "listed"
	confirm := standing && line.Changed && l.Status == payment.StatusApproved && e.may(access.PaymentApprove)
	return join(e.way(confirm, "payments.confirm_collector", at+"/confirm-collector"+back),
		e.way(payable && standing && !line.OnHold && e.may(access.PaymentDeliver), "payments.deliver", at+"/deliver"+back),
		e.way(payable && line.State == "delivered" && e.may(access.PaymentDeliver), "payments.return", at+"/return"+back),
		e.way(standing && !line.OnHold && e.may(access.PaymentHold), "payments.hold", at+"/hold"))
}

// alternateOf names who may receive it in the collector's place.
func alternateOf(w *words.Printer, line payment.ListLine) templ.Component {
	if line.Alternate == "" {
		return templ.NopComponent
	}
	return hushed(w.T("payments.alternate", words.Args{"Name": line.Alternate}))
}

// lineState shows how far one payment has come.
func lineState(w *words.Printer, state string) templ.Component {
	tone := map[string]page.Tone{"owed": page.Ahead, "ready": page.Ahead, "listed": page.Plain, "delivered": page.Good, "done": page.Good,
		"stopped": page.Hushed, "returned": page.Warn, "blocked": page.Bad, "lapsed": page.Bad, "not_applicable": page.Hushed}[state]
	if tone == "" {
		tone = page.Plain
	}
	return status(tone, w.T("pay_state."+state))
}

// list reads the list of the path, whole.
func (e *errand) list() (payment.ToApprove, error) {
	of, err := e.PathID("id")
	if err != nil {
		return payment.ToApprove{}, err
	}
	return ask(e, "task.pay", payment.ListToApprove(e.scope, of))
}

// listTask is a task about a list that asks for a reason.
func listTask(title, leadKey string) func(*errand) (*task, error) {
	return func(e *errand) (*task, error) {
		a, err := e.list()
		if err != nil {
			return nil, err
		}
		names, err := e.colleagues(access.PaymentList)
		at := "/payments/lists/" + a.List.ID.String()
		t := &task{title: title, lead: leadKey, do: title, back: at, about: together(listChanged(e.Words, a), page.Facts(e.Words, listTerms(e, a, names))),
			crumbs: []page.Link{e.crumb("payments.title", "/payments"), e.crumb("payments.list", at)}}
		if title != "payments.send" {
			t.blanks = []blank{e.blank(asArea, "reason", "payments.reason")}
		}
		if title == "payments.close" {
			t.blanks[0] = t.blanks[0].optional().hinted(e.Words.T("payments.close_hint"))
		}
		return t, err
	}
}

// approveTask shows the approver what they say yes to; the form carries the digest of the lines they saw.
func approveTask(e *errand) (*task, error) {
	t, err := listTask("payments.approve", "payments.approve_lead")(e)
	if err != nil {
		return nil, err
	}
	a, err := e.list()
	if err != nil {
		return t, err
	}
	changed, err := changedPart(e, a.List)
	t.about = together(heldPart(e.Words, a, "none"), changed, t.about)
	t.blanks = []blank{{as: asHidden, Field: page.Field{Name: "digest", Value: hex.EncodeToString(a.Now.Digest[:])}}}
	if !e.op.Door.Fresh(e.Visitor.Confirmed) {
		b := e.blank(asInput, "passphrase", "signin.passphrase").kind("password").hinted(e.Words.T("users.confirm_hint"))
		b.Complete = "current-password"
		t.blanks = append(t.blanks, b)
	}
	return t, err
}

func approveList(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("id")
	if err != nil {
		return "", "", err
	}
	digest, err := hex.DecodeString(in.text("digest"))
	c := payment.Approve{List: of}
	if copy(c.Digest[:], digest) != len(c.Digest) || err != nil {
		in.blame("digest", "office.wrong.missing")
		return "", "", nil
	}
	if err := e.confirmed(in); err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return "/payments/lists/" + of.String(), "approved", err
}

// confirmed has the passphrase checked where it was not typed lately. Approving is for the person, not for whoever sits at their screen.
func (e *errand) confirmed(in *input) error {
	if e.op.Door.Fresh(e.Visitor.Confirmed) {
		return nil
	}
	passphrase := in.values.Get("passphrase")
	if passphrase == "" {
		in.blame("passphrase", "office.wrong.missing")
		return nil
	}
	return e.op.Door.Confirm(e.Context(), e.Token(), passphrase)
}

func rejectList(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("id")
	c := payment.Reject{List: of, Reason: in.must("reason")}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return "/payments/lists/" + of.String(), "saved", err
}

func sendList(e *errand, _ *input) (string, string, error) {
	of, err := e.PathID("id")
	if err == nil {
		_, err = e.do(e.scope, payment.Send{List: of})
	}
	return "/payments/lists/" + of.String(), "saved", err
}

func closeList(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("id")
	if err == nil {
		_, err = e.do(e.scope, payment.Close{List: of, Reason: in.text("reason")})
	}
	return "/payments/lists/" + of.String(), "saved", err
}

func showLedger(e *errand) error {
	funds, err := ask(e, "task.pay", payment.Ledgers(e.scope))
	if err != nil {
		return err
	}
	w := e.Words
	parts := []templ.Component{}
	for _, f := range funds {
		g := grid{caption: e.say("grants", f.Grant), columns: columns(w, "payments.account", "#payments.balance")}
		sum := int64(0)
		for _, a := range payment.Accounts {
			g.rows = append(g.rows, []templ.Component{plain(w.T("account." + string(a))), cash(w, f.Accounts[a], f.Currency)})
			sum += f.Accounts[a]
		}
		g.rows = append(g.rows, []templ.Component{plain(w.T("payments.sum")), cash(w, sum, f.Currency)})
		parts = append(parts, headed(w.List([]string{e.say("grants", f.Grant), f.Currency}), page.Facts(w, []page.Term{
			{Label: w.T("payments.share"), Value: w.Money(words.Money{Minor: f.Ceiling, Currency: f.Currency}), Class: "number"},
			{Label: w.T("payments.listed"), Value: w.Money(words.Money{Minor: f.SetAside, Currency: f.Currency}), Class: "number"},
			{Label: w.T("payments.delivered"), Value: w.Money(words.Money{Minor: f.Accounts[payment.DeliveredTo], Currency: f.Currency}), Class: "number"},
			{Label: w.T("payments.left"), Value: w.Money(words.Money{Minor: f.Left, Currency: f.Currency}), Class: "number"}}), gridOf(g)))
	}
	return e.Show(officePage(e.frame(w.T("payments.ledger"), e.crumb("payments.title", "/payments")), w.T("payments.ledger_lead"), nil, parts...))
}
