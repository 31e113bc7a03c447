// SPDX-License-Identifier: Apache-2.0

package journey_test

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"strings"
	"testing"

	"safar/desk"
	"safar/field/journey"
	"safar/field/officetest"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/field/staff"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
)

const asking = `
programme: asking
pathways:
  way:
    for: household
    steps: [{ask: asked, form: asked}]
figures:
  asked: {count: households, where: asked.done}
`

// onPaper is the form that was printed, and today is what became of it: a question went, and another is needed.
const (
	onPaper = "form: asked\nlabels: {en: Asked}\nquestions:\n  - text: water\n    required: true\n    labels: {en: Water}\n  - text: cattle\n    class: sensitive\n    labels: {en: Cattle}\n"
	today   = "form: asked\nlabels: {en: Asked}\nquestions:\n  - text: water\n    required: true\n    labels: {en: Water}\n  - text: school\n    required: true\n    labels: {en: School}\n"
)

// Three hundred forms are filled in on paper when the form is changed: each is typed on the form that was printed, with the day that stands on it. Nothing
// of it is lost, and what came later is not invented.
func TestAPaperIsTypedOnTheFormThatWasPrinted(t *testing.T) {
	o := officetest.Open(t, desk.Declarations(), people.Declarations(), places.Declarations(), subjects.Declarations(), staff.Declarations(), journey.Declarations())
	manager, worker := o.Person(access.ProgrammeManager), o.Person(access.Caseworker)
	publish := func(file, form string) {
		o.Common(manager, journey.Publish{Source: []byte(file), Forms: map[string][]byte{"asked": []byte(form)}})
	}
	publish(asking, onPaper)
	home := o.Do(worker, people.Register{Arrived: clock.NoDay, Members: []people.Member{{Sex: people.Female, Relation: people.Head}}}).IDs[0]
	way := o.Do(worker, journey.Start{Programme: "asking", Pathway: "way", Subject: home}).IDs[0]
	day := o.Desk.Today()
	o.Clock.Set(o.Clock.Now().AddDate(0, 0, 20))
	publish(asking, today)

	printed := sha256.Sum256([]byte(onPaper))
	paper := programme.Answers{"water": "the river", "cattle": "two goats"}
	typed := func(on string) journey.Ask {
		answers := maps.Clone(paper)
		if on != "" {
			answers[programme.FilledOn] = on
		}
		return journey.Ask{Journey: way, Step: "asked", Day: day, Words: journey.Words{Answers: answers}}
	}
	o.Refused("journey.answer_needed", worker, typed(""))
	o.Refused("journey.no_such_form_once", worker, typed(strings.Repeat("00", 32)))
	o.Refused("journey.no_such_form_once", worker, typed("paper"))
	delete(paper, "water")
	o.Refused("journey.answer_needed", worker, typed(hex.EncodeToString(printed[:])))
	paper["water"] = "the river"
	o.Do(worker, typed(hex.EncodeToString(printed[:])))

	// another file of the programme, and everybody moved to it: the papers are typed all the same
	next := strings.Replace(asking, "{ask: asked, form: asked}", "{ask: asked, form: asked}, {close: over, needs: [asked], reasons: [moved_on]}", 1)
	publish(next, today)
	if _, err := journey.MigrateAll(o.Context(), o.Desk, manager, o.Scope, "asking", nil); err != nil {
		t.Fatal(err)
	}
	o.Do(worker, typed(hex.EncodeToString(printed[:])))

	reader := o.Person(access.ProtectionOfficer)
	forms, err := askIn(o, worker, journey.FormsOnce("asking", sha256.Sum256([]byte(next)), "asked"))
	if err != nil || len(forms) != 1 || forms[0].Hash != printed || forms[0].Since != day || forms[0].Until != day+20 {
		t.Errorf("papers that can be typed: %+v %v", forms, err)
	}
	file, err := askIn(o, reader, journey.FileWith(o.Scope, home, func(string, string) *programme.Form { return nil }))
	if err != nil || len(file.Filled) != 2 {
		t.Fatalf("filled in are %+v: %v", file.Filled, err)
	}
	for _, f := range file.Filled {
		got := map[string]string{}
		for _, a := range f.Answers {
			got[a.Question] = a.Answer()
		}
		if !f.Once || f.Day != day || !maps.Equal(got, map[string]string{"water": "the river", "cattle": "two goats"}) {
			t.Errorf("the paper is kept as %+v", f)
		}
	}
	if seen, err := askIn(o, worker, journey.FileWith(o.Scope, home, func(string, string) *programme.Form { return nil })); err != nil || seen.Filled[0].Answers[1].Answer() != "" {
		t.Errorf("an answer that was sensitive on paper is told to a caseworker: %+v %v", seen.Filled, err)
	}
}
