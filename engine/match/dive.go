// SPDX-License-Identifier: Apache-2.0

package match

import (
	"cmp"
	"slices"
)

// dive makes a plan from offers: it settles those on whom the places agree most, moves the offers of the others to the room that is left, and goes on until
// all are settled.
type dive struct {
	*offering
	share  []int32 // option → averaged over rounds: whether it is chosen, times 1<<shareFine
	likely []int32 // of each who is free the option that it would be settled at
	at     []int32 // household → the option at which the dive settled it
	opened []bool  // place → whether it may be filled
	paid   int64   // what those cost whom it settled, times 1<<scale

	rounds int // in which offers are moved, between settling some
	part   int // one of so many is settled at a time, at least
}

const (
	shareFine = 12
	agreed    = 1 << shareFine * 95 / 100 // so many of the rounds, and more are settled at a time
	hasty     = 4                         // as many times more
)

func newDive(o *offers) *dive {
	d := &dive{offering: newOffering(o), share: make([]int32, len(o.place)), at: make([]int32, o.households), opened: make([]bool, o.places), rounds: 3, part: 20}
	d.reach = 1 << reachFine / 2
	return d
}

// alone is a copy of offers that nobody else moves, in which everybody is settled so far.
func (o *offers) alone(threads int) *offers {
	c := *o
	c.offer, c.weight, c.spare = slices.Clone(o.offer), slices.Clone(o.weight), slices.Clone(o.spare)
	c.free, c.settled, c.open, c.times = nil, slices.Repeat([]bool{true}, o.households), nil, make([]int32, o.households)
	c.workers, c.limit = nil, roughly
	for range threads {
		c.workers = append(c.workers, newFiller(o.compact))
	}
	return &c
}

// release frees households, who are among those in places or nowhere, and opens these places; everybody else is settled where s has them. The offers are those of from.
func (d *dive) release(s *state, places, households []int32, from *offers) {
	for _, h := range d.free {
		d.settled[h] = true
	}
	for _, p := range d.open {
		d.opened[p] = false
	}
	d.paid = 0
	d.open, d.free = append(d.open[:0], places...), append(d.free[:0], households...)
	for _, p := range places {
		d.opened[p] = true
		at, end := d.roomAt(p), d.roomAt(p+1)
		copy(d.spare[at:end], s.left[at:end])
		copy(d.weight[at:end], from.weight[at:end])
	}
	for _, h := range households {
		d.settled[h] = false
		d.offer[h] = from.offer[h]
		d.at[h] = -1
		d.spend(s.at[h], 1)
		i, to := d.options(h)
		clear(d.share[i:to])
	}
}

// spend gives the room of an option back, or takes it with sign -1.
func (d *dive) spend(o, sign int32) {
	if d.place[o] != nowhere {
		at := d.roomAt(d.place[o])
		for i, n := range d.needsAt(o) {
			d.spare[at+i] += sign * n
		}
	}
}

// down settles all who are free. target is what they cost at most, times 1<<scale; it reports whether all found a place that still had room, or one nowhere.
func (d *dive) down(target int64, stop func() bool) bool {
	for len(d.free) > 0 {
		for round := range d.rounds {
			if stop() {
				return false
			}
			now := d.bound(d.offer)
			if d.average(); round == 0 {
				d.begin()
			}
			d.note()
			d.step(d.offer, max(target-d.paid-now, 1<<d.scale))
		}
		if !d.settle() {
			return false
		}
	}
	return true
}

// note averages which options are chosen.
func (d *dive) note() {
	for _, h := range d.free {
		o, to := d.options(h)
		for ; o < to; o++ {
			d.share[o] -= d.share[o] * 3 / 10
		}
	}
	for _, worker := range d.workers {
		for _, o := range worker.chosen {
			d.share[o] += 1 << shareFine * 3 / 10
		}
	}
}

// settle settles those on whom places agree most. It reports whether there was one.
func (d *dive) settle() bool {
	d.likely = d.likely[:0]
	for _, h := range d.free {
		d.likely = append(d.likely, d.favourite(h))
	}
	slices.SortFunc(d.likely, func(a, b int32) int { return cmp.Or(cmp.Compare(d.share[b], d.share[a]), cmp.Compare(a, b)) })
	most, done := max(1, len(d.free)/d.part), 0
	for i, o := range d.likely {
		if i >= most && (d.share[o] < agreed || i >= hasty*most) && done > 0 {
			break
		}
		if !d.hasRoom(o) {
			continue
		}
		d.spend(o, -1)
		d.settled[d.of[o]] = true
		d.at[d.of[o]] = o
		d.paid += d.cost[o] << d.scale
		done++
	}
	d.free = slices.DeleteFunc(d.free, func(h int32) bool { return d.settled[h] })
	return done > 0
}

// favourite is the option at which a household is chosen most often; where it is never chosen, the first that still has room. It is nowhere, where a household is chosen seldom, and no more
// can be offered for it.
func (d *dive) favourite(h int32) int32 {
	from, to := d.options(h)
	best, all := d.none[h], int32(0)
	for o := from; o < to; o++ {
		if d.place[o] == nowhere {
			d.share[o] = 0
			continue
		}
		all += d.share[o]
		if d.share[o] > d.share[best] {
			best = o
		}
	}
	none := d.none[h]
	switch {
	case 1<<shareFine-all > d.share[best] && d.offer[h] >= d.mostOffered(h):
		d.share[none] = 1<<shareFine - all
		return none
	case d.share[best] > 0:
		return best
	}
	for o := from; o < to; o++ {
		if d.place[o] == nowhere || d.opened[d.place[o]] && d.hasRoom(o) {
			return o
		}
	}
	return none
}

func (d *dive) hasRoom(o int32) bool {
	if d.place[o] == nowhere {
		return true
	}
	at := d.roomAt(d.place[o])
	for i, n := range d.needsAt(o) {
		if d.spare[at+i] < n {
			return false
		}
	}
	return true
}
