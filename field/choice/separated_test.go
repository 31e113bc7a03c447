// SPDX-License-Identifier: Apache-2.0

package choice_test

import (
	"testing"

	"safar/desk"
	"safar/field/choice"
	"safar/field/journey"
	"safar/field/officetest"
	"safar/field/people"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// separated is a household of a grown-up who goes and a child who is not theirs, told of two villages.
func (r *room) separated() (way, child, elsewhere id.ID) {
	r.Helper()
	way, who := r.family(40, 10)
	yes := people.Yes
	r.Do(r.caseworker, people.Correct{Person: who[1], Separated: &yes})
	elsewhere = r.Common(r.manager, places.Add{Kind: places.Village, Name: "Nyunzu"}).IDs[0]
	for _, source := range []string{"chief", "women"} {
		r.Common(r.protection, places.ReportSafety{Place: elsewhere, Report: places.Report{Source: source, Day: r.Desk.Today(), Safe: true, Women: true, Minority: true}})
	}
	r.Common(r.protection, places.DecideSafety{Place: elsewhere, Safe: true, Reason: "what sources say"})
	r.told(way)
	r.Do(r.caseworker, choice.Tell{Journey: way, Step: "profile", Place: elsewhere, Language: "sw"})
	r.Do(r.caseworker, r.goes(way, who[0]))
	return way, who[1], elsewhere
}

func (r *room) decides(way, child, place, guardian id.ID) choice.BestInterests {
	return choice.BestInterests{Journey: way, Step: "solution", Child: child, Option: "return", Place: place, Guardian: guardian,
		Authority: "child protection, Kalemie", Words: choice.Words{Text: "her aunt lives there", Officer: "Mwamba"}, Day: r.Desk.Today()}
}

// destination is where a household is said to go.
func (r *room) destination(way id.ID) id.ID {
	type answer struct {
		Place id.ID `class:"open"`
	}
	return officetest.Ask(r.Office, r.caseworker, desk.Query[answer]{Act: access.PeopleLook, Scope: r.Scope, Run: func(rd *desk.Reader) (answer, error) {
		k, err := journey.Take(rd, way)
		if err != nil {
			return answer{}, err
		}
		return answer{k.Journey.Destination()}, nil
	}}).Place
}

// What is decided for one child is of weight for that child alone: where the household goes does not follow from it, though nobody goes against it.
func TestADecisionForOneChildMovesNobodyElse(t *testing.T) {
	r := newRoom(t)
	way, child, elsewhere := r.separated()
	_, aunt := r.family(40)
	for _, to := range []id.ID{elsewhere, r.village, elsewhere} {
		r.Do(r.protection, r.decides(way, child, to, aunt[0]))
		if got := r.destination(way); got != r.village {
			t.Errorf("the household is said to go to %s since the child was decided for", got)
		}
	}
	if at := officetest.Ask(r.Office, r.caseworker, journey.WayOf(r.Scope, way)).Ways[0].Steps[1]; at.State != "disagree" || at.Times != 1 || at.Of != 1 {
		t.Errorf("decided otherwise than answered, it is %+v", at)
	}
	r.Do(r.caseworker, choice.Wait{Journey: way, Step: "solution", Until: r.Desk.Today() + 14}) // as in any disagreement
	r.Do(r.protection, r.decides(way, child, r.village, aunt[0]))
	if at := officetest.Ask(r.Office, r.caseworker, journey.WayOf(r.Scope, way)).Ways[0].Steps[1]; at.State != "done" || at.Children != 0 {
		t.Errorf("decided as answered, it is %+v", at)
	}
}

// What was decided for a child is told to protection; that it differs, to those who speak with each; to others such a household is yet to be spoken with.
func TestWhatWasDecidedForAChildIsToldToProtection(t *testing.T) {
	r := newRoom(t)
	way, child, elsewhere := r.separated()
	r.Do(r.protection, r.decides(way, child, elsewhere, id.ID{}))
	for role, want := range map[access.Role]choice.ChildRow{
		access.ProtectionOfficer: {Decision: choice.Decision{Made: true, Option: "return", Officer: "Mwamba"}},
		access.Caseworker:        {Decision: choice.Decision{Made: true}},
		access.MovementOfficer:   {Ask: true},
		access.SiteManager:       {Ask: true},
	} {
		s := officetest.Ask(r.Office, r.Person(role), choice.StandingOf(r.Scope, way, "solution"))
		if len(s.Apart) != 1 || s.Apart[0].Person != child {
			t.Fatalf("the %s is told of %+v", role, s.Apart)
		}
		if got := s.Apart[0]; got.Ask != want.Ask || got.Decision.Made != want.Decision.Made || got.Decision.Option != want.Decision.Option || got.Decision.Officer != want.Decision.Officer {
			t.Errorf("the %s is told %+v", role, got)
		}
		if speaks := role == access.ProtectionOfficer || role == access.Caseworker; (s.State == "disagree") != speaks {
			t.Errorf("the %s reads %s", role, s.State)
		}
	}
	lacking := r.decides(way, child, elsewhere, id.ID{})
	lacking.Day = clock.NoDay
	r.Refused("choice.authority_day", r.protection, lacking)
}
