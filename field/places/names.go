// SPDX-License-Identifier: Apache-2.0

package places

import (
	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// NameRow is one name that a place was given.
type NameRow struct {
	Name   string    `class:"open"` // one that it was given
	Day    clock.Day `class:"open"` // the day it was written, where the operation is
	Stands bool      `class:"open"` // it is called so today; two stand where two offices gave it one each
}

// NamesOf returns every name that a place was given, the latest first: who looks for it under an older one finds it here.
func NamesOf(place id.ID) desk.Query[[]NameRow] {
	return desk.Query[[]NameRow]{Act: access.PlacesRead, Scope: access.Commons, Run: func(r *desk.Reader) ([]NameRow, error) {
		p, err := desk.ReadCommons(r, Story, place)
		if err != nil {
			return nil, err
		}
		facts, err := r.Facts(Story.Name(), place)
		var rows []NameRow
		for i := len(facts) - 1; i >= 0 && err == nil; i-- {
			name, is, nameErr := nameIn(facts[i])
			if err = nameErr; !is {
				continue
			}
			rows = append(rows, NameRow{Name: name, Day: writtenOn(r, facts[i]), Stands: stands(p.State.Name.Standing, facts[i])})
		}
		return rows, err
	}}
}

// nameIn returns the name that a fact gives a place, if it gives one.
func nameIn(f *journal.Fact) (name string, is bool, err error) {
	switch f.Kind {
	case addedKind:
		var r added
		err = journal.Decode(f.Residue, &r)
		name = r.Name
	case renamedKind:
		var r renamed
		err = journal.Decode(f.Residue, &r)
		name = r.Name
	default:
		return "", false, nil
	}
	if err != nil {
		err = fault.New("places.NamesOf", fault.Damaged, "register.fact_unreadable", fault.Args{"kind": f.Kind}).Because(err)
	}
	return name, err == nil, err
}
