// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"slices"

	"safar/field/programme"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// Somebody who is put on a load leaves the one they stood on, as far as whoever writes it knows of that. Where two offices put the same people on a
// load each, unseen of one another, they hold a seat on both: each trip counts them, nobody else is given their seat, and they board neither
// before a person has taken them off one (TwoLoads).

// Loads returns the marks by which a person, or the household as one (the zero id), holds a seat on a step of verb move: one for each trip, in the
// order in which they were given. Who has left holds none, whatever an office that did not know it wrote.
func (j *Journey) Loads(step string, person id.ID) []Mark {
	var on []Mark
	for i := range j.Marks {
		m := &j.Marks[i]
		if !m.seats(step, person) {
			continue
		}
		if m.leaving() {
			if person.IsZero() || j.concerns(m, person) {
				return nil
			}
			on = slices.DeleteFunc(on, func(seat Mark) bool { return !seat.keptFrom(m) }) // others left: whoever is not of them came since
			continue
		}
		on = slices.DeleteFunc(on, func(seat Mark) bool { return seat.Link == m.Link })
		if m.riding() {
			on = append(on, *m)
		}
	}
	return on
}

// seats reports whether a mark that stands says where somebody sits on a step: one of their own, or of the household as one.
func (m *Mark) seats(step string, person id.ID) bool {
	return !m.Withdrawn && m.Step == step && (m.By.IsZero() || m.By == person) && slices.Contains(seatStates, m.State)
}

// keptFrom reports whether a seat stays that of its person when others are said to have arrived: who follows them holds it by a word of their own.
func (m *Mark) keptFrom(others *Mark) bool {
	return !m.By.IsZero() && others.State == programme.Arrived
}

func (m *Mark) riding() bool { return m.State == programme.Loaded || m.State == programme.Boarded }

// loaded returns who was ever put on a load at a step, in the order of the marks: the zero id where it was the household as one.
func (j *Journey) loaded(step string) []id.ID {
	var who []id.ID
	for i := range j.Marks {
		if m := &j.Marks[i]; !m.Withdrawn && m.Step == step && m.riding() && !slices.Contains(who, m.By) {
			who = append(who, m.By)
		}
	}
	return who
}

// ChangeOver takes a person, or everybody where by is zero, off the loads of trips other than one, as far as whoever writes the fact knew of them.
func (j *Journey) ChangeOver(f *journal.Fact, step string, by, to id.ID) {
	who := []id.ID{by}
	if by.IsZero() {
		who = j.loaded(step)
	}
	for _, of := range who {
		for _, seat := range j.Loads(step, of) {
			if seat.Link != to && f.Knew(seat.Ref) {
				j.Add(f, Mark{Step: step, State: programme.Unloaded, By: of, Link: seat.Link})
			}
		}
	}
}

// SitOn lets those who were taken off one load, and hold a seat on another, be seen there again.
func (j *Journey) SitOn(step string) {
	for _, of := range j.loaded(step) {
		seats := j.Loads(step, of)
		if last, _ := j.lastSeat(step, of); len(seats) > 0 && !last.riding() {
			j.Marks = append(j.Marks, seats[len(seats)-1]) // by the fact that gave it
		}
	}
}

func (j *Journey) lastSeat(step string, person id.ID) (last Mark, is bool) {
	for i := range j.Marks {
		if m := &j.Marks[i]; m.seats(step, person) {
			last, is = *m, true
		}
	}
	return last, is
}

// freeSeats takes everybody off their loads who has not left.
func (j *Journey) freeSeats(f *journal.Fact) {
	for _, step := range j.stepsIn(programme.Loaded, programme.Boarded) {
		for _, of := range j.loaded(step) {
			for _, seat := range j.Loads(step, of) {
				if seat.By == of {
					j.Add(f, Mark{Step: step, State: programme.Unloaded, Day: max(f.Day, seat.Day), By: of, Link: seat.Link})
				}
			}
		}
	}
}

// seat is where two offices put somebody each.
type seat struct {
	step   string
	person id.ID // zero for the household as one
}

// onTwoLoads returns who stands on loads of two trips of which they boarded one at most, and has not left.
func (j *Journey) onTwoLoads() []seat {
	var found []seat
	for _, step := range j.stepsIn(programme.Loaded) {
		for _, of := range j.loaded(step) {
			if seats := j.Loads(step, of); len(seats) > 1 && !aboardTwo(seats) {
				found = append(found, seat{step, of})
			}
		}
	}
	return found
}

func aboardTwo(seats []Mark) bool {
	n := 0
	for i := range seats {
		if seats[i].State == programme.Boarded {
			n++
		}
	}
	return n > 1
}

// OnTwoLoads returns the seats of those who stand on loads of two trips at a step, one for each trip, in the order in which they were given; none
// where nobody does.
func (j *Journey) OnTwoLoads(step string) []Mark {
	var seats []Mark
	for _, at := range j.onTwoLoads() {
		for _, m := range j.Loads(step, at.person) {
			if at.step == step && !slices.ContainsFunc(seats, func(other Mark) bool { return other.Link == m.Link }) {
				seats = append(seats, m)
			}
		}
	}
	return seats
}

// StepsOnTwoLoads returns the steps at which somebody stands on loads of two trips.
func (j *Journey) StepsOnTwoLoads() []string {
	var steps []string
	for _, at := range j.onTwoLoads() {
		if !slices.Contains(steps, at.step) {
			steps = append(steps, at.step)
		}
	}
	return steps
}

// LoadedOn returns who holds a seat of their own on a trip at a step, whether they are of the household still or not.
func (j *Journey) LoadedOn(step string, trip id.ID) []id.ID {
	return slices.DeleteFunc(j.loaded(step), func(of id.ID) bool {
		return of.IsZero() || !slices.ContainsFunc(j.Loads(step, of), func(m Mark) bool { return m.Link == trip })
	})
}
