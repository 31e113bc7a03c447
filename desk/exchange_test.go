// SPDX-License-Identifier: Apache-2.0

package desk_test

import (
	"crypto/ed25519"
	"slices"
	"testing"

	"safar/desk"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
	"safar/kernel/verify"
)

// join gives a second node the keys of the first one's caseload, so that it can hold a copy.
func join(t *testing.T, a *world) *world {
	t.Helper()
	b := newWorld(t)
	b.caseload, b.actor = a.caseload, a.actor
	hand(t, a, b)
	return b
}

// hand hands the keys of the caseload from one node to another.
func hand(t *testing.T, from, to *world) {
	t.Helper()
	g, err := from.ring.Give(t.Context(), from.caseload)
	if err == nil {
		err = to.ring.Take(t.Context(), g)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// exchange lets everything that one node has written arrive at another, so many commits at a time.
func exchange(t *testing.T, from, to *world, commits int) (facts int) {
	t.Helper()
	hand(t, from, to)
	has := map[journal.FeedID]uint64{}
	for {
		parcels, err := from.desk.Pack(t.Context(), from.caseload, has, commits)
		if err != nil {
			t.Fatal(err)
		}
		parcels = slices.DeleteFunc(parcels, func(p register.Parcel) bool { return p.Feed.Node != from.ring.Node().Node })
		if len(parcels) == 0 {
			return facts
		}
		for i := range parcels {
			p := &parcels[i]
			p.Key = from.ring.Signer().Public().(ed25519.PublicKey)
			has[p.Feed.ID()] = p.Signature.Seq
		}
		got, err := to.desk.Receive(t.Context(), to.caseload, parcels...)
		if err != nil {
			t.Fatal(err)
		}
		facts += got.Facts
	}
}

// Two nodes hold one caseload, write without seeing each other, and exchange what they wrote: what stands is the same on both, the next
// command of either is decided on it, and both are whole.
func TestTwoNodesHoldOneScope(t *testing.T) {
	a := newWorld(t)
	story := id.New()
	must(t, a, write{Story: story, Number: 1, Word: "here"})
	b := join(t, a)
	if n := exchange(t, a, b, 1); n != 1 {
		t.Errorf("%d facts arrived", n)
	}
	must(t, a, write{Story: story, Number: 2, Word: "on a"})
	must(t, b, write{Story: story, Number: 3, Word: "on b"})
	must(t, b, write{Story: id.New(), Number: 4, Word: "born on b"})
	exchange(t, a, b, 1)
	exchange(t, b, a, 10)
	if n := exchange(t, b, a, 10); n != 0 {
		t.Errorf("%d facts arrived twice", n)
	}
	for name, w := range map[string]*world{"a": a, "b": b} {
		got := w.numbers(t, story)
		slices.Sort(got)
		if !slices.Equal(got, []int64{1, 2, 3}) {
			t.Errorf("%s has %v", name, got)
		}
		if _, err := w.do(write{Story: id.New(), Number: 4}); fault.KeyOf(err) != "test.number_taken" {
			t.Errorf("%s decides without what it received: %v", name, err)
		}
		check := verify.Checker{Store: w.store, Ring: w.ring, House: w.desk.Rows().House(), PublicKey: func(node id.ID) ed25519.PublicKey {
			for _, other := range []*world{a, b} {
				if other.ring.Node().Node == node {
					return other.ring.Signer().Public().(ed25519.PublicKey)
				}
			}
			return nil
		}}
		if found, err := check.Check(t.Context()); err != nil || !found.Good() {
			t.Errorf("%s is not whole: %+v %v", name, found, err)
		}
	}
}

func must(t *testing.T, w *world, c desk.Command) {
	t.Helper()
	if _, err := w.do(c); err != nil {
		t.Fatal(err)
	}
}
