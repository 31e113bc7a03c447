// SPDX-License-Identifier: Apache-2.0

package capacity

import (
	"safar/desk"
	"safar/field/journey"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/id"
)

// RoomRow is how much room of one kind a place has, and how much of it a caseload has promised. Place is which; Offered is how many
// units it offers to all caseloads, and Promised how many promises stand in this one.
type RoomRow struct {
	Place    id.ID `class:"open"`
	Offered  int   `class:"open"`
	Promised int   `class:"open"`
}

// Free returns how many units are not promised; two promises of one unit never make it less than none.
func (r RoomRow) Free() int { return max(r.Offered-r.Promised, 0) }

// RoomAt counts the room of a kind at some places. It reads no journey: promises are counted in the list that finds them.
func RoomAt(scope access.Scope, kind string, at ...id.ID) desk.Query[[]RoomRow] {
	return desk.Query[[]RoomRow]{Act: access.FiguresRead, Scope: scope, Run: func(r *desk.Reader) ([]RoomRow, error) {
		rows := make([]RoomRow, 0, len(at))
		for _, place := range at {
			p, err := desk.ReadCommons(r, places.Story, place)
			if err != nil {
				return nil, err
			}
			key := journey.RoomKey(place, kind, 0)
			promised, err := r.Count(journey.ByRoom, key[:len(key)-4]) // whatever the number of the unit
			if err != nil {
				return nil, err
			}
			rows = append(rows, RoomRow{place, p.State.Units(kind), int(promised)})
		}
		return rows, nil
	}}
}
