// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"maps"
	"slices"

	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// Journey is what is true of a subject's way.
type Journey struct {
	Subject   id.ID                  `cbor:"1,keyasint"`            // who walks it
	Kind      string                 `cbor:"2,keyasint"`            // of the subject: household, person, site, …
	Version   register.Held[Version] `cbor:"3,keyasint"`            // of the programme it walks; only a migration changes it
	Pathway   string                 `cbor:"4,keyasint"`            // its id
	Opened    clock.Day              `cbor:"5,keyasint"`            // the day it began
	Marks     []Mark                 `cbor:"6,keyasint,omitempty"`  // in the order of their facts
	Aside     bool                   `cbor:"9,keyasint,omitempty"`  // set aside for another one: see SetAside
	Renamed   []Renamed              `cbor:"7,keyasint,omitempty"`  // steps of older versions, in the order in which they were given up
	Named     []Named                `cbor:"8,keyasint,omitempty"`  // whom deeds were for, in the order of their facts
	Waits     []Waits                `cbor:"10,keyasint,omitempty"` // choices of which nobody is spoken with until a day, one a step
	Unsaid    []journal.Ref          `cbor:"11,keyasint,omitempty"` // facts that were taken back, and whose place is after that
	Invited   []Invited              `cbor:"12,keyasint,omitempty"` // to what they were asked to come, in the order of the facts
	Followers []Follower             `cbor:"14,keyasint,omitempty"` // of a thing: who followed it, in the order of the facts
	Written   int64                  `cbor:"13,keyasint,omitempty"` // of a thing: when its beginning was written down, in milliseconds since 1970 UTC; see Due
}

// OfHousehold reports whether the subject is people who live together: a household, a host family, a case.
func (j *Journey) OfHousehold() bool { return programme.NatureOf(j.Kind) == programme.Household }

// Waits is until when adults who answered differently want to be left in peace. Step is the choice, Until the last of those days.
type Waits struct {
	_     struct{} `cbor:",toarray"`
	Step  string
	Until clock.Day
}

// WaitUntil notes until when nobody speaks with the household about a choice, in place of an earlier day.
func (j *Journey) WaitUntil(step string, until clock.Day) {
	step = j.Now(step)
	j.Waits = append(slices.DeleteFunc(j.Waits, func(w Waits) bool { return w.Step == step }), Waits{Step: step, Until: until})
}

// WaitsUntil returns the last day on which nobody speaks with the household about a choice; NoDay for none.
func (j *Journey) WaitsUntil(step string) clock.Day {
	for _, w := range j.Waits {
		if w.Step == step {
			return w.Until
		}
	}
	return clock.NoDay
}

// Renamed is a step of an older version and what it is called now; To is "" where it was dropped. From and To are ids of steps.
type Renamed struct {
	_        struct{} `cbor:",toarray"`
	From, To string
}

// Version names a version of a programme: its id, and the SHA-256 of its file. Programme is the id, Hash the SHA-256.
type Version struct {
	_         struct{} `cbor:",toarray"`
	Programme string
	Hash      [32]byte
}

// Mark is one thing that happened on a step. It is stored as an array: a state can always be folded anew from its facts, so it
// needs no names.
//
// Step is its id, as it is called now, State what happened, and Day when. Place, Value, Guardian and Amounts mean what the state
// says (the place chosen or promised, the option or the fund, who stands in for children, what is owed or given), and are zero
// where it says nothing of them.
type Mark struct {
	_         struct{} `cbor:",toarray"`
	Step      string
	State     programme.State
	Day       clock.Day
	Ref       journal.Ref // the fact it comes from
	By        id.ID       // the person it concerns; zero for the whole subject
	Place     id.ID
	Value     string
	Until     clock.Day // NoDay: without end
	Withdrawn bool      // taken back or replaced
	Link      id.ID     // the list, trip or gathering it belongs to; of a placement with a host the journey of the host
	Unit      int       // the number of the plot or seat, from 1; with a host how many beds
	Guardian  id.ID
	Amounts   []Amount
	Author    id.ID // who wrote it, where a rule asks: who inspected, who listed
	Authority id.ID // of a decision for children alone: the child-protection authority that made it; zero where it was not heard
}

// Amount is a named amount in minor units. Name is an id of the programme's words; of goods, Minor are pieces.
type Amount struct {
	_     struct{} `cbor:",toarray"`
	Name  string
	Minor int64
}

// migrate moves the marks to the steps of another version. It keeps what steps were called: a fact of somebody who had not heard of the
// migration yet still says the old name.
func (j *Journey) migrate(r migrated) {
	for i := range j.Marks {
		to, moved := r.Steps[j.Marks[i].Step]
		switch {
		case moved && to == "":
			j.Marks[i].Withdrawn = true
		case moved:
			j.Marks[i].Step = to
		}
	}
	for i := range j.Waits {
		if to, moved := r.Steps[j.Waits[i].Step]; moved {
			j.Waits[i].Step = to
		}
	}
	j.reinvite(r.Steps)
	for i := range j.Renamed {
		if to, moved := r.Steps[j.Renamed[i].To]; moved {
			j.Renamed[i].To = to
		}
	}
	for _, from := range slices.Sorted(maps.Keys(r.Steps)) {
		j.Renamed = slices.DeleteFunc(j.Renamed, func(old Renamed) bool { return old.From == from })
		j.Renamed = append(j.Renamed, Renamed{From: from, To: r.Steps[from]})
	}
	j.Renamed = slices.DeleteFunc(j.Renamed, func(old Renamed) bool { return slices.Contains(r.Again, old.From) })
}

// Now returns what a step is called now: the folds of facts that look for marks of their own step ask for it.
func (j *Journey) Now(step string) string {
	if i := slices.IndexFunc(j.Renamed, func(r Renamed) bool { return r.From == step }); i >= 0 && j.Renamed[i].To != "" {
		return j.Renamed[i].To
	}
	return step
}

// Origin returns what a step was called first: what is kept beside the journey under the name of a step is kept under this one.
func (j *Journey) Origin(step string) string {
	if i := slices.IndexFunc(j.Renamed, func(r Renamed) bool { return r.To == step }); i >= 0 {
		return j.Renamed[i].From
	}
	return step
}

// Add folds a mark of a fact into the journey, under the name that its step has now.
func (j *Journey) Add(f *journal.Fact, m Mark) {
	m.Ref = f.Ref()
	m.Withdrawn = m.Withdrawn || slices.Contains(j.Renamed, Renamed{From: m.Step}) || slices.Contains(j.Unsaid, m.Ref)
	m.Step = j.Now(m.Step)
	if m.Day == 0 {
		m.Day = f.Day
	}
	j.Marks = append(j.Marks, m)
}

// Withdraw takes back what people said in the facts that a fact says it replaces, under a field's name, and reports whether some of it
// stood. What followed from it stays: a plot that a change of mind freed is not promised again because the mind is said once more.
func (j *Journey) Withdraw(f *journal.Fact, field string) (some bool) {
	for _, gone := range f.Supersedes[field] {
		for i := range j.Marks {
			m := &j.Marks[i]
			switch {
			case m.Ref != gone:
			case m.takenBack():
				m.Value = "" // whoever writes this has read it
			case !m.Withdrawn && !slices.Contains(followed, m.State):
				m.Withdrawn, some = true, true
			}
		}
	}
	return some
}

// Unsay takes back what the facts said that a fact names under a field, because it was written by mistake; also where a wrong clock puts one of them
// after it.
func (j *Journey) Unsay(f *journal.Fact, field string) {
	for _, gone := range f.Supersedes[field] {
		found := false
		for i := range j.Marks {
			if j.Marks[i].Ref == gone {
				j.Marks[i].Withdrawn, found = true, true
			}
		}
		if !found {
			j.Unsaid = append(j.Unsaid, gone)
		}
	}
}

// followed are the states into which Undo brings what rested on a choice.
var followed = []programme.State{programme.Released, programme.Stopped, programme.Unloaded}

// Undo frees what was promised and stops what was not yet delivered, because the choice it rested on is gone. What was paid stays
// paid; who has left has left, and keeps the plot of those who left.
func (j *Journey) Undo(f *journal.Fact) {
	if !j.Left() {
		j.freeRooms(f)
	}
	for _, step := range j.stepsIn(programme.Owed) {
		if last, ok := j.Last(step); ok && last.State != programme.Delivered && last.State != programme.Stopped {
			j.Add(f, Mark{Step: step, State: programme.Stopped, Day: max(f.Day, last.Day), Link: last.Link})
		}
	}
	j.freeSeats(f)
}

func (j *Journey) freeRooms(f *journal.Fact) {
	for _, step := range j.stepsIn(programme.Promised, programme.Proposed) {
		for _, m := range j.held(step, programme.Promised, programme.Proposed) {
			j.Add(f, Mark{Step: step, State: programme.Released, Day: max(f.Day, m.Day), Place: m.Place, Link: m.Link, Unit: m.Unit})
		}
	}
}

// seatStates are what can become of a seat.
var seatStates = []programme.State{programme.Loaded, programme.Unloaded, programme.Boarded, programme.NoShow, programme.Departed,
	programme.Arrived}

// Left reports whether anyone of the subject has departed.
func (j *Journey) Left() bool {
	return slices.ContainsFunc(j.Marks, func(m Mark) bool { return m.leaving() })
}

// HasLeft reports whether a person has departed, with the household or on their own.
func (j *Journey) HasLeft(person id.ID) bool {
	return slices.ContainsFunc(j.Marks, func(m Mark) bool { return m.leaving() && j.concerns(&m, person) })
}

func (m *Mark) leaving() bool {
	return !m.Withdrawn && (m.State == programme.Departed || m.State == programme.Arrived)
}

// leads reports whether the mark says where its people want to go, or went: whoever is on the road to a place is found by the place.
func (m *Mark) leads() bool {
	return !m.Place.IsZero() && (m.leaving() || m.chooses())
}

// stepsIn returns the steps that carry a mark of one of the states, of any if none is given, in the order of the first.
func (j *Journey) stepsIn(states ...programme.State) []string {
	var steps []string
	for i := range j.Marks {
		m := &j.Marks[i] // no copy: this runs for every fact of a journey
		if !m.Withdrawn && (len(states) == 0 || slices.Contains(states, m.State)) && !slices.Contains(steps, m.Step) {
			steps = append(steps, m.Step)
		}
	}
	return steps
}

// Last returns the last standing mark of a step, of one of the states if any are given.
func (j *Journey) Last(step string, states ...programme.State) (Mark, bool) {
	for i := len(j.Marks) - 1; i >= 0; i-- {
		m := &j.Marks[i]
		if m.Step == step && !m.Withdrawn && (len(states) == 0 || slices.Contains(states, m.State)) {
			return *m, true
		}
	}
	return Mark{}, false
}

// Standing returns the standing marks of a step in one of the states, in order; of every state if none is given.
func (j *Journey) Standing(step string, states ...programme.State) []Mark {
	var marks []Mark
	for _, m := range j.Marks {
		if m.Step == step && !m.Withdrawn && (len(states) == 0 || slices.Contains(states, m.State)) {
			marks = append(marks, m)
		}
	}
	return marks
}

// Contested returns the steps on which one person has two answers that stand and differ: the writers did not see each other. Until the
// person is asked again, neither counts: the safest value governs, and the safest is "has not consented".
func (j *Journey) Contested() []string {
	var steps []string
	for _, d := range j.disputes() {
		if !slices.Contains(steps, d.step) {
			steps = append(steps, d.step)
		}
	}
	return steps
}

// HeldRoom is room that is promised to the journey now. Step is the one that promised it, Place where it is.
type HeldRoom struct {
	Step  string
	Place id.ID
	Kind  string // plot, bed, seat
	Unit  int    // from 1
}

// Room returns the rooms promised and not released: more than one at a step where two offices promised one each.
func (j *Journey) Room() []HeldRoom {
	var rooms []HeldRoom
	for _, step := range j.stepsIn(programme.Promised) {
		for _, m := range j.held(step, programme.Promised) {
			if !m.Place.IsZero() {
				rooms = append(rooms, HeldRoom{step, m.Place, m.Value, m.Unit})
			}
		}
	}
	return rooms
}

// Hosting is a placement with those who receive others. Step is the one at which they were placed, With the journey of those who receive; Beds is how
// many they were promised, Since the day.
type Hosting struct {
	Step  string
	With  id.ID
	Beds  int
	Since clock.Day
}

// Hosted returns with whom they live now: more than one where two offices placed them, nobody once their way has ended.
func (j *Journey) Hosted() (all []Hosting) {
	if j.Ended() {
		return nil
	}
	for _, step := range j.stepsIn(programme.Promised) {
		for _, m := range j.held(step, programme.Promised) {
			if m.Place.IsZero() && !m.Link.IsZero() {
				all = append(all, Hosting{step, m.Link, m.Unit, m.Day})
			}
		}
	}
	return all
}

// BedsOffered returns how many beds are offered to others at a step: as was said last.
func (j *Journey) BedsOffered(step string) int {
	m, _ := j.Last(step, programme.Agreed)
	return m.Unit
}

// held returns the marks of a step in one of some states by which a unit is still held: none came after that released it.
func (j *Journey) held(step string, states ...programme.State) []Mark {
	var held []Mark
	for i := range j.Marks {
		m := &j.Marks[i]
		if m.Withdrawn || m.Step != step || m.State != programme.Released && !slices.Contains(states, m.State) {
			continue
		}
		held = slices.DeleteFunc(held, func(h Mark) bool { return h.Place == m.Place && h.Link == m.Link && h.Unit == m.Unit })
		if m.State != programme.Released {
			held = append(held, *m)
		}
	}
	return held
}
