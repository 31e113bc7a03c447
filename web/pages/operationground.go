// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"safar/field/capacity"
	"safar/field/figures"
	"safar/field/places"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/picture"
	"safar/web/words"
)

// ground are the places of the caseload that is worked with: those of which its figures speak, and those that lie in the same areas.
type ground struct {
	places []placeShown
	closes []closing    // when its sites close
	open   []places.Row // sites of which no closing date is known
	areas  map[id.ID]string
	more   bool // there are more places than a picture shows
	room   bool // how much room there is was counted
}

// placeShown is one place, with what is known of it.
type placeShown struct {
	places.Row
	area     id.ID // in which it lies; zero for none
	position places.PositionRow
	room     capacity.RoomRow
	reached  *placeCount // who has come: households that arrived, or else people who left for it; nil where nobody counts
	there    *placeCount // people who live there and have not left; nil where nobody counts
}

// placeCount is a number of a place, with the path of the page that tells what stands behind it.
type placeCount struct {
	figures.Cell
	to string
}

// mostPlaces bounds a schematic map: with more, nobody finds anything on it.
const mostPlaces = 60

// ground finds the places and what is known of each.
func (e *errand) ground(all []underWay) (*ground, error) {
	g := &ground{areas: map[id.ID]string{}}
	sheets, err := e.siteAndVillages()
	if err != nil {
		return nil, err
	}
	towns, err := e.lying(places.Municipality)
	if err != nil {
		return nil, err
	}
	reached, there, err := e.peopleByPlace(all)
	if err != nil {
		return nil, err
	}
	spoken, err := e.sitesSpoken(all)
	if err != nil {
		return nil, err
	}
	var here []id.ID // areas of which the figures speak
	for _, p := range sheets {
		if (reached[p.Name] != nil || there[p.Name] != nil || spoken[p.Name]) && !slices.Contains(here, p.area) {
			here = append(here, p.area)
		}
	}
	everywhere := len(here) == 0 && len(e.others) == 0 // nobody is counted anywhere yet, and the places are of no other caseload
	for _, p := range sheets {
		if p.reached, p.there = reached[p.Name], there[p.Name]; !everywhere && !slices.Contains(here, p.area) {
			continue
		}
		g.places = append(g.places, p)
	}
	for _, p := range towns { // of which its figures speak
		if p.reached, p.there = reached[p.Name], there[p.Name]; p.reached != nil || p.there != nil {
			g.places = append(g.places, p)
		}
	}
	if g.more = len(g.places) > mostPlaces; g.more {
		g.places = g.places[:mostPlaces]
	}
	return g, e.furnish(g)
}

// siteAndVillages are the sites and the villages of the commons, sites first.
func (e *errand) siteAndVillages() (all []placeShown, err error) {
	for _, kind := range []places.Kind{places.Site, places.Village} {
		of, err := e.lying(kind)
		if err != nil {
			return nil, err
		}
		all = append(all, of...)
	}
	return all, nil
}

// lying are the places of a kind with where they lie.
func (e *errand) lying(kind places.Kind) ([]placeShown, error) {
	rows, err := ask(e, "task.find_the_way", places.LyingOf(kind))
	return placesShown(rows), err
}

// placesShown are places with where they lie, and nothing counted yet.
func placesShown(rows []places.Lying) []placeShown {
	all := make([]placeShown, len(rows))
	for i, row := range rows {
		all[i] = placeShown{Row: row.Row, area: row.Parent, position: row.Position}
	}
	return all
}

// furnish says when the sites close, what the areas are called, and how much room there is.
func (e *errand) furnish(g *ground) error {
	var sites []places.Row
	var villages []places.Row
	var areas []id.ID
	for _, p := range g.places {
		if !p.area.IsZero() {
			areas = append(areas, p.area)
		}
		if p.Kind == places.Site {
			sites = append(sites, p.Row)
		} else {
			villages = append(villages, p.Row)
		}
	}
	g.closes, g.open = closings(sites)
	var err error
	if g.areas, err = e.placeNames(areas...); err != nil {
		return err
	}
	room, err := e.roomAt(villages)
	g.room = room != nil
	for i := range g.places {
		g.places[i].room = room[g.places[i].ID]
	}
	return err
}

// peopleByPlace counts who has come to each place, and who still lives there, by the name under which figures say it.
func (e *errand) peopleByPlace(all []underWay) (reached, there map[string]*placeCount, err error) {
	reached, there = map[string]*placeCount{}, map[string]*placeCount{}
	for _, u := range all {
		come, left := u.placeFigures()
		for _, c := range []struct {
			figure, by string
			into       map[string]*placeCount
		}{{come, u.destination(come), reached}, {left, "site", there}} {
			if c.figure == "" || c.by == "" {
				continue
			}
			found, err := u.board.Count(e.Context(), e.Visitor.Actor, c.figure, figures.By{Dimension: c.by})
			if err != nil {
				return nil, nil, err
			}
			of := u.figures[slices.IndexFunc(u.figures, func(f figures.Figure) bool { return f.ID == c.figure })]
			for _, cell := range found {
				c.into[cell.By[c.by]] = &placeCount{cell, e.wholeOf(of, u.path(c.figure), c.by, cell.By[c.by])}
			}
		}
	}
	return reached, there, nil
}

// sitesSpoken are the names of the places of which the first figure of each programme speaks that is counted by site.
func (e *errand) sitesSpoken(all []underWay) (map[string]bool, error) {
	spoken := map[string]bool{}
	for _, u := range all {
		i := slices.IndexFunc(u.figures, func(f figures.Figure) bool { return slices.Contains(f.By, "site") })
		if i < 0 {
			continue
		}
		found, err := u.board.Count(e.Context(), e.Visitor.Actor, u.figures[i].ID, figures.By{Dimension: "site"})
		if err != nil {
			return nil, err
		}
		for _, cell := range found {
			spoken[cell.By["site"]] = true
		}
	}
	return spoken, nil
}

// placeFigures are the figures of a programme that say who has arrived where, and who still lives at a site; "" where it has none.
func (u underWay) placeFigures() (come, left string) {
	for _, f := range u.figures {
		of := u.is.Figure(f.ID)
		switch {
		case of == nil || f.Sum || f.Currency != "":
		case come == "" && u.destination(f.ID) != "" && of.Where != nil && len(of.Where.Names()) == 1 && strings.HasSuffix(of.Where.Names()[0], ".arrived"):
			come = f.ID
		case left == "" && of.Without != "" && slices.Contains(f.By, "site"):
			left = f.ID
		}
	}
	return come, left
}

// destination is the dimension of a figure that says where people go; "" where it has none.
func (u underWay) destination(figure string) string {
	f := u.is.Figure(figure)
	if f == nil {
		return ""
	}
	i := slices.IndexFunc(placeDimensions(u.is, f.By), func(d string) bool { return d != "site" })
	if i < 0 {
		return ""
	}
	return placeDimensions(u.is, f.By)[i]
}

// groundParts are the map of the places or, where too few of them lie somewhere, a sketch by area; and the table that says the same.
func (e *errand) groundParts(g *ground) []templ.Component {
	w := e.Words
	var parts []templ.Component
	if mapped(g.places) {
		parts = append(parts, e.mapParts(g))
	} else if drawn := e.sketchParts(g); len(drawn) > 0 {
		parts = append(parts, paragraph(w.T("overview.map_lead")), operationBeside(drawn))
	}
	if len(parts) == 0 {
		return nil
	}
	if g.more {
		parts = append(parts, paragraph(w.T("overview.map_more", words.Args{"Count": w.Number(mostPlaces)})))
	}
	return []templ.Component{headed(w.T("overview.map"), append(parts, operationTable(w, gridOf(e.groundGrid(g))))...)}
}

// sketchParts are the sites and the villages, each set under its area.
func (e *errand) sketchParts(g *ground) (drawn []templ.Component) {
	for _, areas := range e.areasOf(g) {
		if of := picture.SchematicOf(e.Words.T("overview.map"), e.Words, areas); of != nil {
			drawn = append(drawn, of)
		}
	}
	return drawn
}

// areasOf are the areas of the map, those of the sites and those of the villages.
func (e *errand) areasOf(g *ground) (areas [2][]picture.Area) {
	var order []id.ID
	byArea := map[id.ID][2][]picture.Spot{}
	for _, p := range g.places {
		if !slices.Contains(order, p.area) {
			order = append(order, p.area)
		}
		kinds, at := byArea[p.area], 1
		if p.Kind == places.Site {
			at = 0
		}
		kinds[at] = append(kinds[at], e.spot(g, p))
		byArea[p.area] = kinds
	}
	w := e.Words
	for at, key := range []string{"overview.sites_in", "overview.villages_in"} {
		for _, of := range order {
			areas[at] = append(areas[at], picture.Area{Name: w.T(key, words.Args{"Area": areaName(w, g.areas[of])}), Spots: byArea[of][at]})
		}
	}
	return areas
}

// spot is one place on the map.
func (e *errand) spot(g *ground, p placeShown) picture.Spot {
	s := picture.Spot{Name: p.Name, To: placePath(p.Row), Round: p.Kind != places.Site}
	if s.Round {
		s.Tone = string(page.ToneOf(safetyOf(p.Row)))
	}
	for _, said := range e.saidOf(g, p) {
		s.Says = append(s.Says, picture.Saying{Sign: page.Sign(said.tone), Text: said.text, Tone: string(said.tone)})
	}
	return s
}

// saidOfPlace is one thing that is said of a place.
type saidOfPlace struct {
	text string
	tone page.Tone
	to   string // path of the page that tells what stands behind it; "" for none
}

// saidOf is what is said of a place: of a village whether it is safe, whether there is room, and who has come; of a site when it closes, and who is there.
func (e *errand) saidOf(g *ground, p placeShown) (said []saidOfPlace) {
	w := e.Words
	if p.Kind == places.Site {
		if p.Closing && p.Closes.Known() {
			said = append(said, saidOfPlace{text: w.T("overview.closes", words.Args{"Day": p.Closes}), tone: page.Plain})
		} else {
			said = append(said, saidOfPlace{text: w.T("overview.no_date"), tone: page.Hushed})
		}
		return append(said, countSaid(w, "overview.there", p.there)...)
	}
	state := safetyOf(p.Row)
	said = append(said, saidOfPlace{text: w.T("state." + state), tone: page.ToneOf(state)})
	if p.Doubts > 0 {
		said = append(said, saidOfPlace{text: w.N("villages.doubts", int64(p.Doubts)), tone: page.Bad})
	} else if p.Partly {
		said = append(said, saidOfPlace{text: w.T("villages.partly"), tone: page.Warn})
	}
	switch {
	case p.Plots == 0:
		said = append(said, saidOfPlace{text: w.T("overview.no_room_offered"), tone: page.Hushed})
	case !g.room:
	case p.room.Free() == 0:
		said = append(said, saidOfPlace{text: w.T("overview.full"), tone: page.Warn})
	default:
		said = append(said, saidOfPlace{text: w.N("overview.free", int64(p.room.Free())), tone: page.Ahead})
	}
	return append(said, countSaid(w, "overview.reached", p.reached)...)
}

// countSaid is a number of a place in a sentence; nothing where nobody counts it, or it is withheld.
func countSaid(w *words.Printer, key string, c *placeCount) []saidOfPlace {
	if c == nil || c.Withheld {
		return nil
	}
	return []saidOfPlace{{text: w.N(key, c.Value), tone: page.Plain, to: c.to}}
}

// safetyOf is the state of a village's safety.
func safetyOf(row places.Row) string {
	switch {
	case !row.Decided:
		return "safety_unknown"
	case row.Safe:
		return "safe"
	}
	return "not_safe"
}

// groundGrid says what the map shows in a table.
func (e *errand) groundGrid(g *ground) grid {
	w := e.Words
	t := grid{caption: w.T("overview.map"), columns: columns(w, "overview.place", "overview.known")}
	for _, p := range g.places {
		var known []templ.Component
		for _, s := range e.saidOf(g, p) {
			if s.to != "" {
				known = append(known, linked(s.text, s.to))
			} else {
				known = append(known, page.Signed(s.tone, s.text))
			}
		}
		t.rows = append(t.rows, []templ.Component{cells(linked(p.Name, placePath(p.Row)), hushed(g.areas[p.area])), cells(known...)})
	}
	return t
}
