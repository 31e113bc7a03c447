// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"

	"github.com/a-h/templ"

	"safar/field/payment"
	"safar/kernel/access"
	"safar/web/page"
)

// oweTask shows what would be owed, and for what, before it is frozen.
func oweTask(e *errand) (*task, error) {
	journey, step, err := e.unit()
	if err != nil {
		return nil, err
	}
	t := &task{title: "payments.owe", lead: "payments.owe_lead", do: "payments.owe_do", back: e.afterUnit(journey), blanks: []blank{e.dayBlank("day", "office.day")}}
	terms := []page.Term{{Label: e.Words.T("payments.step"), Value: e.say("steps", step)}}
	if t.about = page.Facts(e.Words, terms); !e.may(access.PeopleLook) {
		return t, nil
	}
	dues, err := ask(e, "task.pay", payment.OwedTo(e.scope, journey))
	for _, d := range dues {
		if d.Step == step {
			t.about = together(page.Facts(e.Words, terms), gridOf(amountsGrid(e, d)))
		}
	}
	return t, err
}

func owe(e *errand, in *input) (string, string, error) {
	journey, step, err := e.unit()
	c := payment.Owe{Journey: journey, Step: step, Day: in.mustDay("day")}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return e.afterUnit(journey), "saved", err
}

func settle(e *errand, in *input) (string, string, error) {
	journey, step, err := e.unit()
	c := payment.Settle{Journey: journey, Step: step, Reason: in.must("reason")}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return e.afterHold(journey), "saved", err
}

// confirmCollectorTask asks the second pair of eyes whether a line may go to another collector.
func confirmCollectorTask(e *errand) (*task, error) {
	journey, step, err := e.unit()
	if err != nil {
		return nil, err
	}
	return &task{title: "payments.confirm_collector", lead: "payments.confirm_collector_lead", do: "payments.confirm_collector_do", grave: true,
		about: page.Facts(e.Words, []page.Term{{Label: e.Words.T("payments.step"), Value: e.say("steps", step)}}), back: e.afterUnit(journey)}, nil
}

func confirmCollector(e *errand, _ *input) (string, string, error) {
	journey, step, err := e.unit()
	if err != nil {
		return "", "", err
	}
	_, err = e.do(e.scope, payment.ConfirmCollector{Journey: journey, Step: step})
	return e.afterUnit(journey), "saved", err
}

// twicePart lists the payments that two offices delivered: whatever else these households are owed waits until somebody settles it.
func twicePart(e *errand) (templ.Component, error) {
	rows, err := ask(e, "task.pay", payment.PaidTwice(e.scope))
	if err != nil || len(rows) == 0 {
		return templ.NopComponent, err
	}
	w := e.Words
	g := grid{caption: w.T("payments.twice"), columns: columns(w, "payments.step", "")}
	for _, t := range rows {
		at := "/payments/owed/" + t.Journey.String() + "/" + url.PathEscape(t.Step)
		g.rows = append(g.rows, []templ.Component{plain(e.say("steps", t.Step)), doors(e.way(e.may(access.PaymentRelease), "payments.settle", at+"/settle"))})
	}
	return headed(w.T("payments.twice"), para(plain(w.T("payments.twice_lead"))), gridOf(g)), nil
}
