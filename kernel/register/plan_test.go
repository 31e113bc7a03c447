// SPDX-License-Identifier: Apache-2.0

package register_test

import (
	"strings"
	"testing"

	"safar/kernel/register"
	"safar/kernel/register/registertest"
	"safar/kernel/store"
)

// A page of a list must cost the same in a list of a million: SQLite has to find its beginning in the key of the table.
func TestPagesOfListsAreFoundAndNotSearchedFor(t *testing.T) {
	n := registertest.New(t, registertest.Ring(t), registertest.House())
	for _, statement := range register.Statements {
		if !strings.Contains(statement, "(key, story)") && !strings.Contains(statement, "(kind, story)") {
			continue
		}
		var plan string
		err := n.Store.Read(t.Context(), func(tx store.Tx) error {
			return tx.Query(t.Context(), "EXPLAIN QUERY PLAN "+statement, planArguments(statement), func(row store.Row) error {
				plan += row.Text(3) + "; "
				return nil
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(plan, "SCAN") || strings.Contains(plan, "TEMP B-TREE") || !strings.Contains(plan, "(key,story)") && !strings.Contains(plan, "(kind,story)") {
			t.Errorf("%s\n%s", statement, plan)
		}
	}
}

func planArguments(statement string) []any {
	arguments := make([]any, 0, 6)
	for _, name := range []string{"$1", "$2", "$3", "$4", "$5", "$6"} {
		if strings.Contains(statement, name) {
			arguments = append(arguments, []byte{1})
		}
	}
	return arguments
}
