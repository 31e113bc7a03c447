// SPDX-License-Identifier: Apache-2.0

package picture

import (
	"context"
	"io"

	"safar/engine/layered"
	"safar/web/words"
)

// Month is one month of a picture of months.
type Month struct {
	Name  string // of the month, as it is read
	Value int64  // how many; drawn as a bar
	Text  string // the number as it is written; "" for a month that is yet to come
	To    string // path of the page behind the number; "" where it is withheld, or there is none
	Mark  string // what falls into this month, such as the day on which a site closes, in a sentence below it; "" for nothing
}

// Months is a picture of months, one below the other, each with a bar and its number.
type Months struct {
	sheet
	title  string
	linked bool
}

// The measures of a picture of months, in its units.
const (
	monthBars = 118 // where the bars begin: a month of the longest name stands before them
	monthRow  = 20
	monthRoom = 52 // for the number behind the longest bar
)

// MonthsOf draws months under a title, in the order given; nil where there is none.
func MonthsOf(title string, w *words.Printer, months []Month) *Months {
	if len(months) == 0 {
		return nil
	}
	p := &Months{title: title, sheet: sheet{rtl: w.Language().Dir == "rtl", width: flowWidth}}
	most := int64(1)
	for _, m := range months {
		most = max(most, m.Value)
	}
	for _, m := range months {
		p.month(m, most)
	}
	p.y++
	return p
}

// month writes one month, and what falls into it below.
func (p *Months) month(m Month, most int64) {
	if m.To != "" {
		p.linked = true
		p.out.WriteString(`<a href="` + escaped(m.To) + `">`)
	}
	p.text("said", 0, p.y+15, m.Name)
	if m.Text != "" {
		wide := int(m.Value * int64(p.width-monthBars-monthRoom) / most)
		if m.Value > 0 {
			wide = max(wide, 2)
			p.rect("bar", layered.Frame{X: monthBars, Y: p.y + 5, Width: wide, Height: monthRow - 8})
		}
		p.text("said", monthBars+wide+6, p.y+15, m.Text)
	}
	if m.To != "" {
		p.out.WriteString("</a>")
	}
	p.y += monthRow
	if m.Mark != "" {
		lines := wrapped(m.Mark, p.width, detailSize, true)
		p.y += 4
		p.out.WriteString(`<path class="mark" d="M` + p.across(0) + ` ` + number(p.y) + `H` + p.across(p.width) + `"/>`)
		p.lines("label", 0, lines)
	}
	p.out.WriteString("\n")
}

// Render writes the picture into a page: it is a templ.Component.
func (p *Months) Render(_ context.Context, w io.Writer) error {
	return p.write(w, "months", p.title, p.linked)
}
