// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"safar/kernel/store"
	"safar/kernel/store/pgtest"
)

// Whoever administers the database at headquarters reads nothing of anybody in it: no canary stands in any row of any table, neither in
// the journal nor in the register nor in the lists by which people are found.
func TestTheAdministratorOfPostgreSQLReadsNoCanary(t *testing.T) {
	address := pgtest.Start(t)
	w := tellIn(t, newWorld(t, func([]byte) store.Store {
		st, err := store.OpenPostgres(t.Context(), address, store.PostgresOptions{})
		must(t, err)
		return st
	}), 35, 33, 10)
	w.plant()
	db, err := pgx.Connect(t.Context(), address)
	must(t, err)
	defer db.Close(t.Context())
	names, err := db.Query(t.Context(), `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()`)
	must(t, err)
	tables, err := pgx.CollectRows(names, pgx.RowTo[string])
	must(t, err)
	values, open := 0, false
	for _, table := range tables {
		rows, err := db.Query(t.Context(), `SELECT * FROM `+pgx.Identifier{table}.Sanitize())
		must(t, err)
		for rows.Next() {
			row, err := rows.Values()
			must(t, err)
			for i, value := range row {
				text := strings.ToLower(asText(value))
				values, open = values+1, open || strings.Contains(text, "kabalo")
				for canary, class := range canaries {
					if strings.Contains(text, strings.ToLower(canary)) {
						t.Errorf("the column %s of %s holds the %s canary %q", rows.FieldDescriptions()[i].Name, table, class, canary)
					}
				}
			}
		}
		must(t, rows.Err())
	}
	if values < 1000 || len(tables) < 5 || !open {
		t.Errorf("%d values of %d tables, a village's name among them: %v: too few to prove anything", values, len(tables), open)
	}
}

// asText returns the bytes of a value as they are stored.
func asText(value any) string {
	if b, is := value.([]byte); is {
		return string(b)
	}
	return fmt.Sprint(value)
}
