// SPDX-License-Identifier: Apache-2.0

package layered

import (
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// paper is as the pages use it, more or less.
var paper = Paper{Across: 2, Gap: 24, Row: 30, Track: 8, Padding: 8, Heading: 20}

// chance makes graphs without a circle, of any shape.
func chance(r *rand.Rand) (Graph, Paper) {
	g, p := Graph{}, paper
	p.Across = r.IntN(5)
	lanes := r.IntN(4)
	for range 1 + r.IntN(40) {
		lane := 0
		if lanes > 0 && r.IntN(3) > 0 {
			lane = 1 + r.IntN(lanes)
		}
		g.Boxes = append(g.Boxes, Box{Width: 40 + r.IntN(120), Height: 20 + r.IntN(90), Lane: lane})
	}
	number := r.Perm(len(g.Boxes)) // so that arrows do not follow the order of the boxes
	for range r.IntN(3 * len(g.Boxes)) {
		from, to := r.IntN(len(g.Boxes)), r.IntN(len(g.Boxes))
		if number[from] < number[to] {
			g.Arrows = append(g.Arrows, Arrow{from, to})
		}
	}
	return g, p
}

// eachChance calls do with many graphs, each drawn.
func eachChance(t *testing.T, do func(t *testing.T, g Graph, p Paper, d Drawing)) {
	t.Helper()
	for seed := range uint64(600) {
		g, p := chance(rand.New(rand.NewPCG(seed, 7)))
		d, err := Draw(g, p)
		if err != nil {
			t.Fatalf("graph %d: %v", seed, err)
		}
		do(t, g, p, d)
		if t.Failed() {
			t.Fatalf("graph %d: %+v on %+v", seed, g, p)
		}
	}
}

func (f Frame) meets(o Frame) bool {
	return f.X < o.X+o.Width && o.X < f.X+f.Width && f.Y < o.Y+o.Height && o.Y < f.Y+f.Height
}

func (f Frame) holds(o Frame) bool {
	return o.X >= f.X && o.Y >= f.Y && o.X+o.Width <= f.X+f.Width && o.Y+o.Height <= f.Y+f.Height
}

func TestNoTwoBoxesMeet(t *testing.T) {
	eachChance(t, func(t *testing.T, g Graph, _ Paper, d Drawing) {
		for i, a := range d.Boxes {
			if a.Width != g.Boxes[i].Width || a.Height != g.Boxes[i].Height || !(Frame{0, 0, d.Width, d.Height}).holds(a) {
				t.Errorf("box %d is %+v on a paper of %d × %d", i, a, d.Width, d.Height)
			}
			for j, b := range d.Boxes[:i] {
				if a.meets(b) {
					t.Errorf("boxes %d and %d meet: %+v %+v", i, j, a, b)
				}
			}
		}
	})
}

func TestEveryArrowLeadsDown(t *testing.T) {
	eachChance(t, func(t *testing.T, g Graph, _ Paper, d Drawing) {
		for i, a := range g.Arrows {
			from, to, way := d.Boxes[a.From], d.Boxes[a.To], d.Ways[i]
			if d.Layers[a.From] >= d.Layers[a.To] || from.Y+from.Height >= to.Y {
				t.Errorf("arrow %d leads from layer %d to %d", i, d.Layers[a.From], d.Layers[a.To])
			}
			for k := 1; k < len(way); k++ {
				if way[k].Y < way[k-1].Y {
					t.Errorf("arrow %d turns up: %v", i, way)
				}
			}
			first, last := way[0], way[len(way)-1]
			if first.Y != from.Y+from.Height || first.X < from.X || first.X > from.X+from.Width || last.Y != to.Y || last.X < to.X || last.X > to.X+to.Width {
				t.Errorf("arrow %d does not join its boxes: %v", i, way)
			}
		}
	})
}

func TestNoArrowRunsThroughABox(t *testing.T) {
	eachChance(t, func(t *testing.T, _ Graph, _ Paper, d Drawing) {
		for i, way := range d.Ways {
			for k := 1; k < len(way); k++ {
				a, b := way[k-1], way[k]
				around := Frame{min(a.X, b.X), a.Y, max(a.X, b.X) - min(a.X, b.X) + 1, b.Y - a.Y}
				for box, f := range d.Boxes {
					if around.meets(f) {
						t.Errorf("arrow %d runs through box %d: %v %+v", i, box, way, f)
					}
				}
			}
		}
	})
}

func TestALaneHoldsItsOwnBoxesAlone(t *testing.T) {
	eachChance(t, func(t *testing.T, g Graph, p Paper, d Drawing) {
		for k, lane := range d.Lanes {
			for i, f := range d.Boxes {
				if own := g.Boxes[i].Lane == k+1; own && !lane.holds(f) || !own && lane.meets(f) {
					t.Errorf("lane %d is %+v; box %d of lane %d is %+v", k+1, lane, i, g.Boxes[i].Lane, f)
				}
			}
			for _, other := range d.Lanes[:k] {
				if lane.meets(other) {
					t.Errorf("two lanes meet: %+v %+v", lane, other)
				}
			}
			if !(Frame{0, 0, d.Width, d.Height}).holds(lane) {
				t.Errorf("lane %d leaves the paper: %+v", k+1, lane)
			}
		}
	})
}

func TestNoMoreBoxesSideBySideThanThePaperIsWide(t *testing.T) {
	eachChance(t, func(t *testing.T, g Graph, p Paper, d Drawing) {
		beside := map[[2]int]int{}
		for i, layer := range d.Layers {
			beside[[2]int{layer, g.Boxes[i].Lane}]++
		}
		for at, n := range beside {
			room := p.Across
			if at[1] != 0 {
				room = max(1, p.Across/g.lanes())
			}
			if p.Across > 0 && n > room {
				t.Errorf("%d boxes of lane %d stand in layer %d, where there is room for %d", n, at[1], at[0], room)
			}
		}
	})
}

func TestTheSameGraphGivesTheSameDrawing(t *testing.T) {
	eachChance(t, func(t *testing.T, g Graph, p Paper, d Drawing) {
		again, err := Draw(Graph{slices.Clone(g.Boxes), slices.Clone(g.Arrows)}, p)
		if err != nil || !reflect.DeepEqual(again, d) {
			t.Errorf("it was drawn otherwise: %v", err)
		}
	})
}

func TestWhatJoinsLanesStandsBelowThem(t *testing.T) {
	g := Graph{Boxes: []Box{{80, 30, 0}, {80, 30, 1}, {80, 30, 2}, {80, 30, 2}, {80, 30, 2}, {80, 30, 0}},
		Arrows: []Arrow{{0, 1}, {0, 2}, {2, 3}, {3, 4}, {1, 5}}}
	d, err := Draw(g, paper)
	if err != nil {
		t.Fatal(err)
	}
	if want := []int{0, 1, 1, 2, 3, 4}; !slices.Equal(d.Layers, want) {
		t.Errorf("layers %v, not %v", d.Layers, want)
	}
	if d.Boxes[1].X+d.Boxes[1].Width >= d.Boxes[2].X {
		t.Errorf("the first lane is not the first: %+v", d.Boxes)
	}
}

func TestWhatCannotLeadDownIsRefused(t *testing.T) {
	three := []Box{{10, 10, 0}, {10, 10, 0}, {10, 10, 0}}
	for _, c := range []struct {
		arrows []Arrow
		want   error
	}{
		{[]Arrow{{0, 1}, {1, 2}, {2, 0}}, ErrCircle}, {[]Arrow{{1, 1}}, ErrNoBox}, {[]Arrow{{0, 3}}, ErrNoBox}, {[]Arrow{{-1, 0}}, ErrNoBox},
	} {
		if _, err := Draw(Graph{three, c.arrows}, paper); !errors.Is(err, c.want) {
			t.Errorf("%v: %v, not %v", c.arrows, err, c.want)
		}
	}
	if d, err := Draw(Graph{}, paper); err != nil || d.Width != 0 || d.Height != 0 {
		t.Errorf("nothing at all is drawn as %+v, %v", d, err)
	}
}

// Two ways that need not cross do not, though the file names their steps crosswise.
func TestArrowsThatNeedNotCrossDoNot(t *testing.T) {
	g := Graph{Arrows: []Arrow{{0, 4}, {1, 3}, {3, 5}, {4, 2}}}
	for range 6 {
		g.Boxes = append(g.Boxes, Box{80, 30, 0})
	}
	layers, _ := layersOf(g, 0)
	s := newSheet(g, Paper{Gap: 10, Row: 10}, layers)
	s.arrange()
	if n := s.crossings(); n != 0 {
		t.Errorf("%d crossings", n)
	}
}

func BenchmarkDraw64(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	g := Graph{}
	for i := range 64 {
		g.Boxes = append(g.Boxes, Box{150, 60, r.IntN(3)})
		for range min(i, 2) {
			g.Arrows = append(g.Arrows, Arrow{r.IntN(i), i})
		}
	}
	for b.Loop() {
		if _, err := Draw(g, paper); err != nil {
			b.Fatal(err)
		}
	}
}
