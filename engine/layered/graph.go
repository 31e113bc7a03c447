// SPDX-License-Identifier: Apache-2.0

package layered

import "errors"

// Box is what is placed. Boxes are known by their place in Graph.Boxes. Width and Height are in the caller's unit.
type Box struct {
	Width, Height int
	Lane          int // counted from 1; 0 for none
}

// Arrow leads from one box down to another. From and To are the places of two different boxes in Graph.Boxes, counted from 0.
type Arrow struct{ From, To int }

// Graph is what is drawn. The order of its boxes is that in which they are read: where nothing else speaks, the earlier stands higher.
// Boxes are counted from 0; Arrows may come in any order.
type Graph struct {
	Boxes  []Box
	Arrows []Arrow
}

// Paper is what is drawn on.
type Paper struct {
	Across  int // most boxes side by side, shared among the lanes, of which each has room for one at least; 0 for any number
	Gap     int // between boxes side by side
	Row     int // between one layer and the next
	Track   int // width that an arrow takes which passes a layer
	Padding int // between a lane's boxes and its frame
	Heading int // height above the first boxes of a lane, inside its frame
}

// Point is a place on the paper. X grows to the end of a line, Y down.
type Point struct{ X, Y int }

// Frame is a rectangle on the paper. X and Y are the corner nearest to Point{0, 0}; Width and Height reach from there.
type Frame struct{ X, Y, Width, Height int }

// Drawing is a graph on paper. Everything lies within its width and height. Width and Height reach from Point{0, 0}, in the
// caller's unit.
type Drawing struct {
	Width, Height int
	Boxes         []Frame   // of each box
	Layers        []int     // of each box, counted from 0
	Ways          [][]Point // of each arrow, from the foot of a box to the head of another; between layers it may run aslant, past boxes it runs straight down
	Lanes         []Frame   // of each lane, lane 1 first; empty for one without boxes
}

// ErrCircle is the error of a graph whose arrows lead round in a circle: no drawing has all of them lead down.
var ErrCircle = errors.New("layered: arrows lead round in a circle")

// ErrNoBox is the error of an arrow from or to a box that is not there, or to itself.
var ErrNoBox = errors.New("layered: an arrow needs two boxes")

// Draw places a graph on paper. Errors: ErrCircle, ErrNoBox.
func Draw(g Graph, p Paper) (Drawing, error) {
	for _, a := range g.Arrows {
		if a.From == a.To || !g.has(a.From) || !g.has(a.To) {
			return Drawing{}, ErrNoBox
		}
	}
	layers, ok := layersOf(g, p.Across)
	if !ok {
		return Drawing{}, ErrCircle
	}
	s := newSheet(g, p, layers)
	s.arrange()
	s.spread()
	return s.drawing(), nil
}

func (g Graph) has(box int) bool { return box >= 0 && box < len(g.Boxes) }

// lanes returns the number of the last lane.
func (g Graph) lanes() int {
	last := 0
	for _, b := range g.Boxes {
		last = max(last, b.Lane)
	}
	return last
}
