// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"testing"
	"time"

	"safar/field/journey"
	"safar/field/movement"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/id"
)

// readyAtTwo tells of a family of two adults, and children of some ages, of whom two offices know that they may leave.
func readyAtTwo(t *testing.T, children ...int) (a, b *tale, p *post) {
	t.Helper()
	a = tell(t, append([]int{35, 33}, children...)...)
	a.chosen(0, 1)
	a.settled()
	a.paid("first_tranche")
	a.ok(a.again(0, true))
	a.ok(a.again(1, true))
	b, p = a.second()
	return a, b, p
}

// onTwoTrips tells of a family that two offices had leave, each on a trip of its own: the second's is the later one.
func onTwoTrips(t *testing.T) (a, b *tale, p *post) {
	t.Helper()
	a, b, p = readyAtTwo(t)
	b.clock.Set(began.Add(time.Hour))
	a.leave()
	b.leave()
	a.exchange(p, b)
	return a, b, p
}

// leave has an office plan a trip for a family and have it leave.
func (w *tale) leave() {
	w.t.Helper()
	w.plan(5, 1)
	w.ok(w.load())
	w.ok(w.board())
	w.ok(movement.Depart{Trip: w.trip})
}

// watched has an auditor read all that an office knows, and demands that everybody on the road stands on a list, and so many by a trip.
func (w *tale) watched(persons int, by id.ID) {
	w.t.Helper()
	n := 0
	for _, at := range w.findsOnTheRoad(persons) {
		if at.trip == by {
			n++
		}
	}
	if n != persons {
		w.t.Errorf("the auditor has %d on the road by that trip, want %d", n, persons)
	}
}

// findsOnTheRoad has an auditor read all that an office knows, demands that so many are on the road, each on a list, and returns where it has them.
func (w *tale) findsOnTheRoad(persons int) map[id.ID]seat {
	w.t.Helper()
	audit := w.followed()
	if len(audit.road) != persons {
		w.t.Errorf("the auditor has %v on the road, want %d", audit.road, persons)
	}
	if got := w.stoppable(); got != persons {
		w.t.Errorf("%d would be stopped, want %d", got, persons)
	}
	return audit.road
}

// followed has an auditor read all that an office knows, and demands that everybody whom it has on the road stands on a list.
func (w *tale) followed() *auditor {
	w.t.Helper()
	audit := newAuditor(w.desk, w.staff, w.scope)
	for _, scope := range []access.Scope{access.Commons, w.scope} {
		_, err := audit.follow(scope)
		must(w.t, err)
	}
	audit.fails() // each deed was judged where it was done
	if audit.nobodyIsLost(); len(audit.fails()) > 0 {
		w.t.Errorf("somebody is on the road and on no list")
	}
	return audit
}

// Of a family that is said to be on two trips one trip turns back, or they were not on it: they are on the road by the other, whichever of the two was
// written last, and whoever stops that one stops them.
func TestTaleOfOneOfTwoTripsOnWhichTheyWereNot(t *testing.T) {
	for name, last := range map[string]bool{"the first": false, "the last": true} {
		t.Run(name, func(t *testing.T) {
			a, b, p := onTwoTrips(t)
			not, other := a, b
			if last {
				not, other = b, a
			}
			not.ok(notAboard(not))
			a.exchange(p, b)
			for _, w := range []*tale{a, b} {
				w.watched(2, other.trip)
			}
			other.ok(movement.StopOrTurnBack{Trip: other.trip, TurnBack: true, Reason: "the road is cut"})
			other.watched(0, other.trip)
		})
	}
}

// Where one of the two trips turns back nobody knows yet whether they were on it: they are looked for until somebody says on which they were not.
func TestTaleOfOneOfTwoTripsThatTurnedBack(t *testing.T) {
	for name, last := range map[string]bool{"the first": false, "the last": true} {
		t.Run(name, func(t *testing.T) {
			for onIt, want := range map[bool]int{true: 0, false: 2} {
				a, b, p := onTwoTrips(t)
				back, other := a, b
				if last {
					back, other = b, a
				}
				back.ok(movement.StopOrTurnBack{Trip: back.trip, TurnBack: true, Reason: "the road is cut"})
				a.exchange(p, b)
				for _, w := range []*tale{a, b} {
					w.shows(journey.TwoTrips)
					w.watched(2, b.trip)
				}
				if onIt {
					other.ok(notAboard(other))
				} else {
					other.ok(notAboard(back))
				}
				a.exchange(p, b)
				for _, w := range []*tale{a, b} {
					w.shows()
					w.watched(want, other.trip)
				}
			}
		})
	}
}

// An office that had not heard that a trip turned back says that they were on it: they are still on the road by it, and it is turned back once more.
func TestTaleOfATripThatTurnedBackUnheard(t *testing.T) {
	a, b, p := onTwoTrips(t)
	a.ok(movement.StopOrTurnBack{Trip: a.trip, TurnBack: true, Reason: "the road is cut"})
	b.ok(notAboard(b))
	a.exchange(p, b)
	b.watched(2, a.trip)
	again := movement.StopOrTurnBack{Trip: a.trip, TurnBack: true, Reason: "the road is cut"}
	b.ok(again)
	b.watched(0, a.trip)
	b.no("movement.not_on_the_road", again)
}

// notAboard says that a family was not on an office's trip.
func notAboard(w *tale) movement.NotAboard {
	return movement.NotAboard{Trip: w.trip, Journey: w.journey, Step: "departure", Reason: "the list was wrong"}
}

// Of a family that is said to be on two trips one office knew of a child who was born meanwhile: the child is on the road by the trip that names them,
// whichever of the two was written last, and turns back with it.
func TestTaleOfAChildBornBeforeOneOfTwoTrips(t *testing.T) {
	for name, last := range map[string]bool{"the first": false, "the last": true} {
		t.Run(name, func(t *testing.T) {
			a, b, p := readyAtTwo(t)
			later := map[bool]*tale{false: a, true: b}[last]
			later.clock.Set(began.Add(time.Hour))
			child := b.ok(people.Birth{Household: b.household, BornTo: b.members[0]}).IDs[0]
			a.leave()
			b.leave()
			a.exchange(p, b)
			for _, w := range []*tale{a, b} {
				w.shows(journey.TwoTrips)
				if at := w.findsOnTheRoad(3)[child]; at.trip != b.trip {
					t.Errorf("the child is on the road by %v, want %v", at, b.trip)
				}
			}
			a.ok(notAboard(a))
			a.exchange(p, b)
			for _, w := range []*tale{a, b} {
				w.watched(3, b.trip)
			}
			b.ok(movement.StopOrTurnBack{Trip: b.trip, TurnBack: true, Reason: "the road is cut"})
			b.watched(0, b.trip)
		})
	}
}
