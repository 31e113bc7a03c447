// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"net/http"
	"strings"
	"testing"

	"safar/desk"
	"safar/field/choice"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/id"
)

// does has a command done by the user of a role in the caseload of the demo.
func (k *kalemie) does(t *testing.T, role access.Role, c desk.Command) desk.Receipt {
	t.Helper()
	user, err := staff.Identify(t.Context(), k.op.Desk, k.users[role])
	if err != nil {
		t.Fatal(err)
	}
	r, err := k.op.Desk.Do(t.Context(), user.Actor, access.Scope{Caseload: user.Actor.Grants[0].Caseload, Compartment: access.General}, id.New(), c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// A separated child is said at registration, stands on the file, is decided for on a page of protection's, and only protection says that they are not.
func TestASeparatedChildIsDecidedForByTheAuthority(t *testing.T) {
	k := inKalemie(t)
	got := k.fillIn(t, access.Caseworker, "/households/register", "consent", "yes", "language", "sw", "given_1", "Zawadi", "born_1", "1985", "sex_1", "female",
		"relation_1", "head", "given_2", "Amani", "born_2", "2016", "sex_2", "male", "relation_2", "other", "separated_2", "yes")
	file, _, _ := strings.Cut(got.to, "?")
	household, err := id.Parse(strings.TrimPrefix(file, "/households/"))
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range []access.Role{access.Caseworker, access.ProtectionOfficer} {
		if body := k.get(t, role, file).body; strings.Count(body, "Separated child") != 1 {
			t.Errorf("the %s reads %s", role, troubles(body))
		}
	}
	way := k.does(t, access.Caseworker, journey.Start{Programme: "durable_solutions_tanganyika", Pathway: "solution", Subject: household}).IDs[0]
	adult, child := k.membersOf(t, household)
	k.does(t, access.Caseworker, choice.Answer{Journey: way, Step: "solution", Person: adult, Option: "stay", Private: true})
	at := file + "/ways/" + way.String() + "/solution"
	decide := at + "?do=best_interests&person=" + child.String()
	k.reads(t, access.Caseworker, at, "until it has decided, nobody of this household leaves", "do=best_interests")
	k.reads(t, access.Caseworker, file, "For 1 child the child-protection authority is to be asked", "Children without an adult")
	if got := k.get(t, access.Caseworker, decide); got.status != http.StatusForbidden {
		t.Errorf("a caseworker decides for a child: %d", got.status)
	}
	if got := k.get(t, access.ProtectionOfficer, at+"?do=best_interests&person="+adult.String()); got.status != http.StatusNotFound {
		t.Errorf("somebody decides for an adult: %d", got.status)
	}
	k.fillIn(t, access.ProtectionOfficer, decide, "option", "stay", "authority", "child protection, Kalemie", "officer", "Mwamba", "day", "2026-11-20",
		"words", "his sister is here")
	k.reads(t, access.ProtectionOfficer, at, "Mwamba", "is to be asked")
	k.reads(t, access.Caseworker, at, "has decided in the child’s best interests", "Mwamba")
	k.reads(t, access.MovementOfficer, at, "has decided in the child’s best interests", "Mwamba")
	k.reads(t, access.Caseworker, file, "Separated child", "is to be asked")

	correct := file + "/members/" + child.String() + "/correct"
	fields := []string{"given_1", "Amani", "sex_1", "male", "separated_1", "no"}
	if got := k.try(t, access.Caseworker, correct, fields...); !strings.Contains(got.body, "That a child is not separated after all, protection says.") {
		t.Errorf("a caseworker takes it back: %d %s", got.status, troubles(got.body))
	}
	k.fillIn(t, access.ProtectionOfficer, correct, fields...)
	k.reads(t, access.Caseworker, file, "Amani", "Separated child")
}

// membersOf returns the grown-up and the child of a household of two.
func (k *kalemie) membersOf(t *testing.T, household id.ID) (adult, child id.ID) {
	t.Helper()
	user, err := staff.Identify(t.Context(), k.op.Desk, k.users[access.Caseworker])
	if err != nil {
		t.Fatal(err)
	}
	f, err := desk.Ask(t.Context(), k.op.Desk, user.Actor, "task.household",
		journey.FileOf(access.Scope{Caseload: user.Actor.Grants[0].Caseload, Compartment: access.General}, household))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range f.People.Members {
		if m.Adult == people.Yes {
			adult = m.ID
		} else {
			child = m.ID
		}
	}
	return adult, child
}

// reads demands that a page says something, and does not say something else.
func (k *kalemie) reads(t *testing.T, role access.Role, path, says, not string) {
	t.Helper()
	body := k.get(t, role, path).body
	if !strings.Contains(body, says) || strings.Contains(body, not) {
		t.Errorf("the %s reads on %s, not %q, or %q:\n%s", role, path, says, not, troubles(body))
	}
}
