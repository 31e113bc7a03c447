// SPDX-License-Identifier: Apache-2.0

package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"safar/kernel/fault"
	"safar/kernel/store"
)

func numbered(n int) [][]any {
	rows := make([][]any, n)
	for i := range rows {
		rows[i] = []any{scope, fmt.Appendf(nil, "%08d", i), int64(i), "words", []byte("blob")}
	}
	return rows
}

func failedWriteLeavesNothing(t *testing.T, s store.Store) {
	refused := errors.New("refused by a rule")
	err := s.Write(t.Context(), func(tx store.Tx) error {
		if err := tx.ExecMany(t.Context(), insertItem, numbered(3)); err != nil {
			return err
		}
		return refused
	})
	if err != refused {
		t.Errorf("Write returned %v, want the error of f as it is", err)
	}
	expectCount(t, s, 0)
	write(t, s, func(tx store.Tx) error { return tx.ExecMany(t.Context(), insertItem, numbered(3)) })
	expectCount(t, s, 3)
}

func panicLeavesNothing(t *testing.T, s store.Store) {
	for _, act := range []func(context.Context, func(store.Tx) error) error{s.Write, s.Read} {
		func() {
			defer func() {
				if got := recover(); got != "boom" {
					t.Errorf("recovered %v, want the panic of f", got)
				}
			}()
			act(t.Context(), func(tx store.Tx) error {
				tx.Exec(t.Context(), insertItem, numbered(1)[0]...)
				panic("boom")
			})
		}()
	}
	expectCount(t, s, 0)
	exec(t, s, insertItem, numbered(1)[0]...)
	func() {
		defer func() { recover() }()
		s.Write(t.Context(), func(tx store.Tx) error {
			return tx.Query(t.Context(), `SELECT n FROM item`, nil, func(store.Row) error { panic("boom") })
		})
	}()
	expectCount(t, s, 1)
	exec(t, s, `DELETE FROM item`)
}

func nothingFollowsFailure(t *testing.T, s store.Store) {
	exec(t, s, insertItem, numbered(1)[0]...)
	err := s.Write(t.Context(), func(tx store.Tx) error {
		if _, err := tx.Exec(t.Context(), insertItem, scope, []byte("other"), nil, nil, nil); err != nil {
			return err
		}
		if _, err := tx.Exec(t.Context(), insertItem, numbered(1)[0]...); err == nil {
			t.Error("a duplicate was kept")
		}
		if _, err := ints(t.Context(), tx, `SELECT n FROM item`); err == nil {
			t.Error("a statement ran after one had failed")
		}
		return nil // the failure is swallowed: Write must return it all the same
	})
	if fault.KeyOf(err) != "store.duplicate" {
		t.Errorf("Write returned %v, want the failure of its statement", err)
	}
	expectCount(t, s, 1)
}

func duplicateIsConflict(t *testing.T, s store.Store) {
	err := s.Write(t.Context(), func(tx store.Tx) error {
		return tx.ExecMany(t.Context(), insertItem, append(numbered(2), numbered(2)...))
	})
	if fault.KindOf(err) != fault.Conflict || fault.KeyOf(err) != "store.duplicate" {
		t.Errorf("got %v, want a conflict store.duplicate", err)
	}
	expectCount(t, s, 0)
}

func execCounts(t *testing.T, s store.Store) {
	write(t, s, func(tx store.Tx) error { return tx.ExecMany(t.Context(), insertItem, numbered(10)) })
	for _, want := range []int64{4, 0} {
		write(t, s, func(tx store.Tx) error {
			n, err := tx.Exec(t.Context(), `DELETE FROM item WHERE scope = $1 AND n < $2`, scope, int64(4))
			if n != want {
				t.Errorf("%d rows deleted, want %d", n, want)
			}
			return err
		})
	}
}

func execMany(t *testing.T, s store.Store) {
	write(t, s, func(tx store.Tx) error { return tx.ExecMany(t.Context(), insertItem, nil) })
	write(t, s, func(tx store.Tx) error { return tx.ExecMany(t.Context(), insertItem, numbered(5000)) })
	expectCount(t, s, 5000)
	// In order: the last row for a name wins.
	rows := [][]any{{int64(1), scope, []byte("00000007")}, {int64(2), scope, []byte("00000007")}}
	write(t, s, func(tx store.Tx) error {
		return tx.ExecMany(t.Context(), `UPDATE item SET n = $1 WHERE scope = $2 AND name = $3`, rows)
	})
	if got := readInts(t, s, `SELECT n FROM item WHERE scope = $1 AND name = $2`, scope, []byte("00000007")); got[0] != 2 {
		t.Errorf("the rows ran out of order: n is %d", got[0])
	}
	err := s.Write(t.Context(), func(tx store.Tx) error {
		return tx.ExecMany(t.Context(), insertItem, [][]any{{scope, []byte("new"), nil, nil, nil}, {scope, []byte("short")}})
	})
	if err == nil {
		t.Error("a row with too few values was taken")
	}
	expectCount(t, s, 5000)
}

func noLostIncrement(t *testing.T, s store.Store) {
	const writers, increments = 8, 25
	exec(t, s, `INSERT INTO counter (scope, value) VALUES ($1, $2)`, scope, int64(0))
	increment := func(tx store.Tx) error {
		n, err := ints(t.Context(), tx, `SELECT value FROM counter WHERE scope = $1`, scope)
		if err != nil {
			return err
		}
		_, err = tx.Exec(t.Context(), `UPDATE counter SET value = $1 WHERE scope = $2`, n[0]+1, scope)
		return err
	}
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			for range increments {
				if err := s.Write(t.Context(), increment); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if got := readInts(t, s, `SELECT value FROM counter`); got[0] != writers*increments {
		t.Errorf("the counter stands at %d after %d increments", got[0], writers*increments)
	}
}

func cancelledWrite(t *testing.T, s store.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	err := s.Write(ctx, func(tx store.Tx) error {
		_, err := tx.Exec(ctx, insertItem, numbered(1)[0]...)
		cancel()
		return err
	})
	if fault.KeyOf(err) != "store.cancelled" || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want store.cancelled", err)
	}
	if err := s.Read(ctx, func(store.Tx) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("a read with a cancelled context: %v", err)
	}
	expectCount(t, s, 0)
	exec(t, s, insertItem, numbered(1)[0]...)
	expectCount(t, s, 1)
}

func returningAndUpserts(t *testing.T, s store.Store) {
	const upsert = `INSERT INTO item (scope, name, n) VALUES ($1, $2, $3)
		ON CONFLICT (scope, name) DO UPDATE SET n = item.n + excluded.n RETURNING n`
	for _, want := range []int64{5, 10} {
		write(t, s, func(tx store.Tx) error {
			got, err := ints(t.Context(), tx, upsert, scope, []byte("a"), int64(5))
			if err == nil && (len(got) != 1 || got[0] != want) {
				t.Errorf("the upsert returned %v, want %d", got, want)
			}
			return err
		})
	}
	write(t, s, func(tx store.Tx) error {
		n, err := tx.Exec(t.Context(), `INSERT INTO item (scope, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, scope, []byte("a"))
		if n != 0 {
			t.Errorf("%d rows changed by an insert that does nothing", n)
		}
		return err
	})
	if got := readInts(t, s, `SELECT row_number() OVER (ORDER BY name) FROM item`); len(got) != 1 || got[0] != 1 {
		t.Errorf("row_number gave %v", got)
	}
}

func sizeGrows(t *testing.T, s store.Store) {
	before, err := s.Size(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	exec(t, s, insertItem, scope, []byte("a"), nil, nil, noise(1<<20))
	after, err := s.Size(t.Context())
	if err != nil || after < before+1<<20 {
		t.Errorf("the size went from %d to %d (%v) with a megabyte", before, after, err)
	}
}
