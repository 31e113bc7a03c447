// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"safar/field/supply"
	"safar/kernel/fault"
	"safar/web/page"
	"safar/web/words"
)

// showDistributionTable is the table at which a list is handed out: a card is typed or scanned, whose it is stands on a page of their own with what they get and who may receive it, and one comes back here for the next. The
// card, Enter; the line they sign, Enter. A card never stands in an address.
func showDistributionTable(e *errand) error {
	sheet, where, err := e.sheetHere(1)
	if err != nil {
		return err
	}
	w, at := e.Words, distributionPath(sheet.Row.ID)
	card := page.Field{Name: "card", Label: w.T("table.card"), Hint: w.T("table.card_hint"), LTR: true, Focus: true}
	if typed := strings.ToUpper(strings.TrimSpace(e.typed("card"))); typed != "" {
		hand, err := ask(e, "task.give", supply.AtTable(e.scope, sheet.Row.ID, typed))
		switch {
		case fault.Is(err, fault.NotFound) && fault.KeyOf(err) != "":
			card.Value = typed
			card.Error, _ = w.Fault(err)
		case err != nil:
			return err
		case hand.Line.Given:
			card.Value, card.Error = typed, w.T("supplies.had_it", words.Args{"Day": hand.Line.On})
		default:
			return e.Go(handPath(hand.Line.Journey, hand.Line.Step)+"?"+url.Values{"list": {sheet.Row.ID.String()}}.Encode(), "")
		}
	}
	left := grid{caption: w.T("supplies.needs"), empty: w.T("supplies.none"), columns: columns(w, "supplies.item", "#supplies.on_hand")}
	for _, p := range sheet.Row.Needs {
		left.rows = append(left.rows, []templ.Component{linked(e.say("parts", p.Item), stockPath(sheet.Row.Place, p.Item)), pieces(w, p.Lies)})
	}
	f := e.frame(w.T("supplies.table"), e.crumb("supplies.lists", "/supplies/lists"), e.crumb("supplies.list", at))
	return e.Show(officePage(f, w.T("supplies.table_lead"), nil, scanForm(w, at+"/table", card), page.Facts(w, distributionTerms(e, sheet, where)), gridOf(left)))
}
