// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"safar/field/places"
	"safar/field/staff"
	"safar/field/supply"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// addSupplies adds the pages of goods: what lies where, the cards of each stock, distribution lists, and handing out.
func (o *office) addSupplies() {
	o.handle("GET /supplies", showStocks)
	o.serve("/supplies/receive", duty{act: access.SupplyReceive, show: receiveTask, send: receiveGoods})
	o.handle("GET /supplies/at/{place}/{item}", showStock)
	o.serve("/supplies/at/{place}/{item}/move", duty{act: access.SupplyReceive, show: moveGoodsTask, send: moveGoods})
	o.serve("/supplies/at/{place}/{item}/count", duty{act: access.SupplyReceive, show: countTask, send: countGoods})
	o.serve("/supplies/at/{place}/{item}/keep", duty{act: access.SupplyReceive, show: keepTask, send: keepStock})
	o.addDistributions()
}

// storePlaces are where goods can lie.
var storePlaces = []places.Kind{places.Site, places.Village, "municipality"}

// pieces says a number of pieces.
func pieces(w *words.Printer, n int64) templ.Component { return page.Number(w, n) }

func stockPath(place id.ID, item string) string {
	return "/supplies/at/" + place.String() + "/" + url.PathEscape(item)
}

func showStocks(e *errand) error {
	w := e.Words
	rows, err := ask(e, "task.supply", supply.Stocks(e.scope))
	if err != nil {
		return err
	}
	var of []id.ID
	short := 0
	for _, r := range rows {
		of = append(of, r.Place)
		if r.Short {
			short++
		}
	}
	names, err := e.placeNames(of...)
	if err != nil {
		return err
	}
	slices.SortStableFunc(rows, func(a, b supply.StockRow) int { return strings.Compare(names[a.Place], names[b.Place]) })
	cut, pages := pageOf(e, rows, perPage)
	g := grid{caption: w.T("supplies.title"), empty: w.T("supplies.none"), columns: columns(w, "supplies.place", "supplies.item", "#supplies.on_hand",
		"supplies.counted")}
	for _, r := range cut {
		g.rows = append(g.rows, []templ.Component{plain(names[r.Place]), linked(e.say("parts", r.Item), stockPath(r.Place, r.Item)), onHand(w, r),
			day(w, r.Counted)})
	}
	var notice templ.Component = templ.NopComponent
	if short > 0 {
		notice = noticed(page.Bad, w.N("supplies.short_count", int64(short)), w.T("supplies.short_mend"))
	}
	ways := join(e.way(e.may(access.SupplyReceive), "supplies.receive", "/supplies/receive"), e.way(true, "supplies.lists", "/supplies/lists"))
	return e.Show(officePage(e.frame(w.T("supplies.title")), w.T("supplies.lead"), ways, notice, gridOf(g), page.Pager(w, pages)))
}

// onHand says how many pieces lie there, and that a stock contradicts itself.
func onHand(w *words.Printer, r supply.StockRow) templ.Component {
	if r.Short {
		return cells(pieces(w, r.OnHand), status(page.Bad, w.T("supplies.short")))
	}
	return pieces(w, r.OnHand)
}

// stockOf reads the card that the address names.
func (e *errand) stockOf() (card supply.StockCard, name string, err error) {
	place, err := e.PathID("place")
	if err != nil {
		return card, "", err
	}
	card, err = ask(e, "task.supply", supply.CardOf(e.scope, place, e.PathValue("item")))
	if err == nil && card.Row.Place.IsZero() {
		err = notThere("pages.stock")
	}
	if err != nil {
		return card, "", err
	}
	name, err = e.placeName(place)
	return card, name, err
}

func stockTerms(e *errand, r supply.StockRow) []page.Term {
	w := e.Words
	count := func(key string, n int64) page.Term {
		return page.Term{Label: w.T(key), Value: w.Number(n), Class: "number"}
	}
	terms := []page.Term{count("supplies.on_hand", r.OnHand), count("supplies.received", r.Received), count("supplies.moved", r.Moved),
		count("supplies.handed_out", r.HandedOut), count("supplies.found", r.Found)}
	if r.Counted.Known() {
		terms = append(terms, page.Term{Label: w.T("supplies.counted"), Value: w.Date(r.Counted), Class: "date"})
	}
	return terms
}

func showStock(e *errand) error {
	card, name, err := e.stockOf()
	if err != nil {
		return err
	}
	w, r := e.Words, card.Row
	var others []id.ID
	for _, entry := range card.Entries {
		others = append(others, entry.Other)
	}
	names, err := e.placeNames(others...)
	if err != nil {
		return err
	}
	cut, pages := pageOf(e, card.Entries, perPage)
	g := grid{caption: w.T("supplies.card"), empty: w.T("supplies.none"), columns: columns(w, "office.day", "supplies.what", "#supplies.pieces", "supplies.words")}
	for _, entry := range cut {
		g.rows = append(g.rows, []templ.Component{day(w, entry.Day), plain(w.T("supplies.entry." + entry.Kind)), pieces(w, entry.Count),
			plain(w.List(notEmpty(names[entry.Other], entry.Source, entry.Donor, entry.Waybill, entry.Reason)))})
	}
	var notice templ.Component = templ.NopComponent
	switch {
	case r.Short:
		notice = noticed(page.Bad, w.T("supplies.short_mend"))
	case r.Disputed:
		notice = noticed(page.Bad, w.T("supplies.two_keepers"))
	case !r.Here:
		notice = noticed(page.Warn, w.T("supplies.kept_elsewhere"))
	}
	at, may := stockPath(r.Place, r.Item), e.may(access.SupplyReceive)
	ways := join(e.way(may && r.Here, "supplies.move", at+"/move"), e.way(may && r.Here, "supplies.count", at+"/count"),
		e.way(may && (r.Here || r.Disputed), "supplies.keep", at+"/keep"))
	title := w.List([]string{e.say("parts", r.Item), name})
	return e.Show(officePage(e.frame(title, e.crumb("supplies.title", "/supplies")), w.T("supplies.card_lead"), ways, notice,
		page.Facts(w, stockTerms(e, r)), gridOf(g), page.Pager(w, pages)))
}

// itemOptions are the items that the programmes in force give, and those that lie somewhere.
func (e *errand) itemOptions() ([]page.Option, error) {
	steps, err := ask(e, "task.supply", supply.GiveSteps(e.scope))
	if err != nil {
		return nil, err
	}
	rows, err := ask(e, "task.supply", supply.Stocks(e.scope))
	var items []string
	for _, s := range steps {
		items = append(items, s.Items...)
	}
	for _, r := range rows {
		items = append(items, r.Item)
	}
	slices.Sort(items)
	var options []page.Option
	for _, item := range slices.Compact(items) {
		options = append(options, page.Option{Value: item, Label: e.say("parts", item)})
	}
	return options, err
}

func receiveTask(e *errand) (*task, error) {
	sites, err := e.placeOptions(storePlaces...)
	if err != nil {
		return nil, err
	}
	items, err := e.itemOptions()
	t := &task{title: "supplies.receive", lead: "supplies.receive_lead", do: "supplies.receive_do", back: "/supplies",
		crumbs: []page.Link{e.crumb("supplies.title", "/supplies")}}
	t.blanks = []blank{e.blank(asSelect, "place", "supplies.place").of(sites), e.blank(asSelect, "item", "supplies.item").of(items),
		e.blank(asInput, "count", "supplies.pieces").kind("number"), e.blank(asInput, "source", "supplies.source"),
		e.blank(asInput, "donor", "supplies.donor").optional(), e.blank(asInput, "waybill", "supplies.waybill").optional(), e.dayBlank("day", "office.day")}
	return t, err
}

func receiveGoods(e *errand, in *input) (string, string, error) {
	c := supply.Receive{Place: in.mustID("place"), Item: in.must("item"), Count: int64(in.count("count")), Source: in.must("source"), Donor: in.text("donor"),
		Waybill: in.text("waybill"), Day: in.mustDay("day")}
	if in.wrong() {
		return "", "", nil
	}
	_, err := e.do(e.scope, c)
	return stockPath(c.Place, c.Item), "saved", err
}

// stockTask begins a form about one stock.
func stockTask(e *errand, key string) (*task, supply.StockRow, error) {
	card, name, err := e.stockOf()
	terms := append([]page.Term{{Label: e.Words.T("supplies.item"), Value: e.say("parts", card.Row.Item)},
		{Label: e.Words.T("supplies.place"), Value: name}}, stockTerms(e, card.Row)[:1]...)
	t := &task{title: key, lead: key + "_lead", do: key + "_do", back: stockPath(card.Row.Place, card.Row.Item),
		crumbs: []page.Link{e.crumb("supplies.title", "/supplies")}, about: page.Facts(e.Words, terms)}
	return t, card.Row, err
}

func moveGoodsTask(e *errand) (*task, error) {
	t, row, err := stockTask(e, "supplies.move")
	if err != nil {
		return nil, err
	}
	sites, err := e.placeOptions(storePlaces...)
	sites = slices.DeleteFunc(sites, func(o page.Option) bool { return o.Value == row.Place.String() })
	t.blanks = []blank{e.blank(asSelect, "to", "supplies.to").of(sites), e.blank(asInput, "count", "supplies.pieces").kind("number"),
		e.blank(asInput, "waybill", "supplies.waybill").optional(), e.dayBlank("day", "office.day")}
	return t, err
}

func moveGoods(e *errand, in *input) (string, string, error) {
	from, err := e.PathID("place")
	c := supply.Move{From: from, To: in.mustID("to"), Item: e.PathValue("item"), Count: int64(in.count("count")), Waybill: in.text("waybill"), Day: in.mustDay("day")}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return stockPath(c.From, c.Item), "saved", err
}

func countTask(e *errand) (*task, error) {
	t, _, err := stockTask(e, "supplies.count")
	if err != nil {
		return nil, err
	}
	t.blanks = []blank{e.blank(asInput, "lies", "supplies.lies").kind("number"),
		e.blank(asArea, "reason", "supplies.reason").hinted(e.Words.T("supplies.reason_hint")).optional(), e.dayBlank("day", "office.day")}
	return t, nil
}

func countGoods(e *errand, in *input) (string, string, error) {
	place, err := e.PathID("place")
	in.must("lies")
	c := supply.Count{Place: place, Item: e.PathValue("item"), Lies: int64(in.count("lies")), Reason: in.text("reason"), Day: in.mustDay("day")}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return stockPath(c.Place, c.Item), "saved", err
}

func keepTask(e *errand) (*task, error) {
	t, _, err := stockTask(e, "supplies.keep")
	if err != nil {
		return nil, err
	}
	offices, err := ask(e, "task.supply", staff.Offices(access.SupplyReceive, e.scope))
	t.grave = true
	t.blanks = []blank{e.blank(asRadios, "office", "supplies.keeper").of(officeOptions(e.Words, offices))}
	return t, err
}

func keepStock(e *errand, in *input) (string, string, error) {
	place, err := e.PathID("place")
	c := supply.Keep{Place: place, Item: e.PathValue("item"), Node: in.mustID("office")}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return stockPath(c.Place, c.Item), "saved", err
}
