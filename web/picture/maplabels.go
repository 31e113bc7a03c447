// SPDX-License-Identifier: Apache-2.0

package picture

import (
	"cmp"
	"math"
	"slices"

	"safar/engine/layered"
)

// label is what is written of a mark: where the mark stands, and the frame that is found for it.
type label struct {
	of       Mark
	x, y     int // of the mark
	lines    []string
	nameWide int // of the part with the name
	frame    layered.Frame
}

// labelInset is the room between the edge of a label and its words.
const labelInset = 5

// textWide is how wide a short text in bold may be.
func textWide(text string) int { return (widthOf(text, true)*nameSize + 999) / 1000 }

func labelOf(m Mark, x, y int) label {
	l := label{of: m, x: x, y: y, lines: wrapped(m.Name, labelWide, nameSize, true)}
	for _, line := range l.lines {
		l.nameWide = max(l.nameWide, textWide(line))
	}
	l.nameWide += 2 * labelInset
	if m.Sign != "" {
		l.nameWide += signRoom - 2
	}
	l.frame = layered.Frame{Width: l.nameWide, Height: max(labelTall, len(l.lines)*leading(nameSize)+6)}
	if m.Number != "" || m.Word != "" {
		room := 2 * labelInset
		if m.Number != "" {
			room += textWide(m.Number)
		}
		if m.Word != "" {
			room += textWide(m.Word)
			if m.Number != "" {
				room += 6
			}
		}
		l.frame.Width += max(labelTall, room)
	}
	return l
}

// near is the point of the label that lies nearest to its mark.
func (l *label) near() (x, y int) {
	return max(l.frame.X, min(l.x, l.frame.X+l.frame.Width)), max(l.frame.Y, min(l.y, l.frame.Y+l.frame.Height))
}

// away is how far a point is from the mark.
func (l *label) away(x, y int) int { return int(math.Hypot(float64(x-l.x), float64(y-l.y))) }

// arrange finds a place for every label: as near to its mark as it stands on no other label and on no mark, and no line to a label leads across
// another. It returns where the lowest of all ends. Labels of places that lie close together are set first; one for which there was no room is set
// before all others the next time, and below everything at last.
func arrange(labels []label, width, tall int) (bottom int) {
	order := byCrowd(labels)
	for try := 1; ; try++ {
		set, at := labels[:0:0], -1
		bottom = tall
		for k, i := range order {
			l := &labels[i]
			if !l.find(labels, set, width) {
				if at < 0 {
					at = k
				}
				l.frame.X, l.frame.Y = max(0, min(width-l.frame.Width, l.x-l.frame.Width/2)), bottom+labelGap
			}
			set, bottom = append(set, *l), max(bottom, l.frame.Y+l.frame.Height)
		}
		if at < 0 || try == mostTries {
			return bottom
		}
		first := order[at]
		copy(order[1:at+1], order[:at])
		order[0] = first
	}
}

// byCrowd are the places of labels, those first around which most others lie.
func byCrowd(labels []label) []int {
	crowd, order := make([]int, len(labels)), make([]int, len(labels))
	for i, l := range labels {
		order[i] = i
		for _, o := range labels {
			if l.away(o.x, o.y) < labelWide {
				crowd[i]++
			}
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(crowd[b], crowd[a]) })
	return order
}

// How far labels stand from one another, and how far from its mark one is looked for.
const (
	labelGap  = 3
	ringStep  = 6
	outermost = 240
	mostTries = 4
)

// rings are the directions in which a place for a label is looked for, the most readable first: beside the mark, above and below it, and between.
var rings = []struct{ x, y float64 }{{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {0.7, 0.7}, {0.7, -0.7}, {-0.7, 0.7}, {-0.7, -0.7}, {0.92, 0.38}, {0.92, -0.38}, {-0.92, 0.38},
	{-0.92, -0.38}, {0.38, 0.92}, {-0.38, 0.92}, {0.38, -0.92}, {-0.38, -0.92}}

// find sets a label at the first place around its mark that is free.
func (l *label) find(all, set []label, width int) bool {
	for away := 0; away <= outermost; away += ringStep {
		for _, to := range rings {
			l.frame.X = l.x + int(to.x*float64(away+markSize/2+labelGap+1+l.frame.Width/2)) - l.frame.Width/2
			l.frame.Y = l.y + int(to.y*float64(away+markSize/2+labelGap+1+l.frame.Height/2)) - l.frame.Height/2
			if l.free(all, set, width) {
				return true
			}
		}
	}
	return false
}

// free reports whether a label stands on the paper, on nothing else, and in the way of no line.
func (l *label) free(all, set []label, width int) bool {
	if l.frame.X < 1 || l.frame.Y < 1 || l.frame.X+l.frame.Width > width-1 {
		return false
	}
	for i := range all {
		if o := &all[i]; meet(l.frame, layered.Frame{X: o.x - markSize/2, Y: o.y - markSize/2, Width: markSize, Height: markSize}) {
			return false
		}
	}
	x, y := l.near()
	for i := range set {
		o := &set[i]
		if ox, oy := o.near(); meet(l.frame, o.frame) || crosses(l.frame, o.x, o.y, ox, oy) || crosses(o.frame, l.x, l.y, x, y) {
			return false
		}
	}
	return true
}

// meet reports whether two frames stand on one another, or nearer than they should.
func meet(a, b layered.Frame) bool {
	return a.X < b.X+b.Width+labelGap && b.X < a.X+a.Width+labelGap && a.Y < b.Y+b.Height+labelGap && b.Y < a.Y+a.Height+labelGap
}

// crosses reports whether a line leads across a frame.
func crosses(f layered.Frame, x1, y1, x2, y2 int) bool {
	if max(x1, x2) < f.X || min(x1, x2) > f.X+f.Width || max(y1, y2) < f.Y || min(y1, y2) > f.Y+f.Height {
		return false
	}
	above, below := false, false // corners on either side of the line
	for _, at := range [...][2]int{{f.X, f.Y}, {f.X + f.Width, f.Y}, {f.X, f.Y + f.Height}, {f.X + f.Width, f.Y + f.Height}} {
		side := (x2-x1)*(at[1]-y1) - (y2-y1)*(at[0]-x1)
		above, below = above || side >= 0, below || side <= 0
	}
	return above && below
}
