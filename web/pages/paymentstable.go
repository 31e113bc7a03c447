// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"safar/field/payment"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// The paying table: a card is typed or scanned, who stands there is shown large with what they are to receive, and what was paid is summed up against the cash in the box.
// Everything is done with the keyboard: the card, Enter, who receives it, Enter. What was paid last is taken back from here.

// showTable shows the paying table of a list of cash.
func showTable(e *errand) error {
	of, err := e.PathID("id")
	if err != nil {
		return err
	}
	card := strings.ToUpper(strings.TrimSpace(e.typed("card")))
	here, _ := id.Parse(e.URL.Query().Get("way")) // what is no id is nobody
	t, err := ask(e, "task.pay", payment.AtTable(e.scope, of, card, here))
	if err != nil {
		return err
	}
	if t.List.Method != payment.Cash {
		return notThere("pages.table")
	}
	w, at := e.Words, "/payments/lists/"+of.String()
	parts := []templ.Component{e.lastPaid(of), e.cardForm(at, t)}
	if card != "" && len(t.Found) == 0 {
		parts = append(parts, noticed(page.Bad, w.T("table.not_on_list", words.Args{"Card": card})))
	}
	for _, line := range t.Found {
		one, err := e.atTable(t.List, line)
		if err != nil {
			return err
		}
		parts = append(parts, one)
	}
	if len(t.Next) > 0 && (len(t.Found) == 0 || t.Next[0].Journey != t.Found[0].Journey) {
		parts = append(parts, doors([]page.Link{{Text: w.T("table.next", words.Args{"Card": t.Next[0].Card}), To: e.tablePath(of, url.Values{"way": {t.Next[0].Journey.String()}})}}))
	}
	sums, err := e.boxPart(t)
	if err != nil {
		return err
	}
	f := e.frame(w.T("table.title"), e.crumb("payments.title", "/payments"))
	if e.may(access.PaymentList) {
		f.Crumbs = append(f.Crumbs, page.Link{Text: w.T("payments.list"), To: at})
	}
	return e.Show(officePage(f, "", nil, append(parts, sums)...))
}

// tablePath is the paying table with further values; what was put into the box stays.
func (e *errand) tablePath(list id.ID, values url.Values) string {
	if box := e.typed("box"); box != "" {
		values.Set("box", box)
	}
	return "/payments/lists/" + list.String() + "/table?" + values.Encode()
}

// typed is what was typed into a field of the table, or is kept in its address: never a card, which names somebody.
func (e *errand) typed(name string) string {
	if values, err := e.Values(); err == nil && values.Has(name) {
		return values.Get(name)
	}
	if name == "card" {
		return ""
	}
	return e.URL.Query().Get(name)
}

// cardForm asks for a card, and once a day for what lies in the box.
func (e *errand) cardForm(at string, t payment.TableSheet) templ.Component {
	w := e.Words
	box := page.Field{Name: "box", Label: w.T("table.box", words.Args{"Currency": t.List.Currency}), Value: e.typed("box"), LTR: true, Digits: true, Optional: true}
	if in, _ := e.inBox(t.List.Currency); in < 0 {
		box.Error = w.T("office.wrong.number")
	}
	card := page.Field{Name: "card", Label: w.T("table.card"), Hint: w.T("table.card_hint"), LTR: true, Focus: len(t.Found) == 0}
	return tableForm(w, at+"/table", card, box)
}

// inBox is what was put into the box, in minor units: 0 where nobody said, and less where it is no amount.
func (e *errand) inBox(currency string) (int64, bool) {
	text := e.typed("box")
	if text == "" {
		return 0, false
	}
	in := &input{e: e, values: url.Values{"box": {text}}, faults: map[string]string{}}
	amount := in.amount("box", currency)
	if in.wrong() {
		return -1, true
	}
	return amount, true
}

// atTable shows one line of who stands there: who receives it, how much, and the form with which it is paid, or why it is not.
func (e *errand) atTable(l payment.ListRow, line payment.ListLine) (templ.Component, error) {
	w := e.Words
	name := strings.TrimSpace(line.Given + " " + line.Family)
	parts := []templ.Component{large(name), large(w.Money(words.Money{Minor: line.Total, Currency: l.Currency})), para(page.Code(line.Card), plain(e.say("steps", line.Step)), lineState(w, line.State)), alternateOf(w, line)}
	if e.may(access.PeopleLook) {
		held, err := e.portraitsOf(e.Request, e.scope, line.Subject, line.Collector)
		if err != nil {
			return nil, err
		}
		if at := held.of[line.Collector]; at != "" {
			parts = append(parts, page.Thumb(at, at+"/thumb", portraitName(w, name)))
		}
	}
	running := l.Status == payment.StatusApproved || l.Status == payment.StatusSent || l.Status == payment.StatusReconciled
	switch {
	case line.State != "listed":
		parts = append(parts, noticed(page.Bad, w.T("table.not_to_pay")))
	case line.OnHold:
		parts = append(parts, noticed(page.Bad, w.T("table.on_hold")))
	case line.Changed:
		parts = append(parts, noticed(page.Bad, w.T("table.other_collector")))
	case !running:
		parts = append(parts, noticed(page.Warn, w.T("table.not_approved")))
	default:
		form, err := e.payHere(l, line)
		if err != nil {
			return nil, err
		}
		parts = append(parts, form)
	}
	return together(parts...), nil
}

// payHere is the form of the delivery, which leads back to the table; and the way to hold it, for whom it is not paid today.
func (e *errand) payHere(l payment.ListRow, line payment.ListLine) (templ.Component, error) {
	e.SetPathValue("journey", line.Journey.String())
	e.SetPathValue("step", line.Step)
	t, err := deliverTask(e)
	if err != nil || t.nothing {
		return orNothing(t), err
	}
	if options := t.blanks[0].Options; len(options) > 0 {
		t.blanks[0] = t.blanks[0].worth(options[0].Value)
	}
	at := "/payments/owed/" + line.Journey.String() + "/" + url.PathEscape(line.Step)
	back := url.Values{"list": {l.ID.String()}, "table": {"yes"}}
	if box := e.typed("box"); box != "" {
		back.Set("box", box)
	}
	t.back, t.do = "", "table.paid"
	return together(t.about, taskForm(e.Words, t, at+"/deliver?"+back.Encode()), doors(e.way(e.may(access.PaymentHold), "table.not_paid", at+"/hold?"+back.Encode()))), nil
}

// orNothing is what a task is about that offers nothing to choose.
func orNothing(t *task) templ.Component {
	if t == nil || t.about == nil {
		return templ.NopComponent
	}
	return t.about
}

// lastPaid says what was paid last, and lets it be taken back.
func (e *errand) lastPaid(list id.ID) templ.Component {
	way, step, both := strings.Cut(e.URL.Query().Get("last"), "/")
	of, err := id.Parse(way)
	if err != nil || !both {
		return templ.NopComponent
	}
	back := url.Values{"list": {list.String()}, "table": {"yes"}}
	if box := e.typed("box"); box != "" {
		back.Set("box", box)
	}
	return doors([]page.Link{{Text: e.Words.T("table.take_back"), To: "/payments/owed/" + of.String() + "/" + url.PathEscape(step) + "/return?" + back.Encode()}})
}

// boxPart sums up what was paid, what is still to be paid, and what must lie in the box.
func (e *errand) boxPart(t payment.TableSheet) (templ.Component, error) {
	w := e.Words
	money := func(minor int64) string { return w.Money(words.Money{Minor: minor, Currency: t.List.Currency}) }
	terms := []page.Term{{Label: w.T("table.sum_paid"), Value: w.List([]string{w.Number(int64(t.Paid)), money(t.PaidSum)}), Class: "number"},
		{Label: w.T("table.sum_waiting"), Value: w.List([]string{w.Number(int64(t.Waiting)), money(t.WaitingSum)}), Class: "number"},
		{Label: w.T("table.sum_today"), Value: money(t.PaidToday), Class: "number"}}
	in, said := e.inBox(t.List.Currency)
	if !said || in < 0 {
		return headed(w.T("table.sums"), page.Facts(w, terms)), nil
	}
	left := in - t.PaidToday
	terms = append(terms, page.Term{Label: w.T("table.in_box"), Value: money(left), Class: "number"})
	warns := templ.Component(templ.NopComponent)
	if left < 0 || left < t.WaitingSum {
		warns = noticed(page.Warn, w.T("table.box_short", words.Args{"Short": money(t.WaitingSum - left)}))
	}
	return headed(w.T("table.sums"), warns, page.Facts(w, terms)), nil
}
