// SPDX-License-Identifier: Apache-2.0

package keys_test

import (
	"bytes"
	"testing"

	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/keys"
)

func give(t testing.TB, r *keys.Ring) *keys.Given {
	t.Helper()
	g, err := r.Give(t.Context(), scope)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func take(t testing.TB, r *keys.Ring, g *keys.Given) {
	t.Helper()
	if err := r.Take(t.Context(), g); err != nil {
		t.Fatal(err)
	}
}

// A node that was given the keys of a scope opens what the other sealed, also after it was locked and unlocked.
func TestGivenKeysOpenTheSameOnTheOtherNode(t *testing.T) {
	r, _ := create(t)
	other, path := create(t)
	want := mint(t, r, id.ID{2})
	persist(t, r)
	take(t, other, give(t, r))
	take(t, other, give(t, r)) // twice is once
	for range 2 {
		epoch, err := other.Epoch(t.Context(), scope)
		if err != nil {
			t.Fatal(err)
		}
		theirs, _ := r.ScopeKey(scope, 1)
		ours, err := other.ScopeKey(scope, epoch)
		if err != nil || !bytes.Equal(ours, theirs) {
			t.Fatalf("the key of the scope is another: %v", err)
		}
		if got, err := other.OwnerKey(scope, id.ID{2}); err != nil || !bytes.Equal(got, want) {
			t.Fatalf("the key of the owner is another: %v", err)
		}
		other = reopen(t, other, path)
	}
}

// A key that is not durable yet is given to nobody: it may never be.
func TestAMintedKeyIsNotGiven(t *testing.T) {
	r, _ := create(t)
	mint(t, r, id.ID{2})
	if g := give(t, r); len(g.Owners) != 0 {
		t.Errorf("%d owners were given", len(g.Owners))
	}
}

// Who was forgotten on one node is not brought back by the copy of another, and is given to nobody.
func TestAForgottenOwnerIsNeitherGivenNorTaken(t *testing.T) {
	r, _ := create(t)
	other, _ := create(t)
	mint(t, r, id.ID{2})
	persist(t, r)
	before := give(t, r)
	take(t, other, before)
	if err := other.Destroy(t.Context(), scope, id.ID{2}); err != nil {
		t.Fatal(err)
	}
	take(t, other, before)
	if _, err := other.OwnerKey(scope, id.ID{2}); fault.KeyOf(err) != "keys.owner_forgotten" {
		t.Errorf("%v", err)
	}
	if g := give(t, other); len(g.Owners) != 0 {
		t.Errorf("%d owners were given", len(g.Owners))
	}
}

// Keys that two nodes made for one scope or owner before they met are found, and nothing is taken.
func TestTwoKeysForOneThingAreFound(t *testing.T) {
	r, _ := create(t)
	stranger, _ := create(t)
	mint(t, r, id.ID{2})
	mint(t, stranger, id.ID{2})
	if err := stranger.Take(t.Context(), give(t, r)); fault.KeyOf(err) != "keys.two_keys" {
		t.Errorf("two keys of a scope: %v", err)
	}
	other, _ := create(t)
	take(t, other, give(t, r)) // the scope alone: the owner is not durable yet
	mint(t, other, id.ID{2})
	persist(t, other)
	persist(t, r)
	mint(t, r, id.ID{3})
	persist(t, r)
	if err := other.Take(t.Context(), give(t, r)); fault.KeyOf(err) != "keys.two_keys" {
		t.Errorf("two keys of an owner: %v", err)
	}
	if _, err := other.OwnerKey(scope, id.ID{3}); !fault.Is(err, fault.NotFound) {
		t.Errorf("a key was taken beside one that was refused: %v", err)
	}
}
