// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"cmp"
	"slices"

	"safar/desk"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// VersionRow is one version of a programme.
type VersionRow struct {
	Number   int         `class:"open"` // in the order in which versions were published, from 1
	Hash     [32]byte    `class:"open"` // SHA-256 of its file
	Day      clock.Day   `class:"open"` // on which it was published
	At       clock.Stamp `class:"open"` // when it was published
	By       string      `class:"open"` // name of who published it: a programme is published under a name
	InForce  bool        `class:"open"` // new journeys walk it
	Since    clock.Day   `class:"open"` // of the one in force: since when
	Journeys int         `class:"open"` // that walk it, on this node
}

// Versions lists the versions of a programme, the latest first.
func Versions(programmeID string) desk.Query[[]VersionRow] {
	return desk.Query[[]VersionRow]{Act: access.ProgrammeRead, Scope: access.Commons, Run: func(r *desk.Reader) ([]VersionRow, error) {
		found, err := r.FindCommons(VersionsOf, []byte(programmeID), maxVersions)
		if err != nil {
			return nil, err
		}
		force, err := desk.ReadCommons(r, ProgrammeStory, ProgrammeID(programmeID))
		if err != nil {
			return nil, err
		}
		rows := make([]VersionRow, len(found))
		for i, of := range found {
			if rows[i], err = versionRow(r, of); err != nil {
				return nil, err
			}
			if rows[i].InForce = rows[i].Hash == force.State.Hash.Value(); rows[i].InForce {
				if rows[i].Since, err = lastDay(r, ProgrammeStory.Name(), force.ID); err != nil {
					return nil, err
				}
			}
		}
		slices.SortFunc(rows, func(a, b VersionRow) int {
			return cmp.Or(cmp.Compare(b.At, a.At), slices.Compare(a.Hash[:], b.Hash[:]))
		})
		for i := range rows {
			rows[i].Number = len(rows) - i
		}
		return rows, nil
	}}
}

// lastDay is the day of the last fact of a story.
func lastDay(r *desk.Reader, kind string, story id.ID) (clock.Day, error) {
	facts, err := r.Facts(kind, story)
	if err != nil || len(facts) == 0 {
		return clock.NoDay, err
	}
	return facts[len(facts)-1].Day, nil
}

func versionRow(r *desk.Reader, of id.ID) (VersionRow, error) {
	v, err := desk.ReadCommons(r, VersionStory, of)
	if err != nil {
		return VersionRow{}, err
	}
	by, err := desk.ReadCommons(r, staff.UserStory, v.State.By)
	if err != nil {
		return VersionRow{}, err
	}
	row := VersionRow{Hash: v.State.Hash, Day: v.State.Day, By: by.State.Name.Value()}
	walking, err := r.CountAcross(ByVersion, v.State.Hash[:])
	if err != nil {
		return row, err
	}
	row.Journeys = int(walking)
	facts, err := r.Facts(VersionStory.Name(), of)
	if len(facts) > 0 {
		row.At = facts[0].At
	}
	return row, err
}
