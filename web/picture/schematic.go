// SPDX-License-Identifier: Apache-2.0

package picture

import (
	"context"
	"io"

	"safar/engine/layered"
	"safar/web/words"
)

// Area is a part of a country with the places in it, as a schematic map shows it.
type Area struct {
	Name  string // as it is read
	Spots []Spot // in the order in which they stand
}

// Spot is one place on a schematic map.
type Spot struct {
	Name  string   // as it is read
	To    string   // path of its page; "" for none
	Tone  string   // of its edge, a class of the style sheet: good, warn, bad; "" for a plain one
	Round bool     // drawn with round ends, to tell places where people are received from sites
	Says  []Saying // what is told of it, a line each
}

// Saying is one line of a place.
type Saying struct {
	Sign string // before the words; "" for none
	Text string // as it is read
	Tone string // of both, a class of the style sheet; "" for a plain one
}

// Schematic is a map without distances: areas below one another, their places in each. Nothing of it is to scale.
type Schematic struct {
	sheet
	title  string
	linked bool
}

// The measures of a schematic map, in its units.
const (
	spotsBeside = 2
	spotGap     = 8
	roundness   = 14
)

// SchematicOf draws areas under a title; nil where there is no place in any.
func SchematicOf(title string, w *words.Printer, areas []Area) *Schematic {
	m := &Schematic{title: title, sheet: sheet{rtl: w.Language().Dir == "rtl", width: flowWidth}}
	for _, a := range areas {
		if len(a.Spots) > 0 {
			m.area(a)
		}
	}
	if m.y == 0 {
		return nil
	}
	m.y -= spotGap
	return m
}

// area writes one area: its frame, its name, and its places two by two.
func (m *Schematic) area(a Area) {
	top := m.y + 1
	heading := wrapped(a.Name, m.width-2*padding, detailSize, true)
	y := top + padding/2 + len(heading)*leading(detailSize) + 4
	wide := (m.width - 2*padding - (spotsBeside-1)*spotGap) / spotsBeside
	var rows []func()
	for from := 0; from < len(a.Spots); from += spotsBeside {
		beside := a.Spots[from:min(from+spotsBeside, len(a.Spots))]
		height := 0
		for _, s := range beside {
			height = max(height, s.height(wide))
		}
		for i, s := range beside {
			frame := layered.Frame{X: padding + i*(wide+spotGap), Y: y, Width: wide, Height: height}
			rows = append(rows, func() { m.spot(s, frame) })
		}
		y += height + spotGap
	}
	m.rect("area", layered.Frame{X: 1, Y: top, Width: m.width - 2, Height: y - top})
	for i, line := range heading {
		m.text("label", padding, top+padding/2+(i+1)*leading(detailSize)-3, line)
	}
	for _, row := range rows {
		row()
	}
	m.y = y + spotGap
}

// lines are the lines of a place: its name, and what is told of it.
func (s Spot) lines(wide int) (name []string, says []Saying) {
	for _, of := range s.Says {
		room := wide - 2*inset
		if of.Sign != "" {
			room -= signRoom
		}
		for i, line := range wrapped(of.Text, room, detailSize, false) {
			part := Saying{Text: line, Tone: of.Tone}
			if part.Sign = of.Sign; i > 0 && of.Sign != "" {
				part.Sign = " "
			}
			says = append(says, part)
		}
	}
	return wrapped(s.Name, wide-2*inset, nameSize, true), says
}

// signRoom is the room that a sign takes before its words.
const signRoom = 16

func (s Spot) height(wide int) int {
	name, says := s.lines(wide)
	return 2*inset + len(name)*leading(nameSize) + len(says)*leading(detailSize) - 4
}

// spot writes one place.
func (m *Schematic) spot(s Spot, f layered.Frame) {
	if s.To != "" {
		m.linked = true
		m.out.WriteString(`<a href="` + escaped(s.To) + `">`)
	}
	class, round := "step", 3
	if s.Tone != "" {
		class += " " + s.Tone
	}
	if s.Round {
		round = roundness
	}
	m.rounded(class, f, round)
	name, says := s.lines(f.Width)
	x, y := f.X+inset, f.Y+inset
	for _, line := range name {
		y += leading(nameSize)
		m.text("name", x, y-4, line)
	}
	for _, of := range says {
		y += leading(detailSize)
		at, class := x, "said"
		if of.Tone != "" {
			class += " " + of.Tone
		}
		if of.Sign != "" {
			m.text(class+" sign", x, y-4, of.Sign)
			at += signRoom
		}
		m.text(class, at, y-4, of.Text)
	}
	if s.To != "" {
		m.out.WriteString("</a>")
	}
	m.out.WriteString("\n")
}

// Render writes the picture into a page: it is a templ.Component.
func (m *Schematic) Render(_ context.Context, w io.Writer) error {
	return m.write(w, "schematic", m.title, m.linked)
}
