// SPDX-License-Identifier: Apache-2.0

package access

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

var update = flag.Bool("update", false, "write testdata/policy.txt from the policy as it is")

var (
	kalemie = id.ID{1}
	nyunzu  = id.ID{2}
	today   = clock.Date(2026, 11, 22)
)

func holder(role Role, caseload id.ID, opens ...Compartment) Actor {
	g := NewGrant(role, caseload)
	g.Opens = SetOf(opens...)
	return Actor{User: id.ID{9}, Grants: []Grant{g}}
}

func scopeOf(c Compartment) Scope {
	if c == CommonsCompartment {
		return Commons
	}
	return Scope{kalemie, c}
}

// The whole policy, role × act × compartment and role × compartment × class, as the functions answer it, is kept in a
// file: no change of it goes unseen.
func TestEveryRoleActAndClassIsAsWritten(t *testing.T) {
	var b strings.Builder
	for _, role := range Roles() {
		fmt.Fprintf(&b, "%s\n", role)
		for _, c := range Compartments() {
			line(&b, holder(role, kalemie), c, "")
			if closed.Has(c) {
				line(&b, holder(role, kalemie, c), c, " (let in)")
			}
		}
	}
	const file = "testdata/policy.txt"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("the policy differs from %s; if that is meant, run with -update (-was +is):\n%s", file, diff)
	}
}

func line(b *strings.Builder, who Actor, c Compartment, note string) {
	var may []string
	for _, act := range Acts() {
		if May(who, act, scopeOf(c), today) == nil {
			may = append(may, string(act))
		}
	}
	sees := Clearance(who, scopeOf(c), today)
	if len(may) > 0 || sees != 0 {
		fmt.Fprintf(b, "  %s%s sees %s\n    %s\n", c, note, sees, strings.Join(may, "\n    "))
	}
}

func TestActsAreNamedOnceAndUsed(t *testing.T) {
	seen := map[Act]bool{}
	for _, act := range Acts() {
		if seen[act] {
			t.Errorf("%s is listed twice", act)
		}
		seen[act] = true
		given := slices.ContainsFunc(Roles(), func(r Role) bool { _, given := rules[r][act]; return given })
		if nobodys := act == VoicePut || act == VoiceReply; given == nobodys {
			t.Errorf("%s is given to a role: %t", act, given)
		}
	}
	for role, given := range rules {
		for act := range given {
			if !act.Known() {
				t.Errorf("%s is given the act %q, which is not in the list", role, act)
			}
		}
	}
}

func anywhere(role Role, act Act) bool { _, given := rules[role][act]; return given }

func TestNobodyBothPreparesAndApproves(t *testing.T) {
	apart := [][2]Act{
		{PaymentPrepare, PaymentApprove}, {PaymentSend, PaymentApprove}, {PaymentReconcile, PaymentApprove},
		{PaymentOwe, PaymentApprove}, {PaymentBudget, PaymentPrepare}, {PaymentDeliver, PaymentApprove},
		{AccessGrant, PeopleLook}, {AccessGrant, PaymentPrepare}, {AccessGrant, PaymentApprove},
		{WorksInspect, PaymentPrepare}, {WorksInspect, PaymentApprove}, {WorksInspect, WorksReport},
		{PlacesDecideSafety, ProgrammePublish}, {PlacesDecideSafety, MovementPlan},
	}
	for _, pair := range apart {
		for _, role := range Roles() {
			if anywhere(role, pair[0]) && anywhere(role, pair[1]) {
				t.Errorf("%s may both %s and %s", role, pair[0], pair[1])
			}
		}
	}
}

func TestSomeActsBelongToOneRoleAlone(t *testing.T) {
	alone := map[Act]Role{
		PlacesDecideSafety: ProtectionOfficer, ChoiceBestInterests: ProtectionOfficer, PaymentApprove: Approver,
		PaymentPrepare: FinanceOfficer, WorksInspect: Inspector, PeopleErase: DataProtectionOfficer,
		LooksRead: DataProtectionOfficer, AccessGrant: Administrator, ProgrammePublish: ProgrammeManager,
	}
	for act, only := range alone {
		for _, role := range Roles() {
			if anywhere(role, act) != (role == only) {
				t.Errorf("%s: given to %s is %v; it belongs to %s alone", act, role, anywhere(role, act), only)
			}
		}
	}
}

func TestAnInspectorPaysNothing(t *testing.T) {
	for _, act := range Acts() {
		if strings.HasPrefix(string(act), "payment.") && anywhere(Inspector, act) {
			t.Errorf("the inspector may %s", act)
		}
	}
}

func TestThoseWhoRunMachinesOrReadFiguresSeeNoPerson(t *testing.T) {
	for _, role := range []Role{Administrator, Auditor, ProgrammeManager, Municipality} {
		for _, c := range Compartments() {
			if sees := Clearance(holder(role, kalemie, Medical, SealedComplaints), scopeOf(c), today); sees&^seesOpen != 0 {
				t.Errorf("%s sees %s in %s", role, sees, c)
			}
		}
		for _, act := range []Act{PeopleLook, PeopleList, PeopleSearch, ExportPersonal, ExportPayment} {
			if anywhere(role, act) {
				t.Errorf("%s may %s", role, act)
			}
		}
	}
}

func TestAClosedCompartmentOpensOnlyToANamedPerson(t *testing.T) {
	blind := []Act{VoiceSeal, PeopleErase, VoiceBreak} // the last shows sealed letters, which one alone has no key to
	for _, c := range []Compartment{Medical, SealedComplaints} {
		for _, role := range Roles() {
			if sees := Clearance(holder(role, id.ID{}), scopeOf(c), today); sees != 0 {
				t.Errorf("%s sees %s in %s without being let in", role, sees, c)
			}
			for _, act := range Acts() {
				if May(holder(role, id.ID{}), act, scopeOf(c), today) == nil && !slices.Contains(blind, act) {
					t.Errorf("%s may %s in %s without being let in", role, act, c)
				}
			}
		}
	}
	named := holder(ProtectionOfficer, kalemie, SealedComplaints)
	if err := May(named, VoiceAnswer, scopeOf(SealedComplaints), today); err != nil {
		t.Errorf("a protection officer who was let in may not answer: %v", err)
	}
}

// Nobody but protection works with people in detention; whoever reads figures is told counts, and the data-protection officer forgets.
func TestOfThoseInDetentionNobodyButProtectionKnows(t *testing.T) {
	counts := []Act{FiguresRead, JourneyMigrate, PeopleErase}
	for _, role := range Roles() {
		if role == ProtectionOfficer {
			continue
		}
		who := holder(role, id.ID{}, Compartments()...)
		for _, act := range Acts() {
			if May(who, act, scopeOf(Detention), today) == nil && !slices.Contains(counts, act) {
				t.Errorf("%s may %s in detention", role, act)
			}
		}
		if sees := Clearance(who, scopeOf(Detention), today); sees&^seesOpen != 0 {
			t.Errorf("%s sees %s in detention", role, sees)
		}
	}
}

func TestSealedFieldsAreForNamedPeopleOnly(t *testing.T) {
	for _, role := range Roles() {
		for _, c := range Compartments() {
			if Clearance(holder(role, id.ID{}), scopeOf(c), today).Has(Sealed) {
				t.Errorf("%s sees sealed fields in %s by role alone", role, c)
			}
		}
	}
}

func TestAGrantReachesItsCaseloadAndDays(t *testing.T) {
	grant := Grant{Role: Caseworker, Caseload: kalemie, From: today, Until: today + 1}
	who := Actor{Grants: []Grant{grant}}
	cases := []struct {
		name  string
		scope Scope
		day   clock.Day
		want  bool
	}{
		{"first day", Scope{kalemie, General}, today, true},
		{"last day", Scope{kalemie, General}, today + 1, true},
		{"day before", Scope{kalemie, General}, today - 1, false},
		{"day after", Scope{kalemie, General}, today + 2, false},
		{"no day at all", Scope{kalemie, General}, clock.NoDay, false},
		{"another caseload", Scope{nyunzu, General}, today, false},
		{"another compartment", Scope{kalemie, Protection}, today, false},
		{"no caseload", Scope{id.ID{}, General}, today, false},
		{"commons with a caseload", Scope{kalemie, CommonsCompartment}, today, false},
		{"a compartment that does not exist", Scope{kalemie, 200}, today, false},
	}
	for _, c := range cases {
		err := May(who, PeopleLook, c.scope, c.day)
		if (err == nil) != c.want {
			t.Errorf("%s: %v", c.name, err)
		}
		if sees := Clearance(who, c.scope, c.day); (sees != 0) != c.want {
			t.Errorf("%s: sees %s", c.name, sees)
		}
	}
}

func TestARefusalSaysWhichAct(t *testing.T) {
	err := May(Actor{}, PaymentApprove, Scope{kalemie, General}, today)
	var e *fault.Error
	if !errors.As(err, &e) || e.Kind != fault.NotAllowed || e.Key != "access.not_allowed" || e.Args["act"] != "payment.approve" {
		t.Errorf("got %v", err)
	}
	if May(holder(Role(77), id.ID{}), PeopleLook, Scope{kalemie, General}, today) == nil {
		t.Error("a role that this program does not know was allowed something")
	}
	if May(holder(Caseworker, id.ID{}), "people.adopt", Scope{kalemie, General}, today) == nil {
		t.Error("an act that this program does not know was allowed")
	}
}

func TestGrantingIsBoundToTheCaseloadAndNeverToOneself(t *testing.T) {
	local, other := holder(Administrator, kalemie), id.ID{5}
	founder := Founder(id.ID{8})
	cases := []struct {
		name  string
		actor Actor
		to    id.ID
		grant Grant
		want  bool
	}{
		{"own caseload", local, other, NewGrant(Caseworker, kalemie), true},
		{"another caseload", local, other, NewGrant(Caseworker, nyunzu), false},
		{"every caseload", local, other, NewGrant(Caseworker, id.ID{}), false},
		{"oneself", local, local.User, NewGrant(Auditor, kalemie), false},
		{"founder, every caseload", founder, other, NewGrant(Administrator, id.ID{}), true},
		{"founder, oneself", founder, founder.User, NewGrant(ProtectionOfficer, kalemie), false},
		{"no such role", founder, other, NewGrant(Role(0), kalemie), false},
		{"a caseworker", holder(Caseworker, id.ID{}), other, NewGrant(Enumerator, kalemie), false},
	}
	for _, c := range cases {
		if err := MayGrant(c.actor, c.to, c.grant, today); (err == nil) != c.want {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestListsAreFilteredByCaseload(t *testing.T) {
	who := Actor{Grants: []Grant{NewGrant(Caseworker, kalemie), NewGrant(Enumerator, kalemie), NewGrant(Auditor, nyunzu)}}
	if of, every := who.Caseloads(PeopleList, General, today); every || !slices.Equal(of, []id.ID{kalemie}) {
		t.Errorf("people.list over %v, every %v", of, every)
	}
	if _, every := holder(Caseworker, id.ID{}).Caseloads(PeopleList, General, today); !every {
		t.Error("a grant over all caseloads does not reach every one")
	}
	if !who.Has(Auditor, Scope{nyunzu, General}, today) || who.Has(Auditor, Scope{kalemie, General}, today) {
		t.Error("Has does not look at the caseload")
	}
}

func TestNamesReadBack(t *testing.T) {
	for _, r := range Roles() {
		text, _ := r.MarshalText()
		var back Role
		if err := back.UnmarshalText(text); err != nil || back != r {
			t.Errorf("%s reads back as %s: %v", r, back, err)
		}
	}
	for _, c := range Compartments() {
		scope := scopeOf(c)
		if back, err := ParseScope(scope.String()); err != nil || back != scope {
			t.Errorf("%s reads back as %v: %v", scope, back, err)
		}
		if back, err := ScopeFromBytes(scope.Bytes()); err != nil || back != scope {
			t.Errorf("%s from its bytes is %v: %v", scope, back, err)
		}
	}
	for _, bad := range []string{"", "kalemie", kalemie.String(), kalemie.String() + "/attic", kalemie.String() + "/commons",
		id.ID{}.String() + "/general"} {
		if got, err := ParseScope(bad); err == nil {
			t.Errorf("%q was read as the scope %s", bad, got)
		}
	}
}

// A phone that joined by a code goes no further than a yard: whoever snatches it approves nothing, gives no role and opens no closed compartment.
func TestAPhoneInTheYardIsNarrow(t *testing.T) {
	caseload := id.ID{4}
	whole := Actor{User: id.ID{1}}
	for _, role := range Roles() {
		g := NewGrant(role, caseload)
		g.Opens = SetOf(Medical, SealedComplaints)
		whole.Grants = append(whole.Grants, g)
	}
	narrow := whole.InTheYard()
	if narrow.User != whole.User || len(narrow.Grants) != 5 || whole.Grants[0].Opens == 0 {
		t.Fatalf("%+v", narrow)
	}
	for _, act := range []Act{AccessGrant, AccessRevoke, AccessReset, PaymentApprove, PaymentPrepare, PaymentSend, PeopleErase, LooksRead, ProgrammePublish, VoiceList,
		ExportPayment, PlacesDecideSafety, JourneyMigrate} {
		for _, c := range Compartments() {
			if May(narrow, act, Scope{Caseload: caseload, Compartment: c}, today) == nil || May(narrow, act, Commons, today) == nil {
				t.Errorf("a phone in the yard may %s in %s", act, c)
			}
		}
	}
	for _, g := range narrow.Grants {
		if g.Opens != 0 {
			t.Errorf("%s opens %v", g.Role, g.Opens)
		}
	}
	for _, act := range []Act{PeopleRegister, ChoiceAnswer, MovementBoard, SupplyDistribute, WorksInspect} {
		if err := May(narrow, act, Scope{Caseload: caseload, Compartment: General}, today); err != nil {
			t.Error(err)
		}
	}
	for _, c := range []Compartment{Medical, SealedComplaints} {
		if May(narrow, PeopleLook, Scope{Caseload: caseload, Compartment: c}, today) == nil {
			t.Errorf("it opens %s", c)
		}
	}
}
