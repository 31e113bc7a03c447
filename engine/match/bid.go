// SPDX-License-Identifier: Apache-2.0

package match

import "slices"

const (
	offerFirst = 60   // rounds for offers to begin with
	diveUntil  = 900  // thousandths of the time after which a dive for everybody ends
	aStep      = 2000 // branches of bundles that go with each step, where steps count: places with many who are much alike would take for ever
	goodPlan   = 200  // a good plan costs so much more than the bound: one part of so many
)

// bid looks for offers, and dives from them for a plan of everybody: soon, and again once the offers are good.
func (h *hunt) bid(now *state) *state {
	if h.over() || len(now.place) == now.households {
		return now
	}
	h.offers = newOffers(h.priced, h.Threads)
	h.begin()
	h.offers.limit = roughly
	h.raise(offerFirst)
	now = h.plunge(now, 1)
	h.offers.limit = carefully
	h.raise(h.offers.long)
	for shift := range uint(5) {
		now = h.plunge(now, shift)
	}
	for range h.Threads {
		h.dives = append(h.dives, newDive(h.offers.alone(1)))
	}
	return now
}

// begin begins with what everybody pays for their berth, where that says more than the prices of room do.
func (h *hunt) begin() {
	if h.berths == nil {
		return
	}
	o, before := h.offers, slices.Clone(h.offers.offer)
	floor := o.bound(before)
	for i, v := range h.berths.pays {
		o.offer[i] = v << o.scale
	}
	if o.bound(o.offer) < floor {
		copy(o.offer, before)
	}
}

// stops says when to end what is done with some offers: after so many thousandths of the time, or of the branches that go with the steps.
func (h *hunt) stops(o *offers, until int) func() bool {
	return func() bool {
		used := h.branches + o.used()
		if o != h.offers {
			used += h.offers.used()
		}
		return h.spent() >= until || h.Steps > 0 && used >= int64(h.Steps)*aStep*int64(until)/whole
	}
}

// raise moves offers, and notes a higher bound.
func (h *hunt) raise(rounds int) {
	for reached := true; reached; {
		aim := h.aim()
		floor := newOffering(h.offers).climb(rounds, aim, h.stops(h.offers, h.offers.until))
		reached = floor > aim-1<<h.offers.scale && aim < h.cost<<h.offers.scale // it was a guess, and too low
		if bound := ceil(floor, h.offers.scale); bound > h.bound {
			h.bound = bound
			h.tell()
		} else {
			reached = false
		}
	}
}

// plunge dives for a plan of everybody, with all threads. It returns it where it costs less.
func (h *hunt) plunge(now *state, shift uint) *state {
	d := newDive(h.offers.alone(h.Threads))
	d.reach = 1 << reachFine >> shift
	d.release(now, h.offers.open, h.offers.free, h.offers)
	d.down(h.aim(), h.stops(d.offers, diveUntil))
	h.branches += d.used()
	anew := h.completed(d)
	h.variants.add(anew)
	if h.keep(anew); anew.total < now.total {
		return anew
	}
	return now
}

// aim is the cost of the best plan, times 1<<scale, or where that is far off, what a good one would cost.
func (h *hunt) aim() int64 {
	return min(h.cost, h.bound+max(h.bound, -h.bound)/goodPlan+1) << h.offers.scale
}
