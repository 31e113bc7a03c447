// SPDX-License-Identifier: Apache-2.0

package register_test

import (
	"testing"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
	"safar/kernel/register/registertest"
	"safar/kernel/store"

	"github.com/google/go-cmp/cmp"
)

// redraw draws the register anew where another program drew it, and returns how many facts it said there are.
func redraw(t *testing.T, n *registertest.Node) (facts uint64) {
	t.Helper()
	said := func(_, total uint64) { facts = total }
	if err := register.Redraw(t.Context(), n.Store, n.Rows, n.Ring, said); err != nil {
		t.Fatal(err)
	}
	return facts
}

func execute(t *testing.T, n *registertest.Node, statements ...string) {
	t.Helper()
	err := n.Store.Write(t.Context(), func(tx store.Tx) error {
		for _, statement := range statements {
			if _, err := tx.Exec(t.Context(), statement); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// written is a node with some facts in two scopes, whose register this program drew.
func written(t *testing.T) (*registertest.Node, []access.Scope) {
	n := registertest.New(t, registertest.Ring(t), registertest.House())
	scopes := []access.Scope{newScope(), newScope()}
	for _, scope := range scopes {
		n.Write(t, scope, registertest.Name(id.New(), id.New(), "amani kabila"), registertest.Count(id.New(), 3, ""))
	}
	redraw(t, n)
	return n, scopes
}

func TestARegisterThatAnotherProgramDrewIsDrawnAnew(t *testing.T) {
	for says, another := range map[string]string{
		"its states had another shape":             `UPDATE drawn SET shape = x'00'`,
		"it made something else of the facts":      `UPDATE drawn SET number = number - 1`,
		"it is older than the note of who drew it": `DELETE FROM drawn`,
	} {
		n, scopes := written(t)
		want := []any{n.Dump(t, scopes[0]), n.Dump(t, scopes[1])}
		execute(t, n, another, `UPDATE story SET state = x'ff'`, `DELETE FROM entry`)
		if facts := redraw(t, n); facts != 4 {
			t.Errorf("%s: %d facts were counted", says, facts)
		}
		if diff := cmp.Diff(want, []any{n.Dump(t, scopes[0]), n.Dump(t, scopes[1])}); diff != "" {
			t.Errorf("%s: %s", says, diff)
		}
	}
}

func TestARegisterThatThisProgramDrewIsLeftAlone(t *testing.T) {
	n, scopes := written(t)
	execute(t, n, `DELETE FROM entry`)
	want := n.Dump(t, scopes[0])
	redraw(t, n)
	if diff := cmp.Diff(want, n.Dump(t, scopes[0])); diff != "" {
		t.Error(diff)
	}
}

func TestARegisterThatANewerProgramDrewIsRefused(t *testing.T) {
	n, _ := written(t)
	execute(t, n, `UPDATE drawn SET number = number + 1`)
	err := register.Redraw(t.Context(), n.Store, n.Rows, n.Ring, nil)
	if !fault.Is(err, fault.Unavailable) || fault.KeyOf(err) != "store.newer_version" {
		t.Error(err)
	}
}

type asItWas struct {
	Words []string       `cbor:"1,keyasint"`
	Under map[string]int `cbor:"2,keyasint"`
	Next  *asItWas       `cbor:"3,keyasint"`
}

type named struct {
	Text  []string       `cbor:"1,keyasint"`
	Under map[string]int `cbor:"2,keyasint"`
	After *named         `cbor:"3,keyasint"`
}

type numbered struct {
	Words []string       `cbor:"4,keyasint"`
	Under map[string]int `cbor:"2,keyasint"`
	Next  *numbered      `cbor:"3,keyasint"`
}

type typed struct {
	Words []string         `cbor:"1,keyasint"`
	Under map[string]int64 `cbor:"2,keyasint"`
	Next  *typed           `cbor:"3,keyasint"`
}

func TestTheShapeIsThatOfWhatIsStored(t *testing.T) {
	shape := func(d register.Declaration) [32]byte { return register.NewHouse(d).Shape() }
	was := shape(register.NewKind[asItWas]("toy", nil))
	if shape(register.NewKind[named]("toy", nil)) != was {
		t.Error("another name in the program changes nothing that is stored")
	}
	for says, other := range map[string][32]byte{
		"a number": shape(register.NewKind[numbered]("toy", nil)),
		"a type":   shape(register.NewKind[typed]("toy", nil)),
		"the kind": shape(register.NewKind[asItWas]("game", nil)),
	} {
		if other == was {
			t.Errorf("%s does not show", says)
		}
	}
}
