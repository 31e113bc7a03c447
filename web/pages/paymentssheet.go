// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"maps"
	"slices"
	"strings"

	"safar/field/payment"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// sheetLines is how many lines stand on one sheet of paper.
const sheetLines = 30

// showSheet is a cash list on paper: who is to be paid, who may come in their place, and where they sign. What is on hold, was delivered or was
// stopped is not on it.
func showSheet(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.ExportPayment, e.scope, e.today); err != nil {
		return err
	}
	a, err := e.list()
	if err != nil {
		return err
	}
	if a.List.Method != payment.Cash {
		return notThere("pages.showSheet")
	}
	after, _ := id.Parse(e.URL.Query().Get("after")) // what is no id begins at the beginning
	lines, err := ask(e, "task.pay", payment.ListLines(e.scope, a.List.ID, "", after, sheetLines))
	if err != nil {
		return err
	}
	at := "/payments/lists/" + a.List.ID.String()
	pages := page.Pages{Shown: int64(len(lines.Lines)), Total: int64(a.Now.Lines)}
	if !after.IsZero() {
		pages.First = at + "/sheet"
	}
	if !lines.Next.IsZero() {
		pages.Next = at + "/sheet?after=" + lines.Next.String()
	}
	lines.Lines = slices.DeleteFunc(lines.Lines, func(l payment.ListLine) bool { return l.State != "listed" || l.OnHold })
	f := e.frame(e.Words.T("payments.sheet"), e.crumb("payments.title", "/payments"), e.crumb("payments.list", at))
	return e.Show(sheetPage(f, e, a.List, lines.Lines, pages))
}

// sheetTerms say which list the sheet is of.
func sheetTerms(e *errand, l payment.ListRow) []page.Term {
	w := e.Words
	return []page.Term{{Label: w.T("payments.grant"), Value: e.say("grants", l.Grant)}, {Label: w.T("payments.steps"), Value: w.List(stepNames(e, l.Steps))},
		{Label: w.T("payments.prepared_on"), Value: w.Date(l.Prepared), Class: "date"}, {Label: w.T("payments.approved_on"), Value: w.Date(l.Approval.Day), Class: "date"},
		{Label: w.T("payments.list"), Value: l.ID.String(), Class: "code"}}
}

// nobodyBy says why a list by a method would have nobody on it: all were left out, something is to be settled first, they have not come so far, or nobody
// goes there or lives there to whom it is still to be paid.
func nobodyBy(w *words.Printer, method payment.Method, found payment.Candidates) string {
	switch {
	case len(found.Ready) > 0:
		return w.T("payments.all_left_out")
	case len(found.Held) == 0 && found.NotReady == 0:
		return w.T("payments.nobody_due")
	case len(found.Held) == 0:
		return w.T("payments.none_so_far", words.Args{"Households": w.N("count.households", int64(found.NotReady))})
	}
	held := map[payment.Reason]int{}
	for _, c := range found.Held {
		held[c.Why]++
	}
	said := []string{w.T("payments.nobody_by", words.Args{"Method": word(w, "method", string(method))})}
	for _, why := range slices.Sorted(maps.Keys(held)) {
		said = append(said, w.T("payments.held_for", words.Args{"Count": held[why], "Why": w.T("payment.held." + string(why))}))
	}
	return strings.Join(said, " ")
}
