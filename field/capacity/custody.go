// SPDX-License-Identifier: Apache-2.0

package capacity

import (
	"slices"

	"safar/desk"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

// CustodySheet is who may promise which units of a kind at a place. Place and Kind say of what; Offered is how many units the place
// offers, and Holdings are in order of unit.
type CustodySheet struct {
	Place     id.ID  `class:"open"`
	Kind      string `class:"open"`
	Offered   int    `class:"open"`
	Granted   int    `class:"open"` // units that one caseload may promise
	Contested int    `class:"open"` // units that two offices granted without seeing each other: nobody promises them until somebody decides
	Left      int    `class:"open"` // units offered that were granted to nobody
	Holdings  []HoldingRow
}

// HoldingRow is a range of units that are in the same hands.
type HoldingRow struct {
	From     int        `class:"open"` // first unit, from 1
	To       int        `class:"open"` // last unit, itself included
	Caseload id.ID      `class:"open"` // zero: granted to nobody, or contested
	Node     id.ID      `class:"open"` // that may promise them; zero where Caseload is
	Here     bool       `class:"open"` // on the node that answers
	Claims   []ClaimRow // of contested units: the grants that stand against each other
}

// Units returns how many units the range has.
func (h HoldingRow) Units() int { return h.To - h.From + 1 }

// ClaimRow is one of several grants of the same units. Caseload is for which it was, Node on which.
type ClaimRow struct {
	Caseload id.ID `class:"open"`
	Node     id.ID `class:"open"`
}

// CustodyAt returns who may promise which units of a kind at a place. Fault: NotFound desk.no_such_story.
func CustodyAt(place id.ID, kind string) desk.Query[CustodySheet] {
	return desk.Query[CustodySheet]{Act: access.PlacesRead, Scope: access.Commons, Run: func(r *desk.Reader) (CustodySheet, error) {
		s := CustodySheet{Place: place, Kind: kind}
		p, err := desk.ReadCommons(r, places.Story, place)
		if err == nil && !p.Exists {
			err = fault.New("capacity.CustodyAt", fault.NotFound, "desk.no_such_story", fault.Args{"kind": places.Story.Name()})
		}
		if err != nil {
			return s, err
		}
		q, err := desk.ReadCommons(r, QuotaStory, QuotaID(place, kind))
		s.Offered = p.State.Units(kind)
		s.Holdings = q.State.holdings(s.Offered, r.Here())
		s.sum()
		return s, err
	}}
}

// sum counts the units by whose they are.
func (s *CustodySheet) sum() {
	for _, h := range s.Holdings {
		switch {
		case len(h.Claims) > 0:
			s.Contested += h.Units()
		case !h.Caseload.IsZero():
			s.Granted += h.Units()
		default:
			s.Left += h.Units()
		}
	}
}

// holdings cuts the units offered, and those that were granted when more were, into ranges that are in the same hands.
func (q *Quota) holdings(offered int, here id.ID) (rows []HoldingRow) {
	last := offered
	for i := range q.Grants {
		last = max(last, q.Grants[i].Grant.To)
	}
	if last == 0 {
		return nil
	}
	edges := q.edges(1, last)
	for i, from := range edges {
		next := q.holding(from, here)
		if next.To = last; i+1 < len(edges) {
			next.To = edges[i+1] - 1
		}
		if n := len(rows); n > 0 && rows[n-1].sameHands(next) {
			rows[n-1].To = next.To
			continue
		}
		rows = append(rows, next)
	}
	return slices.DeleteFunc(rows, func(h HoldingRow) bool { return h.From > offered && h.Caseload.IsZero() && len(h.Claims) == 0 })
}

// holding says whose a unit is.
func (q *Quota) holding(unit int, here id.ID) HoldingRow {
	g, ok, contested := q.Holder(unit)
	row := HoldingRow{From: unit, To: unit}
	if ok {
		row.Caseload, row.Node, row.Here = g.Caseload, g.Node, g.Node == here
	}
	for i := range q.Grants {
		s := &q.Grants[i]
		claim := ClaimRow{s.Grant.Caseload, s.Grant.Node}
		if contested && s.Grant.covers(unit) && !q.replaced(s.Ref, unit) && !slices.Contains(row.Claims, claim) {
			row.Claims = append(row.Claims, claim)
		}
	}
	return row
}

func (h HoldingRow) sameHands(other HoldingRow) bool {
	return h.Caseload == other.Caseload && h.Node == other.Node && slices.Equal(h.Claims, other.Claims)
}

// ContestedRow is room of which two offices granted the same units without seeing each other. Place and Kind say of what.
type ContestedRow struct {
	Place id.ID  `class:"open"`
	Kind  string `class:"open"`
}

// maxContested bounds a list of contested quotas: each is mended by hand.
const maxContested = 1000

// Contested lists the quotas that two offices granted without seeing each other, for those who mend them: a grant by somebody who sees both
// decides.
func Contested() desk.Query[[]ContestedRow] {
	return desk.Query[[]ContestedRow]{Act: access.CapacityQuota, Scope: access.Commons, Run: func(r *desk.Reader) ([]ContestedRow, error) {
		entries, err := r.ScanCommons(ContestedQuotas, register.Range{Limit: maxContested})
		if err != nil {
			return nil, err
		}
		rows := make([]ContestedRow, 0, len(entries))
		for _, e := range entries {
			q, err := desk.ReadCommons(r, QuotaStory, e.Story)
			if err != nil {
				return nil, err
			}
			rows = append(rows, ContestedRow{q.State.Place, q.State.Kind})
		}
		return rows, nil
	}}
}
