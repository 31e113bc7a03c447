// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"safar/exchange/xlsform"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// addFormWorkbooks adds the pages of forms as XLSForm workbooks: downloaded, handed in again, and handed in as new ones.
func (o *office) addFormWorkbooks() {
	o.handle("GET /programme/{programme}/forms/{form}/workbook", showFormWorkbook)
	o.handle("GET /programme/{programme}/forms/{form}/workbook.xlsx", downloadForm)
	o.handle("POST /programme/{programme}/forms/{form}/workbook", takeFormWorkbook)
	o.handle("GET /programme/{programme}/new-form/workbook", showFormWorkbook)
	o.handle("POST /programme/{programme}/new-form/workbook", takeFormWorkbook)
}

// workbookShown is the page on which a form is handed in as a workbook.
type workbookShown struct {
	draft     *draft
	language  string // of texts that name none
	languages []string
	wrong     string // what is wrong with the workbook as a whole
	hint      string
	refused   xlsform.Refusals
}

func showFormWorkbook(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.ProgrammePublish, access.Commons, e.today); err != nil {
		return err
	}
	d, err := e.formDraft()
	if err != nil {
		return err
	}
	return e.showWorkbook(http.StatusOK, &workbookShown{draft: d})
}

func (e *errand) showWorkbook(status int, k *workbookShown) error {
	k.languages = e.formLanguages(k.draft)
	if k.language == "" {
		k.language = words.Mother
	}
	return e.ShowAs(status, workbookPage(e.formFrame(k.draft), e.Words, k, e.action()))
}

// xlsxType is what a workbook is called on the way.
const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

func downloadForm(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.ProgrammePublish, access.Commons, e.today); err != nil {
		return err
	}
	d, err := e.formDraft()
	if err != nil {
		return err
	}
	form, err := programme.ParseForm(d.form.id, d.form.files[d.form.id])
	if err != nil {
		return e.Go(d.path(), "") // nobody can take apart what cannot be read: it is mended as a text
	}
	file, err := xlsform.Write(form)
	if err != nil {
		return e.workbookWrong(&workbookShown{draft: d}, err)
	}
	return e.Download(d.form.id+".xlsx", xlsxType, file)
}

// workbookWrong shows what is wrong with a workbook as a whole.
func (e *errand) workbookWrong(k *workbookShown, err error) error {
	if !mendable(err) {
		return err
	}
	k.wrong, k.hint = e.Words.Fault(err)
	return e.showWorkbook(web.Status(err), k)
}

// takeFormWorkbook reads a workbook and shows what it changes, question by question. What it has that no form can say is told by its cells.
func takeFormWorkbook(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.ProgrammePublish, access.Commons, e.today); err != nil {
		return err
	}
	d, err := e.formDraft()
	if err != nil {
		return err
	}
	k := &workbookShown{draft: d}
	name, file, err := e.workbookFile(k)
	if err != nil {
		return e.workbookWrong(k, err)
	}
	before, err := programme.ParseForm(d.form.id, d.form.files[d.form.id])
	if err != nil {
		before = nil // a new one, or one that cannot be read: nothing of it stays
	}
	read, err := xlsform.Read(name, file, xlsform.Meant{Form: d.form.id, Language: k.language, Before: before})
	if errors.As(err, &k.refused) {
		return e.showWorkbook(http.StatusUnprocessableEntity, k)
	} else if err != nil {
		return e.workbookWrong(k, err)
	}
	if tooLong(read.Form) {
		return e.workbookWrong(k, fault.New("pages.takeFormWorkbook", fault.Invalid, "forms.workbook.too_long", fault.Args{"questions": mostQuestions, "answers": mostAnswers}))
	}
	return e.lookAtWorkbook(d, read)
}

// workbookFile reads the file that was chosen, and the language of its texts that name none.
func (e *errand) workbookFile(k *workbookShown) (name string, content []byte, err error) {
	const op = "pages.workbookFile"
	if err := e.unpack(); err != nil {
		return "", nil, err
	}
	values, err := e.Values()
	if err != nil {
		return "", nil, err
	}
	if language := values.Get("language"); programme.IsLanguage(language) {
		k.language = language
	} else {
		k.language = words.Mother
	}
	file, head, err := e.FormFile("file")
	if err != nil || head.Size == 0 {
		return "", nil, fault.New(op, fault.Invalid, "web.file_missing", nil)
	}
	defer file.Close()
	if content, err = io.ReadAll(file); err != nil {
		return "", nil, fault.New(op, fault.Invalid, "web.form_unreadable", nil).Because(err)
	}
	return head.Filename, content, nil
}

// lookAtWorkbook shows what a workbook would change: it is now a form that is made on the page, and is put in force, or changed further, there.
func (e *errand) lookAtWorkbook(d *draft, read *xlsform.Reading) error {
	s := sketchOf(read.Form)
	known := e.formLanguages(d)
	s.languages, s.began = languagesOf(strings.Join(read.Form.Languages(), " "), known), d.beganWith()
	d.form.sketch, d.form.aside = s, read.Aside
	_, status, err := e.sketchLooked(d)
	if err != nil {
		return err
	}
	return e.showSketch(status, d)
}

// ways are the other doors to the form, and the workbook of the form in force.
func (k *workbookShown) ways(w *words.Printer) []page.Link {
	ways := []page.Link{{Text: w.T("forms.ask.title"), To: k.draft.path() + "/questions"}, {Text: w.T("forms.text"), To: k.draft.path()}}
	if k.draft.form.id == "" {
		return ways
	}
	return append([]page.Link{{Text: w.T("forms.workbook.download"), To: k.draft.path() + "/workbook.xlsx"}}, ways...)
}

// mostCells is how many refused cells are shown at once: who has mended these hands the workbook in again.
const mostCells = 40

// refusedGrid shows what is refused of a workbook, by its cells.
func refusedGrid(w *words.Printer, refused xlsform.Refusals) grid {
	g := grid{caption: w.T("forms.workbook.refused"), columns: columns(w, "versions.where", "forms.workbook.why")}
	for _, r := range refused[:min(len(refused), mostCells)] {
		why := []templ.Component{sentence(w.Say(r.Key, r.Args))}
		if r.Mend != "" {
			why = append(why, hushed(w.Say(r.Mend, r.Args)))
		}
		g.rows = append(g.rows, []templ.Component{cells(plain(r.Sheet), page.Code(r.Cell)), cells(why...)})
	}
	return g
}

// languageField asks in which language texts are whose column names none.
func (k *workbookShown) languageField(w *words.Printer) page.Field {
	f := page.Field{Name: "language", Label: w.T("forms.workbook.language"), Value: k.language}
	for _, language := range k.languages {
		f.Options = append(f.Options, page.Option{Value: language, Label: languageName(w, language)})
	}
	return f
}

// fileField is where the workbook is chosen.
func (k *workbookShown) fileField(w *words.Printer) page.Field {
	return page.Field{Name: "file", Label: w.T("forms.workbook.file"), Kind: "file", Hint: w.T("forms.workbook.file_hint", words.Args{"Megabytes": xlsform.MaxFile >> 20})}
}
