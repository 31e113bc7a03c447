// SPDX-License-Identifier: Apache-2.0

package hosting_test

import (
	"testing"

	"safar/desk"
	enginehosting "safar/engine/match/hosting"
	"safar/field/hosting"
	"safar/field/officetest"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/fault"
)

// rivals are a woman who wishes the home in Bari and speaks what is spoken there, and a man who speaks it too; the other home is for whoever is left.
func rivals(t *testing.T) *town {
	w := newTown(t)
	for of, home := range map[string]hosting.HomeIs{"Amina": {Town: "Bari", Languages: []string{"arabic"}, StepFree: people.No}, "Sara": {Town: "Trani", StepFree: people.No}} {
		h := w.host(1, 1, woman(of))
		w.Do(w.officer, hosting.Describe{Journey: h.way, Is: home})
	}
	w.Do(w.officer, hosting.Seek{Journey: w.guests(woman("Selam")).way, Is: hosting.Needs{StepFree: people.No, Languages: []string{"arabic"}, Wishes: []string{"Bari"}}})
	w.Do(w.officer, hosting.Seek{Journey: w.guests(man("Omar")).way, Is: hosting.Needs{StepFree: people.No, Languages: []string{"arabic"}}})
	return w
}

func (w *town) planBy(terms enginehosting.Terms) (plan hosting.Plan, points int) {
	w.Helper()
	plan = officetest.Ask(w.Office, w.officer, hosting.PlanBy(w.Scope, terms))[0]
	for _, row := range plan.Rows {
		points += row.Total
	}
	return plan, points
}

// A floor for men who are alone gives the man the home that suits him, and the plan says what all together have less by it.
func TestAFloorForAGroupHoldsAndItsPriceIsTold(t *testing.T) {
	w := rivals(t)
	usual, points := w.planBy(enginehosting.Terms{Weights: enginehosting.Usual})
	plan, with := w.planBy(enginehosting.Terms{Weights: enginehosting.Usual, Floors: map[enginehosting.Group]int{enginehosting.MenAlone: 50}})
	if usual.FloorsCost != 0 || plan.FloorsCost != points-with || plan.FloorsCost != 150 {
		t.Errorf("the floor costs %d of %d points, with it there are %d", plan.FloorsCost, points, with)
	}
	for _, f := range plan.Fares {
		if f.Group == string(enginehosting.MenAlone) && (!f.Floored || f.Floor != 50 || !f.Reached || f.Points != 100) || f.Group != string(enginehosting.MenAlone) && f.Floored {
			t.Errorf("%+v", f)
		}
	}
}

// What a part counts is set by whoever plans, and a weight of nought is no part at all.
func TestAPlanCountsWhatIsSet(t *testing.T) {
	w := rivals(t)
	if _, points := w.planBy(enginehosting.Terms{Weights: enginehosting.Weights{Wish: 7}}); points != 7 {
		t.Errorf("%d points", points)
	}
	for _, bad := range []enginehosting.Terms{{Weights: enginehosting.Weights{Wish: -1}}, {Floors: map[enginehosting.Group]int{"ethnicity": 1}}} {
		if _, err := desk.Ask(t.Context(), w.Desk, w.officer, "task.hosts", hosting.PlanBy(w.Scope, bad)); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if _, err := desk.Ask(t.Context(), w.Desk, w.Person(access.Caseworker), "task.hosts", hosting.PlanBy(w.Scope, enginehosting.Terms{Weights: enginehosting.Usual})); !fault.Is(err, fault.NotAllowed) {
		t.Errorf("a caseworker reads the plan: %v", err)
	}
}
