// SPDX-License-Identifier: Apache-2.0

package keys_test

import (
	"testing"

	"safar/kernel/keys"
	"safar/kernel/store/grammar"
)

func TestStatementsKeepTheRulesOfSharding(t *testing.T) {
	rules := grammar.Rules{Local: []string{"ring"}}
	rules.Check(t, keys.Tables.Versions[0]...)
	rules.Check(t, keys.Statements...)
}
