// SPDX-License-Identifier: Apache-2.0

package programme_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"safar/field/programme"
	"safar/programmes"
)

// sameForm compares what forms ask, not where it stands in their files.
var sameForm = cmp.Options{cmpopts.IgnoreUnexported(programme.Question{}, programme.Condition{}), cmpopts.IgnoreFields(programme.Condition{}, "Line"),
	cmpopts.EquateEmpty()}

// rewritten reads what was written of a form, and finds the same form and the same text again.
func rewritten(t interface{ Fatalf(string, ...any) }, name string, form *programme.Form, of []byte) []byte {
	text := form.Written(of)
	again, err := programme.ParseForm(name, text)
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, text)
	}
	if diff := cmp.Diff(form, again, sameForm); diff != "" {
		t.Fatalf("%s reads otherwise:\n%s\n%s", name, diff, text)
	}
	if twice := again.Written(text); !bytes.Equal(twice, text) {
		t.Fatalf("%s is written otherwise the second time:\n%s", name, cmp.Diff(string(text), string(twice)))
	}
	return text
}

func shippedForms(t testing.TB) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	names, err := fs.Glob(programmes.FS(), "*/forms/*.yaml")
	if err != nil || len(names) < 100 {
		t.Fatalf("%d forms: %v", len(names), err)
	}
	for _, name := range names {
		if all[name], err = fs.ReadFile(programmes.FS(), name); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func TestShippedFormsAreWrittenAsTheyWereRead(t *testing.T) {
	asIs := 0
	for name, file := range shippedForms(t) {
		form, err := programme.ParseForm(name, file)
		if err != nil {
			t.Fatal(err)
		}
		text := rewritten(t, name, form, file)
		if bytes.Equal(text, file) {
			asIs++
		}
		if head := strings.SplitN(string(file), "form:", 2)[0]; !strings.HasPrefix(string(text), head) {
			t.Errorf("%s lost its remark: %q", name, head)
		}
	}
	t.Logf("%d of them to the letter", asIs)
}

// What is remarked above a question stays with it where it moves, and goes with it.
func TestRemarksStayWithTheirQuestion(t *testing.T) {
	file := []byte("# The form.\n\n# Of two lines.\nform: a\nlabels: {en: A}\nquestions:\n  # first\n  - text: one\n    labels:\n      en: |\n        x\n        # no remark\n" +
		"  # second,\n  # in two lines\n  - text: two\n    labels: {en: Two}\n  # third\n  - text: three\n    labels: {en: Three}\n")
	form, err := programme.ParseForm("a", file)
	if err != nil {
		t.Fatal(err)
	}
	form.Questions = []*programme.Question{form.Questions[2], form.Questions[0]}
	want := "# The form.\n# Of two lines.\nform: a\nlabels: {en: A}\nquestions:\n  # third\n  - text: three\n    labels: {en: Three}\n" +
		"  # first\n  - text: one\n    labels: {en: \"x\\n# no remark\"}\n"
	if diff := cmp.Diff(want, string(form.Written(file))); diff != "" {
		t.Error(diff)
	}
}

// A random form, of whatever texts people could write or paste.
func TestWhatIsWrittenOfAFormIsReadAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		form := &programme.Form{ID: "a_form", Labels: drawnLabels.Draw(t, "labels")}
		for i := range rapid.IntRange(1, 6).Draw(t, "questions") {
			form.Questions = append(form.Questions, drawnQuestion(t, form, i))
		}
		rewritten(t, "random", form, nil)
	})
}

var (
	drawnText   = rapid.OneOf(rapid.StringN(1, 40, -1), rapid.SampledFrom([]string{"true", "null", "~", "- a", "a: b", "{x}", "# x", "23:59", "0x1F", "it's", `say "no"`, "a\nb", " a ", "1_000", "a,b", "?", "é", "yes", "\\n", "'", "\"", "%a", "@", "|", ">", "a\u0085b", "\u2028", "a\tb", "سؤال؟", "a #b", "!x", "*x", "&x", "---"}))
	drawnLabels = rapid.Custom(func(t *rapid.T) programme.Labels {
		return rapid.MapOfN(rapid.SampledFrom([]string{"en", "fr", "ar", "sw", "tr", "no"}), drawnText, 1, 4).Draw(t, "texts")
	})
)

func drawnQuestion(t *rapid.T, form *programme.Form, i int) *programme.Question {
	q := &programme.Question{Name: fmt.Sprintf("q%d", i), Type: rapid.SampledFrom(programme.QuestionTypes).Draw(t, "type"), Labels: drawnLabels.Draw(t, "labels"),
		Class: rapid.SampledFrom([]string{"open", "personal", "sensitive", "sealed"}).Draw(t, "class"), Required: rapid.Bool().Draw(t, "required")}
	if rapid.Bool().Draw(t, "hinted") {
		q.Hints = drawnLabels.Draw(t, "hints")
	}
	if q.Type == "integer" && rapid.Bool().Draw(t, "bounded") {
		low := rapid.Int64Range(0, 1e9).Draw(t, "min")
		high := low + rapid.Int64Range(0, 1e9).Draw(t, "more")
		q.Min, q.Max = &low, &high
	}
	if strings.HasPrefix(q.Type, "select") {
		for o := range rapid.IntRange(2, 4).Draw(t, "options") {
			q.Options = append(q.Options, programme.Option{Name: fmt.Sprintf("o%d", o), Labels: drawnLabels.Draw(t, "option")})
		}
		if q.Class != "sealed" && rapid.Bool().Draw(t, "counted") {
			q.Counted = programme.PerSite
			return q
		}
	}
	for _, b := range form.Questions {
		if b.Type == "text" && rapid.Bool().Draw(t, "asked") {
			q.When = &programme.Condition{Text: fmt.Sprintf(`%s == "x: 'y'" ? true : %s != "\n"`, b.Name, b.Name), Key: "when"}
		}
	}
	if q.Type == "acknowledge" && (q.Class == "open" || q.Class == "personal") && rapid.Bool().Draw(t, "asks") {
		q.Asks = "help_asked"
	}
	return q
}

// Where a form is wrong is said by its question, its key, its answer and its language.
func TestProblemsStandAtTheirQuestion(t *testing.T) {
	form := func(change func(*programme.Form)) *programme.Form {
		f := &programme.Form{ID: "a", Labels: programme.Labels{"en": "A"}, Questions: []*programme.Question{
			{Name: "one", Type: "text", Labels: programme.Labels{"en": "One", "fr": "Un"}},
			{Name: "two", Type: "select_one", Labels: programme.Labels{"en": strings.Repeat("Two ", 70)}, Options: []programme.Option{
				{Name: "x", Labels: programme.Labels{"en": "X"}}, {Name: "y", Labels: programme.Labels{"en": "Y", "fr": "Y"}}}},
			{Name: "three", Type: "integer", Labels: programme.Labels{"en": "Three"}}}}
		change(f)
		return f
	}
	for name, c := range map[string]struct {
		change func(*programme.Form)
		key    string
		want   programme.FormPlace
	}{
		"twice":   {func(f *programme.Form) { f.Questions[2].Name = "one" }, "programme.question_twice", programme.FormPlace{Question: 2, Key: "name", Option: -1}},
		"name":    {func(f *programme.Form) { f.Questions[1].Name = "Zwei!" }, "programme.not_snake_case", programme.FormPlace{Question: 1, Key: "name", Option: -1}},
		"no name": {func(f *programme.Form) { f.Questions[0].Name = "" }, "programme.wrong_shape", programme.FormPlace{Question: 0, Key: "name", Option: -1}},
		"no text": {func(f *programme.Form) { f.Questions[2].Labels = nil }, "programme.key_missing", programme.FormPlace{Question: 2, Key: "labels", Option: -1}},
		"one":     {func(f *programme.Form) { f.Questions[1].Options = f.Questions[1].Options[:1] }, "programme.question_options", programme.FormPlace{Question: 1, Key: "options", Option: -1}},
		"same": {func(f *programme.Form) {
			f.Questions[1].Options = append(f.Questions[1].Options, f.Questions[1].Options[0])
		}, "programme.key_twice", programme.FormPlace{Question: 1, Key: "options", Option: 2}},
		"when":      {func(f *programme.Form) { f.Questions[2].When = &programme.Condition{Text: "tow == 1"} }, "programme.cel_unknown_name", programme.FormPlace{Question: 2, Key: "when", Option: -1}},
		"language":  {func(f *programme.Form) { f.Questions[0].Labels["x1x1"] = "?" }, "programme.not_a_language", programme.FormPlace{Question: 0, Key: "labels", Option: -1, Language: "x1x1"}},
		"id":        {func(f *programme.Form) { f.ID = "A form" }, "programme.not_snake_case", programme.FormPlace{Question: -1, Key: "form", Option: -1}},
		"heading":   {func(f *programme.Form) { f.Labels = nil }, "programme.key_missing", programme.FormPlace{Question: -1, Key: "labels", Option: -1}},
		"counted":   {func(f *programme.Form) { f.Questions[2].Counted = programme.PerSite }, "programme.not_counted", programme.FormPlace{Question: 2, Key: "counted", Option: -1}},
		"in answer": {func(f *programme.Form) { f.Questions[1].Options[1].Labels["x1x1"] = "?" }, "programme.not_a_language", programme.FormPlace{Question: 1, Key: "options", Option: 1, Language: "x1x1"}},
	} {
		text := form(c.change).Written(nil)
		_, err := programme.ParseForm("a", text)
		problems, _ := err.(programme.Problems)
		if len(problems) != 1 || problems[0].Key != c.key {
			t.Errorf("%s: %v\n%s", name, err, text)
			continue
		}
		if got := programme.PlaceOf(text, problems[0]); got != c.want {
			t.Errorf("%s stands at %+v, not %+v\n%s", name, got, c.want, text)
		}
	}
}

func TestLanguagesStandInTheirOrder(t *testing.T) {
	labels := programme.Labels{"sw": "a", "ar": "b", "en": "c", "am": "d", "fr": "e"}
	if got := strings.Join(labels.Languages(), " "); got != "en fr ar am sw" || len(maps.Clone(labels)) != 5 {
		t.Error(got)
	}
}

// What a form asks otherwise is said question by question; of the same form there is nothing to say.
func TestWhatAFormAsksOtherwise(t *testing.T) {
	read := func(text string) *programme.Form {
		form, err := programme.ParseForm("a", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return form
	}
	const file = "form: a\nlabels: {en: A}\nquestions:\n  - integer: one\n    min: 1\n    labels: {en: One}\n  - select_one: two\n    labels: {en: Two}\n" +
		"    options:\n      x: {en: X}\n      y: {en: Y}\n  - text: three\n    when: one > 2\n    labels: {en: Three}\n"
	before := read(file)
	if changes := read(file).Changed(before); len(changes) > 0 {
		t.Errorf("the same form: %v", changes)
	}
	after := read("form: a\nlabels: {en: B}\nquestions:\n  - select_one: two\n    class: sensitive\n    labels: {en: Two}\n    options:\n      y: {en: Y}\n      x: {en: X}\n" +
		"  - integer: one\n    min: 2\n    max: 3\n    required: true\n    hints: {en: a}\n    labels: {en: Un}\n  - text: four\n    labels: {en: Four}\n")
	want := []programme.QuestionChange{{Kind: programme.Altered, Keys: []string{"labels", "order"}},
		{Question: "two", Kind: programme.Altered, Keys: []string{"class", "options"}},
		{Question: "one", Kind: programme.Altered, Keys: []string{"required", "min", "max", "labels", "hints"}},
		{Question: "four", Kind: programme.Added}, {Question: "three", Kind: programme.Removed}}
	if diff := cmp.Diff(want, after.Changed(before)); diff != "" {
		t.Error(diff)
	}
	if when := read(strings.Replace(file, "one > 2", "one > 3", 1)).Changed(before); len(when) != 1 || when[0].Keys[0] != "when" {
		t.Errorf("another condition: %v", when)
	}
}
