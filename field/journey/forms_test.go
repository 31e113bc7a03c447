// SPDX-License-Identifier: Apache-2.0

package journey_test

import (
	"strings"
	"testing"

	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
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
