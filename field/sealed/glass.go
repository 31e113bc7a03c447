// SPDX-License-Identifier: Apache-2.0

package sealed

import (
	"slices"

	"safar/desk"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/letter"
)

// Reasons are why a glass may be opened. What is behind them is said in the lane, and not where the opening is reviewed.
var Reasons = []string{"nobody_left", "all_named", "keys_lost", "danger_now"}

// fewestHolders and mostHolders are how many may have a half.
const fewestHolders, mostHolders = 2, 5

// MakeGlass keeps a new glass, to which everything is sealed from then on; the halves of those before open what was sealed then. Public is its public part, Pairs every
// two of its holders with their halves.
type MakeGlass struct {
	Public letter.Public
	Pairs  []Pair
}

// Act is the act of confirming keys: who holds a half is as grave as who reads.
func (MakeGlass) Act() access.Act { return access.VoiceConfirm }

// Decide records it. The receipt's id is the glass. Fault: Invalid sealed.wrong_holders for others than two to five people with confirmed keys who may hold a half.
func (c MakeGlass) Decide(tx *desk.Tx) error {
	for _, of := range c.holders() {
		k, err := desk.GetCommons(tx, KeeperStory, of)
		if err != nil {
			return err
		}
		u, err := desk.GetCommons(tx, staff.UserStory, of)
		if err != nil {
			return err
		}
		if k.State.Standing() == nil || !holds(u.State.Actor(of), tx.Today()) {
			return wrongHolders()
		}
	}
	if n := len(c.holders()); n < fewestHolders || n > mostHolders || len(c.Pairs) != n*(n-1)/2 {
		return wrongHolders()
	}
	of, err := tx.NewID()
	if err != nil {
		return err
	}
	return tx.Record(glassMade.Draft(of, clock.NoDay, Glass{Public: c.Public, Pairs: c.Pairs}))
}

func wrongHolders() error {
	return fault.New("sealed.MakeGlass", fault.Invalid, "sealed.wrong_holders", fault.Args{"least": fewestHolders, "most": mostHolders})
}

func (c MakeGlass) holders() (all []id.ID) { return (&Glass{Pairs: c.Pairs}).Holders() }

// Holders are who has a half, in order of id.
func (g *Glass) Holders() (all []id.ID) {
	for _, p := range g.Pairs {
		all = append(all, p.One, p.Other)
	}
	slices.SortFunc(all, id.ID.Compare)
	return slices.Compact(all)
}

// halves are the halves that two people have; nil where they have none together.
func (g *Glass) halves(a, b id.ID) (ofA, ofB []byte) {
	for _, p := range g.Pairs {
		switch {
		case p.One == a && p.Other == b:
			return p.ForOne, p.ForOther
		case p.One == b && p.Other == a:
			return p.ForOther, p.ForOne
		}
	}
	return nil, nil
}

// joined is the key of a glass from the keys of two of its holders; nil where they do not make it whole.
func (g *Glass) joined(a, b id.ID, ofA, ofB []*letter.Key) *letter.Key {
	forA, forB := g.halves(a, b)
	if forA == nil {
		return nil
	}
	k, err := letter.Join(half(ofA, forA), half(ofB, forB), g.Public)
	if err != nil {
		return nil
	}
	return k
}

func half(keys []*letter.Key, sealed []byte) letter.Share {
	for _, k := range keys {
		if h := k.Half(sealed); h != nil {
			return h
		}
	}
	return nil
}

// NewGlass makes a glass for holders with their public keys, for MakeGlass. Its key is whole in memory while it is made, and nowhere after. Fault: Invalid
// letter.damaged_key.
func NewGlass(holders map[id.ID]letter.Public) (MakeGlass, error) {
	k, err := letter.NewKey()
	if err != nil {
		return MakeGlass{}, err
	}
	c := MakeGlass{Public: k.Public()}
	var all []id.ID
	for of := range holders {
		all = append(all, of)
	}
	slices.SortFunc(all, id.ID.Compare)
	for i, one := range all {
		for _, other := range all[i+1:] {
			first, second := k.Halve()
			p := Pair{One: one, Other: other}
			if p.ForOne, err = first.To(holders[one]); err == nil {
				p.ForOther, err = second.To(holders[other])
			}
			if err != nil {
				return MakeGlass{}, err
			}
			c.Pairs = append(c.Pairs, p)
		}
	}
	return c, nil
}

// NoteOpening writes down that the glass of a caseload was opened by two, before they see anything. With is the other of them; Reason is one of Reasons. The receipt's id is
// the opening.
type NoteOpening struct {
	With   id.ID
	Reason string
}

// Act is the act of opening the glass.
func (NoteOpening) Act() access.Act { return access.VoiceBreak }

// Decide records it. Fault: Invalid sealed.no_reason; NotAllowed sealed.two_people for one alone.
func (c NoteOpening) Decide(tx *desk.Tx) error {
	const op = "sealed.NoteOpening"
	switch {
	case !slices.Contains(Reasons, c.Reason):
		return fault.New(op, fault.Invalid, "sealed.no_reason", nil)
	case c.With == tx.By().User || c.With.IsZero():
		return fault.New(op, fault.NotAllowed, "sealed.two_people", nil)
	}
	of, err := tx.NewID()
	if err != nil {
		return err
	}
	return tx.Record(glassOpened.Draft(of, clock.NoDay, Opening{One: c.With, Other: tx.By().User, Reason: c.Reason}))
}

// Review says of an opening of the glass that it was in order, or was not (InOrder). Opening is which.
type Review struct {
	Opening id.ID
	InOrder bool
}

// Act is the act of reviewing looks.
func (Review) Act() access.Act { return access.LooksReview }

// Decide records it. Faults: NotFound sealed.no_opening; NotAllowed sealed.not_ones_own for who opened it; Conflict sealed.reviewed_already.
func (c Review) Decide(tx *desk.Tx) error {
	const op = "sealed.Review"
	o, err := desk.Get(tx, OpeningStory, c.Opening)
	switch {
	case err != nil:
		return err
	case !o.Exists:
		return fault.New(op, fault.NotFound, "sealed.no_opening", nil)
	case o.State.One == tx.By().User || o.State.Other == tx.By().User:
		return fault.New(op, fault.NotAllowed, "sealed.not_ones_own", nil)
	case !o.State.Reviewed.IsZero():
		return fault.New(op, fault.Conflict, "sealed.reviewed_already", nil)
	}
	return tx.Record(reviewed.Draft(c.Opening, clock.NoDay, reviewedResidue{c.InOrder}))
}
