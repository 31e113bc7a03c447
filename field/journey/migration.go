// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"context"
	"slices"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/register"
)

// Migration is the work of migrating the journeys of a caseload, a piece at a time. Every piece is a command of its own, so that the work
// may be left after any of them and gone on with at any time, by anyone: a journey stands on one version or on the other. Scope is
// the caseload, Programme the id of the programme.
type Migration struct {
	Scope     access.Scope
	Programme string
	From      Reached               // where it was left; the zero value is the beginning
	Pieces    int                   // how many pieces of MaxMigrated journeys are done now; 0 for all there are
	Progress  func(looked, all int) // told after each piece
}

// Reached is how far a migration has come: those before it have gone, or were left on their version. Version is the SHA-256 of the
// file, Story the journey; both are zero at the beginning.
type Reached struct {
	Version [32]byte
	Story   id.ID
}

// Migrated is what became of the journeys of a caseload.
type Migrated struct {
	Moved int     // to the version in force
	Left  int     // still on an older version: Foresee says why
	Next  Reached // where to go on
	More  bool    // there are journeys that were not looked at

	Withheld bool // Moved and Left are 0 because one of them stands on too few for whoever does not work with them
}

// countsAlone reports whether somebody is told only counts of a scope: it is a part of a caseload in which only some work with people, and they do not.
func countsAlone(by access.Actor, scope access.Scope, today clock.Day) bool {
	return scope.Compartment != access.General && !access.WorksWithPersons(by, scope, today)
}

// withhold sets those numbers to 0 that must not be told, of which nobody stands in two, and reports whether there are any.
func withhold(numbers ...*int) (any bool) {
	stand := make([]int, len(numbers))
	for i, n := range numbers {
		stand[i] = *n
	}
	for i, hidden := range access.WithheldCounts(stand) {
		if hidden {
			*numbers[i], any = 0, true
		}
	}
	return any
}

// MigrateAll migrates every journey of a programme in a caseload that can go, and tells after each piece how many of how many it has looked
// at. It may be stopped and begun again: those who have gone are not asked twice.
func MigrateAll(ctx context.Context, d *desk.Desk, by access.Actor, scope access.Scope, programmeID string, progress func(looked, all int)) (Migrated, error) {
	return Migration{Scope: scope, Programme: programmeID, Progress: progress}.Run(ctx, d, by)
}

// Run does as many pieces as are wanted. Who is told only counts of the scope is told none that stands on too few.
func (m Migration) Run(ctx context.Context, d *desk.Desk, by access.Actor) (done Migrated, err error) {
	counts := countsAlone(by, m.Scope, d.Today())
	if counts {
		m.Progress = nil
	}
	if done, err = m.run(ctx, d, by); counts {
		done.Withheld = withhold(&done.Moved, &done.Left)
	}
	return done, err
}

func (m Migration) run(ctx context.Context, d *desk.Desk, by access.Actor) (done Migrated, err error) {
	older, err := desk.Ask(ctx, d, by, "task.migrate", olderVersions(m.Scope, m.Programme))
	if err != nil {
		return done, err
	}
	done.Next = m.From
	for pieces := 0; ; pieces++ {
		piece, err := m.next(ctx, d, by, older.Versions, done.Next)
		if err != nil || len(piece.Journeys) == 0 {
			return done, err
		}
		if done.More = m.Pieces > 0 && pieces == m.Pieces; done.More {
			return done, nil
		}
		r, err := d.Do(ctx, by, m.Scope, id.New(), Migrate{Programme: m.Programme, Journeys: piece.Journeys})
		if err != nil {
			return done, err
		}
		done.Moved, done.Left = done.Moved+r.Facts, done.Left+len(piece.Journeys)-r.Facts
		done.Next = Reached{piece.Version, piece.Last.Story}
		if m.Progress != nil {
			m.Progress(done.Moved+done.Left, older.Total)
		}
	}
}

// next finds the journeys after those that a migration has reached.
func (m Migration) next(ctx context.Context, d *desk.Desk, by access.Actor, versions []walkedVersion, from Reached) (walking, error) {
	for _, v := range versions {
		after := Cursor{}
		switch slices.Compare(v.Hash[:], from.Version[:]) {
		case -1:
			continue // done with
		case 0:
			after = Cursor{Key: v.Hash[:], Story: from.Story}
		}
		piece, err := desk.Ask(ctx, d, by, "task.migrate", onVersion(m.Scope, v.Hash, after))
		if err != nil || len(piece.Journeys) > 0 {
			piece.Version = v.Hash
			return piece, err
		}
	}
	return walking{}, nil
}

// WalkedRow is how many journeys of a caseload walk a programme.
type WalkedRow struct {
	Now   int `class:"open"` // on the version in force
	Older int `class:"open"` // on other versions

	Waiting  bool `class:"open"` // there are some on other versions
	Withheld bool `class:"open"` // Now and Older are 0 because one of them stands on too few for whoever does not work with them
}

// Walked counts the journeys of a caseload on the version of a programme in force, and on older ones.
func Walked(scope access.Scope, programmeID string) desk.Query[WalkedRow] {
	return desk.Query[WalkedRow]{Act: access.JourneyMigrate, Scope: scope, Run: func(r *desk.Reader) (WalkedRow, error) {
		p, err := ProgrammeInForce(r, programmeID)
		if err != nil {
			return WalkedRow{}, err
		}
		hash := p.Hash()
		older, err := olderThan(r, programmeID, hash)
		if err != nil {
			return WalkedRow{}, err
		}
		now, err := r.Count(ByVersion, hash[:])
		row := WalkedRow{Now: int(now), Older: older.Total, Waiting: older.Total > 0}
		if countsAlone(r.By(), scope, r.Today()) {
			row.Withheld = withhold(&row.Now, &row.Older)
		}
		return row, err
	}}
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

// olderThan finds the versions of a programme, but for one, that journeys of the caseload walk, in the order of their hashes.
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
	slices.SortFunc(out.Versions, func(a, b walkedVersion) int { return slices.Compare(a.Hash[:], b.Hash[:]) })
	return out, nil
}

// maxVersions bounds how many versions of a programme are listed.
const maxVersions = 1000

// walking is a piece of the journeys on one version.
type walking struct {
	Journeys []id.ID `class:"open"`
	Last     Cursor
	Version  [32]byte `class:"open"`
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
