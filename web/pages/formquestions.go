// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"safar/field/programme"
	"safar/kernel/access"
	"safar/web/page"
	"safar/web/words"
)

// addFormQuestions adds the page on which a form is made question by question.
func (o *office) addFormQuestions() {
	o.handle("GET /programme/{programme}/forms/{form}/questions", showQuestions)
	o.handle("POST /programme/{programme}/forms/{form}/questions", makeQuestions)
	o.handle("GET /programme/{programme}/new-form/questions", showQuestions)
	o.handle("POST /programme/{programme}/new-form/questions", makeQuestions)
}

// path is where a form is made question by question.
func (d *draft) path() string {
	if d.form.id == "" {
		return pathOf(d.programme) + "/new-form"
	}
	return pathOf(d.programme) + "/forms/" + d.form.id
}

// beganWith names the file of the form that is in force.
func (d *draft) beganWith() string {
	hash := sha256.Sum256(d.form.files[d.form.id])
	return hex.EncodeToString(hash[:8])
}

func showQuestions(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.ProgrammePublish, access.Commons, e.today); err != nil {
		return err
	}
	d, err := e.formDraft()
	if err != nil {
		return err
	}
	form := &programme.Form{}
	if d.form.id != "" {
		if form, err = programme.ParseForm(d.form.id, d.form.files[d.form.id]); err != nil || tooLong(form) {
			return e.Go(d.path(), "") // what cannot be read, or is too long to be taken apart, is changed as a text
		}
	}
	d.form.sketch = sketchOf(form)
	d.form.sketch.languages, d.form.sketch.began = e.formLanguages(d), d.beganWith()
	if d.form.id == "" {
		d.form.sketch.add(-1, 0)
	}
	return e.showSketch(http.StatusOK, d)
}

// makeQuestions changes the form that is made as a button says and shows it again; or shows what it would change, or puts it in force.
func makeQuestions(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.ProgrammePublish, access.Commons, e.today); err != nil {
		return err
	}
	e.AllowBody(largestSketch)
	values, err := e.Values()
	if err != nil {
		return err
	}
	d, err := e.formDraft()
	if err != nil {
		return err
	}
	d.form.sketch = sketchFrom(values, d.form.id, languagesOf(values.Get("languages"), e.formLanguages(d)))
	d.form.sketch.propose()
	if d.form.sketch.make(values.Get("do")) {
		return e.showSketch(http.StatusOK, d)
	}
	published, status, err := e.sketchLooked(d)
	switch {
	case err != nil:
		return err
	case published:
		return e.Go(pathOf(d.programme)+"/forms", "form_published")
	}
	return e.showSketch(status, d)
}

// sketchLooked publishes what is made where its reader has just seen what it changes, and looks at it else. What is wrong is noted where it stands.
func (e *errand) sketchLooked(d *draft) (published bool, status int, err error) {
	s := d.form.sketch
	d.write()
	if _, taken := d.form.files[s.id]; taken && d.form.id == "" {
		s.faults = map[string]string{"form": "forms.ask.id_taken"}
	}
	if s.unfinished() {
		if status, err = e.look(d); status == http.StatusOK {
			status = http.StatusUnprocessableEntity
		}
	} else if published, status, err = e.publishOrLook(d); published || err != nil {
		return published, status, err
	}
	if s.began != "" && s.began != d.beganWith() {
		d.remark = "forms.ask.meanwhile"
	}
	d.place(e.Words)
	return false, status, err
}

// write makes the file of what is made; the file in force where it asks the same.
func (d *draft) write() {
	inForce := d.form.files[d.form.id]
	form := d.form.sketch.form()
	d.text = string(form.Written(inForce))
	if was, err := programme.ParseForm(d.form.id, inForce); err == nil && was.ID == form.ID && len(form.Changed(was)) == 0 {
		d.text = string(inForce)
	}
}

// formLanguages are the languages in which a form is written: those of the programme's words and of its forms.
func (e *errand) formLanguages(d *draft) []string {
	all := programme.Labels{words.Mother: ""}
	if folder := e.speech(e.Words, d.programme).folder; folder != nil {
		for language := range folder.Words {
			all[language] = ""
		}
		for _, form := range folder.Programme.Forms {
			for language := range form.Labels {
				all[language] = ""
			}
		}
	}
	if form, err := programme.ParseForm(d.form.id, d.form.files[d.form.id]); err == nil {
		for _, language := range form.Languages() {
			all[language] = ""
		}
	}
	return all.Languages()
}

// mostLanguages bounds in how many languages one page asks for texts.
const mostLanguages = 12

// languagesOf reads the languages that a page was shown in; those known where it does not say.
func languagesOf(typed string, known []string) []string {
	all := programme.Labels{}
	for _, language := range append(strings.Fields(typed), known...) {
		if len(all) < mostLanguages && programme.IsLanguage(language) {
			all[language] = ""
		}
	}
	return all.Languages()
}

// ownWords say what the checker finds in words for those who see no file.
var ownWords = map[string]string{"programme.key_missing": "forms.ask.no_text", "programme.question_options": "forms.ask.two_answers",
	"programme.key_twice": "forms.ask.answer_twice", "programme.question_twice": "forms.ask.name_twice", "programme.not_snake_case": "forms.ask.name_wrong",
	"programme.wrong_shape": "office.wrong.missing", "programme.unknown_question": "office.wrong.missing", "programme.class_lowered": "forms.ask.class_lowered",
	"programme.not_one_of": "office.wrong.missing"}

// place notes what the checker found where it stands in what is made. What stands nowhere in it, such as a step that no longer finds its form,
// remains to be told above.
func (d *draft) place(w *words.Printer) {
	s := d.form.sketch
	written := s.written()
	for _, o := range d.found.Problems {
		at := programme.PlaceOf([]byte(d.text), programme.Problem{Line: o.Line, Column: o.Column, Key: o.Key})
		said := strings.Join(notEmpty(o.Text, o.Hint), ": ")
		if own := ownWords[o.Key]; own != "" {
			said = own
		}
		switch {
		case o.Before || !strings.HasPrefix(o.File, "forms/"):
			d.form.elsewhere = append(d.form.elsewhere, o)
		case at.Question >= 0 && at.Question < len(written):
			key := at.Key
			if key == "options" && at.Option >= 0 {
				key = optionKey(at.Option)
			}
			written[at.Question].blame(key, said)
		case s.faults[at.Key] == "":
			if s.faults == nil {
				s.faults = map[string]string{}
			}
			s.faults[at.Key] = said
		}
	}
	s.say(w)
}

// say puts what is noted into the words of the reader.
func (s *sketch) say(w *words.Printer) {
	all := []map[string]string{s.faults}
	for _, q := range s.questions {
		all = append(all, q.faults)
	}
	for _, faults := range all {
		for key, why := range faults {
			if w.Has(why) {
				faults[key] = w.T(why)
			}
		}
	}
}

// listed are the faults of what is made, in order, each with where it stands.
func (s *sketch) listed(w *words.Printer) (faults []page.Fault) {
	for _, key := range slices.Sorted(maps.Keys(s.faults)) {
		faults = append(faults, page.Fault{Name: "form", Label: askedPart(w, key), Error: s.faults[key]})
	}
	for i, q := range s.questions {
		for _, key := range slices.Sorted(maps.Keys(q.faults)) {
			label := w.T("forms.ask.at", words.Args{"Number": i + 1, "Part": askedPart(w, key)})
			faults = append(faults, page.Fault{Name: fmt.Sprintf("q%d", i), Label: label, Error: q.faults[key]})
		}
	}
	return faults
}

// askedPart is what a part of a question is called on the page.
func askedPart(w *words.Printer, key string) string {
	if key == "" {
		return w.T("forms.ask.whole")
	}
	if said := "question_key." + key; w.Has(said) {
		return w.T(said)
	}
	return w.T("question_key.options")
}

// asking are the steps at which a tick can be written down as something that is asked for.
func asking(s speech) (options []page.Option) {
	if s.folder == nil {
		return nil
	}
	for _, way := range s.folder.Programme.Pathways {
		for _, step := range way.Steps {
			if step.Verb.Name == "ask" {
				options = append(options, page.Option{Value: step.ID, Label: s.step(step.ID)})
			}
		}
	}
	return options
}

func (e *errand) showSketch(status int, d *draft) error {
	s := e.speech(e.Words, d.programme)
	return e.ShowAs(status, questionsPage(e.formFrame(d), s, d, &sketchShown{sketch: d.form.sketch, w: e.Words, asking: asking(s)}, page.NewCommand()))
}
