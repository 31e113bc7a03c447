// SPDX-License-Identifier: Apache-2.0

package movement

import (
	"slices"
	"strings"

	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// TakeBackArrival says that an arrival was confirmed by mistake: the wrong household was ticked, or the wrong trip. They are on the road again, with
// those of whom nobody knows whether they arrived, and what waited for their arrival waits again. It is refused where something stands on the
// arrival that cannot be undone. Journey and Step say whose and which leaving; Reason must be given and is forgotten with the
// household.
type TakeBackArrival struct {
	Journey id.ID
	Step    string
	Reason  string
}

// Act is the act of confirming an arrival: who may confirm it takes it back.
func (TakeBackArrival) Act() access.Act { return access.MovementConfirmArrival }

// Decide refuses where nobody arrived or something stands on it, and takes back what was confirmed.
func (c TakeBackArrival) Decide(tx *desk.Tx) error {
	const op = "movement.TakeBackArrival"
	if c.Reason == "" {
		return fault.New(op, fault.Invalid, "movement.reason_missing", nil)
	}
	k, err := journey.Take(tx, c.Journey)
	if err != nil {
		return err
	}
	if len(arrivals(k.Journey, c.Step)) == 0 {
		return fault.New(op, fault.Conflict, "movement.has_not_arrived", nil)
	}
	return takeBackOf(tx, k, c.Step, c.Reason)
}

// takeBackOf takes back the arrivals that stand on one journey, unless something stands on them.
func takeBackOf(tx *desk.Tx, k *journey.Case, step, reason string) error {
	if on := standsOn(k, step); on != "" {
		return fault.New("movement.TakeBackArrival", fault.Blocked, "movement.stands_on_arrival", fault.Args{"step": on}).
			WithHint("movement.stands_on_arrival_hint")
	}
	d := arrivalTakenBack.DraftFor(k.ID, k.Journey.Subject, clock.NoDay, takenBackResidue{step}, whySaid{reason})
	return tx.Record(d.Replacing(fieldArrival, arrivals(k.Journey, step)))
}

// TakeBackTripArrival says that a trip was said to have arrived by mistake: it is on the road, and everybody on it. Whoever was seen there all the
// same is confirmed again. Reason must be given; it is kept with the trip and with each household that was on it. Trip must be said
// to be there.
type TakeBackTripArrival struct {
	Trip   id.ID
	Reason string
}

// Act is the act of recording the arrival of a trip.
func (TakeBackTripArrival) Act() access.Act { return access.MovementArrive }

// Decide refuses where the trip is not said to be there, or something stands on the arrival of somebody on it.
func (c TakeBackTripArrival) Decide(tx *desk.Tx) error {
	const op = "movement.TakeBackTripArrival"
	t, err := desk.Must(tx, Story, c.Trip)
	switch {
	case err != nil:
		return err
	case t.Status != There:
		return fault.New(op, fault.Conflict, "movement.not_there", fault.Args{"status": t.Status.String()})
	case c.Reason == "":
		return fault.New(op, fault.Invalid, "movement.reason_missing", nil)
	}
	groups, err := groupsOn(source{tx}, c.Trip, 0)
	if err != nil {
		return err
	}
	for i := range groups {
		if len(arrivals(groups[i].journey, groups[i].step)) == 0 {
			continue
		}
		k, err := journey.Take(tx, groups[i].id)
		if err == nil {
			err = takeBackOf(tx, k, groups[i].step, c.Reason)
		}
		if err != nil {
			return err
		}
	}
	return tx.Record(tripNotThere.Draft(c.Trip, clock.NoDay, moment{Kind: "not_there", Reason: c.Reason}))
}

// arrivals names the facts by which people are said to have arrived on a step.
func arrivals(j *journey.Journey, step string) (refs []journal.Ref) {
	for _, m := range j.Standing(step, programme.Arrived) {
		if !slices.Contains(refs, m.Ref) {
			refs = append(refs, m.Ref)
		}
	}
	return refs
}

// standsOn returns the first step on which something was done that cannot be undone, because they had arrived: a milestone was inspected, money is on
// its way or in their hands, their way has ended; "" for none.
func standsOn(k *journey.Case, step string) string {
	waits := func(s *programme.Step) bool { return asksForArrival(s, step) }
	for _, s := range k.Pathway.Steps {
		rests := s.Verb.Name == "close" || waits(s) || slices.ContainsFunc(allNeeds(k.Pathway, s), waits)
		if rests && doneForGood(k, s) {
			return s.ID
		}
	}
	return ""
}

// asksForArrival reports whether a condition of a step is that they arrived on another one.
func asksForArrival(s *programme.Step, step string) bool {
	return s.Requires != nil && slices.ContainsFunc(s.Requires.Names(), func(name string) bool { return strings.HasPrefix(name, step+".arrived") })
}

// doneForGood reports whether something stands on a step that nobody can undo, or that somebody has to undo first.
func doneForGood(k *journey.Case, s *programme.Step) bool {
	last, some := k.Journey.Last(s.ID)
	switch s.Verb.Name {
	case "build":
		return len(k.Journey.Standing(s.ID, programme.Passed, programme.Failed)) > 0
	case "pay":
		return some && last.State != programme.Stopped && last.State != programme.Returned
	case "close":
		return k.Journey.Ended() && !k.Journey.Aside
	}
	return k.Standing.Step(s.ID).Status == programme.Done
}

// fieldArrival names, in an arrival that is taken back, the facts that said it.
const fieldArrival = "arrival"

type takenBackResidue struct {
	Step string `cbor:"1,keyasint"`
}

var arrivalTakenBack = register.NewFact(journey.Story, "movement.arrival_taken_back", 1,
	func(j *journey.Journey, f *journal.Fact, _ takenBackResidue, _ *whySaid) {
		j.Unsay(f, fieldArrival)
	})

var tripNotThere = momentFact("movement.trip_not_there")
