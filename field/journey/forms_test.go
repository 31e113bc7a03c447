// SPDX-License-Identifier: Apache-2.0

package journey_test

import (
	"slices"
	"strings"
	"testing"

	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/web/words"
)

const intention = `
form: intention
labels: {en: Intention}
questions:
  - select_one: prefers
    required: true
    labels: {en: What would you like}
    options: {return: {en: Return}, stay: {en: Stay}}
`

func (w *world) publishWith(text string, forms map[string][]byte) {
	w.Helper()
	w.common(journey.Publish{Source: []byte(text), Forms: forms})
}

func TestAStepIsDoneWhereItsFormIsFilledIn(t *testing.T) {
	w := newWorld(t)
	before := w.household(1)
	w.ok(journey.Ask{Journey: before.journey, Step: "intention"}) // the version was published without its forms
	w.publishWith(homeward, map[string][]byte{"intention": []byte(intention)})

	h := w.household(1)
	w.refuses(journey.Ask{Journey: h.journey, Step: "intention"}, "journey.answer_needed")
	w.refuses(journey.Ask{Journey: h.journey, Step: "intention", Words: journey.Words{Answers: programme.Answers{"prefers": "war"}}}, "journey.answer_wrong")
	w.ok(journey.Ask{Journey: h.journey, Step: "intention", Words: journey.Words{Answers: programme.Answers{"prefers": "stay"}}})
}

func TestAFileThatIsPublishedAloneKeepsTheFormsInForce(t *testing.T) {
	w := newWorld(t)
	w.publishWith(homeward, map[string][]byte{"intention": []byte(intention)})
	w.publish(homeward + "# a comment\n")
	w.refuses(journey.Ask{Journey: w.household(1).journey, Step: "intention"}, "journey.answer_needed")
}

func TestAFormThatCannotBeReadIsNotPublished(t *testing.T) {
	w := newWorld(t)
	for key, text := range map[string]string{"programme.unsound": "form: intention\n", "programme.form_name": strings.Replace(intention, "form: intention", "form: other", 1),
		"programme.too_large": intention + strings.Repeat("# long\n", 1<<15)} {
		w.refused(access.Commons, journey.Publish{Source: []byte(homeward), Forms: map[string][]byte{"intention": []byte(text)}}, key)
	}
}

// more is the form of the intention where its question is sealed, with one more question.
var more = strings.Replace(intention, "labels: {en: What would you like}", "class: sealed\n    labels: {en: What would you like}", 1) +
	"  - text: why\n    labels: {en: Why}\n"

func TestAFormThatChangesIsAskedFromThenOn(t *testing.T) {
	w := newWorld(t)
	w.publishWith(homeward, map[string][]byte{"intention": []byte(intention)})
	been, before := w.household(1), w.household(1)
	answers := journey.Words{Answers: programme.Answers{"prefers": "stay"}}
	w.ok(journey.Ask{Journey: been.journey, Step: "intention", Words: answers})

	c := journey.Publish{Source: []byte(homeward), Forms: map[string][]byte{"intention": []byte(strings.Replace(more, "text: why", "text: why\n    required: true", 1))}}
	o := ask(w, journey.ObjectionsTo(c, words.Default().Printer("en").Say))
	if len(o.Problems) > 0 || o.InForce || len(o.Forms) != 1 || o.Forms[0].Kind != programme.Altered {
		t.Fatalf("before it is published: %+v", o)
	}
	if got, want := o.Forms[0].Steps, []journey.FormStep{{Pathway: "solution", Step: "intention", Been: 1, Before: 1}}; !slices.Equal(got, want) {
		t.Errorf("its steps are %+v, want %+v", got, want)
	}
	w.common(c)
	if o := ask(w, journey.ObjectionsTo(c, words.Default().Printer("en").Say)); !o.InForce {
		t.Error("what is in force is not known as such")
	}
	w.refuses(journey.Ask{Journey: before.journey, Step: "intention", Words: answers}, "journey.answer_needed")
	if rows := ask(w, journey.Versions("homeward")); len(rows) != 1 {
		t.Errorf("%d versions of one file", len(rows))
	}
}

// Those who answered in confidence did not agree to more readers, however long ago, and whichever version came between.
func TestNoQuestionIsReadByMoreThanWhenItWasAnswered(t *testing.T) {
	w := newWorld(t)
	w.publishWith(homeward, map[string][]byte{"intention": []byte(more)})
	none := strings.Replace(more, "select_one: prefers", "select_one: wants", 1)
	w.publishWith(homeward+"# a comment\n", map[string][]byte{"intention": []byte(none)})
	lower := journey.Publish{Source: []byte(homeward), Forms: map[string][]byte{"intention": []byte(intention)}}
	w.refused(access.Commons, lower, "programme.class_lowers")
	o := ask(w, journey.ObjectionsTo(lower, words.Default().Printer("en").Say))
	if len(o.Problems) != 1 || o.Problems[0].Line != 5 || o.Problems[0].File != "forms/intention.yaml" {
		t.Errorf("it is shown as %+v", o.Problems)
	}
	w.publishWith(homeward, map[string][]byte{"intention": []byte(more)})
}

func TestAStepAsksNoFormThatIsNotThere(t *testing.T) {
	w := newWorld(t)
	asking := strings.Replace(homeward, "- tell: profile\n", "- tell: profile\n        form: profile\n", 1)
	alone := journey.Publish{Source: []byte(asking), Forms: map[string][]byte{"intention": []byte(intention)}}
	w.refused(access.Commons, alone, "programme.unsound")
	profile := strings.Replace(intention, "form: intention", "form: profile", 1)
	w.publishWith(asking, map[string][]byte{"intention": []byte(intention), "profile": []byte(profile)})
	w.refused(access.Commons, alone, "programme.unsound")
	w.publish(asking + "# alone, it keeps them\n")
}
