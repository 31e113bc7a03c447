// SPDX-License-Identifier: Apache-2.0

package register_test

import (
	"slices"
	"testing"

	"safar/kernel/register"
	"safar/kernel/store/grammar"
)

func TestStatementsKeepTheRulesOfSharding(t *testing.T) {
	rules := grammar.Rules{}
	rules.Check(t, slices.Concat(register.Tables.Versions...)...)
	rules.Check(t, register.Statements...)
}
