// SPDX-License-Identifier: Apache-2.0

package layered

// layersOf gives each box its layer, the highest that is below all that lead to it and has room. It reports false where arrows lead round in a circle.
func layersOf(g Graph, across int) ([]int, bool) {
	before := make([][]int, len(g.Boxes))
	for _, a := range g.Arrows {
		before[a.To] = append(before[a.To], a.From)
	}
	order, ok := sorted(before)
	if !ok {
		return nil, false
	}
	if joined := joining(g, before, order); joined != nil { // else lanes and what joins them lie in one another: they stand side by side
		if better, fine := sorted(joined); fine {
			before, order = joined, better
		}
	}
	return fill(g, across, before, order), true
}

// sorted puts boxes in an order in which each comes after all before it, the earlier of the graph first. It reports false where there is none.
func sorted(before [][]int) ([]int, bool) {
	waits, after := make([]int, len(before)), make([][]int, len(before))
	for box, all := range before {
		waits[box] = len(all)
		for _, b := range all {
			after[b] = append(after[b], box)
		}
	}
	placed, order := make([]bool, len(before)), make([]int, 0, len(before))
	for len(order) < len(before) {
		next := -1
		for box := range before {
			if !placed[box] && waits[box] == 0 {
				next = box
				break
			}
		}
		if next < 0 {
			return nil, false
		}
		placed[next], order = true, append(order, next)
		for _, box := range after[next] {
			waits[box]--
		}
	}
	return order, true
}

// joining returns what comes before each box, where a box of no lane that follows on a lane comes after all boxes of lanes which do not
// follow on it: so that lanes join above it. It returns nil where there are no lanes.
func joining(g Graph, before [][]int, order []int) [][]int {
	if g.lanes() == 0 {
		return nil
	}
	follows := make([][]bool, len(before)) // follows[a][b]: a comes after b, by however many arrows
	for _, box := range order {
		follows[box] = make([]bool, len(before))
		for _, b := range before[box] {
			follows[box][b] = true
			for i, far := range follows[b] {
				follows[box][i] = follows[box][i] || far
			}
		}
	}
	out := make([][]int, len(before))
	for box := range before {
		out[box] = append(out[box], before[box]...)
		if g.Boxes[box].Lane != 0 || !followsLane(g, follows[box]) {
			continue
		}
		for other, b := range g.Boxes {
			if b.Lane != 0 && !follows[box][other] && !follows[other][box] {
				out[box] = append(out[box], other)
			}
		}
	}
	return out
}

func followsLane(g Graph, follows []bool) bool {
	for other, b := range g.Boxes {
		if b.Lane != 0 && follows[other] {
			return true
		}
	}
	return false
}

// fill puts the boxes into layers, in order, where there is room.
func fill(g Graph, across int, before [][]int, order []int) []int {
	room := across
	if lanes := g.lanes(); across > 0 && lanes > 0 {
		room = max(1, across/lanes)
	}
	layers := make([]int, len(g.Boxes))
	taken := map[[2]int]int{} // by layer and lane
	for _, box := range order {
		lane, most := g.Boxes[box].Lane, room
		if lane == 0 {
			most = across
		}
		for _, b := range before[box] {
			layers[box] = max(layers[box], layers[b]+1)
		}
		for across > 0 && taken[[2]int{layers[box], lane}] >= most {
			layers[box]++
		}
		taken[[2]int{layers[box], lane}]++
	}
	return layers
}
