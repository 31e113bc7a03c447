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

// carried is the residue of what happens to people of a journey on a trip.
type carried struct {
	Step    string  `cbor:"1,keyasint"`
	Trip    id.ID   `cbor:"2,keyasint,omitempty"` // zero: by their own means
	Load    int     `cbor:"3,keyasint,omitempty"`
	Place   id.ID   `cbor:"4,keyasint,omitempty"` // where to
	Persons []id.ID `cbor:"5,keyasint,omitempty"` // who it was, that day
	Apart   bool    `cbor:"6,keyasint,omitempty"` // not the whole household: each stands on a mark of their own
	OwnWord []id.ID `cbor:"7,keyasint,omitempty"` // adults who said themselves that the household travels apart
	Means   string  `cbor:"8,keyasint,omitempty"` // convoy, own_means, as the programme names them

	// Since version 2, of those who leave: where they lived, and Persons as they were known that day.
	Site  id.ID            `cbor:"9,keyasint,omitempty"`
	Known []journey.Person `cbor:"10,keyasint,omitempty"`

	// Of some who turned back or were never there: who of the same departure goes on. Empty where nobody does.
	Rest []journey.Person `cbor:"11,keyasint,omitempty"`

	// Since version 2 of turning back: somebody said that they were not on it. Why stands in the person part.
	Said bool `cbor:"12,keyasint,omitempty"`
}

// journeyFact is a kind of fact that brings people of a journey into a state.
type journeyFact = register.FactKind[journey.Journey, carried, register.None]

// apart is the value of the mark that holds an adult's own word that the household travels apart.
const apart = "apart"

// carriedFact declares a kind of fact that brings people of a journey into a state.
func carriedFact(name string, state programme.State) journeyFact {
	return register.NewFact(journey.Story, name, 2, func(j *journey.Journey, f *journal.Fact, r carried, _ *register.None) {
		r.fold(j, f, state)
	}).From(1, asItWas)
}

// asItWas reads an older version to which the next one only adds.
func asItWas(residue, person []byte) ([]byte, []byte, error) { return residue, person, nil }

// fold adds one mark for the household, or one for each person where they travel apart.
func (r carried) fold(j *journey.Journey, f *journal.Fact, state programme.State) {
	r.Step = j.Now(r.Step)
	if state == programme.Departed || state == programme.Arrived {
		j.Names(f, r.Site, r.who())
	}
	mark := journey.Mark{Step: r.Step, State: state, Place: r.Place, Link: r.Trip, Unit: r.Load, Value: r.Means}
	if r.Said {
		mark.Author = f.Author
	}
	who := r.Persons
	if !r.Apart {
		who = []id.ID{{}}
		if state == programme.Loaded {
			takeBack(j, r.Step, programme.Agreed, id.ID{}) // together again
		}
	} else {
		for _, by := range r.OwnWord {
			j.Add(f, journey.Mark{Step: r.Step, State: programme.Agreed, By: by, Value: apart, Link: r.Trip})
		}
	}
	for _, mark.By = range who {
		if state == programme.Loaded {
			j.ChangeOver(f, r.Step, mark.By, r.Trip)
		}
		j.Add(f, mark)
	}
	if state == programme.Unloaded || state == programme.NoShow {
		j.SitOn(r.Step)
	}
}

// who returns who it was: as they were known, where the fact says it.
func (r carried) who() []journey.Person {
	if len(r.Known) > 0 {
		return r.Known
	}
	return journey.Persons(r.Persons)
}

// takeBack withdraws the marks of a state at a step: those of one person, or of everyone where by is zero.
func takeBack(j *journey.Journey, step string, state programme.State, by id.ID) {
	for i := range j.Marks {
		m := &j.Marks[i]
		if m.Step == step && m.State == state && (by.IsZero() || m.By == by) {
			m.Withdrawn = true
		}
	}
}

var (
	loaded   = carriedFact("movement.loaded", programme.Loaded)
	unloaded = carriedFact("movement.unloaded", programme.Unloaded)
	boarded  = carriedFact("movement.boarded", programme.Boarded)
	noShow   = carriedFact("movement.no_show", programme.NoShow)
	departed = carriedFact("movement.departed", programme.Departed)
	leftOwn  = carriedFact("movement.left_by_own_means", programme.Departed)
	arrived  = carriedFact("movement.arrival_confirmed", programme.Arrived)
)

// turnedBack undoes a departure that did not arrive: they are where they were, and on no load. Its second version keeps why somebody said that they
// were not on the trip.
var turnedBack = register.NewFact(journey.Story, "movement.turned_back", 2,
	func(j *journey.Journey, f *journal.Fact, r carried, _ *whySaid) {
		gone := r.undo(j)
		r.fold(j, f, programme.Unloaded)
		if len(r.Rest) > 0 && gone != nil {
			j.NamesAgain(f, gone.Ref, r.Site, r.Rest)
			for _, p := range r.Rest {
				on := *gone
				on.By, on.Withdrawn = p.ID, false
				j.Add(f, on)
			}
		}
	}).From(1, asItWas)

// undo withdraws the departures of a trip: all of them, or where some go on those of the persons who do not. It returns that of the household as
// one, where it stood: those who go on stand on one of their own from then on.
func (r carried) undo(j *journey.Journey) (whole *journey.Mark) {
	for i := range j.Marks {
		m := &j.Marks[i]
		if m.Step != j.Now(r.Step) || m.State != programme.Departed || m.Link != r.Trip || m.Withdrawn {
			continue
		}
		if r.ofOthers(j, m) {
			continue
		}
		m.Withdrawn = true
		if m.By.IsZero() {
			left := *m
			whole = &left
		}
	}
	return whole
}

// ofOthers reports whether a departure of the same trip is not that of who turned back: some go on, each on their own, or the household had left and
// arrived before somebody followed it.
func (r carried) ofOthers(j *journey.Journey, m *journey.Mark) bool {
	if len(r.Rest) > 0 && !m.By.IsZero() {
		return !slices.Contains(r.Persons, m.By)
	}
	is := func(p id.ID) bool { of, said := j.Includes(m.Ref, p); return of || !said }
	return m.By.IsZero() && len(r.Persons) > 0 && !slices.ContainsFunc(r.Persons, is)
}

// askedAgain is an adult's answer to "still willing?". What they said besides stands in the person part.
type askedAgain struct {
	Step    string `cbor:"1,keyasint"`
	By      id.ID  `cbor:"2,keyasint"`
	Willing bool   `cbor:"3,keyasint,omitempty"`
}

// Words is what an adult said in private when asked again. Text is theirs, or what was noted of it; "" for nothing.
type Words struct {
	Text string `cbor:"1,keyasint,omitempty"`
}

// fieldChoice names, in a "no", the answers that it takes back.
const fieldChoice = "choice"

var stillWilling = register.NewFact(journey.Story, "movement.still_willing", 1,
	func(j *journey.Journey, f *journal.Fact, r askedAgain, _ *Words) {
		r.Step = j.Now(r.Step)
		if r.Willing {
			j.Add(f, journey.Mark{Step: r.Step, State: programme.Willing, By: r.By})
			return
		}
		takeBackChoice(j, f, r.By)
		takeBack(j, r.Step, programme.Willing, r.By)
		takeBack(j, r.Step, programme.Agreed, r.By)
		// The last answer is one that was taken back, so the person is to be asked; nobody can read which answer it was from what is
		// still to be asked of whom.
		j.Add(f, journey.Mark{Step: r.Step, State: programme.Willing, By: r.By, Withdrawn: true})
		j.UndoOf(f, r.By)
		letDown(j, f, r.Step)
	})

// takeBackChoice takes back the answers that a "no" names.
func takeBackChoice(j *journey.Journey, f *journal.Fact, by id.ID) {
	var steps []string
	for _, m := range j.Marks {
		if slices.Contains(f.Supersedes[fieldChoice], m.Ref) && m.State == programme.Happened && !slices.Contains(steps, m.Step) {
			steps = append(steps, m.Step)
		}
	}
	j.Withdraw(f, fieldChoice)
	for _, step := range steps {
		j.TakeBack(f, step, by)
	}
}

// letDown takes everyone off the load who stands on it with a mark of their own.
func letDown(j *journey.Journey, f *journal.Fact, step string) {
	for _, m := range j.Marks {
		if m.Withdrawn || m.By.IsZero() || m.Step != step || m.State != programme.Loaded {
			continue
		}
		if s := SeatOf(j, step, m.By); s.Riding() {
			j.Add(f, journey.Mark{Step: step, State: programme.Unloaded, Link: s.Trip})
			return
		}
	}
}

// planned is the residue of a new trip.
type planned struct {
	Origin      id.ID     `cbor:"1,keyasint,omitempty"`
	Destination id.ID     `cbor:"2,keyasint"`
	Day         clock.Day `cbor:"3,keyasint"`
	Route       string    `cbor:"4,keyasint,omitempty"`
	Means       string    `cbor:"5,keyasint"`
	Loads       []Vehicle `cbor:"6,keyasint"`
	Custodian   id.ID     `cbor:"7,keyasint"`
}

var tripPlanned = register.NewFact(Story, "movement.trip_planned", 1,
	func(t *Trip, f *journal.Fact, r planned, _ *register.None) {
		t.Origin, t.Destination, t.Route, t.Means = r.Origin, r.Destination, r.Route, r.Means
		t.Day.Put(f, fieldDay, r.Day)
		t.Loads.Put(f, fieldLoads, r.Loads)
		t.Custodian.Put(f, fieldCustodian, r.Custodian)
	})

// The fields of a trip that later facts replace.
const (
	fieldDay       = "day"
	fieldLoads     = "loads"
	fieldCustodian = "custodian"
)

type replanned struct {
	Day   clock.Day `cbor:"1,keyasint"`
	Loads []Vehicle `cbor:"2,keyasint"`
}

var tripReplanned = register.NewFact(Story, "movement.trip_replanned", 1,
	func(t *Trip, f *journal.Fact, r replanned, _ *register.None) {
		t.Day.Put(f, fieldDay, r.Day)
		t.Loads.Put(f, fieldLoads, r.Loads)
	})

type handedOver struct {
	Custodian id.ID `cbor:"1,keyasint"`
}

var tripHandedOver = register.NewFact(Story, "movement.trip_handed_over", 1,
	func(t *Trip, f *journal.Fact, r handedOver, _ *register.None) {
		t.Custodian.Put(f, fieldCustodian, r.Custodian)
	})

var manifestFrozen = register.NewFact(Story, "movement.manifest_frozen", 1,
	func(t *Trip, f *journal.Fact, r Manifest, _ *register.None) {
		r.Day = f.Day
		t.Manifests = append(t.Manifests, r)
	})

// moment is the residue of what happens to a whole trip.
type moment struct {
	Kind       string `cbor:"1,keyasint"` // departed, arrived, cancelled, stopped, turned_back, went_on, not_there
	Households int    `cbor:"2,keyasint,omitempty"`
	Persons    int    `cbor:"3,keyasint,omitempty"`
	Reason     string `cbor:"4,keyasint,omitempty"`
}

func momentFact(name string) register.FactKind[Trip, moment, register.None] {
	return register.NewFact(Story, name, 1, func(t *Trip, f *journal.Fact, r moment, _ *register.None) { t.pass(f, r) })
}

var (
	tripDeparted  = momentFact("movement.trip_departed")
	tripArrived   = momentFact("movement.trip_arrived")
	tripCancelled = momentFact("movement.trip_cancelled")
	tripHalted    = momentFact("movement.trip_halted") // stopped, turned back, or went on
)

// Declarations are the kinds of stories and facts of this package.
func Declarations() []register.Declaration {
	return []register.Declaration{Story, tripPlanned, tripReplanned, tripHandedOver, manifestFrozen, tripDeparted, tripArrived,
		tripCancelled, tripHalted, stillWilling, loaded, unloaded, boarded, noShow, departed, leftOwn, arrived, turnedBack, lookedForThem,
		arrivalTakenBack, tripNotThere, CountStory, loadCounted}
}
