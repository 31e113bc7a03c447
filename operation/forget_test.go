// SPDX-License-Identifier: Apache-2.0

package operation_test

import (
	"testing"

	"safar/desk"
	"safar/field"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/kernel/register"
	"safar/kernel/verify"
	"safar/operation"
)

// recordedAlone records an erasure as Forget does, and the desk does not know that it is one: the power went before it was carried out.
type recordedAlone struct{ Forget people.Forget }

func (recordedAlone) Act() access.Act            { return access.PeopleErase }
func (c recordedAlone) Decide(tx *desk.Tx) error { return c.Forget.Decide(tx) }
func theOfficer(a access.Actor) access.Actor {
	a.Grants = []access.Grant{access.NewGrant(access.DataProtectionOfficer, a.Grants[0].Caseload)}
	return a
}

// Whoever was to be forgotten when the program ended is forgotten when it is opened again, before anybody can look.
func TestAnErasureThatWasCutShortIsCarriedOutOnOpening(t *testing.T) {
	o := optionsOf(t.TempDir())
	op, worker, scope := founded(t, o)
	r, err := op.Desk.Do(t.Context(), worker, scope, id.New(), household("CARD-1"))
	if err != nil {
		t.Fatal(err)
	}
	c := recordedAlone{people.Forget{Household: r.IDs[0], Persons: r.IDs[1:], Whole: true, Reason: register.ErasureProtection}}
	if _, err := op.Desk.Do(t.Context(), theOfficer(worker), scope, id.New(), c); err != nil {
		t.Fatal(err)
	}
	if households(t, op, worker, scope, "CARD-1") != 1 {
		t.Fatal("the erasure was carried out already: the test shows nothing")
	}
	close(t, op)
	if op, err = operation.Open(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	defer close(t, op)
	if households(t, op, worker, scope, "CARD-1") != 0 {
		t.Error("who was to be forgotten is found by the card")
	}
	if found, err := verify.Check(t.Context(), op.Desk.Store(), op.Ring, field.House(), nil); err != nil || !found.Good() {
		t.Errorf("the check: %v, %v", found, err)
	}
}
