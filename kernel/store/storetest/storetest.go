// SPDX-License-Identifier: Apache-2.0

// Package storetest is the conformance suite of kernel/store: what every engine must do alike, so that the rest of Safar
// needs to know nothing of engines. An engine is a Store when Run passes on it.
package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"safar/kernel/fault"
	"safar/kernel/store"
)

// Run holds the Store that open returns to every promise of the interface. open is called once for each rule and must
// return an empty database; it closes it through t.Cleanup.
func Run(t *testing.T, open func(t *testing.T) store.Store) {
	rules := []struct {
		name string
		rule func(*testing.T, store.Store)
	}{
		{"values_come_back_as_they_went_in", valuesComeBack},
		{"null_is_not_empty", nullIsNotEmpty},
		{"arguments_are_numbered_not_ordered", argumentsAreNumbered},
		{"values_of_other_types_are_refused", otherTypesRefused},
		{"texts_no_engine_can_keep_are_refused", badTextsRefused},
		{"bytes_and_texts_sort_by_their_bytes", sortByBytes},
		{"big_values_are_kept_whole", bigValues},
		{"sums_and_counts_are_whole_numbers", sums},
		{"a_failed_write_leaves_nothing", failedWriteLeavesNothing},
		{"a_panic_leaves_nothing_and_goes_on", panicLeavesNothing},
		{"nothing_follows_a_failed_statement", nothingFollowsFailure},
		{"a_duplicate_is_a_conflict", duplicateIsConflict},
		{"exec_counts_the_rows_it_changed", execCounts},
		{"exec_many_keeps_all_or_nothing", execMany},
		{"stop_ends_the_rows_early", stopEndsRows},
		{"an_error_of_each_ends_the_rows", eachErrorEndsRows},
		{"a_read_changes_nothing", readChangesNothing},
		{"a_read_stands_still_beside_a_writer", readStandsStill},
		{"a_transaction_is_not_used_inside_its_rows", notInsideRows},
		{"a_transaction_ends_with_its_function", endsWithFunction},
		{"eight_writers_lose_no_increment", noLostIncrement},
		{"many_readers_beside_a_writer_see_whole_writes", readersSeeWholeWrites},
		{"a_cancelled_write_changes_nothing", cancelledWrite},
		{"returning_and_upserts_work_alike", returningAndUpserts},
		{"size_grows_with_what_is_kept", sizeGrows},
		{"closed_is_closed", closedIsClosed},
	}
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			s := open(t)
			err := store.Apply(t.Context(), s, tables())
			if err != nil {
				t.Fatal(err)
			}
			r.rule(t, s)
		})
	}
}

func tables() []store.Schema {
	return []store.Schema{{Part: "storetest", Versions: [][]string{{
		`CREATE TABLE item (scope BYTES NOT NULL, name BYTES NOT NULL, n BIGINT, words TEXT, blob BYTES, PRIMARY KEY (scope, name))`,
		`CREATE TABLE counter (scope BYTES NOT NULL, value BIGINT NOT NULL, PRIMARY KEY (scope))`,
	}}}}
}

var scope = []byte("scope-0123456789")

const insertItem = `INSERT INTO item (scope, name, n, words, blob) VALUES ($1, $2, $3, $4, $5)`

func write(t *testing.T, s store.Store, f func(tx store.Tx) error) {
	t.Helper()
	if err := s.Write(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

// exec runs one statement in a write of its own.
func exec(t *testing.T, s store.Store, query string, args ...any) {
	t.Helper()
	write(t, s, func(tx store.Tx) error {
		_, err := tx.Exec(t.Context(), query, args...)
		return err
	})
}

// ints returns the first column of every row.
func ints(ctx context.Context, tx store.Tx, query string, args ...any) ([]int64, error) {
	var all []int64
	err := tx.Query(ctx, query, args, func(r store.Row) error {
		all = append(all, r.Int(0))
		return nil
	})
	return all, err
}

func readInts(t *testing.T, s store.Store, query string, args ...any) []int64 {
	t.Helper()
	var all []int64
	err := s.Read(t.Context(), func(tx store.Tx) (err error) {
		all, err = ints(t.Context(), tx, query, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func count(t *testing.T, s store.Store) int64 {
	t.Helper()
	return readInts(t, s, `SELECT count(*) FROM item`)[0]
}

func expectCount(t *testing.T, s store.Store, want int64) {
	t.Helper()
	if got := count(t, s); got != want {
		t.Errorf("%d items are kept, want %d", got, want)
	}
}

type values struct {
	Name, Blob, Raw []byte
	N               int64
	Words           string
	Nulls           []bool
}

func readItems(t *testing.T, s store.Store) []values {
	t.Helper()
	var all []values
	err := s.Read(t.Context(), func(tx store.Tx) error {
		all = nil
		return tx.Query(t.Context(), `SELECT name, n, words, blob FROM item ORDER BY name`, nil, func(r store.Row) error {
			all = append(all, values{r.Bytes(0), r.Bytes(3), bytes.Clone(r.Raw(3)), r.Int(1), r.Text(2),
				[]bool{r.Null(0), r.Null(1), r.Null(2), r.Null(3)}})
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func valuesComeBack(t *testing.T, s store.Store) {
	words := "Kalemie, \u0645\u062e\u064a\u0645, déplacés, %_'\"\\$1;--"
	blob := []byte{0, 1, 0xff, '\'', '\\', 0}
	exec(t, s, insertItem, scope, []byte("a"), int64(-1<<63), words, blob)
	exec(t, s, insertItem, scope, []byte("b"), int64(1<<63-1), "", blob)
	none := make([]bool, 4)
	want := []values{{[]byte("a"), blob, blob, -1 << 63, words, none}, {[]byte("b"), blob, blob, 1<<63 - 1, "", none}}
	if diff := cmp.Diff(want, readItems(t, s)); diff != "" {
		t.Error(diff)
	}
}

func nullIsNotEmpty(t *testing.T, s store.Store) {
	exec(t, s, insertItem, scope, []byte("empty"), int64(0), "", []byte{})
	exec(t, s, insertItem, scope, []byte("null"), nil, nil, nil)
	exec(t, s, insertItem, scope, []byte("null slice"), nil, nil, []byte(nil))
	want := []values{
		{[]byte("empty"), []byte{}, []byte{}, 0, "", []bool{false, false, false, false}},
		{[]byte("null"), nil, nil, 0, "", []bool{false, true, true, true}},
		{[]byte("null slice"), nil, nil, 0, "", []bool{false, true, true, true}},
	}
	if diff := cmp.Diff(want, readItems(t, s)); diff != "" {
		t.Error(diff)
	}
}

func argumentsAreNumbered(t *testing.T, s store.Store) {
	exec(t, s, `INSERT INTO item (name, scope, n, blob) VALUES ($2, $1, $3, $2)`, scope, []byte("name"), int64(7))
	got := readItems(t, s)
	if len(got) != 1 || string(got[0].Name) != "name" || string(got[0].Blob) != "name" || got[0].N != 7 {
		t.Errorf("kept %+v", got)
	}
	for _, args := range [][]any{{scope}, {scope, []byte("x"), int64(1), int64(2)}} {
		err := s.Write(t.Context(), func(tx store.Tx) error {
			_, err := tx.Exec(t.Context(), `DELETE FROM item WHERE scope = $1 AND name = $2`, args...)
			return err
		})
		if err == nil {
			t.Errorf("a statement of two arguments took %d", len(args))
		}
	}
}

func otherTypesRefused(t *testing.T, s store.Store) {
	for _, value := range []any{7, 7.5, true, uint8(1), struct{}{}} {
		err := s.Write(t.Context(), func(tx store.Tx) error {
			_, err := tx.Exec(t.Context(), insertItem, scope, []byte("a"), value, nil, nil)
			return err
		})
		if fault.KindOf(err) != fault.Internal {
			t.Errorf("%T: got %v, want a fault of kind internal", value, err)
		}
	}
	expectCount(t, s, 0)
}

func badTextsRefused(t *testing.T, s store.Store) {
	for _, text := range []string{"a\x00b", "\xff"} {
		err := s.Write(t.Context(), func(tx store.Tx) error {
			return tx.ExecMany(t.Context(), insertItem, [][]any{{scope, []byte("a"), nil, text, nil}})
		})
		if fault.KeyOf(err) != "store.bad_text" || !errors.Is(err, store.ErrBadText) {
			t.Errorf("%q: got %v", text, err)
		}
	}
}

func sortByBytes(t *testing.T, s store.Store) {
	words := []string{"a", "B", "é", "e", "Z", "z", "ا", "a b", "ab", "A", "_", "Ab", "\U0001F600", "\uFFFD", ""}
	blobs := [][]byte{{0}, {0, 0}, {1}, {0x7f}, {0x80}, {0xff}, {0xff, 0}, []byte("a"), []byte("A"), {}}
	write(t, s, func(tx store.Tx) error {
		for i, w := range words {
			if _, err := tx.Exec(t.Context(), insertItem, scope, []byte("w"+w), int64(i), w, nil); err != nil {
				return err
			}
		}
		for i, b := range blobs {
			if _, err := tx.Exec(t.Context(), insertItem, []byte("blobs"), b, int64(i), nil, nil); err != nil {
				return err
			}
		}
		return nil
	})
	var gotWords []string
	var gotBlobs [][]byte
	err := s.Read(t.Context(), func(tx store.Tx) error {
		err := tx.Query(t.Context(), `SELECT words FROM item WHERE scope = $1 ORDER BY words`, []any{scope},
			func(r store.Row) error { gotWords = append(gotWords, r.Text(0)); return nil })
		if err != nil {
			return err
		}
		return tx.Query(t.Context(), `SELECT name FROM item WHERE scope = $1 ORDER BY name`, []any{[]byte("blobs")},
			func(r store.Row) error { gotBlobs = append(gotBlobs, r.Bytes(0)); return nil })
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(words)
	slices.SortFunc(blobs, bytes.Compare)
	if diff := cmp.Diff(words, gotWords); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(blobs, gotBlobs); diff != "" {
		t.Error(diff)
	}
	if got := readInts(t, s, `SELECT count(*) FROM item WHERE scope = $1 AND words >= $2 AND words < $3`, scope, "a", "b"); got[0] != 3 {
		t.Errorf("a range of texts holds %d, want 3: a, a b, ab", got[0])
	}
}

func bigValues(t *testing.T, s store.Store) {
	blob := bytes.Repeat([]byte("0123456789abcdef"), 5<<20/16)
	words := strings.Repeat("سفر", 1<<20/6)
	exec(t, s, insertItem, scope, []byte("big"), int64(1), words, blob)
	got := readItems(t, s)
	if len(got) != 1 || !bytes.Equal(got[0].Blob, blob) || got[0].Words != words {
		t.Error("a value of 5 MB came back different")
	}
}

func sums(t *testing.T, s store.Store) {
	write(t, s, func(tx store.Tx) error { return tx.ExecMany(t.Context(), insertItem, numbered(10)) })
	got := readInts(t, s, `SELECT sum(n) FROM item UNION ALL SELECT sum(n) FROM item WHERE n < $1`, int64(0))
	if diff := cmp.Diff([]int64{45, 0}, got); diff != "" {
		t.Error(diff)
	}
	got = readInts(t, s, `SELECT count(*) FROM item GROUP BY n % 2 ORDER BY n % 2`)
	if diff := cmp.Diff([]int64{5, 5}, got); diff != "" {
		t.Error(diff)
	}
	got = readInts(t, s, `SELECT CASE WHEN n > $1 THEN 1 ELSE 0 END FROM item WHERE scope = $2 ORDER BY name LIMIT $3`,
		int64(1), scope, int64(3))
	if diff := cmp.Diff([]int64{0, 0, 1}, got); diff != "" {
		t.Error(diff)
	}
}

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

// noise returns bytes that do not compress.
func noise(n int) []byte {
	b := make([]byte, n)
	x := uint64(1)
	for i := range b {
		x = x*6364136223846793005 + 1442695040888963407
		b[i] = byte(x >> 56)
	}
	return b
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
