// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"strconv"
	"strings"

	"safar/exchange/sheet"
	"safar/field/programme"
	"safar/kernel/fault"
)

// Write returns a form as an XLSForm workbook. The same form gives the same bytes. Fault: Invalid "xlsform.condition_unsaid" where an XLSForm cannot
// say the condition of a question.
func Write(f *programme.Form) ([]byte, error) {
	languages := f.Languages()
	rows, err := surveyRows(f, languages)
	if err != nil {
		return nil, err
	}
	return sheet.WriteXLSX(sheet.Written{Name: survey, Rows: rows, Widths: []int{24, 24, 40}},
		sheet.Written{Name: choices, Rows: choiceRows(f, languages), Widths: []int{24, 24, 40}}, sheet.Written{Name: settings, Rows: settingRows(f), Widths: []int{32}})
}

// in are the headers of one text in several languages.
func in(languages []string, column string) (headers []string) {
	for _, language := range languages {
		headers = append(headers, column+"::"+headerLanguage(language))
	}
	return headers
}

// said are the cells of one text in several languages.
func said(languages []string, texts programme.Labels) (cells []string) {
	for _, language := range languages {
		cells = append(cells, texts[language])
	}
	return cells
}

func surveyRows(f *programme.Form, languages []string) ([][]string, error) {
	header := append([]string{"type", "name"}, in(languages, "label")...)
	header = append(header, in(languages, "hint")...)
	rows := [][]string{append(header, "required", "relevant", "constraint", classColumn, asksColumn, countedColumn)}
	known := asked{}
	for _, q := range f.Questions {
		relevant, bad := "", (*complaint)(nil)
		if q.When != nil {
			if relevant, bad = known.toXPath(q.When.Text); bad != nil {
				return nil, fault.New("xlsform.Write", fault.Invalid, "xlsform.condition_unsaid", fault.Args{"question": q.Name}).WithHint("xlsform.condition_unsaid_hint")
			}
		}
		known[q.Name] = q
		row := append([]string{typeOf(q), q.Name}, said(languages, q.Labels)...)
		row = append(row, said(languages, q.Hints)...)
		rows = append(rows, append(row, yes(q.Required), relevant, constraint(q), q.Class, q.Asks, q.Counted))
	}
	return rows, nil
}

// typeOf is the type of a row: with the list of its answers, which is named after the question.
func typeOf(q *programme.Question) string {
	if len(q.Options) > 0 {
		return q.Type + " " + q.Name
	}
	return q.Type
}

func yes(is bool) string {
	if is {
		return "yes"
	}
	return ""
}

// constraint are the bounds of a whole number.
func constraint(q *programme.Question) string {
	var parts []string
	if q.Min != nil {
		parts = append(parts, ". >= "+strconv.FormatInt(*q.Min, 10))
	}
	if q.Max != nil {
		parts = append(parts, ". <= "+strconv.FormatInt(*q.Max, 10))
	}
	return strings.Join(parts, " and ")
}

func choiceRows(f *programme.Form, languages []string) [][]string {
	rows := [][]string{append([]string{"list_name", "name"}, in(languages, "label")...)}
	for _, q := range f.Questions {
		for _, o := range q.Options {
			rows = append(rows, append([]string{q.Name, o.Name}, said(languages, o.Labels)...))
		}
	}
	return rows
}

// settingRows are the form's id and heading. XLSForm has a heading in one language; the others stand in columns of ours.
func settingRows(f *programme.Form) [][]string {
	languages := f.Labels.Languages()
	if len(languages) == 0 {
		return [][]string{{"form_id"}, {f.ID}}
	}
	header, row := []string{"form_title", "form_id", "default_language"}, []string{f.Labels[languages[0]], f.ID, headerLanguage(languages[0])}
	return [][]string{append(header, in(languages[1:], titleColumn)...), append(row, said(languages[1:], f.Labels)...)}
}
