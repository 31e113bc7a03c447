// SPDX-License-Identifier: Apache-2.0

// Package storetest is the conformance suite of kernel/store: what every engine must do alike, so that the rest of Safar
// needs to know nothing of engines. An engine is a Store when Run passes on it.
package storetest

import (
	"context"
	"testing"

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
