// SPDX-License-Identifier: Apache-2.0

package picture

import (
	"safar/engine/layered"
	"safar/field/programme"
	"safar/web/words"
)

// Measures, in the units of the picture, of which a page shows one as a pixel where it has room.
const (
	inset   = 8  // between the edge of a box and its text
	padding = 11 // between a frame and its boxes
	bend    = 8  // how far the arrow of a step that is done again reaches out
	margin  = 20 // around the pictures of a file
	row     = 26 // between one layer of boxes and the next
	apart   = 3  // between one thing said of a step and the next

	verbSize, nameSize, detailSize, headingSize, titleSize = 11, 13, 12, 15, 19
)

// leading is how far a line of a size stands below the one before.
func leading(size int) int { return size + 4 }

// Size is how large a picture may be.
type Size struct {
	across int // most boxes side by side
	box    int // width of one
}

var (
	Narrow = Size{across: 2, box: 140} // for a telephone, or beside a table
	Wide   = Size{across: 4, box: 180} // for a sheet of paper
)

// paper is what a picture of a size is drawn on.
func (z Size) paper(heading int) layered.Paper {
	return layered.Paper{Across: z.across, Gap: 18, Row: row, Track: 6, Padding: padding, Heading: heading}
}

// box is a step as it is drawn.
type box struct {
	verb    []string
	name    []string
	details [][]string
	note    Note
	height  int
	lane    int
	dashed  bool // optional
	again   bool
}

type boxes []box

// drawing is what is drawn of a pathway: the steps that stand alone, and those that lead to one another.
type drawing struct {
	speech          Speech
	size            Size
	alone, together boxes
	leads           []programme.Lead // between those that stand together, by their place there
	branches        []programme.Branch
}

// drawn writes down what stands in each box, and sorts out the steps that stand alone.
func drawn(w *programme.Pathway, s Speech, z Size, notes map[string]Note) *drawing {
	d := &drawing{speech: s, size: z, branches: w.Branches()}
	leads, lanes := w.Leads(), make([]int, len(w.Steps))
	for k, b := range d.branches {
		for _, i := range b.Steps {
			lanes[i] = k + 1
		}
	}
	joined := make([]bool, len(w.Steps))
	for _, l := range leads {
		joined[l.From], joined[l.To] = true, true
	}
	place := make([]int, len(w.Steps))
	for i, step := range w.Steps {
		b := d.box(step, w, d.branch(lanes[i]), notes[step.ID])
		b.lane = lanes[i]
		if !joined[i] && b.lane == 0 {
			d.alone = append(d.alone, b)
			continue
		}
		place[i] = len(d.together)
		d.together = append(d.together, b)
	}
	for _, l := range leads {
		d.leads = append(d.leads, programme.Lead{From: place[l.From], To: place[l.To], Needed: l.Needed})
	}
	return d
}

func (d *drawing) branch(lane int) *programme.Branch {
	if lane == 0 {
		return nil
	}
	return &d.branches[lane-1]
}

// box writes down what stands in the box of a step, and how high it is with that.
func (d *drawing) box(step *programme.Step, w *programme.Pathway, branch *programme.Branch, note Note) box {
	s, room := d.speech, d.size.box-2*inset
	verb := []string{s.Words.T("verb." + step.Verb.Name)}
	if step.Optional {
		verb = append(verb, s.Words.T("page.optional"))
	}
	b := box{verb: wrapped(s.Words.List(verb), room, verbSize, false), name: wrapped(s.Say("steps", step.ID), room, nameSize, true),
		note: note, dashed: step.Optional, again: again(step)}
	b.height = 2*inset + len(b.verb)*leading(verbSize) + len(b.name)*leading(nameSize) - 4
	for _, said := range s.says(step, w, branch) {
		lines := wrapped(said, room, detailSize, false)
		b.details = append(b.details, lines)
		b.height += apart + len(lines)*leading(detailSize)
	}
	if len(note.Counts) > 0 {
		b.height += inset
	}
	for _, c := range note.Counts {
		b.height += c.lines(room) * leading(detailSize)
	}
	return b
}

// lines is how many lines a count takes: a state and a number that have no room beside one another stand one below the other.
func (c Count) lines(room int) int {
	if widthOf(c.State+" ", false)+widthOf(c.Number, true) <= room*1000/detailSize {
		return 1
	}
	return 2
}

// graph is what the boxes are to be placed by.
func (all boxes) graph(width int, leads []programme.Lead) layered.Graph {
	var g layered.Graph
	for _, b := range all {
		g.Boxes = append(g.Boxes, layered.Box{Width: width, Height: b.height, Lane: b.lane})
	}
	for _, l := range leads {
		g.Arrows = append(g.Arrows, layered.Arrow{From: l.From, To: l.To})
	}
	return g
}

// headings is how high the highest heading of a branch is: a frame is one box wide at least.
func (d *drawing) headings() int {
	most := 0
	for k := range d.branches {
		most = max(most, len(wrapped(d.heading(k), d.size.box, detailSize, true)))
	}
	return most * leading(detailSize)
}

// heading says for whom a branch is.
func (d *drawing) heading(branch int) string {
	b := d.branches[branch]
	return d.speech.Words.T("picture.branch", words.Args{"Options": d.speech.either("options", b.Options)})
}
