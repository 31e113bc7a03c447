// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"safar/field/gathering"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// Who was at a meeting is signed for on paper, a person a line, and typed into the grid of that meeting: each person by the card of their household and their name. Who is
// not found stays in the grid: nobody is recorded because somebody of their household came.

// attendanceCode is what stands on the printed form; its number is raised with each change of its columns.
const attendanceCode = "ATTENDANCE 1"

// signedLines is how many people sign on one sheet, attendanceLines how many are typed at once.
const (
	signedLines     = 20
	attendanceLines = 40
)

// attendanceColumns are those of the grid, in the order of the paper.
func attendanceColumns(w *words.Printer) []stackColumn {
	return []stackColumn{printedColumn(w, "sheet", true), printedColumn(w, "line", true), printedColumn(w, "card", false), printedColumn(w, "name", false)}
}

// printAttendance is the form on paper: who came writes the number of their card and their name, and signs.
func printAttendance(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.GatheringAttend, e.scope, e.today); err != nil {
		return err
	}
	speaks, _ := e.speaks(e.Request, e.URL.Query().Get("in"))
	return e.printTable(paperTable{speaks: speaks, title: speaks.T("printed.attendance"), code: attendanceCode, lines: signedLines,
		columns: append(attendanceColumns(speaks)[1:], printedColumn(speaks, "mark", false)),
		once:    []string{speaks.T("printed.gathering"), speaks.T("printed.day"), speaks.T("printed.site")}}, e.Words.T("printed.attendance"), "/gatherings")
}

// typeAttendance is the grid of a meeting: a person a line.
func typeAttendance(e *errand) error {
	of, err := e.gatheringOfRoll()
	if err != nil {
		return err
	}
	w := e.Words
	s := &stack{code: attendanceCode, of: of.Row.ID.String(), lead: "gatherings.papers_lead", print: "/stacks/attendance/print", columns: attendanceColumns(w), rows: attendanceLines,
		keptAs: "gatherings.papers_kept"}
	sent, err := e.readStack(s)
	for row := 1; err == nil && sent && row <= s.rows; row++ {
		s.goOn(row)
	}
	for row := 1; err == nil && sent && row <= s.rows; row++ {
		if !s.typed(row) {
			continue
		}
		if err = e.typePerson(of.Row, s, row); err == nil && !s.wrongIn(row) {
			s.clear(row)
		}
	}
	if err == nil && sent {
		of, err = e.gatheringOfRoll()
	}
	if err != nil {
		return err
	}
	s.told = attendanceTold(w, of)
	return e.showStack(s, w.T("gatherings.papers"))
}

// goOn puts the number of the sheet and that of the line where they were left out: they go on from the line above.
func (s *stack) goOn(row int) {
	of := func(name string, row int) string {
		return strings.TrimSpace(s.values.Get(name + "_" + strconv.Itoa(row)))
	}
	if !s.typed(row) {
		return
	}
	if of("sheet", row) == "" {
		s.values.Set("sheet_"+strconv.Itoa(row), of("sheet", row-1))
	}
	if of("line", row) == "" {
		above, _ := strconv.Atoi(of("line", row-1)) // what is no number is followed by 1
		if !strings.EqualFold(of("sheet", row), of("sheet", row-1)) {
			above = 0
		}
		s.values.Set("line_"+strconv.Itoa(row), strconv.Itoa(above+1))
	}
}

// typePerson records one who signed.
func (e *errand) typePerson(of gathering.Row, s *stack, row int) error {
	suffix := "_" + strconv.Itoa(row)
	number := s.sheetOf(e.Words, row) + "/" + strings.TrimSpace(s.values.Get("line"+suffix))
	household, err := e.called(strings.ToUpper(strings.TrimSpace(s.values.Get("card"+suffix))), of.Kind)
	if err != nil {
		return err
	}
	if household == nil {
		s.bad["card"+suffix] = e.Words.T("gatherings.papers_no_card")
		return nil
	}
	who := household.named(s.values.Get("name" + suffix))
	if who.IsZero() {
		s.bad["name"+suffix] = e.Words.T("gatherings.papers_who", words.Args{"People": household.numbered(e.Words)})
	}
	if s.wrongIn(row) {
		return nil
	}
	return e.keep(s, e.scope, number, row, gathering.Attend{Gathering: of.ID, Journey: household.journey, Step: household.step, Persons: []id.ID{who}, Day: of.Day,
		MoreThanCounted: true}) // whoever signed has said so themselves
}

// named finds who of a household signed: by their name, where one alone has it, or by their number among them. It is zero for nobody.
func (c *rollLine) named(signed string) (who id.ID) {
	signed = strings.Join(strings.Fields(signed), " ")
	if n, err := strconv.Atoi(signed); err == nil && n >= 1 && n <= len(c.persons) {
		return c.persons[n-1].of
	}
	for _, p := range c.persons {
		if signed == "" || !slices.ContainsFunc([]string{p.name, p.given, p.familyFirst}, func(name string) bool { return strings.EqualFold(name, signed) }) {
			continue
		}
		if !who.IsZero() {
			return id.ID{}
		}
		who = p.of
	}
	return who
}

// numbered lists those of a household, each with their number.
func (c *rollLine) numbered(w *words.Printer) string {
	var all []string
	for i, p := range c.persons {
		all = append(all, strconv.Itoa(i+1)+" "+p.whoIs(w))
	}
	return w.List(all)
}

// attendanceTold says how many were counted at a meeting, and how many stand on its roll.
func attendanceTold(w *words.Printer, of gathering.Sheet) templ.Component {
	parts := []templ.Component{page.Facts(w, rollFacts(w, rollOf(of, "")))}
	if of.Heads > of.Row.Persons {
		parts = append(parts, noticed(page.Warn, w.N("gatherings.roll_of", int64(of.Heads), words.Args{"Persons": of.Row.Persons}), w.T("gatherings.papers_too_many")))
	}
	return cells(parts...)
}
