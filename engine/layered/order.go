// SPDX-License-Identifier: Apache-2.0

package layered

import (
	"cmp"
	"slices"
)

// sweeps is how often the order of all layers is looked at anew, down and up in turn. It has settled long before.
const sweeps = 12

// arrange puts the items of each layer in an order that has few arrows cross.
func (s *sheet) arrange() {
	for layer := range s.rows {
		s.sort(layer, func(int) (float64, bool) { return 0, false })
	}
	best, fewest := s.order(), s.crossings()
	for sweep := range sweeps {
		if down := sweep%2 == 0; down {
			for layer := 1; layer < len(s.rows); layer++ {
				s.sort(layer, func(i int) (float64, bool) { return s.median(s.items[i].above) })
			}
		} else {
			for layer := len(s.rows) - 2; layer >= 0; layer-- {
				s.sort(layer, func(i int) (float64, bool) { return s.median(s.items[i].below) })
			}
		}
		if n := s.crossings(); n < fewest {
			best, fewest = s.order(), n
		}
	}
	s.rows = best
	for _, row := range s.rows {
		s.number(row)
	}
}

// sort orders one layer by what each item wants; those that want nothing keep their place. Where lanes are kept apart, each stays in its own.
func (s *sheet) sort(layer int, wants func(item int) (float64, bool)) {
	row := slices.Clone(s.rows[layer])
	if s.mixed[layer] {
		slices.SortStableFunc(row, func(i, j int) int { return cmp.Compare(s.column(i), s.column(j)) })
	}
	for from := 0; from < len(row); {
		to := from + 1
		for to < len(row) && (!s.mixed[layer] || s.column(row[to]) == s.column(row[from])) {
			to++
		}
		settle(row[from:to], wants)
		from = to
	}
	s.rows[layer] = row
	s.number(row)
}

// settle orders items by what they want, around those that want nothing.
func settle(row []int, wants func(item int) (float64, bool)) {
	var moving []int
	for _, i := range row {
		if _, does := wants(i); does {
			moving = append(moving, i)
		}
	}
	slices.SortStableFunc(moving, func(i, j int) int {
		a, _ := wants(i)
		b, _ := wants(j)
		return cmp.Compare(a, b)
	})
	for at, i := range row {
		if _, does := wants(i); does {
			row[at], moving = moving[0], moving[1:]
		}
	}
}

func (s *sheet) number(row []int) {
	for at, i := range row {
		s.items[i].at = at
	}
}

// median is the middle of the places of items in their layer; false where there are none.
func (s *sheet) median(of []int) (float64, bool) {
	if len(of) == 0 {
		return 0, false
	}
	places := make([]int, len(of))
	for k, i := range of {
		places[k] = s.items[i].at
	}
	slices.Sort(places)
	low, high := places[(len(places)-1)/2], places[len(places)/2]
	return float64(low+high) / 2, true
}

func (s *sheet) order() [][]int {
	out := make([][]int, len(s.rows))
	for layer, row := range s.rows {
		out[layer] = slices.Clone(row)
	}
	return out
}

// crossings counts how often two arrows cross between neighbouring layers.
func (s *sheet) crossings() int {
	n := 0
	for _, row := range s.rows {
		var ends []int // of all arrows that leave this layer, from start to end
		for _, i := range row {
			below := make([]int, len(s.items[i].below))
			for k, j := range s.items[i].below {
				below[k] = s.items[j].at
			}
			slices.Sort(below)
			for _, end := range below {
				for _, earlier := range ends {
					if earlier > end {
						n++
					}
				}
			}
			ends = append(ends, below...)
		}
	}
	return n
}
