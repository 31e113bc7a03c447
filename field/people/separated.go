// SPDX-License-Identifier: Apache-2.0

package people

import (
	"slices"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/register"
)

// IsSaidSeparated reports whether somebody said that the person is a child separated from parents and usual carers, and nobody took it back. Where two
// people wrote otherwise without seeing each other, it is said: the safest governs.
func (p *Person) IsSaidSeparated() bool {
	return slices.ContainsFunc(p.Separated.Standing, func(s register.Stated[Answer]) bool { return s.Value == Yes })
}

// saidSeparated is what was said of it: nobody takes a Yes for a No because two people wrote both.
func (p *Person) saidSeparated() Answer {
	if p.IsSaidSeparated() {
		return Yes
	}
	return p.Separated.Value()
}

// SeparatedOn reports whether the person is a separated child on a day: somebody said so, and they are not known to be an adult. It ends with childhood by
// itself; who may be an adult counts, until their age is known.
func (p *Person) SeparatedOn(day clock.Day) bool { return p.IsSaidSeparated() && p.AdultOn(day) != Yes }

// mayTakeBack refuses to take back that a child is separated from whoever does not decide in the best interests of children: a way to move on the word of
// others alone would open.
func (c Correct) mayTakeBack(tx *desk.Tx, p *Person) error {
	if c.Separated == nil || *c.Separated == Yes || !p.SeparatedOn(tx.Today()) {
		return nil
	}
	if access.May(tx.By(), access.ChoiceBestInterests, tx.Scope(), tx.Today()) != nil {
		return fault.New("people.Correct", fault.NotAllowed, "people.separated_by_protection", nil).WithHint("people.separated_by_protection_hint")
	}
	return nil
}

// carrySeparated keeps on the record that stays that the person is separated, where only the record that goes says so. It stays when the records turn out
// to be of two people: protection takes it back.
func (c Merge) carrySeparated(tx *desk.Tx, kept, gone *Person) error {
	if !gone.IsSaidSeparated() || kept.IsSaidSeparated() {
		return nil
	}
	yes := Yes
	return tx.Record(personCorrected.Draft(c.Kept, clock.NoDay, corrected{Separated: &yes}))
}
