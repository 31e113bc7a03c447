// SPDX-License-Identifier: Apache-2.0

package match

import (
	"fmt"
	"slices"
)

// nowhere is the place of the unplaced inside the search.
const nowhere = int32(-1)

// compact is a problem as it is searched: options of all households in one row, households one after another, only those that
// could ever fit. A household without a way to be unplaced is given one that costs more than any plan could save.
type compact struct {
	households, places, dims int

	first []int32 // household → its first option; the last entry is how many options there are
	place []int32 // option → place, or nowhere
	cost  []int64 // option → cost
	need  []int32 // option → where its needs begin in needs
	given []int32 // option → its position among the options as they were given; -1 if it was not among them
	needs []int32 // the needs, dims of them each; the first are all nought

	kinds map[string]int32 // needs, as they are written → where they begin in needs

	room []int32 // place*dims + dimension → room
	dear int64   // what it costs to leave out who must be placed
}

func compacted(p *Problem) *compact {
	c := &compact{households: len(p.Households), places: len(p.Room), dims: p.Dimensions(), dear: dear(p)}
	c.room = make([]int32, 0, c.places*c.dims)
	for _, room := range p.Room {
		for _, r := range room {
			c.room = append(c.room, int32(r))
		}
	}
	c.needs, c.kinds = make([]int32, c.dims), map[string]int32{}
	c.first = make([]int32, 1, c.households+1)
	for _, h := range p.Households {
		c.add(h.Options)
	}
	c.cutRoom()
	return c
}

// cutRoom takes off room that nobody could ever use, so that it is worth nothing.
func (c *compact) cutRoom() {
	asked := make([]int64, len(c.room))
	for o, place := range c.place {
		if place != nowhere {
			for d, n := range c.needsAt(int32(o)) {
				asked[c.roomAt(place)+d] += int64(n)
			}
		}
	}
	for i, a := range asked {
		c.room[i] = int32(min(int64(c.room[i]), a))
	}
}

// dear is more than every plan's cost could be mended by placing all but one.
func dear(p *Problem) int64 {
	least, most := int64(0), int64(0) // what nothing costs is between them
	for _, h := range p.Households {
		for _, o := range h.Options {
			least, most = min(least, o.Cost), max(most, o.Cost)
		}
	}
	return most + (most-least+1)*int64(min(len(p.Households), 1<<11))
}

func (c *compact) add(options []Option) {
	last, unplaced := int32(0), false
	for i, o := range options {
		if !c.everFits(o) {
			continue
		}
		unplaced = unplaced || o.Place == Unplaced
		last = c.needsOf(o, last)
		c.place = append(c.place, int32(o.Place))
		c.cost = append(c.cost, o.Cost)
		c.need = append(c.need, last)
		c.given = append(c.given, int32(i))
	}
	if !unplaced {
		c.place = append(c.place, nowhere)
		c.cost = append(c.cost, c.dear)
		c.need = append(c.need, 0)
		c.given = append(c.given, -1)
	}
	c.first = append(c.first, int32(len(c.place)))
}

func (c *compact) everFits(o Option) bool {
	if o.Place == Unplaced {
		return true
	}
	for d, need := range o.Needs {
		if need > int64(c.room[o.Place*c.dims+d]) {
			return false
		}
	}
	return true
}

// needsOf returns where the needs of an option stand. Each kind of needs stands once; those of a household are mostly the same wherever it goes.
func (c *compact) needsOf(o Option, last int32) int32 {
	if !slices.ContainsFunc(o.Needs, func(n int64) bool { return n != 0 }) {
		return 0
	}
	row := make([]int32, c.dims)
	for d, n := range o.Needs {
		row[d] = int32(n)
	}
	if slices.Equal(c.needs[last:int(last)+c.dims], row) {
		return last
	}
	key := fmt.Sprint(row)
	at, known := c.kinds[key]
	if !known {
		at = int32(len(c.needs))
		c.needs = append(c.needs, row...)
		c.kinds[key] = at
	}
	return at
}

// needsAt are the needs of an option, by dimension.
func (c *compact) needsAt(o int32) []int32 {
	at := int(c.need[o])
	return c.needs[at : at+c.dims : at+c.dims]
}

// roomAt is where the room of a place begins in room, prices and the like.
func (c *compact) roomAt(place int32) int { return int(place) * c.dims }

func (c *compact) options(h int32) (from, to int32) { return c.first[h], c.first[h+1] }
