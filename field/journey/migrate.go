// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"context"
	"slices"

	"safar/desk"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// Migrate moves journeys to the version of their programme that is in force. It is the only thing that changes a journey's version.
//
// What is owed already stays as it is, and so does what was promised: their marks go where the file says. A journey that cannot go today is
// left on its version, and whoever migrates sees how many those are: something stands on a step that is gone without a rule, or money is
// on its way to the household under a name that the new version gives up.
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
	force, err := desk.MustCommons(tx, ProgrammeStory, ProgrammeID(c.Programme))
	if err != nil {
		return err
	}
	next, err := ProgrammeFor(tx, force.Hash.Value())
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

// Migrated is what became of the journeys of a caseload.
type Migrated struct {
	Moved int
	Left  int // still on an older version: Foresee says why
}

// MigrateAll migrates every journey of a programme in a caseload that can go, a piece at a time, and tells after each how many of how many
// it has looked at. It may be stopped and begun again: those who have gone are not asked twice.
func MigrateAll(ctx context.Context, d *desk.Desk, by access.Actor, scope access.Scope, programmeID string, progress func(done, all int)) (Migrated, error) {
	var m Migrated
	older, err := desk.Ask(ctx, d, by, "task.migrate", olderVersions(scope, programmeID))
	if err != nil {
		return m, err
	}
	for _, v := range older.Versions {
		for cursor := (Cursor{}); ; {
			piece, err := desk.Ask(ctx, d, by, "task.migrate", onVersion(scope, v.Hash, cursor))
			if err != nil || len(piece.Journeys) == 0 {
				if err != nil {
					return m, err
				}
				break
			}
			r, err := d.Do(ctx, by, scope, id.New(), Migrate{Programme: programmeID, Journeys: piece.Journeys})
			if err != nil {
				return m, err
			}
			m.Moved, m.Left = m.Moved+r.Facts, m.Left+len(piece.Journeys)-r.Facts
			progress(m.Moved+m.Left, older.Total)
			cursor = piece.Last
		}
	}
	return m, nil
}

// older are the versions of a programme, but for the one in force, that journeys of a caseload walk.
type older struct {
	Versions []walkedVersion
	Total    int `class:"open"` // journeys on them
}

type walkedVersion struct {
	Hash     [32]byte `class:"open"`
	Journeys int      `class:"open"`
}

// olderVersions finds the versions from which journeys of a caseload may be migrated.
func olderVersions(scope access.Scope, programmeID string) desk.Query[older] {
	return desk.Query[older]{Act: access.JourneyMigrate, Scope: scope, Run: func(r *desk.Reader) (older, error) {
		f, err := desk.ReadCommons(r, ProgrammeStory, ProgrammeID(programmeID))
		if err != nil {
			return older{}, err
		}
		return olderThan(r, programmeID, f.State.Hash.Value())
	}}
}

// olderThan finds the versions of a programme, but for one, that journeys of the caseload walk.
func olderThan(r *desk.Reader, programmeID string, hash [32]byte) (out older, err error) {
	versions, err := r.FindCommons(VersionsOf, []byte(programmeID), maxVersions)
	if err != nil {
		return out, err
	}
	for _, of := range versions {
		v, err := desk.ReadCommons(r, VersionStory, of)
		if err != nil {
			return out, err
		}
		n, err := r.Count(ByVersion, v.State.Hash[:])
		if err != nil {
			return out, err
		}
		if n > 0 && v.State.Hash != hash {
			out.Versions, out.Total = append(out.Versions, walkedVersion{v.State.Hash, int(n)}), out.Total+int(n)
		}
	}
	return out, nil
}

// maxVersions bounds how many versions of a programme are listed.
const maxVersions = 1000

// walking is a piece of the journeys on one version.
type walking struct {
	Journeys []id.ID `class:"open"`
	Last     Cursor
}

// onVersion lists journeys on a version, from after a cursor.
func onVersion(scope access.Scope, hash [32]byte, after Cursor) desk.Query[walking] {
	return desk.Query[walking]{Act: access.JourneyMigrate, Scope: scope, Run: func(r *desk.Reader) (walking, error) {
		return walkingFrom(r, hash, after)
	}}
}

func walkingFrom(r *desk.Reader, hash [32]byte, after Cursor) (w walking, err error) {
	want := register.Range{Prefix: hash[:], Limit: MaxMigrated}
	if !after.Story.IsZero() {
		want.After = &register.Entry{Key: after.Key, Story: after.Story}
	}
	entries, err := r.Scan(ByVersion, want)
	for _, e := range entries {
		w.Journeys, w.Last = append(w.Journeys, e.Story), Cursor{slices.Clone(e.Key), e.Story}
	}
	return w, err
}
