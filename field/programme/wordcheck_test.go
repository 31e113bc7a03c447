// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"maps"
	"strings"
	"testing"
	"testing/fstest"
)

const wordless = `programme: p
pathways:
  school:
    for: household
    steps:
      - ask: out_of_school
      - close: closed
        needs: [out_of_school]
        reasons: [at_school]
`

const wordlessForm = "form: out_of_school\nlabels: {en: Out of school%s}\nquestions:\n  - select_one: why\n    labels: {en: Why%s}\n    options: {fees: {en: Fees}, far: {en: Far}}\n"

const wordsWhole = "language: en\nname: School\npathways: {school: School}\nsteps: {out_of_school: Out of school, closed: Ended}\nreasons: {at_school: At school}\n"

// openedSays is what the checker says of a folder, in English; files are laid over one that is whole.
func openedSays(t *testing.T, files map[string]string) string {
	t.Helper()
	whole := map[string]string{"programme.yaml": wordless, "forms/out_of_school.yaml": strings.ReplaceAll(wordlessForm, "%s", ""), "words/en.yaml": wordsWhole}
	maps.Copy(whole, files)
	folder := fstest.MapFS{}
	for name, text := range whole {
		if text != "" {
			folder[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	var b strings.Builder
	if _, err := CheckFolder(&b, "p", folder, english); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWhatIsMissingOfTheWordsIsSaid(t *testing.T) {
	if said := openedSays(t, nil); strings.Contains(said, "advice") {
		t.Errorf("a folder that is whole is found fault with:\n%s", said)
	}
	for what, c := range map[string]struct {
		files map[string]string
		says  string
	}{
		"no words at all":        {map[string]string{"words/en.yaml": ""}, "there are no words"},
		"a section":              {map[string]string{"words/en.yaml": strings.Replace(wordsWhole, "reasons: {at_school: At school}\n", "", 1)}, "no words in “en” under reasons: at_school"},
		"a slip of the pen":      {map[string]string{"words/en.yaml": strings.Replace(wordsWhole, "out_of_school: Out", "out_of_scholl: Out", 1)}, "did you mean “out_of_school”?"},
		"another language":       {map[string]string{"words/en.yaml": strings.Replace(wordsWhole, "language: en", "language: fr", 1)}, "p: 1 problem"},
		"a language of the form": {map[string]string{"words/fr.yaml": strings.Replace(wordsWhole, "language: en", "language: fr", 1)}, "forms/out_of_school.yaml: advice: no text in “fr” for: out_of_school, why, why.fees, why.far"},
		"a language of words":    {map[string]string{"forms/out_of_school.yaml": strings.ReplaceAll(wordlessForm, "%s", ", fr: Texte")}, "words/fr.yaml: advice: the forms are asked in “fr”"},
	} {
		if said := openedSays(t, c.files); !strings.Contains(said, c.says) {
			t.Errorf("%s: want %q in\n%s", what, c.says, said)
		}
	}
}

// What was published is read for ever: what the checker learned to refuse since stands in no one's way who walks it.
func TestWhatWasPublishedIsReadThoughItWouldBeRefusedToday(t *testing.T) {
	file := []byte("programme: p\npathways:\n  w:\n    for: household\n    attributes: {origin: text}\n    steps:\n      - decide: agreed\n        by: caseworker\n        when: origin == 'north'\n")
	if _, err := Parse("p.yaml", file); err == nil {
		t.Error("a file that nobody could walk is taken")
	}
	p, err := ParsePublished("p.yaml", file, nil)
	if err != nil || p.Pathway("w").Step("agreed").Role != "caseworker" {
		t.Errorf("a version that was published is not read: %v", err)
	}
	if _, err := ParsePublished("p.yaml", []byte("programme: p\n"), nil); err == nil {
		t.Error("what is no programme is read")
	}
}
