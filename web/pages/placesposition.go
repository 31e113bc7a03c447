// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"math"
	"strconv"
	"strings"
	"unicode"

	"github.com/a-h/templ"

	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// locateTask asks where a place lies, as the inspection of a house does: in degrees, with who says so.
func (n placeNaming) locateTask(e *errand) (*task, error) {
	p, err := n.sheet(e)
	if err != nil {
		return nil, err
	}
	before, err := e.positionsOf(p.Row.ID)
	at := n.path + "/" + p.Row.ID.String()
	return &task{title: "places.locate", lead: "places.locate_lead", do: "page.save", back: at, about: before,
		crumbs: []page.Link{e.crumb(n.list, n.path), {Text: p.Row.Name, To: at}}, blanks: e.pointBlanks(p.Position)}, err
}

// waysToFind are the ways in which a position is found: only in an operation that is made up it is invented.
func (e *errand) waysToFind() []string {
	if e.MadeUp() {
		return places.HowFound
	}
	return []string{places.Measured, places.Gazetteer}
}

func (n placeNaming) locate(e *errand, in *input) (string, string, error) {
	p, err := n.place(e)
	c := places.Locate{Place: p.ID, Position: in.point()}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(access.Commons, c)
	return n.path + "/" + p.ID.String(), "saved", err
}

// degreesOf writes millionths of a degree as a form takes them.
func degreesOf(millionths int32) string {
	return strconv.FormatFloat(float64(millionths)/1e6, 'f', -1, 64)
}

// degrees reads a coordinate in degrees, as millionths.
func (in *input) degrees(name string, most float64) int32 {
	d, err := degreesIn(in.text(name))
	if err != nil || !(d >= -most && d <= most) {
		in.blame(name, "houses.wrong_degrees")
		return 0
	}
	return int32(math.Round(d * 1e6))
}

// degreesIn reads degrees as people write them: with a comma, the digits of Arabic, the sign for degrees, or a letter for the quarter of the sky.
func degreesIn(text string) (float64, error) {
	text = strings.Map(func(r rune) rune {
		switch {
		case r >= '٠' && r <= '٩':
			return '0' + r - '٠'
		case r == ',' || r == '٫':
			return '.'
		case r == '−':
			return '-'
		case r == '°' || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r):
			return -1
		}
		return unicode.ToUpper(r)
	}, text)
	bare := strings.TrimRight(text, "NSEW")
	d, err := strconv.ParseFloat(bare, 64)
	if quarter := text[len(bare):]; quarter == "S" || quarter == "W" {
		d = -math.Abs(d)
	}
	return d, err
}

// positionsOf shows every position that a place was given, with who says so.
func (e *errand) positionsOf(place id.ID) (templ.Component, error) {
	rows, err := ask(e, "task.find_the_way", places.PositionsOf(place))
	w := e.Words
	g := grid{caption: w.T("places.positions"), empty: w.T("places.no_position"), columns: columns(w, "places.position", "villages.source", "villages.day", "")}
	for _, r := range rows {
		now := templ.Component(templ.NopComponent)
		if r.Stands {
			now = status(page.Good, w.T("places.position_now"))
		}
		g.rows = append(g.rows, []templ.Component{page.Code(pointOf(r.Position)), cells(plain(word(w, "position", r.Position.How)), hushed(r.Position.Source)),
			aged(w, r.Position.Day, e.today), now})
	}
	return gridOf(g), err
}

// pointOf is a position as telephones show it.
func pointOf(p places.PositionRow) string {
	return degreesOf(p.Latitude) + " " + degreesOf(p.Longitude)
}

// positionSaid says where a place lies, in a line of its page; "" where nobody has said it, or it is not told.
func positionSaid(w *words.Printer, p places.PositionRow) string {
	if !p.Known {
		return ""
	}
	said := w.T("places.lies", words.Args{"Point": pointOf(p), "How": word(w, "position", p.How), "Source": p.Source, "Day": p.Day})
	if p.Contested {
		said += " " + w.T("places.position_two")
	}
	return said
}
