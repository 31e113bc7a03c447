// SPDX-License-Identifier: Apache-2.0

package match

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Whoever comes in whatever batches: nobody is put where there is no room, and the same seed places them the same way.
func TestWhoComesIsPlacedWhereThereIsRoom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := homes(rapid.Uint64Range(0, 1000).Draw(t, "problem"))
		in, expected := rapid.IntRange(1, 5).Draw(t, "in a batch"), rapid.IntRange(0, 20).Draw(t, "expected")
		place := func() (all []int) {
			a := NewArrivals(p.Room, expected, nil)
			for batch := range slices.Chunk(p.Households, in) {
				options, err := a.Place(batch, Search{Seed: 1, Steps: 50})
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, options...)
			}
			return all
		}
		all := place()
		for place, left := range p.leftBy(all) {
			for d, n := range left {
				if n < 0 {
					t.Fatalf("place %d holds %d too many of %d", place, -n, d)
				}
			}
		}
		if again := place(); !slices.Equal(all, again) {
			t.Fatalf("%v, and then %v", all, again)
		}
	})
}

// Two who come one after the other, and one room that the second needs more: whoever looks ahead keeps it, where somebody like the second came before.
func TestRoomIsKeptForWhoIsToBeExpected(t *testing.T) {
	easy := Household{Options: []Option{{Place: 0, Cost: -10, Needs: []int64{1}}, {Place: 1, Cost: -9, Needs: []int64{1}}, {Place: Unplaced, Cost: 0}}}
	hard := Household{Options: []Option{{Place: 0, Cost: -100, Needs: []int64{1}}, {Place: Unplaced, Cost: 0}}}
	for expected, want := range map[int]int{1: 0, 2: 1} {
		a := NewArrivals([][]int64{{1}, {1}}, expected, []Household{hard})
		options, err := a.Place([]Household{easy}, Search{Seed: 1, Steps: 50})
		if err != nil || options[0] != want {
			t.Errorf("of %d expected, the first goes to %v: %v", expected, options, err)
		}
	}
}
