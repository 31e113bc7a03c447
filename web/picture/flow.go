// SPDX-License-Identifier: Apache-2.0

package picture

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strings"

	"safar/engine/layered"
	"safar/web/words"
)

// Stream is how many went, or are to go, from one place to another. From and To are what the places are called.
type Stream struct {
	From, To string // names, as they are read
	Amount   int64  // people, households, or whatever is counted; none or less is drawn as nothing
	Said     string // the stream in a sentence, for who points at it and for who cannot see it
	Link     string // path of the page that tells who they are; "" for none

	FromLink, ToLink string // paths of the pages that tell of all who left From, and of all who went to To; "" for none
}

// Flow is a picture of streams between places: a bar for each place, those that people leave at the start and those that they go to at the end, each as
// tall as its people are many, and between them a band for each stream.
type Flow struct {
	sheet
	title, about string
	linked       bool
}

// The measures of a flow, in the units of the picture.
const (
	flowWidth  = 380 // that of a telephone: a page with more room shows it larger
	flowHeight = 320 // of the bars of one side together
	barWidth   = 12
	leastBar   = 3 // a place of which a bar would be thinner is still seen
	barGap     = 10
)

// bar is one place in a flow.
type bar struct {
	name  string
	link  string
	total int64
	frame layered.Frame
	used  int // how much of it bands have taken so far, from above
}

// FlowOf draws streams under a title. Places stand in the order of their people, the most first; nil where there is nobody in any stream.
func FlowOf(title, about string, w *words.Printer, streams []Stream) *Flow {
	from, to := barsOf(streams, func(s Stream) (name, link string) { return s.From, s.FromLink }), barsOf(streams, func(s Stream) (name, link string) { return s.To, s.ToLink })
	if len(from) == 0 {
		return nil
	}
	f := &Flow{title: title, about: about, sheet: sheet{rtl: w.Language().Dir == "rtl", width: flowWidth}}
	f.y = max(stand(from, 0), stand(to, flowWidth-barWidth))
	f.bands(streams, from, to)
	for _, b := range from {
		f.place(w, b, "bar from", b.frame.X+barWidth+6, "name")
	}
	for _, b := range to {
		f.place(w, b, "bar to", b.frame.X-6, "name end")
	}
	return f
}

// barsOf adds up the streams of each place on one side.
func barsOf(streams []Stream, of func(Stream) (name, link string)) (bars []*bar) {
	for _, s := range streams {
		if s.Amount <= 0 {
			continue
		}
		name, link := of(s)
		i := slices.IndexFunc(bars, func(b *bar) bool { return b.name == name })
		if i < 0 {
			i, bars = len(bars), append(bars, &bar{name: name, link: link})
		}
		bars[i].total += s.Amount
	}
	slices.SortStableFunc(bars, func(a, b *bar) int { return int(max(-1, min(1, b.total-a.total))) })
	return bars
}

// stand gives the bars of one side their place below one another, and returns where they end.
func stand(bars []*bar, x int) (y int) {
	var all int64
	for _, b := range bars {
		all += b.total
	}
	for _, b := range bars {
		height := max(leastBar, int(b.total*flowHeight/all))
		b.frame = layered.Frame{X: x, Y: y, Width: barWidth, Height: height}
		y += max(height+barGap, leading(nameSize)+leading(detailSize)+2)
	}
	return y
}

// bands writes the streams: each leaves its bar below those that were written before, and comes in likewise.
func (f *Flow) bands(streams []Stream, from, to []*bar) {
	left, right := map[string]int{}, map[string]int{} // where the bar of a place stands
	for i, b := range from {
		left[b.name] = i
	}
	for i, b := range to {
		right[b.name] = i
	}
	streams = slices.DeleteFunc(slices.Clone(streams), func(s Stream) bool { return s.Amount <= 0 })
	slices.SortStableFunc(streams, func(a, b Stream) int {
		return cmp.Or(left[a.From]-left[b.From], right[a.To]-right[b.To])
	})
	for _, s := range streams {
		f.band(s, from[left[s.From]], to[right[s.To]], left[s.From])
	}
}

// bandClasses are as many as there are colours: places that people leave take them in turn.
const bandClasses = 6

// band writes one stream.
func (f *Flow) band(s Stream, from, to *bar, colour int) {
	left, right := share(from, s.Amount), share(to, s.Amount)
	x1, x2 := from.frame.X+barWidth, to.frame.X
	y1, y2 := from.frame.Y+from.used, to.frame.Y+to.used
	from.used, to.used = from.used+left, to.used+right
	middle := f.across((x1 + x2) / 2)
	path := "M" + f.across(x1) + " " + number(y1) + "C" + middle + " " + number(y1) + " " + middle + " " + number(y2) + " " + f.across(x2) + " " + number(y2) +
		"v" + number(max(1, right)) + "C" + middle + " " + number(y2+right) + " " + middle + " " + number(y1+left) + " " + f.across(x1) + " " + number(y1+left) + "z"
	if s.Link != "" {
		f.linked = true
		f.out.WriteString(`<a href="` + escaped(s.Link) + `">`)
	}
	f.out.WriteString(`<path class="band band-` + number(colour%bandClasses+1) + `" d="` + path + `"><title>` + escaped(s.Said) + `</title></path>`)
	if s.Link != "" {
		f.out.WriteString("</a>")
	}
	f.out.WriteString("\n")
}

// share is how much of a bar is taken by so many of its people.
func share(b *bar, n int64) int { return int(n * int64(b.frame.Height) / b.total) }

// place writes a bar with the name of the place and how many they are.
func (f *Flow) place(w *words.Printer, b *bar, class string, x int, text string) {
	if b.link != "" {
		f.linked = true
		f.out.WriteString(`<a href="` + escaped(b.link) + `">`)
		defer f.out.WriteString("</a>\n")
	}
	f.rect(class, b.frame)
	y := b.frame.Y + nameSize
	if room := leading(nameSize) + leading(detailSize); b.frame.Height > room {
		y = b.frame.Y + (b.frame.Height-room)/2 + nameSize
	}
	f.text(text, x, y, b.name)
	f.text(strings.Replace(text, "name", "said", 1), x, y+leading(detailSize), w.Number(b.total))
}

// Render writes the picture into a page: it is a templ.Component.
func (f *Flow) Render(_ context.Context, w io.Writer) error {
	return f.write(w, "flow", f.title+". "+f.about, f.linked)
}
