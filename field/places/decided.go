// SPDX-License-Identifier: Apache-2.0

package places

import (
	"slices"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// ClosureTold is one decision to close a site, or one change of its date, as it was recorded. Closure is what was decided; Author the user who
// wrote it down, and Written the day.
type ClosureTold struct {
	Closure ClosureRow
	Author  id.ID     `class:"open"`
	Written clock.Day `class:"open"`
	Stands  bool      `class:"open"` // it is what holds today; two do where two offices recorded one each
}

// ClosuresOf returns every date that was set for a site to close, the latest first: what was decided before stays to be read.
func ClosuresOf(site id.ID) desk.Query[[]ClosureTold] {
	return storyOf(site, closureKind, func(r *desk.Reader, p *Place, f *journal.Fact, c Closure) ClosureTold {
		return ClosureTold{Closure: ClosureRow(c), Author: decider(r, access.PlacesClose, f.Author), Written: writtenOn(r, f), Stands: stands(p.Closing.Standing, f)}
	})
}

// DecisionTold is one decision on the safety of a place as it was recorded. Decision is what was decided; Contrary what was said of sources that
// found it not safe, "" where nothing was; Written the day on which it was written down.
type DecisionTold struct {
	Decision DecisionRow
	Contrary string    `class:"open"`
	Written  clock.Day `class:"open"`
	Stands   bool      `class:"open"` // it is what holds today for its group and route; two do where two decided without seeing each other
}

// DecisionsOf returns every decision on the safety of a place, the latest first: what was found before stays to be read.
func DecisionsOf(place id.ID) desk.Query[[]DecisionTold] {
	return storyOf(place, safetyKind, func(r *desk.Reader, p *Place, f *journal.Fact, d Safety) DecisionTold {
		standing := slices.ContainsFunc(p.Safety, func(s Standing) bool { return stands(s.Decided.Standing, f) })
		return DecisionTold{Decision: DecisionRow{d.Group, d.Route, d.Safe, d.Reason, d.Day, decider(r, access.PlacesDecideSafety, d.By)}, Contrary: d.Contrary, Written: writtenOn(r, f), Stands: standing}
	})
}

// decider is who decided, for those who decide such things themselves: others read what was decided, and not who wrote it down.
func decider(r *desk.Reader, act access.Act, by id.ID) id.ID {
	if access.May(r.By(), act, access.Commons, r.Today()) != nil {
		return id.ID{}
	}
	return by
}

// storyOf reads the facts of one kind on a place, the latest first, whatever of them stands.
func storyOf[R, T any](place id.ID, kind string, tell func(*desk.Reader, *Place, *journal.Fact, R) T) desk.Query[[]T] {
	return desk.Query[[]T]{Act: access.PlacesRead, Scope: access.Commons, Run: func(r *desk.Reader) ([]T, error) {
		p, err := desk.ReadCommons(r, Story, place)
		if err != nil {
			return nil, err
		}
		facts, err := r.Facts(Story.Name(), place)
		var rows []T
		for _, f := range slices.Backward(facts) {
			if f.Kind != kind {
				continue
			}
			var said R
			if err := journal.Decode(f.Residue, &said); err != nil {
				return nil, fault.New("places.storyOf", fault.Damaged, "register.fact_unreadable", fault.Args{"kind": f.Kind}).Because(err)
			}
			rows = append(rows, tell(r, p.State, f, said))
		}
		return rows, err
	}}
}

// writtenOn returns the day on which a fact was written down, in the time zone of the operation.
func writtenOn(r *desk.Reader, f *journal.Fact) clock.Day { return clock.DayOf(r.Moment(f.At)) }

// stands reports whether what a fact said is among what holds today.
func stands[V any](standing []register.Stated[V], f *journal.Fact) bool {
	return slices.ContainsFunc(standing, func(s register.Stated[V]) bool { return s.Ref == f.Ref() })
}
