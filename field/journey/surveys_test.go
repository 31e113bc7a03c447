// SPDX-License-Identifier: Apache-2.0

package journey_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/register"
)

const survey = `
form: intention
labels: {en: Intention}
questions:
  - select_one: prefers
    class: sensitive
    counted: per_site
    labels: {en: What would you like}
    options: {return: {en: Return}, stay: {en: Stay}, unsure: {en: I do not know}}
  - select_multiple: needs
    counted: per_site
    labels: {en: What must be there}
    options: {land: {en: Land}, water: {en: Water}}
  - select_one: heard_of_it
    labels: {en: Did you hear of it}
    options: {yes: {en: Yes}, no: {en: No}}
  - text: words
    class: sensitive
    labels: {en: In their own words}
`

// surveyed is a world in which the intention is asked with a form of which something is counted.
func surveyed(t *testing.T) *world {
	w := newWorld(t)
	w.publishWith(strings.Replace(homeward, "- ask: intention", "- ask: intention\n        form: intention", 1), map[string][]byte{"intention": []byte(survey)})
	return w
}

func (w *world) prefers(h home, what string) {
	w.Helper()
	w.ok(journey.Ask{Journey: h.journey, Step: "intention", By: h.adults[0],
		Words: journey.Words{Answers: programme.Answers{"prefers": what, "needs": "land", "heard_of_it": "yes", "words": "Zkanari."}}})
}

// asksMany asks so many new households.
func (w *world) asksMany(n int, what string) (homes []home) {
	w.Helper()
	for range n {
		h := w.household(1)
		w.prefers(h, what)
		homes = append(homes, h)
	}
	return homes
}

// nextDay lets a day pass.
func (w *world) nextDay() { w.clock.Advance(24 * time.Hour) }

// said writes what is told of a survey: how many people of how many households, and the answers to what they would like.
func (w *world) said() string {
	w.Helper()
	all := ask(w, journey.SurveysAt(w.scope, w.site))
	if len(all) != 1 {
		return fmt.Sprint(len(all), " surveys")
	}
	if all[0].Few {
		return "few"
	}
	return fmt.Sprintf("%d of %d: %s", all[0].Persons, all[0].Households, counts(all[0].Questions[0].Counts))
}

func counts(all []journey.AskedCount) string {
	var out []string
	for _, c := range all {
		n := fmt.Sprint(c.Persons)
		if c.Few {
			n = "?"
		}
		out = append(out, c.Is+" "+n)
	}
	return strings.Join(out, ", ")
}

func (w *world) says(want string) {
	w.Helper()
	if got := w.said(); got != want {
		w.Errorf("the survey says %q, want %q", got, want)
	}
}

func TestASurveyIsSummedUpForItsSite(t *testing.T) {
	w := surveyed(t)
	w.says("0 surveys")
	w.asksMany(12, "return")
	w.asksMany(11, "stay")
	w.says("few") // today is not over
	w.nextDay()
	w.says("23 of 23: return 12, stay 11")
	s := ask(w, journey.SurveysAt(w.scope, w.site))[0]
	if s.Fewest != access.FewestConfided || s.From != w.desk.Today()-1 || s.To != s.From {
		t.Errorf("%+v", s)
	}
	for of, got := range map[string][]journey.AskedCount{"female 23": s.Sexes, "18-59 23": s.Ages, "unknown 23": s.Disability} {
		if counts(got) != of {
			t.Errorf("they are %s, want %s", counts(got), of)
		}
	}
	if len(s.Questions) != 2 || !s.Questions[1].Several || counts(s.Questions[1].Counts) != "land ?" { // all of them need land: it is what each of them said
		t.Errorf("%+v", s.Questions)
	}
	if other := ask(w, journey.SurveysAt(w.scope, w.elsewhere(t).site)); len(other) != 0 {
		t.Errorf("%+v is told of another site", other)
	}
	if text := fmt.Sprintf("%+v", s); strings.Contains(text, "Zkanari") || strings.Contains(text, "heard_of_it") {
		t.Errorf("what nobody counts is told: %s", text)
	}
}

// What only few want is not told, and neither is what would tell it.
func TestAnAnswerOfFewIsNotTold(t *testing.T) {
	w := surveyed(t)
	w.asksMany(16, "return")
	w.asksMany(12, "stay")
	w.asksMany(3, "unsure")
	w.nextDay()
	w.says("31 of 31: return 16, stay ?, unsure ?")
}

func TestWhatAllAnsweredIsNotTold(t *testing.T) {
	w := surveyed(t)
	w.asksMany(14, "return")
	w.nextDay()
	w.says("14 of 14: return ?")
}

// Whoever reads the page before and after one household is asked, asked again or leaves, reads the same.
func TestOneAnswerIsNotSeenToComeOrGo(t *testing.T) {
	w := surveyed(t)
	home := w.asksMany(12, "return")
	w.asksMany(12, "stay")
	w.nextDay()
	const before = "24 of 24: return 12, stay 12"
	w.says(before)
	w.prefers(home[0], "stay")
	w.asksMany(8, "return")
	w.nextDay()
	w.says(before)
	w.asksMany(1, "return")
	w.nextDay()
	w.says("33 of 33: return 20, stay 13") // ten were asked since
	for i, h := range home[:10] {
		w.ok(note{Journey: h.journey, Step: "departure", State: programme.Departed})
		w.nextDay()
		if i < 9 {
			w.says("33 of 33: return 20, stay 13")
		}
	}
	w.says("23 of 23: return 11, stay 12") // ten have left since
}

// A day in the past on which somebody was asked, written down only now, comes with those that are written down now.
func TestAnAnswerOfAnOlderDayComesWithTheOthers(t *testing.T) {
	w := surveyed(t)
	w.asksMany(12, "return")
	w.asksMany(12, "stay")
	w.nextDay()
	w.nextDay()
	late := w.household(1)
	w.ok(journey.Ask{Journey: late.journey, Step: "intention", Day: w.desk.Today() - 2, By: late.adults[0],
		Words: journey.Words{Answers: programme.Answers{"prefers": "return"}}})
	w.nextDay()
	w.says("24 of 24: return 12, stay 12")
}

func TestWhoDiedOrIsForgottenIsNotCounted(t *testing.T) {
	w := surveyed(t)
	home := w.asksMany(14, "return")
	w.asksMany(12, "stay")
	w.ok(people.RecordDeath{Person: home[0].adults[0], Day: w.desk.Today()})
	w.nextDay()
	w.ok(people.Forget{Household: home[1].household, Persons: home[1].adults, Whole: true, Reason: register.ErasureAsked})
	w.says("24 of 24: return 12, stay 12")
}

// What people said when a question was not counted stays uncounted when a version counts it.
func TestWhatWasSaidBeforeItWasCountedIsNotCounted(t *testing.T) {
	w := newWorld(t)
	text := strings.Replace(homeward, "- ask: intention", "- ask: intention\n        form: intention", 1)
	w.publishWith(text, map[string][]byte{"intention": []byte(strings.Replace(survey, "    counted: per_site\n", "", 1))})
	w.asksMany(12, "return")
	w.publishWith(text, map[string][]byte{"intention": []byte(survey)})
	w.asksMany(15, "return")
	w.asksMany(11, "stay")
	w.nextDay()
	w.says("38 of 38: return 15, stay 11,  12")
}

// What is asked of those alone who made a choice tells, by how many were asked, what they chose.
func TestWhatFollowsAChoiceIsNoSurvey(t *testing.T) {
	w := newWorld(t)
	w.publishWith(strings.Replace(homeward, "- ask: stay_plan", "- ask: stay_plan\n        form: intention", 1), map[string][]byte{"intention": []byte(survey)})
	for range 12 {
		h := w.household(1)
		w.ok(note{Journey: h.journey, Step: "profile", By: h.adults[0]})
		w.ok(note{Journey: h.journey, Step: "solution", By: h.adults[0], Value: "stay"})
		w.ok(journey.Ask{Journey: h.journey, Step: "stay_plan", Words: journey.Words{Answers: programme.Answers{"prefers": "stay"}}})
	}
	w.nextDay()
	w.says("0 surveys")
}
