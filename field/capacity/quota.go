// SPDX-License-Identifier: Apache-2.0

package capacity

import (
	"crypto/sha256"
	"slices"

	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// Quota is who may promise which units of a kind at a place. It is a story of the commons, so that one grant is held against all others,
// whichever caseload they are for. Place and Kind say of what.
type Quota struct {
	Place  id.ID      `cbor:"1,keyasint"`
	Kind   string     `cbor:"2,keyasint"`
	Grants []Standing `cbor:"3,keyasint,omitempty"` // in the order of their facts
}

// Standing is a grant with the fact it comes from, and those of the grants that its writer saw and replaced. Grant is what was
// granted, Ref the fact, Saw the facts of the grants that it replaces where they overlap.
type Standing struct {
	_     struct{} `cbor:",toarray"`
	Grant Grant
	Ref   journal.Ref
	Saw   []journal.Ref
}

// Grant gives one caseload, on one node, custody of a range of units.
type Grant struct {
	Node     id.ID  `cbor:"1,keyasint"`           // that promises them; it alone hands them on
	From     int    `cbor:"2,keyasint"`           // first unit, from 1
	To       int    `cbor:"3,keyasint"`           // last unit, itself included
	Fence    uint64 `cbor:"4,keyasint"`           // a later grant has a larger one
	Caseload id.ID  `cbor:"5,keyasint,omitempty"` // zero in grants of version 1, which lie in the caseload's own scope and give nothing any more
}

// QuotaStory is the kind of story of a quota.
var QuotaStory = register.NewKind("quota", func(q *Quota, add register.Adder) {
	if q.Contested() {
		add(ContestedQuotas, q.Place[:])
	}
})

// ContestedQuotas are the quotas of which two nodes granted the same units without seeing each other, by place.
var ContestedQuotas = register.List{Name: "contradiction_quotas"}

// QuotaID is the id of the quota of a kind at a place.
func QuotaID(place id.ID, kind string) id.ID {
	sum := sha256.Sum256(slices.Concat([]byte("quota\x00"), place[:], []byte(kind)))
	d, _ := id.FromBytes(sum[:id.Size])
	return d
}

type grantedResidue struct {
	Place id.ID  `cbor:"1,keyasint"`
	Kind  string `cbor:"2,keyasint"`
	Grant Grant  `cbor:"3,keyasint"`
}

// fieldGrants names, in a grant, those that it replaces where they overlap.
const fieldGrants = "grants"

var granted = register.NewFact(QuotaStory, "capacity.custody_granted", 2,
	func(q *Quota, f *journal.Fact, r grantedResidue, _ *register.None) {
		q.Place, q.Kind = r.Place, r.Kind
		q.Grants = append(q.Grants, Standing{Grant: r.Grant, Ref: f.Ref(), Saw: f.Supersedes[fieldGrants]})
	}).From(1, func(residue, person []byte) ([]byte, []byte, error) { return residue, person, nil })

// Holder returns the grant that governs a unit: the one that covers it and that no other which does was written in sight of. ok is false
// where there is none, or where two stand against each other, which contested says.
func (q *Quota) Holder(unit int) (g Grant, ok, contested bool) {
	for i := range q.Grants {
		s := &q.Grants[i]
		if !s.Grant.covers(unit) || q.replaced(s.Ref, unit) {
			continue
		}
		if ok && (s.Grant.Node != g.Node || s.Grant.Caseload != g.Caseload) {
			return Grant{}, false, true
		}
		g, ok = s.Grant, true
	}
	return g, ok, false
}

func (g Grant) covers(unit int) bool { return g.From <= unit && unit <= g.To }

// replaced reports whether a grant that covers a unit was written in sight of another.
func (q *Quota) replaced(ref journal.Ref, unit int) bool {
	return slices.ContainsFunc(q.Grants, func(s Standing) bool { return s.Grant.covers(unit) && slices.Contains(s.Saw, ref) })
}

// Contested reports whether two nodes granted the same units without seeing each other.
func (q *Quota) Contested() bool {
	for i := range q.Grants {
		for _, unit := range q.edges(q.Grants[i].Grant.From, q.Grants[i].Grant.To) {
			if _, _, contested := q.Holder(unit); contested {
				return true
			}
		}
	}
	return false
}

// against returns the first unit of a range that is in other hands than those of a caseload on a node, and whose they are.
func (q *Quota) against(caseload, node id.ID, from, to int) (unit int, holder Grant, is bool) {
	for _, unit := range q.edges(from, to) {
		if g, ok, _ := q.Holder(unit); ok && (g.Caseload != caseload || g.Node != node) {
			return unit, g, true
		}
	}
	return 0, Grant{}, false
}

// edges returns the units of a range at which the holder may change.
func (q *Quota) edges(from, to int) []int {
	edges := []int{from}
	for i := range q.Grants {
		for _, edge := range []int{q.Grants[i].Grant.From, q.Grants[i].Grant.To + 1} {
			if from < edge && edge <= to {
				edges = append(edges, edge)
			}
		}
	}
	slices.Sort(edges)
	return slices.Compact(edges)
}

// overlapping names the grants of a range.
func (q *Quota) overlapping(from, to int) []journal.Ref {
	var refs []journal.Ref
	for i := range q.Grants {
		if g := q.Grants[i].Grant; g.From <= to && from <= g.To {
			refs = append(refs, q.Grants[i].Ref)
		}
	}
	return refs
}
