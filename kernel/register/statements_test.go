// SPDX-License-Identifier: Apache-2.0

package register_test

import (
	"testing"

	"safar/kernel/register"
	"safar/kernel/store/grammar"
)

func TestStatementsKeepTheRulesOfSharding(t *testing.T) {
	rules := grammar.Rules{}
	rules.Check(t, register.Tables.Versions[0]...)
	rules.Check(t, register.Statements...)
}
