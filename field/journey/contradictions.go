// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"slices"

	"safar/desk"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// Contradiction is what two offices wrote that did not see each other and that cannot both be: it shows, holds payment and
// boarding, and stands until a person decides. Nothing of it is dropped. It names nobody.
type Contradiction string

// The contradictions. Each has a sentence in the catalogues under "journey.contradiction." and its name. All but the last lie inside one journey.
const (
	TwoAnswers Contradiction = "two_answers" // of one person, or a choice that was taken back elsewhere; neither counts
	TwoRooms   Contradiction = "two_rooms"   // two plots were promised; both are kept until one is released
	TwoTrips   Contradiction = "two_trips"   // somebody boarded, or left, on two trips
	TwoLoads   Contradiction = "two_loads"   // somebody stands on loads of two trips, and boarded one at most; it holds boarding alone
	PaidTwice  Contradiction = "paid_twice"  // an amount was delivered twice, and nobody has said what becomes of it
	GivenTwice Contradiction = "given_twice" // goods were handed out twice, and nobody has said that it was seen; it holds nothing

	PromisedTwice Contradiction = "promised_twice" // the plot was promised to another household too
)

// Contradictions returns what contradicts itself inside the journey, in the order above.
func (j *Journey) Contradictions() []Contradiction {
	var found []Contradiction
	add := func(c Contradiction, is bool) {
		if is {
			found = append(found, c)
		}
	}
	add(TwoAnswers, len(j.disputes()) > 0)
	add(TwoRooms, j.twoRooms())
	add(TwoTrips, len(j.twoTrips()) > 0)
	add(TwoLoads, len(j.onTwoLoads()) > 0)
	add(PaidTwice, len(j.PaidTwice()) > 0)
	add(GivenTwice, slices.ContainsFunc(j.stepsIn(programme.Given), j.GivenTooOften))
	return found
}

// Settled refuses a journey that contradicts itself about deeds: two plots, two trips, two deliveries. (Answers that contradict each
// other count for nothing, which is refused where a choice is asked for; of two loads the road asks, for no money rests on a seat; goods that were
// handed out twice hold nobody up.)
func (j *Journey) Settled() error {
	for _, c := range j.Contradictions() {
		if c != TwoAnswers && c != TwoLoads && c != GivenTwice {
			return fault.New("journey.Settled", fault.Blocked, "journey.contradiction."+string(c), nil).WithHint("journey.contradiction_hint")
		}
	}
	return nil
}

// dispute is a step on which what one person said contradicts itself, or what was decided for one child; the zero id is a decision for children alone.
type dispute struct {
	step    string
	by      id.ID
	decided bool // for one child, who may be somebody that answers as well
}

func (m *Mark) dispute() dispute { return dispute{m.Step, m.By, m.State == programme.DecidedFor} }

// disputes returns where two answers stand that differ, or an answer beside a word that took it back: the writers did not see each other.
func (j *Journey) disputes() []dispute {
	var found []dispute
	for i := range j.Marks {
		a := &j.Marks[i]
		if a.Withdrawn || !a.answer() {
			continue
		}
		at := a.dispute()
		against := func(b Mark) bool {
			return b.dispute() == at && b.answer() && (b.takenBack() || !b.Withdrawn && b.differs(a))
		}
		if !slices.Contains(found, at) && slices.ContainsFunc(j.Marks, against) {
			found = append(found, at)
		}
	}
	return found
}

// answer reports whether the mark says what somebody chose, or what was decided for children alone or for one child.
func (m *Mark) answer() bool {
	return m.Value != "" && (m.State == programme.BestInterests || m.State == programme.DecidedFor || m.State == programme.Happened && !m.By.IsZero())
}

func (m *Mark) differs(other *Mark) bool {
	return m.Value != other.Value || m.Place != other.Place || m.Guardian != other.Guardian || m.Authority != other.Authority
}

// takenBackValue is the value of the mark that a choice was taken back, until somebody who has read it writes another answer.
const takenBackValue = "taken_back"

func (m *Mark) takenBack() bool { return m.Withdrawn && m.Value == takenBackValue }

// TakeBack folds that somebody took back what they chose. Of an answer that another office wrote meanwhile nobody knows whether
// it was said before or after: both stand against each other, and the person is asked again.
func (j *Journey) TakeBack(f *journal.Fact, step string, by id.ID) {
	j.Add(f, Mark{Step: step, State: programme.Happened, By: by, Value: takenBackValue, Withdrawn: true})
}

// Answered names the facts that a new answer of somebody replaces: their answers that stand, and their words that took one back.
func (j *Journey) Answered(step string, by id.ID) []journal.Ref {
	var refs []journal.Ref
	for i := range j.Marks {
		m := &j.Marks[i]
		if m.Step == step && m.By == by && m.State == programme.Happened && (!m.Withdrawn || m.takenBack()) {
			refs = append(refs, m.Ref)
		}
	}
	return refs
}

// twoRooms reports whether two units stand promised at one step.
func (j *Journey) twoRooms() bool {
	rooms := j.Room()
	for i := range rooms {
		for _, other := range rooms[:i] {
			if other.Step == rooms[i].Step {
				return true
			}
		}
	}
	return false
}

// twoTrips returns the people who boarded, or left, on two trips; the zero id is the whole household. Somebody who sits on a trip can neither
// be put on another nor leave with it, so that only offices which did not see each other write this.
func (j *Journey) twoTrips() []id.ID {
	var found []id.ID
	for i := range j.Marks {
		m := &j.Marks[i]
		aboard := !m.Withdrawn && (m.State == programme.Boarded || m.State == programme.Departed)
		if aboard && !slices.Contains(found, m.By) && len(j.tripsOf(m.Step, m.By)) > 1 {
			found = append(found, m.By)
		}
	}
	slices.SortFunc(found, id.ID.Compare)
	return found
}

// tripsOf returns the trips that somebody is said to be on, or to have left with: by marks of their own and of the whole household. Who leaves by
// their own means, the zero trip, frees the seat they held.
func (j *Journey) tripsOf(step string, person id.ID) []id.ID {
	var trips []id.ID
	for i := range j.Marks {
		m := &j.Marks[i]
		if m.Withdrawn || m.Step != step || !m.By.IsZero() && m.By != person || !slices.Contains(seatStates, m.State) {
			continue
		}
		if !person.IsZero() && m.leaving() && !j.concerns(m, person) { // others left, on the trip that the household had boarded
			trips = slices.DeleteFunc(trips, func(trip id.ID) bool { return trip == m.Link })
			continue
		}
		trips = slices.DeleteFunc(trips, func(trip id.ID) bool {
			return trip == m.Link && m.State != programme.Arrived || m.Link.IsZero() && m.State == programme.Departed
		})
		if m.State == programme.Boarded || m.State == programme.Departed {
			trips = append(trips, m.Link)
		}
	}
	return trips
}

// OnTwoTrips reports whether a person is said to have boarded, or left, on two trips.
func (j *Journey) OnTwoTrips(person id.ID) bool {
	return slices.ContainsFunc(j.twoTrips(), func(p id.ID) bool { return p.IsZero() || p == person })
}

// PaidTwice returns the steps whose amount was delivered more often than it came back or than somebody has settled.
func (j *Journey) PaidTwice() []string {
	return slices.DeleteFunc(j.stepsIn(programme.Delivered), func(step string) bool { return !j.Overpaid(step) })
}

// SettledValue is the value of the mark by which somebody settled that an amount was delivered twice; its unit is how often.
const SettledValue = "paid_twice"

// Overpaid reports whether the amount of a step was delivered more than once, and nobody has settled what becomes of it.
func (j *Journey) Overpaid(step string) bool {
	paid, settled := 0, 1
	for i := range j.Marks {
		m := &j.Marks[i]
		if m.Step != step || m.Withdrawn {
			continue
		}
		switch {
		case m.State == programme.Delivered:
			paid++
		case m.State == programme.Returned:
			paid = max(paid-1, 0)
		case m.State == programme.Agreed && m.Value == SettledValue:
			settled = max(settled, m.Unit)
		}
	}
	return paid > settled
}

// GivenTooOften reports whether the goods of a step were handed out more than once, and nobody has said that it was seen.
func (j *Journey) GivenTooOften(step string) bool {
	given, seen := 0, 1
	for i := range j.Marks {
		switch m := &j.Marks[i]; {
		case m.Step != step || m.Withdrawn:
		case m.State == programme.Given:
			given++
		case m.State == programme.Agreed && m.Value == string(GivenTwice):
			seen = max(seen, m.Unit)
		}
	}
	return given > seen
}

// contradictingList lists the households of whom two offices wrote what cannot both be: on one of their ways, or of where somebody lives.
func contradictingList(r *desk.Reader) (listed people.Listed, err error) {
	ways, err := r.Find(Disputed, []byte{1}, mostOfStep)
	if err != nil {
		return listed, err
	}
	for _, way := range ways {
		j, err := desk.Read(r, Story, way)
		if err != nil {
			return listed, err
		}
		if programme.NatureOf(j.State.Kind) == programme.Household {
			listed.IDs = append(listed.IDs, j.State.Subject)
		}
	}
	persons, err := r.Find(people.Contradictory, []byte{1}, mostOfStep)
	for _, of := range persons {
		if err != nil {
			return listed, err
		}
		var p desk.Found[people.Person]
		if p, err = desk.Read(r, people.PersonStory, of); err == nil {
			for _, in := range p.State.Household.Standing {
				listed.IDs = append(listed.IDs, in.Value.Household)
			}
		}
	}
	listed.IDs = unique(listed.IDs)
	listed.Total = int64(len(listed.IDs))
	return listed, err
}
