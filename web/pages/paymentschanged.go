// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"

	"github.com/a-h/templ"

	"safar/desk"
	"safar/field/payment"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// showListChanged shows the second pair of eyes of which lines something is otherwise than when the list was prepared, and who wrote it; of all kinds, or of one.
func showListChanged(e *errand) error {
	a, err := e.list()
	if err != nil {
		return err
	}
	only, part := e.URL.Query().Get("what"), e.part(perPage)
	changed, err := ask(e, "task.pay", payment.Changed(e.op.Written, e.scope, a.List.ID, only, part))
	if err != nil {
		return err
	}
	names, err := e.colleagues(access.PaymentList)
	if err != nil {
		return err
	}
	w, at := e.Words, "/payments/lists/"+a.List.ID.String()
	f := e.frame(w.T("payments.changed"), e.crumb("payments.title", "/payments"), page.Link{Text: w.T("payments.list"), To: at})
	ways := e.way(a.List.Status == payment.StatusPrepared && e.may(access.PaymentApprove), "payments.approve", at+"/approve")
	return e.Show(officePage(f, w.T("payments.changed_lead"), ways, page.Facts(w, listTerms(e, a, names)), changedKinds(w, at+"/changed", changed, only),
		gridOf(changedGrid(e, a.List, changed.Lines, names)), page.Pager(w, e.pager(part.From, len(changed.Lines), changed.Found, perPage))))
}

// changedKinds count the lines by what changed of them; each leads to those alone.
func changedKinds(w *words.Printer, at string, changed payment.ListChanged, only string) templ.Component {
	if changed.Count == 0 {
		return templ.NopComponent
	}
	links := []page.Link{{Text: w.N("payments.changed_lines", int64(changed.Count)), To: at, Current: only == ""}}
	for _, k := range changed.Kinds {
		links = append(links, page.Link{Text: w.T("payments.changed_count", words.Args{"What": w.T("payment.changed." + k.What), "Count": w.Number(int64(k.Lines))}),
			To: at + "?what=" + url.QueryEscape(k.What), Current: only == k.What})
	}
	return doors(links)
}

func changedGrid(e *errand, l payment.ListRow, lines []payment.ChangedLine, names map[id.ID]string) grid {
	w := e.Words
	g := grid{caption: w.T("payments.changed"), empty: w.T("payments.nothing_changed"), columns: columns(w, "office.household", "payments.step", "#payments.amount", "payments.status", "payments.what_changed")}
	for _, line := range lines {
		var what []templ.Component
		for _, c := range line.Changes {
			what = append(what, changedBy(w, w.T("payment.changed."+c.What), names[c.By], w.Date(c.On)))
		}
		card := page.Code(orDash(w, line.Card))
		if e.may(access.PeopleLook) {
			card = cardLink(w, line.Card, householdPath(line.Subject))
		}
		g.rows = append(g.rows, []templ.Component{card, plain(e.say("steps", line.Step)), cash(w, line.Total, l.Currency), lineState(w, line.State), cells(what...)})
	}
	return g
}

// changedPart leads an approver to what changed, before they say yes. It shows nobody's line.
func changedPart(e *errand, l payment.ListRow) (templ.Component, error) {
	changed, err := ask(e, "task.pay", payment.Changed(e.op.Written, e.scope, l.ID, "", desk.Part{From: payment.MaxLines, Limit: 1}))
	if err != nil || changed.Count == 0 {
		return templ.NopComponent, err
	}
	return together(noticed(page.Warn, e.Words.N("payments.changed_since", int64(changed.Count))),
		doors([]page.Link{{Text: e.Words.T("payments.changed"), To: "/payments/lists/" + l.ID.String() + "/changed"}})), nil
}
