// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"path/filepath"
	"testing"

	"safar/desk"
	"safar/field"
	"safar/field/movement"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/store"
)

// Promise 3: an office handed a trip to a second one, lost its laptop, and handed it to a third from a copy that was made before. Neither runs it, so
// that no seat is given out twice, until whoever plans trips decides, at any office that sees both.
func TestTaleOfATripThatWasHandedToTwoOffices(t *testing.T) {
	a, b, p := readyAtTwo(t)
	c, _ := a.second()
	a.plan(5, 1)
	b.trip, c.trip = a.trip, a.trip
	restored := a.fromACopy(p, func() { a.ok(a.handsOverTo(b)) })
	restored.ok(restored.handsOverTo(c))
	offices := []*tale{a, restored, b, c}
	p.everywhere(offices...)
	for _, w := range []*tale{b, c} {
		w.no("movement.custody_contested", w.load())
		if rows := w.contested(); len(rows) != 1 || rows[0].Trip != w.trip {
			t.Fatalf("contested are %+v", rows)
		}
	}
	b.ok(b.handsOverTo(b))
	p.everywhere(offices...)
	for _, w := range []*tale{b, c} {
		if rows := w.contested(); len(rows) != 0 {
			t.Fatalf("contested are %+v", rows)
		}
	}
	c.no("movement.custody_elsewhere", c.load())
	c.no("movement.custody_elsewhere", c.handsOverTo(c))
	b.ok(b.load())
}

func (w *tale) node() id.ID { return w.desk.Ring().Node().Node }

func (w *tale) handsOverTo(other *tale) movement.HandOver {
	return movement.HandOver{Trip: w.trip, To: other.node()}
}

func (w *tale) contested() []movement.ContestedRow {
	w.t.Helper()
	rows, err := desk.Ask(w.t.Context(), w.desk, w.as(access.MovementOfficer), "task.move", movement.Contested(w.scope))
	must(w.t, err)
	return rows
}

// fromACopy is the office as it goes on from a copy of its laptop: what it did after that was copied it has not heard of.
func (w *tale) fromACopy(p *post, after func()) *tale {
	w.t.Helper()
	st, err := store.OpenSQLite(w.t.Context(), filepath.Join(w.t.TempDir(), "safar.db"), store.SQLiteOptions{Key: w.desk.Ring().FileKey(), Synchronous: "OFF"})
	must(w.t, err)
	copied := *w
	copied.world = &world{clock: w.clock, users: w.users, staff: w.staff, may: w.may}
	copied.desk, err = desk.Open(w.t.Context(), st, w.desk.Ring(), field.House(), w.clock)
	must(w.t, err)
	p.everywhere(w, &copied)
	must(w.t, copied.desk.Close())
	after()
	must(w.t, w.desk.Ring().Reincarnate(w.t.Context()))
	copied.desk, err = desk.Open(w.t.Context(), st, w.desk.Ring(), field.House(), w.clock)
	must(w.t, err)
	w.t.Cleanup(func() { must(w.t, copied.desk.Close()); must(w.t, st.Close()) })
	return &copied
}

// everywhere brings everything that any of some offices has written to all of them.
func (p *post) everywhere(offices ...*tale) {
	for _, from := range offices {
		for _, to := range offices {
			for _, scope := range []access.Scope{access.Commons, from.scope} {
				if from != to {
					p.has[to.world] = map[journal.FeedID]uint64{}
					p.carry(from.world, to.world, scope, whole)
				}
			}
		}
	}
}
