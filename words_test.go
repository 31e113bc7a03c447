// SPDX-License-Identifier: Apache-2.0

package safar_test

import (
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/a-h/templ/parser/v2"
	"github.com/a-h/templ/parser/v2/visitor"
)

// wordsFolder holds a catalogue a language: en.json, fr.json, ar.json and whatever a country office adds.
const wordsFolder = "web/words"

// mother is the language in which sentences are first written; the others have its keys, no fewer and no more.
const mother = "en"

// fromTheStart are the languages without which nothing is released.
var fromTheStart = []string{"en", "fr", "ar"}

// pluralForms are the forms that a counted sentence needs in a language (Unicode CLDR, cardinal rules for whole numbers).
// Forms that only huge or broken numbers take (French "many") may be given and need not be.
var pluralForms = map[string]struct{ needed, allowed []string }{
	"en": {needed: []string{"one", "other"}},
	"fr": {needed: []string{"one", "other"}, allowed: []string{"many"}},
	"ar": {needed: []string{"zero", "one", "two", "few", "many", "other"}},
	"sw": {needed: []string{"one", "other"}},
	"tr": {needed: []string{"one", "other"}},
	"sq": {needed: []string{"one", "other"}},
	"sr": {needed: []string{"one", "few", "other"}},
	"es": {needed: []string{"one", "other"}, allowed: []string{"many"}},
}

// anyForm are the keys by which a counted sentence is known from a group of sentences.
var anyForm = []string{"zero", "one", "two", "few", "many", "other"}

// notes are keys beside a sentence that are for translators.
var notes = []string{"description", "hash", "comment"}

// A sentence is its forms: only "" for one that counts nothing.
type sentence map[string]string

func (s sentence) counted() bool { _, plain := s[""]; return !plain }

// placeholder matches {{.Name}} and {name}.
var placeholder = regexp.MustCompile(`\{\{-?\s*\.?([A-Za-z]\w*)[^}]*\}\}|\{([A-Za-z]\w*)\}`)

// placeholders returns the names of the values put into any form of the sentence, in order.
func (s sentence) placeholders() []string {
	names := map[string]bool{}
	for _, text := range s {
		for _, found := range placeholder.FindAllStringSubmatch(text, -1) {
			names[found[1]+found[2]] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// readWords reads a catalogue: sentences by key, counted sentences as an object of forms, groups as objects of either.
func readWords(text []byte) (map[string]sentence, error) {
	var tree map[string]any
	if err := json.Unmarshal(text, &tree); err != nil {
		return nil, err
	}
	all := map[string]sentence{}
	return all, flatten("", tree, all)
}

func flatten(prefix string, tree map[string]any, into map[string]sentence) error {
	for key, value := range tree {
		name := strings.TrimPrefix(prefix+"."+key, ".")
		switch v := value.(type) {
		case string:
			into[name] = sentence{"": v}
		case map[string]any:
			if forms, is := asForms(v); is {
				into[name] = forms
			} else if err := flatten(name, v, into); err != nil {
				return err
			}
		default:
			return fmt.Errorf("%s is neither a sentence nor a group of sentences", name)
		}
	}
	return nil
}

// asForms takes an object whose every key is a plural form, or a note beside them, for a counted sentence.
func asForms(object map[string]any) (sentence, bool) {
	forms := sentence{}
	for key, value := range object {
		text, isText := value.(string)
		switch {
		case slices.Contains(anyForm, key) && isText:
			forms[key] = text
		case slices.Contains(notes, key) && isText:
		default:
			return nil, false
		}
	}
	return forms, len(forms) > 0
}

// wordFaults returns what is wrong with a catalogue, held against that of the mother language.
func wordFaults(language string, words, motherWords map[string]sentence) (faults []string) {
	for _, key := range slices.Sorted(maps.Keys(motherWords)) {
		here, there := words[key], motherWords[key]
		switch {
		case here == nil:
			faults = append(faults, key+" is missing")
			continue
		case here.counted() != there.counted():
			faults = append(faults, key+" counts in one language and not in the other")
		case !slices.Equal(here.placeholders(), there.placeholders()):
			faults = append(faults, fmt.Sprintf("%s puts in %v, %s puts in %v", key, here.placeholders(), mother, there.placeholders()))
		}
		faults = append(faults, formFaults(language, key, here)...)
	}
	for _, key := range slices.Sorted(maps.Keys(words)) {
		if motherWords[key] == nil {
			faults = append(faults, key+" is not in "+mother)
		}
	}
	return faults
}

func formFaults(language, key string, s sentence) (faults []string) {
	for form, text := range s {
		if strings.TrimSpace(text) == "" {
			faults = append(faults, strings.TrimSpace(key+" "+form)+" is empty")
		}
	}
	if !s.counted() {
		return faults
	}
	forms := pluralForms[language]
	for _, form := range forms.needed {
		if _, given := s[form]; !given {
			faults = append(faults, key+" has no form for "+form)
		}
	}
	for form := range s {
		if !slices.Contains(forms.needed, form) && !slices.Contains(forms.allowed, form) {
			faults = append(faults, key+" has a form for "+form+", which the language does not know")
		}
	}
	return faults
}

func TestEveryLanguageSaysEverything(t *testing.T) {
	paths, err := filepath.Glob(wordsFolder + "/*.json")
	if err != nil {
		t.Fatal(err)
	}
	if !exists(wordsFolder) {
		return // no pages yet, nothing to say
	}
	catalogues := map[string]map[string]sentence{}
	for _, file := range paths {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		words, err := readWords(text)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		catalogues[strings.TrimSuffix(path.Base(filepath.ToSlash(file)), ".json")] = words
	}
	for _, language := range fromTheStart {
		if len(catalogues[language]) == 0 {
			t.Errorf("%s/%s.json is missing or empty", wordsFolder, language)
		}
	}
	for language, words := range catalogues {
		if _, known := pluralForms[language]; !known {
			t.Errorf("%s: enter its plural forms in words_test.go", language)
		}
		for _, fault := range wordFaults(language, words, catalogues[mother]) {
			t.Errorf("%s/%s.json: %s", wordsFolder, language, fault)
		}
	}
}

// The rule is tried on catalogues that agree and on catalogues that do not.
func TestWhatCountsAsTranslated(t *testing.T) {
	english := mustWords(t, `{"a.b": "Told {{.When}}", "people": {"one": "one person", "other": "{{.Count}} people"}}`)
	good := mustWords(t, `{"a": {"b": "Dit {{.When}}"}, "people": {"one": "une personne", "other": "{{.Count}} personnes"}}`)
	if faults := wordFaults("fr", good, english); len(faults) > 0 {
		t.Errorf("a whole catalogue was refused: %v", faults)
	}
	bad := mustWords(t, `{"a.b": "Dit", "people": {"one": ""}, "more": "x"}`)
	want := []string{"a.b puts in [], en puts in [When]", "people puts in [], en puts in [Count]", "people one is empty",
		"people has no form for other", "more is not in en"}
	if got := wordFaults("fr", bad, english); !slices.Equal(got, want) {
		t.Errorf("faults:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func mustWords(t *testing.T, text string) map[string]sentence {
	t.Helper()
	words, err := readWords([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return words
}

// spoken are the attributes that a person reads or hears.
var spoken = []string{"alt", "title", "placeholder", "label", "aria-label", "aria-description", "aria-roledescription",
	"aria-placeholder", "aria-valuetext", "summary"}

// sameEverywhere are words that need no translation.
var sameEverywhere = []string{"Safar"}

// hasWords reports whether a text of a page holds anything that would have to be translated.
func hasWords(text string) bool {
	text = html.UnescapeString(text)
	for _, word := range sameEverywhere {
		text = strings.ReplaceAll(text, word, "")
	}
	return strings.ContainsFunc(text, unicode.IsLetter)
}

// untranslated returns the words that a page says by itself, in the one language in which somebody typed them.
func untranslated(page *parser.TemplateFile) (found []string) {
	v := visitor.New()
	add := func(line uint32, text string) error {
		found = append(found, fmt.Sprintf("line %d: %q", line+1, strings.TrimSpace(text)))
		return nil
	}
	v.Text = func(n *parser.Text) error {
		if hasWords(n.Value) {
			return add(n.Range.From.Line, n.Value)
		}
		return nil
	}
	v.StringExpression = func(n *parser.StringExpression) error {
		expression := strings.TrimSpace(n.Expression.Value)
		if strings.HasPrefix(expression, `"`) && hasWords(expression) {
			return add(n.Expression.Range.From.Line, expression)
		}
		return nil
	}
	v.ConstantAttribute = func(n *parser.ConstantAttribute) error {
		key, isConstant := n.Key.(parser.ConstantAttributeKey)
		if isConstant && slices.Contains(spoken, key.Name) && hasWords(n.Value) {
			return add(key.NameRange.From.Line, n.String())
		}
		return nil
	}
	_ = page.Visit(v) // the functions above return no error
	return found
}

func TestPagesSpeakThroughTheCatalogue(t *testing.T) {
	for _, f := range mustTree(t) {
		if !strings.HasSuffix(f.path, ".templ") {
			continue
		}
		page, err := parser.ParseString(f.text)
		if err != nil {
			t.Errorf("%s: %v", f.path, err)
			continue
		}
		for _, words := range untranslated(page) {
			t.Errorf("%s: %s is said in one language only: it belongs in %s", f.path, words, wordsFolder)
		}
	}
}

// The rule is tried on a page that speaks by itself.
func TestWhatCountsAsSpeaking(t *testing.T) {
	page, err := parser.ParseString(`package p

templ Page(w Words) {
	<p class="lead" aria-label="Household">Safar · { w.Say("a.b") }</p>
	if true {
		<button title={ w.Say("c") }>Save</button>
	}
	<b>{ "Hello" }</b>
	<i>&nbsp;— 12 / 13</i>
}
`)
	if err != nil {
		t.Fatal(err)
	}
	found := untranslated(page)
	if len(found) != 3 {
		t.Errorf("found %d places that speak by themselves, want 3: %v", len(found), found)
	}
}
