// SPDX-License-Identifier: Apache-2.0

package desk_test

import (
	"testing"

	"safar/desk"
	"safar/kernel/store/grammar"
)

// A writer slot is of the database that several processes write, and of no scope: its table is whole wherever it stands.
func TestStatementsKeepTheRulesOfSharding(t *testing.T) {
	rules := grammar.Rules{Local: []string{"writer_slot"}}
	rules.Check(t, desk.LeaseTables.Versions[0]...)
	rules.Check(t, desk.Statements...)
}
