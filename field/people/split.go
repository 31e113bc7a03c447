// SPDX-License-Identifier: Apache-2.0

package people

import (
	"slices"

	"safar/desk"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

var none = register.None{}

// Split says who leaves a household to make one of their own. It needs only the word of the adults who leave; children go with
// an adult who leaves. It is no command by itself: whoever leaves takes their own way along, which the command journey.Split sees to.
// Household is the one they leave; Card is the number on the card of the new one, "" for none yet. Day is when, NoDay for today.
type Split struct {
	Household id.ID
	Leaving   []id.ID // the persons who leave
	OwnWord   []id.ID // those of them who said so themselves: every adult who leaves must be here
	Card      string
	Day       clock.Day
}

// Record judges the leaving, records the new household and moves its members; it returns the new household.
func (c Split) Record(tx *desk.Tx) (id.ID, error) {
	const op = "people.Split"
	from, err := desk.Must(tx, HouseholdStory, c.Household)
	if err != nil {
		return id.ID{}, err
	}
	members, err := c.leavers(tx)
	if err != nil {
		return id.ID{}, err
	}
	if c.Card != "" {
		if taken, err := tx.Find(ByCard, []byte(c.Card)); err != nil || len(taken) > 0 {
			return id.ID{}, orConflict(op, err)
		}
	}
	household, err := tx.NewID()
	if err != nil {
		return id.ID{}, err
	}
	err = tx.Record(householdRegistered.DraftFor(household, household, c.Day, registeredHousehold{Site: from.Site.Value(),
		Arrived: from.Arrived, Origin: from.Origin, Language: from.Language, From: c.Household}, householdWords{Card: c.Card}))
	if err != nil {
		return id.ID{}, err
	}
	for i, m := range members {
		relation := m.Person.Household.Value().Relation
		if i == 0 {
			relation = Head
		}
		if err := move(tx, m, membershipResidue{household, relation, "split"}, c.Day); err != nil {
			return id.ID{}, err
		}
	}
	return household, nil
}

func orConflict(op string, err error) error {
	if err != nil {
		return err
	}
	return fault.New(op, fault.Conflict, "people.card_taken", nil).WithHint("people.card_taken_hint")
}

// leavers returns who leaves, adults who gave their word first, and refuses where somebody's word is missing.
func (c Split) leavers(tx *desk.Tx) ([]Someone, error) {
	const op = "people.Split"
	all, err := Members(tx, c.Household)
	if err != nil {
		return nil, err
	}
	var leave []Someone
	for _, m := range all {
		if !slices.Contains(c.Leaving, m.ID) {
			continue
		}
		if m.Person.AdultOn(tx.Today()) != No && !slices.Contains(c.OwnWord, m.ID) {
			return nil, fault.New(op, fault.Blocked, "people.leavers_own_word", nil)
		}
		leave = append(leave, m)
	}
	adult := func(m Someone) bool { return m.Person.AdultOn(tx.Today()) == Yes }
	switch {
	case len(leave) != len(c.Leaving) || len(leave) == 0:
		return nil, fault.New(op, fault.Invalid, "people.not_a_member", nil)
	case len(leave) == len(all):
		return nil, fault.New(op, fault.Invalid, "people.nobody_stays", nil)
	case !slices.ContainsFunc(leave, adult):
		return nil, fault.New(op, fault.Blocked, "people.children_leave_with_an_adult", nil)
	}
	slices.SortStableFunc(leave, func(a, b Someone) int {
		switch {
		case adult(a) && !adult(b):
			return -1
		case adult(b) && !adult(a):
			return 1
		}
		return 0
	})
	return leave, nil
}

func move(tx *desk.Tx, m Someone, to membershipResidue, day clock.Day) error {
	return tx.Record(personMoved.Draft(m.ID, day, to).Replacing("household", m.Person.Household.Seen()))
}

// Join says who comes into another household, by their own word; a child comes by the word of an adult there. It is no command by
// itself: journey.Join asks first whether they are on the road. Person is who comes, Household where to, Relation what they are to
// its head; OwnWord is that they said so themselves, which everybody needs who is not known to be a child. Day is when, NoDay for
// today.
type Join struct {
	Person    id.ID
	Household id.ID
	Relation  Relation
	OwnWord   bool
	Day       clock.Day
}

// Record records the new membership. It also resolves a contested one: it replaces all that stand.
func (c Join) Record(tx *desk.Tx) error {
	const op = "people.Join"
	p, err := desk.Must(tx, PersonStory, c.Person)
	if err != nil {
		return err
	}
	if _, err := desk.Must(tx, HouseholdStory, c.Household); err != nil {
		return err
	}
	if !p.Alive() {
		return fault.New(op, fault.Blocked, "people.has_died", nil)
	}
	if p.AdultOn(tx.Today()) != No && !c.OwnWord {
		return fault.New(op, fault.Blocked, "people.leavers_own_word", nil)
	}
	return move(tx, Someone{c.Person, p}, membershipResidue{c.Household, c.Relation, "joined"}, c.Day)
}
