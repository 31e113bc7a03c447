// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// What is given for each person follows the person. Whoever left a household that was paid for them, and lives in another now, may have
// a right to more: a wife to her own file, plot and money. So the machine neither pays nor drops it: the payment waits for a named
// person, who releases it with a reason.

// paidFor says of which payments of another household a person is a suspected double.
type paidFor func(line *Line) bool

// owedOrPaid is what counts before a payment is put on a list: somebody is owed the same elsewhere, or has it.
func owedOrPaid(l *Line) bool { return l.Owing() || l.Paid > 0 }

// paid is what counts when it is delivered: somebody has it.
func paid(l *Line) bool { return l.Paid > 0 }

// paidElsewhere returns the members of a household for whom a step was reckoned in another household, as far as it counts. A step whose
// amounts do not depend on how many they are is paid to a household, and is nobody's double.
func paidElsewhere(src source, k *journey.Case, step *programme.Step, counts paidFor) ([]id.ID, error) {
	if !k.Journey.OfHousehold() || !step.ForPeople() {
		return nil, nil
	}
	var twice []id.ID
	for _, m := range k.Members {
		stays, err := people.StaysBefore(m, k.Journey.Subject, src.person)
		if err != nil {
			return nil, err
		}
		was, err := anyPaid(src, stays, k, step.ID, counts)
		if err != nil {
			return nil, err
		}
		if was {
			twice = append(twice, m.ID)
		}
	}
	return twice, nil
}

// anyPaid reports whether a step of the same pathway was reckoned for a person where they lived otherwise.
func anyPaid(src source, stays []people.Stay, k *journey.Case, step string, counts paidFor) (bool, error) {
	for _, s := range stays {
		ways, err := src.ways(s.Household)
		if err != nil {
			return false, err
		}
		for _, way := range ways {
			j, err := src.journey(way)
			if err != nil {
				return false, err
			}
			same := j.Pathway == k.Journey.Pathway && j.Version.Value().Programme == k.Pathway.Programme.ID
			if line := LineOf(j, step); same && line.Begun && counts(&line) && line.reckonedFor(j, s.Person) {
				return true, nil
			}
		}
	}
	return false, nil
}

// reckonedFor reports whether an amount was reckoned for a person. Where the fact does not say for whom, it was for everybody who lived there.
func (l *Line) reckonedFor(j *journey.Journey, person id.ID) bool {
	for i := range j.Marks {
		m := &j.Marks[i]
		if m.Step != l.Step || m.State != programme.Owed || m.Withdrawn {
			continue
		}
		if is, said := j.Includes(m.Ref, person); is || !said && m.Ref != (journal.Ref{}) {
			return true
		}
	}
	return false
}

// doubles returns the suspected doubles of a payment that nobody has looked at and released.
func doubles(src source, k *journey.Case, step *programme.Step, h *Hold, counts paidFor) ([]id.ID, error) {
	twice, err := paidElsewhere(src, k, step, counts)
	return slices.DeleteFunc(twice, h.Cleared), err
}

// Cleared reports whether somebody who resolved a hold has looked at a suspected double and let the payment go.
func (h *Hold) Cleared(person id.ID) bool {
	for _, s := range h.Stated.Standing {
		if s.Value.Resolver.IsZero() && slices.Contains(s.Value.Persons, person) {
			return true
		}
	}
	return false
}

// letGoBy reports whether somebody looked at a suspected double and let it go.
func (h *Hold) letGoBy(who id.ID) bool {
	return slices.ContainsFunc(h.Stated.Standing, func(s register.Stated[HoldFor]) bool {
		return s.Value.Resolver.IsZero() && len(s.Value.Persons) > 0 && s.Value.By == who
	})
}

// othersLetGo refuses to let a suspected double go to whoever has a hand in paying it: who prepared the list on which it stands, or handed it over.
func othersLetGo(tx *desk.Tx, op string, j *journey.Journey, step string) error {
	line := LineOf(j, step)
	if !line.Begun || line.State != programme.Listed {
		return nil
	}
	l, err := source{tx}.list(line.List)
	if err != nil {
		return err
	}
	me := tx.By().User
	if line.ListedBy == me || l.PreparedBy == me || slices.ContainsFunc(l.Sent, func(h Handed) bool { return h.By == me }) {
		return fault.New(op, fault.NotAllowed, "payment.double_of_own_list", nil)
	}
	return nil
}

// suspects returns whom a hold or a release of a payment is about, where it may be a double.
func suspects(tx *desk.Tx, of id.ID, step string) ([]id.ID, error) {
	k, err := journey.Take(tx, of)
	if err != nil {
		return nil, err
	}
	s, err := k.At(step, "pay")
	if err != nil {
		return nil, err
	}
	return paidElsewhere(source{tx}, k, s.Step, owedOrPaid)
}
