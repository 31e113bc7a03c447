// SPDX-License-Identifier: Apache-2.0

package layered

import (
	"cmp"
	"slices"
)

// band is how far a layer reaches down the paper.
type band struct{ head, foot int }

// drawing writes down what was arranged and spread.
func (s *sheet) drawing() Drawing {
	bands, height := s.bands()
	d := Drawing{Width: s.width, Height: height, Boxes: make([]Frame, len(s.graph.Boxes)), Layers: make([]int, len(s.graph.Boxes))}
	for box, b := range s.graph.Boxes {
		it := s.items[box]
		d.Boxes[box] = Frame{it.middle - half(b.Width), bands[it.layer].head, b.Width, b.Height}
		d.Layers[box] = it.layer
	}
	leaves := s.ports(d, func(chain []int) (box, neighbour int) { return chain[0], chain[1] })
	enters := s.ports(d, func(chain []int) (box, neighbour int) { return chain[len(chain)-1], chain[len(chain)-2] })
	for arrow, chain := range s.chains {
		d.Ways = append(d.Ways, s.way(d, chain, bands, leaves[arrow], enters[arrow]))
	}
	for lane := 1; lane <= s.lanes; lane++ {
		d.Lanes = append(d.Lanes, s.frame(lane, bands))
	}
	return d
}

// bands finds how far each layer reaches down, with room for the frames of the lanes that begin and end beside it; and the height of all.
func (s *sheet) bands() ([]band, int) {
	bands, y := make([]band, len(s.rows)), 0
	for layer, row := range s.rows {
		if layer > 0 {
			y += s.paper.Row
		}
		if s.begins(layer) {
			y += s.paper.Padding + s.paper.Heading
		}
		bands[layer].head = y
		for _, i := range row {
			if box := s.items[i].box; box >= 0 {
				y = max(y, bands[layer].head+s.graph.Boxes[box].Height)
			}
		}
		bands[layer].foot = y
		if s.ends(layer) {
			y += s.paper.Padding
		}
	}
	return bands, y
}

func (s *sheet) begins(layer int) bool {
	return slices.ContainsFunc(s.spans, func(of [2]int) bool { return of[0] == layer && of[1] >= of[0] })
}

func (s *sheet) ends(layer int) bool {
	return slices.ContainsFunc(s.spans, func(of [2]int) bool { return of[1] == layer })
}

// frame is the rectangle around a lane's boxes.
func (s *sheet) frame(lane int, bands []band) Frame {
	of := s.spans[lane]
	if of[1] < of[0] {
		return Frame{}
	}
	x, end := s.columns[lane][0], s.columns[lane][1]
	y := bands[of[0]].head - s.paper.Heading - s.paper.Padding
	return Frame{x, y, end - x, bands[of[1]].foot + s.paper.Padding - y}
}

// ports are the places across at which arrows leave or enter their boxes: those of one box side by side, in the order of where they lead.
func (s *sheet) ports(d Drawing, end func(chain []int) (box, neighbour int)) []int {
	ports, at := make([]int, len(s.chains)), make([][]int, len(d.Boxes))
	for arrow, chain := range s.chains {
		box, _ := end(chain)
		at[box] = append(at[box], arrow)
	}
	for box, arrows := range at {
		slices.SortStableFunc(arrows, func(a, b int) int {
			_, i := end(s.chains[a])
			_, j := end(s.chains[b])
			return cmp.Compare(s.items[i].middle, s.items[j].middle)
		})
		f := d.Boxes[box]
		step := min(s.paper.Gap, f.Width/(len(arrows)+1))
		for k, arrow := range arrows {
			ports[arrow] = f.X + half(f.Width) + (2*k-len(arrows)+1)*step/2
		}
	}
	return ports
}

// way is how an arrow runs: straight down past boxes, and aslant between the layers alone.
func (s *sheet) way(d Drawing, chain []int, bands []band, leaves, enters int) []Point {
	first, last := chain[0], chain[len(chain)-1]
	out := []Point{{leaves, d.Boxes[first].Y + d.Boxes[first].Height}, {leaves, bands[s.items[first].layer].foot}}
	for _, i := range chain[1 : len(chain)-1] {
		it := s.items[i]
		out = append(s.into(out, it.layer, it.middle, bands), Point{it.middle, bands[it.layer].head}, Point{it.middle, bands[it.layer].foot})
	}
	return append(s.into(out, s.items[last].layer, enters, bands), Point{enters, d.Boxes[last].Y})
}

// into leads an arrow straight down past the heading of a lane that begins at a layer.
func (s *sheet) into(way []Point, layer, x int, bands []band) []Point {
	if !s.begins(layer) {
		return way
	}
	return append(way, Point{x, bands[layer].head - s.paper.Padding - s.paper.Heading})
}
