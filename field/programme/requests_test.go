// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"strings"
	"testing"

	"safar/kernel/clock"
)

// helped is a pathway on which who cannot build asks for help, and gets one of two.
const helped = `
programme: helped
currency: USD
grants:
  g: {donor: echo, from: 2025-01-01, until: 2027-12-31, ceiling: 100000000}
pathways:
  way:
    for: household
    steps:
      - ask: request
        form: request
        optional: true
      - decide: help
        by: protection_officer
        answers: request
        options: [labour, house]
      - pay: labour
        when: help.done && help == "labour"
        needs: [help]
        gives: {labour: 18000}
      - build: house
        when: help.done && help == "house"
        needs: [help]
        inspected: true
      - build: walls
        form: inspection
      - close: ended
figures:
  waiting: {count: households, where: help.asked}
  late: {count: households, where: help.asked && today - request.day > 14}
  promised: {count: households, where: help.done, by: [help]}
`

// requestForms are its forms: somebody who inspects the walls can be told that they need help.
func requestForms(t *testing.T, inspection string) Forms {
	t.Helper()
	forms := Forms{"request": {ID: "request"}}
	form, err := ParseForm("inspection.yaml", []byte("form: inspection\nlabels: {en: Inspection}\nquestions:\n"+inspection))
	if err != nil {
		t.Fatalf("%s", err.(Problems).Show(english))
	}
	forms["inspection"] = form
	return forms
}

func TestARequestOpensItsDecisionAndIsNeverForgotten(t *testing.T) {
	w := mustParse(t, helped).Pathway("way")
	for _, c := range []struct {
		name, marks         string
		help, labour, house Status
		asked               bool
		value               string
	}{
		{"nobody asked", "", NotApplicable, NotApplicable, NotApplicable, false, ""},
		{"somebody asked", "0 request", Ready, NotApplicable, NotApplicable, true, ""},
		{"a yes says which", "0 request\n1 help approval value=labour", Done, Ready, NotApplicable, false, "labour"},
		{"the other", "0 request\n1 help approval value=house", Done, NotApplicable, Ready, false, "house"},
		{"the latest word stands", "0 request\n1 help approval value=house\n2 help approval value=labour", Done, Ready, NotApplicable, false, "labour"},
		{"a no", "0 request\n1 help refusal", Blocked, NotApplicable, NotApplicable, false, "no"},
		{"a no, and asked again", "0 request\n1 help refusal\n2 request", Ready, NotApplicable, NotApplicable, true, ""},
		{"a no, and asked again on the same day", "0 request\n1 help refusal\n1 request", Ready, NotApplicable, NotApplicable, true, ""},
		{"a yes, and asked again", "0 request\n1 help approval value=labour\n2 request", Done, Ready, NotApplicable, true, "labour"},
		{"asked again, and told no again", "0 request\n1 help refusal\n2 request\n3 help refusal", Blocked, NotApplicable, NotApplicable, false, "no"},
		{"a yes to nothing that can be given", "0 request\n1 help approval value=fence", Ready, NotApplicable, NotApplicable, true, ""},
		{"a request that was taken back", "0 request withdrawn", NotApplicable, NotApplicable, NotApplicable, false, ""},
		{"what was paid stays paid", "0 request\n1 help approval value=labour\n2 labour delivered\n3 help refusal", Blocked, Done, NotApplicable, false, "no"},
	} {
		st := w.Evaluate(family().with(t, c.marks), day0+20)
		help := st.Step("help")
		if help.Status != c.help || help.Asked != c.asked || help.Value != c.value {
			t.Errorf("%s: the decision is %s, asked for %v, says %q", c.name, help.Status, help.Asked, help.Value)
		}
		if labour, house := st.Step("labour").Status, st.Step("house").Status; labour != c.labour || house != c.house {
			t.Errorf("%s: labour is %s, the house %s", c.name, labour, house)
		}
		if walls := st.Step("walls").Status; walls != Ready {
			t.Errorf("%s: whoever asks for help waits with their own walls: %s", c.name, walls)
		}
	}
}

func TestADecisionThatIsLateIsCountedAsTheOffices(t *testing.T) {
	p := mustParse(t, helped)
	for _, c := range []struct {
		marks         string
		day           clock.Day
		waiting, late bool
	}{{"0 request", 14, true, false}, {"0 request", 15, true, true}, {"0 request\n1 help refusal", 30, false, false}, {"", 30, false, false}} {
		st := p.Pathway("way").Evaluate(family().with(t, c.marks), day0+c.day)
		if got := p.Figure("waiting").Holds(st, nil); got != c.waiting {
			t.Errorf("%q on day %d: waiting is %v", c.marks, c.day, got)
		}
		if got := p.Figure("late").Holds(st, nil); got != c.late {
			t.Errorf("%q on day %d: late is %v", c.marks, c.day, got)
		}
	}
}

func TestWhatMayBeAskedForInAForm(t *testing.T) {
	const plain = "  - acknowledge: needs_help\n    asks: request\n    labels: {en: Needs help}\n"
	if _, err := ParseWith("helped.yaml", []byte(helped), requestForms(t, plain)); err != nil {
		t.Fatalf("%s", err.(Problems).Show(english))
	}
	for name, c := range map[string]struct{ file, form, key string }{
		"at a step that is not there":         {helped, strings.Replace(plain, "asks: request", "asks: requests", 1), "programme.asks_nowhere"},
		"at a step of another verb":           {helped, strings.Replace(plain, "asks: request", "asks: walls", 1), "programme.asks_nowhere"},
		"where nobody would write it down":    {strings.Replace(helped, "- close: ended", "- gather: walked\n        form: inspection\n      - close: ended", 1), plain, "programme.asks_nowhere"},
		"a decision among one":                {strings.Replace(helped, "[labour, house]", "[labour]", 1), plain, "programme.no_choice"},
		"a decision among yes and more":       {strings.Replace(helped, "[labour, house]", "[labour, yes]", 1), plain, "programme.option_is_yes"},
		"a decision of several by others":     {strings.Replace(helped, "by: protection_officer", "by: protection_officer\n        authority: province", 1), plain, "programme.authority_among"},
		"a decision that answers no question": {strings.Replace(helped, "answers: request", "answers: walls", 1), plain, "programme.answers_no_ask"},
		"a decision that answers no step":     {strings.Replace(helped, "answers: request", "answers: requests", 1), plain, "programme.no_such_step"},
	} {
		_, err := ParseWith("helped.yaml", []byte(c.file), requestForms(t, c.form))
		ps, _ := err.(Problems)
		if len(ps) == 0 || ps[0].Key != c.key {
			t.Errorf("%s: %v, want %s", name, err, c.key)
		}
	}
	for _, wrong := range []string{strings.Replace(plain, "acknowledge", "text", 1), plain + "    class: sensitive\n", plain + "    class: sealed\n"} {
		_, err := ParseForm("inspection.yaml", []byte("form: inspection\nlabels: {en: Inspection}\nquestions:\n"+wrong))
		if ps, _ := err.(Problems); len(ps) == 0 || ps[0].Key != "programme.asks_aloud" {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}

// A decision that becomes one among several would make something else of what was decided.
func TestADecisionStaysWhatItWas(t *testing.T) {
	before, after := mustParse(t, helped), mustParse(t, strings.NewReplacer("        options: [labour, house]\n", "", ` && help == "labour"`, "", ` && help == "house"`, "").Replace(helped))
	for _, c := range [][2]*Programme{{before, after}, {after, before}} {
		if got := c[0].Pathway("way").Step("help").clash(c[1].Pathway("way").Step("help")); got != "programme.decided_otherwise" && got != "programme.option_removed" {
			t.Errorf("%q", got)
		}
	}
}
