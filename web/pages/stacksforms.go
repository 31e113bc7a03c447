// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// formLines is how many sheets are typed into a grid at once, registrationLines how many members.
const (
	formLines         = 12
	registrationLines = 24
)

// stackForm is a form that is asked of households at a step of a programme in force.
type stackForm struct {
	programme, pathway, step string
	verb                     string
	name                     string // of the form
	form                     *programme.Form
	hash                     [32]byte // of the file of the form that is on the paper; zero where it is not known
	once                     bool     // the paper was printed before the form was changed
	before                   []journey.FormOnce
	title, code, at          string
}

// stackForm finds the form of the path, for who may fill it in.
func (e *errand) stackForm() (f stackForm, err error) {
	f.programme, f.pathway, f.step = e.PathValue("programme"), e.PathValue("pathway"), e.PathValue("step")
	all, err := e.op.Programmes.Folders(e.Context())
	if err != nil {
		return f, err
	}
	said := e.speech(e.Words, f.programme)
	folder := all[f.programme]
	if folder == nil || folder.Programme.Pathway(f.pathway) == nil || folder.Programme.Pathway(f.pathway).Step(f.step) == nil {
		return f, notThere("pages.stackForm")
	}
	s := folder.Programme.Pathway(f.pathway).Step(f.step)
	act, typed := stackActs[s.Verb.Name]
	if f.form = said.form(s.Form); !typed || f.form == nil {
		return f, notThere("pages.stackForm")
	}
	f.verb, f.name, f.title, f.at = s.Verb.Name, s.Form, said.step(f.step), "/stacks/"+f.programme+"/"+f.pathway+"/"+f.step
	if err := access.May(e.Visitor.Actor, act, e.scope, e.today); err != nil {
		return f, err
	}
	err = f.onPaper(e)
	f.code = formCode(s.Form, f.form)
	return f, err
}

// paperForm is a form, ready to be printed: in the language of speaks, a sheet for each of its numbers. others are the same in other languages.
type paperForm struct {
	speaks         *words.Printer
	title, code    string
	asked          []line
	once           []string // what is written on a sheet once, above the questions
	notes, numbers []string
	others         []page.Link
}

// columns are those of the paper, in its order: the number of the sheet, the card, the day, and each question with the numbers of its answers.
func (f stackForm) columns(e *errand) []stackColumn {
	w := e.Words
	all := []stackColumn{printedColumn(w, "sheet", true), printedColumn(w, "card", false), printedColumn(w, "day", true)}
	for n, l := range f.asked(w) {
		c := stackColumn{name: l.Name, label: strconv.Itoa(n+1) + ". " + l.Label, narrow: len(l.Options) > 0}
		for i, o := range l.Options {
			c.legend = append(c.legend, strconv.Itoa(i+1)+" "+o.Label)
		}
		if l.as == lineCheck {
			c.legend, c.narrow = []string{"1 " + w.T("printed.yes")}, true
		}
		all = append(all, c)
	}
	return all
}

// asked are the questions of the form that are answered on paper.
func (f stackForm) asked(w *words.Printer) []line {
	return slices.DeleteFunc(questionLines(w, f.form), func(l line) bool { return l.as == lineNote })
}

// typeForms is the grid of a form: a sheet a line.
func typeForms(e *errand) error {
	f, err := e.stackForm()
	if err != nil {
		return err
	}
	s := &stack{code: f.code, lead: "stacks.type_lead", print: f.at + "/print", columns: f.columns(e), rows: formLines, above: []blank{e.dayBlank("day", "stacks.day_of_all")},
		others: f.otherPapers(e)}
	sent, err := e.readStack(s)
	if err != nil {
		return err
	}
	for row := 1; sent && row <= s.rows; row++ {
		if !s.typed(row) {
			continue
		}
		if err := e.typeForm(f, s, row); err != nil {
			return err
		}
		if !s.wrongIn(row) && s.bad["day"] == "" {
			s.clear(row)
		}
	}
	return e.showStack(s, f.title)
}

// typeForm keeps one sheet.
func (e *errand) typeForm(f stackForm, s *stack, row int) error {
	number, day := s.sheetOf(e.Words, row), s.dayIn(e.Words, row)
	way, err := e.wayOfCard(f, s.values.Get("card_"+strconv.Itoa(row)))
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	if err != nil {
		s.bad["card_"+strconv.Itoa(row)], _ = e.Words.Fault(err)
	}
	said, bad := url.Values{}, wrongs{}
	for _, l := range f.asked(e.Words) {
		said.Set(l.Name, answerTyped(l, s.values.Get(l.Name+"_"+strconv.Itoa(row))))
	}
	answers := e.answersTo(e.Request, f.form, said, bad)
	for name, wrong := range bad {
		s.bad[name+"_"+strconv.Itoa(row)] = wrong
	}
	if s.wrongIn(row) || s.bad["day"] != "" {
		return nil
	}
	if err := f.sayOnce(e, way, answers); err != nil {
		return err
	}
	return e.keep(s, e.scope, number, row, f.command(way.ID, day, answers))
}

// command is what a sheet orders.
func (f stackForm) command(way id.ID, day clock.Day, answers programme.Answers) desk.Command {
	if f.verb == "check" {
		return journey.FollowUp{Journey: way, Step: f.step, Day: day, Words: journey.Words{Answers: answers}}
	}
	return journey.Ask{Journey: way, Step: f.step, Day: day, Words: journey.Words{Answers: answers}}
}

// answerTyped turns the numbers of answers, as the paper has them, into the answers; what is none stays, and is refused as it was typed.
func answerTyped(l line, text string) string {
	text = strings.TrimSpace(text)
	if l.as == lineCheck {
		if text == "1" {
			return "yes"
		}
		return text
	}
	if len(l.Options) == 0 {
		return text
	}
	var answers []string
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ' ' || r == ',' || r == ';' }) {
		if n, err := strconv.Atoi(part); err == nil && n >= 1 && n <= len(l.Options) {
			part = l.Options[n-1].Value
		}
		answers = append(answers, part)
	}
	return strings.Join(answers, " ")
}

// wayOfCard finds the way of a household on which the form is asked, by the number of its card.
func (e *errand) wayOfCard(f stackForm, card string) (way journey.Way, err error) {
	lost := fault.New("pages.wayOfCard", fault.NotFound, "stacks.no_such_card", nil)
	if card = strings.ToUpper(strings.TrimSpace(card)); card == "" {
		return way, lost
	}
	found, err := ask(e, "task.stacks", journey.Search(e.scope, nil, card, ""))
	if err != nil {
		return way, err
	}
	i := slices.IndexFunc(found.Rows, func(r journey.HouseholdRow) bool { return strings.EqualFold(r.Household.Card, card) })
	if i < 0 {
		return way, lost
	}
	file, err := ask(e, "task.stacks", journey.FileOf(e.scope, found.Rows[i].Household.ID))
	if err != nil {
		return way, err
	}
	for _, way = range file.Ways {
		if way.Programme == f.programme && way.Pathway == f.pathway && !way.Aside {
			return way, nil
		}
	}
	return way, fault.New("pages.wayOfCard", fault.NotFound, "stacks.no_such_way", nil)
}

// printForm is the form on paper: a household a sheet, each with its number, in a language in which people are spoken with.
func printForm(e *errand) error {
	f, err := e.stackForm()
	if err != nil {
		return err
	}
	speaks, _ := e.speaks(e.Request, e.URL.Query().Get("in"))
	p := paperForm{speaks: speaks, title: e.speech(speaks, f.programme).step(f.step), code: f.code, asked: f.asked(speaks), numbers: e.printedFrom(),
		once: []string{speaks.T("printed.card"), speaks.T("printed.day")}, others: inLanguages(e.Words, speaks, f.at+"/print")}
	for _, l := range questionLines(speaks, f.form) {
		if l.as == lineNote {
			p.notes = append(p.notes, l.Label)
		}
	}
	return e.Show(printedForm(e.paperFrame(f.title, f.at), e.Words, p))
}
