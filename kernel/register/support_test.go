// SPDX-License-Identifier: Apache-2.0

package register_test

import (
	"testing"

	"safar/kernel/access"
	"safar/kernel/id"
	"safar/kernel/register"
	"safar/kernel/register/registertest"
	"safar/kernel/store"
)

func newScope() access.Scope { return access.Scope{Caseload: id.New(), Compartment: access.General} }

// note returns a note as it stands at a node.
func note(t testing.TB, n *registertest.Node, scope access.Scope, story id.ID) *registertest.Note {
	t.Helper()
	return load(t, n, scope, story).State.(*registertest.Note)
}

func load(t testing.TB, n *registertest.Node, scope access.Scope, story id.ID) *register.Story {
	t.Helper()
	var s *register.Story
	err := n.Store.Read(t.Context(), func(tx store.Tx) (err error) {
		s, err = n.Rows.Load(t.Context(), tx, scope, "note", story)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func rebuild(t testing.TB, n *registertest.Node, scope access.Scope) {
	t.Helper()
	err := n.Store.Write(t.Context(), func(tx store.Tx) error {
		return register.Rebuild(t.Context(), tx, n.Rows, n.Ring, scope, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
}
