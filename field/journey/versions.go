// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"cmp"
	"errors"
	"slices"

	"safar/desk"
	"safar/field/programme"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// VersionRow is one version of a programme.
type VersionRow struct {
	Hash     [32]byte  `class:"open"`
	Day      clock.Day `class:"open"` // on which it was published
	By       string    `class:"open"` // name of who published it: a programme is published under a name
	InForce  bool      `class:"open"`
	Journeys int       `class:"open"` // that walk it, on this node
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
			rows[i].InForce = rows[i].Hash == force.State.Hash.Value()
		}
		slices.SortFunc(rows, func(a, b VersionRow) int {
			return cmp.Or(cmp.Compare(b.Day, a.Day), slices.Compare(a.Hash[:], b.Hash[:]))
		})
		return rows, nil
	}}
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
	walking, err := r.CountAcross(ByVersion, v.State.Hash[:])
	return VersionRow{Hash: v.State.Hash, Day: v.State.Day, By: by.State.Name.Value(), Journeys: int(walking)}, err
}

// Objections is what stands against publishing a file: what is wrong in it, or what journeys could not survive.
type Objections struct {
	Programme string      `class:"open"` // its id; "" where the file cannot be read
	Known     bool        `class:"open"` // this very version was published already
	Problems  []Objection // none: it may be published
	Advice    []Objection // the file may be used all the same
}

// Objection is one problem, in the words of whoever asks, with the place in the file where it shows.
type Objection struct {
	programme.Finding
	Before bool   `class:"open"` // the place is in the version that journeys walk, not in the new file
	Step   string `class:"open"` // that is gone or changed; "" where something else is wrong
	Key    string `class:"open"` // of the problem
	Count  int    `class:"open"` // journeys that stand there
}

// ObjectionsTo says what stands against publishing a file, in the words of a language. It asks what Publish asks, and changes nothing.
func ObjectionsTo(source []byte, say programme.Say) desk.Query[Objections] {
	return desk.Query[Objections]{Act: access.ProgrammePublish, Scope: access.Commons, Run: func(r *desk.Reader) (o Objections, err error) {
		p, err := readable("journey.ObjectionsTo", source)
		if problems, bad := problemsIn(err); bad {
			return Objections{Problems: objectionRows(problems, false, say)}, nil
		}
		if err != nil {
			return o, err
		}
		problems, err := objections(p, commons{
			find: func() ([]id.ID, error) { return r.FindCommons(VersionsOf, []byte(p.ID), maxVersions) },
			read: func(of id.ID) (*Published, error) {
				v, err := desk.ReadCommons(r, VersionStory, of)
				return v.State, err
			},
			count: r.CountAcross,
		})
		if err != nil {
			return o, err
		}
		v, err := desk.ReadCommons(r, VersionStory, VersionID(p.Hash()))
		return Objections{Programme: p.ID, Known: v.Exists, Problems: objectionRows(problems, true, say), Advice: objectionRows(p.Advice(), false, say)}, err
	}}
}

// problemsIn returns the problems that are the cause of an error, and whether there are any.
func problemsIn(err error) (programme.Problems, bool) {
	var problems programme.Problems
	return problems, errors.As(err, &problems)
}

func objectionRows(problems programme.Problems, before bool, say programme.Say) []Objection {
	var rows []Objection
	for _, p := range problems {
		o := Objection{Finding: p.Said(say), Before: before, Key: p.Key}
		if before {
			o.Step, _ = p.Args["step"].(string)
			o.Count, _ = p.Args["count"].(int)
		}
		rows = append(rows, o)
	}
	return rows
}
