// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"io/fs"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/programmes"
	"safar/web/page"
	"safar/web/words"
)

// addProgrammeForms adds the pages of the forms of a programme: which there are, the text of each, and a new one.
func (o *office) addProgrammeForms() {
	o.handle("GET /programme/{programme}/forms", showProgrammeForms)
	o.handle("GET /programme/{programme}/forms/{form}", showProgrammeForm)
	o.handle("POST /programme/{programme}/forms/{form}", lookAtForm)
	o.handle("GET /programme/{programme}/new-form", showNewForm)
	o.handle("POST /programme/{programme}/new-form", lookAtForm)
}

// formDraft is what a draft of a form stands in: the programme's file, and all of its forms as they are in force.
type formDraft struct {
	id     string // of the form in force; "" for a new one
	source []byte // the programme's file
	files  map[string][]byte

	sketch    *sketch             // where the form is made question by question; nil where its text is written
	elsewhere []journey.Objection // what stands against it that is no part of the form
	aside     []string            // columns of the workbook it was read from that were left aside
}

// then are the forms with the text in place of the form; without the form where the text is empty.
func (f *formDraft) then(text string) map[string][]byte {
	files := maps.Clone(f.files)
	if files == nil {
		files = map[string][]byte{}
	}
	switch id := f.id; {
	case strings.TrimSpace(text) == "":
		delete(files, id)
	default:
		if id == "" {
			id = idOfForm(text)
		}
		files[id] = []byte(text)
	}
	return files
}

// describedBy names the hint beside the text.
func (f *formDraft) describedBy() string {
	if f.id == "" {
		return ""
	}
	return "text-hint"
}

// same is what is said of a draft that is in force already.
func (d *draft) same() string {
	if d.form != nil {
		return "forms.same"
	}
	return "versions.same"
}

// idOfForm is how a new form calls itself; a name for what cannot be read, so that it is said what is wrong with it.
func idOfForm(text string) string {
	if form, err := programme.ParseForm("", []byte(text)); err == nil {
		return form.ID
	}
	return "new"
}

// formsInForce are the forms of the version in force of a programme, by their ids; those that this program carries where it was published without.
func (e *errand) formsInForce(programmeID string) ([]journey.FormInForceRow, error) {
	rows, err := ask(e, "task.programme", journey.FormsInForce(programmeID))
	if err != nil || len(rows) > 0 {
		return rows, err
	}
	folder, err := fs.Sub(programmes.FS(), programmeID)
	if err != nil {
		return nil, nil
	}
	files, err := programme.FormFiles(folder)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		rows = append(rows, journey.FormInForceRow{Form: name, Source: files[name]})
	}
	return rows, err
}

func showProgrammeForms(e *errand) error {
	name, w := e.PathValue("programme"), e.Words
	rows, err := e.formsInForce(name)
	if err != nil {
		return err
	}
	makes := e.mayInCommons(access.ProgrammePublish)
	ways := e.way(makes, "forms.new", pathOf(name)+"/new-form/questions")
	return e.Show(officePage(e.frame(w.T("forms.title"), e.programmeCrumbs(name)...), w.T("forms.lead"), ways, gridOf(formsGrid(e.speech(w, name), name, rows, makes))))
}

// formsGrid lists forms; each leads to its questions where the reader makes forms, and to its file else.
func formsGrid(s speech, name string, rows []journey.FormInForceRow, makes bool) grid {
	w := s.w
	door := ""
	if makes {
		door = "/questions"
	}
	g := grid{caption: w.T("forms.title"), empty: w.T("forms.none"), columns: columns(w, "forms.form", "#forms.questions", "forms.asked_at")}
	for _, r := range rows {
		form, _ := journey.FormFile{Source: r.Source}.Form(r.Form) // one that cannot be read is called by its id
		questions := 0
		if form != nil {
			questions = len(form.Questions)
		}
		asked := []templ.Component{hushed(w.T("forms.asked_nowhere"))}
		if len(r.Steps) > 0 {
			asked = nil
		}
		for _, step := range r.Steps {
			asked = append(asked, plain(s.step(step.Step)))
		}
		g.rows = append(g.rows, []templ.Component{cells(linked(formLabel(w, form, r.Form), pathOf(name)+"/forms/"+r.Form+door), page.Code(r.Form)),
			num(w, questions), cells(asked...)})
	}
	return g
}

// formLabel is what a form is called in the language of the reader; its id where it says nothing.
func formLabel(w *words.Printer, form *programme.Form, id string) string {
	if form != nil {
		if said := form.Labels.In(w.Language().Code); said != "" {
			return said
		}
	}
	return id
}

// formDraft opens a form of the address as it is in force; a new one where the address names none.
func (e *errand) formDraft() (*draft, error) {
	name, id := e.PathValue("programme"), e.PathValue("form")
	s, err := ask(e, "task.programme", journey.SourceOf(name))
	if err != nil {
		return nil, err
	}
	rows, err := e.formsInForce(name)
	if err != nil {
		return nil, err
	}
	d := &draft{programme: name, form: &formDraft{id: id, source: []byte(s.Text), files: map[string][]byte{}}, text: newFormText}
	for _, r := range rows {
		d.form.files[r.Form] = r.Source
	}
	if id == "" {
		return d, nil
	}
	file, known := d.form.files[id]
	if !known {
		return nil, notThere("pages.form")
	}
	d.text = string(file)
	return d, nil
}

// newFormText is where a new form begins: the keys that every form has.
const newFormText = "form: \nlabels:\n  en: \nquestions:\n  - text: \n    labels:\n      en: \n"

func showProgrammeForm(e *errand) error {
	d, err := e.formDraft()
	if err != nil {
		return err
	}
	if e.mayInCommons(access.ProgrammePublish) {
		return e.showForm(http.StatusOK, d)
	}
	return e.Show(officePage(e.formFrame(d), e.Words.T("forms.text_lead"), nil, sourceText(d.text)))
}

func showNewForm(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.ProgrammePublish, access.Commons, e.today); err != nil {
		return err
	}
	d, err := e.formDraft()
	if err != nil {
		return err
	}
	return e.showForm(http.StatusOK, d)
}

// lookAtForm shows what a form changes, or puts it in force where that is what its reader has just seen and asked for.
func lookAtForm(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.ProgrammePublish, access.Commons, e.today); err != nil {
		return err
	}
	values, err := e.Values()
	if err != nil {
		return err
	}
	d, err := e.formDraft()
	if err != nil {
		return err
	}
	d.text = unixLines(values.Get("text"))
	published, status, err := e.publishOrLook(d)
	switch {
	case err != nil:
		return err
	case published:
		return e.Go(pathOf(d.programme)+"/forms", "form_published")
	}
	return e.showForm(status, d)
}

func (e *errand) formFrame(d *draft) page.Frame {
	w, title := e.Words, e.Words.T("forms.new")
	if d.form.id != "" {
		form, _ := journey.FormFile{Source: d.form.files[d.form.id]}.Form(d.form.id) // one that cannot be read is called by its id
		title = formLabel(w, form, d.form.id)
	}
	return e.frame(title, append(e.programmeCrumbs(d.programme), e.crumb("forms.title", pathOf(d.programme)+"/forms"))...)
}

func (e *errand) showForm(status int, d *draft) error {
	return e.ShowAs(status, programmeFormPage(e.formFrame(d), e.speech(e.Words, d.programme), d, e.action(), page.NewCommand()))
}

// changedForms shows which forms a draft changes, the steps that ask each, and how many journeys stand before them.
func changedForms(s speech, all []journey.FormChange) grid {
	w := s.w
	g := grid{caption: w.T("forms.changed"), columns: columns(w, "forms.form", "programme.step", "#forms.before", "#forms.been")}
	for _, c := range all {
		what := cells(page.Code(c.Form), hushed(w.T("form_change."+string(c.Kind))))
		if len(c.Steps) == 0 {
			g.rows = append(g.rows, []templ.Component{what, hushed(w.T("forms.asked_nowhere")), num(w, 0), num(w, 0)})
		}
		for _, step := range c.Steps {
			g.rows = append(g.rows, []templ.Component{what, cells(plain(s.step(step.Step)), hushed(s.say("pathways", step.Pathway))),
				num(w, step.Before), num(w, step.Been)})
		}
	}
	return g
}
