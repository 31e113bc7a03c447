// SPDX-License-Identifier: Apache-2.0

package bulk

import (
	"slices"
	"unicode/utf8"

	"safar/desk"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// The bounds of a work: more is two works.
const (
	Most        = 25_000 // items: the whole of a large caseload
	longestWord = 500    // letters of a reason or a source
	partItems   = 1_000  // items of one fact
)

// Begin records that somebody asks for a deed to be done to many, before any of it is done. It changes nothing of them.
type Begin struct {
	Work  id.ID  // its own id, from which those of its commands are drawn
	Deed  string // Deed.ID
	Asked Asked  // what is said once for all of them
	Words Words  // what was written for all of them
	Of    id.ID  // the work of the same person that is taken back, of whose items these are some; zero for a deed
	Items []Item // for whom; none twice, at most Most
}

// Act is the act of the deed: whoever may do it to one may ask for it for many.
func (c Begin) Act() access.Act { return actOf(c.Deed, !c.Of.IsZero()) }

// actOf is the act of a deed or of its taking back; "", which nobody may, for one that there is not.
func actOf(deed string, back bool) access.Act {
	if d := Of(deed); d != nil {
		return d.ActOf(back)
	}
	return ""
}

// Decide records the order with those whom it is about.
func (c Begin) Decide(tx *desk.Tx) error {
	const op = "bulk.Begin"
	if err := c.sound(op); err != nil {
		return err
	}
	found, err := desk.Get(tx, Story, c.Work)
	if err != nil {
		return err
	}
	if found.Exists {
		return fault.New(op, fault.Conflict, "bulk.begun_already", nil)
	}
	if err := c.takesBack(op, tx); err != nil {
		return err
	}
	items, err := c.before(tx)
	if err != nil {
		return err
	}
	of := begunResidue{Node: tx.Node().Node, Deed: c.Deed, Asked: c.Asked, Of: c.Of, Count: len(items)}
	if err := tx.Record(begun.DraftFor(c.Work, c.Work, clock.NoDay, of, c.Words)); err != nil {
		return err
	}
	for from := 0; from < len(items); from += partItems {
		if err := tx.Record(asked.Draft(c.Work, clock.NoDay, part{from, items[from:min(from+partItems, len(items))]})); err != nil {
			return err
		}
	}
	return nil
}

// sound refuses what is no work: a deed that there is not, nobody, too many, one of them twice, a reason that is a story.
func (c Begin) sound(op string) error {
	switch d := Of(c.Deed); {
	case d == nil || c.Work.IsZero():
		return fault.New(op, fault.Invalid, "bulk.no_such_deed", nil)
	case !c.Of.IsZero() && !d.Back():
		return fault.New(op, fault.Blocked, "bulk.nothing_takes_back", nil)
	case len(c.Items) == 0:
		return fault.New(op, fault.Invalid, "bulk.nobody", nil)
	case len(c.Items) > Most:
		return fault.New(op, fault.Invalid, "bulk.too_many", fault.Args{"most": Most})
	case utf8.RuneCountInString(c.Words.Reason) > longestWord || utf8.RuneCountInString(c.Words.Source) > longestWord:
		return fault.New(op, fault.Invalid, "bulk.too_long", fault.Args{"most": longestWord})
	}
	seen := make(map[Item]bool, len(c.Items))
	for _, i := range c.Items {
		i.Was = id.ID{}
		if seen[i] || i.Household.IsZero() && i.Journey.IsZero() {
			return fault.New(op, fault.Invalid, "bulk.twice", nil)
		}
		seen[i] = true
	}
	return nil
}

// takesBack refuses to take back what is another's, another deed, on its way still, taking back itself, or about others.
func (c Begin) takesBack(op string, tx *desk.Tx) error {
	if c.Of.IsZero() {
		return nil
	}
	of, err := desk.Must(tx, Story, c.Of)
	switch {
	case err != nil:
		return err
	case of.By != tx.By().User || of.Deed != c.Deed || !of.Of.IsZero():
		return fault.New(op, fault.NotAllowed, "bulk.not_yours", nil)
	case !of.Ended:
		return fault.New(op, fault.Conflict, "bulk.under_way", nil)
	}
	theirs := make(map[Item]bool, of.Count)
	for _, i := range of.Items() {
		theirs[i] = true
	}
	for _, i := range c.Items {
		if !theirs[i] {
			return fault.New(op, fault.Invalid, "bulk.not_among_them", nil)
		}
	}
	return nil
}

// before notes of each what the deed replaces, where it is taken back by putting that in its place again.
func (c Begin) before(tx *desk.Tx) ([]Item, error) {
	if c.Deed != "move_site" || !c.Of.IsZero() {
		return c.Items, nil
	}
	items := slices.Clone(c.Items)
	for n := range items {
		h, err := desk.Get(tx, people.HouseholdStory, items[n].Household)
		if err != nil {
			return nil, err
		}
		items[n].Was = h.State.Site.Value()
	}
	return items, nil
}

// End records that a work has ended: all was done that could be, or whoever asked for it stopped it. What was done stays; nothing of it is done after that.
type End struct {
	Work id.ID  // which
	Deed string // that of the work
	Back bool   // whether it took another back
	Done int    // how many were done
}

// Act is the act of the deed.
func (c End) Act() access.Act { return actOf(c.Deed, c.Back) }

// Decide records the end, by whoever asked for the work.
func (c End) Decide(tx *desk.Tx) error {
	const op = "bulk.End"
	of, err := desk.Must(tx, Story, c.Work)
	switch {
	case err != nil:
		return err
	case of.By != tx.By().User || of.Deed != c.Deed || of.Of.IsZero() == c.Back:
		return fault.New(op, fault.NotAllowed, "bulk.not_yours", nil)
	case of.Ended:
		return fault.New(op, fault.Conflict, "bulk.ended_already", nil)
	case c.Done < 0 || c.Done > of.Count:
		return fault.New(op, fault.Invalid, "bulk.not_among_them", nil)
	}
	return tx.Record(ended.Draft(c.Work, clock.NoDay, endedResidue{c.Done}))
}
