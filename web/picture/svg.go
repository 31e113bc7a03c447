// SPDX-License-Identifier: Apache-2.0

package picture

import (
	"html"
	"io"
	"strconv"
	"strings"

	"safar/engine/layered"
)

// sheet is a picture as far as it is written, from top to bottom.
type sheet struct {
	out      strings.Builder
	rtl      bool
	width, y int
}

func number(n int) string { return strconv.Itoa(n) }

func escaped(text string) string { return html.EscapeString(text) }

// across is where a place stands on the paper: for a language written from right to left the picture is mirrored.
func (s *sheet) across(x int) string {
	if s.rtl {
		x = s.width - x
	}
	return number(x)
}

// rect writes a rectangle.
func (s *sheet) rect(class string, f layered.Frame) { s.rounded(class, f, 6) }

// rounded writes a rectangle with corners of a roundness.
func (s *sheet) rounded(class string, f layered.Frame, round int) {
	x := f.X
	if s.rtl {
		x = s.width - f.X - f.Width
	}
	s.out.WriteString(`<rect class="` + class + `" x="` + number(x) + `" y="` + number(f.Y) + `" width="` + number(f.Width) + `" height="` + number(f.Height) + `" rx="` + number(round) + `"/>`)
}

// text writes one line, from its start on.
func (s *sheet) text(class string, x, y int, line string) {
	s.out.WriteString(`<text class="` + class + `" x="` + s.across(x) + `" y="` + number(y) + `">` + escaped(line) + `</text>`)
}

// lines writes lines below all that is written.
func (s *sheet) lines(class string, x int, lines []string) {
	size := map[string]int{"title": titleSize, "heading": headingSize, "said": detailSize, "label": detailSize}[class]
	for _, line := range lines {
		s.y += leading(size)
		s.text(class, x, s.y-4, line)
	}
	s.y += inset
}

// write writes the picture into a page. One that holds links is a group of things to read; any other is one image with a title.
func (s *sheet) write(w io.Writer, class, title string, linked bool) error {
	role := "img"
	if linked {
		role = "group"
	}
	_, err := io.WriteString(w, `<svg class="drawn `+class+`" role="`+role+`" aria-label="`+escaped(title)+`" width="`+number(s.width)+`" height="`+number(s.y)+
		`" viewBox="0 0 `+number(s.width)+` `+number(s.y)+`">`+s.out.String()+"</svg>")
	return err
}

// outside writes the steps that stand alone, in a frame above the others.
func (p *Picture) outside(d *drawing, placed layered.Drawing) {
	if len(d.alone) == 0 {
		return
	}
	heading := wrapped(d.speech.Words.T("picture.alone"), p.width-2*padding, detailSize, true)
	top := padding + len(heading)*leading(detailSize)
	p.rect("apart", layered.Frame{X: 1, Y: 1, Width: p.width - 2, Height: top + placed.Height + padding})
	p.label(heading, padding, padding/2)
	for i, b := range d.alone {
		f := placed.Boxes[i]
		p.box(b, layered.Frame{X: f.X + (p.width-placed.Width)/2, Y: f.Y + top, Width: f.Width, Height: f.Height})
	}
	p.y = top + placed.Height + padding + row
}

// label writes the heading of a frame.
func (s *sheet) label(lines []string, x, y int) {
	for i, line := range lines {
		s.text("label", x, y+(i+1)*leading(detailSize)-3, line)
	}
}

// inside writes the steps that lead to one another: frames, arrows, and the boxes above them.
func (p *Picture) inside(d *drawing, placed layered.Drawing) {
	if len(d.together) == 0 {
		return
	}
	off := (p.width - placed.Width) / 2
	for k, lane := range placed.Lanes {
		class := "branch"
		if d.branches[k].Stays() {
			class = "branch stay"
		}
		lane.X, lane.Y = lane.X+off, lane.Y+p.y
		p.rect(class, lane)
	}
	p.ways(d, placed, off)
	for k, lane := range placed.Lanes {
		p.label(wrapped(d.heading(k), lane.Width-2*padding, detailSize, true), lane.X+off+padding, lane.Y+p.y+padding/2)
	}
	for i, b := range d.together {
		f := placed.Boxes[i]
		p.box(b, layered.Frame{X: f.X + off, Y: f.Y + p.y, Width: f.Width, Height: f.Height})
	}
	p.y += placed.Height + 1
}

// ways writes the arrows: those of needs in one line, those of conditions alone in a broken one.
func (p *Picture) ways(d *drawing, placed layered.Drawing, off int) {
	var needed, asked, tips strings.Builder
	for i, way := range placed.Ways {
		line := &needed
		if !d.leads[i].Needed {
			line = &asked
		}
		for k := range way {
			way[k].X, way[k].Y = way[k].X+off, way[k].Y+p.y
		}
		p.bent(line, way)
		p.tip(&tips, way[len(way)-1])
	}
	for _, path := range []struct{ class, d string }{{"way", needed.String()}, {"way asked", asked.String()}, {"tip", tips.String()}} {
		if path.d != "" {
			p.out.WriteString(`<path class="` + path.class + `" d="` + path.d + `"/>`)
		}
	}
}

// bent writes a line that runs straight down where the way does, and in a bend where it goes across.
func (s *sheet) bent(out *strings.Builder, way []layered.Point) {
	out.WriteString("M" + s.across(way[0].X) + " " + number(way[0].Y))
	for k := 1; k < len(way); k++ {
		from, to := way[k-1], way[k]
		switch middle := number((from.Y + to.Y) / 2); {
		case from == to:
		case from.X == to.X:
			out.WriteString("V" + number(to.Y))
		default:
			out.WriteString("C" + s.across(from.X) + " " + middle + " " + s.across(to.X) + " " + middle + " " + s.across(to.X) + " " + number(to.Y))
		}
	}
}

// tip writes the head of an arrow that leads down.
func (s *sheet) tip(out *strings.Builder, at layered.Point) {
	out.WriteString("M" + s.across(at.X) + " " + number(at.Y) + "l-4-8h8z")
}

// box writes the box of a step, in one place after another from top to bottom.
func (p *Picture) box(b box, f layered.Frame) {
	if b.note.To != "" {
		p.out.WriteString(`<a href="` + escaped(b.note.To) + `">`)
	}
	class := "step"
	if b.dashed {
		class = "step dashed"
	}
	p.rect(class, f)
	if b.again {
		p.back(f)
	}
	x, y := f.X+inset, f.Y+inset
	for _, line := range b.verb {
		y += leading(verbSize)
		p.text("verb", x, y-5, line)
	}
	for _, line := range b.name {
		y += leading(nameSize)
		p.text("name", x, y-4, line)
	}
	for _, said := range b.details {
		y += apart
		for _, line := range said {
			y += leading(detailSize)
			p.text("said", x, y-4, line)
		}
	}
	p.counts(b.note.Counts, f, y)
	if b.note.To != "" {
		p.out.WriteString("</a>")
	}
	p.out.WriteString("\n")
}

// counts writes how many stand where, below a line: the state at the start, the number at the end.
func (p *Picture) counts(counts []Count, f layered.Frame, y int) {
	if len(counts) == 0 {
		return
	}
	y += inset
	p.out.WriteString(`<path class="rule" d="M` + p.across(f.X) + ` ` + number(y-2) + `H` + p.across(f.X+f.Width) + `"/>`)
	for _, c := range counts {
		y += leading(detailSize)
		p.text("said", f.X+inset, y-3, c.State)
		if c.lines(f.Width-2*inset) > 1 {
			y += leading(detailSize)
		}
		p.text("number", f.X+f.Width-inset, y-3, c.Number)
	}
}

// back writes the arrow of a step that may have to be done again: out of its end and in again above.
func (p *Picture) back(f layered.Frame) {
	end, out, foot, head := f.X+f.Width, f.X+f.Width+bend, f.Y+f.Height-14, f.Y+14
	p.out.WriteString(`<path class="back" d="M` + p.across(end) + ` ` + number(foot) + `C` + p.across(out+3) + ` ` + number(foot) + ` ` + p.across(out) + ` ` + number(foot-8) + ` ` + p.across(out) + ` ` + number(foot-12) +
		`V` + number(head+12) + `C` + p.across(out) + ` ` + number(head+8) + ` ` + p.across(out+3) + ` ` + number(head) + ` ` + p.across(end+3) + ` ` + number(head) + `"/>`)
	p.out.WriteString(`<path class="tip" d="M` + p.across(end) + ` ` + number(head) + `L` + p.across(end+7) + ` ` + number(head-4) + `V` + number(head+4) + `z"/>`)
}
