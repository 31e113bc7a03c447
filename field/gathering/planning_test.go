// SPDX-License-Identifier: Apache-2.0

package gathering_test

import (
	"testing"

	"safar/desk"
	"safar/field/gathering"
	"safar/field/journey"
	"safar/field/places"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/id"
)

// arranged is a visit to the village that is planned, with room for some households.
func (w *world) arranged(room int) id.ID {
	w.Helper()
	return w.ok(gathering.Arrange{What: gathering.Planned{Kind: gathering.GoAndSee, Day: w.desk.Today() + 3, Site: w.site, About: w.village, Room: room}, Meeting: "At the school, at seven"}).IDs[0]
}

type stands struct {
	Status  programme.Status `class:"open"` // of a step
	Subject id.ID            `class:"open"` // who walks the way
}

// stands says how a step of a way stands, and who walks it.
func (w *world) stands(of id.ID, step string) stands {
	w.Helper()
	return ask(w, w.actor, desk.Query[stands]{Act: access.PeopleLook, Scope: w.scope, Run: func(r *desk.Reader) (stands, error) {
		k, err := journey.Take(r, of)
		if err != nil {
			return stands{}, err
		}
		return stands{k.Standing.Step(step).Status, k.Journey.Subject}, nil
	}})
}

// An invitation is neither a visit nor a telling: what stood before it stands after it, and whoever did not come was not there.
func TestWhoIsInvitedHasNotCome(t *testing.T) {
	w := newWorld(t)
	plan := w.arranged(2)
	first, adult := w.household()
	second, _ := w.household()
	third, _ := w.household()
	before := [2]programme.Status{w.stands(first, "go_and_see").Status, w.stands(first, "village_profile").Status}
	invite := func(of id.ID) gathering.Invite {
		return gathering.Invite{Plan: plan, Visit: true, Journey: of, Step: "go_and_see"}
	}
	w.ok(invite(first))
	w.ok(invite(second))
	if after := [2]programme.Status{w.stands(first, "go_and_see").Status, w.stands(first, "village_profile").Status}; after != before || w.times(first, "go_and_see") != 0 {
		t.Errorf("it stood at %v before they were invited, and stands at %v", before, after)
	}
	w.refuses(invite(first), "gathering.invited_already")
	w.refuses(invite(third), "gathering.plan_full")
	w.refuses(gathering.Invite{Plan: plan, Visit: true, Journey: third, Step: "come_and_tell"}, "journey.no_such_step")
	w.refuses(gathering.Invite{Plan: plan, Journey: third, Step: "come_and_tell"}, "gathering.a_visit_stays_one")
	w.ok(gathering.Uninvite{Plan: plan, Visit: true, Journey: second})
	w.refuses(gathering.Uninvite{Plan: plan, Visit: true, Journey: second}, "gathering.not_invited")
	w.ok(invite(third))

	if rows := ask(w, w.actor, gathering.Plans(access.VisitPlan, w.scope, 10)); len(rows) != 1 || rows[0].Invited != 2 {
		t.Errorf("planned: %+v", rows)
	}
	visit := w.visit()
	visit.Plan = plan
	held := w.ok(visit).IDs[0]
	sheet := ask(w, w.actor, gathering.One(w.scope, held))
	if sheet.Plan != plan || len(sheet.Journeys) != 0 {
		t.Errorf("of the plan %v, and %d were there before the roll was called", sheet.Plan, len(sheet.Journeys))
	}
	w.ok(gathering.Attend{Gathering: held, Journey: first, Step: "go_and_see", Persons: []id.ID{adult}})
	if w.times(first, "go_and_see") != 1 || w.times(third, "go_and_see") != 0 {
		t.Error("who was invited and did not come was there, or who came was not")
	}
	w.refuses(invite(second), "gathering.plan_was_held")
	if rows := ask(w, w.actor, gathering.Plans(access.VisitPlan, w.scope, 10)); len(rows) != 0 {
		t.Errorf("it is held, and still planned: %+v", rows)
	}
}

// Nobody is taken to see a village that protection has found not safe for them; who was invited before shows.
func TestNobodyIsAskedToSeeWhatIsNotSafe(t *testing.T) {
	w := newWorld(t)
	plan := w.arranged(0)
	first, _ := w.household()
	second, _ := w.household()
	w.ok(gathering.Invite{Plan: plan, Visit: true, Journey: first, Step: "go_and_see"})
	for _, source := range []string{"radio", "a leader"} {
		w.in(access.Commons, places.ReportSafety{Place: w.village, Report: places.Report{Source: source, Day: w.desk.Today(), Women: true}})
	}
	w.in(access.Commons, places.DecideSafety{Place: w.village, Reason: "Armed men on the road"})
	w.refuses(gathering.Invite{Plan: plan, Visit: true, Journey: second, Step: "go_and_see"}, "gathering.not_safe_to_see")
	w.refuses(gathering.Arrange{What: gathering.Planned{Kind: gathering.GoAndSee, Day: w.desk.Today() + 3, About: w.village}}, "gathering.not_safe_to_see")
	row := ask(w, w.actor, gathering.PlanOf(access.VisitPlan, w.scope, plan))
	invited := ask(w, w.actor, gathering.InvitedTo(w.scope, plan, desk.Part{}))
	if !row.Unsafe || len(invited) != 1 || !invited[0].Unsafe {
		t.Errorf("it does not show that it is not safe any more: %+v, %+v", row, invited)
	}
	w.ok(gathering.Arrange{What: gathering.Planned{Kind: gathering.ComeAndTell, Day: w.desk.Today() + 3, Site: w.site, About: w.village}}) // it may be spoken of
	w.refuses(gathering.CallOff{Plan: plan, Visit: true}, "gathering.why_off")
	w.ok(gathering.CallOff{Plan: plan, Visit: true, Reason: "Armed men on the road"})
	if told := ask(w, w.actor, gathering.InvitationsOf(w.scope, w.stands(first, "go_and_see").Subject)); len(told) != 1 || !told[0].Off {
		t.Errorf("of whom it was called off it is not said that they are to hear of it: %+v", told)
	}
	w.refuses(gathering.Uninvite{Plan: plan, Visit: true, Journey: first}, "gathering.plan_is_off")
}

func TestWhatIsPlannedHasADayAPlaceAndRoom(t *testing.T) {
	w := newWorld(t)
	today := w.desk.Today()
	for key, what := range map[string]gathering.Planned{
		"gathering.kind":        {Kind: "party", Day: today, Site: w.site},
		"gathering.plan_day":    {Kind: gathering.Orientation, Day: today - 1, Site: w.site},
		"gathering.where":       {Kind: gathering.Orientation, Day: today},
		"gathering.visit_where": {Kind: gathering.GoAndSee, Day: today, Site: w.site},
		"gathering.too_many":    {Kind: gathering.Orientation, Day: today, Site: w.site, Room: -1},
	} {
		w.refuses(gathering.Arrange{What: what}, key)
	}
	plan := w.arranged(5)
	for range 2 {
		of, _ := w.household()
		w.ok(gathering.Invite{Plan: plan, Visit: true, Journey: of, Step: "go_and_see"})
	}
	again := gathering.Planned{Kind: gathering.GoAndSee, Day: today + 9, About: w.village, Room: 1}
	w.refuses(gathering.Rearrange{Plan: plan, What: again}, "gathering.plan_full")
	again.Room = 2
	w.ok(gathering.Rearrange{Plan: plan, What: again, Meeting: "At the bridge"})
	if row := ask(w, w.actor, gathering.PlanOf(access.VisitPlan, w.scope, plan)); row.Day != today+9 || row.Room != 2 || row.Invited != 2 || row.Meeting != "At the bridge" {
		t.Errorf("it stands as %+v", row)
	}
	for role, may := range map[access.Role]bool{access.MovementOfficer: true, access.Caseworker: true, access.SiteManager: false, access.Enumerator: false} {
		_, err := w.desk.Do(t.Context(), w.as(role), w.scope, id.New(), gathering.Arrange{What: again})
		if (err == nil) != may {
			t.Errorf("%v plans a visit: %v", role, err)
		}
	}
}

// Who is named by their household is invited on the way that such a gathering counts on, and uninvited there.
func TestTheWayOfAHouseholdIsFoundByTheKind(t *testing.T) {
	w := newWorld(t)
	way, _ := w.household()
	of := w.stands(way, "go_and_see").Subject
	for kind, step := range map[gathering.Kind]string{gathering.GoAndSee: "go_and_see", gathering.ComeAndTell: "come_and_tell", gathering.Training: ""} {
		visit := kind == gathering.GoAndSee
		plan := w.ok(gathering.Arrange{What: gathering.Planned{Kind: kind, Day: w.desk.Today(), Site: w.site, About: w.village}}).IDs[0]
		if step == "" {
			w.refuses(gathering.Invite{Plan: plan, Household: of}, "gathering.no_way_to_it")
			continue
		}
		w.ok(gathering.Invite{Plan: plan, Visit: visit, Household: of})
		if rows := ask(w, w.actor, gathering.InvitedTo(w.scope, plan, desk.Part{})); len(rows) != 1 || rows[0].Journey != way || rows[0].Step != step {
			t.Errorf("%s: %+v", kind, rows)
		}
		w.ok(gathering.Uninvite{Plan: plan, Visit: visit, Household: of})
		w.refuses(gathering.Uninvite{Plan: plan, Visit: visit, Household: of}, "gathering.not_invited")
	}
}
