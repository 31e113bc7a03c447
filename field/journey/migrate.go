// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"safar/desk"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// Migrate moves journeys to the version of their programme that is in force. It is the only thing that changes a journey's version.
//
// What is owed already stays as it is, and so does what was promised: their marks go where the file says. A journey that cannot go today is
// left on its version, and whoever migrates sees how many those are: something stands on a step that is gone without a rule, or money is
// on its way to the household under a name that the new version gives up. Programme is its id; a journey of another one is a fault
// of kind Invalid. Day is NoDay for today.
type Migrate struct {
	Programme string
	Journeys  []id.ID // at most MaxMigrated
	Day       clock.Day
}

// MaxMigrated bounds how many journeys one command migrates: it is one transaction.
const MaxMigrated = 500

// Act is the act of migrating.
func (Migrate) Act() access.Act { return access.JourneyMigrate }

// Decide records the migration of those who can go. The receipt counts them: a fact each.
func (c Migrate) Decide(tx *desk.Tx) error {
	const op = "journey.Migrate"
	if len(c.Journeys) > MaxMigrated {
		return fault.New(op, fault.Invalid, "journey.too_many_at_once", fault.Args{"max": MaxMigrated})
	}
	next, err := ProgrammeInForce(tx, c.Programme)
	if err != nil {
		return err
	}
	to := crossings{next: next, from: map[[32]byte]*crossing{}}
	for _, of := range c.Journeys {
		j, err := desk.Must(tx, Story, of)
		if err != nil {
			return err
		}
		if j.Version.Value().Programme != c.Programme {
			return fault.New(op, fault.Invalid, "journey.another_programme", nil)
		}
		d, why, err := to.draft(j, of, c.Day, func(hash [32]byte) (*programme.Programme, error) { return ProgrammeFor(tx, hash) })
		if err != nil {
			return err
		}
		if why == "" {
			if err := tx.Record(d); err != nil {
				return err
			}
		}
	}
	return nil
}

// The reasons for which a journey is not migrated. Each has a sentence in the catalogues under "migration." and its name.
const (
	ThereAlready  = "there_already"  // it walks that version
	StandsOnGone  = "stands_on_gone" // something stands on a step that the new version does not have, or has changed
	MoneyUnderway = "money_underway" // an amount is owed and not delivered on a step that has another name in the new version
)

// crossings are the ways from older versions of a programme to one.
type crossings struct {
	next *programme.Programme
	from map[[32]byte]*crossing
}

// crossing is the way from one version to another.
type crossing struct {
	old   *programme.Programme
	moves []programme.Migrating
	open  bool // nothing stands against anybody: the journeys need not be looked at one by one
}

func (to *crossings) of(hash [32]byte, read func([32]byte) (*programme.Programme, error)) (*crossing, error) {
	if c := to.from[hash]; c != nil {
		return c, nil
	}
	old, err := read(hash)
	if err != nil {
		return nil, err
	}
	plan, problems := programme.Migration(old, to.next, nil)
	c := &crossing{old: old, moves: plan.Moves, open: len(problems) == 0}
	to.from[hash] = c
	return c, nil
}

// draft returns the fact that migrates a journey, or why it is not migrated.
func (to *crossings) draft(j *Journey, of id.ID, day clock.Day, read func([32]byte) (*programme.Programme, error)) (journal.Draft, string, error) {
	m, why, err := to.judge(j, read)
	if err != nil || why != "" {
		return journal.Draft{}, why, err
	}
	return journeyMigrated.Draft(of, day, m).Replacing("version", j.Version.Seen()), "", nil
}

// judge says what becomes of the steps of a journey, or why it is not migrated.
func (to *crossings) judge(j *Journey, read func([32]byte) (*programme.Programme, error)) (m migrated, why string, err error) {
	v := j.Version.Value()
	if v.Hash == to.next.Hash() && !j.Version.Contested() {
		return m, ThereAlready, nil
	}
	c, err := to.of(v.Hash, read)
	if err != nil {
		return m, "", err
	}
	if !c.open && !c.survives(j, to.next) {
		return m, StandsOnGone, nil
	}
	m = migrated{Version: Version{Programme: to.next.ID, Hash: to.next.Hash()}, Steps: map[string]string{}}
	for _, move := range c.moves {
		if move.Pathway != j.Pathway {
			continue
		}
		if j.owing(move.Step) {
			return m, MoneyUnderway, nil
		}
		m.Steps[move.Step] = move.To
	}
	way := to.next.Pathway(j.Pathway)
	for _, r := range j.Renamed {
		if way.Step(r.From) != nil {
			m.Again = append(m.Again, r.From)
		}
	}
	return m, "", nil
}

// survives reports whether nothing that stands on a journey would be lost.
func (c *crossing) survives(j *Journey, next *programme.Programme) bool {
	_, problems := programme.Migration(c.old, next, func(ref programme.StepRef) int {
		if ref.Pathway != j.Pathway || ref.Step != "" && len(j.Standing(ref.Step)) == 0 {
			return 0
		}
		return 1
	})
	return len(problems) == 0
}

// owing reports whether an amount is owed on a step and has not reached the household.
func (j *Journey) owing(step string) bool {
	last, ok := j.Last(step, programme.Owed, programme.Listed, programme.Approved, programme.Sent, programme.Delivered, programme.Stopped,
		programme.Returned)
	return ok && last.State != programme.Delivered && last.State != programme.Stopped
}
