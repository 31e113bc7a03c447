// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"encoding/hex"

	"safar/field/people"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/qr"
	"safar/web/words"
)

// cardsOnPage is how many cards a page has: two sheets of A4.
const cardsOnPage = 20

// codeSide is how wide a code is: 30 mm, of which CSS has 96 pixels in an inch.
const codeSide = 113

// cardShown is a card, ready to be printed. It has a number and nothing else of the household.
type cardShown struct {
	speaks *words.Printer // the language of the household
	card   string
	code   string // the number as a QR code, in SVG
	line   string // the number at which the office is reached; "" for none
}

// cardsShown are the cards of a page, and how many of its households have no number.
type cardsShown struct {
	cards      []cardShown
	numberless int
	line       string
}

// speaks returns who speaks to people in their language, and in the reader's where there are no words for it.
func (p Pages) speaks(r *web.Request, language string) (*words.Printer, bool) {
	if language != "" {
		if speaks, known := r.Words.Catalogue().People(language); known {
			return speaks, true
		}
	}
	return r.Words, false
}

// cards makes the cards of households.
func (p Pages) cards(r *web.Request, scope access.Scope, rows []people.CardRow) (shown cardsShown, err error) {
	office, err := asked(p, r, "task.cards", staff.LineOf(scope.Caseload))
	shown.line = office.Line
	for _, row := range rows {
		if row.Card == "" {
			shown.numberless++
			continue
		}
		speaks, _ := p.speaks(r, row.Language)
		card := cardShown{speaks: speaks, card: row.Card, line: office.Line}
		code, wrong := qr.Draw(row.Card)
		if err == nil {
			err = wrong
		}
		card.code = code.SVG(codeSide, speaks.T("card.says", words.Args{"Card": row.Card}))
		shown.cards = append(shown.cards, card)
	}
	return shown, err
}

// card shows the card of one household.
func (p Pages) card(r *web.Request) error {
	scope, of, err := p.homeOf(r, access.PeopleLook)
	if err != nil {
		return err
	}
	found, err := asked(p, r, "task.cards", people.CardOf(scope, of))
	if err != nil {
		return err
	}
	shown, err := p.cards(r, scope, found.Rows)
	if err != nil {
		return err
	}
	f := r.Frame(r.Words.T("cards.one"))
	f.Crumbs = []page.Link{start(r.Words), {Text: r.Words.T("household.list"), To: "/households"}, {Text: r.Words.T("household.file"), To: householdPath(of)}}
	return r.Show(cardsPage(f, shown, page.Pages{}))
}

// allCards shows the cards of a caseload, or of a site, page by page.
func (p Pages) allCards(r *web.Request) error {
	scope, err := p.scope(r, access.PeopleList)
	if err != nil {
		return err
	}
	query := r.URL.Query()
	want := people.Listing{Limit: cardsOnPage, After: cursor(query.Get("after"))}
	if site, err := id.Parse(query.Get("site")); err == nil { // what is no id is every site
		want.Site = site
	}
	found, err := asked(p, r, "task.cards", people.Cards(scope, want))
	if err != nil {
		return err
	}
	shown, err := p.cards(r, scope, found.Rows)
	if err != nil {
		return err
	}
	pages := page.Pages{Shown: int64(len(found.Rows)), Total: -1}
	if next := found.Next; !next.Story.IsZero() {
		query.Set("after", hex.EncodeToString(next.Key)+"."+next.Story.String())
		pages.Next = "/households/cards?" + query.Encode()
	}
	f := r.Frame(r.Words.T("cards.many"))
	f.Crumbs = []page.Link{start(r.Words), {Text: r.Words.T("household.list"), To: "/households"}}
	return r.Show(cardsPage(f, shown, pages))
}

// stateLineTask asks at which number people reach the office.
func stateLineTask(e *errand) (*task, error) {
	name, err := e.caseloadNames()
	if err != nil {
		return nil, err
	}
	office, err := ask(e, "task.cards", staff.LineOf(e.scope.Caseload))
	return &task{title: "line.title", lead: "line.title_lead", do: "form.save", back: "/",
		about:  page.Facts(e.Words, []page.Term{{Label: e.Words.T("line.office"), Value: name[e.scope.Caseload]}}),
		blanks: []blank{lineBlank(e).worth(office.Line)}}, err
}

func lineBlank(e *errand) blank {
	b := e.blank(asInput, "line", "line.number").hinted(e.Words.T("line.number_hint")).optional().kind("tel")
	b.LTR = true
	return b
}

func stateLine(e *errand, in *input) (string, string, error) {
	_, err := e.do(access.Commons, staff.StateLine{Caseload: e.scope.Caseload, Line: in.text("line")})
	return "/caseloads/line", "saved", err
}
