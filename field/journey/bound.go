// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"slices"

	"safar/field/programme"
	"safar/kernel/id"
	"safar/kernel/register"
)

// What a place is to a household of which somebody wants to go there, or went: who is on the road there is said by those who know the members;
// of the others the list itself says it, so that they are counted and not read.
const (
	MayTravel  = 1 // somebody has left, to whatever place, and may be on the road
	HasArrived = 2 // of the others, those of whom somebody has arrived there
	HasChosen  = 3 // and those of whom an answer for it stands, of somebody who has not left, without room or a seat there
	HasRoom    = 4 // and those who were promised room there, or hold a seat on a load that goes there, and have not left
)

// BoundFor says what still binds those of the subject who have not left to a place: an answer of one of them that stands, whatever others of them
// answered since; and a unit that is held there, or a seat on a load that goes there.
func (j *Journey) BoundFor(place id.ID) (answered, promised bool) {
	left := j.Left()
	answered = slices.ContainsFunc(j.Marks, func(m Mark) bool {
		return m.Place == place && m.chooses() && (!left || !m.By.IsZero() && !j.HasLeft(m.By))
	})
	promised = !left && slices.ContainsFunc(j.Room(), func(h HeldRoom) bool { return h.Place == place })
	return answered, promised || slices.Contains(j.seatsTo(), place)
}

// AnsweredFor returns the persons of whom an answer for a place stands, or for whom it was decided; the zero id where it was said of the subject as a whole.
func (j *Journey) AnsweredFor(place id.ID) (who []id.ID) {
	for i := range j.Marks {
		if m := &j.Marks[i]; m.Place == place && m.chooses() && !slices.Contains(who, m.By) {
			who = append(who, m.By)
		}
	}
	return who
}

// chooses reports whether a mark that stands says what somebody chose, or what was decided for children alone or for one child.
func (m *Mark) chooses() bool { return !m.Withdrawn && m.answer() }

// seatsTo returns the places to which the loads go on which people of the subject hold seats.
func (j *Journey) seatsTo() (places []id.ID) {
	for _, step := range j.stepsIn(programme.Loaded, programme.Boarded) {
		for _, of := range j.loaded(step) {
			for _, seat := range j.Loads(step, of) {
				if !seat.Place.IsZero() && !slices.Contains(places, seat.Place) {
					places = append(places, seat.Place)
				}
			}
		}
	}
	return places
}

// indexPlaces enters the places that answers, promises, seats and departures are about.
func (j *Journey) indexPlaces(add register.Adder) {
	travels := len(j.RoadSteps()) > 0
	for _, place := range j.placesNamed() {
		add(ByDestined, place[:])
		if travels {
			add(AtPlace, append(place[:], MayTravel))
			continue
		}
		if _, arrived := j.ArrivedAt(place); arrived {
			add(AtPlace, append(place[:], HasArrived))
		}
		switch answered, promised := j.BoundFor(place); {
		case promised:
			add(AtPlace, append(place[:], HasRoom))
		case answered:
			add(AtPlace, append(place[:], HasChosen))
		}
	}
}

// placesNamed returns the places that a standing answer, departure or arrival is about, at which a unit is held, or to which a load goes on which
// somebody holds a seat, each once.
func (j *Journey) placesNamed() (places []id.ID) {
	name := func(place id.ID) {
		if !slices.Contains(places, place) {
			places = append(places, place)
		}
	}
	for i := range j.Marks {
		if m := &j.Marks[i]; !m.Withdrawn && m.leads() {
			name(m.Place)
		}
	}
	for _, room := range j.Room() {
		name(room.Place)
	}
	for _, place := range j.seatsTo() {
		name(place)
	}
	return places
}
