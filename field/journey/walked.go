// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"safar/desk"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/register"
)

// WayCount is a pathway that is walked in a caseload.
type WayCount struct {
	Programme string `class:"open"`
	Pathway   string `class:"open"`
	For       string `class:"open"` // the kind of subject that walks it
	Plural    string `class:"open"` // what several of them are called, where figures count them
	Ways      int64  `class:"open"` // how many ways were begun; 0 where Few
	Few       bool   `class:"open"` // households or people walk it, fewer than whoever does not work with them is told of
}

// WalkedIn lists the pathways of the programmes in force that somebody walks in a caseload, or has walked, by programme, in the order of its file. It
// counts lists, and reads no journey.
func WalkedIn(scope access.Scope, act access.Act) desk.Query[[]WayCount] {
	return desk.Query[[]WayCount]{Act: act, Scope: scope, Run: func(r *desk.Reader) ([]WayCount, error) {
		entries, err := r.ScanCommons(ProgrammesInForce, register.Range{Limit: 1000})
		if err != nil {
			return nil, err
		}
		works := access.WorksWithPersons(r.By(), scope, r.Today())
		var all []WayCount
		for _, e := range entries {
			force, err := desk.ReadCommons(r, ProgrammeStory, e.Story)
			if err != nil {
				return nil, err
			}
			p, err := ProgrammeFor(r, force.State.Hash.Value())
			if err != nil {
				return nil, err
			}
			if all, err = walkedOf(r, p, works, all); err != nil {
				return nil, err
			}
		}
		return all, nil
	}}
}

// walkedOf adds the pathways of a programme that somebody walks.
func walkedOf(r *desk.Reader, p *programme.Programme, works bool, all []WayCount) ([]WayCount, error) {
	for _, way := range p.Pathways {
		n, err := r.Count(ByPathway, PathwayKey(p.ID, way.ID))
		if err != nil {
			return nil, err
		}
		if n == 0 {
			continue
		}
		w := WayCount{Programme: p.ID, Pathway: way.ID, For: way.For, Plural: p.Plural(way.For), Ways: n}
		nature := programme.NatureOf(way.For)
		if ofPeople := nature == programme.Household || nature == programme.Person; ofPeople && !works && n < access.FewestTold {
			w.Ways, w.Few = 0, true
		}
		all = append(all, w)
	}
	return all, nil
}
