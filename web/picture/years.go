// SPDX-License-Identifier: Apache-2.0

package picture

import (
	"strconv"

	"safar/engine/layered"
	"safar/web/words"
)

// Age is a span of years with a name: a period, or what others have said of those years.
type Age struct {
	Name        string // as it is read
	From, Until int    // the first year and the last; Until is 0 where it goes on
}

// Chapter is what was counted under one name, such as that of a programme.
type Chapter struct {
	Name  string // as it is read
	Lines []Line // from top to bottom
}

// Line is what was counted of one thing, year by year.
type Line struct {
	Name  string          // as it is read
	Years map[int]Counted // by year; one that is not there has nothing
}

// Counted is the number of a year.
type Counted struct {
	Value int64  // what was counted, or added up
	Text  string // as it is read; that it is withheld, where Value is 0
	To    string // path of the page behind it; "" for none
}

// MostYears is how many years a line shows: those before them are left out.
const MostYears = 60

// Measures of a line of years.
const (
	yearWidth = 36 // of one year
	barHeight = 28 // of the highest bar of a line
	countSize = 11 // of a number and a year
)

// Years draws years on one line, from left to right, or for a language written from right to left the other way: periods above, then chapter by chapter a line
// of bars with its numbers, and below what others have said, in outlines that nobody could take for a count. It is nil where there is no year.
func Years(w *words.Printer, periods []Age, chapters []Chapter, said []Age) *Picture {
	d := &yearLine{first: 1 << 30}
	d.reach(periods, chapters, said)
	if d.last == 0 {
		return nil
	}
	d.first = max(d.first, d.last-MostYears+1)
	p := &Picture{name: "years", class: "years", title: w.T("years.title"), linked: true,
		about: w.T("years.about", words.Args{"From": strconv.Itoa(d.first), "Until": strconv.Itoa(d.last)})}
	p.sheet = sheet{rtl: w.Language().Dir == "rtl", width: (d.last - d.first + 1) * yearWidth}
	d.Picture = p
	for _, of := range periods {
		d.period(of)
	}
	d.axis()
	for _, c := range chapters {
		d.y += inset
		d.lines("heading", 0, wrapped(c.Name, p.width, headingSize, true))
		for _, l := range c.Lines {
			d.line(l)
		}
	}
	d.y += inset
	d.axis()
	if len(said) > 0 {
		d.lines("heading", 0, wrapped(w.T("programme.statements"), p.width, headingSize, true))
	}
	for _, of := range said {
		d.outlined(of)
	}
	return p
}

// yearLine is a line of years as far as it is drawn.
type yearLine struct {
	*Picture
	first, last int // year
}

// reach finds the first and the last year of all.
func (d *yearLine) reach(periods []Age, chapters []Chapter, said []Age) {
	sees := func(year int) {
		if year != 0 {
			d.first, d.last = min(d.first, year), max(d.last, year)
		}
	}
	for _, ages := range [][]Age{periods, said} {
		for _, of := range ages {
			sees(of.From)
			sees(of.Until)
		}
	}
	for _, c := range chapters {
		for _, l := range c.Lines {
			for year := range l.Years {
				sees(year)
			}
		}
	}
}

// at is where a year begins.
func (d *yearLine) at(year int) int { return (year - d.first) * yearWidth }

// span is the frame of a span of years; wide is 0 for one that is over before the first year that is shown.
func (d *yearLine) span(of Age) (x, wide int) {
	until := of.Until
	if until == 0 {
		until = d.last
	}
	from := max(of.From, d.first)
	return d.at(from), max(until-from+1, 0) * yearWidth
}

// period draws a period as a band with its name in it, and where it is too short for it beside it.
func (d *yearLine) period(of Age) {
	x, wide := d.span(of)
	if wide == 0 {
		return
	}
	d.rect("period", layered.Frame{X: x + 1, Y: d.y + 1, Width: wide - 2, Height: 20})
	name := wrapped(of.Name, max(d.width-x-padding, 6*yearWidth), detailSize, true)
	d.text("label", min(x+inset, max(d.width-6*yearWidth, 0)), d.y+15, name[0])
	d.y += 23
}

// axis draws the years, one beside the other.
func (d *yearLine) axis() {
	d.out.WriteString(`<path class="rule" d="M0 ` + number(d.y+3) + `H` + number(d.width) + `"/>`)
	for year := d.first; year <= d.last; year++ {
		d.text("year", d.at(year)+yearWidth/2, d.y+18, strconv.Itoa(year))
	}
	d.y += 28
}

// line draws the bars of one line, each with its number above it. A number that is wider than its year stands in the table alone.
func (d *yearLine) line(l Line) {
	most := int64(1)
	fits := true
	for _, c := range l.Years {
		most = max(most, c.Value)
		fits = fits && widthOf(c.Text, true)*countSize <= (yearWidth-2)*1000
	}
	d.lines("said", 0, wrapped(l.Name, d.width, detailSize, false))
	foot := d.y + leading(countSize) + barHeight
	for year := d.first; year <= d.last; year++ {
		c, counted := l.Years[year]
		if !counted {
			continue
		}
		high := max(int(c.Value*barHeight/most), 2)
		if c.To != "" {
			d.out.WriteString(`<a tabindex="-1" href="` + escaped(c.To) + `">`)
		}
		d.bar(c, d.at(year)+4, foot-high, high)
		if fits {
			d.text("count", d.at(year)+yearWidth/2, foot-high-3, c.Text)
		}
		if c.To != "" {
			d.out.WriteString("</a>")
		}
	}
	d.out.WriteString(`<path class="rule" d="M0 ` + number(foot) + `H` + number(d.width) + `"/>` + "\n")
	d.y = foot + 2
}

// bar draws a bar of a year; where its number is withheld it says nothing of how much.
func (d *yearLine) bar(c Counted, x, y, high int) {
	class := "bar"
	if c.To == "" {
		class = "bar withheld"
	}
	if d.rtl {
		x = d.width - x - (yearWidth - 8)
	}
	d.out.WriteString(`<path class="` + class + `" d="M` + number(x) + ` ` + number(y) + `h28v` + number(high) + `h-28z"/>`)
}

// outlined draws the years of which others have spoken as an empty outline, with their words below it.
func (d *yearLine) outlined(of Age) {
	x, wide := d.span(of)
	if wide == 0 {
		return
	}
	d.rect("told", layered.Frame{X: x + 1, Y: d.y + 4, Width: wide - 2, Height: 10})
	d.y += 16
	from := min(x, max(d.width-8*yearWidth, 0))
	d.lines("said", from, wrapped(of.Name, d.width-from, detailSize, false))
	d.y += inset
}
