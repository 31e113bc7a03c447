// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"math/rand/v2"
	"testing"
	"time"

	"safar/field/sealed"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// A node that knows of a caseload, and holds nothing of it, makes no keys for its sealed lane: what two nodes sealed with keys of their own could never lie together. Once it holds the lane, it
// covers it too.
func TestANodeCoversTheLanesThatItHolds(t *testing.T) {
	a := newWorld(t, nil)
	opened, err := a.do(a.as(access.Administrator), access.Commons, id.New(), staff.OpenCaseload{Name: "Nyunzu"})
	must(t, err)
	b, lane := a.another(t), sealed.Of(opened.IDs[0])
	day := func(w *world) {
		t.Helper()
		cover := sealed.NewCover(w.desk, rand.New(rand.NewPCG(1, 2)))
		for range 48 {
			must(t, cover.Turn(t.Context()))
			w.clock.Set(w.clock.Now().Add(30 * time.Minute))
		}
	}
	day(b)
	if _, err := b.desk.Ring().Give(t.Context(), lane); fault.KeyOf(err) != "keys.no_scope_key" {
		t.Fatalf("a node that holds nothing of a caseload made a key of its lane: %v", err)
	}
	day(a)
	p := &post{t: t, has: map[*world]map[journal.FeedID]uint64{}}
	if came := p.carry(a, b, lane, whole); came < 4 {
		t.Fatalf("%d letters came", came)
	}
	day(b)
	if back := p.carry(b, a, lane, whole); back == 0 {
		t.Error("a node that holds the lane does not cover it")
	}
}
