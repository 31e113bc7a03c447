// SPDX-License-Identifier: Apache-2.0

package gathering

import (
	"slices"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// Version is a gathering as somebody wrote it.
type Version struct {
	Row     Row        // as it was written then
	Took    []TookPart // who took part, as it was written then
	Written clock.Day  `class:"open"` // the day it was written, of the operation
	By      id.ID      `class:"open"` // who wrote it
	Stands  bool       `class:"open"` // nobody has replaced it; two stand where two offices corrected it without seeing each other
}

// History returns every version of a gathering, the latest first: what was corrected stays to be seen. Words that were forgotten are gone
// from each of them. It is for those who hold meetings.
func History(scope access.Scope, gathering id.ID) desk.Query[[]Version] {
	return desk.Query[[]Version]{Act: access.GatheringHold, Scope: scope, Run: func(r *desk.Reader) ([]Version, error) {
		g, err := desk.Read(r, Story, gathering)
		if err == nil && !g.Exists {
			err = fault.New("gathering.History", fault.NotFound, "desk.no_such_story", fault.Args{"kind": Story.Name()})
		}
		if err != nil {
			return nil, err
		}
		facts, err := r.Facts(Story.Name(), gathering)
		if err != nil {
			return nil, err
		}
		var versions []Version
		for _, f := range slices.Backward(facts) {
			v, err := versionOf(gathering, f, g.State, clock.DayOf(r.Moment(f.At)))
			if err != nil {
				return nil, err
			}
			versions = append(versions, v)
		}
		return versions, nil
	}}
}

// versionOf folds one fact, written on that day, by itself.
func versionOf(of id.ID, f *journal.Fact, now *Gathering, written clock.Day) (Version, error) {
	var s Session
	var w Words
	err := journal.Decode(f.Residue, &s)
	if err == nil && len(f.Person) > 0 {
		err = journal.Decode(f.Person, &w)
	}
	if err != nil {
		return Version{}, fault.New("gathering.History", fault.Damaged, "register.fact_unreadable", fault.Args{"kind": f.Kind}).Because(err)
	}
	one := Gathering{Held: now.Held}
	one.put(f, s, &w)
	v := Version{Row: rowOf(of, &one), Took: sum(nil, s.Counts).Took, Written: written, By: f.Author}
	for _, stated := range now.What.Standing {
		v.Stands = v.Stands || stated.Ref == f.Ref()
	}
	return v, nil
}
