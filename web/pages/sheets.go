// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"

	"safar/field/payment"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// addSheets adds the signed sheets of cash: who witnessed, and the second pair of eyes that sees them later.
func (o *office) addSheets() {
	o.handle("GET /payments/sheets", showSheets)
	o.handle("GET /payments/sheets/{sheet}", showSignedSheet)
	o.serve("/payments/lists/{id}/keep", duty{act: access.PaymentDeliver, show: keepSheetTask, send: keepSheet})
	o.serve("/payments/sheets/{sheet}/see", duty{act: access.PaymentCountersign, show: seeTask, send: seeSheet})
	o.serve("/payments/sheets/{sheet}/settle", duty{act: access.PaymentCountersign, show: settleTask, send: settleSheet})
}

// looksAtSheets is the act by which the visitor reads signed sheets: those who see them after another, those who hold the lists, those who pay.
func (e *errand) looksAtSheets() access.Act {
	for _, act := range []access.Act{access.PaymentCountersign, access.PaymentList} {
		if e.may(act) {
			return act
		}
	}
	return access.PaymentDeliver
}

func showSheets(e *errand) error {
	rows, err := ask(e, "task.pay", payment.OpenSheets(e.looksAtSheets(), e.scope))
	if err != nil {
		return err
	}
	g, err := sheetsGrid(e, rows)
	if err != nil {
		return err
	}
	return e.Show(officePage(e.frame(e.Words.T("sheets.title")), e.Words.T("sheets.lead"), nil, gridOf(g)))
}

// sheetsGrid shows signed sheets: of which day and place, who paid, how many lines, and until when somebody else sees them.
func sheetsGrid(e *errand, rows []payment.SheetRow) (grid, error) {
	w := e.Words
	g := grid{caption: w.T("sheets.title"), empty: w.T("sheets.none"), columns: columns(w, "cash.day", "cash.site", "sheets.paid_by", "#payments.lines", "payments.status", "sheets.see_by")}
	places := make([]id.ID, 0, len(rows))
	for _, s := range rows {
		places = append(places, s.Place)
	}
	names, err := e.placeNames(places...)
	if err != nil {
		return g, err
	}
	people, err := e.colleagues(e.looksAtSheets())
	for _, s := range rows {
		stands := []templ.Component{sheetStatus(w, s)}
		if s.Later > 0 {
			stands = append(stands, hushed(w.N("sheets.later", int64(s.Later))))
		}
		g.rows = append(g.rows, []templ.Component{linked(w.Date(s.Day), "/payments/sheets/"+s.ID.String()), plain(names[s.Place]), page.Name(people[s.By]),
			num(w, s.Count), cells(stands...), aged(w, s.SeeBy, e.today)})
	}
	return g, err
}

// sheetStatus shows whether somebody else has seen a sheet.
func sheetStatus(w *words.Printer, s payment.SheetRow) templ.Component {
	tone := map[payment.SheetStatus]page.Tone{payment.SheetWaits: page.Warn, payment.SheetStatus(payment.SheetDiffers): page.Bad,
		payment.SheetStatus(payment.SheetSeen): page.Good, payment.SheetStatus(payment.SheetSettled): page.Good}[s.Status]
	if tone == "" {
		tone = page.Plain
	}
	return status(tone, w.T("sheet_status."+string(s.Status)))
}

// hourOf writes minutes since midnight as a clock does.
func hourOf(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

// minute reads a time of day, in minutes since midnight; 0 where there is none.
func (in *input) minute(name string) int {
	text := in.text(name)
	if text == "" {
		return 0
	}
	at, err := time.Parse("15:04", text)
	if err != nil || at.Hour()+at.Minute() == 0 {
		in.blame(name, "office.wrong.hour")
	}
	return at.Hour()*60 + at.Minute()
}

// sheet reads the signed sheet of the path.
func (e *errand) sheet() (payment.SheetFile, error) {
	of, err := e.PathID("sheet")
	if err != nil {
		return payment.SheetFile{}, err
	}
	return ask(e, "task.pay", payment.SheetOf(e.looksAtSheets(), e.scope, of))
}

func showSignedSheet(e *errand) error {
	s, err := e.sheet()
	if err != nil {
		return err
	}
	terms, err := sheetFacts(e, s)
	if err != nil {
		return err
	}
	w, at := e.Words, "/payments/sheets/"+s.Row.ID.String()
	eyes := e.may(access.PaymentCountersign) && !s.Row.Mine
	differs := s.Row.Status == payment.SheetStatus(payment.SheetDiffers)
	ways := join(e.way(eyes && s.Row.Status == payment.SheetWaits, "sheets.see", at+"/see"), e.way(eyes && differs, "sheets.say_again", at+"/see"),
		e.way(eyes && differs && s.Resolver == e.Visitor.Actor.User, "sheets.settle", at+"/settle"))
	parts := []templ.Component{para(sheetStatus(w, s.Row)), terms}
	if s.Words != "" {
		parts = append(parts, noticed(page.Plain, s.Words))
	}
	if differs {
		parts = append(parts, noticed(page.Warn, w.T("sheets.differs_lead")))
	}
	f := e.frame(w.T("sheets.sheet"), e.crumb("sheets.title", "/payments/sheets"))
	return e.Show(officePage(f, "", ways, append(parts, headed(w.T("payments.lines"), gridOf(sheetLinesGrid(e, s))))...))
}

// sheetFacts says which sheet it is, who stood at the table, where the paper lies, and who has seen it.
func sheetFacts(e *errand, s payment.SheetFile) (templ.Component, error) {
	w := e.Words
	place, err := e.placeName(s.Row.Place)
	if err != nil {
		return nil, err
	}
	names, err := e.colleagues(e.looksAtSheets())
	function := s.Function
	if function != "" {
		function = e.say("roles", function)
	}
	terms := []page.Term{{Label: w.T("cash.site"), Value: place}, {Label: w.T("cash.day"), Value: w.Date(s.Row.Day), Class: "date"},
		{Label: w.T("sheets.paid_by"), Value: names[s.Row.By]}, {Label: w.T("sheets.witness"), Value: s.Witness}, {Label: w.T("sheets.organisation"), Value: s.Committee + s.Organisation},
		{Label: w.T("sheets.function"), Value: function}, {Label: w.T("sheets.colleague"), Value: names[s.Colleague]}, {Label: w.T("sheets.kept"), Value: s.Kept},
		{Label: w.T("sheets.see_by"), Value: w.Date(s.Row.SeeBy), Class: "date"}}
	if s.Eyes != "" {
		terms = append(terms, page.Term{Label: w.T("sheets.seen_by"), Value: names[s.EyesBy]}, page.Term{Label: w.T("sheets.seen_on"), Value: w.Date(s.EyesOn), Class: "date"},
			page.Term{Label: w.T("payments.resolver"), Value: names[s.Resolver]})
	}
	said := terms[:0]
	for _, t := range terms {
		if t.Value != "" {
			said = append(said, t)
		}
	}
	return page.Facts(w, said), err
}

// sheetLinesGrid shows what was signed for, to be held beside the paper.
func sheetLinesGrid(e *errand, s payment.SheetFile) grid {
	w := e.Words
	g := grid{caption: w.T("payments.lines"), empty: w.T("sheets.nobody_signed"), columns: columns(w, "office.household", "payments.received_by", "payments.step", "#payments.amount",
		"payments.status", "sheets.hour", "")}
	for _, l := range s.Lines {
		hour := []templ.Component{}
		if l.Minute > 0 {
			hour = append(hour, plain(hourOf(l.Minute)), hushed(w.T("sheets.written_later")), hushed(l.Why))
		}
		back := e.way(l.State == "delivered" && e.may(access.PaymentDeliver), "payments.return", "/payments/owed/"+l.Journey.String()+"/"+url.PathEscape(l.Step)+"/return")
		g.rows = append(g.rows, []templ.Component{page.Code(l.Card), plain(strings.TrimSpace(l.Given + " " + l.Family)), plain(e.say("steps", l.Step)),
			cash(w, l.Total, l.Currency), lineState(w, l.State), cells(hour...), doors(back)})
	}
	return g
}

// aSheetTask is a task about the signed sheet of the path.
func aSheetTask(e *errand, title, lead string) (*task, error) {
	s, err := e.sheet()
	if err != nil {
		return nil, err
	}
	about, err := sheetFacts(e, s)
	at := "/payments/sheets/" + s.Row.ID.String()
	return &task{title: title, lead: lead, do: title, back: at, about: about,
		crumbs: []page.Link{e.crumb("sheets.title", "/payments/sheets"), e.crumb("sheets.sheet", at)}}, err
}

var sights = []string{string(payment.SheetSeen), string(payment.SheetDiffers)}

func seeTask(e *errand) (*task, error) {
	t, err := aSheetTask(e, "sheets.see", "sheets.see_lead")
	if err != nil {
		return nil, err
	}
	who, err := e.eyes()
	t.blanks = []blank{e.blank(asRadios, "says", "sheets.says").of(optionsOf(e.Words, "sheet_sight", sights...)),
		e.blank(asArea, "words", "sheets.what_differs").hinted(e.Words.T("sheets.names_nobody")).optional(),
		e.blank(asSelect, "resolver", "payments.resolver").of(who).optional()}
	return t, err
}

// eyes are those who may see, and settle, a sheet.
func (e *errand) eyes() ([]page.Option, error) {
	rows, err := ask(e, "task.pay", staff.Colleagues(access.PaymentCountersign, e.scope, access.PaymentCountersign))
	var options []page.Option
	for _, c := range rows {
		if c.May {
			options = append(options, page.Option{Value: c.ID.String(), Label: c.Name})
		}
	}
	return options, err
}

func seeSheet(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("sheet")
	c := payment.SeeSheet{Sheet: of, Differs: in.pick("says", optionsOf(e.Words, "sheet_sight", sights...)) == string(payment.SheetDiffers)}
	if c.Differs {
		c.Words, c.Resolver = in.must("words"), in.mustID("resolver")
	}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return "/payments/sheets/" + of.String(), "saved", err
}

func settleTask(e *errand) (*task, error) {
	t, err := aSheetTask(e, "sheets.settle", "sheets.settle_lead")
	if err != nil {
		return nil, err
	}
	t.blanks = []blank{e.blank(asArea, "words", "sheets.how_it_was").hinted(e.Words.T("sheets.names_nobody"))}
	return t, nil
}

func settleSheet(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("sheet")
	c := payment.SettleSheet{Sheet: of, Words: in.must("words")}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return "/payments/sheets/" + of.String(), "saved", err
}

// named is the witness who is known to no committee here.
const named = "named"

// keepSheetTask asks who stands beside the one who pays, and where the signed sheet is kept.
func keepSheetTask(e *errand) (*task, error) {
	of, err := e.PathID("id")
	if err != nil {
		return nil, err
	}
	tables, err := ask(e, "task.pay", payment.TablesOf(e.scope, of))
	if err != nil {
		return nil, err
	}
	at, err := e.tableBlank(tables, "cash.day")
	if err != nil {
		return nil, err
	}
	who, err := e.witnesses()
	w := e.Words
	return &task{title: "sheets.keep", lead: "sheets.keep_lead", do: "page.save", back: e.afterKeep(of),
		crumbs: []page.Link{e.crumb("payments.title", "/payments"), e.crumb("payments.list", "/payments/lists/"+of.String())},
		blanks: []blank{at, e.blank(asSelect, "witness", "sheets.witness").of(who),
			e.blank(asInput, "name", "sheets.name").hinted(w.T("sheets.name_hint")).optional(), e.blank(asInput, "organisation", "sheets.organisation").optional(),
			e.blank(asInput, "function", "sheets.function").optional(), e.blank(asInput, "kept", "sheets.kept").hinted(w.T("sheets.kept_hint"))}}, err
}

// witnesses are those who may stand beside the visitor: members of a committee with a role, somebody who is named, another one of the office.
func (e *errand) witnesses() (options []page.Option, err error) {
	members, err := ask(e, "task.pay", payment.Witnesses(e.scope))
	if err != nil {
		return nil, err
	}
	w := e.Words
	for _, m := range members {
		options = append(options, page.Option{Value: m.Committee.String() + "/" + m.Member.String(),
			Label: w.T("sheets.member", words.Args{"Name": m.Name, "Role": e.say("roles", m.Role), "Committee": m.Called})})
	}
	options = append(options, page.Option{Value: named, Label: w.T("sheets.named")})
	colleagues, err := ask(e, "task.pay", staff.Colleagues(access.PaymentDeliver, e.scope, access.PaymentDeliver))
	for _, c := range colleagues {
		if c.ID != e.Visitor.Actor.User {
			options = append(options, page.Option{Value: c.ID.String(), Label: w.T("sheets.of_the_office", words.Args{"Name": c.Name})})
		}
	}
	return options, err
}

// afterKeep is where one goes when a sheet is kept: back to whom one was paying, where one came from there.
func (e *errand) afterKeep(list id.ID) string {
	if j, err := id.Parse(e.URL.Query().Get("journey")); err == nil {
		return "/payments/owed/" + j.String() + "/" + url.PathEscape(e.URL.Query().Get("step")) + "/deliver"
	}
	if e.may(access.PaymentList) {
		return "/payments/lists/" + list.String()
	}
	return "/payments/sheets"
}

func keepSheet(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("id")
	c := payment.KeepSheet{List: of, Kept: in.must("kept")}
	c.Place, c.Day = in.table()
	who := in.must("witness")
	committee, member, isMember := strings.Cut(who, "/")
	switch {
	case who == named:
		c.Name, c.Organisation, c.Function = in.must("name"), in.must("organisation"), in.must("function")
	case isMember:
		c.Committee, c.Member = in.idIn("witness", committee), in.idIn("witness", member)
	case who != "":
		c.Colleague = in.idIn("witness", who)
	}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return e.afterKeep(of), "saved", err
}

// idIn reads a part of a value that is an id.
func (in *input) idIn(name, text string) id.ID {
	of, err := id.Parse(text)
	if err != nil {
		in.blame(name, "office.wrong.missing")
	}
	return of
}

// sheetsPart shows on a list's page the sheets that were signed for it.
func sheetsPart(e *errand, l payment.ListRow) (templ.Component, error) {
	if l.Method != payment.Cash {
		return templ.NopComponent, nil
	}
	rows, err := ask(e, "task.pay", payment.SheetsOn(access.PaymentList, e.scope, l.ID))
	if err != nil || len(rows) == 0 {
		return templ.NopComponent, err
	}
	g, err := sheetsGrid(e, rows)
	return headed(e.Words.T("sheets.title"), gridOf(g)), err
}

// hourBlank is a field for a time of day, which may stay empty.
func hourBlank(e *errand, key string) blank {
	b := e.blank(asInput, "hour", key).kind("time").optional()
	b.LTR = true
	return b
}
