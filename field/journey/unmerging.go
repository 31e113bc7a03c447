// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"strings"

	"safar/desk"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// UndoMerge says that records which were made one are of two people after all: see people.UndoMerge. Those whose records had gone are again
// where they belonged, and a way of theirs that was ended because nobody lived in their household any more goes on. What was freed, stopped,
// paid or left meanwhile stays as it is and shows: nothing is promised or owed again by itself. Where those to whom somebody goes back sit on
// a load, they get off first: it was filled without them.
type UndoMerge struct {
	Household id.ID              // in which the records stand that stayed
	Apart     []people.UndoMerge // pair by pair
	Why       string             // needed; at most 500 bytes
}

// Act is the act of merging.
func (UndoMerge) Act() access.Act { return access.PeopleMerge }

// maxWhy bounds a reason, in bytes: it is a sentence, not a story.
const maxWhy = 500

// Decide judges each pair and records it, and opens again the ways that go on.
func (c UndoMerge) Decide(tx *desk.Tx) error {
	const op = "journey.UndoMerge"
	switch {
	case len(c.Apart) == 0:
		return fault.New(op, fault.Invalid, "journey.undo_nobody", nil)
	case strings.TrimSpace(c.Why) == "":
		return fault.New(op, fault.Invalid, "journey.reason_missing", nil)
	case len(c.Why) > maxWhy:
		return fault.New(op, fault.Invalid, "journey.reason_too_long", fault.Args{"max": maxWhy})
	}
	for _, pair := range c.Apart {
		homes, err := c.homes(tx, pair)
		if err != nil {
			return err
		}
		if err := pair.Record(tx, c.Why); err != nil {
			return err
		}
		for _, home := range homes {
			if err := goesOn(tx, home); err != nil {
				return err
			}
		}
	}
	return nil
}

// homes returns the households into which somebody goes back. It refuses a record that stayed elsewhere, and one whose people sit on a load.
func (c UndoMerge) homes(tx *desk.Tx, pair people.UndoMerge) (homes []id.ID, err error) {
	const op = "journey.UndoMerge"
	kept, err := desk.Must(tx, people.PersonStory, pair.Kept)
	if err == nil && !kept.SaidOf(c.Household) {
		err = fault.New(op, fault.Invalid, "people.not_a_member", nil)
	}
	if err != nil {
		return nil, err
	}
	gone, err := desk.Must(tx, people.PersonStory, pair.Gone)
	if err != nil {
		return nil, err
	}
	for _, m := range gone.Household.Standing {
		loaded, err := onTheWay(tx, m.Value.Household, pair.Gone)
		if err == nil && loaded {
			err = fault.New(op, fault.Blocked, "journey.undo_on_a_load", nil).WithHint("journey.undo_on_a_load_hint")
		}
		if err != nil {
			return nil, err
		}
		homes = append(homes, m.Value.Household)
	}
	return homes, nil
}

type reopenedResidue struct {
	Step string `cbor:"1,keyasint"`
}

// reopened says that an end was written down by mistake: nobody had joined another household.
var reopened = register.NewFact(Story, "journey.reopened", 1, func(j *Journey, f *journal.Fact, r reopenedResidue, _ *register.None) {
	j.Add(f, Mark{Step: r.Step, State: programme.Reopened})
})

// goesOn opens again the ways of a household that ended because nobody lived in it.
func goesOn(tx *desk.Tx, home id.ID) error {
	ways, err := tx.Find(BySubject, home[:])
	for _, way := range ways {
		if err != nil {
			return err
		}
		j, got := desk.Get(tx, Story, way)
		if got != nil {
			return got
		}
		step, deserted := j.State.endedDeserted()
		if deserted {
			err = tx.Record(reopened.Draft(way, clock.NoDay, reopenedResidue{step}))
		}
	}
	return err
}

// endedDeserted returns the step at which a way ended because those who walked it were found to be of another household.
func (j *Journey) endedDeserted() (step string, is bool) {
	if j.Aside || !j.Ended() {
		return "", false
	}
	for i := range j.Marks {
		if m := &j.Marks[i]; m.State == programme.Closed && !m.Withdrawn {
			step, is = m.Step, m.Value == endMerged
		}
	}
	return step, is
}
