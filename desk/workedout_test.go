// SPDX-License-Identifier: Apache-2.0

package desk_test

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/id"
)

// summed is what a page shows of two stories: their numbers, added up now and as it was worked out.
type summed struct{ Now, WorkedOut int64 }

// sum adds up the numbers of stories as each asker would, and as readers share it; again counts how often that was worked out.
func (w *world) sum(stories []id.ID, again *atomic.Int64, also func(*desk.Reader)) (s summed, err error) {
	return w.summing(stories, again, func(*desk.Reader) {}, also)
}

// sumAfter is sum of a snapshot after whose beginning something else is done.
func (w *world) sumAfter(stories []id.ID, first func(*desk.Reader)) (summed, error) {
	return w.summing(stories, new(atomic.Int64), first, func(*desk.Reader) {})
}

func (w *world) summing(stories []id.ID, again *atomic.Int64, first, also func(*desk.Reader)) (s summed, err error) {
	_, err = desk.Ask(context.Background(), w.desk, w.actor, "task.test", desk.Query[struct{}]{Act: access.PeopleList, Scope: w.caseload,
		Run: func(r *desk.Reader) (none struct{}, err error) {
			first(r)
			add := func() (sum int64, err error) {
				for _, of := range stories {
					n, err := desk.Read(r, noteStory, of)
					if err != nil {
						return 0, err
					}
					for _, number := range n.State.Numbers {
						sum += number
					}
				}
				return sum, nil
			}
			s.WorkedOut, err = desk.WorkedOut(r, "sum", func() (int64, error) {
				again.Add(1)
				also(r)
				return add()
			})
			if err == nil {
				s.Now, err = add()
			}
			return none, err
		}})
	return s, err
}

// A page that began before a commit is given what it holds, and leaves nothing to those who began after.
func TestWhatIsWorkedOutIsThatOfTheSnapshot(t *testing.T) {
	w := newWorld(t)
	story := id.New()
	var again atomic.Int64
	total := int64(0)
	write := func(number int64) {
		t.Helper()
		if _, err := w.do(write{Story: story, Number: number}); err != nil {
			t.Fatal(err)
		}
		total += number
	}
	others := func(when string) {
		t.Helper()
		if s, err := w.sum([]id.ID{story}, &again, func(*desk.Reader) {}); err != nil || s.WorkedOut != total || s.Now != total {
			t.Errorf("%s: %+v, not %d: %v", when, s, total, err)
		}
	}
	write(1)
	for _, otherFirst := range []bool{true, false} {
		held := total
		write(held + 1)
		held = total
		during := func(*desk.Reader) {
			write(held + 1)
			if otherFirst {
				others("another meanwhile")
			}
		}
		if s, err := w.sumAfter([]id.ID{story}, during); err != nil || s.WorkedOut != held || s.Now != held {
			t.Errorf("who began before: %+v, not %d: %v", s, held, err)
		}
		others("who began after")
	}
}

func TestASumIsWorkedOutOnceBetweenTheCommitsThatChangeIt(t *testing.T) {
	w := newWorld(t)
	story, commons := id.New(), id.New()
	var again atomic.Int64
	ask := func(want int64, what string, also func(*desk.Reader)) {
		t.Helper()
		before := again.Load()
		if s, err := w.sum([]id.ID{story}, &again, also); err != nil || s.Now != s.WorkedOut {
			t.Fatalf("%s: %d is worked out, and it is %d: %v", what, s.WorkedOut, s.Now, err)
		}
		if got := again.Load() - before; got != want {
			t.Errorf("%s it was worked out %d times", what, got)
		}
	}
	do := func(c desk.Command) {
		t.Helper()
		if _, err := w.do(c); err != nil {
			t.Fatal(err)
		}
	}
	none := func(*desk.Reader) {}
	readsCommons := func(r *desk.Reader) { r.FindCommons(byNumber, commons[:], 1) }
	do(write{Story: story, Number: 1, Word: "a"})
	ask(1, "at first", none)
	ask(0, "the second time", none)
	do(write{Story: id.New(), Number: 2, Word: "b"})
	ask(1, "after another of its kind changed", readsCommons)
	ask(0, "after nothing changed", readsCommons)
	do(eraseWord{story})
	ask(1, "after somebody was forgotten", none)
	for i, also := range []func(*desk.Reader){func(r *desk.Reader) { r.By() }, func(r *desk.Reader) { r.Behind(w.caseload, nil) }} {
		do(write{Story: id.New(), Number: int64(3 + i), Word: "c"})
		ask(1, "for one who asks who asks", also)
		ask(1, "for the next", also)
	}
}

// A result that stands on another stands on what that one stands on.
func TestAResultWithinAnotherIsDroppedWithIt(t *testing.T) {
	w := newWorld(t)
	story := id.New()
	for _, number := range []int64{1, 2} {
		if _, err := w.do(write{Story: story, Number: number, Word: "a"}); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			_, err := desk.Ask(t.Context(), w.desk, w.actor, "task.test", desk.Query[struct{}]{Act: access.PeopleList, Scope: w.caseload, Run: func(r *desk.Reader) (none struct{}, err error) {
				inner := func() ([]int64, error) {
					return desk.WorkedOut(r, "inner", func() ([]int64, error) {
						n, err := desk.Read(r, noteStory, story)
						return slices.Clone(n.State.Numbers), err
					})
				}
				if _, err = inner(); err != nil {
					return none, err
				}
				outer, err := desk.WorkedOut(r, "outer", inner)
				if int64(len(outer)) != number {
					t.Errorf("after %d were written: %v", number, outer)
				}
				return none, err
			}})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}
