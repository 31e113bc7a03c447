// SPDX-License-Identifier: Apache-2.0

package picture

import (
	"cmp"
	"context"
	"io"
	"math"
	"slices"
	"strings"

	"safar/engine/layered"
	"safar/web/words"
)

// Mark is one place on a map. Name stands beside it, To leads from it ("" for nowhere); Latitude and Longitude are WGS 84, in millionths of a degree.
type Mark struct {
	Name, To            string
	Latitude, Longitude int32
	Round               bool   // drawn round, to tell places where people are received from sites
	Sign, Tone          string // before the name, and the class of both and of the mark; "" for none
	Said                string // all that is told of it, for who cannot see it; "" for its name alone

	Number, NumberTo, NumberSaid string // beside the name: what is counted there, the list behind it, and both in a sentence; "" for none
	Word                         string // after the number, such as that it is full; "" for nothing
}

// Map is a map without a ground: marks where places lie, to scale around the middle of all, and a label for each as near to it as there is room. East is
// at the right in every language.
type Map struct {
	sheet
	title  string
	linked bool
	ground ground
	labels []label
}

// The measures of a map, in its units.
const (
	mapMargin  = 14  // around the outermost marks
	mapTallest = 560 // of what lies between the northernmost mark and the southernmost
	markSize   = 12
	labelTall  = 28  // least height of a label, and least width of a number: what a thumb hits
	labelWide  = 140 // of a name, before it is broken
	mapFoot    = 34
)

// MapOf draws marks under a title; nil where there are none.
func MapOf(title string, w *words.Printer, marks []Mark) *Map {
	if len(marks) == 0 {
		return nil
	}
	m := &Map{title: title, sheet: sheet{rtl: w.Language().Dir == "rtl", width: flowWidth}}
	m.ground = groundOf(marks, m.width)
	m.labels = make([]label, len(marks))
	for i, at := range marks {
		x, y := m.ground.at(at)
		m.labels[i] = labelOf(at, x, y)
	}
	bottom := arrange(m.labels, m.width, m.ground.tall)
	for _, l := range m.labels {
		m.leader(l)
	}
	for _, l := range m.labels {
		m.mark(l)
	}
	for _, l := range m.labels {
		m.label(l)
	}
	m.foot(w, bottom)
	return m
}

// ground is how places on earth come onto the paper: an equirectangular projection around the middle of all that are drawn.
type ground struct {
	west, north float64 // of the corner, in degrees
	across, up  float64 // units a degree
	left, top   float64 // where the corner stands
	tall        int     // of the whole
	point       bool    // all of them lie on one point: there is no distance to measure
}

// kilometresADegree are those of a degree of latitude, on an earth of 6,371 km.
const kilometresADegree = 6371 * math.Pi / 180

// leastDegrees is the least that a map shows from one edge to the other, some fifty metres: a place alone stands in the middle.
const leastDegrees = 0.0005

func groundOf(marks []Mark, width int) ground {
	west, east := around(marks)
	south, north := math.Inf(1), math.Inf(-1)
	for _, m := range marks {
		lat := float64(m.Latitude) / 1e6
		south, north = min(south, lat), max(north, lat)
	}
	narrow := math.Cos((south + north) / 2 * math.Pi / 180)
	wide, high := (east-west)*narrow, north-south
	room := float64(width - 2*mapMargin)
	up := min(room/max(wide, leastDegrees), mapTallest/max(high, leastDegrees))
	g := ground{west: west, north: north, up: up, across: up * narrow, top: mapMargin}
	g.left = (float64(width) - wide*up) / 2
	g.tall, g.point = int(high*up)+2*mapMargin, wide == 0 && high == 0
	return g
}

// Apart is how far apart, in kilometres, the ends are of what marks take: from the southwest to the northeast.
func Apart(marks []Mark) int {
	if len(marks) == 0 {
		return 0
	}
	g := groundOf(marks, flowWidth)
	wide := float64(flowWidth) - 2*g.left
	return int(math.Hypot(wide, float64(g.tall-2*mapMargin)) / g.up * kilometresADegree)
}

// around is where the places begin in the west and end in the east: what is left out is the widest stretch without any, also where that is not the one across the Pacific.
func around(marks []Mark) (west, east float64) {
	all := make([]float64, len(marks))
	for i, m := range marks {
		all[i] = float64(m.Longitude) / 1e6
	}
	slices.Sort(all)
	west, east = all[0], all[len(all)-1]
	widest := west + 360 - east
	for i := 1; i < len(all); i++ {
		if gap := all[i] - all[i-1]; gap > widest {
			west, east, widest = all[i], all[i-1]+360, gap
		}
	}
	return west, east
}

// at is where a place stands.
func (g ground) at(m Mark) (x, y int) {
	lon := float64(m.Longitude) / 1e6
	if lon < g.west {
		lon += 360
	}
	return int(math.Round(g.left + (lon-g.west)*g.across)), int(math.Round(g.top + (g.north-float64(m.Latitude)/1e6)*g.up))
}

// leader writes the line from a mark to a label that stands apart from it.
func (m *Map) leader(l label) {
	if x, y := l.near(); l.away(x, y) > markSize {
		m.out.WriteString(`<path class="way" d="M` + number(l.x) + " " + number(l.y) + "L" + number(x) + " " + number(y) + `"/>`)
	}
}

// mark writes the mark of a place.
func (m *Map) mark(l label) {
	class := cmp.Or(l.of.Tone, "bar")
	if l.of.Round {
		m.out.WriteString(`<circle class="` + class + `" cx="` + number(l.x) + `" cy="` + number(l.y) + `" r="` + number(markSize/2) + `"/>`)
		return
	}
	half := markSize/2 - 1
	m.out.WriteString(`<path class="` + class + `" d="M` + number(l.x-half) + " " + number(l.y-half) + "h" + number(2*half) + "v" + number(2*half) + "h-" + number(2*half) + `z"/>`)
}

// label writes what is said of a place: its name, which leads to its page, and its number, which leads to the list behind it. Everything in it stands as far from
// its corner as in every other, so that a page that is sent grows by little.
func (m *Map) label(l label) {
	m.out.WriteString(`<g transform="translate(` + number(l.frame.X) + " " + number(l.frame.Y) + `)">`)
	name, count := layered.Frame{Width: l.nameWide, Height: l.frame.Height}, layered.Frame{X: l.nameWide, Width: l.frame.Width - l.nameWide, Height: l.frame.Height}
	if m.rtl {
		count.X, name.X = 0, count.Width
	}
	m.box(l.of.To, l.of.Said, l.of.Tone, name, func(x int) {
		y := (name.Height - len(l.lines)*leading(nameSize)) / 2
		if l.of.Sign != "" {
			m.line("said "+l.of.Tone+" sign", x, name.Height/2+4, l.of.Sign)
			x = m.along(x, signRoom-2)
		}
		for _, line := range l.lines {
			y += leading(nameSize)
			m.line("name", x, y-4, line)
		}
	})
	if count.Width > 0 {
		y, from := count.Height/2+4, 0
		m.box(l.of.NumberTo, l.of.NumberSaid, l.of.Tone, count, func(x int) {
			if from = x; l.of.Number != "" {
				m.line("name", x, y, l.of.Number)
				from = m.along(x, textWide(l.of.Number)+6)
			}
		})
		m.line("said warn", from, y, l.of.Word) // beside the link, whose name is what stands in it
	}
	m.out.WriteString("</g>\n")
}

// spoken takes out of a sentence what sets its values apart on a page, and brackets, which are not always read: where it is read aloud, the number in it is the number that stands on
// the map.
var spoken = strings.NewReplacer("\u2066", "", "\u2067", "", "\u2068", "", "\u2069", "", "(", "", ")", "")

// box writes one part of a label, which leads somewhere, and what stands in it from its start on.
func (m *Map) box(to, said, tone string, f layered.Frame, inside func(x int)) {
	if to != "" {
		m.linked = true
		m.out.WriteString(`<a href="` + escaped(to) + `"`)
		if said != "" {
			m.out.WriteString(` aria-label="` + escaped(spoken.Replace(said)) + `"`)
		}
		m.out.WriteString(">")
	}
	class := "step"
	if tone != "" {
		class += " " + tone
	}
	m.out.WriteString(`<rect class="` + class + `" x="` + number(f.X) + `" width="` + number(f.Width) + `" height="` + number(f.Height) + `" rx="3"/>`)
	x := f.X + labelInset
	if m.rtl {
		x = f.X + f.Width - labelInset
	}
	inside(x)
	if to != "" {
		m.out.WriteString("</a>")
	}
}

// along is a step onward in the direction in which is written.
func (m *Map) along(x, by int) int {
	if m.rtl {
		return x - by
	}
	return x + by
}

// line writes a text where it begins; nothing where there is none. The ground is not mirrored, and so the place is not either.
func (m *Map) line(class string, x, y int, text string) {
	if text != "" {
		m.out.WriteString(`<text class="` + class + `" x="` + number(x) + `" y="` + number(y) + `">` + escaped(text) + `</text>`)
	}
}

// foot writes how long a kilometre is, and where north is, below everything.
func (m *Map) foot(w *words.Printer, bottom int) {
	y := bottom + mapFoot - 10
	if !m.ground.point {
		length, said := m.ground.bar(w, m.width/4)
		from, text := 1, length+8
		if m.rtl {
			from, text = m.width-1-length, m.width-length-8
		}
		m.out.WriteString(`<path class="way" d="M` + number(from) + " " + number(y-6) + "v6h" + number(length) + `v-6"/>`)
		m.line("said", text, y, said)
	}
	north := w.T("map.north")
	x := m.width - textWide(north) - 20
	if m.rtl {
		x = textWide(north) + 20
	}
	m.line("said", x, y, north)
	m.out.WriteString(`<path class="tip" d="M` + number(m.along(x, textWide(north)+10)) + " " + number(y-14) + `l5 15l-5-4l-5 4z"/>`)
	m.y = bottom + mapFoot
}

// bar is the longest round distance that is no longer than so many units, in units and in words.
func (g ground) bar(w *words.Printer, most int) (length int, said string) {
	metres := kilometresADegree * 1000 / g.up // a unit
	round := math.Pow(10, math.Floor(math.Log10(metres*float64(most))))
	for _, times := range []float64{5, 2} {
		if round*times <= metres*float64(most) {
			round *= times
			break
		}
	}
	length = int(math.Round(round / metres))
	if round < 1000 {
		return length, w.T("map.metres", words.Args{"Count": int64(round)})
	}
	return length, w.T("map.kilometres", words.Args{"Count": int64(round / 1000)})
}

// Render writes the picture into a page: it is a templ.Component.
func (m *Map) Render(_ context.Context, w io.Writer) error {
	return m.write(w, "schematic", m.title, m.linked)
}
