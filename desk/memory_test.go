// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"testing"

	"safar/kernel/access"
	"safar/kernel/id"
)

func TestCommandsTooManyToKeepAreLookedFor(t *testing.T) {
	scope := access.Scope{Caseload: id.New(), Compartment: access.General}
	k := commandsKept{on: true, of: map[access.Scope]map[id.ID]struct{}{scope: {}}}
	isFresh := func() bool {
		fresh, err := k.fresh(t.Context(), nil, scope, id.New())
		if err != nil {
			t.Fatal(err)
		}
		return fresh
	}
	for range commandsInMemory {
		k.keep(scope, id.New())
	}
	if !isFresh() {
		t.Error("a command that was never done is looked for, though all that were done are in memory")
	}
	k.keep(scope, id.New())
	if isFresh() {
		t.Error("a command is called fresh though not all that were done are in memory")
	}
}
