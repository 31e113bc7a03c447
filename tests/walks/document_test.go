// SPDX-License-Identifier: Apache-2.0

package walks

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"safar/field/programme"
	"safar/kernel/store/pgtest"
	"safar/web/words"
)

// inDocument is a file in a page of prose: its path alone on a line, and its text in a fence.
var inDocument = regexp.MustCompile("(?ms)^`([a-z_/]+\\.[a-z]+)`\n\n```[a-z]*\n(.*?)^```$")

// The page on how to write a programme holds a whole programme, as its reader types it: it is sound, its words lack nothing, and it is walked.
func TestTheProgrammeThatTheDocumentWritesIsWalked(t *testing.T) {
	text, err := os.ReadFile("../../docs/new-programme.md")
	must(t, err)
	const name = "school_return_kits"
	archive := &txtar.Archive{}
	for _, file := range inDocument.FindAllSubmatch(text, -1) {
		if path := string(file[1]); path == "walk.txt" {
			archive.Comment = file[2]
		} else {
			archive.Files = append(archive.Files, txtar.File{Name: name + "/" + path, Data: file[2]})
		}
	}
	folder, err := (&walk{files: archive.Files}).folder(name)
	must(t, err)
	sound, err := programme.Open(folder)
	must(t, err)
	for _, p := range sound.Advice {
		t.Error(p.Said(words.Default().Printer("en").Say).Show())
	}
	for _, language := range []string{"en", "fr", "ar"} {
		if w := sound.Words[language]; w == nil || w.Name == "" || w.About == "" {
			t.Errorf("the document does not say in %s what the programme is called, and what it is for", language)
		}
	}
	for engine, database := range map[string]string{"sqlite": "", "postgres": pgtest.Start(t)} {
		t.Run(engine, func(t *testing.T) { newWalk(t, database).follow("docs/new-programme.md", archive) })
	}
}

// verbRow is a row of the table of verbs: the verb, what it is for, and its keys, those it needs with a star.
var (
	verbRow = regexp.MustCompile("(?m)^\\| `([a-z]+)` \\|[^|]*\\| (.*) \\|$")
	keyOf   = regexp.MustCompile("`([a-z_]+)`(\\*?)")
)

// The table of verbs says of each the keys that the language knows, in its order, and marks those without which the checker refuses a step.
func TestTheDocumentSaysOfEachVerbWhatItTakes(t *testing.T) {
	text, err := os.ReadFile("../../docs/new-programme.md")
	must(t, err)
	rows := map[string]string{}
	for _, row := range verbRow.FindAllStringSubmatch(string(text), -1) {
		rows[row[1]] = row[2]
	}
	for _, v := range programme.Verbs() {
		var said, known []string
		for _, key := range keyOf.FindAllStringSubmatch(rows[v.Name], -1) {
			said = append(said, key[1]+key[2])
		}
		needed := neededBy(v)
		for _, k := range v.Keys {
			if known = append(known, k.Name); slices.Contains(needed, k.Name) {
				known[len(known)-1] += "*"
			}
		}
		if !slices.Equal(said, known) {
			t.Errorf("%s: the document says %v, the language knows %v", v.Name, said, known)
		}
	}
}

// neededBy are the keys that the checker misses of a step of a verb that has none.
func neededBy(v *programme.Verb) (keys []string) {
	_, err := programme.Parse("p.yaml", fmt.Appendf(nil, "programme: p\ncurrency: USD\npathways:\n  w:\n    for: household\n    steps:\n      - %s: step\n", v.Name))
	problems, _ := err.(programme.Problems)
	for _, p := range problems {
		if p.Key == "programme.key_missing" {
			keys = append(keys, strings.TrimSpace(fmt.Sprint(p.Args["key"])))
		}
	}
	return keys
}
