// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"strings"
	"testing"
	"testing/fstest"

	"safar/kernel/access"
)

// asDesigned is the example of the design, word for word, with the grant that every amount must have.
const asDesigned = `
programme: durable_solutions_tanganyika
currency: USD
grants: {echo: {donor: echo, from: 2026-01-01, until: 2026-12-31, ceiling: 1000000}}
inputs:                                     # what other stories this one may look at, and how old it may be
  destination: {from: commons.place, max_age: 30d}
pathways:
  solution:
    for: household
    steps:
      - ask: intention                      # a form, from the phone or the page
      - tell: village_profile               # what they were told, when, in which language, by whom
        valid: 60d
      - visit: go_and_see
        to: destination
        optional: true
      - choose: solution
        options: [return, relocate, stay]
        by: each_adult
        needs: [village_profile]            # steps: done and still valid, and theirs in turn
        requires: destination.safe          # CEL: false blocks and says why, unknown says what is missing
        valid: 90d
      - place: plot
        when: solution != "stay"            # CEL: false is "not applicable"
        needs: [solution]
      - pay: first_tranche
        needs: [plot]
        gives: {transport: 2000 * size, start_of_house: 12000, first_month: 3000 * size}   # cents
      - move: departure
        needs: [first_tranche]
      - build: walls
        needs: [departure]
        inspected: true
      - pay: second_tranche
        needs: [walls]
        gives: {walls: 15000}
      - check: settled
        at: [30d, 90d, 180d, 365d]          # after departure
      - close: solution_reached
figures:
  left_the_sites: {count: persons, where: departure.done, by: [sex, age, disability, site, destination, month]}
`

func TestTheDesignReadsAsWritten(t *testing.T) {
	p := mustParse(t, asDesigned)
	if s := p.Pathway("solution").Step("settled"); s.After != "departure" {
		t.Errorf("follow-ups count from %q", s.After)
	}
	if len(p.Advice()) != 1 || p.Advice()[0].Key != "programme.stay_leads_nowhere" {
		t.Errorf("advice: %s", p.Advice().Show(english))
	}
}

func TestEveryVerbIsRead(t *testing.T) {
	if len(Verbs()) != 15 {
		t.Fatalf("%d verbs", len(Verbs()))
	}
	for _, v := range Verbs() {
		if v.Summary == "" || len(v.States) == 0 || v.rule == nil || VerbOf(v.Name) != v {
			t.Errorf("%s is not whole", v.Name)
		}
		for _, k := range v.Keys {
			if k.Takes == "" || k.Doc == "" {
				t.Errorf("%s: key %s is not documented", v.Name, k.Name)
			}
		}
	}
}

func TestWhatIsNotBuiltIsRefused(t *testing.T) {
	referVerb.Built = false // every verb is built by now: this stands for one of a later version
	t.Cleanup(func() { referVerb.Built = true })
	w := mustParse(t, `
programme: p
pathways:
  way:
    for: household
    steps:
      - refer: clinic
        partner: msf
        shares: [names]
      - ask: after
        form: survey
        needs: [clinic]
`).Pathway("way")
	st := w.Evaluate(family().with(t, "1 clinic accepted"), day0+2)
	for _, name := range []string{"clinic"} {
		if o := st.Step(name); o.Status != NotBuilt {
			t.Errorf("%s: %s", name, o.Status)
		}
	}
	if o := st.Step("after"); o.Status != Blocked {
		t.Errorf("what builds on it: %s", say(o))
	}
}

func TestWhatIsNotKnownIsMissing(t *testing.T) {
	story := family()
	story.Inputs = nil
	if o := mustParse(t, homeward).Pathway("solution").Evaluate(story.with(t, told), day0+1).Step("solution"); len(o.Missing) == 0 {
		t.Errorf("a village nobody knows: %s", say(o))
	}
}

func TestStepsRemovedWhileJourneysStandOnThem(t *testing.T) {
	before := mustParse(t, homeward)
	drop := func(text, step string) string { return strings.Replace(text, "      - ask: "+step+"\n", "", 1) }
	after := drop(homeward, "intention")
	stand := func(n int) func(StepRef) int { return func(StepRef) int { return n } }

	for _, c := range []struct {
		rule     string
		text     string
		standing func(StepRef) int
		problem  string // key; "" when the migration goes on
	}{
		{"a step is gone and 300 journeys stand on it", after, stand(300), "programme.step_removed"},
		{"a step is gone and nobody knows who stands on it", after, nil, "programme.step_gone"},
		{"a step is gone on which nobody stands", after, stand(0), ""},
		{"a step was dropped for a reason", after + "migrate: {solution: {intention: {dropped: asked twice}}}", stand(300), ""},
		{"a step was renamed", strings.Replace(homeward, "ask: intention", "ask: wish", 1) +
			"migrate: {solution: {intention: {to: wish}}}", stand(300), ""},
		{"a step changed its verb", strings.Replace(homeward, "ask: intention", "tell: intention", 1), stand(3), "programme.verb_changed"},
		{"a step changed its verb, and nobody stands on it", strings.Replace(homeward, "ask: intention", "tell: intention", 1), stand(0), ""},
		{"marks would go to another verb", strings.Replace(homeward, "ask: intention", "tell: wish", 1) +
			"migrate: {solution: {intention: {to: wish}}}", stand(3), "programme.verb_changed"},
		{"an amount changed", strings.Replace(homeward, "walls: 15000", "walls: 16000", 1), stand(300), ""},
		{"a payment is renamed", strings.ReplaceAll(homeward, "second_tranche", "for_walls") +
			"migrate: {solution: {second_tranche: {to: for_walls}}}", stand(300), ""},
		{"a payment is dropped", strings.Replace(homeward, "- pay: second_tranche", "- pay: for_walls", 1) +
			"migrate: {solution: {second_tranche: {dropped: too dear}}}", stand(1), "programme.promise_dropped"},
		{"a payment that nobody was owed is dropped", strings.Replace(homeward, "- pay: second_tranche", "- pay: for_walls", 1) +
			"migrate: {solution: {second_tranche: {dropped: too dear}}}", stand(0), ""},
		{"two payments become one", strings.Replace(homeward, "      - pay: second_tranche\n        needs: [walls]\n        gives: {walls: 15000}\n", "", 1) +
			"migrate: {solution: {second_tranche: {to: first_tranche}}}", stand(1), "programme.promises_mixed"},
		{"an answer is gone", strings.Replace(homeward, "[return, relocate, stay]", "[return, stay]", 1), stand(2), "programme.option_removed"},
		{"plots become beds", strings.Replace(homeward, "- place: plot\n", "- place: plot\n        kind: bed\n", 1), stand(2), "programme.kind_changed"},
		{"the pathway is gone", strings.Replace(homeward, "  solution:\n", "  another:\n", 1), stand(4270), "programme.pathway_removed"},
		{"the pathway is for others", strings.Replace(homeward[:strings.Index(homeward, "figures:")], "for: household", "for: person", 1), stand(1), "programme.subject_changed"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			plan, problems := Migration(before, mustParse(t, c.text), c.standing)
			if c.problem == "" {
				if len(problems) > 0 {
					t.Fatal(problems.Show(english))
				}
				if plan.From == plan.To {
					t.Error("two versions with one hash")
				}
				return
			}
			if len(problems) != 1 || problems[0].Key != c.problem || problems[0].Line == 0 {
				t.Fatalf("got %s", problems.Show(english))
			}
		})
	}
	problem := func() string { _, ps := Migration(before, mustParse(t, after), stand(300)); return ps.Show(english) }()
	if !strings.Contains(problem, "300 journeys") {
		t.Errorf("how many stand on it is not said: %s", problem)
	}
}

func TestMigrationMovesMarks(t *testing.T) {
	renamed := mustParse(t, strings.Replace(homeward, "ask: intention", "ask: wish", 1)+"migrate: {solution: {intention: {to: wish}}}")
	plan, _ := Migration(mustParse(t, homeward), renamed, nil)
	story := family().with(t, "0 intention")
	if got := renamed.Pathway("solution").Evaluate(story, day0).Step("wish").Status; got != Ready {
		t.Errorf("unmoved marks count: %s", got)
	}
	moved := *story
	moved.Marks = plan.Apply("solution", story.Marks)
	if got := renamed.Pathway("solution").Evaluate(&moved, day0).Step("wish").Status; got != Done || story.Marks[0].Step != "intention" {
		t.Errorf("moved marks do not count: %s", got)
	}
}

func TestMigrationSaysWhatChanges(t *testing.T) {
	text := strings.Replace(homeward, "walls: 15000", "walls: 16000", 1)
	text = strings.Replace(text, "      - check: settled", "      - ask: more\n      - check: settled", 1)
	plan, problems := Migration(mustParse(t, homeward), mustParse(t, text), nil)
	if len(problems) > 0 || len(plan.Changed) != 1 || plan.Changed[0].Step != "second_tranche" || len(plan.Added) != 1 {
		t.Errorf("changed %v, added %v, %s", plan.Changed, plan.Added, problems.Show(english))
	}
}

func TestAnswersDecideNothing(t *testing.T) {
	folder := fstest.MapFS{
		"programme.yaml": {Data: []byte(`
programme: p
pathways:
  way:
    for: person
    steps:
      - ask: survey
      - tell: next
        when: survey.prefers == "go" && survey.years > 2
`)},
		"forms/survey.yaml": {Data: []byte(`
form: survey
labels: {en: Survey}
questions:
  - select_one: prefers
    options: {go: {en: Go}, stay: {en: Stay}}
    labels: {en: "What?"}
  - integer: years
    min: 0
    when: prefers == "go"
    labels: {en: "How long?"}
`)},
	}
	_, err := Open(folder)
	ps, ok := err.(Problems)
	if !ok {
		t.Fatal(err)
	}
	if got := ps.Show(english); !strings.Contains(got, "“survey.prefers” is an answer, and answers decide nothing") || !strings.Contains(got, "attribute") {
		t.Errorf("it says %s", got)
	}
}

func TestFolderProblemsNameTheirFile(t *testing.T) {
	folder := fstest.MapFS{
		"programme.yaml":    {Data: []byte("programme: p\npathways:\n  way:\n    for: person\n    steps:\n      - ask: survey\n      - ask: survay\n")},
		"forms/survey.yaml": {Data: []byte("form: servey\nlabels: {en: S, english: S}\nquestions:\n  - select_one: a\n    labels: {en: A}\n  - txt: b\n  - text: c\n    when: d == \"x\"\n    labels: {en: C}\n")},
		"words/fr.yaml":     {Data: []byte("language: fr\nname: P\nsteps: {survey: Enquête}\nstuff: {a: b}\n")},
	}
	_, err := Open(folder)
	ps, ok := err.(Problems)
	if !ok {
		t.Fatal(err)
	}
	got := ps.Show(english)
	for _, want := range []string{"programme.yaml:7:14: there is no form “survay”", "forms/survey.yaml:2:17: “english” is not the code",
		"forms/survey.yaml:4:5: “a”: select_one", "“txt” is not a type of question", "nothing here is called “d”",
		"words/fr.yaml:4:1: a file of words does not take “stuff”"} {
		if !strings.Contains(got, want) {
			t.Errorf("nothing says %q in\n%s", want, got)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		mustParse(b, homeward)
	}
}

// What is walked in the protection compartment, who is known there alone, does not become known elsewhere because another file says so.
func TestAPathwayStaysInItsCompartment(t *testing.T) {
	general := "programme: p\npathways:\n  w:\n    for: household\n    steps: [{ask: asked}]\n"
	protected := strings.Replace(general, "household\n", "household\n    compartment: protection\n", 1)
	before, after := mustParse(t, protected), mustParse(t, general)
	if before.Pathway("w").Part != access.Protection || after.Pathway("w").Part != access.General {
		t.Errorf("walked in %s and %s", before.Pathway("w").Part, after.Pathway("w").Part)
	}
	if _, problems := Migration(before, after, func(StepRef) int { return 1 }); len(problems) != 1 || problems[0].Key != "programme.part_changed" {
		t.Errorf("a host goes out of the compartment: %v", problems)
	}
	if _, problems := Migration(before, after, func(StepRef) int { return 0 }); len(problems) != 0 {
		t.Errorf("nobody walks it: %v", problems)
	}
	if _, err := Parse("p.yaml", []byte(strings.Replace(protected, "protection", "medical", 1))); err == nil || !strings.Contains(err.Error(), "not_one_of") && !strings.Contains(err.Error(), "medical") {
		t.Errorf("nobody is registered in the medical compartment: %v", err)
	}
}
