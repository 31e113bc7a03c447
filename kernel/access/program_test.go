// SPDX-License-Identifier: Apache-2.0

package access

import (
	"testing"

	"safar/kernel/fault"
	"safar/kernel/id"
)

// A program goes no further than its user, in nothing, whatever it was given: over every role × part × compartment, and every act.
func TestAProgramGoesNoFurtherThanItsUser(t *testing.T) {
	everything := Program{Token: id.ID{8}, In: ^CompartmentSet(0)}
	for _, role := range Roles() {
		everything.Parts = append(everything.Parts, ProgramPart{Role: role}, ProgramPart{Role: role, Caseload: kalemie}, ProgramPart{Role: role, Caseload: nyunzu})
	}
	for _, role := range Roles() {
		for _, over := range []id.ID{{}, kalemie} {
			user := Actor{User: id.ID{3}, Grants: []Grant{{Role: role, Caseload: over, From: today, Until: today + 1, Opens: SetOf(Medical, SealedComplaints)}}}
			program := user.Through(everything)
			for _, scope := range []Scope{Commons, {kalemie, General}, {kalemie, Protection}, {kalemie, Detention}, {kalemie, Medical}, {kalemie, SealedComplaints}, {kalemie, Looks}, {nyunzu, General}} {
				for day := today - 1; day <= today+2; day++ {
					for _, act := range Acts() {
						if May(program, act, scope, day) == nil && May(user, act, scope, day) != nil {
							t.Errorf("a program of the %s may %s in %s, and they may not", role, act, scope)
						}
					}
					if more := Clearance(program, scope, day) &^ Clearance(user, scope, day); more != 0 {
						t.Errorf("a program of the %s sees %s in %s", role, more, scope)
					}
				}
				if closed.Has(scope.Compartment) && Clearance(program, scope, today) != 0 {
					t.Errorf("a program of the %s opens %s", role, scope)
				}
			}
			if MayGrant(program, id.ID{9}, NewGrant(Enumerator, kalemie), today) == nil {
				t.Errorf("a program of the %s gives a role", role)
			}
		}
	}
}

// Nor further than what it was given: of two roles the one, of two caseloads the one, of the compartments those.
func TestAProgramGoesNoFurtherThanItWasGiven(t *testing.T) {
	user := Actor{User: id.ID{3}, Grants: []Grant{NewGrant(ProtectionOfficer, id.ID{}), NewGrant(FinanceOfficer, kalemie)}}
	program := user.Through(Program{Token: id.ID{8}, In: SetOf(General), Parts: []ProgramPart{{ProtectionOfficer, kalemie}, {Approver, kalemie}}})
	if program.User != user.User || program.Device != (id.ID{8}) || len(program.Grants) != 1 {
		t.Fatalf("%+v", program)
	}
	may := func(act Act, scope Scope, want bool) {
		t.Helper()
		if (May(program, act, scope, today) == nil) != want {
			t.Errorf("%s in %s: %v", act, scope, !want)
		}
	}
	may(PeopleLook, Scope{kalemie, General}, true)
	may(PlacesRead, Commons, true)
	may(PeopleLook, Scope{kalemie, Protection}, false)
	may(PeopleLook, Scope{nyunzu, General}, false)
	may(PaymentList, Scope{kalemie, General}, false)
	may(PaymentApprove, Scope{kalemie, General}, false)
	if of, every := program.Caseloads(PeopleList, Protection, today); every || len(of) > 0 {
		t.Errorf("it lists %v, %v in protection", of, every)
	}
	if program.Has(ProtectionOfficer, Scope{kalemie, Protection}, today) || !program.Has(ProtectionOfficer, Scope{kalemie, General}, today) {
		t.Error("it has its role where it does not reach, or not where it does")
	}
}

func TestAProgramThatReadsChangesNothing(t *testing.T) {
	user := Actor{Grants: []Grant{NewGrant(Caseworker, kalemie)}}
	if err := user.MayChange(); err != nil {
		t.Error(err)
	}
	reads := user.Through(Program{ReadOnly: true, In: SetOf(General), Parts: []ProgramPart{{Caseworker, id.ID{}}}})
	if err := reads.MayChange(); fault.KeyOf(err) != "access.reads_only" {
		t.Error(err)
	}
	if err := May(reads, PeopleLook, Scope{kalemie, General}, today); err != nil {
		t.Error(err)
	}
}
