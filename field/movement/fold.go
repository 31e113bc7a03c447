// SPDX-License-Identifier: Apache-2.0

package movement

import (
	"slices"

	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// Trip is what is true of a convoy or flight, beside who is on it.
type Trip struct {
	Origin      id.ID                    `cbor:"1,keyasint,omitempty"`  // the site it leaves from
	Destination id.ID                    `cbor:"2,keyasint"`            // where it goes, of the commons
	Route       string                   `cbor:"3,keyasint,omitempty"`  // as in decisions on safety
	Means       string                   `cbor:"4,keyasint"`            // convoy, or another means the programme names
	Day         register.Held[clock.Day] `cbor:"5,keyasint"`            // on which it is to leave
	Loads       register.Held[[]Vehicle] `cbor:"6,keyasint"`            // what carries them; two where two offices replanned it unseen
	Custodian   register.Held[id.ID]     `cbor:"7,keyasint"`            // the node on which its seats are given out
	Manifests   []Manifest               `cbor:"8,keyasint,omitempty"`  // by version
	Status      Status                   `cbor:"9,keyasint,omitempty"`  // Planned while nothing else happened
	Left        clock.Day                `cbor:"10,keyasint,omitempty"` // the day it departed; 0 while it has not
	There       clock.Day                `cbor:"11,keyasint,omitempty"` // the day it arrived; 0 while it has not
	Households  int                      `cbor:"12,keyasint,omitempty"` // that departed on it
	Persons     int                      `cbor:"13,keyasint,omitempty"` // who departed on it
	Reason      string                   `cbor:"14,keyasint,omitempty"` // why it was stopped, turned back or cancelled
}

// Vehicle is one load of a trip: what carries it, and how many.
type Vehicle struct {
	Number int    `cbor:"1,keyasint"`           // as painted on it, from 1
	Kind   string `cbor:"2,keyasint"`           // truck, bus, boat, plane, …
	Seats  int    `cbor:"3,keyasint"`           // for persons, 1 to MaxSeats
	Laps   int    `cbor:"4,keyasint,omitempty"` // how many infants its carrier takes on laps beside the seats; see MaxLapAge
}

// Manifest is one version of who is on a trip: how many, and a digest of its lines.
type Manifest struct {
	Version    int       `cbor:"1,keyasint"`           // from 1
	Day        clock.Day `cbor:"2,keyasint"`           // on which it was frozen
	Households int       `cbor:"3,keyasint"`           // that are on it
	Persons    int       `cbor:"4,keyasint"`           // who are on it
	Held       int       `cbor:"5,keyasint,omitempty"` // households that stand on a load and may not travel: they are not on it
	Digest     [32]byte  `cbor:"6,keyasint"`           // SHA-256 of its lines, in order of journey, load and person
}

// Status is how far a trip has come. Do not reorder: the numbers are stored.
type Status uint8

// The statuses of a trip.
const (
	Planned    Status = iota
	OnTheRoad         // departed, and not yet there
	Stopped           // stopped on the road
	TurnedBack        // on its way back, or back: nobody on it has left
	There             // arrived
	Cancelled         // did not go
)

var statusNames = [...]string{"planned", "on_the_road", "stopped", "turned_back", "arrived", "cancelled"}

// String returns the status's name in snake case.
func (s Status) String() string { return statusNames[min(int(s), len(statusNames)-1)] }

// MarshalText writes the status's name.
func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// pass folds what happened to the trip as a whole.
func (t *Trip) pass(f *journal.Fact, r moment) {
	switch r.Kind {
	case "departed":
		t.Status, t.Left, t.Households, t.Persons = OnTheRoad, f.Day, r.Households, r.Persons
	case "arrived":
		t.Status, t.There = There, f.Day
	case "cancelled":
		t.Status = Cancelled
	case "stopped":
		t.Status = Stopped
	case "turned_back":
		t.Status = TurnedBack
	case "not_there":
		t.Status, t.There = OnTheRoad, 0
	case "went_on":
		t.Status = OnTheRoad
	}
	if r.Reason != "" {
		t.Reason = r.Reason
	}
}

// Leaves returns the day on which the trip is to leave: where two stand, the earlier.
func (t *Trip) Leaves() clock.Day {
	day := clock.NoDay
	for _, s := range t.Day.Standing {
		if !day.Known() || s.Value < day {
			day = s.Value
		}
	}
	return day
}

// LoadOf returns a load of the trip, and whether there is one. Where two plans stand beside each other, fewer seats govern.
func (t *Trip) LoadOf(number int) (Vehicle, bool) {
	var got Vehicle
	found := false
	for _, plan := range t.Loads.Standing {
		i := slices.IndexFunc(plan.Value, func(l Vehicle) bool { return l.Number == number })
		if i < 0 {
			return Vehicle{}, false
		}
		if l := plan.Value[i]; !found || l.Seats+l.Laps < got.Seats+got.Laps {
			got, found = l, true
		}
	}
	return got, found
}

// Seats returns how many seats all loads have together.
func (t *Trip) Seats() int {
	seats := 0
	for _, l := range t.Loads.Value() {
		seats += l.Seats
	}
	return seats
}

// Last returns the latest manifest, and whether there is one.
func (t *Trip) Last() (Manifest, bool) {
	if len(t.Manifests) == 0 {
		return Manifest{}, false
	}
	return t.Manifests[len(t.Manifests)-1], true
}

// The lists under which trips are found.
var (
	ByDay         = register.List{Name: "trips_by_day"}         // DayKey of the day they are to leave
	ByDestination = register.List{Name: "trips_by_destination"} // the place they go to
	ByStatus      = register.List{Name: "trips_by_status"}      // one byte: the Status
)

// DayKey returns the key of ByDay for a day; keys sort as days do.
func DayKey(d clock.Day) []byte {
	u := uint32(d) ^ 1<<31
	return []byte{byte(u >> 24), byte(u >> 16), byte(u >> 8), byte(u)}
}

// Story is the kind of story of a trip.
var Story = register.NewKind("trip", func(t *Trip, add register.Adder) {
	add(ByDay, DayKey(t.Leaves()))
	add(ByDestination, t.Destination[:])
	add(ByStatus, []byte{byte(t.Status)})
	if t.contested() {
		add(ContestedTrips, []byte{1})
	}
})

// Seat is where one person stands on a step of verb move.
type Seat struct {
	State programme.State // Loaded, Unloaded, Boarded, NoShow, Departed or Arrived; Happened where nothing has happened yet
	Trip  id.ID           // zero by their own means
	Load  int             // number of the vehicle; 0 by their own means
	Place id.ID           // where to
	Day   clock.Day       // since when
}

// Riding reports whether the seat is taken: loaded or boarded, and not yet gone.
func (s Seat) Riding() bool { return s.State == programme.Loaded || s.State == programme.Boarded }

// Gone reports whether the person has left.
func (s Seat) Gone() bool { return s.State == programme.Departed || s.State == programme.Arrived }

// SeatOf returns where a person stands on a step of a journey: see journey.SeatMark.
func SeatOf(j *journey.Journey, step string, person id.ID) Seat {
	m, seated := j.SeatMark(step, person)
	if !seated {
		return Seat{}
	}
	return seatBy(m)
}

func seatBy(m journey.Mark) Seat {
	return Seat{State: m.State, Trip: m.Link, Load: m.Unit, Place: m.Place, Day: m.Day}
}

// seatOn returns where a person stands on a trip, and whether they do: of somebody whom two offices put on a load of two trips, on each.
func seatOn(j *journey.Journey, step string, person, trip id.ID) (Seat, bool) {
	for _, m := range j.Loads(step, person) {
		if m.Link == trip {
			return seatBy(m), true
		}
	}
	seat := SeatOf(j, step, person)
	return seat, seat.Trip == trip && seat.State != programme.Happened
}
