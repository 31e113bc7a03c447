// SPDX-License-Identifier: Apache-2.0

package choice_test

import (
	"slices"
	"testing"

	"safar/field/choice"
	"safar/field/journey"
	"safar/field/officetest"
	"safar/kernel/access"
	"safar/kernel/id"
)

// differing is a couple that was told and answers differently.
func (r *room) differing() (way id.ID, who []id.ID) {
	r.Helper()
	way, who = r.family(40, 38)
	r.told(way)
	r.Do(r.caseworker, r.goes(way, who[0]))
	r.Do(r.caseworker, stays(way, who[1]))
	return way, who
}

// In a couple, whoever knows that they differ knows what the other said: it is told to those who speak with each of them alone.
func TestThatTheyDifferIsToldToThoseWhoSpeakWithEach(t *testing.T) {
	r := newRoom(t)
	way, _ := r.differing()
	household := officetest.Ask(r.Office, r.caseworker, journey.WayOf(r.Scope, way)).People.Row.ID
	for _, c := range []struct {
		role   access.Role
		differ bool
	}{{access.Caseworker, true}, {access.ProtectionOfficer, true}, {access.SiteManager, false}, {access.MovementOfficer, false}, {access.Enumerator, false}} {
		who := r.Person(c.role)
		row := officetest.Ask(r.Office, who, journey.HouseholdsOf(r.Scope, []id.ID{household})).Rows[0]
		file := officetest.Ask(r.Office, who, journey.FileOf(r.Scope, household))
		step := file.Ways[0].Steps[1]
		standing := officetest.Ask(r.Office, who, choice.StandingOf(r.Scope, way, "solution"))
		told := row.State == "disagree" || step.State == "disagree" || standing.State == "disagree" || step.Times > 0 ||
			slices.ContainsFunc(standing.Adults, func(a choice.AdultRow) bool { return a.Answered }) ||
			slices.ContainsFunc(file.Story, func(e journey.Event) bool { return e.Verb == "choose" })
		if told != c.differ || row.State != map[bool]string{true: "disagree", false: "ready"}[c.differ] {
			t.Errorf("the %s is told %q in the list, %q with %d answers in the file, %q of the choice: %+v", c.role, row.State, step.State, step.Times,
				standing.State, file.Story)
		}
	}
}

// Talk again, wait, split: those who differ may want time, and nobody presses them.
func TestThoseWhoDifferMayWantTime(t *testing.T) {
	r := newRoom(t)
	way, who := r.differing()
	until := r.Desk.Today() + 14
	r.Refused("choice.wait_day", r.caseworker, choice.Wait{Journey: way, Step: "solution", Until: r.Desk.Today()})
	r.Refused("choice.wait_day", r.caseworker, choice.Wait{Journey: way, Step: "solution", Until: r.Desk.Today() + 400})
	r.Do(r.caseworker, choice.Wait{Journey: way, Step: "solution", Until: until - 1})
	r.Do(r.protection, choice.Wait{Journey: way, Step: "solution", Until: until})
	waits := func(by access.Actor) journey.StepRow {
		return officetest.Ask(r.Office, by, journey.WayOf(r.Scope, way)).Ways[0].Steps[1]
	}
	if got := waits(r.caseworker); got.Waits != until {
		t.Errorf("they wait until %s", got.Waits)
	}
	if got := waits(r.Person(access.SiteManager)); got.Waits.Known() {
		t.Errorf("the site manager reads that they wait until %s", got.Waits)
	}
	r.Do(r.caseworker, r.goes(way, who[1])) // they come themselves
	if got := waits(r.caseworker); got.Waits.Known() || got.State != "done" {
		t.Errorf("they agree, and wait until %s", got.Waits)
	}
	r.Refused("choice.nobody_differs", r.caseworker, choice.Wait{Journey: way, Step: "solution", Until: until})
}
