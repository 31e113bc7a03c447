// SPDX-License-Identifier: Apache-2.0

package match

import (
	"errors"
	"math/bits"
)

// prices are what a unit of room costs in each place and dimension, so that households who each look for themselves alone
// fill the places about as they should be. Every set of prices of at least nought gives a bound: no plan can cost less than what all
// households would pay for their cheapest option, less what all rooms are worth (Lagrangian relaxation of the room).
//
// All is whole numbers: costs and prices are multiplied by 1<<scale, so that the bound is certified, and the same everywhere.
type prices struct {
	*compact
	scale   uint
	dearest int64   // no price is above it: nobody would pay it
	price   []int64 // place*dims + dimension → of one unit there

	picked []int32 // household → its cheapest option at these prices
	load   []int64 // place*dims + dimension → what the picked take
}

// mostScale is how finely prices are told: in parts of a cost's unit of 1<<mostScale at most.
const mostScale = 12

// newPrices begins at no price for anything. It returns an error where costs and needs are so large that their sums could leave 64 bits.
func newPrices(c *compact) (*prices, error) {
	p := &prices{compact: c, price: make([]int64, len(c.room)), picked: make([]int32, c.households), load: make([]int64, len(c.room))}
	dearest, room := int64(1), int64(c.households+1+2*len(c.place))
	for _, cost := range c.cost {
		dearest = max(dearest, cost, -cost)
	}
	for _, r := range c.room {
		room += int64(r)
	}
	if hi, lo := bits.Mul64(uint64(2*dearest), uint64(room)); hi > 0 || lo >= 1<<61 {
		return nil, errors.New("costs and needs are so large that their sums could leave 64 bits: write both in larger units")
	}
	for p.scale < mostScale && 2*dearest*room < 1<<(61-p.scale-1) {
		p.scale++
	}
	p.dearest = 2 * dearest << p.scale
	return p, nil
}

// bound is what no plan can cost less than, by these prices, times 1<<scale. It picks the cheapest option of each household
// and sums what they load.
func (p *prices) bound(price []int64) int64 {
	clear(p.load)
	sum := int64(0)
	for h := range int32(p.households) {
		best, pays := p.cheapest(h, price)
		p.picked[h] = best
		sum += pays
		if place := p.place[best]; place != nowhere {
			load := p.load[p.roomAt(place):]
			for d, n := range p.needsAt(best) {
				load[d] += int64(n)
			}
		}
	}
	for i, r := range p.room {
		sum -= price[i] * int64(r)
	}
	return sum
}

func (p *prices) cheapest(h int32, price []int64) (best int32, pays int64) {
	from, to := p.options(h)
	best, pays = from, p.pays(from, price)
	for o := from + 1; o < to; o++ {
		if v := p.pays(o, price); v < pays {
			best, pays = o, v
		}
	}
	return best, pays
}

// pays is what an option costs with its room.
func (p *prices) pays(o int32, price []int64) int64 {
	v := p.cost[o] << p.scale
	if place := p.place[o]; place != nowhere {
		at := p.roomAt(place)
		prices := price[at : at+p.dims]
		need := p.needsAt(o)
		for d := range prices {
			v += prices[d] * int64(need[d])
		}
	}
	return v
}
