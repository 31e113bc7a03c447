// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"slices"
	"strings"

	"safar/field/figures"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// siteFigures are the figures of one programme that are told by site.
type siteFigures struct {
	name string
	rows []siteFigure
}

// siteFigure is one figure, site by site, each number leading to the list behind it where there is one.
type siteFigure struct {
	id, label string
	of        []siteNumber // in order of the sites
}

// siteNumber is one number.
type siteNumber struct {
	site id.ID
	n    int64
	to   string // path of the list behind it; "" where it is a list of nothing, or not for this visitor

	withheld bool
}

// sites shows the sites: when they close, who is there, and how many stand where on their way.
func (p Pages) sites(r *web.Request) error {
	lying, err := asked(p, r, "task.sites", places.LyingOf(places.Site))
	if err != nil {
		return err
	}
	shown := placesShown(lying)
	rows := rowsOf(shown)
	all, err := p.figuresBySite(r, rows)
	if err != nil {
		return err
	}
	f := r.Frame(r.Words.T("sites.title"))
	f.Crumbs = []page.Link{start(r.Words)}
	var ways []page.Link
	if p.may(r.Visitor, access.PlacesAdd, access.Commons) {
		ways = append(ways, page.Link{Text: r.Words.T("places.add_site"), To: "/sites/add"})
	}
	if p.mayAnywhere(r.Visitor, access.SubjectsRead) {
		ways = append(ways, page.Link{Text: r.Words.T("standards.all_title"), To: "/standards"})
	}
	return r.Show(sitesPage(f, rows, all, ways, mapPart(r.Words, shown)))
}

// figuresBySite counts every figure that has a site, for those who may read figures.
func (p Pages) figuresBySite(r *web.Request, sites []places.Row) (out []siteFigures, err error) {
	all, err := p.caseloads(r.Context(), r.Visitor, access.FiguresRead)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	scope, err := p.scope(r, access.FiguresRead)
	if err != nil {
		return nil, err
	}
	lists := p.may(r.Visitor, access.PeopleList, scope)
	err = p.eachBoard(r, scope, func(board *figures.Board, programmeID string) error {
		speech := p.speech(r.Words, programmeID)
		shown := siteFigures{name: speech.name(programmeID)}
		list, err := board.List(r.Context(), r.Visitor.Actor)
		if err != nil {
			return err
		}
		for _, figure := range list {
			if !tellsOfSites(figure) {
				continue
			}
			row, err := p.siteFigure(r, board, figure, sites, lists)
			if err != nil {
				return err
			}
			row.label = speech.say("figures", figure.ID)
			shown.rows = append(shown.rows, row)
		}
		out = append(out, shown)
		return nil
	})
	return out, err
}

// tellsOfSites reports whether a figure counts people or households by site.
func tellsOfSites(f figures.Figure) bool {
	for _, d := range f.By {
		if d == "site" {
			return !f.Sum && (f.Count == "households" || f.Count == "persons")
		}
	}
	return false
}

func (p Pages) siteFigure(r *web.Request, board *figures.Board, f figures.Figure, sites []places.Row, lists bool) (siteFigure, error) {
	cells, err := board.Count(r.Context(), r.Visitor.Actor, f.ID, figures.By{Dimension: "site"})
	if err != nil {
		return siteFigure{}, err
	}
	counted := map[string]figures.Cell{}
	for _, c := range cells {
		counted[c.By["site"]] = c
	}
	row := siteFigure{id: f.ID}
	for _, s := range sites {
		n := siteNumber{site: s.ID, n: counted[s.Name].Value, withheld: counted[s.Name].Withheld}
		if lists && f.Lists && n.n > 0 && f.Count == "households" {
			n.to = "/households?" + url.Values{"site": {s.ID.String()}, "state": {f.ID}}.Encode()
		}
		row.of = append(row.of, n)
	}
	return row, nil
}

// stillOpen are the figures of those who still wait for something of ours, in the order in which they are shown, where a programme has
// them; those who have begun no way are first, for nobody else asks after them. They are the office's lists, and nobody's arrears.
var stillOpen = []string{"no_way_begun", "to_speak_with", "undecided", "without_place", "without_date", "stays_without_plan", "disagree", "on_hold"}

// waiting are the figures of those who still wait; others the rest.
func (f siteFigures) waiting() siteFigures {
	out := siteFigures{name: f.name}
	for _, of := range stillOpen {
		for _, row := range f.rows {
			if row.id == of {
				out.rows = append(out.rows, row)
			}
		}
	}
	return out
}

func (f siteFigures) others() siteFigures {
	out := siteFigures{name: f.name}
	for _, row := range f.rows {
		if !slices.Contains(stillOpen, row.id) {
			out.rows = append(out.rows, row)
		}
	}
	return out
}

// site shows one site: its closing and everything that was done about it, and who is there.
func (p Pages) site(r *web.Request) error {
	sheet, err := p.siteSheet(r)
	if err != nil {
		return err
	}
	all, err := p.figuresBySite(r, []places.Row{sheet.Row})
	if err != nil {
		return err
	}
	ways, _, err := p.siteWays(r, sheet.Row.ID)
	if err != nil {
		return err
	}
	begins, err := p.siteBegins(r, sheet.Row.ID, ways)
	if err != nil {
		return err
	}
	events, err := p.closingEvents(r, sheet)
	if err != nil {
		return err
	}
	f := r.Frame(sheet.Row.Name)
	f.Crumbs = []page.Link{start(r.Words), {Text: r.Words.T("sites.title"), To: "/sites"}}
	links := begins
	if p.may(r.Visitor, access.PlacesClose, access.Commons) {
		for _, to := range []string{"closure", "note"} {
			links = append(links, page.Link{Text: r.Words.T("sites." + to), To: r.URL.Path + "/" + to})
		}
	}
	if p.may(r.Visitor, access.PlacesDescribe, access.Commons) {
		links = append(links, page.Link{Text: r.Words.T("places.locate"), To: r.URL.Path + "/locate"})
	}
	if p.may(r.Visitor, access.PlacesAdd, access.Commons) {
		links = append(links, page.Link{Text: r.Words.T("places.rename"), To: r.URL.Path + "/rename"})
	}
	if p.mayAnywhere(r.Visitor, access.PeopleList) {
		links = append(links, page.Link{Text: r.Words.T("household.list"), To: "/households?site=" + sheet.Row.ID.String()})
	}
	if p.mayAnywhere(r.Visitor, access.SubjectsRead) {
		links = append(links, page.Link{Text: r.Words.T("standards.title"), To: standardsPath(sheet.Row.ID)}, page.Link{Text: r.Words.T("shelters.blocks"), To: blocksPath(sheet.Row.ID)})
	}
	if p.mayAnywhere(r.Visitor, access.FiguresRead) {
		links = append(links, page.Link{Text: r.Words.T("sites.listening"), To: "/listening/" + sheet.Row.ID.String()})
	}
	morning, err := p.morning(r, sheet)
	if err != nil {
		return err
	}
	return r.Show(sitePage(f, sheet, morning, events, all, ways, links))
}

// closingEvents reads what was decided and done about the closing of a site, also what stood before.
func (p Pages) closingEvents(r *web.Request, sheet places.Sheet) ([]page.Event, error) {
	closures, err := asked(p, r, "task.sites", places.ClosuresOf(sheet.Row.ID))
	if err != nil {
		return nil, err
	}
	names, err := p.deciders(r, access.PlacesClose)
	return siteEvents(r.Words, closures, sheet.Notes, names), err
}

// siteSheet reads the site of the address.
func (p Pages) siteSheet(r *web.Request) (places.Sheet, error) {
	of, err := r.PathID("site")
	if err != nil {
		return places.Sheet{}, err
	}
	sheet, err := asked(p, r, "task.sites", places.One(of))
	if err == nil && sheet.Row.Kind != places.Site {
		err = fault.New("pages.site", fault.NotFound, "", nil)
	}
	return sheet, err
}

// sitePaper begins a form about a site, for those who may record its closing.
func (p Pages) sitePaper(r *web.Request, key string) (*paper, places.Sheet, error) {
	if err := access.May(r.Visitor.Actor, access.PlacesClose, access.Commons, p.op.Desk.Today()); err != nil {
		return nil, places.Sheet{}, err
	}
	sheet, err := p.siteSheet(r)
	w := r.Words
	return &paper{title: w.T(key), lead: w.T(key + "_lead"), do: w.T("form.save"), action: r.URL.Path,
		crumbs: []page.Link{start(w), {Text: w.T("sites.title"), To: "/sites"}, {Text: sheet.Row.Name, To: "/sites/" + sheet.Row.ID.String()}}}, sheet, err
}

// closure records the government's decision, or a change of its date.
func (p Pages) closure(r *web.Request) error {
	s, sheet, err := p.sitePaper(r, "sites.closure")
	if err != nil {
		return err
	}
	w := r.Words
	s.at = map[string]string{"places.authority_missing": "by"}
	s.lines = []line{{Field: page.Field{Name: "by", Label: w.T("sites.by")}},
		{Field: page.Field{Name: "decided", Label: w.T("sites.decided"), Kind: "date", LTR: true}},
		{Field: page.Field{Name: "closes", Label: w.T("sites.closes"), Hint: w.T("sites.closes_hint"), Kind: "date", Optional: true, LTR: true}},
		{Field: page.Field{Name: "words", Label: w.T("sites.words"), Optional: true, Rows: 3}, as: lineArea}}
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := places.DecideClosure{Site: sheet.Row.ID, Closure: places.Closure{By: strings.TrimSpace(v.Get("by")), Decided: dayOf(r, v, "decided", bad),
			Closes: dayOf(r, v, "closes", bad), Words: strings.TrimSpace(v.Get("words"))}}
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := p.carryOut(r, access.Commons, c)
		return "/sites/" + sheet.Row.ID.String(), "saved", err
	})
}

// closureNotes are the kinds of notes on a closing.
var closureNotes = []string{"advocacy", "decommissioned", "people_remain"}

// siteNote records advocacy with the authorities, what was taken down, and people who remain.
func (p Pages) siteNote(r *web.Request) error {
	s, sheet, err := p.sitePaper(r, "sites.note")
	if err != nil {
		return err
	}
	w := r.Words
	s.at = map[string]string{"places.kind_missing": "kind"}
	s.lines = []line{{Field: page.Field{Name: "kind", Label: w.T("sites.kind"), Options: noteOptions(w)}, as: lineRadios},
		{Field: page.Field{Name: "with", Label: w.T("sites.with"), Optional: true}},
		{Field: page.Field{Name: "count", Label: w.T("sites.count"), Optional: true, LTR: true}},
		{Field: page.Field{Name: "words", Label: w.T("sites.words"), Optional: true, Rows: 3}, as: lineArea}, dayLine(r, "form.day")}
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := places.NoteClosure{Site: sheet.Row.ID, Note: places.Note{Kind: v.Get("kind"), With: strings.TrimSpace(v.Get("with")),
			Words: strings.TrimSpace(v.Get("words")), Count: countOf(r, v, "count", bad), Day: dayOf(r, v, "day", bad)}}
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := p.carryOut(r, access.Commons, c)
		return "/sites/" + sheet.Row.ID.String(), "saved", err
	})
}

func noteOptions(w *words.Printer) (out []page.Option) {
	for _, kind := range closureNotes {
		out = append(out, page.Option{Value: kind, Label: w.T("sites.note_" + kind)})
	}
	return out
}

// noteOf says one note on a closing.
func noteOf(w *words.Printer, n places.NoteRow) string {
	what := word(w, "sites", "note_"+n.Kind)
	var more []string
	for _, text := range []string{n.With, n.Words} {
		if text != "" {
			more = append(more, text)
		}
	}
	if n.Count > 0 {
		more = append(more, w.Number(int64(n.Count)))
	}
	if len(more) == 0 {
		return what
	}
	return w.T("story.more", words.Args{"What": what, "More": more})
}

// siteColumns are the columns of a table with a number a site.
func siteColumns(w *words.Printer, sites []places.Row) []page.Column {
	columns := []page.Column{{Title: w.T("sites.where")}}
	for _, s := range sites {
		columns = append(columns, page.Column{Title: s.Name, Number: true})
	}
	return columns
}
