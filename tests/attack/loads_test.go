// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"maps"
	"slices"

	"safar/field/movement"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// sitting is one thing that was written of where people sit.
type sitting struct {
	by    id.ID // zero: the household as one
	who   []id.ID
	trip  id.ID
	load  int
	state string // as of a seat; "free" where a changed mind takes them off
	fact  *journal.Fact
	put   bool // on a load by somebody who may have known of another: no word brought along
}

// sits notes what was written of the seats of some people, or of the household as one.
func (a *auditor) sits(w *way, r carried, state string) {
	by := r.Persons
	if !r.Apart {
		by = []id.ID{{}}
	}
	for _, of := range by {
		w.sat = append(w.sat, sitting{of, r.Persons, r.Trip, r.Load, state, a.fact, state == "loaded"})
	}
}

// holds are the seats that somebody holds, by trip: the household as one, where nobody is named. Who is put on a load leaves another one if whoever
// wrote it had heard of that.
func (w *way) holds(of id.ID) map[id.ID]sitting {
	on := map[id.ID]sitting{}
	for _, s := range w.sat {
		if !s.by.IsZero() && s.by != of {
			continue
		}
		switch {
		case gone(s.state) && (s.by == of || len(s.who) == 0 || slices.Contains(s.who, of)):
			return nil
		case s.state == "arrived": // others: who follows them keeps a seat of their own
			maps.DeleteFunc(on, func(_ id.ID, was sitting) bool { return was.by.IsZero() })
		case gone(s.state), s.state == "free":
			clear(on)
		case s.state == "":
			delete(on, s.trip)
		default:
			for trip, was := range on {
				if s.put && heardOf(s.fact, was.fact) {
					delete(on, trip)
				}
			}
			on[s.trip] = s
		}
	}
	return on
}

// heardOf reports whether who wrote a fact had another one before them.
func heardOf(f, other *journal.Fact) bool {
	if f.Feed == other.Feed {
		return f.Seq > other.Seq
	}
	for _, head := range f.Deps {
		if head.Feed == other.Feed {
			return head.Seq >= other.Seq
		}
	}
	return false
}

// onTwoLoads returns the trips on which somebody holds a seat each, of which they boarded one at most; none where nobody does.
func (w *way) onTwoLoads() []id.ID {
	for _, s := range w.sat {
		on, aboard := w.holds(s.by), 0
		var trips []id.ID
		for trip, at := range on {
			if trips = append(trips, trip); at.state == "boarded" {
				aboard++
			}
		}
		if len(on) > 1 && aboard < 2 {
			slices.SortFunc(trips, id.ID.Compare)
			return trips
		}
	}
	return nil
}

// unsit takes back that people left on a trip: all of them, or those who are named.
func (w *way) unsit(r carried) {
	w.sat = slices.DeleteFunc(w.sat, func(s sitting) bool {
		return s.state == "departed" && s.trip == r.Trip && (len(r.Rest) == 0 || s.by.IsZero() || slices.Contains(r.Persons, s.by))
	})
}

// notOnTwoLoads: nobody is put on another load, boards or leaves who holds a seat on two trips.
func (a *auditor) notOnTwoLoads(w *way) {
	if len(w.onTwoLoads()) > 0 {
		a.breach("holds a seat on two trips")
	}
}

// offOneLoad takes a family off one of two loads on which two offices put it.
func (s *sequence) offOneLoad(f *family, w *way) {
	trips := w.onTwoLoads()
	s.try(movement.Unload{Journey: f.journey, Step: "departure", Trip: trips[s.pick(len(trips), "off which load")]})
}
