// SPDX-License-Identifier: Apache-2.0

package match

import (
	"slices"
	"sync"
)

// offers are what is offered for placing each household, so that places who each fill themselves for the most that they can gain choose each household about once. Every set of
// offers gives a bound: no plan can cost less than all offers, less what each place gains by its best bundle (Lagrangian relaxation of the households). Places
// fill themselves with whole households here, so the bound is above that of prices of room, the more the fewer households there are to a place.
//
// Some households may be settled already; then all this is of those who are free, and of the room that the settled leave.
type offers struct {
	*priced
	*entrances
	offer  []int64 // household → what is offered for it, times 1<<scale
	weight []int64 // place*dims + dimension → how room is weighed, see bundles

	free    []int32 // households that are not settled
	settled []bool  // household → whether it is
	open    []int32 // places that may be filled
	spare   []int32 // place*dims + dimension → room that the settled leave
	limit   int     // branches of a bundle, at most
	few     []bool  // place → whether it holds two households at most
	// Where all places hold two households at most, a round takes a twentieth of the time, and far more of them are gone through.
	long     int // rounds towards the cost of a good plan
	patience int // rounds without a better bound, until less is hoped for
	until    int // thousandths of the time after which they end

	must []bool // household → whether it is known to be placed somewhere; nil for nobody

	workers []*filler
	times   []int32 // household → how many places chose it
}

// entrances are the options by the places that they lead to.
type entrances struct {
	of   []int32 // option → household
	into []int32 // options, one place after another
	from []int32 // place → where its options begin in into; the last entry is their end
	none []int32 // household → its option nowhere
}

// filler finds the bundles of some places.
type filler struct {
	bundles
	pairs  pairs
	chosen []int32 // options, one bundle after another
	gain   int64   // of all of them, at most
	used   int64   // branches, since it was made
}

func newFiller(c *compact) *filler { return &filler{bundles: bundles{compact: c}, pairs: newPairs(c)} }

const (
	carefully = 3000 // branches of a bundle, for a bound
	roughly   = 300  // the same, to find a plan

	pairsABranch = 128 // options that are looked at for a pair count as one branch
)

func newOffers(p *priced, threads int) *offers {
	o := &offers{priced: p, entrances: p.entrances(), offer: make([]int64, p.households), weight: weights(p), limit: carefully}
	for range threads {
		o.workers = append(o.workers, newFiller(p.compact))
	}
	for h := range int32(p.households) {
		o.offer[h] = p.pays(p.first[h])
		o.free = append(o.free, h)
	}
	for place := range int32(p.places) {
		o.open = append(o.open, place)
	}
	o.long, o.patience, o.until = 400, 6, 450
	if o.few = o.twoAtMost(o.entrances); o.twoEach() {
		o.long, o.patience, o.until = 4000, 20, 700
	}
	o.times, o.settled, o.spare = make([]int32, p.households), make([]bool, p.households), slices.Clone(p.room)
	return o
}

func (c *compact) entrances() *entrances {
	e := &entrances{of: make([]int32, len(c.place)), from: make([]int32, c.places+1), none: make([]int32, c.households)}
	for _, place := range c.place {
		if place != nowhere {
			e.from[place+1]++
		}
	}
	for i := range c.places {
		e.from[i+1] += e.from[i]
	}
	e.into = make([]int32, e.from[c.places])
	next := slices.Clone(e.from)
	for h := range int32(c.households) {
		from, to := c.options(h)
		for o := from; o < to; o++ {
			e.of[o] = h
			if place := c.place[o]; place == nowhere {
				e.none[h] = o
			} else {
				e.into[next[place]] = o
				next[place]++
			}
		}
	}
	return e
}

// weights begins with room that is as heavy as it is dear.
func weights(p *priced) []int64 {
	weight := slices.Clone(p.price)
	for place := range p.places {
		row := weight[place*p.dims : (place+1)*p.dims]
		most := int64(1)
		for _, w := range row {
			most = max(most, w)
		}
		for d, w := range row {
			row[d] = max(1, int64(mulDiv(uint64(w), 1<<weightsFine, uint64(most))))
		}
	}
	return weight
}

// bound is what no plan of the free can cost less than, by these offers, times 1<<scale. It counts how often each of them is chosen.
func (o *offers) bound(offer []int64) (sum int64) {
	if len(o.workers) == 1 {
		o.fillEach(0, offer)
	} else {
		var all sync.WaitGroup
		for w := range o.workers {
			all.Go(func() { o.fillEach(w, offer) })
		}
		all.Wait()
	}
	for _, h := range o.free {
		sum += offer[h]
		o.times[h] = 0
	}
	for _, worker := range o.workers {
		sum -= worker.gain
		for _, i := range worker.chosen {
			o.times[o.of[i]]++
		}
	}
	return sum
}

// fillEach has a worker fill the places that are its own.
func (o *offers) fillEach(w int, offer []int64) {
	worker := o.workers[w]
	worker.chosen, worker.gain = worker.chosen[:0], 0
	gain := func(i int32) int64 {
		if h := o.of[i]; !o.settled[h] {
			return offer[h] - o.cost[i]<<o.scale
		}
		return 0
	}
	for i := w; i < len(o.open); i += len(o.workers) {
		place := o.open[i]
		from, to := o.roomAt(place), o.roomAt(place+1)
		if o.few[place] {
			worker.gain += worker.pairs.fill(o.into[o.from[place]:o.from[place+1]], o.spare[from:to], gain)
			worker.chosen = worker.pairs.chosen(worker.chosen)
			worker.used += int64(1 + (o.from[place+1]-o.from[place])/pairsABranch)
			continue
		}
		worker.gain += worker.fill(o.into[o.from[place]:o.from[place+1]], o.spare[from:to], gain, o.weight[from:to], o.limit)
		worker.used += int64(o.limit - max(0, worker.nodes))
		for _, best := range worker.best {
			worker.chosen = append(worker.chosen, worker.items[best].option)
		}
	}
}

// used is how many branches of bundles were looked at, since the offers were made.
func (o *offers) used() (sum int64) {
	for _, worker := range o.workers {
		sum += worker.used
	}
	return sum
}

// mostOffered is what it costs to place a household nowhere: more need never be offered, and the bound asks that it is not, but for who is known to be placed somewhere.
func (o *offers) mostOffered(h int32) int64 {
	if o.must != nil && o.must[h] {
		return o.dear << o.scale
	}
	return o.cost[o.none[h]] << o.scale
}
