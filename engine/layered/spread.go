// SPDX-License-Identifier: Apache-2.0

package layered

// rounds is how often all layers are pulled towards their neighbours.
const rounds = 16

// spread gives every item its place across: no two of a layer too near, each in its lane, and as straight below its neighbours as that allows.
func (s *sheet) spread() {
	s.measure()
	for _, row := range s.rows {
		for from, to := range s.runs(row) {
			s.pull(row[from:to], func(i int) int { return s.items[i].middle })
		}
	}
	for round := range rounds {
		up, down := round%4 != 0, round%4 != 2
		for k := range s.rows {
			row := s.rows[k]
			if up && !down {
				row = s.rows[len(s.rows)-1-k]
			}
			for from, to := range s.runs(row) {
				s.pull(row[from:to], func(i int) int { return s.wanted(i, up, down) })
			}
		}
	}
	s.straighten()
}

// apart is how far the middles of two neighbours of a layer must be from each other.
func (s *sheet) apart(i, j int) int {
	a, b := s.items[i], s.items[j]
	gap := s.paper.Gap
	if a.box < 0 || b.box < 0 {
		gap /= 2
	}
	return (a.width+b.width+1)/2 + gap
}

// packed is how wide items of one layer are, as near as they may stand.
func (s *sheet) packed(row []int) int {
	width := 0
	for k, i := range row {
		if k > 0 {
			width += s.apart(row[k-1], i)
		}
	}
	return width + half(s.items[row[0]].width) + half(s.items[row[len(row)-1]].width)
}

func half(n int) int { return (n + 1) / 2 }

// runs yields the parts of a layer that are spread by themselves: its lanes where those are kept apart, and else all of it.
func (s *sheet) runs(row []int) func(yield func(from, to int) bool) {
	return func(yield func(from, to int) bool) {
		for from := 0; from < len(row); {
			to := from + 1
			for to < len(row) && (!s.mixed[s.items[row[from]].layer] || s.column(row[to]) == s.column(row[from])) {
				to++
			}
			if !yield(from, to) {
				return
			}
			from = to
		}
	}
}

// measure finds how wide the drawing and each of its columns is.
func (s *sheet) measure() {
	need := make([]int, s.lanes+1)
	for layer, row := range s.rows {
		for from, to := range s.runs(row) {
			width := s.packed(row[from:to])
			lane := s.items[row[from]].lane
			switch {
			case !s.mixed[layer]:
				s.width = max(s.width, width)
			case lane != 0:
				need[lane] = max(need[lane], width+2*s.paper.Padding)
			default:
				need[0] = max(need[0], width)
			}
		}
	}
	s.layColumns(need)
	for i := range s.items {
		s.items[i].middle = s.width / 2
	}
}

// layColumns puts the columns side by side, what is of no lane last, and shares among them what the widest layer has more.
func (s *sheet) layColumns(need []int) {
	used, all := 0, 0
	for _, width := range need {
		if width > 0 {
			used, all = used+1, all+width+s.paper.Gap
		}
	}
	s.columns = make([][2]int, len(need))
	if used == 0 {
		return
	}
	all -= s.paper.Gap
	more := max(0, s.width-all) / used
	s.width = max(s.width, all)
	x := 0
	for k := range need {
		lane := (k + 1) % len(need)
		if need[lane] > 0 {
			s.columns[lane] = [2]int{x, x + need[lane] + more}
			x += need[lane] + more + s.paper.Gap
		}
	}
}

// bounds are from where to where an item may reach.
func (s *sheet) bounds(i int) (from, to int) {
	it := s.items[i]
	if !s.mixed[it.layer] {
		return 0, s.width
	}
	from, to = s.columns[it.lane][0], s.columns[it.lane][1]
	if it.lane != 0 {
		from, to = from+s.paper.Padding, to-s.paper.Padding
	}
	return from, to
}

// wanted is where an item would stand if it were alone: in the middle of its neighbours above, below or both. What is of its own
// kind weighs more: a track follows its track, and a box stands below a box rather than below an arrow that passes.
func (s *sheet) wanted(i int, up, down bool) int {
	sum, weight := 0, 0
	pulls := func(neighbours []int) {
		for _, j := range neighbours {
			w := 1
			switch a, b := s.items[i].box, s.items[j].box; {
			case a < 0 && b < 0:
				w = 8
			case a >= 0 && b >= 0:
				w = 4
			}
			sum, weight = sum+w*s.items[j].middle, weight+w
		}
	}
	if down {
		pulls(s.items[i].above)
	}
	if up {
		pulls(s.items[i].below)
	}
	if weight == 0 {
		return s.items[i].middle
	}
	return sum / weight
}

// pool is neighbours that push one another: they move together.
type pool struct{ sum, count int }

func (p pool) mean() int { return p.sum / p.count }

// pull puts a run of items as near to where each wants to be as their distances allow, with the least sum of squares: neighbours that would come too near
// are pooled and moved together.
func (s *sheet) pull(run []int, wants func(item int) int) {
	offsets, pools := make([]int, len(run)), []pool{}
	for k, i := range run {
		if k > 0 {
			offsets[k] = offsets[k-1] + s.apart(run[k-1], i)
		}
		pools = append(pools, pool{wants(i) - offsets[k], 1})
		for n := len(pools); n > 1 && pools[n-2].mean() > pools[n-1].mean(); n = len(pools) {
			pools[n-2] = pool{pools[n-2].sum + pools[n-1].sum, pools[n-2].count + pools[n-1].count}
			pools = pools[:n-1]
		}
	}
	first, last := run[0], run[len(run)-1]
	from, to := s.bounds(first)
	from, to = from+half(s.items[first].width), to-half(s.items[last].width)-offsets[len(run)-1]
	k := 0
	for _, p := range pools {
		for range p.count {
			s.items[run[k]].middle = max(from, min(to, p.mean())) + offsets[k]
			k++
		}
	}
}

// straighten cuts the drawing into paths, each from one item on to the nearest, and has what follows in one path stand exactly
// below one another as far as the neighbours leave room.
func (s *sheet) straighten() {
	for _, chain := range s.chains {
		s.align(chain[1 : len(chain)-1])
	}
	taken := make([]bool, len(s.items))
	for _, row := range s.rows {
		for _, i := range row {
			var path []int
			for ; i >= 0 && !taken[i]; i = s.next(i, taken) {
				taken[i], path = true, append(path, i)
			}
			s.align(path)
		}
	}
}

// next is where a path goes on from an item: to the nearest that it leads to, if it is itself the nearest that leads there; -1 for nowhere.
func (s *sheet) next(i int, taken []bool) int {
	next := s.nearest(i, s.items[i].below)
	if next < 0 || taken[next] || s.nearest(next, s.items[next].above) != i {
		return -1
	}
	return next
}

// nearest is the one of some items that stands nearest above or below another, rather a box than an arrow that passes; -1 where there are none.
func (s *sheet) nearest(i int, of []int) int {
	best, least := -1, 0
	for _, j := range of {
		far := max(s.items[j].middle-s.items[i].middle, s.items[i].middle-s.items[j].middle)
		if s.items[j].box < 0 {
			far += s.width
		}
		if best < 0 || far < least {
			best, least = j, far
		}
	}
	return best
}

// align puts items of several layers in one place across, the mean of theirs; where not all can stand in one, as many of them as can, in turn.
func (s *sheet) align(path []int) {
	for len(path) > 1 {
		from, to, sum, n := 0, s.width, 0, 0
		for ; n < len(path); n++ {
			low, high := s.free(path[n])
			if max(from, low) > min(to, high) {
				break
			}
			from, to, sum = max(from, low), min(to, high), sum+s.items[path[n]].middle
		}
		for _, i := range path[:n] {
			s.items[i].middle = max(from, min(to, sum/n))
		}
		path = path[max(1, n):]
	}
}

// free is between which places the middle of an item may lie while its neighbours stand.
func (s *sheet) free(i int) (from, to int) {
	it := s.items[i]
	from, to = s.bounds(i)
	from, to = from+half(it.width), to-half(it.width)
	row := s.rows[it.layer]
	if it.at > 0 && s.together(row[it.at-1], i) {
		from = max(from, s.items[row[it.at-1]].middle+s.apart(row[it.at-1], i))
	}
	if it.at+1 < len(row) && s.together(i, row[it.at+1]) {
		to = min(to, s.items[row[it.at+1]].middle-s.apart(i, row[it.at+1]))
	}
	return from, to
}

// together reports whether two neighbours of a layer are spread together.
func (s *sheet) together(i, j int) bool {
	return !s.mixed[s.items[i].layer] || s.column(i) == s.column(j)
}
