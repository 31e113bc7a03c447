// SPDX-License-Identifier: Apache-2.0

package match

import (
	"cmp"
	"slices"
)

// berths are the room of places that hold few, cut into room for one household each. Of those in a place, the one that needs most takes at most all the room, the second at most half of it, the third a third: so berth j takes whoever needs
// a jth of the room or less, and every plan gives each household a berth of its own. Who goes to which berth for the least cost is found exactly, and no plan costs less. Where those in each place fit, it is the best plan.
type berths struct {
	*compact
	doors *entrances
	from  []int32 // place → its first berth; the last entry is how many there are
	reach []int32 // option → how many berths of its place it may have: the first so many
}

const (
	berthsEach = 3       // to a place at most, in the mean: where places hold more, a berth each says too little
	berthsMost = 1 << 23 // options, times the berths that each may have, at most
)

// berths cuts the room; nil where places hold more than few.
func (c *compact) berths() *berths {
	if c.dims == 0 {
		return nil
	}
	b := &berths{compact: c, doors: c.entrances(), from: make([]int32, 1, c.places+1), reach: make([]int32, len(c.place))}
	all := 0
	for place := range int32(c.places) {
		options := b.doors.into[b.doors.from[place]:b.doors.from[place+1]]
		b.from = append(b.from, b.from[place]+b.cut(place, options))
		for _, o := range options {
			all += int(b.reach[o])
		}
	}
	if len(b.place) == b.households || int(b.from[c.places]) > berthsEach*c.places || all > berthsMost {
		return nil
	}
	return b
}

// cut cuts the room of a place, and returns into how many berths: by the dimension by which its options may have the fewest, and into as many as fit by all.
func (b *berths) cut(place int32, options []int32) (most int32) {
	most = int32(len(options))
	for d := range b.dims {
		most = min(most, b.holds(place, options, d))
	}
	best, fewest := 0, int64(-1)
	for d := range b.dims {
		if sum := b.sumOfReach(place, options, d, most); fewest < 0 || sum < fewest {
			best, fewest = d, sum
		}
	}
	for _, o := range options {
		b.reach[o] = b.reachOf(place, o, best, most)
	}
	return most
}

// holds is how many households a place holds at most by one dimension: those who need least of it.
func (b *berths) holds(place int32, options []int32, d int) (n int32) {
	needs := make([]int32, 0, len(options))
	for _, o := range options {
		needs = append(needs, b.needsAt(o)[d])
	}
	slices.SortFunc(needs, func(a, b int32) int { return cmp.Compare(a, b) })
	for left := b.room[b.roomAt(place)+d]; int(n) < len(needs) && needs[n] <= left; n++ {
		left -= needs[n]
	}
	return n
}

func (b *berths) sumOfReach(place int32, options []int32, d int, most int32) (sum int64) {
	for _, o := range options {
		sum += int64(b.reachOf(place, o, d, most))
	}
	return sum
}

func (b *berths) reachOf(place, o int32, d int, most int32) int32 {
	if need := b.needsAt(o)[d]; need > 0 {
		return min(most, b.room[b.roomAt(place)+d]/need)
	}
	return most
}
