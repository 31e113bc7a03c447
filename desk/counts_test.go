// SPDX-License-Identifier: Apache-2.0

package desk_test

import (
	"context"
	"sync"
	"testing"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/id"
)

// count counts the list of the toy stories as a page does.
func (w *world) count(t testing.TB) int64 {
	t.Helper()
	n, err := desk.Ask(context.Background(), w.desk, w.actor, "task.test", desk.Query[counted]{Act: access.PeopleList, Scope: w.caseload,
		Run: func(r *desk.Reader) (c counted, err error) {
			c.N, err = r.Count(byNumber, nil)
			return c, err
		}})
	if err != nil {
		t.Fatal(err)
	}
	return n.N
}

type counted struct {
	N int64 `class:"open"`
}

func (w *world) write(t testing.TB, number int) {
	t.Helper()
	if _, err := w.desk.Do(context.Background(), w.actor, w.caseload, id.New(), write{Story: id.New(), Number: int64(number), Word: "a"}); err != nil {
		t.Error(err)
	}
}

func TestACountHoldsWhatItsAskerHasWritten(t *testing.T) {
	w := newWorld(t)
	for n := range 20 {
		w.write(t, n)
		if again, got := w.count(t), w.count(t); got != int64(n+1) || again != got {
			t.Fatalf("after %d were written %d and %d are counted", n+1, again, got)
		}
	}
}

func TestACountIsRightAfterManyReadersAndWriters(t *testing.T) {
	w := newWorld(t)
	var all sync.WaitGroup
	for hand := range 4 {
		all.Go(func() {
			for n := range 25 {
				w.write(t, hand*25+n)
			}
		})
		all.Go(func() {
			for last := int64(0); last < 100 && !t.Failed(); {
				now := w.count(t)
				if now < last {
					t.Errorf("%d were counted after %d", now, last)
				}
				last = now
			}
		})
	}
	all.Wait()
	if got := w.count(t); got != 100 {
		t.Errorf("%d are counted, not 100", got)
	}
}
