// SPDX-License-Identifier: Apache-2.0

package match

import "slices"

const (
	againHouseholds = 150 // so many are taken out at a time, about
	againOutside    = 20  // and so many of who is nowhere
)

// again takes some places that are near one another out of a plan, with who is in them and some who are nowhere, dives for a plan of them alone, and keeps it where it costs
// no more than before, or tolerance more, times 1<<scale.
func (d *dive) again(g *regroup, from *offers, tolerance int64) {
	g.widen()
	defer g.leave()
	households, before := d.household(g), int64(0)
	for _, h := range households {
		before += g.cost[g.at[h]]
	}
	d.release(g.state, g.group, households, from)
	d.vary(g)
	if !d.down(before<<d.scale, func() bool { return false }) {
		return
	}
	after := int64(0)
	for _, h := range households {
		after += g.cost[d.at[h]]
	}
	if after > before+tolerance>>d.scale {
		return
	}
	for _, h := range households {
		g.take(h)
	}
	for _, h := range households {
		g.put(h, d.at[h])
	}
}

// vary draws how the next dive goes, so that not all end alike.
func (d *dive) vary(g *regroup) {
	d.rounds, d.part = 2+g.rng.IntN(5), 5+g.rng.IntN(20)
	d.reach = 1 << reachFine >> g.rng.IntN(6)
}

// household lists who is in the places of the group, and some who are nowhere.
func (d *dive) household(g *regroup) (households []int32) {
	for _, p := range g.group {
		households = append(households, g.in[p]...)
	}
	if n := len(g.out); n > 0 {
		first := g.rng.IntN(n)
		for i := range min(n, againOutside) {
			households = append(households, g.out[(first+i)%n])
		}
	}
	slices.Sort(households)
	return households
}

// widen chooses places as choose does, until enough households are in them.
func (g *regroup) widen() {
	g.choose()
	in := 0
	for _, p := range g.group {
		in += len(g.in[p])
	}
	most := againHouseholds/3 + g.rng.IntN(againHouseholds)
	for try := 0; in < most && len(g.group) > 0 && try < 4*len(g.group); try++ {
		if of := g.in[g.group[g.rng.IntN(len(g.group))]]; len(of) > 0 {
			size := len(g.group)
			if g.join(g.wished(of[g.rng.IntN(len(of))])); len(g.group) > size {
				in += len(g.in[g.group[size]])
			}
		}
	}
}

// leave ends the group.
func (g *regroup) leave() {
	for _, p := range g.group {
		g.member[p] = false
	}
}
