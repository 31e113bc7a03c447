// SPDX-License-Identifier: Apache-2.0

package match

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Households who come one by one: each possibility is as it is said to be. Where there is room nobody moves; where somebody makes room, it is one who was told nothing yet; and whoever is settled so leaves no place
// over its room.
func TestANewcomerIsOfferedWhatIsSo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := homes(rapid.Uint64Range(0, 1000).Draw(t, "problem"))
		coming := p.Households[len(p.Households)/2:]
		p.Households = slices.Clone(p.Households[:len(p.Households)/2])
		plan, err := Solve(p, Search{Seed: 1, Steps: 200})
		if err != nil {
			t.Fatal(err)
		}
		told := rapid.IntRange(0, 3).Draw(t, "told")
		kept := func(h int) bool { return h < told }
		s := p.Stand(plan)
		for _, newcomer := range coming {
			possible := s.Possibilities(newcomer, kept)
			if len(possible) != len(newcomer.Options) {
				t.Fatalf("%d possibilities of %d options", len(possible), len(newcomer.Options))
			}
			before := costOf(s)
			for _, at := range possible {
				asSaid(t, s, newcomer, at, kept)
			}
			if possible[0].hopeless() == 1 {
				t.Fatal("to be unplaced is always possible, and comes last")
			}
			was := s.Places()
			s.Settle(newcomer, possible[0])
			if got := costOf(s) - before; got != possible[0].Cost {
				t.Fatalf("it costs %d, not %d", got, possible[0].Cost)
			}
			for h, place := range was {
				if now := s.Places()[h]; now != place && (kept(h) || h != possible[0].Moves) {
					t.Fatalf("household %d moves from %d to %d", h, place, now)
				}
			}
			for place, left := range s.left {
				if slices.Min(left) < 0 {
					t.Fatalf("place %d: %v", place, left)
				}
			}
		}
	})
}

func asSaid(t *rapid.T, s *Standing, newcomer Household, at Possible, kept func(int) bool) {
	option := newcomer.Options[at.Option]
	if room := option.Place == Unplaced || fits(option, s.left); room != (at.Full == nil) {
		t.Fatalf("option %d: room %t, and full %v", at.Option, room, at.Full)
	}
	if at.Moves >= 0 && (at.Full == nil || kept(at.Moves) || s.placeOf(at.Moves, s.options[at.Moves]) != option.Place) {
		t.Fatalf("option %d: household %d moves", at.Option, at.Moves)
	}
}

func costOf(s *Standing) (sum int64) {
	for h, o := range s.options {
		if o >= 0 {
			sum += s.problem.Households[h].Options[o].Cost
		}
	}
	return sum
}

// Among 5,000 who stand: what a newcomer is shown, with reasons. It is to take less than ten milliseconds.
func BenchmarkANewcomer(b *testing.B) {
	p := hosted(5000, 200)
	plan := &Plan{Options: make([]int, len(p.Households))} // all unplaced, at first
	p.settleAlone(plan.Options)
	s, n := p.Stand(plan), 0
	for b.Loop() {
		s.Possibilities(p.Households[n%5000], func(h int) bool { return h%2 == 0 })
		n++
	}
}

// hosted draws a problem of some size, in which each household may go to some two dozen places.
func hosted(households, places int) *Problem {
	p := &Problem{}
	for i := range places {
		p.Room = append(p.Room, []int64{int64(households * 27 / 10 / places), int64(households/places + i%3)})
	}
	for i := range households {
		size := int64(1 + i*7%5)
		h := Household{Options: []Option{{Place: Unplaced, Cost: 10_000 * size}}}
		for j := range 25 {
			h.Options = append(h.Options, Option{Place: (i*37 + j*11) % places, Cost: -int64((i*31+j*97)%9000) * size, Needs: []int64{size, 1}})
		}
		p.Households = append(p.Households, h)
	}
	return p
}
