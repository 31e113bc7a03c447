// SPDX-License-Identifier: Apache-2.0

package walks

import (
	"os"
	"regexp"
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
