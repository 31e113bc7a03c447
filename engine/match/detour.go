// SPDX-License-Identifier: Apache-2.0

package match

import "slices"

// detours is what each option costs everybody together, exactly, where all have berths for the least cost and fit: the household takes a berth there, who had it goes elsewhere, and so on along the cheapest way, until somebody takes the berth that the
// household left, or it stays empty, and somebody is nowhere, or has one that was empty. What each step costs is what the household pays there more than it pays now, which is never less than nothing.
func (a *assignment) detours() []int64 {
	g := a.steps()
	more := make([]int64, len(a.place))
	for h := range int32(a.households) {
		to := g.outside
		if a.in[h] >= 0 {
			to = int(a.in[h])
		}
		far := g.towards(to)
		for o, end := a.options(h); o < end; o++ {
			more[o] = a.detour(h, o, far)
		}
	}
	return more
}

// reduced is how much more than some cost an assignment costs at least with each option: what the household pays there more than it pays now.
func (a *assignment) reduced(cost int64) []int64 {
	floor, more := a.bound(), make([]int64, len(a.place))
	for h := range int32(a.households) {
		for o, to := a.options(h); o < to; o++ {
			pays := a.cost[o]
			if place := a.place[o]; place != nowhere && a.reach[o] > 0 {
				pays += slices.Min(a.price[a.from[place] : a.from[place]+a.reach[o]])
			}
			more[o] = floor + pays - a.pays[h] - cost
		}
	}
	return more
}

// alwaysFit reports whether whoever has the berths of a place fits there together.
func (a *assignment) alwaysFit() bool {
	for place := range int32(a.places) {
		for d, room := range a.room[a.roomAt(place):a.roomAt(place+1)] {
			most := make([]int32, a.from[place+1]-a.from[place])
			for _, o := range a.doors.into[a.doors.from[place]:a.doors.from[place+1]] {
				for j := range most[:a.reach[o]] {
					most[j] = max(most[j], a.needsAt(o)[d])
				}
			}
			for _, n := range most {
				room -= n
			}
			if room < 0 {
				return false
			}
		}
	}
	return true
}

// detour is what it costs that a household has an option, where far says what it costs that whoever has a berth leaves it, so that the household's own is had or empty in the end.
func (a *assignment) detour(h, o int32, far []int64) int64 {
	if a.place[o] == nowhere {
		return a.cost[o] - a.pays[h] + far[len(far)-1]
	}
	least := unreached
	for b := a.from[a.place[o]]; b < a.from[a.place[o]]+a.reach[o]; b++ {
		least = min(least, a.cost[o]+a.price[b]-a.pays[h]+far[b])
	}
	return least
}

// steps are what it costs that whoever has a berth takes another: from berth × size + to berth. Outside are those who are nowhere, and empty berths.
type steps struct {
	cost    []int64
	size    int // berths, and outside
	outside int
	known   map[int][]int64 // to → what towards returned
}

// steps works out what all steps cost.
func (a *assignment) steps() *steps {
	n := len(a.owner)
	g := &steps{cost: make([]int64, (n+1)*(n+1)), size: n + 1, outside: n, known: map[int][]int64{}}
	for i := range g.cost {
		g.cost[i] = unreached
	}
	for b, v := range a.price {
		g.lower(n, b, v) // it stays empty
		if a.owner[b] < 0 {
			g.lower(b, n, 0)
		}
	}
	for h := range int32(a.households) {
		from := n
		if a.in[h] >= 0 {
			from = int(a.in[h])
		}
		for o, to := a.options(h); o < to; o++ {
			if a.place[o] == nowhere {
				g.lower(from, n, a.cost[o]-a.pays[h])
				continue
			}
			for b := a.from[a.place[o]]; b < a.from[a.place[o]]+a.reach[o]; b++ {
				g.lower(from, int(b), a.cost[o]+a.price[b]-a.pays[h])
			}
		}
	}
	return g
}

func (g *steps) lower(from, to int, cost int64) {
	at := from*g.size + to
	g.cost[at] = min(g.cost[at], cost)
}

// towards is what it costs at least to come from each berth, and from outside, to one of them (Dijkstra 1959).
func (g *steps) towards(to int) []int64 {
	if far, is := g.known[to]; is {
		return far
	}
	far, done := make([]int64, g.size), make([]bool, g.size)
	for i := range far {
		far[i] = unreached
	}
	far[to] = 0
	for {
		next := -1
		for i, v := range far {
			if !done[i] && v < unreached && (next < 0 || v < far[next]) {
				next = i
			}
		}
		if next < 0 {
			g.known[to] = far
			return far
		}
		done[next] = true
		for i := range far {
			if v := g.cost[i*g.size+next]; v < unreached {
				far[i] = min(far[i], v+far[next])
			}
		}
	}
}
