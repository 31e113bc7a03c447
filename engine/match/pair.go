// SPDX-License-Identifier: Apache-2.0

package match

import "slices"

// pairs finds who would best fill a place that holds two households at most. Of those who need the same only the two who gain most can be among them, so it looks at every two kinds of needs once.
type pairs struct {
	*compact
	tops  []top     // kind of needs → who gains most
	kinds []int32   // that are asked for
	best  [2]gained // a pair, or one
	most  int64     // what they gain
	left  []int32   // dimension → room beside the first
}

// gained is an option and what it gains; nothing for none.
type gained struct {
	option int32
	gain   int64
}

// top are the two who gain most of those who need the same, the first before the second.
type top [2]gained

func newPairs(c *compact) pairs {
	return pairs{compact: c, tops: make([]top, len(c.needs)/max(1, c.dims)+1), left: make([]int32, c.dims)}
}

// twoAtMost says of each place whether no three of those who may go there fit together, by one of the dimensions.
func (c *compact) twoAtMost(into *entrances) []bool {
	few := make([]bool, c.places)
	for place := range int32(c.places) {
		options := into.into[into.from[place]:into.from[place+1]]
		few[place] = len(options) <= 2
		for d := range c.dims {
			least := int32(0)
			for i, o := range options {
				if n := c.needsAt(o)[d]; i == 0 || n < least {
					least = n
				}
			}
			few[place] = few[place] || 3*int64(least) > int64(c.room[c.roomAt(place)+d])
		}
	}
	return few
}

// twoEach reports whether all places hold two households at most.
func (o *offers) twoEach() bool { return !slices.Contains(o.few, false) }

// fill finds the best option or two for a place with some room, where gain says what each option gains. It returns what they gain.
func (p *pairs) fill(options, room []int32, gain func(option int32) int64) int64 {
	p.gather(options, room, gain)
	p.best, p.most = [2]gained{}, 0
	for i, kind := range p.kinds {
		first := p.tops[kind]
		p.take(first[0], gained{})
		p.make(first[0].option, room)
		p.beside(first[0], first[1])
		for _, other := range p.kinds[i+1:] {
			p.beside(first[0], p.tops[other][0])
		}
	}
	return p.most
}

// gather notes who gains most, by kind.
func (p *pairs) gather(options, room []int32, gain func(option int32) int64) {
	for _, kind := range p.kinds {
		p.tops[kind] = top{}
	}
	p.kinds = p.kinds[:0]
	for _, o := range options {
		if g := gain(o); g > 0 && within(p.needsAt(o), room) {
			p.note(o, g)
		}
	}
}

// with is what a place gains at most with an option that gains so much, once all were gathered.
func (p *pairs) with(o int32, gain int64, room []int32) (most int64) {
	p.make(o, room)
	for _, kind := range p.kinds {
		other := p.tops[kind][0]
		if other.option == o {
			other = p.tops[kind][1]
		}
		if other.gain > most && within(p.needsAt(other.option), p.left) {
			most = other.gain
		}
	}
	return gain + most
}

// make makes room for an option: what is left beside it.
func (p *pairs) make(o int32, room []int32) {
	for d, n := range p.needsAt(o) {
		p.left[d] = room[d] - n
	}
}

// note notes what an option gains.
func (p *pairs) note(o int32, gain int64) {
	kind := p.need[o] / int32(max(1, p.dims))
	of := &p.tops[kind]
	switch {
	case gain > of[0].gain:
		if of[0].gain == 0 {
			p.kinds = append(p.kinds, kind)
		}
		of[1], of[0] = of[0], gained{o, gain}
	case gain > of[1].gain:
		of[1] = gained{o, gain}
	}
}

// beside takes two, where they fit together.
func (p *pairs) beside(first, second gained) {
	if second.gain > 0 && first.gain+second.gain > p.most && within(p.needsAt(second.option), p.left) {
		p.take(first, second)
	}
}

func (p *pairs) take(first, second gained) {
	if first.gain+second.gain > p.most {
		p.best, p.most = [2]gained{first, second}, first.gain+second.gain
	}
}

// chosen appends the options of the best to others.
func (p *pairs) chosen(to []int32) []int32 {
	for _, b := range p.best {
		if b.gain > 0 {
			to = append(to, b.option)
		}
	}
	return to
}

func within(needs, room []int32) bool {
	for d, n := range needs {
		if n > room[d] {
			return false
		}
	}
	return true
}
