// SPDX-License-Identifier: Apache-2.0

package match

import (
	"cmp"
	"slices"
)

// priced is a problem at prices: the options of each household stand in the order of what they lose.
//
// What an option loses is what it costs with its room at these prices, above the cheapest of its household, times 1<<scale. The cost of a
// plan is the bound, and what all lose, and what the room that is left over is worth: so whoever searches looks only at options that lose little.
type priced struct {
	*compact
	scale uint
	price []int64
	loss  []int64 // option → what it loses
}

// sorted puts the options in the order of what they lose at the present prices.
func (p *prices) sorted() *priced {
	loss := make([]int64, len(p.place))
	order := make([]int32, len(p.place))
	for h := range int32(p.households) {
		from, to := p.options(h)
		_, least := p.cheapest(h, p.price)
		for o := from; o < to; o++ {
			order[o] = o
			loss[o] = p.pays(o, p.price) - least
		}
		slices.SortStableFunc(order[from:to], func(a, b int32) int { return cmp.Compare(loss[a], loss[b]) })
	}
	c := *p.compact
	c.place, c.cost, c.need, c.given = taken(c.place, order), taken(c.cost, order), taken(c.need, order), taken(c.given, order)
	return &priced{compact: &c, scale: p.scale, price: slices.Clone(p.price), loss: taken(loss, order)}
}

func taken[T any](from []T, order []int32) []T {
	to := make([]T, len(order))
	for i, o := range order {
		to[i] = from[o]
	}
	return to
}

// worth is what room is worth at these prices.
func (p *priced) worth(place int32, room []int32) (sum int64) {
	at := p.roomAt(place)
	for d, r := range room {
		sum += p.price[at+d] * int64(r)
	}
	return sum
}

// pays is what an option costs with its room.
func (p *priced) pays(o int32) int64 {
	v := p.cost[o] << p.scale
	if p.place[o] != nowhere {
		v += p.worth(p.place[o], p.needsAt(o))
	}
	return v
}
