// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"safar/field/payment"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// tablePart says at the paying table, by the name of its place, whether cash may be handed out there today, what is to be done, and what is missing, with the way to it.
func tablePart(e *errand, t payment.Table, at string, journey id.ID, step string) templ.Component {
	w, list := e.Words, "/payments/lists/"+t.List.String()
	keep := "?journey=" + journey.String() + "&step=" + url.QueryEscape(step)
	switch {
	case !t.Cash:
		return templ.NopComponent
	case t.Place.IsZero():
		return together(noticed(page.Warn, w.T("payment.no_cash_site_hint")), doors(join(e.way(e.may(access.PaymentPrepare), "cash.plan", list+"/plan"),
			e.way(len(t.Tables) > 0, "sheets.keep", list+"/keep"+keep))))
	case t.Asks && len(t.Sheets) == 0:
		return together(saidAtTable(w, t, at), noticed(page.Warn, w.T("payment.sheet_missing_hint")), doors(e.way(true, "sheets.keep", list+"/keep"+keep)))
	}
	return together(saidAtTable(w, t, at), doors(e.way(true, "sheets.keep", list+"/keep"+keep)))
}

// saidAtTable is what the assessment of the place says of today.
func saidAtTable(w *words.Printer, t payment.Table, at string) templ.Component {
	site := page.Facts(w, []page.Term{{Label: w.T("cash.site"), Value: at}})
	switch t.Says.Outcome {
	case payment.NotAssessed:
		return together(site, noticed(page.Warn, w.T("payment.site_not_assessed_hint")))
	case payment.NoGo:
		return together(site, noticed(page.Bad, w.T("payment.site_says_no_hint")))
	}
	said := []string{w.T("cash_outcome." + string(t.Says.Outcome))}
	for _, a := range t.Says.Assessed {
		for _, f := range a.Findings {
			if f.Done != "" {
				said = append(said, f.Done)
			}
		}
	}
	return together(site, noticed(page.Plain, said...))
}

// tableBlanks ask at which table something was handed out; in cash also on which sheet it was signed, and when, where that was before the table was stopped.
func tableBlanks(e *errand, t payment.Table) ([]blank, error) {
	at, err := e.tableBlank(t.Tables, "office.day")
	if err != nil || !t.Cash {
		return []blank{at}, err
	}
	on, err := e.sheetBlank(t)
	return []blank{at, on, hourBlank(e, "sheets.hour").hinted(e.Words.T("sheets.hour_hint")), e.blank(asInput, "why", "sheets.why").optional()}, err
}

// sheetBlank asks on which sheet it was signed: one of the table at which the list is paid, where one must be.
func (e *errand) sheetBlank(t payment.Table) (blank, error) {
	w := e.Words
	names, err := e.tableNames(t.Tables)
	on := e.blank(asSelect, "sheet", "sheets.sheet").optional()
	for _, s := range t.Sheets {
		at := payment.CashDay{Place: s.Place, Day: s.Day}
		on.Options = append(on.Options, page.Option{Value: s.ID.String(), Label: w.T("sheets.of_table",
			words.Args{"Place": names[s.Place], "Day": w.Date(s.Day), "Count": w.Number(int64(s.Count))})})
		if t.Asks && on.Value == "" && len(t.Tables) > 0 && at == t.Tables[0] {
			on = on.worth(s.ID.String())
		}
	}
	return on, err
}

// tableBlank asks at which table something was: where and on which day, the latest first. Where a list was never paid but in one place today, the day
// says it.
func (e *errand) tableBlank(tables []payment.CashDay, key string) (blank, error) {
	if len(tables) == 0 || len(tables) == 1 && tables[0].Day == e.today {
		return e.dayBlank("day", key), nil
	}
	w := e.Words
	names, err := e.tableNames(tables)
	var options []page.Option
	for _, t := range tables {
		options = append(options, page.Option{Value: t.Place.String() + "/" + t.Day.String(), Label: w.T("cash.table", words.Args{"Place": names[t.Place], "Day": w.Date(t.Day)})})
	}
	return e.blank(asSelect, "table", "cash.at_table").hinted(w.T("cash.at_table_hint")).of(options).worth(options[0].Value), err
}

// tableNames are the names of the places at which a list is paid.
func (e *errand) tableNames(tables []payment.CashDay) (map[id.ID]string, error) {
	places := make([]id.ID, 0, len(tables))
	for _, t := range tables {
		places = append(places, t.Place)
	}
	return e.placeNames(places...)
}

// table reads at which table something was, and on which day; where none was offered, the day alone.
func (in *input) table() (place id.ID, day clock.Day) {
	if !in.values.Has("table") {
		return place, in.mustDay("day")
	}
	at, on, _ := strings.Cut(in.must("table"), "/")
	day, err := clock.ParseDay(on)
	if err != nil {
		in.blame("table", "office.wrong.missing")
	}
	return in.idIn("table", at), day
}
