// SPDX-License-Identifier: Apache-2.0

package layered

// item is what takes room in a layer: a box, or the track of an arrow that passes.
type item struct {
	box          int // -1 for a track
	lane         int
	width        int
	layer, at    int   // at: place in the layer, from the start
	middle       int   // of it, across
	above, below []int // items of the layers beside this one
}

// sheet is a drawing on its way: items in layers.
type sheet struct {
	graph   Graph
	paper   Paper
	items   []item
	rows    [][]int // items of each layer, from start to end
	chains  [][]int // of each arrow: the items that it visits
	lanes   int
	mixed   []bool   // of each layer: whether lanes are kept apart there
	spans   [][2]int // of each lane, lane 0 unused: its first and last layer; {0, -1} for none
	columns [][2]int // of each lane, and of no lane at 0: from where to where it reaches across, where lanes are kept apart
	width   int
}

func newSheet(g Graph, p Paper, layers []int) *sheet {
	s := &sheet{graph: g, paper: p, lanes: g.lanes()}
	height := 0
	for box, b := range g.Boxes {
		s.items = append(s.items, item{box: box, lane: b.Lane, width: b.Width, layer: layers[box]})
		height = max(height, layers[box]+1)
	}
	for _, a := range g.Arrows {
		s.chains = append(s.chains, s.chain(a, layers))
	}
	s.rows, s.mixed = make([][]int, height), make([]bool, height)
	for i := range s.items {
		it := &s.items[i]
		it.at = len(s.rows[it.layer])
		s.rows[it.layer] = append(s.rows[it.layer], i)
	}
	s.span()
	return s
}

// chain makes the tracks of an arrow, and returns all items it visits.
func (s *sheet) chain(a Arrow, layers []int) []int {
	from, to := s.graph.Boxes[a.From].Lane, s.graph.Boxes[a.To].Lane
	lane := from
	if lane == 0 {
		lane = to
	}
	chain := []int{a.From}
	for layer := layers[a.From] + 1; layer < layers[a.To]; layer++ {
		chain = append(chain, len(s.items))
		s.items = append(s.items, item{box: -1, lane: lane, width: s.paper.Track, layer: layer})
	}
	chain = append(chain, a.To)
	for i := 1; i < len(chain); i++ {
		s.items[chain[i-1]].below = append(s.items[chain[i-1]].below, chain[i])
		s.items[chain[i]].above = append(s.items[chain[i]].above, chain[i-1])
	}
	return chain
}

// span finds from which layer to which each lane reaches, and where lanes are kept apart.
func (s *sheet) span() {
	s.spans = make([][2]int, s.lanes+1)
	for lane := range s.spans {
		s.spans[lane] = [2]int{0, -1}
	}
	for _, it := range s.items {
		if it.box < 0 || it.lane == 0 {
			continue
		}
		of := &s.spans[it.lane]
		if of[1] < of[0] {
			*of = [2]int{it.layer, it.layer}
		}
		of[0], of[1] = min(of[0], it.layer), max(of[1], it.layer)
	}
	for _, of := range s.spans {
		for layer := of[0]; layer <= of[1]; layer++ {
			s.mixed[layer] = true
		}
	}
}

// column is the place of an item's lane among the columns: what is of no lane comes last.
func (s *sheet) column(i int) int {
	if lane := s.items[i].lane; lane != 0 {
		return lane
	}
	return s.lanes + 1
}
