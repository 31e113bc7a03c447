// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"fmt"
	"html"
	"io/fs"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/programmes"
)

const (
	ofQuestions    = ofSurvey + "/questions"
	ofNewQuestions = ofNewForm + "/questions"
)

var (
	makingForm = regexp.MustCompile(`(?s)<form class="form wide"[^>]*>(.*?)</form>`)
	oneControl = regexp.MustCompile(`(?s)<input ([^>]*)>|<textarea ([^>]*)>(.*?)</textarea>|<select ([^>]*)>(.*?)</select>`)
	oneChosen  = regexp.MustCompile(`<option value="([^"]*)" selected`)
	firstOne   = regexp.MustCompile(`<option value="([^"]*)"`)
	attributed = regexp.MustCompile(`([\w-]+)="([^"]*)"`)
)

// fieldsOn reads what a browser would send of the form that is made on a page, without a button.
func fieldsOn(text string) url.Values {
	v := url.Values{}
	m := makingForm.FindStringSubmatch(text)
	if m == nil {
		return v
	}
	for _, c := range oneControl.FindAllStringSubmatch(m[1], -1) {
		of := map[string]string{}
		for _, a := range attributed.FindAllStringSubmatch(c[1]+c[2]+c[4], -1) {
			of[a[1]] = html.UnescapeString(a[2])
		}
		value := of["value"]
		switch {
		case of["type"] == "checkbox" && !strings.Contains(c[1], " checked"):
			continue
		case c[2] != "":
			value = html.UnescapeString(c[3])
		case c[4] != "":
			chosen := oneChosen.FindStringSubmatch(c[5])
			if chosen == nil {
				chosen = firstOne.FindStringSubmatch(c[5])
			}
			value = html.UnescapeString(chosen[1])
		}
		v.Add(of["name"], value)
	}
	return v
}

// press sends what stands on a page, changed, by one of its buttons.
func (w *town) press(path, page, button string, changed ...string) shown {
	w.Helper()
	v := fieldsOn(page)
	for i := 0; i+1 < len(changed); i += 2 {
		if changed[i+1] == "" {
			v.Del(changed[i])
		} else {
			v.Set(changed[i], changed[i+1])
		}
	}
	v.Set("command", id.New().String())
	v.Set("do", button)
	return w.send(access.ProgrammeManager, "POST", path, v)
}

func TestAFormIsMadeQuestionByQuestion(t *testing.T) {
	w := newTown(t, 200)
	for name, walk := range map[string]func(*town){"same": sameQuestions, "every": sameForms, "making": makeAQuestion, "mistakes": mistakesInQuestions, "roles": onlyTheManagerMakes,
		"classes": noLowerClassHere,
		"weight":  questionsWeigh, "sixty": sixtyQuestions} {
		t.Run(name, func(t *testing.T) {
			sub := *w
			sub.T = t
			walk(&sub)
		})
	}
	putQuestionsInForce(w)
	changedMeanwhile(w)
	makeANewForm(w)
}

// Who makes forms comes to the questions first, and finds the same form: nothing is to be put in force.
func sameQuestions(w *town) {
	must(w, w.open(access.ProgrammeManager, ofForms), `href="`+ofQuestions+`"`)
	must(w, w.open(access.Caseworker, ofForms), `href="`+ofSurvey+`"`)
	page := w.open(access.ProgrammeManager, ofQuestions)
	for _, want := range []string{"What would you like to do?", "Que souhaitez-vous faire ?", "ماذا تودّ أن تفعل؟", "Ungependa kufanya nini?", "One of several answers", "Sensitive",
		`value="prefers == &#34;return&#34; || prefers == &#34;relocate&#34;"`} {
		must(w, page, want)
	}
	r := w.press(ofQuestions, page, "look")
	must(w, said(r.text), "This is the form in force.")
	mustNot(w, r.text, `value="publish"`)
}

// What is made is shown again as it stands: nothing that was typed is lost, and nothing is put in force.
func makeAQuestion(w *town) {
	page := w.open(access.ProgrammeManager, ofQuestions)
	page = w.press(ofQuestions, page, "add 0", "q1.l.en", "Typed meanwhile").text
	v := fieldsOn(page)
	if v.Get("q1.kind") != "text" || v.Get("q1.name") != "" || v.Get("q2.l.en") != "Typed meanwhile" || v.Get("q2.name") != "consents" {
		w.Fatalf("the new question does not stand after the first: %v", v)
	}
	page = w.press(ofQuestions, page, "kind 1", "q1.l.en", "Which road, and why?", "q1.l.ar", "أي طريق؟", "q1.kind", "select_one").text
	v = fieldsOn(page)
	if v.Get("q1.name") != "which_road_and_why" || !v.Has("q1.o0") || !v.Has("q1.o1") || v.Has("q1.o2") || v.Get("q1.l.ar") != "أي طريق؟" {
		w.Fatalf("a choice has its two answers and a name: %v", v)
	}
	page = w.press(ofQuestions, page, "answer 1", "q1.o0.en", "The long one", "q1.o1.en", "The long one", "q1.o1.fr", "La longue").text
	if v = fieldsOn(page); v.Get("q1.o0") != "the_long_one" || v.Get("q1.o1") != "the_long_one_2" || !v.Has("q1.o2") {
		w.Fatalf("answers are named after their texts: %v", v)
	}
	page = w.press(ofQuestions, page, "drop 1 0").text
	if v = fieldsOn(page); v.Get("q1.o0") != "the_long_one_2" || v.Get("q1.o0.fr") != "La longue" || v.Has("q1.o2") {
		w.Errorf("an answer is taken away: %v", v)
	}
	page = w.press(ofQuestions, page, "down 1").text
	if v = fieldsOn(page); v.Get("q2.name") != "which_road_and_why" || v.Get("q1.name") != "consents" {
		w.Errorf("a question moves: %v", v)
	}
	page = w.press(ofQuestions, page, "away 2").text
	must(w, said(page), "Answers given already stay, with the form on which they were given.")
	if v = fieldsOn(page); v.Get("q2.gone") != "yes" || v.Get("q2.o0.fr") != "La longue" {
		w.Errorf("what is taken away can be put back: %v", v)
	}
	if v = fieldsOn(w.press(ofQuestions, page, "back 2").text); v.Has("q2.gone") || v.Get("q2.o0.fr") != "La longue" {
		w.Errorf("it is put back: %v", v)
	}
	for _, button := range []string{"up 0", "down 99", "drop 0 5", "away -1", "add 4000", "back x", "kind", "answer 400"} {
		if r := w.press(ofQuestions, page, button); r.status != http.StatusOK || len(fieldsOn(r.text)) < 60 {
			w.Errorf("%q: %d", button, r.status)
		}
	}
	if strings.Contains(written(w.open(access.ProgrammeManager, ofSurvey)), "which_road") {
		w.Error("something was put in force")
	}
}

// What is wrong is said where it stands, in words that need no file; everything that was typed is still there.
func mistakesInQuestions(w *town) {
	page := w.open(access.ProgrammeManager, ofQuestions)
	for name, c := range map[string]struct {
		changed []string
		at, say string
	}{
		"name twice":   {[]string{"q1.name", "opening"}, "Question 2, Its name in files", "A question above has this name already."},
		"name wrong":   {[]string{"q1.name", "Does agree"}, "Question 2, Its name in files", "Use small Latin letters"},
		"no text":      {[]string{"q1.l.en", "", "q1.l.fr", "", "q1.l.ar", "", "q1.l.sw", ""}, "Question 2, What is asked", "Write it in one language at least."},
		"one answer":   {[]string{"q4.kind", "select_one", "q3.kind", "select_one"}, "Question 4, Answers to choose from", "Give at least two answers"},
		"answer twice": {[]string{"q2.o1", "return"}, "Question 3, Answers to choose from", "Another answer to this question has this id already."},
		"condition":    {[]string{"q3.when", `prefer == "return"`}, "Question 4, Asked only where", "nothing here is called “prefer”: did you mean “prefers”?"},
		"later":        {[]string{"q1.when", `prefers == "return"`}, "Question 2, Asked only where", "nothing here is called “prefers”"},
		"bound":        {[]string{"q6.kind", "integer", "q6.min", "some"}, "Question 7, Smallest number", "Write a whole number from 0."},
		"crossed":      {[]string{"q6.kind", "integer", "q6.min", "7", "q6.max", "6"}, "Question 7, Largest number", "no answer would do"},
		"heading":      {[]string{"l.en", "", "l.fr", "", "l.ar", "", "l.sw", ""}, "What is asked", "Write it in one language at least."},
		"counted":      {[]string{"q2.class", "sealed"}, "Question 3, How many gave which answer", "cannot be counted"},
		"class":        {[]string{"q2.class", "secret"}, "Question 3, Who may read the answer", "This is needed."},
		"kind":         {[]string{"q1.kind", "calculate"}, "Question 2, Kind of answer", "This is needed."},
		"unknown step": {[]string{"q1.asks", "no_such_step"}, "", "asks for something at “no_such_step”"},
	} {
		changed := append(c.changed, "l.sw", "Yaliyoandikwa")
		if name == "heading" {
			changed = c.changed
		}
		r := w.press(ofQuestions, page, "look", changed...)
		text := said(r.text)
		if r.status != http.StatusUnprocessableEntity || strings.Contains(r.text, `value="publish"`) {
			w.Errorf("%s: %d, to be put in force: %v", name, r.status, strings.Contains(r.text, `value="publish"`))
		}
		must(w, text, c.at)
		must(w, text, c.say)
		if v := fieldsOn(r.text); name != "heading" && v.Get("l.sw") != "Yaliyoandikwa" || name != "class" && name != "kind" && v.Get(c.changed[0]) != c.changed[1] {
			w.Errorf("%s: what was typed is lost: %q", name, v.Get(c.changed[0]))
		}
		if name != "unknown step" && strings.Contains(text, "column") {
			w.Errorf("%s is told by its line: %s", name, text)
		}
	}
	var none []string
	for i := range 9 {
		none = append(none, fmt.Sprintf("q%d.gone", i), "yes")
	}
	must(w, said(w.press(ofQuestions, page, "publish", none...).text), "A form asks at least one question.")
	if r := w.send(access.ProgrammeManager, "POST", ofQuestions, form("do", "publish")); r.status != http.StatusUnprocessableEntity {
		w.Errorf("an empty request: %d", r.status)
	}
}

func onlyTheManagerMakes(w *town) {
	seen := seenText.FindStringSubmatch(w.press(ofQuestions, w.open(access.ProgrammeManager, ofQuestions), "look", "l.en", "Other").text)[1]
	for _, s := range w.filled.SignIns {
		if s.Role == access.ProgrammeManager {
			continue
		}
		for _, path := range []string{ofQuestions, ofNewQuestions} {
			if r := w.send(s.Role, "GET", path, nil); r.status != http.StatusForbidden {
				w.Errorf("%v opens %s: %d", s.Role, path, r.status)
			}
			if r := w.send(s.Role, "POST", path, form("l.en", "Other", "do", "publish", "seen", seen)); r.status != http.StatusForbidden {
				w.Errorf("%v sends %s: %d", s.Role, path, r.status)
			}
		}
	}
	if r := w.send(access.ProgrammeManager, "GET", ofForms+"/no_such_form/questions", nil); r.status != http.StatusNotFound {
		w.Errorf("a form that is not there: %d", r.status)
	}
}

// What was answered in confidence is not opened by changing the question.
func noLowerClassHere(w *town) {
	r := w.press(ofQuestions, w.open(access.ProgrammeManager, ofQuestions), "look", "q2.class", "open")
	must(w, said(r.text), "Question 3, Who may read the answer : More people could read what was answered already.")
	mustNot(w, r.text, `value="publish"`)
}

// Every form that comes with the program can be made on a phone over a thin line.
func questionsWeigh(w *town) {
	most, of := 0, ""
	names, err := fs.Glob(programmes.FS(), "*/forms/*.yaml")
	if err != nil || len(names) < 100 {
		w.Fatalf("%d forms: %v", len(names), err)
	}
	for _, name := range names {
		file, err := fs.ReadFile(programmes.FS(), name)
		if err != nil {
			w.Fatal(err)
		}
		shipped, err := programme.ParseForm(name, file)
		if err != nil {
			w.Fatal(err)
		}
		for _, language := range []string{"en", "ar"} {
			r := w.send(access.ProgrammeManager, "POST", ofNewQuestions+"?lang="+language, typedOf(shipped))
			if r.packed > most {
				most, of = r.packed, name+" in "+language
			}
			mustNot(w, besideOurs(r.text), "A text is missing here", "ينقص نص هنا", "<script", " style=")
			if strings.Count(r.text, "<details id=") != len(shipped.Questions) {
				w.Errorf("%s is not shown: %d %s", name, r.status, said(r.text))
			}
		}
	}
	if w.Logf("the heaviest is %s: %d bytes", of, most); most > 14<<10 {
		w.Errorf("it weighs too much")
	}
}

// typedOf is what a form is as it is typed on its page.
func typedOf(f *programme.Form) url.Values {
	v := form("do", "kind -1", "id", f.ID, "languages", strings.Join(f.Languages(), " "))
	put := func(at string, texts programme.Labels) {
		for language, text := range texts {
			v.Set(at+language, text)
		}
	}
	put("l.", f.Labels)
	for i, q := range f.Questions {
		at := fmt.Sprintf("q%d.", i)
		v.Set(at+"kind", q.Type)
		v.Set(at+"name", q.Name)
		v.Set(at+"class", q.Class)
		put(at+"l.", q.Labels)
		put(at+"h.", q.Hints)
		for n, o := range q.Options {
			v.Set(fmt.Sprintf("%so%d", at, n), o.Name)
			put(fmt.Sprintf("%so%d.", at, n), o.Labels)
		}
	}
	return v
}

// Every form of the programme in force is the same form on its page.
func sameForms(w *town) {
	forms := regexp.MustCompile(`href="(`+ofForms+`/\w+/questions)"`).FindAllStringSubmatch(w.open(access.ProgrammeManager, ofForms), -1)
	if len(forms) < 10 {
		w.Fatalf("there are %d forms", len(forms))
	}
	for _, path := range forms {
		r := w.press(path[1], w.open(access.ProgrammeManager, path[1]), "look")
		if !strings.Contains(r.text, "This is the form in force.") || r.packed > 14<<10 {
			w.Errorf("%s weighs %d bytes: %s", path[1], r.packed, said(r.text))
		}
	}
}

func sixtyQuestions(w *town) {
	page := w.open(access.ProgrammeManager, ofNewQuestions)
	r := w.press(ofNewQuestions, page, "look", "l.en", "Sixty questions", "q0.l.en", "The first of many questions?")
	for i := 1; i < 60; i++ {
		r = w.press(ofNewQuestions, r.text, fmt.Sprintf("add %d", i-1), fmt.Sprintf("q%d.l.en", i-1), fmt.Sprintf("What do you think of the %dth matter?", i))
	}
	r = w.press(ofNewQuestions, r.text, "look", "q59.l.en", "The last?")
	must(w, said(r.text), "sixty_questions New No step asks it")
	w.Logf("with sixty questions it weighs %d bytes", r.packed)
	if strings.Count(r.text, "<details id=") != 60 || strings.Count(r.text, `class="question" open`) > 1 {
		w.Error("they are not folded")
	}
	if r.packed > 20<<10 {
		w.Errorf("it weighs %d bytes", r.packed)
	}
}

func putQuestionsInForce(w *town) {
	page := w.open(access.ProgrammeManager, ofQuestions)
	page = w.press(ofQuestions, page, "add 6").text
	changed := []string{"q7.l.en", "Who else was asked?", "q7.l.fr", "Qui d’autre a été interrogé ?", "q7.class", "sensitive", "q7.required", "yes", "q1.gone", "yes"}
	r := w.press(ofQuestions, page, "look", changed...)
	for _, want := range []string{"This form can be put in force.", "intention_survey Changed", "Who else was asked? who_else_was_asked New",
		"They agree to answer (spoken consent is enough) consents Taken away"} {
		must(w, said(r.text), want)
	}
	if r.packed > 14<<10 {
		w.Errorf("it weighs %d bytes", r.packed)
	}
	if again := w.press(ofQuestions, r.text, "publish", "q7.l.en", "Something else"); !strings.Contains(again.text, "not the one that you looked at") {
		w.Error("what nobody looked at is put in force")
	}
	if done := w.press(ofQuestions, r.text, "publish"); done.status != http.StatusSeeOther {
		w.Fatalf("it is not put in force: %d %s", done.status, said(done.text))
	}
	text := written(w.open(access.ProgrammeManager, ofSurvey))
	for _, want := range []string{"# Asked in private, of one adult", "  - text: who_else_was_asked\n    class: sensitive\n    required: true\n    labels: {en: \"Who else was asked?\"", "form: intention_survey"} {
		must(w, strings.ReplaceAll(text, "{en: Who else was asked?", `{en: "Who else was asked?"`), want)
	}
	mustNot(w, text, "consents")
}

// Somebody else puts another version in force while a form is made: it is said, nothing that was typed is lost, and it is looked at once more.
func changedMeanwhile(w *town) {
	page := w.open(access.ProgrammeManager, ofQuestions)
	looked := w.press(ofQuestions, page, "look", "q0.l.en", "Mine")
	theirs := written(w.open(access.ProgrammeManager, ofSurvey)) + brings
	seen := seenText.FindStringSubmatch(w.lookAt(ofSurvey, theirs).text)[1]
	w.post(access.ProgrammeManager, ofSurvey, "text", theirs, "do", "publish", "seen", seen)

	r := w.press(ofQuestions, looked.text, "publish")
	if r.status != http.StatusOK || fieldsOn(r.text).Get("q0.l.en") != "Mine" {
		w.Fatalf("%d, and what was typed: %q", r.status, fieldsOn(r.text).Get("q0.l.en"))
	}
	must(w, said(r.text), "Somebody put another version of this form in force since you began.")
	must(w, said(r.text), "What they would bring brings Taken away")
	must(w, written(w.open(access.ProgrammeManager, ofSurvey)), "brings")
}

func makeANewForm(w *town) {
	page := w.open(access.ProgrammeManager, ofNewQuestions)
	taken := w.press(ofNewQuestions, page, "look", "id", "follow_up", "l.en", "Lessons", "q0.l.en", "What did we learn?")
	must(w, said(taken.text), "This programme has a form of this id already.")
	r := w.press(ofNewQuestions, page, "look", "l.ar", "الدروس", "l.en", "What we learned", "q0.l.ar", "ماذا تعلمنا؟")
	must(w, said(r.text), "what_we_learned New No step asks it")
	if done := w.press(ofNewQuestions, r.text, "publish"); done.status != http.StatusSeeOther {
		w.Fatalf("%d %s", done.status, said(done.text))
	}
	must(w, written(w.open(access.ProgrammeManager, ofForms+"/what_we_learned")), "  - text: question_1\n    labels: {ar: ماذا تعلمنا؟}\n")
}
