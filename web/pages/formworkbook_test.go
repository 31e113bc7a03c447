// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"safar/kernel/access"
)

const (
	ofWorkbook    = ofSurvey + "/workbook"
	ofNewWorkbook = ofNewForm + "/workbook"
)

func TestAFormAsAWorkbook(t *testing.T) {
	w := newTown(t, 200)
	for name, walk := range map[string]func(*town){"same": sameWorkbook, "refused": refusedWorkbooks, "others": workbooksOfOthers, "roles": onlyTheManagerHandsBooksIn, "classes": noLowerClassInIt} {
		t.Run(name, func(t *testing.T) {
			sub := *w
			sub.T = t
			walk(&sub)
			if text := written(w.open(access.ProgrammeManager, ofSurvey)); !strings.Contains(text, "opening") || strings.Contains(text, "brings") {
				t.Error("something was put in force")
			}
		})
	}
	putAWorkbookInForce(w)
	handInANewForm(w)
}

// workbook downloads a form of the programme.
func (w *town) workbook(path string) string {
	w.Helper()
	r := w.send(access.ProgrammeManager, "GET", path+".xlsx", nil)
	if r.status != http.StatusOK || !strings.HasPrefix(r.text, "PK") {
		w.Fatalf("%d %.80q", r.status, r.text)
	}
	return r.text
}

// changed is a workbook in which somebody changed cells of a sheet, each a reference and its text.
func (w *town) changed(file, sheet string, cells ...string) string {
	w.Helper()
	f, err := excelize.OpenReader(strings.NewReader(file))
	if err != nil {
		w.Fatal(err)
	}
	defer f.Close()
	for i := 0; i+1 < len(cells); i += 2 {
		if err := f.SetCellStr(sheet, cells[i], cells[i+1]); err != nil {
			w.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		w.Fatal(err)
	}
	return out.String()
}

// handInBook hands a workbook in.
func (w *town) handInBook(role access.Role, path, name, file string) shown {
	w.Helper()
	return w.uploads(role, path, url.Values{"language": {"en"}, "command": {"x"}}, "file", [2]string{name, file})
}

func sameWorkbook(w *town) {
	must(w, w.open(access.ProgrammeManager, ofQuestions), `href="`+ofWorkbook+`"`)
	must(w, w.open(access.ProgrammeManager, ofWorkbook), `href="`+ofWorkbook+`.xlsx"`)
	r := w.handInBook(access.ProgrammeManager, ofWorkbook, "any name.xlsx", w.workbook(ofWorkbook))
	must(w, said(r.text), "This is the form in force.")
	mustNot(w, r.text, `value="publish"`)
}

// What cannot be taken is told by its cells, or as a whole; nothing is taken over.
func refusedWorkbooks(w *town) {
	file := w.workbook(ofWorkbook)
	survey := func(cells ...string) string { return w.changed(file, "survey", cells...) }
	for name, c := range map[string]struct {
		file string
		want []string
	}{
		"group":     {survey("A4", "begin_group"), []string{"One cell stands against it.", "survey A4", "a form here has no groups"}},
		"condition": {survey("L5", "${prefers} = 'return' and count(${x}) > 2", "A2", "calculate"), []string{"2 cells stand against it.", "survey L5", "“count” is no function that is known here", "survey A2"}},
		"twice":     {survey("B3", "opening"), []string{"survey B3", "a question “opening” stands above already"}},
		"other":     {w.changed(file, "settings", "B2", "follow_up"), []string{"settings B2", "The workbook is of the form “follow_up”, and this is “intention_survey”."}},
		"csv":       {"type,name\ntext,one\n", []string{"This is no workbook in the XLSX format."}},
		"xls":       {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600), []string{"in the old XLS format"}},
		"picture":   {"\x89PNG\r\n\x1a\n" + strings.Repeat("x", 600), []string{"This is no workbook in the XLSX format."}},
		"cut off":   {file[:len(file)/2], []string{"The file is cut off or damaged."}},
		"three":     {file + strings.Repeat("\x00", 3<<20), []string{"The workbook of a form has at most 2 MB."}},
		"twenty":    {file + strings.Repeat("\x00", 20<<20), []string{"What was sent is too large: at most 8 MB."}},
		"answers":   {w.manyAnswers(file), []string{"A form has at most 200 questions, each with at most 100 answers."}},
		"nothing":   {"", []string{"No file was sent."}},
	} {
		r := w.handInBook(access.ProgrammeManager, ofWorkbook, "survey.xlsx", c.file)
		if r.status != http.StatusUnprocessableEntity && (name != "twenty" || r.status != http.StatusRequestEntityTooLarge) {
			w.Errorf("%s: %d", name, r.status)
		}
		for _, want := range append(c.want, "Nothing was taken over, and nothing was put in force.") {
			must(w, said(r.text), want)
		}
		mustNot(w, r.text, `value="publish"`, "A text is missing here")
	}
}

// manyAnswers is a workbook with a question that has more answers than one could read out.
func (w *town) manyAnswers(file string) string {
	var cells []string
	for i := range 101 {
		row := strconv.Itoa(20 + i)
		cells = append(cells, "A"+row, "prefers", "B"+row, "village_"+row, "C"+row, "Village "+row)
	}
	return w.changed(file, "choices", cells...)
}

func workbooksOfOthers(w *town) {
	file, err := os.ReadFile("../../testdata/REACH_2024_MSNA-kobo-tool_draft_v11.xlsx")
	if err != nil {
		w.Fatal(err)
	}
	for _, language := range []string{"en", "fr", "ar"} {
		r := w.handInBook(access.ProgrammeManager, ofNewWorkbook+"?lang="+language, "REACH.xlsx", string(file))
		if r.status != http.StatusUnprocessableEntity || strings.Count(r.text, "<tr>") != 41 {
			w.Errorf("%s: %d with %d rows", language, r.status, strings.Count(r.text, "<tr>"))
		}
		if packed := packedSize(r.text); packed > 14<<10 {
			w.Errorf("it weighs %d bytes in %s", packed, language)
		}
		mustNot(w, r.text, "A text is missing here", "ينقص نص هنا", "Il manque un texte", "<bdi>“", "<bdi>«") // a sentence reads as the page does
	}
}

func onlyTheManagerHandsBooksIn(w *town) {
	file := w.changed(w.workbook(ofWorkbook), "survey", "C4", "Other?")
	for _, s := range w.filled.SignIns {
		if s.Role == access.ProgrammeManager {
			continue
		}
		for _, path := range []string{ofWorkbook, ofWorkbook + ".xlsx", ofNewWorkbook} {
			if r := w.send(s.Role, "GET", path, nil); r.status != http.StatusForbidden {
				w.Errorf("%v opens %s: %d", s.Role, path, r.status)
			}
		}
		for _, path := range []string{ofWorkbook, ofNewWorkbook} {
			if r := w.handInBook(s.Role, path, "a.xlsx", file); r.status != http.StatusForbidden {
				w.Errorf("%v hands in %s: %d", s.Role, path, r.status)
			}
		}
	}
}

func noLowerClassInIt(w *town) {
	r := w.handInBook(access.ProgrammeManager, ofWorkbook, "a.xlsx", w.changed(w.workbook(ofWorkbook), "survey", "N4", "open"))
	must(w, said(r.text), "Question 3, Who may read the answer : More people could read what was answered already.")
	mustNot(w, r.text, `value="publish"`)
}

// What was handed in is looked at, changed further on the page, and put in force there.
func putAWorkbookInForce(w *town) {
	file := w.changed(w.workbook(ofWorkbook), "survey", "C4", "=1+1", "Q1", "appearance", "Q4", "minimal", "A9", "text", "B9", "brings", "C9", "What would you bring?")
	r := w.handInBook(access.ProgrammeManager, ofWorkbook, "mine.xlsx", file)
	for _, want := range []string{"Left aside, because they change nothing that is asked: appearance.", "intention_survey Changed", "What would you bring? brings New", "=1+1 prefers Changed"} {
		must(w, said(r.text), want)
	}
	if done := w.press(ofQuestions, r.text, "publish"); done.status != http.StatusSeeOther {
		w.Fatalf("%d %s", done.status, said(done.text))
	}
	text := written(w.open(access.ProgrammeManager, ofSurvey))
	must(w, text, "# Asked in private, of one adult")
	must(w, text, "  - text: brings\n    labels: {en: ")
	f, err := excelize.OpenReader(strings.NewReader(w.workbook(ofWorkbook)))
	if err != nil {
		w.Fatal(err)
	}
	defer f.Close()
	if formula, err := f.GetCellFormula("survey", "C4"); err != nil || formula != "" {
		w.Errorf("what was typed became a formula: %q %v", formula, err)
	}
}

func handInANewForm(w *town) {
	file := w.changed(w.workbook(ofWorkbook), "settings", "B2", "what_they_say")
	r := w.handInBook(access.ProgrammeManager, ofNewWorkbook, "mine.xlsx", file)
	must(w, said(r.text), "what_they_say New No step asks it")
	if done := w.press(ofNewQuestions, r.text, "publish"); done.status != http.StatusSeeOther {
		w.Fatalf("%d %s", done.status, said(done.text))
	}
	must(w, written(w.open(access.ProgrammeManager, ofForms+"/what_they_say")), "form: what_they_say")
	again := w.handInBook(access.ProgrammeManager, ofNewWorkbook, "mine.xlsx", file)
	must(w, said(again.text), "This programme has a form of this id already.")
}

// packedSize is what a page weighs on the way.
func packedSize(text string) int {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	z.Write([]byte(text)) // a buffer takes everything
	z.Close()
	return out.Len()
}
