// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"testing"
	"time"

	"safar/field/journey"
	"safar/field/movement"
	"safar/field/people"
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

// Promise 4: somebody left their household on the road; another office had the household leave with them on another trip. They are looked for on both,
// until somebody says how it was.
func TestTaleOfSomebodyWhoIsOnAnotherTripElsewhere(t *testing.T) {
	for name, last := range map[string]bool{"the other trip is the last": true, "the other trip is the first": false} {
		t.Run(name, func(t *testing.T) {
			for _, travels := range []bool{true, false} {
				a, b, p := readyAtTwo(t)
				map[bool]*tale{true: b, false: a}[last].clock.Set(began.Add(time.Hour))
				a.leave()
				way := a.split(1)
				b.leave()
				a.exchange(p, b)
				for _, w := range []*tale{a, b} {
					w.followed()
					if rows := w.unseen(); len(rows) != 1 || rows[0].Person != w.members[1] {
						t.Fatalf("unseen are %+v", rows)
					}
				}
				w := b
				for len(w.unseen()) > 0 {
					w.ok(movement.SayHow{Journey: w.journey, Step: "departure", Person: w.members[1], Travels: travels, Reason: "she was called"})
				}
				if travels {
					hers := *a
					hers.world, hers.journey = w.world, way
					hers.shows(journey.TwoTrips)
					w.ok(notAboard(&hers))
				}
				w.followed()
				a.exchange(p, b)
				a.followed()
			}
		})
	}
}

// Who parts on the road after somebody said on which of two trips the household was not is on the road by the other.
func TestTaleOfSomebodyWhoPartsAfterItWasSaidOnWhichTripTheyWere(t *testing.T) {
	a, b, p := onTwoTrips(t)
	b.ok(notAboard(b))
	a.exchange(p, b)
	a.split(1)
	a.watched(2, a.trip)
}

// Who parted from a family that two offices had leave, before somebody said on which trip the family was not: of her it is asked on her own way, and until
// it is said there she stands beside the manifests of both.
func TestTaleOfSomebodyWhoPartsBeforeItIsSaidOnWhichTripTheyWere(t *testing.T) {
	for name, last := range map[string]bool{"not on the first": false, "not on the last": true} {
		t.Run(name, func(t *testing.T) {
			a, b, p := onTwoTrips(t)
			hers := *a
			hers.journey = a.split(1)
			a.exchange(p, b)
			not, other := a, b
			if last {
				not, other = b, a
			}
			ears := []*auditor{a.followed(), b.followed()}
			a.ok(notAboard(not))
			a.exchange(p, b)
			hers.shows(journey.TwoTrips)
			for i, w := range []*tale{a, b} {
				_, err := ears[i].follow(w.scope)
				must(t, err)
				ears[i].fails()
				if ears[i].nobodyIsLost(); len(ears[i].fails()) > 0 {
					t.Errorf("somebody is on the road and on no list")
				}
			}
			hers.ok(notAboard(&tale{world: not.world, trip: not.trip, journey: hers.journey}))
			hers.shows()
			a.watched(2, other.trip)
		})
	}
}

// Who parted from a household on the road, arrived, and lives with others since has been seen there: nobody looks for them among those who travel still.
func TestTaleOfSomebodyWhoArrivedAndLivesWithOthers(t *testing.T) {
	w := tell(t, 35, 33)
	w.onTrip()
	she, theirs := w.members[1], w.journey
	way := w.split(1)
	w.ok(movement.ConfirmArrival{Journey: way, Step: "departure"})
	w.register(40)
	w.ok(journey.Join{Person: she, Household: w.household, Relation: people.Carer, OwnWord: true})
	if rows := w.unseen(); len(rows) > 0 {
		t.Errorf("unseen are %+v", rows)
	}
	w.watched(1, w.trip)
	w.no("movement.nothing_unseen", movement.SayHow{Journey: theirs, Step: "departure", Person: she, Travels: true, Reason: "she was called"})
}

// One office had the adults of a family leave one by one; one of them turned back, went after the others, and arrived with the child. Another office, which
// had heard none of that, had the family leave and arrive meanwhile. Who is named among those who arrived has arrived, also on a way of their own.
func TestTaleOfSomebodyWhoWentAfterTheOthersAndArrived(t *testing.T) {
	for name, hours := range map[string]time.Duration{"the other office wrote in between": 1, "the other office wrote last": 3} {
		t.Run(name, func(t *testing.T) {
			a, b, p := readyAtTwo(t, 9)
			he, she, child := a.members[0], a.members[1], a.members[2]
			for _, those := range [][]id.ID{{he, child}, {she}} {
				each := a.own()
				each.Persons, each.OwnWord = those, []id.ID{he, she}
				a.ok(each)
			}
			b.clock.Set(began.Add(hours * time.Hour))
			b.ok(b.own())
			b.ok(b.confirmed())
			a.clock.Set(began.Add(2 * time.Hour))
			a.ok(movement.LookFor{Journey: a.journey, Step: "departure", Outcome: movement.CameBack, Persons: []id.ID{he}})
			a.ok(a.again(0, true))
			a.ok(a.own())
			a.ok(movement.LookFor{Journey: a.split(1), Step: "departure", Outcome: movement.CameBack})
			a.ok(a.confirmed())
			a.exchange(p, b)
			a.findsOnTheRoad(0)
			a.split(0)
			a.findsOnTheRoad(0)
		})
	}
}

// split has a member leave the household, and returns the way that they walk from then on.
func (w *tale) split(member int) (way id.ID) {
	w.t.Helper()
	r := w.ok(journey.Split{Household: w.household, Leaving: w.members[member : member+1], OwnWord: w.members[member : member+1]})
	return r.IDs[1]
}
