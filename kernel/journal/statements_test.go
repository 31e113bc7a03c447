// SPDX-License-Identifier: Apache-2.0

package journal_test

import (
	"testing"

	"safar/kernel/journal"
	"safar/kernel/store/grammar"
)

func TestStatementsKeepTheRulesOfSharding(t *testing.T) {
	rules := grammar.Rules{}
	rules.Check(t, journal.Tables.Versions[0]...)
	rules.Check(t, journal.Statements...)
}
