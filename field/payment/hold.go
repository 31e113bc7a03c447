// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Stop stops an amount that was not delivered: it is not owed any more, and does not become owed again until somebody lifts the stop
// (Lift). What was delivered cannot be stopped, and changing one's mind creates no debt. Journey and Step say which payment; Reason
// must be given and is forgotten with the household. Day is NoDay for today.
type Stop struct {
	Journey id.ID
	Step    string
	Reason  string
	Day     clock.Day
}

// Act is the act of holding.
func (Stop) Act() access.Act { return access.PaymentHold }

// Decide records the stop.
func (c Stop) Decide(tx *desk.Tx) error {
	const op = "payment.Stop"
	line, k, err := unit(tx, op, c.Journey, c.Step)
	if err != nil {
		return err
	}
	day := c.Day.Or(tx.Today())
	switch {
	case !line.Owing():
		return fault.New(op, fault.Conflict, "payment.nothing_to_stop", fault.Args{"step": c.Step})
	case soundReason(op, c.Reason) != nil:
		return soundReason(op, c.Reason)
	case day < line.Last:
		return fault.New(op, fault.Invalid, "payment.day_before", fault.Args{"day": line.Last.String()})
	}
	if err := tx.Record(stopped.DraftFor(c.Journey, k.Subject, day, stoppedResidue{c.Step, line.List, line.Total}, words{c.Reason})); err != nil {
		return err
	}
	return sayStop(tx, k.Subject, day, stopSaidResidue{Journey: c.Journey, Step: c.Step}, c.Reason)
}

// Lift lifts the stop of a payment. The amount is owed again only where the programme still says so on that day, on a new list and under the
// eyes of another approval; lifting pays nothing. Journey and Step say which payment; Reason must be given and is forgotten with
// the household.
type Lift struct {
	Journey id.ID
	Step    string
	Reason  string
}

// Act is the act of releasing.
func (Lift) Act() access.Act { return access.PaymentRelease }

// Decide records the lifting.
func (c Lift) Decide(tx *desk.Tx) error {
	const op = "payment.Lift"
	h, err := holdOn(tx, c.Journey, c.Step)
	if err != nil {
		return err
	}
	if _, stands := h.State.Stopped(); !stands {
		return fault.New(op, fault.Conflict, "payment.no_stop", fault.Args{"step": c.Step})
	}
	if err := soundReason(op, c.Reason); err != nil {
		return err
	}
	j, err := desk.Must(tx, journey.Story, c.Journey)
	if err != nil {
		return err
	}
	return sayStop(tx, j.Subject, tx.Today(), stopSaidResidue{Journey: c.Journey, Step: c.Step, Lifted: true}, c.Reason)
}

// sayStop records a stop or its lifting in place of those that its writer saw.
func sayStop(tx *desk.Tx, subject id.ID, day clock.Day, r stopSaidResidue, reason string) error {
	h, err := holdOn(tx, r.Journey, r.Step)
	if err != nil {
		return err
	}
	return tx.Record(stopSaid.DraftFor(h.ID, subject, day, r, words{reason}).Replacing("stop", h.State.Stops.Seen()))
}

// holdOn reads what is held and stopped of one payment, under the name that its step had first: a new version of the programme that renames
// the step lets nothing go.
func holdOn(s desk.Source, of id.ID, step string) (h desk.Found[Hold], err error) {
	j, err := desk.See(s, journey.Story, of)
	if err != nil {
		return h, err
	}
	return desk.See(s, HoldStory, HoldID(of, j.State.Origin(step)))
}

// MaxHold bounds how long a payment is held without anybody saying so again: a quarter of a year, in days.
const MaxHold = 92

// HoldPayment holds one payment until a day, for a named person to resolve: a suspected double, a dispute in the household. It holds money
// alone; it never keeps a family from boarding. What was delivered already is not held: it comes back (Return), or the statement of whoever paid shows that it
// never arrived (Reconcile).
type HoldPayment struct {
	Journey  id.ID     // of the household
	Step     string    // of the verb pay
	Until    clock.Day // last day it holds
	Resolver id.ID     // the user who resolves it
	Reason   string    // needed; forgotten with the household
}

// Act is the act of holding.
func (HoldPayment) Act() access.Act { return access.PaymentHold }

// Decide records the hold.
func (c HoldPayment) Decide(tx *desk.Tx) error {
	const op = "payment.Hold"
	k, err := journey.Take(tx, c.Journey)
	if err != nil {
		return err
	}
	if _, err := k.At(c.Step, "pay"); err != nil {
		return err
	}
	line := LineOf(k.Journey, c.Step)
	switch {
	case line.Begun && line.State == programme.Delivered:
		return fault.New(op, fault.Conflict, "payment.hold_delivered", fault.Args{"step": c.Step}).WithHint("payment.hold_delivered_hint")
	case c.Resolver.IsZero():
		return fault.New(op, fault.Invalid, "payment.resolver_missing", nil)
	case soundReason(op, c.Reason) != nil:
		return soundReason(op, c.Reason)
	case c.Until < tx.Today() || c.Until > tx.Today()+MaxHold:
		return fault.New(op, fault.Invalid, "payment.hold_until", fault.Args{"days": MaxHold})
	}
	h, err := holdOn(tx, c.Journey, c.Step)
	if err != nil {
		return err
	}
	twice, err := suspects(tx, c.Journey, c.Step)
	if err != nil {
		return err
	}
	d := held.DraftFor(h.ID, k.Journey.Subject, clock.NoDay, heldResidue{c.Journey, c.Step, c.Until, c.Resolver, twice}, words{c.Reason})
	return tx.Record(d.Replacing("hold", h.State.Stated.Seen()))
}

// Release lets a payment go that somebody holds, or that may be a double and nobody holds. Of a hold only the person named to resolve it does; a
// suspected double that nobody holds is let go in one decision by who may release, who is named by it. Of a double it says that they have looked at it: for
// those of whom it was suspected that day it is paid, by somebody else. Journey and Step say which payment; Reason must be given and is
// forgotten with the household.
type Release struct {
	Journey id.ID
	Step    string
	Reason  string
}

// Act is the act of releasing.
func (Release) Act() access.Act { return access.PaymentRelease }

// Decide records the release.
func (c Release) Decide(tx *desk.Tx) error {
	const op = "payment.Release"
	h, err := holdOn(tx, c.Journey, c.Step)
	if err != nil {
		return err
	}
	j, err := desk.Must(tx, journey.Story, c.Journey)
	if err != nil {
		return err
	}
	twice, err := suspects(tx, c.Journey, c.Step)
	if err != nil {
		return err
	}
	if err := c.mayLetGo(tx, h.State, j, twice); err != nil {
		return err
	}
	if err := soundReason(op, c.Reason); err != nil {
		return err
	}
	d := held.DraftFor(h.ID, j.Subject, clock.NoDay, heldResidue{Journey: c.Journey, Step: c.Step, Persons: twice}, words{c.Reason})
	return tx.Record(d.Replacing("hold", h.State.Stated.Seen()))
}

// mayLetGo refuses where nothing is held nor suspected, where somebody else is named to resolve it, and a double to whoever pays it.
func (c Release) mayLetGo(tx *desk.Tx, h *Hold, j *journey.Journey, twice []id.ID) error {
	const op = "payment.Release"
	if !h.HoldsOn(tx.Today()) && !slices.ContainsFunc(twice, func(p id.ID) bool { return !h.Cleared(p) }) {
		return fault.New(op, fault.Conflict, "payment.no_hold", fault.Args{"step": c.Step})
	}
	for _, s := range h.Stated.Standing {
		if !s.Value.Resolver.IsZero() && s.Value.Resolver != tx.By().User {
			return fault.New(op, fault.NotAllowed, "payment.another_resolves", nil)
		}
	}
	if len(twice) == 0 {
		return nil
	}
	return othersLetGo(tx, op, j, c.Step)
}
