// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"testing"
	"time"

	"safar/field/journey"
	"safar/field/movement"
	"safar/kernel/id"
)

// Promise 4: somebody left their household on the road and turned back; another office, which had heard none of that, had the household leave with
// them. Nobody knows which was last: they are looked for, with those with whom they are said to have left, until somebody says how it was.
func TestTaleOfSomebodyWhoTurnedBackAndLeftElsewhere(t *testing.T) {
	for name, last := range map[string]bool{"left last": true, "turned back last": false} {
		t.Run(name, func(t *testing.T) {
			for travels, want := range map[bool]int{true: 2, false: 1} {
				a, b, p := readyAtTwo(t)
				map[bool]*tale{true: b, false: a}[last].clock.Set(began.Add(time.Hour))
				a.ok(a.own())
				way := a.split(1)
				a.ok(movement.LookFor{Journey: way, Step: "departure", Outcome: movement.CameBack})
				b.ok(b.own())
				a.exchange(p, b)
				for _, w := range []*tale{a, b} {
					w.followed()
					if rows := w.unseen(); len(rows) != 1 || rows[0].Person != w.members[1] || w.stoppable() != 2 {
						t.Fatalf("unseen are %+v, %d on the road", rows, w.stoppable())
					}
				}
				b.ok(movement.SayHow{Journey: a.journey, Step: "departure", Person: a.members[1], Travels: travels, Reason: "she was called"})
				a.exchange(p, b)
				for _, w := range []*tale{a, b} {
					if rows := w.unseen(); len(rows) > 0 {
						t.Errorf("unseen are %+v", rows)
					}
					w.findsOnTheRoad(want)
				}
			}
		})
	}
}

// split has a member leave the household, and returns the way that they walk from then on.
func (w *tale) split(member int) (way id.ID) {
	w.t.Helper()
	r := w.ok(journey.Split{Household: w.household, Leaving: w.members[member : member+1], OwnWord: w.members[member : member+1]})
	return r.IDs[1]
}
