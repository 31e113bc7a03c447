// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"safar/desk"
	"safar/exchange/sheet"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// A stack of paper is typed into a grid, a line for each sheet or member, in the order of the printed form. What is whole is kept at once; what is not stays in the grid, with what is
// wrong beside its cell. Each sheet has a number, from which the number of its command is drawn: a sheet that is typed twice happens once, and one that is typed differently is
// refused beside its number.

// addStacks adds the pages for papers: what there is, the form to print, and the grid to type it in.
func (o *office) addStacks() {
	o.handle("GET /stacks", showStacks)
	o.handle("GET /stacks/registration", typeRegistrations)
	o.handle("POST /stacks/registration", typeRegistrations)
	o.handle("GET /stacks/registration/print", printRegistration)
	o.handle("GET /stacks/attendance/print", printAttendance)
	o.handle("GET /gatherings/{id}/papers", typeAttendance)
	o.handle("POST /gatherings/{id}/papers", typeAttendance)
	o.handle("GET /stacks/{programme}/{pathway}/{step}", typeForms)
	o.handle("POST /stacks/{programme}/{pathway}/{step}", typeForms)
	o.handle("GET /stacks/{programme}/{pathway}/{step}/print", printForm)
}

// stackColumn is one column of a grid, in the order of the printed form. legend are the numbers of its answers, as the paper has them.
type stackColumn struct {
	name, label string
	legend      []string
	narrow      bool
}

// stack is a grid: its columns, what was typed, and what is wrong. kept are the sheets that were kept, twice those that had been typed before.
type stack struct {
	code        string
	of          string // what the sheets are of, where a code is not enough: the meeting of an attendance
	lead, print string
	keptAs      string // the sentence that says how many were kept
	told        templ.Component
	others      []page.Link // the same form, as it stood before
	above       []blank     // of the whole stack
	columns     []stackColumn
	values      url.Values
	bad         wrongs
	kept, twice []string
	rows        int
}

// cell is the name of a cell of a line.
func (c stackColumn) cell(row int) string { return c.name + "_" + strconv.Itoa(row) }

// lines are the numbers of the lines of a grid.
func (s *stack) lines() (all []int) {
	for row := 1; row <= s.rows; row++ {
		all = append(all, row)
	}
	return all
}

// typed reports whether anything stands in a line.
func (s *stack) typed(row int) bool {
	return slices.ContainsFunc(s.columns, func(c stackColumn) bool { return strings.TrimSpace(s.values.Get(c.cell(row))) != "" })
}

// wrongIn reports whether anything is wrong in a line.
func (s *stack) wrongIn(row int) bool {
	return slices.ContainsFunc(s.columns, func(c stackColumn) bool { return s.bad[c.cell(row)] != "" })
}

// clear takes a line out of the grid: it is kept.
func (s *stack) clear(row int) {
	for _, c := range s.columns {
		s.values.Del(c.cell(row))
	}
}

// sheetOf reads the number of the sheet of a line, which each must have.
func (s *stack) sheetOf(w *words.Printer, row int) string {
	number := strings.ToUpper(strings.TrimSpace(s.values.Get("sheet_" + strconv.Itoa(row))))
	if number == "" {
		s.bad["sheet_"+strconv.Itoa(row)] = w.T("stacks.sheet_missing")
	}
	return number
}

// keep has the command of a sheet carried out, under a number that is drawn from that of the sheet, and says beside the line what stands against it.
func (e *errand) keep(s *stack, scope access.Scope, number string, row int, c desk.Command) error {
	sum := sha256.Sum256([]byte("safar sheet\x00" + scope.String() + "\x00" + s.code + s.of + "\x00" + number))
	command, err := id.FromBytes(sum[:id.Size])
	if err != nil {
		return err
	}
	receipt, err := e.op.Desk.Do(e.Context(), e.Visitor.Actor, scope, command, c)
	at := "sheet_" + strconv.Itoa(row)
	switch {
	case err == nil && receipt.Again:
		s.twice = append(s.twice, number)
	case err == nil:
		s.kept = append(s.kept, number)
	case fault.KeyOf(err) == "desk.command_id_used":
		s.bad[at] = e.Words.T("stacks.sheet_twice")
	case mendable(err):
		text, hint := e.Words.Fault(err)
		s.bad[at] = strings.TrimSpace(text + " " + hint)
	default:
		return err
	}
	return nil
}

// show shows a grid: as it was asked for, or with what is still to be mended.
func (e *errand) showStack(s *stack, title string) error {
	status := http.StatusOK
	if len(s.bad) > 0 {
		status = http.StatusUnprocessableEntity
	}
	for i := range s.above {
		b := &s.above[i]
		if typed := s.values.Get(b.Name); typed != "" {
			b.Value = typed
		}
		b.Error = s.bad[b.Name]
	}
	at := e.URL.EscapedPath()
	if once := formOnceAsked(e.Request); once != "" {
		at += "?" + url.Values{"paper": {once}}.Encode()
	}
	s.keptAs = cmp.Or(s.keptAs, "stacks.kept")
	return e.ShowAs(status, stackPage(e.frame(title, e.crumb("stacks.title", "/stacks")), e.Words, s, at))
}

// readStack reads what was sent, where something was.
func (e *errand) readStack(s *stack) (sent bool, err error) {
	s.values, s.bad = url.Values{}, wrongs{}
	if e.Method != http.MethodPost {
		return false, nil
	}
	s.values, err = e.Values()
	return true, err
}

// showStacks lists the papers that can be printed and typed in.
func showStacks(e *errand) error {
	if !e.may(access.PeopleRegister) && !e.may(access.JourneyAsk) && !e.may(access.JourneyFollowUp) && !e.may(access.GatheringAttend) {
		return access.May(e.Visitor.Actor, access.JourneyAsk, e.scope, e.today)
	}
	w := e.Words
	g := grid{caption: w.T("stacks.title"), empty: w.T("stacks.none"), columns: columns(w, "stacks.paper", "stacks.programme", "", "")}
	add := func(name, of, at string) {
		g.rows = append(g.rows, []templ.Component{plain(name), plain(of), linked(w.T("stacks.print"), at+"/print"), linked(w.T("stacks.type"), at)})
	}
	if e.may(access.PeopleRegister) {
		add(w.T("household.register"), "", "/stacks/registration")
	}
	if e.may(access.GatheringAttend) && e.may(access.PeopleSearch) {
		g.rows = append(g.rows, []templ.Component{plain(w.T("printed.attendance")), plain(""), linked(w.T("stacks.print"), "/stacks/attendance/print"),
			linked(w.T("stacks.type_attendance"), "/gatherings")})
	}
	all, err := e.op.Programmes.Folders(context.Background())
	for _, name := range slices.Sorted(maps.Keys(all)) {
		said := e.speech(w, name)
		for _, way := range all[name].Programme.Pathways {
			for _, s := range way.Steps {
				if act, typed := stackActs[s.Verb.Name]; typed && s.Form != "" && programme.NatureOf(way.For) == programme.Household && e.may(act) {
					add(said.step(s.ID), said.name(name), "/stacks/"+name+"/"+way.ID+"/"+s.ID)
				}
			}
		}
	}
	if err != nil {
		return err
	}
	return e.Show(officePage(e.frame(w.T("stacks.title")), w.T("stacks.lead"), nil, gridOf(g)))
}

// stackActs are the verbs of steps whose forms are typed from a stack, with what one must be allowed to do.
var stackActs = map[string]access.Act{"ask": access.JourneyAsk, "check": access.JourneyFollowUp}

// dayIn reads the day of a line, or that of the stack where the line has none.
func (s *stack) dayIn(w *words.Printer, row int) clock.Day {
	name := "day_" + strconv.Itoa(row)
	text := strings.TrimSpace(s.values.Get(name))
	if text == "" {
		name, text = "day", strings.TrimSpace(s.values.Get("day"))
	}
	day, is := sheet.ParseDay(text)
	if !is {
		s.bad[name] = w.T("office.wrong.day")
		return clock.NoDay
	}
	return day
}

// formCode is what is printed on a form and stands above its grid: its name, and a mark of its version.
func formCode(name string, form *programme.Form) string {
	var asked strings.Builder
	for _, q := range form.Questions {
		asked.WriteString(q.Name + "\x00" + q.Type + "\x00")
		for _, o := range q.Options {
			asked.WriteString(o.Name + "\x01")
		}
	}
	sum := sha256.Sum256([]byte(asked.String()))
	return strings.ToUpper(name) + " " + strings.ToUpper(hex.EncodeToString(sum[:3]))
}

// printedFrom reads which sheets are to be printed: the first number, and how many.
func (e *errand) printedFrom() (numbers []string) {
	first, _ := strconv.Atoi(e.URL.Query().Get("from")) // what is no number begins at 1
	many, _ := strconv.Atoi(e.URL.Query().Get("many"))
	first, many = max(1, min(first, 99_999)), max(1, min(many, 50))
	for n := first; n < first+many; n++ {
		numbers = append(numbers, strconv.Itoa(n))
	}
	return numbers
}

// paperFrame is the frame of a page that is printed.
func (e *errand) paperFrame(title, typed string) page.Frame {
	return e.frame(title, e.crumb("stacks.title", "/stacks"), page.Link{Text: e.Words.T("stacks.type"), To: typed})
}
