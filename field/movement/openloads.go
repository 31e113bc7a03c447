// SPDX-License-Identifier: Apache-2.0

package movement

import (
	"safar/desk"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/register"
)

// OpenLoad is a load of a trip that is planned, as somebody chooses one.
type OpenLoad struct {
	Trip        id.ID     `class:"open"` // whose load it is
	Destination id.ID     `class:"open"` // where it goes
	Leaves      clock.Day `class:"open"` // the day it is to leave
	Load        int       `class:"open"` // its number
	Kind        string    `class:"open"` // of the vehicle
	Seats       int       `class:"open"` // that it has
	Taken       int       `class:"open"` // by how many persons
}

// OpenLoads lists the loads of the trips that are planned from today on, by the day they leave, of at most limit trips. It opens nobody's file.
func OpenLoads(scope access.Scope, limit int) desk.Query[[]OpenLoad] {
	return desk.Query[[]OpenLoad]{Act: access.MovementLoad, Scope: scope, Run: func(r *desk.Reader) (loads []OpenLoad, err error) {
		entries, err := r.Scan(ByDay, register.Range{Limit: limit, After: &register.Entry{Key: DayKey(r.Today())}})
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			t, err := desk.Read(r, Story, e.Story)
			if err != nil {
				return nil, err
			}
			if t.State.Status != Planned {
				continue
			}
			groups, err := groupsOn(source{r}, e.Story, 0)
			if err != nil {
				return nil, err
			}
			for _, l := range t.State.Loads.Value() {
				loads = append(loads, OpenLoad{e.Story, t.State.Destination, t.State.Leaves(), l.Number, l.Kind, l.Seats, taken(groups, l.Number)})
			}
		}
		return loads, nil
	}}
}

// taken counts who holds a seat on a load.
func taken(groups []group, load int) (n int) {
	for i := range groups {
		for _, r := range groups[i].riders {
			if r.seat.Load == load && (r.seat.State == programme.Loaded || r.seat.State == programme.Boarded) {
				n++
			}
		}
	}
	return n
}
