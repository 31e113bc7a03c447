// SPDX-License-Identifier: Apache-2.0

package bulk

import (
	"slices"

	"safar/desk"
	"safar/field/capacity"
	"safar/field/choice"
	"safar/field/clearance"
	"safar/field/gathering"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/payment"
	"safar/field/people"
	"safar/field/works"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// Item is one of many: a household, or one step of its way.
type Item struct {
	Household id.ID  `cbor:"1,keyasint" class:"open"`           // or who else walks the way
	Journey   id.ID  `cbor:"2,keyasint,omitempty" class:"open"` // zero for a deed that is done to the household
	Step      string `cbor:"3,keyasint,omitempty" class:"open"` // of the journey, as its programme names it
	Was       id.ID  `cbor:"4,keyasint,omitempty" class:"open"` // what the deed replaces, where taking it back needs that: the site they were at
}

// Asked is what is said once for all of them. Each deed asks for some of it (Deed.Asks); the rest is zero.
type Asked struct {
	Day       clock.Day `cbor:"1,keyasint,omitempty" class:"open"`  // on which it happened; 0 for today
	Until     clock.Day `cbor:"2,keyasint,omitempty" class:"open"`  // the last day of a hold
	Person    id.ID     `cbor:"3,keyasint,omitempty" class:"open"`  // a colleague: who resolves a hold
	Place     id.ID     `cbor:"4,keyasint,omitempty" class:"open"`  // that they were told of, or are moved to
	Trip      id.ID     `cbor:"5,keyasint,omitempty" class:"open"`  // on which they go
	Load      int       `cbor:"6,keyasint,omitempty" class:"open"`  // of the trip, from 1
	Gathering id.ID     `cbor:"7,keyasint,omitempty" class:"open"`  // at which they were; of an invitation, the plan of what they are asked to come to
	Yes       bool      `cbor:"8,keyasint,omitempty" class:"open"`  // what was decided
	Language  string    `cbor:"9,keyasint,omitempty" class:"open"`  // in which they were told, BCP 47
	Route     string    `cbor:"10,keyasint,omitempty" class:"open"` // as protection names it
	Programme string    `cbor:"11,keyasint,omitempty" class:"open"` // whose pathway begins
	Pathway   string    `cbor:"12,keyasint,omitempty" class:"open"` // that begins
}

// day is the day of the commands.
func (a Asked) day() clock.Day {
	if a.Day == 0 {
		return clock.NoDay
	}
	return a.Day
}

// Words are what somebody wrote for all of them. They go into the file of each, and stand under the work, sealed to it.
type Words struct {
	Reason string `cbor:"1,keyasint,omitempty" class:"personal"` // why; it is to name nobody
	Source string `cbor:"2,keyasint,omitempty" class:"personal"` // from what they were told, or the letter in which it was decided
}

// Deed is one kind of thing that is done to many.
type Deed struct {
	ID      string     // in the field's words, such as "hold"; its sentences stand in the catalogues under "bulk.deed." and it
	Act     access.Act // of its commands
	BackAct access.Act // of the commands that take it back; "" where nothing does
	Verb    string     // of the steps that it is done on; "" for one that is done to households
	Either  bool       // it is done to households as well: its command finds the step
	Asks    []Blank    // what is asked once, in the order of a form

	command func(Item, Asked, Words) desk.Command
	back    func(Item, Asked, Words) desk.Command // nil where nothing takes it back
}

// Blank is one thing that a deed asks for.
type Blank string

// The blanks, each a field of Asked or Words.
const (
	AsksDay       Blank = "day"
	AsksUntil     Blank = "until"
	AsksResolver  Blank = "resolver" // Asked.Person: somebody who may release what is held
	AsksVillage   Blank = "village"  // Asked.Place
	AsksSite      Blank = "site"     // Asked.Place
	AsksLoad      Blank = "load"     // Asked.Trip and Asked.Load
	AsksGathering Blank = "gathering"
	AsksPlan      Blank = "plan"       // Asked.Gathering: a meeting that is planned
	AsksVisitPlan Blank = "visit_plan" // Asked.Gathering: a visit that is planned
	AsksYes       Blank = "yes"
	AsksLanguage  Blank = "language"
	AsksRoute     Blank = "route"
	AsksPathway   Blank = "pathway" // Asked.Programme and Asked.Pathway
	AsksReason    Blank = "reason"
	AsksSource    Blank = "source"
)

// Optional reports whether a blank may stay empty.
func (b Blank) Optional() bool { return b == AsksRoute || b == AsksVillage || b == AsksSource }

// Back reports whether something takes the deed back.
func (d *Deed) Back() bool { return d.back != nil }

// ActOf is the act of its commands, or of those that take it back.
func (d *Deed) ActOf(back bool) access.Act {
	if back {
		return d.BackAct
	}
	return d.Act
}

// Command is what the deed is for one of many; back, what takes it back.
func (d *Deed) Command(of Item, asked Asked, w Words, back bool) desk.Command {
	if back {
		return d.back(of, asked, w)
	}
	return d.command(of, asked, w)
}

// Of returns a deed by its id; nil where there is none.
func Of(deed string) *Deed {
	at := slices.IndexFunc(deeds, func(d Deed) bool { return d.ID == deed })
	if at < 0 {
		return nil
	}
	return &deeds[at]
}

// Fits reports whether the deed can be done to households as such, or to steps of their way.
func (d *Deed) Fits(households bool) bool { return (d.Verb == "") == households || d.Either }

// Deeds returns what can be done to many on steps of a verb; for "", to households.
func Deeds(verb string) (some []*Deed) {
	for i := range deeds {
		if deeds[i].Verb == verb || verb == "" && deeds[i].Either {
			some = append(some, &deeds[i])
		}
	}
	return some
}

// All returns every deed, in the order in which they are offered.
func All() (all []*Deed) {
	for i := range deeds {
		all = append(all, &deeds[i])
	}
	return all
}

var deeds = []Deed{
	{ID: "hold", Act: access.PaymentHold, BackAct: access.PaymentRelease, Verb: "pay", Asks: []Blank{AsksResolver, AsksUntil, AsksReason},
		command: func(i Item, a Asked, w Words) desk.Command {
			return payment.HoldPayment{Journey: i.Journey, Step: i.Step, Until: a.Until, Resolver: a.Person, Reason: w.Reason}
		}, back: release},
	{ID: "release", Act: access.PaymentRelease, Verb: "pay", Asks: []Blank{AsksReason}, command: release},
	{ID: "stop", Act: access.PaymentHold, BackAct: access.PaymentRelease, Verb: "pay", Asks: []Blank{AsksReason}, command: stop, back: lift},
	{ID: "lift", Act: access.PaymentRelease, Verb: "pay", Asks: []Blank{AsksReason}, command: lift},
	{ID: "owe", Act: access.PaymentOwe, BackAct: access.PaymentHold, Verb: "pay", Asks: []Blank{AsksDay},
		command: func(i Item, a Asked, _ Words) desk.Command {
			return payment.Owe{Journey: i.Journey, Step: i.Step, Day: a.day()}
		}, back: stop},
	{ID: "load", Act: access.MovementLoad, BackAct: access.MovementLoad, Verb: "move", Asks: []Blank{AsksLoad},
		command: func(i Item, a Asked, _ Words) desk.Command {
			return movement.Load{Journey: i.Journey, Step: i.Step, Trip: a.Trip, Load: a.Load}
		}, back: unload},
	{ID: "unload", Act: access.MovementLoad, Verb: "move", command: unload},
	{ID: "left_own", Act: access.MovementDepart, Verb: "move", Asks: []Blank{AsksRoute, AsksDay},
		command: func(i Item, a Asked, _ Words) desk.Command {
			return movement.LeaveByOwnMeans{Journey: i.Journey, Step: i.Step, Route: a.Route, Day: a.day()}
		}},
	{ID: "arrived", Act: access.MovementConfirmArrival, BackAct: access.MovementConfirmArrival, Verb: "move", Asks: []Blank{AsksDay},
		command: func(i Item, a Asked, _ Words) desk.Command {
			return movement.ConfirmArrival{Journey: i.Journey, Step: i.Step, Day: a.day()}
		}, back: func(i Item, _ Asked, w Words) desk.Command {
			return movement.TakeBackArrival{Journey: i.Journey, Step: i.Step, Reason: w.Reason}
		}},
	{ID: "told", Act: access.ChoiceTell, Verb: "tell", Asks: []Blank{AsksVillage, AsksLanguage, AsksSource, AsksDay},
		command: func(i Item, a Asked, w Words) desk.Command {
			return choice.Tell{Journey: i.Journey, Step: i.Step, Place: a.Place, Language: a.Language, Source: w.Source, Day: a.day()}
		}},
	{ID: "attended", Act: access.GatheringAttend, Verb: "gather", Asks: []Blank{AsksGathering, AsksDay},
		command: func(i Item, a Asked, _ Words) desk.Command {
			return gathering.Attend{Gathering: a.Gathering, Journey: i.Journey, Step: i.Step, Day: a.day()}
		}},
	{ID: "invited", Act: access.GatheringHold, BackAct: access.GatheringHold, Verb: "gather", Either: true, Asks: []Blank{AsksPlan}, command: invite(false), back: uninvite(false)},
	{ID: "uninvited", Act: access.GatheringHold, Verb: "gather", Asks: []Blank{AsksPlan}, command: uninvite(false)},
	{ID: "asked_along", Act: access.VisitPlan, BackAct: access.VisitPlan, Verb: "visit", Either: true, Asks: []Blank{AsksVisitPlan}, command: invite(true), back: uninvite(true)},
	{ID: "not_along", Act: access.VisitPlan, Verb: "visit", Asks: []Blank{AsksVisitPlan}, command: uninvite(true)},
	{ID: "requested", Act: access.ClearanceRequest, Verb: "clear", Asks: []Blank{AsksDay},
		command: func(i Item, a Asked, _ Words) desk.Command {
			return clearance.Request{Journey: i.Journey, Step: i.Step, Day: a.day()}
		}},
	{ID: "decided", Act: access.JourneyDecide, Verb: "decide", Asks: []Blank{AsksYes, AsksReason, AsksSource, AsksDay},
		command: func(i Item, a Asked, w Words) desk.Command {
			return journey.DecideStep{Journey: i.Journey, Step: i.Step, Yes: a.Yes, Reason: w.Reason, Source: w.Source, Day: a.day()}
		}},
	{ID: "freed", Act: access.CapacityRelease, Verb: "place", Asks: []Blank{AsksDay},
		command: func(i Item, a Asked, _ Words) desk.Command {
			return capacity.Release{Journey: i.Journey, Step: i.Step, Day: a.day()}
		}},
	{ID: "reached", Act: access.WorksReport, Verb: "build", Asks: []Blank{AsksDay},
		command: func(i Item, a Asked, _ Words) desk.Command {
			return works.Report{Journey: i.Journey, Step: i.Step, Day: a.day()}
		}},
	{ID: "start", Act: access.JourneyStart, Asks: []Blank{AsksPathway, AsksDay},
		command: func(i Item, a Asked, _ Words) desk.Command {
			return journey.Start{Programme: a.Programme, Pathway: a.Pathway, Subject: i.Household, Day: a.day()}
		}},
	{ID: "move_site", Act: access.PeopleAmend, BackAct: access.PeopleAmend, Asks: []Blank{AsksSite, AsksDay},
		command: func(i Item, a Asked, _ Words) desk.Command {
			return people.MoveSite{Household: i.Household, Site: a.Place, Day: a.day()}
		}, back: func(i Item, _ Asked, _ Words) desk.Command {
			return people.MoveSite{Household: i.Household, Site: i.Was, Day: clock.NoDay}
		}},
}

func release(i Item, _ Asked, w Words) desk.Command {
	return payment.Release{Journey: i.Journey, Step: i.Step, Reason: w.Reason}
}

func stop(i Item, _ Asked, w Words) desk.Command {
	return payment.Stop{Journey: i.Journey, Step: i.Step, Reason: w.Reason}
}

func lift(i Item, _ Asked, w Words) desk.Command {
	return payment.Lift{Journey: i.Journey, Step: i.Step, Reason: w.Reason}
}

func unload(i Item, a Asked, _ Words) desk.Command {
	return movement.Unload{Journey: i.Journey, Step: i.Step, Trip: a.Trip}
}

// invite asks people to come to a meeting, or along on a visit, that is planned.
func invite(visit bool) func(Item, Asked, Words) desk.Command {
	return func(i Item, a Asked, _ Words) desk.Command {
		return gathering.Invite{Plan: a.Gathering, Visit: visit, Journey: i.Journey, Step: i.Step, Household: i.Household}
	}
}

// uninvite takes that back.
func uninvite(visit bool) func(Item, Asked, Words) desk.Command {
	return func(i Item, a Asked, _ Words) desk.Command {
		return gathering.Uninvite{Plan: a.Gathering, Visit: visit, Journey: i.Journey, Household: i.Household}
	}
}
