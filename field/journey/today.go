// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"encoding/binary"
	"slices"

	"safar/desk"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/register"
)

// What a day's work looks at, in days; how many journeys it reads for each step at most, however many there are; and among how many it looks
// for them.
const (
	soon       = 7  // a choice that lapses within so many days is spoken of in time
	lately     = 30 // a visit that fell due within so many days and is not made waits for somebody
	mostOfStep = 60
	mostOnDays = 2000
)

// Waiting is how much of the work on journeys waits today. More than mostOfStep of one step are not counted.
type Waiting struct {
	Lapsing int `class:"open"` // households whose choice lapses within a week
	Visits  int `class:"open"` // households of whom a follow-up visit fell due in the last thirty days and is not made
	Asked   int `class:"open"` // households that asked for something of which nobody has decided
}

// WaitingToday says how much waits in a scope. It reads what lies on the days in question, and nothing else: it costs the same however many people
// there are. It names nobody.
func WaitingToday(doing access.Act, scope access.Scope) desk.Query[Waiting] {
	return desk.Query[Waiting]{Act: doing, Scope: scope, Run: func(r *desk.Reader) (w Waiting, err error) {
		lapsing, err := lapsingSoon(r)
		if err != nil {
			return w, err
		}
		visits, err := visitsWaiting(r)
		if err != nil {
			return w, err
		}
		asking, err := askingHouseholds(r)
		return Waiting{Lapsing: len(lapsing), Visits: len(visits), Asked: len(asking)}, err
	}}
}

// lapsingList lists the households whose choice lapses soon, those first that lapse first.
func lapsingList(r *desk.Reader) (people.Listed, error) {
	households, err := lapsingSoon(r)
	return people.Listed{IDs: households, Total: int64(len(households))}, err
}

// lapsingSoon returns the households whose choice holds today and lapses within soon.
func lapsingSoon(r *desk.Reader) (households []id.ID, err error) {
	today := r.Today()
	err = eachStepInForce(r, "choose", func(hash [32]byte, pathway string, s *programme.Step) error {
		if s.Valid.IsZero() {
			return nil
		}
		long := s.Valid.After(today) - today
		return eachOnDays(r, Answered, StepKey(hash, pathway, s.ID), today-long-soon, today-long+soon, nil, func(c *Case) {
			at := c.Standing.Step(s.ID)
			if at != nil && at.Status == programme.Done && at.Lapses.Known() && at.Lapses > today && at.Lapses <= today+soon {
				households = append(households, c.Journey.Subject)
			}
		})
	})
	return unique(households), err
}

// visitsWaiting returns the households of whom a visit fell due lately and is not made.
func visitsWaiting(r *desk.Reader) (households []id.ID, err error) {
	today := r.Today()
	err = eachStepInForce(r, "check", func(_ [32]byte, _ string, s *programme.Step) error {
		for _, at := range s.At {
			long := at.After(today) - today
			for _, where := range []byte{arrived, onRoad} {
				made := func(key []byte) bool { return visitedFor(key, s, at) }
				if err := eachOnDays(r, BySince, []byte{where}, today-long-lately, today-long, made, func(c *Case) {
					if due := c.Standing.Step(s.ID); due != nil && due.Status != programme.Done && due.Due > today-lately && due.Due <= today {
						households = append(households, c.Journey.Subject)
					}
				}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return unique(households), err
}

// visitedFor reports whether the last visit was made for one of the calendar or a later one, by the key of BySince: not earlier than a visit of
// that one may be.
func visitedFor(key []byte, s *programme.Step, at programme.Span) bool {
	left, last := sinceDeparture(key, s.ID)
	return last.Known() && last >= at.After(left)-clock.Day(s.Early.Days)
}

// unique leaves each id once, in the order of the first.
func unique(ids []id.ID) (once []id.ID) {
	for _, of := range ids {
		if !slices.Contains(once, of) {
			once = append(once, of)
		}
	}
	return once
}

// eachStepInForce calls f for every step of a verb, of every programme in force.
func eachStepInForce(r *desk.Reader, verb string, f func(hash [32]byte, pathway string, s *programme.Step) error) error {
	return eachInForce(r, func(hash [32]byte, p *programme.Programme) error {
		for _, pathway := range p.Pathways {
			for i := range pathway.Steps {
				if s := pathway.Steps[i]; s.Verb.Name == verb {
					if err := f(hash, pathway.ID, s); err != nil {
						return err
					}
				}
			}
		}
		return nil
	})
}

// eachOnDays calls f for the journeys that stand in a list under a key and a day from first to last, at most mostOfStep of them. Those whose key
// passed leaves out, where it is not nil, are not read.
func eachOnDays(r *desk.Reader, list register.List, key []byte, first, last clock.Day, passed func(key []byte) bool, f func(*Case)) error {
	under := func(d clock.Day) []byte { return append(slices.Clone(key), dayBytes(d)...) }
	entries, err := r.Scan(list, register.Range{Prefix: key, After: &register.Entry{Key: under(first)}, Limit: mostOnDays})
	if err != nil {
		return err
	}
	end, read := under(last+1), 0
	for _, e := range entries {
		if slices.Compare(e.Key, end) >= 0 || read == mostOfStep {
			break
		}
		if passed != nil && passed(e.Key) {
			continue
		}
		read++
		c, err := Take(r, e.Story)
		if !judged(err) {
			return err
		}
		if err == nil && !c.Journey.Aside {
			f(c)
		}
	}
	return nil
}

// dayLength is how long the bytes of a day are.
const dayLength = 4

// dayBytes sort as days do.
func dayBytes(d clock.Day) []byte {
	u := uint32(d) ^ 1<<31
	return []byte{byte(u >> 24), byte(u >> 16), byte(u >> 8), byte(u)}
}

// dayOf reads what dayBytes wrote.
func dayOf(b []byte) clock.Day { return clock.Day(int32(binary.BigEndian.Uint32(b) ^ 1<<31)) }
