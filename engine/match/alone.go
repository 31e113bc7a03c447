// SPDX-License-Identifier: Apache-2.0

package match

// settleAlone betters a plan for as long as one household alone costs less elsewhere, where there is room: whoever is told that others have the room is told what is so. The cheapest of
// its options is taken, household by household; who is at none is put where it may be, whatever that costs.
func (p *Problem) settleAlone(options []int) {
	left := p.leftBy(options)
	for bettered := true; bettered; {
		bettered = false
		for h := range options {
			if o := p.cheaper(h, options[h], left); o != options[h] {
				p.move(h, options[h], 1, left)
				p.move(h, o, -1, left)
				options[h], bettered = o, true
			}
		}
	}
}

// Left is the room that a plan leaves: place → dimension.
func (p *Problem) Left(plan *Plan) [][]int64 { return p.leftBy(plan.Options) }

// leftBy is the room that a plan leaves: place → dimension.
func (p *Problem) leftBy(options []int) [][]int64 {
	left := make([][]int64, len(p.Room))
	for i, room := range p.Room {
		left[i] = append([]int64{}, room...)
	}
	for h, o := range options {
		p.move(h, o, -1, left)
	}
	return left
}

// move gives back the room of an option of a household, or with -1 takes it.
func (p *Problem) move(h, o int, way int64, left [][]int64) {
	if o < 0 || p.Households[h].Options[o].Place == Unplaced {
		return
	}
	to := p.Households[h].Options[o]
	for d, n := range to.Needs {
		left[to.Place][d] += way * n
	}
}

// cheaper is the cheapest option that a household may have as things are: the one where it is, where none is cheaper.
func (p *Problem) cheaper(h, at int, left [][]int64) int {
	p.move(h, at, 1, left)
	defer p.move(h, at, -1, left)
	best := at
	for o, option := range p.Households[h].Options {
		if (best < 0 || option.Cost < p.Households[h].Options[best].Cost) && fits(option, left) {
			best = o
		}
	}
	return best
}

func fits(o Option, left [][]int64) bool {
	if o.Place == Unplaced {
		return true
	}
	for d, n := range o.Needs {
		if n > left[o.Place][d] {
			return false
		}
	}
	return true
}
