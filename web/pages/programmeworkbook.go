// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"io"
	"strings"

	"safar/exchange/amounts"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/web/words"
)

// downloadAmounts answers with the workbook of the version in force, for who may change it.
func downloadAmounts(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.ProgrammePublish, access.Commons, e.today); err != nil {
		return err
	}
	now, err := e.programmeInForce()
	if err != nil {
		return err
	}
	book, err := amounts.Write(bookOf(e.speech(e.Words, now.ID), now))
	if err != nil {
		return err
	}
	return e.Download(now.ID+"-amounts.xlsx", xlsxType, book)
}

// bookOf is the workbook of a version, in the words of its reader.
func bookOf(s speech, now *programme.Programme) amounts.Book {
	w := s.w
	b := amounts.Book{Programme: now.ID, Name: s.name(now.ID), Version: now.Hash(), Note: w.T("amounts.note"),
		Headings: [6]string{w.T("amounts.column.pathway"), w.T("programme.step"), w.T("versions.what"), w.T("amounts.value"), w.T("amounts.column.unit"), w.T("amounts.column.id")}}
	for _, unit := range programme.Units {
		b.Units = append(b.Units, w.T("amounts.unit."+unit))
	}
	for _, at := range now.Settings() {
		part, group := settingWhere(s, at)
		b.Rows = append(b.Rows, amounts.Row{Setting: at, Pathway: part, Step: group, What: settingName(s, at), Unit: settingUnit(w, at)})
	}
	return b
}

// unitWords are the words for units of time in every language: whoever filled a workbook in may have another than whoever hands it in.
func unitWords() map[string]string {
	all := map[string]string{}
	for _, language := range words.Default().Languages() {
		for _, unit := range programme.Units {
			all[strings.ToLower(words.Default().Printer(language.Code).T("amounts.unit."+unit))] = unit
		}
	}
	return all
}

// amountsBook reads the workbook that was handed in; nil where none was.
func (e *errand) amountsBook(now *programme.Programme) (*amountsWritten, error) {
	file, head, err := e.FormFile("file")
	if err != nil || head.Size == 0 {
		return nil, nil // none was chosen
	}
	content, err := io.ReadAll(io.LimitReader(file, amounts.MaxFile+1))
	if err != nil {
		return nil, fault.New("pages.amountsBook", fault.Invalid, "web.form_unreadable", nil).Because(err)
	}
	filled, err := amounts.Read(content, unitWords())
	switch {
	case err != nil:
		return nil, err
	case filled.Programme != now.ID:
		return nil, fault.New("pages.amountsBook", fault.Invalid, "amounts.another_programme", fault.Args{"programme": filled.Programme, "expected": now.ID})
	}
	return &amountsWritten{base: filled.Version, said: filled.Values, rows: filled.Rows}, nil
}
