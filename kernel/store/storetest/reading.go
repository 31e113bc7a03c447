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

func stopEndsRows(t *testing.T, s store.Store) {
	write(t, s, func(tx store.Tx) error { return tx.ExecMany(t.Context(), insertItem, numbered(1000)) })
	write(t, s, func(tx store.Tx) error {
		seen := 0
		err := tx.Query(t.Context(), `SELECT n FROM item ORDER BY name`, nil, func(store.Row) error {
			if seen++; seen == 3 {
				return store.Stop
			}
			return nil
		})
		if err != nil || seen != 3 {
			t.Errorf("saw %d rows and %v, want 3 and no error", seen, err)
		}
		_, err = tx.Exec(t.Context(), `DELETE FROM item WHERE n = $1`, int64(0)) // the transaction goes on
		return err
	})
	expectCount(t, s, 999)
}

func eachErrorEndsRows(t *testing.T, s store.Store) {
	write(t, s, func(tx store.Tx) error { return tx.ExecMany(t.Context(), insertItem, numbered(10)) })
	enough := errors.New("enough")
	write(t, s, func(tx store.Tx) error {
		err := tx.Query(t.Context(), `SELECT n FROM item`, nil, func(store.Row) error { return enough })
		if err != enough {
			t.Errorf("Query returned %v, want the error of each as it is", err)
		}
		_, err = tx.Exec(t.Context(), `DELETE FROM item WHERE n = $1`, int64(0))
		return err
	})
	expectCount(t, s, 9)
}

func readChangesNothing(t *testing.T, s store.Store) {
	row := numbered(1)[0]
	acts := map[string]func(tx store.Tx) error{
		"Exec":     func(tx store.Tx) error { _, err := tx.Exec(t.Context(), insertItem, row...); return err },
		"ExecMany": func(tx store.Tx) error { return tx.ExecMany(t.Context(), insertItem, [][]any{row}) },
		"Query": func(tx store.Tx) error {
			_, err := ints(t.Context(), tx, insertItem+` RETURNING n`, row...)
			return err
		},
	}
	for name, act := range acts {
		err := s.Read(t.Context(), act)
		if !errors.Is(err, store.ErrReadOnly) || fault.KindOf(err) != fault.Internal {
			t.Errorf("%s in a Read: %v, want ErrReadOnly", name, err)
		}
	}
	expectCount(t, s, 0)
}

func readStandsStill(t *testing.T, s store.Store) {
	exec(t, s, insertItem, numbered(1)[0]...)
	err := s.Read(t.Context(), func(tx store.Tx) error {
		for i := range 3 {
			n, err := ints(t.Context(), tx, `SELECT count(*) FROM item`)
			if err != nil {
				return err
			}
			if n[0] != 1 {
				t.Errorf("a read saw %d items, want the 1 of its first moment", n[0])
			}
			exec(t, s, insertItem, scope, fmt.Appendf(nil, "later %d", i), nil, nil, nil)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	expectCount(t, s, 4)
}

func notInsideRows(t *testing.T, s store.Store) {
	write(t, s, func(tx store.Tx) error { return tx.ExecMany(t.Context(), insertItem, numbered(3)) })
	write(t, s, func(tx store.Tx) error {
		return tx.Query(t.Context(), `SELECT n FROM item`, nil, func(store.Row) error {
			if _, err := tx.Exec(t.Context(), `DELETE FROM item`); !errors.Is(err, store.ErrInRows) {
				t.Errorf("a statement inside the rows of another: %v", err)
			}
			return nil
		})
	})
	expectCount(t, s, 3)
}

func endsWithFunction(t *testing.T, s store.Store) {
	for _, act := range []func(context.Context, func(store.Tx) error) error{s.Write, s.Read} {
		var kept store.Tx
		if err := act(t.Context(), func(tx store.Tx) error { kept = tx; return nil }); err != nil {
			t.Fatal(err)
		}
		if _, err := ints(t.Context(), kept, `SELECT n FROM item`); !errors.Is(err, store.ErrEnded) {
			t.Errorf("a transaction was used after its end: %v", err)
		}
	}
}

func readersSeeWholeWrites(t *testing.T, s store.Store) {
	done := make(chan struct{})
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				err := s.Read(t.Context(), func(tx store.Tx) error {
					n, err := ints(t.Context(), tx, `SELECT count(*) FROM item`)
					if err == nil && n[0]%7 != 0 {
						t.Errorf("a read saw %d items: part of a write of 7", n[0])
					}
					return err
				})
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for i := range 40 {
		write(t, s, func(tx store.Tx) error {
			for j := range 7 {
				if _, err := tx.Exec(t.Context(), insertItem, scope, fmt.Appendf(nil, "%d/%d", i, j), nil, nil, nil); err != nil {
					return err
				}
			}
			return nil
		})
	}
	close(done)
	wg.Wait()
}

func closedIsClosed(t *testing.T, s store.Store) {
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("a second Close: %v", err)
	}
	nothing := func(store.Tx) error { return nil }
	for _, err := range []error{s.Read(t.Context(), nothing), s.Write(t.Context(), nothing)} {
		if fault.KeyOf(err) != "store.closed" {
			t.Errorf("got %v, want store.closed", err)
		}
	}
}
