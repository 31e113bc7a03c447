// SPDX-License-Identifier: Apache-2.0

package match

import (
	"cmp"
	"slices"
)

// assignment gives households berths, each one household at most, for the least cost together: by shortest augmenting paths. What each household pays for the cheapest of its options, less what all berths cost, is never above what any plan
// costs, at every moment, and in the end it is what the assignment costs.
//
// Source of the method: Jonker and Volgenant, A shortest augmenting path algorithm for dense and sparse linear assignment problems, Computing 38 (1987).
type assignment struct {
	*berths
	pays  []int64 // household → what it pays at least, with its berth
	price []int64 // berth → what it costs; nothing where nobody has it
	at    []int32 // household → its option; -1 as long as it has none
	in    []int32 // household → its berth; -1 where it is nowhere
	owner []int32 // berth → household; -1 for nobody
	work  int64   // options that were looked at

	dist   []int64 // berth → how much more is paid, until it is had
	before []int32 // berth → the option by which it is reached
	done   []bool  // berth → whether the way to it is known
	path   []int32 // the berths that are done, in turn
}

const unreached = int64(1) << 62

func newAssignment(b *berths) *assignment {
	n := int(b.from[b.places])
	a := &assignment{berths: b, pays: make([]int64, b.households), price: make([]int64, n), at: make([]int32, b.households), in: make([]int32, b.households),
		owner: make([]int32, n), dist: make([]int64, n), before: make([]int32, n), done: make([]bool, n)}
	for i := range a.owner {
		a.owner[i] = -1
	}
	for h := range int32(b.households) {
		a.at[h], a.in[h] = -1, -1
		a.pays[h] = b.leastCost(h)
	}
	return a
}

func (b *berths) leastCost(h int32) int64 {
	from, to := b.options(h)
	least := b.cost[from]
	for o := from + 1; o < to; o++ {
		least = min(least, b.cost[o])
	}
	return least
}

// bound is what no plan can cost less than.
func (a *assignment) bound() (sum int64) {
	for _, v := range a.pays {
		sum += v
	}
	for _, v := range a.price {
		sum -= v
	}
	return sum
}

// solve gives everybody a berth, or puts them nowhere, until stop says so. It reports whether it was through. Those come first whom it costs most to leave nowhere: who comes last mostly stays there, and moves nobody.
func (a *assignment) solve(stop func() bool) bool {
	order := make([]int32, a.households)
	for h := range order {
		order[h] = int32(h)
	}
	slices.SortStableFunc(order, func(x, y int32) int { return cmp.Compare(a.cost[a.doors.none[y]], a.cost[a.doors.none[x]]) })
	for _, h := range order {
		if stop() {
			return false
		}
		a.augment(h)
	}
	return true
}

// augment gives one household a berth or puts it nowhere, and moves along the cheapest way whoever has to go elsewhere for that.
func (a *assignment) augment(first int32) {
	a.clear()
	h, far, end, ends := first, int64(0), unreached, int32(-1)
	for {
		if out := far + a.cost[a.doors.none[h]] - a.pays[h]; out < end {
			end, ends = out, h
		}
		a.look(h, far, end)
		next := a.nearest(end)
		if next < 0 {
			a.raise(first, end)
			a.leave(ends, first)
			return
		}
		if far = a.dist[next]; a.owner[next] < 0 {
			a.raise(first, far)
			a.take(next, first)
			return
		}
		a.done[next] = true
		a.path = append(a.path, next)
		h = a.owner[next]
	}
}

func (a *assignment) clear() {
	for i := range a.dist {
		a.dist[i] = unreached
	}
	clear(a.done)
	a.path = a.path[:0]
}

// look notes which berths a household reaches, after so much was paid more already; none that is as dear as another way to end.
func (a *assignment) look(h int32, far, end int64) {
	from, to := a.options(h)
	a.work += int64(to - from)
	far -= a.pays[h]
	for o := from; o < to; o++ {
		place := a.place[o]
		if place == nowhere {
			continue
		}
		begin := a.from[place]
		for b := begin; b < begin+a.reach[o]; b++ {
			if v := far + a.cost[o] + a.price[b]; v < a.dist[b] && v < end && !a.done[b] {
				a.dist[b], a.before[b] = v, o
			}
		}
	}
}

// nearest is the nearest berth to which the way is not known yet, of equals the first that nobody has; -1 where there is none nearer than the end.
func (a *assignment) nearest(end int64) int32 {
	best, least := int32(-1), end
	for b, v := range a.dist {
		if v < least && !a.done[b] || v == least && best >= 0 && !a.done[b] && a.owner[best] >= 0 && a.owner[b] < 0 {
			best, least = int32(b), v
		}
	}
	return best
}

// raise has everybody on the way pay more, and what they have cost more, so that nobody pays more than for another option.
func (a *assignment) raise(first int32, end int64) {
	a.pays[first] += end
	for _, b := range a.path {
		more := end - a.dist[b]
		a.price[b] += more
		a.pays[a.owner[b]] += more
	}
}

// leave puts a household nowhere, and gives its berth to whoever wants it on the way, and so on to the first.
func (a *assignment) leave(h, first int32) {
	b := a.in[h]
	a.at[h], a.in[h] = a.doors.none[h], -1
	if h != first {
		a.take(b, first)
	}
}

// take gives a berth to whoever wants it on the way, theirs to the one before, and so on to the first.
func (a *assignment) take(b, first int32) {
	for {
		o := a.before[b]
		h := a.doors.of[o]
		was := a.in[h]
		a.at[h], a.in[h], a.owner[b] = o, b, h
		if h == first {
			return
		}
		b = was
	}
}

// assign gives everybody a berth, where places hold few. It reports whether all fit so: then it is the best plan, and otherwise it is the cost that no plan is below.
func (h *hunt) assign() bool {
	b := h.prices.berths()
	if b == nil {
		return false
	}
	h.berths = newAssignment(b)
	through := h.berths.solve(func() bool { return h.spent() >= climbUntil })
	h.bound = h.berths.bound()
	if !through || !h.berths.fits() {
		return false
	}
	h.cost, h.settled = h.bound, true
	for _, o := range h.berths.at {
		h.best = append(h.best, int(b.given[o]))
	}
	h.tell()
	return true
}

// fits reports whether nobody has more than their part of the room of any dimension: all who are in each place fit together.
func (a *assignment) fits() bool {
	left := slices.Clone(a.room)
	for _, o := range a.at {
		if place := a.place[o]; place != nowhere {
			for d, n := range a.needsAt(o) {
				if left[a.roomAt(place)+d] -= n; left[a.roomAt(place)+d] < 0 {
					return false
				}
			}
		}
	}
	return true
}

// assigned is a state in which those are in their berths who fit together, where that costs less than another.
func (h *hunt) assigned(s *state) *state {
	if h.berths == nil {
		return s
	}
	anew := newState(h.priced)
	for i, o := range h.berths.at {
		if o < 0 {
			continue
		}
		from, to := h.priced.options(int32(i))
		if at := from + int32(slices.Index(h.priced.given[from:to], h.berths.given[o])); anew.fits(at) {
			anew.put(int32(i), at)
		}
	}
	if anew.greedy(); anew.total < s.total {
		h.keep(anew)
		return anew
	}
	return s
}
