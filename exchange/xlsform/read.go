// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"path"
	"slices"
	"strings"

	"safar/exchange/sheet"
	"safar/field/programme"
	"safar/kernel/fault"
)

// Reading is what was read of a workbook.
type Reading struct {
	Form  *programme.Form // what the workbook asks
	Aside []string        // columns that were left aside, in order: they change only how a question looks, or belong to other tools
}

// Meant is what a workbook may leave unsaid.
type Meant struct {
	Form     string // the id that the form must have; "" for the one that the workbook, or its name, gives it
	Language string // of texts whose column names none, such as “label” alone

	// Before is the form that the workbook is a change of, or nil. What other tools do not know of a question (who may read its answer, what its tick asks
	// for, whether it is counted) stays as it is there where the workbook says nothing of it.
	Before *programme.Form
}

// reading is a workbook while it is read.
type reading struct {
	meant    Meant
	language string // of texts whose column names none
	form     *programme.Form
	survey   *table
	choices  *table
	settings *table
	lists    map[string][]choice
	labels   texts           // of the survey
	hints    texts           // of the survey
	out      map[string]bool // questions that are refused: what names them is not refused too
	strange  map[string]bool // languages that nobody knows, refused once each
	lines    []line          // of the questions
	used     map[string]bool // columns that are understood, by sheet and header
	refusals Refusals
}

// Read reads a form from an XLSForm workbook in memory. Name is what the file is called where it came from. The error is a Refusals for what no form
// of ours can say; or fault Invalid for what is no workbook, is too large, or is an XLS or CSV file.
func Read(name string, file []byte, meant Meant) (*Reading, error) {
	wb, err := openWorkbook(name, file)
	if err != nil {
		return nil, err
	}
	defer wb.Close()
	r := &reading{out: map[string]bool{}, meant: meant, language: meant.Language, form: &programme.Form{}, lists: map[string][]choice{}, strange: map[string]bool{}, used: map[string]bool{}}
	for of, t := range map[string]**table{survey: &r.survey, choices: &r.choices, settings: &r.settings} {
		if *t, err = open(wb, of); err != nil {
			return nil, err
		}
	}
	if r.survey == nil || r.survey.columns == nil {
		r.refuse(nil, 0, 0, "no_survey", fault.Args{"sheets": strings.Join(wb.Sheets(), ", ")})
		return nil, r.refusals
	}
	r.readSettings(name)
	r.labels, r.hints = r.textColumns(r.survey, "label"), r.textColumns(r.survey, "hint")
	r.readLists()
	r.readQuestions()
	return r.finish()
}

func openWorkbook(name string, file []byte) (*sheet.Workbook, error) {
	const op = "xlsform.Read"
	if len(file) > MaxFile {
		return nil, fault.New(op, fault.Invalid, "xlsform.too_heavy", fault.Args{"megabytes": MaxFile >> 20})
	}
	wb, err := sheet.OpenBytes(name, file, sheet.Options{MostTexts: mostTexts})
	if err != nil {
		return nil, err
	}
	if wb.Format != "xlsx" {
		wb.Close()
		return nil, fault.New(op, fault.Invalid, "xlsform.no_workbook", nil).WithHint("xlsform.no_workbook_hint")
	}
	return wb, nil
}

// finish hands the form to the checker of forms, and notes what it finds at the cells concerned.
func (r *reading) finish() (*Reading, error) {
	if len(r.form.Questions) == 0 && len(r.refusals) == 0 {
		r.refuse(r.survey, 1, 0, "no_questions", nil)
	}
	if len(r.refusals) > 0 {
		return nil, r.sorted()
	}
	text := r.form.Written(nil)
	form, err := programme.ParseForm(r.form.ID, text)
	if problems, _ := err.(programme.Problems); len(problems) > 0 {
		for _, p := range problems {
			r.found(text, p)
		}
		return nil, r.sorted()
	}
	return &Reading{Form: form, Aside: r.aside()}, err
}

// ofKey are the columns in which the keys of a question stand.
var ofKey = map[string]string{"name": "name", "when": "relevant", "min": "constraint", "max": "constraint", "required": "required", "class": classColumn, "asks": asksColumn,
	"counted": countedColumn}

// found notes what the checker found.
func (r *reading) found(text []byte, p programme.Problem) {
	at := programme.PlaceOf(text, p)
	if at.Question < 0 || at.Question >= len(r.lines) {
		r.note(r.settings, 2, 0, p.Key, p.Hint, p.Args)
		return
	}
	column := r.survey.at("type")
	switch {
	case at.Key == "labels" && p.Key == "programme.key_missing":
		r.refuse(r.survey, r.lines[at.Question].number, r.firstLabel(), "no_label", nil)
		return
	case ofKey[at.Key] != "":
		column = r.survey.at(ofKey[at.Key])
	}
	r.note(r.survey, r.lines[at.Question].number, column, p.Key, p.Hint, p.Args)
}

// firstLabel is the first column of what is asked, or that of the names where there is none.
func (r *reading) firstLabel() int {
	for i, header := range r.survey.headers {
		if strings.HasPrefix(strings.ToLower(header), "label") {
			return i
		}
	}
	return r.survey.at("name")
}

// readSettings reads what the form is called.
func (r *reading) readSettings(name string) {
	t := r.settings
	id := strings.TrimSuffix(path.Base(strings.ReplaceAll(name, `\`, "/")), path.Ext(name))
	title := id
	if t != nil && len(t.rows) > 0 {
		l := t.rows[0]
		if said := t.cell(l, "default_language"); languageOf(said) != "" {
			r.language = languageOf(said)
		}
		for _, column := range []string{"id_string", "form_id"} {
			if said := t.cell(l, column); said != "" {
				id, title = said, said
			}
		}
		if said := t.cell(l, "form_title"); said != "" {
			title = said
		}
	}
	r.form.Labels = programme.Labels{r.language: title}
	if t != nil && len(t.rows) > 0 {
		r.readTitles(t, t.rows[0])
	}
	r.readID(id)
}

// readTitles reads the heading in further languages.
func (r *reading) readTitles(t *table, l line) {
	for i, header := range t.headers {
		said, ours := strings.CutPrefix(header, titleColumn+"::")
		if code := languageOf(said); ours && code != "" && i < len(l.cells) && l.cells[i] != "" {
			r.form.Labels[code] = l.cells[i]
		}
	}
}

// readID takes the id of the form, which must be the one that is meant.
func (r *reading) readID(id string) {
	t, column := r.settings, 0
	if t != nil {
		column = t.at("form_id")
	}
	switch {
	case r.meant.Form != "" && t != nil && t.cell(firstLine(t), "form_id") != "" && id != r.meant.Form:
		r.refuse(t, 2, column, "other_form", fault.Args{"id": id, "meant": r.meant.Form})
	case r.meant.Form != "":
		id = r.meant.Form
	case !isName(id):
		proposed := proposal(id, "form")
		if t != nil && t.cell(firstLine(t), "form_id") != "" {
			r.refuse(t, 2, column, "name_wrong", fault.Args{"name": id, "proposed": proposed})
		}
		id = proposed
	}
	r.form.ID = id
}

func firstLine(t *table) line {
	if len(t.rows) == 0 {
		return line{}
	}
	return t.rows[0]
}

// aside are the columns of the survey that were not understood and change nothing that is asked.
func (r *reading) aside() (columns []string) {
	for i, header := range r.survey.headers {
		if header == "" || r.used[strings.ToLower(header)] || changing[strings.ToLower(header)] {
			continue
		}
		if slices.ContainsFunc(r.survey.rows, func(l line) bool { return i < len(l.cells) && l.cells[i] != "" }) {
			columns = append(columns, header)
		}
	}
	return columns
}
