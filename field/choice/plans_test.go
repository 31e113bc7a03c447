// SPDX-License-Identifier: Apache-2.0

package choice_test

import (
	"testing"

	"safar/field/journey"
	"safar/field/officetest"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/id"
)

const (
	withPlan = homeward + `
      - ask: stay_plan
        form: stay_plan
        when: solution == "stay"
        needs: [solution]
`
	stayPlan = `
form: stay_plan
labels: {en: Plan}
questions:
  - select_one: where
    labels: {en: Where}
    options:
      extension: {en: Here for longer}
      town: {en: In town}
`
)

// published finds no form beside those that were published.
func published(string, string) *programme.Form { return nil }

// plans returns with which plans somebody reads that a household stays, in a list and on its file.
func (r *room) plans(by access.Actor, way, household id.ID) (listed, filed []string) {
	r.Helper()
	for _, row := range officetest.Ask(r.Office, by, journey.PlansOf(r.Scope, []id.ID{household}, nil)) {
		listed = append(listed, row.Plan.Answers[0].Answer())
	}
	for _, row := range officetest.Ask(r.Office, by, journey.FileWith(r.Scope, household, published)).Filled {
		filed = append(filed, row.Answers[0].Answer())
	}
	return listed, filed
}

// Staying leads to a plan, and the plan is work of those who manage the site: they read it. It is the household's, and told once all have chosen the same.
func TestThePlanOfThoseWhoStayIsReadByThoseForWhomItIsWork(t *testing.T) {
	r := newRoom(t)
	r.Common(r.manager, journey.Publish{Source: []byte(withPlan), Forms: map[string][]byte{"stay_plan": []byte(stayPlan)}})
	way, who := r.family(40, 38)
	household := officetest.Ask(r.Office, r.caseworker, journey.WayOf(r.Scope, way)).People.Row.ID
	r.told(way)
	r.Do(r.caseworker, stays(way, who[0]))
	r.Do(r.caseworker, stays(way, who[1]))
	r.Do(r.caseworker, journey.Ask{Journey: way, Step: "stay_plan", By: who[0], Words: journey.Words{Answers: programme.Answers{"where": "town"}}})
	roles := map[access.Role]int{access.Caseworker: 1, access.ProtectionOfficer: 1, access.SiteManager: 1, access.MovementOfficer: 0, access.Enumerator: 0}
	for role, want := range roles {
		listed, filed := r.plans(r.Person(role), way, household)
		if len(listed) != want || len(filed) != want || want == 1 && (listed[0] != "town" || filed[0] != "town") {
			t.Errorf("%s reads %v in the list and %v on the file, want %d", role, listed, filed, want)
		}
	}
	r.Do(r.caseworker, r.goes(way, who[1])) // and one of them changes their mind
	if listed, filed := r.plans(r.Person(access.SiteManager), way, household); len(listed)+len(filed) > 0 {
		t.Errorf("that they had a plan is read though they have not settled: %v, %v", listed, filed)
	}
}
