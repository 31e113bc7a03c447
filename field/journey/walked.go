// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"safar/desk"
	"safar/field/programme"
	"safar/kernel/access"
)

// WayCount is a pathway that is walked in a caseload. Programme and Pathway are ids.
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
		works := access.WorksWithPersons(r.By(), scope, r.Today())
		var all []WayCount
		err := eachInForce(r, func(_ [32]byte, p *programme.Programme) (err error) {
			all, err = walkedOf(r, p, works, all)
			return err
		})
		return all, err
	}}
}

// CarriedOut lists the programmes in force of which figures are drawn for a caseload, by their ids: those that somebody walks there, and those that nobody
// walks anywhere yet; none that has no pathway in the compartment. Of a programme that is only carried out elsewhere every household here would be one that
// was forgotten.
func CarriedOut(scope access.Scope) desk.Query[[]InForceRow] {
	return desk.Query[[]InForceRow]{Act: access.FiguresRead, Scope: scope, Run: func(r *desk.Reader) (here []InForceRow, err error) {
		err = eachInForce(r, func(_ [32]byte, p *programme.Programme) error {
			if !p.WalkedIn(scope.Compartment) {
				return nil
			}
			key := []byte(p.ID + "\x00")
			n, err := r.Count(ByPathway, key)
			if err == nil && n == 0 {
				var elsewhere int64
				if elsewhere, err = r.CountAcross(ByPathway, key); elsewhere > 0 {
					return err
				}
			}
			here = append(here, inForceRow(p))
			return err
		})
		return here, err
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
