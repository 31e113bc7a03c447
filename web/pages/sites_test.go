// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"safar/desk"
	"safar/field/choice"
	"safar/field/journey"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// aSite returns the path of a site that nobody else of these tests closes.
func (k *kalemie) aSite(t *testing.T, name string) string {
	t.Helper()
	return firstMatch(t, k.get(t, access.SiteManager, "/sites").body, `href="(/sites/[0-9a-z]+)"><bdi>`+name)
}

// walk opens the form of a step from the page of the site, as somebody who may, fills it in and sends it.
func (k *kalemie) walk(t *testing.T, role access.Role, site, step string, fields ...string) {
	t.Helper()
	body := k.get(t, role, site).body
	path := html.UnescapeString(firstMatch(t, body, `<a href="([^"]+)">`+step+`</a>`))
	form := k.get(t, role, path).body
	for _, m := range regexp.MustCompile(`<input type="hidden" name="([a-z]+)" value="([^"]*)"`).FindAllStringSubmatch(form, -1) {
		if m[1] != "command" {
			fields = append(fields, m[1], html.UnescapeString(m[2]))
		}
	}
	if got := k.fillIn(t, role, path, fields...); !strings.HasPrefix(got.to, site+"?") {
		t.Errorf("%s leads to %s, not back to the site", step, got.to)
	}
}

// A site's way to its end by the forms that people fill in, each by who may: the government decides and the site manager writes it down; people
// are heard; protection agrees what becomes of those who remain; somebody else inspects what was taken down.
func TestASitesWayByForms(t *testing.T) {
	k := inKalemie(t)
	site := k.aSite(t, "Kalenge")
	here := strings.TrimPrefix(site, "/sites/")
	decision := html.UnescapeString(firstMatch(t, k.get(t, access.SiteManager, site).body, `<a href="([^"]+)">Decision of the government</a>`))
	for _, role := range []access.Role{access.Caseworker, access.ProtectionOfficer, access.ProgrammeManager} {
		if got := k.get(t, role, decision); got.status != http.StatusNotFound && got.status != http.StatusForbidden {
			t.Errorf("%s may write down the decision of the government: %d", role, got.status)
		}
	}
	if got := k.try(t, access.SiteManager, decision, "yes", "yes", "reason", "The rains are over"); got.status != http.StatusUnprocessableEntity ||
		!strings.Contains(got.body, "Say where the decision") {
		t.Errorf("a decision of the government that stands nowhere: %d\n%s", got.status, troubles(got.body))
	}
	k.walk(t, access.SiteManager, site, "Decision of the government", "yes", "yes", "reason", "The rains are over", "source", "Letter 12 of 1 November")
	if body := k.get(t, access.SiteManager, site).body; !strings.Contains(body, "Letter 12 of 1 November") || !strings.Contains(body, "Provincial government") {
		t.Errorf("the site does not show who decided, and where it stands: %s", troubles(body))
	}
	if body := k.get(t, access.Municipality, site).body; strings.Contains(body, "The rains are over") {
		t.Error("the reason is shown to a municipality")
	}

	held := []string{"day", "2026-11-20", "site", here, "c_18-59_0", "5"}
	k.walk(t, access.SiteManager, site, "Advocacy", append(held, "kind", "advocacy")...)
	k.walk(t, access.SiteManager, site, "Participatory assessments", append(held, "kind", "participatory_assessment", "q_households", "60", "q_protection", "Firewood is fetched far away",
		"q_priorities", "Land")...)
	k.walk(t, access.SiteManager, site, "Focus group discussions", append(held, "kind", "focus_group", "q_who", "women", "q_hopes", "A school")...)
	k.walk(t, access.SiteManager, site, "Key-informant interviews", append(held, "kind", "key_informant", "q_role", "chief", "q_safety", "Calm", "q_stood_on", "2026-11-20")...)

	if body := k.get(t, access.SiteManager, site).body; regexp.MustCompile(`<a href="[^"]+">Agreement on those who remain`).MatchString(body) {
		t.Error("the site manager is led to protection's decision")
	}
	k.walk(t, access.ProtectionOfficer, site, "Agreement on those who remain", "yes", "yes", "reason", "canary-who-remains")
	k.walk(t, access.SiteManager, site, "Decommissioning of the site", "day", "2026-11-21")
	k.walk(t, access.Inspector, site, "Decommissioning of the site", "passed", "yes", "day", "2026-11-22")
	k.walk(t, access.ProtectionOfficer, site, "End of the site", "reason", "closed")
	body := k.get(t, access.ProgrammeManager, site).body
	if strings.Contains(body, "canary-who-remains") || strings.Contains(body, "Next:") {
		t.Errorf("after the end: %s", troubles(body))
	}
}

// A step that names who decides is decided by them alone, whoever else may decide something.
func TestADecisionIsOfTheRoleThatItsStepNames(t *testing.T) {
	k := inKalemie(t)
	site := k.aSite(t, "Kalonda")
	k.walk(t, access.SiteManager, site, "Decision of the government", "yes", "no", "reason", "Not yet", "source", "Letter 13")
	path := html.UnescapeString(firstMatch(t, k.get(t, access.SiteManager, site).body, `<a href="([^"]+)">Decision of the government</a>`))
	way, err := id.Parse(strings.Split(path, "/")[4])
	if err != nil {
		t.Fatal(err)
	}
	user, err := staff.Identify(t.Context(), k.op.Desk, k.users[access.ProtectionOfficer])
	if err != nil {
		t.Fatal(err)
	}
	scope := access.Scope{Caseload: user.Actor.Grants[0].Caseload, Compartment: access.General}
	c := journey.DecideStep{Journey: way, Step: "closure_decision", Yes: true, Reason: "It is better so", Source: "Nobody"}
	if _, err := k.op.Desk.Do(t.Context(), user.Actor, scope, id.New(), c); fault.KeyOf(err) != "journey.another_role_decides" {
		t.Errorf("protection writes down the decision of the government: %v", err)
	}
}

// Each number of those who still wait opens the list of exactly so many households.
func TestANumberOfASiteOpensItsList(t *testing.T) {
	k := inKalemie(t)
	body := k.get(t, access.SiteManager, "/sites").body
	numbers := regexp.MustCompile(`href="(/households\?site=[0-9a-z]+&amp;state=(no_way_begun|to_speak_with|without_place|without_date|stays_without_plan|on_hold))"><bdi class="number">(\d+)<`).
		FindAllStringSubmatch(body, -1)
	if len(numbers) == 0 {
		t.Fatal("no number leads to a list")
	}
	if strings.Contains(body, "state=disagree") || strings.Contains(body, "state=undecided") {
		t.Error("a site manager may open who answers differently")
	}
	for _, figure := range []string{"Households that chose to leave and have no plot yet", "Households that have a plot and no day of departure yet",
		"Households that stay and have no plan with us yet"} {
		if !strings.Contains(body, figure) {
			t.Errorf("the sites do not tell of: %s", figure)
		}
	}
	for _, n := range numbers {
		list := k.get(t, access.SiteManager, html.UnescapeString(n[1])).body
		if rows := strings.Count(list, `<td class="bare"><a href="/households/`); rows > 0 && rows < 50 && n[3] != number(rows) || rows == 0 {
			t.Errorf("%s says %s and lists %d", n[2], n[3], rows)
		}
	}
}

// Those who speak with each adult open who differs, and are offered the ways forward; nobody else is told that a household differs.
func TestThoseWhoDifferHaveWaysForward(t *testing.T) {
	k := inKalemie(t)
	k.haveOneDiffer(t)
	list := k.get(t, access.Caseworker, "/households?state=disagree").body
	household := regexp.MustCompile(`href="(/households/[0-9a-z]{20,})"`).FindStringSubmatch(list)
	if household == nil {
		t.Fatalf("nobody differs: %s", list)
	}
	file := k.get(t, access.Caseworker, household[1]).body
	for _, want := range []string{"They differ", "Speak with each again, alone", "Give them time until a day", "Somebody leaves the household"} {
		if !strings.Contains(file, want) {
			t.Errorf("the file of those who differ lacks %q", want)
		}
	}
	if other := k.get(t, access.SiteManager, household[1]).body; strings.Contains(other, "They differ") || strings.Contains(other, "Give them time") {
		t.Error("a site manager reads that they differ")
	}
}

// haveOneDiffer has one adult of a household that was to leave answer that they stay.
func (k *kalemie) haveOneDiffer(t *testing.T) {
	t.Helper()
	user, err := staff.Identify(t.Context(), k.op.Desk, k.users[access.Caseworker])
	if err != nil {
		t.Fatal(err)
	}
	scope := access.Scope{Caseload: user.Actor.Grants[0].Caseload, Compartment: access.General}
	list := k.get(t, access.Caseworker, "/households?state=ready").body
	for _, of := range regexp.MustCompile(`href="/households/([0-9a-z]{20,})"`).FindAllStringSubmatch(list, -1) {
		household, err := id.Parse(of[1])
		if err != nil {
			t.Fatal(err)
		}
		file, err := desk.Ask(t.Context(), k.op.Desk, user.Actor, "task.household", journey.FileOf(scope, household))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range file.People.Members {
			c := choice.Answer{Journey: file.Ways[0].ID, Step: "solution", Person: m.ID, Option: "stay", Private: true}
			if m.Age < 18 || len(file.People.Members) < 3 {
				continue
			}
			if _, err := k.op.Desk.Do(t.Context(), user.Actor, scope, id.New(), c); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(k.get(t, access.Caseworker, "/households/"+of[1]).body, "They differ") {
				return
			}
			break
		}
	}
	t.Fatal("no household could be made to differ")
}

// "Dates that stood before stay in the story": the page of the site tells each, with when it was written down; by whom is read by those who write them.
func TestASiteTellsEveryDateThatWasSet(t *testing.T) {
	k := inKalemie(t)
	site := k.aSite(t, "Kalenge")
	for _, by := range []string{"The governor of old", "The new ministry"} {
		k.fillIn(t, access.SiteManager, site+"/closure", "by", by, "decided", townDay.String(), "closes", (townDay + 90).String())
	}
	manager, auditor := said(k.get(t, access.SiteManager, site).body), said(k.get(t, access.Auditor, site).body)
	for _, body := range []string{manager, auditor} {
		for _, what := range []string{"The governor of old", "(stood before)", "The new ministry", "(holds today)", "Written down on"} {
			if !strings.Contains(body, what) {
				t.Errorf("the page of the site does not say %q", what)
			}
		}
	}
	if by := regexp.MustCompile(`Written down on [^.]{4,30} by `); !by.MatchString(manager) || by.MatchString(auditor) {
		t.Errorf("who wrote it down: the site manager reads it %v, the auditor %v", by.MatchString(manager), by.MatchString(auditor))
	}
}

// With which plan they stay is read in the list of those who stay, by those for whom it is work.
func TestTheListOfThoseWhoStayTellsTheirPlans(t *testing.T) {
	k := inKalemie(t)
	plan := regexp.MustCompile(`Here, for longer|Another site|In town, on our own`)
	for role, told := range map[access.Role]bool{access.SiteManager: true, access.Caseworker: true, access.MovementOfficer: false} {
		if body := k.get(t, role, "/households?state=stays_with_plan").body; plan.MatchString(body) != told {
			t.Errorf("%s reads plans: %v", role, !told)
		}
	}
}
