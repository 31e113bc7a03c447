// SPDX-License-Identifier: Apache-2.0

package capacity

import (
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// Check records what the checks of a numbered unit found, made for a household: of a plot its occupants, the customary and the state
// authority, the attestation (docs/protection.md, "Land, houses, money"). What they found against it is recorded too: it stands against a promise of that unit to
// anybody, until the same check is made again and finds nothing. Journey and Step say for whom, Place where; Words may be empty
// where Good is true. Day is when it was checked, NoDay for today.
type Check struct {
	Journey id.ID
	Step    string
	Checks  []string // which checks were made, as the programme names them
	Place   id.ID
	Unit    int     // from 1
	Good    bool    // they found nothing against the promise
	Names   []id.ID // attestation: the members it names
	Words   CheckWords
	Day     clock.Day
}

// Act is the act of checking.
func (Check) Act() access.Act { return access.CapacityCheck }

// AttestationCheck is the check whose paper must name both spouses, or the woman who heads the household (docs/protection.md, "Land, houses, money").
const AttestationCheck = "attestation"

// Decide records the checks on the household's way and on the unit.
func (c Check) Decide(tx *desk.Tx) error {
	k, err := journey.Take(tx, c.Journey)
	if err != nil {
		return err
	}
	s, err := k.At(c.Step, "place")
	if err != nil {
		return err
	}
	if err := c.mayStand(tx, k, s.Step); err != nil {
		return err
	}
	kind, state := s.Step.RoomKind(), programme.Checked
	if !c.Good {
		state = programme.Failed
	}
	for _, check := range c.Checks {
		err := tx.Record(checked.DraftFor(c.Journey, k.Journey.Subject, c.Day,
			roomResidue{Step: c.Step, State: state, Place: c.Place, Unit: c.Unit, Check: check}, c.Words))
		if err == nil {
			err = c.noteOnUnit(tx, kind, check)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// mayStand refuses what cannot have been checked, and what a check must say.
func (c Check) mayStand(tx *desk.Tx, k *journey.Case, s *programme.Step) error {
	const op = "capacity.Check"
	place, err := desk.MustCommons(tx, places.Story, c.Place)
	if err != nil {
		return err
	}
	if c.Unit < 1 || c.Unit > place.Units(s.RoomKind()) {
		return fault.New(op, fault.Invalid, "capacity.no_such_unit", fault.Args{"unit": c.Unit})
	}
	if !c.Good && c.Words.Text == "" {
		return fault.New(op, fault.Invalid, "capacity.found_missing", nil)
	}
	for _, check := range c.Checks {
		if !slices.Contains(s.Checks, check) {
			return fault.New(op, fault.Invalid, "capacity.no_such_check", fault.Args{"check": check})
		}
		if check == AttestationCheck && c.Good {
			if err := attested(op, k, c.Names); err != nil {
				return err
			}
		}
	}
	return nil
}

// attested demands that an attestation names the head and every spouse of the household; where nobody is recorded as its head there is
// nobody whose land it could be. Of children without an adult it names at least one.
func attested(op string, k *journey.Case, names []id.ID) error {
	headed := false
	for _, m := range k.Members {
		relation := m.Person.Household.Value().Relation
		if relation != people.Head && relation != people.Spouse {
			continue
		}
		headed = headed || relation == people.Head
		if !slices.Contains(names, m.ID) {
			return fault.New(op, fault.Blocked, "capacity.attestation_names_both", nil)
		}
	}
	if !headed && len(k.Adults()) == 0 {
		headed = slices.ContainsFunc(k.Members, func(m people.Someone) bool { return slices.Contains(names, m.ID) })
	}
	if !headed {
		return fault.New(op, fault.Blocked, "capacity.nobody_heads", nil).WithHint("capacity.nobody_heads_hint")
	}
	return nil
}

// noteOnUnit notes on the unit what a check found against it, or that what was found before is gone.
func (c Check) noteOnUnit(tx *desk.Tx, kind, check string) error {
	u, err := desk.Get(tx, UnitStory, UnitID(c.Place, kind, c.Unit))
	if err != nil {
		return err
	}
	before := u.State.against(check)
	if c.Good && len(before) == 0 {
		return nil
	}
	d := unitChecked.Draft(u.ID, c.Day, unitResidue{c.Place, kind, c.Unit, check, c.Good})
	if c.Good {
		d = d.Replacing("check."+check, before)
	}
	return tx.Record(d)
}

// against returns the facts that stand against the unit by one check.
func (u *Unit) against(check string) (refs []journal.Ref) {
	for _, f := range u.Failed {
		if f.Check == check {
			refs = append(refs, f.Ref)
		}
	}
	return refs
}

// soundlyChecked demands that every check of the programme was made of this unit for this household and found nothing, and that no check
// made for somebody else stands against the unit.
func soundlyChecked(tx *desk.Tx, k *journey.Case, s *programme.Step, place id.ID, unit int) error {
	const op = "capacity.Promise"
	for _, check := range s.Checks {
		if !goodLast(k.Journey, s.ID, check, place, unit) {
			return fault.New(op, fault.Blocked, "capacity.unchecked", fault.Args{"check": check})
		}
	}
	u, err := desk.Get(tx, UnitStory, UnitID(place, s.RoomKind(), unit))
	if err == nil && len(u.State.Failed) > 0 {
		err = fault.New(op, fault.Blocked, "capacity.check_failed", fault.Args{"check": u.State.Failed[0].Check}).
			WithHint("capacity.check_failed_hint")
	}
	return err
}

// goodLast reports whether the last finding of a check of a unit, as made for a household, was good.
func goodLast(j *journey.Journey, step, check string, place id.ID, unit int) (good bool) {
	for _, m := range j.Marks {
		if m.Step == step && !m.Withdrawn && m.Value == check && m.Place == place && (m.Unit == 0 || m.Unit == unit) {
			switch m.State {
			case programme.Checked:
				good = true
			case programme.Failed:
				good = false
			}
		}
	}
	return good
}

// checkedUnits returns the units of a place that were checked for a household, the lowest first.
func checkedUnits(k *journey.Case, s *programme.Step, place id.ID) (units []int) {
	for _, m := range k.Journey.Standing(s.ID, programme.Checked) {
		if m.Place == place && m.Unit > 0 {
			units = append(units, m.Unit)
		}
	}
	slices.Sort(units)
	return slices.Compact(units)
}
