// SPDX-License-Identifier: Apache-2.0

package capacity

import (
	"testing"

	"safar/kernel/id"
	"safar/kernel/journal"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// node is one that grants units: it knows the grants that it wrote or heard of.
type node struct {
	name  id.ID
	knows map[journal.Ref]Standing
	wrote uint64
}

// quota is what the node makes of what it knows, in the order of its refs or in the opposite one.
func (n *node) quota(backwards bool) *Quota {
	q := &Quota{}
	for _, s := range n.knows {
		q.Grants = append(q.Grants, s)
	}
	for i := range q.Grants {
		for k := range q.Grants[:i] {
			if c := q.Grants[i].Ref.Compare(q.Grants[k].Ref); c < 0 != backwards {
				q.Grants[i], q.Grants[k] = q.Grants[k], q.Grants[i]
			}
		}
	}
	return q
}

// grant has the node grant units as the command does, if it may.
func (n *node) grant(to Grant) bool {
	q := n.quota(false)
	c := GrantCustody{Caseload: to.Caseload, Node: to.Node, From: to.From, To: to.To}
	if c.mayGrant(q, n.name) != nil {
		return false
	}
	n.wrote++
	ref := journal.Ref{Feed: journal.FeedID(n.name), Seq: n.wrote}
	n.knows[ref] = Standing{Grant: to, Ref: ref, Saw: q.overlapping(to.From, to.To)}
	return true
}

const units = 6

// Whatever nodes grant and whenever they hear of each other: a node that knows who holds a unit never grants it to another caseload, nor over
// the head of its holder; two nodes that know the same see the same holders; and while two grants stand against each other nobody is the holder.
func TestNoUnitIsGrantedToTwoCaseloads(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		caseloads := []id.ID{{1}, {2}}
		var nodes []*node
		for i := range 3 {
			nodes = append(nodes, &node{name: id.ID{byte(10 + i)}, knows: map[journal.Ref]Standing{}})
		}
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			n := rapid.SampledFrom(nodes).Draw(t, "node")
			if rapid.Bool().Draw(t, "hears") {
				for ref, s := range rapid.SampledFrom(nodes).Draw(t, "of").knows {
					n.knows[ref] = s
				}
				continue
			}
			from := rapid.IntRange(1, units).Draw(t, "from")
			to := Grant{Node: rapid.SampledFrom(nodes).Draw(t, "to").name, Caseload: rapid.SampledFrom(caseloads).Draw(t, "caseload"),
				From: from, To: rapid.IntRange(from, units).Draw(t, "up to")}
			before := n.quota(false)
			if !n.grant(to) {
				continue
			}
			after := n.quota(false)
			for unit := 1; unit <= units; unit++ {
				was, had, _ := before.Holder(unit)
				is, has, contested := after.Holder(unit)
				switch within := to.covers(unit); {
				case !within && (was != is || had != has):
					t.Fatalf("unit %d changed hands beside the grant", unit)
				case within && (!has || contested || is.Node != to.Node || is.Caseload != to.Caseload):
					t.Fatalf("unit %d was granted and is not held", unit)
				case within && had && (was.Caseload != to.Caseload || was.Node != n.name):
					t.Fatalf("unit %d was granted over the head of its holder", unit)
				}
			}
		}
		for _, n := range nodes {
			for _, other := range nodes {
				for ref, s := range other.knows {
					n.knows[ref] = s
				}
			}
		}
		forwards, backwards := nodes[0].quota(false), nodes[1].quota(true)
		contested := false
		for unit := 1; unit <= units; unit++ {
			a, hasA, againstA := forwards.Holder(unit)
			b, hasB, againstB := backwards.Holder(unit)
			if a.Node != b.Node || a.Caseload != b.Caseload || hasA != hasB || againstA != againstB || hasA && againstA {
				t.Fatalf("unit %d: %v %v, in the other order %v %v", unit, a, againstA, b, againstB)
			}
			contested = contested || againstA
		}
		if forwards.Contested() != contested {
			t.Fatalf("a contradiction is not shown, or one that is none: %v", contested)
		}
		decided := nodes[2]
		for unit := 1; unit <= units; unit++ {
			if _, _, contested := forwards.Holder(unit); contested && !decided.grant(Grant{decided.name, unit, unit, 1, caseloads[0]}) {
				t.Fatalf("nobody can decide who holds unit %d", unit)
			}
		}
		if decided.quota(false).Contested() {
			t.Fatalf("a decision decides nothing")
		}
	})
}

// Who may promise which units is told range by range: beside each other what is granted, what stands between two offices, and what is left.
func TestEachUnitIsShownInOneHand(t *testing.T) {
	here, there := &node{name: id.ID{10}, knows: map[journal.Ref]Standing{}}, &node{name: id.ID{11}, knows: map[journal.Ref]Standing{}}
	kalemie, nyunzu := id.ID{1}, id.ID{2}
	here.grant(Grant{Node: here.name, Caseload: kalemie, From: 1, To: 10})
	here.grant(Grant{Node: here.name, Caseload: kalemie, From: 11, To: 20})
	there.grant(Grant{Node: there.name, Caseload: nyunzu, From: 16, To: 25})
	for ref, s := range there.knows {
		here.knows[ref] = s
	}
	s := CustodySheet{Holdings: here.quota(false).holdings(30, here.name)}
	s.sum()
	want := []HoldingRow{{From: 1, To: 15, Caseload: kalemie, Node: here.name, Here: true},
		{From: 16, To: 20, Claims: []ClaimRow{{kalemie, here.name}, {nyunzu, there.name}}},
		{From: 21, To: 25, Caseload: nyunzu, Node: there.name}, {From: 26, To: 30}}
	if diff := cmp.Diff(want, s.Holdings); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if s.Granted != 20 || s.Contested != 5 || s.Left != 5 {
		t.Errorf("%d granted, %d contested, %d left", s.Granted, s.Contested, s.Left)
	}
	if rows := (&Quota{}).holdings(0, here.name); len(rows) > 0 {
		t.Errorf("a place without plots shows %v", rows)
	}
}
