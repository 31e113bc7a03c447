// SPDX-License-Identifier: Apache-2.0

package gathering

import (
	"safar/field/journey"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// Planned is what is open of a gathering that is planned: a visit to a village, a session, an orientation. It says nothing of anybody, and no answer of anybody.
type Planned struct {
	Kind     Kind      `cbor:"1,keyasint"`           // one of Kinds
	Day      clock.Day `cbor:"2,keyasint"`           // on which it is to be held
	Site     id.ID     `cbor:"3,keyasint,omitempty"` // where it is to be held, or from where the visitors go
	About    id.ID     `cbor:"4,keyasint,omitempty"` // the place it is about: the village to be seen or spoken of
	Topic    string    `cbor:"5,keyasint,omitempty"` // at most MaxTopic letters; it names nobody
	Language string    `cbor:"6,keyasint,omitempty"` // BCP 47
	Room     int       `cbor:"7,keyasint,omitempty"` // for how many households there is room; 0 where nobody set a bound
}

// IsVisit reports whether people go and see a place.
func (p Planned) IsVisit() bool { return p.Kind == GoAndSee }

// PlanWords are what is written about a plan in the words of the office.
type PlanWords struct {
	Text string `cbor:"1,keyasint,omitempty"` // where and when people meet; of one that is called off, why. At most MaxTopic letters
}

// Plan is what is true of a gathering that is planned. What is planned, and how people meet, is two values each where two offices changed it without seeing each other.
type Plan struct {
	What    register.Held[Planned]   `cbor:"1,keyasint"`           // what is planned
	Meeting register.Held[PlanWords] `cbor:"2,keyasint"`           // where and when people meet
	Off     bool                     `cbor:"3,keyasint,omitempty"` // it was called off
	Why     register.Held[PlanWords] `cbor:"4,keyasint,omitzero"`  // it was called off
	Held    []id.ID                  `cbor:"5,keyasint,omitempty"` // the gatherings that came of it, in the order in which they were written down
}

// Open reports whether people can still be asked to come: it is neither called off nor held.
func (p *Plan) Open() bool { return !p.Off && len(p.Held) == 0 }

var planned = register.NewFact(PlanStory, "gathering.planned", 1, func(p *Plan, f *journal.Fact, r Planned, w *PlanWords) { p.put(f, r, w) })

var replanned = register.NewFact(PlanStory, "gathering.replanned", 1, func(p *Plan, f *journal.Fact, r Planned, w *PlanWords) { p.put(f, r, w) })

// put states what is planned anew.
func (p *Plan) put(f *journal.Fact, r Planned, w *PlanWords) {
	p.What.Put(f, fieldWhat, r)
	if w != nil {
		p.Meeting.Put(f, fieldWords, *w)
	}
}

// offResidue says nothing but that it is called off. Why stands in the person part.
type offResidue struct{}

var calledOff = register.NewFact(PlanStory, "gathering.called_off", 1, func(p *Plan, f *journal.Fact, _ offResidue, w *PlanWords) {
	p.Off = true
	if w != nil {
		p.Why.Put(f, fieldWords, *w)
	}
})

type tookPlaceResidue struct {
	Gathering id.ID `cbor:"1,keyasint"`
}

var tookPlace = register.NewFact(PlanStory, "gathering.took_place", 1, func(p *Plan, _ *journal.Fact, r tookPlaceResidue, _ *register.None) {
	p.Held = append(p.Held, r.Gathering)
})

// invitedResidue is an invitation on the way of whoever is asked to come.
type invitedResidue struct {
	Step string `cbor:"1,keyasint"`
	Plan id.ID  `cbor:"2,keyasint"`
}

var invited = register.NewFact(journey.Story, "gathering.invited", 1, func(j *journey.Journey, f *journal.Fact, r invitedResidue, _ *register.None) {
	j.Invite(f, r.Step, r.Plan)
})

type uninvitedResidue struct {
	Plan id.ID `cbor:"1,keyasint"`
}

var uninvited = register.NewFact(journey.Story, "gathering.uninvited", 1, func(j *journey.Journey, f *journal.Fact, _ uninvitedResidue, _ *register.None) {
	j.Uninvite(f)
})

// The lists under which plans are found.
var (
	PlansByDay       = register.List{Name: "gathering_plans_by_day"}       // DayKey of those that are open
	PlansByGathering = register.List{Name: "gathering_plans_by_gathering"} // what came of them
)

// PlanStory is the kind of story of a gathering that is planned.
var PlanStory = register.NewKind("gathering_plan", func(p *Plan, add register.Adder) {
	for _, of := range p.Held {
		add(PlansByGathering, of[:])
	}
	if !p.Open() {
		return
	}
	for _, s := range p.What.Standing {
		add(PlansByDay, DayKey(s.Value.Day))
	}
})
