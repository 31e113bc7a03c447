// SPDX-License-Identifier: Apache-2.0

package staff_test

import (
	"testing"

	"safar/field/officetest"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/id"
)

func TestANameIsOnePersons(t *testing.T) {
	o := officetest.Open(t, staff.Declarations())
	founder := access.Founder(id.New())
	o.Common(founder, staff.AddUser{Name: "amani"})
	o.CommonRefused("staff.name_taken", founder, staff.AddUser{Name: "amani"})
	o.CommonRefused("staff.name", founder, staff.AddUser{Name: "a"})
}

func TestNobodyGivesThemselvesARole(t *testing.T) {
	o := officetest.Open(t, staff.Declarations())
	founder := access.Founder(id.New())
	user := o.Common(founder, staff.AddUser{Name: "amani"}).IDs[0]
	o.Common(founder, staff.GrantRole{User: user, Grant: access.NewGrant(access.Administrator, id.ID{})})
	amani := actor(o, user)
	o.CommonRefused("access.not_to_oneself", amani, staff.GrantRole{User: user, Grant: access.NewGrant(access.Caseworker, o.Scope.Caseload)})
}

func TestARevokedRoleIsRevokedAtOnce(t *testing.T) {
	o := officetest.Open(t, staff.Declarations())
	founder := access.Founder(id.New())
	user := o.Common(founder, staff.AddUser{Name: "bahati"}).IDs[0]
	role := access.NewGrant(access.Administrator, id.ID{})
	o.Common(founder, staff.GrantRole{User: user, Grant: role})
	o.Common(actor(o, user), staff.AddUser{Name: "chantal"})
	o.Common(founder, staff.RevokeRole{User: user, Role: role.Role})
	if grants := actor(o, user).Grants; len(grants) > 0 {
		t.Errorf("still %v", grants)
	}
	o.CommonRefused("access.not_allowed", actor(o, user), staff.AddUser{Name: "daniel"})
	o.CommonRefused("staff.no_such_grant", founder, staff.RevokeRole{User: user, Role: role.Role})
	o.Common(founder, staff.GrantRole{User: user, Grant: role}) // given anew, it holds anew
	o.Common(actor(o, user), staff.AddUser{Name: "daniel"})
}

func TestOnlyWhoGivesRolesGivesThem(t *testing.T) {
	o := officetest.Open(t, staff.Declarations())
	for _, role := range []access.Role{access.Caseworker, access.ProgrammeManager, access.Approver, access.ProtectionOfficer} {
		o.CommonRefused("access.not_allowed", o.Person(role), staff.AddUser{Name: "somebody"})
	}
	o.CommonRefused("staff.name", access.Founder(id.New()), staff.OpenCaseload{})
}

func TestWhoIsWithdrawnMayNothingUntilTheyAreTakenBack(t *testing.T) {
	o := officetest.Open(t, staff.Declarations())
	founder := access.Founder(id.New())
	boss, user := o.Common(founder, staff.AddUser{Name: "amani"}).IDs[0], o.Common(founder, staff.AddUser{Name: "bahati"}).IDs[0]
	for _, of := range []id.ID{boss, user} {
		o.Common(founder, staff.GrantRole{User: of, Grant: access.NewGrant(access.Administrator, id.ID{})})
	}
	o.CommonRefused("staff.not_withdrawn", actor(o, boss), staff.Readmit{User: user})
	o.CommonRefused("staff.not_oneself", actor(o, boss), staff.Withdraw{User: boss})
	o.Common(actor(o, boss), staff.Withdraw{User: user})
	o.CommonRefused("staff.withdrawn", actor(o, boss), staff.Withdraw{User: user})
	if grants := actor(o, user).Grants; len(grants) > 0 {
		t.Errorf("still %v", grants)
	}
	o.CommonRefused("access.not_allowed", actor(o, user), staff.Readmit{User: user})
	small := o.Common(founder, staff.AddUser{Name: "chantal"}).IDs[0]
	o.Common(founder, staff.GrantRole{User: small, Grant: access.NewGrant(access.Administrator, o.Scope.Caseload)})
	o.CommonRefused("access.not_allowed", actor(o, small), staff.Readmit{User: user}) // whose role reaches further than hers
	o.Common(actor(o, boss), staff.Readmit{User: user})
	o.Common(actor(o, user), staff.AddUser{Name: "daniel"})
}

// actor is a user as they stand today.
func actor(o *officetest.Office, user id.ID) access.Actor {
	o.Helper()
	known, err := staff.Identify(o.Context(), o.Desk, user)
	if err != nil {
		o.Fatal(err)
	}
	return known.Actor
}
