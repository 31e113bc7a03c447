// SPDX-License-Identifier: Apache-2.0

package figures_test

import (
	"testing"
	"time"

	"safar/desk"
	"safar/field/people"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/register"
	"safar/kernel/store"
	"safar/kernel/store/pgtest"

	"github.com/google/go-cmp/cmp"
)

// twoDesks are two processes of one node on one PostgreSQL database.
func twoDesks(t *testing.T) (a, b *world) {
	t.Helper()
	address := pgtest.Start(t)
	open := func([]byte) (store.Store, error) {
		return store.OpenPostgres(t.Context(), address, store.PostgresOptions{})
	}
	a = newWorldOn(t, open)
	st, err := open(nil)
	must(t, err)
	other := *a
	other.desk, err = desk.Open(t.Context(), st, a.ring, house(), a.clock)
	must(t, err)
	t.Cleanup(func() { other.desk.Close(); st.Close() })
	return a, &other
}

func TestAFigureCountsWhatAnotherProcessWrote(t *testing.T) {
	a, b := twoDesks(t)
	boards := map[string]counter{"first": a.board(t), "second": b.board(t)}
	expect := func(figure string, want int64) {
		t.Helper()
		for name, board := range boards {
			if got := a.total(t, board, figure); got != want {
				t.Errorf("the %s process counts %d in %s, want %d", name, got, figure, want)
			}
		}
	}
	expect("remaining", 0)
	first := a.register(t, a.sites[0])
	expect("remaining", 2)
	second := b.register(t, a.sites[1], born(2015, 5, 5))
	expect("remaining", 5)
	for i := range 3 { // both write one story in turn: what a process heard of itself is never newer than what it read
		w := []*world{a, b}[i%2]
		w.do(t, people.MoveSite{Household: first.household, Site: a.sites[i%2]})
		expect("remaining", 5)
	}
	a.leave(t, second, a.villages[0], a.desk.Today())
	expect("left_the_sites", 3)
	if diff := cmp.Diff(a.all(t, boards["first"]), b.all(t, boards["second"])); diff != "" {
		t.Errorf("-the first process +the second\n%s", diff)
	}
	if diff := cmp.Diff(a.all(t, boards["first"]), a.all(t, b.board(t))); diff != "" {
		t.Errorf("-followed +read anew\n%s", diff)
	}
}

func TestVillagesAndNewVersionsOfAnotherProcessAreCounted(t *testing.T) {
	a, b := twoDesks(t)
	board := b.board(t)
	f := a.register(t, a.sites[0])
	a.leave(t, f, a.villages[1], a.desk.Today())
	if got := b.total(t, board, "left_the_sites", only("destination", "Village 2")); got != 2 {
		t.Errorf("%d left for the village", got)
	}
	village := a.common(t, places.Add{Kind: places.Village, Name: "Village 9"}).IDs[0]
	a.safe(t, village)
	g := a.register(t, a.sites[0])
	a.leave(t, g, village, a.desk.Today())
	if got := b.total(t, board, "left_the_sites", only("destination", "Village 9")); got != 2 {
		t.Errorf("%d left for a village that another process added", got)
	}
}

// erase records that somebody is to be forgotten.
type erase struct{ Owner id.ID }

func (erase) Act() access.Act { return access.PeopleRegister }

func (c erase) Decide(tx *desk.Tx) error {
	return tx.Record(register.Erase(c.Owner, tx.Today(), register.ErasureAsked))
}

// Who is forgotten by one process is forgotten by the others, whose figures tell the age from the year of birth from then on.
func TestWhoIsForgottenByAnotherProcessIsForgottenHere(t *testing.T) {
	a, b := twoDesks(t)
	a.clock.Set(clock.Date(2026, time.June, 1).Time())
	board := b.board(t)
	f := a.register(t, a.sites[0], born(2014, 10, 1)) // eleven until October; twelve by the year
	children := func(band string) int64 { return b.total(t, board, "remaining", only("age", band)) }
	if children("5-11") != 1 {
		t.Fatal("no child of eleven")
	}
	a.do(t, erase{f.people[2]})
	if children("5-11") != 1 {
		t.Error("forgotten before it was done")
	}
	_, err := register.Forget(t.Context(), a.desk.Store(), a.desk.Rows(), a.ring, a.caseload, f.people[2])
	must(t, err)
	if children("5-11") != 0 || children("12-17") != 1 {
		t.Errorf("the day of birth is still known: %d of 5-11, %d of 12-17", children("5-11"), children("12-17"))
	}
}
