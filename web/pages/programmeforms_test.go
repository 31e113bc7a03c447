// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"safar/kernel/access"
)

const (
	ofForms   = ofProgramme + "/forms"
	ofSurvey  = ofForms + "/intention_survey"
	ofNewForm = ofProgramme + "/new-form"
)

func TestTheFormsOfAProgramme(t *testing.T) {
	w := newTown(t, 200)
	for name, walk := range map[string]func(*town){"mistakes": mistakesInAForm, "roles": onlyTheManagerChangesForms, "classes": noLowerClass} {
		t.Run(name, func(t *testing.T) {
			sub := *w
			sub.T = t
			walk(&sub)
			if text := written(w.open(access.ProgrammeManager, ofSurvey)); strings.Contains(text, "brings") {
				t.Error("something was put in force")
			}
		})
	}
	putAFormInForce(w)
}

// lookAt sends the text of a form to be looked at.
func (w *town) lookAt(path, text string) shown {
	w.Helper()
	return w.send(access.ProgrammeManager, "POST", path, form("text", text, "do", "look"))
}

const brings = "  - text: brings\n    labels: {en: What they would bring}\n"

func mistakesInAForm(w *town) {
	text := written(w.open(access.ProgrammeManager, ofSurvey))
	if !strings.Contains(text, "form: intention_survey") {
		w.Fatalf("the form in force is not there: %.80q", text)
	}
	wrong := strings.TrimRight(text, "\n") + "\n" + strings.Replace(brings, "text:", "txt:", 1)
	r := w.lookAt(ofSurvey, wrong)
	page := html.UnescapeString(r.text)
	if r.status != http.StatusUnprocessableEntity || written(r.text) != wrong {
		w.Errorf("%d, and the text is kept: %v", r.status, written(r.text) == wrong)
	}
	for _, want := range []string{"“txt” is not a type of question", "- txt: brings", "^^^", "forms/intention_survey.yaml"} {
		must(w, page, want)
	}
	if strings.Contains(page, `value="publish"`) {
		w.Error("what is wrong can be put in force")
	}
	must(w, html.UnescapeString(w.lookAt(ofSurvey, "").text), "there is no form “intention_survey”")
	must(w, html.UnescapeString(w.lookAt(ofSurvey, strings.Replace(text, "form: intention_survey", "form: survey", 1)).text), "the form calls itself “survey”")
	must(w, html.UnescapeString(w.lookAt(ofSurvey, text).text), "This is the form in force.")
	must(w, html.UnescapeString(w.lookAt(ofNewForm, "questions: []\n").text), "^")
}

// What was answered in confidence is not opened by changing the question.
func noLowerClass(w *town) {
	text := written(w.open(access.ProgrammeManager, ofForms+"/follow_up"))
	if !strings.Contains(text, "class: sensitive") {
		w.Fatal("no question of this form is sensitive")
	}
	r := w.lookAt(ofForms+"/follow_up", strings.Replace(text, "class: sensitive", "class: open", 1))
	must(w, html.UnescapeString(r.text), "more people could read what was answered")
	if strings.Contains(r.text, `value="publish"`) {
		w.Error("it can be put in force")
	}
}

func onlyTheManagerChangesForms(w *town) {
	text := written(w.open(access.ProgrammeManager, ofSurvey)) + brings
	seen := seenText.FindStringSubmatch(w.lookAt(ofSurvey, text).text)[1]
	for _, s := range w.filled.SignIns {
		if s.Role == access.ProgrammeManager {
			continue
		}
		if r := w.send(s.Role, "GET", ofSurvey, nil); r.status == http.StatusOK && strings.Contains(r.text, "<textarea") {
			w.Errorf("%v is offered to change a form", s.Role)
		}
		for _, path := range []string{ofSurvey, ofNewForm} {
			if r := w.send(s.Role, "POST", path, form("text", text, "do", "publish", "seen", seen)); r.status != http.StatusForbidden {
				w.Errorf("%v sends %s: %d", s.Role, path, r.status)
			}
		}
	}
	w.forbidden(ofNewForm, access.Caseworker, access.Auditor)
}

func putAFormInForce(w *town) {
	manager := access.ProgrammeManager
	text := written(w.open(manager, ofSurvey)) + brings
	r := w.lookAt(ofSurvey, text)
	for _, want := range []string{"This file can be published.", "Forms that change", "intention_survey Changed", "Journeys not there yet"} {
		must(w, said(r.text), want)
	}
	if r.packed > 14<<10 {
		w.Errorf("it weighs %d bytes", r.packed)
	}
	seen := seenText.FindStringSubmatch(r.text)[1]
	other := w.send(manager, "POST", ofSurvey, form("text", text+"# more\n", "do", "publish", "seen", seen))
	must(w, other.text, "not the one that you looked at")
	to := w.post(manager, ofSurvey, "text", strings.ReplaceAll(text, "\n", "\r\n"), "do", "publish", "seen", seen)
	must(w, said(w.open(manager, to)), "The form is in force from now on.")
	must(w, written(w.open(manager, ofSurvey)), "brings")
	if n := len(w.versions()); n != 1 {
		w.Errorf("there are %d versions of one file", n)
	}

	fresh := "form: lessons\nlabels: {en: What we learned}\nquestions:\n" + brings
	r = w.lookAt(ofNewForm, fresh)
	must(w, said(r.text), "lessons New No step asks it")
	w.post(manager, ofNewForm, "text", fresh, "do", "publish", "seen", seenText.FindStringSubmatch(r.text)[1])
	must(w, said(w.open(access.Auditor, ofForms)), "What we learned lessons 1 No step asks it")
	r = w.lookAt(ofForms+"/lessons", "")
	must(w, said(r.text), "lessons Taken away")
	w.post(manager, ofForms+"/lessons", "text", "", "do", "publish", "seen", seenText.FindStringSubmatch(r.text)[1])
	if strings.Contains(w.open(manager, ofForms), "lessons") {
		w.Error("the form is still there")
	}
	typeAnOldPaper(w)
	typeAStackOfOldPapers(w)
}

// typeAnOldPaper types a paper that was filled in before the form was changed: the page says which it is, asks for its day and none of the new
// questions, and the file says on which form it was filled in.
func typeAnOldPaper(w *town) {
	file := w.registered("OLD-1", "Mawazo Kilolo", "Neema Kilolo")
	w.post(access.Caseworker, file+"/begin/durable_solutions_tanganyika/solution")
	step := w.first(w.open(access.Caseworker, file), `href="(/households/[0-9a-z]+/ways/[0-9a-z]+/intention)"`)
	page := w.open(access.Caseworker, step)
	must(w, said(page), "What they would bring")
	must(w, w.open(access.Caseworker, strings.Replace(step, "/intention", "/village_profile", 1)), "<bdi>Tunawaeleza tunachojua kuhusu kijiji") // before the language of the staff
	old := html.UnescapeString(w.first(page, `href="([^"]+\?paper=[0-9a-f]+)"`))
	page = w.open(access.Caseworker, old)
	must(w, said(page), "You type Papers of the form as it stood from")
	must(w, said(page), "Type a paper of today’s form")
	mustNot(w, said(page), "What they would bring")
	answers := []string{"q_consents", "yes", "q_prefers", "return", "q_needs_first", "land"}
	must(w, w.refused(access.Caseworker, old, answers...), "the day that stands on the paper")
	w.post(access.Caseworker, old, append(answers, "day", townDay.String())...)
	must(w, said(w.open(access.Caseworker, file)), "Filled in on a paper of the form as it stood before")
	if got := w.send(access.Caseworker, "GET", step+"?paper=00", nil); got.status != http.StatusNotFound {
		w.Errorf("a form that there never was: %d", got.status)
	}
}

// typeAStackOfOldPapers types a stack that was printed before the form was changed into the grid of that form: nothing is asked that does not stand on the paper, and
// the answers are held against it.
func typeAStackOfOldPapers(w *town) {
	file := w.registered("OLD-2", "Safi Kilolo", "Bahati Kilolo")
	w.post(access.Caseworker, file+"/begin/durable_solutions_tanganyika/solution")
	const grid = "/stacks/durable_solutions_tanganyika/solution/intention"
	today := w.open(access.Caseworker, grid)
	must(w, said(today), "What they would bring")
	old := html.UnescapeString(w.first(today, `href="([^"]+\?paper=[0-9a-f]+)"`))
	code := regexp.MustCompile(`INTENTION_SURVEY [0-9A-F]{6}`)
	if then := code.FindString(w.open(access.Caseworker, old)); then == "" || then == code.FindString(said(today)) || !strings.Contains(said(today), then+"\u2069: printed between") {
		w.Errorf("the code of the older paper is %q: %s", then, said(today))
	}
	mustNot(w, said(w.open(access.Caseworker, old)), "What they would bring")
	sheet := []string{"sheet_1", "31", "card_1", "old-2", "q_consents_1", "1", "q_prefers_1", "1", "q_needs_first_1", "land"}
	must(w, w.first(w.open(access.Caseworker, old), `<form method="post" action="([^"]+)"`), "?paper=")
	if status, text := w.typed(old, sheet...); status != http.StatusOK || !strings.Contains(said(text), "One sheet is kept") {
		w.Errorf("an old paper is not kept: %d %s", status, said(text))
	}
	must(w, said(w.open(access.Caseworker, file)), "Filled in on a paper of the form as it stood before")
	if got := w.send(access.Caseworker, "GET", grid+"?paper=00", nil); got.status != http.StatusNotFound {
		w.Errorf("a form that there never was: %d", got.status)
	}
}
