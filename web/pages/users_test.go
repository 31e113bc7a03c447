// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/id"
)

// theUser finds the path of a user on the list.
func (w *twoOffices) theUser(name string) string {
	w.Helper()
	found := regexp.MustCompile(`href="(/users/[0-9a-z]+)"><bdi>` + name).FindStringSubmatch(w.send("GET", "/users", nil).Body.String())
	if found == nil {
		w.Fatalf("%s does not stand on the list", name)
	}
	return found[1]
}

func TestUsersAreGivenRolesUntilADayAndWithdrawn(t *testing.T) {
	w, _, _ := newAccount(t)
	w.signsIn("amina")
	w.goes("/account?done=device_kept", "/account/keep", "name", "the phone", "pin", "480317", "again", "480317")
	hers := w.cookies
	w.cookies = nil
	founder := access.Founder(id.ID{9})
	boss, err := w.op.Desk.Do(t.Context(), founder, access.Commons, id.New(), staff.AddUser{Name: "chief"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.op.Desk.Do(t.Context(), founder, access.Commons, id.New(), staff.GrantRole{User: boss.IDs[0], Grant: access.NewGrant(access.Administrator, id.ID{})}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.op.Door.Enrol(t.Context(), boss.IDs[0], "chief", greyBoats); err != nil {
		t.Fatal(err)
	}
	w.signsIn("chief")
	list := w.send("GET", "/users", nil).Body.String()
	holds(t, list, "Last signed in", "22 Nov 2026", "never here", `href="/roles"`)
	amina := w.theUser("amina")
	w.comesBack("This day is over", amina+"/grant", "role", "site_manager", "caseload", "every", "until", "2026-11-01")
	w.goes(amina+"?done=saved", amina+"/grant", "role", "site_manager", "caseload", "every", "until", "2027-01-31")
	holds(t, w.send("GET", amina, nil).Body.String(), "until 31 Jan 2027")

	w.goes(amina+"?done=user_withdrawn", amina+"/withdraw")
	holds(t, w.send("GET", amina, nil).Body.String(), "Withdrawn: they sign in nowhere", "until 31 Jan 2027")
	holds(t, w.send("GET", "/users", nil).Body.String(), "withdrawn")
	self := w.theUser("chief")
	w.comesBack("Nobody withdraws themselves", self+"/withdraw")
	chief := w.cookies
	w.cookies = hers
	if got := w.send("GET", "/households", nil); got.Code != http.StatusSeeOther {
		t.Errorf("who is withdrawn is still in: %d", got.Code)
	}
	w.comesBack("not kept for anybody", "/sign-in/pin", "pin", "480317")
	w.comesBack("not right", "/sign-in", "name", "amina", "passphrase", greyBoats)
	w.cookies = chief
	w.goes(amina+"?done=user_readmitted", amina+"/readmit")
	w.cookies = nil
	w.signsIn("amina")
	if got := w.send("GET", "/households", nil); got.Code != http.StatusOK {
		t.Errorf("who is back: %d", got.Code)
	}
}

// A session that lives on another office's machine ends when that office hears of it: the fact alone is enough.
func TestAWithdrawalAloneSignsOut(t *testing.T) {
	w, _, _ := newAccount(t)
	w.signsIn("amina")
	session := w.cookies
	w.cookies = nil
	w.signsIn("boss")
	user, err := id.Parse(strings.TrimPrefix(w.theUser("amina"), "/users/"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.op.Desk.Do(t.Context(), access.Founder(id.ID{9}), access.Commons, id.New(), staff.Withdraw{User: user}); err != nil {
		t.Fatal(err)
	}
	w.cookies = session
	if got := w.send("GET", "/households", nil); got.Code != http.StatusSeeOther || !strings.HasPrefix(got.Header().Get("Location"), "/sign-in") {
		t.Errorf("%d to %q", got.Code, got.Header().Get("Location"))
	}
}

// What stands on the page of roles is the policy: every act of every role, in words, and no key.
func TestTheRolesPageIsThePolicy(t *testing.T) {
	w, _, _ := newAccount(t)
	w.signsIn("amina")
	page := w.send("GET", "/roles", nil).Body.String()
	holds(t, page, "approve payment lists", "Data-protection officer", "see who looked", "For every office")
	if key := regexp.MustCompile(`\bact\.|compartment\.[a-z]`).FindString(page); key != "" {
		t.Errorf("a key stands on the page: %s", key)
	}
}

func TestWhoLookedIsForThoseWhoWatch(t *testing.T) {
	w := newTown(t, 100)
	file := householdLinks.FindStringSubmatch(w.open(access.Caseworker, "/households"))[1]
	w.open(access.Caseworker, file)
	start := w.open(access.DataProtectionOfficer, "/")
	must(t, start, `href="/looks"`)
	list := w.open(access.DataProtectionOfficer, "/looks")
	found := regexp.MustCompile(`href="(/looks/[0-9a-z]+)"><bdi>caseworker`).FindStringSubmatch(list)
	if found == nil {
		t.Fatalf("the caseworker does not stand there: %s", said(list))
	}
	must(t, w.open(access.DataProtectionOfficer, found[1]), file+"/looks")
	for _, role := range []access.Role{access.Caseworker, access.Administrator, access.ProgrammeManager} {
		if strings.Contains(w.open(role, "/"), `href="/looks"`) {
			t.Errorf("the %s is led to who looked", role)
		}
	}
}
