// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"net/http"
	"strings"
	"testing"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// Somebody whom only protection knows asks to be forgotten and brings the number of their card: the data-protection officer finds and forgets them
// without reading the file, and nobody else finds anything.
func TestSomebodyKnownToProtectionAloneIsForgottenByTheirNumber(t *testing.T) {
	k := inKalemie(t)
	const officer = access.DataProtectionOfficer
	protection, err := staff.Identify(t.Context(), k.op.Desk, k.users[access.ProtectionOfficer])
	if err != nil {
		t.Fatal(err)
	}
	scope := access.Scope{Caseload: protection.Actor.Grants[0].Caseload, Compartment: access.Protection}
	r, err := k.op.Desk.Do(t.Context(), protection.Actor, scope, id.New(), people.Register{Card: "ZH-77", Arrived: clock.NoDay, Members: []people.Member{
		{Names: people.Names{Given: "Mwenyeji"}, Relation: people.Head, Sex: people.Female}, {Names: people.Names{Given: "Mgeni"}, Sex: people.Male}}})
	if err != nil {
		t.Fatal(err)
	}
	household, guest := r.IDs[0], r.IDs[2]
	known := func() int {
		file, err := desk.Ask(t.Context(), k.op.Desk, protection.Actor, "task.test", journey.FileOf(scope, household))
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, m := range file.People.Members {
			if !m.Forgotten {
				n++
			}
		}
		return n
	}
	for _, role := range []access.Role{access.Caseworker, access.ProtectionOfficer, access.ProgrammeManager, access.Administrator} {
		if got := k.get(t, role, "/forget"); got.status != http.StatusForbidden {
			t.Errorf("%s may have people forgotten: %d", role, got.status)
		}
	}
	if got := k.try(t, officer, "/forget", "number", "ZH-78"); got.status != http.StatusUnprocessableEntity || strings.Contains(got.body, household.String()) {
		t.Errorf("a number that nobody has: %d %s", got.status, troubles(got.body))
	}
	found := k.try(t, officer, "/forget", "number", "ZH-77")
	if found.status != http.StatusOK || !strings.Contains(found.body, "Protection") || !strings.Contains(found.body, "2 people") {
		t.Fatalf("they are not found: %d %s", found.status, troubles(found.body))
	}
	for _, secret := range []string{"Mwenyeji", "Mgeni"} {
		if strings.Contains(found.body, secret) {
			t.Errorf("the officer is told %s", secret)
		}
	}
	where := scope.String() + "/" + household.String()
	if got := k.try(t, officer, "/forget", "number", "ZH-77", "found", "yes", "which", where, "who", "everyone", "reason", "1"); got.status != http.StatusUnprocessableEntity {
		t.Errorf("forgotten by a slip of the finger: %d", got.status)
	}
	if one := k.try(t, officer, "/forget", "number", guest.String()); !strings.Contains(one.body, `value="`+guest.String()+`"`) {
		t.Errorf("one person is not found by their number: %s", troubles(one.body))
	}
	k.fillIn(t, officer, "/forget", "number", guest.String(), "found", "yes", "which", where, "who", guest.String(), "reason", "1", "sure", "yes")
	if n := known(); n != 1 {
		t.Errorf("one was to be forgotten, and %d are known", n)
	}
	k.fillIn(t, officer, "/forget", "number", "ZH-77", "found", "yes", "which", where, "who", "everyone", "reason", "1", "sure", "yes")
	if n := known(); n != 0 {
		t.Errorf("all were to be forgotten, and %d are known", n)
	}
	if got := k.try(t, officer, "/forget", "number", "ZH-77"); got.status != http.StatusUnprocessableEntity {
		t.Errorf("who is forgotten is found by the card: %d", got.status)
	}
}
