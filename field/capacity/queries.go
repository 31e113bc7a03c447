// SPDX-License-Identifier: Apache-2.0

package capacity

import (
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/places"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// RoomState is how room stands for a household: the place it chose, what is free there, which checks were made, what is promised.
//
// Journey and Step say where it is asked, Household whose it is. Place and PlaceName are of the unit promised or else of the place
// that all of them chose: zero and "" before that. Checks stand in the order in which they were first made.
type RoomState struct {
	Household id.ID    `class:"open"`
	Journey   id.ID    `class:"open"`
	Step      string   `class:"open"`
	Kind      string   `class:"open"` // plot, bed, seat
	State     string   `class:"open"` // see journey.StateOf
	Place     id.ID    `class:"personal"`
	PlaceName string   `class:"personal"`
	Units     int      `class:"open"` // offered there
	Taken     int64    `class:"open"` // promised there, in this caseload
	Wanted    []string `class:"open"` // the checks the programme asks for
	Checks    []CheckRow
	Unit      int `class:"open"` // promised; 0 for none
}

// CheckRow is one check that was made. Check is its id; Day is when it was last made of this unit of Place.
type CheckRow struct {
	Check string    `class:"open"`
	Day   clock.Day `class:"open"`
	Place id.ID     `class:"personal"`
	Unit  int       `class:"open"` // 0: of no unit in particular
	Good  bool      `class:"open"` // it found nothing against the promise
}

// RoomStateOf opens the room of a household, and notes the look. Faults: NotFound journey.no_such_journey, journey.no_such_step.
func RoomStateOf(scope access.Scope, of id.ID, step string) desk.Query[RoomState] {
	return desk.Query[RoomState]{Act: access.PeopleLook, Scope: scope, Run: func(r *desk.Reader) (RoomState, error) {
		c, err := journey.Take(r, of)
		if err != nil {
			return RoomState{}, err
		}
		s := c.Standing.Step(step)
		if s == nil || s.Step.Verb.Name != "place" {
			return RoomState{}, fault.New("capacity.RoomStateOf", fault.NotFound, "journey.no_such_step",
				fault.Args{"step": step, "verb": "place"})
		}
		r.Looked(c.Journey.Subject)
		out := RoomState{Household: c.Journey.Subject, Journey: of, Step: step, Kind: s.Step.RoomKind(), State: journey.StateOf(s),
			Wanted: s.Step.Checks, Place: c.ToldDestination()}
		out.Checks = checksOf(c.Journey, step)
		for _, room := range c.Journey.Room() {
			if room.Step == step {
				out.Unit, out.Place = room.Unit, room.Place
			}
		}
		return out, out.count(r)
	}}
}

// checksOf lists what was found of each unit, check by check: what was found last.
func checksOf(j *journey.Journey, step string) (rows []CheckRow) {
	for _, m := range j.Marks {
		if m.Step != step || m.Withdrawn || (m.State != programme.Checked && m.State != programme.Failed) {
			continue
		}
		row := CheckRow{m.Value, m.Day, m.Place, m.Unit, m.State == programme.Checked}
		same := func(r CheckRow) bool { return r.Check == row.Check && r.Place == row.Place && r.Unit == row.Unit }
		if i := slices.IndexFunc(rows, same); i >= 0 {
			rows[i] = row
		} else {
			rows = append(rows, row)
		}
	}
	return rows
}

// count says how much room the place has.
func (s *RoomState) count(r *desk.Reader) error {
	if s.Place.IsZero() {
		return nil
	}
	place, err := desk.ReadCommons(r, places.Story, s.Place)
	if err != nil {
		return err
	}
	s.PlaceName, s.Units = place.State.Name.Value(), place.State.Units(s.Kind)
	key := journey.RoomKey(s.Place, s.Kind, 0)
	s.Taken, err = r.Count(journey.ByRoom, key[:len(key)-4])
	return err
}
