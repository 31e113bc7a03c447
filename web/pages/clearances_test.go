// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"net/http"
	"strings"
	"testing"

	"safar/demo"
	"safar/field/journey"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// flight asks for two clearances before anything else.
const flight = `
programme: flight
currency: USD
pathways:
  away:
    for: household
    steps:
      - clear: fit_to_travel
        kind: medical
      - clear: permit
        kind: exit_permit
`

// Who may say that somebody is medically ready is let into that compartment by name, on the page of their roles; everybody else asks for it, and reads
// ready or not and travel by.
func TestAClearanceIsAskedForAndSaidOnItsPage(t *testing.T) {
	w := newTown(t, 60)
	file, way, members := w.beginFlight()
	medical, permit := way+"/fit_to_travel", way+"/permit"
	const mover, nurse = access.MovementOfficer, access.ProtectionOfficer

	until := w.op.Desk.Today() + 20
	for _, role := range []access.Role{mover, nurse, access.Caseworker} {
		body := w.open(role, medical)
		if strings.Contains(body, `value="fit"`) || strings.Contains(body, `name="until"`) {
			t.Errorf("%v may say who is medically ready", role)
		}
	}
	must(t, w.refused(mover, medical, "who", members[0], "says", "fit"), "let into the medical compartment")
	must(t, w.refused(mover, medical, "says", "requested", "who", id.New().String()), "not a member")
	w.post(mover, medical, "who", members[0], "says", "requested")
	w.letIn(nurse)
	body := w.open(nurse, medical)
	for _, name := range []string{`name="reason"`, `name="from"`, `name="document"`} {
		if strings.Contains(body, name) {
			t.Errorf("of a medical clearance %s is asked", name)
		}
	}
	w.post(nurse, medical, "who", members[0], "says", "fit", "until", until.String())
	w.post(nurse, medical, "who", members[1], "says", "not_fit")
	told := said(w.open(mover, medical))
	if strings.Count(told, "travel by") != 1 || !strings.Contains(told, "Not ready") {
		t.Errorf("the movement officer reads %s", told)
	}
	if story := said(w.open(access.Caseworker, file)); strings.Contains(story, "Cleared") || strings.Contains(story, "Not cleared") {
		t.Errorf("the story tells of it: %s", story)
	}

	must(t, w.refused(mover, permit, "says", "not_fit"), "why they are not cleared")
	must(t, w.refused(mover, permit, "says", "fit", "until", (w.op.Desk.Today()-1).String()), "before today")
	w.post(mover, permit, "says", "fit", "document", "P-17", "from", w.op.Desk.Today().String(), "until", until.String())
	if got := w.send(access.FinanceOfficer, http.MethodGet, permit, nil); got.status != http.StatusForbidden && got.status != http.StatusNotFound {
		t.Errorf("finance opens a clearance: %d", got.status)
	}
}

// beginFlight has a couple begin a way that asks for clearances; it returns their file, their way, and who they are.
func (w *town) beginFlight() (file, way string, members []string) {
	w.Helper()
	worker, scope := w.actor(access.Caseworker), access.Scope{Caseload: w.filled.Caseloads[demo.Kalemie], Compartment: access.General}
	if _, err := w.op.Desk.Do(w.Context(), w.actor(access.ProgrammeManager), access.Commons, id.New(), journey.Publish{Source: []byte(flight)}); err != nil {
		w.Fatal(err)
	}
	home, err := w.op.Desk.Do(w.Context(), worker, scope, id.New(), people.Register{Arrived: clock.NoDay, Members: []people.Member{
		{Names: people.Names{Given: "Neema"}, Relation: people.Head}, {Names: people.Names{Given: "Juma"}, Relation: people.Spouse}}})
	if err != nil {
		w.Fatal(err)
	}
	begun, err := w.op.Desk.Do(w.Context(), worker, scope, id.New(), journey.Start{Programme: "flight", Pathway: "away", Subject: home.IDs[0]})
	if err != nil {
		w.Fatal(err)
	}
	file = "/households/" + home.IDs[0].String()
	return file, file + "/ways/" + begun.IDs[0].String(), []string{home.IDs[1].String(), home.IDs[2].String()}
}

// letIn has the administrator let somebody of a role into the medical compartment, on the page of their roles.
func (w *town) letIn(role access.Role) {
	w.Helper()
	user := "/users/" + w.actor(role).User.String()
	w.post(access.Administrator, user+"/grant", "role", role.String(), "caseload", w.filled.Caseloads[demo.Kalemie].String(), "medical", "yes")
	must(w, said(w.open(access.Administrator, user)), "let into the medical compartment")
}
