// SPDX-License-Identifier: Apache-2.0

package match

import "slices"

// settling is what is known while a group is settled.
type settling struct {
	rest   []int64 // mover → what it and all after it lose at least
	now    []int32 // mover → option on the present branch
	best   []int32 // mover → option of the best settling
	found  bool
	lose   int64 // what the movers may lose in all
	dearer int64 // what they may cost more than before
	nodes  int
}

const (
	mostNodes = 2000    // branches of a group
	farthest  = 1 << 60 // more than anything loses
)

// begin notes what the movers may lose: what they lose, and what the group's free room and the tolerance are worth. Cost is loss, less the worth of the
// room that is taken; room that is taken is at most all there is.
func (g *regroup) begin(spare int64) {
	n := len(g.movers)
	g.rest = slices.Grow(g.rest[:0], n+1)[:n+1]
	g.now = slices.Grow(g.now[:0], n)[:n]
	g.best = slices.Grow(g.best[:0], n)[:n]
	g.lose, g.rest[n] = spare, 0
	for i, m := range slices.Backward(g.movers) {
		g.rest[i] = g.rest[i+1] + g.loss[g.choices[m.from]]
		g.lose += g.loss[m.was]
	}
}

// settle takes the movers out, finds where each goes best, and puts them there, or back. It reports whether it saw to the end of all branches.
func (g *regroup) settle(tolerance int64) (whole bool) {
	before := int64(0)
	for _, m := range g.movers {
		before += g.cost[m.was]
		g.fill(m.was, 1)
	}
	g.found, g.nodes, g.dearer = false, 0, tolerance>>g.scale
	g.branch(0, 0, -before, false)
	for _, m := range g.movers {
		g.fill(m.was, -1)
	}
	if g.found {
		for i, m := range g.movers {
			if g.best[i] != m.was {
				g.take(m.household)
			}
		}
		for i, m := range g.movers {
			if g.best[i] != m.was {
				g.put(m.household, g.best[i])
			}
		}
	}
	return g.nodes <= mostNodes
}

// branch settles the movers from i on. lost is what those before lose, more what they cost above what all did, moved whether one of them moves.
func (g *regroup) branch(i int, lost, more int64, moved bool) {
	if i == len(g.movers) {
		if moved && more <= g.dearer {
			copy(g.best, g.now)
			g.found = true
			g.lose -= (g.dearer - more + 1) << g.scale
			g.dearer = more - 1
		}
		return
	}
	m := &g.movers[i]
	for _, o := range g.choices[m.from:m.to] {
		if lost+g.loss[o]+g.rest[i+1] > g.lose {
			return // options stand by what they lose
		}
		if !g.fits(o) {
			continue
		}
		if g.nodes++; g.nodes > mostNodes {
			return
		}
		g.now[i] = o
		g.fill(o, -1)
		g.branch(i+1, lost+g.loss[o], more+g.cost[o], moved || o != m.was)
		g.fill(o, 1)
	}
}
