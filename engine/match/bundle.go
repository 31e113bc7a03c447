// SPDX-License-Identifier: Apache-2.0

package match

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// bundles finds who would best fill one place, all at once: of the options that lead there a set that fits, and gains most beyond what they cost. It is a
// knapsack in several dimensions, settled by branch and bound.
//
// Room of all kinds is weighed into one sum, and options stand by what they gain for the weight that they take. What is left at a branch could at best be filled by parts of
// the next of them (Dantzig 1957); more than that is not gained. Weights are moved to where this bound is lowest.
type bundles struct {
	*compact
	left  []int32 // dimension → room that is left on the present branch
	items []item  // options of the place that gain something, in their order
	until []part  // item → the weight and the gain of all before it
	now   []int32 // items of the present branch
	best  []int32 // items of the best set, by position in items
	found int64   // what the best set gains
	open  int64   // what branches that were not looked at gain at most
	nodes int
	trial []int64 // weights that are tried
}

// item is an option on the way into a bundle.
type item struct {
	option int32
	ratio  int64 // gain for weight, times 1<<ratioFine, rounded down
	part
}

// part is a weight of room, and what filling it gains.
type part struct{ weight, gain int64 }

const (
	ratioFine   = 16
	weightsFine = 12 // the weights of a place's dimensions are at most 1<<weightsFine
)

// fill looks for the best set for a place with some room, where gain says what each option gains. It returns what no set gains more than; best is a set
// that gains that, or, where the branches ran out, little less. It moves weight, by dimension, which is at least 1 each.
func (b *bundles) fill(options, room []int32, gain func(option int32) int64, weight []int64, nodes int) int64 {
	b.left = append(b.left[:0], room...)
	b.items = b.items[:0]
	for _, o := range options {
		if g := gain(o); g > 0 && b.fits(o) {
			b.items = append(b.items, item{option: o, part: part{gain: g}})
		}
	}
	heavy := b.weighWell(weight)
	b.now, b.best = b.now[:0], b.best[:0]
	b.found, b.open, b.nodes = 0, 0, nodes
	b.branch(0, b.end(0, heavy), 0, heavy)
	return max(b.found, b.open)
}

// weighWell moves the weights a little, where that lowers what can be gained at most, and puts the items in their order. It returns the weight of all room.
func (b *bundles) weighWell(weight []int64) int64 {
	if b.dims == 1 { // one kind of room alone has no other weight
		b.weigh(weight)
		return b.heavy(weight)
	}
	b.trial = append(b.trial[:0], weight...)
	b.weigh(b.trial)
	before := b.most(0, b.heavy(b.trial))
	b.shift(b.trial)
	b.weigh(b.trial)
	if after := b.most(0, b.heavy(b.trial)); after <= before {
		copy(weight, b.trial)
	} else {
		b.weigh(weight)
	}
	return b.heavy(weight)
}

// heavy is the weight of the room that is left.
func (b *bundles) heavy(weight []int64) (sum int64) {
	for d, r := range b.left {
		sum += weight[d] * int64(r)
	}
	return sum
}

func (b *bundles) weigh(weight []int64) {
	for i := range b.items {
		it := &b.items[i]
		it.weight = 0
		for d, n := range b.needsAt(it.option) {
			it.weight += weight[d] * int64(n)
		}
		it.ratio = math.MaxInt64
		if it.weight > 0 {
			it.ratio = int64(mulDiv(uint64(it.gain), 1<<ratioFine, uint64(it.weight)))
		}
	}
	slices.SortFunc(b.items, before)
	b.until = append(b.until[:0], part{})
	sum := part{}
	for _, it := range b.items {
		sum.weight += it.weight
		sum.gain += it.gain
		b.until = append(b.until, sum)
	}
}

// before orders items by what they gain for their weight, exactly: the bound is none where one stands too late.
func before(x, y item) int {
	if x.ratio != y.ratio {
		return cmp.Compare(y.ratio, x.ratio)
	}
	xh, xl := bits.Mul64(uint64(x.gain), uint64(y.weight))
	yh, yl := bits.Mul64(uint64(y.gain), uint64(x.weight))
	return cmp.Or(cmp.Compare(yh, xh), cmp.Compare(yl, xl), cmp.Compare(x.option, y.option))
}

// shift makes those kinds of room heavier of which the first items that fill the weight of all take more than there is, and those lighter of which they take less.
func (b *bundles) shift(weight []int64) {
	end := b.end(0, b.heavy(weight))
	most := int64(1)
	for d, r := range b.left {
		taken := int64(0)
		for i := range end {
			taken += int64(b.needs[int(b.need[b.items[i].option])+d])
		}
		weight[d] = weight[d]*(4*int64(r)+taken+1)/(5*int64(r)+1) + 1
		most = max(most, weight[d])
	}
	for d := range weight {
		weight[d] = max(1, weight[d]<<weightsFine/most)
	}
}

// end is the first item from i on after which so much weight is filled.
func (b *bundles) end(i int, weight int64) int {
	from, to, weight := i, len(b.items), weight+b.until[i].weight
	for from < to {
		if mid := (from + to) / 2; b.until[mid+1].weight > weight {
			to = mid
		} else {
			from = mid + 1
		}
	}
	return from
}

// most is what is gained at most in filling so much weight by parts of the items from i on.
func (b *bundles) most(i int, weight int64) int64 {
	end := b.end(i, weight)
	return b.until[end].gain - b.until[i].gain + b.rest(i, end, weight)
}

// branch tries the items from i on, each with those after it. Those from i on fill the weight that is left up to end: once one of them is taken, those after it still do.
func (b *bundles) branch(i, end int, gained, weight int64) {
	if gained > b.found {
		b.found = gained
		b.best = append(b.best[:0], b.now...)
	}
	for ; i < len(b.items); i++ {
		for end < len(b.items) && b.until[end+1].weight-b.until[i].weight <= weight {
			end++
		}
		whole := gained + b.until[end].gain - b.until[i].gain
		if whole <= b.found && whole+b.rest(i, end, weight) <= b.found {
			return
		}
		it := &b.items[i]
		if !b.fits(it.option) {
			continue
		}
		if b.nodes--; b.nodes < 0 {
			b.open = max(b.open, whole+b.rest(i, end, weight))
			return
		}
		b.take(it.option, -1)
		b.now = append(b.now, int32(i))
		b.branch(i+1, end, gained+it.gain, weight-it.weight)
		b.now = b.now[:len(b.now)-1]
		b.take(it.option, 1)
	}
}

// rest is what a part of the item at end gains in the weight that those from i on leave.
func (b *bundles) rest(i, end int, weight int64) int64 {
	if end == len(b.items) {
		return 0
	}
	left := weight - (b.until[end].weight - b.until[i].weight)
	return int64(mulDiv(uint64(b.items[end].gain), uint64(left), uint64(b.items[end].weight)))
}

func (b *bundles) fits(o int32) bool {
	for d, n := range b.needsAt(o) {
		if b.left[d] < n {
			return false
		}
	}
	return true
}

func (b *bundles) take(o, sign int32) {
	for d, n := range b.needsAt(o) {
		b.left[d] += sign * n
	}
}
