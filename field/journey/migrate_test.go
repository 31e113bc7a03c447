// SPDX-License-Identifier: Apache-2.0

package journey_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web/words"
)

// withoutPlan is the programme without the plan of those who stay.
var withoutPlan = strings.Replace(homeward, "      - ask: stay_plan\n        when: solution == \"stay\"\n        needs: [solution]\n", "", 1)

// renamed returns the programme with another name for a step, and the rule that says so.
func renamed(verb, step, to string) string {
	text := strings.ReplaceAll(homeward, verb+": "+step, verb+": "+to)
	return strings.ReplaceAll(text, "["+step+"]", "["+to+"]") + "migrate: {solution: {" + step + ": {to: " + to + "}}}\n"
}

func (w *world) publish(text string) {
	w.Helper()
	w.common(journey.Publish{Source: []byte(text)})
}

func (w *world) migrateAll() journey.Migrated {
	w.Helper()
	m, err := journey.MigrateAll(context.Background(), w.desk, w.actor, w.scope, "homeward", func(int, int) {})
	if err != nil {
		w.Fatal(err)
	}
	return m
}

func (w *world) foresee(text string) journey.Foreseen {
	w.Helper()
	f, err := journey.Foresee(context.Background(), w.desk, w.actor, w.scope, []byte(text), func(int, int) {})
	if err != nil {
		w.Fatal(err)
	}
	return f
}

func TestAStepOnWhichJourneysStandIsNotTakenAway(t *testing.T) {
	w := newWorld(t)
	w.publish(homeward) // the same again: nothing to refuse
	for range 3 {
		w.ok(note{Journey: w.household(1).journey, Step: "stay_plan"})
	}
	w.household(1) // walks the pathway, and does not stand on the step
	other := w.elsewhere(t)
	other.ok(note{Journey: other.household(1).journey, Step: "stay_plan"})

	f := w.refused(access.Commons, journey.Publish{Source: []byte(withoutPlan)}, "journey.step_removed")
	if f.Args["step"] != "stay_plan" || f.Args["count"] != 4 {
		t.Errorf("it says %v: 4 journeys in two caseloads stand on stay_plan", f.Args)
	}
	o := ask(w, journey.ObjectionsTo(journey.Publish{Source: []byte(withoutPlan)}, words.Default().Printer("en").Say))
	if len(o.Problems) != 1 || o.Problems[0].Step != "stay_plan" || o.Problems[0].Count != 4 || o.Problems[0].Line == 0 {
		t.Errorf("the page says %+v", o.Problems)
	}
	if len(o.Changes) != 1 || o.Changes[0].Kind != programme.Removed || o.Others != 5 || o.Known || o.InForce {
		t.Errorf("the page says %+v", o)
	}
	w.publish(withoutPlan + "migrate: {solution: {stay_plan: {dropped: asked at the choice}}}\n")
}

func TestAStepOnWhichNobodyStandsMayGo(t *testing.T) {
	w := newWorld(t)
	h := w.household(1)
	w.publish(withoutPlan)
	if m := w.migrateAll(); m.Moved != 1 || m.Left != 0 {
		t.Errorf("%+v", m)
	}
	if w.stands(h, "stay_plan") != "" {
		t.Error("the journey still has the step")
	}
}

func TestAPathwayThatIsWalkedStays(t *testing.T) {
	w := newWorld(t)
	h := w.household(1)
	text := strings.Replace(homeward, "  listening:\n    for: household\n    steps:\n      - ask: story\n", "", 1)
	w.ok(start(h, "listening")) // nothing happened on it yet, and still somebody is on it
	f := w.refused(access.Commons, journey.Publish{Source: []byte(text)}, "journey.pathway_removed")
	if f.Args["pathway"] != "listening" || f.Args["count"] != 1 {
		t.Errorf("it says %v", f.Args)
	}
}

func TestOnlyAMigrationChangesTheVersion(t *testing.T) {
	w := newWorld(t)
	h := w.household(1)
	before := w.read(h.journey).Version.Value()
	w.publish(renamed("ask", "intention", "wish"))
	w.ok(journey.Ask{Journey: h.journey, Step: "intention"}) // it walks the version that it began with
	if w.read(h.journey).Version.Value() != before {
		t.Fatal("publishing moved a journey")
	}
	w.migrateAll()
	if w.read(h.journey).Version.Value() == before || w.stands(h, "wish") != "done" {
		t.Errorf("what was asked is lost: wish is %q", w.stands(h, "wish"))
	}
	w.refuses(journey.Ask{Journey: h.journey, Step: "intention"}, "journey.no_such_step")
	if m := w.migrateAll(); m.Moved != 0 {
		t.Errorf("%+v: they had gone already", m)
	}
}

func TestWhatIsOwedStaysAsItWas(t *testing.T) {
	w := newWorld(t)
	owed, paid, neither := w.household(1), w.household(1), w.household(1)
	for _, h := range []home{owed, paid} {
		w.ok(note{Journey: h.journey, Step: "transport", State: programme.Owed, Minor: 2000})
	}
	w.ok(note{Journey: paid.journey, Step: "transport", State: programme.Delivered})
	w.ok(journey.Ask{Journey: neither.journey, Step: "intention"})
	dearer := strings.Replace(homeward, "2000 * size", "3000 * size", 1)
	f := w.foresee(dearer)
	if f.Journeys != 3 || f.Moving != 3 || f.Owed != 2 || len(f.Amounts) != 1 || f.Amounts[0].Journeys != 1 ||
		f.Amounts[0].Before != 2000 || f.Amounts[0].After != 3000 || f.Changed != 1 {
		t.Errorf("foreseen: %+v", f)
	}
	w.publish(dearer)
	w.migrateAll()
	for _, h := range []home{owed, paid} {
		for _, s := range ask(w, journey.WayOf(w.scope, h.journey)).Ways[0].Steps {
			if s.ID == "transport" && s.Total != 2000 {
				t.Errorf("2000 were owed, and now %d", s.Total)
			}
		}
	}
}

func TestMoneyOnItsWayIsNotRenamed(t *testing.T) {
	w := newWorld(t)
	owed, paid := w.household(1), w.household(1)
	for _, h := range []home{owed, paid} {
		w.ok(note{Journey: h.journey, Step: "transport", State: programme.Owed, Minor: 2000})
	}
	w.ok(note{Journey: paid.journey, Step: "transport", State: programme.Delivered})
	text := renamed("pay", "transport", "journey_cash")
	if f := w.foresee(text); f.Moving != 1 || f.Left[journey.MoneyUnderway] != 1 {
		t.Errorf("foreseen: %+v", f)
	}
	w.publish(text)
	if m := w.migrateAll(); m.Moved != 1 || m.Left != 1 {
		t.Fatalf("%+v", m)
	}
	if w.stands(paid, "journey_cash") != "done" || w.stands(owed, "transport") == "" {
		t.Errorf("paid is %q, owed is %q", w.stands(paid, "journey_cash"), w.stands(owed, "transport"))
	}
	w.ok(note{Journey: owed.journey, Step: "transport", State: programme.Delivered})
	if m := w.migrateAll(); m.Moved != 1 || w.stands(owed, "journey_cash") != "done" {
		t.Errorf("once it is paid: %+v", m)
	}
	dropped := strings.Replace(homeward, "      - pay: transport\n", "      - pay: cash\n", 1)
	dropped = strings.Replace(dropped, "needs: [transport]", "needs: [cash]", 1) + "migrate: {solution: {journey_cash: {dropped: too dear}}}\n"
	w.refused(access.Commons, journey.Publish{Source: []byte(dropped)}, "journey.step_changed")
}

func TestAFactOfSomebodyWhoDidNotKnowOfTheMigrationCounts(t *testing.T) {
	w := newWorld(t)
	h := w.household(2)
	w.publish(renamed("ask", "intention", "wish"))
	w.migrateAll()
	w.ok(note{Journey: h.journey, Step: "intention"}) // written on a laptop that had not heard of it
	if w.stands(h, "wish") != "done" {
		t.Error("it is lost")
	}
	again := strings.ReplaceAll(strings.ReplaceAll(homeward, "ask: intention", "ask: hope"), "[intention]", "[hope]") +
		"migrate: {solution: {wish: {to: hope}, intention: {to: hope}}}\n"
	w.publish(again)
	w.migrateAll()
	w.ok(note{Journey: h.journey, Step: "intention", Value: "later"})
	if n := len(w.read(h.journey).Standing("hope")); n != 2 {
		t.Errorf("%d marks stand on what is now called hope", n)
	}
	w.publish(homeward + "migrate: {solution: {hope: {dropped: nobody asks}, wish: {dropped: nobody asks}}}\n")
	w.migrateAll()
	w.ok(note{Journey: h.journey, Step: "intention"})
	if n := len(w.read(h.journey).Standing("intention")); n != 1 {
		t.Errorf("a name that is used anew: %d marks stand on it", n)
	}
}

func TestThousandsMoveInPieces(t *testing.T) {
	w := newWorld(t)
	n := journey.MaxMigrated + 7
	for range n {
		w.household(1)
	}
	w.publish(renamed("ask", "intention", "wish"))
	var told []int
	m, err := journey.MigrateAll(t.Context(), w.desk, w.actor, w.scope, "homeward", func(done, all int) {
		if all != n {
			t.Errorf("of %d", all)
		}
		told = append(told, done)
	})
	if err != nil || m.Moved != n || len(told) != 2 || told[1] != n {
		t.Errorf("%+v, %v, told %v", m, err, told)
	}
	w.refuses(journey.Migrate{Programme: "homeward", Journeys: make([]id.ID, journey.MaxMigrated+1)}, "journey.too_many_at_once")
}

func TestAForeseenChangeIsWhatComes(t *testing.T) {
	w := newWorld(t)
	asked, fresh := w.household(1), w.household(1)
	w.ok(journey.Ask{Journey: asked.journey, Step: "intention"})
	text := strings.Replace(homeward, "      - pay: transport\n        needs: [intention]", "      - ask: consent\n      - pay: transport\n        needs: [consent]", 1)
	f := w.foresee(text)
	want := []journey.StepForeseen{{Pathway: "solution", Step: "consent", From: "", To: "ready", Journeys: 2},
		{Pathway: "solution", Step: "transport", From: "ready", To: "blocked", Journeys: 1}}
	got, _ := json.Marshal(f.Steps)
	if wanted, _ := json.Marshal(want); string(got) != string(wanted) || f.Changed != 2 {
		t.Errorf("foreseen %s", got)
	}
	if before := w.stands(asked, "transport"); before != "ready" {
		t.Fatalf("looking ahead changed something: %s", before)
	}
	w.publish(text)
	w.migrateAll()
	if w.stands(asked, "transport") != "blocked" || w.stands(fresh, "transport") != "blocked" {
		t.Errorf("came %s, %s", w.stands(asked, "transport"), w.stands(fresh, "transport"))
	}
}

func TestVersionsSayWhoAndWhen(t *testing.T) {
	w := newWorld(t)
	w.household(1)
	w.clock.Advance(24 * 3600e9)
	w.publish(renamed("ask", "intention", "wish"))
	v := ask(w, journey.Versions("homeward"))
	if len(v) != 2 || !v[0].InForce || v[0].Journeys != 0 || v[1].InForce || v[1].Journeys != 1 || v[0].Day != v[1].Day+1 || v[0].By != "manager" {
		t.Errorf("%+v", v)
	}
	if v[0].Number != 2 || v[1].Number != 1 || v[0].Since != v[0].Day || v[1].Since.Known() {
		t.Errorf("they are not numbered as they came: %+v", v)
	}
	old := ask(w, journey.SourceOfVersion("homeward", v[1].Hash))
	if old.Text != homeward {
		t.Errorf("the file of the first version: %s", old.Text)
	}
}

// Two versions of one day stand in the order in which they came.
func TestVersionsOfOneDayAreNumberedAsTheyCame(t *testing.T) {
	w := newWorld(t)
	w.publish(strings.Replace(homeward, "transport: 2000", "transport: 2100", 1))
	w.publish(strings.Replace(homeward, "transport: 2000", "transport: 2200", 1))
	v := ask(w, journey.Versions("homeward"))
	if len(v) != 3 || v[0].Number != 3 || !v[0].InForce || v[2].Number != 1 {
		t.Fatalf("%+v", v)
	}
	if last := ask(w, journey.SourceOfVersion("homeward", v[0].Hash)); !strings.Contains(last.Text, "2200") {
		t.Error("the last is not the first of the list")
	}
}

func TestAFileOfAnotherProgrammeIsNotItsNextVersion(t *testing.T) {
	w := newWorld(t)
	other := []byte(strings.Replace(homeward, "programme: homeward", "programme: onward", 1))
	w.refused(access.Commons, journey.Publish{Source: other, Of: "homeward"}, "programme.another")
	objections := journey.ObjectionsTo(journey.Publish{Source: other, Of: "homeward"}, words.Default().Printer("en").Say)
	if _, err := desk.Ask(t.Context(), w.desk, w.actor, "task.programme", objections); fault.KeyOf(err) != "programme.another" {
		t.Error(err)
	}
	w.common(journey.Publish{Source: other}) // a programme of its own
}

func TestAMigrationIsLeftAndGoneOnWith(t *testing.T) {
	w := newWorld(t)
	w.ok(note{Journey: w.household(1).journey, Step: "transport", State: programme.Owed, Minor: 2000})
	n := 2*journey.MaxMigrated + 3
	for range n - 1 {
		w.household(1)
	}
	w.publish(renamed("pay", "transport", "journey_cash"))
	m := journey.Migration{Scope: w.scope, Programme: "homeward", Pieces: 1}
	var moved, left int
	for rounds := 1; ; rounds++ {
		done, err := m.Run(t.Context(), w.desk, w.actor)
		if err != nil {
			t.Fatal(err)
		}
		moved, left = moved+done.Moved, left+done.Left
		walked := ask(w, journey.Walked(w.scope, "homeward"))
		if walked.Now != moved || walked.Older != n-moved {
			t.Fatalf("after %d of %d: %+v", moved, n, walked)
		}
		if m.From = done.Next; !done.More {
			if rounds != 3 {
				t.Errorf("%d rounds", rounds)
			}
			break
		}
	}
	if moved != n-1 || left != 1 {
		t.Errorf("%d moved, %d left", moved, left)
	}
	again, err := journey.Migration{Scope: w.scope, Programme: "homeward"}.Run(t.Context(), w.desk, w.actor)
	if err != nil || again.Moved != 0 || again.Left != 1 {
		t.Errorf("from the beginning: %+v, %v", again, err)
	}
}
