// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"safar/field"
	"safar/field/people"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
	"safar/kernel/verify"
)

// everyPageOf reads a list to its end.
func (k *kalemie) everyPageOf(t *testing.T, role access.Role, path string) string {
	t.Helper()
	var all strings.Builder
	for path != "" {
		body := k.get(t, role, path).body
		all.WriteString(body)
		path = ""
		if m := regexp.MustCompile(`rel="next" href="([^"]+)"`).FindStringSubmatch(body); m != nil {
			path = html.UnescapeString(m[1])
		}
	}
	return all.String()
}

// counted are the pages of figures and of money, as they must stand before and after somebody is forgotten.
func (k *kalemie) counted(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for path, role := range map[string]access.Role{"/figures": access.ProgrammeManager, "/sites": access.Caseworker, "/payments": access.FinanceOfficer,
		"/figures/durable_solutions_tanganyika/left_the_sites": access.ProgrammeManager, "/payments/ledger": access.FinanceOfficer} {
		out[path] = troubles(k.get(t, role, path).body)
	}
	return out
}

// Promise 8, on the pages: a household that has left, was paid and built is forgotten; no file, search or list tells who they were, and every
// figure and account stands.
func TestAHouseholdIsForgotten(t *testing.T) {
	k := inKalemie(t)
	const officer, worker = access.DataProtectionOfficer, access.Caseworker
	paid := k.everyPageOf(t, worker, "/households?state=third_tranche_paid")
	files := regexp.MustCompile(`href="(/households/[0-9a-z]{20,})"`).FindAllStringSubmatch(paid, -1)
	file := files[0][1]
	if file == k.someHousehold(t) { // which the other tests look at
		file = files[1][1]
	}
	body := k.get(t, worker, file).body
	secrets := []string{firstMatch(t, body, `class="code">(KLM-[0-9]+)<`)}
	for _, m := range regexp.MustCompile(`/members/[0-9a-z]+"><bdi>([^<]+)</bdi>`).FindAllStringSubmatch(body, -1) {
		secrets = append(secrets, html.UnescapeString(m[1]))
	}
	before := k.counted(t)

	if got := k.get(t, worker, file+"/forget"); got.status != http.StatusForbidden {
		t.Errorf("a caseworker may have people forgotten: %d", got.status)
	}
	if got := k.try(t, officer, file+"/forget", "who", "everyone", "reason", "1"); got.status != http.StatusUnprocessableEntity {
		t.Errorf("forgotten by a slip of the finger: %d", got.status)
	}
	k.fillIn(t, officer, file+"/forget", "who", "everyone", "reason", "1", "sure", "yes")

	places := map[string]string{"the file, to a caseworker": k.get(t, worker, file).body, "the file, to protection": k.get(t, access.ProtectionOfficer, file).body,
		"the file, to the officer": k.get(t, officer, file).body, "the form": k.get(t, officer, file+"/forget").body, "the list": k.everyPageOf(t, worker, "/households?stands=all"),
		"the list of those paid": k.everyPageOf(t, worker, "/households?state=third_tranche_paid"), "the list of payments": k.get(t, access.FinanceOfficer, "/payments").body}
	for where, body := range places {
		for _, secret := range secrets {
			if strings.Contains(html.UnescapeString(body), secret) && !namesake(k, t, secret, file) {
				t.Errorf("%s still tells %q", where, secret)
			}
		}
	}
	for _, secret := range append(slices.Clone(secrets), strings.Fields(secrets[1])...) {
		if got := k.send(t, worker, http.MethodPost, "/search", url.Values{"q": {secret}}, "en"); strings.Contains(got.body, file) {
			t.Errorf("a search for %q finds who was forgotten", secret)
		}
	}
	if shown := troubles(places["the file, to a caseworker"]); strings.Count(shown, "Forgotten") < 2 {
		t.Errorf("the file does not say that they were forgotten: %s", shown)
	}
	if !strings.Contains(places["the list of those paid"], file) || !strings.Contains(places["the list"], "Forgotten") {
		t.Errorf("who was forgotten is missing from what is counted, or the list does not say so: %q", troubles(firstRow(places["the list"], file)))
	}
	for path, stood := range before {
		if now := troubles(k.get(t, map[bool]access.Role{true: access.FinanceOfficer, false: access.ProgrammeManager}[strings.HasPrefix(path, "/payments")], path).body); path != "/sites" && now != stood {
			t.Errorf("%s changed:\n%s\nwas\n%s", path, now, stood)
		}
	}
	if now := troubles(k.get(t, worker, "/sites").body); now != before["/sites"] {
		t.Errorf("the figures of the sites changed:\n%s\nwas\n%s", now, before["/sites"])
	}
}

// namesake reports whether somebody else bears a name: then a list may well say it.
func namesake(k *kalemie, t *testing.T, name, file string) bool {
	found := k.send(t, access.Caseworker, http.MethodPost, "/search", url.Values{"q": {name}}, "en").body
	return strings.Contains(found, `href="/households/`) && !strings.Contains(found, file)
}

// One person of a household is forgotten; the others stay, and nothing more is written of the one.
func TestOnePersonIsForgotten(t *testing.T) {
	k := inKalemie(t)
	to := k.fillIn(t, access.Caseworker, "/households/register", "card", "KLM-999001", "language", "sw", "consent", "Ndiyo", "given_1", "Wazazi", "born_1", "40",
		"relation_1", "head", "given_2", "Sahaulika", "born_2", "30", "relation_2", "spouse", "phone_2", "0812345678").to
	file, _, _ := strings.Cut(to, "?")
	form := k.get(t, access.DataProtectionOfficer, file+"/forget").body
	gone := firstMatch(t, form, `value="([0-9a-z]+)"[^>]*>\s*<span><bdi>Sahaulika`)
	k.fillIn(t, access.DataProtectionOfficer, file+"/forget", "who", gone, "reason", "2", "sure", "yes")
	body := k.get(t, access.Caseworker, file).body
	if strings.Contains(body, "Sahaulika") || !strings.Contains(body, "Wazazi") || !strings.Contains(body, "KLM-999001") {
		t.Errorf("one is forgotten, the other stays: %s", troubles(body))
	}
	for _, q := range []string{"Sahaulika", "0812345678"} {
		if got := k.send(t, access.Caseworker, http.MethodPost, "/search", url.Values{"q": {q}}, "en"); strings.Contains(got.body, file) {
			t.Errorf("a search for %q finds who was forgotten", q)
		}
	}
	if got := k.try(t, access.Caseworker, file+"/members/"+gone+"/correct", "given_1", "Sahaulika"); got.status == http.StatusSeeOther {
		t.Error("the name of who was forgotten is written again")
	}
	if found, err := verify.Check(t.Context(), k.op.Desk.Store(), k.op.Ring, field.House(), nil); err != nil || !found.Good() {
		t.Errorf("the check, after somebody was forgotten: %v, %v", found, err)
	}
	user, err := staff.Identify(t.Context(), k.op.Desk, k.users[access.DataProtectionOfficer])
	if err != nil {
		t.Fatal(err)
	}
	household, _ := id.Parse(strings.TrimPrefix(file, "/households/"))
	scope := access.Scope{Caseload: user.Actor.Grants[0].Caseload, Compartment: access.General}
	for key, c := range map[string]people.Forget{"people.not_a_member": {Household: household, Persons: []id.ID{id.New()}, Reason: register.ErasureAsked},
		"people.forget_everyone": {Household: household, Whole: true, Reason: register.ErasureAsked}, "people.forget_reason": {Household: household, Whole: true}} {
		if _, err := k.op.Desk.Do(t.Context(), user.Actor, scope, id.New(), c); fault.KeyOf(err) != key {
			t.Errorf("%+v: %v, want %s", c, err, key)
		}
	}
}
