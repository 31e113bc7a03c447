// SPDX-License-Identifier: Apache-2.0

package desk_test

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

// twins writes the same number into two stories.
type twins struct {
	Stories [2]id.ID
	Number  int64
}

func (twins) Act() access.Act { return access.PeopleRegister }

func (c twins) Decide(tx *desk.Tx) error {
	for _, of := range c.Stories {
		if err := tx.Record(noted.Draft(of, clock.NoDay, noteResidue{c.Number})); err != nil {
			return err
		}
	}
	return nil
}

// looked is what a page shows of two stories and of the list in which they stand.
type looked struct {
	One, Other []int64 `class:"open"`
	Listed     int     `class:"open"` // of the two, under the last number that was acknowledged
}

func (w *world) look(stories [2]id.ID, number int64) (looked, error) {
	return desk.Ask(context.Background(), w.desk, w.actor, "task.test", desk.Query[looked]{Act: access.PeopleList, Scope: w.caseload,
		Run: func(r *desk.Reader) (l looked, err error) {
			one, err := desk.Read(r, noteStory, stories[0])
			if err != nil {
				return l, err
			}
			under, err := r.Find(byNumber, []byte{byte(number)}, 10)
			if err != nil {
				return l, err
			}
			other, err := desk.Read(r, noteStory, stories[1])
			for _, of := range under {
				if slices.Contains(stories[:], of) {
					l.Listed++
				}
			}
			l.One, l.Other = one.State.Numbers, other.State.Numbers
			return l, err
		}})
}

// What one command writes into two stories a page shows of both or of neither, and what was acknowledged before it was asked for, however many
// read and write at once.
func TestAPageShowsOneMomentOfManyStories(t *testing.T) {
	w := newWorld(t)
	stories := [2]id.ID{id.New(), id.New()}
	var next, acknowledged atomic.Int64
	var all sync.WaitGroup
	const last = 200
	for range 3 {
		all.Go(func() {
			for n := next.Add(1); n <= last && !t.Failed(); n = next.Add(1) {
				if _, err := w.do(twins{stories, n}); err != nil {
					t.Error(err)
				}
				acknowledged.Store(n)
			}
		})
		all.Go(func() {
			for known := int64(0); next.Load() <= last && !t.Failed(); {
				known = acknowledged.Load()
				l, err := w.look(stories, known)
				if err != nil {
					t.Error(err)
				}
				if !slices.Equal(l.One, l.Other) {
					t.Errorf("one story has %d numbers, the other %d", len(l.One), len(l.Other))
				}
				if known > 0 && (l.Listed != 2 || !slices.Contains(l.One, known)) {
					t.Errorf("%d was acknowledged: listed %d, written %v", known, l.Listed, slices.Contains(l.One, known))
				}
			}
		})
	}
	all.Wait()
	if err := w.desk.CheckKept(t.Context()); err != nil {
		t.Error(err)
	}
}

// word returns the word of a story as a page shows it.
func (w *world) word(t testing.TB, story id.ID) string {
	t.Helper()
	got, err := desk.Ask(context.Background(), w.desk, w.actor, "task.test", desk.Query[seen]{Act: access.PeopleLook, Scope: w.caseload,
		Run: func(r *desk.Reader) (seen, error) {
			n, err := desk.Read(r, noteStory, story)
			return seen{Word: n.State.Word.Value().Text}, err
		}})
	if err != nil {
		t.Fatal(err)
	}
	return got.Word
}

type eraseWord struct{ Owner id.ID }

func (eraseWord) Act() access.Act { return access.PeopleRegister }

func (c eraseWord) Decide(tx *desk.Tx) error {
	return tx.Record(register.Erase(c.Owner, tx.Today(), register.ErasureAsked))
}

func (c eraseWord) Owners() []id.ID { return []id.ID{c.Owner} }

func TestWhoIsForgottenIsNotShownFromMemory(t *testing.T) {
	w := newWorld(t)
	story := id.New()
	if _, err := w.do(write{Story: story, Number: 1, Word: "Amina"}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if got := w.word(t, story); got != "Amina" {
			t.Fatalf("shown is %q", got)
		}
	}
	if _, err := w.do(eraseWord{story}); err != nil {
		t.Fatal(err)
	}
	if got := w.word(t, story); got != "" {
		t.Errorf("%q is still shown", got)
	}
}

// Whoever changes what others read is found out.
func TestAStateThatAReaderChangedIsFoundOut(t *testing.T) {
	w := newWorld(t)
	story := id.New()
	if _, err := w.do(write{Story: story, Number: 1, Word: "a"}); err != nil {
		t.Fatal(err)
	}
	w.numbers(t, story)
	if err := w.desk.CheckKept(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.numbers(t, story)[0] = 2
	if err := w.desk.CheckKept(t.Context()); !fault.Is(err, fault.Damaged) {
		t.Errorf("a changed state: %v", err)
	}
}

// What one query does with the stories that it found is of no matter to the next.
func TestWhatWasFoundIsOnesOwn(t *testing.T) {
	w := newWorld(t)
	stories := [2]id.ID{id.New(), id.New()}
	if _, err := w.do(twins{stories, 1}); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		_, err := desk.Ask(t.Context(), w.desk, w.actor, "task.test", desk.Query[looked]{Act: access.PeopleList, Scope: w.caseload,
			Run: func(r *desk.Reader) (l looked, err error) {
				under, err := r.Find(byNumber, []byte{1}, 10)
				if len(under) != 2 || !slices.Contains(under, stories[0]) || !slices.Contains(under, stories[1]) {
					t.Errorf("found %v", under)
				}
				clear(under)
				return l, err
			}})
		if err != nil {
			t.Fatal(err)
		}
	}
}
