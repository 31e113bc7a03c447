// SPDX-License-Identifier: Apache-2.0

package people

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

// Difficulty is what somebody answers to one question of the Washington Group Short Set. The zero Difficulty is not asked. Do not reorder: the
// numbers are stored.
type Difficulty uint8

// The answers to a question of the Short Set.
const (
	NotAsked Difficulty = iota
	NoDifficulty
	SomeDifficulty
	LotOfDifficulty
	CannotAtAll
)

// Functioning are a person's own answers to the six questions of the Washington Group Short Set. Seeing, Hearing, Walking,
// Remembering, SelfCare and Communicating stand in its order; each is NotAsked where nobody asked.
type Functioning struct {
	_             struct{} `cbor:",toarray"`
	Seeing        Difficulty
	Hearing       Difficulty
	Walking       Difficulty
	Remembering   Difficulty
	SelfCare      Difficulty
	Communicating Difficulty
}

// Answers are the six answers, in the order of the Short Set.
func (f Functioning) Answers() [6]Difficulty {
	return [6]Difficulty{f.Seeing, f.Hearing, f.Walking, f.Remembering, f.SelfCare, f.Communicating}
}

// FunctioningOf is what six answers say, in the order of the Short Set.
func FunctioningOf(a [6]Difficulty) Functioning {
	return Functioning{Seeing: a[0], Hearing: a[1], Walking: a[2], Remembering: a[3], SelfCare: a[4], Communicating: a[5]}
}

// over returns f with what was known before where a question was not asked again.
func (f Functioning) over(before Functioning) Functioning {
	answers, known := f.Answers(), before.Answers()
	for i := range answers {
		if answers[i] == NotAsked {
			answers[i] = known[i]
		}
	}
	return FunctioningOf(answers)
}

// Disability is yes from "a lot of difficulty" in any of the six, no where at least one was answered and none so, and else not known
// (Washington Group, Analytic Guidelines: Creating Disability Identifiers Using the WG-SS, 2020).
func (f Functioning) Disability() Answer {
	answers := f.Answers()
	switch most := slices.Max(answers[:]); {
	case most >= LotOfDifficulty:
		return Yes
	case most > NotAsked:
		return No
	}
	return NotKnown
}

// Device is something that somebody cannot travel without. Do not reorder: the numbers are stored.
type Device uint8

// Need is what has to be done for somebody who travels: no diagnosis, nor a word from which one could be guessed. Do not reorder.
type Need uint8

// The names of devices and of needs, by their numbers less one: ids of the field's words.
var (
	DeviceNames = []string{"wheelchair", "crutches", "walking_stick", "white_cane", "hearing_aid", "prosthesis", "glasses", "other_device"}
	NeedNames   = []string{"to_be_lifted", "to_lie_down", "to_sit_in_front", "to_be_guided", "told_by_signs", "frequent_stops"}
)

// Travels is what somebody takes along, who of the household travels beside them, and what has to be done for them. Devices and
// Needs stand in the order in which they were said; nil is none.
type Travels struct {
	Devices []Device `cbor:"1,keyasint,omitempty"`
	Needs   []Need   `cbor:"2,keyasint,omitempty"`
	With    id.ID    `cbor:"3,keyasint,omitempty"` // the member who travels beside them; zero for nobody in particular
}

var travelsSaid = register.NewFact(PersonStory, "people.travels_said", 1,
	func(p *Person, f *journal.Fact, _ register.None, w *Travels) {
		if w != nil {
			p.Travels.Put(f, "travels", *w)
		}
	})

// SayTravels records what somebody takes along and needs on the way, as they said it themselves. Person is whose; Travels stands in
// the place of what the writer saw.
type SayTravels struct {
	Person  id.ID
	Travels Travels
}

// Act is the act of amending.
func (SayTravels) Act() access.Act { return access.PeopleAmend }

// Decide refuses devices and needs that nobody knows, and a companion of another household.
func (c SayTravels) Decide(tx *desk.Tx) error {
	const op = "people.SayTravels"
	p, err := desk.Must(tx, PersonStory, c.Person)
	if err != nil {
		return err
	}
	for _, d := range c.Travels.Devices {
		if d == 0 || int(d) > len(DeviceNames) {
			return fault.New(op, fault.Invalid, "people.no_such_device", nil)
		}
	}
	for _, n := range c.Travels.Needs {
		if n == 0 || int(n) > len(NeedNames) {
			return fault.New(op, fault.Invalid, "people.no_such_device", nil)
		}
	}
	if !c.Travels.With.IsZero() {
		with, err := desk.Must(tx, PersonStory, c.Travels.With)
		if err != nil {
			return err
		}
		if c.Travels.With == c.Person || !with.Belongs(p.Household.Value().Household) {
			return fault.New(op, fault.Invalid, "people.not_a_member", nil)
		}
	}
	d := travelsSaid.DraftFor(c.Person, c.Person, clock.NoDay, none, c.Travels)
	return tx.Record(d.Replacing("travels", p.Travels.Seen()))
}
