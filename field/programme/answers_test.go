// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"fmt"
	"strings"
	"testing"

	"safar/kernel/clock"
)

const houseForm = `
form: house
labels: {en: House}
questions:
  - note: opening
    labels: {en: Look at it together}
  - acknowledge: needs_help
    labels: {en: Needs help}
  - text: which_help
    when: needs_help
    required: true
    labels: {en: Which help}
  - select_one: found
    required: true
    labels: {en: Found}
    options: {sound: {en: Sound}, to_mend: {en: To mend}}
  - select_multiple: built_of
    labels: {en: Built of}
    options: {brick: {en: Brick}, straw: {en: Straw}}
  - integer: rooms
    min: 1
    max: 9
    labels: {en: Rooms}
  - date: seen_on
    labels: {en: Seen on}
  - geopoint: place
    required: true
    labels: {en: Where}
  - image: photo
    required: true
    labels: {en: Photo}
`

// wrongs says what is wrong with answers, as question: sentence.
func wrongs(t *testing.T, answers Answers) string {
	t.Helper()
	form, err := ParseForm("house.yaml", []byte(houseForm))
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, w := range form.Check(answers, clock.Date(2026, 11, 26)) {
		said = append(said, fmt.Sprintf("%s: %s", w.Question, w.Key))
	}
	return strings.Join(said, ", ")
}

func TestAFormIsFilledInWhereWhatItNeedsIsAnswered(t *testing.T) {
	for _, c := range []struct {
		says    string
		answers Answers
		wrong   string
	}{
		{"nothing was answered", nil, "found: form.needed, place: form.needed"},
		{"what is needed, and no photograph", Answers{"found": "sound", "place": "there"}, ""},
		{"a question under a condition that holds", Answers{"found": "sound", "place": "there", "needs_help": "yes"}, "which_help: form.needed"},
		{"a question under a condition that does not", Answers{"found": "sound", "place": "-5.9475 29.1947"}, ""},
		{"blanks are no answer", Answers{"found": " ", "place": "there"}, "found: form.needed"},
		{"an answer that is not offered", Answers{"found": "fine", "place": "there"}, "found: form.choose_one"},
		{"two where one is asked", Answers{"found": "sound to_mend", "place": "there"}, "found: form.choose_one"},
		{"several of a list", Answers{"found": "sound", "place": "there", "built_of": "brick straw"}, ""},
		{"one of several that is not offered", Answers{"found": "sound", "place": "there", "built_of": "brick gold"}, "built_of: form.choose_one"},
		{"a number out of its bounds", Answers{"found": "sound", "place": "there", "rooms": "10"}, "rooms: form.number_wrong"},
		{"no day", Answers{"found": "sound", "place": "there", "seen_on": "31/02/2001"}, "seen_on: form.day_wrong"},
		{"no point on earth", Answers{"found": "sound", "place": "-95 29"}, "place: form.point_wrong"},
		{"half a point", Answers{"found": "sound", "place": "-5.9"}, "place: form.point_wrong"},
		{"a decimal comma makes four numbers", Answers{"found": "sound", "place": "-5,9 29,1"}, "place: form.point_wrong"},
		{"a statement that was not ticked as one", Answers{"found": "sound", "place": "there", "needs_help": "no"}, "needs_help: form.choose_one"},
		{"a photograph has nowhere to go", Answers{"found": "sound", "place": "there", "photo": "x.jpg"}, "photo: form.no_such_question"},
		{"a question that the form does not have", Answers{"found": "sound", "place": "there", "tribe": "x"}, "tribe: form.no_such_question"},
		{"a book", Answers{"found": "sound", "place": "there", "which_help": strings.Repeat("x", 10_001)}, "which_help: form.too_long"},
	} {
		if got := wrongs(t, c.answers); got != c.wrong {
			t.Errorf("%s: %q, want %q", c.says, got, c.wrong)
		}
	}
}

// A form that a verb does not ask would be passed over in silence: the file is refused.
func TestAVerbThatAsksNoFormTakesNone(t *testing.T) {
	for _, step := range []string{"pay: tranche\n        form: house\n        gives: {a: 1}", "move: departure\n        form: house",
		"choose: way\n        form: house\n        options: [return, stay]"} {
		_, err := Parse("p.yaml", []byte("programme: p\ncurrency: USD\npathways:\n  w:\n    for: household\n    steps:\n      - "+step+"\n"))
		if err == nil || !strings.Contains(err.Error(), "form") {
			t.Errorf("%s: %v", step, err)
		}
	}
}

func TestWhatCannotBeCountedIsRefused(t *testing.T) {
	for what, question := range map[string]string{
		"words":                     "  - text: q\n    counted: per_site\n    labels: {en: Q}\n",
		"several on one scale":      "  - select_multiple: q\n    counted: over_time\n    labels: {en: Q}\n    options: {a: {en: A}, b: {en: B}}\n",
		"what is sealed":            "  - select_one: q\n    class: sealed\n    counted: per_site\n    labels: {en: Q}\n    options: {a: {en: A}, b: {en: B}}\n",
		"what some alone are asked": "  - acknowledge: before\n    labels: {en: Before}\n  - select_one: q\n    when: before\n    counted: per_site\n    labels: {en: Q}\n    options: {a: {en: A}, b: {en: B}}\n",
	} {
		_, err := ParseForm("of.yaml", []byte("form: of\nlabels: {en: Of}\nquestions:\n"+question))
		problems, _ := err.(Problems)
		if len(problems) != 1 || problems[0].Key != "programme.not_counted" {
			t.Errorf("%s is counted: %v", what, err)
		}
	}
	if _, err := ParseForm("of.yaml", []byte("form: of\nlabels: {en: Of}\nquestions:\n  - select_one: q\n    class: sensitive\n    counted: per_site\n    labels: {en: Q}\n    options: {a: {en: A}, b: {en: B}}\n")); err != nil {
		t.Errorf("what was confided is not counted though the form says so: %v", err)
	}
}
