// SPDX-License-Identifier: Apache-2.0

package movement_test

import (
	"slices"
	"testing"

	"safar/field/movement"

	"pgregory.net/rapid"
)

func TestLoadsAreFilledInOrder(t *testing.T) {
	of := func(persons, infants int) movement.ReadyRow {
		return movement.ReadyRow{Persons: persons, Infants: infants}
	}
	for _, c := range []struct {
		rule  string
		ready []movement.ReadyRow
		loads []movement.LoadRow
		want  []int
	}{
		{"one after the other", []movement.ReadyRow{of(5, 0), of(6, 0), of(4, 0)}, []movement.LoadRow{{Number: 1, Seats: 10}, {Number: 2, Seats: 10}}, []int{1, 2, 1}},
		{"nobody is parted from their family", []movement.ReadyRow{of(7, 0)}, []movement.LoadRow{{Number: 1, Seats: 6}, {Number: 2, Seats: 6}}, []int{0}},
		{"who sits there keeps their seat", []movement.ReadyRow{of(3, 0)}, []movement.LoadRow{{Number: 3, Seats: 5, Persons: 3}}, []int{0}},
		{"an infant on a lap", []movement.ReadyRow{of(3, 1), of(3, 1)}, []movement.LoadRow{{Number: 1, Seats: 4, Laps: 2}}, []int{1, 1}},
		{"no more laps than the load has", []movement.ReadyRow{of(3, 1), of(3, 1)}, []movement.LoadRow{{Number: 1, Seats: 4, Laps: 1}}, []int{1, 0}},
		{"no load", []movement.ReadyRow{of(3, 1)}, nil, []int{0}},
	} {
		if got := movement.Fill(c.ready, c.loads); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, not %v", c.rule, got, c.want)
		}
	}
}

// However many come and whatever drives, no seat is given twice, and nobody waits whom a load could still take.
func TestFillingGivesNoSeatTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var loads []movement.LoadRow
		for i := range rapid.IntRange(0, 4).Draw(t, "loads") {
			l := movement.LoadRow{Number: i + 1, Seats: rapid.IntRange(0, 40).Draw(t, "seats")}
			l.Persons = rapid.IntRange(0, l.Seats).Draw(t, "persons")
			loads = append(loads, l)
		}
		var ready []movement.ReadyRow
		for range rapid.IntRange(0, 20).Draw(t, "households") {
			ready = append(ready, movement.ReadyRow{Persons: rapid.IntRange(1, 12).Draw(t, "of")})
		}
		left := map[int]int{}
		for _, l := range loads {
			left[l.Number] = l.Seats - l.Persons
		}
		filled := movement.Fill(ready, loads)
		for i, n := range filled {
			if n > 0 {
				left[n] -= ready[i].Persons
			}
		}
		for i, n := range filled {
			for load, free := range left {
				if free < 0 || n == 0 && free >= ready[i].Persons {
					t.Fatalf("load %d has %d seats left; %v to %v", load, free, ready, filled)
				}
			}
		}
	})
}
